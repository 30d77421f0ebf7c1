#include "config.h"

#include "tui/app/action.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "conf/keybinds.h"
#include "text/utf8.h"
#include "tui/app/actionparts.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- clashes ---- */

/* Where a key that both have would mean two things. */
static unsigned clash_contexts(const ActionKeys *map, ActionId a, ActionId b,
                               const ActionChord *chord) {
    unsigned both = action_get(a)->contexts & action_get(b)->contexts, where = 0;
    for (unsigned bit = 1; bit < CONTEXT_ALL; bit <<= 1)
        if ((both & bit) && action_chord_works(map, chord, (ActionContext)bit))
            where |= bit;
    return where;
}

static bool share_key(const ActionKeys *map, ActionId a, ActionId b, ActionClash *out) {
    ActionChord mine, other;
    if (!(action_get(a)->contexts & action_get(b)->contexts))
        return false;
    for (size_t n = 0; action_chord(map, a, n, &mine); n++)
        for (size_t m = 0; action_chord(map, b, m, &other); m++) {
            bool longer = mine.count > other.count;
            const ActionChord *key = longer ? &mine : &other;
            if (!action_chord_begins(key, longer ? &other : &mine))
                continue;
            unsigned where = clash_contexts(map, a, b, key);
            if (!where)
                continue;
            bool later = map && !map->keys[a] && map->keys[b];
            *out = (ActionClash){later ? b : a, later ? a : b, *key, where};
            return true;
        }
    return false;
}

size_t action_clashes(const ActionKeys *map, ActionClash *out, size_t most) {
    size_t count = 0;
    for (ActionId a = ACTION_NONE + 1; a < ACTIONS; a++)
        for (ActionId b = a + 1; b < ACTIONS && count < most; b++)
            count += share_key(map, a, b, &out[count]);
    return count;
}

void action_put_clash(Buf *out, const ActionKeys *map, const ActionClash *clash) {
    Buf key = {0}, where = {0};
    ErrorArg args[4] = {{.kind = 's'}, {.kind = 's'}, {.kind = 's'}, {.kind = 's'}};
    action_chord_format(&key, &clash->key);
    action_put_contexts(&where, clash->contexts);
    snprintf(args[0].text, sizeof args[0].text, "%s", buf_text(&key));
    snprintf(args[1].text, sizeof args[1].text, "%s", action_get(clash->holds)->key);
    snprintf(args[2].text, sizeof args[2].text, "%s", action_get(clash->other)->key);
    snprintf(args[3].text, sizeof args[3].text, "%.*s",
             (int)utf8_floor(buf_str(&where), sizeof args[3].text - 1), buf_text(&where));
    ActionId from = map && map->places[clash->holds].file ? clash->holds : clash->other;
    if (map && map->places[from].file)
        buf_printf(out, "%s:%d:%d: ", map->places[from].file, map->places[from].line,
                   map->places[from].column);
    message_fill(out, _("the key {0} means both “{1}” and “{2}” ({3}); “{1}” holds"), args, 4);
    buf_free(&key);
    buf_free(&where);
}

/* ---- keys that a person chose ---- */

ActionId action_named(Str key) {
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++)
        if (str_equal(str_of(action_get(id)->key), key))
            return id;
    return ACTION_NONE;
}

typedef struct KeysReading {
    ActionKeys *map;
    const char *file;
} KeysReading;

static bool may_change(Str action, ActionId *id, Error *err) {
    *id = action_named(action);
    if (*id == ACTION_NONE)
        return error_set(err, ERR_INVALID, N_("there is no action “{0}”; `anliku keys` lists them"),
                         "S", action);
    return !action_get(*id)->screen_key ||
           error_set(err, ERR_INVALID, N_("the keys of “{0}” cannot be changed"), "S", action);
}

static bool take_action(void *context, Str action, int line, int column, Error *err) {
    KeysReading *reading = context;
    ActionId id;
    if (!may_change(action, &id, err))
        return false;
    ActionKeys *map = reading->map;
    free(map->keys[id]);
    free(map->places[id].file);
    map->keys[id] = mem_strdup("");
    map->places[id].file = mem_strdup(reading->file);
    map->places[id].line = line;
    map->places[id].column = column;
    return true;
}

static bool parse_key(Str key, ActionChord *out, Error *err) {
    return action_chord_parse(key, out) ||
           error_set(err, ERR_INVALID, N_("“{0}” is no key"), "S", key);
}

