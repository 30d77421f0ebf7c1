#include "config.h"

#include "tui/form/sessionparts.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdlib.h>

/* What is typed in a form, into its draft. */

/* Longer texts are journalled with the next tick, not with every key. */
enum { AT_ONCE_BYTES = 4096 };

static bool journal_field(FormSession *session, int field, Error *err) {
    if (!library_draft_text(session->draft, session->type, field, form_text(session->form, field),
                            err))
        return false;
    session->pending[field] = false;
    form_set_draft_time(session->form, clock_now_ms());
    return true;
}

void session_all_pending(FormSession *session) {
    for (size_t i = 0; i < session_field_count(session); i++)
        session->pending[i] = form_field_is_dirty(session->form, (int)i);
    session->title_pending = true;
}

static bool begin_draft(FormSession *session, Error *err) {
    uint32_t rev = form_base_rev(session->form);
    if (session->begun_rev && session->begun_rev < rev)
        rev = session->begun_rev;
    return library_draft_begin(session->library, session->type, session->record, rev,
                               &session->draft, err);
}

/* Where the person is goes into the draft with all that is typed, and whether he is still there;
 * that it could not does no harm. */
static void keep_place(FormSession *session) {
    Error ignored;
    Buf place = {0};
    form_put_place(session->form, &place);
    form_put_open(session->is_open, &place);
    if (!str_equal(buf_str(&place), str_of(draft_info(session->draft)->place)))
        draft_set_place(session->draft, buf_str(&place), &ignored);
    buf_free(&place);
}

static bool write_pending(FormSession *session, Error *err) {
    if (!session->draft && !begin_draft(session, err))
        return false;
    for (size_t i = 0; i < session_field_count(session); i++)
        if (session->pending[i] && !journal_field(session, (int)i, err))
            return false;
    Str title = form_field_text(&session->form->fields[0]);
    if (session->title_pending && !draft_set_title(session->draft, title, err))
        return false;
    session->title_pending = false;
    if (!session->is_open) {
        session->is_open = true;
        keep_place(session);
    }
    return true;
}

static bool any_field_pending(const FormSession *session) {
    for (size_t i = 0; i < session_field_count(session); i++)
        if (session->pending[i])
            return true;
    return false;
}

static bool anything_pending(const FormSession *session) {
    return any_field_pending(session) || (session->title_pending && session->draft);
}

/* What could not be written any more becomes a version beside those of the session that goes on. */
static bool put_aside(FormSession *session, Error *err) {
    VEC(int) fields = {0};
    VEC(Str) texts = {0};
    for (size_t i = 0; i < session_field_count(session); i++)
        if (form_field_is_dirty(session->form, (int)i)) {
            vec_push(&fields, (int)i);
            vec_push(&texts, form_text(session->form, (int)i));
        }
    bool ok = library_draft_aside(session->library, draft_info(session->draft)->id, session->type,
                                  fields.items, texts.items, fields.len, err);
    vec_free(&fields);
    vec_free(&texts);
    return ok;
}

/* The draft belongs to another session now: it has everything up to here, and what this one could
 * not write any more as a version of its own. */
static void lose_draft(FormSession *session) {
    Error err;
    Buf reason = {0};
    bool typed = any_field_pending(session), kept = typed && put_aside(session, &err);
    buf_puts(&reason,
             _("This draft was opened in another session and goes on there. Here it can only "
               "be read."));
    if (kept)
        buf_printf(&reason, " %s", _("What was typed here last is a version of it: ^T there."));
    else if (typed)
        error_render(&err, &reason);
    session->lost = true;
    form_set_read_only(session->form, buf_str(&reason));
    buf_free(&reason);
}

/* What is safe and what to do comes first: paths are long. */
static void say_unwritten(FormSession *session, const Error *err) {
    Buf why = {0}, text = {0};
    error_render_message(err, &why);
    FORM_SAY(
        &text,
        N_("What you type stands only here until there is room: then it goes into the draft by "
           "itself. {0}"),
        "S", buf_str(&why));
    form_set_notice(session->form, ROLE_ERROR, buf_str(&text));
    if (!session->draft)
        form_set_draft_time(session->form, -1);
    session->unwritten = true;
    buf_free(&text);
    buf_free(&why);
}

static bool write_and_say(FormSession *session, Error *err) {
    if (!write_pending(session, err))
        return false;
    if (session->unwritten)
        form_set_notice(session->form, ROLE_GOOD,
                        str_of(_("The draft is written again: all that you typed is in it.")));
    session->unwritten = false;
    return true;
}

