#ifndef ANLIKU_LIBRARY_SAFEPEOPLE_H
#define ANLIKU_LIBRARY_SAFEPEOPLE_H

#include "library/safenames.h"

/* For this folder only: people at a customer's of whom no record is kept, found where a quote says
 * whose it is: behind its closing mark, "..." Margit Halvorsen, Head of After-Sales;
 * （王敏，教务主管）. A guess: it is made for the safe form, where one name too many does no harm.
 */
void safe_people_learn(SafeNames *names, Str quote);
/* The same where an English text lets somebody speak: says IT Engineer Edgaras Apsega. */
void safe_people_learn_speech(SafeNames *names, Str text);
/* And where a Chinese one speaks of somebody politely: 林女士, 裴总, 卢医生; but not where the
 * surname is the end of a customer's name. */
void safe_people_learn_polite(SafeNames *names, const SafeNames *customers, Str text);

#endif
