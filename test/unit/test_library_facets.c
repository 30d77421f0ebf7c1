#include "config.h"

#include "library_fixture.h"
#include "unit.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/facets.h"
#include "library/internal.h"
#include "library/nothing.h"
#include "library/views.h"
#include "text/fit.h"

/* Narrowing by facets, over the demo library. */
static void a_value_goes_in_and_out_of_the_query(void **state) {
    (void)state;
    static const struct {
        const char *query;
        int field;
        const char *value, *becomes;
    } rows[] = {
        {"", CASE_INDUSTRY, "教育", "industry:教育"},
        {"续费", CASE_INDUSTRY, "教育", "industry:教育 续费"},
        {"续费 ", CASE_INDUSTRY, "教育", "industry:教育 续费"},
        {"industry:教育 续费", CASE_LANG, "zh", "industry:教育 lang:zh 续费"},
        {"续费 industry:教育", CASE_LANG, "zh", "lang:zh 续费 industry:教育"},
        {"industry:教育", CASE_INDUSTRY, "教育", ""},
        {"行业：教育 续费", CASE_INDUSTRY, "教育", "续费"},
        {"industry:教育 续费", CASE_INDUSTRY, "金融", "industry:教育,金融 续费"},
        {"a industry:教育，金融 b", CASE_INDUSTRY, "金融", "a industry:教育 b"},
        {"a industry:教育、金融 b", CASE_INDUSTRY, "教育", "a industry:金融 b"},
        {"industry:a,b,c", CASE_INDUSTRY, "b", "industry:a,c"},
        {"industry:\"a b\",c", CASE_INDUSTRY, "A B", "industry:c"},
        {"industry:“a b”,c", CASE_INDUSTRY, "a b", "industry:c"},
        {"industry:c", CASE_INDUSTRY, "a b", "industry:c,\"a b\""},
        {"state:draft", CASE_STATE, "published", "state:draft,published"},
        {"状态:草稿", CASE_STATE, "draft", ""},
        {"", FIND_TRUST, "stale", "trust:stale"},
        {"可信:待核,过期", FIND_TRUST, "due", "可信:过期"},
        {"", FIND_YEAR, "2026", "year:2026"},
        {"year:2026", FIND_YEAR, "2025", "year:2026,2025"},
        {"", CASE_OWNER, "王芳", "owner:=王芳"},
        {"", CASE_OWNER, "Wang Li", "owner:\"=Wang Li\""},
        {"owner:=王芳", CASE_OWNER, "王芳", ""},
        {"owner:\"=Wang Li\" x", CASE_OWNER, "Wang Li", "x"},
        {"a | b", CASE_LANG, "zh", "lang:zh (a | b)"},
        {"-industry:教育", CASE_INDUSTRY, "教育", "industry:教育 -industry:教育"},
        {"(industry:教育 | x)", CASE_INDUSTRY, "教育", "industry:教育 (industry:教育 | x)"},
        {"\"industry:教育\"", CASE_INDUSTRY, "教育", "industry:教育 \"industry:教育\""},
        {"industry:教育 (a", CASE_INDUSTRY, "教育", "(a"},
        {"\"quote industry:教育", CASE_INDUSTRY, "教育", "\"quote"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Buf out = {0};
        narrow_toggle(str_of(rows[i].query), rows[i].field, str_of(rows[i].value), &out);
        if (strcmp(buf_text(&out), rows[i].becomes) != 0)
            fail_msg("%s with %s: %s", rows[i].query, rows[i].value, buf_text(&out));
        buf_free(&out);
    }
    Buf out = {0};
    narrow_clear(STR("a industry:x,y b trust:due -lang:zh year:2026"), -1, &out);
    assert_string_equal(buf_text(&out), "a b -lang:zh");
    buf_clear(&out);
    narrow_clear(STR("a industry:x trust:due"), FIND_TRUST, &out);
    assert_string_equal(buf_text(&out), "a industry:x");
    buf_free(&out);
}

/* Without blanks. */
static void put_dense(Buf *out, Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ')
            buf_putc(out, text.ptr[i]);
}

/* Whatever is typed: toggling twice leads back to the same words. */
static void random_text_is_never_damaged(void **state) {
    (void)state;
    static const char *const pieces[] = {"industry:", "a",  " ", ",",         "\"", "“",
                                         "”",         "(",  ")", "|",         "-",  "：",
                                         "，",        "教", "=", "trust:due", "、"};
    uint32_t seed = 20261120;
    for (int round = 0; round < 20000; round++) {
        Buf text = {0}, once = {0}, twice = {0};
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525 + 1013904223;
            buf_puts(&text, pieces[(seed >> 16) % COUNT_OF(pieces)]);
        }
        Narrowing narrowing;
        narrow_toggle(buf_str(&text), CASE_LANG, STR("zh"), &once);
        narrowing_read(buf_str(&once), &narrowing);
        bool has = narrowing_has(&narrowing, CASE_LANG, STR("zh"));
        narrowing_free(&narrowing);
        narrow_toggle(buf_str(&once), CASE_LANG, STR("zh"), &twice);
        Buf before = {0}, after = {0};
        put_dense(&before, buf_str(&text));
        put_dense(&after, buf_str(&twice));
        if (has && !strchr(buf_text(&text), '|') &&
            strcmp(buf_text(&before), buf_text(&after)) != 0)
            fail_msg("%s: %s, %s", buf_text(&text), buf_text(&once), buf_text(&twice));
        buf_free(&before);
        buf_free(&after);
        buf_free(&text);
        buf_free(&once);
        buf_free(&twice);
    }
}

