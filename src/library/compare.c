#include "config.h"

#include "library/compare.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/fieldtext.h"
#include "library/outcome.h"
#include "library/save.h"
#include "record/parse.h"
#include "text/fold.h"

typedef struct Compare {
    const Record *cases[2];
    Comparison *out;
    VEC(CompareRow) rows;
} Compare;

static void add_row(Compare *c, ComparePart part, Str label, Str a, Str b) {
    Arena *arena = &c->out->arena;
    a = str_trim(a);
    b = str_trim(b);
    if (!a.len && !b.len)
        return;
    vec_push(&c->rows, (CompareRow){.part = part,
                                    .label = arena_str(arena, label),
                                    .text = {arena_str(arena, a), arena_str(arena, b)},
                                    .same = str_equal(a, b)});
    c->out->differing += !str_equal(a, b);
}

static void add_field(Compare *c, ComparePart part, int field) {
    Buf text[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++)
        fieldtext_put(c->cases[i], field, &text[i]);
    add_row(c, part, str_of(_(entity_get(ENTITY_CASE)->fields[field].label)), buf_str(&text[0]),
            buf_str(&text[1]));
    buf_free(&text[0]);
    buf_free(&text[1]);
}

static void add_fields(Compare *c) {
    static const int fields[] = {
        CASE_CUSTOMER,   CASE_STATE,        CASE_VERIFY_LAST, CASE_AUDIENCE, CASE_CONSENT_SCOPE,
        CASE_OWNER,      CASE_INDUSTRY,     CASE_SIZE_BAND,   CASE_REGION,   CASE_CATEGORY,
        CASE_TAGS,       CASE_PRODUCT,      CASE_PAIN,        CASE_SUCCESS,  CASE_PERIOD_START,
        CASE_PERIOD_END, CASE_ALTERNATIVES, CASE_SUMMARY};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        add_field(c, COMPARE_FIELD, fields[i]);
}

/* ---- outcomes: those of the same metric beside each other ---- */

static const Value *outcomes_of(const Record *record, size_t *count) {
    const Value *list = &record->values[CASE_OUTCOMES];
    *count = list->kind == VALUE_LIST ? list->list.len : 0;
    return *count ? list->list.items : NULL;
}

static void put_name(const Value *row, Buf *out) {
    buf_clear(out);
    outcome_put_metric(row, out);
}

/* "71% -> 80% (+9 points)": the outcome behind its name. */
static void put_measured(const Value *row, Buf *out) {
    Buf all = {0}, name = {0};
    outcome_put(row, &all);
    outcome_put_metric(row, &name);
    buf_clear(out);
    buf_put_str(out, str_make(buf_text(&all) + name.len, all.len - name.len));
    buf_free(&all);
    buf_free(&name);
}

static void add_outcomes(Compare *c) {
    size_t count[2];
    const Value *rows[2] = {outcomes_of(c->cases[0], &count[0]),
                            outcomes_of(c->cases[1], &count[1])};
    bool *paired = mem_zalloc(count[1] + 1);
    Buf name = {0}, other = {0}, a = {0}, b = {0};
    for (size_t i = 0; i < count[0]; i++) {
        size_t j = 0;
        put_name(&rows[0][i], &name);
        for (; j < count[1]; j++) {
            put_name(&rows[1][j], &other);
            if (!paired[j] && text_fold_equal(buf_str(&name), buf_str(&other)))
                break;
        }
        put_measured(&rows[0][i], &a);
        buf_clear(&b);
        if (j < count[1]) {
            paired[j] = true;
            put_measured(&rows[1][j], &b);
        }
        add_row(c, COMPARE_OUTCOME, buf_str(&name), buf_str(&a), buf_str(&b));
    }
    for (size_t j = 0; j < count[1]; j++) {
        if (paired[j])
            continue;
        put_name(&rows[1][j], &name);
        put_measured(&rows[1][j], &b);
        add_row(c, COMPARE_OUTCOME, buf_str(&name), STR(""), buf_str(&b));
    }
    free(paired);
    buf_free(&name);
    buf_free(&other);
    buf_free(&a);
    buf_free(&b);
}

static void add_sections(Compare *c) {
    static const int sections[] = {CASE_BACKGROUND, CASE_NEED,   CASE_SOLUTION, CASE_STEPS,
                                   CASE_PROCESS,    CASE_RESULT, CASE_FEEDBACK, CASE_BODY};
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        add_field(c, COMPARE_SECTION, sections[i]);
}

bool library_compare(Library *library, Uuid a, Uuid b, Comparison *out, Error *err) {
    Compare c = {.out = out};
    Record *cases[2] = {NULL, NULL};
    const Uuid ids[2] = {a, b};
    *out = (Comparison){.id = {a, b}};
    if (uuid_equal(a, b))
        return error_set(err, ERR_INVALID, N_("a case is compared with another one"), "");
    bool ok = true;
    for (int i = 0; ok && i < 2; i++)
        ok = library_load(library, ENTITY_CASE, ids[i], 0, &cases[i], err);
    for (int i = 0; ok && i < 2; i++) {
        c.cases[i] = cases[i];
        out->number[i] = arena_str(&out->arena, record_text(cases[i], CASE_ID));
        out->title[i] = arena_str(&out->arena, record_title(cases[i]));
    }
    if (ok) {
        add_fields(&c);
        add_outcomes(&c);
        add_sections(&c);
        out->len = c.rows.len;
        out->rows = arena_dup(&out->arena, c.rows.items, c.rows.len * sizeof *c.rows.items);
    }
    vec_free(&c.rows);
    record_free(cases[0]);
    record_free(cases[1]);
    return ok;
}

void library_comparison_free(Comparison *comparison) {
    arena_free(&comparison->arena);
    *comparison = (Comparison){0};
}
