#include "config.h"

#include "quality_text.h"

#include "base/hash.h"
#include "base/vec.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { POINTS = 0x30000, SYLLABLE = 8, SOUNDS_ALIKE = 3 };

typedef struct Reading {
    char text[SYLLABLE]; /* "" none */
    uint32_t frequency;  /* of the character, 0: not counted */
    bool counted;        /* by kHanyuPinlu */
} Reading;

struct Readings {
    Reading of[POINTS];
    VEC(uint32_t) frequent; /* characters that are counted, most frequent first */
};

/* ---- reading Unihan ---- */

/* Takes tone marks off one syllable. */
static void take_syllable(const char *from, char out[SYLLABLE]) {
    static const struct {
        const char *marked;
        char plain;
    } letters[] = {{"ā", 'a'}, {"á", 'a'}, {"ǎ", 'a'}, {"à", 'a'}, {"ē", 'e'}, {"é", 'e'},
                   {"ě", 'e'}, {"è", 'e'}, {"ê", 'e'}, {"ī", 'i'}, {"í", 'i'}, {"ǐ", 'i'},
                   {"ì", 'i'}, {"ō", 'o'}, {"ó", 'o'}, {"ǒ", 'o'}, {"ò", 'o'}, {"ū", 'u'},
                   {"ú", 'u'}, {"ǔ", 'u'}, {"ù", 'u'}, {"ǖ", 'v'}, {"ǘ", 'v'}, {"ǚ", 'v'},
                   {"ǜ", 'v'}, {"ü", 'v'}, {"ń", 'n'}, {"ň", 'n'}, {"ǹ", 'n'}, {"ḿ", 'm'}};
    size_t len = 0;
    while (*from && len + 1 < SYLLABLE) {
        size_t step = 1;
        char letter = 0;
        for (size_t i = 0; i < COUNT_OF(letters); i++)
            if (strncmp(from, letters[i].marked, strlen(letters[i].marked)) == 0) {
                letter = letters[i].plain;
                step = strlen(letters[i].marked);
            }
        if (!letter && *from >= 'a' && *from <= 'z')
            letter = *from;
        if (!letter)
            break;
        out[len++] = letter;
        from += step;
    }
    out[len] = '\0';
}

static void take_line(Readings *r, char *line) {
    char *rest = line, *code = strsep(&rest, "\t"), *key = strsep(&rest, "\t");
    if (!rest || strncmp(code, "U+", 2) != 0)
        return;
    unsigned long point = strtoul(code + 2, NULL, 16);
    if (point >= POINTS)
        return;
    Reading *reading = &r->of[point];
    if (strcmp(key, "kHanyuPinlu") == 0) {
        take_syllable(rest, reading->text);
        reading->counted = true;
        for (const char *at = strchr(rest, '('); at; at = strchr(at + 1, '('))
            reading->frequency += (uint32_t)strtoul(at + 1, NULL, 10);
    } else if (strcmp(key, "kMandarin") == 0 && !reading->counted) {
        take_syllable(rest, reading->text);
    }
}

static const Readings *sorted;

static int compare_frequency(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    uint32_t fx = sorted->of[x].frequency, fy = sorted->of[y].frequency;
    return fx != fy ? (fx > fy ? -1 : 1) : (x > y) - (x < y);
}

Readings *readings_new(void) {
    static const char *const commands[] = {
        "bzip2 -dc /usr/share/unicode/Unihan_Readings.txt.bz2 2>/dev/null",
        "cat /usr/share/unicode/Unihan_Readings.txt 2>/dev/null"};
    Readings *r = mem_zalloc(sizeof *r);
    char *line = NULL;
    size_t room = 0;
    for (size_t i = 0; i < COUNT_OF(commands) && !r->of[0x4E00].text[0]; i++) {
        FILE *in = popen(commands[i], "r");
        while (in && getline(&line, &room, in) > 0)
            take_line(r, line);
        if (in)
            pclose(in);
    }
    free(line);
    if (!r->of[0x4E00].text[0]) {
        printf(
            "no Unihan readings here (Debian: unicode-data, bzip2): pinyin, initials and typos "
            "are skipped\n");
        readings_free(r);
        return NULL;
    }
    for (uint32_t point = 0; point < POINTS; point++)
        if (r->of[point].counted)
            vec_push(&r->frequent, point);
    sorted = r;
    qsort(r->frequent.items, r->frequent.len, sizeof *r->frequent.items, compare_frequency);
    return r;
}

void readings_free(Readings *r) {
    if (r)
        vec_free(&r->frequent);
    free(r);
}

static const char *reading_of(const Readings *r, uint32_t point) {
    return point < POINTS && r->of[point].text[0] ? r->of[point].text : NULL;
}

/* ---- questions ---- */

void readings_pinyin(const Readings *r, Str text, Buf *out) {
    uint32_t point;
    bool in_han = false;
    for (size_t at = 0, len; at < text.len; at += len) {
        len = utf8_next(text, at, &point);
        const char *reading = reading_of(r, point);
        if (out->len && in_han != (reading != NULL))
            buf_putc(out, ' ');
        in_han = reading != NULL;
        if (reading)
            buf_puts(out, reading);
        else if (text_class_source(point) != TEXT_PUNCT)
            buf_put(out, text.ptr + at, len);
    }
}

