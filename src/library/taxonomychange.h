#ifndef ANLIKU_LIBRARY_TAXONOMYCHANGE_H
#define ANLIKU_LIBRARY_TAXONOMYCHANGE_H

#include "base/arena.h"
#include "format/doc.h"
#include "library/queue.h"
#include "library/taxonomy.h"
#include "library/taxonomydoing.h"

/* For taxonomy.c only: a change of the taxonomy from its beginning to its end: of its text, then of
 * the cases that have what was renamed, as one batch. A process that was killed on the way is
 * finished by the next one that begins a change. */
typedef struct TaxonEdit {
    Library *library;
    Arena arena;
    DocNode *root;     /* the text, to be changed between begin and finish */
    const char *field; /* "tags" or "category" */
    Str from, to;      /* for a case */
    TaxonDoing doing;  /* what a killed process had begun: done by now */
    size_t finished;   /* cases of that */
    int lock;
    Queue queue;
    Buf note; /* for the log */
} TaxonEdit;

/* Checks the right, waits for others, finishes what was begun. Ended in every case. */
bool taxonomychange_begin(TaxonEdit *edit, Library *library, const char *field,
                          const Progress *progress, Error *err);
void taxonomychange_end(TaxonEdit *edit);
/* The change that was asked for is the one that was begun and is done by now: *result is its. */
bool taxonomychange_is_done(const TaxonEdit *edit, Str from, Str to, TaxonResult *result);
/* Cases with `from` get `to`, and so does what is imported and typed from now on. */
void taxonomychange_move(TaxonEdit *edit, Str from, Str to);
/* Writes the text when it is a taxonomy still, three levels deep and all; then the cases. result
 * may be NULL. */
bool taxonomychange_finish(TaxonEdit *edit, const Progress *progress, TaxonResult *result,
                           Error *err);

#endif
