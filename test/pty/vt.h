#ifndef ANLIKU_TEST_VT_H
#define ANLIKU_TEST_VT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct Grid;

/* A terminal in memory (libvterm): what a person would see of the bytes written to it. */
typedef struct Vt Vt;

Vt *vt_new(int rows, int cols);
void vt_free(Vt *vt);
void vt_resize(Vt *vt, int rows, int cols);
void vt_write(Vt *vt, const char *bytes, size_t len);
/* Appends what the terminal answers (to cursor and device questions). */
void vt_take_answers(Vt *vt, Buf *out);
/* Row by row, wide glyphs once, blanks at the end of a row cut. */
void vt_dump(const Vt *vt, Buf *out);
/* One row without blanks at its end. */
void vt_row(const Vt *vt, int row, Buf *out);
bool vt_has(const Vt *vt, const char *text);
bool vt_cursor(const Vt *vt, int *row, int *col); /* false: hidden */
int vt_rows(const Vt *vt);
int vt_cols(const Vt *vt);
/* Whether the glyphs and the cursor are those of the grid; why gets the first difference. */
bool vt_same_grid(const Vt *vt, const struct Grid *grid, Buf *why);
/* Whether glyphs, colours, attributes and cursor of two are the same. */
bool vt_same(const Vt *a, const Vt *b, Buf *why);

#endif
