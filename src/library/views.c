#include "config.h"

#include "library/views.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "search/query.h"
#include "store/settings.h"
#include "text/fold.h"

#include <stdio.h>

/* A setting "view.N" of the user: name, query and order, a line each. */

static void setting_of(int digit, char key[16]) {
    snprintf(key, 16, "view.%d", digit);
}

static bool read_view(StoreRead *read, Uuid user, int digit, SavedViews *out, Error *err) {
    char key[16];
    Str text, parts[3] = {STR(""), STR(""), STR("")};
    setting_of(digit, key);
    if (!store_setting(read, user, str_of(key), &text, err))
        return false;
    for (size_t i = 0; text.ptr && i < COUNT_OF(parts) && str_split(&text, '\n', &parts[i]); i++)
        parts[i] = arena_str(&out->arena, parts[i]);
    if (parts[0].len)
        out->items[out->len++] = (SavedView){digit, parts[0], parts[1], parts[2]};
    return true;
}

static bool read_views(Library *library, StoreRead *read, SavedViews *out, Error *err) {
    for (int digit = 1; digit <= SAVED_VIEWS; digit++)
        if (!read_view(read, library->actor.user, digit, out, err))
            return false;
    return true;
}

bool library_views(Library *library, SavedViews *out, Error *err) {
    StoreRead *read;
    *out = (SavedViews){.len = 0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = read_views(library, read, out, err);
    store_read_end(read);
    return ok;
}

void library_views_free(SavedViews *views) {
    arena_free(&views->arena);
    *views = (SavedViews){.len = 0};
}

static bool put_view(Library *library, StoreWrite *write, int digit, const Str *value, Error *err) {
    char key[16];
    setting_of(digit, key);
    StoreChange change = library_change(library, VERB_SETTINGS, STR("view"));
    return store_put_setting(write, &change, library->actor.user, str_of(key), value, err);
}

static bool can_be_read(Str query, Error *err) {
    Query parsed = {0};
    bool ok = query_parse(query, &(QueryOptions){.today = library_today()}, &parsed, err);
    query_free(&parsed);
    return ok;
}

/* The digit of the view with that name, else the first free one; 0 when there is none. */
static int digit_for(const SavedViews *views, Str name) {
    for (size_t i = 0; i < views->len; i++)
        if (text_fold_equal(views->items[i].name, name))
            return views->items[i].digit;
    for (int digit = 1; digit <= SAVED_VIEWS; digit++) {
        bool taken = false;
        for (size_t i = 0; i < views->len; i++)
            taken |= views->items[i].digit == digit;
        if (!taken)
            return digit;
    }
    return 0;
}

static void blank_lines(char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\n')
            text[i] = ' ';
}

bool library_view_save(Library *library, Str name, Str query, Str sort, int *digit, Error *err) {
    SavedViews views = {.len = 0};
    StoreWrite *write;
    Buf text = {0};
    name = str_trim(name);
    if (!name.len || name.len > VIEW_NAME_BYTES || memchr(name.ptr, '\n', name.len))
        return error_set(err, ERR_INVALID, N_("a view needs a short name"), "");
    if (!can_be_read(query, err) || !library_write_begin(library, false, &write, err))
        return false;
    bool ok = read_views(library, store_write_read(write), &views, err);
    int place = ok ? digit_for(&views, name) : 0;
    if (ok && !place)
        ok = error_set(err, ERR_FULL, N_("all {0} views are taken: delete one first"), "d",
                       (int64_t)SAVED_VIEWS);
    buf_printf(&text, "%.*s\n%.*s\n%.*s", STR_ARG(name), STR_ARG(query), STR_ARG(sort));
    Str value = buf_str(&text);
    blank_lines(text.data + name.len + 1, query.len); /* a line end is a blank in a query */
    ok = ok && put_view(library, write, place, &value, err);
    if (ok)
        ok = store_write_commit(write, NULL, err);
    else
        store_write_abort(write);
    if (digit)
        *digit = place;
    library_views_free(&views);
    buf_free(&text);
    return ok;
}

bool library_view_delete(Library *library, int digit, Error *err) {
    SavedViews views = {.len = 0};
    StoreWrite *write;
    if (!library_write_begin(library, false, &write, err))
        return false;
    bool there = false, ok = read_views(library, store_write_read(write), &views, err);
    for (size_t i = 0; i < views.len; i++)
        there |= views.items[i].digit == digit;
    if (ok && !there)
        ok = error_set(err, ERR_NOT_FOUND, N_("there is no view {0}"), "d", (int64_t)digit);
    ok = ok && put_view(library, write, digit, NULL, err);
    if (ok)
        ok = store_write_commit(write, NULL, err);
    else
        store_write_abort(write);
    library_views_free(&views);
    return ok;
}
