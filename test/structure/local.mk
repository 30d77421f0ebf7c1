TESTS += test/structure/structure.sh
dist_check_SCRIPTS += test/structure/structure.sh
EXTRA_DIST += test/structure/rooms

check_PROGRAMS += core_links
TESTS += core_links
core_links_SOURCES = test/structure/core_links.c
core_links_LDFLAGS = $(AM_LDFLAGS) -Wl,--whole-archive,libcore.a,--no-whole-archive
core_links_LDADD = $(CORE_LIBS)
core_links_DEPENDENCIES = libcore.a

TESTS += test/structure/translation.sh
dist_check_SCRIPTS += test/structure/translation.sh

TESTS += test/structure/analyse.sh
dist_check_SCRIPTS += test/structure/analyse.sh
