#include "config.h"

#include "library_fixture.h"
#include "unit.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/complete.h"
#include "library/find.h"
#include "library/internal.h"
#include "library/maintain.h"
#include "library/searches.h"
#include "library/session.h"
#include "library/settings.h"
#include "library/synonyms.h"
#include "library/views.h"
#include "text/utf8.h"

#include <unistd.h>

/* What a person gets around a query: completion, over the demo library. */
/* ---- completion ---- */

static const CompleteItem *find_item(const CompleteResult *result, const char *text) {
    for (size_t i = 0; i < result->len; i++)
        if (strcmp(result->items[i].text, text) == 0)
            return &result->items[i];
    return NULL;
}

/* The query is complete at its end, or at the sign ^ in it. */
static bool complete(Fixture *f, const char *query, CompleteResult *out, Buf *text, size_t *caret) {
    const char *sign = strchr(query, '^');
    buf_clear(text);
    buf_puts(text, query);
    *caret = text->len;
    if (sign) {
        *caret = (size_t)(sign - query);
        buf_splice(text, *caret, 1, NULL, 0);
    }
    return library_complete(f->library, buf_str(text), *caret, out);
}

static void what_fits_the_caret_is_offered(void **state) {
    static const struct {
        const char *query, *offered; /* NULL: nothing at all */
        const char *becomes;         /* with | where the caret stands; NULL: not tried */
    } examples[] = {
        {"sta", "state:", "state:|"},
        {"续费 ind", "industry:", "续费 industry:|"},
        {"状", "state:", "state:|"},
        {"-(状", "state:", "-(state:|"},
        {"state:", "draft", "state:draft |"},
        {"state:dr", "draft", "state:draft |"},
        {"状态：草", "draft", "状态：draft |"},
        {"state:draft,pub", "published", "state:draft,published |"},
        {"st^ 续费", "state:", "state:| 续费"},
        {"state:dr^ 续费", "draft", "state:draft |续费"},
        {"(state:dr^)", "draft", "(state:draft|)"},
        {"industry:教", "教育", "industry:教育 |"},
        {"industry:jiaoyu", "教育", "industry:教育 |"},
        {"industry:jy", "教育", "industry:教育 |"},
        {"tag:\"续", "\"续费\"", "tag:\"续费\" |"},
        {"tag:“续^” -x", "\"续费\"", "tag:\"续费\" |-x"},
        {"updated:las", "last-week", "updated:last-week |"},
        {"updated:>=last-m", "last-month", "updated:>=last-month |"},
        {"updated:last-month..to", "today", "updated:last-month..today |"},
        {"is:dr", "draft", "is:draft |"},
        {"是：过", "stale", "是：stale |"},
        {"is:", "mine", "is:mine |"},
        {"is:回", "trashed", "is:trashed |"},
        {"has:res", "result", "has:result |"},
        {"no:负", "owner", "no:owner |"},
        {"sort:upd", "updated", "sort:updated |"},
        {"教", "industry:教育", "industry:教育 |"},
        {"xufei", "tags:续费", "tags:续费 |"},
        {"importance:", NULL, NULL},
        {"nothing:x", NULL, NULL},
        {"qqqqqq", NULL, NULL},
        {"\"续", NULL, NULL},
    };
    Fixture *f = *state;
    CompleteResult result = {0};
    Buf text = {0}, out = {0};
    size_t caret;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        bool any = complete(f, examples[i].query, &result, &text, &caret);
        if (!examples[i].offered && any)
            fail_msg("%s offers %s", examples[i].query, result.items[0].text);
        if (!examples[i].offered)
            continue;
        const CompleteItem *item = find_item(&result, examples[i].offered);
        if (!item)
            fail_msg("%s does not offer %s", examples[i].query, examples[i].offered);
        buf_clear(&out);
        library_complete_put(&result, (size_t)(item - result.items), buf_str(&text), &out, &caret);
        buf_splice(&out, caret, 0, "|", 1);
        assert_string_equal(buf_text(&out), examples[i].becomes);
    }
    library_complete_free(&result);
    buf_free(&text);
    buf_free(&out);
}

