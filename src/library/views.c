#include "config.h"

#include "library/views.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "search/query.h"
#include "store/settings.h"
#include "text/fold.h"

#include <stdio.h>

/* A setting "view.N" of the user or of the library: name, query, order, columns and open facets, a
 * line each; what is missing at the end is empty. */
enum { PARTS = 5 };

static void setting_of(int digit, char key[16]) {
    snprintf(key, 16, "view.%d", digit);
}

static Uuid scope_of(const Library *library, bool team) {
    return team ? (Uuid){{0}} : library->actor.user;
}

static bool read_view(Library *library, StoreRead *read, int digit, bool team, SavedViews *out,
                      Error *err) {
    char key[16];
    Str text, parts[PARTS] = {STR(""), STR(""), STR(""), STR(""), STR("")};
    setting_of(digit, key);
    if (!store_setting(read, scope_of(library, team), str_of(key), &text, err))
        return false;
    for (size_t i = 0; text.ptr && i < PARTS && str_split(&text, '\n', &parts[i]); i++)
        parts[i] = arena_str(&out->arena, parts[i]);
    if (!parts[0].len)
        return true;
    bool hidden = team && library_view_at(out, digit);
    out->items[out->len++] = (SavedView){.digit = digit,
                                         .team = team,
                                         .hidden = hidden,
                                         .name = parts[0],
                                         .query = parts[1],
                                         .sort = parts[2],
                                         .columns = parts[3],
                                         .open = parts[4]};
    return true;
}

