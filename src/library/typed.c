#include "config.h"

#include "library/typed.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/daypart.h"
#include "library/library.h"
#include "record/parse.h"
#include "search/quantity.h"
#include "search/query.h"
#include "text/fold.h"

/* --- days ------------------------------------------------------------------------------------ */

static const struct {
    const char *sign;
    int days, months;
} steps[] = {{"d", 1, 0},    {"day", 1, 0}, {"days", 1, 0}, {"天", 1, 0}, {"日", 1, 0},
             {"w", 7, 0},    {"周", 7, 0},  {"星期", 7, 0}, {"m", 0, 1},  {"月", 0, 1},
             {"个月", 0, 1}, {"y", 0, 12},  {"年", 0, 12}};

static bool days_away(int64_t count, int days, int months, int32_t today, int32_t *out) {
    int year, month, day;
    if (count < -100000 || count > 100000)
        return false;
    if (days) {
        *out = today + (int32_t)count * days;
        return true;
    }
    date_split(today, &year, &month, &day);
    int64_t at = (int64_t)year * 12 + month - 1 + count * months;
    year = (int)(at / 12);
    month = (int)(at % 12) + 1;
    while (day > 28 && !date_is_valid(year, month, day))
        day--; /* a month after 31 January is the last of February */
    *out = date_make(year, month, day);
    return at > 0 && date_is_valid(year, month, day);
}

/* -7d, +2w, -1年: so far before or after today. */
static bool step_of_days(Str text, int32_t today, int32_t *out) {
    if (!text.len || (text.ptr[0] != '-' && text.ptr[0] != '+'))
        return false;
    Str rest = str_trim(str_make(text.ptr + 1, text.len - 1));
    int64_t count;
    if (!quantity_take(&rest, &count))
        return false;
    rest = str_trim(rest);
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (str_equal(rest, str_of(steps[i].sign)))
            return days_away(text.ptr[0] == '-' ? -count : count, steps[i].days, steps[i].months,
                             today, out);
    return false;
}

/* A month, a quarter, half a year, a year. */
static bool is_whole_months(int32_t from, int32_t to) {
    int year, month, first, next;
    date_split(from, &year, &month, &first);
    date_split(to + 1, &year, &month, &next);
    return first == 1 && next == 1;
}

static bool parse_date(const Field *field, Str folded, Value *out) {
    int32_t from, to, today = library_today();
    if (step_of_days(folded, today, &from) || library_day_part(folded, today, &from)) {
        *out = value_date(from);
        return true;
    }
    if (!query_dates(folded, today, 0, &from, &to) || (from != to && !is_whole_months(from, to)))
        return false;
    *out = value_date(field->flags & FIELD_UNTIL ? to : from);
    return true;
}

bool library_typed_is_rough(const Field *field, Str text) {
    Buf folded = {0};
    int32_t from, to, today = library_today();
    if (field->kind != FIELD_DATE)
        return false;
    value_plain_signs(text, &folded);
    Str typed = str_trim(buf_str(&folded));
    bool rough = library_day_part(typed, today, &from) ||
                 (query_dates(typed, today, 0, &from, &to) && from != to);
    buf_free(&folded);
    return rough;
}

static bool hours_ago(Str text, int64_t *utc_ms) {
    static const char *const signs[] = {"h", "hours", "hour", "小时", "个小时"};
    enum { MOST_HOURS = 1000000 };
    int64_t count;
    if (text.len && text.ptr[0] == '-')
        text = str_make(text.ptr + 1, text.len - 1);
    if (!quantity_take(&text, &count) || count < 0 || count > MOST_HOURS)
        return false;
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (str_equal(str_trim(text), str_of(signs[i]))) {
            *utc_ms = clock_now_ms() - count * 3600000;
            return true;
        }
    return false;
}

