#include "config.h"

#include "tui/form/session.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/drafts.h"
#include "library/known.h"
#include "library/resolve.h"
#include "tui/form/internal.h"
#include "tui/form/recover.h"
#include "tui/form/remarks.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    AT_ONCE_BYTES = 4096, /* longer texts are journalled with the next tick, not with every key */
    MOST_MERGES = 3       /* saves tried again by itself when nothing was to decide */
};

struct FormSession {
    Library *library;
    EntityType type;
    Uuid record;
    Form *form;
    Draft *draft;       /* NULL before the first change */
    bool *pending;      /* by field: changed and not journalled yet */
    bool title_pending; /* the draft's name is not the title any more */
    bool lost;          /* another session has taken the draft over */
    bool saved, submitted;
    SaveResult result;
    LintLibrary lint; /* what the form asks of a case */
    Recover *recover; /* the question about a draft; NULL when none is open */
};

static void show_error(FormSession *session, const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    form_set_notice(session->form, ROLE_ERROR, buf_str(&text));
    buf_free(&text);
}

static size_t field_count(const FormSession *session) {
    return entity_get(session->type)->count;
}

/* --- the journal ----------------------------------------------------------------------------- */

static bool journal_field(FormSession *session, int field, Error *err) {
    if (!library_draft_text(session->draft, session->type, field, form_text(session->form, field),
                            err))
        return false;
    session->pending[field] = false;
    form_set_draft_time(session->form, clock_now_ms());
    return true;
}

static void all_pending(FormSession *session) {
    for (size_t i = 0; i < field_count(session); i++)
        session->pending[i] = form_field_is_dirty(session->form, (int)i);
    session->title_pending = true;
}

static bool write_pending(FormSession *session, Error *err) {
    if (!session->draft && !library_draft_begin(session->library, session->type, session->record,
                                                form_base_rev(session->form), &session->draft, err))
        return false;
    for (size_t i = 0; i < field_count(session); i++)
        if (session->pending[i] && !journal_field(session, (int)i, err))
            return false;
    Str title = form_field_text(&session->form->fields[0]);
    if (session->title_pending && !draft_set_title(session->draft, title, err))
        return false;
    session->title_pending = false;
    return true;
}

/* The draft belongs to another session now: it has everything up to here, and nothing more of this
 * one. */
static void lose_draft(FormSession *session) {
    session->lost = true;
    form_set_read_only(session->form, str_of(_("This draft was opened in another session and goes "
                                               "on there. Here it can only be read.")));
}

/* False: what could not be written stays pending, and the person is told. */
static bool journal(FormSession *session) {
    Error err;
    if (session->lost || write_pending(session, &err))
        return true;
    if (err.code == ERR_NOT_FOUND && session->draft) { /* somebody threw it away: begin another */
        draft_close(session->draft);
        session->draft = NULL;
        all_pending(session);
        if (write_pending(session, &err))
            return true;
    }
    if (err.code == ERR_CONFLICT)
        lose_draft(session);
    else
        show_error(session, &err);
    return false;
}

static bool anything_pending(const FormSession *session) {
    for (size_t i = 0; i < field_count(session); i++)
        if (session->pending[i])
            return true;
    return session->title_pending && session->draft;
}

static void on_change(void *context, int field, Str text) {
    FormSession *session = context;
    session->pending[field] = true;
    if (session->form->count && session->form->fields[0].index == field)
        session->title_pending = true;
    if (!session->draft) /* also what the form began with */
        all_pending(session);
    if (text.len <= AT_ONCE_BYTES || !session->draft)
        journal(session);
}

void form_session_tick(FormSession *session) {
    Error err;
    if (anything_pending(session))
        journal(session);
    if (session->draft && !session->lost && !draft_tick(session->draft, false, &err))
        show_error(session, &err);
}

bool form_session_flush(FormSession *session) {
    Error err;
    if (anything_pending(session) && !journal(session))
        return false;
    if (!session->draft || session->lost || draft_tick(session->draft, true, &err))
        return true;
    show_error(session, &err);
    return false;
}

static void drop_draft(FormSession *session) {
    Error err;
    if (!session->draft)
        return;
    Uuid id = draft_info(session->draft)->id;
    draft_close(session->draft);
    session->draft = NULL;
    library_draft_discard(session->library, id, &err); /* gone already is as well */
    memset(session->pending, 0, field_count(session) * sizeof *session->pending);
    session->title_pending = false;
    form_set_draft_time(session->form, 0);
}

/* --- what fields could hold ------------------------------------------------------------------- */

