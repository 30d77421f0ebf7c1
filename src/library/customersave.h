#ifndef ANLIKU_LIBRARY_CUSTOMERSAVE_H
#define ANLIKU_LIBRARY_CUSTOMERSAVE_H

#include "library/internal.h"
#include "library/save.h"

/* For this folder only: what a change to a customer means for the records that name it. */

/* Appends the name that the customer has now; nothing for records of other types. */
void customer_put_name(Library *library, EntityType type, Uuid id, Buf *out);
/* After the change: when the customer has another name than `before`, its cases and consents get
 * it, too (result->renamed_in counts the cases), by the same verb. That is no change to what they
 * say. A failure is none of the customer's: whoever saves such a record next gives it the name. */
void customer_follow_name(Library *library, EntityType type, Uuid id, Str before, StoreVerb verb,
                          SaveResult *result);
/* ERR_INVALID with how many there are as long as cases (those in the trash do not count) or
 * consents name the customer. */
bool customer_may_trash(Library *library, const Record *customer, Error *err);

#endif
