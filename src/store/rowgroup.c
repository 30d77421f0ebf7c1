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

bool grouprows_open(GroupRows *rows, Table table, Str key, Str row, Error *err) {
    *rows = (GroupRows){.table = table, .stored_key = key, .row = row};
    rows->grouped = row_version(row) == ROW_GROUP;
    if (!row_open(table, key, row, &rows->left, err))
        return false;
    return !rows->grouped || reader_left(&rows->left) || row_broken(key, err);
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

bool group_get(StoreRead *read, Table table, const Key *key, GroupRow *out, bool *found,
               Error *err) {
    Str at, row;
    GroupRows rows;
    int order = -1;
    *found = false;
    if (!row_before(read, key, &at, &row, err))
        return false;
    if (!row.ptr || (row_version(row) != ROW_GROUP && !str_equal(at, key_str(key))))
        return true;
    if (!grouprows_open(&rows, table, at, row, err))
        return false;
    do {
        if (!grouprows_next(&rows, out, found, err))
            return false;
        order = *found ? str_compare(key_str(&out->key), key_str(key)) : 1;
    } while (order < 0);
    *found = order == 0;
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

/* Behind all others of a group, which is not made anew for it. before: its last row. */
static bool append(StoreWrite *write, Maker *m, const GroupRows *rows, const GroupRow *before,
                   const Key *key, unsigned flags, Str body, Error *err) {
    buf_put_str(&m->out, rows->row);
    buf_put_str(&m->body, before->body);
    copy_key(&m->key, key_str(&before->key));
    copy_key(&m->first, rows->stored_key);
    m->rows = 1;
    add(m, key, flags, body);
    if (m->out.len <= room(m->table, m->first.len))
        return write_group(write, m, err);
    m->rows = 0;
    add(m, key, flags, body);
    return write_first(write, m, true, err);
}

static bool put_into(StoreWrite *write, Maker *m, Str at, Str stored, const Key *key,
                     unsigned flags, Str body, Error *err) {
    GroupRows rows;
    GroupRow row;
    bool more = true, found;
    Table table = m->table;
    if (!grouprows_open(&rows, table, at, stored, err))
        return false;
    for (int order = -1; more && order < 0;) {
        if (!grouprows_next(&rows, &row, &more, err))
            return false;
        order = str_compare(key_str(&row.key), key_str(key));
        if (!more || order >= 0)
            break;
    }
    if (!more)
        return append(write, m, &rows, &row, key, flags, body, err);
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