static void on_ask(void *context, int field, int sub, Str typed, Offers *out) {
    FormSession *session = context;
    Error err;
    if (!library_offers(session->library, session->type, field, sub, typed, out, &err))
        offers_free(out);
}

/* A case takes over what is known of its customer, where nothing stands yet. */
static void fill_from_customer(FormSession *session, Str name) {
    static const char *const keys[] = {"industry", "size_band", "region"};
    const Entity *cases = entity_get(ENTITY_CASE), *customers = entity_get(ENTITY_CUSTOMER);
    Uuid id;
    Record *customer;
    Error err;
    size_t filled = 0;
    if (!library_resolve(session->library, ENTITY_CUSTOMER, name, NULL, &id, &err) ||
        !library_load(session->library, ENTITY_CUSTOMER, id, 0, &customer, &err))
        return;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        filled += form_fill(session->form, entity_field(cases, str_of(keys[i])),
                            record_text(customer, entity_field(customers, str_of(keys[i]))));
    if (filled)
        form_set_notice(session->form, ROLE_INFO,
                        str_of(_("What is known of the customer was filled in: industry, size, "
                                 "region.")));
    record_free(customer);
}

static void on_named(void *context, int field, Str value) {
    FormSession *session = context;
    if (session->type == ENTITY_CASE && field == CASE_CUSTOMER)
        fill_from_customer(session, value);
}

/* --- opening --------------------------------------------------------------------------------- */

static uint32_t revision_of(const Record *record) {
    int field = entity_field(record->entity, STR("rev"));
    return field < 0 ? 0 : (uint32_t)record_int(record, field);
}

static void listen(FormSession *session) {
    session->lint.context.known_context = &session->lint;
    form_set_lint(session->form, &session->lint.context);
    form_on_change(session->form, on_change, session);
    form_on_offers(session->form, on_ask, on_named, session);
}

static FormSession *session_new(Library *library, const Record *base, uint32_t base_rev) {
    FormSession *session = mem_zalloc(sizeof *session);
    Error err;
    session->library = library;
    session->type = base->entity->type;
    session->record = record_id(base);
    session->form = form_new(base, base_rev);
    session->pending = mem_zalloc(base->entity->count * sizeof *session->pending);
    library_lint_begin(library, &session->lint);
    listen(session);
    if (session->type == ENTITY_CASE && base_rev)
        remarks_show(library, session->record, session->form);
    if (session->type == ENTITY_CASE)
        form_fold_groups(session->form);
    bool people = session->type == ENTITY_USER || session->type == ENTITY_TEAM;
    if (!library_allow(library, people ? RIGHT_USERS : RIGHT_WRITE, &err)) {
        Buf reason = {0};
        error_render_message(&err, &reason);
        form_set_read_only(session->form, buf_str(&reason));
        buf_free(&reason);
    }
    return session;
}

bool form_session_open(Library *library, EntityType type, Uuid id, FormSession **out, Error *err) {
    Record *base = NULL;
    DraftInfo draft;
    bool found = false;
    if (uuid_is_nil(id))
        base = library_new_record(library, type);
    else if (!library_load(library, type, id, 0, &base, err) ||
             !library_draft_find(library, id, &draft, &found, err)) {
        record_free(base);
        return false;
    }
    *out = session_new(library, base, uuid_is_nil(id) ? 0 : revision_of(base));
    if (found && !form_is_read_only((*out)->form))
        (*out)->recover = recover_new(&draft);
    record_free(base);
    return true;
}

void form_session_prefill(FormSession *session, const Record *from) {
    for (size_t i = 0; i < field_count(session); i++) {
        FormField *field = form_field_find(session->form, (int)i);
        Buf text = {0};
        if (!field || field->shown_only || form_field_text(field).len || !record_has(from, (int)i))
            continue;
        form_field_format(field, &from->values[i], &text);
        form_field_put(field, buf_str(&text));
        if (session->draft)
            on_change(session, (int)i, form_field_text(field));
        buf_free(&text);
    }
    form_set_lint(session->form, &session->lint.context);
}

/* One field of a draft into the form. */
static bool take_entry(void *context, int field, bool encoded, Str value, Error *err) {
    FormSession *session = context;
    FormField *f = form_field_find(session->form, field);
    Arena arena = {0};
    Value decoded;
    bool ok = true;
    if (f && !encoded) {
        form_field_put(f, value);
    } else if (f &&
               (ok = library_draft_decode(session->type, field, value, &arena, &decoded, err))) {
        Buf text = {0};
        form_field_format(f, &decoded, &text);
        form_field_put(f, buf_str(&text));
        buf_free(&text);
    }
    arena_free(&arena);
    return ok;
}

