check_PROGRAMS += test_record
TESTS += test_record
test_record_SOURCES = test/unit/test_record.c test/unit/unit.h
test_record_CFLAGS = $(TEST_CFLAGS)
test_record_LDADD = $(TEST_LIBS)
