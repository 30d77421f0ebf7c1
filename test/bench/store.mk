# `make bench_save && ./bench_save` prints the cost of a durable save beside a bare LMDB commit.
bench_save_SOURCES = test/bench/bench_save.c test/faults/kit.c test/faults/kit.h
bench_save_LDADD = libcore.a $(CORE_LIBS)
EXTRA_PROGRAMS += bench_save
CLEANFILES += bench_save
EXTRA_DIST += test/bench/store.mk

# `make bench_corpus && ./bench_corpus 100000 FOLDER` writes made-up cases and queries.
bench_corpus_SOURCES = test/bench/bench_corpus.c test/bench/corpus.c test/bench/corpus.h
bench_corpus_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/test/bench
bench_corpus_CFLAGS = $(AM_CFLAGS)
bench_corpus_LDADD = libcore.a $(CORE_LIBS)
EXTRA_PROGRAMS += bench_corpus
CLEANFILES += bench_corpus
