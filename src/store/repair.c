#include "config.h"

#include "store/check.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/encode.h"
#include "store/batch.h"
#include "store/guard.h"
#include "store/logblock.h"
#include "store/lookup.h"
#include "store/pages.h"
#include "store/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Repair trusts no tree: it looks at every leaf page of the file. Log rows, parts and dictionaries
 * never change, so that any sound copy of one is right; everything else is made anew from them. */

typedef struct Slot {
    uint64_t page;
    uint32_t slot;
    bool live; /* reached by the tree: preferred */
    uint8_t table;
    uint64_t number; /* change number; dictionary id */
    unsigned part;
    uint8_t uuid[32]; /* of a batch, in its first 16 bytes; SHA-256 of a file */
} Slot;

typedef struct Repair {
    Pages pages;
    VEC(Slot) slots;
    Store *store;
    StoreWrite *write;
    unsigned in_write; /* puts of the open transaction */
    const StoreRebuild *rebuild;
    const Progress *progress;
    StoreFindingFn *found;
    void *context;
    StoreCheckResult *out;
    Buf row, body, raw, text;
    StoreEntry who; /* of the last row that said so itself; its login lies in who_login */
    Buf who_login;
} Repair;

enum { PUTS_A_COMMIT = 500 };

static void tell(Repair *r, const Error *e) {
    r->out->findings++;
    r->found(r->context, e);
}

static void tell_lost(Repair *r, const char *message, uint64_t number) {
    Error e;
    error_set(&e, ERR_CORRUPT, message, "d", (int64_t)number);
    tell(r, &e);
}

static void finding(void *context, const Error *e) {
    tell(context, e);
}

static void note_slot(void *context, uint64_t page, unsigned slot, bool live, Str key) {
    Repair *r = context;
    Reader k = reader_of(key.ptr, key.len);
    unsigned space = reader_u16(&k);
    Slot s = {.page = page, .slot = slot, .live = live, .table = reader_u8(&k)};
    bool wanted = false;
    if (space == SPACE_LIBRARY && s.table == TABLE_DICTIONARY) {
        s.number = reader_u32(&k);
        wanted = true;
    } else if (space == SPACE_MAIN && (s.table == TABLE_LOG || s.table == TABLE_PART)) {
        s.number = reader_u64(&k);
        s.part = s.table == TABLE_PART ? reader_u16(&k) : 0;
        wanted = true;
    } else if (space == SPACE_MAIN && s.table == TABLE_BLOB) {
        Str sha = reader_bytes(&k, sizeof s.uuid);
        if (sha.len == sizeof s.uuid)
            memcpy(s.uuid, sha.ptr, sizeof s.uuid);
        s.part = reader_u16(&k);
        wanted = true;
    } else if (space == SPACE_MAIN && s.table == TABLE_BATCH && live) {
        Str id = reader_bytes(&k, 16);
        if (id.len == 16)
            memcpy(s.uuid, id.ptr, 16);
        wanted = true;
    }
    if (wanted && k.ok && !reader_left(&k))
        vec_push(&r->slots, s);
}

#define ORDER(a, b)                                                                                \
    do {                                                                                           \
        if ((a) != (b))                                                                            \
            return (a) < (b) ? -1 : 1;                                                             \
    } while (0)

static int by_key(const void *x, const void *y) {
    const Slot *a = x, *b = y;
    ORDER(a->table, b->table);
    ORDER(a->number, b->number);
    int uuids = memcmp(a->uuid, b->uuid, sizeof a->uuid);
    if (uuids)
        return uuids;
    ORDER(a->part, b->part);
    ORDER(b->live, a->live);
    ORDER(a->page, b->page);
    return 0;
}

static bool same_key(const Slot *a, const Slot *b) {
    return a->table == b->table && a->number == b->number && a->part == b->part &&
           memcmp(a->uuid, b->uuid, sizeof a->uuid) == 0;
}

