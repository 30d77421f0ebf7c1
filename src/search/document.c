#include "config.h"

#include "search/document.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/encode.h"
#include "search/places.h"
#include "text/collate.h"

#include <math.h>

enum { FORMAT = 2 /* 2: pairs have places, names initials */, TOMBSTONE = 1, PLACE_SET = PLACES };

struct SearchAnalyser {
    Analysis analysis;
    SearchParts parts;
    TextCollator *collator;
    Buf canonical, key;
};

SearchAnalyser *search_analyser_new(void) {
    return mem_zalloc(sizeof(SearchAnalyser));
}

void search_analyser_free(SearchAnalyser *a) {
    if (!a)
        return;
    analysis_free(&a->analysis);
    search_parts_free(&a->parts);
    text_collator_free(a->collator);
    buf_free(&a->canonical);
    buf_free(&a->key);
    free(a);
}

uint8_t search_norm(uint32_t length) {
    float norm = roundf(16 * log2f((float)length + 1));
    return norm > UINT8_MAX ? UINT8_MAX : (uint8_t)norm;
}

float search_norm_length(uint8_t norm) {
    return exp2f((float)norm / 16) - 1;
}

/* The collation key depends on the ICU version; so does analyzer_id, which tells when the index
 * must be made anew. */
static void title_key(SearchAnalyser *a, const Record *record, SearchDocument *out) {
    uint8_t size = column_info(COLUMN_TITLE)->size;
    uint8_t *bytes = arena_zalloc(&out->arena, size);
    Str *text = ARENA_NEW(&out->arena, Str);
    if (!a->collator)
        a->collator = text_collator_new();
    buf_clear(&a->key);
    text_collator_key(a->collator, record_text(record, CASE_TITLE), &a->key);
    if (a->key.len)
        memcpy(bytes, a->key.data, a->key.len < size ? a->key.len : size);
    *text = str_make((const char *)bytes, size);
    out->values[COLUMN_TITLE] = (ColumnValue){.items = text, .count = 1};
}

static void copy_terms(const Analysis *analysis, SearchDocument *out) {
    const char *folded = analysis->folded.data;
    char *copy = arena_dup(&out->arena, folded ? folded : "", analysis->folded.len);
    out->term_count = analysis->len;
    out->terms = arena_dup(&out->arena, analysis->terms, analysis->len * sizeof *out->terms);
    for (size_t i = 0; i < out->term_count; i++)
        out->terms[i].text.ptr = copy + (out->terms[i].text.ptr - folded);
}

static void start(SearchDocument *out) {
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (SearchDocument){.arena = arena};
}

void search_document_build(SearchAnalyser *a, const Record *record, SearchDocument *out) {
    start(out);
    buf_clear(&a->canonical);
    a->parts.len = 0;
    record_encode(record, &a->canonical);
    search_parts_read(buf_str(&a->canonical), &a->parts);
    analysis_run(&a->analysis, &a->parts);
    column_values(record, &out->arena, out->values);
    for (int norm = 0; norm < NORM_CLASSES; norm++)
        out->norms[norm] = search_norm(a->analysis.lengths[norm]);
    out->values[COLUMN_NORM_DENSE].number = out->norms[NORM_DENSE];
    out->values[COLUMN_NORM_SPACED].number = out->norms[NORM_SPACED];
    title_key(a, record, out);
    copy_terms(&a->analysis, out); /* the largest last: a piece of memory of its own */
}

void search_document_tombstone(SearchDocument *out) {
    start(out);
    out->tombstone = true;
}

void search_document_free(SearchDocument *document) {
    arena_free(&document->arena);
    *document = (SearchDocument){0};
}

/* ---- coding: format, flags, columns {column + 1, values} 0, terms by field, front-coded, with
 * frequency and for pairs places ---- */

static bool column_is_empty(SearchColumn c, const ColumnValue *value) {
    ColumnKind kind = column_info(c)->kind;
    if (kind == COLUMN_KIND_BITS || c == COLUMN_DOCUMENT)
        return true;
    if (kind == COLUMN_KIND_NUMBER)
        return value->number == COLUMN_ABSENT;
    return kind == COLUMN_KIND_BYTE ? !value->number : !value->count;
}

