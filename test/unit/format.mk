check_PROGRAMS += test_format test_format_round
TESTS += test_format test_format_round
test_format_SOURCES = test/unit/test_format.c test/unit/format_kit.h test/unit/unit.h
test_format_CFLAGS = $(TEST_CFLAGS)
test_format_LDADD = $(TEST_LIBS)
test_format_round_SOURCES = test/unit/test_format_round.c test/unit/format_kit.h test/unit/unit.h
test_format_round_CFLAGS = $(TEST_CFLAGS)
test_format_round_LDADD = $(TEST_LIBS)
