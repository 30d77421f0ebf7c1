#include "config.h"

#include "search/excerpt.h"

#include "base/vec.h"
#include "text/cluster.h"
#include "text/utf8.h"
#include "text/width.h"

/* ---- one line ---- */

static bool is_blank(uint32_t point) {
    return point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == 0xA0 ||
           point == 0x3000;
}

static Str after_blanks(Str line) {
    while (line.len && (*line.ptr == ' ' || *line.ptr == '\t'))
        line = str_make(line.ptr + 1, line.len - 1);
    return line;
}

/* Fences and rules: lines of nothing but their signs. */
static bool is_rule(Str line) {
    size_t signs = 0;
    if (str_starts(line, STR("```")) || str_starts(line, STR("~~~")))
        return true;
    for (size_t i = 0; i < line.len; i++) {
        if (!strchr("-*_=|: \t\r", line.ptr[i]))
            return false;
        signs += strchr("-*_=", line.ptr[i]) != NULL;
    }
    return signs >= 3;
}

/* Takes the marks of a heading, a quote, a bullet off the front. */
static Str without_marks(Str line) {
    for (;;) {
        size_t signs = 0;
        line = after_blanks(line);
        if (line.len && *line.ptr == '>') {
            line = str_make(line.ptr + 1, line.len - 1);
            continue;
        }
        while (signs < line.len && line.ptr[signs] == '#')
            signs++;
        if (!signs && line.len > 1 && strchr("-*+", *line.ptr))
            signs = 1;
        if (!signs || signs >= line.len || line.ptr[signs] != ' ')
            return line;
        line = str_make(line.ptr + signs, line.len - signs);
    }
}

/* A row of a table without its outer bars; false for another line. */
static bool table_row(Str *line) {
    Str row = str_trim(*line);
    if (row.len < 2 || row.ptr[0] != '|' || row.ptr[row.len - 1] != '|')
        return false;
    *line = str_trim(str_make(row.ptr + 1, row.len - 2));
    return true;
}

/* The link that was looked for last: a line full of brackets is read once, not once a bracket. */
typedef struct Link {
    bool looked;
    size_t close, end; /* the end of its text (SIZE_MAX: no link follows), behind its target */
} Link;

/* Whether a link's text that begins at or before `at`, which ascends, ends somewhere. */
static bool find_link(Link *link, Str line, size_t at) {
    if (!link->looked || (link->close != SIZE_MAX && at > link->close)) {
        size_t close = str_find(line, STR("]("), at);
        size_t target = close == SIZE_MAX ? SIZE_MAX : str_find(line, STR(")"), close);
        *link = (Link){true, target == SIZE_MAX ? SIZE_MAX : close, target + 1};
    }
    return link->close != SIZE_MAX;
}

static void put_point(Buf *out, Str line, size_t at, size_t len, uint32_t point) {
    if (!is_blank(point))
        buf_put(out, line.ptr + at, len);
    else if (out->len && out->data[out->len - 1] != ' ')
        buf_putc(out, ' ');
}

static void put_inline(Buf *out, Str line) {
    Link link = {.looked = false};
    bool inside = false;
    for (size_t at = 0, len; at < line.len; at += len) {
        uint32_t point;
        len = utf8_next(line, at, &point);
        bool doubled = at + 1 < line.len && line.ptr[at + 1] == line.ptr[at];
        if (inside && at == link.close) {
            len = link.end - at;
            inside = false;
        } else if (point == '`') {
            continue;
        } else if ((point == '*' || point == '_') && doubled) {
            len = 2;
        } else if (point == '!' && at + 1 < line.len && line.ptr[at + 1] == '[' &&
                   find_link(&link, line, at + 2)) {
            continue;
        } else if (point == '[' && !inside && find_link(&link, line, at + 1)) {
            inside = true;
        } else {
            put_point(out, line, at, len, point);
        }
    }
}

void excerpt_line(Buf *out, Str text) {
    Str rest = text, line;
    size_t start = out->len;
    bool row_before = false;
    while (str_split(&rest, '\n', &line)) {
        if (is_rule(str_trim(line)))
            continue;
        bool row = table_row(&line);
        if (row && row_before)
            buf_putc(out, ';');
        row_before = row;
        if (out->len > start && out->data[out->len - 1] != ' ')
            buf_putc(out, ' ');
        put_inline(out, without_marks(line));
    }
    while (out->len > start && out->data[out->len - 1] == ' ')
        buf_truncate(out, out->len - 1);
}

/* ---- cutting ---- */

void excerpt_free(Excerpt *e) {
    text_words_free(&e->words);
    text_map_free(&e->map);
    buf_free(&e->folded);
}

static uint32_t point_at(Str line, size_t at) {
    uint32_t point = ' ';
    if (at < line.len)
        utf8_next(line, at, &point);
    return point;
}

static uint32_t point_before(Str line, size_t at) {
    uint32_t point = ' ';
    if (at)
        utf8_prev(line, at, &point);
    return point;
}

static bool is_letter(uint32_t point) {
    TextClass class = text_class_source(point);
    return class == TEXT_LETTER || class == TEXT_DIGIT || point == '\'' || point == 0x2019;
}

