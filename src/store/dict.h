#ifndef ANLIKU_STORE_DICT_H
#define ANLIKU_STORE_DICT_H

#include "store/store.h"

/* Compression dictionaries: rows that never change, named by every body that needs them. What is
 * trained now are books of phrases (phrases.h); zstd's of earlier programs are still read. */

/* Trains a dictionary over up to `samples` current bodies, evenly chosen (cases first), and stores
 * it; packers made afterwards use it. who: as in store_write_begin. ERR_INVALID when there is too
 * little text (fewer than 200 bodies). *id may be NULL. */
bool store_train_dictionary(Store *store, const char *who, size_t samples, uint32_t *id,
                            Error *err);
/* The newest dictionary, 0 when there is none. */
bool store_newest_dictionary(Store *store, uint32_t *id, Error *err);

#endif
