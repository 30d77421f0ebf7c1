#include "config.h"

#include "tui/form/sessionparts.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/find.h"
#include "library/resolve.h"
#include "tui/form/remarks.h"

#include <stdio.h>
#include <stdlib.h>

void session_show_error(FormSession *session, const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    form_set_notice(session->form, ROLE_ERROR, buf_str(&text));
    buf_free(&text);
}

size_t session_field_count(const FormSession *session) {
    return entity_get(session->type)->count;
}

/* --- what fields could hold ------------------------------------------------------------------- */

static void on_ask(void *context, int field, int sub, Str typed, Offers *out) {
    FormSession *session = context;
    Error err;
    if (session->type == ENTITY_CASE && field == CASE_CONSENT_ID) {
        if (!library_offers_consents(session->library, form_text(session->form, CASE_CUSTOMER), out,
                                     &err))
            offers_free(out);
        return;
    }
    if (!library_offers(session->library, session->type, session->record, field, sub, typed, out,
                        &err))
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
    if (filled) {
        form_set_notice(session->form, ROLE_INFO,
                        str_of(_("What is known of the customer was filled in: industry, size, "
                                 "region.")));
        session->form->notice_passes = true;
    }
    record_free(customer);
}

static void on_named(void *context, int field, Str value) {
    FormSession *session = context;
    if (session->type == ENTITY_CASE && field == CASE_CUSTOMER)
        fill_from_customer(session, value);
}

/* --- opening --------------------------------------------------------------------------------- */

uint32_t session_revision(const Record *record) {
    int field = entity_field(record->entity, STR("rev"));
    return field < 0 ? 0 : (uint32_t)record_int(record, field);
}

static uint64_t on_version(void *context) {
    return library_version(((FormSession *)context)->library);
}

static void listen(FormSession *session) {
    session->lint.context.known_context = &session->lint;
    form_set_lint(session->form, &session->lint.context);
    form_on_change(session->form, session_on_change, session);
    form_on_offers(session->form, on_ask, on_named, session);
    form_reads_ahead(session->form, on_version);
}

/* --- who else is here ------------------------------------------------------------------------ */

static void show_others(FormSession *session) {
    Buf text = {0};
    presence_put(session->library, session->record, session->presence, &text);
    form_set_others(session->form, buf_str(&text));
    buf_free(&text);
}

void session_begin_presence(FormSession *session) {
    if (!form_base_rev(session->form))
        return; /* nobody else can have it open */
    if (!session->presence && !form_is_read_only(session->form))
        session->presence = presence_begin(session->library, session->record);
    show_others(session);
}

bool form_session_look_around(FormSession *session) {
    uint64_t now = presence_stamp(session->library);
    if (!form_base_rev(session->form) || now == session->presence_stamp)
        return false;
    session->presence_stamp = now;
    show_others(session);
    return true;
}

void form_session_changed(FormSession *session) {
    if (session->type == ENTITY_CASE && form_base_rev(session->form))
        remarks_show(session->library, session->record, session->form);
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
    form_session_changed(session);
    if (session->type == ENTITY_CASE)
        form_fold_groups(session->form);
    bool people = session->type == ENTITY_USER || session->type == ENTITY_TEAM;
    if (!library_allow(library, people ? RIGHT_USERS : RIGHT_WRITE, &err)) {
        Buf reason = {0};
        error_render_message(&err, &reason);
        form_set_read_only(session->form, buf_str(&reason));
        buf_free(&reason);
    }
    session_begin_presence(session);
    return session;
}

/* Another session of the same person has the record open. */
static bool is_open_elsewhere(FormSession *session) {
    enum { MOST = 8 };
    PresenceEntry others[MOST];
    size_t count =
        presence_list(session->library, session->record, session->presence, others, MOST);
    bool mine = false;
    for (size_t i = 0; i < count && i < MOST; i++)
        mine = mine || others[i].mine;
    return mine;
}

bool form_session_open(Library *library, EntityType type, Uuid id, FormSession **out, Error *err) {
    Record *base = NULL;
    DraftInfo draft;
    bool found = false;
    if (uuid_is_nil(id))
        base = library_new_record(library, type);
    else if (!library_load(library, type, id, 0, &base, err) ||
             !library_draft_find(library, type, id, &draft, &found, err)) {
        record_free(base);
        return false;
    }
    *out = session_new(library, base, uuid_is_nil(id) ? 0 : session_revision(base));
    if (found && !form_is_read_only((*out)->form))
        (*out)->recover = recover_new(&draft, is_open_elsewhere(*out));
    record_free(base);
    return true;
}

/* Never saved, or gone: its text goes on under its uuid. */
static FormSession *session_of_none(Library *library, EntityType type, Uuid record) {
    Record *base = library_new_record(library, type);
    record_set_uuid(base, 0, record);
    FormSession *session = session_new(library, base, 0);
    record_free(base);
    return session;
}

