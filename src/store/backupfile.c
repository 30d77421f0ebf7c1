#include "config.h"

#include "store/backupfile.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char magic[8] = {'A', 'N', 'L', 'K', 'B', 'A', 'K', '\n'};
enum { SEALED = 1, FILE_VERSION = 1, KEY_BYTES = crypto_secretstream_xchacha20poly1305_KEYBYTES };
typedef crypto_secretstream_xchacha20poly1305_state Sealer;

struct BackupWriter {
    char file[PATH_MAX], temporary[PATH_MAX];
    int fd;
    bool sealed;
    Sealer seal;
    crypto_generichash_state digest;
    Buf piece;
};

static bool damaged(const char *file, Error *err) {
    return error_set(err, ERR_CORRUPT, N_("the backup {0} is damaged"), "s", file);
}

/* 32 bytes, or 64 hexadecimal digits with blanks around them. */
static bool read_key(const char *key_file, unsigned char key[KEY_BYTES], Error *err) {
    Buf text = {0};
    bool ok = file_read(key_file, 4096, &text, err);
    if (ok && text.len == KEY_BYTES) {
        memcpy(key, text.data, KEY_BYTES);
    } else if (ok) {
        Str hex = str_trim(buf_str(&text));
        size_t got;
        ok = (sodium_hex2bin(key, KEY_BYTES, hex.ptr, hex.len, NULL, &got, NULL) == 0 &&
              got == KEY_BYTES && hex.len == 2 * (size_t)KEY_BYTES) ||
             error_set(err, ERR_INVALID, N_("{0} is no key file"), "s", key_file);
    }
    if (text.data)
        sodium_memzero(text.data, text.len);
    buf_free(&text);
    return ok;
}

bool store_backup_new_key(const char *key_file, Error *err) {
    unsigned char key[KEY_BYTES];
    char hex[2 * KEY_BYTES + 2];
    if (sodium_init() < 0)
        return error_set(err, ERR_INTERNAL, N_("the system gives no random bytes"), "");
    randombytes_buf(key, sizeof key);
    sodium_bin2hex(hex, sizeof hex, key, sizeof key);
    hex[2 * KEY_BYTES] = '\n';
    int fd = open(key_file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return error_set(err, ERR_EXISTS, N_("{0} exists already"), "s", key_file);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), key_file);
    bool ok = file_write_all(fd, key_file, str_make(hex, 2 * KEY_BYTES + 1), err);
    if (ok && fsync(fd) != 0)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), key_file);
    close(fd);
    sodium_memzero(key, sizeof key);
    sodium_memzero(hex, sizeof hex);
    return ok;
}

static bool put_raw(BackupWriter *w, const void *data, size_t len, Error *err) {
    crypto_generichash_update(&w->digest, data, len);
    return file_write_all(w->fd, w->file, str_make(data, len), err);
}

static bool put_header(BackupWriter *w, const StoreBackupInfo *info, Error *err) {
    Buf header = {0};
    buf_put(&header, magic, sizeof magic);
    buf_put_u8(&header, FILE_VERSION);
    buf_put_u8(&header, w->sealed ? SEALED : 0);
    buf_put(&header, info->env_id.bytes, 16);
    buf_put_u64(&header, (uint64_t)info->at_ms);
    buf_put_u64(&header, info->head);
    buf_put_u64(&header, info->raw_bytes);
    buf_put_u64(&header, hash_bytes(header.data, header.len, 0));
    bool ok = put_raw(w, header.data, header.len, err);
    buf_free(&header);
    return ok;
}

static bool start_seal(BackupWriter *w, const char *key_file, Error *err) {
    unsigned char key[KEY_BYTES], header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    if (!w->sealed)
        return true;
    if (!read_key(key_file, key, err))
        return false;
    crypto_secretstream_xchacha20poly1305_init_push(&w->seal, header, key);
    sodium_memzero(key, sizeof key);
    return put_raw(w, header, sizeof header, err);
}