static void put_column(SearchColumn c, const ColumnValue *value, Buf *out) {
    ColumnKind kind = column_info(c)->kind;
    buf_put_varint(out, (uint64_t)c + 1);
    if (kind == COLUMN_KIND_BYTE || kind == COLUMN_KIND_NUMBER) {
        buf_put_svarint(out, value->number);
        return;
    }
    buf_put_varint(out, value->count);
    for (uint32_t i = 0; i < value->count; i++) {
        buf_put_varint(out, value->items[i].len);
        buf_put_str(out, value->items[i]);
    }
}

static size_t shared_prefix(Str a, Str b) {
    size_t most = a.len < b.len ? a.len : b.len, n = 0;
    while (n < most && a.ptr[n] == b.ptr[n])
        n++;
    return n;
}

/* One place is its number, more are PLACE_SET and the set. */
static void put_places(PlaceSet places, Buf *out) {
    bool one = __builtin_popcount(places) == 1;
    buf_put_u8(out, one ? (uint8_t)__builtin_ctz(places) : PLACE_SET);
    if (!one)
        buf_put_u16(out, places);
}

static PlaceSet read_places(Reader *r) {
    uint8_t place = reader_u8(r);
    if (place > PLACE_SET)
        r->ok = false;
    return place < PLACE_SET ? place_set(place) : reader_u16(r);
}

static void put_terms(const SearchDocument *document, Buf *out) {
    size_t at = 0;
    for (unsigned field = TERM_CHAR; field < TERM_FIELDS; field++) {
        size_t end = at;
        while (end < document->term_count && document->terms[end].field == field)
            end++;
        buf_put_varint(out, end - at);
        for (Str before = STR(""); at < end; before = document->terms[at++].text) {
            Str text = document->terms[at].text;
            size_t shared = shared_prefix(before, text);
            buf_put_varint(out, shared);
            buf_put_varint(out, text.len - shared);
            buf_put(out, text.ptr + shared, text.len - shared);
            buf_put_varint(out, document->terms[at].tf);
            if (field == TERM_PAIR)
                put_places(document->terms[at].places, out);
        }
    }
}

static int compare_terms(const void *a, const void *b) {
    return search_term_compare(a, b);
}

void search_document_sort(SearchDocument *document) {
    if (!document->sorted && document->term_count)
        qsort(document->terms, document->term_count, sizeof *document->terms, compare_terms);
    document->sorted = true;
}

void search_document_encode(SearchDocument *document, Buf *out) {
    buf_put_u8(out, FORMAT);
    buf_put_u8(out, document->tombstone ? TOMBSTONE : 0);
    if (document->tombstone)
        return;
    for (SearchColumn c = 0; c < SEARCH_COLUMNS; c++)
        if (!column_is_empty(c, &document->values[c]))
            put_column(c, &document->values[c], out);
    buf_put_varint(out, 0);
    search_document_sort(document);
    put_terms(document, out);
}

static void read_texts(Reader *r, SearchColumn c, SearchDocument *out) {
    uint64_t count = reader_varint(r);
    if (count > UINT8_MAX) {
        r->ok = false;
        return;
    }
    Str *texts = arena_zalloc(&out->arena, (count + 1) * sizeof *texts);
    for (uint64_t i = 0; i < count && r->ok; i++)
        texts[i] = arena_str(&out->arena, reader_bytes(r, (size_t)reader_varint(r)));
    const ColumnInfo *info = column_info(c);
    if (info->kind == COLUMN_KIND_FIXED && (count != 1 || texts[0].len != info->size))
        r->ok = false;
    out->values[c].items = texts;
    out->values[c].count = (uint32_t)count;
}

