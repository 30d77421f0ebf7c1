#include "config.h"

#include "tui/app/keyset.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "library/settings.h"
#include "tui/app/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 1 << 20, MOST_CLASHES = 100 };

static void complain(Buf *complaints, const Error *err) {
    error_render(err, complaints);
    buf_putc(complaints, '\n');
}

/* As the person wrote it: one line, without what was put before it. */
static void set_place(int *line, int *column) {
    if (*line == 2) {
        *line = 1;
        *column -= 2;
    }
}

/* What stands behind `keys:` in a file. */
static bool read_value(Str value, const char *name, ActionKeys *out, Error *err) {
    Buf text = {0};
    buf_printf(&text, "keys:\n  %.*s\n", STR_ARG(value));
    bool ok = !value.len || action_keys_read(out, buf_str(&text), name, err);
    if (!ok)
        set_place(&err->line, &err->column);
    buf_free(&text);
    return ok;
}

bool keyset_check(Str value, const char *name, Error *err) {
    ActionKeys keys = {0};
    bool ok = read_value(value, name, &keys, err);
    action_keys_free(&keys);
    return ok;
}

static bool has_chosen(const ActionKeys *keys) {
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++)
        if (keys->keys[id])
            return true;
    return false;
}

bool keyset_read(Str file, const char *name, Buf *setting, Error *err) {
    ActionKeys keys = {0};
    bool ok = action_keys_read(&keys, file, name, err);
    if (ok && has_chosen(&keys))
        action_keys_write(setting, &keys);
    action_keys_free(&keys);
    return ok;
}

static bool read_setting(const Options *options, OptionSource source, ActionKeys *out, Error *err) {
    const char *value = options->values[source][OPTION_KEYS];
    if (!value || !*value)
        return true;
    const char *name = _(option_source_label(source));
    bool ok = read_value(str_of(value), name, out, err);
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++)
        if (out->places[id].file && strcmp(out->places[id].file, name) == 0)
            set_place(&out->places[id].line, &out->places[id].column);
    return ok;
}

static void read_file(ActionKeys *out, Buf *complaints) {
    Buf path = {0}, text = {0};
    Error err;
    paths_user_config(&path);
    if (path.len && file_exists(buf_text(&path)) &&
        !(file_read(buf_text(&path), FILE_BYTES, &text, &err) &&
          action_keys_read(out, buf_str(&text), buf_text(&path), &err)))
        complain(complaints, &err);
    buf_free(&path);
    buf_free(&text);
}

/* The keys of the table clash nowhere, which a test proves. */
static void put_clashes(const ActionKeys *map, Buf *complaints) {
    ActionClash clashes[MOST_CLASHES];
    size_t count = has_chosen(map) ? action_clashes(map, clashes, MOST_CLASHES) : 0;
    for (size_t i = 0; i < count; i++) {
        action_put_clash(complaints, map, &clashes[i]);
        buf_putc(complaints, '\n');
    }
}

/* Settings of the library alone: a broken file of the account is told where it is read. */
static void load_options(Library *library, Options *out) {
    Error ignored;
    library_options(library, out, &ignored);
}

void keyset_load(Library *library, ActionKeys *out, Buf *complaints) {
    Options options = {0};
    Error err;
    if (library)
        load_options(library, &options);
    for (OptionSource source = SOURCE_TEAM; source <= SOURCE_PERSONAL; source++)
        if (!read_setting(&options, source, out, &err))
            complain(complaints, &err);
    if (!library || !library_info(library).shared)
        read_file(out, complaints);
    out->no_letters = strcmp(option_text(&options, OPTION_KEY_PRESET), "plain") == 0;
    put_clashes(out, complaints);
    options_free(&options);
}

/* ---- changing them ---- */

static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The setting gets what differs from the keys that hold now. */
static bool keep_changes(App *app, const ActionKeys *wanted, Error *err) {
    const ActionKeys *now = app->settings.key_map;
    Options options = {0};
    ActionKeys own = {0};
    Buf file = {0}, text = {0};
    Error ignored;
    bool ok = true;
    load_options(app->library, &options);
    read_setting(&options, SOURCE_PERSONAL, &own, &ignored);
    paths_user_config(&file);
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS && ok; id++) {
        if (same(wanted->keys[id], now->keys[id]))
            continue;
        if (now->places[id].file && str_equal(str_of(now->places[id].file), buf_str(&file)))
            ok = error_set(err, ERR_DENIED, N_("{0} gives the keys of “{1}”: change them there"),
                           "ss", buf_text(&file), action_get(id)->key);
        free(own.keys[id]);
        own.keys[id] = mem_strdup(wanted->keys[id]);
    }
    action_keys_write(&text, &own);
    ok = ok && library_option_set(app->library, OPTION_KEYS, buf_str(&text), false, err) &&
         app->parts->reload(app, err);
    action_keys_free(&own);
    buf_free(&file);
    buf_free(&text);
    options_free(&options);
    return ok;
}

static bool has_chord(const ActionKeys *keys, ActionId id, const ActionChord *wanted) {
    ActionChord chord;
    Buf ours = {0}, theirs = {0};
    bool same = false;
    action_chord_format(&theirs, wanted);
    for (size_t n = 0; !same && action_chord(keys, id, n, &chord); n++) {
        buf_clear(&ours);
        action_chord_format(&ours, &chord);
        same = str_equal(buf_str(&ours), buf_str(&theirs));
    }
    buf_free(&ours);
    buf_free(&theirs);
    return same;
}

/* Appends which action of the same places had the key until now. */
static void put_loser(const ActionKeys *before, const ActionKeys *now, Str key, ActionId id,
                      Buf *out) {
    ActionChord chord;
    if (!action_chord_parse(key, &chord))
        return;
    for (ActionId other = ACTION_NONE + 1; other < ACTIONS; other++) {
        if (other == id || !has_chord(before, other, &chord) || has_chord(now, other, &chord))
            continue;
        ErrorArg arg = {.kind = 's'};
        snprintf(arg.text, sizeof arg.text, "%s", _(action_get(other)->label));
        message_fill(out, _(" (no longer: {0})"), &arg, 1);
        return;
    }
}

bool keyset_map(App *app, Str key, ActionId id, Error *err) {
    ActionKeys wanted = {0};
    action_keys_copy(&wanted, app->settings.key_map);
    Buf text = {0};
    buf_printf(&text, "%.*s: %s", STR_ARG(key), _(action_get(id)->label));
    bool ok = action_keys_map(&wanted, key, id, err);
    if (ok)
        put_loser(app->settings.key_map, &wanted, key, id, &text);
    ok = ok && keep_changes(app, &wanted, err);
    action_keys_free(&wanted);
    if (ok)
        app_say(app, ROLE_GOOD, APP_SAY_MS, buf_text(&text));
    buf_free(&text);
    return ok;
}

bool keyset_unmap(App *app, Str key, Error *err) {
    ActionKeys wanted = {0};
    ActionChord chord;
    if (!action_chord_parse(key, &chord))
        return error_set(err, ERR_INVALID, N_("“{0}” is no key"), "S", key);
    action_keys_copy(&wanted, app->settings.key_map);
    bool ok = action_keys_unmap(&wanted, &chord) ||
              error_set(err, ERR_NOT_FOUND, N_("nothing has the key “{0}”"), "S", key);
    ok = ok && keep_changes(app, &wanted, err);
    action_keys_free(&wanted);
    if (ok)
        app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("{0} does nothing now."), key);
    return ok;
}
