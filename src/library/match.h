#ifndef ANLIKU_LIBRARY_MATCH_H
#define ANLIKU_LIBRARY_MATCH_H

#include "library/internal.h"

/* For this folder only: where an imported record belongs (DESIGN.md 6): by uuid, else by
 * (ext_source, ext_id), else it is new. */

typedef struct MatchRules {
    const Library *library;
    bool publish; /* every record is published */
    int32_t today;
    const struct Vocabulary *vocabulary; /* the category tree */
    int32_t spread; /* days over which the first checks of published imports are spread */
} MatchRules;

/* Sets the identity and *base_rev (0: new). A record that came with a uuid replaces the one that is
 * there, but for what files never hold (private fields) and, without the right import.state, its
 * state; one that came without keeps whatever the file does not say. Gives new ones their state. */
bool match_record(const MatchRules *rules, StoreRead *read, Record *record, uint32_t *base_rev,
                  Error *err);

#endif
