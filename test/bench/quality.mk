# `make quality` prints how well the program finds, on the data beside the project and the judged set.
EXTRA_PROGRAMS += quality_run
quality_run_SOURCES = \
	test/bench/quality.c \
	test/bench/quality_set.c test/bench/quality_set.h \
	test/bench/quality_text.c test/bench/quality_text.h
quality_run_LDADD = libcore.a $(CORE_LIBS)
CLEANFILES += quality_run
EXTRA_DIST += test/bench/quality.mk test/bench/judged.jsonl
quality: anliku quality_run
	ANLIKU_TEST_SRC='$(abs_top_srcdir)' ./quality_run
.PHONY: quality
