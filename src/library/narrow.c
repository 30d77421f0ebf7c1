#include "config.h"

#include "base/i18n.h"
#include "library/complete.h"
#include "library/facets.h"
#include "library/internal.h"
#include "record/state.h"
#include "search/terms.h"
#include "text/fold.h"

/* What a query's text narrows to, and how a value gets into it and out of it. */

static bool is_facet(int field) {
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        if (library_facet(i)->field == field)
            return true;
    return false;
}

static int field_of(QueryName name) {
    int field = -1;
    if (name.kind == NAME_TRUST)
        field = FIND_TRUST;
    else if (name.kind == NAME_COLUMN && name.column == COLUMN_PERIOD_END)
        field = FIND_YEAR;
    else if (name.kind == NAME_FIELD)
        field = name.field;
    return is_facet(field) ? field : -1;
}

/* A value of a term as facets give it, folded. */
static void put_plain(int field, Str text, Buf *out) {
    size_t start = out->len;
    text_fold(out, str_trim(text));
    Str folded = str_make(buf_text(out) + start, out->len - start);
    const char *key = NULL;
    int found = -1;
    if (field == CASE_STATE && (found = query_state_find(folded)) >= 0)
        key = case_state_key((CaseState)found);
    else if (field == FIND_TRUST && (found = query_trust_find(folded)) >= 0)
        key = case_trust_key((CaseTrust)found);
    else if (field == CASE_AUDIENCE || field == CASE_SUCCESS)
        key = query_choice_find(field, folded);
    if (key) {
        buf_truncate(out, start);
        buf_puts(out, key);
    } else if (folded.len && folded.ptr[0] == '=') { /* the whole name of a person */
        memmove(out->data + start, out->data + start + 1, folded.len); /* with the NUL */
        out->len--;
    }
}

static Str plain_in(Arena *arena, int field, Str text) {
    Buf plain = {0};
    put_plain(field, text, &plain);
    Str kept = arena_str(arena, buf_str(&plain));
    buf_free(&plain);
    return kept;
}

int library_facet_field(Str name) {
    Buf folded = {0};
    text_fold(&folded, name);
    QueryName meaning = query_name_find(buf_str(&folded));
    buf_free(&folded);
    int field = field_of(meaning);
    bool counted = meaning.kind == NAME_FIELD &&
                   (entity_get(ENTITY_CASE)->fields[meaning.field].flags & FIELD_FACET);
    return field < 0 && counted ? meaning.field : field;
}

const char *library_facet_key(int field) {
    return field == FIND_TRUST  ? "trust"
           : field == FIND_YEAR ? "year"
                                : entity_get(ENTITY_CASE)->fields[field].key;
}

const char *library_facet_title(int field) {
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        if (library_facet(i)->field == field)
            return library_facet(i)->label;
    return entity_get(ENTITY_CASE)->fields[field].label;
}

void narrowing_read(Str query, Narrowing *out) {
    QueryTerms terms;
    *out = (Narrowing){.len = 0};
    query_terms(query, &out->arena, &terms);
    out->terms = arena_alloc(&out->arena, (terms.len + 1) * sizeof *out->terms);
    for (size_t i = 0; i < terms.len; i++) {
        const QueryTerm *term = &terms.items[i];
        int field = field_of(term->name);
        if (field < 0)
            continue;
        struct NarrowTerm *to = &out->terms[out->len++];
        *to = (struct NarrowTerm){.field = field, .from = term->from, .to = term->to};
        to->values = arena_alloc(&out->arena, term->len * sizeof *to->values);
        for (size_t j = 0; j < term->len; j++)
            to->values[to->len++] = plain_in(&out->arena, field, term->values[j].text);
    }
}

void narrowing_free(Narrowing *narrowing) {
    arena_free(&narrowing->arena);
    *narrowing = (Narrowing){.len = 0};
}

size_t narrowing_count(const Narrowing *narrowing, int field) {
    size_t count = 0;
    for (size_t i = 0; i < narrowing->len; i++)
        count += narrowing->terms[i].field == field ? narrowing->terms[i].len : 0;
    return count;
}

bool narrowing_has(const Narrowing *narrowing, int field, Str value) {
    Buf plain = {0};
    bool has = false;
    put_plain(field, value, &plain);
    for (size_t i = 0; i < narrowing->len && !has; i++)
        for (size_t j = 0; j < narrowing->terms[i].len && !has; j++)
            has = narrowing->terms[i].field == field &&
                  str_equal(narrowing->terms[i].values[j], buf_str(&plain));
    buf_free(&plain);
    return has;
}

/* Cuts [from, to) out of what *out holds since start, with a blank that then is one too many. */
static void put_without(Str query, size_t from, size_t to, Buf *out) {
    Str before = str_trim(str_make(query.ptr, from));
    Str behind = str_trim(str_make(query.ptr + to, query.len - to));
    buf_put_str(out, before);
    if (before.len && behind.len)
        buf_putc(out, ' ');
    buf_put_str(out, behind);
}

void narrow_clear(Str query, int field, Buf *out) {
    Buf text = {0};
    Narrowing narrowing;
    buf_put_str(&text, query);
    narrowing_read(query, &narrowing);
    for (size_t i = narrowing.len; i-- > 0;) {
        const struct NarrowTerm *term = &narrowing.terms[i];
        Buf rest = {0};
        if (field >= 0 && term->field != field)
            continue;
        put_without(buf_str(&text), term->from, term->to, &rest);
        buf_free(&text);
        text = rest;
    }
    buf_put_str(out, str_trim(buf_str(&text)));
    buf_free(&text);
    narrowing_free(&narrowing);
}

