check_PROGRAMS += test_library
TESTS += test_library
test_library_SOURCES = test/unit/test_library.c test/unit/unit.h
test_library_CFLAGS = $(TEST_CFLAGS)
test_library_LDADD = $(TEST_LIBS)
