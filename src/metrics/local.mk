libcore_a_SOURCES += \
	src/metrics/delta.c src/metrics/delta.h \
	src/metrics/library_block.c src/metrics/library_block.h \
	src/metrics/rating.c src/metrics/rating.h \
	src/metrics/screening.c src/metrics/screening.h
