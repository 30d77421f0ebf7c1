#include "config.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "tui/form/knownparts.h"

/* What of a field's text is known, what is new, and what must not stand there. */

bool form_words_next(const FormField *field, Str *rest, Str *word) {
    static const Str wide = STR("；");
    if (!rest->ptr)
        return false;
    for (size_t i = 0; field->kind->several && i < rest->len; i++) {
        Str here = str_make(rest->ptr + i, rest->len - i);
        size_t sign = here.ptr[0] == ';' ? 1 : str_starts(here, wide) ? wide.len : 0;
        if (!sign)
            continue;
        *word = str_trim(str_make(rest->ptr, i));
        *rest = str_make(here.ptr + sign, here.len - sign);
        return true;
    }
    *word = str_trim(*rest);
    *rest = (Str){NULL, 0};
    return true;
}

static void put_key(int field, Str word, Buf *out) {
    buf_printf(out, "%d\n", field);
    text_fold(out, word);
}

void form_words_confirm(Form *form, int field, Str word) {
    Buf key = {0};
    put_key(field, word, &key);
    map_put(&form->offering.confirmed, buf_str(&key), NULL);
    buf_free(&key);
}

static bool is_confirmed(const Form *form, int field, Str word) {
    Buf key = {0};
    put_key(field, word, &key);
    bool yes = map_get(&form->offering.confirmed, buf_str(&key)) != NULL;
    buf_free(&key);
    return yes;
}

/* What stood there before the person came needs no question. */
static bool was_there(const FormField *field, Str word) {
    Str rest = str_of(buf_text(&field->base)), old;
    while (form_words_next(field, &rest, &old))
        if (text_fold_equal(old, word))
            return true;
    return false;
}

bool form_words_is_new(const Form *form, const FormField *field, const Offers *offers, Str word) {
    return word.len && offers->rule == OFFER_GROWS && !offers_named(offers, word) &&
           !was_there(field, word) && !is_confirmed(form, field->index, word);
}

const Offers *form_words_offers(Form *form, const FormField *field) {
    if (field->rows || field->shown_only || !form_field_dirty(field))
        return NULL;
    const Offers *offers = form_offering_load(form, field, form_field_text(field));
    bool told = offers && (offers->items.len || offers->refusal);
    return told && !offers->picked ? offers : NULL;
}

/* --- titles ---------------------------------------------------------------------------------- */

static bool names_cases(const FormField *field) {
    bool named = field->field->kind == FIELD_REF || field->field->kind == FIELD_REFS;
    return named && field->field->target == ENTITY_CASE;
}

static void put_title(const FormOffering *o, int field, Str number, Buf *out) {
    Offers offers = {0};
    o->ask(o->context, field, -1, number, &offers);
    VEC_EACH (offer, &offers.items)
        if (text_fold_equal(offer->value, number) && !str_equal(offer->label, number)) {
            buf_puts(out, out->len ? "; " : "");
            buf_printf(out, "%.*s %.*s", STR_ARG(offer->value), STR_ARG(offer->label));
            break;
        }
    offers_free(&offers);
}

void form_tell_titles(Form *form, FormField *field) {
    bool typing = form->typed_here && field == &form->fields[form->focus];
    Str text = form_field_text(field), rest = text, word;
    if (!names_cases(field) || !form->offering.ask || typing ||
        str_equal(text, buf_str(&field->told_of)))
        return;
    buf_clear(&field->told_of);
    buf_put_str(&field->told_of, text);
    buf_clear(&field->told);
    while (form_words_next(field, &rest, &word))
        if (word.len)
            put_title(&form->offering, field->index, word, &field->told);
}

/* --- leaving --------------------------------------------------------------------------------- */

/* What is called by another name is written as it is called: short names, other languages. */
static bool rewrite(Form *form, FormField *field, const Offers *offers) {
    Buf text = {0};
    Str rest = form_field_text(field), word;
    bool changed = false;
    while (form_words_next(field, &rest, &word)) {
        const Offer *known = word.len ? offers_named(offers, word) : NULL;
        bool other =
            known && !known->branch && !was_there(field, word) && !str_equal(known->value, word);
        changed |= other;
        buf_puts(&text, text.len && word.len ? "; " : "");
        buf_put_str(&text, other ? known->value : word);
    }
    if (changed) {
        form_field_put(field, buf_str(&text));
        form_field_changed(form, field);
    }
    buf_free(&text);
    return changed;
}

static void put_near(const Offers *offers, Str word, Buf *out) {
    size_t near[WORDS_MOST_NEAR], count = offers_near(offers, word, WORDS_MOST_NEAR, near);
    for (size_t i = 0; i < count; i++) {
        const Offer *offer = &offers->items.items[near[i]];
        buf_puts(out, i ? ", " : "");
        buf_put_str(out, offers->tree ? offer->value : offer->label);
        if (offer->counted)
            buf_printf(out, " (%llu)", (unsigned long long)offer->count);
    }
}

