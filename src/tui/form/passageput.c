#include "config.h"

#include "tui/form/passageput.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "conf/measure.h"
#include "format/label.h"
#include "library/dayin.h"
#include "library/library.h"
#include "text/mark.h"
#include "tui/form/kind.h"
#include "tui/form/notes.h"

#include <string.h>

/* ---- a section ---- */

/* What stands there ends with the item of a list that was put there last. */
static bool ends_with_item(const FormField *target, Str text) {
    return target->item.len && str_ends(text, buf_str(&target->item));
}

/* A name in a list is no sentence. */
static Str without_stop(Str passage) {
    static const char *const stops[] = {"。", ".", "；", ";"};
    for (size_t i = 0; i < COUNT_OF(stops); i++)
        if (str_ends(passage, str_of(stops[i])))
            return str_make(passage.ptr, passage.len - strlen(stops[i]));
    return passage;
}

/* Below what is there: a paragraph in a text, of items one more line of it; one more word in a
 * line, one more item in a list. */
static bool append(Form *form, FormField *target, Str passage, bool item) {
    Str old = form_field_text(target);
    Buf text = {0};
    bool several = target->kind->several;
    passage = several ? without_stop(passage) : passage;
    buf_put_str(&text, old);
    while (text.len && (text.data[text.len - 1] == '\n' || text.data[text.len - 1] == ' '))
        buf_truncate(&text, text.len - 1);
    bool joins = item && target->box.multiline && ends_with_item(target, buf_str(&text));
    if (joins)
        text_end_sentence(&text);
    if (text.len)
        buf_puts(&text, joins ? "\n" : target->box.multiline ? "\n\n" : several ? "; " : " ");
    buf_put_str(&text, passage);
    size_t before = old.len;
    form_field_put(target, buf_str(&text));
    bool changed = form_field_text(target).len > before;
    buf_free(&text);
    if (!changed)
        return false;
    buf_clear(&target->item);
    buf_put_str(&target->item, item ? passage : STR(""));
    form_field_changed(form, target);
    return true;
}

static bool to_section(Form *form, int index, Str clean, bool item) {
    FormField *target = form_field_find(form, index);
    Buf said = {0};
    bool empty = target && !form_field_text(target).len;
    bool changed = target && clean.len && append(form, target, clean, item);
    if (changed)
        FORM_SAY(&said, empty ? N_("Put into “{0}”.") : N_("Appended to “{0}”."), "s",
                 form_label(form, target));
    else
        buf_puts(&said, _("That is too long for this field; nothing was put in."));
    form_notes_say(form, changed ? ROLE_GOOD : ROLE_WARN, buf_str(&said));
    buf_free(&said);
    return changed;
}

/* ---- rows ---- */

static int count_rows(Str text) {
    int rows = text.len > 0;
    for (size_t i = 0; i < text.len; i++)
        rows += text.ptr[i] == '\n';
    return rows;
}

static void add_rows(Form *form, FormField *field, Str rows) {
    Buf text = {0};
    buf_put_str(&text, form_field_text(field));
    buf_puts(&text, text.len ? "\n" : "");
    buf_put_str(&text, rows);
    form_field_put(field, buf_str(&text));
    form_field_changed(form, field);
    buf_free(&text);
}