/* Every value that is offered finds as many cases as it says; gives the sum of the states. */
static uint64_t check_counts(Fixture *f) {
    static const char *const queries[] = {
        "industry:", "tag:",     "customer:", "owner:", "续费 industry:", "is:", "trust:",
        "state:",    "product:", "region:",   "教",     "行业:金融 tag:"};
    CompleteResult result = {0};
    Buf text = {0}, out = {0};
    size_t caret, counted = 0;
    uint64_t cases = 0;
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        assert_true(complete(f, queries[i], &result, &text, &caret));
        for (size_t item = 0; item < result.len; item++) {
            FindResult found;
            Error err;
            buf_clear(&out);
            library_complete_put(&result, item, buf_str(&text), &out, &caret);
            if (!result.items[item].counted)
                continue;
            FindRequest request = {
                .query = buf_str(&out), .match = FIND_ALL, .exact = true, .limit = 1};
            assert_true(library_find(f->library, &request, &found, &err));
            if (found.total != result.items[item].count || found.warning[0])
                fail_msg("%s: %d, not %d; %s", buf_text(&out), (int)found.total,
                         (int)result.items[item].count, found.warning);
            library_find_free(&found);
            cases += strcmp(queries[i], "state:") == 0 ? result.items[item].count : 0;
            counted++;
        }
    }
    assert_true(counted > 60);
    library_complete_free(&result);
    buf_free(&text);
    buf_free(&out);
    return cases;
}

/* What one may not see is not counted either. */
static void counts_are_what_is_found(void **state) {
    Fixture *f = *state;
    uint64_t all = check_counts(f);
    fixture_become(f, "kezhan");
    uint64_t seen = check_counts(f);
    fixture_become(f, "root");
    assert_true(seen < all);
}

static void better_matches_come_first(void **state) {
    Fixture *f = *state;
    CompleteResult result = {0};
    Buf text = {0};
    size_t caret;
    assert_true(complete(f, "industry:", &result, &text, &caret));
    assert_true(result.len > 3);
    for (size_t i = 1; i < result.len; i++)
        assert_true(result.items[i - 1].count >= result.items[i].count);
    assert_true(complete(f, "state:s", &result, &text, &caret));
    assert_string_equal(result.items[0].text, "submitted");
    assert_true(complete(f, "s", &result, &text, &caret));
    assert_int_equal(result.items[0].kind, COMPLETE_FIELD);
    assert_true(result.len <= COMPLETE_MOST);
    library_complete_free(&result);
    buf_free(&text);
}

/* A column of numbers that belongs to no field is not one of days. */
static void days_are_offered_where_days_stand(void **state) {
    static const struct {
        const char *text;
        bool days;
    } places[] = {{"due:", true},        {"created:", true}, {"year:", true},
                  {"expires:", true},    {"amount:", false}, {"completeness:", false},
                  {"importance:", false}};
    CompleteResult result = {0};
    Buf text = {0};
    size_t caret;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        bool any = complete(*state, places[i].text, &result, &text, &caret) && result.len;
        assert_int_equal(any && result.items[0].kind == COMPLETE_DATE, places[i].days);
    }
    library_complete_free(&result);
    buf_free(&text);
}

/* ---- the log of searches ---- */

enum { DAY_MS = 86400000 };

static void search(Fixture *f, const char *query, uint32_t hits) {
    session_note_search(f->library, str_of(query), hits, (Uuid){{0}});
    session_flush(f->library);
}

static size_t own_searches(Fixture *f) {
    SearchedQueries own;
    Error err;
    assert_true(library_own_searches(f->library, 100, &own, &err));
    size_t len = own.len;
    library_searches_free(&own);
    return len;
}

