#include "config.h"

/* bench_keys LIBRARY: the full-screen program in memory over a library. Prints what a key costs
 * from its arrival to the bytes of its frame, in processor time, for keys that start no query and,
 * beside them, for letters of a search and for what follows at rest (preview, panel).
 * bench_keys LIBRARY KEYS: what each of these costs, one line a key ("rest" is what came after
 * it); "Tab*20" is pressed twenty times, the most that it took is printed; between "~" and "~" the
 * person does not rest. */

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/people.h"
#include "tui/app/state.h"
#include "tui/screen/run.h"
#include "tui/term/output.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct Times {
    VEC(int64_t) us;
    size_t bytes, most_bytes;
} Times;

typedef struct Bench {
    App *app;
    Output *out;
    Buf bytes;
    Grid grid;
} Bench;

static int64_t cpu_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void frame(Bench *b) {
    app_draw(b->app, &b->grid);
    output_paint(b->out, &b->grid);
    buf_clear(&b->bytes);
}

static void note(Bench *b, Times *times, int64_t begun) {
    int64_t us = cpu_us() - begun;
    size_t bytes = output_frame_bytes(b->out);
    vec_push(&times->us, us);
    times->bytes += bytes;
    times->most_bytes = bytes > times->most_bytes ? bytes : times->most_bytes;
}

/* What comes when the person rests. */
static void rest(Bench *b, Times *times) {
    while (app_timer_is_set(b->app, APP_TIMER_REST)) {
        int64_t begun = cpu_us();
        app_timer(b->app, APP_TIMER_REST);
        frame(b);
        note(b, times, begun);
    }
}

/* rests NULL: the person types on without one. */
static void press(Bench *b, const char *keys, Times *times, Times *rests) {
    Str left = str_of(keys), word;
    while (left.len && str_split(&left, ' ', &word)) {
        InputEvent event = {.type = INPUT_TYPE_KEY};
        if (!input_key_parse(word, &event.key))
            continue;
        int64_t begun = cpu_us();
        app_event(b->app, &event);
        frame(b);
        note(b, times, begun);
        if (rests)
            rest(b, rests);
    }
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void print(const char *what, int rows, int cols, Times *times) {
    size_t n = times->us.len;
    if (!n)
        return;
    qsort(times->us.items, n, sizeof *times->us.items, compare);
    printf(
        "%-22s %3dx%-3d  n %5zu  p50 %6.2f  p99 %6.2f  max %6.2f ms   bytes mean %5zu, most %5zu\n",
        what, cols, rows, n, (double)times->us.items[n / 2] / 1000,
        (double)times->us.items[n * 99 / 100] / 1000, (double)times->us.items[n - 1] / 1000,
        times->bytes / n, times->most_bytes);
    vec_free(&times->us);
    *times = (Times){0};
}

/* ---- single keys ---- */

/* "Tab*20": the key and how often. */
static int times_of(Str *word) {
    size_t star = str_find(*word, STR("*"), 1);
    int times = star == SIZE_MAX ? 1 : atoi(word->ptr + star + 1);
    *word = star == SIZE_MAX ? *word : str_make(word->ptr, star);
    return times;
}

static int64_t most_of(Times *times) {
    int64_t most = 0;
    for (size_t i = 0; i < times->us.len; i++)
        most = times->us.items[i] > most ? times->us.items[i] : most;
    vec_free(&times->us);
    *times = (Times){0};
    return most;
}

static void print_keys(Bench *b, const char *keys) {
    Str left = str_of(keys), word;
    bool rests_too = true;
    while (left.len && str_split(&left, ' ', &word)) {
        if (str_equal(word, STR("~"))) {
            rests_too = !rests_too;
            continue;
        }
        Times costs = {0}, rests = {0};
        int times = times_of(&word);
        Buf key = {0};
        buf_put_str(&key, word);
        while (times-- > 0)
            press(b, buf_text(&key), &costs, rests_too ? &rests : NULL);
        size_t rested = rests.us.len;
        printf("%-12s %8.2f ms", buf_text(&key), (double)most_of(&costs) / 1000);
        if (rested)
            printf("   rest %zu, most %8.2f ms", rested, (double)most_of(&rests) / 1000);
        printf("\n");
        buf_free(&key);
    }
}

/* ---- the table ---- */

static void begin(Bench *b, Library *library, int rows, int cols, bool low) {
    Error err;
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &b->bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = rows,
                             .cols = cols,
                             .sync = true};
    if (!output_open(&options, &b->out, &err))
        exit(1);
    b->app = app_new(&app_parts, library, NULL, (AppSettings){.low_bandwidth = low});
    app_set_lines(b->app, GRID_UNICODE);
    grid_resize(&b->grid, rows, cols);
    frame(b);
}

