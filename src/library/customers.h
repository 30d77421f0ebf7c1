#ifndef ANLIKU_LIBRARY_CUSTOMERS_H
#define ANLIKU_LIBRARY_CUSTOMERS_H

#include "library/library.h"

/* The customers of the library as a list shows them. */

typedef struct CustomerRow {
    Uuid uuid;
    Str id;   /* KH-000123 */
    Str name; /* as cases name it */
    Str short_name, alias, industry, size_band, region;
    const char *reference; /* message id: may we name them; "" when nobody said */
    uint64_t cases;        /* that the actor may see and that name it; archived and trashed ones
                              are not counted */
} CustomerRow;

typedef struct CustomerList {
    CustomerRow *items; /* in the order of names; those in the trash are not there */
    size_t len;
    Arena arena;
} CustomerList;

/* Reads every customer: a few ms a thousand. *out is freed with library_customers_free, also after
 * an error. */
bool library_customers(Library *library, CustomerList *out, Error *err);
/* The same in any order: names in the order of people cost as much as all the rest. */
bool library_customers_unsorted(Library *library, CustomerList *out, Error *err);
void library_customers_free(CustomerList *list);

#endif
