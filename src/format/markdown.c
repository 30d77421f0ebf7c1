#include "config.h"

#include "format/markdown.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/headings.h"
#include "format/source.h"
#include "text/utf8.h"

/* ---- front matter ---- */

static bool is_fence(Str line, Str fence) {
    return str_starts(line, fence) &&
           !str_trim(str_make(line.ptr + fence.len, line.len - fence.len)).len;
}

/* Takes blank lines off. */
static void skip_blank_lines(Str *rest, int *line) {
    Str look = *rest, text;
    while (source_next_line(&look, &text) && !str_trim(text).len) {
        *rest = look;
        ++*line;
    }
}

/* With bit 5 set, as ASCII capitals then are small letters, '-' and '.' stay and '_' becomes DEL.
 */
static const char key_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.\x7f";

/* "title: ...", with either colon: how Hexo's front matter begins without a fence. */
static bool is_key_line(Str line) {
    size_t n = 0;
    while (n < line.len && strchr(key_letters, line.ptr[n] | 32))
        n++;
    Str rest = str_make(line.ptr + n, line.len - n);
    return n && (str_equal(rest, STR(":")) || str_starts(rest, STR(": ")) ||
                 str_starts(rest, STR("：")));
}

/* Without an opening fence, all lines up to the closing one are keys, their indented or listed
 * values, or comments: no blank line, no plain sentence. */
static bool is_front_line(Str line) {
    return line.len && (is_key_line(line) || strchr(" \t-#", line.ptr[0]));
}

/* Finds the closing fence: *front is what stands before it. */
static bool find_close(Str *rest, int *line, Str *front, bool strict) {
    const char *start = rest->ptr;
    Str before = *rest, text;
    for (; source_next_line(rest, &text); before = *rest) {
        ++*line;
        if (is_fence(text, STR("---")) || is_fence(text, STR("..."))) {
            *front = str_make(start, (size_t)(before.ptr - start));
            return true;
        }
        if (strict && !is_front_line(text))
            return false;
    }
    return false;
}

static bool refuse(Error *err, const char *file, int line, const char *message) {
    error_set(err, ERR_SYNTAX, message, "");
    return error_at(err, file, line, 1);
}

bool markdown_cut(Str text, const char *file, int first_line, MarkdownFile *out, Error *err) {
    Str rest = source_skip_mark(text), first;
    int line = first_line;
    *out = (MarkdownFile){.text = rest, .text_line = line};
    skip_blank_lines(&rest, &line);
    Str look = rest;
    if (!source_next_line(&look, &first))
        return true;
    if (is_fence(first, STR("+++")))
        return refuse(err, file, line,
                      N_("front matter in TOML (+++) is not read: write it as YAML between --- "
                         "lines"));
    bool open = is_fence(first, STR("---"));
    if (!open && !is_key_line(first))
        return true;
    int close_line = open ? line + 1 : line;
    Str inside = open ? look : rest, front;
    int front_line = close_line;
    if (!find_close(&inside, &close_line, &front, !open)) {
        Str second;
        bool looks_like_front = open && source_next_line(&look, &second) && is_key_line(second);
        return !looks_like_front ||
               refuse(err, file, line, N_("the front matter is not closed with a --- line"));
    }
    *out = (MarkdownFile){front, front_line, inside, close_line, true};
    return true;
}

/* ---- lines and headings of a story ---- */

/* How strongly a line cuts: # .. ###### are 1 .. 6, then the ways in which people number. */
enum {
    RANK_NONE = 0,
    RANK_MARKED = 6,
    RANK_HAN = 7,     /* 一、背景 */
    RANK_BRACKET = 8, /* （一）背景 */
    RANK_NUMBER = 9,  /* 1. 背景 */
    RANK_STRONG = 10  /* **背景** */
};

typedef struct Line {
    size_t start, end; /* with its LF */
    Str text;
} Line;

typedef struct Piece {
    size_t start, end;
    int target; /* a section, -1: body, -2: a heading that was understood */
} Piece;

