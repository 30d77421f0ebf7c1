# Tests of the terminal, grid and widgets. What needs libvterm skips itself with a word without it.
# The stage is the full-screen program in memory, over a library of its own.
check_LIBRARIES += libteststage.a
libteststage_a_SOURCES = \
	test/unit/form_keys.c test/unit/form_keys.h \
	test/unit/form_place.c test/unit/form_place.h \
	test/unit/picture.c test/unit/picture.h \
	test/unit/tui_app.c test/unit/tui_app.h \
	test/unit/tui_people.c test/unit/tui_people.h
libteststage_a_CFLAGS = $(TEST_CFLAGS)
TUI_TEST_LIBS = libteststage.a libtui.a $(TEST_LIBS) $(NCURSES_LIBS)
TUI_TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)
TUI_TEST_GOLDEN = test/pty/golden.c test/pty/golden.h
if HAVE_VTERM
TUI_TEST_VT = test/pty/vt.c test/pty/vt.h
TUI_TEST_PTY = $(TUI_TEST_VT) test/pty/pty.c test/pty/pty.h \
	test/unit/tui_terminal.c test/unit/tui_terminal.h
endif

check_PROGRAMS += test_tui_input test_tui_grid test_tui_loop test_tui_widget test_tui_output \
	test_tui_pty tui_demo
TESTS += test_tui_input test_tui_grid test_tui_loop test_tui_widget test_tui_output test_tui_pty

test_tui_input_SOURCES = test/unit/test_tui_input.c test/unit/unit.h
test_tui_input_CFLAGS = $(TEST_CFLAGS)
test_tui_input_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_keys
TESTS += test_tui_keys
test_tui_keys_SOURCES = test/unit/test_tui_keys.c test/unit/unit.h
test_tui_keys_CFLAGS = $(TEST_CFLAGS)
test_tui_keys_LDADD = $(TUI_TEST_LIBS)

test_tui_loop_SOURCES = test/unit/test_tui_loop.c test/unit/unit.h
test_tui_loop_CFLAGS = $(TEST_CFLAGS)
test_tui_loop_LDADD = $(TUI_TEST_LIBS)

test_tui_grid_SOURCES = test/unit/test_tui_grid.c test/unit/unit.h $(TUI_TEST_GOLDEN)
test_tui_grid_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_grid_CFLAGS = $(TEST_CFLAGS)
test_tui_grid_LDADD = $(TUI_TEST_LIBS)

test_tui_widget_SOURCES = test/unit/test_tui_widget.c test/unit/unit.h $(TUI_TEST_GOLDEN)
test_tui_widget_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_widget_CFLAGS = $(TEST_CFLAGS)
test_tui_widget_LDADD = $(TUI_TEST_LIBS)

test_tui_output_SOURCES = test/unit/test_tui_output.c test/unit/unit.h $(TUI_TEST_VT)
test_tui_output_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_output_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_output_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

test_tui_pty_SOURCES = test/unit/test_tui_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# Not a test: the program that test_tui_pty drives.
tui_demo_SOURCES = test/pty/demo.c
tui_demo_CFLAGS = $(AM_CFLAGS)
tui_demo_LDADD = libtui.a libcore.a $(CORE_LIBS) $(NCURSES_LIBS)

# Pictures of the widgets; ANLIKU_GOLDEN=1 ./test_tui_widget makes them again.
EXTRA_DIST += \
	test/golden/tui/confirm-40x12.txt \
	test/golden/tui/confirm-80x24.txt \
	test/golden/tui/menu-40x12.txt \
	test/golden/tui/menu-80x24.txt \
	test/golden/tui/sample-120x40-ascii.txt \
	test/golden/tui/sample-120x40.txt \
	test/golden/tui/sample-200x60-ascii.txt \
	test/golden/tui/sample-200x60.txt \
	test/golden/tui/sample-40x12-ascii.txt \
	test/golden/tui/sample-40x12.txt \
	test/golden/tui/sample-80x24-ascii.txt \
	test/golden/tui/sample-80x24.txt

check_PROGRAMS += test_tui_form test_tui_form_session
TESTS += test_tui_form test_tui_form_session
test_tui_form_SOURCES = test/unit/test_tui_form.c test/unit/unit.h
test_tui_form_CFLAGS = $(TEST_CFLAGS)
test_tui_form_LDADD = $(TUI_TEST_LIBS)
test_tui_form_session_SOURCES = test/unit/test_tui_form_session.c test/unit/unit.h
test_tui_form_session_CFLAGS = $(TEST_CFLAGS)
test_tui_form_session_LDADD = $(TUI_TEST_LIBS)
# Files of cases.
check_PROGRAMS += test_tui_files
TESTS += test_tui_files
test_tui_files_SOURCES = test/unit/test_tui_files.c test/unit/unit.h
test_tui_files_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_files_CFLAGS = $(TEST_CFLAGS)
test_tui_files_LDADD = $(TUI_TEST_LIBS)
check_PROGRAMS += test_tui_form_lost
TESTS += test_tui_form_lost
test_tui_form_lost_SOURCES = test/unit/test_tui_form_lost.c test/unit/unit.h
test_tui_form_lost_CFLAGS = $(TEST_CFLAGS)
test_tui_form_lost_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_form_left
TESTS += test_tui_form_left
test_tui_form_left_SOURCES = test/unit/test_tui_form_left.c test/unit/unit.h
test_tui_form_left_CFLAGS = $(TEST_CFLAGS)
test_tui_form_left_LDADD = $(TUI_TEST_LIBS)

