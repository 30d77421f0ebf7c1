#include "config.h"

#include "tui/app/app.h"

#include "base/i18n.h"
#include "tui/app/state.h"

/* Keys that follow a key. */

static void continuation_chosen(void *context, int index) {
    App *app = context;
    OpenScreen *top = app_top_screen(app);
    ActionContext where = top->type->context(top->self);
    bool begins;
    app->chord.keys[app->chord.count++] = app->chord_next[index];
    ActionId id = action_find_chord(app->settings.key_map, &app->chord, where, &begins);
    if (begins)
        app_show_continuations(app, where);
    else if (id)
        app_act(app, id);
}

/* The key behind what is typed of a chord; false when it does not begin so. */
static bool next_key(const App *app, const ActionChord *chord, InputKey *out) {
    if (chord->count <= app->chord.count)
        return false;
    for (size_t i = 0; i < app->chord.count; i++)
        if (!input_key_equal(chord->keys[i], app->chord.keys[i]))
            return false;
    *out = chord->keys[app->chord.count];
    return true;
}

static size_t row_of_key(const App *app, size_t count, InputKey key) {
    size_t row = 0;
    while (row < count && !input_key_equal(app->chord_next[row], key))
        row++;
    return row;
}

/* Everything that may follow the keys pressed so far, each key once. */
void app_show_continuations(App *app, ActionContext context) {
    MenuItem items[APP_MOST_NEXT];
    size_t count = 0;
    Buf title = {0};
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        ActionChord chord;
        if (!(action_get(id)->contexts & context) || action_get(id)->screen_key)
            continue;
        for (size_t n = 0; action_chord(&app->keys, id, n, &chord); n++) {
            InputKey key;
            if (!next_key(app, &chord, &key) || count >= APP_MOST_NEXT)
                continue;
            bool last = chord.count == app->chord.count + 1;
            size_t row = row_of_key(app, count, key);
            if (row < count) {
                items[row].label = "..."; /* several go on behind this key */
                continue;
            }
            app->chord_next[count] = key;
            items[count] = (MenuItem){.label = last ? _(action_get(id)->label) : "...",
                                      .shortcut = key,
                                      .action = (int)count};
            count++;
        }
    }
    action_chord_format(&title, &app->chord);
    app_menu_keys(app, buf_text(&title), items, count, continuation_chosen, app);
    buf_free(&title);
}
