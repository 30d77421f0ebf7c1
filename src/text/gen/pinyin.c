#include "config.h"

#include "text/gen/gen.h"
#include "text/pinyin.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Readings of Han characters from Unihan (on standard input), without tones. ü is written v; what
 * is read lü is found by lu too, as it is typed on a plain keyboard and as folding leaves it. A
 * folded character has the readings of all that fold to it, its own first. */

enum { SYLLABLES = 512, HAN_READINGS = 16, POOL = 1 << 16 };

typedef struct Readings {
    uint16_t ids[HAN_READINGS];
    uint8_t count;
} Readings;

static char names[SYLLABLES][PINYIN_BYTES + 1];
static uint64_t counts[SYLLABLES];
static size_t syllables;
static Readings *readings; /* by code point */

/* The fields that count, most telling first: how often each reading is met, the usual one, two
 * dictionaries. The historical one is asked only where these are silent. */
static const char *const fields[] = {"kHanyuPinlu", "kMandarin", "kTGHZ2013", "kXHC1983",
                                     "kHanyuPinyin"};
enum { FIELDS = sizeof fields / sizeof *fields, HISTORICAL = FIELDS - 1 };

static int syllable_id(const char *name) {
    for (size_t i = 0; i < syllables; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    if (syllables == SYLLABLES)
        gen_fail("too many syllables");
    strcpy(names[syllables], name);
    return (int)syllables++;
}

static void add_reading(uint32_t point, const char *name) {
    Readings *r = &readings[point];
    uint16_t id = (uint16_t)syllable_id(name);
    for (int i = 0; i < r->count; i++)
        if (r->ids[i] == id)
            return;
    if (r->count < HAN_READINGS)
        r->ids[r->count++] = id;
}

/* lǚ: lv and lu; lüè: lve and lue. */
static void add_spellings(uint32_t point, char *name) {
    char *v = strchr(name, 'v');
    add_reading(point, name);
    if (v) {
        *v = 'u';
        add_reading(point, name);
    }
}

/* One word with tone marks to plain letters; false when it is no syllable. */
static bool plain_letters(const UNormalizer2 *nfd, const char *text, size_t len, char *out) {
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[64], parts[64];
    int32_t n = 0, made;
    size_t used = 0;
    u_strFromUTF8(wide, 64, &n, text, (int32_t)len, &status);
    made = unorm2_normalize(nfd, wide, n, parts, 64, &status);
    if (U_FAILURE(status))
        return false;
    for (int32_t i = 0; i < made; i++) {
        if (parts[i] == 0x0308 && used && out[used - 1] == 'u')
            out[used - 1] = 'v';
        if (parts[i] >= 'a' && parts[i] <= 'z') {
            if (used == PINYIN_BYTES)
                return false;
            out[used++] = (char)parts[i];
        }
    }
    out[used] = 0;
    return strpbrk(out, "aeiouv"); /* not the sighs: m, ng, hm */
}

/* The syllables of a value: "10056.100:qián,gān", "xíng(2943) háng(218)", "le". */
static void read_value(const UNormalizer2 *nfd, uint32_t point, const char *value) {
    while (*value) {
        size_t len = strcspn(value, " ,()");
        size_t colon = strcspn(value, ":");
        char name[PINYIN_BYTES + 1];
        if (colon < len) {
            value += colon + 1;
            continue;
        }
        if (len && !isdigit((unsigned char)*value) && plain_letters(nfd, value, len, name))
            add_spellings(point, name);
        value += len;
        value += strspn(value, " ,()");
    }
}

typedef struct Line {
    uint32_t point;
    int field;
    char *value;
} Line;

static Line *lines;
static size_t line_count;

static void read_lines(void) {
    enum { MOST = 1 << 18 };
    char text[8192];
    lines = gen_alloc(MOST * sizeof *lines);
    while (fgets(text, sizeof text, stdin)) {
        char *end, *tab = strchr(text, '\t');
        if (strncmp(text, "U+", 2) != 0 || !tab)
            continue;
        uint32_t point = (uint32_t)strtoul(text + 2, &end, 16);
        text[strcspn(text, "\n")] = 0;
        for (int f = 0; f < FIELDS; f++) {
            size_t len = strlen(fields[f]);
            if (strncmp(tab + 1, fields[f], len) != 0 || tab[1 + len] != '\t' ||
                point >= GEN_POINTS)
                continue;
            if (line_count == MOST)
                gen_fail("too many readings");
            lines[line_count++] = (Line){point, f, strdup(tab + 2 + len)};
        }
    }
    if (line_count < 20000)
        gen_fail("the table of readings (Unihan_Readings) is empty or in another format");
}

/* Own readings first, field by field; then those of the characters that fold to it. */
static void fill_readings(void) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    if (U_FAILURE(status))
        gen_fail("ICU has no normalisation data");
    readings = gen_alloc(GEN_POINTS * sizeof *readings);
    for (int f = 0; f < FIELDS; f++)
        for (size_t i = 0; i < line_count; i++)
            if (lines[i].field == f && (f != HISTORICAL || !readings[lines[i].point].count))
                read_value(nfd, lines[i].point, lines[i].value);
    for (uint32_t c = 0; c < GEN_POINTS; c++) {
        GenFolded scratch;
        if (!readings[c].count)
            continue;
        const GenFolded *folded = gen_fold_of(c, &scratch);
        if (folded->len != 1 || folded->points[0] == c)
            continue;
        for (int i = 0; i < readings[c].count; i++)
            add_reading(folded->points[0], names[readings[c].ids[i]]);
    }
}

