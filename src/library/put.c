#include "config.h"

#include "library/put.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/authors.h"
#include "library/consentsave.h"
#include "library/leaving.h"
#include "library/links.h"
#include "library/putnames.h"
#include "library/redirect.h"
#include "library/renamed.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/verified.h"
#include "record/state.h"
#include "record/weight.h"
#include "text/display.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdio.h>

static bool clean_value(const Field *field, Value *value, Arena *arena, Error *err) {
    if (value->kind == VALUE_LIST || value->kind == VALUE_ROW) {
        for (size_t i = 0; i < value->list.len; i++) {
            const Field *sub = value->kind == VALUE_ROW ? &field->row[i] : field;
            if (!clean_value(sub, &value->list.items[i], arena, err))
                return false;
        }
        return true;
    }
    Str *text = value->kind == VALUE_TEXT  ? &value->text
                : value->kind == VALUE_REF ? &value->ref.name
                                           : NULL;
    if (!text || !text->len)
        return true;
    Buf out = {0};
    TextCleaned report;
    bool ok =
        text_clean(&out, *text, field->kind == FIELD_TEXT ? TEXT_CLEAN_LINES : 0, &report, err);
    if (ok && report.changed)
        *text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return ok || error_in_field(err, field->key);
}

void put_keep(Record *record, const Record *current, int field) {
    if (record_has(current, field))
        record_set(record, field, current->values[field]);
    else
        record_clear(record, field);
}

void put_keep_state(Record *record, const Record *current) {
    static const int fields[] = {CASE_STATE, CASE_RETURN_REASON, CASE_REVIEWER, CASE_VERIFY_LAST,
                                 CASE_VERIFY_DUE};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        put_keep(record, current, fields[i]);
}

bool put_clean(Record *record, Error *err) {
    for (size_t i = 0; i < record->entity->count; i++) {
        Value *value = &record->values[i];
        if (!clean_value(&record->entity->fields[i], value, &record->arena, err))
            return false;
        if (value->kind == VALUE_TEXT && !value->text.len)
            value->kind = VALUE_NONE;
    }
    return true;
}

void put_guess_language(Record *record) {
    if (record->entity->type != ENTITY_CASE || record_has(record, CASE_LANG))
        return;
    static const int looked_at[] = {CASE_TITLE, CASE_SUMMARY, CASE_BACKGROUND, CASE_BODY};
    bool han = false;
    for (size_t i = 0; i < COUNT_OF(looked_at) && !han; i++) {
        Str text = record_text(record, looked_at[i]);
        uint32_t point;
        for (size_t at = 0; at < text.len && at < 400 && !han; at += utf8_next(text, at, &point))
            han = utf8_decode(text, at, &point) && text_class_source(point) == TEXT_HAN;
    }
    record_set_text(record, CASE_LANG, han ? STR("zh") : STR("en"));
}

static bool check_rules(Record *record, Issues *issues, Error *err) {
    Issues own = {0};
    if (!put_clean(record, err))
        return false;
    bool ok = validate_hard(record, &own);
    if (!ok)
        *err = own.items[0].error;
    for (size_t i = 0; issues && i < own.len; i++)
        vec_push(issues, own.items[i]);
    issues_free(&own);
    return ok;
}

