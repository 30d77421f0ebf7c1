#include "config.h"

/* bench_browse LIBRARY QUERIES: key to frame on the list of cases, in this process: the event and
 * the picture, without the terminal. For each kind of key p50, p99 and the largest in us. */

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "text/utf8.h"
#include "tui/screen/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMES = 400, MOST_LINE = 1024 };

typedef struct Bench {
    App *app;
    Grid grid;
    int64_t times[TIMES];
    size_t count;
} Bench;

static void send_key(Bench *b, InputKey key) {
    InputEvent event = {.type = INPUT_TYPE_KEY, .key = key};
    int64_t begun = clock_mono_us();
    app_event(b->app, &event);
    app_draw(b->app, &b->grid);
    if (b->count < TIMES)
        b->times[b->count++] = clock_mono_us() - begun;
}

/* What comes when the person rests, timed apart. */
static void rest(Bench *b) {
    int64_t begun = clock_mono_us();
    if (!app_timer_is_set(b->app, APP_TIMER_REST))
        return;
    app_timer(b->app, APP_TIMER_REST);
    app_draw(b->app, &b->grid);
    if (b->count < TIMES)
        b->times[b->count++] = clock_mono_us() - begun;
}

static void press(Bench *b, const char *name) {
    InputKey key;
    if (input_key_parse(str_of(name), &key))
        send_key(b, key);
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void say(Bench *b, const char *what) {
    if (!b->count)
        return;
    qsort(b->times, b->count, sizeof *b->times, compare);
    printf("%-28s %7lld %7lld %7lld us, %zu keys\n", what, (long long)b->times[b->count / 2],
           (long long)b->times[b->count * 99 / 100], (long long)b->times[b->count - 1], b->count);
    b->count = 0;
}

static void repeat(Bench *b, const char *key, int times, const char *what) {
    b->count = 0;
    for (int i = 0; i < times; i++)
        press(b, key);
    say(b, what);
}

static void type_queries(Bench *b, const char *path, const char *what) {
    char line[MOST_LINE];
    FILE *file = fopen(path, "r");
    b->count = 0;
    while (file && b->count < TIMES && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        for (size_t at = 0; line[at];) {
            uint32_t point;
            at += utf8_next(str_of(line), at, &point);
            send_key(b, (InputKey){point, 0});
        }
        size_t kept = b->count;
        press(b, "Esc");
        press(b, "Esc");
        b->count = kept;
    }
    say(b, what);
    if (file)
        fclose(file);
}

/* Commands come with the frame of the key; the cases of what is typed with the next one. */
static void type_in_palette(Bench *b, const char *const *lines, size_t count, const char *what,
                            const char *what_cases) {
    Bench cases = {.app = b->app};
    b->count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t kept = b->count;
        press(b, "^P");
        b->count = kept;
        for (size_t at = 0; lines[i][at];) {
            uint32_t point;
            at += utf8_next(str_of(lines[i]), at, &point);
            send_key(b, (InputKey){point, 0});
            int64_t begun = clock_mono_us();
            if (!app_timer_is_set(b->app, APP_TIMER_PALETTE))
                continue;
            app_timer(b->app, APP_TIMER_PALETTE);
            app_draw(b->app, &b->grid);
            if (cases.count < TIMES)
                cases.times[cases.count++] = clock_mono_us() - begun;
        }
        kept = b->count;
        press(b, "Esc");
        b->count = kept;
    }
    say(b, what);
    say(&cases, what_cases);
}

static void run(Library *library, const char *queries, int rows, int cols) {
    static const char *const names[] = {
        "sort",   "save view",    "metrics", "set preview=", "yinhang", "yhfk", "客户流失",
        "续费率", "AL-2026-0042", "42",      "harbour",      "kehu",    "zl",   "nothing here"};
    Bench b = {.count = 0};
    printf("%dx%d\n", cols, rows);
    b.app = app_new(&app_parts, library, NULL, (AppSettings){.still = true});
    grid_resize(&b.grid, rows, cols);
    app_draw(b.app, &b.grid);
    type_queries(&b, queries, "a key of a search");
    press(&b, "Down");
    repeat(&b, "j", 200, "down");
    repeat(&b, "PgDn", 300, "page down");
    b.count = 0;
    for (int i = 0; i < 40; i++) {
        press(&b, "G");
        press(&b, "g");
    }
    say(&b, "end and start");
    press(&b, "G");
    repeat(&b, "k", 200, "up from the end");
    repeat(&b, "PgUp", 300, "page up from the end");
    b.count = 0;
    for (int i = 0; i < 20; i++) {
        InputKey key = {0};
        input_key_parse(STR("k"), &key);
        InputEvent event = {.type = INPUT_TYPE_KEY, .key = key};
        app_event(b.app, &event);
        app_draw(b.app, &b.grid);
        rest(&b);
    }
    say(&b, "what follows a rest");
    type_in_palette(&b, names, COUNT_OF(names), "a key of the palette", "its cases");
    press(&b, "g");
    press(&b, "f");
    repeat(&b, "Down", 100, "down among the values");
    press(&b, "Home");
    press(&b, "Down");
    repeat(&b, "Enter", 40, "a value taken, given back");
    press(&b, "Home");
    repeat(&b, "Enter", 40, "a field closed, opened");
    b.count = 0;
    press(&b, "j");
    say(&b, "the first letter of a value");
    repeat(&b, "i", 1, "the second");
    app_free(b.app);
    grid_free(&b.grid);
}

int main(int argc, char **argv) {
    Library *library;
    Error err;
    const char *login = getenv("USER");
    if (argc < 3) {
        fprintf(stderr, "bench_browse LIBRARY QUERIES\n");
        return 2;
    }
    i18n_init("en");
    if (!library_open(argv[1], login ? login : "root", false, &library, &err)) {
        fprintf(stderr, "bench_browse: no library there\n");
        return 1;
    }
    run(library, argv[2], 24, 80);
    run(library, argv[2], 60, 200);
    library_close(library);
    return 0;
}
