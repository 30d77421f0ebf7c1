# anliku(1) and anliku-query(7), made from the tables of the program; the second also in Chinese.
noinst_PROGRAMS += man_gen man_query
man_gen_SOURCES = man/gen.c man/roff.h
man_gen_LDADD = libcore.a $(CORE_LIBS)
man_query_SOURCES = man/query.c man/roff.h
man_query_LDADD = libcore.a $(CORE_LIBS)
man/anliku.1: man_gen$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && ./man_gen$(EXEEXT) > $@.tmp && mv $@.tmp $@
man/anliku-query.7: man_query$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && ./man_query$(EXEEXT) en > $@.tmp && mv $@.tmp $@
man/zh_CN/anliku-query.7: man_query$(EXEEXT) share/locale/zh_CN/LC_MESSAGES/anliku.mo share/anliku/taxonomy.yaml
	$(AM_V_GEN)$(MKDIR_P) man/zh_CN && ./man_query$(EXEEXT) zh > $@.tmp && mv $@.tmp $@
man_MANS = man/anliku.1 man/anliku-query.7
manzhdir = $(mandir)/zh_CN/man7
manzh_DATA = man/zh_CN/anliku-query.7
CLEANFILES += man/anliku.1 man/anliku-query.7 man/zh_CN/anliku-query.7

# Completion of shells, from the same tables.
noinst_PROGRAMS += man_completion
man_completion_SOURCES = man/completion.c
man_completion_LDADD = libcore.a $(CORE_LIBS)
COMPLETION = ./man_completion$(EXEEXT) $$shell | cat - $(srcdir)/man/completion.$$shell > $@.tmp && mv $@.tmp $@
completion/anliku: man_completion$(EXEEXT) $(srcdir)/man/completion.bash
	$(AM_V_GEN)$(MKDIR_P) completion && shell=bash && $(COMPLETION)
completion/_anliku: man_completion$(EXEEXT) $(srcdir)/man/completion.zsh
	$(AM_V_GEN)$(MKDIR_P) completion && shell=zsh && $(COMPLETION)
completion/anliku.fish: man_completion$(EXEEXT) $(srcdir)/man/completion.fish
	$(AM_V_GEN)$(MKDIR_P) completion && shell=fish && $(COMPLETION)
EXTRA_DIST += man/completion.bash man/completion.zsh man/completion.fish
bashcompletiondir = $(datadir)/bash-completion/completions
bashcompletion_DATA = completion/anliku
zshcompletiondir = $(datadir)/zsh/site-functions
zshcompletion_DATA = completion/_anliku
fishcompletiondir = $(datadir)/fish/vendor_completions.d
fishcompletion_DATA = completion/anliku.fish
CLEANFILES += completion/anliku completion/_anliku completion/anliku.fish
