#include "config.h"

#include "store/draft.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/draftfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SYNC_US = 1000000, REWRITE_BYTES = 4 << 20 };
/* Of a long value only the change is written, until so many changes stand behind the whole one. */
enum { DELTA_LEAST = 256, MOST_DELTAS = 512 };

/* What the file holds as the newest value of a field, while this session is its writer. */
typedef struct Written {
    uint16_t field;
    bool encoded;
    Buf value;
    size_t deltas, delta_bytes; /* since the whole value */
} Written;

struct Draft {
    char folder[PATH_MAX - 64], file[PATH_MAX];
    int fd;
    DraftInfo info;
    bool dirty;
    int64_t synced_us;
    uint64_t kept_bytes; /* of the file after it was last written anew */
    VEC(Written) written;
};

static bool folder_of(const char *library, Uuid user, char *out, size_t room, Error *err) {
    char text[UUID_TEXT];
    uuid_format(user, text);
    return snprintf(out, room, "%s/drafts/%s", library, text) < (int)room ||
           error_set_errno(err, ENAMETOOLONG, N_("{0} cannot be opened: {1}"), library);
}

static void file_of(const char *folder, Uuid id, char out[PATH_MAX]) {
    char text[UUID_TEXT];
    uuid_format(id, text);
    snprintf(out, PATH_MAX, "%.*s/%s", PATH_MAX - 64, folder, text);
}

static bool gone(Error *err) {
    return error_set(err, ERR_NOT_FOUND, N_("the draft does not exist any more"), "");
}

static bool io_error(const Draft *d, int code, Error *err) {
    return error_set_errno(err, code, N_("the draft {0} cannot be written: {1}"), d->file);
}

