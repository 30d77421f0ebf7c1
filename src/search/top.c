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

static bool stands_before(const HitOrder *order, const Hit *a, const Hit *b) {
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

bool hit_before(const HitOrder *order, const Hit *a, const Hit *b) {
    return order->backwards ? stands_before(order, b, a) : stands_before(order, a, b);
}

static void swap_hits(Hit *a, Hit *b) {
    Hit swap = *a;
    *a = *b;
    *b = swap;
}

/* Puts the hit of place `at` there, better ones before it, worse ones behind. */
static void select_hit(const HitOrder *order, Hit *items, size_t len, size_t at) {
    size_t low = 0, high = len;
    while (high - low > 1) {
        size_t mid = low + (high - 1 - low) / 2, i = low, j = high - 1;
        Hit pivot = items[mid];
        for (;;) {
            while (hit_before(order, &items[i], &pivot))
                i++;
            while (hit_before(order, &pivot, &items[j]))
                j--;
            if (i >= j)
                break;
            swap_hits(&items[i++], &items[j--]);
        }
        /* [low, i) is not worse than the pivot, [i, high) not better; j is i or i - 1. */
        if (at <= j)
            high = j + 1;
        else
            low = j + 1;
    }
}

/* Greater for better ones, by score. */
static uint64_t score_key(const Hit *hit) {
    uint32_t bits;
    memcpy(&bits, &hit->score, sizeof bits);
    bits = bits >> 31 ? ~bits : bits | 1u << 31;
    return (uint64_t)bits << 32 | hit->document;
}

/* The key that `at` others are greater than. Changes their order. */
static uint64_t nth_key(uint64_t *keys, size_t len, size_t at) {
    size_t low = 0, high = len;
    while (high - low > 1) {
        uint64_t pivot = keys[low + (high - 1 - low) / 2];
        size_t i = low, j = high - 1;
        for (;;) {
            while (keys[i] > pivot)
                i++;
            while (pivot > keys[j])
                j--;
            if (i >= j)
                break;
            uint64_t swap = keys[i];
            keys[i++] = keys[j];
            keys[j--] = swap;
        }
        if (at <= j)
            high = j + 1;
        else
            low = j + 1;
    }
    return keys[low];
}

/* By score: keys are moved about in place of hits. */
static void settle_scores(TopHits *top) {
    Hits *hits = top->hits;
    size_t kept = 0;
    uint64_t *keys = mem_alloc(hits->len * sizeof *keys);
    for (size_t i = 0; i < hits->len; i++)
        keys[i] = score_key(&hits->items[i]);
    uint64_t least = nth_key(keys, hits->len, top->keep - 1);
    for (size_t i = 0; i < hits->len; i++) {
        uint64_t key = score_key(&hits->items[i]);
        if (key < least || kept == top->keep)
            continue;
        hits->items[kept++] = hits->items[i];
        if (key == least)
            top->worst = hits->items[kept - 1];
    }
    free(keys);
}

void top_settle(TopHits *top) {
    Hits *hits = top->hits;
    if (hits->len < top->keep)
        return;
    top->full = true;
    if (!top->keep)
        return;
    if (top->order->column < 0) {
        settle_scores(top);
    } else {
        select_hit(top->order, hits->items, hits->len, top->keep - 1);
        top->worst = hits->items[top->keep - 1];
    }
    hits->len = top->keep;
    top->least = top->worst.score;
}

void top_offer(TopHits *top, const Hit *hit) {
    enum { ROOM = 64 };
    if (!top->keep || (top->full && !hit_before(top->order, hit, &top->worst)))
        return;
    vec_push(top->hits, *hit);
    if (top->hits->len >= 2 * top->keep + ROOM)
        top_settle(top);
}

/* The worst of the heap stands first. */
static void sift_down(const HitOrder *order, Hit *items, size_t len, size_t at) {
    for (;;) {
        size_t worst = at, left = 2 * at + 1;
        for (size_t child = left; child < left + 2 && child < len; child++)
            if (hit_before(order, &items[worst], &items[child]))
                worst = child;
        if (worst == at)
            return;
        swap_hits(&items[at], &items[worst]);
        at = worst;
    }
}

void top_finish(TopHits *top) {
    Hit *items = top->hits->items;
    top_settle(top);
    size_t len = top->hits->len;
    for (size_t at = len / 2; at-- > 0;)
        sift_down(top->order, items, len, at);
    while (len > 1) {
        swap_hits(&items[0], &items[--len]);
        sift_down(top->order, items, len, 0);
    }
}
