#ifndef ANLIKU_TUI_TERM_LOOP_H
#define ANLIKU_TUI_TERM_LOOP_H

#include "base/error.h"
#include "tui/term/input.h"
#include "tui/term/output.h"

#include <stdbool.h>
#include <stdint.h>

/* Waits for everything that a full-screen program waits for, and hands it over one event at a time:
 *
 *     while (loop_next(loop, &event)) ...
 *
 * All input that has come is handed over before one LOOP_FRAME asks for a picture. */

typedef enum LoopType {
    LOOP_INPUT,     /* event.input */
    LOOP_TIMER,     /* event.timer has run out; it does not start again by itself */
    LOOP_RESIZE,    /* the output has its new size already */
    LOOP_FRAME,     /* draw and output_paint now */
    LOOP_SUSPEND,   /* someone sent TSTP: save, then loop_suspend */
    LOOP_CONTINUE,  /* back from a stop; the next frame is sent whole */
    LOOP_TERMINATE, /* TERM or INT came: save and leave */
    LOOP_HANGUP     /* HUP came, or the terminal is gone: save and leave without a word */
} LoopType;

typedef struct LoopEvent {
    LoopType type;
    InputEvent input; /* its text is valid until the next loop_next */
    int timer;
    int rows, cols;
} LoopEvent;

enum { LOOP_TIMERS = 8 };

typedef struct Loop Loop;

/* Installs handlers for WINCH HUP TERM INT QUIT TSTP CONT and ignores PIPE, until loop_free. One
 * loop at a time. fd is the tty that is read; out (borrowed) may be NULL in tests. The keys of the
 * terminal's description are given to the parser. */
Loop *loop_new(int fd, Output *out);
void loop_free(Loop *loop);
Input *loop_input(Loop *loop);

/* Waits for the next event. False after LOOP_HANGUP was handed over: nothing will come any more. */
bool loop_next(Loop *loop, LoopEvent *out);
/* An event of the program's own making asks for a picture (input, resize and continue do anyway).
 */
void loop_request_frame(Loop *loop);
/* True when bytes are waiting: long work in a frame should stop and be begun again. */
bool loop_input_waits(const Loop *loop);

/* Timer `id` (0 .. LOOP_TIMERS-1) runs out in delay_ms; an earlier setting is forgotten. work: the
 * screen is not at rest before it has (a preview that is about to come), which the idle mark of
 * tests waits for. A tick that is set again and again is no work. */
void loop_set_timer(Loop *loop, int id, int delay_ms, bool work);
void loop_stop_timer(Loop *loop, int id);

/* Stops the process as the shell expects, with the terminal given back; returns when it goes on.
 * The next event is LOOP_CONTINUE. */
void loop_suspend(Loop *loop);

/* Lends the terminal to the person's editor (base/editor.h) over a file and takes it back when that
 * has ended; the next frame is sent whole, and what was typed meanwhile is dropped. When the editor
 * is stopped (^Z) we stop with it, when we go on it does. Errors of editor_start and
 * editor_ended_well; ERR_CANCELLED when the terminal went away or the process has to end: the
 * editor is told to hang up, and the next event says why. */
bool loop_run_editor(Loop *loop, const char *path, Error *err);

/* In test mode (clock_is_test) every time when input, timers of work and frames are done, and
 * something was since the last time, the mark `ESC ] 7777 ; idle ; N ; BYTES ESC \` is written: N
 * counts the marks, BYTES is how many bytes of input have been read. */

#endif
