check_PROGRAMS += test_metrics
TESTS += test_metrics
test_metrics_SOURCES = test/unit/test_metrics.c test/unit/unit.h
test_metrics_CFLAGS = $(TEST_CFLAGS)
test_metrics_LDADD = $(TEST_LIBS)
