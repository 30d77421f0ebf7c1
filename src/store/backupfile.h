#ifndef ANLIKU_STORE_BACKUPFILE_H
#define ANLIKU_STORE_BACKUPFILE_H

#include "store/backup.h"

/* The file of a backup (inside store/ only):
 *   header of BACKUP_HEADER bytes: magic 8, version u8, flags u8 (1 sealed), env id 16, time i64,
 *   head u64, raw bytes u64, checksum u64 of what is before
 *   sealed: 24 bytes of secretstream header
 *   pieces: u32 length, bytes (sealed: each with its tag); length 0 ends them
 *   BLAKE2b-256 of everything before
 * It appears under its name only when it is whole. */
enum { BACKUP_HEADER = 58, BACKUP_PIECE = 256 * 1024 };

typedef struct BackupWriter BackupWriter;
bool backup_create(const char *file, const char *key_file, const StoreBackupInfo *info,
                   BackupWriter **out, Error *err);
bool backup_put(BackupWriter *writer, const void *data, size_t len, Error *err);
/* Both end the writer. */
bool backup_finish(BackupWriter *writer, Error *err);
void backup_abandon(BackupWriter *writer);

typedef bool BackupTakeFn(void *context, const void *data, size_t len, Error *err);
/* Gives the pieces one after the other, then compares the digest: what was given counts only when
 * it returns true. */
bool backup_read(const char *file, const char *key_file, BackupTakeFn *take, void *context,
                 Error *err);

#endif
