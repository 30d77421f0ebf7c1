#include "config.h"

#include "store/rowgroup.h"

#include "store/fence.h"
#include "store/transaction.h"

enum { TYPED = 4 }; /* bytes of a key up to its type */

static void copy_key(Key *to, Str from) {
    to->len = 0;
    key_bytes(to, from.ptr, from.len);
}

/* ---- reading ---- */

static bool open_rows(GroupRows *rows, Table table, Str key, Str row, bool verify, Error *err) {
    *rows = (GroupRows){.table = table, .stored_key = key, .row = row};
    rows->grouped = row_version(row) == ROW_GROUP;
    Str body;
    if (verify ? !row_open(table, key, row, &rows->left, err)
               : !row_head(table, key, row, NULL, &body, err))
        return false;
    if (!verify)
        rows->left = reader_of(body.ptr, body.len);
    return !rows->grouped || reader_left(&rows->left) || row_broken(key, err);
}

bool grouprows_open(GroupRows *rows, Table table, Str key, Str row, Error *err) {
    return open_rows(rows, table, key, row, true, err);
}

static void take_key(Reader *r, unsigned head, Str stored_key, Key *key) {
    if (!key->len)
        key_bytes(key, stored_key.ptr, stored_key.len);
    size_t shared = reader_u8(r);
    size_t more = head & GROUP_SAME_KEY && shared <= key->len ? key->len - shared : reader_u8(r);
    Str rest = reader_bytes(r, more);
    r->ok = r->ok && shared <= key->len && shared + more <= KEY_MAX && shared + more > 0;
    if (!r->ok)
        return;
    key->len = shared;
    key_bytes(key, rest.ptr, rest.len);
}

static void take_body(Reader *r, unsigned head, GroupRow *row) {
    size_t len = head & GROUP_SAME_BODY ? row->body.len : (size_t)reader_varint(r);
    size_t shared = head & GROUP_SHARED ? reader_u8(r) : 0;
    if (!shared) {
        row->body = reader_bytes(r, len);
        return;
    }
    if (len > GROUP_SHARED_MAX || shared > len || shared > row->body.len) {
        r->ok = false;
        return;
    }
    Str rest = reader_bytes(r, len - shared);
    memmove(row->joined, row->body.ptr, shared);
    if (r->ok && rest.len)
        memcpy(row->joined + shared, rest.ptr, rest.len);
    row->body = str_make((const char *)row->joined, len);
}

bool grouprows_next(GroupRows *rows, GroupRow *row, bool *found, Error *err) {
    Reader *r = &rows->left;
    *found = rows->grouped ? reader_left(r) > 0 : !rows->done;
    if (!*found)
        return true;
    row->version = row_version(rows->row);
    if (!rows->grouped) {
        copy_key(&row->key, rows->stored_key);
        row->flags = (uint8_t)rows->row.ptr[3];
        row->body = reader_bytes(r, reader_left(r));
        rows->done = true;
        return true;
    }
    bool first = !rows->done;
    if (first)
        row->key.len = row->body.len = 0;
    rows->done = true;
    unsigned head = reader_u8(r);
    row->flags = head & GROUP_FLAGS;
    take_key(r, head, rows->stored_key, &row->key);
    take_body(r, head, row);
    return (r->ok && (!first || str_equal(key_str(&row->key), rows->stored_key))) ||
           row_broken(rows->stored_key, err);
}

/* The stored row that holds key or would hold it: the last one that is not behind it. *row has ptr
 * NULL when that is of another table or type. */
static bool row_before(StoreRead *read, const Key *key, Str *at, Str *row, Error *err) {
    if (!env_seek_back(read, key, at, row, err))
        return false;
    if (row->ptr && (at->len < TYPED || memcmp(at->ptr, key->bytes, TYPED) != 0))
        row->ptr = NULL;
    return true;
}

static unsigned slot_of(Table table) {
    return table == TABLE_CURRENT ? 0 : table == TABLE_ID ? 1 : 2;
}

/* The group is the one that this transaction put its last row behind, and key comes behind it. */
static GroupTail *tail_before(StoreRead *read, Table table, const Key *key, Str at, Str row) {
    GroupTail *tail = read->write ? &read->write->tails[slot_of(table)] : NULL;
    bool same = tail && tail->bytes == row.len && str_equal(key_str(&tail->first), at);
    return same && str_compare(key_str(&tail->last), key_str(key)) < 0 ? tail : NULL;
}

/* Snapshots only: the same place in the same commit holds the same bytes. */
static bool was_seen(StoreRead *read, Table table, Str row) {
    const GroupSeen *seen = &read->store->seen[slot_of(table)];
    return !read->write && seen->row == row.ptr && seen->bytes == row.len &&
           seen->txn == mdb_txn_id(read->txn);
}