# The full-screen program in memory. ANLIKU_GOLDEN=1 ./test_tui_app_golden makes its pictures again.
EXTRA_DIST += \
	test/golden/app/en-120x40.txt \
	test/golden/app/en-200x60.txt \
	test/golden/app/en-40x12.txt \
	test/golden/app/en-80x24.txt \
	test/golden/app/zh_CN-120x40.txt \
	test/golden/app/zh_CN-200x60.txt \
	test/golden/app/zh_CN-40x12.txt \
	test/golden/app/zh_CN-80x24.txt
check_PROGRAMS += test_tui_app test_tui_app_golden test_tui_app_random test_tui_app_pty \
	tui_elsewhere
TESTS += test_tui_app test_tui_app_golden test_tui_app_random test_tui_app_pty

test_tui_app_SOURCES = test/unit/test_tui_app.c test/unit/unit.h
test_tui_app_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_CFLAGS = $(TEST_CFLAGS)
test_tui_app_LDADD = $(TUI_TEST_LIBS)

test_tui_app_golden_SOURCES = test/unit/test_tui_app_golden.c test/unit/unit.h $(TUI_TEST_GOLDEN)
test_tui_app_golden_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_golden_CFLAGS = $(TEST_CFLAGS)
test_tui_app_golden_LDADD = $(TUI_TEST_LIBS)

test_tui_app_random_SOURCES = test/unit/test_tui_app_random.c test/unit/unit.h $(TUI_TEST_VT)
test_tui_app_random_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_random_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_app_random_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# Sessions on every kind of terminal.
check_PROGRAMS += test_tui_app_terms
TESTS += test_tui_app_terms
test_tui_app_terms_SOURCES = test/unit/test_tui_app_terms.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_app_terms_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_terms_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_app_terms_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# The terminal goes away.
check_PROGRAMS += test_tui_app_gone
TESTS += test_tui_app_gone
test_tui_app_gone_SOURCES = test/unit/test_tui_app_gone.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_app_gone_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_gone_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_app_gone_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# Behind a real sshd and a slow line; not with the sanitizers.
check_PROGRAMS += test_tui_ssh slow_line
TESTS += test_tui_ssh
test_tui_ssh_SOURCES = test/unit/test_tui_ssh.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_ssh_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_ssh_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_ssh_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)
slow_line_SOURCES = test/pty/slow_line.c
slow_line_CFLAGS = $(AM_CFLAGS)
slow_line_LDADD = libcore.a $(CORE_LIBS)

# In tmux and screen; not with the sanitizers.
TESTS += test/pty/multiplexers.sh
dist_check_SCRIPTS += test/pty/multiplexers.sh

# What keys send over the line.
check_PROGRAMS += test_tui_app_bytes
TESTS += test_tui_app_bytes
test_tui_app_bytes_SOURCES = test/unit/test_tui_app_bytes.c test/unit/unit.h
test_tui_app_bytes_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_bytes_CFLAGS = $(TEST_CFLAGS)
test_tui_app_bytes_LDADD = $(TUI_TEST_LIBS)

# The same with a defect in the output, which must be seen.
check_PROGRAMS += tui_random_defect
TESTS += test/pty/random_defect.sh
dist_check_SCRIPTS += test/pty/random_defect.sh
tui_random_defect_SOURCES = $(test_tui_app_random_SOURCES) test/pty/random_defect.c
tui_random_defect_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
tui_random_defect_CFLAGS = $(test_tui_app_random_CFLAGS) $(NCURSES_CFLAGS)
tui_random_defect_LDADD = $(test_tui_app_random_LDADD)

# Campaigns run outside of CI: `make campaigns`.
campaigns: campaign-random-keys
campaign-random-keys: test_tui_app_random
	ANLIKU_WALK_KEYS=$${ANLIKU_WALK_KEYS:-24000} ANLIKU_TEST_SRC='$(abs_top_srcdir)' \
		ANLIKU_TEST_BUILD='$(abs_top_builddir)' LC_ALL=C.UTF-8 TZ=UTC ./test_tui_app_random

