#include "config.h"

#include "base/i18n.h"
#include "tui/form/kind.h"

/* Quick capture: the four things that somebody knows right after the call. "What happened" is the
 * case's background, not its further text: it is the part that a reviewer reads first and that
 * submitting asks for, so that what is captured counts and only has to be made more precise later;
 * further text is what fits no section, and nothing ever asks for it. */

static const FormQuick quick_fields[] = {
    {CASE_TITLE, NULL, NULL, NULL},
    {CASE_CUSTOMER, NULL, NULL, NULL},
    {CASE_BACKGROUND, N_("What happened"),
     N_("In your own words: how it was, what we did. It becomes the background; sort it out "
        "later."),
     N_("Renewals fell every term; we grouped the students and reminded each group differently.")},
    {CASE_RESULT, NULL, NULL, NULL},
};

const FormQuick *form_quick(const Form *form, const FormField *field) {
    if (!form->quick || form->base->entity->type != ENTITY_CASE)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(quick_fields); i++)
        if (quick_fields[i].field == field->index)
            return &quick_fields[i];
    return NULL;
}

const char *form_label(const Form *form, const FormField *field) {
    const FormQuick *quick = form_quick(form, field);
    return _(quick && quick->label ? quick->label : field->field->label);
}

void form_put_help(const Form *form, const FormField *field, Buf *out) {
    const FormQuick *quick = form_quick(form, field);
    int sub = field->rows ? form_rows_cell_sub(field->rows) : -1;
    const Field *facts = sub >= 0 ? &field->field->row[sub] : field->field;
    const char *help = quick && quick->help ? quick->help : facts->help;
    const char *example = quick && quick->example ? quick->example : facts->example;
    if (field->remark.len)
        buf_printf(out, "%s\n", buf_text(&field->remark));
    if (sub >= 0)
        FORM_SAY(out, N_("{0}: "), "s", _(facts->label));
    if (help)
        buf_printf(out, "%s%s", _(help), example ? " " : "");
    if (!example)
        return;
    FORM_SAY(out, N_("For example: {0}"), "s", _(example));
}

bool form_is_quick(const Form *form) {
    return form->quick;
}

/* To somebody who begins. */
static void say_how(Form *form) {
    form_set_notice(form, ROLE_DIM,
                    str_of(_("Four things are enough for now. F5: all fields. ^P: templates.")));
    form->notice_passes = true;
}

void form_set_quick(Form *form, bool quick) {
    form->quick = quick && form->base->entity->type == ENTITY_CASE;
    if (form->quick && !form->base_rev && !form_is_dirty(form) && !form->notice.len)
        say_how(form);
    if (!form->quick) /* where one is, one stays */
        form_open_group(form, form_group(&form->fields[form->focus]), true);
    form_go(form, form_is_stop(form, form->focus) ? form->focus : 0, false);
}

FormResult form_switch_quick(Form *form) {
    if (form->base->entity->type != ENTITY_CASE)
        return FORM_IGNORED;
    form_leave_field(form, &form->fields[form->focus]);
    form_set_quick(form, !form->quick);
    form->shows_group = GROUP_WHOLE;
    return FORM_USED;
}
