#ifndef ANLIKU_STORE_BACKUP_H
#define ANLIKU_STORE_BACKUP_H

#include "base/progress.h"
#include "store/store.h"

/* One file: header, compacted copy of the environment (zstd), checksum. While others go on writing;
 * the copy is one snapshot. With a key file (32 bytes, or 64 hex digits) it is sealed. Drafts are
 * not part of it. */
bool store_backup(Store *store, const char *file, const char *key_file, const Progress *progress,
                  Error *err);

typedef struct StoreBackupInfo {
    Uuid env_id;
    int64_t at_ms;
    uint64_t head; /* highest change number in it */
    uint64_t raw_bytes;
    bool sealed;
} StoreBackupInfo;
/* ERR_CORRUPT when it is no backup or its header is damaged; the content is not read. */
bool store_backup_info(const char *file, StoreBackupInfo *out, Error *err);
/* Reads all of it and compares the checksum. */
bool store_backup_verify(const char *file, const char *key_file, const Progress *progress,
                         Error *err);
/* Makes a library in dir, which must be missing or empty. Until it returns true dir is no library.
 */
bool store_restore(const char *file, const char *key_file, const char *dir,
                   const Progress *progress, Error *err);
/* Makes a new key file (0600; ERR_EXISTS). */
bool store_backup_new_key(const char *key_file, Error *err);

#endif
