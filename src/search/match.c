#include "config.h"

#include "search/match.h"

#include "base/mem.h"
#include "store/log.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

static bool is_spaced(TextClass class) {
    return class == TEXT_LETTER || class == TEXT_DIGIT;
}

static bool spaced_before(Str folded, size_t at) {
    uint32_t point;
    if (!at)
        return false;
    utf8_prev(folded, at, &point);
    return is_spaced(text_class(point));
}

static bool spaced_after(Str folded, size_t at) {
    uint32_t point;
    if (at >= folded.len)
        return false;
    utf8_next(folded, at, &point);
    return is_spaced(text_class(point));
}

static Str run_text(const QueryNode *unit, size_t run) {
    return str_make(unit->text.ptr + unit->runs[run].from,
                    unit->runs[run].to - unit->runs[run].from);
}

/* Whether the run stands exactly at `at`. */
static bool run_stands(Str folded, const QueryNode *unit, size_t run, size_t at) {
    Str text = run_text(unit, run);
    if (folded.len - at < text.len || memcmp(folded.ptr + at, text.ptr, text.len) != 0)
        return false;
    if (unit->runs[run].dense)
        return true;
    bool open = unit->prefix && run + 1 == unit->run_count;
    return !spaced_before(folded, at) && (open || !spaced_after(folded, at + text.len));
}

static size_t skip_gap(Str folded, size_t at) {
    while (at < folded.len) {
        uint32_t point;
        size_t len = utf8_next(folded, at, &point);
        TextClass class = text_class(point);
        if (class != TEXT_BLANK && class != TEXT_PUNCT)
            break;
        at += len;
    }
    return at;
}

bool match_find(Str folded, const QueryNode *unit, size_t from, size_t *begin, size_t *end) {
    Str first = run_text(unit, 0);
    for (size_t at = from; (at = str_find(folded, first, at)) != SIZE_MAX; at++) {
        if (!run_stands(folded, unit, 0, at))
            continue;
        size_t to = at + first.len, run = 1;
        for (; run < unit->run_count; run++) {
            size_t next = skip_gap(folded, to);
            if (!run_stands(folded, unit, run, next))
                break;
            to = next + run_text(unit, run).len;
        }
        if (run == unit->run_count) {
            *begin = at;
            *end = to;
            return true;
        }
    }
    return false;
}

static void read_parts(FoldedCase *f, Str canonical) {
    f->parts.len = 0;
    search_parts_read(canonical, &f->parts);
}

static void fold_parts(FoldedCase *f) {
    buf_clear(&f->text);
    f->open = false;
    if (f->ends_cap < f->parts.len) {
        f->ends_cap = 2 * f->parts.len;
        f->ends = mem_realloc_array(f->ends, f->ends_cap, sizeof *f->ends);
    }
    for (size_t i = 0; i < f->parts.len; i++) {
        text_fold(&f->text, f->parts.items[i].text);
        f->ends[i] = f->text.len;
    }
}

void folded_case_set(FoldedCase *f, Str canonical) {
    read_parts(f, canonical);
    fold_parts(f);
}

bool folded_case_open(FoldedCase *f, StoreRead *read, uint32_t document, Error *err) {
    buf_clear(&f->canonical);
    if (!store_log_body(read, document, &f->canonical, err))
        return false;
    read_parts(f, buf_str(&f->canonical));
    f->open = true;
    return true;
}

bool folded_case_load(FoldedCase *f, StoreRead *read, uint32_t document, Error *err) {
    buf_clear(&f->canonical);
    if (!store_log_body(read, document, &f->canonical, err))
        return false;
    folded_case_set(f, buf_str(&f->canonical));
    return true;
}

void folded_case_free(FoldedCase *f) {
    buf_free(&f->canonical);
    buf_free(&f->text);
    search_parts_free(&f->parts);
    free(f->ends);
    *f = (FoldedCase){0};
}

Str folded_case_part(const FoldedCase *f, size_t part) {
    size_t from = part ? f->ends[part - 1] : 0;
    return str_make(f->text.data ? f->text.data + from : "", f->ends[part] - from);
}

bool match_case(const FoldedCase *f, const QueryNode *unit) {
    size_t begin, end;
    for (size_t i = 0; i < f->parts.len; i++)
        if ((unit->field < 0 || unit->field == f->parts.items[i].field) &&
            match_find(folded_case_part(f, i), unit, 0, &begin, &end))
            return true;
    return false;
}

/* A run of Han characters stands in the folded text wherever it stands in the text itself: it is
 * folded, and no neighbour unites with a Han character. */
static bool stands_unfolded(const FoldedCase *f, const QueryNode *unit) {
    Str run = run_text(unit, 0);
    uint32_t point;
    if (unit->run_count != 1 || !unit->runs[0].dense)
        return false;
    for (size_t at = 0; at < run.len;) {
        at += utf8_next(run, at, &point);
        if (text_class(point) != TEXT_HAN)
            return false;
    }
    for (size_t i = 0; i < f->parts.len; i++)
        if ((unit->field < 0 || unit->field == f->parts.items[i].field) &&
            str_find(f->parts.items[i].text, run, 0) != SIZE_MAX)
            return true;
    return false;
}

bool match_open_case(FoldedCase *f, const QueryNode *unit) {
    if (f->open && stands_unfolded(f, unit))
        return true;
    if (f->open)
        fold_parts(f);
    return match_case(f, unit);
}