/* Inside a word of letters and digits. */
static bool divides_letters(Str line, size_t at) {
    return at && at < line.len && is_letter(point_before(line, at)) &&
           is_letter(point_at(line, at));
}

/* The Han word that `at` stands inside of, seen with some text around it. */
static bool divides_word(Excerpt *e, Str line, size_t at, size_t *from, size_t *to) {
    enum { AROUND = 48 };
    if (!at || at >= line.len || text_class_source(point_at(line, at)) != TEXT_HAN ||
        text_class_source(point_before(line, at)) != TEXT_HAN)
        return false;
    size_t begin = utf8_floor(line, at > AROUND ? at - AROUND : 0);
    size_t end = utf8_floor(line, line.len - at > AROUND ? at + AROUND : line.len);
    Str piece = str_make(line.ptr + begin, end - begin);
    text_fold_map(&e->folded, &e->map, piece);
    text_words_cut(&e->words, buf_str(&e->folded));
    VEC_EACH (word, &e->words) {
        text_map_range(&e->map, piece, word->from, word->to, from, to);
        *from += begin;
        *to += begin;
        if (*from < at && at < *to)
            return true;
    }
    return false;
}

static size_t to_word_begin(Excerpt *e, Str line, size_t at) {
    size_t from, to;
    if (divides_word(e, line, at, &from, &to))
        return to;
    if (!divides_letters(line, at))
        return at;
    while (at < line.len && is_letter(point_at(line, at)))
        at = text_cluster_next(line, at);
    return at;
}

static size_t to_word_end(Excerpt *e, Str line, size_t at) {
    size_t from, to;
    if (divides_word(e, line, at, &from, &to))
        return from;
    while (divides_letters(line, at))
        at = text_cluster_prev(line, at);
    return at;
}

static bool ends_sentence(uint32_t point, uint32_t next) {
    static const uint32_t ends[] = {0x3002, 0xFF01, 0xFF1F, 0xFF1B}; /* 。！？； */
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (point == ends[i])
            return true;
    return (point == '.' || point == '!' || point == '?' || point == ';') && next == ' ';
}

static size_t back_columns(Str line, size_t at, int columns) {
    while (at) {
        size_t before = text_cluster_prev(line, at);
        columns -= text_width_cluster(str_make(line.ptr + before, at - before));
        if (columns < 0)
            break;
        at = before;
    }
    return at;
}

/* Where the last sentence begins between the two places; SIZE_MAX: none does. */
static size_t sentence_begin(Str line, size_t from, size_t to) {
    size_t found = SIZE_MAX;
    for (size_t at = from, len; at < to; at += len) {
        uint32_t point;
        len = utf8_next(line, at, &point);
        if (ends_sentence(point, point_at(line, at + len)) && at + len < to)
            found = at + len;
    }
    while (found != SIZE_MAX && found < to && line.ptr[found] == ' ')
        found++;
    return found;
}

static bool opens(uint32_t point) {
    static const uint32_t openers[] = {'(',    '[',    '{',    '"',    '$',    '#',    '@',   '+',
                                       0x2018, 0x201C, 0x300A, 0x300C, 0x300E, 0x3010, 0xFF08};
    for (size_t i = 0; i < COUNT_OF(openers); i++)
        if (openers[i] == point)
            return true;
    return false;
}

/* Blanks and what only closes something do not begin a piece. */
static size_t pass_closing(Str line, size_t at, size_t most) {
    while (at < most) {
        uint32_t point = point_at(line, at);
        TextClass class = text_class_source(point);
        if ((class != TEXT_BLANK && class != TEXT_PUNCT) || opens(point))
            break;
        at = text_cluster_next(line, at);
    }
    return at < most ? at : most;
}

/* Blanks and what only opens something do not end one. */
static size_t drop_opening(Str line, size_t begin, size_t at) {
    while (at > begin) {
        uint32_t point = point_before(line, at);
        if (text_class_source(point) != TEXT_BLANK && !opens(point))
            break;
        at = text_cluster_prev(line, at);
    }
    return at;
}

static size_t choose_begin(Excerpt *e, Str line, size_t from, int room) {
    size_t begin = back_columns(line, from, room);
    if (!begin)
        return 0;
    size_t sentence = sentence_begin(line, begin, from);
    if (sentence != SIZE_MAX)
        return sentence;
    return pass_closing(line, to_word_begin(e, line, begin), from);
}

void excerpt_cut(Excerpt *e, Str line, int columns, size_t *from, size_t *to) {
    size_t begin = text_cluster_floor(line, *from), last = text_cluster_ceil(line, *to), end = last;
    int own = text_width(str_make(line.ptr + begin, end - begin));
    if (own < columns) {
        int room = columns - own, behind = text_width(str_make(line.ptr + end, line.len - end));
        int before = room / 3 > room - behind ? room / 3 : room - behind;
        begin = choose_begin(e, line, begin, before);
    }
    Str rest = str_make(line.ptr + begin, line.len - begin);
    end = begin + text_width_fit(rest, columns, NULL);
    size_t least = last < end ? last : begin + 1, word = to_word_end(e, line, end);
    end = word >= least ? word : end;
    word = end < line.len ? drop_opening(line, begin, end) : end;
    *from = begin;
    *to = word >= least ? word : end;
}
