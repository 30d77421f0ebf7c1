libcore_a_SOURCES += \
	src/report/page.c src/report/page.h \
	src/report/text.c src/report/text.h
