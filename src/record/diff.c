#include "config.h"

#include "record/diff.h"

#include "base/vec.h"

size_t record_diff(const Record *before, const Record *after, int *out) {
    size_t count = 0;
    for (size_t i = 0; i < before->entity->count; i++)
        if (!(before->entity->fields[i].flags & FIELD_MACHINE) &&
            !value_equal(&before->values[i], &after->values[i]))
            out[count++] = (int)i;
    return count;
}

typedef VEC(Str) Lines;

static void split_lines(Str text, Lines *out) {
    Str rest = text, line;
    while (text.len && str_split(&rest, '\n', &line))
        vec_push(out, line);
}

static void put(DiffLines *out, DiffKind kind, Str text) {
    vec_push(out, (DiffLine){kind, text});
}

/* The longest common subsequence by rows of a table, after equal heads and tails are taken off:
 * sections of a case have tens of lines, and the cap keeps the table small. */
static void diff_middle(const Str *a, size_t n, const Str *b, size_t m, DiffLines *out) {
    enum { MOST_LINES = 4000 };
    if (n + m > MOST_LINES || !n || !m) {
        for (size_t i = 0; i < n; i++)
            put(out, DIFF_REMOVED, a[i]);
        for (size_t j = 0; j < m; j++)
            put(out, DIFF_ADDED, b[j]);
        return;
    }
    size_t width = m + 1;
    uint16_t *best = mem_zalloc((n + 1) * width * sizeof *best);
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            uint16_t skip_a = best[(i + 1) * width + j], skip_b = best[i * width + j + 1];
            best[i * width + j] = str_equal(a[i], b[j])
                                      ? (uint16_t)(best[(i + 1) * width + j + 1] + 1)
                                  : skip_a > skip_b ? skip_a
                                                    : skip_b;
        }
    size_t i = 0, j = 0;
    while (i < n || j < m) {
        if (i < n && j < m && str_equal(a[i], b[j])) {
            put(out, DIFF_SAME, a[i]);
            i++, j++;
        } else if (j >= m || (i < n && best[(i + 1) * width + j] >= best[i * width + j + 1])) {
            put(out, DIFF_REMOVED, a[i++]);
        } else {
            put(out, DIFF_ADDED, b[j++]);
        }
    }
    free(best);
}

void diff_lines(Str before, Str after, DiffLines *out) {
    Lines a = {0}, b = {0};
    split_lines(before, &a);
    split_lines(after, &b);
    size_t head = 0, tail = 0;
    while (head < a.len && head < b.len && str_equal(a.items[head], b.items[head]))
        put(out, DIFF_SAME, a.items[head++]);
    while (tail < a.len - head && tail < b.len - head &&
           str_equal(a.items[a.len - 1 - tail], b.items[b.len - 1 - tail]))
        tail++;
    if (a.len || b.len)
        diff_middle(a.items ? a.items + head : NULL, a.len - head - tail,
                    b.items ? b.items + head : NULL, b.len - head - tail, out);
    for (size_t i = a.len - tail; i < a.len; i++)
        put(out, DIFF_SAME, a.items[i]);
    vec_free(&a);
    vec_free(&b);
}
