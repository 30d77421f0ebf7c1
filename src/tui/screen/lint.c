#include "config.h"

#include "tui/screen/lint.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/lint.h"
#include "tui/screen/caredo.h"
#include "tui/screen/casetext.h"

#include <stdio.h>

/* More are a matter for narrowing. */
enum { MOST_CASES = 1000, ALL_RULES = -1, FIXABLE = 1000, BLOCKING };

typedef struct LintScreen {
    App *app;
    CareDo act;
    int rule; /* place in the table of rules, or one of the above */
    LintTotals totals;
    size_t counts[64]; /* of the rules, over the cases that are shown */
    CareList *filling;
    VEC(Uuid) fixable; /* of the rows */
} LintScreen;

/* ---- rows ---- */

static void add_case(CareList *list, const LintCase *found) {
    CareRow row = {.id = record_id(found->record),
                   .field = -1,
                   .text = record_title(found->record),
                   .right = record_ref_name(found->record, CASE_OWNER),
                   .role = ROLE_TEXT};
    row.cells[0].text = record_text(found->record, CASE_ID);
    row.cells[0].role = ROLE_NUMBER;
    row.cells[1].text = str_of(_(casetext_status(found->record, &row.cells[1].role)));
    carelist_add(list, &row);
}

static void add_issue(CareList *list, const LintCase *found, const Issue *issue) {
    bool blocks = issue->level <= ISSUE_PUBLISH;
    Buf text = {0};
    CareRow row = {.id = record_id(found->record),
                   .field = issue->field,
                   .part = true,
                   .role = blocks ? ROLE_TEXT : ROLE_DIM};
    error_render_message(&issue->error, &text);
    row.text = buf_str(&text);
    row.cells[0].text = blocks ? STR("!") : STR("-");
    row.cells[0].role = blocks ? ROLE_WARN : ROLE_DIM;
    row.cells[1].text = str_of(_(entity_get(ENTITY_CASE)->fields[issue->field].label));
    row.cells[1].role = ROLE_LABEL;
    carelist_add(list, &row);
    buf_free(&text);
}

static void add_fix(CareList *list, const LintCase *found, const LintFix *fix) {
    Buf text = {0};
    CareRow row = {
        .id = record_id(found->record), .field = fix->field, .part = true, .role = ROLE_CHANGED};
    buf_printf(&text, "“%.*s” -> ", STR_ARG(fix->before));
    if (fix->after.len)
        buf_printf(&text, "“%.*s”", STR_ARG(fix->after));
    else
        buf_puts(&text, _("(taken out)"));
    buf_printf(&text, " (%s)", _(fix->why));
    row.text = buf_str(&text);
    row.cells[0].text = STR("*");
    row.cells[0].role = ROLE_CHANGED;
    row.cells[1].text = str_of(_(entity_get(ENTITY_CASE)->fields[fix->field].label));
    row.cells[1].role = ROLE_LABEL;
    carelist_add(list, &row);
    buf_free(&text);
}

static void count_rules(LintScreen *lint, const LintCase *found) {
    for (size_t at = 0; lint_rule_at(at) && at < COUNT_OF(lint->counts); at++) {
        bool has = false;
        for (size_t i = 0; i < found->len; i++)
            has |= strcmp(found->issues[i].rule, lint_rule_at(at)->key) == 0;
        lint->counts[at] += has;
    }
}

static bool take_case(void *context, const LintCase *found, Error *err) {
    LintScreen *lint = context;
    (void)err;
    count_rules(lint, found);
    if (lint->totals.found > MOST_CASES || (lint->rule == BLOCKING && !found->blocked))
        return true;
    if (found->fix_count)
        vec_push(&lint->fixable, record_id(found->record));
    add_case(lint->filling, found);
    for (size_t i = 0; lint->rule != FIXABLE && i < found->len; i++)
        add_issue(lint->filling, found, &found->issues[i]);
    for (size_t i = 0; i < found->fix_count; i++)
        add_fix(lint->filling, found, &found->fixes[i]);
    return true;
}

static const char *rule_key(const LintScreen *lint) {
    if (lint->rule == FIXABLE)
        return LINT_FIXABLE;
    return lint->rule >= 0 && lint->rule < FIXABLE ? lint_rule_at((size_t)lint->rule)->key : NULL;
}

static bool lint_load(void *self, CareList *list, Str query, const Progress *progress, Error *err) {
    LintScreen *lint = self;
    LintRequest request = {.query = query,
                           .level = lint->rule == BLOCKING ? ISSUE_PUBLISH : ISSUE_ADVICE,
                           .rule = rule_key(lint)};
    memset(lint->counts, 0, sizeof lint->counts);
    lint->fixable.len = 0;
    lint->filling = list;
    return library_lint(app_library(lint->app), &request, take_case, lint, &lint->totals, progress,
                        err);
}

