#ifndef ANLIKU_LIBRARY_VOCABULARY_H
#define ANLIKU_LIBRARY_VOCABULARY_H

#include "conf/taxonomy.h"
#include "library/internal.h"

/* For this folder only: the category tree of a library, which is closed, and the open vocabularies
 * (industry, product, region, tag), whose new values an import reports. */

/* Keeps the shipped taxonomy in a new library. */
bool vocabulary_seed(Library *library, Error *err);

typedef struct Vocabulary {
    Taxonomy *taxonomy; /* NULL: the library has none */
    Map known;          /* field key, LF, folded value */
} Vocabulary;

/* What the library knows now. *out is freed with vocabulary_free, also after an error. */
bool vocabulary_load(Library *library, Vocabulary *out, Error *err);
void vocabulary_free(Vocabulary *vocabulary);
/* Puts the category of a case from elsewhere into its one written form; one that the tree does not
 * have is kept below "uncategorised". */
void vocabulary_settle_category(const Vocabulary *vocabulary, Record *record);
/* Gives every value of the record that was renamed or merged the name that it has now. True when
 * one was. taxonomy NULL: the library has none. */
bool vocabulary_settle_moved(const Taxonomy *taxonomy, Record *record);
/* Calls each for every value of the record that nobody used before, once. */
typedef void VocabularyFn(void *context, const Field *field, Str value);
void vocabulary_learn(Vocabulary *vocabulary, const Record *record, VocabularyFn *each,
                      void *context);

#endif
