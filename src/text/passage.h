#ifndef ANLIKU_TEXT_PASSAGE_H
#define ANLIKU_TEXT_PASSAGE_H

#include "base/str.h"

/* A change as one piece: the part of the old text that holds it, with a few characters around it,
 * that stands there only once, and what stands there instead in the new one. Both are cut between
 * characters and point into the texts. An empty passage means all of the old text. */
void text_passage(Str before, Str after, Str *passage, Str *replacement);

#endif
