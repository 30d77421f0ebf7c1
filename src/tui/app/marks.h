#ifndef ANLIKU_TUI_APP_MARKS_H
#define ANLIKU_TUI_APP_MARKS_H

#include "base/map.h"
#include "base/uuid.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>

/* The cases that a person has marked for what comes next: comparing, exporting, changing many at
 * once. They are kept by identity in the order of marking, so that they stay while searches bring
 * other lists. One set a session; app_marks gives it. {0} is empty. */
typedef struct Marks {
    VEC(Uuid) ids; /* in the order of marking */
    Map known;     /* uuid -> 1 while it is marked, 0 after */
} Marks;

void marks_free(Marks *marks);
bool marks_has(const Marks *marks, Uuid id);
/* False when it was marked already, or is nil. */
bool marks_add(Marks *marks, Uuid id);
/* False when it was not marked. Costs as much as there are marks. */
bool marks_remove(Marks *marks, Uuid id);
/* Takes many away at the cost of one. */
void marks_remove_all(Marks *marks, const Uuid *ids, size_t count);
/* Gives whether it is marked now. */
bool marks_toggle(Marks *marks, Uuid id);

#endif
