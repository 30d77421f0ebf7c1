COMMAND_TESTS = \
	test/command/alike.sh \
	test/command/attach.sh \
	test/command/authors.sh \
	test/command/bad-input.sh \
	test/command/batch.sh \
	test/command/calls.sh \
	test/command/care.sh \
	test/command/compare.sh \
	test/command/completion.sh \
	test/command/damage.sh \
	test/command/hand-on.sh \
	test/command/imports.sh \
	test/command/imports-beside.sh \
	test/command/inbox.sh \
	test/command/left.sh \
	test/command/language.sh \
	test/command/lint.sh \
	test/command/manual.sh \
	test/command/merge.sh \
	test/command/people.sh \
	test/command/real-cases.sh \
	test/command/records.sh \
	test/command/review.sh \
	test/command/rights.sh \
	test/command/search.sh \
	test/command/synonyms.sh \
	test/command/taxonomy.sh \
	test/command/together.sh \
	test/command/trust.sh
TESTS += $(COMMAND_TESTS)
dist_check_SCRIPTS += $(COMMAND_TESTS) test/command/lib.sh

# The program for tests with several people; see as.c.
check_PROGRAMS += anliku_as
anliku_as_SOURCES = src/main.c test/command/as.c
anliku_as_LDADD = $(anliku_LDADD)
