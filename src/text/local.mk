libcore_a_SOURCES += \
	src/text/charset.h \
	src/text/cluster.h \
	src/text/collate.h \
	src/text/display.h \
	src/text/edit.h \
	src/text/fold.h \
	src/text/nfc.h \
	src/text/tables.h \
	src/text/utf8.h \
	src/text/width.h \
	src/text/words.h \
	src/text/wrap.h
