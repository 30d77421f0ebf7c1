check_PROGRAMS += test_conf
TESTS += test_conf
test_conf_SOURCES = test/unit/test_conf.c test/unit/format_kit.h test/unit/unit.h
test_conf_CFLAGS = $(TEST_CFLAGS)
test_conf_LDADD = $(TEST_LIBS)

check_PROGRAMS += test_measure
TESTS += test_measure
test_measure_SOURCES = test/unit/test_measure.c test/unit/unit.h
test_measure_CFLAGS = $(TEST_CFLAGS)
test_measure_LDADD = $(TEST_LIBS)
