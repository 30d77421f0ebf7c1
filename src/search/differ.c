#include "config.h"

#include "search/differ.h"

#include "base/i18n.h"
#include "base/vec.h"

#include <stdlib.h>

/* ---- words ---- */

void differ_expect(Differ *differ, DifferDocuments *list, uint32_t ordinal, uint32_t number) {
    DifferDocument document = {
        .ordinal = ordinal, .number = number, .expected = differ->rows->document};
    differ->rows->document = (SearchDocument){0};
    search_document_sort(&document.expected);
    document.met = mem_zalloc(document.expected.term_count + 1);
    vec_push(list, document);
}

static void tell_word(Differ *differ, DifferDocument *document, const char *message, Str term,
                      uint32_t revision, uint32_t index) {
    Error finding = {0};
    if (document->told++ >= DIFFER_TERMS)
        return;
    error_set(&finding, ERR_CORRUPT, message, "dSdd", (int64_t)document->number, term,
              (int64_t)revision, (int64_t)index);
    differ->found(differ->context, &finding);
}

static const SearchTerm *find_term(const SearchDocument *document, Str term, size_t *at) {
    SearchTerm wanted = {.text = str_make(term.ptr + 1, term.len - 1),
                         .field = (uint8_t)term.ptr[0]};
    size_t low = 0, high = document->term_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (search_term_compare(&document->terms[mid], &wanted) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *at = low;
    return low < document->term_count && search_term_compare(&document->terms[low], &wanted) == 0
               ? &document->terms[low]
               : NULL;
}

static uint32_t kept_tf(const SearchTerm *term) {
    return term->tf > UINT16_MAX ? UINT16_MAX : term->tf;
}

static void compare_term(Differ *differ, DifferDocument *document, Str term, uint32_t tf) {
    size_t at;
    const SearchTerm *expected = find_term(&document->expected, term, &at);
    Str text = str_make(term.ptr + 1, term.len - 1);
    if (!expected) {
        tell_word(differ, document,
                  N_("Change {0}: the index knows “{1}”, which its revision does not hold."), text,
                  0, tf);
        return;
    }
    document->met[at] = true;
    if (kept_tf(expected) != tf)
        tell_word(differ, document,
                  N_("Change {0}: “{1}” counts {2} in its revision, {3} in the index."), text,
                  kept_tf(expected), tf);
}

static DifferDocument *find_document(DifferDocuments *list, uint32_t ordinal) {
    VEC_EACH (document, list)
        if (document->ordinal == ordinal)
            return document;
    return NULL;
}

typedef struct Comparison {
    Differ *differ;
    DifferDocuments *documents;
} Comparison;

static void compare_posting(void *context, Str term, uint32_t ordinal, uint32_t tf) {
    Comparison *comparison = context;
    DifferDocument *document = find_document(comparison->documents, ordinal);
    if (document)
        compare_term(comparison->differ, document, term, tf);
}

static void tell_missing(Differ *differ, DifferDocument *document) {
    const SearchDocument *expected = &document->expected;
    for (size_t i = 0; i < expected->term_count; i++)
        if (!document->met[i])
            tell_word(differ, document, N_("Change {0}: the index does not know “{1}”."),
                      expected->terms[i].text, expected->terms[i].tf, 0);
}

bool differ_tell(Differ *differ, Segment *s, DifferDocuments *list, Error *err) {
    Comparison comparison = {differ, list};
    bool ok = true;
    if (list->len && !s->small)
        ok = segment_each_posting(s, differ->progress, compare_posting, &comparison, err);
    VEC_EACH (document, list)
        if (ok)
            tell_missing(differ, document);
    return ok;
}

void differ_forget(DifferDocuments *list) {
    VEC_EACH (document, list) {
        search_document_free(&document->expected);
        free(document->met);
    }
    vec_free(list);
}

/* ---- columns ---- */

static bool same_list(Segment *s, SearchColumn c, uint32_t ordinal, const ColumnValue *value) {
    const uint8_t *codes = NULL;
    const Chunk *chunk = segment_chunk(s, c, ordinal);
    uint32_t count = chunk_list(chunk, ordinal % CHUNK_DOCS, &codes);
    if (count != value->count)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        Str text = codebook_text(segment_dictionary(s, c), chunk_list_code(chunk, codes, i));
        if (!str_equal(text, value->items[i]))
            return false;
    }
    return true;
}

static bool same_fixed(Segment *s, SearchColumn c, uint32_t ordinal, const ColumnValue *value) {
    const Chunk *chunk = segment_chunk(s, c, ordinal);
    const uint8_t *bytes = chunk_fixed(chunk, ordinal % CHUNK_DOCS);
    return bytes && value->count && value->items[0].len == chunk->width &&
           memcmp(bytes, value->items[0].ptr, chunk->width) == 0;
}

static bool same_value(Segment *s, SearchColumn c, uint32_t ordinal, const ColumnValue *value) {
    switch (column_info(c)->kind) {
    case COLUMN_KIND_BITS:
        return true;
    case COLUMN_KIND_BYTE:
        return segment_code(s, c, ordinal) == (uint32_t)value->number;
    case COLUMN_KIND_NUMBER:
        return c == COLUMN_DOCUMENT || segment_number(s, c, ordinal) == value->number;
    case COLUMN_KIND_FIXED:
        return same_fixed(s, c, ordinal, value);
    case COLUMN_KIND_CODE: {
        Str text = codebook_text(segment_dictionary(s, c), segment_code(s, c, ordinal));
        return str_equal(text, value->count ? value->items[0] : STR(""));
    }
    case COLUMN_KIND_CODES:
        return same_list(s, c, ordinal, value);
    }
    return false;
}

static const char *column_label(SearchColumn c) {
    static const struct {
        SearchColumn column;
        const char *label;
    } computed[] = {{COLUMN_NORM_DENSE, N_("length in characters")},
                    {COLUMN_NORM_SPACED, N_("length in words")},
                    {COLUMN_FLAGS, N_("marks")},
                    {COLUMN_COMPLETENESS, N_("completeness")},
                    {COLUMN_PRESENT, N_("filled fields")},
                    {COLUMN_DUE, N_("date of the next check")},
                    {COLUMN_STALE, N_("date of going stale")},
                    {COLUMN_AMOUNT, N_("amount of money")}};
    int field = column_info(c)->field;
    for (size_t i = 0; i < COUNT_OF(computed); i++)
        if (computed[i].column == c)
            return computed[i].label;
    return field >= 0 ? entity_get(ENTITY_CASE)->fields[field].label : N_("identity");
}

void differ_columns(Differ *differ, Segment *s, uint32_t ordinal, uint32_t number) {
    for (int column = 1; column < SEARCH_COLUMNS; column++) {
        SearchColumn c = (SearchColumn)column;
        Error finding = {0};
        if (same_value(s, c, ordinal, &differ->rows->document.values[c]))
            continue;
        error_set(&finding, ERR_CORRUPT,
                  N_("Change {0}: the column “{1}” is not that of its revision."), "ds",
                  (int64_t)number, _(column_label(c)));
        differ->found(differ->context, &finding);
    }
}
