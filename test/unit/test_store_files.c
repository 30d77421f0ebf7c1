#include "config.h"

#include "store_fixture.h"

#include "store/backup.h"
#include "store/check.h"
#include "store/compact.h"
#include "store/env.h"
#include "store/gate.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

static Fixture *of(void **state) {
    return *state;
}

static void path_in(const Fixture *f, const char *name, char out[200]) {
    snprintf(out, 200, "%s/%s", f->path, name);
}

static uint64_t size_of(const char *file) {
    struct stat info;
    assert_int_equal(stat(file, &info), 0);
    return (uint64_t)info.st_size;
}

static void overwrite(const char *file, uint64_t at, const void *data, size_t len) {
    int fd = open(file, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, data, len, (off_t)at), (ssize_t)len);
    close(fd);
}

static uint64_t check_with(const char *path, bool deep, Buf *out) {
    StoreCheckResult result;
    MUST(store_check(path, deep, NULL, fixture_remember, out, &result, err));
    return result.findings;
}

/* Some of everything that a library holds. */
static void fill(Fixture *f, int cases) {
    StoreWrite *write;
    StoreChange change = fixture_change(VERB_SETTINGS, 0);
    StoreBatch batch = {.id = {{7}}, .source = "here", .first = 1, .last = 9};
    Str value = STR("dark");
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_put_setting(write, &change, (Uuid){{0}}, STR("theme"), &value, err));
    MUST(store_put_batch(write, &batch, err));
    for (int i = 0; i < cases; i++) {
        char title[2000];
        Uuid id = uuid_new();
        int len = snprintf(title, sizeof title, "case %d", i);
        for (unsigned x = (unsigned)i; len < 1500; x = x * 1103515245 + 12345)
            len += snprintf(title + len, sizeof title - (size_t)len, " %x", x);
        MUST(fixture_put(f, write, id, 0, title, STR("seg"), NULL, err));
        MUST(store_put_id(write, ENTITY_CASE, 2026, (uint32_t)i + 1, id, err));
        MUST(store_put_name(write, ENTITY_CASE, str_of(title), id, err));
        if (i % 3 == 0)
            MUST(fixture_put(f, write, id, 1, "second", STR("seg"), NULL, err));
    }
    MUST(store_index_put(write, STORE_TERMS, STR("t"), STR("v"), false, err));
    MUST(store_write_commit(write, NULL, err));
}

static void a_sound_library_has_no_findings(void **state) {
    Fixture *f = of(state);
    Buf out = {0};
    fill(f, 300);
    fixture_save(f, uuid_new(), 0, "more");
    /* Also while it is open in this test by the same process: closed first. */
    fixture_close(f);
    check_with(f->path, true, &out);
    assert_string_equal(buf_text(&out), "");
    fixture_open(f);
    buf_free(&out);
}

static void stats_add_up(void **state) {
    Fixture *f = of(state);
    StoreStats stats;
    fill(f, 100);
    MUST(store_stats(f->store, &stats, err));
    assert_int_equal(stats.changes, 1 + 100 + 34);
    assert_int_equal(stats.records[ENTITY_CASE], 100);
    assert_int_equal(stats.rows[PART_LOG], 135);
    assert_int_equal(stats.rows[PART_CURRENT], 100);
    assert_int_equal(stats.rows[PART_LOOKUP], 200);
    assert_int_equal(stats.rows[PART_SETTINGS], 3);
    assert_int_equal(stats.rows[PART_TERMS], 1);
    assert_int_equal(stats.segment_bytes, 134 * 3);
    assert_true(stats.used_bytes + stats.free_bytes == stats.file_bytes);
    assert_int_equal(stats.reader_limit, STORE_READERS);
    assert_true(stats.readers >= 1);
    for (int part = 0; part < STORE_PARTS; part++)
        assert_true(strlen(store_part_name((StorePart)part)) > 0);
}

