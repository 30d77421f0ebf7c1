#include "config.h"

#include "record/mergetext.h"

#include "base/mem.h"
#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>

enum { MOST_PAIRS = 4000000 };
static const size_t NO_PARTNER = SIZE_MAX;

/* ---- paragraphs ---- */

typedef VEC(Str) Paragraphs; /* each with the line ends that follow it */

static bool is_blank(Str line) {
    return str_trim(line).len == 0;
}

/* A line that cannot be the middle of a paragraph. */
static bool begins_block(Str line) {
    Str text = str_trim(line);
    size_t digits = 0;
    if (!text.len)
        return true;
    if (strchr("#>|", text.ptr[0]))
        return true;
    if (strchr("-*+", text.ptr[0]))
        return text.len > 1 && text.ptr[1] == ' ';
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    return digits && digits < text.len && strchr(".)", text.ptr[digits]);
}

static bool ends_sentence(Str line) {
    static const char *const ends[] = {"。", "！", "？", "；", "：", "”", "」",
                                       "…",  ".",  "!",  "?",  ";",  ":"};
    Str text = str_trim(line);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_ends(text, str_of(ends[i])))
            return true;
    return false;
}

static void split_paragraphs(Str text, Paragraphs *out) {
    size_t start = 0, at = 0;
    bool blank_seen = false, sentence_ended = false;
    while (at < text.len) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n')
            end++;
        Str line = str_make(text.ptr + at, end - at);
        bool blank = is_blank(line);
        if (!blank && at > start && (blank_seen || sentence_ended || begins_block(line))) {
            vec_push(out, str_make(text.ptr + start, at - start));
            start = at;
        }
        blank_seen = blank && at > 0;
        if (!blank)
            sentence_ended = ends_sentence(line) || begins_block(line);
        at = end < text.len ? end + 1 : end;
    }
    if (start < text.len)
        vec_push(out, str_make(text.ptr + start, text.len - start));
}

static bool same_paragraph(Str a, Str b) {
    return str_equal(str_trim(a), str_trim(b));
}

/* ---- which paragraph of a side is which of the base ---- */

/* partner[i]: the paragraph of `side` that base paragraph i is, ascending; NO_PARTNER: it is gone
 * or changed. False when the texts are too long to tell. */
static bool find_partners(const Paragraphs *base, const Paragraphs *side, size_t *partner) {
    size_t head = 0, tail = 0, most = base->len < side->len ? base->len : side->len;
    for (size_t i = 0; i < base->len; i++)
        partner[i] = NO_PARTNER;
    while (head < most && same_paragraph(base->items[head], side->items[head])) {
        partner[head] = head;
        head++;
    }
    while (tail < most - head &&
           same_paragraph(base->items[base->len - 1 - tail], side->items[side->len - 1 - tail])) {
        partner[base->len - 1 - tail] = side->len - 1 - tail;
        tail++;
    }
    size_t n = base->len - head - tail, m = side->len - head - tail, width = m + 1;
    if (!n || !m)
        return true;
    if (n > MOST_PAIRS / m)
        return false;
    uint32_t *best = mem_zalloc((n + 1) * width * sizeof *best);
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            uint32_t a = best[(i + 1) * width + j], b = best[i * width + j + 1];
            best[i * width + j] = same_paragraph(base->items[head + i], side->items[head + j])
                                      ? best[(i + 1) * width + j + 1] + 1
                                  : a > b ? a
                                          : b;
        }
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (same_paragraph(base->items[head + i], side->items[head + j])) {
            partner[head + i] = head + j;
            i++, j++;
        } else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    free(best);
    return true;
}

/* ---- parts ---- */

static Str run_of(const Paragraphs *all, size_t from, size_t to) {
    if (from >= to)
        return (Str){"", 0};
    const char *start = all->items[from].ptr;
    const Str *last = &all->items[to - 1];
    return str_make(start, (size_t)(last->ptr + last->len - start));
}

static bool same_run(const Paragraphs *a, size_t a_from, size_t a_to, const Paragraphs *b,
                     size_t b_from, size_t b_to) {
    if (a_to - a_from != b_to - b_from)
        return false;
    for (size_t i = 0; i < a_to - a_from; i++)
        if (!same_paragraph(a->items[a_from + i], b->items[b_from + i]))
            return false;
    return true;
}

typedef struct Three {
    Paragraphs texts[MERGE_SIDES];
    size_t *mine, *theirs; /* partners of the base's */
} Three;