static void read_columns(Reader *r, SearchDocument *out) {
    for (int c = 0; c < SEARCH_COLUMNS; c++)
        if (column_info((SearchColumn)c)->kind == COLUMN_KIND_NUMBER)
            out->values[c].number = COLUMN_ABSENT;
    for (uint64_t id; (id = reader_varint(r)) && r->ok;) {
        if (id > SEARCH_COLUMNS || column_info((SearchColumn)(id - 1))->kind == COLUMN_KIND_BITS) {
            r->ok = false;
            return;
        }
        SearchColumn c = (SearchColumn)(id - 1);
        ColumnKind kind = column_info(c)->kind;
        if (kind == COLUMN_KIND_BYTE || kind == COLUMN_KIND_NUMBER)
            out->values[c].number = reader_svarint(r);
        else
            read_texts(r, c, out);
        if (kind == COLUMN_KIND_BYTE)
            out->values[c].number &= UINT8_MAX;
    }
    out->norms[NORM_DENSE] = (uint8_t)out->values[COLUMN_NORM_DENSE].number;
    out->norms[NORM_SPACED] = (uint8_t)out->values[COLUMN_NORM_SPACED].number;
}

typedef struct Terms {
    SearchTerm *items;
    size_t len, cap;
} Terms;

static bool read_term(Reader *r, uint8_t format, unsigned field, Str before, Arena *arena,
                      SearchTerm *out) {
    uint64_t shared = reader_varint(r), len = reader_varint(r);
    if (shared > before.len || len > TERM_BYTES || shared + len > TERM_BYTES)
        return false;
    Str suffix = reader_bytes(r, (size_t)len);
    if (!r->ok)
        return false;
    char *text = arena_alloc(arena, (size_t)(shared + len) + 1);
    memcpy(text, before.ptr, (size_t)shared);
    if (len)
        memcpy(text + shared, suffix.ptr, (size_t)len);
    uint64_t tf = reader_varint(r);
    *out = (SearchTerm){.text = str_make(text, (size_t)(shared + len)),
                        .tf = tf > UINT16_MAX ? UINT16_MAX
                              : tf            ? (uint32_t)tf
                                              : 1,
                        .field = (uint8_t)field};
    if (field == TERM_PAIR && format >= 2)
        out->places = read_places(r);
    return r->ok && str_compare(before, out->text) < 0;
}

static bool read_terms(Reader *r, uint8_t format, SearchDocument *out) {
    Terms terms = {0};
    bool ok = true;
    unsigned fields = format >= 2 ? TERM_FIELDS : TERM_INITIALS;
    for (unsigned field = TERM_CHAR; field < fields && ok; field++) {
        uint64_t count = reader_varint(r);
        Str before = STR("");
        for (uint64_t i = 0; i < count && ok; i++) {
            SearchTerm term;
            ok = read_term(r, format, field, before, &out->arena, &term);
            if (ok)
                vec_push(&terms, term);
            before = ok ? term.text : before;
        }
    }
    out->term_count = terms.len;
    out->sorted = true;
    out->terms = arena_dup(&out->arena, terms.items, terms.len * sizeof *terms.items);
    vec_free(&terms);
    return ok && r->ok;
}

bool search_document_is_tombstone(Str bytes) {
    return bytes.len >= 2 && bytes.ptr[0] <= FORMAT && (bytes.ptr[1] & TOMBSTONE);
}

bool search_document_decode(Str bytes, SearchDocument *out, Error *err) {
    start(out);
    Reader r = reader_of(bytes.ptr, bytes.len);
    uint8_t format = reader_u8(&r), flags = reader_u8(&r);
    if (r.ok && format > FORMAT)
        return error_set(err, ERR_VERSION,
                         N_("The index of a change was written by a newer program."), "");
    out->tombstone = flags & TOMBSTONE;
    if (r.ok && out->tombstone)
        return true;
    read_columns(&r, out);
    if (!r.ok || !format || !out->values[COLUMN_UUID].count || !read_terms(&r, format, out)) {
        out->term_count = 0;
        return error_set(err, ERR_CORRUPT, N_("The index of a change is damaged."), "");
    }
    return true;
}
