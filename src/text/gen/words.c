#include "config.h"

#include "text/fold.h"
#include "text/gen/gen.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Words that were counted fewer times are mostly phrases and slips: without them the list cuts
 * better and is a third of the size. */
enum { MIN_COUNT = 5, WORD_MAX = 24, CELLS_MAX = 1 << 20, CODE_MAX = WORD_LAST - WORD_FIRST + 1 };

typedef struct Word {
    uint16_t points[WORD_MAX]; /* code points, later codes; 0 ends */
    uint64_t count;
} Word;

static Word *words;
static size_t word_len, word_cap;
static uint64_t total;
static uint16_t codes[CODE_MAX], last_code;

/* False when the word is not wholly of Han characters that the table can code. */
static bool fold_word(Str text, uint16_t points[WORD_MAX]) {
    size_t len = 0;
    uint32_t point;
    for (size_t at = 0; at < text.len; at += utf8_next(text, at, &point)) {
        utf8_next(text, at, &point);
        GenFolded scratch;
        const GenFolded *f = gen_fold_of(point, &scratch);
        if (f->len != 1 || f->points[0] < WORD_FIRST || f->points[0] > WORD_LAST ||
            len + 1 == WORD_MAX || gen_class_of(f->points[0]) != TEXT_HAN)
            return false;
        points[len++] = (uint16_t)f->points[0];
    }
    memset(points + len, 0, (WORD_MAX - len) * sizeof *points);
    return len > 0;
}

static void add_line(const char *line) {
    const char *blank = strchr(line, ' ');
    if (!blank)
        return;
    uint64_t count = strtoull(blank + 1, NULL, 10);
    if (count < MIN_COUNT)
        return;
    if (word_len == word_cap) {
        word_cap = word_cap ? 2 * word_cap : 1 << 17;
        words = realloc(words, word_cap * sizeof *words);
        if (!words)
            gen_fail("no memory");
    }
    if (!fold_word(str_make(line, (size_t)(blank - line)), words[word_len].points))
        return;
    words[word_len++].count = count;
    total += count;
}

static int compare_words(const void *a, const void *b) {
    const Word *x = a, *y = b;
    for (int i = 0; i < WORD_MAX; i++) {
        if (x->points[i] != y->points[i])
            return x->points[i] < y->points[i] ? -1 : 1;
    }
    return 0;
}

static void read_list(const char *path) {
    FILE *in = fopen(path, "r");
    if (!in)
        gen_fail("cannot read the word list");
    char line[4096];
    while (fgets(line, sizeof line, in))
        add_line(line);
    fclose(in);
    if (word_len < 1000)
        gen_fail("the word list is empty or in another format (word count tag)");
}

/* Sorted, with the counts of words that fold alike added up. */
static void unite_words(void) {
    qsort(words, word_len, sizeof *words, compare_words);
    size_t kept = 0;
    for (size_t i = 0; i < word_len; i++) {
        if (kept && compare_words(&words[kept - 1], &words[i]) == 0)
            words[kept - 1].count += words[i].count;
        else
            words[kept++] = words[i];
    }
    word_len = kept;
}

static uint32_t used_in[CODE_MAX];

static int compare_use(const void *a, const void *b) {
    uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;
    if (used_in[x] != used_in[y])
        return used_in[x] > used_in[y] ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* The most used characters get the smallest codes: then the children of a node lie close together
 * and the array packs without gaps. */
static void give_codes(void) {
    uint16_t order[CODE_MAX];
    for (size_t w = 0; w < word_len; w++) {
        for (int i = 0; words[w].points[i]; i++)
            used_in[words[w].points[i] - WORD_FIRST]++;
    }
    for (size_t i = 0; i < CODE_MAX; i++)
        order[i] = (uint16_t)i;
    qsort(order, CODE_MAX, sizeof *order, compare_use);
    for (size_t i = 0; i < CODE_MAX && used_in[order[i]]; i++)
        codes[order[i]] = last_code = (uint16_t)(i + 1);
    for (size_t w = 0; w < word_len; w++) {
        for (int i = 0; words[w].points[i]; i++)
            words[w].points[i] = codes[words[w].points[i] - WORD_FIRST];
    }
    qsort(words, word_len, sizeof *words, compare_words);
}

/* A trie node is a range of the sorted words that share `depth` codes. */
typedef struct Node {
    uint32_t from, to, cell, children;
    int depth;
} Node;

typedef struct Array {
    uint32_t *base, *parent; /* parent: of a used cell its parent + 1, 0 when free */
    uint16_t *cost;
    uint32_t *next_free; /* skips used cells; path-compressed */
    uint32_t used;       /* cells up to the last used one */
} Array;

static uint32_t find_free(Array *array, uint32_t cell) {
    uint32_t free_cell = cell;
    while (array->next_free[free_cell] != free_cell)
        free_cell = array->next_free[free_cell];
    while (array->next_free[cell] != free_cell) {
        uint32_t next = array->next_free[cell];
        array->next_free[cell] = free_cell;
        cell = next;
    }
    return free_cell;
}

static void take(Array *array, uint32_t cell, uint32_t parent) {
    if (cell + 1 >= CELLS_MAX)
        gen_fail("the word list is too large");
    array->parent[cell] = parent + 1;
    array->next_free[cell] = cell + 1;
    if (cell + 1 > array->used)
        array->used = cell + 1;
}

static bool fits(const Array *array, uint32_t base, const uint16_t *labels, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        if (base + labels[i] >= CELLS_MAX)
            gen_fail("the word list is too large");
        if (array->parent[base + labels[i]])
            return false;
    }
    return true;
}