bool backup_create(const char *file, const char *key_file, const StoreBackupInfo *info,
                   BackupWriter **out, Error *err) {
    if (sodium_init() < 0)
        return error_set(err, ERR_INTERNAL, N_("the system gives no random bytes"), "");
    BackupWriter *w = mem_zalloc(sizeof *w);
    w->sealed = key_file != NULL;
    int a = snprintf(w->file, sizeof w->file, "%s", file);
    int b = snprintf(w->temporary, sizeof w->temporary, "%s.%ld.tmp", file, (long)getpid());
    w->fd = -1;
    errno = ENAMETOOLONG;
    if (a < (int)sizeof w->file && b < (int)sizeof w->temporary) {
        unlink(w->temporary);
        w->fd = open(w->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    }
    if (w->fd < 0) {
        error_set_errno(err, errno, N_("{0} cannot be written: {1}"), file);
        free(w);
        return false;
    }
    crypto_generichash_init(&w->digest, NULL, 0, STORE_HASH);
    if (put_header(w, info, err) && start_seal(w, key_file, err)) {
        *out = w;
        return true;
    }
    backup_abandon(w);
    return false;
}

static bool put_piece(BackupWriter *w, Error *err) {
    Buf length = {0};
    buf_put_u32(&length, (uint32_t)w->piece.len);
    bool ok = put_raw(w, length.data, length.len, err) &&
              (!w->piece.len || put_raw(w, w->piece.data, w->piece.len, err));
    buf_free(&length);
    return ok;
}

/* tag: only of sealed pieces; the last one is marked, so that a cut file is noticed without the
 * digest too. */
static bool seal_piece(BackupWriter *w, const void *data, size_t len, unsigned char tag,
                       Error *err) {
    buf_clear(&w->piece);
    if (!w->sealed) {
        buf_put(&w->piece, data, len);
        return put_piece(w, err);
    }
    size_t size = len + crypto_secretstream_xchacha20poly1305_ABYTES;
    buf_reserve(&w->piece, size);
    crypto_secretstream_xchacha20poly1305_push(&w->seal, (unsigned char *)w->piece.data, NULL, data,
                                               len, NULL, 0, tag);
    w->piece.len = size;
    return put_piece(w, err);
}

bool backup_put(BackupWriter *writer, const void *data, size_t len, Error *err) {
    return seal_piece(writer, data, len, 0, err);
}

static bool put_end(BackupWriter *w, Error *err) {
    unsigned char digest[STORE_HASH];
    if (w->sealed && !seal_piece(w, "", 0, crypto_secretstream_xchacha20poly1305_TAG_FINAL, err))
        return false;
    buf_clear(&w->piece);
    if (!put_piece(w, err))
        return false;
    crypto_generichash_final(&w->digest, digest, sizeof digest);
    return file_write_all(w->fd, w->file, str_make((const char *)digest, sizeof digest), err);
}

static void parent_of(const char *file, char out[PATH_MAX]) {
    const char *slash = strrchr(file, '/');
    size_t len = slash ? (size_t)(slash - file) : 0;
    if (!slash)
        snprintf(out, PATH_MAX, ".");
    else
        snprintf(out, PATH_MAX, "%.*s", len ? (int)len : 1, file);
}

bool backup_finish(BackupWriter *w, Error *err) {
    char parent[PATH_MAX];
    bool ok = put_end(w, err);
    if (ok && fsync(w->fd) != 0)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), w->file);
    if (ok && rename(w->temporary, w->file) != 0)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), w->file);
    parent_of(w->file, parent);
    ok = ok && file_sync_dir(parent, err);
    if (ok)
        w->temporary[0] = '\0';
    backup_abandon(w);
    return ok;
}

void backup_abandon(BackupWriter *w) {
    close(w->fd);
    if (w->temporary[0])
        unlink(w->temporary);
    sodium_memzero(&w->seal, sizeof w->seal);
    buf_free(&w->piece);
    free(w);
}

typedef struct BackupReader {
    int fd;
    const char *file;
    bool sealed, final;
    Sealer seal;
    crypto_generichash_state digest;
    Buf piece, clear;
} BackupReader;

