#include "config.h"

#include "store/draftfile.h"

#include "base/hash.h"
#include "base/vec.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[8] = {'A', 'N', 'L', 'K', 'D', 'R', 'F', '1'};
enum { ENCODED = 1 };

bool draftfile_write_header(int fd, const DraftInfo *info) {
    Buf slot = {0};
    buf_put(&slot, magic, sizeof magic);
    buf_put(&slot, info->id.bytes, 16);
    buf_put(&slot, info->record.bytes, 16);
    buf_put(&slot, info->session.bytes, 16);
    buf_put_u8(&slot, (uint8_t)info->type);
    buf_put_u32(&slot, info->base_rev);
    buf_put_u32(&slot, info->generation);
    buf_put_u64(&slot, (uint64_t)info->started_ms);
    buf_fill(&slot, '\0', DRAFT_SLOT - 8 - slot.len);
    buf_put_u64(&slot, hash_bytes(slot.data, slot.len, 0));
    /* Both slots exist from the start; a later header writes only its own. */
    struct stat state;
    bool first = fstat(fd, &state) == 0 && state.st_size < DRAFT_HEADER;
    if (first) {
        buf_reserve(&slot, DRAFT_SLOT);
        buf_put(&slot, slot.data, DRAFT_SLOT);
    }
    off_t at = first ? 0 : (off_t)(info->generation & 1) * DRAFT_SLOT;
    ssize_t put = pwrite(fd, slot.data, slot.len, at);
    bool ok = put == (ssize_t)slot.len;
    if (!ok && put >= 0)
        errno = ENOSPC;
    buf_free(&slot);
    return ok;
}

static void take_uuid(Reader *r, Uuid *out) {
    Str bytes = reader_bytes(r, 16);
    if (bytes.len == 16)
        memcpy(out->bytes, bytes.ptr, 16);
}

static bool parse_slot(const char *slot, DraftInfo *out) {
    Reader sum = reader_of(slot + DRAFT_SLOT - 8, 8);
    if (memcmp(slot, magic, sizeof magic) != 0 ||
        reader_u64(&sum) != hash_bytes(slot, DRAFT_SLOT - 8, 0))
        return false;
    Reader r = reader_of(slot + sizeof magic, DRAFT_SLOT - sizeof magic);
    *out = (DraftInfo){.versions = 1};
    take_uuid(&r, &out->id);
    take_uuid(&r, &out->record);
    take_uuid(&r, &out->session);
    out->type = (EntityType)reader_u8(&r);
    out->base_rev = reader_u32(&r);
    out->generation = reader_u32(&r);
    out->started_ms = (int64_t)reader_u64(&r);
    out->changed_ms = out->started_ms;
    return true;
}

bool draftfile_header(int fd, DraftInfo *out) {
    char slots[DRAFT_HEADER];
    DraftInfo one, two;
    if (pread(fd, slots, sizeof slots, 0) != (ssize_t)sizeof slots)
        return false;
    bool a = parse_slot(slots, &one), b = parse_slot(slots + DRAFT_SLOT, &two);
    if (!a && !b)
        return false;
    *out = !b || (a && one.generation > two.generation) ? one : two;
    return true;
}

void draftfile_entry(Buf *out, DraftKind kind, int64_t at_ms, Str payload) {
    size_t start = out->len;
    buf_put_u32(out, (uint32_t)payload.len);
    buf_put_u8(out, (uint8_t)kind);
    buf_put_u64(out, (uint64_t)at_ms);
    uint64_t sum = hash_bytes(payload.ptr, payload.len, hash_bytes(out->data + start, 13, 0));
    buf_put_u64(out, sum);
    buf_put_str(out, payload);
}

void draftfile_value(Buf *out, const DraftEntry *entry) {
    buf_put_u16(out, entry->field);
    buf_put_u8(out, entry->encoded ? ENCODED : 0);
    buf_put_u64(out, (uint64_t)entry->at_ms);
    buf_put_str(out, entry->value);
}

/* Bytes that both have at their starts. */
static size_t common_start(const char *a, const char *b, size_t most) {
    enum { STEP = 256 };
    size_t at = 0;
    while (most - at >= STEP && memcmp(a + at, b + at, STEP) == 0)
        at += STEP;
    while (at < most && a[at] == b[at])
        at++;
    return at;
}

