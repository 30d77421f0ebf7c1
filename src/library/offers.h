#ifndef ANLIKU_LIBRARY_OFFERS_H
#define ANLIKU_LIBRARY_OFFERS_H

#include "base/vec.h"
#include "library/library.h"
#include "text/fit.h"

/* What a field of a record could hold: for completion while a person types, and to tell what is new
 * from what is there already under a name that is nearly the same. */

enum { OFFER_NAMES = 5 };

typedef struct Offer {
    Str value;  /* what the field gets */
    Str label;  /* what a person reads, in the language of the process */
    Str detail; /* of a customer the industry, of a person the name; "" none */
    /* Folded, as thousands are looked through with every key that is typed: the value, then what it
     * is called besides (offers_also); and the label, "" where it is the value. */
    Str names[OFFER_NAMES], folded_label;
    size_t name_count;
    uint64_t count; /* cases that have it */
    bool counted;   /* count holds */
    bool branch;    /* of a tree: not to be taken, only what lies below it */
    int depth;      /* of a tree, from 0 */
} Offer;

typedef enum OfferRule {
    OFFER_FREE,  /* hints: anything else is as good */
    OFFER_GROWS, /* an open vocabulary: something else is new, and is to be confirmed */
    OFFER_CLOSED /* nothing else may stand there */
} OfferRule;

typedef struct Offers {
    OfferRule rule;
    bool tree;           /* parents before what lies below them; values are paths */
    bool records;        /* OFFER_GROWS: something new becomes a record of its own */
    bool lasting;        /* the same for every record and typed text until the library changes */
    bool picked;         /* chosen for the typed text: another text has other offers */
    const char *refusal; /* OFFER_CLOSED, message id with {0}: nothing else may stand here, even
                            when nothing is offered; NULL: the usual words */
    const char *none;    /* message id: why nothing is offered; NULL: the usual words */
    const char *make;    /* message id: what makes a new one, offered last; NULL: nothing does */
    VEC(Offer) items;    /* the likeliest first; trees in their own order */
    Arena arena;
} Offers;

/* What a field (sub -1) or a cell of its rows could hold; record: whose, nil not known; typed: what
 * stands there. Counts are of
 * cases that the actor may see. No items: there is nothing to offer. *out is freed with
 * offers_free, also after an error. */
bool library_offers(Library *library, EntityType type, Uuid record, int field, int sub, Str typed,
                    Offers *out, Error *err);
/* The consents of the customer of that name that are on record: nothing else may stand where a case
 * names one. customer "": the case names none yet. */
bool library_offers_consents(Library *library, Str customer, Offers *out, Error *err);
void offers_free(Offers *offers);
/* Copies the texts. Gives the offer to add names to; valid until the next one. */
Offer *offers_add(Offers *offers, Str value, Str label, Str detail);
/* Another name of it, copied; nothing for "", nor when it has OFFER_NAMES already. */
void offers_also(Offers *offers, Offer *offer, Str name);

/* How well an offer is what was typed (folded): by its value, label and names. */
Fit offer_fit(const Offer *offer, Str typed);
/* The offers that are what was typed, best first, at most `most`. Gives their number. */
size_t offers_fit(const Offers *offers, Str typed, size_t most, size_t *out);
/* The one offer that a text names whole, by value, label or another name; NULL when none or several
 * do. */
const Offer *offers_named(const Offers *offers, Str text);
/* Offers that a text may be a slip for: much the same characters or sounds; nearest first. */
size_t offers_near(const Offers *offers, Str text, size_t most, size_t *out);

#endif
