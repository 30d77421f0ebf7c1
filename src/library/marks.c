#include "config.h"

#include "library/find.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "search/snippet.h"

/* Where the words of a query stand in a text that is shown. */

static SnippetMaker *new_maker(Str query) {
    QueryOptions options = {.today = library_today(), .typing = true};
    SnippetMaker *maker;
    Error err;
    return snippet_maker_new(query, &options, &maker, &err) ? maker : NULL;
}

size_t library_find_marks(Library *library, Str query, Str text, size_t (*ranges)[2], size_t most) {
    SnippetMaker *maker = new_maker(query);
    Marks marks = {0};
    size_t count = 0;
    (void)library;
    if (maker)
        snippet_marks(maker, text, &marks);
    for (; count < marks.len && count < most; count++) {
        ranges[count][0] = marks.items[count].from;
        ranges[count][1] = marks.items[count].to;
    }
    vec_free(&marks);
    snippet_maker_free(maker);
    return count;
}

void library_find_snippet_free(FindSnippet *snippet) {
    buf_free(&snippet->text);
    snippet->mark_count = 0;
}

static void take_snippet(const Snippet *snippet, FindSnippet *out) {
    out->where = entity_get(ENTITY_CASE)->fields[snippet->field].label;
    out->in_title = snippet->field == CASE_TITLE;
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
    SnippetMaker *maker = new_maker(query);
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
    snippet_maker_free(maker);
    return ok;
}
