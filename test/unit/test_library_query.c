#include "config.h"

#include "unit.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/complete.h"
#include "library/find.h"

#include <unistd.h>

/* What a person gets around a query: completion, over the demo library. */
typedef struct Fixture {
    char dir[64], path[80];
    Library *library;
} Fixture;

static int set_up(void **state) {
    Fixture *f = mem_zalloc(sizeof *f);
    Error err;
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "root", .demo = true};
    strcpy(f->dir, "/tmp/anliku-query-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/lib", f->dir);
    clock_freeze(1795136400000); /* 2026-11-20T01:00:00Z */
    assert_true(library_init(f->path, &init, NULL, &err));
    assert_true(library_open(f->path, "root", false, &f->library, &err));
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    Fixture *f = *state;
    char command[128];
    library_close(f->library);
    snprintf(command, sizeof command, "rm -rf %s", f->dir);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

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

/* Every value that is offered finds as many cases as it says. */
static void counts_are_what_is_found(void **state) {
    static const char *const queries[] = {
        "industry:", "tag:",     "customer:", "owner:", "续费 industry:", "is:", "trust:",
        "state:",    "product:", "region:",   "教",     "行业:金融 tag:"};
    Fixture *f = *state;
    CompleteResult result = {0};
    Buf text = {0}, out = {0};
    size_t caret, counted = 0;
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
            counted++;
        }
    }
    assert_true(counted > 100);
    library_complete_free(&result);
    buf_free(&text);
    buf_free(&out);
}

static void better_matches_come_first(void **state) {
    Fixture *f = *state;
    CompleteResult result = {0};
    Buf text = {0};
    size_t caret;
    assert_true(complete(f, "industry:", &result, &text, &caret));
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_the_caret_is_offered),
        cmocka_unit_test(counts_are_what_is_found),
        cmocka_unit_test(better_matches_come_first),
    };
    return cmocka_run_group_tests_name("library query", tests, set_up, tear_down);
}
