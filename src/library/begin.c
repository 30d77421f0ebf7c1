#include "config.h"

#include "library/begin.h"

#include "conf/taxonomy.h"
#include "library/internal.h"
#include "library/save.h"
#include "library/template.h"
#include "library/vocabulary.h"
#include "record/state.h"
#include "search/terms.h"

/* --- another case ----------------------------------------------------------------------------- */

/* Fields that the next case of the kind has too. */
static const int reused[] = {
    CASE_TITLE,     CASE_NEED,     CASE_SOLUTION,     CASE_PROCESS,   CASE_ALTERNATIVES,
    CASE_CATEGORY,  CASE_TAGS,     CASE_INDUSTRY,     CASE_SIZE_BAND, CASE_REGION,
    CASE_PRODUCT,   CASE_THEME,    CASE_PAIN,         CASE_LANG,      CASE_IMPORTANCE,
    CASE_HALF_LIFE, CASE_AUDIENCE, CASE_VERIFY_EVERY,
};

void template_take_reusable(Record *to, const Record *from) {
    for (size_t i = 0; i < COUNT_OF(reused); i++)
        if (record_has(from, reused[i]))
            record_set(to, reused[i], from->values[reused[i]]);
}

/* A public case needs the consent of its customer, which the copy does not have. */
static void settle_audience(Record *record) {
    if (case_audience(record) == AUDIENCE_PUBLIC)
        record_set_text(record, CASE_AUDIENCE, STR("sales"));
}

bool library_copy_as_new(Library *library, Uuid id, Record **out, Error *err) {
    Record *from;
    if (!library_allow(library, RIGHT_WRITE, err) ||
        !library_load(library, ENTITY_CASE, id, 0, &from, err))
        return false;
    *out = library_new_record(library, ENTITY_CASE);
    template_take_reusable(*out, from);
    settle_audience(*out);
    Value related = value_ref(id, record_text(from, CASE_ID));
    record_set(*out, CASE_RELATED, value_list(&related, 1));
    record_free(from);
    return true;
}

/* --- a search --------------------------------------------------------------------------------- */

/* The value as it is stored: a name of the taxonomy for what it is also called. */
static Str stored_value(const Taxonomy *taxonomy, const Field *field, Str text) {
    if (taxonomy && field->kind == FIELD_TREE) {
        const TaxonomyCategory *category = taxonomy_find(taxonomy, text);
        return category ? category->path : text;
    }
    const TaxonomyValue *value =
        taxonomy ? taxonomy_value(taxonomy, str_of(field->key), text) : NULL;
    return value ? value->name : text;
}

/* Fields that a search can say something of; the rest of its terms (state:, is:, year:) is about
 * the cases that there are. */
static bool is_taken(const Field *field, int index) {
    bool moved = field->flags & (FIELD_MOVED | FIELD_MACHINE);
    bool person = field->kind == FIELD_REF && field->target == ENTITY_USER;
    return !moved && !person && field->flags & FIELD_FACET && index != CASE_AUDIENCE;
}

static void take_term(const QueryTerm *term, const Taxonomy *taxonomy, Record *record) {
    const Field *field = &record->entity->fields[term->name.field];
    if (!is_taken(field, term->name.field) || !term->len)
        return;
    if (field->kind == FIELD_LIST) {
        Value values[16];
        size_t count = term->len < COUNT_OF(values) ? term->len : COUNT_OF(values);
        for (size_t i = 0; i < count; i++)
            values[i] = value_text(stored_value(taxonomy, field, term->values[i].text));
        record_set(record, term->name.field, value_list(values, count));
    } else if (term->len == 1) { /* of alternatives nobody knows which */
        Str text = stored_value(taxonomy, field, term->values[0].text);
        if (field->kind == FIELD_REF)
            record_set_ref(record, term->name.field, (Uuid){{0}}, text);
        else if (field->kind != FIELD_CHOICE || entity_choice_label(field, text))
            record_set_text(record, term->name.field, text);
    }
}

/* The words, without terms, brackets and what is excluded. */
static void put_words(Str query, Buf *out) {
    QueryToken tokens[64];
    size_t count = query_tokens(query, tokens, COUNT_OF(tokens));
    for (size_t i = 0; i < count; i++) {
        Str token = str_make(query.ptr + tokens[i].from, tokens[i].to - tokens[i].from);
        bool quoted = token.len > 2 && token.ptr[0] == '"' && token.ptr[token.len - 1] == '"';
        if (quoted)
            token = str_make(token.ptr + 1, token.len - 2);
        else if (!tokens[i].word)
            continue;
        bool latin = out->len && (unsigned char)token.ptr[0] < 0x80 &&
                     (unsigned char)out->data[out->len - 1] < 0x80;
        buf_printf(out, "%s%.*s", latin ? " " : "", STR_ARG(token));
    }
}

Record *library_begin_from_query(Library *library, Str query) {
    Record *record = library_new_record(library, ENTITY_CASE);
    Vocabulary vocabulary;
    Arena arena = {0};
    QueryTerms terms;
    Buf words = {0};
    Error ignored;
    bool known = vocabulary_load(library, &vocabulary, &ignored);
    query_terms(query, &arena, &terms);
    for (size_t i = 0; i < terms.len; i++)
        if (terms.items[i].name.kind == NAME_FIELD)
            take_term(&terms.items[i], known ? vocabulary.taxonomy : NULL, record);
    put_words(query, &words);
    if (words.len)
        record_set_text(record, CASE_TITLE, buf_str(&words));
    vocabulary_free(&vocabulary);
    buf_free(&words);
    arena_free(&arena);
    return record;
}
