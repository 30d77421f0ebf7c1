#include "config.h"

#include "library/use.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/belongings.h"
#include "text/fold.h"
#include "text/pinyin.h"

bool library_use_log(Library *library, const UseEntry *entry, SaveResult *result, Error *err) {
    Record *record = library_new_record(library, ENTITY_USE);
    record_set_ref(record, USE_CASE, entry->case_id, STR(""));
    if (entry->kind.len)
        record_set_text(record, USE_KIND, entry->kind);
    record_set_text(record, USE_PROSPECT, str_trim(entry->prospect));
    record_set_text(record, USE_DEAL, str_trim(entry->deal));
    if (entry->days_ago)
        record_set_int(record, USE_AT,
                       record_int(record, USE_AT) - (int64_t)entry->days_ago * 86400000);
    if (entry->feedback)
        record_set_int(record, USE_FEEDBACK, entry->feedback);
    bool ok = library_save(library, record, 0, STR(""), NULL, result, err);
    record_free(record);
    return ok;
}

/* ---- how it went ---- */

typedef struct OpenUse {
    Uuid me, use;
    int64_t at_ms;
    bool open; /* it has no feedback yet: it goes before those that have */
} OpenUse;

static bool take_open(void *context, const StoreCurrent *row, const Record *use, Error *err) {
    OpenUse *open = context;
    (void)err;
    bool mine = uuid_equal(record_ref_uuid(use, USE_BY), open->me);
    int64_t at_ms = record_int(use, USE_AT);
    bool waits = !record_has(use, USE_FEEDBACK);
    if (mine && (waits > open->open || (waits == open->open && at_ms >= open->at_ms)))
        *open = (OpenUse){open->me, row->record, at_ms, waits};
    return true;
}

static bool find_open(Library *library, Uuid case_id, Record **out, Error *err) {
    OpenUse open = {.me = library->actor.user};
    if (!belongings_each(library, ENTITY_USE, case_id, take_open, &open, err))
        return false;
    if (uuid_is_nil(open.use))
        return error_set(err, ERR_NOT_FOUND,
                         N_("you have not logged a use of this case"),
                         "");
    return library_load(library, ENTITY_USE, open.use, 0, out, err);
}

bool library_use_is_open(Library *library, Uuid case_id, Buf *prospect) {
    Record *use;
    Error ignored;
    if (!find_open(library, case_id, &use, &ignored))
        return false;
    buf_put_str(prospect, record_text(use, USE_PROSPECT));
    record_free(use);
    return true;
}

bool library_use_feedback(Library *library, Uuid case_id, int feedback, Buf *prospect,
                          SaveResult *result, Error *err) {
    Record *use;
    if (!library_allow(library, RIGHT_USE, err) || !find_open(library, case_id, &use, err))
        return false;
    record_set_int(use, USE_FEEDBACK, feedback);
    if (prospect)
        buf_put_str(prospect, record_text(use, USE_PROSPECT));
    bool ok =
        library_save(library, use, (uint32_t)record_int(use, USE_REV), STR(""), NULL, result, err);
    record_free(use);
    return ok;
}

/* ---- how often ---- */

static bool count_use(void *context, const StoreCurrent *row, const Record *use, Error *err) {
    UseSummary *summary = context;
    int64_t at_ms = record_int(use, USE_AT);
    (void)row;
    (void)err;
    summary->count++;
    summary->last_ms = at_ms > summary->last_ms ? at_ms : summary->last_ms;
    summary->rated += record_has(use, USE_FEEDBACK);
    summary->total += (int)record_int(use, USE_FEEDBACK);
    return true;
}

bool library_use_summary(Library *library, Uuid case_id, UseSummary *out, Error *err) {
    LibraryRow row;
    *out = (UseSummary){0};
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    return belongings_each(library, ENTITY_USE, case_id, count_use, out, err);
}

