#include "config.h"

#include "library/near.h"

#include "base/clock.h"
#include "library/row.h"
#include "library/settings.h"
#include "library/synonyms.h"
#include "text/fold.h"

struct LibraryNear {
    uint64_t version; /* of the commit that it was read at */
    int64_t read_us;  /* when, monotonic */
    NearOptions options;
    VEC(NearGroup) customers; /* full and short names */
    VEC(NearGroup) groups;    /* those of the team, of the taxonomy, and customers */
    Arena arena;
};

void library_near_free(LibraryNear *near) {
    if (!near)
        return;
    vec_free(&near->customers);
    vec_free(&near->groups);
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

static bool take_customer(void *context, const StoreCurrent *current, Error *err) {
    LibraryNear *near = context;
    Record *customer;
    if (current->trashed || !row_decode(ENTITY_CUSTOMER, current->summary, &customer, err))
        return current->trashed;
    Str names[] = {folded(near, record_text(customer, CUSTOMER_NAME)),
                   folded(near, record_text(customer, CUSTOMER_SHORT_NAME))};
    if (names[0].len && names[1].len && !str_equal(names[0], names[1])) {
        Str *words = arena_dup(&near->arena, names, sizeof names);
        vec_push(&near->customers, (NearGroup){words, COUNT_OF(names)});
    }
    record_free(customer);
    return true;
}

static void read_customers(Library *library, LibraryNear *near) {
    StoreRead *read;
    Error ignored;
    if (!store_read_begin(library->store, &read, &ignored))
        return;
    near->version = store_read_txn_id(read);
    store_current_each(read, ENTITY_CUSTOMER, take_customer, near, &ignored);
    store_read_end(read);
}

static void read_options(Library *library, LibraryNear *near) {
    Options options = {0};
    Error ignored;
    library_options(library, &options, &ignored);
    near->options.sounds = option_switch(&options, OPTION_SEARCH_SOUNDS);
    near->options.typos = option_switch(&options, OPTION_SEARCH_TYPOS);
    options_free(&options);
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
    near->options.groups = near->groups.items;
    near->options.group_count = near->groups.len;
}

const NearOptions *library_near(void *context) {
    Library *library = context;
    LibraryNear *near = library->near;
    int64_t now = clock_mono_us();
    if (!near || (near->version != store_txn_id(library->store) &&
                  now - near->read_us >= NEAR_OLD_MS * 1000)) {
        library_near_free(near);
        library->near = near = mem_zalloc(sizeof *near);
        near->read_us = now;
        read_customers(library, near);
        read_options(library, near);
    }
    join_groups(library, near);
    return &near->options;
}
