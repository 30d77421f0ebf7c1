#include "config.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "text/halfwidth.h"
#include "text/wrap.h"
#include "tui/form/kind.h"
#include "tui/widget/layout.h"

/* What of a field's text is known, what is new, and what must not stand there. */

enum { MOST_NEAR = 3, MOST_NEWS = 40 };

/* The next item of a field's text; the whole when it holds one. */
static bool next_word(const FormField *field, Str *rest, Str *word) {
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
    while (next_word(field, &rest, &old))
        if (text_fold_equal(old, word))
            return true;
    return false;
}

static bool is_new(const Form *form, const FormField *field, const Offers *offers, Str word) {
    return word.len && offers->rule == OFFER_GROWS && !offers_named(offers, word) &&
           !was_there(field, word) && !is_confirmed(form, field->index, word);
}

/* Of a field that is filled in one by one cell nothing is known as a whole. */
static const Offers *offers_of(Form *form, const FormField *field) {
    if (field->rows || field->shown_only || !form_field_dirty(field))
        return NULL;
    const Offers *offers = form_offering_load(form, field, form_field_text(field));
    bool told = offers && (offers->items.len || offers->refusal);
    return told && !offers->picked ? offers : NULL;
}

/* --- titles ---------------------------------------------------------------------------------- */

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
    const Field *facts = field->field;
    bool cases = facts->kind == FIELD_REF || facts->kind == FIELD_REFS;
    bool typing = form->typed_here && field == &form->fields[form->focus];
    Str text = form_field_text(field), rest = text, word;
    if (!cases || facts->target != ENTITY_CASE || !form->offering.ask || typing ||
        str_equal(text, buf_str(&field->told_of)))
        return;
    buf_clear(&field->told_of);
    buf_put_str(&field->told_of, text);
    buf_clear(&field->told);
    while (next_word(field, &rest, &word))
        if (word.len)
            put_title(&form->offering, field->index, word, &field->told);
}

/* --- leaving --------------------------------------------------------------------------------- */

