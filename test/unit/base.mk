check_PROGRAMS += test_base
TESTS += test_base
test_base_SOURCES = test/unit/test_base.c test/unit/unit.h
test_base_CFLAGS = $(TEST_CFLAGS)
test_base_LDADD = $(TEST_LIBS)
