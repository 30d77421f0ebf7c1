#include "config.h"

#include "record/parse.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "text/fold.h"
#include "text/halfwidth.h"
#include "text/nfc.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_DIGITS = 18 };

/* A bound that nobody reaches is not worth a word. */
static const int64_t LARGE = 1000000000000;

/* Between a person's text and the values of fields: value_parse and value_format. */

static bool refuse(const Field *field, Error *err, const char *message, Str text) {
    error_set(err, ERR_INVALID, message, "Ss", text, field->example ? field->example : "");
    return error_in_field(err, field->key);
}

static Str nfc(Str text, Arena *arena) {
    Buf out = {0};
    text_nfc(&out, text);
    Str copy = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* Dashes and the minus sign, which texts that are pasted have for the hyphen. */
static bool is_dash(uint32_t point) {
    return (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

void value_plain_signs(Str text, Buf *out) {
    Buf folded = {0};
    text_fold(&folded, text);
    for (size_t at = 0; at < folded.len;) {
        uint32_t point;
        at += utf8_next(buf_str(&folded), at, &point);
        utf8_put(out, is_dash(point) ? '-' : text_halfwidth(point));
    }
    buf_free(&folded);
}

/* Numbers and dates may come from a Chinese input method: what it types counts as its ASCII twin,
 * and 2024年9月1日 is a date. */
static Str ascii_twins(Str text, Arena *arena) {
    Buf out = {0};
    value_plain_signs(text, &out);
    Str plain = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return plain;
}

static bool is_bounded(const Field *field) {
    return field->min < field->max;
}

/* Digits as of a number, but more than are kept. */
static bool has_too_many_digits(Str digits) {
    size_t count = 0, points = 0, at = digits.len && digits.ptr[0] == '-';
    for (; at < digits.len; at++) {
        if ((digits.ptr[at] < '0' || digits.ptr[at] > '9') && digits.ptr[at] != '.')
            return false;
        points += digits.ptr[at] == '.';
        count++;
    }
    return count > MOST_DIGITS && points <= 1;
}

static bool refuse_beyond(const Field *field, Str text, Decimal value, Error *err) {
    if (field->max < LARGE || number_compare(value, (Decimal){field->max, 0}) > 0)
        error_set(err, ERR_INVALID, N_("{0} is not between {1} and {2}"), "Sdd", text, field->min,
                  field->max);
    else
        error_set(err, ERR_INVALID, N_("{0} is less than {1}, which is the least"), "Sd", text,
                  field->min);
    return error_in_field(err, field->key);
}

static bool refuse_number(const Field *field, Str text, Str digits, Error *err) {
    if (has_too_many_digits(digits))
        error_set(err, ERR_INVALID, N_("{0} has more digits than can be kept"), "S", text);
    else if (field->kind == FIELD_DECIMAL)
        error_set(err, ERR_INVALID, N_("“{0}” is not a number: digits, at most one point"), "S",
                  text);
    else if (is_bounded(field))
        error_set(err, ERR_INVALID, N_("“{0}” is not a whole number from {1} to {2}"), "Sdd", text,
                  field->min, field->max);
    else
        error_set(err, ERR_INVALID, N_("“{0}” is not a whole number"), "S", text);
    return error_in_field(err, field->key);
}

static bool parse_number(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    Str digits = str_trim(ascii_twins(text, arena));
    Decimal value;
    if (!number_parse_decimal(digits, &value) || (field->kind == FIELD_INT && value.scale))
        return refuse_number(field, text, digits, err);
    if (is_bounded(field) && (number_compare(value, (Decimal){field->min, 0}) < 0 ||
                              number_compare(value, (Decimal){field->max, 0}) > 0))
        return refuse_beyond(field, text, value, err);
    *out = field->kind == FIELD_INT ? value_int(value.units)
                                    : (Value){.kind = VALUE_DECIMAL, .decimal = value};
    return true;
}

/* 2024年9月1日 -> 2024-9-1 */
static Str plain_date(Str text, Arena *arena) {
    static const struct {
        Str from, to;
    } twins[] = {
        {STR("年"), STR("-")}, {STR("月"), STR("-")}, {STR("日"), STR("")}, {STR("号"), STR("")}};
    Buf out = {0};
    for (size_t i = 0; i < text.len;) {
        Str rest = str_make(text.ptr + i, text.len - i);
        size_t hit = 0;
        while (hit < COUNT_OF(twins) && !str_starts(rest, twins[hit].from))
            hit++;
        if (hit < COUNT_OF(twins)) {
            buf_put_str(&out, twins[hit].to);
            i += twins[hit].from.len;
        } else {
            buf_putc(&out, text.ptr[i++]);
        }
    }
    Str plain = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return plain;
}

static bool parse_date(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    int32_t date;
    int64_t ms;
    Str plain = str_trim(plain_date(ascii_twins(text, arena), arena));
    if (date_parse(plain, &date)) {
        *out = value_date(date);
        return true;
    }
    /* A date with a time, as blogs write it: the day as written counts. */
    if (plain.len > 10 && zone_parse_time(plain, &ms) &&
        date_parse(str_make(plain.ptr, 10), &date)) {
        *out = value_date(date);
        return true;
    }
    return refuse(field, err, N_("“{0}” is not a date: write it as 2026-11-20"), text);
}

static bool parse_time(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    int64_t ms;
    (void)arena;
    if (!zone_parse_time(str_trim(text), &ms))
        return refuse(field, err, N_("“{0}” is not a time: write it as 2026-11-20T09:00:00Z"),
                      text);
    *out = value_int(ms);
    return true;
}

static bool parse_bool(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    static const struct {
        Str word;
        bool value;
    } words[] = {{STR("yes"), true}, {STR("true"), true},   {STR("1"), true},  {STR("是"), true},
                 {STR("no"), false}, {STR("false"), false}, {STR("0"), false}, {STR("否"), false}};
    (void)arena;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_fold_equal(str_trim(text), words[i].word)) {
            *out = value_int(words[i].value);
            return true;
        }
    }
    return refuse(field, err, N_("“{0}” is neither yes nor no"), text);
}

static bool parse_choice(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    Buf allowed = {0};
    for (const Choice *choice = field->choices; choice->key; choice++) {
        if (text_fold_equal(str_trim(text), str_of(choice->key)) ||
            text_fold_equal(str_trim(text), str_of(_(choice->label)))) {
            *out = value_text(str_of(choice->key));
            buf_free(&allowed);
            return true;
        }
        buf_printf(&allowed, "%s%s", allowed.len ? ", " : "", choice->key);
    }
    error_set(err, ERR_INVALID, N_("“{0}” is not one of: {1}"), "SS", text,
              arena_str(arena, buf_str(&allowed)));
    buf_free(&allowed);
    return error_in_field(err, field->key);
}

static bool parse_uuid(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    Uuid id;
    (void)arena;
    if (!uuid_parse(str_trim(text), &id))
        return refuse(field, err,
                      N_("“{0}” is not an identity: 32 hexadecimal digits with four dashes"), text);
    *out = (Value){.kind = VALUE_UUID, .uuid = id};
    return true;
}

static bool parse_line(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    (void)field, (void)err;
    *out = value_text(nfc(str_trim(text), arena));
    return true;
}

static bool parse_text(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    (void)field, (void)err;
    *out = value_text(nfc(text, arena));
    return true;
}

static bool parse_ref(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    Uuid id = {{0}};
    (void)field, (void)err;
    Str name = str_trim(text);
    *out = uuid_parse(name, &id) ? value_ref(id, STR("")) : value_ref(id, nfc(name, arena));
    return true;
}

/* Cuts at ';', its full-width twin or a line end. */
static bool next_item(Str *rest, Str *item) {
    static const Str wide = {"；", sizeof "；" - 1};
    if (!rest->ptr)
        return false;
    for (size_t i = 0; i < rest->len; i++) {
        Str here = str_make(rest->ptr + i, rest->len - i);
        size_t cut = here.ptr[0] == ';' || here.ptr[0] == '\n' ? 1
                     : str_starts(here, wide)                  ? wide.len
                                                               : 0;
        if (cut) {
            *item = str_make(rest->ptr, i);
            *rest = str_make(here.ptr + cut, here.len - cut);
            return true;
        }
    }
    *item = *rest;
    *rest = (Str){NULL, 0};
    return true;
}

static bool parse_list(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    VEC(Value) items = {0};
    for (Str rest = text, item; next_item(&rest, &item);) {
        Value value;
        if (!str_trim(item).len)
            continue;
        if (field->kind == FIELD_REFS)
            parse_ref(field, item, arena, &value, err);
        else
            parse_line(field, item, arena, &value, err);
        vec_push(&items, value);
    }
    *out = value_list(arena_dup(arena, items.items, items.len * sizeof *items.items), items.len);
    if (!items.len)
        *out = (Value){.kind = VALUE_NONE};
    vec_free(&items);
    return true;
}

static bool parse_rows(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    (void)arena, (void)out;
    return refuse(field, err, N_("rows cannot be given as one text; use a YAML file or the form"),
                  text);
}

typedef bool ParseValue(const Field *, Str, Arena *, Value *, Error *);
static ParseValue *const parsers[] = {
    [FIELD_LINE] = parse_line,      [FIELD_TEXT] = parse_text,     [FIELD_INT] = parse_number,
    [FIELD_DECIMAL] = parse_number, [FIELD_DATE] = parse_date,     [FIELD_TIME] = parse_time,
    [FIELD_BOOL] = parse_bool,      [FIELD_CHOICE] = parse_choice, [FIELD_VOCAB] = parse_line,
    [FIELD_TREE] = parse_line,      [FIELD_UUID] = parse_uuid,     [FIELD_REF] = parse_ref,
    [FIELD_LIST] = parse_list,      [FIELD_REFS] = parse_list,     [FIELD_ROWS] = parse_rows,
};
_Static_assert(COUNT_OF(parsers) == FIELD_ROWS + 1, "one parser a kind");

bool value_parse(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    *out = (Value){.kind = VALUE_NONE};
    return !str_trim(text).len || parsers[field->kind](field, text, arena, out, err);
}

static void format_items(const Field *field, const Value *value, const char *between, Buf *out) {
    for (size_t i = 0; i < value->list.len; i++) {
        const Value *item = &value->list.items[i];
        const Field *sub =
            item->kind == VALUE_ROW || value->kind == VALUE_LIST ? field : &field->row[i];
        if (i)
            buf_puts(out, between);
        value_format(sub, item, out);
    }
}

void value_format(const Field *field, const Value *value, Buf *out) {
    char id[UUID_TEXT];
    switch (value->kind) {
    case VALUE_NONE:
    case VALUE_SEALED:
        break;
    case VALUE_TEXT:
        buf_put_str(out, value->text);
        break;
    case VALUE_INT:
        if (field->kind == FIELD_TIME)
            zone_format_utc(out, value->number);
        else if (field->kind == FIELD_BOOL)
            buf_puts(out, value->number ? "yes" : "no");
        else
            buf_printf(out, "%" PRId64, value->number);
        break;
    case VALUE_DECIMAL:
        number_format_decimal(out, value->decimal);
        break;
    case VALUE_DATE:
        date_format(out, (int32_t)value->number);
        break;
    case VALUE_UUID:
        uuid_format(value->uuid, id);
        buf_puts(out, id);
        break;
    case VALUE_REF:
        uuid_format(value->ref.uuid, id);
        buf_put_str(out, value->ref.name.len ? value->ref.name : str_of(id));
        break;
    case VALUE_LIST:
        format_items(field, value, field->kind == FIELD_ROWS ? "\n" : "; ", out);
        break;
    case VALUE_ROW:
        format_items(field, value, " | ", out);
        break;
    }
}
