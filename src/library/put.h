#ifndef ANLIKU_LIBRARY_PUT_H
#define ANLIKU_LIBRARY_PUT_H

#include "library/internal.h"
#include "library/save.h"

/* For this folder only: the one way of a record into the store, in two steps. Preparing does all
 * work that needs no write transaction; putting is a few puts inside one. */

typedef struct Prepared {
    Record *record; /* borrowed */
    StoreVerb verb;
    uint32_t base_rev;
    uint64_t replaces; /* change number of the revision before, 0 none */
    int64_t created_ms;
    bool unchanged;
    bool backed;      /* a public case, because of its consent */
    int dropped_for;  /* CaseField: its change drops the verification; 0: none does */
    bool format_only; /* the same words in another form: what was verified stays so */
    Record *customer; /* owned: a customer that the case names and nobody has; NULL */
    /* what put_compute makes */
    Buf segment, summary;    /* of the index; of the list row */
    SearchDocument document; /* bulk: what the index gets after the commit, instead of a segment */
    StorePacked packed;
    bool computed, packs; /* packs: false with why in failure */
    Error failure;
} Prepared;

/* The next display id of a kind and year, as an import counts on. */
typedef struct PutNumber {
    EntityType type;
    uint16_t year;
    uint32_t next;
} PutNumber;

typedef struct PutContext {
    Library *library;
    Uuid batch; /* nil: none */
    Str note;
    bool says_checks;   /* of an import: the file says itself what was checked */
    Map *new_customers; /* folded name -> index in customers; NULL outside imports */
    VEC(Uuid) customers;
    /* Numbers that records prepared since the last commit will most likely get: empty it after a
     * commit, and before preparing again. */
    VEC(PutNumber) numbers;
} PutContext;

typedef enum PutFlag {
    PUT_WITH_IDS = 1, /* display ids count as references: forms and commands */
    PUT_FORCE = 2,    /* write although the content is the same */
    PUT_CHECKED = 8,  /* cleaned and checked already; counts for a new record only */
    PUT_BULK = 4      /* index with many others after the commit; the caller computes */
} PutFlag;

/* Cleans and checks the record, resolves its references (what is taken back stays as it was), finds
 * its base and gives a new one the number that it will most likely get. record must have its uuid.
 * Computes, but for PUT_BULK. */
bool put_prepare(PutContext *context, StoreRead *read, Record *record, StoreVerb verb,
                 uint32_t base_rev, unsigned flags, Issues *issues, Prepared *out, Error *err);
/* All work that needs no store, of a record that has changed: in any thread, each with tools of its
 * own. What the number turns out not to be is computed again by put_write. */
void put_compute(Prepared *prepared, SearchAnalyser *analyser, StorePacker *packer, bool bulk);
bool put_write(PutContext *context, StoreWrite *write, Prepared *prepared, SaveResult *result,
               Error *err);
void put_free(Prepared *prepared);

/* Gives a case that names none its language: zh when its title or story holds Han, else en. */
void put_guess_language(Record *record);
/* Gives record the field as it is in current, absence too. */
void put_keep(Record *record, const Record *current, int field);
/* What a move decides, not an edit, a file or an older revision: record gets the state, the reason
 * of a return, the reviewer and the checks of current. */
void put_keep_state(Record *record, const Record *current);
/* The field of a use, a hand-on, a rating that names the case it belongs to; 0 for other types. */
int put_parent(EntityType type);
/* Appends what a record is looked up by: its name, folded; of what belongs to a case the identity
 * of that; of a case that was merged into another one the identity of that one. Nothing for other
 * cases and consents. */
void put_lookup_name(const Record *record, Buf *out);
/* NFC, no hidden characters, no controls, in every text of the record. ERR_INVALID names the field.
 */
bool put_clean(Record *record, Error *err);

#endif
