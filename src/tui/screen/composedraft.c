#include "config.h"

#include "tui/screen/composeparts.h"

#include <stdio.h>
#include <stdlib.h>

/* A comment that is being typed is journalled as a form is: as a draft of a comment whose record is
 * the case. Its entries are fields of the comment; those that name another comment hold its number
 * within the case. */

enum { AT_ONCE_BYTES = 4096 };

static const int entries[] = {COMMENT_NUMBER, COMMENT_PARENT, COMMENT_FIELD,
                              COMMENT_KIND,   COMMENT_BODY,   COMMENT_REPLACEMENT};
_Static_assert(sizeof entries / sizeof *entries == COMPOSE_KEPT, "one text an entry");

/* ---- writing ---- */

static Str entry_text(const Compose *box, int entry, char number[16]) {
    bool named = (entry == COMMENT_NUMBER && box->changes) ||
                 (entry == COMMENT_PARENT && !box->changes && box->number);
    snprintf(number, 16, "%d", named ? box->number : 0);
    switch (entry) {
    case COMMENT_FIELD:
        return str_of(box->field < 0 ? "" : box->record->entity->fields[box->field].key);
    case COMMENT_KIND:
        return str_of(comment_kind_key(box->kind));
    case COMMENT_BODY:
        return text_edit_text(box->body);
    case COMMENT_REPLACEMENT:
        return box->text ? text_edit_text(box->text) : STR("");
    default:
        return str_of(number);
    }
}

static bool begin(Compose *box, Error *err) {
    Buf title = {0};
    if (!library_draft_begin(app_library(box->app), ENTITY_COMMENT, box->case_id, 0, &box->draft,
                             err))
        return false;
    buf_printf(&title, "%.*s  %.*s", STR_ARG(record_text(box->record, CASE_ID)),
               STR_ARG(record_title(box->record)));
    bool ok = draft_set_title(box->draft, buf_str(&title), err);
    buf_free(&title);
    for (int i = 0; i < COMPOSE_KEPT; i++)
        buf_clear(&box->kept[i]);
    app_count_drafts(box->app);
    return ok;
}

static bool write_changes(Compose *box, bool now, Error *err) {
    char number[16];
    bool begun = box->draft != NULL;
    if (!begun && !begin(box, err))
        return false;
    for (int i = 0; i < COMPOSE_KEPT; i++) {
        Str text = entry_text(box, entries[i], number);
        if ((begun && !now && text.len > AT_ONCE_BYTES) || str_equal(text, buf_str(&box->kept[i])))
            continue;
        if (!library_draft_text(box->draft, ENTITY_COMMENT, entries[i], text, err))
            return false;
        buf_clear(&box->kept[i]);
        buf_put_str(&box->kept[i], text);
    }
    return draft_tick(box->draft, now, err);
}

static void forget_draft(Compose *box) {
    draft_close(box->draft);
    box->draft = NULL;
}

bool compose_keep(Compose *box, bool now) {
    Error err;
    if (box->sent || (!box->draft && !compose_is_changed(box)) || write_changes(box, now, &err))
        return true;
    if (box->draft && (err.code == ERR_CONFLICT || err.code == ERR_NOT_FOUND)) {
        forget_draft(box); /* it goes on elsewhere, or was thrown away: another one */
        if (write_changes(box, true, &err))
            return true;
    }
    app_say_error(box->app, &err);
    return false;
}

bool compose_is_unwritten(const Compose *box) {
    char number[16];
    bool unwritten = false;
    if (box->sent || !compose_is_changed(box))
        return false;
    for (int i = 0; i < COMPOSE_KEPT; i++)
        unwritten |= !str_equal(entry_text(box, entries[i], number), buf_str(&box->kept[i]));
    return !box->draft || unwritten;
}

static bool end_draft(Compose *box, Uuid *id) {
    if (!box->draft)
        return false;
    *id = draft_info(box->draft)->id;
    forget_draft(box);
    return true;
}

void compose_drop_draft(Compose *box) {
    Uuid id;
    Error gone;
    if (!end_draft(box, &id))
        return;
    library_draft_remove(app_library(box->app), id, &gone);
    app_count_drafts(box->app);
}

void compose_put_draft_away(Compose *box) {
    Uuid id;
    Error gone;
    if (end_draft(box, &id) && library_draft_discard(app_library(box->app), id, &gone))
        app_did(box->app, (UndoStep){.kind = UNDO_DRAFT, .id = id});
    app_count_drafts(box->app);
}

/* ---- reading ---- */

static int number_in(Str text) {
    char digits[16];
    snprintf(digits, sizeof digits, "%.*s", STR_ARG(text));
    return atoi(digits);
}

static bool take_entry(void *context, int entry, bool encoded, Str value, Error *err) {
    ComposeStored *stored = context;
    (void)encoded, (void)err;
    if (entry == COMMENT_NUMBER) {
        stored->changes = number_in(value);
    } else if (entry == COMMENT_PARENT) {
        stored->answers = number_in(value);
    } else if (entry == COMMENT_FIELD) {
        stored->field = entity_field(entity_get(ENTITY_CASE), value);
    } else if (entry == COMMENT_KIND) {
        comment_kind_find(value, &stored->kind);
    } else if (entry == COMMENT_BODY) {
        buf_put_str(&stored->body, value);
    } else if (entry == COMMENT_REPLACEMENT) {
        buf_put_str(&stored->text, value);
        stored->has_text = true;
    }
    return true;
}

bool compose_take_over(App *app, Uuid draft, ComposeStored *stored, Draft **out, Error *err) {
    stored->field = -1;
    if (!library_draft_resume(app_library(app), draft, out, take_entry, stored, err))
        return false;
    stored->case_id = draft_info(*out)->record;
    return true;
}

void compose_stored_free(ComposeStored *stored) {
    buf_free(&stored->body);
    buf_free(&stored->text);
}