/* What lies between two paragraphs that all three have. */
static void put_changed(const Three *three, const size_t from[MERGE_SIDES],
                        const size_t to[MERGE_SIDES], MergeParts *out) {
    MergePart part = {0};
    const Paragraphs *base = &three->texts[MERGE_BASE], *mine = &three->texts[MERGE_MINE],
                     *theirs = &three->texts[MERGE_THEIRS];
    bool any = false;
    for (int side = 0; side < MERGE_SIDES; side++) {
        part.sides[side] = run_of(&three->texts[side], from[side], to[side]);
        any = any || to[side] > from[side];
    }
    if (!any)
        return;
    if (same_run(mine, from[MERGE_MINE], to[MERGE_MINE], base, from[MERGE_BASE], to[MERGE_BASE]))
        part.from = MERGE_THEIRS;
    else if (same_run(theirs, from[MERGE_THEIRS], to[MERGE_THEIRS], base, from[MERGE_BASE],
                      to[MERGE_BASE]) ||
             same_run(mine, from[MERGE_MINE], to[MERGE_MINE], theirs, from[MERGE_THEIRS],
                      to[MERGE_THEIRS]))
        part.from = MERGE_MINE;
    else
        part.contested = true;
    vec_push(out, part);
}

/* One paragraph that all three have. Of its line ends those that differ from the base's stand. */
static void put_common(const Three *three, size_t i, MergeParts *out) {
    MergePart part = {.from = MERGE_BASE};
    part.sides[MERGE_BASE] = three->texts[MERGE_BASE].items[i];
    part.sides[MERGE_MINE] = three->texts[MERGE_MINE].items[three->mine[i]];
    part.sides[MERGE_THEIRS] = three->texts[MERGE_THEIRS].items[three->theirs[i]];
    if (!str_equal(part.sides[MERGE_THEIRS], part.sides[MERGE_BASE]))
        part.from = MERGE_THEIRS;
    if (!str_equal(part.sides[MERGE_MINE], part.sides[MERGE_BASE]) &&
        (part.from == MERGE_BASE || part.sides[MERGE_MINE].len > part.sides[MERGE_THEIRS].len))
        part.from = MERGE_MINE;
    vec_push(out, part);
}

static void put_parts(const Three *three, MergeParts *out) {
    size_t from[MERGE_SIDES] = {0}, to[MERGE_SIDES];
    for (size_t i = 0; i < three->texts[MERGE_BASE].len; i++) {
        if (three->mine[i] == NO_PARTNER || three->theirs[i] == NO_PARTNER)
            continue;
        to[MERGE_BASE] = i;
        to[MERGE_MINE] = three->mine[i];
        to[MERGE_THEIRS] = three->theirs[i];
        put_changed(three, from, to, out);
        put_common(three, i, out);
        for (int side = 0; side < MERGE_SIDES; side++)
            from[side] = to[side] + 1;
    }
    for (int side = 0; side < MERGE_SIDES; side++)
        to[side] = three->texts[side].len;
    put_changed(three, from, to, out);
}

static bool settle_whole(Str base, Str mine, Str theirs, MergeParts *out) {
    MergePart part = {.sides = {mine, theirs, base}};
    if (str_equal(mine, base))
        part.from = MERGE_THEIRS;
    else if (str_equal(theirs, base) || str_equal(mine, theirs))
        part.from = MERGE_MINE;
    else
        return false;
    vec_push(out, part);
    return true;
}

void merge_parts(Str base, Str mine, Str theirs, MergeParts *out) {
    *out = (MergeParts){0};
    if (settle_whole(base, mine, theirs, out)) /* to the byte */
        return;
    Three three = {0};
    split_paragraphs(mine, &three.texts[MERGE_MINE]);
    split_paragraphs(theirs, &three.texts[MERGE_THEIRS]);
    split_paragraphs(base, &three.texts[MERGE_BASE]);
    size_t count = three.texts[MERGE_BASE].len;
    three.mine = mem_alloc((count + 1) * sizeof *three.mine);
    three.theirs = mem_alloc((count + 1) * sizeof *three.theirs);
    if (find_partners(&three.texts[MERGE_BASE], &three.texts[MERGE_MINE], three.mine) &&
        find_partners(&three.texts[MERGE_BASE], &three.texts[MERGE_THEIRS], three.theirs))
        put_parts(&three, out);
    else
        vec_push(out, (MergePart){.contested = true, .sides = {mine, theirs, base}});
    for (int side = 0; side < MERGE_SIDES; side++)
        vec_free(&three.texts[side]);
    free(three.mine);
    free(three.theirs);
}

size_t merge_contested(const MergeParts *parts) {
    size_t count = 0;
    for (size_t i = 0; i < parts->len; i++)
        count += parts->items[i].contested;
    return count;
}

static void put_apart(Str text, size_t start, Buf *out) {
    if (text.len && out->len > start && out->data[out->len - 1] != '\n')
        buf_puts(out, "\n\n");
    buf_put_str(out, text);
}

void merge_parts_text(const MergeParts *parts, const MergeSide *choose, MergeSide otherwise,
                      Buf *out) {
    size_t contested = 0, start = out->len;
    for (size_t i = 0; i < parts->len; i++) {
        const MergePart *part = &parts->items[i];
        MergeSide side = part->from;
        if (part->contested)
            side = choose ? choose[contested++] : otherwise;
        if (side == MERGE_BOTH) {
            put_apart(part->sides[MERGE_MINE], start, out);
            side = MERGE_THEIRS;
        }
        put_apart(part->sides[side], start, out);
    }
}
