# Tests of the terminal, grid and widgets. What needs libvterm skips itself with a word without it.
TUI_TEST_LIBS = libtui.a $(TEST_LIBS) $(NCURSES_LIBS)
TUI_TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir) -I$(srcdir)/test/pty
TUI_TEST_GOLDEN = test/unit/unit.h test/pty/golden.c test/pty/golden.h

check_PROGRAMS += test_tui_input test_tui_grid
TESTS += test_tui_input test_tui_grid

test_tui_input_SOURCES = test/unit/test_tui_input.c test/unit/unit.h
test_tui_input_CFLAGS = $(TEST_CFLAGS)
test_tui_input_LDADD = $(TUI_TEST_LIBS)

test_tui_grid_SOURCES = test/unit/test_tui_grid.c $(TUI_TEST_GOLDEN)
test_tui_grid_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_grid_CFLAGS = $(TEST_CFLAGS)
test_tui_grid_LDADD = $(TUI_TEST_LIBS)

check_PROGRAMS += test_tui_output
TESTS += test_tui_output
test_tui_output_SOURCES = test/unit/test_tui_output.c test/unit/unit.h
test_tui_output_CPPFLAGS = $(TUI_TEST_CPPFLAGS)
test_tui_output_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
test_tui_output_LDADD = $(TUI_TEST_LIBS) $(VTERM_LIBS)
if HAVE_VTERM
test_tui_output_SOURCES += test/pty/vt.c test/pty/vt.h
endif
