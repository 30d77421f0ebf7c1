#ifndef ANLIKU_TUI_TERM_OUTPUT_H
#define ANLIKU_TUI_TERM_OUTPUT_H

#include "base/buf.h"
#include "base/error.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/term/theme.h"

#include <stdbool.h>
#include <stddef.h>

/* The terminal as a place where frames go. Its .c is the only file that knows ncurses: ncurses
 * turns the changes of a frame into bytes in memory, and these are written in one piece. */
typedef struct Output Output;

typedef enum OutputColour {
    OUTPUT_COLOUR_AUTO,
    OUTPUT_COLOUR_NEVER,
    OUTPUT_COLOUR_16,
    OUTPUT_COLOUR_256
} OutputColour;

typedef struct OutputOptions {
    const char *term; /* NULL: $TERM */
    int in_fd;        /* the tty whose modes are changed; -1 none */
    int out_fd;       /* where bytes go */
    Buf *capture;     /* not NULL: bytes are appended here and the two above are not used */
    int rows, cols;   /* 0: ask the tty, else 24 and 80 */
    /* --color, then NO_COLOR, then the configuration, then what the terminal can do */
    OutputColour colour_option, colour_config;
    const Theme *theme; /* copied; NULL: the built-in "default" */
    bool mouse;
    bool links; /* addresses may be clicked (OSC 8): the terminal is known to know it */
    bool sync;  /* long frames between begin and end of a synchronised update (mode 2026) */
} OutputOptions;

/* Takes the terminal. An unknown TERM is replaced by one that is near. ERR_USAGE when the terminal
 * cannot place the cursor: the program ends with the message and exit status 2. Signal handlers
 * stay as they are. */
bool output_open(const OutputOptions *options, Output **out, Error *err);
/* Gives the terminal back as it was; out may be NULL. */
void output_close(Output *out);

int output_rows(const Output *out);
int output_cols(const Output *out);
/* What the description in use is called; static while out lives. */
const char *output_term(const Output *out);
ThemeDepth output_depth(const Output *out);

/* Sends what differs from the frame before, with the cursor. A grid of another size than the
 * terminal is cut or stands in the upper left. */
void output_paint(Output *out, const Grid *grid);
/* The next frame is sent whole, on a cleared screen. */
void output_redraw(Output *out);
/* Bytes that the last output_paint wrote. */
size_t output_frame_bytes(const Output *out);
/* False after the terminal has gone: nothing is written any more. */
bool output_alive(const Output *out);

/* The size of the tty now; false when there is none. */
bool output_query_size(const Output *out, int *rows, int *cols);
/* The terminal has another size; the next frame is sent whole. */
void output_resize(Output *out, int rows, int cols);
void output_set_theme(Output *out, const Theme *theme);
void output_set_mouse(Output *out, bool on);
/* The program has the mouse. */
bool output_mouse(const Output *out);

/* Leaves the screen to another program (or a stopped shell job) and takes it back. */
void output_suspend(Output *out);
void output_resume(Output *out);

/* Bytes for the terminal itself (questions, the idle mark), between two frames. */
void output_write(Output *out, Str bytes);
/* Puts text into the clipboard of the person's terminal (OSC 52). tmux true: also wrapped for tmux
 * to pass on. False when it is too long for terminals in use (74,000 bytes encoded). Whether the
 * terminal does it cannot be known. */
bool output_copy(Output *out, Str text, bool tmux);
/* Shows text alone on a cleared screen, every paragraph as one line that the terminal wraps itself,
 * so that it can be copied with the mouse. The next frame is sent whole. */
void output_show_plain(Output *out, Str text);

/* Gives the parser the key sequences of the terminal's description. */
void output_add_keys(const Output *out, Input *in);

/* For signal handlers: the process is about to end. A write to a terminal that takes nothing any
 * more is given up then (output_alive turns false), the screen is put back as far as it goes. */
void output_interrupt(void);
void output_uninterrupt(void);

/* Puts the terminal back from a signal handler or the handler of exhausted memory: only async-safe
 * calls. Does nothing when no terminal is taken. */
void output_emergency_restore(void);
/* On SEGV, BUS, FPE, ILL and ABRT the terminal is put back and the signal goes on to what was set
 * before. */
void output_catch_crashes(void);

#endif
