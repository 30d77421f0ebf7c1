#include "config.h"

#include "base/i18n.h"
#include "text/halfwidth.h"
#include "text/utf8.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/form/knownparts.h"
#include "tui/widget/layout.h"

#include <stdlib.h>

/* The question before something new is made: what it is, whether it looks like a slip, and what is
 * there already under nearly the same name, to be taken instead. */

enum { MOST_NEWS = 40, NAME_COLS = 60, BOX_COLS = 64, LEAST_CHOICES = 3 };

typedef struct News {
    size_t at; /* field of the form */
    Str word;
} News;

typedef enum NewsAct { NEWS_BACK, NEWS_TAKE, NEWS_CREATE } NewsAct;

/* A line that can be chosen. */
typedef struct NewsChoice {
    NewsAct act;
    size_t news; /* NEWS_TAKE: in whose place */
    Str value, label;
} NewsChoice;

struct FormNews {
    Arena arena; /* of the texts below */
    VEC(News) news;
    VEC(NewsChoice) choices;
    Buf lines;    /* what is new */
    size_t count; /* new words in all: at most MOST_NEWS are asked about at once */
    List list;
};

/* --- what is new ------------------------------------------------------------------------------ */

/* A name has no signs of a sentence in it, and fits a line. */
static bool is_sentence(Str word) {
    static const uint32_t signs[] = {0x3002, 0xff01, 0xff1f, 0xff1b, 0xff0c, '?'};
    uint32_t point;
    for (size_t at = 0; at < word.len;) {
        at += utf8_next(word, at, &point);
        for (size_t i = 0; i < COUNT_OF(signs); i++)
            if (point == signs[i])
                return true;
    }
    return text_width(word) > NAME_COLS;
}

static void add_choice(struct FormNews *news, NewsAct act, size_t of, Str value,
                       const char *label) {
    vec_push(&news->choices, (NewsChoice){act, of, value, arena_str(&news->arena, str_of(label))});
}

/* What is nearly the same, each to be taken in its place. */
static void add_near(struct FormNews *news, const Offers *offers, Str word) {
    size_t near[WORDS_MOST_NEAR], count = offers_near(offers, word, WORDS_MOST_NEAR, near);
    for (size_t i = 0; i < count; i++) {
        const Offer *offer = &offers->items.items[near[i]];
        Buf label = {0};
        FORM_SAY(&label, N_("take “{0}” instead of “{1}”"), "SS",
                 offers->tree ? offer->value : offer->label, word);
        if (offer->counted)
            buf_printf(&label, " (%llu)", (unsigned long long)offer->count);
        add_choice(news, NEWS_TAKE, news->news.len - 1, arena_str(&news->arena, offer->value),
                   buf_text(&label));
        buf_free(&label);
    }
}

static void add_news(struct FormNews *news, size_t at, const FormField *field, const Offers *offers,
                     Str word) {
    vec_push(&news->news, (News){at, arena_str(&news->arena, word)});
    FORM_SAY(&news->lines, N_("{0}: "), "s", _(field->field->label));
    buf_printf(&news->lines, "%.*s\n", STR_ARG(word));
    if (offers->records && is_sentence(word))
        buf_printf(&news->lines, "  %s\n", _("That reads like a sentence, not like a name."));
    if (form_words_look_like_several(field, word))
        buf_printf(&news->lines, "  %s\n", _("are these several? a semicolon parts them: ；"));
    add_near(news, offers, word);
}

/* Anew: something was taken, or confirmed. */
static void find_news(Form *form, struct FormNews *news) {
    news->news.len = news->choices.len = news->count = 0;
    buf_clear(&news->lines);
    arena_clear(&news->arena);
    add_choice(news, NEWS_BACK, 0, STR(""), _("back to it"));
    for (size_t i = 0; i < form->count; i++) {
        const FormField *field = &form->fields[i];
        const Offers *offers = form_words_offers(form, field);
        Str rest = form_field_text(field), word;
        while (offers && form_words_next(field, &rest, &word))
            if (form_words_is_new(form, field, offers, word) && news->count++ < MOST_NEWS)
                add_news(news, i, field, offers, word);
    }
    add_choice(news, NEWS_CREATE, 0, STR(""), _("create and go on"));
    list_set_count(&news->list, news->choices.len);
    list_select(&news->list, 0);
}

