#include "config.h"

#include "tui/screen/stale.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/lint.h"
#include "library/stale.h"
#include "tui/screen/caredo.h"

#include <stdio.h>

typedef struct StaleScreen {
    App *app;
    CareDo act;
    size_t cases, stale;
    VEC(Uuid) ids; /* that something is done with */
} StaleScreen;

static void add_case(CareList *list, const StaleCase *found) {
    Buf day = {0};
    char weight[24];
    CareRow row = {.id = found->id,
                   .field = -1,
                   .text = found->title,
                   .right = found->owner,
                   .role = ROLE_TEXT};
    date_format(&day, found->due);
    snprintf(weight, sizeof weight, "%.1f/%d", found->fresh.value, found->fresh.importance);
    row.cells[0].text = found->number;
    row.cells[0].role = ROLE_NUMBER;
    row.cells[1].text = str_of(_(case_trust_label(found->trust)));
    row.cells[1].role = found->trust == TRUST_STALE ? ROLE_WARN : ROLE_DIM;
    row.cells[2].text = buf_str(&day);
    row.cells[2].role = ROLE_DIM;
    row.cells[3].text = str_of(weight);
    row.cells[3].role = ROLE_NUMBER;
    carelist_add(list, &row);
    buf_free(&day);
}

static bool stale_load(void *self, CareList *list, Str query, const Progress *progress,
                       Error *err) {
    StaleScreen *stale = self;
    StaleCases cases;
    bool ok = library_stale(app_library(stale->app), query, progress, &cases, err);
    for (size_t i = 0; ok && i < cases.len; i++)
        add_case(list, &cases.items[i]);
    stale->cases = cases.len;
    stale->stale = cases.stale;
    library_stale_free(&cases);
    return ok;
}

static void stale_head(const void *self, Buf *out) {
    const StaleScreen *stale = self;
    ErrorArg args[2] = {{.kind = 'd', .number = (int64_t)stale->cases},
                        {.kind = 'd', .number = (int64_t)stale->stale}};
    message_fill(
        out, _("{0} cases to verify again, {1} stale; most weight lost first; the day: due since"),
        args, 2);
}

/* ---- acts ---- */

typedef enum StaleAct {
    STALE_ASK,
    STALE_VERIFY,
    STALE_ARCHIVE,
    STALE_30,
    STALE_90,
    STALE_180,
    STALE_365,
    STALE_NEVER,
    STALE_ACTS
} StaleAct;

static const struct {
    const char *label, *question;
    Right right;
    BulkVerb verb;
    const char *value;
} acts[STALE_ACTS] = {
    [STALE_ASK] = {N_("ask the owners"), NULL, RIGHT_COMMENT, BULK_TRASH, ""},
    [STALE_VERIFY] = {N_("verify: they still hold"), N_("{0} cases are said to hold still."),
                      RIGHT_VERIFY, BULK_VERIFY, ""},
    [STALE_ARCHIVE] = {N_("into the archive"), N_("{0} cases go into the archive."), RIGHT_ARCHIVE,
                       BULK_ARCHIVE, ""},
    [STALE_30] = {N_("check every 30 days"), N_("{0} cases get another interval."), RIGHT_WRITE,
                  BULK_INTERVAL, "30"},
    [STALE_90] = {N_("check every 90 days"), N_("{0} cases get another interval."), RIGHT_WRITE,
                  BULK_INTERVAL, "90"},
    [STALE_180] = {N_("check every 180 days"), N_("{0} cases get another interval."), RIGHT_WRITE,
                   BULK_INTERVAL, "180"},
    [STALE_365] = {N_("check every 365 days"), N_("{0} cases get another interval."), RIGHT_WRITE,
                   BULK_INTERVAL, "365"},
    [STALE_NEVER] = {N_("never check again"), N_("{0} cases get another interval."), RIGHT_WRITE,
                     BULK_INTERVAL, "never"},
};

