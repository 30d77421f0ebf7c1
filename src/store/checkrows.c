#include "config.h"

#include "store/checkrows.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "record/encode.h"
#include "store/blob.h"
#include "store/current.h"
#include "store/digest.h"
#include "store/logblock.h"
#include "store/lookup.h"

#include <stdlib.h>

/* What is known of a record: its current row, then what the log said so far. */
typedef struct Known {
    uint64_t change, last; /* of the current row; of the log */
    uint32_t rev, last_rev;
    bool has_current;
} Known;

typedef struct Digest {
    uint8_t bytes[STORE_SHA256];
} Digest;

typedef struct Check {
    StoreRead *read;
    bool deep, cancelled;
    const Progress *progress;
    StoreFindingFn *found;
    void *context;
    StoreCheckResult *out;
    Map records; /* type and uuid -> index + 1 */
    VEC(Known) known;
    uint64_t next; /* the change number that must come */
    uint8_t hash[STORE_HASH];
    uint64_t parts_seen, parts_wanted;
    VEC(Digest) blobs; /* deep: each once, in the order of their keys */
    uint64_t head;
    Buf scratch;
    Buf last_key; /* of the rows that may stand in groups */
} Check;

static void report(Check *c, const char *message, int64_t number) {
    Error e;
    error_set(&e, ERR_CORRUPT, message, "d", number);
    c->found(c->context, &e);
}

static Known *known_of(Check *c, EntityType type, Uuid record) {
    char key[17];
    bool added;
    key[0] = (char)type;
    memcpy(key + 1, record.bytes, 16);
    uint64_t *slot = map_put(&c->records, str_make(key, sizeof key), &added);
    if (added) {
        vec_push(&c->known, (Known){0});
        *slot = c->known.len;
    }
    return &c->known.items[*slot - 1];
}

/* False (with the error reported) when a row breaks its own rules. */
static bool sound(Check *c, bool ok, const Error *e) {
    if (!ok)
        c->found(c->context, e);
    return ok;
}

static void visit_plain(Check *c, Table table, Str key, Str row) {
    Reader body;
    Error e;
    sound(c, row_open(table, key, row, &body, &e), &e);
}

/* Keys must ascend in groups too, and up to the row behind them. */
static bool ascends(Check *c, Str key) {
    bool ok = str_compare(buf_str(&c->last_key), key) < 0;
    Error e;
    if (!ok) {
        row_broken(key, &e);
        c->found(c->context, &e);
    }
    buf_clear(&c->last_key);
    buf_put_str(&c->last_key, key);
    return ok;
}

/* Calls each for the rows of a stored row. */
static void visit_group(Check *c, Table table, Str key, Str row,
                        void (*each)(Check *c, const GroupRow *row)) {
    GroupRows rows;
    GroupRow one;
    Error e;
    bool found = true, good = sound(c, grouprows_open(&rows, table, key, row, &e), &e);
    while (good && found) {
        good = sound(c, grouprows_next(&rows, &one, &found, &e), &e);
        if (good && found && ascends(c, key_str(&one.key)))
            each(c, &one);
    }
}

/* Rows that point at a record by its uuid, in the value or at the end of the key. */
static void check_lookup(Check *c, const GroupRow *row) {
    Error e;
    StoreCurrent current;
    bool found = false;
    Str id = row->body, key = key_str(&row->key);
    Uuid record = {{0}};
    if (id.len == 16)
        memcpy(record.bytes, id.ptr, 16);
    EntityType type = (EntityType)(uint8_t)(key.len > 3 ? key.ptr[3] : 0);
    if (id.len != 16 || !store_current_find(c->read, type, record, &current, &found, &e) ||
        !found) {
        row_broken(key, &e);
        e.message = N_("the id or name {0} belongs to no record");
        c->found(c->context, &e);
    }
}

static void visit_lookup(Check *c, Table table, Str key, Str row) {
    visit_group(c, table, key, row, check_lookup);
}

static void check_current(Check *c, const GroupRow *row) {
    StoreCurrent current;
    Error e;
    if (!sound(c, current_parse(c->read, row, &current, &e), &e))
        return;
    c->out->records++;
    Known *known = known_of(c, current.type, current.record);
    known->has_current = true;
    known->change = current.change;
    known->rev = current.rev;
    Str summary;
    sound(c, store_summary(&current, &c->scratch, &summary, &e), &e);
}

