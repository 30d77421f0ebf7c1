# Fault campaigns: `make check-faults` builds and runs them, each for its own share of time; each
# takes the seconds it may use as its first argument (fault_kill 600 for a long one).
fault_programs = fault_kill fault_open fault_full fault_io fault_pages
fault_kit = test/faults/kit.c test/faults/kit.h
fault_kill_SOURCES = test/faults/fault_kill.c $(fault_kit)
fault_open_SOURCES = test/faults/fault_open.c $(fault_kit)
fault_full_SOURCES = test/faults/fault_full.c $(fault_kit)
fault_io_SOURCES = test/faults/fault_io.c test/faults/faultio.c test/faults/faultio.h $(fault_kit)
fault_pages_SOURCES = test/faults/fault_pages.c $(fault_kit)
fault_kill_LDADD = libcore.a $(CORE_LIBS)
fault_open_LDADD = libcore.a $(CORE_LIBS)
fault_full_LDADD = libcore.a $(CORE_LIBS)
fault_io_LDADD = libcore.a $(CORE_LIBS)
fault_pages_LDADD = libcore.a $(CORE_LIBS)
EXTRA_PROGRAMS += $(fault_programs)
CLEANFILES += $(fault_programs)
EXTRA_DIST += test/faults/run.sh test/faults/kill_app.sh test/faults/store.mk

check-faults: all $(fault_programs)
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/test/faults/run.sh \
	  $(fault_programs:%=./%) $(srcdir)/test/faults/kill_app.sh
.PHONY: check-faults