/* --- picture ---------------------------------------------------------------------------------- */

static void draw_choice(void *context, Grid *grid, GridRect at, size_t row) {
    const struct FormNews *news = context;
    const NewsChoice *choice = &news->choices.items[row];
    Str key = choice->act == NEWS_BACK     ? STR("Esc")
              : choice->act == NEWS_CREATE ? STR("y")
                                           : STR("");
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP};
    grid_fill(grid, at, plain);
    layout_take_left(&at, 1);
    layout_take_right(&at, 1);
    if (at.cols > 0)
        grid_text(grid, at, key, (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_RIGHT);
    at.cols -= (int)key.len + 1;
    if (at.cols > 0)
        grid_text(grid, at, choice->label, plain, GRID_CUT);
}

static void draw_lines(Grid *grid, GridRect at, Str text) {
    int row = 0;
    for (size_t from = 0, next; from < text.len && row < at.rows; from = next, row++) {
        next = text_wrap_next(text, from, at.cols);
        size_t end = text_wrap_end(text, from, next, at.cols);
        bool cut = next < text.len && row + 1 == at.rows;
        grid_text(grid, (GridRect){at.row + row, at.col, 1, at.cols},
                  cut ? str_of(_("... and more")) : str_make(text.ptr + from, end - from),
                  (GridStyle){cut ? ROLE_DIM : ROLE_POPUP, ROLE_POPUP}, GRID_CUT);
    }
}

static int line_count(Str text, int cols) {
    int lines = 0;
    for (size_t at = 0; at < text.len; lines++)
        at = text_wrap_next(text, at, cols);
    return lines;
}

/* Where there is no room for all, what can be chosen goes before what is new. */
static void draw(Form *form, Grid *grid, GridRect within) {
    struct FormNews *news = form->news;
    int cols = within.cols > BOX_COLS ? BOX_COLS : within.cols, inner = cols - 4 > 2 ? cols - 4 : 2;
    int lines = line_count(buf_str(&news->lines), inner), choices = (int)news->choices.len;
    int room = within.rows - 3; /* the frame, a blank line */
    if (lines + choices > room)
        choices = room - lines > LEAST_CHOICES ? room - lines : LEAST_CHOICES;
    choices = choices > (int)news->choices.len ? (int)news->choices.len : choices;
    int rows = lines + choices + 3;
    rows = rows > within.rows ? within.rows : rows;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP};
    grid_fill(grid, box, plain);
    Buf title = {0};
    buf_puts(&title, _("New here"));
    if (news->count > 1)
        buf_printf(&title, " (%zu)", news->count);
    GridRect inside = grid_box(grid, box, plain, buf_str(&title), grid_style(ROLE_POPUP_TITLE));
    buf_free(&title);
    GridRect below = layout_take_bottom(&inside, choices);
    inside.col++;
    inside.cols -= 2;
    draw_lines(grid, inside, buf_str(&news->lines));
    news->list.focused = news->list.park_cursor = true;
    list_draw(&news->list, grid, below, draw_choice, news);
}

/* --- answers ---------------------------------------------------------------------------------- */

/* Where the word stands as an item of its own, not within another one; SIZE_MAX: nowhere. */
static size_t place_of(const FormField *field, Str word) {
    Str text = form_field_text(field), rest = text, item;
    while (form_words_next(field, &rest, &item))
        if (str_equal(item, word))
            return (size_t)(item.ptr - text.ptr);
    return SIZE_MAX;
}

