libcore_a_SOURCES += \
	src/search/analyse.c src/search/analyse.h \
	src/search/asking.c src/search/asking.h \
	src/search/bits.h \
	src/search/bm25.c src/search/bm25.h \
	src/search/builder.c src/search/builder.h \
	src/search/bulk.c src/search/bulk.h \
	src/search/check.c \
	src/search/checkpairs.c \
	src/search/checkpairs.h \
	src/search/chunk.c \
	src/search/chunkbits.c src/search/chunkbits.h \
	src/search/colbuild.c src/search/colbuild.h \
	src/search/columns.c src/search/columns.h \
	src/search/count.c src/search/count.h \
	src/search/dates.c src/search/dates.h \
	src/search/differ.c src/search/differ.h \
	src/search/document.c src/search/document.h \
	src/search/duplicates.c src/search/duplicates.h \
	src/search/eval.c src/search/eval.h \
	src/search/excerpt.c src/search/excerpt.h \
	src/search/facets.c src/search/facets.h \
	src/search/filter.c src/search/filter.h \
	src/search/forms.c src/search/forms.h \
	src/search/index.c src/search/index.h \
	src/search/initials.c src/search/initials.h \
	src/search/kill.c src/search/kill.h \
	src/search/match.c src/search/match.h \
	src/search/merge.c src/search/merge.h \
	src/search/names.c \
	src/search/near.c src/search/near.h \
	src/search/nearinner.c \
	src/search/nearparts.h \
	src/search/nearwords.c \
	src/search/pace.c src/search/pace.h \
	src/search/parser.h \
	src/search/parts.c src/search/parts.h \
	src/search/pfor.c src/search/pfor.h \
	src/search/places.c src/search/places.h \
	src/search/plan.c src/search/plan.h \
	src/search/prospect.c src/search/prospect.h \
	src/search/quantity.c src/search/quantity.h \
	src/search/query.c src/search/query.h \
	src/search/rank.c src/search/rank.h \
	src/search/reindex.c src/search/reindex.h \
	src/search/rows.c src/search/rows.h \
	src/search/run.c src/search/run.h \
	src/search/scan.c src/search/scan.h \
	src/search/segment.c src/search/segment.h \
	src/search/segwrite.c src/search/segwrite.h \
	src/search/shingles.c src/search/shingles.h \
	src/search/similar.c src/search/similar.h \
	src/search/small.c src/search/small.h \
	src/search/snippet.c src/search/snippet.h \
	src/search/sounds.c src/search/sounds.h \
	src/search/sorted.c \
	src/search/spans.c \
	src/search/spill.c src/search/spill.h \
	src/search/state.c src/search/state.h \
	src/search/stats.c \
	src/search/terms.c src/search/terms.h \
	src/search/tails.c \
	src/search/tails.h \
	src/search/top.c src/search/top.h \
	src/search/typo.c src/search/typo.h \
	src/search/values.c \
	src/search/visible.c src/search/visible.h