/* A cell holds one line and no TAB. */
static void put_cell(Str text, Buf *out) {
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

static bool to_step(Form *form, Str clean) {
    FormField *steps = form_field_find(form, CASE_STEPS);
    DayFound day;
    Buf row = {0}, said = {0};
    if (!steps || !clean.len)
        return false;
    bool dated = library_day_in(clean, 0, &day);
    if (dated)
        date_format(&row, day.day);
    bool leads = dated && begins_with_day(clean, &day);
    Str rest = leads ? behind_day(clean, day.to) : clean;
    buf_putc(&row, '\t');
    put_cell(rest.len ? rest : clean, &row);
    add_rows(form, steps, buf_str(&row));
    if (dated)
        FORM_SAY(&said, N_("A row was added to “{0}”."), "s", form_label(form, steps));
    else
        FORM_SAY(&said, N_("A row was added to “{0}”; the passage names no day."), "s",
                 form_label(form, steps));
    form_notes_say(form, dated ? ROLE_GOOD : ROLE_WARN, buf_str(&said));
    buf_free(&row);
    buf_free(&said);
    return true;
}

/* ---- outcomes ---- */

static bool ends_with_any(Str text, const char *const *words) {
    for (; *words; words++)
        if (str_ends(text, str_of(*words)))
            return true;
    return false;
}

/* 到 9 月底, as of October 31: the day, or the end of the month; not one that is still to come. */
static bool measured_on(Str text, int32_t *out) {
    static const char *const until[] = {"到",    "至",    "截止", "截至", "as of",  "As of",
                                        "until", "Until", "by",   "By",   "end of", NULL};
    static const char *const ends[] = {"底", "末", NULL};
    DayFound day;
    int year, month, of_month;
    for (size_t at = 0; library_day_in(text, at, &day); at = day.to) {
        Str before = str_trim(str_make(text.ptr, day.from));
        if (!ends_with_any(before, until) && !ends_with_any(str_make(text.ptr, day.to), ends))
            continue;
        date_split(day.last, &year, &month, &of_month);
        bool leap = !date_is_valid(year - 1, month, of_month);
        *out = day.last <= library_today() ? day.last : date_make(year - 1, month, of_month - leap);
        return true;
    }
    return false;
}

/* 数字在“教务台账 2026Q3”: what is quoted behind a word that names a source. */
static Str source_in(Str text) {
    static const char *const words[] = {"数字在", "数据在", "数据来自", "来源", "来自",      "详见",
                                        "见",     "source", "Source",   "from", "figures in"};
    static const struct {
        const char *opens, *closes;
    } quotes[] = {{"“", "”"}, {"\"", "\""}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"‘", "’"}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        for (size_t at = 0; (at = str_find(text, str_of(words[i]), at)) != SIZE_MAX;) {
            at += strlen(words[i]);
            Str rest = str_trim(str_make(text.ptr + at, text.len - at));
            size_t colon =
                str_starts(rest, STR("：")) ? strlen("：") : (size_t)str_starts(rest, STR(":"));
            rest = str_trim(str_make(rest.ptr + colon, rest.len - colon));
            for (size_t q = 0; q < COUNT_OF(quotes); q++) {
                size_t from = strlen(quotes[q].opens);
                size_t to = str_starts(rest, str_of(quotes[q].opens))
                                ? str_find(rest, str_of(quotes[q].closes), from)
                                : SIZE_MAX;
                if (to != SIZE_MAX)
                    return str_make(rest.ptr + from, to - from);
            }
        }
    return STR("");
}

static void put_outcome(const Measure *measure, Str day, Str source, Buf *out) {
    const Str cells[OUTCOME_FIELDS] = {[OUTCOME_METRIC] = buf_str(&measure->metric),
                                       [OUTCOME_UNIT] = buf_str(&measure->unit),
                                       [OUTCOME_BEFORE] = buf_str(&measure->before),
                                       [OUTCOME_AFTER] = buf_str(&measure->after),
                                       [OUTCOME_MEASURED_ON] = day,
                                       [OUTCOME_EVIDENCE] = source};
    buf_puts(out, out->len ? "\n" : "");
    for (int i = 0; i < OUTCOME_FIELDS; i++) {
        buf_puts(out, i ? "\t" : "");
        put_cell(cells[i], out);
    }
}

/* The person corrects what was proposed in the row itself. */
static void go_to_row(Form *form, FormField *outcomes, int row, const Measure *measure,
                      bool dated) {
    int sub = !measure->metric.len   ? OUTCOME_METRIC
              : !measure->before.len ? OUTCOME_BEFORE
              : !dated               ? OUTCOME_MEASURED_ON
                                     : OUTCOME_EVIDENCE;
    form_reveal(form, (size_t)(outcomes - form->fields));
    form_go(form, (size_t)(outcomes - form->fields), false);
    if (outcomes->kind->ways->go)
        outcomes->kind->ways->go(outcomes, (FormCell){row, sub});
}

static void say_rows(Form *form, size_t rows) {
    Buf said = {0};
    if (!rows)
        buf_puts(&said, _("There is no number in this passage."));
    else if (rows == 1)
        buf_puts(&said, _("One outcome was filled in: check it, then F6 goes back to the notes."));
    else
        FORM_SAY(&said,
                 N_("{0} outcomes were filled in: check them, then F6 goes back to the notes."),
                 "d", (int64_t)rows);
    form_notes_say(form, rows ? ROLE_GOOD : ROLE_WARN, buf_str(&said));
    buf_free(&said);
}

static bool to_outcome(Form *form, Str clean, Str around) {
    FormField *outcomes = form_field_find(form, CASE_OUTCOMES);
    Measures all = {0};
    Buf plain = {0}, day = {0}, rows = {0};
    int32_t date;
    measure_find_all(clean, &all);
    bool any = outcomes && all.len;
    text_unmark(around, &plain);
    bool dated = measured_on(clean, &date) || measured_on(buf_str(&plain), &date);
    if (dated)
        date_format(&day, date);
    VEC_EACH (measure, &all)
        put_outcome(measure, buf_str(&day), source_in(buf_str(&plain)), &rows);
    if (any) {
        int first = count_rows(form_field_text(outcomes));
        add_rows(form, outcomes, buf_str(&rows));
        go_to_row(form, outcomes, first, &all.items[0], dated);
    }
    say_rows(form, any ? all.len : 0);
    measures_free(&all);
    buf_free(&plain);
    buf_free(&day);
    buf_free(&rows);
    return any;
}

/* ---- evidence ---- */

/* The outcomes with the passage in every cell of evidence that is empty; gives how many. */
static size_t fill_evidence(const FormField *outcomes, Str passage, Buf *out) {
    Str rest = form_field_text(outcomes), line, cell;
    size_t filled = 0;
    while (rest.len && str_split(&rest, '\n', &line)) {
        buf_puts(out, out->len ? "\n" : "");
        bool open = true;
        for (int i = 0; i < OUTCOME_FIELDS; i++) {
            open = open && str_split(&line, '\t', &cell);
            bool fills = i == OUTCOME_EVIDENCE && (!open || !str_trim(cell).len);
            buf_puts(out, i ? "\t" : "");
            if (fills)
                put_cell(passage, out);
            else if (open)
                buf_put_str(out, cell);
            filled += fills;
        }
    }
    return filled;
}

const char *form_passage_no_evidence(const Form *form) {
    const FormField *outcomes = form_field_find(form, CASE_OUTCOMES);
    Buf rows = {0};
    size_t filled = outcomes ? fill_evidence(outcomes, STR("-"), &rows) : 0;
    bool any = rows.len > 0;
    buf_free(&rows);
    return filled ? NULL : any ? _("all have some") : _("no outcome yet");
}

bool form_passage_be_evidence(Form *form, Str passage) {
    FormField *outcomes = form_field_find(form, CASE_OUTCOMES);
    Buf clean = {0}, rows = {0}, said = {0};
    text_passage_clean(passage, &clean);
    Str source = source_in(buf_str(&clean));
    size_t filled = fill_evidence(outcomes, source.len ? source : buf_str(&clean), &rows);
    if (filled) {
        form_field_put(outcomes, buf_str(&rows));
        form_field_changed(form, outcomes);
        FORM_SAY(&said,
                 filled == 1 ? N_("It is the evidence of one outcome now.")
                             : N_("It is the evidence of {0} outcomes now."),
                 "z", filled);
        form_notes_say(form, ROLE_GOOD, buf_str(&said));
    }
    buf_free(&clean);
    buf_free(&rows);
    buf_free(&said);
    return filled > 0;
}

bool form_passage_put(Form *form, int field, Str passage, Str around, bool item) {
    Buf clean = {0};
    text_passage_clean(passage, &clean);
    Str said = story_without_label(buf_str(&clean));
    bool done = field == CASE_OUTCOMES ? to_outcome(form, said, around)
                : field == CASE_STEPS  ? to_step(form, said)
                                       : to_section(form, field, said, item);
    buf_free(&clean);
    return done;
}