bool readings_initials(const Readings *r, Str text, size_t least, size_t most, Buf *out) {
    uint32_t point;
    size_t count = 0;
    for (size_t at = 0; at < text.len && count < most; count++) {
        at += utf8_next(text, at, &point);
        const char *reading = reading_of(r, point);
        if (!reading)
            break;
        buf_putc(out, reading[0]);
    }
    return count >= least;
}

/* Another frequent character of the same sound; 0: there is none. */
static uint32_t homophone(const Readings *r, uint32_t point, uint64_t seed) {
    uint32_t found[SOUNDS_ALIKE];
    size_t count = 0;
    const char *reading = reading_of(r, point);
    if (!reading)
        return 0;
    for (size_t i = 0; i < r->frequent.len && count < SOUNDS_ALIKE; i++) {
        uint32_t other = r->frequent.items[i];
        if (other != point && strcmp(r->of[other].text, reading) == 0)
            found[count++] = other;
    }
    return count ? found[seed % count] : 0;
}

void readings_homophones(const Readings *r, Str text, unsigned count, Buf *out) {
    typedef struct Place {
        size_t at;
        uint64_t order;
        uint32_t other;
    } Place;
    VEC(Place) places = {0};
    uint32_t point;
    for (size_t at = 0, len; at < text.len; at += len) {
        len = utf8_next(text, at, &point);
        uint64_t hash = hash_bytes(text.ptr, text.len, at + 1);
        uint32_t other = homophone(r, point, hash >> 32);
        if (other)
            vec_push(&places, (Place){at, hash, other});
    }
    for (unsigned i = 0; i < count && i < places.len; i++) {
        size_t least = i;
        for (size_t k = i + 1; k < places.len; k++)
            if (places.items[k].order < places.items[least].order)
                least = k;
        Place swap = places.items[i];
        places.items[i] = places.items[least];
        places.items[least] = swap;
    }
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t other = 0;
        len = utf8_next(text, at, &point);
        for (unsigned i = 0; i < count && i < places.len; i++)
            if (places.items[i].at == at)
                other = places.items[i].other;
        utf8_put(out, other ? other : point);
    }
    vec_free(&places);
}

bool script_convert(const char *id, Str text, Buf *out) {
    enum { ROOM = 8192 };
    UErrorCode status = U_ZERO_ERROR;
    UChar name[64], units[ROOM];
    char bytes[3 * ROOM];
    int32_t len, limit;
    static UTransliterator *opened;
    static const char *opened_id;
    if (opened_id != id) {
        utrans_close(opened);
        u_uastrcpy(name, id);
        opened = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
        opened_id = id;
    }
    u_strFromUTF8(units, ROOM, &len, text.ptr, (int32_t)text.len, &status);
    limit = len;
    if (U_SUCCESS(status))
        utrans_transUChars(opened, units, &len, ROOM, 0, &limit, &status);
    u_strToUTF8(bytes, sizeof bytes, &len, units, len, &status);
    if (U_SUCCESS(status))
        buf_put(out, bytes, (size_t)len);
    return U_SUCCESS(status);
}

/* ---- words ---- */

typedef struct Cutter {
    TextWords words;
    TextMap map;
    Buf folded, text;
    VEC(uint8_t) gold, ours; /* a word begins at this byte */
} Cutter;

static void mark_gold(Cutter *c, Str line) {
    buf_clear(&c->text);
    c->gold.len = 0;
    bool begins = true;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ') {
            begins = true;
            continue;
        }
        buf_putc(&c->text, line.ptr[i]);
        vec_push(&c->gold, begins);
        begins = false;
    }
    vec_push(&c->gold, true);
}

/* What is in no word (punctuation) stands alone. */
static void mark_ours(Cutter *c) {
    Str text = buf_str(&c->text);
    uint32_t point;
    c->ours.len = 0;
    for (size_t at = 0, len; at < text.len; at += len) {
        len = utf8_next(text, at, &point);
        for (size_t i = 0; i < len; i++)
            vec_push(&c->ours, i == 0);
    }
    vec_push(&c->ours, true);
    text_fold_map(&c->folded, &c->map, text);
    text_words_cut(&c->words, buf_str(&c->folded));
    VEC_EACH (word, &c->words) {
        size_t from, to;
        text_map_range(&c->map, text, word->from, word->to, &from, &to);
        memset(c->ours.items + from + 1, 0, to - from - 1);
    }
}

void words_score(Str file, WordScore *out) {
    Cutter c = {0};
    Str rest = file, line;
    *out = (WordScore){0};
    while (str_split(&rest, '\n', &line)) {
        if (!line.len)
            continue;
        mark_gold(&c, line);
        mark_ours(&c);
        size_t last_gold = 0, last_ours = 0;
        for (size_t i = 1; i < c.gold.len; i++) {
            bool gold = c.gold.items[i], ours = c.ours.items[i];
            out->gold += gold;
            out->ours += ours;
            out->right += gold && ours && last_gold == last_ours;
            last_gold = gold ? i : last_gold;
            last_ours = ours ? i : last_ours;
        }
    }
    text_words_free(&c.words);
    text_map_free(&c.map);
    buf_free(&c.folded);
    buf_free(&c.text);
    vec_free(&c.gold);
    vec_free(&c.ours);
}