/* Pages of rows that come in order are full, although tables lie beside each other in one tree. */
static void rows_in_order_fill_their_pages(void **state) {
    Fixture *f = of(state);
    StoreStats stats;
    StoreWrite *write;
    MUST(store_write_begin(f->store, "w", 0, true, &write, err));
    for (uint32_t i = 1; i <= 4000; i++) {
        Uuid id = uuid_new();
        char ext[16];
        snprintf(ext, sizeof ext, "x%06u", i);
        MUST(fixture_put(f, write, id, 0, "a title of a usual length, that is to say", STR(""),
                         NULL, err));
        MUST(store_put_id(write, ENTITY_CASE, 2026, i, id, err));
        MUST(store_put_ext(write, ENTITY_CASE, STR("crm"), str_of(ext), id, err));
    }
    MUST(store_write_commit(write, NULL, err));
    MUST(store_stats(f->store, &stats, err));
    uint64_t content = 0;
    for (int part = 0; part < STORE_PARTS; part++)
        content += stats.bytes[part];
    assert_int_equal(stats.rows[PART_LOOKUP], 8000);
    assert_true(stats.used_bytes * 4 < content * 5);
}

static void compaction_keeps_everything(void **state) {
    Fixture *f = of(state);
    uint64_t before, after;
    Buf out = {0};
    fill(f, 300);
    StoreWrite *write;
    bool more;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    for (unsigned i = 0; i < 500; i++) {
        char key[16], value[2000];
        snprintf(key, sizeof key, "%u", i);
        memset(value, 'x', sizeof value);
        MUST(store_index_put(write, STORE_POSTS, str_of(key), str_make(value, sizeof value), false,
                             err));
    }
    MUST(store_write_commit(write, NULL, err));
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_index_delete_range(write, STORE_POSTS, STR("\0"), STR(""), 1000, &more, err));
    MUST(store_write_commit(write, NULL, err));
    StoreInfo info = *store_info(f->store);
    fixture_close(f);
    MUST(store_compact(f->path, &before, &after, NULL, err));
    assert_true(after + 100000 < before);
    assert_int_equal(check_with(f->path, true, &out), 0);
    fixture_open(f);
    assert_true(uuid_equal(info.env_id, store_info(f->store)->env_id));
    fixture_save(f, uuid_new(), 0, "goes on");
    /* Not while somebody has it open. */
    pid_t child = fork();
    if (child == 0) {
        Error err;
        _exit(!store_compact(f->path, NULL, NULL, NULL, &err) && err.code == ERR_BUSY ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    buf_free(&out);
}

static void a_backup_becomes_the_same_library(void **state) {
    Fixture *f = of(state);
    char file[200], key[200], dir[200];
    snprintf(file, sizeof file, "%s/backup", f->folder);
    snprintf(key, sizeof key, "%s/key", f->folder);
    snprintf(dir, sizeof dir, "%s/restored", f->folder);
    fill(f, 200);
    MUST(store_backup_new_key(key, err));
    REFUSED(store_backup_new_key(key, err), ERR_EXISTS);
    for (int sealed = 0; sealed < 2; sealed++) {
        const char *k = sealed ? key : NULL;
        StoreBackupInfo info;
        Buf out = {0};
        MUST(store_backup(f->store, file, k, NULL, err));
        MUST(store_backup_info(file, &info, err));
        assert_int_equal(info.sealed, sealed);
        assert_true(uuid_equal(info.env_id, store_info(f->store)->env_id));
        assert_int_equal(info.head, 1 + 200 + 67);
        MUST(store_backup_verify(file, k, NULL, err));
        MUST(store_restore(file, k, dir, NULL, err));
        check_with(dir, true, &out);
        assert_string_equal(buf_text(&out), "");
        REFUSED(store_restore(file, k, dir, NULL, err), ERR_EXISTS);
        Store *other;
        StoreRead *a, *b;
        uint64_t na, nb;
        uint8_t ha[STORE_HASH], hb[STORE_HASH];
        MUST(store_open(dir, STORE_READ_WRITE, &other, err));
        MUST(store_read_begin(f->store, &a, err));
        MUST(store_read_begin(other, &b, err));
        MUST(store_log_head(a, &na, ha, err));
        MUST(store_log_head(b, &nb, hb, err));
        assert_true(na == nb);
        assert_memory_equal(ha, hb, STORE_HASH);
        store_read_end(a);
        store_read_end(b);
        store_close(other);
        scratch_remove(dir);
        buf_free(&out);
    }
    REFUSED(store_restore(file, NULL, dir, NULL, err), ERR_DENIED);
    char wrong[200];
    snprintf(wrong, sizeof wrong, "%s/wrong", f->folder);
    MUST(store_backup_new_key(wrong, err));
    REFUSED(store_restore(file, wrong, dir, NULL, err), ERR_CORRUPT);
    Store *none;
    REFUSED(store_open(dir, STORE_READ_WRITE, &none, err), ERR_NOT_FOUND);
    /* What a failed attempt left does not stand in the way of the next. */
    MUST(store_restore(file, key, dir, NULL, err));
}

/* Every flipped byte and every cut of a backup is noticed. */
static void damaged_backups_are_refused(void **state) {
    Fixture *f = of(state);
    char file[200], bad[200];
    Buf whole = {0}, copy = {0};
    snprintf(file, sizeof file, "%s/backup", f->folder);
    snprintf(bad, sizeof bad, "%s/bad", f->folder);
    fill(f, 20);
    MUST(store_backup(f->store, file, NULL, NULL, err));
    MUST(file_read(file, 1 << 24, &whole, err));
    for (size_t i = 0; i < whole.len; i += 1 + whole.len / 97) {
        buf_clear(&copy);
        buf_put_str(&copy, buf_str(&whole));
        copy.data[i] ^= 0x10;
        MUST(file_write_atomic(bad, buf_str(&copy), 0600, err));
        Error e = {0};
        assert_false(store_backup_verify(bad, NULL, NULL, &e));
        assert_true(e.code == ERR_CORRUPT || e.code == ERR_DENIED);
        buf_truncate(&copy, i);
        MUST(file_write_atomic(bad, buf_str(&copy), 0600, err));
        REFUSED(store_backup_verify(bad, NULL, NULL, err), ERR_CORRUPT);
    }
    buf_clear(&copy);
    buf_put_str(&copy, buf_str(&whole));
    buf_putc(&copy, 'x');
    MUST(file_write_atomic(bad, buf_str(&copy), 0600, err));
    REFUSED(store_backup_verify(bad, NULL, NULL, err), ERR_CORRUPT);
    buf_free(&whole);
    buf_free(&copy);
}

static void names_of_missing_places_are_said(void **state) {
    Fixture *f = of(state);
    Store *none;
    StoreCheckResult result;
    REFUSED(store_open("/nowhere/at/all", STORE_READ_WRITE, &none, err), ERR_NOT_FOUND);
    REFUSED(store_check(f->folder, false, NULL, fixture_remember, NULL, &result, err),
            ERR_NOT_FOUND);
    REFUSED(store_compact(f->folder, NULL, NULL, NULL, err), ERR_NOT_FOUND);
    REFUSED(store_backup(f->store, "/nowhere/backup", NULL, NULL, err), ERR_NOT_FOUND);
    REFUSED(store_restore("/nowhere/backup", NULL, f->folder, NULL, err), ERR_NOT_FOUND);
}

/* Rewrites the info row as a newer program would. */
static void set_versions(const char *path, StoreInfo info) {
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi table;
    int code;
    assert_int_equal(env_open_raw(path, 0, &env), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, "main", 0, &table), 0);
    assert_true(meta_put_info(txn, table, &info, &code));
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void newer_schemas_are_refused_untouched(void **state) {
    Fixture *f = of(state);
    Store *store;
    char data[200];
    Buf before = {0}, after = {0};
    StoreInfo info = *store_info(f->store);
    path_in(f, "data.mdb", data);
    fixture_close(f);
    info.schema = info.min_writer = STORE_SCHEMA + 1;
    set_versions(f->path, info);
    MUST(file_read(data, 1 << 24, &before, err));
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_VERSION);
    /* A newer program may let older ones read. */
    MUST(store_open(f->path, STORE_READ_ONLY, &store, err));
    store_close(store);
    MUST(file_read(data, 1 << 24, &after, err));
    assert_true(str_equal(buf_str(&before), buf_str(&after)));
    info.min_reader = STORE_SCHEMA + 1;
    set_versions(f->path, info);
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_VERSION);
    REFUSED(store_open(f->path, STORE_READ_ONLY, &store, err), ERR_VERSION);
    info.schema = info.min_reader = info.min_writer = STORE_SCHEMA;
    set_versions(f->path, info);
    fixture_open(f);
    buf_free(&before);
    buf_free(&after);
}

