#include "config.h"

#include "tui/screen/caredo.h"

#include "base/i18n.h"
#include "tui/app/wait.h"
#include "tui/widget/confirm.h"

#include <stdio.h>

void caredo_said(CareDo *act, const BulkResult *result, const char *what) {
    App *app = carelist_app(act->list);
    Buf said = {0}, why = {0};
    ErrorArg args[3] = {{.kind = 'd', .number = (int64_t)result->changed},
                        {.kind = 'd', .number = (int64_t)result->refused},
                        {.kind = 's'}};
    if (result->refused)
        error_render_message(&result->why, &why);
    snprintf(args[2].text, sizeof args[2].text, "%s", buf_text(&why));
    if (result->changed)
        app_set_undo_batch(app, result->batch, what);
    message_fill(&said,
                 result->refused && result->changed
                     ? _("Done: {0}, refused: {1} ({2}). z or ^Z takes it back.")
                 : result->refused ? _("Refused: {1} ({2}).")
                 : result->changed ? _("Done: {0}. z or ^Z takes it back.")
                                   : _("Nothing had to be changed."),
                 args, 3);
    app_say(app, result->refused ? ROLE_WARN : ROLE_GOOD, APP_TOAST_MS, buf_text(&said));
    buf_free(&said);
    buf_free(&why);
    carelist_load(act->list);
}

static void change(void *context, int yes) {
    CareDo *act = context;
    App *app = carelist_app(act->list);
    BulkResult result;
    Error err;
    if (yes != 1)
        return;
    AppWait wait = app_wait_begin(app, _("Changing the cases"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_bulk(app_library(app), act->verb, buf_str(&act->value), act->ids.items,
                           act->ids.len, &result, &progress, &err);
    app_wait_end(&wait);
    if (ok) {
        caredo_said(act, &result, library_bulk_done(act->verb));
        return;
    }
    if (result.changed)
        app_set_undo_batch(app, result.batch, library_bulk_done(act->verb));
    app_say_error(app, &err);
}

void caredo_start(CareDo *act, BulkVerb verb, Str value, const Uuid *ids, size_t count,
                  const char *question) {
    Buf text = {0};
    ErrorArg arg = {.kind = 'd', .number = (int64_t)count};
    act->verb = verb;
    act->ids.len = 0;
    for (size_t i = 0; i < count; i++)
        vec_push(&act->ids, ids[i]);
    buf_clear(&act->value);
    buf_put_str(&act->value, value);
    if (count < CONFIRM_COUNT_FROM) {
        change(act, 1);
        return;
    }
    message_fill(&text, question, &arg, 1);
    app_confirm(carelist_app(act->list), _("Many cases at once"), buf_text(&text), _("change them"),
                count, change, act);
    buf_free(&text);
}

void caredo_free(CareDo *act) {
    vec_free(&act->ids);
    buf_free(&act->value);
}
