#include "config.h"

#include "fuzz.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"

#include <stdio.h>

/* Runs a target without libFuzzer, so that every compiler can do it: first each seed as it is, then
 * random changes of them. Without arguments (make check) the run is short and always the same;
 * `fuzz_yaml SECONDS [SEED]` goes on for so long; `fuzz_yaml FILE` replays one input. */

enum { RUNS = 4000, MOST_BYTES = 20000 };

typedef struct Seeds {
    Buf *items;
    size_t len, cap;
} Seeds;

static uint64_t state = 1;

static uint32_t roll(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static void read_seeds(Seeds *seeds) {
    const char *root = getenv("ANLIKU_TEST_SRC");
    Buf folder = {0}, path = {0};
    FileNames names;
    Error err;
    buf_printf(&folder, "%s/test/fuzz/corpus/%s", root ? root : "..", fuzz_name);
    if (file_list(buf_text(&folder), &names, &err)) {
        for (size_t i = 0; i < names.len; i++) {
            Buf seed = {0};
            buf_clear(&path);
            file_join(&path, buf_text(&folder), names.items[i]);
            if (file_read(buf_text(&path), 1 << 20, &seed, &err))
                vec_push(seeds, seed);
        }
        file_names_free(&names);
    }
    buf_free(&folder);
    buf_free(&path);
}

/* What parsers of text formats stumble over. */
static const char *const tokens[] = {
    "---\n",      "\n",
    ": ",         "- ",
    "[",          "]",
    "{",          "}",
    "\"",         "'",
    "|\n",        ">\n",
    "#",          "&a ",
    "*a ",        "!t ",
    "<<: ",       "? ",
    ",",          ";",
    "\\",         "\\u",
    "\\ud83d",    "\t",
    "\r\n",       "\xff",
    "\xe4",       "中",
    "：",         "，",
    "## ",        "```\n",
    "~~~",        "**",
    "1. ",        "一、",
    "背景",       "title",
    "uuid",       "null",
    "1e9",        "-",
    "+++",        "\xef\xbb\xbf",
    "0",          "9999999999999999999",
    "\x01",       "\xc2\x85",
    "unknown",    "{\"a\":",
    "2024-13-45", "\n...\n",
    "    ",       "=",
    "@",          "'='",
};

static void change(Buf *text, const Seeds *seeds) {
    size_t at = roll((uint32_t)text->len + 1);
    size_t len =
        text->len > at ? roll((uint32_t)(text->len - at < 20 ? text->len - at : 20) + 1) : 0;
    const char *token = tokens[roll(COUNT_OF(tokens))];
    char byte = (char)roll(256);
    Buf copy = {0};
    switch (roll(6)) {
    case 0:
        buf_splice(text, at, len, NULL, 0);
        break;
    case 1:
        buf_splice(text, at, 0, &byte, 1);
        break;
    case 2: /* a piece again, elsewhere */
        buf_put(&copy, buf_text(text) + at, len);
        buf_splice(text, roll((uint32_t)text->len + 1), 0, copy.data, copy.len);
        break;
    case 3: /* many of one token */
        for (uint32_t n = roll(60); n; n--)
            buf_splice(text, at, 0, token, strlen(token));
        break;
    case 4: /* the end of another seed */
        if (seeds->len) {
            const Buf *other = &seeds->items[roll((uint32_t)seeds->len)];
            size_t from = roll((uint32_t)other->len + 1);
            buf_truncate(text, at);
            buf_put(text, buf_text(other) + from, other->len - from);
        }
        break;
    default:
        buf_splice(text, at, roll(2) ? len : 0, token, strlen(token));
        break;
    }
    buf_free(&copy);
    if (text->len > MOST_BYTES)
        buf_truncate(text, MOST_BYTES);
}

static void run(const Buf *text) {
    /* A copy of exactly that size: a read beyond the end is seen. */
    uint8_t *bytes = mem_dup(buf_text(text), text->len);
    LLVMFuzzerTestOneInput(bytes, text->len);
    free(bytes);
}

static size_t mutate(const Seeds *seeds, size_t runs, int64_t until_us) {
    size_t done = 0;
    for (; until_us ? clock_mono_us() < until_us : done < runs; done++) {
        Buf text = {0};
        if (seeds->len) {
            const Buf *seed = &seeds->items[roll((uint32_t)seeds->len)];
            buf_put(&text, seed->data, seed->len);
        }
        for (uint32_t n = 1 + roll(6); n; n--)
            change(&text, seeds);
        run(&text);
        buf_free(&text);
    }
    return done;
}

static int replay(const char *path) {
    Buf text = {0};
    Error err;
    bool good = file_read(path, 1 << 30, &text, &err);
    if (good)
        run(&text);
    buf_free(&text);
    return good ? 0 : 1;
}

int main(int argc, char **argv) {
    Seeds seeds = {0};
    if (argc > 1 && file_exists(argv[1]))
        return replay(argv[1]);
    if (argc > 2)
        state = strtoull(argv[2], NULL, 10);
    read_seeds(&seeds);
    VEC_EACH (seed, &seeds)
        run(seed);
    printf("1..2\n%sok 1 - %s: %zu seeds replayed\n", seeds.len ? "" : "not ", fuzz_name,
           seeds.len);
    int64_t until = argc > 1 ? clock_mono_us() + strtoll(argv[1], NULL, 10) * 1000000 : 0;
    size_t done = mutate(&seeds, RUNS, until);
    printf("ok 2 - %s: %zu changed inputs\n", fuzz_name, done);
    VEC_EACH (seed, &seeds)
        buf_free(seed);
    vec_free(&seeds);
    return 0;
}