bool library_typed_since(Str text, int64_t *utc_ms) {
    Buf folded = {0}, back = {0};
    int32_t from, to, today = library_today();
    if (zone_parse_time(str_trim(text), utc_ms))
        return true;
    text_fold(&folded, str_trim(text));
    buf_printf(&back, "-%s", buf_text(&folded));
    bool ok = hours_ago(buf_str(&folded), utc_ms);
    bool day = !ok && (step_of_days(buf_str(&folded), today, &from) ||
                       query_dates(buf_str(&folded), today, 0, &from, &to) ||
                       step_of_days(buf_str(&back), today, &from));
    if (day)
        *utc_ms = date_start_ms(from);
    buf_free(&folded);
    buf_free(&back);
    return ok || day;
}

/* --- numbers --------------------------------------------------------------------------------- */

static const struct {
    const char *sign; /* folded */
    const char *code;
} currencies[] = {{"人民币", "CNY"}, {"rmb", "CNY"},  {"cny", "CNY"},  {"¥", "CNY"},
                  {"美元", "USD"},   {"us$", "USD"},  {"usd", "USD"},  {"港元", "HKD"},
                  {"港币", "HKD"},   {"hk$", "HKD"},  {"hkd", "HKD"},  {"欧元", "EUR"},
                  {"eur", "EUR"},    {"€", "EUR"},    {"英镑", "GBP"}, {"gbp", "GBP"},
                  {"£", "GBP"},      {"日元", "JPY"}, {"jpy", "JPY"},  {"新币", "SGD"},
                  {"sgd", "SGD"},    {"$", "USD"},    {"元", "CNY"},   {"块", "CNY"}};

/* Takes a sign of a currency off either end. "": there is none. */
static const char *take_currency(Str *text) {
    for (size_t i = 0; i < COUNT_OF(currencies); i++) {
        Str sign = str_of(currencies[i].sign);
        if (text->len > sign.len && str_ends(*text, sign))
            *text = str_trim(str_make(text->ptr, text->len - sign.len));
        else if (text->len > sign.len && str_starts(*text, sign))
            *text = str_trim(str_make(text->ptr + sign.len, text->len - sign.len));
        else
            continue;
        return currencies[i].code;
    }
    return "";
}

const char *library_typed_currency(Str text) {
    Buf folded = {0};
    value_plain_signs(text, &folded);
    Str rest = str_trim(buf_str(&folded));
    const char *code = take_currency(&rest);
    buf_free(&folded);
    return code;
}

/* Its sign, its name, or the three letters of its code. */
static bool parse_currency(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    Buf folded = {0};
    char code[4] = "";
    value_plain_signs(text, &folded);
    Str typed = str_trim(buf_str(&folded));
    for (size_t i = 0; i < COUNT_OF(currencies) && !*code; i++)
        if (str_equal(typed, str_of(currencies[i].sign)))
            memcpy(code, currencies[i].code, sizeof code);
    if (!*code && typed.len == 3)
        for (size_t i = 0; i < 3 && typed.ptr[i] >= 'a' && typed.ptr[i] <= 'z'; i++)
            code[i] = (char)(typed.ptr[i] - 'a' + 'A');
    bool ok = strlen(code) == 3;
    *out = typed.len ? value_text(arena_str(arena, str_of(code))) : (Value){.kind = VALUE_NONE};
    buf_free(&folded);
    if (ok || out->kind == VALUE_NONE)
        return true;
    error_set(err, ERR_INVALID, N_("“{0}” is no currency: write its three letters"), "S", text);
    return error_in_field(err, field->key);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* 12,000.50 -> 12000.50. False when the commas are no groups of three digits: then it is no number.
 */
static bool without_groups(Str text, Buf *out) {
    size_t digits = 0;
    bool grouped = false, whole = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool comma = c == ',' && whole && digits > 0 && digits <= 3 && (!grouped || digits == 3);
        if (c == ',' && !comma)
            return false;
        if (whole && !is_digit(c) && !comma && grouped && digits != 3)
            return false;
        grouped |= comma;
        whole = whole && (is_digit(c) || comma || ((c == '-' || c == '+') && i == 0));
        digits = is_digit(c) ? digits + 1 : 0;
        if (!comma)
            buf_putc(out, c);
    }
    return !grouped || !whole || digits == 3;
}

