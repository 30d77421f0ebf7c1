#include "config.h"

#include "base/i18n.h"
#include "tui/form/kind.h"

enum { LIST_BYTES = 64 << 10, TEXT_BYTES = 1 << 20 };

/* The bounds of a whole number, where it has any. */
static void say_bounds(const Field *field, Buf *out) {
    if (field->min < field->max)
        FORM_SAY(out, N_("A whole number from {0} to {1}."), "dd", field->min, field->max);
    else
        buf_puts(out, _("A whole number."));
}

static const FormKind kinds[] = {
    [FIELD_LINE] = {.ways = &form_line_ways},
    [FIELD_TEXT] = {.ways = &form_area_ways,
                    .cap = TEXT_BYTES,
                    .hint = N_("Enter: new line. Tab: next field.")},
    [FIELD_INT] = {.ways = &form_line_ways,
                   .rewritten = true,
                   .caret_last = true,
                   .say = say_bounds},
    [FIELD_DECIMAL] = {.ways = &form_line_ways,
                       .rewritten = true,
                       .caret_last = true,
                       .hint = N_("A number, for example 71.5.")},
    [FIELD_DATE] = {.ways = &form_line_ways,
                    .caret_last = true,
                    .rewritten = true,
                    .hint = N_("A day: 2026-11-20, today, -7d. F7: calendar."),
                    .choose = form_date_choose},
    [FIELD_TIME] = {.ways = &form_line_ways,
                    .rewritten = true,
                    .hint = N_("A time, for example 2026-11-20T09:00:00Z.")},
    [FIELD_BOOL] = {.ways = &form_choice_ways,
                    .hint = N_("Left and Right choose; so do the first letter and F7."),
                    .choose = form_choice_open,
                    .take = form_choice_take},
    [FIELD_CHOICE] = {.ways = &form_choice_ways,
                      .hint = N_("Left and Right choose; so do the first letter and F7."),
                      .choose = form_choice_open,
                      .take = form_choice_take},
    [FIELD_VOCAB] = {.ways = &form_line_ways,
                     .caret_last = true,
                     .rewritten = true,
                     .offers = true,
                     .hint = N_("F7: what others wrote here."),
                     .choose = form_offering_open},
    [FIELD_TREE] = {.ways = &form_line_ways,
                    .caret_last = true,
                    .offers = true,
                    .hint = N_("A part of its name, pinyin or initials. F7: the tree."),
                    .choose = form_tree_choose},
    [FIELD_UUID] = {.ways = &form_line_ways},
    [FIELD_REF] = {.ways = &form_line_ways,
                   .caret_last = true,
                   .offers = true,
                   .hint = N_("A part of its name, pinyin or initials. F7: list."),
                   .choose = form_offering_open},
    [FIELD_LIST] = {.ways = &form_line_ways,
                    .caret_last = true,
                    .offers = true,
                    .cap = LIST_BYTES,
                    .rewritten = true,
                    .several = true,
                    .hint = N_("Several, parted by a semicolon. F7: list."),
                    .choose = form_offering_open},
    [FIELD_REFS] = {.ways = &form_line_ways,
                    .caret_last = true,
                    .offers = true,
                    .cap = LIST_BYTES,
                    .rewritten = true,
                    .several = true,
                    .hint = N_("Names or numbers, parted by a semicolon. F7: list."),
                    .choose = form_offering_open},
    [FIELD_ROWS] = {.ways = &form_rows_ways,
                    .offers = true,
                    .hint = N_("Tab: next cell. Enter: new row. F7: choose. F8: the row."),
                    .choose = form_table_choose,
                    .take = form_table_take},
};
_Static_assert(COUNT_OF(kinds) == FIELD_ROWS + 1, "one row a kind of field");

/* A decimal number that is an amount of money. */
static const FormKind money = {.ways = &form_money_ways,
                               .rewritten = true,
                               .caret_last = true,
                               .hint = N_("An amount: 12,000 or 1.2k, also with the currency.")};

/* A line of more characters than the screen is wide. */
static const FormKind long_line = {.ways = &form_long_ways};

/* A text of several lines that only the editors see: what is done with its passages is marked. */
static const FormKind marked = {
    .ways = &form_marked_ways, .cap = TEXT_BYTES, .hint = N_("Enter: new line. Tab: next field.")};

static const FormKind files = {.ways = &form_files_ways,
                               .beside = true,
                               .hint = N_("Enter or F7: the list, to add files or take them away."),
                               .choose = form_files_choose};

const FormKind *form_kind(const Field *field) {
    enum { LONG = 100 };
    if (field == &form_files_field)
        return &files;
    if (field->kind == FIELD_LINE && field->max_chars >= LONG)
        return &long_line;
    if (field->kind == FIELD_TEXT && field->flags & FIELD_PRIVATE)
        return &marked;
    bool amount = field->kind == FIELD_DECIMAL && field->flags & FIELD_MONEY;
    return amount ? &money : &kinds[field->kind];
}

void form_kind_say(const Field *field, Buf *out) {
    const FormKind *kind = form_kind(field);
    if (kind->say)
        kind->say(field, out);
    else if (kind->hint)
        buf_puts(out, _(kind->hint));
}
