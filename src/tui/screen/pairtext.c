#include "config.h"

#include "tui/screen/pairtext.h"

#include "base/i18n.h"
#include "library/compare.h"
#include "tui/screen/sides.h"

static void add_rows(PairText *pair, Sides *sides, const Comparison *cases) {
    Buf heads[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++)
        buf_printf(&heads[i], "%.*s  %.*s", STR_ARG(cases->number[i]), STR_ARG(cases->title[i]));
    sides_heads(sides, ROLE_TITLE, buf_str(&heads[0]), buf_str(&heads[1]));
    for (size_t i = 0; i < cases->len; i++) {
        if (cases->rows[i].same)
            continue;
        casetext_line(&pair->text, ROLE_LABEL, cases->rows[i].label);
        sides_add(sides, cases->rows[i].text[0], cases->rows[i].text[1]);
    }
    if (!cases->differing)
        casetext_line(&pair->text, ROLE_DIM, str_of(_("Both say the same.")));
    buf_free(&heads[0]);
    buf_free(&heads[1]);
}

static void build(PairText *pair, Library *library, bool plain, int cols) {
    Comparison cases;
    Error ignored;
    Sides sides = {.text = &pair->text,
                   .wide = cols >= SIDES_WIDE_COLS && !plain,
                   .brackets = plain,
                   .signs = {'<', '>'}};
    casetext_clear(&pair->text);
    if (library_compare(library, pair->pair[0], pair->pair[1], &cases, &ignored))
        add_rows(pair, &sides, &cases);
    library_comparison_free(&cases);
    pager_set(&pair->pager, pair->text.lines.items, pair->text.lines.len);
    pair->cols = cols;
}

void pairtext_draw(PairText *pair, Library *library, Uuid a, Uuid b, bool plain, Grid *grid,
                   GridRect at) {
    if (uuid_is_nil(a) || uuid_is_nil(b))
        return;
    if (!uuid_equal(a, pair->pair[0]) || !uuid_equal(b, pair->pair[1]) || pair->cols != at.cols) {
        pair->pair[0] = a;
        pair->pair[1] = b;
        build(pair, library, plain, at.cols);
    }
    pager_draw(&pair->pager, grid, at);
}

void pairtext_forget(PairText *pair) {
    pair->cols = 0;
}

void pairtext_free(PairText *pair) {
    casetext_free(&pair->text);
    pager_free(&pair->pager);
}
