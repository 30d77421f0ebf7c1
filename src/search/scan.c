#include "config.h"

#include "search/scan.h"

#include "record/encode.h"
#include "record/state.h"
#include "text/fold.h"

typedef struct Scan {
    const Record *record;
    const SearchVisible *visible;
    int32_t today;
    FoldedCase folded;
    ColumnValue values[SEARCH_COLUMNS];
    Arena arena;
} Scan;

static bool starts_at(Str value, Str text, size_t at) {
    return value.len - at >= text.len && memcmp(value.ptr + at, text.ptr, text.len) == 0;
}

/* A path is its parts: the text must be some of them in a row. */
static bool branch_holds(Str value, Str text) {
    for (size_t at = 0; at + text.len <= value.len; at++) {
        bool begins = !at || value.ptr[at - 1] == '/';
        bool ends = at + text.len == value.len || value.ptr[at + text.len] == '/';
        if (begins && ends && starts_at(value, text, at))
            return true;
    }
    return false;
}

static bool text_holds(const QueryFilter *filter, Str value) {
    switch (filter->match) {
    case MATCH_EQUAL:
        return str_equal(value, filter->text);
    case MATCH_PREFIX:
        return str_starts(value, filter->text);
    case MATCH_CONTAINS:
        return str_find(value, filter->text, 0) != SIZE_MAX;
    case MATCH_BRANCH:
        return branch_holds(value, filter->text);
    }
    return false;
}

static bool codes_hold(const Scan *scan, const QueryFilter *filter) {
    const ColumnValue *value = &scan->values[filter->column];
    bool reference = column_is_reference((SearchColumn)filter->column), holds = false;
    Buf folded = {0};
    for (uint32_t i = 0; i < value->count && !holds; i++) {
        Str text = reference ? column_reference_name(value->items[i]) : value->items[i];
        buf_clear(&folded);
        text_fold(&folded, text);
        holds = text_holds(filter, buf_str(&folded));
    }
    buf_free(&folded);
    return holds;
}

static bool is_user(const Scan *scan, int field) {
    Uuid user = record_ref_uuid(scan->record, field);
    return scan->visible && !uuid_is_nil(user) && uuid_equal(user, scan->visible->me);
}

static bool mine_holds(const Scan *scan, int column) {
    if (column >= 0)
        return is_user(scan, column_info((SearchColumn)column)->field);
    return is_user(scan, CASE_OWNER) || is_user(scan, CASE_AUTHOR);
}

static bool present_holds(const Scan *scan, const QueryFilter *filter) {
    if (filter->bit >= 0)
        return scan->values[COLUMN_PRESENT].number >> filter->bit & 1;
    const ColumnValue *value = &scan->values[filter->column];
    switch (column_info((SearchColumn)filter->column)->kind) {
    case COLUMN_KIND_CODE:
    case COLUMN_KIND_CODES:
        return value->count > 0;
    case COLUMN_KIND_BYTE:
        return value->number != 0;
    default:
        return value->number != COLUMN_ABSENT;
    }
}

static bool filter_holds(const Scan *scan, const QueryFilter *filter) {
    switch (filter->kind) {
    case FILTER_CODES:
        return codes_hold(scan, filter);
    case FILTER_BYTES:
        return filter->mask >> scan->values[filter->column].number & 1;
    case FILTER_NUMBER: {
        int64_t number = scan->values[filter->column].number;
        return number != COLUMN_ABSENT && number >= filter->low && number <= filter->high;
    }
    case FILTER_PRESENT:
        return present_holds(scan, filter);
    case FILTER_FLAG:
        return scan->values[COLUMN_FLAGS].number & (int64_t)filter->mask;
    case FILTER_TRUST:
        return filter->mask >> case_trust(scan->record, scan->today) & 1;
    case FILTER_MINE:
        return mine_holds(scan, filter->column);
    case FILTER_NEVER:
        break;
    }
    return false;
}

static bool node_holds(const Scan *scan, const QueryNode *node) {
    switch (node->kind) {
    case QUERY_UNIT:
        return match_case(&scan->folded, node);
    case QUERY_FILTER:
        return filter_holds(scan, &node->filter);
    case QUERY_NOT:
        return !node_holds(scan, node->items[0]);
    case QUERY_AND:
        for (size_t i = 0; i < node->count; i++)
            if (!node_holds(scan, node->items[i]))
                return false;
        return true;
    case QUERY_OR:
        for (size_t i = 0; i < node->count; i++)
            if (node_holds(scan, node->items[i]))
                return true;
        break;
    }
    return false;
}

static bool belongs(const Scan *scan) {
    Uuid owner = record_ref_uuid(scan->record, CASE_OWNER);
    for (size_t i = 0; i < scan->visible->team_count && !uuid_is_nil(owner); i++)
        if (uuid_equal(scan->visible->team[i], owner))
            return true;
    return mine_holds(scan, -1);
}

static bool is_shown(const Scan *scan, const Query *query) {
    const SearchVisible *v = scan->visible;
    CaseState state = case_state(scan->record);
    bool own = v->everything || v->unpublished || belongs(scan);
    if (record_int(scan->record, CASE_TRASHED))
        return (v->trashed || query->names_trashed) && own;
    if (state == STATE_ARCHIVED && !(v->archived || query->names_archived))
        return false;
    bool was_read = state == STATE_ARCHIVED && (record_has(scan->record, CASE_PUBLISHED_AT) ||
                                                record_has(scan->record, CASE_VERIFY_LAST));
    bool open =
        (state == STATE_PUBLISHED || was_read) && v->audiences >> case_audience(scan->record) & 1;
    if (state == STATE_PUBLISHED)
        return open || v->everything || belongs(scan);
    return open || own;
}

bool scan_matches(const Query *query, const Record *record, const SearchVisible *visible,
                  int32_t today) {
    Scan scan = {.record = record, .visible = visible, .today = today};
    Buf canonical = {0};
    record_encode(record, &canonical);
    folded_case_set(&scan.folded, buf_str(&canonical));
    column_values(record, &scan.arena, scan.values);
    bool matches =
        (!visible || is_shown(&scan, query)) && (!query->root || node_holds(&scan, query->root));
    folded_case_free(&scan.folded);
    buf_free(&canonical);
    arena_free(&scan.arena);
    return matches;
}