static uint64_t total_of(Fixture *f, Str query) {
    FindRequest request = {.query = query, .exact = true, .bare = true, .match = FIND_ALL};
    FindResult result;
    Error err;
    assert_true(library_find(f->library, &request, &result, &err));
    uint64_t total = result.total;
    library_find_free(&result);
    return total;
}

/* What the panel says beside a value is what the list has when it alone is chosen. */
static void counts_are_what_the_plain_query_finds(void **state) {
    Fixture *f = *state;
    static const char *const words[] = {
        "",     "续费", "客户",          "churn",     "-续费", "is:published",
        "2026", "的",   "(教育 | 金融)", "has:result"};
    uint32_t seed = 7;
    size_t compared = 0, narrowed = 0;
    for (int round = 0; round < 60; round++) {
        Buf query = {0};
        int fields[LIBRARY_FACETS];
        FindResult result;
        Error err;
        seed = seed * 1664525 + 1013904223;
        buf_puts(&query, words[(seed >> 16) % COUNT_OF(words)]);
        for (size_t i = 0; i < LIBRARY_FACETS; i++)
            fields[i] = library_facet(i)->field;
        for (int step = 0; step < 3; step++) { /* choose something, look again */
            FindRequest request = {.query = buf_str(&query),
                                   .exact = true,
                                   .match = FIND_ALL,
                                   .facets = fields,
                                   .facet_count = LIBRARY_FACETS,
                                   .widen = true};
            if (!library_find(f->library, &request, &result, &err))
                fail_msg("%s", buf_text(&query));
            assert_int_equal(result.facet_count, LIBRARY_FACETS);
            Narrowing narrowing;
            narrowing_read(buf_str(&query), &narrowing);
            seed = seed * 1664525 + 1013904223;
            const FindFacet *facet = &result.facets[(seed >> 16) % LIBRARY_FACETS];
            size_t chosen = facet->len ? (seed >> 8) % facet->len : 0;
            narrowed += narrowing_count(&narrowing, facet->field) > 0;
            for (size_t v = 0; v < facet->len; v++) {
                Buf rest = {0}, with = {0};
                narrow_clear(buf_str(&query), facet->field, &rest);
                narrow_toggle(buf_str(&rest), facet->field, facet->values[v].value, &with);
                uint64_t total = total_of(f, buf_str(&with));
                if (total != facet->values[v].count)
                    fail_msg("%s: %d, not %d", buf_text(&with), (int)total,
                             (int)facet->values[v].count);
                compared++;
                buf_free(&rest);
                buf_free(&with);
            }
            if (facet->len) {
                Buf next = {0};
                narrow_toggle(buf_str(&query), facet->field, facet->values[chosen].value, &next);
                buf_free(&query);
                query = next;
            }
            narrowing_free(&narrowing);
            library_find_free(&result);
        }
        buf_free(&query);
    }
    assert_true(compared > 300 && narrowed > 0);
}

