#include "config.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/typed.h"
#include "tui/form/kind.h"

/* A day: typed in words or chosen from a month (F7). */

static void draw(Form *form, Grid *grid, GridRect within) {
    month_draw(&form->month, grid, within);
}

static WidgetResult take(Form *form, FormField *field) {
    Buf text = {0};
    date_format(&text, form->month.date);
    bool same = str_equal(buf_str(&text), form_target_text(field));
    if (!same)
        form_target_put(field, buf_str(&text), text.len);
    buf_free(&text);
    return same ? WIDGET_USED : WIDGET_CHANGED;
}

static WidgetResult on_event(Form *form, FormField *field, const InputEvent *event) {
    WidgetResult result = WIDGET_USED;
    if (event->type == INPUT_TYPE_KEY)
        result = month_key(&form->month, event->key);
    else if (event->type == INPUT_TYPE_MOUSE)
        result = month_mouse(&form->month, event);
    if (result != WIDGET_DONE && result != WIDGET_CANCELLED)
        return WIDGET_USED;
    form_popup_close(form);
    return result == WIDGET_DONE ? take(form, field) : WIDGET_USED;
}

static const FormPopup month_popup = {.draw = draw, .event = on_event};

/* Of rows without a day in this cell that of the row above. */
static Str text_to_begin(const FormField *field) {
    Str text = form_target_text(field);
    for (size_t up = 1; field->rows && !str_trim(text).len && text.ptr; up++)
        text = form_rows_above(field->rows, up);
    return text.ptr ? text : (Str){"", 0};
}

/* Begins at what stands there or above, also in words; else today. */
WidgetResult form_date_choose(Form *form, FormField *field) {
    const Field *facts = form_target_facts(field);
    Arena arena = {0};
    Value value;
    Error err;
    bool read = library_typed_parse(facts, text_to_begin(field), &arena, &value, &err);
    form->month = (Month){.today = library_today(), .title = _(facts->label)};
    form->month.date = read && value.kind == VALUE_DATE ? (int32_t)value.number : form->month.today;
    form->popup = &month_popup;
    arena_free(&arena);
    return WIDGET_USED;
}
