#ifndef ANLIKU_TUI_TERM_IME_H
#define ANLIKU_TUI_TERM_IME_H

#include "base/buf.h"
#include "tui/term/input.h"

#include <stdbool.h>

/* Keys of a person whose Chinese input method is on: full-width letters and punctuation mean their
 * ASCII twins wherever keys are commands (and in filter operators, dates, numbers), never in the
 * text of a record. */

/* {0} at start. */
typedef struct Ime {
    uint32_t half; /* the first of two equal characters that one key of the input method sends */
} Ime;

/* The key as a command. 、 / 。 . 《》 <> 【】 [] 「」 {} “” " ‘’ ' · ` ￥ $ …… ^ —— _ and
 * U+FF01..5E, U+3000. Code 0 for the second half of …… and ——: to be dropped. Others as they are.
 */
InputKey ime_fold_key(Ime *ime, InputKey key);
/* Appends text with the same folding; for filters, dates and numbers. */
void ime_fold_text(Buf *out, Str text);
/* What a terminal is asked for when the person leaves a place where text is typed (the input method
 * is noted and switched off) and comes back to one (it is as it was). Tera Term and mintty do it,
 * others must not be sent it. Static. */
const char *ime_bytes(bool text);
/* A Han character (or kana, bopomofo, hangul): no command, the beginning of a search. */
bool ime_is_han(InputKey key);

#endif