static void broken_files_are_refused_with_a_reason(void **state) {
    Fixture *f = of(state);
    Store *store;
    char data[200], marker[200], kept[200];
    StoreCheckResult result;
    Buf whole = {0}, out = {0};
    path_in(f, "data.mdb", data);
    path_in(f, "env.id", marker);
    snprintf(kept, sizeof kept, "%s/kept", f->folder);
    fill(f, 50);
    fixture_close(f);
    MUST(file_read(data, 1 << 24, &whole, err));

    assert_int_equal(rename(data, kept), 0);
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_CORRUPT);
    static const char *const contents[] = {"", "not a database", "%0", "%1"};
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        Buf bytes = {0};
        if (contents[i][0] == '%') /* zeros; or cut in the middle */
            buf_put(&bytes, whole.data, i == 3 ? whole.len / 2 : whole.len);
        else
            buf_puts(&bytes, contents[i]);
        if (i == 2)
            memset(bytes.data, 0, bytes.len);
        MUST(file_write_atomic(data, buf_str(&bytes), 0600, err));
        REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_CORRUPT);
        buf_clear(&out);
        MUST(store_check(f->path, false, NULL, fixture_remember, &out, &result, err));
        assert_true(result.findings > 0 && out.len > 0);
        buf_free(&bytes);
    }
    assert_int_equal(rename(kept, data), 0);
    assert_int_equal(chmod(data, 0620), 0);
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_DENIED);
    assert_int_equal(chmod(data, 0600), 0);

    MUST(file_write_atomic(marker, STR("0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11\n"), 0600, err));
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_CORRUPT);
    MUST(file_write_atomic(marker, STR("nonsense"), 0600, err));
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_CORRUPT);
    assert_int_equal(unlink(marker), 0);
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_NOT_FOUND);
    buf_free(&whole);
    buf_free(&out);
}

