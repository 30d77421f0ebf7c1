libcore_a_SOURCES += \
	src/text/charset.c src/text/charset.h \
	src/text/cluster.c src/text/cluster.h \
	src/text/collate.c src/text/collate.h \
	src/text/display.c src/text/display.h \
	src/text/edit.c src/text/edit.h \
	src/text/fit.c src/text/fit.h \
	src/text/fold.c src/text/fold.h \
	src/text/halfwidth.c src/text/halfwidth.h \
	src/text/mark.c src/text/mark.h \
	src/text/nfc.c src/text/nfc.h \
	src/text/passage.c src/text/passage.h \
	src/text/pinyin.c src/text/pinyin.h \
	src/text/redact.c src/text/redact.h src/text/redactparts.h \
	src/text/redactday.c src/text/redactfind.c src/text/redactpoints.c \
	src/text/sentence.c src/text/sentence.h \
	src/text/spans.c src/text/spans.h \
	src/text/tables.c src/text/tables.h \
	src/text/utf8.c src/text/utf8.h \
	src/text/width.c src/text/width.h \
	src/text/words.c src/text/words.h \
	src/text/wrap.c src/text/wrap.h

# Tables from ICU and the word list: made by a program of our own at build time, never distributed.
nodist_libcore_a_SOURCES += src/text/table_words.c src/text/table_props.c src/text/table_pinyin.c
CLEANFILES += src/text/table_words.c src/text/table_props.c src/text/table_pinyin.c
noinst_PROGRAMS += text_gen
text_gen_SOURCES = \
	src/text/gen/fold.c \
	src/text/gen/gen.h \
	src/text/gen/main.c \
	src/text/gen/pinyin.c \
	src/text/gen/props.c \
	src/text/gen/words.c \
	src/text/utf8.c \
	src/base/buf.c \
	src/base/hash.c \
	src/base/mem.c
text_gen_CFLAGS = $(AM_CFLAGS)
text_gen_LDADD = $(ICU_LIBS) -lm

src/text/table_words.c: text_gen$(EXEEXT) $(WORD_LIST)
	$(AM_V_GEN)$(MKDIR_P) src/text && ./text_gen$(EXEEXT) words '$(WORD_LIST)' $@.tmp && mv $@.tmp $@
src/text/table_props.c: text_gen$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) src/text && ./text_gen$(EXEEXT) props '$(WORD_LIST)' $@.tmp && mv $@.tmp $@
src/text/table_pinyin.c: text_gen$(EXEEXT) $(WORD_LIST) $(READINGS)
	$(AM_V_GEN)$(MKDIR_P) src/text && bzip2 -dc '$(READINGS)' | ./text_gen$(EXEEXT) pinyin '$(WORD_LIST)' $@.tmp && mv $@.tmp $@