/* What is called by another name is written as it is called: short names, other languages. */
static bool rewrite(Form *form, FormField *field, const Offers *offers) {
    Buf text = {0};
    Str rest = form_field_text(field), word;
    bool changed = false;
    while (next_word(field, &rest, &word)) {
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
    size_t near[MOST_NEAR], count = offers_near(offers, word, MOST_NEAR, near);
    for (size_t i = 0; i < count; i++) {
        const Offer *offer = &offers->items.items[near[i]];
        buf_puts(out, i ? ", " : "");
        buf_put_str(out, offers->tree ? offer->value : offer->label);
        if (offer->counted)
            buf_printf(out, " (%llu)", (unsigned long long)offer->count);
    }
}

/* Several that were typed as one: with the comma of lists, or one of sentences. */
static bool looks_like_several(const FormField *field, Str word) {
    static const Str commas[] = {STR("、"), STR("，"), STR(",")};
    bool any = false;
    for (size_t i = 0; field->kind->several && i < COUNT_OF(commas); i++)
        any = any || str_find(word, commas[i], 0) != SIZE_MAX;
    return any;
}

static void say_new(const Form *form, FormField *field, const Offers *offers) {
    Str rest = form_field_text(field), word;
    buf_clear(&field->note);
    while (!field->note.len && next_word(field, &rest, &word)) {
        Buf near = {0};
        if (!is_new(form, field, offers, word))
            continue;
        put_near(offers, word, &near);
        if (looks_like_several(field, word))
            FORM_SAY(&field->note,
                     N_("“{0}” is new here as one. Are these several? A semicolon parts them: ；"),
                     "S", word);
        else if (near.len)
            FORM_SAY(&field->note, N_("“{0}” is new here. Much like it: {1}. F7 offers them."),
                     "SS", word, buf_str(&near));
        else
            FORM_SAY(&field->note, N_("“{0}” is new here."), "S", word);
        buf_free(&near);
    }
}

bool form_words_settle(Form *form, FormField *field) {
    const Offers *offers = offers_of(form, field);
    if (!offers)
        return false;
    bool changed = rewrite(form, field, offers);
    say_new(form, field, offers);
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
    const Offers *offers = offers_of(form, field);
    Str rest = form_field_text(field), word;
    if (!offers || offers->rule != OFFER_CLOSED || field->message.len)
        return true;
    while (next_word(field, &rest, &word)) {
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

/* --- the question ----------------------------------------------------------------------------- */

typedef struct News {
    size_t at; /* field of the form */
    Str word;
} News;

/* Appends a line for each new word, and those that it may be a slip for. */
static size_t find_news(Form *form, Arena *arena, News *out, size_t most, Buf *lines) {
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        const Offers *offers = offers_of(form, field);
        Str rest = form_field_text(field), word;
        while (offers && count < most && next_word(field, &rest, &word)) {
            Buf near = {0};
            if (!is_new(form, field, offers, word))
                continue;
            out[count++] = (News){i, arena_str(arena, word)};
            put_near(offers, word, &near);
            buf_printf(lines, "%s: %.*s\n", _(field->field->label), STR_ARG(word));
            if (looks_like_several(field, word))
                buf_printf(lines, "  %s\n", _("are these several? a semicolon parts them: ；"));
            if (near.len) {
                buf_puts(lines, "  ");
                FORM_SAY(lines, N_("much like it: {0}"), "S", buf_str(&near));
                buf_putc(lines, '\n');
            }
            buf_free(&near);
        }
    }
    return count;
}

static int line_count(Str text, int cols) {
    int lines = 0;
    for (size_t at = 0; at < text.len; lines++)
        at = text_wrap_next(text, at, cols);
    return lines;
}

static void draw_news(Form *form, Grid *grid, GridRect within) {
    Str text = buf_str(&form->question);
    int cols = within.cols > 64 ? 64 : within.cols, inner = cols - 4 > 2 ? cols - 4 : 2;
    int rows = line_count(text, inner) + 4;
    rows = rows > within.rows ? within.rows : rows;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP};
    grid_fill(grid, box, plain);
    GridRect inside =
        grid_box(grid, box, plain, str_of(_("New here")), grid_style(ROLE_POPUP_TITLE));
    GridRect answers = layout_take_bottom(&inside, inside.rows > 4 ? 2 : 1);
    inside.col++;
    inside.cols -= 2;
    int row = 0;
    for (size_t at = 0, next; at < text.len && row < inside.rows; at = next, row++) {
        next = text_wrap_next(text, at, inner);
        size_t end = text_wrap_end(text, at, next, inner);
        grid_text(grid, (GridRect){inside.row + row, inside.col, 1, inside.cols},
                  str_make(text.ptr + at, end - at), plain, GRID_CUT);
    }
    answers.row += answers.rows - 1;
    grid_text(grid, (GridRect){answers.row, answers.col + 1, 1, answers.cols - 2},
              str_of(_("y: create and go on  Enter: back to it")),
              (GridStyle){ROLE_HINT_KEY, ROLE_POPUP}, GRID_CUT);
    grid_set_cursor(grid, answers.row, answers.col + 1);
}

/* Where it can be changed, and what keeps it: nothing that is typed on happens to it unseen. */
static void go_back_to(Form *form, const News *news) {
    FormField *field = &form->fields[news->at];
    Buf text = {0};
    form_reveal(form, news->at);
    form_go(form, news->at, false);
    size_t at = str_find(form_field_text(field), news->word, 0);
    if (field->edit && at != SIZE_MAX)
        text_edit_move_to(field->edit, at + news->word.len, false);
    const Offers *offers = offers_of(form, field);
    if (offers)
        say_new(form, field, offers);
    FORM_SAY(&text, N_("Not saved: “{0}” in {1} is new. Change it here, or press ^S and y."), "Ss",
             news->word, form_label(form, field));
    form_set_notice(form, ROLE_WARN, buf_str(&text));
    form->notice_passes = true;
    buf_free(&text);
}

/* Yes is y, 1 or 是. Everything else goes back: what is nearly the same stands below the field. */
static WidgetResult news_event(Form *form, FormField *field, const InputEvent *event) {
    (void)field;
    bool key = event->type == INPUT_TYPE_KEY;
    uint32_t code = key && !event->key.mods ? text_halfwidth(event->key.code) : 0;
    Arena arena = {0};
    News news[MOST_NEWS];
    Buf lines = {0};
    bool yes = code == 'y' || code == 'Y' || code == '1' || code == 0x662f;
    bool no =
        code == INPUT_ENTER || code == INPUT_ESCAPE || code == 'n' || code == 'N' || code == 0x5426;
    if (!yes && !no)
        return WIDGET_USED;
    size_t count = find_news(form, &arena, news, MOST_NEWS, &lines);
    form_popup_close(form);
    for (size_t i = 0; yes && i < count; i++) {
        form_words_confirm(form, form->fields[news[i].at].index, news[i].word);
        buf_clear(&form->fields[news[i].at].note);
    }
    if (no && count)
        go_back_to(form, &news[0]);
    buf_free(&lines);
    arena_free(&arena);
    return yes ? WIDGET_DONE : WIDGET_USED;
}

static const FormPopup news_popup = {.draw = draw_news, .event = news_event};

bool form_words_ask(Form *form, FormResult then) {
    Arena arena = {0};
    News news[MOST_NEWS];
    buf_clear(&form->question);
    size_t count = find_news(form, &arena, news, MOST_NEWS, &form->question);
    arena_free(&arena);
    if (!count)
        return false;
    form->popup = &news_popup;
    form->then = then;
    return true;
}
