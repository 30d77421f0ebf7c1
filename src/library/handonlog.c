#include "config.h"

#include "library/handonlog.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/belongings.h"
#include "library/links.h"
#include "library/put.h"

#include <stdio.h>

/* ---- writing ---- */

static const char *what_key(HandedWhat what) {
    return entity_get(ENTITY_HAND_ON)->fields[HAND_ON_WHAT].choices[what].key;
}

const char *handed_what_label(HandedWhat what) {
    return entity_get(ENTITY_HAND_ON)->fields[HAND_ON_WHAT].choices[what].label;
}

static Record *record_of(const Library *library, const HandOn *what) {
    Record *record = record_new(ENTITY_HAND_ON);
    record_set_uuid(record, HAND_ON_UUID, uuid_new());
    record_set_ref(record, HAND_ON_CASE, what->case_id, STR(""));
    record_set_text(record, HAND_ON_WHAT, str_of(what_key(what->what)));
    record_set_int(record, HAND_ON_SAFE, !what->full);
    record_set_text(record, HAND_ON_WHY, str_trim(what->why));
    record_set_text(record, HAND_ON_PROSPECT, str_trim(what->prospect));
    record_set_ref(record, HAND_ON_BY, library->actor.user, str_of(library->actor.login));
    record_set_int(record, HAND_ON_AT, clock_now_ms());
    return record;
}

typedef struct Waiting {
    Record *record;
    Prepared prepared;
} Waiting;

static bool prepare_all(PutContext *context, const HandOn *cases, Waiting *waiting, size_t count,
                        Error *err) {
    StoreRead *read;
    if (!store_read_begin(context->library->store, &read, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        waiting[i].record = record_of(context->library, &cases[i]);
        ok = put_prepare(context, read, waiting[i].record, VERB_HAND_ON, 0, 0, NULL,
                         &waiting[i].prepared, err);
    }
    store_read_end(read);
    return ok;
}

static bool write_all(PutContext *context, Waiting *waiting, size_t count, const StoreChange *note,
                      Error *err) {
    StoreWrite *write;
    SaveResult result;
    if (!library_write_begin(context->library, false, &write, err))
        return false;
    bool ok = !note || store_put_note(write, note, STR(""), NULL, err);
    for (size_t i = 0; ok && i < count; i++)
        ok = put_write(context, write, &waiting[i].prepared, &result, err);
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

bool handon_log(Library *library, const HandOn *cases, size_t count, const StoreChange *note,
                Error *err) {
    PutContext context = {.library = library, .note = STR("")};
    if (store_is_read_only(library->store))
        return true;
    Waiting *waiting = mem_zalloc((count + 1) * sizeof *waiting);
    bool ok = prepare_all(&context, cases, waiting, count, err) &&
              write_all(&context, waiting, count, note, err);
    for (size_t i = 0; i < count; i++) {
        put_free(&waiting[i].prepared);
        record_free(waiting[i].record);
    }
    free(waiting);
    vec_free(&context.numbers);
    return ok;
}

/* ---- reading ---- */

typedef struct List {
    Library *library;
    Arena *arena;
    VEC(Handed) items;
} List;

static void put_sentence(const char *message, Str a, Str b, Buf *out) {
    Error sentence;
    error_set(&sentence, ERR_INVALID, message, "SS", a, b);
    error_render_message(&sentence, out);
}

/* "summary, safe form, for Beta: the customer asked for it" */
static void describe(const Record *record, Buf *out) {
    const Field *what = &record->entity->fields[HAND_ON_WHAT];
    const char *label = entity_choice_label(what, record_text(record, HAND_ON_WHAT));
    Str form = str_of(record_int(record, HAND_ON_SAFE) ? _("safe form") : _("in full"));
    bool named = record_int(record, HAND_ON_SAFE) || record_has(record, HAND_ON_PROSPECT) ||
                 !str_equal(record_text(record, HAND_ON_WHAT), STR("id"));
    buf_puts(out, label ? _(label) : "");
    if (named)
        put_sentence(N_(", {0}"), form, STR(""), out);
    if (record_has(record, HAND_ON_PROSPECT))
        put_sentence(N_(", for {0}"), record_text(record, HAND_ON_PROSPECT), STR(""), out);
    if (record_has(record, HAND_ON_WHY))
        put_sentence(N_(": {0}"), record_text(record, HAND_ON_WHY), STR(""), out);
}

static bool take(void *context, const StoreCurrent *row, const Record *record, Error *err) {
    List *list = context;
    Buf text = {0};
    (void)err;
    if (!links_visible(list->library, record))
        return true;
    describe(record, &text);
    vec_push(&list->items,
             (Handed){.change = row->change,
                      .at_ms = record_int(record, HAND_ON_AT),
                      .login = arena_str(list->arena, record_ref_name(record, HAND_ON_BY)),
                      .text = arena_str(list->arena, buf_str(&text))});
    buf_free(&text);
    return true;
}

static int newest_first(const void *a, const void *b) {
    const Handed *x = a, *y = b;
    return (x->change < y->change) - (x->change > y->change);
}

bool handon_list(Library *library, Uuid case_id, Arena *arena, Handed **out, size_t *count,
                 Error *err) {
    List list = {.library = library, .arena = arena};
    bool ok = belongings_each(library, ENTITY_HAND_ON, case_id, take, &list, err);
    if (list.items.len)
        qsort(list.items.items, list.items.len, sizeof *list.items.items, newest_first);
    *count = list.items.len;
    *out = arena_alloc(arena, (list.items.len + 1) * sizeof **out);
    for (size_t i = 0; i < list.items.len; i++)
        (*out)[i] = list.items.items[i];
    vec_free(&list.items);
    return ok;
}