static void lint_head(const void *self, Buf *out) {
    const LintScreen *lint = self;
    ErrorArg args[4] = {{.kind = 'd', .number = (int64_t)lint->totals.found},
                        {.kind = 'd', .number = (int64_t)lint->totals.looked_at},
                        {.kind = 'd', .number = (int64_t)lint->totals.blocked},
                        {.kind = 'd', .number = (int64_t)lint->totals.fixable}};
    message_fill(out, _("{0} of {1} cases; {2} cannot be published as they are, {3} can be mended"),
                 args, 4);
    if (rule_key(lint))
        buf_printf(out, "  [%s]",
                   lint->rule == FIXABLE ? _("can be mended")
                                         : _(lint_rule_at((size_t)lint->rule)->label));
    if (lint->rule == BLOCKING)
        buf_printf(out, "  [%s]", _("keeps from publishing"));
    if (lint->totals.found > MOST_CASES)
        buf_printf(out, _("  (the first %d are shown: narrow with f or o)"), MOST_CASES);
}

/* ---- acts ---- */

static void rule_chosen(void *context, int rule) {
    LintScreen *lint = context;
    lint->rule = rule;
    carelist_load(lint->act.list);
}

static void lint_narrow(void *self) {
    LintScreen *lint = self;
    MenuItem items[COUNT_OF(lint->counts) + 3];
    Arena arena = {0};
    size_t count = 0;
    items[count++] = (MenuItem){.label = _("everything"), .action = ALL_RULES};
    items[count++] = (MenuItem){.label = _("keeps from publishing"), .action = BLOCKING};
    items[count++] = (MenuItem){.label = _("can be mended"), .action = FIXABLE};
    for (size_t at = 0; lint_rule_at(at) && at < COUNT_OF(lint->counts); at++)
        if (lint->counts[at] || lint->rule == (int)at)
            items[count++] = (MenuItem){.label = _(lint_rule_at(at)->label),
                                        .key = arena_printf(&arena, "%zu", lint->counts[at]),
                                        .action = (int)at};
    app_menu(lint->app, _("Kind of remark"), items, count, rule_chosen, lint);
    arena_free(&arena);
}

enum { MEND_THESE, MEND_ALL };

static void mend_chosen(void *context, int choice) {
    LintScreen *lint = context;
    CareDo *act = &lint->act;
    VEC(Uuid) ids = {0};
    if (choice == MEND_ALL)
        for (size_t i = 0; i < lint->fixable.len; i++)
            vec_push(&ids, lint->fixable.items[i]);
    else
        for (size_t i = 0; i < act->ids.len; i++)
            vec_push(&ids, act->ids.items[i]);
    caredo_start(act, BULK_MEND, STR(""), ids.items, ids.len,
                 _("What stands behind * is done in {0} cases."));
    vec_free(&ids);
}

static const char *denied(App *app, Right right, Arena *arena) {
    Error err;
    Buf text = {0};
    if (library_allow(app_library(app), right, &err))
        return NULL;
    error_render_message(&err, &text);
    const char *kept = arena_strdup(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

static bool can_mend(const LintScreen *lint, Uuid id) {
    for (size_t i = 0; i < lint->fixable.len; i++)
        if (uuid_equal(lint->fixable.items[i], id))
            return true;
    return false;
}

/* Only what has something to mend counts, as in the head. */
static void lint_offer(void *self, const Uuid *ids, size_t count) {
    LintScreen *lint = self;
    Arena arena = {0};
    const char *reason = denied(lint->app, RIGHT_WRITE, &arena);
    const char *nothing = _("nothing here can be mended by itself");
    lint->act.ids.len = 0;
    for (size_t i = 0; i < count; i++)
        if (can_mend(lint, ids[i]))
            vec_push(&lint->act.ids, ids[i]);
    const MenuItem items[] = {
        {.label = _("mend these"),
         .key = arena_printf(&arena, "%zu", lint->act.ids.len),
         .reason = reason || lint->act.ids.len ? reason : nothing,
         .action = MEND_THESE},
        {.label = _("mend all that are listed"),
         .key = arena_printf(&arena, "%zu", lint->fixable.len),
         .reason = reason || lint->fixable.len ? reason : nothing,
         .action = MEND_ALL},
    };
    app_menu(lint->app, _("What stands behind * is done, as one step"), items, COUNT_OF(items),
             mend_chosen, lint);
    arena_free(&arena);
}

static void lint_free(void *self) {
    LintScreen *lint = self;
    caredo_free(&lint->act);
    vec_free(&lint->fixable);
    free(lint);
}

void lint_open(App *app) {
    static const CareKind kind = {.title = N_("lint"),
                                  .nothing = N_("Nothing keeps these cases from anything."),
                                  .loading = N_("Looking at the cases"),
                                  .widths = {14, 10, 0, 0},
                                  .part_widths = {2, 14, 0, 0},
                                  .load = lint_load,
                                  .head = lint_head,
                                  .offer = lint_offer,
                                  .narrow = lint_narrow,
                                  .free = lint_free};
    LintScreen *lint = mem_zalloc(sizeof *lint);
    lint->app = app;
    lint->rule = ALL_RULES;
    CareList *list = carelist_open(app, &kind, lint);
    if (list)
        lint->act.list = list;
}