static Key key_of(const Slot *s) {
    Key key;
    switch (s->table) {
    case TABLE_LOG:
        return key_log(s->number);
    case TABLE_PART:
        return key_part(s->number, s->part);
    case TABLE_DICTIONARY:
        key_begin(&key, SPACE_LIBRARY, TABLE_DICTIONARY);
        key_u32(&key, (uint32_t)s->number);
        return key;
    case TABLE_BLOB:
        key_begin(&key, SPACE_MAIN, TABLE_BLOB);
        key_bytes(&key, s->uuid, sizeof s->uuid);
        key_u16(&key, s->part);
        return key;
    default:
        key_begin(&key, SPACE_MAIN, TABLE_BATCH);
        key_bytes(&key, s->uuid, 16);
        return key;
    }
}

/* Reads the row of a slot into r->row and verifies it. */
static bool read_slot(Repair *r, const Slot *s) {
    Key key = key_of(s);
    Error ignored;
    LogRows log;
    buf_clear(&r->row);
    if (!pages_slot(&r->pages, s->page, s->slot, &r->row))
        return false;
    Str row = buf_str(&r->row);
    if (s->table == TABLE_LOG)
        return logrows_open(&log, key_str(&key), row, true, &ignored);
    Reader body;
    return row_open((Table)s->table, key_str(&key), row, &body, &ignored);
}

/* The first sound slot of the run of slots with one key; *next is the one after the run. */
static const Slot *pick(Repair *r, size_t at, size_t *next) {
    const Slot *first = &r->slots.items[at], *good = NULL;
    size_t i = at;
    for (; i < r->slots.len && same_key(first, &r->slots.items[i]); i++)
        if (!good && read_slot(r, &r->slots.items[i]))
            good = &r->slots.items[i];
    if (good)
        read_slot(r, good);
    *next = i;
    return good;
}