static void visit_current(Check *c, Table table, Str key, Str row) {
    visit_group(c, table, key, row, check_current);
}

static void visit_part(Check *c, Table table, Str key, Str row) {
    c->parts_seen++;
    visit_plain(c, table, key, row);
}

/* Parts of one file stand one after the other. */
static void visit_blob(Check *c, Table table, Str key, Str row) {
    Error e;
    const uint8_t *sha = (const uint8_t *)key.ptr + 3;
    visit_plain(c, table, key, row);
    if (key.len != 3 + STORE_SHA256 + 2) {
        row_broken(key, &e);
        c->found(c->context, &e);
        return;
    }
    Digest *last = c->blobs.len ? &c->blobs.items[c->blobs.len - 1] : NULL;
    if (!c->deep || (last && memcmp(last->bytes, sha, STORE_SHA256) == 0))
        return;
    Digest digest;
    memcpy(digest.bytes, sha, STORE_SHA256);
    vec_push(&c->blobs, digest);
}

/* What is stored under a digest must be what it is the digest of. */
static void check_blobs(Check *c) {
    Error e;
    VEC_EACH (digest, &c->blobs) {
        buf_clear(&c->scratch);
        sound(c, store_blob(c->read, digest->bytes, &c->scratch, &e), &e);
    }
}

/* The bytes of an attached file must be there. */
static void check_attached(Check *c, const Record *record) {
    uint8_t sha[STORE_SHA256];
    bool found = false;
    Error e;
    Str hex = record_text(record, ATTACHMENT_SHA256);
    if (record->entity->type != ENTITY_ATTACHMENT)
        return;
    if (store_sha256_parse(hex, sha) && !store_blob_find(c->read, sha, &found, &e))
        c->found(c->context, &e);
    else if (!found) {
        error_set(&e, ERR_CORRUPT, N_("the content of the attached file {0} is missing"), "S",
                  record_text(record, ATTACHMENT_ID));
        c->found(c->context, &e);
    }
}

static uint64_t parts_of(bool in_parts, uint32_t bytes) {
    return in_parts ? (bytes + LOG_PART - 1u) / LOG_PART : 0;
}

static void check_history(Check *c, const StoreEntry *entry) {
    Known *known = known_of(c, entry->type, entry->record);
    if (!known->has_current)
        report(c, N_("change {0} belongs to a record that has no current row"),
               (int64_t)entry->number);
    if (entry->previous != known->last || entry->rev <= known->last_rev)
        report(c, N_("change {0} does not follow the earlier revision of its record"),
               (int64_t)entry->number);
    known->last = entry->number;
    known->last_rev = entry->rev;
}

/* Decodes the revision and compares its content digest; its external id must lead back to it. */
static void check_content(Check *c, const StoreEntry *entry) {
    Record *record = NULL;
    Error e;
    uint8_t digest[STORE_HASH];
    buf_clear(&c->scratch);
    if (!sound(c, store_log_body(c->read, entry->number, &c->scratch, &e), &e) ||
        !sound(c, record_decode(entry->type, c->scratch.data, c->scratch.len, &record, &e), &e))
        return;
    store_content_digest(record, digest);
    if (memcmp(digest, entry->digest, STORE_HASH) != 0 ||
        !uuid_equal(record_id(record), entry->record))
        report(c, N_("the content of change {0} does not match its digest"),
               (int64_t)entry->number);
    check_attached(c, record);
    record_free(record);
}

static uint64_t parts_of_row(const LogRow *row) {
    return parts_of(row->flags & LOG_BODY_PARTS, row->body_bytes) +
           parts_of(row->flags & LOG_SEGMENT_PARTS, row->segment_bytes);
}

/* The hash that a row says the one before it has must be the one that was found. In a block only
 * the first one says it. */
static void check_chain(Check *c, const LogRows *rows, const LogRow *row, bool chained) {
    bool first = row->number == rows->first;
    const void *says = rows->blocked ? (const void *)rows->before : row->entry.ptr;
    if (first && chained && memcmp(says, c->hash, STORE_HASH) != 0)
        report(c, N_("change {0} does not carry the hash of the change before it"),
               (int64_t)row->number);
    if (first)
        memcpy(c->hash, says, STORE_HASH);
}

