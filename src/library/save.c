#include "config.h"

#include "library/save.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/authors.h"
#include "library/consentsave.h"
#include "library/customersave.h"
#include "library/known.h"
#include "library/lapse.h"
#include "library/leaving.h"
#include "library/links.h"
#include "library/moving.h"
#include "library/put.h"
#include "library/rejoin.h"
#include "library/row.h"
#include "library/settings.h"
#include "library/verified.h"
#include "record/lint.h"

#include <stdio.h>

static void hide_money(const Library *library, Record *record) {
    if (links_sees_money(library, record))
        return;
    for (size_t i = 0; i < record->entity->count; i++)
        if (record->entity->fields[i].flags & FIELD_MONEY)
            record_withhold(record, (int)i);
}

bool library_load(Library *library, EntityType type, Uuid id, uint32_t rev, Record **out,
                  Error *err) {
    StoreRead *read;
    LibraryRow row;
    if (!library_row(library, type, id, &row, err))
        return false;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok =
        rev ? store_load_rev(read, type, id, rev, out, err) : store_load(read, type, id, out, err);
    store_read_end(read);
    if (ok)
        links_hide(library, *out);
    if (ok && !rev)
        lapsed_show(library, *out);
    if (ok && type == ENTITY_CASE && !right_allows(library->actor.role, RIGHT_WRITE))
        record_withhold(*out, CASE_NOTES);
    if (ok)
        hide_money(library, *out);
    return ok;
}

Record *library_new_record(const Library *library, EntityType type) {
    Record *record = record_new(type);
    record_set_uuid(record, 0, uuid_new());
    if (type == ENTITY_CASE) {
        Str login = str_of(library->actor.login);
        record_set_text(record, CASE_STATE, STR("draft"));
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
        record_set_ref(record, CASE_OWNER, library->actor.user, login);
        record_set_ref(record, CASE_AUTHOR, library->actor.user, login);
    }
    if (type == ENTITY_USE) {
        record_set_text(record, USE_KIND, STR("share"));
        record_set_ref(record, USE_BY, library->actor.user, str_of(library->actor.login));
        record_set_int(record, USE_AT, clock_now_ms());
    }
    return record;
}

