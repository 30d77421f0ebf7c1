#include "config.h"

#include "tui/form/passagesteps.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/dayin.h"
#include "tui/form/kind.h"

#include <string.h>

void form_put_cell(Str text, Buf *out) {
    for (size_t i = 0; i < text.len; i++)
        buf_putc(out, strchr("\t\n\r", text.ptr[i]) ? ' ' : text.ptr[i]);
}

/* Where a day is left out of a sentence: at its start, with what led to it. */
static bool begins_with_day(Str text, const DayFound *day) {
    static const char *const leads[] = {"",   "on", "in", "since", "from",
                                        "by", "从", "自", "在",    "于"};
    Str before = str_trim(str_make(text.ptr, day->from));
    for (size_t i = 0; i < COUNT_OF(leads); i++) {
        Str lead = str_of(leads[i]);
        bool same = lead.len == before.len;
        for (size_t b = 0; same && b < lead.len; b++)
            same = lead.ptr[b] == before.ptr[b] || lead.ptr[b] == (before.ptr[b] | 0x20);
        if (same)
            return true;
    }
    return false;
}

/* What is left behind the day, without the sign that parted them. */
static Str behind_day(Str text, size_t at) {
    static const char *const signs[] = {"：", ":", "，", ",", "、", "-", "起"};
    Str rest = str_trim(str_make(text.ptr + at, text.len - at));
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (str_starts(rest, str_of(signs[i]))) {
            size_t len = strlen(signs[i]);
            return str_trim(str_make(rest.ptr + len, rest.len - len));
        }
    return rest;
}

static const char *const clause_signs[] = {"，", ",", "；", ";", "。", "、", "\n", ". "};

/* Where the clause begins that a place is in. */
static size_t clause_start(Str text, size_t at) {
    size_t start = 0;
    for (size_t i = 0; i < COUNT_OF(clause_signs); i++)
        for (size_t sign = 0; (sign = str_find(str_make(text.ptr, at), str_of(clause_signs[i]),
                                               sign)) != SIZE_MAX;) {
            sign += strlen(clause_signs[i]);
            start = sign > start ? sign : start;
        }
    return start;
}

/* 5月8日-6月30日: another day stands right behind it. */
static bool begins_range(Str text, const DayFound *day) {
    static const char *const signs[] = {"-", "–", "—", "~", "～", "－", "到", "至", "to", "until"};
    DayFound next;
    if (!library_day_in(text, day->to, &next))
        return false;
    Str between = str_trim(str_make(text.ptr + day->to, next.from - day->to));
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (str_equal(between, str_of(signs[i])))
            return true;
    return false;
}

/* Without the sign that parts it from what comes next. */
static Str without_sign(Str clause) {
    static const char *const signs[] = {"，", ",", "；", ";", "、"};
    clause = str_trim(clause);
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (str_ends(clause, str_of(signs[i])))
            return str_trim(str_make(clause.ptr, clause.len - strlen(signs[i])));
    return clause;
}

static void say_month(Str part, const DayFound *day, Buf *out) {
    Buf date = {0};
    date_format(&date, day->day);
    buf_puts(out, out->len ? " " : "");
    FORM_SAY(out, N_("“{0}” is taken as {1}."), "SS",
             str_make(part.ptr + day->from, day->to - day->from), buf_str(&date));
    buf_free(&date);
}

static void put_step(Str part, FormSteps *out) {
    DayFound day;
    bool dated = library_day_in(part, 0, &day);
    bool leads = dated && begins_with_day(part, &day) && !begins_range(part, &day);
    Str rest = leads ? behind_day(part, day.to) : part;
    buf_puts(&out->rows, out->count ? "\n" : "");
    if (dated)
        date_format(&out->rows, day.day);
    buf_putc(&out->rows, '\t');
    form_put_cell(rest.len ? rest : part, &out->rows);
    if (dated && day.first != day.last)
        say_month(part, &day, &out->said);
    out->count++;
    out->dated += dated;
}

void form_steps_find(Str passage, FormSteps *out) {
    DayFound day;
    size_t start = 0;
    bool dated = false;
    for (size_t at = 0; library_day_in(passage, at, &day); at = day.to) {
        size_t clause = clause_start(passage, day.from);
        DayFound within = {.from = day.from - clause, .to = day.to - clause};
        bool leads = begins_with_day(str_make(passage.ptr + clause, passage.len - clause), &within);
        if (dated && leads && clause > start) {
            put_step(without_sign(str_make(passage.ptr + start, clause - start)), out);
            start = clause;
        }
        dated = true;
    }
    put_step(str_trim(str_make(passage.ptr + start, passage.len - start)), out);
}

void form_steps_free(FormSteps *steps) {
    buf_free(&steps->rows);
    buf_free(&steps->said);
}
