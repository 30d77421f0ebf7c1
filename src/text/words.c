#include "config.h"

#include "text/words.h"

#include "base/mem.h"
#include "base/vec.h"
#include "text/fold.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unicode/ubrk.h>

/* One place between two characters of a Han run. */
typedef struct Place {
    uint32_t cost; /* of the best way here */
    uint32_t byte;
    uint16_t code; /* of the character that follows */
    uint16_t back; /* characters of the last word of that way */
} Place;

struct TextLattice {
    Place *places;
    size_t cap;
    uint32_t *ends; /* places of the best way, last first */
};

struct TextBreaker {
    UBreakIterator *iterator;
    UChar *units;
    uint32_t *bytes; /* byte offset of every unit */
    size_t cap;
};

static void add_word(TextWords *words, size_t from, size_t to, size_t points, TextWordKind kind) {
    TextWord word = {.from = (uint32_t)from,
                     .to = (uint32_t)to,
                     .points = points > UINT16_MAX ? UINT16_MAX : (uint16_t)points,
                     .kind = (uint8_t)kind};
    vec_push(words, word);
}

static uint16_t code_of(uint32_t point) {
    return point >= WORD_FIRST && point <= WORD_LAST ? text_word_code[point - WORD_FIRST] : 0;
}

static uint32_t cell_base(uint64_t cell) {
    return (uint32_t)(cell & ((1u << WORD_BITS) - 1));
}

static uint32_t cell_parent(uint64_t cell) {
    return (uint32_t)(cell >> WORD_BITS & ((1u << WORD_BITS) - 1));
}

static uint32_t cell_cost(uint64_t cell) {
    return (uint32_t)(cell >> (2 * WORD_BITS) & 0xFFFF);
}

static struct TextLattice *lattice_of(TextWords *words, size_t places) {
    if (!words->lattice)
        words->lattice = mem_zalloc(sizeof *words->lattice);
    struct TextLattice *lattice = words->lattice;
    if (places > lattice->cap) {
        lattice->cap = places + places / 2 + 64;
        lattice->places = mem_realloc_array(lattice->places, lattice->cap, sizeof(Place));
        lattice->ends = mem_realloc_array(lattice->ends, lattice->cap, sizeof(uint32_t));
    }
    return lattice;
}

/* Every word that begins at `at` offers a way to the place where it ends. Of two equal ways the one
 * that was found first stays: its last word is the longer one. */
static void extend(Place *places, size_t at) {
    const uint64_t *cells = text_word_cell;
    uint32_t cost = places[at].cost, cell = 0;
    Place *next = &places[at + 1];
    if (cost + text_word_unknown < next->cost) {
        next->cost = cost + text_word_unknown;
        next->back = 1;
    }
    for (size_t i = at; places[i].code; i++) {
        uint32_t child = cell_base(cells[cell]) + places[i].code;
        uint64_t found = cells[child];
        if (cell_parent(found) != cell)
            return;
        uint32_t way = cost + cell_cost(found);
        if (cell_cost(found) != WORD_NONE && way < places[i + 1].cost) {
            places[i + 1].cost = way;
            places[i + 1].back = (uint16_t)(i + 1 - at);
        }
        cell = child;
    }
}

/* A run that is longer is cut in pieces, so that costs stay within 32 bits. */
enum { RUN_MAX = 32768 };

static void cut_han(TextWords *words, size_t count) {
    struct TextLattice *lattice = words->lattice;
    Place *places = lattice->places;
    places[0].cost = 0;
    for (size_t i = 0; i < count; i++)
        extend(places, i);
    size_t cuts = 0;
    for (size_t i = count; i > 0; i -= places[i].back)
        lattice->ends[cuts++] = (uint32_t)i;
    while (cuts--) {
        const Place *end = &places[lattice->ends[cuts]];
        add_word(words, (end - end->back)->byte, end->byte, end->back, TEXT_WORD_HAN);
    }
}

/* Gives the end of the run of Han characters that begins at `at`. A code of 0 behind the last
 * character ends every walk through the word list. */
static size_t han_run(TextWords *words, Str text, size_t at) {
    struct TextLattice *lattice = lattice_of(words, 64);
    size_t count = 0, room = lattice->cap;
    Place *places = lattice->places;
    while (count < RUN_MAX && at < text.len) {
        uint32_t point;
        size_t len = utf8_next(text, at, &point);
        uint16_t code = code_of(point);
        if (!code && text_class(point) != TEXT_HAN)
            break;
        places[count++] = (Place){.cost = UINT32_MAX, .byte = (uint32_t)at, .code = code};
        at += len;
        if (count + 1 == room) {
            lattice = lattice_of(words, room + 1);
            room = lattice->cap;
            places = lattice->places;
        }
    }
    places[count] = (Place){.cost = UINT32_MAX, .byte = (uint32_t)at};
    cut_han(words, count);
    return at;
}

