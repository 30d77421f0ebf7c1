#include "config.h"

/* bench_text LIBRARY: a text of 1 MB in the notes of a new case, as one paragraph and as many
 * lines. Prints what a key costs from its arrival to the bytes of its frame, in processor time. */

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

enum { TEXT_BYTES = (1 << 20) - 4096, ROUNDS = 200 };

typedef struct Times {
    VEC(int64_t) us;
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

static void tell(Bench *b, const InputEvent *event, Times *times) {
    int64_t begun = cpu_us();
    app_event(b->app, event);
    frame(b);
    vec_push(&times->us, cpu_us() - begun);
}

static void press(Bench *b, const char *keys, Times *times) {
    Str left = str_of(keys), word;
    while (left.len && str_split(&left, ' ', &word)) {
        InputEvent event = {.type = INPUT_TYPE_KEY};
        if (input_key_parse(word, &event.key))
            tell(b, &event, times);
    }
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void print(const char *what, Times *times) {
    size_t n = times->us.len;
    qsort(times->us.items, n, sizeof *times->us.items, compare);
    if (n)
        printf("  %-34s n %5zu  p50 %6.2f  p99 %6.2f  max %6.2f ms\n", what, n,
               (double)times->us.items[n / 2] / 1000, (double)times->us.items[n * 99 / 100] / 1000,
               (double)times->us.items[n - 1] / 1000);
    vec_free(&times->us);
    *times = (Times){0};
}

static void make_text(bool lines, Buf *out) {
    static const char *const parts[] = {
        "客户说续费率从 71% 提高到 80%，用了两个学期。", "“提醒不打扰人，老师也省事。”",
        "The team grouped students by days since the last login. ", "（首月完课率只有 54%）",
        "投诉减少一半，每周 42 件降到 21 件；"};
    for (size_t i = 0; out->len < TEXT_BYTES; i++) {
        buf_puts(out, parts[i * 7 % 5]);
        if (lines && i % 4 == 3)
            buf_putc(out, '\n');
    }
}

static void many(Bench *b, const char *before, const char *keys, const char *what, int rounds) {
    Times times = {0}, aside = {0};
    press(b, before, &aside);
    vec_free(&aside.us);
    for (int i = 0; i < rounds; i++)
        press(b, keys, &times);
    print(what, &times);
}

static void bench_text(Bench *b, bool lines) {
    Times times = {0};
    Buf text = {0};
    make_text(lines, &text);
    printf(" %s, %zu bytes\n", lines ? "many lines" : "one paragraph", text.len);
    press(b, "C-Home F8 C-End Delete", &times);
    vec_free(&times.us);
    times = (Times){0};
    InputEvent paste = {.type = INPUT_TYPE_PASTE, .text = buf_str(&text)};
    tell(b, &paste, &times);
    print("pasting it", &times);
    many(b, "C-Home", "字 a Backspace", "typing at its start", ROUNDS);
    many(b, "C-End", "字 a Backspace", "typing at its end", ROUNDS);
    many(b, "C-Home PgDn", "PgDn PgDn Up Down Left", "paging down", ROUNDS * 4);
    many(b, "", "字 a Backspace Left", "typing where that led", ROUNDS);
    many(b, "", "Enter Backspace", "a new line and back", ROUNDS);
    many(b, "", "Up Up Down End Home Home Down", "lines and ends", ROUNDS);
    many(b, "", "C-Left C-Left C-Right", "words", ROUNDS);
    many(b, "F2 F2", "Left Left Right", "sentences", ROUNDS);
    many(b, "F2", "F8 F8 Right", "selecting a sentence", ROUNDS);
    many(b, "", "^Z ^Z ^Y", "undo and redo", ROUNDS);
    many(b, "F8 C-End F8 ^O C-End", "C-Home C-End", "to its start and end", ROUNDS);
    many(b, "C-Home F4 ^U", "续 Backspace", "letters of finding", ROUNDS);
    many(b, "续 费 F3", "F3 F3 Up", "the next place", ROUNDS);
    many(b, "Tab x F8", "Esc ^Z ^Y F4 Tab", "all replaced, back and again", 20);
    press(b, "Esc", &times);
    vec_free(&times.us);
    times = (Times){0};
    for (int i = 0; i < 20; i++) { /* the journal, once a second while one types */
        press(b, "字", &times);
        vec_free(&times.us);
        times = (Times){0};
    }
    for (int i = 0; i < 20; i++) {
        Times aside = {0};
        press(b, "字", &aside);
        vec_free(&aside.us);
        int64_t begun = cpu_us();
        app_timer(b->app, APP_TIMER_DRAFT);
        vec_push(&times.us, cpu_us() - begun);
    }
    print("the journal's tick", &times);
    buf_free(&text);
}

static void bench_size(Library *library, int rows, int cols) {
    Bench b = {0};
    Error err;
    Times times = {0};
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &b.bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = rows,
                             .cols = cols,
                             .sync = true};
    if (!output_open(&options, &b.out, &err))
        exit(1);
    b.app = app_new(&app_parts, library, NULL, (AppSettings){0});
    app_set_lines(b.app, GRID_UNICODE);
    grid_resize(&b.grid, rows, cols);
    printf("%dx%d\n", cols, rows);
    frame(&b);
    press(&b, "Down a F6", &times);
    vec_free(&times.us);
    bench_text(&b, false);
    bench_text(&b, true);
    press(&b, "C-Home F8 C-End Delete", &times);
    vec_free(&times.us);
    app_free(b.app);
    output_close(b.out);
    grid_free(&b.grid);
    buf_free(&b.bytes);
}

int main(int argc, char **argv) {
    Library *library;
    Error err;
    setlocale(LC_ALL, "C.UTF-8");
    i18n_init("en");
    if (argc < 2) {
        fprintf(stderr, "bench_text LIBRARY\n");
        return 2;
    }
    if (!library_open(argv[1], library_unix_login(), false, &library, &err)) {
        Buf text = {0};
        error_render(&err, &text);
        fprintf(stderr, "bench_text: %s\n", buf_text(&text));
        return 1;
    }
    bench_size(library, 24, 80);
    bench_size(library, 60, 200);
    library_close(library);
    return 0;
}
