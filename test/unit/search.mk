check_PROGRAMS += test_search_duplicates
TESTS += test_search_duplicates
test_search_duplicates_SOURCES = test/unit/test_search_duplicates.c test/unit/test_search_kit.h test/unit/unit.h
test_search_duplicates_CFLAGS = $(TEST_CFLAGS)
test_search_duplicates_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_excerpt
TESTS += test_search_excerpt
test_search_excerpt_SOURCES = test/unit/test_search_excerpt.c test/unit/unit.h
test_search_excerpt_CFLAGS = $(TEST_CFLAGS)
test_search_excerpt_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_index
TESTS += test_search_index
test_search_index_SOURCES = test/unit/test_search_index.c test/unit/test_search_kit.h test/unit/unit.h
test_search_index_CFLAGS = $(TEST_CFLAGS)
test_search_index_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_query
TESTS += test_search_query
test_search_query_SOURCES = test/unit/test_search_query.c test/unit/test_search_kit.h test/unit/unit.h
test_search_query_CFLAGS = $(TEST_CFLAGS)
test_search_query_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_run
TESTS += test_search_run
test_search_run_SOURCES = test/unit/test_search_run.c test/unit/test_search_kit.h test/unit/unit.h
test_search_run_CFLAGS = $(TEST_CFLAGS)
test_search_run_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_similar
TESTS += test_search_similar
test_search_similar_SOURCES = test/unit/test_search_similar.c test/unit/test_search_kit.h test/unit/unit.h
test_search_similar_CFLAGS = $(TEST_CFLAGS)
test_search_similar_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_tools
TESTS += test_search_tools
test_search_tools_SOURCES = test/unit/test_search_tools.c test/unit/test_search_kit.h test/unit/unit.h
test_search_tools_CFLAGS = $(TEST_CFLAGS)
test_search_tools_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_near
TESTS += test_search_near
test_search_near_SOURCES = test/unit/test_search_near.c test/unit/test_search_kit.h test/unit/unit.h
test_search_near_CFLAGS = $(TEST_CFLAGS)
test_search_near_LDADD = $(TEST_LIBS)

# Measures; not part of `make check`: make bench_search && ./bench_search 100000
EXTRA_PROGRAMS += bench_search
bench_search_SOURCES = test/bench/bench_search.c test/bench/corpus.c test/bench/corpus.h
bench_search_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/test/bench
bench_search_CFLAGS = $(AM_CFLAGS)
bench_search_LDADD = libcore.a $(CORE_LIBS)
if HAVE_SQLITE
bench_search_CPPFLAGS += -DHAVE_SQLITE
bench_search_CFLAGS += $(SQLITE_CFLAGS)
bench_search_LDADD += $(SQLITE_LIBS)
endif
check_PROGRAMS += test_search_check
TESTS += test_search_check
test_search_check_SOURCES = test/unit/test_search_check.c test/unit/test_search_kit.h test/unit/unit.h
test_search_check_CFLAGS = $(TEST_CFLAGS)
test_search_check_LDADD = $(TEST_LIBS)

# The query language under random damage, and a build with a defect that must be seen.
check_PROGRAMS += fuzz_query fuzz_query_defect
TESTS += fuzz_query test/fuzz/query_defect.sh
dist_check_SCRIPTS += test/fuzz/query_defect.sh
fuzz_query_SOURCES = test/fuzz/fuzz_query.c test/fuzz/driver.c test/fuzz/fail.c test/fuzz/fuzz.h
fuzz_query_CFLAGS = $(TEST_CFLAGS)
fuzz_query_LDADD = $(TEST_LIBS)
fuzz_query_defect_SOURCES = test/fuzz/fuzz_query_defect.c $(fuzz_query_SOURCES)
fuzz_query_defect_CFLAGS = $(TEST_CFLAGS)
fuzz_query_defect_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_property
TESTS += test_search_property
test_search_property_SOURCES = test/unit/test_search_property.c test/unit/test_search_kit.h test/unit/unit.h
test_search_property_CFLAGS = $(TEST_CFLAGS)
test_search_property_LDADD = $(TEST_LIBS)
check_PROGRAMS += test_search_process
TESTS += test_search_process
test_search_process_SOURCES = test/unit/test_search_process.c test/unit/test_search_kit.h test/unit/unit.h
test_search_process_CFLAGS = $(TEST_CFLAGS)
test_search_process_LDADD = $(TEST_LIBS)

# The longest wait of a save beside merges: make bench_merge && ./bench_merge 100000
EXTRA_PROGRAMS += bench_merge
bench_merge_SOURCES = test/bench/bench_merge.c test/bench/corpus.c test/bench/corpus.h
bench_merge_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/test/bench
bench_merge_CFLAGS = $(AM_CFLAGS)
bench_merge_LDADD = libcore.a $(CORE_LIBS)
CLEANFILES += bench_merge