/* Exactly len bytes; the end of the file before them is damage. */
static bool get_raw(BackupReader *r, void *data, size_t len, bool counted, Error *err) {
    char *to = data;
    for (size_t done = 0; done < len;) {
        ssize_t got = read(r->fd, to + done, len - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(err, errno, N_("{0} cannot be read: {1}"), r->file);
        if (got == 0)
            return damaged(r->file, err);
        done += (size_t)got;
    }
    if (counted)
        crypto_generichash_update(&r->digest, data, len);
    return true;
}

static bool get_header(BackupReader *r, StoreBackupInfo *out, Error *err) {
    char header[BACKUP_HEADER];
    if (!get_raw(r, header, sizeof header, true, err))
        return false;
    if (memcmp(header, magic, sizeof magic) != 0)
        return error_set(err, ERR_CORRUPT, N_("{0} is no backup of a library"), "s", r->file);
    Reader at = reader_of(header + sizeof magic, sizeof header - sizeof magic);
    unsigned version = reader_u8(&at), flags = reader_u8(&at);
    Str id = reader_bytes(&at, 16);
    *out = (StoreBackupInfo){.sealed = flags & SEALED};
    memcpy(out->env_id.bytes, id.ptr, 16);
    out->at_ms = (int64_t)reader_u64(&at);
    out->head = reader_u64(&at);
    out->raw_bytes = reader_u64(&at);
    if (reader_u64(&at) != hash_bytes(header, BACKUP_HEADER - 8, 0))
        return damaged(r->file, err);
    if (version != FILE_VERSION)
        return error_set(err, ERR_VERSION, N_("the backup {0} was made by a newer program"), "s",
                         r->file);
    r->sealed = out->sealed;
    return true;
}

static bool open_reader(BackupReader *r, const char *file, Error *err) {
    *r = (BackupReader){.fd = -1, .file = file};
    if (sodium_init() < 0)
        return error_set(err, ERR_INTERNAL, N_("the system gives no random bytes"), "");
    crypto_generichash_init(&r->digest, NULL, 0, STORE_HASH);
    r->fd = open(file, O_RDONLY | O_CLOEXEC);
    return r->fd >= 0 || error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
}

static void close_reader(BackupReader *r) {
    if (r->fd >= 0)
        close(r->fd);
    sodium_memzero(&r->seal, sizeof r->seal);
    buf_free(&r->piece);
    buf_free(&r->clear);
}

bool store_backup_info(const char *file, StoreBackupInfo *out, Error *err) {
    BackupReader r;
    bool ok = open_reader(&r, file, err) && get_header(&r, out, err);
    close_reader(&r);
    return ok;
}

static bool start_open(BackupReader *r, const char *key_file, Error *err) {
    unsigned char key[KEY_BYTES], header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    if (!r->sealed)
        return true;
    if (!key_file)
        return error_set(err, ERR_DENIED, N_("the backup {0} is sealed: its key file is needed"),
                         "s", r->file);
    if (!read_key(key_file, key, err) || !get_raw(r, header, sizeof header, true, err))
        return false;
    int code = crypto_secretstream_xchacha20poly1305_init_pull(&r->seal, header, key);
    sodium_memzero(key, sizeof key);
    return code == 0 || damaged(r->file, err);
}

static bool open_piece(BackupReader *r, Str *out, Error *err) {
    *out = buf_str(&r->piece);
    if (!r->sealed)
        return true;
    unsigned char tag = 0;
    size_t size = r->piece.len - crypto_secretstream_xchacha20poly1305_ABYTES;
    buf_clear(&r->clear);
    buf_reserve(&r->clear, size + 1);
    if (r->piece.len < crypto_secretstream_xchacha20poly1305_ABYTES || r->final ||
        crypto_secretstream_xchacha20poly1305_pull(&r->seal, (unsigned char *)r->clear.data, NULL,
                                                   &tag, (const unsigned char *)r->piece.data,
                                                   r->piece.len, NULL, 0) != 0)
        return error_set(err, ERR_CORRUPT,
                         N_("the backup {0} is damaged, or the key is not its own"), "s", r->file);
    r->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    *out = str_make(r->clear.data, size);
    return true;
}

/* *more false at the end mark. */
static bool get_piece(BackupReader *r, bool *more, Error *err) {
    unsigned char bytes[4];
    if (!get_raw(r, bytes, 4, true, err))
        return false;
    Reader at = reader_of(bytes, 4);
    size_t len = reader_u32(&at);
    *more = len > 0;
    if (len > BACKUP_PIECE + crypto_secretstream_xchacha20poly1305_ABYTES ||
        (len && r->sealed && len < crypto_secretstream_xchacha20poly1305_ABYTES))
        return damaged(r->file, err);
    buf_clear(&r->piece);
    if (!len)
        return true;
    buf_reserve(&r->piece, len);
    r->piece.len = len;
    return get_raw(r, r->piece.data, len, true, err);
}

static bool check_end(BackupReader *r, Error *err) {
    unsigned char want[STORE_HASH], have[STORE_HASH], extra;
    crypto_generichash_final(&r->digest, want, sizeof want);
    if (!get_raw(r, have, sizeof have, false, err))
        return false;
    return (sodium_memcmp(want, have, sizeof want) == 0 && (!r->sealed || r->final) &&
            read(r->fd, &extra, 1) == 0) ||
           damaged(r->file, err);
}

static bool read_pieces(BackupReader *r, BackupTakeFn *take, void *context, Error *err) {
    Str clear;
    for (bool more = true; more;) {
        if (!get_piece(r, &more, err))
            return false;
        if (more && (!open_piece(r, &clear, err) || !take(context, clear.ptr, clear.len, err)))
            return false;
    }
    return check_end(r, err);
}

bool backup_read(const char *file, const char *key_file, BackupTakeFn *take, void *context,
                 Error *err) {
    BackupReader r;
    StoreBackupInfo info;
    bool ok = open_reader(&r, file, err) && get_header(&r, &info, err) &&
              start_open(&r, key_file, err) && read_pieces(&r, take, context, err);
    close_reader(&r);
    return ok;
}