static bool read_views(Library *library, StoreRead *read, SavedViews *out, Error *err) {
    for (int team = 0; team <= 1; team++)
        for (int digit = 1; digit <= SAVED_VIEWS; digit++)
            if (!read_view(library, read, digit, team, out, err))
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

static const SavedView *view_of(const SavedViews *views, int digit, bool team) {
    for (size_t i = 0; i < views->len; i++)
        if (views->items[i].digit == digit && views->items[i].team == team)
            return &views->items[i];
    return NULL;
}

const SavedView *library_view_at(const SavedViews *views, int digit) {
    const SavedView *own = view_of(views, digit, false);
    return own ? own : view_of(views, digit, true);
}

/* ---- changing ---- */

typedef struct Changing {
    Library *library;
    StoreWrite *write;
    SavedViews views;
} Changing;

static bool begin(Changing *c, Library *library, bool team, Error *err) {
    *c = (Changing){.library = library};
    if (team && !library_allow(library, RIGHT_SETTINGS, err))
        return false;
    if (!library_write_begin(library, false, &c->write, err))
        return false;
    if (read_views(library, store_write_read(c->write), &c->views, err))
        return true;
    store_write_abort(c->write);
    library_views_free(&c->views);
    return false;
}

static bool end(Changing *c, bool ok, Error *err) {
    if (ok)
        ok = store_write_commit(c->write, NULL, err);
    else
        store_write_abort(c->write);
    library_views_free(&c->views);
    return ok;
}

/* view NULL: takes it away. */
static bool put_view(Changing *c, int digit, bool team, const SavedView *view, Error *err) {
    char key[16];
    Buf text = {0};
    Str value = {NULL, 0};
    setting_of(digit, key);
    if (view) {
        Str parts[PARTS] = {view->name, view->query, view->sort, view->columns, view->open};
        for (size_t i = 0; i < PARTS; i++) {
            size_t start = text.len;
            buf_put_str(&text, str_trim(parts[i]));
            for (size_t at = start; at < text.len; at++) /* a line end is a blank in a query */
                text.data[at] = text.data[at] == '\n' ? ' ' : text.data[at];
            if (i + 1 < PARTS)
                buf_putc(&text, '\n');
        }
        value = buf_str(&text);
    }
    StoreChange change = library_change(c->library, VERB_SETTINGS, STR("view"));
    bool ok = store_put_setting(c->write, &change, scope_of(c->library, team), str_of(key),
                                view ? &value : NULL, err);
    buf_free(&text);
    return ok;
}

static bool can_be_read(Str query, Error *err) {
    Query parsed = {0};
    bool ok = query_parse(query, &(QueryOptions){.today = library_today()}, &parsed, err);
    query_free(&parsed);
    return ok;
}

static bool is_name(Str name, Error *err) {
    bool good = name.len && name.len <= VIEW_NAME_BYTES && !memchr(name.ptr, '\n', name.len);
    return good || error_set(err, ERR_INVALID, N_("a view needs a short name"), "");
}

static const SavedView *named(const SavedViews *views, Str name, bool team) {
    for (size_t i = 0; i < views->len; i++)
        if (views->items[i].team == team && text_fold_equal(views->items[i].name, name))
            return &views->items[i];
    return NULL;
}

/* The digit of the view with that name, else the first free one; 0 when there is none. */
static int digit_for(const SavedViews *views, Str name, bool team) {
    const SavedView *same = named(views, name, team);
    if (same)
        return same->digit;
    for (int digit = 1; digit <= SAVED_VIEWS; digit++)
        if (!view_of(views, digit, team))
            return digit;
    return 0;
}

static bool is_digit(int digit, Error *err) {
    return (digit >= 1 && digit <= SAVED_VIEWS) ||
           error_set(err, ERR_INVALID, N_("views have the digits 1 to {0}"), "d",
                     (int64_t)SAVED_VIEWS);
}

bool library_view_save(Library *library, const SavedView *view, int *digit, Error *err) {
    Changing c;
    SavedView fresh = *view;
    fresh.name = str_trim(fresh.name);
    if (!is_name(fresh.name, err) || (view->digit && !is_digit(view->digit, err)) ||
        !can_be_read(fresh.query, err) || !begin(&c, library, view->team, err))
        return false;
    const SavedView *same = named(&c.views, fresh.name, view->team);
    int place = view->digit ? view->digit : digit_for(&c.views, fresh.name, view->team);
    bool ok = place > 0 || error_set(err, ERR_FULL, N_("all {0} views are taken: delete one first"),
                                     "d", (int64_t)SAVED_VIEWS);
    if (ok && same && same->digit != place)
        ok = put_view(&c, same->digit, view->team, NULL, err);
    ok = ok && put_view(&c, place, view->team, &fresh, err);
    if (digit)
        *digit = place;
    return end(&c, ok, err);
}

static bool need(const Changing *c, int digit, bool team, const SavedView **out, Error *err) {
    *out = view_of(&c->views, digit, team);
    return *out || error_set(err, ERR_NOT_FOUND, N_("there is no view {0}"), "d", (int64_t)digit);
}

bool library_view_rename(Library *library, int digit, bool team, Str name, Error *err) {
    Changing c;
    const SavedView *view;
    name = str_trim(name);
    if (!is_name(name, err) || !begin(&c, library, team, err))
        return false;
    const SavedView *same = named(&c.views, name, team);
    bool ok = need(&c, digit, team, &view, err);
    if (ok && same && same != view)
        ok = error_set(err, ERR_INVALID, N_("there is a view “{0}” already"), "S", name);
    if (ok) {
        SavedView fresh = *view;
        fresh.name = name;
        ok = put_view(&c, digit, team, &fresh, err);
    }
    return end(&c, ok, err);
}

bool library_view_move(Library *library, int digit, bool team, int to, Error *err) {
    Changing c;
    const SavedView *view;
    if (!is_digit(to, err) || !begin(&c, library, team, err))
        return false;
    const SavedView *there = view_of(&c.views, to, team);
    bool ok = need(&c, digit, team, &view, err) && put_view(&c, to, team, view, err) &&
              (digit == to || put_view(&c, digit, team, there, err));
    return end(&c, ok, err);
}

bool library_view_delete(Library *library, int digit, bool team, Error *err) {
    Changing c;
    const SavedView *view;
    if (!begin(&c, library, team, err))
        return false;
    bool ok = need(&c, digit, team, &view, err) && put_view(&c, digit, team, NULL, err);
    return end(&c, ok, err);
}
