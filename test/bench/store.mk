# `make bench_save && ./bench_save` prints the cost of a durable save beside a bare LMDB commit.
bench_save_SOURCES = test/bench/bench_save.c test/faults/kit.c test/faults/kit.h
bench_save_LDADD = libcore.a $(CORE_LIBS)
EXTRA_PROGRAMS += bench_save
CLEANFILES += bench_save
EXTRA_DIST += test/bench/store.mk