static size_t common_end(const char *a_end, const char *b_end, size_t most) {
    enum { STEP = 256 };
    size_t at = 0;
    while (most - at >= STEP && memcmp(a_end - at - STEP, b_end - at - STEP, STEP) == 0)
        at += STEP;
    while (at < most && a_end[-1 - (ptrdiff_t)at] == b_end[-1 - (ptrdiff_t)at])
        at++;
    return at;
}

DraftDelta draftfile_compare(Str old, Str new) {
    size_t most = old.len < new.len ? old.len : new.len;
    size_t prefix = most ? common_start(old.ptr, new.ptr, most) : 0, rest = most - prefix;
    size_t suffix = rest ? common_end(old.ptr + old.len, new.ptr + new.len, rest) : 0;
    return (DraftDelta){prefix, suffix, str_make(new.ptr + prefix, new.len - prefix - suffix)};
}

void draftfile_delta(Buf *out, const DraftEntry *entry, size_t old_bytes, DraftDelta delta) {
    buf_put_u16(out, entry->field);
    buf_put_u8(out, entry->encoded ? ENCODED : 0);
    buf_put_u64(out, (uint64_t)entry->at_ms);
    buf_put_u64(out, old_bytes);
    buf_put_u64(out, delta.prefix);
    buf_put_u64(out, delta.suffix);
    buf_put_str(out, delta.middle);
}

void draftfile_apply(Buf *value, DraftDelta delta) {
    buf_splice(value, delta.prefix, value->len - delta.prefix - delta.suffix, delta.middle.ptr,
               delta.middle.len);
}

typedef struct Entry {
    DraftKind kind;
    int64_t at_ms;
    Str payload, whole;
} Entry;

static bool begins_version(DraftKind kind) {
    return kind == DRAFT_VERSION || kind == DRAFT_ASIDE;
}

/* The next whole entry; false at the end or at a torn one. */
static bool next_entry(Str *rest, Entry *out) {
    if (rest->len < DRAFT_ENTRY)
        return false;
    Reader r = reader_of(rest->ptr, rest->len);
    size_t len = reader_u32(&r);
    out->kind = (DraftKind)reader_u8(&r);
    out->at_ms = (int64_t)reader_u64(&r);
    uint64_t sum = reader_u64(&r);
    out->payload = reader_bytes(&r, len);
    if (!r.ok || hash_bytes(out->payload.ptr, len, hash_bytes(rest->ptr, 13, 0)) != sum)
        return false;
    out->whole = str_make(rest->ptr, DRAFT_ENTRY + len);
    *rest = str_make(rest->ptr + out->whole.len, rest->len - out->whole.len);
    return true;
}

