check_PROGRAMS += test_conf
TESTS += test_conf
test_conf_SOURCES = test/unit/test_conf.c test/unit/format_kit.h test/unit/unit.h
test_conf_CFLAGS = $(TEST_CFLAGS)
test_conf_LDADD = $(TEST_LIBS)
