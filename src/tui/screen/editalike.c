#include "config.h"

#include "tui/screen/editalike.h"

#include "base/i18n.h"
#include "tui/app/wait.h"
#include "tui/screen/case.h"

#include <stdio.h>

void editalike_free(EditAlike *alike) {
    library_alike_free(&alike->cases);
    buf_free(&alike->title);
    buf_free(&alike->customer);
}

static bool is_new_case(const Form *form) {
    return !form_base_rev(form) && form_base(form)->entity->type == ENTITY_CASE &&
           !form_is_read_only(form);
}

static bool is_asked(const EditAlike *alike, const Form *form) {
    return str_equal(form_text(form, CASE_TITLE), buf_str(&alike->title)) &&
           str_equal(form_text(form, CASE_CUSTOMER), buf_str(&alike->customer));
}

bool editalike_typed(EditAlike *alike, Form *form) {
    if (!is_new_case(form) && alike->cases.len) { /* it was saved */
        library_alike_free(&alike->cases);
        form_set_alike(form, STR(""));
    }
    return is_new_case(form) && !is_asked(alike, form);
}

/* "2 cases like this: AL-2026-0023 Title (Customer); F2 looks at them" */
static void put_line(const AlikeCases *cases, Buf *out) {
    const AlikeCase *first = &cases->items[0];
    ErrorArg args[4] = {
        {.kind = 'd', .number = (int64_t)cases->len}, {.kind = 's'}, {.kind = 's'}, {.kind = 's'}};
    const Str texts[3] = {first->number, first->title, first->customer};
    for (int i = 0; i < 3; i++)
        snprintf(args[i + 1].text, sizeof args[i + 1].text, "%.*s", STR_ARG(texts[i]));
    if (first->customer.len)
        message_fill(out,
                     ngettext("Like this: {1} {2} ({3}). F2 looks at it.",
                              "{0} like this: {1} {2} ({3}). F2 looks at them.", cases->len),
                     args, 4);
    else
        message_fill(out,
                     ngettext("Like this: {1} {2}. F2 looks at it.",
                              "{0} like this: {1} {2}. F2 looks at them.", cases->len),
                     args, 4);
}

static void remember(EditAlike *alike, const Form *form) {
    buf_clear(&alike->title);
    buf_put_str(&alike->title, form_text(form, CASE_TITLE));
    buf_clear(&alike->customer);
    buf_put_str(&alike->customer, form_text(form, CASE_CUSTOMER));
}

void editalike_look(EditAlike *alike, Form *form, Uuid self) {
    AlikeCases found;
    Buf line = {0};
    Error err;
    if (!is_new_case(form) || is_asked(alike, form))
        return;
    AppWait wait = app_wait_begin(alike->app, _("Searching"));
    bool ok = library_alike(app_library(alike->app), form_text(form, CASE_TITLE),
                            form_text(form, CASE_CUSTOMER), self, app_wait_interrupted, &wait,
                            &found, &err);
    app_wait_end(&wait);
    if (!ok) { /* the next rest asks again; an error is none of the writer's business */
        library_alike_free(&found);
        return;
    }
    remember(alike, form);
    library_alike_free(&alike->cases);
    alike->cases = found;
    if (found.len)
        put_line(&found, &line);
    form_set_alike(form, buf_str(&line));
    buf_free(&line);
    app_request_frame(alike->app);
}

bool editalike_is_key(const EditAlike *alike, const Form *form, const InputEvent *event) {
    int field = form_focus(form);
    return alike->cases.len && event->type == INPUT_TYPE_KEY &&
           input_key_equal(event->key, (InputKey){INPUT_F1 + 1, 0}) &&
           (field == CASE_TITLE || field == CASE_CUSTOMER);
}

static void chosen(void *context, int index) {
    EditAlike *alike = context;
    if (index >= 0 && (size_t)index < alike->cases.len)
        case_open(alike->app, alike->cases.items[index].id, STR(""), STR(""));
}

bool editalike_open(EditAlike *alike) {
    MenuItem items[ALIKE_MOST];
    Arena arena = {0};
    if (!alike->cases.len)
        return false;
    if (alike->cases.len == 1) {
        chosen(alike, 0);
        return true;
    }
    for (size_t i = 0; i < alike->cases.len; i++) {
        const AlikeCase *c = &alike->cases.items[i];
        items[i] = (MenuItem){
            .label = arena_printf(&arena, "%.*s  %.*s", STR_ARG(c->number), STR_ARG(c->title)),
            .action = (int)i};
    }
    app_menu(alike->app, _("Cases like this"), items, alike->cases.len, chosen, alike);
    arena_free(&arena);
    return true;
}
