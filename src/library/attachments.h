#ifndef ANLIKU_LIBRARY_ATTACHMENTS_H
#define ANLIKU_LIBRARY_ATTACHMENTS_H

#include "base/vec.h"
#include "library/save.h"

/* Files of cases: the evidence of an outcome, pictures. They are seen by who sees the case, added
 * and renamed with the right `write`, put into the trash as other records are (library_trash), read
 * out with the right `export`, which is on record before the first byte leaves. */

enum { ATTACHMENT_MOST_BYTES = 5 << 20, ATTACHMENT_NAME_BYTES = 200 };

typedef struct Attachment {
    Uuid id, case_id;
    Str number; /* FJ-2026-0001 */
    Str kind;   /* key of ATTACHMENT_KIND */
    Str name;   /* clean: one line, no slash, nothing hidden; its own within the case */
    Str sha256; /* 64 hexadecimal digits */
    Str who;
    uint64_t bytes;
    int64_t at_ms;
    bool trashed;
} Attachment;

typedef struct Attachments {
    VEC(Attachment) items; /* the oldest first */
    Arena arena;
} Attachments;

/* all: those in the trash too. *out is freed with attachments_free, also after an error. */
bool library_attachments(Library *library, Uuid case_id, bool all, Attachments *out, Error *err);
void attachments_free(Attachments *attachments);

/* kind: "" picture for a picture, evidence for anything else. Refused (ERR_INVALID): nothing at
 * all, more than ATTACHMENT_MOST_BYTES, consent files (which wait for sealing), a picture that is
 * none, a case in the trash. name is cleaned and made one that no other file of the case has. The
 * same bytes under the same name are there already: result->unchanged. */
bool library_attach_file(Library *library, Uuid case_id, Str kind, Str name, Str bytes,
                         SaveResult *result, Error *err);
bool library_attachment_rename(Library *library, Uuid id, Str name, SaveResult *result, Error *err);
/* One of them by identity. */
bool library_attachment(Library *library, Uuid id, Attachments *out, Error *err);
/* Appends the bytes, after it was put on record that they are read out. */
bool library_attachment_read(Library *library, Uuid id, Buf *out, Error *err);

/* Appends a name that is safe as a file's: its last part without controls, hidden and reordering
 * characters, slashes and a dot at the beginning, cut at ATTACHMENT_NAME_BYTES before its ending;
 * "file" when nothing is left. */
void attachment_clean_name(Str name, Buf *out);
/* PNG, JPEG, GIF or WebP by its first bytes. */
bool attachment_is_picture(Str bytes);
/* Appends "evidence  report.pdf  12 KB", translated. */
void attachment_put(const Attachment *attachment, Buf *out);
/* Appends a size as people read it: "512 B", "12 KB", "4.9 MB". */
void attachment_put_size(uint64_t bytes, Buf *out);

#endif
