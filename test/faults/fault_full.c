#include "config.h"

#include "kit.h"

#include "store/backup.h"
#include "store/compact.h"
#include "store/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

/* A full disk and a read-only one: a small tmpfs in a user namespace of our own. */

enum { DISK_MB = 28, RETRIES = 50, SESSIONS = 90 };

static bool write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Root inside, with mounts of its own. */
static bool enter_namespace(void) {
    char map[64];
    unsigned uid = geteuid(), gid = getegid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    snprintf(map, sizeof map, "0 %u 1", uid);
    if (!write_file("/proc/self/setgroups", "deny") || !write_file("/proc/self/uid_map", map))
        return false;
    snprintf(map, sizeof map, "0 %u 1", gid);
    return write_file("/proc/self/gid_map", map);
}

static bool mount_disk(const char *where) {
    char options[32];
    snprintf(options, sizeof options, "size=%dm", DISK_MB);
    return mkdir(where, 0700) == 0 && mount("none", where, "tmpfs", 0, options) == 0;
}

static uint64_t free_bytes(const char *path) {
    uint64_t bytes = 0;
    KIT_MUST(store_disk_free(path, &bytes, err));
    return bytes;
}

/* A file that takes all but `leave` bytes. */
static void fill_disk(const char *disk, const char *name, uint64_t leave) {
    char file[PATH_MAX];
    snprintf(file, sizeof file, "%s/%s", disk, name);
    uint64_t room = free_bytes(disk);
    int fd = open(file, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || (room > leave && posix_fallocate(fd, 0, (off_t)(room - leave)) != 0))
        printf("# the disk could not be filled\n");
    close(fd);
}

static Ack *acks;
static size_t ack_count;

static void save_until_full(Session *s) {
    Error err = {0};
    acks = calloc(20000, sizeof *acks);
    while (ack_count < 20000 && kit_save(s, uuid_new(), 0, 30000, &acks[ack_count], &err))
        ack_count++;
    if (err.code != ERR_FULL)
        kit_tell("instead of a full disk", &err);
    kit_ok(err.code == ERR_FULL, "%zu saves, then ERR_FULL", ack_count);
}

/* A small one may find room in the free pages; then it must be there. */
static void retry_on_full(Session *s) {
    unsigned refused = 0, saved = 0, bad = 0;
    Ack ack;
    for (int i = 0; i < RETRIES; i++) {
        Error err = {0};
        if (kit_save(s, uuid_new(), 0, 60000, &ack, &err)) {
            saved++;
            bad += !kit_holds(s, &ack);
        } else {
            refused++;
            bad += err.code != ERR_FULL;
        }
    }
    kit_ok(bad == 0 && refused > RETRIES / 2, "%u retries refused cleanly, %u fitted", refused,
           saved);
}

static int read_everything(void *context) {
    Session s;
    Error err;
    unsigned bad = 0;
    if (!kit_open(&s, context, &err))
        return 2;
    for (size_t i = 0; i < ack_count; i++)
        bad += !kit_holds(&s, &acks[i]);
    kit_close(&s);
    return bad ? 1 : 0;
}

