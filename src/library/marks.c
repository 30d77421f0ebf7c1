#include "config.h"

#include "library/find.h"

#include "base/i18n.h"
#include "conf/catalogue.h"
#include "library/internal.h"
#include "search/snippet.h"

/* Where the words of a query stand in a text that is shown. */

/* Rows of one list ask for the same query: the last one is kept. */
static SnippetMaker *maker_of(Library *library, Str query) {
    QueryOptions options = {.today = library_today(), .typing = true};
    SnippetMaker *maker;
    Error err;
    if (library->maker && str_equal(buf_str(&library->maker_query), query))
        return library->maker;
    library_marks_free(library);
    if (!snippet_maker_new(query, &options, &maker, &err))
        return NULL;
    buf_put_str(&library->maker_query, query);
    library->maker = maker;
    return maker;
}

void library_marks_free(Library *library) {
    snippet_maker_free(library->maker);
    library->maker = NULL;
    buf_free(&library->maker_query);
}

size_t library_find_marks(Library *library, Str query, Str text, size_t (*ranges)[2], size_t most) {
    SnippetMaker *maker = maker_of(library, query);
    Marks marks = {0};
    size_t count = 0;
    if (maker)
        snippet_marks(maker, text, &marks);
    for (; count < marks.len && count < most; count++) {
        ranges[count][0] = marks.items[count].from;
        ranges[count][1] = marks.items[count].to;
    }
    vec_free(&marks);
    return count;
}

void library_find_snippet_free(FindSnippet *snippet) {
    buf_free(&snippet->text);
    snippet->mark_count = 0;
}

/* The key of a metric was found: a person reads its name. */
static bool take_metric(const Snippet *snippet, FindSnippet *out) {
    Str key = buf_str(&snippet->text), label = metric_label(key);
    if (snippet->field != CASE_OUTCOMES || label.ptr == key.ptr)
        return false;
    buf_put_str(&out->text, label);
    out->marks[0].from = 0;
    out->marks[0].to = label.len;
    out->mark_count = 1;
    return true;
}

static void take_snippet(const Snippet *snippet, FindSnippet *out) {
    out->where = entity_get(ENTITY_CASE)->fields[snippet->field].label;
    out->in_title = snippet->field == CASE_TITLE;
    if (take_metric(snippet, out))
        return;
    if (snippet->cut_before)
        buf_puts(&out->text, "...");
    size_t base = out->text.len;
    buf_put_str(&out->text, buf_str(&snippet->text));
    if (snippet->cut_after)
        buf_puts(&out->text, "...");
    for (size_t i = 0; i < snippet->marks.len && out->mark_count < COUNT_OF(out->marks); i++) {
        out->marks[out->mark_count].from = base + snippet->marks.items[i].from;
        out->marks[out->mark_count++].to = base + snippet->marks.items[i].to;
    }
}

bool library_find_snippet(Library *library, const LibraryRow *row, Str query, int columns,
                          FindSnippet *out) {
    SnippetMaker *maker = maker_of(library, query);
    Snippet snippet = {0};
    StoreRead *read = NULL;
    Error err;
    *out = (FindSnippet){0};
    bool ok = maker && store_read_begin(library->store, &read, &err) &&
              snippet_make(maker, read, (uint32_t)row->change, columns, &snippet, &err) &&
              snippet.field >= 0 && snippet.marks.len;
    if (ok)
        take_snippet(&snippet, out);
    store_read_end(read);
    snippet_free(&snippet);
    return ok;
}

const char *library_find_why(Library *library, FindHit *hit, Str query) {
    StoreRead *read = NULL;
    Error err;
    int field;
    if (hit->why)
        return hit->why;
    hit->why = "";
    SnippetMaker *maker = query.len ? maker_of(library, query) : NULL;
    if (maker && store_read_begin(library->store, &read, &err) &&
        snippet_field(maker, read, (uint32_t)hit->row.change, &field, &err) && field >= 0)
        hit->why = entity_get(ENTITY_CASE)->fields[field].label;
    store_read_end(read);
    return hit->why;
}
