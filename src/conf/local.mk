libcore_a_SOURCES += \
	src/conf/catalogue.c src/conf/catalogue.h \
	src/conf/keybinds.c src/conf/keybinds.h \
	src/conf/keymap.c src/conf/keymap.h \
	src/conf/measure.c src/conf/measure.h \
	src/conf/options.c src/conf/options.h \
	src/conf/reader.c src/conf/reader.h \
	src/conf/taxonomy.c src/conf/taxonomy.h \
	src/conf/themefile.c src/conf/themefile.h \
	src/conf/viewfile.c src/conf/viewfile.h \
	src/conf/weights.c src/conf/weights.h
