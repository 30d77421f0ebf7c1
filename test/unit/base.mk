# What tests share: a folder, a library with people and cases, waiting, refusals.
check_LIBRARIES += libtestkit.a
libtestkit_a_SOURCES = test/unit/unit.h \
	test/unit/dice.c test/unit/dice.h \
	test/unit/expect.c test/unit/expect.h \
	test/unit/library_fixture.c test/unit/library_fixture.h \
	test/unit/person.c test/unit/person.h \
	test/unit/scratch.c test/unit/scratch.h \
	test/unit/soon.c test/unit/soon.h
libtestkit_a_CFLAGS = $(TEST_CFLAGS)
check_PROGRAMS += test_base
TESTS += test_base
test_base_SOURCES = test/unit/test_base.c test/unit/unit.h
test_base_CFLAGS = $(TEST_CFLAGS)
test_base_LDADD = $(TEST_LIBS)
