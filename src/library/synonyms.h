#ifndef ANLIKU_LIBRARY_SYNONYMS_H
#define ANLIKU_LIBRARY_SYNONYMS_H

#include "library/library.h"

/* Words that mean the same: the team's own list, one setting of the library, what the taxonomy
 * says of its values, and the names of the metrics. A word stands in one group of the team at most.
 */

enum { SYNONYM_GROUPS = 2000, SYNONYM_WORDS = 20, SYNONYM_BYTES = 100 };

typedef struct SynonymGroup {
    const Str *words; /* at least two */
    size_t count;
} SynonymGroup;

/* Every group, the team's first, all words folded: what a search may look for besides. Read again
 * when something was committed and the list or the taxonomy is another one. Valid until the next
 * call. */
const SynonymGroup *library_synonyms(Library *library, size_t *count);

typedef struct SynonymList {
    SynonymGroup *items; /* words as they were written */
    size_t len, cap;
    Arena arena;
} SynonymList;

/* The team's list. Freed with library_synonym_list_free, also after an error. */
bool library_synonym_list(Library *library, SynonymList *out, Error *err);
void library_synonym_list_free(SynonymList *list);

/* Changes of the list; each is one entry of the log. *changed (may be NULL) is false when nothing
 * had to be written. They need the right `taxonomy`; ERR_INVALID for words that cannot be searched
 * for, ERR_CONFLICT for words of two groups, ERR_NOT_FOUND for a word of none. */

/* Makes a group, or adds to the one that has some of the words. */
bool library_synonym_add(Library *library, const Str *words, size_t count, bool *changed,
                         Error *err);
/* A group that is left with one word goes too. */
bool library_synonym_remove(Library *library, const Str *words, size_t count, bool *changed,
                            Error *err);
bool library_synonym_rename(Library *library, Str word, Str name, bool *changed, Error *err);
/* Makes one group of those of the words. */
bool library_synonym_merge(Library *library, const Str *words, size_t count, bool *changed,
                           Error *err);
/* Takes the last of these changes back, whoever made it; again: makes it again. ERR_NOT_FOUND when
 * there was none. */
bool library_synonym_undo(Library *library, Error *err);

/* "流失 = churn = 客户流失" of one line (also ＝, and tabs); empty for a blank line or a comment
 * (#). Words point into line. Returns their number; SYNONYM_WORDS + 1 when there are more than a
 * group may hold. */
size_t library_synonym_words(Str line, Str words[SYNONYM_WORDS + 1]);
/* The same line, without its end. */
void library_synonym_line(const SynonymGroup *group, Buf *out);

#endif
