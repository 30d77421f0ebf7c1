#include "config.h"

#include "dice.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/i18n.h"
#include "base/number.h"
#include "base/vec.h"
#include "test/pty/vt.h"
#include "text/utf8.h"
#include "tui/app/state.h"
#include "tui/term/output.h"
#include "tui_app.h"

#include <locale.h>

/* What a person sees after any keys at all: the picture that grew by changes is the one that a
 * whole repaint gives, in both languages, in all manners, at all sizes and while they change.
 * ANLIKU_WALK_KEYS sets how many keys that are (`make campaigns`), ANLIKU_SEED begins elsewhere. */

enum { KEYS = 7200, MANY_KEYS = 20000, WHOLE_EVERY = 25, WALKS = 24 };

static const struct {
    int rows, cols;
} sizes[] = {{24, 80}, {40, 120}, {60, 200}, {12, 40}, {16, 61}, {30, 100}, {9, 37}};
enum { WALKED_SIZES = 4 };

typedef struct Seen {
    Buf bytes;
    Output *out;
    Vt *vt;
} Seen;

static void seen_start(Seen *s, int rows, int cols, bool colours) {
    *s = (Seen){0};
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &s->bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = rows,
                             .cols = cols,
                             .colour_option = colours ? OUTPUT_COLOUR_AUTO : OUTPUT_COLOUR_NEVER,
                             .sync = true};
    Error err;
    assert_true(output_open(&options, &s->out, &err));
    s->vt = vt_new(rows, cols);
}

static void seen_paint(Seen *s, const Grid *grid) {
    output_paint(s->out, grid);
    vt_write(s->vt, buf_text(&s->bytes), s->bytes.len);
    buf_clear(&s->bytes);
}

static void seen_resize(Seen *s, int rows, int cols) {
    vt_resize(s->vt, rows, cols);
    output_resize(s->out, rows, cols);
}

static void seen_end(Seen *s) {
    output_close(s->out);
    vt_free(s->vt);
    buf_free(&s->bytes);
}

/* ---- what is done ---- */

static ActionContext context_now(const Stage *stage) {
    const Screen *type;
    void *self = app_top(stage->app, &type);
    return type->context(self);
}

static bool tried[ACTIONS];

/* One that works where the person is: every row of the table comes, also those of later screens. */
static ActionId random_action(const Stage *stage) {
    ActionContext context = context_now(stage);
    for (int tries = 0; tries < 200; tries++) {
        ActionId id = 1 + (ActionId)dice(ACTIONS - 1);
        if (!(action_get(id)->contexts & context))
            continue;
        tried[id] = true;
        return id;
    }
    return ACTION_REDRAW;
}

static InputKey action_any_key(ActionId id) {
    ActionChord chord;
    size_t count = 0;
    while (action_chord(NULL, id, count, &chord))
        count++;
    bool some = count && action_chord(NULL, id, dice((uint32_t)count), &chord);
    return some ? chord.keys[0] : (InputKey){INPUT_ESCAPE, 0};
}

static InputKey random_key(const Stage *stage) {
    static const char *const names[] = {
        "Down", "Down", "Up",  "Enter", "Enter", "Esc", "Esc", "Left", "Tab",      "PgUp",
        "PgDn", "Home", "End", "S-Tab", "Right", "Del", "^W",  "^K",   "Backspace"};
    static const uint32_t points[] = {0x5ba2, 0x6237, 0x7eed,  0x8d39, 0xff0f, 0x3001,
                                      0x3002, 0x2026, 0x1f469, 0x301,  0xe9,   0x201c};
    InputKey key = {0};
    uint32_t kind = dice(20);
    if (stage->app->overlay.kind == OVERLAY_PALETTE && dice(4) == 0)
        return (InputKey){INPUT_ESCAPE, 0}; /* it takes every key, and there is more to see */
    if (kind < 7)
        key = action_any_key(random_action(stage));
    else if (kind < 13)
        input_key_parse(str_of(names[dice(COUNT_OF(names))]), &key);
    else if (kind < 18)
        key.code = ' ' + dice(95);
    else
        key.code = points[dice(COUNT_OF(points))];
    return key;
}

