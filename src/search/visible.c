#include "config.h"

#include "search/visible.h"

#include "base/hash.h"
#include "base/vec.h"

typedef struct Kept {
    uint32_t segment;
    uint64_t rules; /* hash of what made it */
    uint64_t *bits;
} Kept;

struct VisibleCache {
    VEC(Kept) kept;
};

enum { MOST_KEPT = 192 };

VisibleCache *visible_cache_new(void) {
    return mem_zalloc(sizeof(VisibleCache));
}

static void forget(VisibleCache *cache) {
    VEC_EACH (kept, &cache->kept) {
        free(kept->bits);
    }
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
        if (has_segment(segments, count, cache->kept.items[i].segment))
            cache->kept.items[left++] = cache->kept.items[i];
        else
            free(cache->kept.items[i].bits);
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

/* What decides, made ready for one segment. */
typedef struct Rules {
    bool state[CASE_STATES][CASE_AUDIENCES]; /* seen by everybody */
    bool state_own[CASE_STATES];             /* seen by those it belongs to */
    bool archive[CASE_AUDIENCES];            /* of what was published once: seen by everybody */
    bool *owner, *author;                    /* by code */
    uint32_t owners, authors;
    bool trashed;
} Rules;

static bool in_team(const SearchVisible *v, Uuid user) {
    if (uuid_is_nil(user))
        return false;
    for (size_t i = 0; i < v->team_count; i++)
        if (uuid_equal(v->team[i], user))
            return true;
    return uuid_equal(v->me, user);
}

static bool *own_codes(Segment *s, SearchColumn c, const SearchVisible *v, uint32_t *count) {
    const Codebook *book = segment_dictionary(s, c);
    *count = book->count + 1;
    bool *own = mem_zalloc(*count * sizeof *own);
    for (uint32_t code = 1; code < *count; code++) {
        Uuid user = column_reference_uuid(codebook_text(book, code));
        own[code] =
            c == COLUMN_OWNER ? in_team(v, user) : !uuid_is_nil(user) && uuid_equal(user, v->me);
    }
    return own;
}

static void make_rules(Rules *r, Segment *s, const SearchVisible *v, bool archived, bool trashed) {
    for (int state = 0; state < CASE_STATES; state++) {
        bool open = state == STATE_PUBLISHED;
        bool shown = state != STATE_ARCHIVED || archived;
        r->state_own[state] = shown;
        for (int audience = 0; audience < CASE_AUDIENCES; audience++)
            r->state[state][audience] =
                shown && (v->everything || (open && v->audiences >> audience & 1) ||
                          (!open && v->unpublished));
    }
    for (int audience = 0; audience < CASE_AUDIENCES; audience++)
        r->archive[audience] = archived && v->audiences >> audience & 1;
    r->owner = own_codes(s, COLUMN_OWNER, v, &r->owners);
    r->author = own_codes(s, COLUMN_AUTHOR, v, &r->authors);
    r->trashed = trashed;
}

static bool is_own(const Rules *r, Segment *s, uint32_t ordinal) {
    uint32_t owner = segment_code(s, COLUMN_OWNER, ordinal);
    uint32_t author = segment_code(s, COLUMN_AUTHOR, ordinal);
    return (owner < r->owners && r->owner[owner]) || (author < r->authors && r->author[author]);
}

/* What only the owner decides. */
static bool is_visible_own(const Rules *r, Segment *s, const SearchVisible *v, uint32_t state,
                           uint32_t flags, uint32_t ordinal) {
    if (flags & COLUMN_TRASHED)
        return r->trashed && (v->everything || v->unpublished || is_own(r, s, ordinal));
    return r->state_own[state] && is_own(r, s, ordinal);
}

/* A draft that went into the archive unread stays its team's. */
static bool was_published(Segment *s, uint32_t ordinal) {
    return segment_number(s, COLUMN_PUBLISHED_AT, ordinal) != COLUMN_ABSENT ||
           segment_number(s, COLUMN_VERIFY_LAST, ordinal) != COLUMN_ABSENT;
}

static bool is_visible(const Rules *r, Segment *s, const SearchVisible *v, const Chunk *states,
                       const Chunk *audiences, const Chunk *flags, uint32_t ordinal) {
    uint32_t at = ordinal % CHUNK_DOCS;
    uint32_t state = chunk_code(states, at), audience = chunk_code(audiences, at);
    uint32_t flag = chunk_code(flags, at);
    if (state >= CASE_STATES || audience >= CASE_AUDIENCES)
        return false;
    if (!(flag & COLUMN_TRASHED) &&
        (r->state[state][audience] ||
         (state == STATE_ARCHIVED && r->archive[audience] && was_published(s, ordinal))))
        return true;
    return is_visible_own(r, s, v, state, flag, ordinal);
}

/* Of 64 documents that lie in one chunk: those that everybody sees. All values are bytes. */
static uint64_t open_word(const Rules *r, const uint8_t *states, const uint8_t *audiences,
                          const uint8_t *flags) {
    uint64_t word = 0;
    for (unsigned i = 0; i < 64; i++) {
        unsigned state = states[i] < CASE_STATES ? states[i] : 0;
        unsigned audience = audiences[i] < CASE_AUDIENCES ? audiences[i] : 0;
        bool sound = state == states[i] && audience == audiences[i];
        bool open = sound & r->state[state][audience] & !(flags[i] & COLUMN_TRASHED);
        word |= (uint64_t)open << i;
    }
    return word;
}

/* The documents [from, to) one by one; what is set stays set. */
static void set_visible(const Rules *r, Segment *s, const SearchVisible *v, const Chunk *state,
                        const Chunk *audience, const Chunk *flags, uint32_t from, uint32_t to,
                        uint64_t *bits) {
    for (uint32_t i = from; i < to; i++)
        if (!(bits[i / 64] >> i % 64 & 1) && is_visible(r, s, v, state, audience, flags, i))
            bits[i / 64] |= (uint64_t)1 << i % 64;
}

/* Whether some are seen only by those they belong to, or only in the trash. */
static bool has_own(const Rules *r, const SearchVisible *v) {
    return !v->everything || r->trashed;
}

static void fill_bits(Segment *s, const SearchVisible *v, bool archived, bool trashed,
                      uint64_t *bits) {
    Rules rules;
    make_rules(&rules, s, v, archived, trashed);
    bool own = has_own(&rules, v);
    for (uint32_t from = 0; from < s->info.docs; from += CHUNK_DOCS) {
        const Chunk *state = segment_chunk(s, COLUMN_STATE, from);
        const Chunk *audience = segment_chunk(s, COLUMN_AUDIENCE, from);
        const Chunk *flags = segment_chunk(s, COLUMN_FLAGS, from);
        uint32_t to = s->info.docs - from < CHUNK_DOCS ? s->info.docs : from + CHUNK_DOCS;
        bool bytes = state->data && audience->data && flags->data && state->width == 1 &&
                     audience->width == 1 && flags->width == 1;
        for (uint32_t at = from; at < to; at += 64) {
            uint32_t in_chunk = at - from, end = to - at < 64 ? to : at + 64;
            bool whole = bytes && end - at == 64;
            if (whole)
                bits[at / 64] = open_word(&rules, state->data + in_chunk, audience->data + in_chunk,
                                          flags->data + in_chunk);
            if (!whole || (own && bits[at / 64] != UINT64_MAX))
                set_visible(&rules, s, v, state, audience, flags, at, end, bits);
        }
    }
    free(rules.owner);
    free(rules.author);
}

const uint64_t *visible_bits(VisibleCache *cache, Segment *s, const SearchVisible *v, bool archived,
                             bool trashed, Arena *arena) {
    size_t bytes = ((size_t)s->info.docs / 64 + 1) * sizeof(uint64_t);
    archived |= v->archived;
    trashed |= v->trashed;
    if (s->small) {
        uint64_t *bits = arena_zalloc(arena, bytes);
        fill_bits(s, v, archived, trashed, bits);
        return bits;
    }
    uint64_t rules = hash_rules(v, archived, trashed);
    VEC_EACH (kept, &cache->kept) {
        if (kept->segment == s->info.id && kept->rules == rules)
            return kept->bits;
    }
    Kept made = {s->info.id, rules, mem_zalloc(bytes)};
    fill_bits(s, v, archived, trashed, made.bits);
    vec_push(&cache->kept, made);
    return made.bits;
}
