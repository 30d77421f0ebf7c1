#include "config.h"

#include "tui/screen/textfind.h"

#include "base/i18n.h"

enum { MOST_HITS = 100000, SHIFT_COLS = 8 };

void textfind_init(TextFind *find, App *app, CaseText *text, Pager *pager) {
    *find = (TextFind){.app = app, .text = text, .pager = pager};
    pager->find = casetext_find;
    pager->context = text;
}

void textfind_forget(TextFind *find) {
    free(find->hits);
    find->hits = NULL;
    find->len = find->at = 0;
    find->known = false;
    if (find->pager)
        find->pager->current = (PagerHit){0};
}

void textfind_free(TextFind *find) {
    free(find->hits);
    find->hits = NULL;
}

/* They are found when somebody asks for one. */
static void need_hits(TextFind *find) {
    if (find->known)
        return;
    find->len = casetext_hits(find->text, &find->hits, MOST_HITS);
    find->known = true;
}

/* The first hit in or below the line at the top; 1-based, 0: none is there. */
static size_t first_below(const TextFind *find) {
    size_t top = pager_top_line(find->pager);
    for (size_t i = 0; i < find->len; i++)
        if (find->hits[i].line >= top)
            return i + 1;
    return 0;
}

static void go_to(TextFind *find, size_t at) {
    find->at = at;
    pager_show_hit(find->pager, find->hits[at - 1]);
}

void textfind_resume(TextFind *find, size_t at) {
    if (!at)
        return;
    need_hits(find);
    find->at = at < find->len ? at : find->len;
    if (find->at)
        find->pager->current = find->hits[find->at - 1];
}

static void go_on(TextFind *find, bool forward) {
    need_hits(find);
    size_t count = find->len, at = find->at;
    if (!count)
        app_say(find->app, ROLE_INFO, APP_SAY_MS, _("The search matches nothing in this text."));
    else if (!at)
        go_to(find, first_below(find) ? first_below(find) : 1);
    else if (forward)
        go_to(find, at < count ? at + 1 : 1);
    else
        go_to(find, at > 1 ? at - 1 : count);
}

static void typed(void *context, Str text) {
    TextFind *find = context;
    textfind_forget(find);
    casetext_look_for(find->text, text);
    need_hits(find);
    if (find->len) {
        go_on(find, true);
        if (find->len > 1)
            app_say(find->app, ROLE_INFO, APP_SAY_MS,
                    _("n goes to the next place, N to the one before."));
        return;
    }
    app_say_about(find->app, ROLE_WARN, APP_SAY_MS, _("Not in this text: {0}"), text);
    casetext_look_for(find->text, STR(""));
    textfind_forget(find);
}

bool textfind_act(TextFind *find, ActionId id) {
    if (id == ACTION_FIND)
        app_prompt(find->app, _("Find in this text"), typed, find);
    else if (id == ACTION_NEXT_MATCH || id == ACTION_PREVIOUS_MATCH)
        go_on(find, id == ACTION_NEXT_MATCH);
    else if (id == ACTION_SCROLL_LEFT || id == ACTION_SCROLL_RIGHT)
        pager_shift(find->pager, id == ACTION_SCROLL_LEFT ? -SHIFT_COLS : SHIFT_COLS);
    else
        return false;
    return true;
}

void textfind_title(const TextFind *find, Buf *out) {
    if (find->at)
        buf_printf(out, " %zu/%zu", find->at, find->len);
}
