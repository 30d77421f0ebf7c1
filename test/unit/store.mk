check_PROGRAMS += test_store
TESTS += test_store
test_store_SOURCES = test/unit/test_store.c test/unit/store_fixture.h test/unit/unit.h
test_store_CFLAGS = $(TEST_CFLAGS)
test_store_LDADD = $(TEST_LIBS)