void library_use_put(const UseSummary *summary, Buf *out) {
    Buf day = {0};
    if (!summary->count) {
        buf_puts(out, _("never"));
        return;
    }
    date_format(&day, date_of(summary->last_ms));
    buf_printf(out, ngettext("%zu time, last on %s", "%zu times, last on %s", summary->count),
               summary->count, buf_text(&day));
    if (summary->rated)
        buf_printf(out, _(", feedback %.1f of 5 (%zu)"),
                   (double)summary->total / (double)summary->rated, summary->rated);
    buf_free(&day);
}

/* ---- prospects ---- */

typedef struct Prospect {
    Str name;
    int64_t at_ms;
    bool mine;
} Prospect;

typedef struct Prospects {
    const Library *library;
    Str typed; /* folded */
    Arena *arena;
    Map known; /* folded name -> index + 1 */
    VEC(Prospect) items;
    int name, by, at; /* fields */
} Prospects;

static bool fits(const Prospects *prospects, Str folded) {
    return !prospects->typed.len || str_find(folded, prospects->typed, 0) != SIZE_MAX ||
           pinyin_match(folded, prospects->typed, NULL, NULL) != PINYIN_NO;
}

static void add_prospect(Prospects *prospects, Str name, int64_t at_ms, bool mine) {
    Buf folded = {0};
    bool added;
    text_fold(&folded, name);
    if (name.len && fits(prospects, buf_str(&folded))) {
        uint64_t *index = map_put(&prospects->known, buf_str(&folded), &added);
        if (added) {
            *index = prospects->items.len;
            vec_push(&prospects->items, (Prospect){.name = arena_str(prospects->arena, name)});
        }
        Prospect *item = &prospects->items.items[*index];
        item->at_ms = at_ms > item->at_ms ? at_ms : item->at_ms;
        item->mine |= mine;
    }
    buf_free(&folded);
}

static bool take_prospect(void *context, const StoreCurrent *row, Error *err) {
    Prospects *prospects = context;
    Record *record;
    if (!row_decode(row, &record, err))
        return false;
    add_prospect(
        prospects, record_text(record, prospects->name), record_int(record, prospects->at),
        uuid_equal(record_ref_uuid(record, prospects->by), prospects->library->actor.user));
    record_free(record);
    return true;
}

static int by_nearness(const void *a, const void *b) {
    const Prospect *x = a, *y = b;
    if (x->mine != y->mine)
        return y->mine - x->mine;
    return (x->at_ms < y->at_ms) - (x->at_ms > y->at_ms);
}

size_t library_prospects(Library *library, Str text, size_t most, Arena *arena, Str *out) {
    static const struct {
        EntityType type;
        int name, by, at;
    } sources[] = {{ENTITY_USE, USE_PROSPECT, USE_BY, USE_AT},
                   {ENTITY_HAND_ON, HAND_ON_PROSPECT, HAND_ON_BY, HAND_ON_AT}};
    Prospects prospects = {.library = library, .arena = arena};
    Buf typed = {0};
    StoreRead *read;
    Error ignored;
    size_t count = 0;
    text_fold(&typed, str_trim(text));
    prospects.typed = buf_str(&typed);
    if (store_read_begin(library->store, &read, &ignored)) {
        for (size_t i = 0; i < COUNT_OF(sources); i++) {
            prospects.name = sources[i].name;
            prospects.by = sources[i].by;
            prospects.at = sources[i].at;
            store_current_each(read, sources[i].type, take_prospect, &prospects, &ignored);
        }
        store_read_end(read);
    }
    if (prospects.items.len)
        qsort(prospects.items.items, prospects.items.len, sizeof *prospects.items.items,
              by_nearness);
    for (; count < most && count < prospects.items.len; count++)
        out[count] = prospects.items.items[count].name;
    vec_free(&prospects.items);
    map_free(&prospects.known);
    buf_free(&typed);
    return count;
}
