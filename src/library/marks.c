#include "config.h"

#include "library/find.h"

#include "library/internal.h"
#include "library/marks.h"
#include "search/match.h"
#include "text/cluster.h"
#include "text/fold.h"
#include "text/width.h"

/* Where the words of a query stand in a text that is shown. */

const QueryNode *marks_first_unit(const QueryNode *node) {
    if (!node || node->kind == QUERY_UNIT)
        return node;
    if (node->kind != QUERY_AND && node->kind != QUERY_OR)
        return NULL;
    for (size_t i = 0; i < node->count; i++) {
        const QueryNode *unit = marks_first_unit(node->items[i]);
        if (unit)
            return unit;
    }
    return NULL;
}

typedef struct Marking {
    Str text, folded;
    const TextMap *map;
    size_t (*ranges)[2];
    size_t count, most;
} Marking;

static void mark_unit(Marking *marking, const QueryNode *unit) {
    size_t begin, end, from = 0;
    while (marking->count < marking->most &&
           match_find(marking->folded, unit, from, &begin, &end) && end > begin) {
        size_t *range = marking->ranges[marking->count++];
        text_map_range(marking->map, marking->text, begin, end, &range[0], &range[1]);
        from = end;
    }
}

static void mark_node(Marking *marking, const QueryNode *node) {
    if (node->kind == QUERY_UNIT)
        mark_unit(marking, node);
    for (size_t i = 0; (node->kind == QUERY_AND || node->kind == QUERY_OR) && i < node->count; i++)
        mark_node(marking, node->items[i]);
}

static int compare_ranges(const void *a, const void *b) {
    const size_t *x = a, *y = b;
    return (x[0] > y[0]) - (x[0] < y[0]);
}

/* Ascending and apart: what overlaps becomes one. */
static size_t join_ranges(size_t (*ranges)[2], size_t count) {
    size_t kept = 0;
    if (count)
        qsort(ranges, count, sizeof *ranges, compare_ranges);
    for (size_t i = 0; i < count; i++) {
        if (kept && ranges[i][0] <= ranges[kept - 1][1]) {
            if (ranges[i][1] > ranges[kept - 1][1])
                ranges[kept - 1][1] = ranges[i][1];
        } else {
            ranges[kept][0] = ranges[i][0];
            ranges[kept][1] = ranges[i][1];
            kept++;
        }
    }
    return kept;
}

size_t library_find_marks(Library *library, Str query, Str text, size_t (*ranges)[2], size_t most) {
    Query parsed = {0};
    QueryOptions options = {library_today(), true, false};
    Buf folded = {0};
    TextMap map = {0};
    Error err;
    size_t count = 0;
    (void)library;
    if (query_parse(query, &options, &parsed, &err) && parsed.root && text.len) {
        text_fold_map(&folded, &map, text);
        Marking marking = {text, buf_str(&folded), &map, ranges, 0, most};
        mark_node(&marking, parsed.root);
        count = join_ranges(ranges, marking.count);
    }
    text_map_free(&map);
    buf_free(&folded);
    query_free(&parsed);
    return count;
}

void library_find_snippet_free(FindSnippet *snippet) {
    buf_free(&snippet->text);
    snippet->mark_count = 0;
}

/* The line of the text that holds the match, cut to `columns` around it. */
static void cut_around(Str text, const size_t (*ranges)[2], size_t count, int columns,
                       FindSnippet *out) {
    size_t line = ranges[0][0], end = ranges[0][1];
    while (line > 0 && text.ptr[line - 1] != '\n')
        line--;
    while (end < text.len && text.ptr[end] != '\n')
        end++;
    Str before = str_make(text.ptr + line, ranges[0][0] - line);
    int lead = columns / 4;
    size_t skip = 0;
    if (text_width(before) > lead)
        skip = text_width_find(before, text_width(before) - lead);
    Str shown = str_make(text.ptr + line + skip, end - line - skip);
    size_t fits = text_width_fit(shown, columns - (skip ? 3 : 0), NULL);
    if (skip)
        buf_puts(&out->text, "...");
    size_t base = out->text.len;
    buf_put(&out->text, shown.ptr, fits);
    for (size_t i = 0; i < count && out->mark_count < sizeof out->marks / sizeof *out->marks; i++) {
        size_t from = ranges[i][0], to = ranges[i][1];
        if (from < line + skip || to > line + skip + fits)
            continue;
        out->marks[out->mark_count].from = base + from - line - skip;
        out->marks[out->mark_count++].to = base + to - line - skip;
    }
}

bool library_find_snippet(Library *library, const Record *record, Str query, int columns,
                          FindSnippet *out) {
    static const int fields[] = {CASE_SUMMARY,    CASE_RESULT,  CASE_NEED,     CASE_SOLUTION,
                                 CASE_BACKGROUND, CASE_PROCESS, CASE_FEEDBACK, CASE_BODY};
    size_t ranges[64][2];
    *out = (FindSnippet){0};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        Str text = record_text(record, fields[i]);
        size_t count = library_find_marks(library, query, text, ranges, COUNT_OF(ranges));
        if (!count)
            continue;
        cut_around(text, (const size_t(*)[2])ranges, count, columns, out);
        return true;
    }
    return false;
}
