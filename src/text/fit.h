#ifndef ANLIKU_TEXT_FIT_H
#define ANLIKU_TEXT_FIT_H

#include "base/str.h"

/* How well a name says what was typed to choose it (completion, palette, menus that are filtered by
 * typing); the best first, FIT_NONE last. */
typedef enum Fit { FIT_WHOLE, FIT_BEGINNING, FIT_PART, FIT_PINYIN, FIT_INITIALS, FIT_NONE } Fit;

/* typed is folded (text/fold.h), name is not. Every name begins with nothing typed. */
Fit text_fit(Str name, Str typed);
/* The same for a name that is folded already. */
Fit text_fit_folded(Str name, Str typed);

#endif
