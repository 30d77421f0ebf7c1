#ifndef ANLIKU_TUI_SCREEN_COMPOSEPARTS_H
#define ANLIKU_TUI_SCREEN_COMPOSEPARTS_H

#include "library/comments.h"
#include "library/drafts.h"
#include "text/edit.h"
#include "tui/app/app.h"
#include "tui/widget/field.h"

/* What the files of the comment box share; for them only. */

typedef enum Part { PART_TEXT, PART_BODY, PART_FIELD, PART_KIND, PARTS } Part;

enum { COMPOSE_KEPT = 6 /* values in its draft */, COMPOSE_TICK_MS = 1000 };

typedef struct Compose {
    App *app;
    Uuid case_id;
    Record *record;
    int number; /* that is answered or changed; 0: a new comment */
    bool changes;
    int field;
    CommentKind kind;
    TextEdit *body; /* what is said */
    TextEdit *text; /* of a suggestion: the field's text as it should be; NULL before it is one */
    EditField fields[2];
    Part at;
    Buf head; /* number and title; what is answered */
    bool sent;
    Draft *draft;           /* NULL before something is typed */
    Buf kept[COMPOSE_KEPT]; /* what stands in the draft */
} Compose;

extern const Screen compose_screen;
/* A field that can be commented on by its name. */
bool compose_offers(const Record *record, int field);
/* The field that it is about, -1 the whole case: a suggestion begins with its text. */
void compose_set_field(Compose *box, int field);
/* The suggested text begins so, for the field that it is about. */
void compose_begin_text(Compose *box, Str text);
bool compose_has_part(const Compose *box, Part part);
const char *compose_field_label(const Compose *box, int field);
/* Something was typed. */
bool compose_is_changed(const Compose *box);
void compose_draw(void *self, Grid *grid, GridRect body);

/* ---- the draft (composedraft.c) ---- */

/* What a draft holds. */
typedef struct ComposeStored {
    Uuid case_id;
    int answers, changes; /* number of the comment, 0: none */
    int field;            /* CaseField, -1 the whole case or none that there is */
    CommentKind kind;
    Buf body, text; /* text: of a suggestion */
    bool has_text;
} ComposeStored;

/* What has changed since goes to the draft; of long texts only with `now`, which also waits until
 * they are on the disk. False: they cannot be written, which is said. */
bool compose_keep(Compose *box, bool now);
/* What was typed differs from what the draft has. */
bool compose_is_unwritten(const Compose *box);
/* Reads a draft and takes it over from whoever has it. *stored is {0} before; free it with
 * compose_stored_free, also after an error. */
bool compose_take_over(App *app, Uuid draft, ComposeStored *stored, Draft **out, Error *err);
void compose_stored_free(ComposeStored *stored);
/* The comment is written: for good. */
void compose_drop_draft(Compose *box);
/* It is let go: z brings the draft back. */
void compose_put_draft_away(Compose *box);

#endif
