#include "config.h"

#include "library/near.h"

#include "base/clock.h"
#include "library/row.h"
#include "library/settings.h"
#include "library/synonymcache.h"
#include "text/fold.h"

struct LibraryNear {
    uint64_t version; /* of the commit that it was read at */
    int64_t read_us;  /* when, monotonic */
    NearOptions options;
    VEC(NearGroup) customers; /* full and short names */
    VEC(NearGroup) groups;    /* those of the team, of the taxonomy, and customers */
    Map names;
    Map members;     /* words of the groups */
    uint64_t digest; /* of the synonyms that they hold */
    Arena arena;
};

void library_near_free(LibraryNear *near) {
    if (!near)
        return;
    vec_free(&near->customers);
    vec_free(&near->groups);
    map_free(&near->names);
    map_free(&near->members);
    arena_free(&near->arena);
    free(near);
}

static Str folded(LibraryNear *near, Str text) {
    Buf out = {0};
    text_fold(&out, text);
    Str copy = arena_str(&near->arena, str_trim(buf_str(&out)));
    buf_free(&out);
    return copy;
}

static void add_name(LibraryNear *near, Str folded_name) {
    if (folded_name.len)
        map_put(&near->names, folded_name, NULL);
}

static bool take_customer(void *context, const StoreCurrent *current, Error *err) {
    LibraryNear *near = context;
    Record *customer;
    if (current->trashed || !row_decode(current, &customer, err))
        return current->trashed;
    Str names[] = {folded(near, record_text(customer, CUSTOMER_NAME)),
                   folded(near, record_text(customer, CUSTOMER_SHORT_NAME))};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        add_name(near, names[i]);
    if (names[0].len && names[1].len && !str_equal(names[0], names[1])) {
        Str *words = arena_dup(&near->arena, names, sizeof names);
        vec_push(&near->customers, (NearGroup){words, COUNT_OF(names)});
    }
    record_free(customer);
    return true;
}

static void read_customers(StoreRead *read, LibraryNear *near) {
    Error ignored;
    store_current_each(read, ENTITY_CUSTOMER, take_customer, near, &ignored);
}

static void take_value(void *context, Str text) {
    LibraryNear *near = context;
    add_name(near, folded(near, text));
}

/* Values that cases have: names only order what is found, nobody is shown them. */
static void read_values(const Snapshot *snapshot, LibraryNear *near) {
    static const SearchColumn columns[] = {COLUMN_TAGS, COLUMN_PRODUCT};
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        snapshot_texts(snapshot, columns[i], take_value, near);
}

/* Words with blanks or commas between. */
static void read_lexicon(LibraryNear *near, const char *text) {
    Buf out = {0};
    text_fold(&out, str_of(text));
    Str words = buf_str(&out);
    for (size_t from = 0, to; from < words.len; from = to + 1) {
        to = from;
        while (to < words.len && words.ptr[to] != ' ' && words.ptr[to] != ',')
            to++;
        add_name(near, str_make(words.ptr + from, to - from));
    }
    buf_free(&out);
}

static void read_options(Library *library, LibraryNear *near) {
    Options options = {0};
    Error ignored;
    library_options(library, &options, &ignored);
    near->options.sounds = option_switch(&options, OPTION_SEARCH_SOUNDS);
    near->options.typos = option_switch(&options, OPTION_SEARCH_TYPOS);
    read_lexicon(near, option_text(&options, OPTION_LEXICON));
    options_free(&options);
}

/* Only when the synonyms are others. */
static void note_members(LibraryNear *near, uint64_t digest) {
    if (near->members.len && near->digest == digest)
        return;
    map_free(&near->members);
    near->digest = digest;
    VEC_EACH (group, &near->groups) {
        for (size_t i = 0; i < group->count; i++)
            if (group->words[i].len)
                map_put(&near->members, group->words[i], NULL);
    }
}

static void join_groups(Library *library, LibraryNear *near) {
    size_t count;
    const SynonymGroup *synonyms = library_synonyms(library, &count);
    near->groups.len = 0;
    for (size_t i = 0; i < count; i++)
        vec_push(&near->groups, (NearGroup){synonyms[i].words, synonyms[i].count});
    VEC_EACH (customer, &near->customers) {
        vec_push(&near->groups, *customer);
    }
    note_members(near, synonym_cache_digest(library->synonyms));
    near->options.names = &near->names;
    near->options.members = &near->members;
    near->options.groups = near->groups.items;
    near->options.group_count = near->groups.len;
}

const NearOptions *library_near(void *context, const Snapshot *snapshot) {
    Library *library = context;
    LibraryNear *near = library->near;
    int64_t now = clock_mono_us();
    if (!near || (near->version != store_txn_id(library->store) &&
                  now - near->read_us >= NEAR_OLD_MS * 1000)) {
        library_near_free(near);
        library->near = near = mem_zalloc(sizeof *near);
        near->read_us = now;
        near->version = store_read_txn_id(snapshot->read);
        read_customers(snapshot->read, near);
        read_values(snapshot, near);
        read_options(library, near);
    }
    join_groups(library, near);
    return &near->options;
}
