#include "config.h"

#include "tui/form/passageput.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "conf/measure.h"
#include "format/label.h"
#include "text/mark.h"
#include "tui/form/kind.h"
#include "tui/form/notes.h"
#include "tui/form/passagesource.h"
#include "tui/form/passagesteps.h"

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

static void say_steps(const FormSteps *found, const char *label, Buf *out) {
    if (found->count > 1)
        FORM_SAY(out, N_("{0} rows were added to “{1}”."), "zs", found->count, label);
    else if (found->dated)
        FORM_SAY(out, N_("A row was added to “{0}”."), "s", label);
    else
        FORM_SAY(out, N_("A row was added to “{0}”; the passage names no day."), "s", label);
    if (found->said.len)
        buf_printf(out, " %s", buf_text(&found->said));
}

static bool to_step(Form *form, Str clean) {
    FormField *steps = form_field_find(form, CASE_STEPS);
    FormSteps found = {0};
    Buf said = {0};
    if (!steps || !clean.len)
        return false;
    form_steps_find(clean, &found);
    add_rows(form, steps, buf_str(&found.rows));
    say_steps(&found, form_label(form, steps), &said);
    form_notes_say(form, found.dated ? ROLE_GOOD : ROLE_WARN, buf_str(&said));
    form_steps_free(&found);
    buf_free(&said);
    return true;
}

/* ---- outcomes ---- */

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
        form_put_cell(cells[i], out);
    }
}

/* A source right behind its figure, and its month, go before what the paragraph names. */
static void put_measured(const Measure *measure, Str clean, Str around, Str day, Buf *out) {
    Str source =
        form_source_behind(str_make(clean.ptr + measure->from, measure->to - measure->from));
    Buf own = {0};
    int32_t date;
    if (source.len && form_source_day(source, &date))
        date_format(&own, date);
    put_outcome(measure, own.len ? buf_str(&own) : day,
                source.len ? source : form_source_in(around), out);
    buf_free(&own);
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
    bool dated = form_measured_on(clean, &date) || form_measured_on(buf_str(&plain), &date);
    if (dated)
        date_format(&day, date);
    VEC_EACH (measure, &all)
        put_measured(measure, clean, buf_str(&plain), buf_str(&day), &rows);
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
                form_put_cell(passage, out);
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
    Str source = form_source_in(buf_str(&clean));
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