/* Ways to places that chance alone finds seldom; the walk goes on from there. */
static Str errand;

static bool next_errand_key(InputKey *key) {
    static const char *const errands[] = {"Esc Esc Esc ^U Down x j x =",
                                          "Esc Esc Esc ^U Down x j x = m",
                                          "Esc Esc Esc ^U Down ~",
                                          "Esc Esc Esc ^U Down r",
                                          "Esc Esc Esc ^U Down Enter H Enter",
                                          "Esc Esc Esc ^U Down x j ;",
                                          "Esc Esc Esc ^U s t a Tab Down"};
    Str word;
    if (!errand.len && dice(50) == 0)
        errand = str_of(errands[dice(COUNT_OF(errands))]);
    return errand.len && str_split(&errand, ' ', &word) && input_key_parse(word, key);
}

/* Mostly keys, sometimes the mouse, a paste, or an action without its key, as the palette does it.
 */
static void do_something(Stage *stage) {
    uint32_t kind = dice(40);
    InputEvent event = {.type = INPUT_TYPE_KEY};
    if (next_errand_key(&event.key)) {
        /* that key */
    } else if (kind == 0) {
        event.type = INPUT_TYPE_PASTE;
        event.text = STR("客户\tsuccess\n第二行");
    } else if (kind < 3) {
        event.type = INPUT_TYPE_MOUSE;
        event.mouse = (InputMouse)dice(INPUT_MOUSE_WHEEL_DOWN + 1);
        event.button = event.mouse == INPUT_MOUSE_PRESS;
        event.row = (int)dice((uint32_t)stage->grid.rows);
        event.col = (int)dice((uint32_t)stage->grid.cols);
    } else if (kind < 6) {
        if (stage->app->overlay.kind == OVERLAY_NONE)
            app_act(stage->app, random_action(stage));
        return;
    } else {
        event.key = random_key(stage);
    }
    app_event(stage->app, &event);
}

/* ---- what must be true ---- */

static unsigned contexts_seen, overlays_seen;
static int keys_pressed;

static void note_place(const Stage *stage) {
    contexts_seen |= context_now(stage);
    overlays_seen |= 1u << stage->app->overlay.kind;
    keys_pressed++;
}

/* A screen reader and a slow line need the cursor where things happen; lines and charts are noise
 * when they are read out. */
static void expect_manner(const Stage *stage, const char *where) {
    const Grid *grid = &stage->grid;
    if (grid->manner != GRID_RICH && grid->cursor_row < 0)
        fail_msg("%s: no cursor", where);
    if (app_is_typing(stage->app) && grid->cursor_row < 0)
        fail_msg("%s: an input method has no cursor to stand at", where);
    for (int i = 0; grid->manner == GRID_SPOKEN && i < grid->rows * grid->cols; i++) {
        uint32_t point;
        utf8_next(str_of(grid->cells[i].text), 0, &point);
        if ((point >= 0x2500 && point < 0x25a0) || (point >= 0x2800 && point < 0x2900))
            fail_msg("%s: <%s> at %d,%d", where, grid->cells[i].text, i / grid->cols,
                     i % grid->cols);
    }
}

typedef struct Walk {
    Stage *stage;
    Seen grown, whole;
    char where[96];
    const char *language;
    GridManner manner;
} Walk;

static void expect_picture(Walk *walk, bool whole) {
    const Grid *grid = &walk->stage->grid;
    Buf why = {0};
    seen_paint(&walk->grown, grid);
    if (!vt_same_grid(walk->grown.vt, grid, &why))
        fail_msg("%s: %s", walk->where, buf_text(&why));
    if (whole) {
        output_redraw(walk->whole.out);
        seen_paint(&walk->whole, grid);
        if (!vt_same(walk->grown.vt, walk->whole.vt, &why))
            fail_msg("%s, repainted: %s", walk->where, buf_text(&why));
    }
    buf_free(&why);
}

