#ifndef ANLIKU_SEARCH_VISIBLE_H
#define ANLIKU_SEARCH_VISIBLE_H

#include "record/state.h"
#include "search/segment.h"

/* Which cases an actor may see: part of every search, facet and count. library/ makes it from the
 * actor's rights.
 *   published             the audience is among `audiences`
 *   unpublished           `unpublished`, or author or owner is `me`, or the owner is in `team`
 *   archived, when named  as published when it was so once, else as unpublished
 *   trashed, when named   as unpublished */
typedef struct SearchVisible {
    bool everything;    /* no rule but archived and trashed */
    unsigned audiences; /* bit set: 1 << CaseAudience */
    bool unpublished;
    Uuid me; /* nil: nobody */
    const Uuid *team;
    size_t team_count;
    /* Documents whose audience counts as internal, whatever their column says; ascending. No rule
     * of what may be seen: queries and facets ask for it. */
    const uint32_t *lapsed;
    size_t lapsed_count;
    bool archived, trashed; /* named without a word in the query (library counts) */
} SearchVisible;

/* A byte of a column as it is to be counted. */
uint32_t visible_code(const SearchVisible *visible, Segment *segment, SearchColumn column,
                      uint32_t ordinal);

typedef struct VisibleCache VisibleCache;
VisibleCache *visible_cache_new(void);
void visible_cache_free(VisibleCache *cache); /* NULL is allowed */

/* Before a search: drops what belongs to segments that are gone, and everything when it is too
 * much.
 */
void visible_cache_trim(VisibleCache *cache, const Segment *segments, uint32_t count);
/* Which documents of a segment may be seen: found window by window, when somebody asks. */
typedef struct VisibleSet VisibleSet;
/* Lives until the next trim; that of the small segment, which changes with every save, is made in
 * the arena. archived, trashed: named in the query. A segment's columns never change, so that what
 * was found in a large one is kept. */
VisibleSet *visible_set(VisibleCache *cache, Segment *segment, const SearchVisible *visible,
                        bool archived, bool trashed, Arena *arena);
/* The WINDOW_WORDS words of the window that begins at ordinal `start`; replaced documents are not
 * taken out. segment: the one of the set, as it is open now. */
const uint64_t *visible_window(VisibleSet *set, Segment *segment, uint32_t start);

#endif