bool form_words_look_like_several(const FormField *field, Str word) {
    static const Str commas[] = {STR("、"), STR("，"), STR(",")};
    bool any = false;
    for (size_t i = 0; field->kind->several && i < COUNT_OF(commas); i++)
        any = any || str_find(word, commas[i], 0) != SIZE_MAX;
    return any;
}

void form_words_say_new(const Form *form, FormField *field, const Offers *offers) {
    Str rest = form_field_text(field), word;
    buf_clear(&field->note);
    while (!field->note.len && form_words_next(field, &rest, &word)) {
        Buf near = {0};
        if (!form_words_is_new(form, field, offers, word))
            continue;
        put_near(offers, word, &near);
        if (form_words_look_like_several(field, word))
            FORM_SAY(&field->note,
                     N_("“{0}” is new here as one. Are these several? A semicolon parts them: ；"),
                     "S", word);
        else if (near.len)
            FORM_SAY(&field->note,
                     offers->records ? N_("New customer? Much like it: {1}. F7 offers them.")
                                     : N_("“{0}” is new here. Much like it: {1}. F7 offers them."),
                     "SS", word, buf_str(&near));
        else if (offers->records)
            FORM_SAY(&field->note, N_("“{0}” is a new customer: asked about when saving."), "S",
                     word);
        else
            FORM_SAY(&field->note, N_("“{0}” is new here."), "S", word);
        buf_free(&near);
    }
}

static bool is_known_case(const FormOffering *o, int field, Str word) {
    Offers offers = {0};
    bool known = false;
    o->ask(o->context, field, -1, word, &offers);
    VEC_EACH (offer, &offers.items)
        known = known || text_fold_equal(offer->value, word);
    offers_free(&offers);
    return known;
}

/* What names no case is kept as it is, like the number of one that is hidden; but it is said. */
static void say_no_case(const Form *form, FormField *field) {
    Str rest = form_field_text(field), word;
    buf_clear(&field->note);
    while (!field->note.len && form_words_next(field, &rest, &word))
        if (word.len && !was_there(field, word) &&
            !is_known_case(&form->offering, field->index, word))
            FORM_SAY(&field->note,
                     N_("“{0}” is no case that you can see: it stays a text. Cases are named by "
                        "their numbers; F7 finds them by words."),
                     "S", word);
}

bool form_words_settle(Form *form, FormField *field) {
    if (names_cases(field) && form->offering.ask && form_field_dirty(field))
        say_no_case(form, field);
    const Offers *offers = form_words_offers(form, field);
    if (!offers)
        return false;
    bool changed = rewrite(form, field, offers);
    form_words_say_new(form, field, offers);
    FormOffering *o = &form->offering;
    const Offer *known = offers_named(offers, form_field_text(field));
    if (known && o->named && !field->kind->several)
        o->named(o->context, field->index, known->value);
    return changed;
}

/* --- what must not stand there ---------------------------------------------------------------- */

/* NULL: there is nothing that could be chosen. */
static const Offer *first_leaf(const Offers *offers) {
    for (size_t i = 0; i < offers->items.len; i++)
        if (!offers->items.items[i].branch)
            return &offers->items.items[i];
    return NULL;
}

static void complain(FormField *field, const Offers *offers, const Offer *known, Str word) {
    Buf near = {0};
    buf_clear(&field->message);
    field->message_level = ISSUE_HARD;
    if (known) {
        for (size_t i = (size_t)(known - offers->items.items) + 1;
             !near.len && i < offers->items.len; i++)
            if (!offers->items.items[i].branch)
                buf_put_str(&near, offers->items.items[i].value);
        FORM_SAY(&field->message,
                 N_("“{0}” is a branch: choose one of what lies below it, for example {1}."), "SS",
                 word, buf_str(&near));
    } else if (offers->refusal) {
        FORM_SAY(&field->message, offers->refusal, "S", word);
    } else {
        const Offer *any = first_leaf(offers);
        put_near(offers, word, &near);
        if (near.len)
            FORM_SAY(&field->message, N_("There is no “{0}” to choose here. Much like it: {1}."),
                     "SS", word, buf_str(&near));
        else if (any)
            FORM_SAY(&field->message,
                     N_("There is no “{0}” to choose here. F7 shows what there is, for example "
                        "{1}."),
                     "SS", word, any->value);
        else
            FORM_SAY(&field->message,
                     N_("There is no “{0}” to choose here. F7 shows what there is."), "S", word);
    }
    buf_free(&near);
}

bool form_words_check(Form *form, FormField *field) {
    const Offers *offers = form_words_offers(form, field);
    Str rest = form_field_text(field), word;
    if (!offers || offers->rule != OFFER_CLOSED || field->message.len)
        return true;
    while (form_words_next(field, &rest, &word)) {
        const Offer *known = word.len ? offers_named(offers, word) : NULL;
        if (!word.len || (known && !known->branch) || was_there(field, word))
            continue;
        complain(field, offers, known, word);
        field->refused = true;
        field->level = ISSUE_HARD;
        return false;
    }
    return true;
}
