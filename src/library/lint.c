#include "config.h"

#include "library/lint.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/known.h"
#include "library/lintfix.h"

enum { SNAPSHOT_CASES = 64 }; /* an open snapshot keeps old pages alive */

typedef struct Lint {
    Library *library;
    const LintRequest *request;
    LintLibrary rules;
    LintValues *values;
    Issues issues;
    LintFixes fixes;
    LintTotals *totals;
    LintFn *each;
    void *context;
} Lint;

static bool is_asked_for(const Lint *lint, const Issue *issue) {
    const char *rule = lint->request->rule;
    return issue->level <= lint->request->level && (!rule || strcmp(rule, issue->rule) == 0);
}

/* Keeps those that were asked for; gives whether any keeps the case from being published. */
static bool sift(Lint *lint) {
    size_t kept = 0;
    bool blocked = false;
    for (size_t i = 0; i < lint->issues.len; i++) {
        const Issue *issue = &lint->issues.items[i];
        blocked |= issue->level <= ISSUE_PUBLISH;
        if (is_asked_for(lint, issue))
            lint->issues.items[kept++] = *issue;
    }
    lint->issues.len = kept;
    return blocked;
}

static bool tell_one(Lint *lint, Record *record, Error *err) {
    Record *mended = record_copy(record);
    const char *rule = lint->request->rule;
    bool fixable_only = rule && strcmp(rule, LINT_FIXABLE) == 0;
    lint->issues.len = 0;
    lintfixes_clear(&lint->fixes);
    lint_check(record, &lint->rules.context, ISSUE_ADVICE, &lint->issues);
    lintfix_apply(lint->values, mended, &lint->fixes);
    record_free(mended);
    bool blocked = sift(lint);
    LintCase found = {.record = record,
                      .issues = lint->issues.items,
                      .len = lint->issues.len,
                      .fixes = lint->fixes.items,
                      .fix_count = lint->fixes.len,
                      .blocked = blocked};
    lint->totals->looked_at++;
    if (!found.len && !(found.fix_count && (!rule || fixable_only)))
        return true;
    lint->totals->found++;
    lint->totals->blocked += blocked;
    lint->totals->fixable += found.fix_count > 0;
    return lint->each(lint->context, &found, err);
}

static bool look_at(Lint *lint, StoreRead *read, Uuid id, Error *err) {
    StoreCurrent current;
    Record *record;
    bool found;
    if (!store_current_find(read, ENTITY_CASE, id, &current, &found, err))
        return false;
    if (!found || current.trashed)
        return true;
    if (!store_load(read, ENTITY_CASE, id, &record, err))
        return false;
    bool ok = !library_may_see(lint->library, record) || tell_one(lint, record, err);
    record_free(record);
    return ok;
}

static bool look_at_all(Lint *lint, const Uuid *ids, size_t count, const Progress *progress,
                        Error *err) {
    StoreRead *read = NULL;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        if (progress_cancelled(progress)) {
            ok = error_set(err, ERR_CANCELLED, N_("cancelled"), "");
            break;
        }
        if (i % SNAPSHOT_CASES == 0) {
            store_read_end(read);
            read = NULL;
            ok = store_read_begin(lint->library->store, &read, err);
        }
        ok = ok && look_at(lint, read, ids[i], err);
        progress_report(progress, i + 1, count);
    }
    store_read_end(read);
    return ok;
}

static bool ids_of_query(Library *library, Str query, Uuid **ids, size_t *count, Error *err) {
    FindRequest request = {
        .query = query, .match = FIND_ALL, .sort = STR("created"), .exact = true};
    request.limit = SIZE_MAX;
    return library_find_ids(library, &request, ids, count, err);
}

bool library_lint(Library *library, const LintRequest *request, LintFn *each, void *context,
                  LintTotals *totals, const Progress *progress, Error *err) {
    Lint lint = {
        .library = library, .request = request, .totals = totals, .each = each, .context = context};
    Uuid *own = NULL;
    const Uuid *ids = request->ids;
    size_t count = request->count;
    *totals = (LintTotals){0};
    if (!ids && !ids_of_query(library, request->query, &own, &count, err)) {
        free(own);
        return false;
    }
    library_refresh_people(library);
    library_lint_begin(library, &lint.rules);
    bool ok = lintvalues_load(library, &lint.values, err) &&
              look_at_all(&lint, ids ? ids : own, count, progress, err);
    lintvalues_free(lint.values);
    library_lint_end(&lint.rules);
    lintfixes_free(&lint.fixes);
    issues_free(&lint.issues);
    free(own);
    return ok;
}