static Str uuid_key(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

/* Within one import a customer is made once: known by its identity and by its folded name. Gives
 * whether it is new; *id is set when it was nil. */
static bool register_customer(PutContext *context, Str name, Uuid *id) {
    Buf folded = {0};
    bool added = true;
    text_fold(&folded, name);
    if (!context->new_customers) {
        if (uuid_is_nil(*id))
            *id = uuid_new();
    } else {
        const uint64_t *known =
            map_get(context->new_customers, uuid_is_nil(*id) ? buf_str(&folded) : uuid_key(id));
        added = !known;
        if (known)
            *id = context->customers.items[*known];
        else if (uuid_is_nil(*id))
            *id = uuid_new();
        if (added) {
            *map_put(context->new_customers, uuid_key(id), NULL) = context->customers.len;
            *map_put(context->new_customers, buf_str(&folded), NULL) = context->customers.len;
            vec_push(&context->customers, *id);
        }
    }
    buf_free(&folded);
    return added;
}

/* A case that names a customer nobody has makes that customer. */
static void make_customer(PutContext *context, Prepared *out) {
    Record *record = out->record;
    Str name = record_ref_name(record, CASE_CUSTOMER);
    Uuid id = record_ref_uuid(record, CASE_CUSTOMER);
    if (!name.len)
        return;
    bool added = register_customer(context, name, &id);
    record->values[CASE_CUSTOMER].ref.uuid = id;
    if (!added)
        return;
    out->customer = record_new(ENTITY_CUSTOMER);
    record_set_uuid(out->customer, CUSTOMER_UUID, id);
    record_set_text(out->customer, CUSTOMER_NAME, name);
    record_set(out->customer, CUSTOMER_INDUSTRY, record->values[CASE_INDUSTRY]);
    record_set(out->customer, CUSTOMER_REGION, record->values[CASE_REGION]);
    record_set(out->customer, CUSTOMER_SIZE_BAND, record->values[CASE_SIZE_BAND]);
}

static bool customer_known(StoreRead *read, const Record *record, bool *known, Error *err) {
    Uuid id = record_ref_uuid(record, CASE_CUSTOMER);
    StoreCurrent current;
    *known = false;
    return uuid_is_nil(id) || store_current_find(read, ENTITY_CUSTOMER, id, &current, known, err);
}

/* Machine fields that a revision carries over from the one before. */
static const char *const kept_fields[] = {"id",     "ext_source", "ext_id",      "created",
                                          "author", "imported",   "published_at"};

/* An edit moves no case, and says of none that it was checked: both have their own rights. */
static bool keeps_to_moves(Library *library, const Record *before, const Record *record,
                           Error *err) {
    if (before ? case_state(before) != case_state(record) : case_state(record) != STATE_DRAFT) {
        error_set(err, ERR_INVALID,
                  N_("the state is changed by submit, review, return, publish, archive and revise"),
                  "");
        return error_in_field(err, record->entity->fields[CASE_STATE].key);
    }
    if (before
            ? !value_equal(&before->values[CASE_RETURN_REASON], &record->values[CASE_RETURN_REASON])
            : record_has(record, CASE_RETURN_REASON)) {
        error_set(err, ERR_INVALID,
                  N_("the reason is given when a case is returned, and goes when it is submitted "
                     "again: nobody sets it"),
                  "");
        return error_in_field(err, record->entity->fields[CASE_RETURN_REASON].key);
    }
    if (before && case_state(before) == STATE_PUBLISHED &&
        !value_equal(&before->values[CASE_VERIFY_EVERY], &record->values[CASE_VERIFY_EVERY]) &&
        !right_allows(library->actor.role, RIGHT_VERIFY)) {
        error_set(err, ERR_DENIED,
                  N_("how often a published case is verified is set by who may verify it"), "");
        return error_in_field(err, record->entity->fields[CASE_VERIFY_EVERY].key);
    }
    return authors_allow_edit(library, before, record, err);
}

/* A file with the case's identity, of who may import states, says itself what was checked;
 * library_revert knows what was verified. */
static void weigh(const PutContext *context, const Record *before, Record *record, Prepared *out) {
    bool told =
        context->says_checks && right_allows(context->library->actor.role, RIGHT_IMPORT_STATE);
    bool edit =
        out->verb == VERB_EDIT || out->verb == VERB_MERGE || (out->verb == VERB_IMPORT && !told);
    if (record->entity->type != ENTITY_CASE)
        return;
    if (out->verb != VERB_UNDO && out->verb != VERB_VERIFY)
        verified_after_interval(before, record);
    if (out->verb == VERB_REVERT)
        out->format_only = record_change_weight(before, record, NULL) == CHANGE_FORMAT;
    if (edit)
        out->dropped_for = verified_after_edit(before, record, &out->format_only);
}

static bool carry_over(PutContext *context, StoreRead *read, Record *record, Prepared *out,
                       Error *err) {
    Library *library = context->library;
    Record *before;
    if (!store_load(read, record->entity->type, record_id(record), &before, err))
        return false;
    bool is_case = record->entity->type == ENTITY_CASE;
    bool ok =
        (out->verb != VERB_EDIT || !is_case || keeps_to_moves(library, before, record, err)) &&
        (!is_case || consent_guard(library, read, before, record, out->verb, &out->backed, err));
    for (size_t i = 0; i < COUNT_OF(kept_fields); i++) {
        int field = entity_field(record->entity, str_of(kept_fields[i]));
        if (field >= 0 && record_has(before, field))
            record_set(record, field, before->values[field]);
    }
    if (record->entity->type == ENTITY_CASE && !redirect_is_changed_by(out->verb))
        put_keep(record, before, CASE_MERGED_INTO);
    if (is_case && out->verb != VERB_UNDO && case_state(before) == STATE_PUBLISHED &&
        !right_allows(library->actor.role, RIGHT_VERIFY))
        put_keep(record, before, CASE_VERIFY_EVERY);
    int created = entity_field(record->entity, STR("created"));
    out->created_ms = record_int(record, created);
    if (ok)
        weigh(context, before, record, out);
    record_free(before);
    return ok;
}

static void set_machine_fields(const Library *library, Record *record, Prepared *out,
                               uint32_t rev) {
    int64_t now = clock_now_ms();
    int created = entity_field(record->entity, STR("created"));
    int updated = entity_field(record->entity, STR("updated"));
    bool imported_new = out->verb == VERB_IMPORT && !out->base_rev;
    if (!record_has(record, created))
        record_set_int(record, created, now);
    if (!imported_new || !record_has(record, updated))
        record_set_int(record, updated, now);
    out->created_ms = record_int(record, created);
    record_set_int(record, entity_field(record->entity, STR("rev")), rev);
    if (record->entity->type != ENTITY_CASE)
        return;
    if (!record_has(record, CASE_AUTHOR))
        record_set_ref(record, CASE_AUTHOR, library->actor.user, str_of(library->actor.login));
    if (out->verb == VERB_CREATE && !record_has(record, CASE_OWNER)) /* the team would not see it */
        record_set_ref(record, CASE_OWNER, library->actor.user, str_of(library->actor.login));
    if (!record_has(record, CASE_STATE))
        record_set_text(record, CASE_STATE, STR("draft"));
    if (case_state(record) == STATE_PUBLISHED && !record_has(record, CASE_PUBLISHED_AT))
        record_set_int(record, CASE_PUBLISHED_AT, imported_new ? record_int(record, updated) : now);
}

static void encode(Prepared *out, StorePacker *packer) {
    buf_clear(&out->summary);
    row_encode(out->record, &out->summary);
    out->packs = store_pack(packer, out->record, &out->packed, &out->failure);
    if (out->record->entity->type == ENTITY_CASE) /* others are few, and often read all */
        store_pack_summary(packer, buf_str(&out->summary), &out->packed);
    out->computed = true;
}

void put_compute(Prepared *out, SearchAnalyser *analyser, StorePacker *packer, bool bulk) {
    encode(out, packer);
    if (out->record->entity->type != ENTITY_CASE)
        return;
    search_document_build(analyser, out->record, &out->document);
    if (bulk)
        return;
    search_document_encode(&out->document, &out->segment);
    search_document_free(&out->document);
}

static bool is_same(const Record *record, const StoreCurrent *current, bool *same, Error *err) {
    uint8_t digest[STORE_HASH], there[STORE_HASH];
    int trashed = entity_field(record->entity, STR("trashed"));
    *same = false;
    if (trashed >= 0 && record_int(record, trashed) != current->trashed)
        return true;
    if (!store_current_digest(current, there, err))
        return false;
    store_content_digest(record, digest);
    *same = memcmp(digest, there, STORE_HASH) == 0;
    return true;
}

static bool saved_meanwhile(StoreRead *read, const StoreCurrent *current, uint32_t base_rev,
                            Error *err) {
    StoreEntry entry;
    if (!store_log_entry(read, current->change, &entry, err))
        return false;
    return error_set(err, ERR_CONFLICT,
                     N_("{2} saved revision {0} while you were working on revision {1}"), "ddS",
                     (int64_t)current->rev, (int64_t)base_rev, entry.login);
}

/* What brings words in that somebody wrote; the rest carries on what is there, or takes it back. */
static bool brings_words(StoreVerb verb) {
    return verb == VERB_CREATE || verb == VERB_EDIT || verb == VERB_IMPORT || verb == VERB_REVERT ||
           verb == VERB_MERGE;
}

/* A case that comes back, or in, is no leaver's: who would have got it then gets it now. */
static void settle_owner(Library *library, Record *record, StoreVerb verb) {
    bool comes = verb == VERB_UNTRASH || verb == VERB_REVERT || verb == VERB_IMPORT;
    if (comes && record->entity->type == ENTITY_CASE)
        leaving_settle_owner(library, record);
}

bool put_prepare(PutContext *context, StoreRead *read, Record *record, StoreVerb verb,
                 uint32_t base_rev, unsigned flags, Issues *issues, Prepared *out, Error *err) {
    StoreCurrent current;
    bool exists, known = true;
    *out = (Prepared){.record = record, .verb = verb, .base_rev = base_rev};
    bool checked = (flags & PUT_CHECKED) && !base_rev;
    if ((!checked && !check_rules(record, issues, err)) ||
        (brings_words(verb) && !renamed_settle(context->library, read, record, err)) ||
        (verb != VERB_UNDO &&
         !resolve_references(context->library, read, record, flags & PUT_WITH_IDS, err)) ||
        !links_check(context->library, record, verb, base_rev, err) ||
        !links_restore(context->library, read, record, err) ||
        !store_current_find(read, record->entity->type, record_id(record), &current, &exists,
                            err) ||
        !redirect_references(context->library, read, record, verb, exists, err))
        return false;
    settle_owner(context->library, record, verb);
    if (exists && current.rev != base_rev)
        return saved_meanwhile(read, &current, base_rev, err);
    if (!exists && base_rev)
        return error_set(err, ERR_NOT_FOUND, N_("there is no such record"), "");
    if (exists && !(flags & PUT_FORCE) && !is_same(record, &current, &out->unchanged, err))
        return false;
    if (out->unchanged)
        return true;
    if (verb == VERB_IMPORT && exists &&
        !redirect_allows_import(context->library, &current, record, err))
        return false;
    if (exists ? !carry_over(context, read, record, out, err)
               : verb == VERB_CREATE && record->entity->type == ENTITY_CASE &&
                     !keeps_to_moves(context->library, NULL, record, err))
        return false;
    if (record->entity->type == ENTITY_CASE && !customer_known(read, record, &known, err))
        return false;
    if (record->entity->type == ENTITY_CASE && !known && record_has(record, CASE_CUSTOMER))
        make_customer(context, out);
    out->replaces = exists ? current.change : 0;
    int rev = entity_field(record->entity, STR("rev"));
    uint32_t imported_rev = verb == VERB_IMPORT && !exists ? (uint32_t)record_int(record, rev) : 0;
    set_machine_fields(context->library, record, out, imported_rev ? imported_rev : base_rev + 1);
    if (!exists && !put_guess_number(context, read, record, err))
        return false;
    if (!library_packer(context->library, err))
        return false;
    if (!(flags & PUT_BULK))
        put_compute(out, context->library->analyser, context->library->packer, false);
    return true;
}

static bool put_record(PutContext *context, StoreWrite *write, Prepared *prepared,
                       SaveResult *result, Error *err) {
    Record *record = prepared->record;
    const Entity *entity = record->entity;
    int trashed = entity_field(entity, STR("trashed"));
    bool renumbered = false;
    if (!put_names(write, record, !prepared->base_rev, &renumbered, result, err))
        return false;
    if (renumbered || !prepared->computed)
        encode(prepared, context->library->packer);
    if (!prepared->packs) {
        *err = prepared->failure;
        return false;
    }
    StoreChange change = library_change(context->library, prepared->verb, context->note);
    change.batch = context->batch;
    change.base_rev = prepared->base_rev;
    change.format_only = prepared->format_only;
    change.trashed = trashed >= 0 && record_int(record, trashed);
    change.created_ms = prepared->created_ms;
    change.updated_ms = record_int(record, entity_field(entity, STR("updated")));
    result->rev = prepared->packed.rev;
    return store_put_revision(write, &change, &prepared->packed, buf_str(&prepared->summary),
                              buf_str(&prepared->segment), &result->change, err);
}

static bool put_customer(PutContext *context, StoreWrite *write, Prepared *prepared,
                         SaveResult *result, Error *err) {
    Prepared customer = {.record = prepared->customer, .verb = VERB_CREATE};
    SaveResult made = {0};
    set_machine_fields(context->library, prepared->customer, &customer, 1);
    bool ok = put_record(context, write, &customer, &made, err);
    snprintf(result->new_customer, sizeof result->new_customer, "%.*s",
             STR_ARG(record_title(prepared->customer)));
    put_free(&customer);
    return ok;
}

bool put_write(PutContext *context, StoreWrite *write, Prepared *prepared, SaveResult *result,
               Error *err) {
    *result = (SaveResult){.id = record_id(prepared->record),
                           .unchanged = prepared->unchanged,
                           .created = !prepared->base_rev,
                           .dropped_for = prepared->dropped_for};
    if (prepared->unchanged) {
        result->rev = prepared->base_rev;
        return true;
    }
    int id = entity_field(prepared->record->entity, STR("id"));
    if (id >= 0)
        snprintf(result->display_id, sizeof result->display_id, "%.*s",
                 STR_ARG(record_text(prepared->record, id)));
    return (!prepared->customer || put_customer(context, write, prepared, result, err)) &&
           put_record(context, write, prepared, result, err) &&
           (!prepared->backed ||
            consent_still_backs(store_write_read(write), prepared->record, prepared->verb, err));
}

void put_free(Prepared *prepared) {
    record_free(prepared->customer);
    prepared->customer = NULL;
    search_document_free(&prepared->document);
    buf_free(&prepared->segment);
    buf_free(&prepared->summary);
    store_packed_free(&prepared->packed);
}
