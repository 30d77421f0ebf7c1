libcore_a_SOURCES += \
	src/conf/keymap.c src/conf/keymap.h \
	src/conf/reader.c src/conf/reader.h