static size_t find_slot(const Repair *r, const Slot *wanted) {
    size_t low = 0, high = r->slots.len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const Slot *s = &r->slots.items[middle];
        if (!same_key(s, wanted) && by_key(s, wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Puts the body of a log row into r->body; the row is in r->row and is read again afterwards. */
static bool read_body(Repair *r, uint64_t number, uint32_t bytes) {
    buf_clear(&r->body);
    for (unsigned part = 0; r->body.len < bytes; part++) {
        Slot wanted = {.table = TABLE_PART, .number = number, .part = part, .live = true};
        size_t at = find_slot(r, &wanted), next;
        if (at >= r->slots.len || !same_key(&r->slots.items[at], &wanted) || !pick(r, at, &next) ||
            r->row.len <= ROW_HEADER || r->row.len - ROW_HEADER > bytes - r->body.len)
            return false;
        buf_put(&r->body, r->row.data + ROW_HEADER, r->row.len - ROW_HEADER);
    }
    return true;
}

static bool ready(Repair *r, Error *err) {
    if (r->write && r->in_write >= PUTS_A_COMMIT) {
        StoreWrite *full = r->write;
        r->write = NULL;
        r->in_write = 0;
        if (!store_write_commit(full, NULL, err))
            return false;
    }
    r->in_write++;
    return r->write || store_write_begin(r->store, "repair", STORE_GATE_MS, false, &r->write, err);
}

static bool flush(Repair *r, Error *err) {
    StoreWrite *last = r->write;
    r->write = NULL;
    r->in_write = 0;
    return !last || store_write_commit(last, NULL, err);
}

static bool flag_of(const Record *record, const char *key) {
    int field = entity_field(record->entity, str_of(key));
    return field >= 0 && record_int(record, field) != 0;
}

static int64_t time_of(const Record *record, const char *key, int64_t otherwise) {
    int field = entity_field(record->entity, str_of(key));
    return field >= 0 && record_has(record, field) ? record_int(record, field) : otherwise;
}

static StoreChange change_of(const StoreEntry *entry) {
    return (StoreChange){.verb = entry->verb,
                         .at_ms = entry->at_ms,
                         .actor = entry->actor,
                         .login = entry->login,
                         .batch = entry->batch,
                         .note = entry->note,
                         .format_only = entry->format_only};
}

/* r->raw holds the canonical bytes, r->body what was stored. */
static bool put_record(Repair *r, const StoreEntry *entry, const LogBody *how, Error *err) {
    Record *record;
    Error e;
    StoreCurrent current = {0};
    bool found;
    if (!record_decode(entry->type, r->raw.data, r->raw.len, &record, &e)) {
        tell(r, &e);
        return true;
    }
    StoreChange change = change_of(entry);
    change.trashed = flag_of(record, "trashed");
    change.created_ms = time_of(record, "created", entry->at_ms);
    change.updated_ms = time_of(record, "updated", entry->at_ms);
    buf_clear(&r->text);
    r->rebuild->summary(r->rebuild->context, record, &r->text);
    StorePacked packed = {.type = entry->type,
                          .record = entry->record,
                          .rev = entry->rev,
                          .dictionary = how->dictionary,
                          .raw_bytes = how->raw_bytes,
                          .compressed = how->compressed,
                          .nameless = how->nameless,
                          .body = r->body};
    store_content_digest(record, packed.digest);
    bool ok = store_current_find(store_write_read(r->write), entry->type, entry->record, &current,
                                 &found, err);
    change.base_rev = found ? current.rev : 0;
    if (ok && entry->rev <= change.base_rev)
        tell_lost(r, N_("change {0} does not follow the earlier revision of its record"),
                  entry->number);
    else if (ok)
        ok = store_put_revision(r->write, &change, &packed, buf_str(&r->text), (Str){"", 0}, NULL,
                                err);
    record_free(record);
    return ok;
}

static bool put_setting(Repair *r, const StoreEntry *entry, Error *err) {
    StoreSettingChange s;
    Error e;
    StoreChange change = change_of(entry);
    if (store_setting_decode(buf_str(&r->raw), &s, &e))
        return store_put_setting(r->write, &change, s.scope, s.key, s.has ? &s.after : NULL, err);
    tell(r, &e);
    return true;
}

/* Rows come in order: the one that a row names came before it, unless it is lost. */
static void know_who(Repair *r, StoreEntry *entry) {
    if (!entry->like && !uuid_is_nil(entry->batch)) {
        r->who = *entry;
        buf_clear(&r->who_login);
        buf_put_str(&r->who_login, entry->login);
    }
    if (!entry->like || entry->like != r->who.number)
        return;
    entry->actor = r->who.actor;
    entry->batch = r->who.batch;
    entry->login = buf_str(&r->who_login);
}

/* A copy on a free page may be of a block that was never committed: others of its changes, under
 * another number. What the tree reaches goes first. */
static bool is_in_live_block(Repair *r, const Slot *s) {
    LogRows rows;
    Error ignored;
    size_t i = find_slot(r, s);
    while (i < r->slots.len && r->slots.items[i].table == TABLE_LOG &&
           (!r->slots.items[i].live || r->slots.items[i].number <= s->number))
        i++;
    if (s->live || i >= r->slots.len || r->slots.items[i].table != TABLE_LOG)
        return false;
    Key key = key_of(&r->slots.items[i]);
    return read_slot(r, &r->slots.items[i]) &&
           logrows_open(&rows, key_str(&key), buf_str(&r->row), false, &ignored) &&
           rows.first <= s->number;
}

/* row does not lie in r->row, which reading parts overwrites. */
static bool put_change(Repair *r, const LogRow *row, Error *err) {
    StoreEntry entry;
    LogBody how;
    Error e = {0};
    Str stored;
    if (!ready(r, err))
        return false;
    bool good = logrow_entry(NULL, row, &entry, &how, &e);
    if (good)
        know_who(r, &entry);
    if (good && row->flags & LOG_BODY_PARTS) {
        good = read_body(r, row->number, row->body_bytes);
    } else if (good) {
        good = logrow_body(NULL, row, NULL, &stored, &e);
        buf_clear(&r->body);
        if (good)
            buf_put_str(&r->body, stored);
    }
    buf_clear(&r->raw);
    good = good &&
           logrow_unpack(store_write_read(r->write), &entry, &how, buf_str(&r->body), &r->raw, &e);
    if (!good) {
        tell_lost(r, N_("change {0} cannot be read and is lost"), row->number);
        return true;
    }
    r->out->changes++;
    StoreChange change = change_of(&entry);
    if (entry.type != ENTITY_NONE)
        return put_record(r, &entry, &how, err);
    if (entry.verb == VERB_SETTINGS)
        return put_setting(r, &entry, err);
    return store_put_note(r->write, &change, buf_str(&r->raw), NULL, err);
}

/* The changes of the log row in r->row. Their texts point into it: a copy is kept. *expected: the
 * change that must come. */
static bool put_changes(Repair *r, uint64_t number, uint64_t *expected, Error *err) {
    Key key = key_log(number);
    Buf copy = {0};
    LogRows rows;
    LogRow row;
    Error e;
    bool ok = true, found = true;
    buf_put_str(&copy, buf_str(&r->row));
    bool good = logrows_open(&rows, key_str(&key), buf_str(&copy), true, &e);
    for (; *expected < (good ? rows.first : number); ++*expected)
        tell_lost(r, N_("change {0} cannot be read and is lost"), *expected);
    while (ok && good && found) {
        good = logrows_next(&rows, &row, &found, &e);
        if (good && found && row.number >= *expected) {
            *expected = row.number + 1;
            ok = put_change(r, &row, err);
        }
    }
    for (; ok && *expected <= number; ++*expected)
        tell_lost(r, N_("change {0} cannot be read and is lost"), *expected);
    buf_free(&copy);
    return ok;
}

/* r->row holds a verified batch or dictionary row: it is taken as it is. */
static bool put_plain(Repair *r, const Slot *s, Error *err) {
    Key key = key_of(s);
    return ready(r, err) && env_put(r->write, &key, buf_str(&r->row), false, err);
}

/* Runs of one table, in order. */
static bool put_table(Repair *r, Table table, Error *err) {
    uint64_t expected = 1;
    for (size_t i = 0, next; i < r->slots.len; i = next) {
        Slot s = r->slots.items[i];
        next = i + 1;
        if (s.table != table)
            continue;
        if (table == TABLE_LOG && is_in_live_block(r, &s))
            continue;
        if (progress_cancelled(r->progress))
            return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
        progress_report(r->progress, i, r->slots.len);
        const Slot *good = pick(r, i, &next);
        for (; !good && table == TABLE_LOG && expected < s.number; expected++)
            tell_lost(r, N_("change {0} cannot be read and is lost"), expected);
        r->out->rows++;
        if (!good) {
            tell_lost(r,
                      table == TABLE_BLOB
                          ? N_("part {0} of an attached file cannot be read and is lost")
                          : N_("change {0} cannot be read and is lost"),
                      table == TABLE_BLOB ? s.part + 1 : s.number);
            expected = s.number + 1;
        } else if (!(table == TABLE_LOG ? put_changes(r, s.number, &expected, err)
                                        : put_plain(r, good, err))) {
            return false;
        }
    }
    return flush(r, err);
}

typedef struct Ids {
    VEC(Uuid) list;
} Ids;

static bool keep_id(void *context, const StoreCurrent *row, Error *err) {
    (void)err;
    Ids *ids = context;
    vec_push(&ids->list, row->record);
    return true;
}

/* Ids that two records claim stay with the first. */
static bool put_lookups(Repair *r, const Record *record, Error *err) {
    const Entity *entity = record->entity;
    Uuid id = record_id(record);
    int source = entity_field(entity, STR("ext_source")), ext = entity_field(entity, STR("ext_id"));
    uint16_t year;
    uint32_t number;
    bool ok = true;
    if (ext >= 0 && record_has(record, ext))
        ok = store_put_ext(r->write, entity->type, record_text(record, source),
                           record_text(record, ext), id, err) ||
             err->code == ERR_EXISTS;
    if (ok && r->rebuild->id(r->rebuild->context, record, &year, &number))
        ok = store_put_id(r->write, entity->type, year, number, id, err) || err->code == ERR_EXISTS;
    buf_clear(&r->text);
    r->rebuild->name(r->rebuild->context, record, &r->text);
    return ok &&
           (!r->text.len || store_put_name(r->write, entity->type, buf_str(&r->text), id, err));
}

static bool rebuild_type(Repair *r, EntityType type, Error *err) {
    Ids ids = {0};
    StoreRead *read;
    if (!store_read_begin(r->store, &read, err))
        return false;
    bool ok = store_current_each(read, type, keep_id, &ids, err);
    store_read_end(read);
    for (size_t i = 0; ok && i < ids.list.len; i++) {
        Record *record;
        ok = ready(r, err) &&
             store_load(store_write_read(r->write), type, ids.list.items[i], &record, err);
        if (ok) {
            r->out->records++;
            ok = put_lookups(r, record, err);
            record_free(record);
        }
    }
    vec_free(&ids.list);
    return ok;
}

static bool fill(Repair *r, Error *err) {
    bool ok = put_table(r, TABLE_DICTIONARY, err) && put_table(r, TABLE_BATCH, err) &&
              put_table(r, TABLE_BLOB, err) && put_table(r, TABLE_LOG, err);
    for (int type = ENTITY_NONE + 1; ok && type < ENTITY_TYPES; type++)
        ok = rebuild_type(r, (EntityType)type, err);
    ok = ok && flush(r, err);
    if (r->write)
        store_write_abort(r->write);
    r->write = NULL;
    return ok;
}

/* What the damaged library says of itself, if that can still be read. */
static StoreOptions options_of(Repair *r, StoreInfo *info) {
    PageTree tree;
    Key key;
    key_begin(&key, SPACE_LIBRARY, TABLE_META);
    key_bytes(&key, "info", 4);
    buf_clear(&r->row);
    if (!pages_named(&r->pages, env_table_names[ENV_MAIN], &tree) ||
        !pages_find(&r->pages, &tree, key_str(&key), &r->row) ||
        !meta_parse_info(key_str(&key), buf_str(&r->row), info))
        return (StoreOptions){.created_by = "repair"};
    return (StoreOptions){.zone = info->zone,
                          .created_by = info->created_by,
                          .shared = info->shared,
                          .demo = info->demo};
}

static bool write_library(Repair *r, const char *dir, Error *err) {
    StoreInfo info = {0};
    StoreOptions options = options_of(r, &info);
    if (!store_create(dir, &options, err) || !store_open(dir, STORE_READ_WRITE, &r->store, err))
        return false;
    bool ok = fill(r, err);
    store_close(r->store);
    return ok;
}

static bool repair_file(Repair *r, int fd, const char *data, const char *dir, Error *err) {
    uint64_t free_pages;
    PageVisitor visitor = {.finding = finding, .context = r};
    if (!pages_open_damaged(&r->pages, fd, data, err))
        return false;
    pages_walk_all(&r->pages, &visitor, &free_pages);
    r->out->pages = r->pages.last + 1;
    pages_scan(&r->pages, note_slot, r);
    if (r->slots.len)
        qsort(r->slots.items, r->slots.len, sizeof *r->slots.items, by_key);
    bool ok = write_library(r, dir, err);
    pages_close(&r->pages);
    return ok;
}

bool store_repair(const char *path, const char *dir, const StoreRebuild *rebuild,
                  const Progress *progress, StoreFindingFn *found, void *context,
                  StoreCheckResult *out, Error *err) {
    char data[PATH_MAX];
    *out = (StoreCheckResult){0};
    Repair r = {
        .rebuild = rebuild, .progress = progress, .found = found, .context = context, .out = out};
    if (!guard_path(data, path, "data.mdb", err))
        return false;
    int fd = open(data, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), data);
    bool ok = repair_file(&r, fd, data, dir, err);
    close(fd);
    vec_free(&r.slots);
    buf_free(&r.row);
    buf_free(&r.body);
    buf_free(&r.raw);
    buf_free(&r.text);
    buf_free(&r.who_login);
    return ok;
}
