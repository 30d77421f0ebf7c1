#include "config.h"

#include "search/colbuild.h"

static uint32_t code_of(ColumnSet *set, SearchColumn c, Str text) {
    bool added;
    uint64_t *slot = map_put(&set->columns[c].known, text, &added);
    if (added) {
        vec_push(&set->columns[c].texts, arena_str(&set->arena, text));
        *slot = set->columns[c].texts.len;
        set->bytes += 2 * text.len + 64;
    }
    return (uint32_t)*slot;
}

static void add_codes(ColumnSet *set, SearchColumn c, const ColumnValue *value) {
    bool one = column_info(c)->kind == COLUMN_KIND_CODE;
    uint8_t count = (uint8_t)(value->count > UINT8_MAX ? UINT8_MAX : value->count);
    if (one && count > 1)
        count = 1;
    vec_push(&set->columns[c].counts, count);
    for (uint8_t i = 0; i < count; i++)
        vec_push(&set->columns[c].codes, code_of(set, c, value->items[i]));
    set->columns[c].used |= count > 0;
    set->bytes += 1 + 4u * count;
}

static void add_fixed(ColumnSet *set, SearchColumn c, const ColumnValue *value) {
    uint8_t size = column_info(c)->size;
    if (value->count && value->items[0].len == size)
        buf_put_str(&set->columns[c].fixed, value->items[0]);
    else
        buf_fill(&set->columns[c].fixed, 0, size);
    set->columns[c].used = true;
    set->bytes += size;
}

static void add_number(ColumnSet *set, SearchColumn c, int64_t number) {
    vec_push(&set->columns[c].numbers, number);
    set->columns[c].used |= column_info(c)->kind == COLUMN_KIND_BYTE || number != COLUMN_ABSENT;
    set->bytes += sizeof number;
}

void column_set_add(ColumnSet *set, uint32_t number, const SearchDocument *document) {
    for (int i = 0; i < SEARCH_COLUMNS; i++) {
        SearchColumn c = (SearchColumn)i;
        const ColumnValue *value = &document->values[c];
        switch (column_info(c)->kind) {
        case COLUMN_KIND_BITS:
            break;
        case COLUMN_KIND_BYTE:
        case COLUMN_KIND_NUMBER:
            add_number(set, c, c == COLUMN_DOCUMENT ? (int64_t)number : value->number);
            break;
        case COLUMN_KIND_FIXED:
            add_fixed(set, c, value);
            break;
        case COLUMN_KIND_CODE:
        case COLUMN_KIND_CODES:
            add_codes(set, c, value);
            break;
        }
    }
    set->docs++;
}

/* ---- writing ---- */

typedef struct Ranked {
    Str text;
    uint32_t code;
} Ranked;

static int compare_ranked(const void *a, const void *b) {
    return str_compare(((const Ranked *)a)->text, ((const Ranked *)b)->text);
}

/* Puts the dictionary and turns codes of first occurrence into places of the dictionary. */
static void sort_codes(ColumnSet *set, SearchColumn c, Buf *out) {
    size_t count = set->columns[c].texts.len;
    Ranked *ranked = mem_alloc((count + 1) * sizeof *ranked);
    Str *texts = mem_alloc((count + 1) * sizeof *texts);
    uint32_t *places = mem_alloc((count + 1) * sizeof *places);
    for (size_t i = 0; i < count; i++)
        ranked[i] = (Ranked){set->columns[c].texts.items[i], (uint32_t)i + 1};
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++) {
        texts[i] = ranked[i].text;
        places[ranked[i].code] = (uint32_t)i + 1;
    }
    codebook_put(out, texts, (uint32_t)count);
    VEC_EACH (code, &set->columns[c].codes) {
        *code = places[*code];
    }
    /* The set stays usable: the texts take their new places too. */
    for (size_t i = 0; i < count; i++) {
        set->columns[c].texts.items[i] = texts[i];
        *map_get(&set->columns[c].known, texts[i]) = i + 1;
    }
    free(places);
    free(texts);
    free(ranked);
}

