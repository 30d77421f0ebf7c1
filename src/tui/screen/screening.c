#include "config.h"

#include "tui/screen/screening.h"

#include "base/i18n.h"
#include "library/screening.h"
#include "tui/screen/found.h"
#include "tui/screen/screeningcase.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Screening {
    Library *library;
    Buf query;
    ScreenedCases cases;
} Screening;

static void screening_free(void *self) {
    Screening *screening = self;
    buf_free(&screening->query);
    library_screening_free(&screening->cases);
    free(screening);
}

static void put_counts(const ScreenedCases *cases, Buf *out) {
    ErrorArg args[2] = {{.kind = 'd', .number = (int64_t)cases->len},
                        {.kind = 'd', .number = (int64_t)cases->screened}};
    message_fill(out, _("the best {0} of {1}"), args, 2);
    if (cases->unknown) {
        args[0].number = (int64_t)cases->unknown;
        message_fill(out, _("; of {0} more too little is known"), args, 1);
    }
}

static void put_how(const ScreenedCases *cases, Buf *out) {
    const char *between = "";
    buf_puts(out, "S = ");
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        if (cases->weights[i] <= 0)
            continue;
        buf_printf(out, "%s%g x %s", between, cases->weights[i],
                   _(library_screen_label((ScreenInput)i)));
        between = " + ";
    }
    buf_puts(out, _(". Each input is scaled to 0..100; * is derived. What is not known is left out "
                    "and the rest weighs more."));
}

static bool screening_load(void *self, FoundList *list, Error *err) {
    Screening *screening = self;
    Buf head = {0}, how = {0};
    library_screening_free(&screening->cases);
    if (!library_screening(screening->library, buf_str(&screening->query),
                           library_screening_top(screening->library), &screening->cases, err))
        return false;
    const ScreenedCases *cases = &screening->cases;
    buf_printf(&head,
               "%s: ", screening->query.len ? buf_text(&screening->query) : _("published cases"));
    put_counts(cases, &head);
    put_how(cases, &how);
    found_put_head(list, ROLE_TITLE, buf_str(&head));
    found_put_head(list, ROLE_DIM, buf_str(&how));
    for (size_t i = 0; i < cases->len; i++) {
        Buf parts = {0};
        library_screening_put_parts(&cases->items[i], &parts);
        found_add(list, cases->items[i].row.record, cases->items[i].score / 100, buf_str(&parts),
                  STR(""));
        buf_free(&parts);
    }
    buf_free(&head);
    buf_free(&how);
    return true;
}

static void screening_explain(void *self, App *app, Uuid id) {
    const Screening *screening = self;
    for (size_t i = 0; i < screening->cases.len; i++)
        if (uuid_equal(record_id(screening->cases.items[i].row.record), id))
            screeningcase_open(app, &screening->cases.items[i], screening->cases.weights);
}

static void screening_view(void *self, SavedView *view) {
    const Screening *screening = self;
    *view = (SavedView){.name = str_of(_("Screening")),
                        .query = screening->query.len ? buf_str(&screening->query)
                                                      : STR("state:published"),
                        .sort = STR("-screening")};
}

void screening_open(App *app, Str query) {
    static const FoundKind kind = {.title = N_("screening"),
                                   .nothing = N_("Of no case enough is known: at least half of the "
                                                 "weights."),
                                   .load = screening_load,
                                   .free = screening_free,
                                   .points = true,
                                   .open = screening_explain,
                                   .view = screening_view};
    Screening *screening = mem_zalloc(sizeof *screening);
    screening->library = app_library(app);
    buf_put_str(&screening->query, str_trim(query));
    found_open(app, &kind, screening);
}
