#ifndef ANLIKU_LIBRARY_NEWS_H
#define ANLIKU_LIBRARY_NEWS_H

#include "library/internal.h"

/* For this folder only: words to one person's Inbox, which stay until that person takes them away.
 */

typedef struct News {
    Uuid id;
    uint64_t count;
    int64_t at_ms;
    Str text;
} News;

#define NEWS_CAME     "came"     /* cases of who left: count; text = who; id = the batch */
#define NEWS_LAPSED   "lapsed"   /* one's case that became internal: text = why; id = the case */
#define NEWS_REJECTED "rejected" /* rows of an import: count; text = file with the reasons */

/* at_ms 0: now. */
bool news_put(Library *library, Uuid person, const char *kind, const News *news, Error *err);
/* The same within a transaction. */
bool news_write(Library *library, StoreWrite *write, Uuid person, const char *kind,
                const News *news, Error *err);
bool news_forget(Library *library, const char *kind, Uuid id, Error *err);
/* Those to the actor, in no order that means anything. Texts live as long as the snapshot. */
typedef bool NewsFn(void *context, const News *news, Error *err);
bool news_each(Library *library, StoreRead *read, const char *kind, NewsFn *each, void *context,
               Error *err);

#endif
