#include "config.h"

#include "base/i18n.h"
#include "record/state.h"
#include "tui/form/kind.h"

#include <string.h>

/* The groups of a form: which are open, what the next state needs of them, and how the focus goes
 * between them. A folded group is one line, its heading, which can have the focus. */

int form_group(const FormField *field) {
    return field->field->flags & FIELD_PRIVATE ? (int)FIELD_GROUPS : (int)field->field->group;
}

const char *form_group_label(int group) {
    return group == FIELD_GROUPS ? _("Private") : _(field_group_label((FieldGroup)group));
}

bool form_begins_group(const Form *form, size_t at) {
    return at == 0 || form_group(&form->fields[at]) != form_group(&form->fields[at - 1]);
}

bool form_group_is_open(const Form *form, int group) {
    return !form->folds || form->quick || form->open_groups >> group & 1;
}

void form_open_group(Form *form, int group, bool open) {
    unsigned bit = 1U << group;
    form->open_groups = open ? form->open_groups | bit : form->open_groups & ~bit;
}

size_t form_group_start(const Form *form, size_t at) {
    while (at > 0 && !form_begins_group(form, at))
        at--;
    return at;
}

/* The first field of its group that can be filled in. */
static bool leads_group(const Form *form, size_t at) {
    for (size_t i = form_group_start(form, at); i < at; i++)
        if (!form->fields[i].shown_only)
            return false;
    return true;
}

bool form_is_stop(const Form *form, size_t at) {
    const FormField *field = &form->fields[at];
    if (field->shown_only || (form->quick && !form_quick(form, field)))
        return false;
    return form_group_is_open(form, form_group(field)) || leads_group(form, at);
}

void form_reveal(Form *form, size_t at) {
    if (form->quick && !form_quick(form, &form->fields[at]))
        form->quick = false;
    form_open_group(form, form_group(&form->fields[at]), true);
}

bool form_is_shown(const Form *form, const FormField *field) {
    if (form->quick)
        return form_quick(form, field) != NULL;
    if (!form_group_is_open(form, form_group(field)))
        return false;
    return !field->shown_only || form_field_text(field).len > 0;
}

/* --- what is still needed --------------------------------------------------------------------- */

bool form_lacks(const FormField *field, IssueLevel level) {
    unsigned needed = level == ISSUE_SUBMIT    ? FIELD_REVIEW
                      : level == ISSUE_PUBLISH ? FIELD_REQUIRED
                                               : 0;
    if (!needed)
        return false;
    return (field->field->flags & needed && !form_field_text(field).len) || field->level <= level;
}

bool form_is_short(const FormField *field) {
    return field->level != ISSUE_LEVELS && field->rule && strcmp(field->rule, "too-short") == 0;
}

size_t form_lacking(const Form *form, IssueLevel level) {
    size_t lacking = 0;
    for (size_t i = 0; i < form->count; i++)
        lacking += form_lacks(&form->fields[i], level);
    return lacking;
}

IssueLevel form_next_level(const Form *form) {
    if (form->base->entity->type != ENTITY_CASE)
        return ISSUE_HARD;
    bool draft = case_state(form->base) == STATE_DRAFT;
    return draft && form_lacking(form, ISSUE_SUBMIT) ? ISSUE_SUBMIT : ISSUE_PUBLISH;
}

FormGroupCount form_count_group(const Form *form, int group) {
    FormGroupCount count = {0};
    IssueLevel level = form_next_level(form);
    for (size_t i = 0; i < form->count; i++) {
        const FormField *field = &form->fields[i];
        if (form_group(field) != group || field->shown_only || field->kind->beside)
            continue;
        count.fields++;
        count.filled += form_field_text(field).len > 0;
        count.lacking += form_lacks(field, level);
    }
    return count;
}

/* The group that names the case stays open, so that one sees what one writes. */
void form_fold_groups(Form *form) {
    bool any = form_lacking(form, form_next_level(form)) > 0;
    form->folds = true;
    form->open_groups = 1U << GROUP_BASICS;
    for (int group = 0; group <= FIELD_GROUPS; group++)
        if (any ? form_count_group(form, group).lacking > 0 : group < FIELD_GROUPS)
            form_open_group(form, group, true);
    form_go(form, form->focus, false);
}

/* --- moving ----------------------------------------------------------------------------------- */

/* Something of the group can have the focus; quick capture leaves whole groups out. */
static bool has_stop(const Form *form, size_t start) {
    for (size_t i = start; i < form->count && (i == start || !form_begins_group(form, i)); i++)
        if (form_is_stop(form, i))
            return true;
    return false;
}

/* The start of the nearest group above (-1) or below (1) that can have the focus; form->count:
 * there is none. */
static size_t next_group(const Form *form, size_t start, int by) {
    size_t at = start;
    while (by < 0 && at > 0) {
        at = form_group_start(form, at - 1);
        if (has_stop(form, at))
            return at;
    }
    while (by > 0 && ++at < form->count)
        if (form_begins_group(form, at) && has_stop(form, at))
            return at;
    return form->count;
}

FormResult form_go_group(Form *form, int by) {
    size_t start = form_group_start(form, form->focus);
    form_leave_field(form, &form->fields[form->focus]);
    bool at_start = form->on_heading || leads_group(form, form->focus);
    size_t at = by < 0 && !at_start ? start : next_group(form, start, by);
    if (at < form->count || by < 0) {
        form_go(form, at < form->count ? at : start, false);
        form->shows_group = GROUP_ON_TOP;
    } else { /* in the last group: its last field */
        form_go(form, form->count - 1, true);
    }
    return FORM_USED;
}

/* Into the group, to what it still needs. */
static void enter_group(Form *form) {
    int group = form_group(&form->fields[form->focus]);
    IssueLevel level = form_next_level(form);
    size_t to = form->focus;
    form_open_group(form, group, true);
    for (size_t i = form->count; i-- > form->focus;)
        if (form_group(&form->fields[i]) == group && !form->fields[i].shown_only &&
            form_lacks(&form->fields[i], level))
            to = i;
    form_go(form, to, false);
    form->shows_group = GROUP_WHOLE;
}

FormResult form_heading_key(Form *form, InputKey key) {
    bool open = form_group_is_open(form, form_group(&form->fields[form->focus]));
    if (!form->on_heading) {
        bool up = key.code == INPUT_UP && form->folds && !form->quick;
        if (!up || !leads_group(form, form->focus))
            return FORM_IGNORED;
        form_leave_field(form, &form->fields[form->focus]);
        form->on_heading = true;
        return FORM_USED;
    }
    if (key.mods)
        return FORM_IGNORED;
    if (key.code == INPUT_ENTER || key.code == INPUT_RIGHT)
        enter_group(form);
    else if (key.code == INPUT_LEFT)
        form_open_group(form, form_group(&form->fields[form->focus]), false);
    else if (open && (key.code == INPUT_DOWN || key.code == INPUT_TAB))
        form_go(form, form->focus, false);
    else
        return FORM_IGNORED;
    return FORM_USED;
}
