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

# `make bench DOCUMENTS=100000` prints all figures of search through the program itself.
bench_screen_SOURCES = test/bench/bench_screen.c
bench_screen_CFLAGS = $(AM_CFLAGS)
bench_screen_LDADD = libcore.a $(CORE_LIBS) -lutil
EXTRA_PROGRAMS += bench_screen
CLEANFILES += bench_screen
# `./bench_keys LIBRARY`: a key to its frame.
bench_keys_SOURCES = test/bench/bench_keys.c
bench_keys_CFLAGS = $(AM_CFLAGS)
bench_keys_LDADD = libtui.a libcore.a $(CORE_LIBS) $(NCURSES_LIBS)
EXTRA_PROGRAMS += bench_keys
CLEANFILES += bench_keys
# `./bench_text LIBRARY`: the same in a text of 1 MB.
bench_text_SOURCES = test/bench/bench_text.c
bench_text_CFLAGS = $(AM_CFLAGS)
bench_text_LDADD = libtui.a libcore.a $(CORE_LIBS) $(NCURSES_LIBS)
EXTRA_PROGRAMS += bench_text
CLEANFILES += bench_text
# `./bench_read [BYTES]`: a page of a long text. `./bench_prospect LIBRARY`: cases for a prospect.
bench_read_SOURCES = test/bench/bench_read.c
bench_read_CFLAGS = $(AM_CFLAGS)
bench_read_LDADD = libtui.a libcore.a $(CORE_LIBS) $(NCURSES_LIBS)
bench_prospect_SOURCES = test/bench/bench_prospect.c
bench_prospect_CFLAGS = $(AM_CFLAGS)
bench_prospect_LDADD = libcore.a $(CORE_LIBS)
EXTRA_PROGRAMS += bench_read bench_prospect
CLEANFILES += bench_read bench_prospect
BENCH_TOOLS = bench_corpus bench_screen bench_keys bench_text
if HAVE_SQLITE
bench_fts_SOURCES = test/bench/bench_fts.c test/bench/corpus.c test/bench/corpus.h
bench_fts_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/test/bench
bench_fts_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
bench_fts_LDADD = libcore.a $(CORE_LIBS) $(SQLITE_LIBS)
EXTRA_PROGRAMS += bench_fts
CLEANFILES += bench_fts
BENCH_TOOLS += bench_fts
endif
EXTRA_DIST += test/bench/run.sh

DOCUMENTS = 100000
QUERIES = 200
bench: anliku $(BENCH_TOOLS)
	$(srcdir)/test/bench/run.sh $(DOCUMENTS) $(QUERIES)
.PHONY: bench
