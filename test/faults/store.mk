# Fault campaigns of store/: built by `make check-programs-faults`, run outside of make check.
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