/* One record, one transaction. */
static bool save_record(Library *library, Record *record, StoreVerb verb, uint32_t base_rev,
                        Str note, bool force, Issues *issues, SaveResult *result, Error *err) {
    PutContext context = {.library = library, .note = note};
    Prepared prepared;
    StoreRead *read;
    StoreWrite *write;
    if (record->entity->type == ENTITY_CONSENT)
        return consent_save(library, record, verb, base_rev, note, force, issues, result, err);
    *result = (SaveResult){0};
    put_guess_language(record);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = put_prepare(&context, read, record, verb, base_rev,
                          PUT_WITH_IDS | (force ? PUT_FORCE : 0), issues, &prepared, err);
    store_read_end(read);
    if (ok && prepared.unchanged) {
        *result = (SaveResult){.unchanged = true, .rev = base_rev, .id = record_id(record)};
    } else if (ok && (ok = library_write_begin(library, false, &write, err))) {
        ok = put_write(&context, write, &prepared, result, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
        if (ok)
            library_merge_step(library);
    }
    put_free(&prepared);
    vec_free(&context.numbers);
    return ok;
}

static bool in_the_trash(const Record *record, Error *err) {
    if (record->entity->type == ENTITY_CASE && record_has(record, CASE_MERGED_INTO))
        return error_set(err, ERR_INVALID,
                         N_("this case was merged into “{0}”: change that one, or take the merge "
                            "back"),
                         "S", record_ref_name(record, CASE_MERGED_INTO));
    return error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"), "");
}

static Right right_to_save(EntityType type) {
    static const Right rights[ENTITY_TYPES] = {
        [ENTITY_CASE] = RIGHT_WRITE,     [ENTITY_CUSTOMER] = RIGHT_WRITE,
        [ENTITY_USER] = RIGHT_USERS,     [ENTITY_TEAM] = RIGHT_USERS,
        [ENTITY_CONSENT] = RIGHT_WRITE,  [ENTITY_USE] = RIGHT_USE,
        [ENTITY_HAND_ON] = RIGHT_USE,    [ENTITY_COMMENT] = RIGHT_COMMENT,
        [ENTITY_RATING] = RIGHT_COMMENT, [ENTITY_ATTACHMENT] = RIGHT_WRITE,
    };
    return rights[type];
}

/* A use is changed by whoever logged it, or with the right that other records need. */
static bool may_change(const Library *library, const Record *record, Right right, Error *err) {
    bool own = record->entity->type == ENTITY_USE &&
               uuid_equal(record_ref_uuid(record, USE_BY), library->actor.user);
    return record->entity->type != ENTITY_USE || own || library_allow(library, right, err);
}

bool library_save(Library *library, Record *record, uint32_t base_rev, Str note, Issues *issues,
                  SaveResult *result, Error *err) {
    EntityType type = record->entity->type;
    LibraryRow row;
    if (!library_allow(library, right_to_save(type), err))
        return false;
    if (type == ENTITY_COMMENT)
        return error_set(err, ERR_DENIED, N_("comments are written by: anliku comment ID TEXT"),
                         "");
    if (type == ENTITY_HAND_ON)
        return error_set(err, ERR_DENIED, N_("what was handed on is written by the program only"),
                         "");
    if (type == ENTITY_ATTACHMENT)
        return error_set(err, ERR_DENIED, N_("files are attached and renamed with attach only"),
                         "");
    if (type == ENTITY_RATING)
        return error_set(err, ERR_DENIED, N_("a rating is given with rate only"), "");
    if (base_rev) {
        if (!library_row(library, type, record_id(record), &row, err))
            return false;
        bool good = may_change(library, row.record, RIGHT_WRITE, err) &&
                    (!row.trashed || in_the_trash(row.record, err));
        library_row_free(&row);
        if (!good)
            return false;
    }
    Buf name = {0};
    customer_put_name(library, type, record_id(record), &name);
    bool ok = may_change(library, record, RIGHT_WRITE, err) &&
              save_record(library, record, base_rev ? VERB_EDIT : VERB_CREATE, base_rev, note,
                          false, issues, result, err);
    if (ok)
        customer_follow_name(library, type, record_id(record), buf_str(&name), VERB_EDIT, result);
    buf_free(&name);
    return ok;
}

/* "publish, return": what can be done instead. */
static void put_moves_from(CaseState state, Buf *out) {
    for (size_t i = 0; i < case_move_count; i++)
        if (case_moves[i].from >> state & 1)
            buf_printf(out, "%s%s", out->len ? _(", ") : "", _(case_moves[i].label));
}

static bool refuse_state(CaseState state, const Move *move, Error *err) {
    Buf others = {0};
    put_moves_from(state, &others);
    error_set(err, ERR_INVALID,
              N_("a case that is {0} cannot be moved by “{1}”; what can be done: {2}"), "ssS",
              _(case_state_label(state)), _(move->label), buf_str(&others));
    buf_free(&others);
    return false;
}

bool library_may_move(Library *library, const Record *record, const Move *move, Error *err) {
    CaseState state = case_state(record);
    if (!library_allow(library, move->right, err))
        return false;
    if (record_int(record, CASE_TRASHED))
        return in_the_trash(record, err);
    if (!(move->from >> state & 1))
        return refuse_state(state, move, err);
    return authors_allow(library, record, move, err);
}

static bool has_reason(const Move *move, Str reason, Error *err) {
    return !move->needs_reason || str_trim(reason).len ||
           error_set(err, ERR_INVALID, N_("say why the case goes back to its author"), "");
}

static bool is_as_seen(const Record *record, uint32_t seen_rev, Error *err) {
    int64_t rev = record_int(record, CASE_REV);
    return !seen_rev || rev == seen_rev ||
           error_set(err, ERR_CONFLICT,
                     N_("somebody saved revision {0} while you were reading revision {1}: look at "
                        "it first"),
                     "dd", rev, (int64_t)seen_rev);
}

bool library_move_meets(Library *library, const Record *record, const Move *move, Issues *issues,
                        Error *err) {
    LintLibrary lint;
    IssueLevel level = move->needs_publishable ? ISSUE_PUBLISH : ISSUE_SUBMIT;
    if (!move->needs_publishable && !move->needs_submittable)
        return true;
    library_lint_begin(library, &lint);
    bool ok = lint_check(record, &lint.context, level, issues);
    library_lint_end(&lint);
    if (!ok)
        *err = issues->items[0].error;
    return ok;
}

/* every: the interval of a case that is verified, "" as it is. */
static bool move_seen(Library *library, Uuid id, uint32_t seen_rev, const Move *move, Str reason,
                      Str every, Issues *issues, SaveResult *result, Error *err) {
    Record *record;
    if (!library_load(library, ENTITY_CASE, id, 0, &record, err))
        return false;
    Issues own = {0};
    bool ok = is_as_seen(record, seen_rev, err) && library_may_move(library, record, move, err) &&
              has_reason(move, reason, err);
    if (ok) {
        moving_apply(library, record, move, str_trim(reason));
        if (every.len)
            record_set_text(record, CASE_VERIFY_EVERY, every);
        ok = library_move_meets(library, record, move, &own, err);
        for (size_t i = 0; issues && i < own.len; i++)
            vec_push(issues, own.items[i]);
    }
    ok = ok && save_record(library, record, moving_verb(move),
                           (uint32_t)record_int(record, CASE_REV), reason, true, NULL, result, err);
    issues_free(&own);
    record_free(record);
    return ok;
}

bool library_move_seen(Library *library, Uuid id, uint32_t seen_rev, const Move *move, Str reason,
                       Issues *issues, SaveResult *result, Error *err) {
    return move_seen(library, id, seen_rev, move, reason, STR(""), issues, result, err);
}

bool library_verify_every(Library *library, Uuid id, uint32_t seen_rev, Str every,
                          SaveResult *result, Error *err) {
    const Field *field = &entity_get(ENTITY_CASE)->fields[CASE_VERIFY_EVERY];
    if (!entity_choice_label(field, every))
        return error_set(err, ERR_INVALID, N_("“{0}” is no interval: 30, 90, 180, 365 or never"),
                         "S", every);
    return move_seen(library, id, seen_rev, case_move_find(STR("verify")), STR(""), every, NULL,
                     result, err);
}

bool library_move(Library *library, Uuid id, const Move *move, Str reason, Issues *issues,
                  SaveResult *result, Error *err) {
    return library_move_seen(library, id, 0, move, reason, issues, result, err);
}

bool library_trash(Library *library, EntityType type, Uuid id, bool trashed, SaveResult *result,
                   Error *err) {
    Record *record;
    if (!library_allow(library, type == ENTITY_USE ? RIGHT_USE : RIGHT_TRASH, err))
        return false;
    int field = entity_field(entity_get(type), STR("trashed"));
    if (field < 0 || type == ENTITY_COMMENT)
        return error_set(err, ERR_INVALID, N_("a {0} cannot be put into the trash"), "s",
                         _(entity_get(type)->label));
    if (!library_load(library, type, id, 0, &record, err))
        return false;
    uint32_t rev = (uint32_t)record_int(record, entity_field(record->entity, STR("rev")));
    bool ok = may_change(library, record, RIGHT_TRASH, err) &&
              (type != ENTITY_CUSTOMER || !trashed || customer_may_trash(library, record, err));
    if (!ok) {
        record_free(record);
        return false;
    }
    if (record_int(record, field) == trashed) {
        *result = (SaveResult){.unchanged = true, .rev = rev, .id = id};
    } else {
        if (trashed)
            record_set_int(record, field, 1);
        else
            record_clear(record, field);
        if (type == ENTITY_CASE) /* out of the trash it stands for itself again */
            record_clear(record, CASE_MERGED_INTO);
        ok = save_record(library, record, trashed ? VERB_TRASH : VERB_UNTRASH, rev, STR(""), true,
                         NULL, result, err);
    }
    record_free(record);
    return ok;
}

bool library_revert(Library *library, EntityType type, Uuid id, uint32_t rev, SaveResult *result,
                    Error *err) {
    Record *record, *checked, *current;
    char note[64];
    if (!entity_get(type)->filed)
        return error_set(err, ERR_INVALID, N_("users and teams do not go back: set them anew"), "");
    if (!library_allow(library, RIGHT_WRITE, err) ||
        !library_load(library, type, id, rev, &record, err))
        return false;
    if (!library_load(library, type, id, 0, &current, err)) {
        record_free(record);
        return false;
    }
    int trashed = entity_field(record->entity, STR("trashed"));
    if (trashed >= 0)
        record_clear(record, trashed);
    if (type == ENTITY_CASE) {
        checked = record_copy(record);
        put_keep_state(record, current);
        if (leaving_has_left(library, record_ref_uuid(record, CASE_OWNER)))
            put_keep(record, current, CASE_OWNER);
        verified_after_return(checked, current, record);
        record_free(checked);
    }
    uint32_t base = (uint32_t)record_int(current, entity_field(current->entity, STR("rev")));
    snprintf(note, sizeof note, "revision %u", rev);
    bool ok = trashed >= 0 && record_int(current, trashed)
                  ? in_the_trash(current, err)
                  : save_record(library, record, VERB_REVERT, base, str_of(note), false, NULL,
                                result, err);
    Error ignored; /* the list is not worth a failure */
    if (ok)
        library_kept_done(library, id, rev, &ignored);
    if (ok && type == ENTITY_CUSTOMER)
        customer_follow_name(library, type, id, record_text(current, CUSTOMER_NAME), VERB_REVERT,
                             result);
    record_free(current);
    record_free(record);
    return ok;
}