test_tui_app_pty_SOURCES = test/unit/test_tui_app_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_app_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_app_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_app_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# Not a test: another process at the same library.
tui_elsewhere_SOURCES = test/unit/tui_elsewhere.c
tui_elsewhere_CFLAGS = $(AM_CFLAGS)
tui_elsewhere_LDADD = libcore.a $(CORE_LIBS)

check_PROGRAMS += test_tui_pages
TESTS += test_tui_pages
test_tui_pages_SOURCES = test/unit/test_tui_pages.c test/unit/unit.h
test_tui_pages_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_pages_CFLAGS = $(TEST_CFLAGS)
test_tui_pages_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_marks
TESTS += test_tui_marks
test_tui_marks_SOURCES = test/unit/test_tui_marks.c test/unit/unit.h
test_tui_marks_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_marks_CFLAGS = $(TEST_CFLAGS)
test_tui_marks_LDADD = $(TUI_TEST_LIBS)
check_PROGRAMS += test_tui_reading
TESTS += test_tui_reading
test_tui_reading_SOURCES = test/unit/test_tui_reading.c test/unit/unit.h
test_tui_reading_CFLAGS = $(TEST_CFLAGS)
test_tui_reading_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_trust
TESTS += test_tui_trust
test_tui_trust_SOURCES = test/unit/test_tui_trust.c test/unit/unit.h
test_tui_trust_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_trust_CFLAGS = $(TEST_CFLAGS)
test_tui_trust_LDADD = $(TUI_TEST_LIBS)


check_PROGRAMS += test_tui_handon
TESTS += test_tui_handon
test_tui_handon_SOURCES = test/unit/test_tui_handon.c test/unit/unit.h
test_tui_handon_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_handon_CFLAGS = $(TEST_CFLAGS)
test_tui_handon_LDADD = $(TUI_TEST_LIBS)


check_PROGRAMS += test_tui_browse
TESTS += test_tui_browse
test_tui_browse_SOURCES = test/unit/test_tui_browse.c test/unit/unit.h
test_tui_browse_CFLAGS = $(TEST_CFLAGS)
test_tui_browse_LDADD = $(TUI_TEST_LIBS)
# Palette, command line, keys that follow a key, keys of one's own.
check_PROGRAMS += test_tui_palette
TESTS += test_tui_palette
test_tui_palette_SOURCES = test/unit/test_tui_palette.c test/unit/unit.h
test_tui_palette_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_palette_CFLAGS = $(TEST_CFLAGS)
test_tui_palette_LDADD = $(TUI_TEST_LIBS)
check_PROGRAMS += test_tui_compare
TESTS += test_tui_compare
test_tui_compare_SOURCES = test/unit/test_tui_compare.c test/unit/unit.h
test_tui_compare_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_compare_CFLAGS = $(TEST_CFLAGS)
test_tui_compare_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_handon_pty
TESTS += test_tui_handon_pty
test_tui_handon_pty_SOURCES = test/unit/test_tui_handon_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_handon_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_handon_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_handon_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# The first run, an empty library, lists with nothing in them.
check_PROGRAMS += test_tui_first
TESTS += test_tui_first
test_tui_first_SOURCES = test/unit/test_tui_first.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_first_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_first_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_first_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

check_PROGRAMS += test_tui_links
TESTS += test_tui_links
test_tui_links_SOURCES = test/unit/test_tui_links.c test/unit/unit.h $(TUI_TEST_VT)
test_tui_links_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_links_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_links_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

check_PROGRAMS += test_tui_rep
TESTS += test_tui_rep
test_tui_rep_SOURCES = test/unit/test_tui_rep.c $(TUI_TEST_PTY)
test_tui_rep_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_rep_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_rep_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

check_PROGRAMS += test_tui_care
TESTS += test_tui_care
test_tui_care_SOURCES = test/unit/test_tui_care.c test/unit/unit.h
test_tui_care_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_care_CFLAGS = $(TEST_CFLAGS)
test_tui_care_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_form_groups
TESTS += test_tui_form_groups
test_tui_form_groups_SOURCES = test/unit/test_tui_form_groups.c test/unit/unit.h
test_tui_form_groups_CFLAGS = $(TEST_CFLAGS)
test_tui_form_groups_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_form_kinds
TESTS += test_tui_form_kinds
test_tui_form_kinds_SOURCES = test/unit/test_tui_form_kinds.c test/unit/unit.h
test_tui_form_kinds_CFLAGS = $(TEST_CFLAGS)
test_tui_form_kinds_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_form_rest
TESTS += test_tui_form_rest
test_tui_form_rest_SOURCES = test/unit/test_tui_form_rest.c test/unit/unit.h
test_tui_form_rest_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_form_rest_CFLAGS = $(TEST_CFLAGS)
test_tui_form_rest_LDADD = $(TUI_TEST_LIBS)