static void change_size(Walk *walk) {
    size_t size = dice(COUNT_OF(sizes));
    grid_resize(&walk->stage->grid, sizes[size].rows, sizes[size].cols);
    seen_resize(&walk->grown, sizes[size].rows, sizes[size].cols);
    seen_resize(&walk->whole, sizes[size].rows, sizes[size].cols);
}

/* ---- where an input method stands ---- */

static const char probe[] = "龘";

/* Also with a mark that stood behind the cursor and belongs to it now. */
static bool is_probe(const GridCell *cell) {
    return strncmp(cell->text, probe, strlen(probe)) == 0;
}

static int count_probes(const Grid *grid, int from_row, int to_row) {
    int count = 0;
    for (int row = from_row; row < to_row; row++)
        for (int col = 0; row >= 0 && col < grid->cols; col++)
            count += is_probe(grid_cell(grid, row, col));
    return count;
}

static int probes_at_cursor;

/* What is typed next appears where the cursor stood: afterwards it stands behind it, or begins the
 * line below. */
static void type_at_cursor(Walk *walk) {
    Stage *stage = walk->stage;
    const Grid *grid = &stage->grid;
    InputEvent event = {.type = INPUT_TYPE_KEY};
    uint32_t point;
    utf8_next(str_of(probe), 0, &point);
    event.key.code = point;
    int rows = grid->rows - 2; /* the message says which key does nothing */
    int before = count_probes(grid, 0, rows);
    app_event(stage->app, &event);
    stage_draw(stage);
    if (!app_is_typing(stage->app) || count_probes(grid, 0, rows) <= before)
        return; /* the field took nothing: full, read only, a choice */
    const GridCell *cell = grid_cell(grid, grid->cursor_row, grid->cursor_col - 2);
    bool behind = cell && is_probe(cell);
    probes_at_cursor++;
    if (!behind && !count_probes(grid, grid->cursor_row - 1, grid->cursor_row))
        fail_msg("%s: the cursor at %d,%d is not behind what was typed: %s", walk->where,
                 grid->cursor_row, grid->cursor_col, stage_row(stage, grid->cursor_row));
}

static void step(Walk *walk, int number) {
    Stage *stage = walk->stage;
    static const char *const manners[] = {"rich", "sparse", "spoken"};
    if (dice(70) == 0)
        change_size(walk);
    do_something(stage);
    if (dice(8) == 0)
        app_watch(stage->app);
    if (dice(3) == 0)
        stage_settle(stage);
    stage_draw(stage);
    note_place(stage);
    snprintf(walk->where, sizeof walk->where, "%s %s %dx%d, key %d in context %d", walk->language,
             manners[walk->manner], stage->grid.cols, stage->grid.rows, number,
             (int)context_now(stage));
    expect_manner(stage, walk->where);
    bool read_out = (context_now(stage) & (CONTEXT_FACETS | CONTEXT_OFFERS)) &&
                    stage->grid.manner == GRID_SPOKEN;
    if (app_is_typing(stage->app) && !read_out && dice(4) == 0)
        type_at_cursor(walk); /* what is read out is the value, not what was typed to find it */
    expect_picture(walk, number % WHOLE_EVERY == 0);
}

/* Places that chance seldom finds: the consents of a customer, the question before discarding, two
 * cases beside each other. */