/* A leaf page of the library's table: the first page that holds a log row in the clear. */
static uint64_t find_page(const char *data, Str needle) {
    Buf whole = {0};
    MUST(file_read(data, 1 << 26, &whole, err));
    size_t at = str_find(buf_str(&whole), needle, 8192);
    buf_free(&whole);
    assert_true(at != SIZE_MAX);
    return at;
}

static void summarize(void *context, const Record *record, Buf *out) {
    (void)context;
    buf_put_str(out, record_title(record));
}

static void no_name(void *context, const Record *record, Buf *out) {
    (void)context;
    if (record_id(record).bytes[15] & 1)
        buf_put_str(out, record_title(record));
}

static bool no_id(void *context, const Record *record, uint16_t *year, uint32_t *number) {
    (void)context;
    (void)record;
    *year = 2026;
    *number = 1;
    return true;
}

static const StoreRebuild rebuild = {.summary = summarize, .name = no_name, .id = no_id};

static void a_flipped_byte_is_found_and_never_shown(void **state) {
    Fixture *f = of(state);
    char data[200], dir[200];
    Buf out = {0};
    Uuid id = uuid_new();
    path_in(f, "data.mdb", data);
    snprintf(dir, sizeof dir, "%s/repaired", f->folder);
    fill(f, 100);
    /* An uncommon title, stored in the clear because it is short. */
    fixture_save(f, id, 0, "zebra crossing");
    fixture_save(f, id, 1, "zebra again");
    fixture_close(f);
    uint64_t at = find_page(data, STR("zebra again"));
    /* The summary of the current row and the body of the log row both hold it. */
    for (int i = 0; i < 2; i++) {
        overwrite(data, at, "Zebra", 5);
        Buf whole = {0};
        MUST(file_read(data, 1 << 26, &whole, err));
        size_t next = str_find(buf_str(&whole), STR("zebra again"), 8192);
        buf_free(&whole);
        if (next == SIZE_MAX)
            break;
        at = next;
    }
    assert_true(check_with(f->path, false, &out) > 0);
    fixture_open(f);
    StoreRead *read;
    Record *record;
    MUST(store_read_begin(f->store, &read, err));
    REFUSED(store_load(read, ENTITY_CASE, id, &record, err), ERR_CORRUPT);
    store_read_end(read);
    fixture_close(f);

    StoreCheckResult result;
    buf_clear(&out);
    MUST(store_repair(f->path, dir, &rebuild, NULL, fixture_remember, &out, &result, err));
    assert_int_equal(result.findings, 1);
    assert_int_equal(result.changes, 1 + 100 + 34 + 1);
    assert_int_equal(result.records, 101);
    buf_clear(&out);
    check_with(dir, true, &out);
    assert_string_equal(buf_text(&out), "");
    assert_string_equal(buf_text(&out), "");
    Store *fresh;
    Str setting;
    StoreBatch batch;
    MUST(store_open(dir, STORE_READ_WRITE, &fresh, err));
    MUST(store_read_begin(fresh, &read, err));
    MUST(store_load(read, ENTITY_CASE, id, &record, err));
    assert_true(str_equal(record_title(record), STR("zebra crossing")));
    record_free(record);
    MUST(store_setting(read, (Uuid){{0}}, STR("theme"), &setting, err));
    assert_true(str_equal(setting, STR("dark")));
    MUST(store_batch(read, (Uuid){{7}}, &batch, err));
    StoreCurrent current;
    MUST(store_current(read, ENTITY_CASE, id, &current, err));
    assert_true(str_equal(current.summary, STR("zebra crossing")));
    store_read_end(read);
    assert_string_equal(store_info(fresh)->zone, "Asia/Shanghai");
    store_close(fresh);
    fixture_open(f);
    buf_free(&out);
}