static void visit_change(Check *c, const LogRows *rows, const LogRow *row, bool chained) {
    StoreEntry entry;
    Error e;
    Str stored, segment;
    if (!sound(c,
               logrow_entry(c->read, row, &entry, NULL, &e) &&
                   logrow_body(c->read, row, &c->scratch, &stored, &e),
               &e))
        return;
    c->parts_wanted += parts_of_row(row);
    check_chain(c, rows, row, chained);
    if (rows->blocked)
        logblock_hash(row, c->hash, c->hash);
    else
        logrow_hash(row->entry, stored, c->hash);
    sound(c, store_segment(c->read, row->number, true, &c->scratch, &segment, &e), &e);
    if (entry.type != ENTITY_NONE) {
        check_history(c, &entry);
        if (c->deep)
            check_content(c, &entry);
    }
}

static void visit_log(Check *c, Table table, Str key, Str row) {
    (void)table;
    LogRows rows;
    LogRow parsed;
    Error e;
    bool found = true;
    uint64_t first = key_number(key);
    bool good = sound(c, logrows_open(&rows, key, row, true, &e), &e);
    if (good)
        first = rows.first;
    bool chained = first == c->next;
    if (!chained && (good || first > c->next))
        report(c, N_("the log jumps to change {0}"), (int64_t)first);
    c->out->changes += key_number(key) - first + 1;
    c->next = key_number(key) + 1;
    while (good && found) {
        good = sound(c, logrows_next(&rows, &parsed, &found, &e), &e);
        if (good && found)
            visit_change(c, &rows, &parsed, chained);
    }
}

/* One row a table. */
static const struct {
    Table table;
    void (*visit)(Check *c, Table table, Str key, Str row);
} visitors[] = {
    {TABLE_META, visit_plain},      {TABLE_DICTIONARY, visit_plain}, {TABLE_SETTING, visit_plain},
    {TABLE_BATCH, visit_plain},     {TABLE_SEARCHES, visit_plain},   {TABLE_READS, visit_plain},
    {TABLE_NAME, visit_lookup},     {TABLE_ID, visit_lookup},        {TABLE_EXT, visit_lookup},
    {TABLE_CURRENT, visit_current}, {TABLE_BLOB, visit_blob},        {TABLE_PART, visit_part},
    {TABLE_LOG, visit_log},
};

static bool visit_row(void *context, Str key, Str row, Error *err) {
    Check *c = context;
    c->out->rows++;
    if (c->out->rows % 1024 == 0) {
        progress_report(c->progress, c->out->changes, c->head);
        c->cancelled = progress_cancelled(c->progress);
        if (c->cancelled)
            return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
    }
    unsigned table = key.len > 2 ? (uint8_t)key.ptr[2] : 0;
    for (size_t i = 0; i < COUNT_OF(visitors); i++)
        if (visitors[i].table == table) {
            visitors[i].visit(c, visitors[i].table, key, row);
            return true;
        }
    Error e;
    row_broken(key, &e);
    c->found(c->context, &e);
    return true;
}

static void check_end(Check *c) {
    VEC_EACH (k, &c->known) {
        bool same = k->change == k->last && k->rev == k->last_rev;
        if (k->has_current && !same)
            report(c, N_("a current record points at change {0}, which is not its newest revision"),
                   (int64_t)k->change);
    }
    if (c->parts_seen != c->parts_wanted)
        report(c, N_("{0} parts of long texts are stored that belong to no change"),
               (int64_t)(c->parts_seen - c->parts_wanted));
}

bool checkrows_run(Store *store, bool deep, const Progress *progress, StoreFindingFn *found,
                   void *context, StoreCheckResult *out, Error *err) {
    Check c = {.deep = deep,
               .progress = progress,
               .found = found,
               .context = context,
               .out = out,
               .next = 1};
    static const Key all = {.len = 0};
    if (!store_read_begin(store, &c.read, err))
        return false;
    bool ok = store_head(c.read, &c.head, err) &&
              env_each(c.read, &all, &(Key){.len = 1}, visit_row, &c, NULL, err) && !c.cancelled;
    if (ok)
        check_blobs(&c);
    store_read_end(c.read);
    if (ok)
        check_end(&c);
    map_free(&c.records);
    vec_free(&c.known);
    vec_free(&c.blobs);
    buf_free(&c.scratch);
    buf_free(&c.last_key);
    return ok;
}
