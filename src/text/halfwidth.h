#ifndef ANLIKU_TEXT_HALFWIDTH_H
#define ANLIKU_TEXT_HALFWIDTH_H

#include <stdint.h>

/* What a code point typed with a Chinese input method means as a command key, a filter operator, a
 * digit or a part of a date: full-width ASCII and the punctuation of Chinese keyboards become the
 * ASCII character on the same key, every other code point stays. Never for the text of records.
 * U+2026 and U+2014, which such keyboards send twice for one key, become ^ and _ each. */
uint32_t text_halfwidth(uint32_t point);

#endif
