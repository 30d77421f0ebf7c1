libcore_a_SOURCES += \
	src/library/drafts.c src/library/drafts.h \
	src/library/history.c src/library/history.h \
	src/library/init.c \
	src/library/internal.h \
	src/library/library.c src/library/library.h \
	src/library/maintain.c src/library/maintain.h \
	src/library/people.c src/library/people.h \
	src/library/put.c src/library/put.h \
	src/library/resolve.c src/library/resolve.h \
	src/library/row.c src/library/row.h \
	src/library/save.c src/library/save.h \
	src/library/session.c src/library/session.h
