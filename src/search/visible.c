#include "config.h"

#include "search/visible.h"

#include "base/hash.h"
#include "base/vec.h"
#include "search/chunkbits.h"

/* What decides, made ready for one segment. */
typedef struct Rules {
    uint8_t seen[CASE_STATES]; /* by state: audiences that everybody sees, 1 << CaseAudience */
    uint8_t archive;           /* the same of what is archived, but was published once */
    uint8_t own_states;        /* states that those see whom it belongs to, 1 << CaseState */
    bool trash,
        whole_trash;      /* what is trashed is seen: by those whom it belongs to, by the actor */
    bool *owner, *author; /* by code: whether it belongs to the actor; NULL: nobody does */
    uint32_t owners, authors;
} Rules;

struct VisibleSet {
    uint32_t segment;
    uint64_t hash; /* of what made it */
    Rules rules;
    uint64_t *bits;
    uint8_t *found; /* by window: whether its bits were found */
    Arena arena;    /* of a set that is kept */
};

struct VisibleCache {
    VEC(VisibleSet *) kept;
};

enum { MOST_KEPT = 192 };

VisibleCache *visible_cache_new(void) {
    return mem_zalloc(sizeof(VisibleCache));
}

static void free_set(VisibleSet *set) {
    arena_free(&set->arena);
    free(set);
}

static void forget(VisibleCache *cache) {
    VEC_EACH (set, &cache->kept)
        free_set(*set);
    cache->kept.len = 0;
}

void visible_cache_free(VisibleCache *cache) {
    if (!cache)
        return;
    forget(cache);
    vec_free(&cache->kept);
    free(cache);
}

static bool has_segment(const Segment *segments, uint32_t count, uint32_t id) {
    for (uint32_t i = 0; i < count; i++)
        if (!segments[i].small && segments[i].info.id == id)
            return true;
    return false;
}

void visible_cache_trim(VisibleCache *cache, const Segment *segments, uint32_t count) {
    size_t left = 0;
    if (cache->kept.len > MOST_KEPT)
        forget(cache);
    for (size_t i = 0; i < cache->kept.len; i++) {
        if (has_segment(segments, count, cache->kept.items[i]->segment))
            cache->kept.items[left++] = cache->kept.items[i];
        else
            free_set(cache->kept.items[i]);
    }
    cache->kept.len = left;
}

static uint64_t hash_rules(const SearchVisible *v, bool archived, bool trashed) {
    uint64_t flags = (uint64_t)v->everything | (uint64_t)v->unpublished << 1 |
                     (uint64_t)archived << 2 | (uint64_t)trashed << 3 | (uint64_t)v->audiences << 4;
    uint64_t hash = hash_bytes(&flags, sizeof flags, v->team_count);
    hash = hash_bytes(v->me.bytes, sizeof v->me.bytes, hash);
    return v->team_count ? hash_bytes(v->team, v->team_count * sizeof *v->team, hash) : hash;
}

static bool has_lapsed(const SearchVisible *v, uint32_t document) {
    size_t low = 0, high = v->lapsed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->lapsed[middle] < document)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->lapsed_count && v->lapsed[low] == document;
}

uint32_t visible_code(const SearchVisible *v, Segment *s, SearchColumn column, uint32_t ordinal) {
    bool lapses = column == COLUMN_AUDIENCE && v && v->lapsed_count;
    return lapses && has_lapsed(v, segment_document(s, ordinal)) ? AUDIENCE_INTERNAL
                                                                 : segment_code(s, column, ordinal);
}

static bool in_team(const SearchVisible *v, Uuid user) {
    if (uuid_is_nil(user))
        return false;
    for (size_t i = 0; i < v->team_count; i++)
        if (uuid_equal(v->team[i], user))
            return true;
    return uuid_equal(v->me, user);
}

/* NULL when none of the segment's people is meant. */
static bool *own_codes(Segment *s, SearchColumn c, const SearchVisible *v, Arena *arena,
                       uint32_t *count) {
    const Codebook *book = segment_dictionary(s, c);
    bool any = false;
    *count = book->count + 1;
    bool *own = arena_zalloc(arena, *count * sizeof *own);
    for (uint32_t code = 1; code < *count; code++) {
        Uuid user = column_reference_uuid(codebook_text(book, code));
        own[code] =
            c == COLUMN_OWNER ? in_team(v, user) : !uuid_is_nil(user) && uuid_equal(user, v->me);
        any |= own[code];
    }
    return any ? own : NULL;
}

static void make_rules(Rules *r, Segment *s, const SearchVisible *v, bool archived, bool trashed,
                       Arena *arena) {
    const uint8_t all = (1u << CASE_AUDIENCES) - 1, named = all & (uint8_t)v->audiences;
    for (int state = 0; state < CASE_STATES; state++) {
        bool open = state == STATE_PUBLISHED, shown = state != STATE_ARCHIVED || archived;
        bool whole = v->everything || (!open && v->unpublished);
        r->seen[state] = !shown ? 0 : whole ? all : open ? named : 0;
        r->own_states |= (uint8_t)(shown << state);
    }
    r->archive = archived ? named : 0;
    r->trash = trashed;
    r->whole_trash = trashed && (v->everything || v->unpublished);
    r->owner = own_codes(s, COLUMN_OWNER, v, arena, &r->owners);
    r->author = own_codes(s, COLUMN_AUTHOR, v, arena, &r->authors);
}

