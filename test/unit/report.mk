check_PROGRAMS += test_report
TESTS += test_report
test_report_SOURCES = test/unit/test_report.c test/unit/unit.h
test_report_CFLAGS = $(TEST_CFLAGS)
test_report_LDADD = $(TEST_LIBS)
