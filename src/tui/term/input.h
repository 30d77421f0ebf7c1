#ifndef ANLIKU_TUI_TERM_INPUT_H
#define ANLIKU_TUI_TERM_INPUT_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Turns the bytes of a terminal into events. It reads nothing and waits for nothing: the loop feeds
 * bytes, takes events, and resolves what is still open when input_pending_ms has passed. Any bytes
 * at all may be fed: whatever is no key is dropped or replaced, and what follows is still read. */

/* A key: a code point (of what was typed; control characters are the letter with INPUT_CTRL), or
 * one of these names, which lie above all code points. */
enum {
    INPUT_NAMED = 0x110000,
    INPUT_ENTER = INPUT_NAMED, /* CR, LF and the keypad's */
    INPUT_TAB,
    INPUT_BACKSPACE, /* 08 and 7F */
    INPUT_ESCAPE,
    INPUT_UP,
    INPUT_DOWN,
    INPUT_LEFT,
    INPUT_RIGHT,
    INPUT_HOME,
    INPUT_END,
    INPUT_PAGE_UP,
    INPUT_PAGE_DOWN,
    INPUT_INSERT,
    INPUT_DELETE,
    INPUT_F1, /* INPUT_F1 + n - 1 is Fn, up to F20 */
    INPUT_F20 = INPUT_F1 + 19,
    INPUT_NAMED_END
};

enum { INPUT_SHIFT = 1, INPUT_ALT = 2, INPUT_CTRL = 4 };

typedef struct InputKey {
    uint32_t code; /* 0: no key */
    uint8_t mods;  /* INPUT_SHIFT (named keys only), INPUT_ALT, INPUT_CTRL */
} InputKey;

typedef enum InputType {
    INPUT_TYPE_KEY,
    INPUT_TYPE_PASTE,
    INPUT_TYPE_MOUSE,
    INPUT_TYPE_FOCUS,
    INPUT_TYPE_REPORT,
    INPUT_TYPE_NOT_UTF8 /* the client seems to send GBK; sent once in the life of a parser */
} InputType;

typedef enum InputMouse {
    INPUT_MOUSE_PRESS,
    INPUT_MOUSE_RELEASE,
    INPUT_MOUSE_WHEEL_UP,
    INPUT_MOUSE_WHEEL_DOWN
} InputMouse;

/* What a terminal answers to a question. Answers come at any time, also long after the question. */
typedef enum InputReport {
    INPUT_REPORT_CURSOR, /* params: row, column, 1-based */
    INPUT_REPORT_DEVICE, /* DA1, DA2 */
    INPUT_REPORT_STATUS, /* DSR */
    INPUT_REPORT_MODE,   /* DECRPM; params: mode, state */
    INPUT_REPORT_OSC,    /* text: what stood between ESC ] and its end */
    INPUT_REPORT_OTHER   /* DCS, APC and so on; text as above */
} InputReport;

enum { INPUT_PARAMS = 8 };

typedef struct InputEvent {
    InputType type;
    InputKey key;
    InputMouse mouse;
    int button;   /* 1 left, 2 middle, 3 right; 0 for the wheel */
    int row, col; /* of the mouse, 0-based cells */
    bool focused;
    InputReport report;
    int params[INPUT_PARAMS];
    int param_count;
    /* PASTE: valid UTF-8, lines end in LF, no control characters but LF and TAB. REPORT: as sent.
     * Valid until the next input_feed. */
    Str text;
} InputEvent;

typedef struct Input Input;

Input *input_new(void) __attribute__((returns_nonnull));
void input_free(Input *in);
/* A sequence that this terminal sends for a key, from its description (terminfo). Must begin with
 * ESC and have 2 to 15 more bytes, else it is ignored. It goes before the built-in ones. */
void input_add_sequence(Input *in, Str sequence, InputKey key);
/* The next `count` answers CSI row ; col R are cursor reports; without it CSI 1 ; 2..16 R is F3
 * with a modifier. */
void input_expect_cursor_reports(Input *in, int count);
/* Takes bytes; the events they make wait for input_next. */
void input_feed(Input *in, const void *bytes, size_t len);
/* The oldest event that waits; false when there is none. */
bool input_next(Input *in, InputEvent *out);
/* After how many ms without a byte input_resolve should be called; escape_ms for a lone ESC, more
 * for a reply or a paste that has begun. -1 when nothing is open. */
int input_pending_ms(const Input *in, int escape_ms);
/* Ends what is open: a lone ESC becomes the key, an unfinished reply is dropped, a paste is
 * delivered. */
void input_resolve(Input *in);

/* "a", "中", "^S", "F5", "Down", "S-Tab", "C-Left", "M-x": one name a key, the same in every
 * language. */
void input_key_format(Buf *out, InputKey key);
/* The whole of text; also "Ctrl-S", "Space", "Esc", "PageUp" and any case of the names. */
bool input_key_parse(Str text, InputKey *out);
bool input_key_equal(InputKey a, InputKey b);
/* A key that types something: a code point, no Ctrl or Alt. */
bool input_key_is_text(InputKey key);

#endif