/* With a branch page gone, its leaves are found all the same. */
static void repair_needs_no_tree(void **state) {
    Fixture *f = of(state);
    char data[200], dir[200];
    Buf out = {0};
    path_in(f, "data.mdb", data);
    snprintf(dir, sizeof dir, "%s/repaired", f->folder);
    fill(f, 300);
    fixture_close(f);
    uint64_t pages = size_of(data) / 4096, broken = 0;
    int fd = open(data, O_RDWR);
    for (uint64_t page = 2; page < pages; page++) {
        uint8_t flags;
        assert_int_equal(pread(fd, &flags, 1, (off_t)(page * 4096 + 10)), 1);
        if (flags & 1) {
            static const char junk[4096] = {0};
            assert_int_equal(pwrite(fd, junk, sizeof junk, (off_t)(page * 4096)), 4096);
            broken++;
        }
    }
    close(fd);
    assert_true(broken > 0);
    assert_true(check_with(f->path, false, &out) > 0);
    StoreCheckResult result;
    MUST(store_repair(f->path, dir, &rebuild, NULL, fixture_remember, &out, &result, err));
    assert_int_equal(result.records, 300);
    assert_int_equal(result.changes, 1 + 300 + 100);
    buf_clear(&out);
    check_with(dir, true, &out);
    assert_string_equal(buf_text(&out), "");
    REFUSED(store_repair(dir, f->folder, &rebuild, NULL, fixture_remember, &out, &result, err),
            ERR_EXISTS);
    /* The fixture's own library is gone for good: put a sound one in its place. */
    scratch_remove(f->path);
    assert_int_equal(rename(dir, f->path), 0);
    fixture_open(f);
    buf_free(&out);
}

static void an_interrupted_creation_is_taken_over(void **state) {
    Fixture *f = of(state);
    char dir[200], file[260];
    StoreOptions options = {0};
    Store *store;
    snprintf(dir, sizeof dir, "%s/half", f->folder);
    assert_int_equal(mkdir(dir, 0700), 0);
    static const char *const left[] = {"open.guard", "data.mdb", "lock.mdb", "env.id.99.tmp"};
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        snprintf(file, sizeof file, "%s/%s", dir, left[i]);
        MUST(file_write_atomic(file, STR("junk"), 0600, err));
    }
    REFUSED(store_open(dir, STORE_READ_WRITE, &store, err), ERR_NOT_FOUND);
    MUST(store_create(dir, &options, err));
    MUST(store_open(dir, STORE_READ_WRITE, &store, err));
    assert_string_equal(store_info(store)->zone, "UTC");
    store_close(store);
}