static void add_key(ActionKeys *map, ActionId id, const ActionChord *chord) {
    Buf keys = {0};
    buf_puts(&keys, map->keys[id] ? map->keys[id] : action_get(id)->keys);
    if (keys.len)
        buf_putc(&keys, ' ');
    action_chord_format(&keys, chord);
    free(map->keys[id]);
    map->keys[id] = buf_take(&keys);
}

static bool take_key(void *context, Str action, Str key, Error *err) {
    KeysReading *reading = context;
    ActionChord chord;
    if (!parse_key(key, &chord, err))
        return false;
    add_key(reading->map, action_named(action), &chord);
    return true;
}

bool action_keys_read(ActionKeys *map, Str text, const char *name, Error *err) {
    KeysReading reading = {map, name};
    KeybindsTake take = {take_action, take_key, &reading};
    return keybinds_read(text, name, &take, err);
}

/* Takes the keys away that are the chord, or of which one begins the other. */
static bool drop_key(ActionKeys *map, ActionId id, const ActionChord *chord) {
    Buf left = {0};
    ActionChord own;
    bool dropped = false;
    for (size_t n = 0; action_chord(map, id, n, &own); n++) {
        if (action_chord_begins(&own, chord) || action_chord_begins(chord, &own)) {
            dropped = true;
            continue;
        }
        if (left.len)
            buf_putc(&left, ' ');
        action_chord_format(&left, &own);
    }
    if (dropped) {
        free(map->keys[id]);
        map->keys[id] = mem_strdup(buf_text(&left));
    }
    buf_free(&left);
    return dropped;
}

bool action_keys_map(ActionKeys *map, Str key, ActionId id, Error *err) {
    ActionChord chord;
    if (!parse_key(key, &chord, err) || !may_change(str_of(action_get(id)->key), &id, err))
        return false;
    for (ActionId other = ACTION_NONE + 1; other < ACTIONS; other++) {
        bool shares = other == id || clash_contexts(map, id, other, &chord);
        if (!shares)
            continue;
        if (action_get(other)->screen_key) {
            ActionChord own;
            for (size_t n = 0; action_chord(map, other, n, &own); n++)
                if (action_chord_begins(&own, &chord) || action_chord_begins(&chord, &own))
                    return error_set(err, ERR_INVALID,
                                     N_("the key is “{0}” there, which cannot be changed"), "s",
                                     action_get(other)->key);
            continue;
        }
        drop_key(map, other, &chord);
    }
    add_key(map, id, &chord);
    return true;
}

bool action_keys_unmap(ActionKeys *map, const ActionChord *chord) {
    bool dropped = false;
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++)
        dropped |= !action_get(id)->screen_key && drop_key(map, id, chord);
    return dropped;
}

/* Between quotation marks of YAML. */
static void put_quoted(Buf *out, Str text) {
    buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            buf_putc(out, '\\');
        buf_putc(out, text.ptr[i]);
    }
    buf_putc(out, '"');
}

void action_keys_write(Buf *out, const ActionKeys *map) {
    const char *between = "";
    buf_putc(out, '{');
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        ActionChord chord;
        if (!map->keys[id])
            continue;
        buf_printf(out, "%s%s: [", between, action_get(id)->key);
        for (size_t n = 0; action_chord(map, id, n, &chord); n++) {
            Buf key = {0};
            action_chord_format(&key, &chord);
            buf_puts(out, n ? ", " : "");
            put_quoted(out, buf_str(&key));
            buf_free(&key);
        }
        buf_putc(out, ']');
        between = ", ";
    }
    buf_putc(out, '}');
}

void action_keys_copy(ActionKeys *to, const ActionKeys *from) {
    action_keys_free(to);
    to->no_letters = from->no_letters;
    for (ActionId id = ACTION_NONE; id < ACTIONS; id++) {
        to->places[id] = from->places[id];
        to->keys[id] = from->keys[id] ? mem_strdup(from->keys[id]) : NULL;
        to->places[id].file = from->places[id].file ? mem_strdup(from->places[id].file) : NULL;
    }
}

void action_keys_free(ActionKeys *map) {
    for (ActionId id = ACTION_NONE; id < ACTIONS; id++) {
        free(map->keys[id]);
        free(map->places[id].file);
    }
    *map = (ActionKeys){0};
}
