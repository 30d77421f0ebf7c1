#ifndef ANLIKU_LIBRARY_USE_H
#define ANLIKU_LIBRARY_USE_H

#include "library/save.h"

/* Uses of cases: who told which case to whom, how, and how it went. Logging needs the right `use`;
 * a use is one record, changed later by whoever logged it. */

typedef struct UseEntry {
    Uuid case_id;
    Str prospect, deal; /* either or both may be empty */
    Str kind;           /* key of USE_KIND; empty: "share" */
    int feedback;       /* 1..5, 0: not known yet */
    int days_ago;       /* 0: now */
} UseEntry;

bool library_use_log(Library *library, const UseEntry *entry, SaveResult *result, Error *err);
/* Says how the actor's newest use of the case that has no feedback yet went; when all have some,
 * how the newest one did. ERR_NOT_FOUND when there is none. prospect (may be NULL) gets whom it was
 * for. */
bool library_use_feedback(Library *library, Uuid case_id, int feedback, Buf *prospect,
                          SaveResult *result, Error *err);
/* Whom that use was for; false when there is none. */
bool library_use_is_open(Library *library, Uuid case_id, Buf *prospect);

/* Of the uses that are not in the trash: whole numbers, the same for everybody who sees the case.
 */
typedef struct UseSummary {
    size_t count;    /* of a person on a day */
    int64_t last_ms; /* 0: never */
    size_t rated;    /* that have feedback */
    int total;       /* of their feedback */
} UseSummary;
bool library_use_summary(Library *library, Uuid case_id, UseSummary *out, Error *err);
/* Appends it as a sentence, translated: "3 times, last on 2026-11-12, feedback 4.5 of 5 (2)". */
void library_use_put(const UseSummary *summary, Buf *out);

/* For whom the cases that the actor may see were used and handed on (and his own uses), each name
 * once: gathered when a person begins to type one. Freed with library_prospect_names_free. */
typedef struct ProspectNames ProspectNames;
ProspectNames *library_prospect_names(Library *library);
void library_prospect_names_free(ProspectNames *names); /* NULL is allowed */
/* Those that hold the text (folded; pinyin and its initials too), the actor's own and the newest
 * first, `most` at most. They live as long as the names. */
size_t library_prospects(const ProspectNames *names, Str text, size_t most, Str *out);

#endif