/* 1.2万 is 12000, not 12000.0; what is typed with a point alone keeps its digits. */
static void drop_zeros(Decimal *value) {
    while (value->scale && value->units % 10 == 0) {
        value->units /= 10;
        value->scale--;
    }
}

static bool parse_number(const Field *field, Str folded, Value *out, Error *err) {
    Buf plain = {0};
    Decimal value;
    Str text = folded;
    if (field->flags & FIELD_MONEY)
        take_currency(&text);
    bool ok = without_groups(text, &plain);
    if (ok && !number_parse_decimal(buf_str(&plain), &value)) {
        bool minus = plain.len && plain.data[0] == '-';
        Str rest = str_make(buf_str(&plain).ptr + minus, plain.len - minus);
        ok = quantity_parse(str_trim(rest), &value);
        value.units = ok && minus ? -value.units : value.units;
        if (ok)
            drop_zeros(&value);
    }
    if (ok) { /* bounds and whole numbers are checked as those of a plain number */
        Arena arena = {0};
        buf_clear(&plain);
        number_format_decimal(&plain, value);
        ok = value_parse(field, buf_str(&plain), &arena, out, err);
        arena_free(&arena);
    }
    buf_free(&plain);
    return ok;
}

/* --- both ------------------------------------------------------------------------------------ */

bool library_typed_parse(const Field *field, Str text, Arena *arena, Value *out, Error *err) {
    Error beyond = {0};
    if (field->kind == FIELD_VOCAB && str_equal(str_of(field->key), STR("currency")))
        return parse_currency(field, text, arena, out, err);
    if (value_parse(field, text, arena, out, err))
        return true;
    Buf folded = {0};
    value_plain_signs(text, &folded);
    Str typed = str_trim(buf_str(&folded));
    bool number = field->kind == FIELD_INT || field->kind == FIELD_DECIMAL;
    bool ok = number && parse_number(field, typed, out, &beyond);
    if (field->kind == FIELD_DATE)
        ok = parse_date(field, typed, out);
    buf_free(&folded);
    if (beyond.code != ERR_NONE)
        *err = beyond;
    return ok;
}

static bool parts_items(Str name) {
    return str_find(name, STR(";"), 0) != SIZE_MAX || str_find(name, STR("；"), 0) != SIZE_MAX;
}

/* A name that would be read back as two is shown as the identity. */
static void format_refs(const Value *value, Buf *out) {
    for (size_t i = 0; i < value->list.len; i++) {
        const Value *item = &value->list.items[i];
        char id[UUID_TEXT];
        bool by_id = parts_items(item->ref.name) && !uuid_is_nil(item->ref.uuid);
        uuid_format(item->ref.uuid, id);
        buf_puts(out, i ? "; " : "");
        buf_put_str(out, by_id || !item->ref.name.len ? str_of(id) : item->ref.name);
    }
}

void library_typed_format(const Field *field, const Value *value, Buf *out) {
    Buf plain = {0};
    size_t whole = 0;
    if (field->kind == FIELD_REFS && value->kind == VALUE_LIST) {
        format_refs(value, out);
        return;
    }
    value_format(field, value, &plain);
    if (!(field->flags & FIELD_MONEY) || value->kind != VALUE_DECIMAL) {
        buf_put_str(out, buf_str(&plain));
        buf_free(&plain);
        return;
    }
    size_t sign = plain.len && plain.data[0] == '-';
    while (sign + whole < plain.len && is_digit(plain.data[sign + whole]))
        whole++;
    for (size_t i = 0; i < plain.len; i++) {
        size_t at = i - sign;
        if (i > sign && at < whole && (whole - at) % 3 == 0)
            buf_putc(out, ',');
        buf_putc(out, plain.data[i]);
    }
    buf_free(&plain);
}