static void question_typed(void *context, Str text) {
    StaleScreen *stale = context;
    BulkResult result;
    Error err;
    if (library_ask_owners(app_library(stale->app), stale->ids.items, stale->ids.len, text, &result,
                           &err))
        caredo_said(&stale->act, &result, N_("asked about"));
    else
        app_say_error(stale->app, &err);
}

static bool count_one(void *context, const LintCase *found, Error *err) {
    (void)err;
    *(size_t *)context += found->blocked;
    return true;
}

static void verify(void *context, int yes) {
    StaleScreen *stale = context;
    if (yes == 1)
        caredo_start(&stale->act, BULK_VERIFY, STR(""), stale->ids.items, stale->ids.len,
                     _(acts[STALE_VERIFY].question));
}

/* Those that could not be published as they are now are said before. */
static bool asks_about_blocked(StaleScreen *stale) {
    LintRequest request = {
        .ids = stale->ids.items, .count = stale->ids.len, .query = STR(""), .level = ISSUE_PUBLISH};
    LintTotals totals;
    Error sentence, ignored;
    Buf text = {0};
    size_t blocked = 0;
    if (!library_lint(app_library(stale->app), &request, count_one, &blocked, &totals, NULL,
                      &ignored) ||
        !blocked)
        return false;
    error_set(&sentence, ERR_NONE,
              N_("As they are now, {0} of {1} could not be published; lint says why. Verify all of "
                 "them all the same?"),
              "dd", (int64_t)blocked, (int64_t)stale->ids.len);
    error_render_message(&sentence, &text);
    app_confirm(stale->app, _("A question before that"), buf_text(&text), _("verify them"), 1,
                verify, stale);
    buf_free(&text);
    return true;
}

static void act_chosen(void *context, int choice) {
    StaleScreen *stale = context;
    if (choice == STALE_ASK)
        app_ask(stale->app, _("What the owners are asked"), str_of(_("Does this case still hold?")),
                false, question_typed, stale);
    else if (choice != STALE_VERIFY || !asks_about_blocked(stale))
        caredo_start(&stale->act, acts[choice].verb, str_of(acts[choice].value), stale->ids.items,
                     stale->ids.len, _(acts[choice].question));
}

static void stale_offer(void *self, const Uuid *ids, size_t count) {
    StaleScreen *stale = self;
    MenuItem items[STALE_ACTS];
    Arena arena = {0};
    Buf title = {0};
    ErrorArg arg = {.kind = 'd', .number = (int64_t)count};
    stale->ids.len = 0;
    for (size_t i = 0; i < count; i++)
        vec_push(&stale->ids, ids[i]);
    for (int i = 0; i < STALE_ACTS; i++) {
        Error err;
        items[i] = (MenuItem){.label = _(acts[i].label), .action = i};
        if (!library_allow(app_library(stale->app), acts[i].right, &err)) {
            Buf why = {0};
            error_render_message(&err, &why);
            items[i].reason = arena_strdup(&arena, buf_text(&why));
            buf_free(&why);
        }
    }
    message_fill(&title, count == 1 ? _("This case") : _("{0} cases, as one step"), &arg, 1);
    app_menu(stale->app, buf_text(&title), items, STALE_ACTS, act_chosen, stale);
    buf_free(&title);
    arena_free(&arena);
}

static void stale_free(void *self) {
    StaleScreen *stale = self;
    caredo_free(&stale->act);
    vec_free(&stale->ids);
    free(stale);
}

void stale_open(App *app) {
    static const CareKind kind = {.title = N_("verify again"),
                                  .nothing = N_("No published case has to be verified again."),
                                  .loading = N_("Looking for stale cases"),
                                  .widths = {14, 9, 11, 7},
                                  .load = stale_load,
                                  .head = stale_head,
                                  .offer = stale_offer,
                                  .free = stale_free};
    StaleScreen *stale = mem_zalloc(sizeof *stale);
    stale->app = app;
    CareList *list = carelist_open(app, &kind, stale);
    if (list)
        stale->act.list = list;
}
