libcore_a_SOURCES += \
	src/record/diff.c src/record/diff.h \
	src/record/encode.c src/record/encode.h \
	src/record/entity.c src/record/entity.h \
	src/record/merge.c src/record/merge.h \
	src/record/mergetext.c src/record/mergetext.h \
	src/record/lint.c src/record/lint.h \
	src/record/money.c src/record/money.h \
	src/record/parse.c src/record/parse.h \
	src/record/freshness.c src/record/freshness.h \
	src/record/rights.c src/record/rights.h \
	src/record/state.c src/record/state.h \
	src/record/tell.c src/record/tell.h \
	src/record/validate.c src/record/validate.h \
	src/record/value.c src/record/value.h \
	src/record/weight.c src/record/weight.h \
	src/record/worddiff.c src/record/worddiff.h