static void searches_are_kept_and_forgotten(void **state) {
    Fixture *f = *state;
    SearchedQueries log;
    Error err;
    int64_t now = clock_now_ms();
    clock_freeze(now - 1);
    search(f, "ＸＹＺ", 0);
    clock_freeze(now);
    search(f, "量子计算", 0);
    search(f, "续费", 5);
    search(f, "续费", 5);
    search(f, "xyz", 0);
    assert_true(library_searches(f->library, &log, &err));
    assert_int_equal(log.len, 3);
    assert_string_equal(arena_printf(&log.arena, "%.*s", STR_ARG(log.items[0].query)), "xyz");
    assert_int_equal(log.items[0].times, 2);
    assert_int_equal(log.items[0].empty, 2);
    assert_string_equal(arena_printf(&log.arena, "%.*s", STR_ARG(log.items[1].query)), "量子计算");
    assert_int_equal(log.items[2].hits, 5);
    assert_int_equal(log.items[2].last_ms, now);
    library_searches_free(&log);
    assert_int_equal(own_searches(f), 3);
    /* After fourteen days nobody knows who it was; what is written on that day knows. */
    clock_freeze(now - 1 + 14LL * DAY_MS);
    search(f, "a", 1);
    assert_int_equal(own_searches(f), 4);
    clock_freeze(now + 14LL * DAY_MS + 1);
    search(f, "b", 1);
    assert_int_equal(own_searches(f), 2);
    assert_true(library_searches(f->library, &log, &err));
    assert_int_equal(log.len, 5);
    library_searches_free(&log);
    clock_freeze(now - 1 + 180LL * DAY_MS);
    search(f, "c", 1);
    assert_true(library_searches(f->library, &log, &err));
    assert_int_equal(log.len, 6);
    library_searches_free(&log);
    clock_freeze(now + 180LL * DAY_MS + 1);
    search(f, "c", 1);
    assert_true(library_searches(f->library, &log, &err));
    assert_int_equal(log.len, 3);
    library_searches_free(&log);
    assert_int_equal(own_searches(f), 1);
    clock_freeze(now);
}

/* Nothing of it is in the log of changes, which never forgets. */
static bool look_into(void *context, const StoreSessionEntry *entry, Error *err) {
    (void)err;
    *(size_t *)context += entry->kind == SESSION_SEARCH;
    return true;
}

static bool look_at_row(void *context, const StoreEntry *entry, Error *err) {
    StoreRead *read = *(StoreRead **)context;
    Buf body = {0};
    size_t found = 0;
    if (entry->verb == VERB_SESSION) {
        assert_true(store_log_body(read, entry->number, &body, err));
        assert_true(store_session_decode(buf_str(&body), look_into, &found, err));
        assert_int_equal(found, 0);
        buf_free(&body);
    }
    return true;
}

static void the_log_of_changes_holds_no_search(void **state) {
    Fixture *f = *state;
    StoreRead *read;
    Error err;
    uint64_t head, before;
    assert_true(store_read_begin(f->library->store, &read, &err));
    assert_true(store_head(read, &before, &err));
    store_read_end(read);
    search(f, "only a search", 1);
    session_note_login(f->library);
    search(f, "with a login", 1);
    assert_true(store_read_begin(f->library->store, &read, &err));
    assert_true(store_head(read, &head, &err));
    assert_int_equal(head, before + 1);
    assert_true(store_log_each(read, 1, head, look_at_row, &read, &err));
    store_read_end(read);
}

static void a_no_ends_the_log(void **state) {
    Fixture *f = *state;
    Error err;
    size_t before = own_searches(f);
    assert_true(library_option_set(f->library, OPTION_SEARCH_LOG, STR("no"), false, &err));
    search(f, "secret", 1);
    assert_int_equal(own_searches(f), before);
    /* A yes of one's own does not lift the team's no. */
    assert_true(library_option_set(f->library, OPTION_SEARCH_LOG, STR("no"), true, &err));
    assert_true(library_option_set(f->library, OPTION_SEARCH_LOG, STR("yes"), false, &err));
    search(f, "secret", 1);
    assert_int_equal(own_searches(f), before);
    assert_true(library_option_set(f->library, OPTION_SEARCH_LOG, (Str){NULL, 0}, true, &err));
    search(f, "open again", 1);
    assert_int_equal(own_searches(f), before + 1);
}