/* How often a syllable is met: by the words of the list and the usual reading of their
 * characters. */
static void count_syllables(const char *list) {
    FILE *in = fopen(list, "r");
    char text[4096];
    if (!in)
        gen_fail("cannot read the word list");
    while (fgets(text, sizeof text, in)) {
        char *blank = strchr(text, ' ');
        if (!blank)
            continue;
        uint64_t count = strtoull(blank + 1, NULL, 10);
        Str word = str_make(text, (size_t)(blank - text));
        for (size_t at = 0; at < word.len;) {
            uint32_t point;
            at += utf8_next(word, at, &point);
            if (point < GEN_POINTS && readings[point].count)
                counts[readings[point].ids[0]] += count;
        }
    }
    fclose(in);
}

static int by_name(const void *a, const void *b) {
    return strcmp(names[*(const uint16_t *)a], names[*(const uint16_t *)b]);
}

/* Syllables in the order of the alphabet, so that those with one beginning are neighbours. */
static uint16_t *sort_syllables(uint16_t *order) {
    uint16_t *place = gen_alloc(SYLLABLES * sizeof *place);
    for (size_t i = 0; i < syllables; i++)
        order[i] = (uint16_t)i;
    qsort(order, syllables, sizeof *order, by_name);
    for (size_t i = 0; i < syllables; i++)
        place[order[i]] = (uint16_t)i;
    return place;
}

static void write_names(FILE *out, const uint16_t *order) {
    double total = 0;
    uint16_t costs[SYLLABLES];
    for (size_t i = 0; i < syllables; i++)
        total += (double)counts[i] + 1;
    fprintf(out, "const char text_pinyin_name[%zu][%d] = {\n", syllables, PINYIN_BYTES + 1);
    for (size_t i = 0; i < syllables; i++) {
        fprintf(out, "\"%s\",%s", names[order[i]], i % 8 == 7 ? "\n" : "");
        costs[i] = (uint16_t)lround(-log(((double)counts[order[i]] + 1) / total) * PINYIN_SCALE);
    }
    fprintf(out, "};\nconst uint32_t text_pinyin_names = %zu;\n", syllables);
    gen_emit16(out, "text_pinyin_cost", costs, syllables);
}

static void write_readings(FILE *out, const uint16_t *place) {
    uint32_t *entries = gen_alloc(GEN_POINTS * sizeof *entries);
    uint16_t *pool = gen_alloc(POOL * sizeof *pool);
    size_t len = 1; /* pool[0] = 0: none */
    for (uint32_t c = 0; c < GEN_POINTS; c++) {
        uint16_t row[HAN_READINGS + 1];
        const Readings *r = &readings[c];
        size_t at = 1;
        GenFolded scratch;
        if (!r->count || gen_fold_of(c, &scratch)->len != 1 ||
            gen_fold_of(c, &scratch)->points[0] != c)
            continue; /* only folded text is asked about */
        row[0] = r->count;
        for (int i = 0; i < r->count; i++)
            row[i + 1] = place[r->ids[i]];
        while (at + row[0] < len && memcmp(pool + at, row, (row[0] + 1u) * sizeof *row) != 0)
            at += pool[at] + 1u;
        if (at + row[0] >= len) {
            at = len;
            if (len + row[0] + 1u > POOL)
                gen_fail("the pool of readings is full");
            memcpy(pool + len, row, (row[0] + 1u) * sizeof *row);
            len += row[0] + 1u;
        }
        entries[c] = (uint32_t)at;
    }
    gen_emit_points(out, "text_pinyin", entries);
    gen_emit16(out, "text_pinyin_pool", pool, len);
    free(entries);
    free(pool);
}

/* For each syllable its characters, ascending. */
static void write_characters(FILE *out, const uint16_t *order) {
    uint32_t *from = gen_alloc((SYLLABLES + 1) * sizeof *from);
    uint32_t *points = gen_alloc(GEN_POINTS * sizeof *points);
    size_t len = 0;
    for (size_t s = 0; s < syllables; s++) {
        from[s] = (uint32_t)len;
        for (uint32_t c = 0; c < GEN_POINTS; c++) {
            GenFolded scratch;
            bool has = false;
            for (int i = 0; i < readings[c].count; i++)
                has |= readings[c].ids[i] == order[s];
            if (!has)
                continue;
            const GenFolded *folded = gen_fold_of(c, &scratch);
            if (folded->len == 1 && folded->points[0] == c)
                points[len++] = c;
        }
    }
    from[syllables] = (uint32_t)len;
    gen_emit32(out, "text_pinyin_from", from, syllables + 1);
    gen_emit32(out, "text_pinyin_points", points, len);
    free(from);
    free(points);
}

void gen_pinyin_write(FILE *out, const char *list) {
    uint16_t order[SYLLABLES];
    read_lines();
    fill_readings();
    count_syllables(list);
    uint16_t *place = sort_syllables(order);
    write_names(out, order);
    write_readings(out, place);
    write_characters(out, order);
    free(place);
}