/* Takes the value out of its term; the term goes with its last one. False: no term has it. */
static bool drop(Str query, int field, Str value, Buf *out) {
    Arena arena = {0};
    QueryTerms terms;
    Str plain = plain_in(&arena, field, value);
    bool dropped = false;
    query_terms(query, &arena, &terms);
    for (size_t i = 0; i < terms.len && !dropped; i++) {
        const QueryTerm *term = &terms.items[i];
        for (size_t j = 0; field_of(term->name) == field && j < term->len && !dropped; j++) {
            const QueryTermValue *gone = &term->values[j];
            if (!str_equal(plain_in(&arena, field, gone->text), plain))
                continue;
            dropped = true;
            if (term->len == 1) {
                put_without(query, term->from, term->to, out);
                break;
            }
            /* With the comma before it, of the first one with the comma behind it. */
            size_t from = j ? term->values[j - 1].to : gone->from;
            size_t to = j ? gone->to : term->values[1].from;
            buf_put_str(out, str_make(query.ptr, from));
            buf_put_str(out, str_make(query.ptr + to, query.len - to));
        }
    }
    arena_free(&arena);
    return dropped;
}

/* field:value as a query has it. */
static void put_term(int field, Str value, Buf *out) {
    bool chinese = (unsigned char)_(library_facet(0)->label)[0] >= 0x80;
    if (field == FIND_TRUST) {
        QueryName name = {NAME_TRUST, -1, 0};
        for (int trust = 0; trust < CASE_TRUSTS; trust++)
            if (str_equal(value, str_of(case_trust_key((CaseTrust)trust))))
                buf_printf(out, "%s:%s", query_name_word(name, chinese),
                           query_trust_word(trust, chinese));
    } else if (field == FIND_YEAR) {
        buf_printf(out, "%s:%.*s", chinese ? "年份" : "year", STR_ARG(value));
    } else {
        library_complete_term(field, value, out);
    }
}

static bool is_person(int field) {
    return field < CASE_FIELDS && entity_get(ENTITY_CASE)->fields[field].kind == FIELD_REF;
}

/* The value alone: what stands behind the colon of the term; of a person the whole name. */
static void put_value(int field, Str value, Buf *out) {
    Buf term = {0};
    put_term(field, value, &term);
    size_t colon = str_find(buf_str(&term), STR(":"), 0);
    const char *text = buf_text(&term) + (colon == SIZE_MAX ? 0 : colon + 1);
    bool quoted = *text == '"';
    if (is_person(field))
        buf_printf(out, "%s=%s", quoted ? "\"" : "", text + quoted);
    else
        buf_puts(out, text);
    buf_free(&term);
}

size_t narrowing_end(const Narrowing *narrowing, Str query) {
    size_t end = 0;
    for (size_t i = 0; i < narrowing->len; i++) {
        const struct NarrowTerm *term = &narrowing->terms[i];
        if (str_trim(str_make(query.ptr + end, term->from - end)).len)
            break;
        end = term->to;
    }
    return end;
}

/* Behind the last value of the field's own term. False: it has none. */
static bool put_beside(Str query, int field, Str added, Buf *out) {
    Arena arena = {0};
    QueryTerms terms;
    const QueryTerm *own = NULL;
    query_terms(query, &arena, &terms);
    for (size_t i = 0; i < terms.len; i++)
        own = field_of(terms.items[i].name) == field ? &terms.items[i] : own;
    if (own) {
        size_t at = own->values[own->len - 1].to;
        buf_put_str(out, str_make(query.ptr, at));
        buf_putc(out, ',');
        buf_put_str(out, added);
        buf_put_str(out, str_make(query.ptr + at, query.len - at));
    }
    arena_free(&arena);
    return own != NULL;
}

/* As a term of its own, behind those that the query begins with. */
static void put_first(Str query, int field, Str value, Str added, Buf *out) {
    Arena arena = {0};
    QueryTerms terms;
    Narrowing narrowing;
    Buf term = {0};
    query_terms(query, &arena, &terms);
    narrowing_read(query, &narrowing);
    size_t end = narrowing_end(&narrowing, query);
    Str rest = str_trim(str_make(query.ptr + end, query.len - end));
    put_term(field, value, &term);
    size_t colon = str_find(buf_str(&term), STR(":"), 0);
    buf_put_str(out, str_trim(str_make(query.ptr, end)));
    buf_printf(out, "%s%.*s:%.*s", end ? " " : "", (int)(colon == SIZE_MAX ? 0 : colon),
               buf_text(&term), STR_ARG(added));
    if (rest.len)
        buf_printf(out, terms.alternatives ? " (%.*s)" : " %.*s", STR_ARG(rest));
    buf_free(&term);
    narrowing_free(&narrowing);
    arena_free(&arena);
}

void narrow_toggle(Str query, int field, Str value, Buf *out) {
    Buf added = {0};
    query = str_trim(query);
    if (drop(query, field, value, out))
        return;
    put_value(field, value, &added);
    if (!put_beside(query, field, buf_str(&added), out))
        put_first(query, field, value, buf_str(&added), out);
    buf_free(&added);
}