/* Locks the file that is under the name now: another process may have put a new one there. */
static bool lock_file(Draft *d, Error *err) {
    for (;;) {
        struct stat open_one, named;
        while (flock(d->fd, LOCK_EX) != 0)
            if (errno != EINTR)
                return io_error(d, errno, err);
        if (stat(d->file, &named) != 0)
            return gone(err);
        if (fstat(d->fd, &open_one) == 0 && open_one.st_ino == named.st_ino &&
            open_one.st_dev == named.st_dev)
            return true;
        int fd = open(d->file, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            return errno == ENOENT ? gone(err) : io_error(d, errno, err);
        close(d->fd);
        d->fd = fd;
    }
}

static void unlock_file(Draft *d) {
    flock(d->fd, LOCK_UN);
}

/* Holds the lock when it returns true: the draft is still this session's. */
static bool enter(Draft *d, Error *err) {
    DraftInfo now;
    if (!lock_file(d, err))
        return false;
    if (draftfile_header(d->fd, &now) && now.generation == d->info.generation &&
        uuid_equal(now.session, d->info.session))
        return true;
    unlock_file(d);
    return error_set(err, ERR_CONFLICT, N_("the draft was opened in another session"), "");
}

static bool append(Draft *d, DraftKind kind, Str payload, Error *err) {
    Buf entry = {0};
    draftfile_entry(&entry, kind, clock_now_ms(), payload);
    off_t end = lseek(d->fd, 0, SEEK_END);
    bool ok = end >= 0 && file_write_all(d->fd, d->file, buf_str(&entry), err);
    if (end < 0)
        io_error(d, errno, err);
    else if (!ok && ftruncate(d->fd, end) != 0)
        d->dirty = true; /* a torn entry stays; reading ends before it */
    buf_free(&entry);
    if (ok) {
        d->dirty = true;
        d->info.changed_ms = clock_now_ms();
    }
    return ok;
}

static bool store_payload(Draft *d, DraftKind kind, Str payload, Error *err) {
    if (!enter(d, err))
        return false;
    bool ok = append(d, kind, payload, err);
    unlock_file(d);
    return ok;
}

static bool open_new(Draft *d, Error *err) {
    char drafts[PATH_MAX];
    snprintf(drafts, sizeof drafts, "%.*s", (int)(strrchr(d->folder, '/') - d->folder), d->folder);
    if (!file_make_dir(drafts, 0700, err) || !file_make_dir(d->folder, 0700, err))
        return false;
    d->fd = open(d->file, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (d->fd < 0)
        return io_error(d, errno, err);
    return (draftfile_write_header(d->fd, &d->info) && fdatasync(d->fd) == 0) ||
           io_error(d, errno, err);
}

static void dispose(Draft *d) {
    if (d->fd >= 0)
        close(d->fd);
    VEC_EACH (written, &d->written)
        buf_free(&written->value);
    vec_free(&d->written);
    free(d);
}

bool draft_new(const char *library, Uuid user, EntityType type, Uuid record, uint32_t base_rev,
               Uuid session, Draft **out, Error *err) {
    Draft *d = mem_zalloc(sizeof *d);
    d->fd = -1;
    d->synced_us = clock_mono_us();
    d->info = (DraftInfo){.id = uuid_new(),
                          .record = record,
                          .type = type,
                          .base_rev = base_rev,
                          .generation = 1,
                          .session = session,
                          .started_ms = clock_now_ms(),
                          .changed_ms = clock_now_ms(),
                          .versions = 1};
    bool ok = folder_of(library, user, d->folder, sizeof d->folder, err);
    if (ok) {
        file_of(d->folder, d->info.id, d->file);
        ok = open_new(d, err) && file_sync_dir(d->folder, err);
        if (!ok && d->fd >= 0)
            unlink(d->file);
    }
    if (ok)
        *out = d;
    else
        dispose(d);
    return ok;
}

static bool take_over(Draft *d, Uuid session, Error *err) {
    uint64_t whole;
    Buf content = {0};
    if (!draftfile_load(d->fd, &content, &d->info, &whole)) {
        buf_free(&content);
        return error_set(err, ERR_CORRUPT, N_("the draft {0} is damaged"), "s", d->file);
    }
    buf_free(&content);
    d->info.generation++;
    d->info.session = session;
    d->kept_bytes = whole;
    return (draftfile_write_header(d->fd, &d->info) && ftruncate(d->fd, (off_t)whole) == 0 &&
            fdatasync(d->fd) == 0) ||
           io_error(d, errno, err);
}

static bool open_file(Draft *d, const char *library, Uuid user, Uuid id, Error *err) {
    d->fd = -1;
    d->synced_us = clock_mono_us();
    if (!folder_of(library, user, d->folder, sizeof d->folder, err))
        return false;
    file_of(d->folder, id, d->file);
    d->fd = open(d->file, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (d->fd < 0)
        return errno == ENOENT ? gone(err) : io_error(d, errno, err);
    return lock_file(d, err);
}

bool draft_open(const char *library, Uuid user, Uuid id, Uuid session, Draft **out, Error *err) {
    Draft *d = mem_zalloc(sizeof *d);
    bool ok = open_file(d, library, user, id, err);
    if (ok) {
        ok = take_over(d, session, err);
        unlock_file(d);
    }
    if (ok)
        *out = d;
    else
        dispose(d);
    return ok;
}

void draft_close(Draft *draft) {
    if (!draft)
        return;
    Error ignored;
    draft_tick(draft, true, &ignored);
    dispose(draft);
}

const DraftInfo *draft_info(const Draft *draft) {
    return &draft->info;
}

/* Writes the file anew with the newest value of each field of each version that is kept. */
static bool rewrite(Draft *d, Error *err) {
    char fresh[PATH_MAX + 16];
    Buf content = {0}, entries = {0};
    DraftInfo info;
    uint64_t whole;
    snprintf(fresh, sizeof fresh, "%s.new", d->file);
    bool ok = draftfile_load(d->fd, &content, &info, &whole) ||
              error_set(err, ERR_CORRUPT, N_("the draft {0} is damaged"), "s", d->file);
    int fd = -1;
    if (ok) {
        draftfile_condense(&content, &entries);
        unlink(fresh);
        fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        ok = fd >= 0 || io_error(d, errno, err);
    }
    if (ok)
        ok = (draftfile_write_header(fd, &d->info) && lseek(fd, 0, SEEK_END) >= 0) ||
             io_error(d, errno, err);
    ok = ok && file_write_all(fd, fresh, buf_str(&entries), err);
    if (ok && (fsync(fd) != 0 || rename(fresh, d->file) != 0))
        ok = io_error(d, errno, err);
    if (ok) {
        close(d->fd); /* gives the old file's lock back: the new one is nobody's yet */
        d->fd = fd;
        d->kept_bytes = DRAFT_HEADER + entries.len;
    } else if (fd >= 0) {
        close(fd);
        unlink(fresh);
    }
    buf_free(&content);
    buf_free(&entries);
    return ok && file_sync_dir(d->folder, err);
}

/* A file that grew far beyond what it holds is written anew. */
static bool maybe_rewrite(Draft *d, Error *err) {
    struct stat info;
    if (fstat(d->fd, &info) != 0 || info.st_size < REWRITE_BYTES ||
        (uint64_t)info.st_size < 2 * d->kept_bytes)
        return true;
    if (!enter(d, err))
        return false;
    bool ok = rewrite(d, err);
    unlock_file(d);
    return ok;
}

static Written *find_written(Draft *d, uint16_t field) {
    VEC_EACH (written, &d->written)
        if (written->field == field)
            return written;
    vec_push(&d->written, (Written){.field = field});
    return &d->written.items[d->written.len - 1];
}

static bool put_whole(Draft *d, Written *written, const DraftEntry *entry, Error *err) {
    Buf payload = {0};
    draftfile_value(&payload, entry);
    bool ok = store_payload(d, DRAFT_VALUE, buf_str(&payload), err);
    buf_free(&payload);
    if (!ok)
        return false;
    buf_clear(&written->value);
    buf_put_str(&written->value, entry->value);
    written->encoded = entry->encoded;
    written->deltas = written->delta_bytes = 0;
    return true;
}

static bool put_delta(Draft *d, Written *written, const DraftEntry *entry, DraftDelta delta,
                      Error *err) {
    Buf payload = {0};
    draftfile_delta(&payload, entry, written->value.len, delta);
    bool ok = store_payload(d, DRAFT_DELTA, buf_str(&payload), err);
    buf_free(&payload);
    if (!ok)
        return false;
    draftfile_apply(&written->value, delta);
    written->deltas++;
    written->delta_bytes += delta.middle.len;
    return true;
}

/* Many changes make reading slow, long ones the file; a short value is as well written whole. */
static bool pays(const Written *written, const DraftEntry *entry, DraftDelta delta) {
    return entry->encoded == written->encoded &&
           delta.middle.len + DELTA_LEAST < entry->value.len && written->deltas < MOST_DELTAS &&
           written->delta_bytes + delta.middle.len < entry->value.len / 2;
}

bool draft_set(Draft *draft, const DraftEntry *entry, Error *err) {
    Written *written = find_written(draft, entry->field);
    DraftDelta delta = draftfile_compare(buf_str(&written->value), entry->value);
    bool ok = pays(written, entry, delta) ? put_delta(draft, written, entry, delta, err)
                                          : put_whole(draft, written, entry, err);
    return ok && maybe_rewrite(draft, err);
}

bool draft_set_title(Draft *draft, Str title, Error *err) {
    if (!store_payload(draft, DRAFT_TITLE, title, err))
        return false;
    draftfile_title(&draft->info, title);
    return true;
}

bool draft_set_place(Draft *draft, Str place, Error *err) {
    int64_t changed_ms = draft->info.changed_ms;
    if (place.len >= sizeof draft->info.place)
        return true;
    if (!store_payload(draft, DRAFT_PLACE, place, err))
        return false;
    draft->info.changed_ms = changed_ms;
    draftfile_place(&draft->info, place);
    return true;
}

/* The lock is held. Other sessions may have added versions since. */
static bool add_version(Draft *d, Error *err) {
    Buf content = {0};
    DraftInfo info;
    DraftVersions versions = {0};
    uint64_t whole;
    bool ok = draftfile_load(d->fd, &content, &info, &whole) ||
              error_set(err, ERR_CORRUPT, N_("the draft {0} is damaged"), "s", d->file);
    if (ok)
        draftfile_versions(&content, info.started_ms, &versions);
    buf_free(&content);
    if (ok && versions.items[versions.len - 1].entries) {
        ok = append(d, DRAFT_VERSION, (Str){"", 0}, err) &&
             (info.versions < DRAFT_VERSIONS || rewrite(d, err));
        d->info.versions =
            info.versions < DRAFT_VERSIONS ? info.versions + 1 : (uint32_t)DRAFT_VERSIONS;
    }
    free(versions.items);
    return ok;
}

bool draft_new_version(Draft *draft, Error *err) {
    if (!enter(draft, err))
        return false;
    bool ok = add_version(draft, err);
    unlock_file(draft);
    return ok;
}

bool draft_is_mine(const Draft *draft) {
    DraftInfo now;
    struct stat named;
    if (stat(draft->file, &named) != 0)
        return errno != ENOENT;
    int fd = open(draft->file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool mine =
        fd < 0 || !draftfile_header(fd, &now) ||
        (now.generation == draft->info.generation && uuid_equal(now.session, draft->info.session));
    if (fd >= 0)
        close(fd);
    return mine;
}

bool draft_tick(Draft *draft, bool now, Error *err) {
    int64_t us = clock_mono_us();
    if (!draft->dirty || (!now && us - draft->synced_us < SYNC_US))
        return true;
    draft->synced_us = us;
    if (fdatasync(draft->fd) != 0)
        return io_error(draft, errno, err);
    draft->dirty = false;
    return true;
}

/* Reading needs no lock: an entry that is being appended is not whole yet. */
static bool load(const char *library, Uuid user, Uuid id, Buf *content, DraftInfo *info,
                 Error *err) {
    char folder[PATH_MAX - 64], file[PATH_MAX];
    uint64_t whole;
    if (!folder_of(library, user, folder, sizeof folder, err))
        return false;
    file_of(folder, id, file);
    int fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? gone(err)
                               : error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
    bool ok = draftfile_load(fd, content, info, &whole) ||
              error_set(err, ERR_CORRUPT, N_("the draft {0} is damaged"), "s", file);
    close(fd);
    return ok;
}

bool draft_add_aside(const char *library, Uuid user, Uuid id, const DraftEntry *entries,
                     size_t count, Error *err) {
    Draft *d = mem_zalloc(sizeof *d);
    Buf block = {0}, payload = {0}, content = {0};
    uint64_t whole;
    int64_t now = clock_now_ms();
    bool ok = open_file(d, library, user, id, err);
    draftfile_entry(&block, DRAFT_ASIDE, now, (Str){"", 0});
    for (size_t i = 0; i < count; i++) {
        buf_clear(&payload);
        draftfile_value(&payload, &entries[i]);
        draftfile_entry(&block, DRAFT_VALUE, now, buf_str(&payload));
    }
    draftfile_entry(&block, DRAFT_VERSION, now, (Str){"", 0});
    /* Behind the last whole entry: the session that writes now may have been killed in one. */
    if (ok && (!draftfile_load(d->fd, &content, &d->info, &whole)))
        ok = error_set(err, ERR_CORRUPT, N_("the draft {0} is damaged"), "s", d->file);
    ok = ok && ((ftruncate(d->fd, (off_t)whole) == 0 && lseek(d->fd, 0, SEEK_END) >= 0) ||
                io_error(d, errno, err));
    ok = ok && file_write_all(d->fd, d->file, buf_str(&block), err);
    ok = ok && (fdatasync(d->fd) == 0 || io_error(d, errno, err));
    if (ok && d->info.versions + 2 > DRAFT_VERSIONS) /* the session that has it may never do it */
        ok = rewrite(d, err);
    buf_free(&block);
    buf_free(&payload);
    buf_free(&content);
    dispose(d); /* gives the lock back */
    return ok;
}

bool draft_versions(const char *library, Uuid user, Uuid id, DraftVersions *out, Error *err) {
    Buf content = {0};
    DraftInfo info;
    *out = (DraftVersions){0};
    bool ok = load(library, user, id, &content, &info, err);
    if (ok)
        draftfile_versions(&content, info.started_ms, out);
    buf_free(&content);
    return ok;
}

bool draft_read(const char *library, Uuid user, Uuid id, uint32_t version, DraftFn *each,
                void *context, Error *err) {
    Buf content = {0};
    DraftInfo info;
    bool ok = load(library, user, id, &content, &info, err);
    if (ok && version >= info.versions)
        ok = error_set(err, ERR_NOT_FOUND, N_("the draft has no version {0}"), "d",
                       (int64_t)version);
    ok = ok && draftfile_each(&content, info.versions - 1 - version, each, context, err);
    buf_free(&content);
    return ok;
}

/* Discarded drafts stay for a while: since they got their name. */
static void drop_old(const char *folder, const char *name) {
    char file[PATH_MAX];
    struct stat state;
    if (!str_ends(str_of(name), STR(DRAFT_DISCARDED)))
        return;
    snprintf(file, sizeof file, "%.*s/%s", PATH_MAX - 280, folder, name);
    int64_t days = stat(file, &state) == 0
                       ? (clock_now_ms() / 1000 - (int64_t)state.st_ctime) / (24 * 3600)
                       : 0;
    if (days > DRAFT_KEPT_DAYS)
        unlink(file);
}

static int newest_first(const void *x, const void *y) {
    const DraftInfo *a = x, *b = y;
    if (a->changed_ms != b->changed_ms)
        return a->changed_ms > b->changed_ms ? -1 : 1;
    return uuid_compare(b->id, a->id);
}

bool draft_list(const char *library, Uuid user, DraftList *out, Error *err) {
    char folder[PATH_MAX - 64];
    FileNames names;
    *out = (DraftList){0};
    if (!folder_of(library, user, folder, sizeof folder, err))
        return false;
    if (!file_is_dir(folder))
        return true;
    if (!file_list(folder, &names, err))
        return false;
    for (size_t i = 0; i < names.len; i++) {
        Uuid id;
        Buf content = {0};
        DraftInfo info;
        Error ignored;
        drop_old(folder, names.items[i]);
        if (uuid_parse(str_of(names.items[i]), &id) &&
            load(library, user, id, &content, &info, &ignored))
            vec_push(out, info);
        buf_free(&content);
    }
    file_names_free(&names);
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, newest_first);
    return true;
}

static bool is_draft(const char *folder, const char *name) {
    Uuid id;
    char file[PATH_MAX];
    DraftInfo info;
    if (!uuid_parse(str_of(name), &id))
        return false;
    file_of(folder, id, file);
    int fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool is = fd >= 0 && draftfile_header(fd, &info);
    if (fd >= 0)
        close(fd);
    return is;
}

bool draft_list_count(const char *library, Uuid user, size_t *count, Error *err) {
    char folder[PATH_MAX - 64];
    FileNames names;
    *count = 0;
    if (!folder_of(library, user, folder, sizeof folder, err))
        return false;
    if (!file_is_dir(folder))
        return true;
    if (!file_list(folder, &names, err))
        return false;
    for (size_t i = 0; i < names.len; i++)
        *count += is_draft(folder, names.items[i]);
    file_names_free(&names);
    return true;
}

uint64_t draft_stamp(const char *library, Uuid user, bool *settled) {
    enum { SETTLED_NS = 2000000000 }; /* the coarsest stamps of file systems */
    char folder[PATH_MAX - 64];
    struct stat state;
    Error ignored;
    *settled = true;
    if (!folder_of(library, user, folder, sizeof folder, &ignored) || stat(folder, &state) != 0)
        return 0;
    int64_t ns = (int64_t)state.st_mtim.tv_sec * 1000000000 + state.st_mtim.tv_nsec;
    int64_t age = clock_file_ns() - ns;
    const uint64_t facts[] = {(uint64_t)ns, (uint64_t)state.st_ino, (uint64_t)state.st_dev};
    *settled = age > SETTLED_NS;
    return hash_bytes(facts, sizeof facts, 0) | 1;
}

/* Both names of a draft: in the list, and after it was discarded. */
static bool names_of(const char *library, Uuid user, Uuid id, char folder[PATH_MAX - 64],
                     char file[PATH_MAX], char kept[PATH_MAX + 16], Error *err) {
    if (!folder_of(library, user, folder, PATH_MAX - 64, err))
        return false;
    file_of(folder, id, file);
    snprintf(kept, PATH_MAX + 16, "%s" DRAFT_DISCARDED, file);
    return true;
}

static bool change_name(const char *folder, const char *from, const char *to, Error *err) {
    if ((to ? rename(from, to) : unlink(from)) != 0)
        return errno == ENOENT
                   ? gone(err)
                   : error_set_errno(err, errno, N_("{0} cannot be written: {1}"), from);
    return file_sync_dir(folder, err);
}

bool draft_discard(const char *library, Uuid user, Uuid id, Error *err) {
    char folder[PATH_MAX - 64], file[PATH_MAX], kept[PATH_MAX + 16];
    return names_of(library, user, id, folder, file, kept, err) &&
           change_name(folder, file, kept, err);
}

bool draft_restore(const char *library, Uuid user, Uuid id, Error *err) {
    char folder[PATH_MAX - 64], file[PATH_MAX], kept[PATH_MAX + 16];
    return names_of(library, user, id, folder, file, kept, err) &&
           change_name(folder, kept, file, err);
}

bool draft_remove(const char *library, Uuid user, Uuid id, Error *err) {
    char folder[PATH_MAX - 64], file[PATH_MAX], kept[PATH_MAX + 16];
    return names_of(library, user, id, folder, file, kept, err) &&
           change_name(folder, file, NULL, err);
}

bool draft_folder(const char *library, Uuid user, Buf *out, Error *err) {
    char folder[PATH_MAX - 64];
    if (!folder_of(library, user, folder, sizeof folder, err))
        return false;
    buf_puts(out, folder);
    return true;
}

bool draft_beside(const char *library, Uuid user, const char *name, Buf *out, Error *err) {
    char drafts[PATH_MAX], folder[PATH_MAX - 64];
    if (!folder_of(library, user, folder, sizeof folder, err))
        return false;
    snprintf(drafts, sizeof drafts, "%s/drafts", library);
    if (!file_make_dir(drafts, 0700, err) || !file_make_dir(folder, 0700, err))
        return false;
    file_join(out, folder, name);
    return true;
}