static bool is_digit(Str text, size_t at) {
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t digits_end(Str text, size_t at) {
    while (is_digit(text, at))
        at++;
    return at;
}

/* A number with thousands groups and one decimal point is one word: 1,236 and 3.5 (not 1,2,3, not
 * 2026.11.20). Gives `at` when none begins there. */
static size_t number_end(Str text, size_t at) {
    if (at >= 2 && (text.ptr[at - 1] == '.' || text.ptr[at - 1] == ',') && is_digit(text, at - 2))
        return at;
    size_t end = digits_end(text, at);
    while (end < text.len && text.ptr[end] == ',' && digits_end(text, end + 1) == end + 4)
        end += 4;
    if (end < text.len && text.ptr[end] == '.')
        end = is_digit(text, end + 1) ? digits_end(text, end + 1) : end;
    bool goes_on =
        end < text.len && (text.ptr[end] == '.' || text.ptr[end] == ',') && is_digit(text, end + 1);
    return goes_on ? at : end;
}

static size_t latin_run(TextWords *words, Str text, size_t at) {
    size_t from = at;
    at = number_end(text, at);
    size_t points = at - from;
    while (at < text.len) {
        uint32_t point;
        size_t len = utf8_next(text, at, &point);
        TextClass class = text_class(point);
        if (class != TEXT_LETTER && class != TEXT_DIGIT)
            break;
        at += len;
        points++;
    }
    add_word(words, from, at, points, TEXT_WORD_LATIN);
    return at;
}

static struct TextBreaker *breaker_of(TextWords *words, size_t units) {
    if (!words->breaker)
        words->breaker = mem_zalloc(sizeof *words->breaker);
    struct TextBreaker *breaker = words->breaker;
    if (units > breaker->cap) {
        breaker->cap = units + 256;
        breaker->units = mem_realloc_array(breaker->units, breaker->cap, sizeof(UChar));
        breaker->bytes = mem_realloc_array(breaker->bytes, breaker->cap, sizeof(uint32_t));
    }
    if (!breaker->iterator) {
        UErrorCode status = U_ZERO_ERROR;
        breaker->iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    }
    return breaker;
}

/* The run as UTF-16; gives its number of units, without the one that ends the offsets. */
static size_t other_units(TextWords *words, Str text, size_t at) {
    size_t units = 0;
    while (at < text.len) {
        uint32_t point;
        size_t len = utf8_next(text, at, &point);
        if (text_class(point) != TEXT_OTHER)
            break;
        struct TextBreaker *breaker = breaker_of(words, units + 3);
        size_t from = units;
        U16_APPEND_UNSAFE(breaker->units, units, point);
        while (from < units)
            breaker->bytes[from++] = (uint32_t)at;
        at += len;
    }
    words->breaker->bytes[units] = (uint32_t)at;
    return units;
}

static size_t other_run(TextWords *words, Str text, size_t at) {
    size_t units = other_units(words, text, at);
    const struct TextBreaker *breaker = words->breaker;
    size_t end = breaker->bytes[units];
    UErrorCode status = U_ZERO_ERROR;
    if (breaker->iterator)
        ubrk_setText(breaker->iterator, breaker->units, (int32_t)units, &status);
    if (!breaker->iterator || U_FAILURE(status)) { /* ICU without its data: the run is one word */
        add_word(words, at, end, utf8_count(str_make(text.ptr + at, end - at)), TEXT_WORD_OTHER);
        return end;
    }
    int32_t from = ubrk_first(breaker->iterator);
    for (int32_t to; (to = ubrk_next(breaker->iterator)) != UBRK_DONE; from = to) {
        uint32_t first = breaker->bytes[from], last = breaker->bytes[to];
        add_word(words, first, last, utf8_count(str_make(text.ptr + first, last - first)),
                 TEXT_WORD_OTHER);
    }
    return end;
}

void text_words_cut(TextWords *words, Str folded) {
    words->len = 0;
    for (size_t at = 0; at < folded.len;) {
        uint32_t point;
        size_t len = utf8_next(folded, at, &point);
        TextClass class = text_class(point);
        if (class == TEXT_HAN)
            at = han_run(words, folded, at);
        else if (class == TEXT_LETTER || class == TEXT_DIGIT)
            at = latin_run(words, folded, at);
        else if (class == TEXT_OTHER)
            at = other_run(words, folded, at);
        else
            at += len;
    }
}

void text_words_free(TextWords *words) {
    if (words->lattice) {
        free(words->lattice->places);
        free(words->lattice->ends);
        free(words->lattice);
    }
    if (words->breaker) {
        ubrk_close(words->breaker->iterator);
        free(words->breaker->units);
        free(words->breaker->bytes);
        free(words->breaker);
    }
    free(words->items);
    *words = (TextWords){0};
}

bool text_words_has(Str folded) {
    uint32_t cell = 0, point;
    for (size_t at = 0; at < folded.len;) {
        at += utf8_next(folded, at, &point);
        uint16_t code = code_of(point);
        uint32_t next = cell_base(text_word_cell[cell]) + code;
        if (!code || cell_parent(text_word_cell[next]) != cell)
            return false;
        cell = next;
    }
    return cell && cell_cost(text_word_cell[cell]) != WORD_NONE;
}