static void the_ballast_can_be_given_back(void **state) {
    Fixture *f = of(state);
    char file[200];
    path_in(f, "ballast", file);
    assert_int_equal(size_of(file), STORE_BALLAST_BYTES);
    assert_true(store_ballast_free(f->path));
    assert_false(store_ballast_free(f->path));
    assert_false(file_exists(file));
    MUST(store_ballast_fill(f->path, err));
    assert_int_equal(size_of(file), STORE_BALLAST_BYTES);
    uint64_t left;
    MUST(store_disk_free(f->path, &left, err));
    assert_true(left > 0);
}

/* While one process is inside open.guard nobody else opens; in.use keeps compaction out. */
static void guards_hold_between_processes(void **state) {
    Fixture *f = of(state);
    char file[200];
    fixture_close(f);
    path_in(f, "in.use", file);
    int fd = open(file, O_RDWR);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    Store *store;
    REFUSED(store_open(f->path, STORE_READ_WRITE, &store, err), ERR_BUSY);
    close(fd);
    fixture_open(f);
    REFUSED(store_compact(f->path, NULL, NULL, NULL, err), ERR_BUSY);
}

static void open_descriptors_do_not_survive_exec(void **state) {
    Fixture *f = of(state);
    int fd;
    assert_int_equal(mdb_env_get_fd(f->store->env, &fd), 0);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    assert_true(fcntl(f->store->gate, F_GETFD) & FD_CLOEXEC);
    assert_true(fcntl(f->store->in_use, F_GETFD) & FD_CLOEXEC);
}

static void a_missing_lock_table_is_made_whole(void **state) {
    Fixture *f = of(state);
    char lock[200];
    struct stat info;
    path_in(f, "lock.mdb", lock);
    fixture_close(f);
    for (int sparse = 0; sparse < 2; sparse++) {
        assert_int_equal(unlink(lock), 0);
        if (sparse) {
            int fd = open(lock, O_RDWR | O_CREAT, 0600);
            assert_int_equal(ftruncate(fd, STORE_LOCK_BYTES), 0);
            close(fd);
        }
        fixture_open(f);
        assert_int_equal(stat(lock, &info), 0);
        assert_int_equal(info.st_size, STORE_LOCK_BYTES);
        assert_true(info.st_blocks * 512 >= STORE_LOCK_BYTES);
        fixture_save(f, uuid_new(), 0, "works");
        fixture_close(f);
    }
    fixture_open(f);
}

/* Another user is told that he may not, not that there is nothing. */
static void other_users_are_denied(void **state) {
    Fixture *f = of(state);
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(f->folder, 0711), 0);
    pid_t child = fork();
    if (child == 0) {
        Store *store;
        Error err = {0};
        bool ok = setgid(65534) == 0 && setuid(65534) == 0 &&
                  !store_open(f->path, STORE_READ_WRITE, &store, &err) && err.code == ERR_DENIED;
        /* An opened folder does not help: the files are not his. */
        _exit(ok ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void) {
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_sound_library_has_no_findings),
        STORE_TEST(stats_add_up),
        STORE_TEST(rows_in_order_fill_their_pages),
        STORE_TEST(compaction_keeps_everything),
        STORE_TEST(a_backup_becomes_the_same_library),
        STORE_TEST(damaged_backups_are_refused),
        STORE_TEST(names_of_missing_places_are_said),
        STORE_TEST(newer_schemas_are_refused_untouched),
        STORE_TEST(broken_files_are_refused_with_a_reason),
        STORE_TEST(a_flipped_byte_is_found_and_never_shown),
        STORE_TEST(repair_needs_no_tree),
        STORE_TEST(an_interrupted_creation_is_taken_over),
        STORE_TEST(the_ballast_can_be_given_back),
        STORE_TEST(guards_hold_between_processes),
        STORE_TEST(a_missing_lock_table_is_made_whole),
        STORE_TEST(other_users_are_denied),
        STORE_TEST(open_descriptors_do_not_survive_exec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