/* ---- sixty-four documents ---- */

static uint64_t marked_word(const Chunk *chunk, uint32_t at, const bool *codes, uint32_t count,
                            uint64_t bits) {
    uint64_t out = 0;
    for (uint64_t left = codes ? bits : 0; left; left &= left - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(left), code = chunk_code(chunk, at + bit);
        out |= (uint64_t)(code < count && codes[code]) << bit;
    }
    return out;
}

/* Of the documents those that belong to the actor. */
static uint64_t own_word(const Rules *r, Segment *s, uint32_t first, uint64_t bits) {
    uint32_t at = first % CHUNK_DOCS;
    if (!bits || (!r->owner && !r->author))
        return 0;
    return marked_word(segment_chunk(s, COLUMN_OWNER, first), at, r->owner, r->owners, bits) |
           marked_word(segment_chunk(s, COLUMN_AUTHOR, first), at, r->author, r->authors, bits);
}

/* A draft that went into the archive unread stays its team's. */
static uint64_t published_word(Segment *s, uint32_t first) {
    uint32_t at = first % CHUNK_DOCS;
    return chunk_bits_codes(segment_chunk(s, COLUMN_PUBLISHED_AT, first), at, 1, UINT64_MAX) |
           chunk_bits_codes(segment_chunk(s, COLUMN_VERIFY_LAST, first), at, 1, UINT64_MAX);
}

static uint64_t seen_word(const Rules *r, Segment *s, uint32_t first) {
    const uint8_t all = (1u << CASE_AUDIENCES) - 1;
    const Chunk *states = segment_chunk(s, COLUMN_STATE, first);
    const Chunk *audiences = segment_chunk(s, COLUMN_AUDIENCE, first);
    uint32_t at = first % CHUNK_DOCS, whole = 0;
    uint64_t sound = chunk_bits_codes(audiences, at, 0, CASE_AUDIENCES - 1);
    uint64_t trashed = chunk_bits_flags(segment_chunk(s, COLUMN_FLAGS, first), at, COLUMN_TRASHED);
    uint64_t out = 0;
    for (uint32_t state = 0; state < CASE_STATES; state++) {
        if (r->seen[state] == all)
            whole |= 1u << state;
        else if (r->seen[state])
            out |= chunk_bits_codes(states, at, state, state) &
                   chunk_bits_among(audiences, at, r->seen[state]);
    }
    out |= chunk_bits_among(states, at, whole);
    if (r->archive)
        out |= chunk_bits_codes(states, at, STATE_ARCHIVED, STATE_ARCHIVED) &
               chunk_bits_among(audiences, at, r->archive) & published_word(s, first);
    out &= sound & ~trashed;
    uint64_t own = sound & ~trashed & ~out & chunk_bits_among(states, at, r->own_states);
    if (r->trash) {
        uint64_t thrown = sound & trashed & chunk_bits_codes(states, at, 0, CASE_STATES - 1);
        out |= r->whole_trash ? thrown : 0;
        own |= r->whole_trash ? 0 : thrown;
    }
    return out | own_word(r, s, first, own);
}

const uint64_t *visible_window(VisibleSet *set, Segment *s, uint32_t start) {
    uint64_t *bits = set->bits + start / 64;
    if (!set->found[start / WINDOW_DOCS]) {
        for (uint32_t k = 0, first = start; k < WINDOW_WORDS; k++, first += 64)
            bits[k] = first < s->info.docs ? seen_word(&set->rules, s, first) : 0;
        set->found[start / WINDOW_DOCS] = 1;
    }
    return bits;
}

static void open_set(VisibleSet *set, Segment *s, const SearchVisible *v, bool archived,
                     bool trashed, Arena *arena) {
    size_t windows = s->info.docs / WINDOW_DOCS + 1;
    make_rules(&set->rules, s, v, archived, trashed, arena);
    set->bits = arena_alloc(arena, windows * WINDOW_WORDS * sizeof *set->bits);
    set->found = arena_zalloc(arena, windows);
}

VisibleSet *visible_set(VisibleCache *cache, Segment *s, const SearchVisible *v, bool archived,
                        bool trashed, Arena *arena) {
    archived |= v->archived;
    trashed |= v->trashed;
    if (s->small) {
        VisibleSet *set = arena_zalloc(arena, sizeof *set);
        open_set(set, s, v, archived, trashed, arena);
        return set;
    }
    uint64_t hash = hash_rules(v, archived, trashed);
    VEC_EACH (kept, &cache->kept) {
        if ((*kept)->segment == s->info.id && (*kept)->hash == hash)
            return *kept;
    }
    VisibleSet *set = mem_zalloc(sizeof *set);
    set->segment = s->info.id;
    set->hash = hash;
    open_set(set, s, v, archived, trashed, &set->arena);
    vec_push(&cache->kept, set);
    return set;
}