static void end(Bench *b) {
    app_free(b->app);
    output_close(b->out);
    grid_free(&b->grid);
    buf_free(&b->bytes);
}

static void bench_keys(Library *library, const char *keys) {
    Bench b = {0};
    Times rests = {0};
    begin(&b, library, 24, 80, false);
    rest(&b, &rests);
    vec_free(&rests.us);
    print_keys(&b, keys);
    end(&b);
}

static void bench_size(Library *library, int rows, int cols, bool low) {
    Bench b = {0};
    Times moves = {0}, deep = {0}, values = {0}, first = {0}, opens = {0}, forms = {0},
          hurried = {0}, letters = {0}, rests = {0};
    begin(&b, library, rows, cols, low);
    rest(&b, &rests);
    press(&b, "Down", &opens, &rests);
    for (int i = 0; i < 40; i++) {
        press(&b, "j j j j j j k j PgDn j j PgUp k PgDn PgDn", &moves, &rests);
        press(&b, "F6 Down Esc ^G PgDn Esc Enter Down PgDn Esc", &opens, &rests);
    }
    press(&b, "End k k k Home j", &moves, &rests);
    press(&b, "e Enter", &opens, &rests); /* goes on with the draft of the size before */
    for (int i = 0; i < 20; i++)
        press(&b, "a b 中 文 Left Right Backspace Tab x S-Tab", &forms, &rests);
    press(&b, "Esc", &opens, &rests);
    for (int i = 0; i < 20; i++) { /* new cases, of each of which a draft stays */
        press(&b, "a 续 费 率 c Tab c u s t o Tab a b Backspace S-Tab Tab", &hurried, NULL);
        press(&b, "Esc", &opens, &rests);
    }
    for (int i = 0; i < 10; i++)
        press(&b, "/ c u s t o m e r ^U 客 户 续 费 ^U", &letters, &rests);
    press(&b, "Esc Esc Down", &opens, &rests);
    press(&b, "G", &first, &rests); /* asks once for the order of all */
    for (int i = 0; i < 40; i++)
        press(&b, "PgUp PgUp k PgUp PgUp PgUp PgDn k k g G", &deep, &rests);
    press(&b, "g f", &opens, &rests);
    for (int i = 0; i < 20; i++)
        press(&b, "Home Down Enter Down Enter Enter Up Enter Home Enter Enter", &values, &rests);
    press(&b, "g", &first, &rests); /* of all fields */
    press(&b, "Esc Esc Esc", &opens, &rests);
    print(low ? "moves, slow line" : "moves", rows, cols, &moves);
    print("moves at the end", rows, cols, &deep);
    print("the first of these", rows, cols, &first);
    print("values chosen", rows, cols, &values);
    print("opening and leaving", rows, cols, &opens);
    print("typing in a form", rows, cols, &forms);
    print("typing without a rest", rows, cols, &hurried);
    print("letters of a search", rows, cols, &letters);
    print("at rest", rows, cols, &rests);
    end(&b);
}

int main(int argc, char **argv) {
    static const int sizes[][2] = {{24, 80}, {40, 120}, {60, 200}};
    Library *library;
    Error err;
    setlocale(LC_ALL, "C.UTF-8");
    i18n_init("en");
    if (argc < 2) {
        fprintf(stderr, "bench_keys LIBRARY [KEYS]\n");
        return 2;
    }
    if (!library_open(argv[1], library_unix_login(), false, &library, &err)) {
        Buf text = {0};
        error_render(&err, &text);
        fprintf(stderr, "bench_keys: %s\n", buf_text(&text));
        return 1;
    }
    if (argc > 2)
        bench_keys(library, argv[2]);
    for (size_t i = 0; argc == 2 && i < COUNT_OF(sizes); i++)
        bench_size(library, sizes[i][0], sizes[i][1], false);
    if (argc == 2)
        bench_size(library, 24, 80, true);
    library_close(library);
    return 0;
}