/* Two values of a field find what either finds; of two fields both must hold. */
static void values_are_alternatives_and_fields_hold_together(void **state) {
    Fixture *f = *state;
    uint64_t a = total_of(f, STR("industry:教育")), b = total_of(f, STR("industry:金融"));
    uint64_t zh = total_of(f, STR("industry:教育 lang:zh"));
    assert_true(a && b);
    assert_int_equal(total_of(f, STR("industry:教育,金融")), a + b);
    assert_true(zh <= a);
    assert_true(total_of(f, STR("year:2026")) > 0);
    assert_int_equal(total_of(f, STR("year:2025,2026")),
                     total_of(f, STR("year:2025")) + total_of(f, STR("年份:2026")));
}

static void values_are_found_by_label_pinyin_and_initials(void **state) {
    Fixture *f = *state;
    FacetNames *names = library_facet_names(f->library);
    const LibraryFacet *industry = library_facet(library_facet_find(STR("industry")));
    const LibraryFacet *trust = library_facet(library_facet_find(STR("trust")));
    Buf label = {0};
    assert_int_equal(library_facet_find(STR("nothing")), LIBRARY_FACETS);
    assert_true(library_facet_fits(names, industry, STR("教育"), STR("教")));
    assert_true(library_facet_fits(names, industry, STR("教育"), STR("jiaoyu")));
    assert_true(library_facet_fits(names, industry, STR("教育"), STR("jy")));
    assert_true(library_facet_fits(names, industry, STR("教育"), STR("educ")));
    assert_true(library_facet_fits(names, industry, STR("教育"), STR("")));
    assert_false(library_facet_fits(names, industry, STR("教育"), STR("jr")));
    assert_true(library_facet_fits(names, trust, STR("stale"), STR("stal")));
    library_facet_label(names, industry, STR("教育"), &label);
    assert_string_equal(buf_text(&label), "Education");
    buf_free(&label);
    library_facet_names_free(names);
    library_facet_names_free(NULL);
}

/* A branch counts what it finds as a value, and parents stand before what lies below them. */
static void branches_count_what_they_find(void **state) {
    Fixture *f = *state;
    static const int field = CASE_CATEGORY;
    FindRequest request = {.facets = &field, .facet_count = 1, .exact = true};
    FindResult result;
    Error err;
    Arena arena = {0};
    FacetNode *nodes;
    size_t roots = 0, below = 0;
    assert_true(library_find(f->library, &request, &result, &err));
    size_t count = library_facet_tree(&result.facets[0], &arena, &nodes);
    for (size_t i = 0; i < count; i++) {
        Buf query = {0};
        narrow_toggle(STR(""), CASE_CATEGORY, nodes[i].path, &query);
        assert_int_equal(total_of(f, buf_str(&query)), nodes[i].count);
        roots += nodes[i].depth == 0;
        below += nodes[i].depth > 0;
        if (nodes[i].depth)
            assert_true(i > 0 && nodes[i - 1].depth + 1 >= nodes[i].depth);
        assert_int_equal(nodes[i].parent,
                         i + 1 < count && nodes[i + 1].depth == nodes[i].depth + 1);
        buf_free(&query);
    }
    assert_true(roots > 1 && below > roots);
    arena_free(&arena);
    library_find_free(&result);
}

/* ---- nothing found ---- */

static const NothingOffer *offer_of(const NothingFound *found, NothingKind kind) {
    for (size_t i = 0; i < found->len; i++)
        if (found->items[i].kind == kind)
            return &found->items[i];
    return NULL;
}