/* First fit; a node that fits nowhere goes behind the last used cell. */
static uint32_t find_base(Array *array, const uint16_t *labels, uint32_t count) {
    uint32_t cell = find_free(array, labels[0] + 1u);
    while (cell < array->used && !fits(array, cell - labels[0], labels, count))
        cell = find_free(array, cell + 1);
    return cell - labels[0];
}

static uint16_t word_cost(uint64_t count) {
    double cost = -log((double)count / (double)total) * WORD_SCALE;
    return cost < 0 ? 0 : cost >= WORD_NONE ? WORD_NONE - 1 : (uint16_t)lround(cost);
}

/* Labels of the children of a node; the word that ends in the node itself is the range's first. */
static uint32_t list_labels(const Node *node, uint16_t *labels) {
    uint32_t count = 0;
    for (uint32_t w = node->from; w < node->to; w++) {
        uint16_t label = words[w].points[node->depth];
        if (label && (!count || labels[count - 1] != label))
            labels[count++] = label;
    }
    return count;
}

/* Wide nodes first: they are the hard ones to place. A heap would be overkill: nodes of one depth
 * are sorted by their number of children. */
static int compare_nodes(const void *a, const void *b) {
    const Node *x = a, *y = b;
    if (x->children != y->children)
        return x->children > y->children ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static size_t place_children(Array *array, const Node *node, Node *next) {
    static uint16_t labels[CODE_MAX];
    uint32_t count = list_labels(node, labels);
    if (!count)
        return 0;
    uint32_t base = find_base(array, labels, count);
    array->base[node->cell] = base;
    uint32_t w = node->from;
    for (uint32_t i = 0; i < count; i++) {
        while (words[w].points[node->depth] != labels[i])
            w++;
        uint32_t end = w;
        while (end < node->to && words[end].points[node->depth] == labels[i])
            end++;
        uint32_t cell = base + labels[i];
        take(array, cell, node->cell);
        next[i] = (Node){.from = w, .to = end, .cell = cell, .depth = node->depth + 1};
        if (!words[w].points[node->depth + 1])
            array->cost[cell] = word_cost(words[w].count);
        w = end;
    }
    return count;
}

static void build_array(Array *array) {
    static uint16_t labels[CODE_MAX];
    Node *level = gen_alloc((word_len + 1) * sizeof *level);
    Node *next = gen_alloc((word_len + 1) * sizeof *next);
    size_t count = 1;
    level[0] = (Node){.to = (uint32_t)word_len};
    take(array, 0, 0);
    while (count) {
        size_t next_count = 0;
        for (size_t i = 0; i < count; i++)
            next_count += place_children(array, &level[i], next + next_count);
        for (size_t i = 0; i < next_count; i++)
            next[i].children = list_labels(&next[i], labels);
        qsort(next, next_count, sizeof *next, compare_nodes);
        Node *swap = level;
        level = next;
        next = swap;
        count = next_count;
    }
    free(level);
    free(next);
}

static void write_array(FILE *out, const Array *array) {
    /* A look-up may go one code beyond the last base: the cells there exist and are empty. */
    size_t cells = array->used + last_code + 1;
    uint64_t *packed = gen_alloc(cells * sizeof *packed);
    for (size_t i = 0; i < cells; i++) {
        bool is_used = i < array->used && array->parent[i];
        uint64_t parent = is_used ? array->parent[i] - 1 : (1u << WORD_BITS) - 1;
        packed[i] = (is_used ? array->base[i] : 0) | parent << WORD_BITS |
                    (uint64_t)(is_used ? array->cost[i] : WORD_NONE) << (2 * WORD_BITS);
    }
    gen_emit16(out, "text_word_code", codes, CODE_MAX);
    gen_emit64(out, "text_word_cell", packed, cells);
    fprintf(out, "const uint32_t text_word_cells = %zu;\n", cells);
    fprintf(out, "const uint32_t text_word_unknown = %u;\n", word_cost(1));
    free(packed);
}

void gen_words_write(FILE *out, const char *list) {
    read_list(list);
    unite_words();
    give_codes();
    Array array = {.base = gen_alloc(CELLS_MAX * sizeof(uint32_t)),
                   .parent = gen_alloc(CELLS_MAX * sizeof(uint32_t)),
                   .cost = gen_alloc(CELLS_MAX * sizeof(uint16_t)),
                   .next_free = gen_alloc((CELLS_MAX + 1) * sizeof(uint32_t))};
    memset(array.cost, 0xFF, CELLS_MAX * sizeof(uint16_t));
    for (uint32_t i = 0; i <= CELLS_MAX; i++)
        array.next_free[i] = i;
    build_array(&array);
    write_array(out, &array);
    free(array.base);
    free(array.parent);
    free(array.cost);
    free(array.next_free);
    free(words);
}