# What may be typed into every field, and what is said of the rest.
check_PROGRAMS += test_tui_form_inputs
TESTS += test_tui_form_inputs
test_tui_form_inputs_SOURCES = test/unit/test_tui_form_inputs.c test/unit/unit.h
test_tui_form_inputs_CFLAGS = $(TEST_CFLAGS)
test_tui_form_inputs_LDADD = $(TUI_TEST_LIBS)

# What stopped people who wrote their first case.
check_PROGRAMS += test_tui_form_trial
TESTS += test_tui_form_trial
test_tui_form_trial_SOURCES = test/unit/test_tui_form_trial.c test/unit/unit.h
test_tui_form_trial_CFLAGS = $(TEST_CFLAGS)
test_tui_form_trial_LDADD = $(TUI_TEST_LIBS)

# Texts in the form: selecting, finding, notes and passages.
check_PROGRAMS += test_tui_text
TESTS += test_tui_text
test_tui_text_SOURCES = test/unit/test_tui_text.c test/unit/unit.h
test_tui_text_CFLAGS = $(TEST_CFLAGS)
test_tui_text_LDADD = $(TUI_TEST_LIBS)

# The person's own editor, played by scripts.
check_PROGRAMS += test_tui_editor_pty
TESTS += test_tui_editor_pty
test_tui_editor_pty_SOURCES = test/unit/test_tui_editor_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_editor_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_editor_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_editor_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

check_PROGRAMS += test_tui_write
TESTS += test_tui_write
test_tui_write_SOURCES = test/unit/test_tui_write.c test/unit/unit.h
test_tui_write_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_write_CFLAGS = $(TEST_CFLAGS)
test_tui_write_LDADD = $(TUI_TEST_LIBS)


# Keys faster than anybody types.
check_PROGRAMS += test_tui_burst_pty
TESTS += test_tui_burst_pty
test_tui_burst_pty_SOURCES = test/unit/test_tui_burst_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_burst_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_burst_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_burst_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# Several people: what the others do goes through anliku_as (test/command/as.c).
check_PROGRAMS += test_tui_review
TESTS += test_tui_review
test_tui_review_SOURCES = test/unit/test_tui_review.c test/unit/unit.h
test_tui_review_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_review_CFLAGS = $(TEST_CFLAGS)
test_tui_review_LDADD = $(TUI_TEST_LIBS)
check_PROGRAMS += test_tui_reviewer
TESTS += test_tui_reviewer
test_tui_reviewer_SOURCES = test/unit/test_tui_reviewer.c test/unit/unit.h
test_tui_reviewer_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_reviewer_CFLAGS = $(TEST_CFLAGS)
test_tui_reviewer_LDADD = $(TUI_TEST_LIBS)
check_PROGRAMS += test_tui_rights
TESTS += test_tui_rights
test_tui_rights_SOURCES = test/unit/test_tui_rights.c test/unit/unit.h
test_tui_rights_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_rights_CFLAGS = $(TEST_CFLAGS)
test_tui_rights_LDADD = $(TUI_TEST_LIBS)
check_PROGRAMS += test_tui_review_pty
TESTS += test_tui_review_pty
test_tui_review_pty_SOURCES = test/unit/test_tui_review_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_review_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_review_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_review_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

check_PROGRAMS += test_tui_story_pty
TESTS += test_tui_story_pty
test_tui_story_pty_SOURCES = test/unit/test_tui_story_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_story_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_story_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_story_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)

# Forms whose process is killed at its keys; the same with a journal that waits, which must be seen.
check_PROGRAMS += test_tui_form_kill anliku_lazy
TESTS += test_tui_form_kill test/faults/form_kill_defect.sh
dist_check_SCRIPTS += test/faults/form_kill_defect.sh
test_tui_form_kill_SOURCES = test/unit/test_tui_form_kill.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_form_kill_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_form_kill_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_form_kill_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)
anliku_lazy_SOURCES = src/main.c test/faults/lazy_journal.c
anliku_lazy_LDADD = $(anliku_LDADD)
campaigns: campaign-killed-forms
campaign-killed-forms: test_tui_form_kill anliku
	ANLIKU_KILL_EVERY=$${ANLIKU_KILL_EVERY:-1} ANLIKU_TEST_SRC='$(abs_top_srcdir)' \
		ANLIKU_TEST_BUILD='$(abs_top_builddir)' LC_ALL=C.UTF-8 TZ=UTC ./test_tui_form_kill

# Two editors at one case.
check_PROGRAMS += test_tui_lost_pty
TESTS += test_tui_lost_pty
test_tui_lost_pty_SOURCES = test/unit/test_tui_lost_pty.c test/unit/unit.h $(TUI_TEST_PTY)
test_tui_lost_pty_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_lost_pty_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_lost_pty_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)
