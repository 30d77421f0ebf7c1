#include "config.h"

#include "base/i18n.h"
#include "tui/form/kind.h"

enum { LIST_BYTES = 64 << 10, TEXT_BYTES = 1 << 20 };

static const FormKind kinds[] = {
    [FIELD_LINE] = {.ways = &form_line_ways},
    [FIELD_TEXT] = {.ways = &form_area_ways,
                    .cap = TEXT_BYTES,
                    .hint = N_("Enter: new line. Tab: next field.")},
    [FIELD_INT] = {.ways = &form_line_ways,
                   .rewritten = true,
                   .caret_last = true,
                   .hint = N_("A whole number.")},
    [FIELD_DECIMAL] = {.ways = &form_line_ways,
                       .rewritten = true,
                       .caret_last = true,
                       .hint = N_("A number, for example 71.5.")},
    [FIELD_DATE] = {.ways = &form_line_ways,
                    .rewritten = true,
                    .hint = N_("A date, for example 2026-11-20.")},
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
                     .hint = N_("F7: what others wrote here."),
                     .choose = form_suggest_open,
                     .take = form_suggest_take},
    [FIELD_TREE] = {.ways = &form_line_ways,
                    .hint = N_("The way down the tree, parted by /. F7: list."),
                    .choose = form_suggest_open,
                    .take = form_suggest_take},
    [FIELD_UUID] = {.ways = &form_line_ways},
    [FIELD_REF] = {.ways = &form_line_ways,
                   .hint = N_("A name or a number. F7: list."),
                   .choose = form_suggest_open,
                   .take = form_suggest_take},
    [FIELD_LIST] = {.ways = &form_line_ways,
                    .cap = LIST_BYTES,
                    .rewritten = true,
                    .several = true,
                    .hint = N_("Several, parted by a semicolon. F7: list."),
                    .choose = form_suggest_open,
                    .take = form_suggest_take},
    [FIELD_REFS] = {.ways = &form_line_ways,
                    .cap = LIST_BYTES,
                    .rewritten = true,
                    .several = true,
                    .hint = N_("Names or numbers, parted by a semicolon."),
                    .choose = form_suggest_open,
                    .take = form_suggest_take},
    [FIELD_ROWS] = {.ways = &form_rows_ways,
                    .hint = N_("Tab: next cell. Enter: new row. ^K: take the row away.")},
};
_Static_assert(COUNT_OF(kinds) == FIELD_ROWS + 1, "one row a kind of field");

const FormKind *form_kind(FieldKind kind) {
    return &kinds[kind];
}
