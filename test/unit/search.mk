check_PROGRAMS += test_search_index
TESTS += test_search_index
test_search_index_SOURCES = test/unit/test_search_index.c test/unit/test_search_kit.h test/unit/unit.h
test_search_index_CFLAGS = $(TEST_CFLAGS)
test_search_index_LDADD = $(TEST_LIBS)
