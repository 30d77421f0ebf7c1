check_PROGRAMS += test_text test_text_screen test_text_edit test_text_pinyin test_text_spans
TESTS += test_text test_text_screen test_text_edit test_text_pinyin test_text_spans
test_text_SOURCES = test/unit/test_text.c test/unit/unit.h
test_text_CFLAGS = $(TEST_CFLAGS)
test_text_LDADD = $(TEST_LIBS)
test_text_screen_SOURCES = test/unit/test_text_screen.c test/unit/unit.h
test_text_screen_CFLAGS = $(TEST_CFLAGS)
test_text_screen_LDADD = $(TEST_LIBS)
test_text_edit_SOURCES = test/unit/test_text_edit.c test/unit/unit.h
test_text_edit_CFLAGS = $(TEST_CFLAGS)
test_text_edit_LDADD = $(TEST_LIBS)
test_text_spans_SOURCES = test/unit/test_text_spans.c test/unit/unit.h
test_text_spans_CFLAGS = $(TEST_CFLAGS)
test_text_spans_LDADD = $(TEST_LIBS)
test_text_pinyin_SOURCES = test/unit/test_text_pinyin.c test/unit/unit.h
test_text_pinyin_CFLAGS = $(TEST_CFLAGS)
test_text_pinyin_LDADD = $(TEST_LIBS)

check_PROGRAMS += test_text_redact
TESTS += test_text_redact
test_text_redact_SOURCES = test/unit/test_text_redact.c test/unit/unit.h
test_text_redact_CFLAGS = $(TEST_CFLAGS)
test_text_redact_LDADD = $(TEST_LIBS)

# Random edits beside a plain model, and the same with a defect, which must be seen.
check_PROGRAMS += test_text_edit_random text_edit_defect
TESTS += test_text_edit_random test/unit/text_edit_defect.sh
dist_check_SCRIPTS += test/unit/text_edit_defect.sh
test_text_edit_random_SOURCES = test/unit/test_text_edit_random.c test/unit/unit.h
test_text_edit_random_CFLAGS = $(TEST_CFLAGS)
test_text_edit_random_LDADD = $(TEST_LIBS)
text_edit_defect_SOURCES = $(test_text_edit_random_SOURCES) test/unit/text_edit_defect.c
text_edit_defect_CFLAGS = $(TEST_CFLAGS)
text_edit_defect_LDADD = $(TEST_LIBS)
campaigns: campaign-random-edits
campaign-random-edits: test_text_edit_random
	ANLIKU_EDITS=$${ANLIKU_EDITS:-100000} LC_ALL=C.UTF-8 ./test_text_edit_random
