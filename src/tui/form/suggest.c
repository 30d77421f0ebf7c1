#include "config.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "tui/form/kind.h"

/* What a field could hold, as a menu. */

enum { MOST_SUGGESTED = 40 };

void form_on_suggest(Form *form, FormSuggest *suggest, void *context) {
    form->suggest = suggest;
    form->suggest_context = context;
}

/* Where the last item of a list begins: after the last ; or ；. */
static size_t last_item(Str text) {
    static const Str wide = STR("；");
    for (size_t at = text.len; at > 0; at--) {
        if (text.ptr[at - 1] == ';')
            return at;
        if (at >= wide.len && str_equal(str_make(text.ptr + at - wide.len, wide.len), wide))
            return at;
    }
    return 0;
}

static Str typed_text(const FormField *field) {
    Str text = form_field_text(field);
    size_t from = field->kind->several ? last_item(text) : 0;
    return str_trim(str_make(text.ptr + from, text.len - from));
}

typedef struct Gather {
    Form *form;
    VEC(const char *) all;
} Gather;

static void take(void *to, Str value) {
    Gather *gather = to;
    if (value.len)
        vec_push(&gather->all, arena_str(&gather->form->suggested, value).ptr);
}

static void add_item(Form *form, const char *label) {
    int action = (int)form->menu_items.len;
    if (action < MOST_SUGGESTED)
        vec_push(&form->menu_items, (MenuItem){.label = label, .action = action});
}

static bool holds(const char *value, Str typed) {
    Buf folded = {0}, part = {0};
    text_fold(&folded, str_of(value));
    text_fold(&part, typed);
    bool yes = !part.len || str_find(buf_str(&folded), buf_str(&part), 0) != SIZE_MAX;
    buf_free(&folded);
    buf_free(&part);
    return yes;
}

WidgetResult form_suggest_open(Form *form, FormField *field) {
    Gather gather = {.form = form};
    Str typed = typed_text(field);
    if (!form->suggest)
        return WIDGET_IGNORED;
    arena_clear(&form->suggested);
    form->menu_items.len = 0;
    form->suggest(form->suggest_context, field->index, typed, take, &gather);
    for (size_t i = 0; i < gather.all.len; i++)
        if (holds(gather.all.items[i], typed))
            add_item(form, gather.all.items[i]);
    for (size_t i = 0; i < gather.all.len && !form->menu_items.len; i++)
        for (size_t j = 0; j < gather.all.len; j++)
            add_item(form, gather.all.items[j]);
    vec_free(&gather.all);
    if (form->menu_items.len)
        form_popup_menu(form, field, 0);
    else
        form_set_notice(form, ROLE_INFO,
                        str_of(_("There is nothing to suggest for this field yet.")));
    return WIDGET_USED;
}

WidgetResult form_suggest_take(Form *form, FormField *field, int index) {
    Str text = form_field_text(field), value = str_of(form->menu_items.items[index].label);
    size_t from = field->kind->several ? last_item(text) : 0;
    Buf all = {0};
    buf_put_str(&all, str_trim(str_make(text.ptr, from)));
    if (all.len)
        buf_putc(&all, ' ');
    buf_put_str(&all, value);
    bool changed = text_edit_set(field->edit, buf_str(&all));
    buf_free(&all);
    return changed ? WIDGET_CHANGED : WIDGET_USED;
}