bool form_session_open_left(Library *library, EntityType type, Uuid record, FormSession **out,
                            Error *err) {
    DraftInfo draft;
    bool found;
    if (!library_draft_find(library, type, record, &draft, &found, err))
        return false;
    if (found)
        return form_session_resume(library, draft.id, out, err);
    if (form_session_open(library, type, record, out, err))
        return true;
    if (err->code != ERR_NOT_FOUND)
        return false;
    *out = session_of_none(library, type, record);
    return true;
}

void form_session_prefill(FormSession *session, const Record *from) {
    for (size_t i = 0; i < session_field_count(session); i++) {
        FormField *field = form_field_find(session->form, (int)i);
        Buf text = {0};
        if (!field || field->shown_only || form_field_text(field).len || !record_has(from, (int)i))
            continue;
        form_field_format(field, &from->values[i], &text);
        form_field_put(field, buf_str(&text));
        if (session->draft)
            session_on_change(session, (int)i, form_field_text(field));
        buf_free(&text);
    }
    form_set_lint(session->form, &session->lint.context);
}

/* One field of a draft into the form. */
bool session_take_entry(void *context, int field, bool encoded, Str value, Error *err) {
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
    if (!library_draft_resume(session->library, draft, &taken, session_take_entry, session, err))
        return false;
    session->draft = taken;
    form_set_lint(session->form, &session->lint.context);
    if (session->type == ENTITY_CASE)
        form_fold_groups(session->form);
    form_set_place(session->form, str_of(draft_info(session->draft)->place));
    session->is_open = form_place_is_open(str_of(draft_info(session->draft)->place));
    form_set_draft_time(session->form, draft_info(session->draft)->changed_ms);
    return true;
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
    if (!library_draft_get(library, id, &draft, err) ||
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
        session_drop_draft(session);
    draft_close(session->draft);
    recover_free(session->recover);
    rescue_free(session->rescue);
    versions_free(session->versions);
    presence_end(session->presence);
    library_lint_end(&session->lint);
    form_free(session->form);
    free(session->pending);
    free(session);
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
    session->discarded = old.discarded;
    session->discard_told = old.discard_told;
    listen(session);
    draft_close(old.draft);
    recover_free(old.recover);
    presence_end(old.presence);
    library_lint_end(&old.lint);
    form_free(old.form);
    free(old.pending);
    free(other);
    show_others(session);
}

static bool discard_found(FormSession *session, Error *err) {
    FormSession *fresh;
    Uuid id = recover_draft(session->recover)->id;
    if (!library_draft_discard(session->library, id, err) && err->code != ERR_NOT_FOUND)
        return false;
    if (!form_session_open(session->library, session->type, session->record, &fresh, err))
        return false;
    become(session, fresh, false); /* asks again when there is another draft */
    session->discarded = id;
    session->discard_told = false;
    form_set_notice(session->form, ROLE_INFO,
                    str_of(_("The draft is put away; ^Z brings it back.")));
    return true;
}

/* ^Z right after a draft was put away. */
static bool takes_back_discard(FormSession *session, const InputEvent *event) {
    FormSession *resumed;
    Error err;
    bool undo =
        event->type == INPUT_TYPE_KEY && event->key.mods == INPUT_CTRL && event->key.code == 'z';
    if (!undo || uuid_is_nil(session->discarded) || form_is_dirty(session->form))
        return false;
    Uuid id = session->discarded;
    session->discarded = (Uuid){{0}};
    if (library_draft_restore(session->library, id, &err) &&
        form_session_resume(session->library, id, &resumed, &err))
        become(session, resumed, false);
    else
        session_show_error(session, &err);
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

/* --- versions -------------------------------------------------------------------------------- */

static FormSessionResult open_versions(FormSession *session) {
    Error err;
    bool mine = session->draft && !session->lost && !form_is_read_only(session->form);
    if (!session->draft)
        form_set_notice(session->form, ROLE_INFO,
                        str_of(_("There is no draft: nothing was changed yet.")));
    else if (!versions_new(session->library, draft_info(session->draft)->id, session->form, mine,
                           &session->versions, &err))
        session_show_error(session, &err);
    return SESSION_USED;
}

static FormSessionResult answer_versions(FormSession *session, const InputEvent *event) {
    Error err;
    VersionsAnswer answer = versions_event(session->versions, event);
    if (answer == VERSIONS_OPEN)
        return SESSION_USED;
    uint32_t chosen = answer == VERSIONS_BACK ? versions_chosen(session->versions) : 0;
    versions_free(session->versions);
    session->versions = NULL;
    if (answer != VERSIONS_BACK)
        return SESSION_USED;
    if (session_bring_back(session, chosen, &err))
        form_set_notice(session->form, ROLE_GOOD,
                        str_of(_("The version stands in the form; what stood there is one, too.")));
    else
        session_show_error(session, &err);
    return SESSION_USED;
}

static bool asks_for_versions(const FormSession *session, const InputEvent *event) {
    const InputKey *key = &event->key;
    return event->type == INPUT_TYPE_KEY && key->mods == INPUT_CTRL && key->code == 't' &&
           !session->form->popup;
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
            session_show_error(session, &err);
        return SESSION_USED;
    }
    bool ok = continue_found(session, &err);
    if (!ok)
        session_show_error(session, &err);
    if (ok && answer == RECOVER_SHOW) {
        recover_show(session->recover, session->form);
        return SESSION_USED;
    }
    recover_free(session->recover);
    session->recover = NULL;
    return ok && answer == RECOVER_VERSIONS ? open_versions(session) : SESSION_USED;
}

/* Saved, and a draft of a case submitted: the same move as `anliku submit`, with its messages. */
static FormSessionResult finish(FormSession *session) {
    Error err;
    Issues issues = {0};
    SaveResult moved;
    bool submit =
        session->type == ENTITY_CASE && case_state(form_base(session->form)) == STATE_DRAFT;
    bool stored = form_base_rev(session->form) && !form_is_dirty(session->form);
    if (!stored && session_save(session) != SESSION_SAVED)
        return SESSION_USED;
    session->first_rev = stored ? 0 : session->result.rev;
    if (!submit)
        return SESSION_DONE;
    session->submitted =
        library_move(session->library, session->record, case_move_find(STR("submit")), (Str){"", 0},
                     &issues, &moved, &err);
    if (session->submitted) {
        session->result = moved;
        session->saved = true;
    } else {
        session_show_error(session, &err);
        form_set_issues(session->form, &issues);
    }
    issues_free(&issues);
    return session->submitted ? SESSION_DONE : SESSION_SAVED;
}

FormSessionResult form_session_event(FormSession *session, const InputEvent *event) {
    if (session->recover)
        return answer(session, event);
    if (session->rescue)
        return session_answer_rescue(session, event);
    if (session->versions)
        return answer_versions(session, event);
    if (takes_back_discard(session, event))
        return SESSION_USED;
    FormResult result = form_event(session->form, event);
    if (form_takes_keep(session->form))
        return session_keep(session);
    switch (result) {
    case FORM_IGNORED:
        return asks_for_versions(session, event) ? open_versions(session) : SESSION_IGNORED;
    case FORM_SAVE:
        return session_save(session);
    case FORM_DONE:
        return finish(session);
    case FORM_LEAVE:
        form_session_leave(session);
        return SESSION_LEAVE;
    default:
        return SESSION_USED;
    }
}

static bool wants_lint(const FormSession *session) {
    return session->type == ENTITY_CASE && !session->lint.loaded &&
           !form_is_read_only(session->form);
}

bool form_session_wants_rest(const FormSession *session) {
    return !form_session_asks(session) && (wants_lint(session) || form_wants_rest(session->form));
}

bool form_session_rest(FormSession *session, bool (*cancelled)(void *context), void *context) {
    if (form_session_asks(session))
        return false;
    if (wants_lint(session))
        return library_lint_read(&session->lint, cancelled, context);
    return form_rest(session->form);
}

void form_session_draw(FormSession *session, Grid *grid, GridRect rect) {
    form_draw(session->form, grid, rect);
    if (session->recover)
        recover_draw(session->recover, grid, rect);
    if (session->rescue)
        rescue_draw(session->rescue, grid, rect);
    if (session->versions)
        versions_draw(session->versions, grid, rect);
}

Form *form_session_form(FormSession *session) {
    return session->form;
}

Uuid form_session_record(const FormSession *session) {
    return session->record;
}

Uuid form_session_draft(const FormSession *session) {
    return session->draft ? draft_info(session->draft)->id : (Uuid){{0}};
}

const SaveResult *form_session_saved(const FormSession *session) {
    return session->saved ? &session->result : NULL;
}

bool form_session_has_draft(const FormSession *session) {
    return session->draft && !session->lost && form_is_dirty(session->form);
}

uint32_t form_session_first_rev(const FormSession *session) {
    return session->first_rev;
}

bool form_session_submitted(const FormSession *session) {
    return session->submitted;
}

bool form_session_asks(const FormSession *session) {
    return session->recover || session->rescue || session->versions;
}

const char *form_session_joined(const FormSession *session) {
    return session->joined;
}

bool form_session_kept(const FormSession *session) {
    return session->kept;
}

bool form_session_put_away(FormSession *session, Uuid *draft) {
    bool tells = !uuid_is_nil(session->discarded) && !session->discard_told;
    session->discard_told = true;
    *draft = session->discarded;
    return tells;
}