/* False: what could not be written stays pending, and the person is told. */
static bool journal(FormSession *session) {
    Error err;
    if (session->lost || write_and_say(session, &err))
        return true;
    if (err.code == ERR_NOT_FOUND && session->draft) { /* somebody threw it away: begin another */
        draft_close(session->draft);
        session->draft = NULL;
        session_all_pending(session);
        if (write_and_say(session, &err))
            return true;
    }
    if (err.code == ERR_CONFLICT)
        lose_draft(session);
    else
        say_unwritten(session, &err);
    return false;
}

void session_on_change(void *context, int field, Str text) {
    FormSession *session = context;
    session->pending[field] = true;
    if (session->form->count && session->form->fields[0].index == field)
        session->title_pending = true;
    if (!session->draft) /* also what the form began with */
        session_all_pending(session);
    if (text.len <= AT_ONCE_BYTES || !session->draft)
        journal(session);
}

void form_session_tick(FormSession *session) {
    Error err;
    if (anything_pending(session))
        journal(session);
    if (!session->draft || session->lost)
        return;
    if (!draft_is_mine(session->draft) && form_is_dirty(session->form)) {
        /* taken over, or put away: the next line finds out which */
        session->title_pending = true;
        journal(session);
        return;
    }
    if (session->is_open)
        keep_place(session); /* after a kill one goes on where one was */
    if (!draft_tick(session->draft, false, &err))
        session_show_error(session, &err);
}

void form_session_put_unsaved(const FormSession *session, Buf *out) {
    const Form *form = session->form;
    if (session->lost || !any_field_pending(session))
        return;
    for (size_t i = 0; i < form->count; i++) {
        Buf shown = {0};
        if (!form_field_dirty(&form->fields[i]))
            continue;
        form_field_show(&form->fields[i], form_field_text(&form->fields[i]), &shown);
        buf_printf(out, "%s: %.*s\n", form_label(form, &form->fields[i]), STR_ARG(buf_str(&shown)));
        buf_free(&shown);
    }
}

bool form_session_flush(FormSession *session) {
    Error err;
    if (anything_pending(session) && !journal(session))
        return false;
    if (session->draft && !session->lost && draft_is_mine(session->draft))
        keep_place(session);
    if (!session->draft || session->lost || draft_tick(session->draft, true, &err))
        return true;
    session_show_error(session, &err);
    return false;
}

bool form_session_expect(FormSession *session, uint32_t rev) {
    Error err;
    session->begun_rev = rev;
    if (!form_session_flush(session))
        return false;
    if (!session->draft || session->lost || draft_new_version(session->draft, &err))
        return true;
    session_show_error(session, &err);
    return false;
}

bool form_session_leave(FormSession *session) {
    if (anything_pending(session) && !journal(session))
        return false;
    session->is_open = false;
    return form_session_flush(session);
}

/* A version of another session that nobody has looked at yet. */
static bool holds_asides(FormSession *session) {
    LibraryVersions list;
    Error err;
    bool any = false;
    if (!library_draft_versions(session->library, draft_info(session->draft)->id, &list, &err))
        return false;
    for (size_t i = 0; i < list.len; i++)
        any = any || list.items[i].aside;
    free(list.items);
    return any;
}

void session_drop_draft(FormSession *session) {
    Error err;
    session->begun_rev = 0;
    if (!session->draft)
        return;
    Uuid id = draft_info(session->draft)->id;
    bool stays = holds_asides(session);
    draft_close(session->draft);
    session->draft = NULL;
    if (!stays)
        library_draft_remove(session->library, id, &err); /* gone already is as well */
    else
        form_set_notice(session->form, ROLE_INFO,
                        str_of(_("The draft stays in the inbox: it holds a version from another "
                                 "session.")));
    memset(session->pending, 0, session_field_count(session) * sizeof *session->pending);
    session->title_pending = false;
    form_set_draft_time(session->form, 0);
}

bool session_bring_back(FormSession *session, uint32_t version, Error *err) {
    Uuid id = draft_info(session->draft)->id;
    Form *form = session->form;
    if (!form_session_flush(session) || !draft_new_version(session->draft, err))
        return false;
    /* Beginning the version has moved the one that is wanted on by one, unless nothing had been
     * written since the last one began; then number 0 is as it was. */
    LibraryVersions list;
    if (!library_draft_versions(session->library, id, &list, err))
        return false;
    uint32_t moved = list.len && list.items[0].number ? version + 1 : version;
    free(list.items);
    for (size_t i = 0; i < form->count; i++)
        if (form_field_dirty(&form->fields[i]))
            form_field_put(&form->fields[i], buf_str(&form->fields[i].base));
    bool ok = library_draft_read(session->library, id, session->type, moved, session_take_entry,
                                 session, err);
    for (size_t i = 0; i < session_field_count(session); i++)
        session->pending[i] = true;
    session->title_pending = true;
    return journal(session) && ok;
}
