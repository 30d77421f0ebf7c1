libcore_a_SOURCES += \
	src/search/analyse.c src/search/analyse.h \
	src/search/bm25.c src/search/bm25.h \
	src/search/builder.c src/search/builder.h \
	src/search/bulk.c src/search/bulk.h \
	src/search/chunk.c \
	src/search/colbuild.c src/search/colbuild.h \
	src/search/columns.c src/search/columns.h \
	src/search/document.c src/search/document.h \
	src/search/index.c src/search/index.h \
	src/search/kill.c src/search/kill.h \
	src/search/merge.c src/search/merge.h \
	src/search/parts.c src/search/parts.h \
	src/search/pfor.c src/search/pfor.h \
	src/search/plan.c src/search/plan.h \
	src/search/rows.c src/search/rows.h \
	src/search/segment.c src/search/segment.h \
	src/search/segwrite.c src/search/segwrite.h \
	src/search/small.c src/search/small.h \
	src/search/spill.c src/search/spill.h \
	src/search/state.c src/search/state.h