static bool read_rest(int fd, Buf *out) {
    off_t at = DRAFT_HEADER;
    for (;;) {
        buf_reserve(out, 64 * 1024);
        ssize_t got = pread(fd, out->data + out->len, 64 * 1024, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        out->len += (size_t)got;
        at += got;
    }
}

void draftfile_title(DraftInfo *info, Str title) {
    size_t len = title.len < sizeof info->title ? title.len : sizeof info->title - 1;
    while (len && len < title.len && ((unsigned char)title.ptr[len] & 0xc0) == 0x80)
        len--;
    memcpy(info->title, title.ptr, len);
    info->title[len] = '\0';
}

void draftfile_place(DraftInfo *info, Str place) {
    if (place.len < sizeof info->place) {
        memcpy(info->place, place.ptr, place.len);
        info->place[place.len] = 0;
    }
}

bool draftfile_load(int fd, Buf *entries, DraftInfo *out, uint64_t *whole) {
    if (!draftfile_header(fd, out) || !read_rest(fd, entries))
        return false;
    Str rest = buf_str(entries);
    Entry e;
    while (next_entry(&rest, &e)) {
        if (e.kind == DRAFT_PLACE)
            draftfile_place(out, e.payload);
        else
            out->changed_ms = e.at_ms;
        if (begins_version(e.kind) && out->versions < UINT32_MAX)
            out->versions++;
        if (e.kind == DRAFT_TITLE)
            draftfile_title(out, e.payload);
    }
    buf_truncate(entries, entries->len - rest.len);
    *whole = DRAFT_HEADER + entries->len;
    return true;
}

static bool parse_value(Str payload, DraftEntry *out) {
    Reader r = reader_of(payload.ptr, payload.len);
    out->field = reader_u16(&r);
    out->encoded = reader_u8(&r) & ENCODED;
    out->at_ms = (int64_t)reader_u64(&r);
    out->value = reader_bytes(&r, reader_left(&r));
    return r.ok;
}

/* False also when it is no change of a value of so many bytes. */
static bool parse_delta(Str payload, DraftEntry *out, size_t old_bytes, DraftDelta *delta) {
    Reader r = reader_of(payload.ptr, payload.len);
    out->field = reader_u16(&r);
    out->encoded = reader_u8(&r) & ENCODED;
    out->at_ms = (int64_t)reader_u64(&r);
    uint64_t bytes = reader_u64(&r);
    delta->prefix = reader_u64(&r);
    delta->suffix = reader_u64(&r);
    delta->middle = reader_bytes(&r, reader_left(&r));
    return r.ok && bytes == old_bytes && delta->prefix <= bytes &&
           delta->suffix <= bytes - delta->prefix;
}

/* The newest value of a field: the last whole one, and what was changed of it since. */
typedef struct Held {
    DraftEntry whole; /* with the time of the last change */
    VEC(DraftDelta) deltas;
    size_t bytes; /* of the value with its changes */
    bool set;     /* in one of the versions that are asked for */
    Buf made;     /* held_entry's */
} Held;

typedef VEC(Held) Values;

static void forget_values(Values *values) {
    VEC_EACH (held, values) {
        vec_free(&held->deltas);
        buf_free(&held->made);
    }
    vec_free(values);
}

static Held *find_held(Values *values, uint16_t field) {
    VEC_EACH (held, values)
        if (held->whole.field == field)
            return held;
    return NULL;
}

static void keep_whole(Values *values, Str payload, bool asked) {
    DraftEntry entry;
    if (!parse_value(payload, &entry))
        return;
    Held *held = find_held(values, entry.field);
    if (!held) {
        vec_push(values, (Held){.whole = {.field = entry.field}});
        held = &values->items[values->len - 1];
    }
    held->whole = entry;
    held->deltas.len = 0;
    held->bytes = entry.value.len;
    held->set |= asked;
}

static void keep_delta(Values *values, Str payload, bool asked) {
    DraftEntry entry;
    DraftDelta delta;
    Reader r = reader_of(payload.ptr, payload.len);
    Held *held = find_held(values, reader_u16(&r));
    if (!held || !parse_delta(payload, &entry, held->bytes, &delta))
        return;
    vec_push(&held->deltas, delta);
    held->whole.at_ms = entry.at_ms;
    held->bytes = delta.prefix + delta.middle.len + delta.suffix;
    held->set |= asked;
}

/* Valid as long as the values. */
static DraftEntry held_entry(Held *held) {
    DraftEntry entry = held->whole;
    if (!held->deltas.len)
        return entry;
    buf_clear(&held->made);
    buf_put_str(&held->made, entry.value);
    VEC_EACH (delta, &held->deltas)
        draftfile_apply(&held->made, *delta);
    entry.value = buf_str(&held->made);
    return entry;
}

/* The values at the end of version `last`, marked those that the versions first..last set; those
 * aside count only as the last one. */
static void collect(const Buf *entries, uint32_t first, uint32_t last, Values *values) {
    Str rest = buf_str(entries);
    Entry e;
    bool aside = false;
    for (uint32_t at = 0; at <= last && next_entry(&rest, &e);) {
        if (begins_version(e.kind)) {
            at++;
            aside = e.kind == DRAFT_ASIDE;
            if (aside && at == last)
                forget_values(values);
        } else if (at <= last && (!aside || at == last)) {
            if (e.kind == DRAFT_VALUE)
                keep_whole(values, e.payload, at >= first);
            else if (e.kind == DRAFT_DELTA)
                keep_delta(values, e.payload, at >= first);
        }
    }
}

/* Bytes of text in a version. */
static size_t text_bytes(const Buf *entries, uint32_t version) {
    Values values = {0};
    size_t bytes = 0;
    collect(entries, 0, version, &values);
    VEC_EACH (held, &values)
        bytes += held->bytes;
    forget_values(&values);
    return bytes;
}

void draftfile_versions(const Buf *entries, int64_t started_ms, DraftVersions *out) {
    Str rest = buf_str(entries);
    Entry e;
    *out = (DraftVersions){0};
    vec_push(out, (DraftVersion){.began_ms = started_ms, .changed_ms = started_ms});
    while (next_entry(&rest, &e)) {
        if (begins_version(e.kind))
            vec_push(out, (DraftVersion){.began_ms = e.at_ms, .aside = e.kind == DRAFT_ASIDE});
        out->items[out->len - 1].changed_ms = e.at_ms;
        out->items[out->len - 1].entries += e.kind == DRAFT_VALUE || e.kind == DRAFT_DELTA;
    }
    for (size_t i = 0; i < out->len; i++)
        out->items[i].bytes = text_bytes(entries, (uint32_t)i);
}

bool draftfile_each(const Buf *entries, uint32_t version, DraftFn *each, void *context,
                    Error *err) {
    Values values = {0};
    bool ok = true;
    collect(entries, 0, version, &values);
    for (size_t i = 0; ok && i < values.len; i++) {
        DraftEntry entry = held_entry(&values.items[i]);
        ok = each(context, &entry, err);
    }
    forget_values(&values);
    return ok;
}

/* How a version begins. */
static DraftKind beginning(const Buf *entries, uint32_t version, int64_t *at_ms) {
    Str rest = buf_str(entries);
    Entry e;
    DraftKind kind = DRAFT_VERSION;
    for (uint32_t at = 0; at < version && next_entry(&rest, &e);)
        if (begins_version(e.kind)) {
            at++;
            kind = e.kind;
            *at_ms = e.at_ms;
        }
    return kind;
}

static uint32_t count_versions(const Buf *entries, Str *title, int64_t *titled_ms) {
    Str rest = buf_str(entries);
    Entry e;
    uint32_t count = 1;
    while (next_entry(&rest, &e)) {
        count += begins_version(e.kind);
        if (e.kind == DRAFT_TITLE)
            *title = e.payload;
        if (e.kind == DRAFT_TITLE)
            *titled_ms = e.at_ms;
    }
    return count;
}

static void keep_place(const Buf *entries, Buf *out) {
    Str rest = buf_str(entries);
    Entry e, newest = {0};
    while (next_entry(&rest, &e))
        if (e.kind == DRAFT_PLACE)
            newest = e;
    if (newest.kind)
        draftfile_entry(out, DRAFT_PLACE, newest.at_ms, newest.payload);
}

void draftfile_condense(const Buf *entries, Buf *out) {
    Str title = {NULL, 0};
    int64_t titled_ms = 0;
    uint32_t count = count_versions(entries, &title, &titled_ms);
    uint32_t first = count > DRAFT_VERSIONS ? count - DRAFT_VERSIONS : 0;
    Buf payload = {0};
    int64_t at_ms = 0;
    if (first && beginning(entries, first, &at_ms) == DRAFT_ASIDE)
        first--; /* the first one of a file holds everything: one more is kept */
    if (title.ptr)
        draftfile_entry(out, DRAFT_TITLE, titled_ms, title);
    keep_place(entries, out);
    for (uint32_t version = first; version < count; version++) {
        Values values = {0};
        DraftKind kind = beginning(entries, version, &at_ms);
        if (version > first)
            draftfile_entry(out, kind, at_ms, (Str){"", 0});
        collect(entries, version > first ? version : 0, version, &values);
        VEC_EACH (held, &values) {
            DraftEntry entry = held_entry(held);
            buf_clear(&payload);
            draftfile_value(&payload, &entry);
            if (held->set)
                draftfile_entry(out, DRAFT_VALUE, entry.at_ms, buf_str(&payload));
        }
        forget_values(&values);
    }
    buf_free(&payload);
}
