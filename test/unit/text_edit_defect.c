#include "config.h"

/* The edit buffer with a defect, to prove that the random edits see one: going back by code points,
 * not by clusters. The object here is taken instead of the library's. */
#include "text/cluster.h"
#include "text/utf8.h"

static size_t point_before(Str text, size_t at) {
    uint32_t point;
    return at ? at - utf8_prev(text, at, &point) : 0;
}

#define text_cluster_prev point_before
#include "text/edit.c"
