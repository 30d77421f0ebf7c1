#include "config.h"

#include "record/weight.h"

#include "record/entity.h"
#include "text/utf8.h"

/* ---- the form of a text ---- */

static uint32_t half_width(uint32_t point) {
    static const struct {
        uint32_t from, to;
    } signs[] = {{0x3000, ' '},  {0x3002, '.'}, {0x3001, ','}, {0x201C, '"'}, {0x201D, '"'},
                 {0x300C, '"'},  {0x300D, '"'}, {0x300E, '"'}, {0x300F, '"'}, {0x2018, '\''},
                 {0x2019, '\''}, {0xA0, ' '},   {0xFFE5, 0xA5}};
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFEE0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].from == point)
            return signs[i].to;
    return point;
}

static bool is_space(uint32_t point) {
    return point == ' ' || point == '\t' || point == '\n' || point == '\r';
}

/* A letter or digit of a script that parts its words by blanks. */
static bool is_word(uint32_t point) {
    bool ascii = (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
                 (point >= 'A' && point <= 'Z');
    bool letters = point >= 0xC0 && point < 0x2000;
    bool korean = point >= 0xAC00 && point <= 0xD7A3;
    return ascii || letters || korean;
}

/* What parts sentences and marks speech, half-width; a question is something else than what is
 * said. */
static bool is_sign(uint32_t point) {
    return point && point < 0x80 && strchr(".,;!\"'", (int)point);
}

static bool is_digit(uint32_t point) {
    return point >= '0' && point <= '9';
}

/* Whether the sign before `at` is one of a number: 1.2, 1,200, .5 */
static bool is_in_number(Str text, size_t at, uint32_t before, uint32_t sign) {
    uint32_t after = 0;
    if (at < text.len)
        utf8_next(text, at, &after);
    bool point = sign == '.' || sign == 0xFF0E;
    return is_digit(half_width(after)) && (is_digit(before) || point);
}

static bool is_mark(uint32_t point) {
    return point == '*' || point == '_' || point == '`' || point == '~';
}

/* Past what Markdown puts before a line: headings, quotations, items, one inside the other. */
static size_t skip_line_marks(Str text, size_t at) {
    for (;;) {
        size_t start = at, run = at;
        while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
            at++;
        run = at;
        while (run < text.len && text.ptr[run] == '#')
            run++;
        bool heading = run > at && run - at <= 6;
        if (at < text.len && text.ptr[at] == '>')
            at++;
        else if (heading && (run == text.len || is_space((unsigned char)text.ptr[run])))
            at = run;
        else if (at + 1 < text.len && strchr("-*+", text.ptr[at]) && text.ptr[at] &&
                 text.ptr[at + 1] == ' ')
            at++;
        else
            return start;
    }
}

typedef struct Plain {
    Buf *out;
    uint32_t last; /* put last; 0: nothing yet */
    bool space;    /* blanks were passed since */
} Plain;

static void put_point(Plain *plain, uint32_t point) {
    if (is_space(point)) {
        plain->space = true;
        return;
    }
    if (plain->space && is_word(plain->last) && is_word(point))
        buf_putc(plain->out, ' ');
    plain->space = false;
    plain->last = point;
    utf8_put(plain->out, point);
}

/* A run of emphasis marks from `at` on: its length, and whether it is only form. */
static size_t mark_run(Str text, size_t at, uint32_t before, bool *form) {
    size_t end = at;
    uint32_t after = 0;
    while (end < text.len && is_mark((unsigned char)text.ptr[end]))
        end++;
    if (end < text.len)
        utf8_next(text, end, &after);
    after = half_width(after);
    bool alone = (!before || is_space(before)) && (!after || is_space(after));
    bool fence = end - at >= 3 && (text.ptr[at] == '`' || text.ptr[at] == '~');
    bool range = end - at == 1 && text.ptr[at] == '~'; /* 3月~5月 */
    *form = fence || !(alone || range || (is_word(before) && is_word(after)));
    return end - at;
}

void text_without_form(Str text, Buf *out) {
    Plain plain = {.out = out};
    uint32_t before = 0;
    bool line_start = true;
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        bool form = false;
        if (line_start)
            at = skip_line_marks(text, at);
        line_start = false;
        if (at >= text.len)
            break;
        if (is_mark((unsigned char)text.ptr[at])) {
            size_t run = mark_run(text, at, before, &form);
            for (size_t i = 0; !form && i < run; i++)
                put_point(&plain, (unsigned char)text.ptr[at + i]);
            if (!form)
                before = '*';
            at += run;
            continue;
        }
        at += utf8_next(text, at, &point);
        line_start = point == '\n';
        bool in_number = is_in_number(text, at, before, point);
        before = half_width(point);
        if (is_sign(before) && !in_number)
            plain.space = true;
        else
            put_point(&plain, before);
    }
}

static bool same_words(const Value *a, const Value *b) {
    static const Str none = {"", 0};
    Buf x = {0}, y = {0};
    text_without_form(a->kind == VALUE_TEXT ? a->text : none, &x);
    text_without_form(b->kind == VALUE_TEXT ? b->text : none, &y);
    bool same = str_equal(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return same;
}

/* ---- records ---- */

static bool is_said(const Field *field) {
    bool about = field->kind == FIELD_INT || field->kind == FIELD_REFS;
    return field->group <= GROUP_EVIDENCE && !about && !(field->flags & FIELD_PRIVATE);
}

/* What a reference means is called otherwise: it means the same. */
static bool is_renamed(const Value *before, const Value *after) {
    return before->kind == VALUE_REF && after->kind == VALUE_REF &&
           !uuid_is_nil(before->ref.uuid) && uuid_equal(before->ref.uuid, after->ref.uuid);
}

static ChangeWeight field_weight(const Field *field, const Value *before, const Value *after) {
    if ((field->flags & FIELD_MACHINE) || value_equal(before, after) || is_renamed(before, after))
        return CHANGE_NONE;
    if ((field->kind == FIELD_LINE || field->kind == FIELD_TEXT) && same_words(before, after))
        return CHANGE_FORMAT;
    return is_said(field) ? CHANGE_CONTENT : CHANGE_SORTING;
}

ChangeWeight record_change_weight(const Record *before, const Record *after, int *field) {
    ChangeWeight heaviest = CHANGE_NONE;
    if (field)
        *field = -1;
    for (size_t i = 0; i < before->entity->count; i++) {
        ChangeWeight weight =
            field_weight(&before->entity->fields[i], &before->values[i], &after->values[i]);
        if (weight > heaviest && field)
            *field = (int)i;
        heaviest = weight > heaviest ? weight : heaviest;
    }
    if (heaviest == CHANGE_NONE && !str_equal(before->unknown, after->unknown))
        heaviest = CHANGE_SORTING;
    return heaviest;
}