static void note_seen(StoreRead *read, Table table, Str row, const Key *last) {
    GroupSeen *seen = &read->store->seen[slot_of(table)];
    if (read->write)
        return;
    *seen = (GroupSeen){.row = row.ptr, .bytes = row.len, .txn = mdb_txn_id(read->txn)};
    copy_key(&seen->last, key_str(last));
}

bool group_get(StoreRead *read, Table table, const Key *key, GroupRow *out, bool *found,
               Error *err) {
    Str at, row;
    GroupRows rows;
    *found = false;
    if (!row_before(read, key, &at, &row, err))
        return false;
    if (!row.ptr || (row_version(row) != ROW_GROUP && !str_equal(at, key_str(key))))
        return true;
    bool seen = was_seen(read, table, row);
    const Key *last = &read->store->seen[slot_of(table)].last;
    if (tail_before(read, table, key, at, row) ||
        (seen && str_compare(key_str(last), key_str(key)) < 0))
        return true;
    if (!open_rows(&rows, table, at, row, !seen, err))
        return false;
    for (int order = -1; order < 0;) {
        if (!grouprows_next(&rows, out, found, err))
            return false;
        if (!*found) {
            note_seen(read, table, row, &out->key);
            return true;
        }
        order = str_compare(key_str(&out->key), key_str(key));
        *found = order == 0;
    }
    return true;
}

typedef struct Each {
    Table table;
    const Key *prefix;
    GroupRowFn *each;
    void *context;
    bool broken;
} Each;

static bool each_in_row(void *context, Str key, Str row, Error *err) {
    Each *e = context;
    GroupRows rows;
    GroupRow one;
    bool found = true;
    e->broken = !grouprows_open(&rows, e->table, key, row, err);
    while (!e->broken && found) {
        e->broken = !grouprows_next(&rows, &one, &found, err);
        if (e->broken || !found || !str_starts(key_str(&one.key), key_str(e->prefix)))
            continue;
        if (!e->each(e->context, &one, err))
            return false;
    }
    return !e->broken;
}

bool group_each(StoreRead *read, Table table, const Key *prefix, GroupRowFn *each, void *context,
                bool *stopped, Error *err) {
    Each e = {.table = table, .prefix = prefix, .each = each, .context = context};
    Key typed = *prefix;
    typed.len = TYPED; /* a group may begin before the prefix */
    return env_each(read, &typed, NULL, each_in_row, &e, stopped, err) && !e.broken;
}

bool group_last(StoreRead *read, Table table, const Key *prefix, Key *key, bool *found,
                Error *err) {
    Key end = *prefix;
    Str at, row;
    GroupRows rows;
    GroupRow one;
    bool more = true;
    *found = false;
    key_u64(&end, UINT64_MAX);
    key_u64(&end, UINT64_MAX);
    if (!row_before(read, &end, &at, &row, err))
        return false;
    if (!row.ptr)
        return true;
    if (!grouprows_open(&rows, table, at, row, err))
        return false;
    while (more) {
        if (!grouprows_next(&rows, &one, &more, err))
            return false;
        if (more && str_starts(key_str(&one.key), key_str(prefix))) {
            copy_key(key, key_str(&one.key));
            *found = true;
        }
    }
    return true;
}

/* ---- writing ---- */

/* A group while it is put together. */
typedef struct Maker {
    Table table;
    Buf out;
    Key first, key;
    Buf body; /* of the row before */
    size_t rows;
} Maker;

static void maker_free(Maker *m) {
    buf_free(&m->out);
    buf_free(&m->body);
}