static void what_finds_nothing_is_explained(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *query;
        NothingKind kind;
        const char *becomes; /* NULL: nothing of the kind is offered */
    } rows[] = {
        {"续费 zzqqxx", NOTHING_WITHOUT, "续费"},
        {"zzqqxx 续费", NOTHING_WITHOUT, "续费"},
        {"续费 \"zz qq xx\" lang:zh", NOTHING_WITHOUT, "续费 lang:zh"},
        {"renewals lang:de", NOTHING_WITHOUT, "renewals"},
        {"续费 zzqqxx qqzzyy", NOTHING_ONLY, "续费"},
        {"renewlas lang:en", NOTHING_SPELLED, "renewals lang:en"},
        {"published", NOTHING_VALUE, "state:published"},
        {"zzqqxx", NOTHING_VALUE, NULL},
        {"zzqqxx", NOTHING_WITHOUT, NULL},
        {"zzqqxx qqzzyy", NOTHING_ONLY, NULL},
        {"", NOTHING_WITHOUT, NULL},
        {"(a | b", NOTHING_SPELLED, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        NothingFound found;
        Error err;
        assert_true(library_find_nothing(f->library, str_of(rows[i].query), &found, &err));
        const NothingOffer *offer = offer_of(&found, rows[i].kind);
        if (!offer != !rows[i].becomes)
            fail_msg("%s: %s", rows[i].query, offer ? "offered" : "not offered");
        if (offer && !str_equal(offer->query, str_of(rows[i].becomes)))
            fail_msg("%s: %.*s", rows[i].query, STR_ARG(offer->query));
        if (offer) {
            assert_true(offer->total > 0);
            assert_int_equal(total_of(f, offer->query), offer->total);
        }
        library_nothing_free(&found);
    }
}

typedef struct Named {
    Fit fit;
    uint64_t total;
} Named;

static int best_first(const void *a, const void *b) {
    const Named *x = a, *y = b;
    if (x->fit != y->fit)
        return x->fit < y->fit ? -1 : 1;
    return x->total > y->total ? -1 : x->total < y->total;
}

/* All values that a word names, the best first. */
static size_t name_all(Fixture *f, Str word, Named *out, size_t most) {
    FacetNames *names = library_facet_names(f->library);
    size_t count = 0;
    for (size_t i = 0; i < LIBRARY_FACETS; i++) {
        const LibraryFacet *facet = library_facet(i);
        FindRequest request = {.bare = true, .facets = &facet->field, .facet_count = 1};
        FindResult result;
        Error err;
        Arena arena = {0};
        FacetNode *nodes;
        assert_true(library_find(f->library, &request, &result, &err));
        size_t len = facet->tree ? library_facet_tree(&result.facets[0], &arena, &nodes)
                                 : result.facets[0].len;
        for (size_t j = 0; j < len && count < most; j++) {
            const FindFacetValue *plain = &result.facets[0].values[j];
            Str value = facet->tree ? nodes[j].path : plain->value;
            Buf label = {0};
            library_facet_label(names, facet, value, &label);
            Fit fit = text_fit(buf_str(&label), word), stored = text_fit(value, word);
            fit = stored < fit ? stored : fit;
            if (value.len && fit <= FIT_PINYIN)
                out[count++] = (Named){fit, facet->tree ? nodes[j].count : plain->count};
            buf_free(&label);
        }
        library_find_free(&result);
        arena_free(&arena);
    }
    library_facet_names_free(names);
    qsort(out, count, sizeof *out, best_first);
    return count;
}

/* Of more values than are offered, the best. */
static void the_best_values_are_offered(void **state) {
    Fixture *f = *state;
    static const char *const words[] = {"a", "e", "i", "s", "n", "1", "2"};
    static Named all[1000];
    bool many = false;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        NothingFound found;
        Error err;
        size_t count = name_all(f, str_of(words[i]), all, COUNT_OF(all));
        assert_true(library_find_nothing(f->library, str_of(words[i]), &found, &err));
        const size_t archived = found.len && found.items[0].kind == NOTHING_ARCHIVED;
        assert_int_equal(found.len - archived, count < NOTHING_OFFERS ? count : NOTHING_OFFERS);
        many |= count > NOTHING_OFFERS;
        for (size_t k = 0; k < found.len - archived; k++)
            if (found.items[archived + k].total != all[k].total)
                fail_msg("%s: offer %zu finds %d instead of %d", words[i], k,
                         (int)found.items[archived + k].total, (int)all[k].total);
        library_nothing_free(&found);
    }
    assert_true(many);
}

