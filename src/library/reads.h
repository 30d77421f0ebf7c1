#ifndef ANLIKU_LIBRARY_READS_H
#define ANLIKU_LIBRARY_READS_H

#include "library/library.h"

/* How much a case is read: opening it counts a person once a day. What is counted is forgotten
 * after at most 180 days, names are not kept with it at all (store/reads.h). Who sets view_log to
 * no is not counted. */

enum { READ_DAYS = 90, READ_KEPT_DAYS = 180 };

typedef struct ReadSummary {
    unsigned people, times; /* of the last READ_DAYS days, today included */
} ReadSummary;
/* Whole numbers, the same for everybody who sees the case; who read a case that was merged into it
 * too counts for each. ERR_NOT_FOUND for others. */
bool library_read_summary(Library *library, Uuid case_id, ReadSummary *out, Error *err);
/* Appends it as a sentence, translated: "by 12 people, 30 times in 90 days"; nothing for nobody. */
void library_read_put(const ReadSummary *summary, Buf *out);

#endif