static size_t shared_bytes(Str a, Str b) {
    size_t i = 0, most = a.len < b.len ? a.len : b.len;
    while (i < most && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

static void add(Maker *m, const Key *key, unsigned flags, Str body) {
    enum { LEAST_SHARED = 2 };
    if (!m->rows) {
        buf_clear(&m->out);
        row_begin_version(&m->out, m->table, ROW_GROUP, 0);
        buf_clear(&m->body);
        copy_key(&m->first, key_str(key));
        copy_key(&m->key, key_str(key));
    }
    size_t shared = shared_bytes(key_str(key), key_str(&m->key));
    size_t same = m->table == TABLE_CURRENT || body.len > GROUP_SHARED_MAX
                      ? 0
                      : shared_bytes(body, buf_str(&m->body));
    bool as_long = key->len == m->key.len, body_as_long = body.len == m->body.len;
    if (same < LEAST_SHARED)
        same = 0;
    buf_put_u8(&m->out,
               (uint8_t)((flags & GROUP_FLAGS) | (as_long ? GROUP_SAME_KEY : 0u) |
                         (body_as_long ? GROUP_SAME_BODY : 0u) | (same ? GROUP_SHARED : 0u)));
    buf_put_u8(&m->out, (uint8_t)shared);
    if (!as_long)
        buf_put_u8(&m->out, (uint8_t)(key->len - shared));
    buf_put(&m->out, key->bytes + shared, key->len - shared);
    if (!body_as_long)
        buf_put_varint(&m->out, body.len);
    if (same)
        buf_put_u8(&m->out, (uint8_t)same);
    buf_put(&m->out, body.ptr + same, body.len - same);
    m->key.len = shared;
    key_bytes(&m->key, key->bytes + shared, key->len - shared);
    buf_clear(&m->body);
    buf_put_str(&m->body, body);
    m->rows++;
}

static bool write_group(StoreWrite *write, Maker *m, Error *err) {
    row_seal(&m->out, 0, key_str(&m->first), m->out.len - ROW_HEADER);
    return write_needs(write, err) && env_put(write, &m->first, buf_str(&m->out), false, err);
}

/* LMDB splits a full page before its last node when a key goes to its end: of few large nodes that
 * would leave room for one more in every page. Behind a small node that stays the last of the page
 * a new group takes only that one along. The first group of a table shares its page with a fence,
 * which is a little larger than half of it. */
enum { TAIL_NODE = 34, FENCE_NODE = 2040, PAGE_ROOM = 4080 };

/* *at_end: no other row of the table and type is behind key. */
static bool put_tail(StoreWrite *write, const Key *key, bool *at_end, Error *err) {
    Key tail = {.len = 0};
    Str at, row;
    if (!env_seek(store_write_read(write), key, &at, &row, err))
        return false;
    key_bytes(&tail, key->bytes, TYPED);
    bool in_table = row.ptr && str_starts(at, key_str(&tail));
    *at_end = !in_table || fence_is(row);
    key_u64(&tail, UINT64_MAX);
    if (!*at_end || (in_table && str_equal(at, key_str(&tail))))
        return true;
    Buf out = {0};
    row_begin(&out, (Table)TABLE_FENCE, 0);
    row_seal(&out, 0, key_str(&tail), 0);
    bool ok = env_put(write, &tail, buf_str(&out), false, err);
    buf_free(&out);
    return ok;
}

/* Bytes that a group may have: two nodes fill a page, or four. */
static size_t room(Table table, size_t key_bytes_of_first) {
    size_t half = PAGE_ROOM - FENCE_NODE - TAIL_NODE,
           share = table == TABLE_CURRENT ? half : half / 2;
    return (share - 10 - key_bytes_of_first) & ~(size_t)1;
}

/* Makes the rows of a group anew with one put among them or in its place (put false: without it).
 * *found: it was there. */
static bool remake(GroupRows *rows, Maker *m, const Key *key, bool put, unsigned flags, Str body,
                   bool *found, Error *err) {
    GroupRow row;
    bool more = true, placed = !put;
    *found = false;
    while (more) {
        if (!grouprows_next(rows, &row, &more, err))
            return false;
        int order = more ? str_compare(key_str(&row.key), key_str(key)) : 1;
        *found |= order == 0;
        if (order >= 0 && !placed) {
            placed = true;
            add(m, key, flags, body);
        }
        if (more && order)
            add(m, &row.key, row.flags, row.body);
    }
    return true;
}

/* Cuts a group that became too large in two, at half its bytes. */
static bool write_halves(StoreWrite *write, Maker *whole, Error *err) {
    Maker halves[2] = {{.table = whole->table}, {.table = whole->table}};
    GroupRows rows;
    GroupRow row;
    bool more = true;
    row_seal(&whole->out, 0, key_str(&whole->first), whole->out.len - ROW_HEADER);
    bool ok =
        grouprows_open(&rows, whole->table, key_str(&whole->first), buf_str(&whole->out), err);
    while (ok && more) {
        ok = grouprows_next(&rows, &row, &more, err);
        bool second = halves[0].rows && halves[0].out.len >= whole->out.len / 2;
        if (ok && more)
            add(&halves[second], &row.key, row.flags, row.body);
    }
    for (int i = 0; i < 2; i++) {
        ok = ok && (!halves[i].rows || write_group(write, &halves[i], err));
        maker_free(&halves[i]);
    }
    return ok;
}

/* The first row of a group behind all others. Its room is taken at once: a page that still had some
 * would be cut in the wrong place when the group grows. */
static bool write_first(StoreWrite *write, Maker *m, bool follows, Error *err) {
    bool at_end;
    if (!put_tail(write, &m->first, &at_end, err))
        return false;
    size_t wanted = room(m->table, m->first.len);
    bool ok = true;
    if (at_end && follows && m->out.len < wanted) {
        Buf whole = {0};
        buf_fill(&whole, '\0', wanted);
        ok = env_put(write, &m->first, buf_str(&whole), false, err);
        buf_free(&whole);
    }
    return ok && write_group(write, m, err);
}

static bool write_fitting(StoreWrite *write, Maker *m, Error *err) {
    bool fits = m->rows < 2 || m->out.len <= room(m->table, m->first.len);
    return fits ? write_group(write, m, err) : write_halves(write, m, err);
}

static void note_tail(StoreWrite *write, const Maker *m, const Key *key, Str body) {
    GroupTail *tail = &write->tails[slot_of(m->table)];
    copy_key(&tail->first, key_str(&m->first));
    copy_key(&tail->last, key_str(key));
    tail->bytes = m->out.len;
    tail->body_bytes = body.len;
    if (body.len <= sizeof tail->body)
        memcpy(tail->body, body.ptr, body.len);
}

/* Behind all others of a group, which is not made anew for it. last, last_body: its last row (of a
 * body longer than GROUP_SHARED_MAX only the length counts). */
static bool append(StoreWrite *write, Maker *m, Str at, Str stored, Str last, Str last_body,
                   const Key *key, unsigned flags, Str body, Error *err) {
    buf_put_str(&m->out, stored);
    buf_fill(&m->body, '\0', last_body.len);
    if (last_body.len <= GROUP_SHARED_MAX && last_body.len)
        memcpy(m->body.data, last_body.ptr, last_body.len);
    copy_key(&m->key, last);
    copy_key(&m->first, at);
    m->rows = 1;
    add(m, key, flags, body);
    bool fits = m->out.len <= room(m->table, m->first.len);
    if (!fits) {
        m->rows = 0;
        add(m, key, flags, body);
    }
    if (!(fits ? write_group(write, m, err) : write_first(write, m, true, err)))
        return false;
    note_tail(write, m, key, body);
    return true;
}

static void forget_tail(StoreWrite *write, Table table, Str at) {
    GroupTail *tail = &write->tails[slot_of(table)];
    if (tail->bytes && str_equal(key_str(&tail->first), at))
        tail->bytes = 0;
}

static bool put_into(StoreWrite *write, Maker *m, Str at, Str stored, const Key *key,
                     unsigned flags, Str body, Error *err) {
    GroupRows rows;
    GroupRow row;
    bool more = true, found;
    Table table = m->table;
    const GroupTail *tail = tail_before(&write->view, table, key, at, stored);
    if (tail)
        return append(write, m, at, stored, key_str(&tail->last),
                      str_make(tail->body, tail->body_bytes), key, flags, body, err);
    forget_tail(write, table, at);
    if (!grouprows_open(&rows, table, at, stored, err))
        return false;
    for (int order = -1; order < 0;) {
        if (!grouprows_next(&rows, &row, &more, err))
            return false;
        order = more ? str_compare(key_str(&row.key), key_str(key)) : 1;
    }
    if (!more)
        return append(write, m, at, stored, key_str(&row.key), row.body, key, flags, body, err);
    return grouprows_open(&rows, table, at, stored, err) &&
           remake(&rows, m, key, true, flags, body, &found, err) && write_fitting(write, m, err);
}

bool group_put(StoreWrite *write, Table table, const Key *key, unsigned flags, Str body,
               Error *err) {
    Str at, stored;
    Maker m = {.table = table};
    bool ok = row_before(store_write_read(write), key, &at, &stored, err);
    if (ok && stored.ptr && row_version(stored) == ROW_GROUP) {
        ok = put_into(write, &m, at, stored, key, flags, body, err);
    } else if (ok) {
        add(&m, key, flags, body);
        ok = write_first(write, &m, false, err);
    }
    maker_free(&m);
    return ok;
}

static bool delete_from(StoreWrite *write, Maker *m, Str at, Str stored, const Key *key,
                        bool *found, Error *err) {
    GroupRows rows;
    Key first = {.len = 0};
    copy_key(&first, at);
    forget_tail(write, m->table, at);
    if (!grouprows_open(&rows, m->table, at, stored, err) ||
        !remake(&rows, m, key, false, 0, STR(""), found, err))
        return false;
    if (!*found)
        return true;
    /* Its key is that of its first row. */
    bool moves = !m->rows || !str_equal(key_str(&m->first), key_str(&first));
    return (!moves || env_delete(write, &first, NULL, err)) &&
           (!m->rows || write_group(write, m, err));
}

bool group_delete(StoreWrite *write, Table table, const Key *key, bool *found, Error *err) {
    Str at, stored;
    Maker m = {.table = table};
    bool there = false, ok = row_before(store_write_read(write), key, &at, &stored, err);
    if (ok && stored.ptr && row_version(stored) == ROW_GROUP)
        ok = delete_from(write, &m, at, stored, key, &there, err);
    else if (ok && stored.ptr && str_equal(at, key_str(key)))
        ok = env_delete(write, key, &there, err);
    if (found)
        *found = there;
    maker_free(&m);
    return ok;
}