static bool take_over(FormSession *session, Uuid draft, Error *err) {
    Draft *taken;
    if (!library_draft_resume(session->library, draft, &taken, take_entry, session, err))
        return false;
    session->draft = taken;
    form_set_lint(session->form, &session->lint.context);
    if (session->type == ENTITY_CASE)
        form_fold_groups(session->form);
    form_set_draft_time(session->form, draft_info(session->draft)->changed_ms);
    return true;
}

static bool find_draft(Library *library, Uuid id, DraftInfo *out, Error *err) {
    DraftList list = {0};
    size_t at = 0;
    if (!library_drafts(library, &list, err))
        return false;
    while (at < list.len && !uuid_equal(list.items[at].id, id))
        at++;
    bool found = at < list.len;
    *out = found ? list.items[at] : (DraftInfo){0};
    free(list.items);
    return found || error_set(err, ERR_NOT_FOUND, N_("this draft is gone"), "");
}

/* The record that a draft began from. *rev is 0 when there is none any more, or not yet. */
static bool load_base(Library *library, const DraftInfo *draft, Record **out, uint32_t *rev,
                      bool *gone, Error *err) {
    *rev = draft->base_rev;
    *gone = false;
    if (draft->base_rev) {
        if (library_load(library, draft->type, draft->record, draft->base_rev, out, err))
            return true;
        if (err->code != ERR_NOT_FOUND)
            return false;
        *gone = true;
        *rev = 0;
    }
    *out = library_new_record(library, draft->type);
    if (!*gone)
        record_set_uuid(*out, 0, draft->record);
    return true;
}

bool form_session_resume(Library *library, Uuid id, FormSession **out, Error *err) {
    DraftInfo draft;
    Record *base;
    uint32_t rev;
    bool gone;
    if (!find_draft(library, id, &draft, err) ||
        !load_base(library, &draft, &base, &rev, &gone, err))
        return false;
    FormSession *session = session_new(library, base, rev);
    record_free(base);
    if (!take_over(session, id, err)) {
        form_session_free(session);
        return false;
    }
    if (gone)
        form_set_notice(session->form, ROLE_WARN,
                        str_of(_("The record of this draft is gone. Saving makes a new one.")));
    *out = session;
    return true;
}

void form_session_free(FormSession *session) {
    if (!session)
        return;
    form_session_flush(session);
    if (session->draft && !session->lost && !form_is_dirty(session->form))
        drop_draft(session);
    draft_close(session->draft);
    recover_free(session->recover);
    library_lint_end(&session->lint);
    form_free(session->form);
    free(session->pending);
    free(session);
}

/* --- saving ---------------------------------------------------------------------------------- */

/* Who made the newest revision is in the record's history; the form only needs the content. */
static bool rebase(FormSession *session, size_t *to_decide, Error *err) {
    Record *theirs;
    if (!library_load(session->library, session->type, session->record, 0, &theirs, err))
        return false;
    *to_decide = form_set_conflict(session->form, theirs, revision_of(theirs), (Str){"", 0});
    record_free(theirs);
    return true;
}

static FormSessionResult finish_save(FormSession *session) {
    Record *record;
    Error err;
    session->saved = true;
    session->record = session->result.id;
    if (library_load(session->library, session->type, session->record, 0, &record, &err)) {
        form_saved(session->form, record, revision_of(record));
        record_free(record);
    } else {
        show_error(session, &err);
    }
    drop_draft(session);
    return SESSION_SAVED;
}

static void say_not_saved(FormSession *session, const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    if (form_session_flush(session) && session->draft)
        buf_printf(&text, " %s", _("What you typed is safe in the draft."));
    form_set_notice(session->form, ROLE_ERROR, buf_str(&text));
    buf_free(&text);
}

/* ERR_NONE in err->code: saved. */
static bool try_save(FormSession *session, Error *err) {
    Record *record;
    Issues issues = {0};
    *err = (Error){0};
    if (!form_build(session->form, &record))
        return false;
    bool ok = library_save(session->library, record, form_base_rev(session->form), (Str){"", 0},
                           &issues, &session->result, err);
    if (!ok && issues.len)
        form_set_issues(session->form, &issues);
    issues_free(&issues);
    record_free(record);
    return ok;
}