static void visit_the_rare(Stage *stage) {
    static const ActionId ways[] = {
        ACTION_CASES,    ACTION_CLEAR,       ACTION_CLEAR,      ACTION_TO_LIST,  ACTION_OPEN,
        ACTION_COMMENTS, ACTION_COMMENT_NEW, ACTION_CUSTOMERS,  ACTION_CONSENTS, ACTION_INBOX,
        ACTION_DISCARD,  ACTION_CASES,       ACTION_DUPLICATES, ACTION_CASES,    ACTION_CLEAR,
        ACTION_CLEAR,    ACTION_TO_LIST,     ACTION_MARK,       ACTION_MARK,     ACTION_COMPARE};
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        app_act(stage->app, ways[i]);
        note_place(stage);
    }
}

static void walk(Stage *stage, int size, const char *language, GridManner manner, int count) {
    Walk walk = {.stage = stage, .language = language, .manner = manner};
    bool plain = manner == GRID_SPOKEN;
    i18n_init(language);
    app_free(stage->app);
    stage->app = NULL;
    stage->settings = (AppSettings){.plain = plain, .low_bandwidth = manner == GRID_SPARSE};
    stage_open(stage, sizes[size].rows, sizes[size].cols);
    seen_start(&walk.grown, sizes[size].rows, sizes[size].cols, !plain);
    seen_start(&walk.whole, sizes[size].rows, sizes[size].cols, !plain);
    /* ncurses 6.4 falls over when one of two screens gets another size before it has shown anything
     */
    seen_paint(&walk.grown, &stage->grid);
    seen_paint(&walk.whole, &stage->grid);
    for (int i = 0; i < count; i++) {
        if (i == count / 2)
            visit_the_rare(stage);
        step(&walk, i);
    }
    seen_end(&walk.grown);
    seen_end(&walk.whole);
}

static int wanted(const char *variable, int otherwise) {
    int64_t number;
    const char *text = getenv(variable);
    return text && number_parse_int(str_of(text), &number) && number > 0 ? (int)number : otherwise;
}

static void at_size(int size, uint32_t start) {
    static const char *const languages[] = {"en", "zh_CN"};
    Stage *stage = stage_new();
    dice_seed(start + (uint32_t)wanted("ANLIKU_SEED", 0));
    stage_fill(stage);
    for (size_t language = 0; language < COUNT_OF(languages); language++)
        for (GridManner manner = GRID_RICH; manner <= GRID_SPOKEN; manner++)
            walk(stage, size, languages[language], manner,
                 wanted("ANLIKU_WALK_KEYS", KEYS) / WALKS);
    i18n_init("en");
    stage_free(stage);
}

static void at_80x24(void **state) {
    (void)state;
    at_size(0, 20261120);
}

static void at_120x40(void **state) {
    (void)state;
    at_size(1, 7);
}

static void at_200x60(void **state) {
    (void)state;
    at_size(2, 42);
}

static void at_40x12(void **state) {
    (void)state;
    at_size(3, 99);
}

/* A walk that does not leave the first screen proves little. */
static void every_place_was_seen(void **state) {
    (void)state;
    print_message("# %d keys, %d as from an input method\n", keys_pressed, probes_at_cursor);
    assert_true(probes_at_cursor > keys_pressed / 40);
    for (unsigned context = 1; context <= CONTEXT_ALL; context <<= 1)
        if (!(contexts_seen & context))
            fail_msg("never in context %u (%s)", context,
                     action_context_label((ActionContext)context));
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS && keys_pressed >= MANY_KEYS; id++)
        if (!tried[id])
            fail_msg("never %s", action_get(id)->key);
    for (unsigned kind = OVERLAY_NONE; kind <= OVERLAY_PALETTE; kind++)
        if (!(overlays_seen & 1u << kind))
            fail_msg("never in overlay %u", kind);
}

int main(void) {
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_80x24),
        cmocka_unit_test(at_120x40),
        cmocka_unit_test(at_200x60),
        cmocka_unit_test(at_40x12),
        cmocka_unit_test(every_place_was_seen),
    };
    return cmocka_run_group_tests_name("tui random keys", tests, NULL, NULL);
}
#endif