/* ---- synonyms ---- */

static bool are_equal(Fixture *f, const char *a, const char *b) {
    size_t count;
    const SynonymGroup *groups = library_synonyms(f->library, &count);
    for (size_t i = 0; i < count; i++) {
        int found = 0;
        for (size_t j = 0; j < groups[i].count; j++)
            found |= str_equal(groups[i].words[j], str_of(a)) |
                     str_equal(groups[i].words[j], str_of(b)) << 1;
        if (found == 3)
            return true;
    }
    return false;
}

static void synonyms_follow_the_list(void **state) {
    Fixture *f = *state;
    Error err;
    size_t count;
    bool changed;
    Str words[] = {STR("磨削"), STR("ＧＲＩＮＤ")}, odd[] = {STR("ok"), STR("！")};
    assert_true(are_equal(f, "续费", "renewal")); /* of the taxonomy */
    assert_false(are_equal(f, "磨削", "grind"));
    const SynonymGroup *before = library_synonyms(f->library, &count);
    search(f, "another commit", 1);
    assert_ptr_equal(library_synonyms(f->library, &count), before); /* nothing read again */
    assert_true(library_synonym_add(f->library, words, 2, &changed, &err));
    assert_true(changed && are_equal(f, "磨削", "grind"));
    assert_true(library_synonym_add(f->library, words, 2, &changed, &err));
    assert_false(changed);
    assert_false(library_synonym_add(f->library, odd, 2, &changed, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_true(library_synonym_undo(f->library, &err));
    assert_false(are_equal(f, "磨削", "grind"));
    assert_true(are_equal(f, "续费", "renewal"));
    assert_true(are_equal(f, "净推荐值", "nps")); /* of the metrics */
}

/* ---- saved views ---- */

static void views_have_digits_and_an_end(void **state) {
    Fixture *f = *state;
    SavedViews views;
    Error err;
    int digit;
    char name[16];
    for (int i = 1; i <= SAVED_VIEWS; i++) {
        snprintf(name, sizeof name, "视图%d", i);
        assert_true(library_view_save(f->library,
                                      &(SavedView){.name = str_of(name),
                                                   .query = STR("行业:教育"),
                                                   .sort = STR("-updated"),
                                                   .columns = STR("title owner"),
                                                   .open = STR("lang year")},
                                      &digit, &err));
        assert_int_equal(digit, i);
    }
    assert_false(library_view_save(
        f->library, &(SavedView){.name = STR("十"), .query = STR("x"), .sort = STR("")}, &digit,
        &err));
    assert_int_equal(err.code, ERR_FULL);
    assert_true(library_view_delete(f->library, 3, false, &err));
    assert_false(library_view_delete(f->library, 3, false, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(library_view_save(
        f->library, &(SavedView){.name = STR("十"), .query = STR("x"), .sort = STR("")}, &digit,
        &err));
    assert_int_equal(digit, 3);
    assert_true(library_view_save(
        f->library, &(SavedView){.name = STR("视图５"), .query = STR("y"), .sort = STR("title")},
        &digit, &err));
    assert_int_equal(digit, 5); /* the same name takes the place of the old one */
    assert_false(library_view_save(
        f->library, &(SavedView){.name = STR("bad"), .query = STR("x state:no"), .sort = STR("")},
        NULL, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_int_equal(err.column, 9);
    assert_false(library_view_save(
        f->library, &(SavedView){.name = STR("  "), .query = STR("x"), .sort = STR("")}, NULL,
        &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_true(library_views(f->library, &views, &err));
    assert_int_equal(views.len, SAVED_VIEWS);
    assert_true(str_equal(views.items[4].query, STR("y")));
    assert_true(str_equal(views.items[4].sort, STR("title")));
    assert_true(str_equal(views.items[2].query, STR("x")));
    library_views_free(&views);
}

/* The longest warning is cut between two characters. */
static void a_long_warning_stays_text(void **state) {
    Fixture *f = *state;
    FindResult found;
    Error err;
    for (int shift = 0; shift < 3; shift++) {
        Buf query = {0};
        buf_fill(&query, 'x', (size_t)shift);
        for (int i = 0; i < 100; i++)
            buf_puts(&query, "案");
        buf_puts(&query, ":1");
        FindRequest request = {.query = buf_str(&query), .limit = 1};
        assert_true(library_find(f->library, &request, &found, &err));
        assert_true(strlen(found.warning) > 200);
        assert_true(utf8_valid(str_of(found.warning), NULL));
        library_find_free(&found);
        buf_free(&query);
    }
}

/* A clock that was once ahead is no reason to keep names longer. */
static void a_wrong_clock_keeps_no_name(void **state) {
    Fixture *f = *state;
    int64_t now = clock_now_ms();
    clock_freeze(now + 365LL * DAY_MS);
    search(f, "ahead", 1);
    clock_freeze(now);
    size_t before = own_searches(f);
    search(f, "then", 1);
    assert_int_equal(own_searches(f), before + 1);
    clock_freeze(now + 14LL * DAY_MS + 1);
    search(f, "later", 1);
    assert_int_equal(own_searches(f), before + 1);
    clock_freeze(now);
}

/* A line with too many words is refused, not cut. */
static void a_group_has_an_end(void **state) {
    Fixture *f = *state;
    Error err;
    Str words[SYNONYM_WORDS + 1];
    Buf line = {0};
    for (int i = 0; i < SYNONYM_WORDS; i++)
        buf_printf(&line, "%sword%d", i ? " = " : "", i);
    assert_int_equal(library_synonym_words(buf_str(&line), words), SYNONYM_WORDS);
    buf_puts(&line, " = more = and more");
    size_t count = library_synonym_words(buf_str(&line), words);
    assert_int_equal(count, SYNONYM_WORDS + 1);
    assert_false(library_synonym_add(f->library, words, count, NULL, &err));
    assert_int_equal(err.code, ERR_INVALID);
    buf_free(&line);
}

/* What another version of the analyser made misses words: every search says what to do. */
static void an_old_index_is_told(void **state) {
    Fixture *f = *state;
    FindResult found;
    FindRequest request = {.query = STR("客户"), .limit = 1};
    Error err;
    StoreRead *read;
    StoreWrite *write;
    IndexState *index = mem_alloc(sizeof *index);
    assert_true(store_read_begin(f->library->store, &read, &err));
    assert_true(index_state_read(read, index, &err));
    store_read_end(read);
    assert_true(index->main.count > 0);
    index->main.analyzer++;
    assert_true(library_write_begin(f->library, true, &write, &err));
    assert_true(index_state_write(write, index, &err));
    assert_true(store_write_commit(write, NULL, &err));
    free(index);
    assert_true(library_find(f->library, &request, &found, &err));
    assert_non_null(strstr(found.warning, "reindex"));
    library_find_free(&found);
    assert_true(library_reindex(f->library, NULL, &err));
    assert_true(library_find(f->library, &request, &found, &err));
    assert_string_equal(found.warning, "");
    library_find_free(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_the_caret_is_offered),
        cmocka_unit_test(counts_are_what_is_found),
        cmocka_unit_test(better_matches_come_first),
        cmocka_unit_test(days_are_offered_where_days_stand),
        cmocka_unit_test(searches_are_kept_and_forgotten),
        cmocka_unit_test(the_log_of_changes_holds_no_search),
        cmocka_unit_test(a_no_ends_the_log),
        cmocka_unit_test(synonyms_follow_the_list),
        cmocka_unit_test(views_have_digits_and_an_end),
        cmocka_unit_test(a_wrong_clock_keeps_no_name),
        cmocka_unit_test(a_group_has_an_end),
        cmocka_unit_test(a_long_warning_stays_text),
        cmocka_unit_test(an_old_index_is_told),
    };
    return cmocka_run_group_tests_name("library query", tests, fixture_set_up_demo,
                                       fixture_tear_down);
}
