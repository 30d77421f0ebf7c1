#ifndef ANLIKU_TEXT_CLUSTER_H
#define ANLIKU_TEXT_CLUSTER_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Extended grapheme clusters (UAX 29): what a person calls one character. Offsets are bytes.
 * Nothing is allocated; a byte that is not UTF-8 is a cluster of its own. */

/* The end of the cluster that starts at `at`; text.len when at >= text.len. */
size_t text_cluster_next(Str text, size_t at);
/* The start of the cluster that ends at or holds the byte before `at`; 0 when at is 0. */
size_t text_cluster_prev(Str text, size_t at);
/* Whether a cluster begins at `at`; true at 0 and at text.len, false inside a code point. */
bool text_cluster_is_boundary(Str text, size_t at);
/* `at` when it is a boundary, else the next boundary after it (before it: text_cluster_floor). */
size_t text_cluster_ceil(Str text, size_t at);
size_t text_cluster_floor(Str text, size_t at);
size_t text_cluster_count(Str text);

#endif