/* lock.mdb was allocated whole: no session faults on a slot that has no block. */
static void many_sessions(const char *library) {
    int up[2];
    pid_t children[SESSIONS];
    unsigned alive = 0;
    if (pipe2(up, O_CLOEXEC) != 0)
        return;
    for (int i = 0; i < SESSIONS; i++) {
        children[i] = fork();
        if (children[i])
            continue;
        Session s;
        Error err;
        StoreRead *read;
        bool ok = kit_open(&s, library, &err) && store_read_begin(s.store, &read, &err);
        char byte = ok ? 'y' : 'n';
        if (write(up[1], &byte, 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    close(up[1]);
    char byte;
    for (int i = 0; i < SESSIONS && read(up[0], &byte, 1) == 1; i++)
        alive += byte == 'y';
    for (int i = 0; i < SESSIONS; i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    close(up[0]);
    kit_ok(alive == SESSIONS, "%u of %d sessions read on the full disk", alive, SESSIONS);
}

static const Uuid me = {{5}};

/* Begun before the disk is full. */
static Draft *begin_draft(const char *library) {
    Draft *d;
    KIT_MUST(draft_new(library, me, ENTITY_CASE, me, 0, me, &d, err));
    DraftEntry kept = {.field = 9, .value = STR("kept")};
    KIT_MUST(draft_set(d, &kept, err));
    KIT_MUST(draft_tick(d, true, err));
    return d;
}

static void drafts_on_full(const char *disk, const char *library, Draft *d) {
    Error e = {0};
    Buf big = {0};
    fill_disk(disk, "rest", 0);
    buf_fill(&big, 'x', 500000);
    DraftEntry entry = {.field = 10, .value = buf_str(&big)};
    bool refused = !draft_set(d, &entry, &e) && e.code == ERR_FULL;
    Uuid id = draft_info(d)->id;
    draft_close(d);
    DraftList list;
    KIT_MUST(draft_list(library, me, &list, err));
    kit_ok(refused && list.len == 1 && uuid_equal(list.items[0].id, id),
           "a draft that does not fit is refused, what was there stays");
    free(list.items);
    buf_free(&big);
}

static void work_on_full(Session *s, const char *disk) {
    char file[PATH_MAX], dir[PATH_MAX];
    Error err = {0};
    StoreOptions options = {0};
    snprintf(file, sizeof file, "%s/backup", disk);
    snprintf(dir, sizeof dir, "%s/second", disk);
    bool refused = !store_backup(s->store, file, NULL, NULL, &err) && err.code == ERR_FULL;
    kit_ok(refused && !file_exists(file),
           "a backup that does not fit is refused and leaves nothing");
    refused = !store_create(dir, &options, &err) && err.code == ERR_FULL;
    Store *none;
    kit_ok(refused && !store_open(dir, STORE_READ_WRITE, &none, &err),
           "a library that does not fit is not made");
}

static void recover(Session *s, const char *library) {
    Ack ack;
    Error err = {0};
    kit_ok(store_ballast_free(library) && kit_save(s, uuid_new(), 0, 30000, &ack, &err) &&
               kit_holds(s, &ack),
           "with the ballast given back saving goes on in the same session");
}

static int open_read_only(void *context) {
    Store *store;
    StoreRead *read;
    Error err = {0};
    uint64_t head;
    if (store_open(context, STORE_READ_WRITE, &store, &err))
        return 1;
    if (!store_open(context, STORE_READ_ONLY, &store, &err)) {
        kit_tell("read only", &err);
        return 2;
    }
    bool ok = store_read_begin(store, &read, &err) && store_head(read, &head, &err) && head > 0;
    if (ok)
        store_read_end(read);
    store_close(store);
    return ok ? 0 : 3;
}

static void read_only_disk(const char *disk, char *library) {
    bool remounted = mount("none", disk, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0;
    int status = remounted ? kit_child(open_read_only, library) : -1;
    kit_ok(status == 0, "a read-only disk is refused for writing and works for reading (%d)",
           status);
    mount("none", disk, NULL, MS_REMOUNT, NULL);
}

int main(int argc, char **argv) {
    kit_begin(argc, argv, 30);
    char disk[PATH_MAX - 32], library[PATH_MAX];
    snprintf(disk, sizeof disk, "%s", kit_path("disk"));
    snprintf(library, sizeof library, "%s/library", disk);
    if (!enter_namespace() || !mount_disk(disk)) {
        kit_skip("no user namespace with a tmpfs here: nothing was filled");
        return kit_end();
    }
    Session s;
    kit_create(library);
    Draft *draft = begin_draft(library);
    KIT_MUST(kit_open(&s, library, err));
    save_until_full(&s);
    retry_on_full(&s);
    int status = kit_child(read_everything, library);
    kit_ok(status == 0, "another process reads all of them (%d)", status);
    many_sessions(library);
    work_on_full(&s, disk);
    drafts_on_full(disk, library, draft);
    recover(&s, library);
    kit_close(&s);
    Error err = {0};
    bool compacted = store_compact(library, NULL, NULL, NULL, &err);
    kit_ok((compacted || err.code == ERR_FULL) && kit_child(read_everything, library) == 0,
           "compaction on it %s and loses nothing", compacted ? "works" : "is refused");
    kit_ok(kit_check(library, true) == 0, "the check has no findings");
    read_only_disk(disk, library);
    umount(disk);
    free(acks);
    return kit_end();
}
