libcore_a_SOURCES += \
	src/base/arena.c src/base/arena.h \
	src/base/buf.c src/base/buf.h \
	src/base/clock.c src/base/clock.h \
	src/base/editor.c src/base/editor.h \
	src/base/error.c src/base/error.h \
	src/base/file.c src/base/file.h \
	src/base/hash.c src/base/hash.h \
	src/base/i18n.c src/base/i18n.h \
	src/base/map.c src/base/map.h \
	src/base/mem.c src/base/mem.h \
	src/base/number.c src/base/number.h \
	src/base/paths.c src/base/paths.h \
	src/base/pool.c src/base/pool.h \
	src/base/progress.h \
	src/base/str.c src/base/str.h \
	src/base/uuid.c src/base/uuid.h \
	src/base/vec.h \
	src/base/zone.c src/base/zone.h
