#include "config.h"

#include "library/alike.h"

#include "base/vec.h"
#include "library/find.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { CANDIDATES = 20, LEAST_POINTS = 4, MOST_PAIRS = 200, LEAST_PART = 5 };
#define PART_WEIGHT .7

/* ---- titles ---- */

static bool counts(uint32_t point) {
    return point >= 0x2e80
               ? point != 0x3000 && !(point >= 0x3001 && point <= 0x3003) &&
                     !(point >= 0x3008 && point <= 0x3011)
               : (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || point >= 0xc0;
}

/* Pairs of neighbours of a folded text, blanks and signs left out, ascending. */
static size_t pairs_of(Str folded, uint64_t out[MOST_PAIRS]) {
    size_t count = 0;
    uint32_t before = 0, point;
    for (size_t at = 0; at < folded.len && count < MOST_PAIRS;) {
        at += utf8_next(folded, at, &point);
        if (!counts(point))
            continue;
        if (before)
            out[count++] = (uint64_t)before << 32 | point;
        before = point;
    }
    return count;
}

static int compare_pairs(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

double alike_titles(Str a, Str b) {
    uint64_t x[MOST_PAIRS], y[MOST_PAIRS];
    Buf folded = {0};
    text_fold(&folded, a);
    size_t m = pairs_of(buf_str(&folded), x), both = 0;
    buf_clear(&folded);
    text_fold(&folded, b);
    size_t n = pairs_of(buf_str(&folded), y);
    buf_free(&folded);
    if (!m || !n)
        return 0;
    qsort(x, m, sizeof *x, compare_pairs);
    qsort(y, n, sizeof *y, compare_pairs);
    for (size_t i = 0, j = 0; i < m && j < n;) {
        if (x[i] == y[j]) {
            both++;
            i++;
            j++;
        } else if (x[i] < y[j]) {
            i++;
        } else {
            j++;
        }
    }
    /* What is typed in part counts too, when nearly all of it stands in the other title. */
    size_t shorter = m < n ? m : n;
    double dice = 2 * (double)both / (double)(m + n),
           part = shorter >= LEAST_PART ? PART_WEIGHT * (double)both / (double)shorter : 0;
    return dice > part ? dice : part;
}

/* ---- cases ---- */

static double rank(const AlikeCase *c) {
    return c->likeness + (c->same_customer ? ALIKE_LIKENESS - ALIKE_CUSTOMER : 0);
}

static void insert(AlikeCases *out, const AlikeCase *found) {
    size_t at = out->len < ALIKE_MOST ? out->len++ : ALIKE_MOST;
    for (; at > 0 && (at == ALIKE_MOST || rank(found) > rank(&out->items[at - 1])); at--) {
        if (rank(found) <= rank(&out->items[at - 1]))
            return; /* all that there is room for are nearer */
        if (at < ALIKE_MOST)
            out->items[at] = out->items[at - 1];
    }
    out->items[at] = *found;
}

static void take(const Record *row, Str title, Str customer, Uuid self, AlikeCases *out) {
    Str name = record_ref_name(row, CASE_CUSTOMER);
    AlikeCase found = {.id = record_id(row),
                       .likeness = alike_titles(title, record_title(row)),
                       .same_customer = customer.len && text_fold_equal(name, customer)};
    if (uuid_equal(found.id, self) ||
        found.likeness < (found.same_customer ? ALIKE_CUSTOMER : ALIKE_LIKENESS))
        return;
    found.number = arena_str(&out->arena, record_text(row, CASE_ID));
    found.title = arena_str(&out->arena, record_title(row));
    found.customer = arena_str(&out->arena, name);
    insert(out, &found);
}

static bool take_found(Library *library, Str query, Str title, Str customer, Uuid self,
                       bool (*cancelled)(void *context), void *context, AlikeCases *out,
                       Error *err) {
    FindResult found;
    FindRequest request = {.query = query,
                           .plain = true,
                           .match = FIND_ANY,
                           .bare = true,
                           .uncounted = true,
                           .limit = CANDIDATES,
                           .cancelled = cancelled,
                           .context = context};
    bool ok = library_find(library, &request, &found, err);
    for (size_t i = 0; ok && i < found.len; i++)
        take(found.hits[i].row.record, title, customer, self, out);
    library_find_free(&found);
    return ok;
}

bool library_alike(Library *library, Str title, Str customer, Uuid self,
                   bool (*cancelled)(void *context), void *context, AlikeCases *out, Error *err) {
    Buf query = {0};
    *out = (AlikeCases){0};
    title = str_trim(title);
    customer = str_trim(customer);
    if (utf8_count(title) < LEAST_POINTS)
        return true;
    /* With the customer's name its cases come among the first. */
    buf_put_str(&query, title);
    buf_printf(&query, " %.*s", STR_ARG(customer));
    bool ok =
        take_found(library, buf_str(&query), title, customer, self, cancelled, context, out, err);
    buf_free(&query);
    return ok;
}

void library_alike_free(AlikeCases *cases) {
    arena_free(&cases->arena);
    *cases = (AlikeCases){0};
}