typedef struct Splitter {
    Str text;
    size_t at;
    char fence; /* inside a code block that was opened with this character */
    size_t fence_len;
    bool before_blank; /* the line before is blank (or there is none) */
    int target;        /* section that is open, -1: body */
    int rank;          /* of its heading */
    bool marked;       /* a section began with a # heading: numbers and bold lines do not count */
    unsigned taken;
    bool take_title;
    VEC(Piece) pieces;
    Story *story;
} Splitter;

static bool next_line(Str text, size_t at, Line *line) {
    if (at >= text.len)
        return false;
    const char *lf = memchr(text.ptr + at, '\n', text.len - at);
    size_t end = lf ? (size_t)(lf - text.ptr) + 1 : text.len;
    *line = (Line){at, end, str_make(text.ptr + at, end - at - (lf != NULL))};
    return true;
}

static bool is_blank(Str text) {
    return !str_trim(text).len;
}

static size_t indent_of(Str text) {
    size_t n = 0;
    while (n < text.len && text.ptr[n] == ' ')
        n++;
    return n;
}

/* Opens and closes code blocks; true when the line belongs to one. */
static bool in_code(Splitter *s, Str line) {
    size_t at = indent_of(line), n = 0;
    char c = at < line.len ? line.ptr[at] : '\0';
    if (at < 4 && (c == '`' || c == '~'))
        while (at + n < line.len && line.ptr[at + n] == c)
            n++;
    if (!s->fence) {
        if (n < 3 || (c == '`' && memchr(line.ptr + at + n, '`', line.len - at - n)))
            return false;
        s->fence = c;
        s->fence_len = n;
    } else if (c == s->fence && n >= s->fence_len &&
               is_blank(str_make(line.ptr + at + n, line.len - at - n))) {
        s->fence = '\0';
    }
    return true;
}

/* "## 背景 ##" gives 2 and "背景". */
static int marked_heading(Str line, Str *title) {
    size_t at = indent_of(line), n = 0;
    if (at > 3)
        return RANK_NONE;
    while (at + n < line.len && line.ptr[at + n] == '#')
        n++;
    if (!n || n > RANK_MARKED || (at + n < line.len && !strchr(" \t", line.ptr[at + n])))
        return RANK_NONE;
    Str text = str_trim(str_make(line.ptr + at + n, line.len - at - n));
    size_t end = text.len;
    while (end && text.ptr[end - 1] == '#')
        end--;
    if (!end || strchr(" \t", text.ptr[end - 1]))
        text = str_trim(str_make(text.ptr, end));
    *title = text;
    return (int)n;
}

/* A line of text with === or --- below. */
static int underlined_heading(const Splitter *s, const Line *line, Line *below, Str *title) {
    if (!s->before_blank || is_blank(line->text) || indent_of(line->text) > 3 ||
        strchr("-*+>|`=<", line->text.ptr[indent_of(line->text)]) ||
        !next_line(s->text, line->end, below))
        return RANK_NONE;
    Str under = str_trim(below->text);
    if (under.len < 3 || indent_of(below->text) > 3 || (under.ptr[0] != '=' && under.ptr[0] != '-'))
        return RANK_NONE;
    for (size_t i = 1; i < under.len; i++)
        if (under.ptr[i] != under.ptr[0])
            return RANK_NONE;
    *title = str_trim(line->text);
    return under.ptr[0] == '=' ? 1 : 2;
}

/* A paragraph of one line. */
static bool stands_alone(const Splitter *s, const Line *line) {
    Line below;
    return s->before_blank && (!next_line(s->text, line->end, &below) || is_blank(below.text));
}

static bool is_strong(Str title) {
    return title.len > 4 && ((str_starts(title, STR("**")) && str_ends(title, STR("**"))) ||
                             (str_starts(title, STR("__")) && str_ends(title, STR("__"))));
}