/* Where it can be changed, and what keeps it: nothing that is typed on happens to it unseen. */
static void go_back_to(Form *form, const News *news) {
    FormField *field = &form->fields[news->at];
    Buf text = {0};
    form_reveal(form, news->at);
    FORM_SAY(&text, N_("Not saved: “{0}” in {1} is new. Change it here, or press ^S and y."), "Ss",
             news->word, form_label(form, field));
    size_t at = place_of(field, news->word), len = news->word.len;
    form_go(form, news->at, false); /* which closes the question */
    if (field->edit && at != SIZE_MAX)
        text_edit_move_to(field->edit, at + len, false);
    const Offers *offers = form_words_offers(form, field);
    if (offers)
        form_words_say_new(form, field, offers);
    form_set_notice(form, ROLE_WARN, buf_str(&text));
    form->notice_passes = true;
    buf_free(&text);
}

/* What is known stands in the place of the new word. */
static void take_known(Form *form, const struct FormNews *news, const NewsChoice *choice) {
    const News *of = &news->news.items[choice->news];
    FormField *field = &form->fields[of->at];
    Str text = form_field_text(field);
    size_t at = place_of(field, of->word);
    Buf all = {0};
    if (at == SIZE_MAX)
        return;
    buf_put_str(&all, str_make(text.ptr, at));
    buf_put_str(&all, choice->value);
    buf_put_str(&all, str_make(text.ptr + at + of->word.len, text.len - at - of->word.len));
    form_field_put(field, buf_str(&all));
    form_field_changed(form, field);
    if (form->offering.named && !field->kind->several)
        form->offering.named(form->offering.context, field->index, choice->value);
    buf_free(&all);
}

static void confirm_all(Form *form, const struct FormNews *news) {
    for (size_t i = 0; i < news->news.len; i++) {
        FormField *field = &form->fields[news->news.items[i].at];
        form_words_confirm(form, field->index, news->news.items[i].word);
        buf_clear(&field->note);
    }
}

static WidgetResult answer(Form *form, NewsAct act) {
    struct FormNews *news = form->news;
    if (act == NEWS_BACK) {
        go_back_to(form, &news->news.items[0]);
        return WIDGET_USED;
    }
    if (act == NEWS_CREATE)
        confirm_all(form, news);
    else
        take_known(form, news, &news->choices.items[news->list.selected]);
    find_news(form, news);
    if (news->news.len)
        return WIDGET_USED;
    form_popup_close(form);
    return WIDGET_DONE;
}

static WidgetResult chosen(Form *form) {
    const struct FormNews *news = form->news;
    return answer(form, news->choices.items[news->list.selected].act);
}

/* Yes is y, 1 or 是, no is n, 2 or 否; Enter takes the line, which is no at first. */
static WidgetResult event(Form *form, FormField *field, const InputEvent *event) {
    static const uint32_t yes[] = {'y', 'Y', '1', 0x662f},
                          no[] = {INPUT_ESCAPE, 'n', 'N', '2', 0x5426};
    List *list = &form->news->list;
    (void)field;
    if (event->type == INPUT_TYPE_MOUSE)
        return list_mouse(list, event) == WIDGET_DONE ? chosen(form) : WIDGET_USED;
    if (event->type != INPUT_TYPE_KEY || event->key.mods)
        return WIDGET_USED;
    uint32_t code = text_halfwidth(event->key.code);
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        if (code == yes[i])
            return answer(form, NEWS_CREATE);
    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (code == no[i])
            return answer(form, NEWS_BACK);
    if (event->key.code == INPUT_ENTER)
        return chosen(form);
    list_key(list, event->key);
    return WIDGET_USED;
}

static void release(Form *form) {
    struct FormNews *news = form->news;
    form->news = NULL;
    arena_free(&news->arena);
    vec_free(&news->news);
    vec_free(&news->choices);
    buf_free(&news->lines);
    free(news);
}

static const FormPopup popup = {.draw = draw, .event = event, .free = release};

bool form_words_ask(Form *form, FormResult then) {
    form->news = mem_zalloc(sizeof *form->news);
    find_news(form, form->news);
    if (!form->news->news.len) {
        release(form);
        return false;
    }
    form->popup = &popup;
    form->then = then;
    return true;
}
