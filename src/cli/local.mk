libcore_a_SOURCES += \
	src/cli/browse.c \
	src/cli/caselines.c src/cli/caselines.h \
	src/cli/choices.c src/cli/choices.h \
	src/cli/cli.c src/cli/cli.h \
	src/cli/commands.c src/cli/commands.h \
	src/cli/attach.c src/cli/comment.c \
	src/cli/compare.c \
	src/cli/config.c \
	src/cli/diff.c \
	src/cli/dispatch.c \
	src/cli/duplicates.c \
	src/cli/edit.c \
	src/cli/export.c \
	src/cli/fields.h \
	src/cli/find.c src/cli/find.h \
	src/cli/history.c \
	src/cli/import.c \
	src/cli/inbox.c \
	src/cli/init.c \
	src/cli/json.c src/cli/json.h \
	src/cli/maintain.c \
	src/cli/lint.c \
	src/cli/merge.c \
	src/cli/move.c \
	src/cli/people.c \
	src/cli/search.c \
	src/cli/searches.c src/cli/searches.h \
	src/cli/savejoined.c \
	src/cli/set.c \
	src/cli/show.c \
	src/cli/similar.c \
	src/cli/stale.c \
	src/cli/synonyms.c \
	src/cli/taxonomy.c \
	src/cli/trash.c \
	src/cli/rate.c \
	src/cli/use.c \
	src/cli/words.c
