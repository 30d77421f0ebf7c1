#include "config.h"

#include "search/sounds.h"

#include "base/vec.h"
#include "search/bits.h"
#include "search/segwrite.h"
#include "store/index.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- classes ---- */

static int compare_points(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void fill_points(Arena *arena, SoundClass *sounds) {
    size_t room = 0, len = 0;
    const uint32_t *points;
    for (size_t s = 0; s < pinyin_syllables(); s++)
        if (sounds->set[s / 64] >> s % 64 & 1)
            room += pinyin_points((Syllable)s, &points);
    uint32_t *all = arena_alloc(arena, (room + 1) * sizeof *all);
    for (size_t s = 0; s < pinyin_syllables(); s++)
        if (sounds->set[s / 64] >> s % 64 & 1) {
            size_t count = pinyin_points((Syllable)s, &points);
            memcpy(all + len, points, count * sizeof *all);
            len += count;
        }
    qsort(all, len, sizeof *all, compare_points);
    for (size_t i = 0; i < len; i++)
        if (!sounds->count || all[sounds->count - 1] != all[i])
            all[sounds->count++] = all[i];
    sounds->points = all;
}

const SoundClass *sound_class_range(Arena *arena, Syllable from, Syllable to) {
    SoundClass *sounds = ARENA_NEW(arena, SoundClass);
    for (Syllable s = from; s < to; s++)
        sounds->set[s / 64] |= (uint64_t)1 << s % 64;
    fill_points(arena, sounds);
    return sounds;
}

const SoundClass *sound_class_like(Arena *arena, uint32_t point) {
    const Syllable *readings;
    size_t count = pinyin_readings(point, &readings);
    if (!count)
        return NULL;
    SoundClass *sounds = ARENA_NEW(arena, SoundClass);
    for (size_t i = 0; i < count; i++)
        sounds->set[readings[i] / 64] |= (uint64_t)1 << readings[i] % 64;
    fill_points(arena, sounds);
    return sounds;
}

const SoundClass *sound_class_only(Arena *arena, uint32_t point) {
    SoundClass *sounds = ARENA_NEW(arena, SoundClass);
    *sounds =
        (SoundClass){.points = arena_dup(arena, &point, sizeof point), .count = 1, .only = point};
    return sounds;
}

bool sound_class_has(const SoundClass *sounds, uint32_t point) {
    const Syllable *readings;
    if (sounds->only)
        return point == sounds->only;
    size_t count = pinyin_readings(point, &readings);
    for (size_t i = 0; i < count; i++)
        if (sounds->set[readings[i] / 64] >> readings[i] % 64 & 1)
            return true;
    return false;
}

/* ---- characters that there are ---- */

enum { CHARACTERS = 0x30000 }; /* code points that may be Han */

struct SoundCharacters {
    uint32_t segments[INDEX_SEGMENTS]; /* ids that the set is made of */
    uint32_t count;
    uint64_t set[CHARACTERS / 64];
    uint64_t wanted[CHARACTERS / 64]; /* of the class that pairs are looked for by; else empty */
};

SoundCharacters *sound_characters_new(void) {
    return mem_zalloc(sizeof(SoundCharacters));
}

void sound_characters_free(SoundCharacters *characters) {
    free(characters);
}

static bool add_characters(SoundCharacters *characters, Segment *segment, Error *err) {
    static const char prefix[] = {TERM_CHAR};
    TermWalk walk;
    bool found = true, ok = term_walk_open(&walk, segment, str_make(prefix, 1), err);
    while (ok && (ok = term_walk_next(&walk, &found, err)) && found &&
           walk.term.ptr[0] == TERM_CHAR) {
        uint32_t point;
        utf8_next(walk.term, 1, &point);
        if (point < CHARACTERS)
            characters->set[point / 64] |= (uint64_t)1 << point % 64;
    }
    term_walk_close(&walk);
    return ok;
}

/* Large segments never change: only others make the set anew. */
static bool refresh_characters(const Snapshot *snapshot, SoundCharacters *characters, Error *err) {
    uint32_t large = 0;
    bool same = true;
    for (; large < snapshot->count && !snapshot->segments[large].small; large++)
        same = same && large < characters->count &&
               characters->segments[large] == snapshot->segments[large].info.id;
    if (same && large == characters->count)
        return true;
    memset(characters, 0, sizeof *characters);
    for (uint32_t s = 0; s < large; s++) {
        if (!add_characters(characters, &snapshot->segments[s], err)) {
            characters->count = 0;
            return false;
        }
        characters->segments[s] = snapshot->segments[s].info.id;
    }
    characters->count = large;
    return true;
}

/* ---- pairs ---- */

typedef struct PairSearch {
    const SoundClass *first, *second;
    const uint64_t *wanted; /* the characters of `second` below CHARACTERS */
    uint64_t where;         /* the segment that is looked through */
    SoundPairs found;
} PairSearch;

static uint64_t segment_bit(uint32_t segment) {
    return (uint64_t)1 << (segment < 63 ? segment : 63);
}

/* text: of a term, without the field. */
static bool read_pair(Str text, uint32_t *first, uint32_t *second) {
    size_t at = text.len ? utf8_next(text, 0, first) : 0;
    if (at >= text.len)
        return false;
    utf8_next(text, at, second);
    return true;
}

static Str pair_term(char *bytes, uint32_t first, uint32_t second) {
    size_t len = 1;
    bytes[0] = TERM_PAIR;
    len += utf8_encode(first, bytes + len);
    if (second)
        len += utf8_encode(second, bytes + len);
    return str_make(bytes, len);
}

static size_t class_at(const SoundClass *sounds, uint32_t point) {
    size_t low = 0, high = sounds->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (sounds->points[mid] < point)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool small_pair(void *context, Str text, uint32_t ordinal, uint32_t tf) {
    PairSearch *search = context;
    uint32_t first, second;
    (void)ordinal;
    (void)tf;
    if (!read_pair(text, &first, &second))
        return true;
    size_t at = class_at(search->first, first);
    if (at < search->first->count && search->first->points[at] == first &&
        sound_class_has(search->second, second))
        vec_push(&search->found, (SoundPair){first, second, 1, search->where});
    return true;
}

/* Puts the characters of the class into the set, or takes them out. */
static void want(SoundCharacters *characters, const SoundClass *sounds, bool wanted) {
    for (size_t i = 0; i < sounds->count; i++) {
        uint32_t point = sounds->points[i];
        uint64_t bit = (uint64_t)1 << point % 64;
        if (point < CHARACTERS)
            characters->wanted[point / 64] =
                (characters->wanted[point / 64] & ~bit) | (wanted ? bit : 0);
    }
}

static inline bool is_wanted(const PairSearch *search, uint32_t point) {
    return point < CHARACTERS ? search->wanted[point / 64] >> point % 64 & 1
                              : sound_class_has(search->second, point);
}

static void read_row(PairSearch *search, uint32_t first, Str row) {
    const uint8_t *at = (const uint8_t *)row.ptr + PAGE_HEADER;
    for (size_t left = row.len < PAGE_HEADER ? 0 : (row.len - PAGE_HEADER) / PAIR_BYTES; left--;
         at += PAIR_BYTES)
        if (is_wanted(search, pair_second(at)))
            vec_push(&search->found,
                     (SoundPair){first, pair_second(at), pair_df(at), search->where});
}

static bool walk_pairs(Segment *segment, PairSearch *search, Error *err) {
    const SoundClass *first = search->first;
    StoreCursor *cursor;
    bool ok = store_cursor_open(segment->read, STORE_IMETA, &cursor, err);
    for (size_t i = 0; i < first->count && ok; i++) {
        char bytes[INDEX_KEY];
        size_t len =
            index_key_pairs(bytes, segment->info.bits, segment->info.id, first->points[i], 0);
        Str prefix = str_make(bytes, len - 3), key, row;
        bool found;
        ok = store_cursor_seek(cursor, str_make(bytes, len), &key, &row, &found, err);
        while (ok && found && str_starts(key, prefix)) {
            read_row(search, first->points[i], row);
            ok = store_cursor_next(cursor, &key, &row, &found, err);
        }
    }
    store_cursor_close(cursor);
    return ok;
}

static int compare_pairs(const void *a, const void *b) {
    const SoundPair *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->second < y->second ? -1 : x->second > y->second;
}

static void unite_pairs(SoundPairs *found, SoundPairs *out) {
    if (found->len)
        qsort(found->items, found->len, sizeof *found->items, compare_pairs);
    size_t from = out->len;
    VEC_EACH (pair, found) {
        SoundPair *last = out->len > from ? &out->items[out->len - 1] : NULL;
        if (last && compare_pairs(last, pair) == 0) {
            last->df += pair->df;
            last->where |= pair->where;
        } else {
            vec_push(out, *pair);
        }
    }
}

/* The characters of the class that large segments hold. */
static SoundClass only_there(const SoundClass *sounds, const SoundCharacters *characters,
                             Arena *arena) {
    uint32_t *points = arena_alloc(arena, (sounds->count + 1) * sizeof *points);
    SoundClass there = {.points = points};
    for (size_t i = 0; i < sounds->count; i++) {
        uint32_t point = sounds->points[i];
        if (point < CHARACTERS && characters->set[point / 64] >> point % 64 & 1)
            points[there.count++] = point;
    }
    return there;
}

bool sound_pairs(const Snapshot *snapshot, const SoundClass *first, const SoundClass *second,
                 SoundPairs *out, Error *err) {
    static const char prefix[] = {TERM_PAIR};
    SoundCharacters *characters = search_index_characters(snapshot->index);
    PairSearch search = {.first = first, .second = second, .wanted = characters->wanted};
    Arena arena = {0};
    bool ok = refresh_characters(snapshot, characters, err);
    want(characters, second, true);
    SoundClass there = only_there(first, characters, &arena);
    for (uint32_t s = 0; s < snapshot->count && ok; s++) {
        Segment *segment = &snapshot->segments[s];
        search.first = segment->small ? first : &there;
        search.where = segment_bit(s);
        if (snapshot_is_cancelled(snapshot, err))
            ok = false;
        else if (segment->small)
            small_terms(segment->small, str_make(prefix, 1), small_pair, &search);
        else
            ok = walk_pairs(segment, &search, err);
    }
    want(characters, second, false);
    unite_pairs(&search.found, out);
    vec_free(&search.found);
    arena_free(&arena);
    return ok;
}

/* ---- chains ---- */

enum { STATES = 256, WAYS = 6 };

/* One of the best beginnings that end in a character. */
typedef struct State {
    uint32_t point;
    uint32_t before; /* place in the layer before */
    float score;
    uint64_t least; /* documents of the rarest pair so far */
} State;

typedef struct Layer {
    State *items;
    size_t len, cap;
} Layer;

static int by_score(const void *a, const void *b) {
    const State *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->point < y->point ? -1 : x->point > y->point;
}

/* The best ones, few of one character. */
static void prune(Layer *layer) {
    size_t kept = 0;
    if (layer->len)
        qsort(layer->items, layer->len, sizeof *layer->items, by_score);
    for (size_t i = 0; i < layer->len && kept < STATES; i++) {
        unsigned same = 0;
        for (size_t k = 0; k < kept; k++)
            same += layer->items[k].point == layer->items[i].point;
        if (same < WAYS)
            layer->items[kept++] = layer->items[i];
    }
    layer->len = kept;
}

static float change_cost(const uint32_t *typed, size_t at, uint32_t point) {
    enum { COST = 8 };
    return typed && typed[at] != point ? COST : 0;
}

/* A class of the characters that the layer ends in. */
static SoundClass class_of_layer(const Layer *layer, uint32_t *points) {
    SoundClass sounds = {.points = points};
    for (size_t i = 0; i < layer->len; i++)
        points[i] = layer->items[i].point;
    if (layer->len)
        qsort(points, layer->len, sizeof *points, compare_points);
    for (size_t i = 0; i < layer->len; i++)
        if (!sounds.count || points[sounds.count - 1] != points[i])
            points[sounds.count++] = points[i];
    return sounds;
}

static uint64_t lesser(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static void extend(const Layer *from, const SoundPairs *pairs, const uint32_t *typed, size_t at,
                   Layer *to) {
    for (size_t k = 0; k < pairs->len; k++) {
        const SoundPair *pair = &pairs->items[k];
        float score = log2f(1 + (float)pair->df) - change_cost(typed, at, pair->second);
        for (uint32_t i = 0; i < from->len; i++)
            if (from->items[i].point == pair->first)
                vec_push(to, (State){pair->second, i, from->items[i].score + score,
                                     lesser(from->items[i].least, pair->df)});
    }
}

static bool first_layers(const Snapshot *snapshot, const SoundClass *const *classes,
                         const uint32_t *typed, Layer *layers, Error *err) {
    SoundPairs pairs = {0};
    bool ok = sound_pairs(snapshot, classes[0], classes[1], &pairs, err);
    VEC_EACH (pair, &pairs) {
        if (!layers[0].len || layers[0].items[layers[0].len - 1].point != pair->first)
            vec_push(&layers[0],
                     (State){pair->first, 0, -change_cost(typed, 0, pair->first), UINT64_MAX});
    }
    extend(&layers[0], &pairs, typed, 1, &layers[1]);
    prune(&layers[1]);
    vec_free(&pairs);
    return ok;
}

static bool next_layer(const Snapshot *snapshot, const SoundClass *second, const uint32_t *typed,
                       size_t at, Layer *layers, Error *err) {
    SoundPairs pairs = {0};
    uint32_t points[STATES];
    SoundClass first = class_of_layer(&layers[at - 1], points);
    bool ok = sound_pairs(snapshot, &first, second, &pairs, err);
    extend(&layers[at - 1], &pairs, typed, at, &layers[at]);
    prune(&layers[at]);
    vec_free(&pairs);
    return ok;
}

/* Characters alone: the most frequent ones. */
static bool single_layer(const Snapshot *snapshot, const SoundClass *sounds, const uint32_t *typed,
                         Layer *layer, Error *err) {
    Arena arena = {0};
    bool ok = true;
    for (size_t i = 0; i < sounds->count && ok; i++) {
        char bytes[1 + 4] = {TERM_CHAR};
        uint64_t df = 0;
        Str term = str_make(bytes, 1 + utf8_encode(sounds->points[i], bytes + 1));
        for (uint32_t s = 0; s < snapshot->count && ok; s++) {
            Segment *segment = &snapshot->segments[s];
            TermEntry entry = {.df = 0};
            PostingList list = {.df = 0};
            bool found = false;
            if (segment->small)
                small_find(segment->small, term, &arena, &list);
            else
                ok = segment_find(segment, term, &entry, &found, err);
            df += segment->small ? list.df : found ? entry.df : 0;
        }
        if (df)
            vec_push(layer,
                     (State){sounds->points[i], 0,
                             log2f(1 + (float)df) - change_cost(typed, 0, sounds->points[i]), df});
    }
    prune(layer);
    arena_free(&arena);
    return ok;
}

static void give_chain(const Layer *layers, size_t count, size_t place, SoundChain *out) {
    out->count = (uint8_t)count;
    out->score = layers[count - 1].items[place].score;
    out->least = layers[count - 1].items[place].least;
    for (size_t at = count; at-- > 0;) {
        out->points[at] = layers[at].items[place].point;
        place = layers[at].items[place].before;
    }
}

bool sound_chains(const Snapshot *snapshot, const SoundClass *const *classes, size_t count,
                  const uint32_t *typed, SoundChain *out, size_t *len, Error *err) {
    Layer layers[SOUND_LONGEST] = {{0}};
    bool ok = count > 1 ? first_layers(snapshot, classes, typed, layers, err)
                        : single_layer(snapshot, classes[0], typed, layers, err);
    for (size_t at = 2; at < count && ok && layers[at - 1].len; at++)
        ok = next_layer(snapshot, classes[at], typed, at, layers, err);
    *len = 0;
    for (size_t i = 0; ok && i < layers[count - 1].len && *len < SOUND_CHAINS; i++)
        give_chain(layers, count, i, &out[(*len)++]);
    for (size_t i = 0; i < count; i++)
        vec_free(&layers[i]);
    return ok;
}

/* ---- lists ---- */

void sound_union_free(SoundUnion *all) {
    free(all->tf);
    free(all->bits);
    *all = (SoundUnion){0};
}

static void union_reserve(SoundUnion *all, uint32_t docs) {
    if (all->docs >= docs)
        return;
    sound_union_free(all);
    all->docs = docs;
    all->tf = mem_zalloc(((size_t)docs + 1) * sizeof *all->tf);
    all->bits = mem_zalloc(((size_t)docs / 64 + 1) * sizeof *all->bits);
}

static bool unite_list(const PostingList *list, uint32_t docs, SoundUnion *all, Arena *scratch,
                       Error *err) {
    uint32_t *ordinals = arena_alloc(scratch, (list->df + 1) * sizeof *ordinals);
    uint32_t *tf = arena_alloc(scratch, (list->df + 1) * sizeof *tf);
    bool ok = list_read(list, ordinals, tf, err);
    for (uint32_t i = 0; i < list->df && ok; i++) {
        uint32_t at = ordinals[i];
        if (at >= docs)
            continue;
        uint32_t sum = all->tf[at] + tf[i];
        all->tf[at] = sum < UINT16_MAX ? (uint16_t)sum : UINT16_MAX;
        all->bits[at / 64] |= (uint64_t)1 << at % 64;
    }
    return ok;
}

/* Takes the documents out of the union. */
static void give_union(SoundUnion *all, Segment *segment, Arena *arena, PostingList *out) {
    uint32_t words = (segment->info.docs + 63) / 64, n = 0;
    uint32_t df = bits_count(all->bits, words);
    uint32_t *ordinals = arena_alloc(arena, (df + 1) * sizeof *ordinals);
    uint32_t *tf = arena_alloc(arena, (df + 1) * sizeof *tf);
    for (uint32_t w = 0; w < words; w++) {
        for (uint64_t left = all->bits[w]; left; left &= left - 1, n++) {
            ordinals[n] = w * 64 + (uint32_t)__builtin_ctzll(left);
            tf[n] = all->tf[ordinals[n]];
            all->tf[ordinals[n]] = 0;
        }
        all->bits[w] = 0;
    }
    *out = (PostingList){.segment = segment,
                         .df = df,
                         .impact = UINT8_MAX,
                         .norm = NORM_DENSE,
                         .tail = df,
                         .tail_ordinals = ordinals,
                         .tail_tf = tf};
}

bool sound_list(const Snapshot *snapshot, uint32_t at, const SoundPairs *pairs, SoundUnion *all,
                Arena *arena, PostingList *out, Error *err) {
    Segment *segment = &snapshot->segments[at];
    Arena scratch = {0};
    bool ok = true;
    union_reserve(all, segment->info.docs);
    for (size_t i = 0; i < pairs->len && ok; i++) {
        if (!(pairs->items[i].where & segment_bit(at)))
            continue;
        if (snapshot_is_cancelled(snapshot, err)) {
            ok = false;
            break;
        }
        char bytes[1 + 2 * 4];
        PostingList list;
        Str term = pair_term(bytes, pairs->items[i].first, pairs->items[i].second);
        ok = segment_term_list(segment, term, &scratch, &list, err) &&
             (!list.df || unite_list(&list, segment->info.docs, all, &scratch, err));
        arena_clear(&scratch);
    }
    if (ok)
        give_union(all, segment, arena, out);
    else
        sound_union_free(all);
    arena_free(&scratch);
    return ok;
}