/* ---- views of the team ---- */

static void views_of_the_team_are_seen_by_all(void **state) {
    Fixture *f = *state;
    SavedView view = {.team = true, .name = STR("ours"), .query = STR("industry:教育")};
    SavedViews views;
    Error err;
    int digit;
    assert_true(library_view_save(f->library, &view, &digit, &err));
    assert_int_equal(digit, 1);
    view = (SavedView){.digit = 1, .name = STR("mine"), .query = STR("x\ny"), .open = STR("year")};
    assert_true(library_view_save(f->library, &view, &digit, &err));
    assert_true(library_views(f->library, &views, &err));
    assert_int_equal(views.len, 2);
    view.digit = SAVED_VIEWS + 1; /* would be kept where nobody reads it */
    assert_false(library_view_save(f->library, &view, &digit, &err));
    assert_int_equal(err.code, ERR_INVALID);
    view.digit = 1;
    assert_true(views.items[1].team && views.items[1].hidden);
    assert_true(str_equal(views.items[0].query, STR("x y")));
    assert_true(str_equal(views.items[0].open, STR("year")));
    assert_true(str_equal(library_view_at(&views, 1)->name, STR("mine"))); /* one's own wins */
    assert_null(library_view_at(&views, 2));
    library_views_free(&views);
    assert_true(library_view_move(f->library, 1, false, 4, &err));
    assert_false(library_view_move(f->library, 1, false, 2, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(library_view_move(f->library, 4, false, 10, &err));
    assert_int_equal(err.code, ERR_INVALID);
    view = (SavedView){.name = STR("other"), .query = STR("")};
    assert_true(library_view_save(f->library, &view, &digit, &err));
    assert_false(library_view_rename(f->library, 4, false, STR("Other"), &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_true(library_view_rename(f->library, 4, false, STR("Mine"), &err));
    assert_true(library_view_move(f->library, 4, false, digit, &err)); /* they change places */
    assert_true(library_views(f->library, &views, &err));
    assert_true(str_equal(library_view_at(&views, 4)->name, STR("other")));
    library_views_free(&views);
    /* Who may not change settings sees the team's views and changes none. */
    UserRole role = f->library->actor.role;
    f->library->actor.role = ROLE_REP;
    view = (SavedView){.team = true, .name = STR("theirs")};
    assert_false(library_view_save(f->library, &view, NULL, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_view_delete(f->library, 1, true, &err));
    assert_false(library_view_rename(f->library, 1, true, STR("z"), &err));
    assert_false(library_view_move(f->library, 1, true, 2, &err));
    assert_true(library_views(f->library, &views, &err));
    assert_true(views.items[views.len - 1].team);
    library_views_free(&views);
    f->library->actor.role = role;
    assert_true(library_view_delete(f->library, 1, true, &err));
    assert_false(library_view_delete(f->library, 1, true, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_goes_in_and_out_of_the_query),
        cmocka_unit_test(random_text_is_never_damaged),
        cmocka_unit_test(counts_are_what_the_plain_query_finds),
        cmocka_unit_test(values_are_alternatives_and_fields_hold_together),
        cmocka_unit_test(values_are_found_by_label_pinyin_and_initials),
        cmocka_unit_test(branches_count_what_they_find),
        cmocka_unit_test(what_finds_nothing_is_explained),
        cmocka_unit_test(the_best_values_are_offered),
        cmocka_unit_test(views_of_the_team_are_seen_by_all),
    };
    return cmocka_run_group_tests_name("library facets", tests, fixture_set_up_demo,
                                       fixture_tear_down);
}