static FormSessionResult save(FormSession *session) {
    Error err;
    size_t to_decide = 0;
    form_session_flush(session);
    for (int i = 0; i < MOST_MERGES; i++) {
        if (try_save(session, &err))
            return finish_save(session);
        if (err.code != ERR_CONFLICT || !form_base_rev(session->form))
            break;
        if (!rebase(session, &to_decide, &err))
            break;
        if (to_decide)
            return SESSION_USED;
    }
    if (err.code != ERR_NONE)
        say_not_saved(session, &err);
    return SESSION_USED;
}

/* --- events ---------------------------------------------------------------------------------- */

/* What `other` has becomes this session's; its recover stays open when `keep_question`. */
static void become(FormSession *session, FormSession *other, bool keep_question) {
    FormSession old = *session;
    *session = *other;
    if (keep_question) {
        session->recover = old.recover;
        old.recover = NULL;
    }
    listen(session);
    draft_close(old.draft);
    recover_free(old.recover);
    library_lint_end(&old.lint);
    form_free(old.form);
    free(old.pending);
    free(other);
}

static bool discard_found(FormSession *session, Error *err) {
    FormSession *fresh;
    Uuid id = recover_draft(session->recover)->id;
    if (!library_draft_discard(session->library, id, err) && err->code != ERR_NOT_FOUND)
        return false;
    if (!form_session_open(session->library, session->type, session->record, &fresh, err))
        return false;
    become(session, fresh, false); /* asks again when there is another draft */
    return true;
}

/* The draft into the form, on the revision that it began from. */
static bool continue_found(FormSession *session, Error *err) {
    FormSession *resumed;
    if (session->draft) /* it was looked at before */
        return true;
    if (!form_session_resume(session->library, recover_draft(session->recover)->id, &resumed, err))
        return false;
    become(session, resumed, true);
    return true;
}

static FormSessionResult answer(FormSession *session, const InputEvent *event) {
    Error err;
    RecoverAnswer answer = recover_event(session->recover, event);
    if (answer == RECOVER_LEAVE)
        return SESSION_LEAVE;
    if (answer == RECOVER_OPEN)
        return SESSION_USED;
    if (answer == RECOVER_DISCARD) {
        if (!discard_found(session, &err))
            show_error(session, &err);
        return SESSION_USED;
    }
    bool ok = continue_found(session, &err);
    if (!ok)
        show_error(session, &err);
    if (ok && answer == RECOVER_SHOW) {
        recover_show(session->recover, session->form);
    } else {
        recover_free(session->recover);
        session->recover = NULL;
    }
    return SESSION_USED;
}

/* Saved, and a draft of a case submitted: the same move as `anliku submit`, with its messages. */
static FormSessionResult finish(FormSession *session) {
    Error err;
    Issues issues = {0};
    SaveResult moved;
    bool submit =
        session->type == ENTITY_CASE && case_state(form_base(session->form)) == STATE_DRAFT;
    bool stored = form_base_rev(session->form) && !form_is_dirty(session->form);
    if (!stored && save(session) != SESSION_SAVED)
        return SESSION_USED;
    if (!submit)
        return SESSION_DONE;
    session->submitted =
        library_move(session->library, session->record, case_move_find(STR("submit")), (Str){"", 0},
                     &issues, &moved, &err);
    if (session->submitted) {
        session->result = moved;
    } else {
        show_error(session, &err);
        form_set_issues(session->form, &issues);
    }
    issues_free(&issues);
    return session->submitted ? SESSION_DONE : SESSION_SAVED;
}

FormSessionResult form_session_event(FormSession *session, const InputEvent *event) {
    if (session->recover)
        return answer(session, event);
    switch (form_event(session->form, event)) {
    case FORM_IGNORED:
        return SESSION_IGNORED;
    case FORM_SAVE:
        return save(session);
    case FORM_DONE:
        return finish(session);
    case FORM_LEAVE:
        form_session_flush(session);
        return SESSION_LEAVE;
    default:
        return SESSION_USED;
    }
}

void form_session_draw(FormSession *session, Grid *grid, GridRect rect) {
    form_draw(session->form, grid, rect);
    if (session->recover)
        recover_draw(session->recover, grid, rect);
}

Form *form_session_form(FormSession *session) {
    return session->form;
}

Uuid form_session_record(const FormSession *session) {
    return session->record;
}

const SaveResult *form_session_saved(const FormSession *session) {
    return session->saved ? &session->result : NULL;
}

bool form_session_has_draft(const FormSession *session) {
    return session->draft && !session->lost && form_is_dirty(session->form);
}

bool form_session_submitted(const FormSession *session) {
    return session->submitted;
}

bool form_session_asks(const FormSession *session) {
    return session->recover != NULL;
}