/* One code a document, 0 for none. */
static void put_single_codes(const uint8_t *counts, const uint32_t *codes, uint32_t n, Buf *out) {
    uint32_t *single = mem_alloc(n * sizeof *single);
    for (uint32_t i = 0; i < n; i++)
        single[i] = counts[i] ? *codes++ : 0;
    chunk_put_codes(out, single, n);
    free(single);
}

static void put_number_bytes(const int64_t *numbers, uint32_t n, Buf *out) {
    uint8_t *bytes = mem_alloc(n);
    for (uint32_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)numbers[i];
    chunk_put_bytes(out, bytes, n);
    free(bytes);
}

/* *code_at: codes used up by earlier chunks. */
static void put_chunk(ColumnSet *set, SearchColumn c, uint32_t from, uint32_t n, size_t *code_at,
                      Buf *out) {
    const ColumnInfo *info = column_info(c);
    bool coded = info->kind >= COLUMN_KIND_CODE;
    const uint8_t *counts = coded ? set->columns[c].counts.items + from : NULL;
    const uint32_t *codes = coded ? set->columns[c].codes.items + *code_at : NULL;
    switch (info->kind) {
    case COLUMN_KIND_BITS:
        break;
    case COLUMN_KIND_BYTE:
        put_number_bytes(set->columns[c].numbers.items + from, n, out);
        break;
    case COLUMN_KIND_NUMBER:
        chunk_put_numbers(out, set->columns[c].numbers.items + from, n);
        break;
    case COLUMN_KIND_FIXED: {
        const char *bytes = set->columns[c].fixed.data + (size_t)from * info->size;
        chunk_put_fixed(out, (const uint8_t *)bytes, info->size, n);
        break;
    }
    case COLUMN_KIND_CODE:
        put_single_codes(counts, codes, n, out);
        break;
    case COLUMN_KIND_CODES:
        chunk_put_lists(out, counts, codes, n);
        break;
    }
    if (coded)
        for (uint32_t i = 0; i < n; i++)
            *code_at += counts[i];
}

static bool write_column(ColumnSet *set, SearchColumn c, ColumnPutFn *put, void *context, Buf *buf,
                         Error *err) {
    ColumnKind kind = column_info(c)->kind;
    size_t code_at = 0;
    if (!set->columns[c].used)
        return true;
    if (kind == COLUMN_KIND_CODE || kind == COLUMN_KIND_CODES) {
        buf_clear(buf);
        sort_codes(set, c, buf);
        if (!put(context, c, UINT32_MAX, buf_str(buf), err))
            return false;
    }
    for (uint32_t from = 0; from < set->docs; from += CHUNK_DOCS) {
        uint32_t n = set->docs - from < CHUNK_DOCS ? set->docs - from : CHUNK_DOCS;
        buf_clear(buf);
        put_chunk(set, c, from, n, &code_at, buf);
        if (!put(context, c, from / CHUNK_DOCS, buf_str(buf), err))
            return false;
    }
    return true;
}

bool column_set_write(ColumnSet *set, ColumnPutFn *put, void *context, Error *err) {
    Buf buf = {0};
    bool ok = true;
    for (int c = 0; c < SEARCH_COLUMNS && ok; c++)
        if (column_info((SearchColumn)c)->kind != COLUMN_KIND_BITS)
            ok = write_column(set, (SearchColumn)c, put, context, &buf, err);
    buf_free(&buf);
    return ok;
}

void column_set_clear(ColumnSet *set) {
    for (int c = 0; c < SEARCH_COLUMNS; c++) {
        set->columns[c].numbers.len = 0;
        set->columns[c].fixed.len = 0;
        set->columns[c].counts.len = set->columns[c].codes.len = set->columns[c].texts.len = 0;
        set->columns[c].used = false;
        map_free(&set->columns[c].known);
    }
    arena_clear(&set->arena);
    set->docs = 0;
    set->bytes = 0;
}

void column_set_free(ColumnSet *set) {
    for (int c = 0; c < SEARCH_COLUMNS; c++) {
        vec_free(&set->columns[c].numbers);
        buf_free(&set->columns[c].fixed);
        vec_free(&set->columns[c].counts);
        vec_free(&set->columns[c].codes);
        vec_free(&set->columns[c].texts);
        map_free(&set->columns[c].known);
    }
    arena_free(&set->arena);
    *set = (ColumnSet){0};
}