/* 一、 （一） 1. ** as people write headings without #. */
static int people_heading(const Splitter *s, const Line *line, Str *title) {
    static const int ranks[] = {
        [HEADING_PLAIN] = RANK_NONE,
        [HEADING_HAN] = RANK_HAN,
        [HEADING_BRACKET] = RANK_BRACKET,
        [HEADING_NUMBER] = RANK_NUMBER,
    };
    Str text = str_trim(line->text);
    if (s->marked || !text.len || text.len > 200 || indent_of(line->text) > 3 ||
        !stands_alone(s, line))
        return RANK_NONE;
    HeadingNumber number;
    *title = heading_skip_number(text, &number);
    int rank = ranks[number];
    if (rank == RANK_NONE && is_strong(text))
        rank = RANK_STRONG;
    if (rank == RANK_NONE || story_section_of(*title) >= 0)
        return rank;
    /* Not a section's name: a heading only beside sections that are written the same way. */
    bool sibling = s->target >= 0 && rank == s->rank;
    return sibling && (rank != RANK_NUMBER || is_strong(*title)) ? rank : RANK_NONE;
}

static void open_piece(Splitter *s, size_t start, int target) {
    Piece piece = {start, s->text.len, target};
    if (s->pieces.len)
        s->pieces.items[s->pieces.len - 1].end = start;
    vec_push(&s->pieces, piece);
}

/* A heading: opens a section, goes to the body, or stays in the section as a smaller one. */
static void on_heading(Splitter *s, const Line *line, size_t behind, int rank, Str title) {
    int target = story_section_of(title);
    bool inside = s->target >= 0 && rank > s->rank;
    if (target >= 0 && !(s->taken & 1u << target)) {
        open_piece(s, line->start, -2); /* the heading itself is nobody's text */
        open_piece(s, behind, target);
        s->taken |= 1u << target;
        s->target = target;
        s->rank = rank;
        s->marked |= rank <= RANK_MARKED;
    } else if (target < 0 && rank == 1 && s->take_title && title.len) {
        s->story->title = title;
        s->take_title = false;
        open_piece(s, line->start, -2);
        open_piece(s, behind, -1);
        s->target = -1;
        s->rank = rank;
    } else if (!inside) {
        if (s->target >= 0)
            open_piece(s, line->start, -1);
        s->target = -1;
        s->rank = rank;
    }
}

static void split_lines(Splitter *s) {
    Line line, below;
    for (size_t at = 0; next_line(s->text, at, &line);) {
        at = line.end;
        Str title;
        bool code = in_code(s, line.text);
        int rank = code ? RANK_NONE : marked_heading(line.text, &title);
        if (!code && rank == RANK_NONE) {
            rank = underlined_heading(s, &line, &below, &title);
            if (rank != RANK_NONE)
                at = below.end;
            else
                rank = people_heading(s, &line, &title);
        }
        if (rank != RANK_NONE)
            on_heading(s, &line, at, rank, title);
        s->before_blank = is_blank(line.text) || rank != RANK_NONE;
    }
}

/* Without blank lines at both ends. */
static Str trim_lines(Str text) {
    Line line;
    while (next_line(text, 0, &line) && is_blank(line.text))
        text = str_make(text.ptr + line.end, text.len - line.end);
    size_t end = text.len;
    for (size_t i = text.len; i && strchr(" \t\n", text.ptr[i - 1]); i--)
        if (text.ptr[i - 1] == '\n')
            end = i - 1;
    return is_blank(text) ? STR("") : str_make(text.ptr, end);
}

void story_split(Arena *arena, Str text, unsigned taken, bool take_title, Story *out) {
    *out = (Story){0};
    Splitter s = {.text = text,
                  .before_blank = true,
                  .target = -1,
                  .rank = RANK_NONE,
                  .taken = taken,
                  .take_title = take_title,
                  .story = out};
    open_piece(&s, 0, -1);
    split_lines(&s);
    Buf body = {0};
    VEC_EACH (piece, &s.pieces) {
        Str part = trim_lines(str_make(text.ptr + piece->start, piece->end - piece->start));
        if (piece->target >= 0)
            out->sections[piece->target] = part;
        else if (piece->target == -1 && part.len) {
            if (body.len)
                buf_puts(&body, "\n\n");
            buf_put_str(&body, part);
        }
    }
    out->body = arena_str(arena, buf_str(&body));
    buf_free(&body);
    vec_free(&s.pieces);
}

