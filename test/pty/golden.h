#ifndef ANLIKU_TEST_GOLDEN_H
#define ANLIKU_TEST_GOLDEN_H

#include "base/str.h"

#include <stdbool.h>

struct Grid;

/* Compares with test/golden/NAME.txt of the source folder (ANLIKU_TEST_SRC). False and both texts
 * on stderr, line by line where they differ, when it is another text. With ANLIKU_GOLDEN=1 the file
 * is made again and the answer is true. */
bool golden_text(const char *name, Str text);
/* The same with any file, named relative to the source folder. */
bool golden_file(const char *path, Str text);
/* The dump of a grid with roles. */
bool golden_grid(const char *name, const struct Grid *grid);

#endif
