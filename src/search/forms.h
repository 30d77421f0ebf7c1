#ifndef ANLIKU_SEARCH_FORMS_H
#define ANLIKU_SEARCH_FORMS_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/* The other forms of an English word by its ending: renewal and renewals, plan, planned and
 * planning, company and companies. Spelling alone; whether there is such a word only an index
 * knows. */

enum { FORMS_SHORTEST = 3, FORMS_LONGEST = 24, FORMS_MOST = 24 };

typedef struct WordForm {
    char text[FORMS_LONGEST + 8];
    uint8_t len;
} WordForm;

/* Gives the number of forms, none of them the word itself, each once. 0 unless the word is letters
 * a-z, FORMS_SHORTEST to FORMS_LONGEST. */
size_t word_forms(Str word, WordForm out[FORMS_MOST]);

#endif
