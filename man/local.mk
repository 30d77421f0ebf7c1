# anliku(1), made from the command and option tables.
noinst_PROGRAMS += man_gen
man_gen_SOURCES = man/gen.c
man_gen_LDADD = libcore.a $(CORE_LIBS)
man/anliku.1: man_gen$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && ./man_gen$(EXEEXT) > $@.tmp && mv $@.tmp $@
man_MANS = man/anliku.1
CLEANFILES += man/anliku.1
