#include "config.h"

#include "library/use.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/belongings.h"
#include "library/links.h"
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
        return error_set(err, ERR_NOT_FOUND, N_("you have not logged a use of this case"), "");
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

typedef struct PersonDay {
    Uuid person;
    int32_t day;
} PersonDay;

typedef struct Counting {
    UseSummary *summary;
    VEC(PersonDay) known;
} Counting;

static bool is_new_day(Counting *counting, PersonDay one) {
    VEC_EACH (known, &counting->known)
        if (known->day == one.day && uuid_equal(known->person, one.person))
            return false;
    vec_push(&counting->known, one);
    return true;
}

/* A person counts once a day; what is said of how it went counts each time. */
static bool count_use(void *context, const StoreCurrent *row, const Record *use, Error *err) {
    Counting *counting = context;
    UseSummary *summary = counting->summary;
    int64_t at_ms = record_int(use, USE_AT);
    (void)row;
    (void)err;
    summary->count +=
        is_new_day(counting, (PersonDay){record_ref_uuid(use, USE_BY), date_of(at_ms)});
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
    Counting counting = {.summary = out};
    bool ok = belongings_each(library, ENTITY_USE, case_id, count_use, &counting, err);
    vec_free(&counting.known);
    return ok;
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
    Str name, folded;
    int64_t at_ms;
    bool mine;
} Prospect;

struct ProspectNames {
    Arena arena;
    VEC(Prospect) items; /* the nearest first */
};

typedef struct Gathering {
    Library *library;
    ProspectNames *names;
    Map known;        /* folded name -> place in items */
    int name, by, at; /* fields */
} Gathering;

/* Whose case the actor may not see tells nothing, unless it would add nothing. */
static void gather(Gathering *g, const Record *record) {
    Buf folded = {0};
    Str name = str_trim(record_text(record, g->name));
    int64_t at_ms = record_int(record, g->at);
    bool mine = uuid_equal(record_ref_uuid(record, g->by), g->library->actor.user);
    text_fold(&folded, name);
    uint64_t *place = name.len ? map_get(&g->known, buf_str(&folded)) : NULL;
    Prospect *item = place ? &g->names->items.items[*place] : NULL;
    bool adds = name.len && (!item || at_ms > item->at_ms || mine > item->mine);
    if (adds && (mine || links_visible(g->library, record))) {
        if (!item) {
            *map_put(&g->known, buf_str(&folded), NULL) = g->names->items.len;
            vec_push(&g->names->items,
                     (Prospect){.name = arena_str(&g->names->arena, name),
                                .folded = arena_str(&g->names->arena, buf_str(&folded)),
                                .at_ms = at_ms});
            item = &g->names->items.items[g->names->items.len - 1];
        }
        item->at_ms = at_ms > item->at_ms ? at_ms : item->at_ms;
        item->mine |= mine;
    }
    buf_free(&folded);
}

static bool gather_row(void *context, const StoreCurrent *row, Error *err) {
    Record *record;
    if (row->trashed)
        return true;
    if (!row_decode(row, &record, err))
        return false;
    gather(context, record);
    record_free(record);
    return true;
}

static int by_nearness(const void *a, const void *b) {
    const Prospect *x = a, *y = b;
    if (x->mine != y->mine)
        return y->mine - x->mine;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? 1 : -1;
    return str_compare(x->folded, y->folded);
}

ProspectNames *library_prospect_names(Library *library) {
    static const struct {
        EntityType type;
        int name, by, at;
    } sources[] = {{ENTITY_USE, USE_PROSPECT, USE_BY, USE_AT},
                   {ENTITY_HAND_ON, HAND_ON_PROSPECT, HAND_ON_BY, HAND_ON_AT}};
    Gathering g = {.library = library, .names = mem_zalloc(sizeof *g.names)};
    StoreRead *read;
    Error ignored;
    if (store_read_begin(library->store, &read, &ignored)) {
        for (size_t i = 0; i < COUNT_OF(sources); i++) {
            g.name = sources[i].name;
            g.by = sources[i].by;
            g.at = sources[i].at;
            store_current_each(read, sources[i].type, gather_row, &g, &ignored);
        }
        store_read_end(read);
    }
    map_free(&g.known);
    if (g.names->items.len)
        qsort(g.names->items.items, g.names->items.len, sizeof *g.names->items.items, by_nearness);
    return g.names;
}

void library_prospect_names_free(ProspectNames *names) {
    if (!names)
        return;
    arena_free(&names->arena);
    vec_free(&names->items);
    free(names);
}

static bool fits(Str folded, Str typed) {
    return !typed.len || str_find(folded, typed, 0) != SIZE_MAX ||
           pinyin_match(folded, typed, NULL, NULL) != PINYIN_NO;
}

size_t library_prospects(const ProspectNames *names, Str text, size_t most, Str *out) {
    Buf typed = {0};
    size_t count = 0;
    text_fold(&typed, str_trim(text));
    for (size_t i = 0; i < names->items.len && count < most; i++)
        if (fits(names->items.items[i].folded, buf_str(&typed)))
            out[count++] = names->items.items[i].name;
    buf_free(&typed);
    return count;
}
