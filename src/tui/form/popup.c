#include "config.h"

#include "base/i18n.h"
#include "tui/form/kind.h"

/* What is open above the page. */

void form_popup_close(Form *form) {
    const FormPopup *popup = form->popup;
    form->popup = NULL;
    if (popup && popup->free)
        popup->free(form);
}

FormResult form_popup_event(Form *form, const InputEvent *event) {
    FormField *field = &form->fields[form->focus];
    WidgetResult result = form->popup->event(form, field, event);
    if (result == WIDGET_DONE)
        return form->then;
    if (result != WIDGET_CHANGED)
        return FORM_USED;
    form_field_changed(form, field);
    return FORM_CHANGED;
}

/* --- a menu ---------------------------------------------------------------------------------- */

static void draw_menu(Form *form, Grid *grid, GridRect within) {
    menu_draw_at(&form->menu, grid, form_target_rect(&form->fields[form->focus]), within);
}

static WidgetResult menu_event(Form *form, FormField *field, const InputEvent *event) {
    WidgetResult result = WIDGET_USED;
    if (event->type == INPUT_TYPE_KEY)
        result = menu_key(&form->menu, event->key);
    else if (event->type == INPUT_TYPE_MOUSE)
        result = menu_mouse(&form->menu, event);
    if (result != WIDGET_DONE && result != WIDGET_CANCELLED)
        return WIDGET_USED;
    form_popup_close(form);
    return result == WIDGET_DONE ? field->kind->take(form, field, form->menu.action) : WIDGET_USED;
}

static const FormPopup menu_popup = {.draw = draw_menu, .event = menu_event};

void form_popup_menu(Form *form, const FormField *field, size_t selected) {
    form->menu = (Menu){.title = _(field->field->label),
                        .items = form->menu_items.items,
                        .count = form->menu_items.len};
    form->menu.list.count = form->menu.count;
    list_select(&form->menu.list, selected);
    form->popup = &menu_popup;
}
