#include "config.h"

#include "library/safenames.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/vec.h"
#include "library/internal.h"
#include "library/row.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
    FILTER_BITS = 1 << 16, /* of the first three bytes of names */
    SHORT_BYTES = 2,       /* shorter ones are no names: one letter */
    MOST_BYTES = 255
};

typedef struct Known {
    SafeCustomer customer;
    bool person;
} Known;

struct SafeNames {
    Arena arena;
    Map names;          /* plain name -> index of known + 1 */
    VEC(Known *) known; /* each for itself: handed out as pointers */
    uint8_t filter[FILTER_BITS / 8];
    bool lengths[MOST_BYTES + 1];
    size_t longest;
};

/* ---- plain text ---- */

static bool is_plain(uint32_t point) {
    TextClass class = text_class(point);
    return class != TEXT_PUNCT && class != TEXT_BLANK;
}

static void put_plain(Str text, Buf *out, uint32_t **place) {
    Buf folded = {0};
    TextMap map = {0};
    text_fold_map(&folded, &map, text);
    Str all = buf_str(&folded);
    if (place)
        *place = mem_alloc((all.len + 1) * sizeof **place);
    for (size_t at = 0; at < all.len;) {
        uint32_t point;
        size_t len = utf8_next(all, at, &point);
        for (size_t i = 0; is_plain(point) && i < len; i++) {
            if (place)
                (*place)[out->len] = map.at[at];
            buf_putc(out, all.ptr[at + i]);
        }
        at += len;
    }
    if (place)
        (*place)[out->len] = (uint32_t)text.len;
    text_map_free(&map);
    buf_free(&folded);
}

static uint32_t filter_bit(const char *bytes, size_t len) {
    return (uint32_t)(hash_bytes(bytes, len < 3 ? 2 : 3, 0) % FILTER_BITS);
}

/* ---- names ---- */

static void add_plain(SafeNames *names, Str plain, size_t index) {
    size_t chars = utf8_count(plain);
    bool added;
    if (plain.len < SHORT_BYTES || chars < 2 || plain.len > MOST_BYTES)
        return;
    uint64_t *slot = map_put(&names->names, plain, &added);
    if (added)
        *slot = index + 1;
    uint32_t bit = filter_bit(plain.ptr, plain.len);
    names->filter[bit / 8] |= (uint8_t)(1u << bit % 8);
    names->lengths[plain.len] = true;
    names->longest = plain.len > names->longest ? plain.len : names->longest;
}

/* What companies put behind their names, folded. */
static const char *const endings[] = {
    "股份有限公司", "有限责任公司", "科技有限公司", "有限公司", "集团股份", "集团公司", "公司",
    "集团",         "incorporated", "inc",          "limited",  "ltd",      "llc",      "gmbh",
    "corporation",  "corp",         "company",      "coltd",    "co",       "plc",      "ag",
    "sa",           "bv",           "kg",           "group",
};

/* The name without its legal form, while something that tells is left: two characters of Han, four
 * letters. For a Latin one the form must be a word of its own. */
static bool cut_ending(Str name, Str *out) {
    Buf folded = {0};
    TextMap map = {0};
    bool cut = false;
    text_fold_map(&folded, &map, name);
    Str all = str_trim(buf_str(&folded));
    while (all.len && (all.ptr[all.len - 1] == '.' || all.ptr[all.len - 1] == ')'))
        all.len--;
    for (size_t i = 0; i < COUNT_OF(endings) && !cut; i++) {
        Str ending = str_of(endings[i]);
        if (!str_ends(all, ending) || all.len == ending.len)
            continue;
        size_t left = all.len - ending.len;
        bool latin = (unsigned char)ending.ptr[0] < 0x80;
        Str rest = str_trim(str_make(all.ptr, left));
        bool apart = !latin || all.ptr[left - 1] == ' ' || all.ptr[left - 1] == '.' ||
                     all.ptr[left - 1] == ',';
        size_t least = !rest.len || (unsigned char)rest.ptr[rest.len - 1] < 0x80 ? 4 : 2;
        if (!apart || utf8_count(rest) < least)
            continue;
        *out = str_trim(str_make(name.ptr, map.at[left]));
        while (out->len && strchr(",.( ", out->ptr[out->len - 1]))
            out->len--;
        cut = out->len > 0;
    }
    text_map_free(&map);
    buf_free(&folded);
    return cut;
}

static void add_name(SafeNames *names, Str name, size_t index, bool shorten) {
    for (int times = 0; times < 3; times++) {
        Buf plain = {0};
        Str shorter;
        put_plain(name, &plain, NULL);
        add_plain(names, buf_str(&plain), index);
        buf_free(&plain);
        if (!shorten || !cut_ending(name, &shorter))
            return;
        name = shorter;
    }
}

