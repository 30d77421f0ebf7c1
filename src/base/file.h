#ifndef ANLIKU_BASE_FILE_H
#define ANLIKU_BASE_FILE_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends the whole file. More than max bytes is ERR_INVALID. */
bool file_read(const char *path, size_t max, Buf *out, Error *err);
/* Appends all of a descriptor (a pipe, stdin); name is for messages. */
bool file_read_fd(int fd, const char *name, size_t max, Buf *out, Error *err);
/* The bytes of a regular file without reading them into memory; *out lives until file_unmap.
 * Another process must not shorten the file meanwhile. */
bool file_map(const char *path, Str *out, Error *err);
void file_unmap(Str mapped);
/* Writes a new file beside path, fsyncs it, renames it over path and fsyncs the folder: path holds
 * the old content or the new, never part of it. mode as for open(2). */
bool file_write_atomic(const char *path, Str content, int mode, Error *err);
/* The same for a path that a person named: a device or a pipe (/dev/stdout) is written to, never
 * replaced by a file. */
bool file_write_named(const char *path, Str content, int mode, Error *err);
/* Writes all of content to an open descriptor. */
bool file_write_all(int fd, const char *name, Str content, Error *err);
/* Makes one folder; it may exist already. */
bool file_make_dir(const char *path, int mode, Error *err);
/* Makes the missing folders above and path itself. */
bool file_make_dirs(const char *path, int mode, Error *err);
bool file_sync_dir(const char *path, Error *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
/* Follows links: a device, a pipe, a socket. */
bool file_is_special(const char *path);
/* Appends dir + "/" + name (no second slash). */
void file_join(Buf *out, const char *dir, const char *name);
/* The part after the last slash; points into path. */
const char *file_base(const char *path);
/* The ending of the name with its dot, "" when none; points into path. */
const char *file_ending(const char *path);

typedef struct FileNames {
    char **items; /* sorted by bytes */
    size_t len;
} FileNames;

/* Names in a folder without "." and "..". */
bool file_list(const char *path, FileNames *out, Error *err);
void file_names_free(FileNames *names);

#endif