/* ---- writing ---- */

enum { STORY_BODY = STORY_SECTIONS };

/* Where the body's first heading begins, or its length. */
static size_t first_heading(Str body) {
    Splitter s = {.text = body, .before_blank = true};
    Line line, below;
    Str title;
    for (size_t at = 0; next_line(body, at, &line); at = line.end) {
        if (!in_code(&s, line.text) &&
            (marked_heading(line.text, &title) || underlined_heading(&s, &line, &below, &title)))
            return line.start;
        s.before_blank = is_blank(line.text);
    }
    return body.len;
}

static void put_part(Buf *out, Str heading, Str text) {
    if (!text.len)
        return;
    if (heading.len)
        buf_printf(out, "\n## %.*s\n", STR_ARG(heading));
    buf_putc(out, '\n');
    buf_put_str(out, text);
    buf_putc(out, '\n');
}

static void put_story(Buf *out, const Story *story, bool chinese, unsigned without) {
    Str body = without & 1u << STORY_BODY || !story->body.len ? STR("") : story->body;
    size_t cut = first_heading(body);
    put_part(out, STR(""), trim_lines(str_make(body.ptr, cut)));
    for (int i = 0; i < STORY_SECTIONS; i++)
        if (!(without & 1u << i))
            put_part(out, str_of(story_section_heading((StorySection)i, chinese)),
                     story->sections[i]);
    put_part(out, STR(""), trim_lines(str_make(body.ptr + cut, body.len - cut)));
}

/* The parts that do not come back from what was written. */
static unsigned differences(Str text, const Story *story, unsigned without) {
    Arena arena = {0};
    Story again;
    unsigned differ = 0;
    story_split(&arena, text, without, false, &again);
    for (int i = 0; i < STORY_SECTIONS; i++)
        if (!(without & 1u << i) && !str_equal(again.sections[i], story->sections[i]))
            differ |= 1u << i;
    if (!str_equal(again.body, without & 1u << STORY_BODY ? STR("") : story->body))
        differ |= 1u << STORY_BODY;
    arena_free(&arena);
    return differ;
}

/* Whether a part comes back when others stand behind it. */
static bool survives(const Story *story, int part) {
    Story alone = {0};
    int other = part == STORY_FEEDBACK ? STORY_RESULT : STORY_FEEDBACK;
    if (part == STORY_BODY)
        alone.body = story->body;
    else
        alone.sections[part] = story->sections[part];
    Buf text = {0};
    put_story(&text, &alone, false, 0);
    bool good = !differences(buf_str(&text), &alone, 0);
    if (part != STORY_BODY) {
        alone.sections[other] = STR("x");
        buf_clear(&text);
        put_story(&text, &alone, false, 0);
        good = good && !differences(buf_str(&text), &alone, 0);
    }
    buf_free(&text);
    return good;
}

unsigned story_write(Buf *out, const Story *story, bool chinese) {
    unsigned without = 0;
    for (int i = 0; i <= STORY_BODY; i++) {
        Str text = i == STORY_BODY ? story->body : story->sections[i];
        if (text.len && !survives(story, i))
            without |= 1u << i;
    }
    for (;;) {
        size_t start = out->len;
        put_story(out, story, chinese, without);
        Str text = str_make(buf_text(out) + start, out->len - start);
        unsigned differ = differences(text, story, without) & ~without;
        if (!differ)
            return without;
        without |= differ;
        buf_truncate(out, start);
    }
}

/* ---- a title from text ---- */

enum { TITLE_POINTS = 30 };

Str story_first_words(Arena *arena, Str text) {
    Buf out = {0};
    Str rest = text, line;
    while (source_next_line(&rest, &line) && !out.len) {
        Str words = heading_plain(arena, line);
        if (words.len && words.ptr[0] != '`' && words.ptr[0] != '|')
            buf_put_str(&out, words);
    }
    Str whole = buf_str(&out);
    Str title = str_trim(str_make(whole.ptr, utf8_offset(whole, TITLE_POINTS)));
    title = arena_str(arena, title);
    buf_free(&out);
    return title;
}