static size_t add_known(SafeNames *names, Uuid id, Str alias, bool person) {
    Known *known = arena_zalloc(&names->arena, sizeof *known);
    known->customer = (SafeCustomer){id, arena_str(&names->arena, alias)};
    known->person = person;
    vec_push(&names->known, known);
    return names->known.len - 1;
}

void safe_names_add(SafeNames *names, Str name, bool person) {
    if (str_trim(name).len)
        add_name(names, name, add_known(names, (Uuid){{0}}, STR(""), person), !person);
}

static bool take_customer(void *context, const StoreCurrent *row, Error *err) {
    SafeNames *names = context;
    Record *customer;
    if (!row_decode(row, &customer, err))
        return false;
    size_t index = add_known(names, row->record, record_text(customer, CUSTOMER_ALIAS), false);
    add_name(names, record_text(customer, CUSTOMER_NAME), index, true);
    add_name(names, record_text(customer, CUSTOMER_SHORT_NAME), index, true);
    record_free(customer);
    return true;
}

static bool take_consent(void *context, const StoreCurrent *row, Error *err) {
    Record *consent;
    if (!row_decode(row, &consent, err))
        return false;
    safe_names_add(context, record_text(consent, CONSENT_GRANTED_BY), true);
    record_free(consent);
    return true;
}

SafeNames *safe_names_new(void) {
    return mem_zalloc(sizeof(SafeNames));
}

bool safe_names_load(Library *library, SafeNames **out, Error *err) {
    StoreRead *read;
    SafeNames *names = safe_names_new();
    *out = names;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current_each(read, ENTITY_CUSTOMER, take_customer, names, err) &&
              store_current_each(read, ENTITY_CONSENT, take_consent, names, err);
    store_read_end(read);
    return ok;
}

void safe_names_free(SafeNames *names) {
    if (!names)
        return;
    map_free(&names->names);
    vec_free(&names->known);
    arena_free(&names->arena);
    free(names);
}

/* ---- looking ---- */

void safe_scan_begin(SafeScan *scan, const SafeNames *names, Str text) {
    *scan = (SafeScan){.names = names, .text = text};
    put_plain(text, &scan->plain, &scan->place);
}

void safe_scan_end(SafeScan *scan) {
    buf_free(&scan->plain);
    free(scan->place);
    scan->place = NULL;
}

static bool is_wordy(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xc3 && c <= 0xcf);
}

/* A name in letters is a whole word: nothing but other text may touch it in the source. */
static bool is_whole(const SafeScan *scan, size_t from, size_t to) {
    const unsigned char *plain = (const unsigned char *)scan->plain.data;
    size_t start = scan->place[from], end = scan->place[to];
    if (from && is_wordy(plain[from]) && is_wordy(plain[from - 1]) && start > 0 &&
        scan->place[from - 1] + 1 >= start)
        return false;
    if (to >= scan->plain.len || !is_wordy(plain[to]) || !is_wordy(plain[to - 1]))
        return true;
    return scan->place[to - 1] + 1 < end; /* something stands between */
}

static bool found_at(SafeScan *scan, size_t at, SafeName *out) {
    const SafeNames *names = scan->names;
    size_t left = scan->plain.len - at;
    const char *from = scan->plain.data + at;
    if (left < SHORT_BYTES)
        return false;
    uint32_t two = filter_bit(from, 2), three = left > 2 ? filter_bit(from, 3) : two;
    if (!(names->filter[two / 8] >> two % 8 & 1) && !(names->filter[three / 8] >> three % 8 & 1))
        return false;
    for (size_t len = left < names->longest ? left : names->longest; len >= SHORT_BYTES; len--) {
        if (!names->lengths[len])
            continue;
        const uint64_t *index = map_get(&names->names, str_make(from, len));
        if (!index || !is_whole(scan, at, at + len))
            continue;
        const Known *known = names->known.items[*index - 1];
        size_t last = scan->place[at + len - 1];
        uint32_t point;
        *out = (SafeName){.from = scan->place[at],
                          .to = last + utf8_next(scan->text, last, &point),
                          .customer = &known->customer,
                          .person = known->person};
        scan->at = at + len;
        return true;
    }
    return false;
}

static bool is_start(const SafeScan *scan, size_t at) {
    return ((unsigned char)scan->plain.data[at] & 0xc0) != 0x80;
}

bool safe_scan_next(SafeScan *scan, SafeName *out) {
    for (; scan->at < scan->plain.len; scan->at++)
        if (is_start(scan, scan->at) && found_at(scan, scan->at, out))
            return true;
    return false;
}
