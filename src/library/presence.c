#include "config.h"

#include "library/presence.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/zone.h"
#include "library/internal.h"
#include "library/names.h"
#include "library/row.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file's name is RECORD.SESSION, its content "USER SINCE PROCESS LOGIN". It gets its name when it
 * is locked: whoever sees the name and finds no lock knows that nobody is there any more. */

enum { FOLDER_BYTES = PATH_MAX - 2 * UUID_TEXT - 8 };

struct Presence {
    int fd;
    char name[2 * UUID_TEXT];
    char folder[FOLDER_BYTES], file[PATH_MAX];
};

static bool folder_of(const Library *library, char out[FOLDER_BYTES]) {
    return snprintf(out, FOLDER_BYTES, "%s/presence", store_path(library->store)) < FOLDER_BYTES;
}

static bool write_and_lock(const Library *library, Presence *p) {
    char user[UUID_TEXT], line[256], temporary[PATH_MAX];
    snprintf(temporary, sizeof temporary, "%s/.%s", p->folder, p->name);
    uuid_format(library->actor.user, user);
    int len = snprintf(line, sizeof line, "%s %lld %ld %s", user, (long long)clock_now_ms(),
                       (long)getpid(), library->actor.login);
    p->fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool ok = p->fd >= 0 && flock(p->fd, LOCK_EX | LOCK_NB) == 0 &&
              write(p->fd, line, (size_t)len) == len && rename(temporary, p->file) == 0;
    if (!ok && p->fd >= 0)
        unlink(temporary);
    return ok;
}

Presence *presence_begin(Library *library, Uuid record) {
    Presence *p = mem_zalloc(sizeof *p);
    char of[UUID_TEXT], session[UUID_TEXT];
    Error ignored;
    uuid_format(record, of);
    uuid_format(uuid_new(), session);
    snprintf(p->name, sizeof p->name, "%s.%s", of, session);
    p->fd = -1;
    bool ok = !store_is_read_only(library->store) && folder_of(library, p->folder) &&
              file_make_dir(p->folder, 0700, &ignored);
    if (ok) {
        snprintf(p->file, sizeof p->file, "%s/%s", p->folder, p->name);
        ok = write_and_lock(library, p);
    }
    if (ok)
        return p;
    if (p->fd >= 0)
        close(p->fd);
    free(p);
    return NULL;
}

void presence_end(Presence *presence) {
    if (!presence)
        return;
    unlink(presence->file);
    close(presence->fd);
    free(presence);
}

/* What the file says, when whoever made it is alive; else it is taken away. */
static bool read_entry(const char *file, PresenceEntry *out) {
    char line[256], user[UUID_TEXT];
    long long since;
    long process;
    int fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool alive = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ssize_t got = alive ? pread(fd, line, sizeof line - 1, 0) : 0;
    close(fd);
    if (!alive)
        unlink(file);
    if (got <= 0)
        return false;
    line[got] = '\0';
    *out = (PresenceEntry){0};
    if (sscanf(line, "%36s %lld %ld %63[^\n]", user, &since, &process, out->login) != 4 ||
        !uuid_parse(str_of(user), &out->user))
        return false;
    out->since_ms = since;
    out->here = process == (long)getpid();
    return true;
}

static int oldest_first(const void *x, const void *y) {
    const PresenceEntry *a = x, *b = y;
    return a->since_ms < b->since_ms ? -1 : a->since_ms > b->since_ms;
}

static bool may_see(Library *library, Uuid record) {
    LibraryRow row;
    Error ignored;
    bool seen = library_row(library, ENTITY_CASE, record, &row, &ignored) ||
                library_row(library, ENTITY_CUSTOMER, record, &row, &ignored);
    if (seen)
        library_row_free(&row);
    return seen;
}

size_t presence_list(Library *library, Uuid record, const Presence *except, PresenceEntry *out,
                     size_t most) {
    char folder[FOLDER_BYTES], file[PATH_MAX], of[UUID_TEXT];
    FileNames names;
    Error ignored;
    VEC(PresenceEntry) found = {0};
    if (!folder_of(library, folder) || !file_is_dir(folder) || !file_list(folder, &names, &ignored))
        return 0;
    uuid_format(record, of);
    for (size_t i = 0; i < names.len; i++) {
        PresenceEntry entry;
        Str name = str_of(names.items[i]);
        bool own = except && str_equal(name, str_of(except->name));
        if (own || !str_starts(name, str_of(of)))
            continue;
        snprintf(file, sizeof file, "%s/%.*s", folder, 2 * UUID_TEXT, names.items[i]);
        if (read_entry(file, &entry)) {
            entry.mine = uuid_equal(entry.user, library->actor.user);
            vec_push(&found, entry);
        }
    }
    file_names_free(&names);
    if (found.len && !may_see(library, record))
        found.len = 0;
    if (found.len)
        qsort(found.items, found.len, sizeof *found.items, oldest_first);
    for (size_t i = 0; i < found.len && i < most; i++)
        out[i] = found.items[i];
    size_t count = found.len;
    vec_free(&found);
    return count;
}

static void put_person(Library *library, const PresenceEntry *entry, Buf *out) {
    ZoneTime t = zone_local(entry->since_ms);
    Buf at = {0}, name = {0};
    Error say = {0};
    if (date_of(entry->since_ms) != date_of(clock_now_ms()))
        buf_printf(&at, "%04d-%02d-%02d ", t.year, t.month, t.day);
    buf_printf(&at, "%02d:%02d", t.hour, t.minute);
    library_person_name(library, entry->user, str_of(entry->login), &name);
    if (entry->mine)
        error_set(&say, ERR_NONE, N_("You are editing this in another session since {0}."), "s",
                  buf_text(&at));
    else
        error_set(&say, ERR_NONE, N_("{0} is editing this since {1}."), "Ss", buf_str(&name),
                  buf_text(&at));
    error_render_message(&say, out);
    buf_free(&at);
    buf_free(&name);
}

void presence_put(Library *library, Uuid record, const Presence *except, Buf *out) {
    enum { MOST = 3 };
    PresenceEntry others[MOST];
    size_t count = presence_list(library, record, except, others, MOST);
    size_t start = out->len;
    for (size_t i = 0; i < count && i < MOST; i++) {
        if (others[i].here && !except)
            continue;
        if (out->len > start)
            buf_putc(out, ' ');
        put_person(library, &others[i], out);
    }
}

uint64_t presence_stamp(const Library *library) {
    char folder[FOLDER_BYTES];
    struct stat state;
    if (!folder_of(library, folder) || stat(folder, &state) != 0)
        return 0;
    return (uint64_t)state.st_mtim.tv_sec * 1000000000u + (uint64_t)state.st_mtim.tv_nsec;
}
