#include "config.h"

#include "search/top.h"

#include "base/vec.h"

void hits_free(Hits *hits) {
    vec_free(hits);
}

static int compare_values(const Hit *a, const Hit *b) {
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return str_compare(a->text, b->text);
}

bool hit_before(const HitOrder *order, const Hit *a, const Hit *b) {
    if (order->column < 0) {
        if (a->score != b->score)
            return a->score > b->score;
        return a->document > b->document;
    }
    if (a->absent != b->absent)
        return b->absent;
    int values = compare_values(a, b);
    if (values)
        return order->descending ? values > 0 : values < 0;
    return a->document > b->document;
}

static void sift_down(TopHits *top, size_t at) {
    Hit *items = top->hits->items;
    for (;;) {
        size_t worst = at, left = 2 * at + 1;
        for (size_t child = left; child < left + 2 && child < top->hits->len; child++)
            if (hit_before(top->order, &items[worst], &items[child]))
                worst = child;
        if (worst == at)
            return;
        Hit swap = items[at];
        items[at] = items[worst];
        items[worst] = swap;
        at = worst;
    }
}

static void sift_up(TopHits *top, size_t at) {
    Hit *items = top->hits->items;
    while (at && hit_before(top->order, &items[(at - 1) / 2], &items[at])) {
        Hit swap = items[at];
        items[at] = items[(at - 1) / 2];
        items[(at - 1) / 2] = swap;
        at = (at - 1) / 2;
    }
}

void top_offer(TopHits *top, const Hit *hit) {
    if (!top_is_full(top)) {
        vec_push(top->hits, *hit);
        sift_up(top, top->hits->len - 1);
    } else if (top->keep && hit_before(top->order, hit, &top->hits->items[0])) {
        top->hits->items[0] = *hit;
        sift_down(top, 0);
    }
}

void top_finish(TopHits *top) {
    Hits *hits = top->hits;
    size_t len = hits->len;
    while (hits->len > 1) {
        Hit worst = hits->items[0];
        hits->items[0] = hits->items[--hits->len];
        sift_down(top, 0);
        hits->items[hits->len] = worst;
    }
    hits->len = len;
}
