#ifndef ANLIKU_TUI_APP_PALETTEPARTS_H
#define ANLIKU_TUI_APP_PALETTEPARTS_H

#include "base/arena.h"
#include "base/vec.h"
#include "tui/app/palette.h"
#include "tui/widget/field.h"
#include "tui/widget/list.h"

/* The palette in two files: what is typed may mean (palettefind.c), keys and the picture
 * (palette.c). For these only. */

struct Palette {
    App *app;
    ActionContext context;
    TextEdit *edit;
    EditField field;
    Arena arena; /* texts of the items */
    VEC(PaletteItem) items;
    Arena case_arena; /* of the cases found last, which stay while their query does */
    VEC(PaletteItem) cases;
    List list;
    bool picked;     /* the person chose the row */
    bool line_first; /* Enter means the line as it is typed */
    bool waits;      /* cases are to be looked for */
    Buf error;
    size_t recalled; /* of the lines before: 0 none, 1 the last one */
};

/* What is typed, without the blanks around it. */
Str palette_typed(const Palette *palette);
/* The rows for what is typed; the cases that were found stay until others are. */
void palette_rebuild(Palette *palette);

#endif
