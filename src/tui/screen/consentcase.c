#include "config.h"

#include "tui/screen/consentcase.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/save.h"
#include "library/widen.h"
#include "tui/screen/edit.h"

#include <stdio.h>

static bool save_case(const ConsentCase *act, Record *record, Error *err) {
    SaveResult result;
    bool ok = library_save(app_library(act->app), record, (uint32_t)record_int(record, CASE_REV),
                           STR(""), NULL, &result, err);
    if (ok && !result.unchanged)
        app_did_save(act->app, ENTITY_CASE, result.id, result.rev);
    return ok;
}

/* ---- resting on a consent ---- */

static void link_now(void *context, int yes) {
    ConsentCase *act = context;
    Record *record;
    Error err;
    (void)yes;
    bool ok = library_load(app_library(act->app), ENTITY_CASE, act->case_id, 0, &record, &err);
    if (ok) {
        record_set_ref(record, CASE_CONSENT_ID, act->consent, str_of(act->number));
        ok = save_case(act, record, &err);
        record_free(record);
    }
    if (ok)
        app_say_about(act->app, ROLE_GOOD, APP_SAY_MS, _("The case rests on {0} now."),
                      str_of(act->number));
    else
        app_say_error(act->app, &err);
    app_watch(act->app);
}

void consentcase_link(ConsentCase *act, Uuid case_id, const ConsentItem *consent) {
    Buf more = {0};
    Error err;
    act->case_id = case_id;
    act->consent = consent->uuid;
    snprintf(act->number, sizeof act->number, "%.*s", STR_ARG(consent->id));
    if (!library_consent_widens(app_library(act->app), case_id, consent->uuid, &more, &err))
        app_say_error(act->app, &err);
    else if (more.len)
        app_confirm(act->app, _("More may be told then than until now"), buf_text(&more),
                    _("let the case rest on this consent"), 1, link_now, act);
    else
        link_now(act, 1);
    buf_free(&more);
}

/* ---- what a case says itself ---- */

void consentcase_edit(App *app, Uuid case_id) {
    edit_open_at(app, case_id, CASE_CONSENT_SCOPE);
}

static void make_internal(const ConsentCase *act) {
    Record *record;
    Error err;
    bool ok = library_load(app_library(act->app), ENTITY_CASE, act->case_id, 0, &record, &err);
    if (ok) {
        record_set_text(record, CASE_CONSENT_SCOPE, STR("internal"));
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
        ok = save_case(act, record, &err);
        record_free(record);
    }
    if (ok)
        app_say_about(act->app, ROLE_GOOD, APP_SAY_MS,
                      _("{0} is internal now. z or ^Z takes it back."), str_of(act->number));
    else
        app_say_error(act->app, &err);
    app_watch(act->app);
}

enum { REVOKE_EDIT, REVOKE_INTERNAL };

static void revoke_chosen(void *context, int action) {
    ConsentCase *act = context;
    if (action == REVOKE_INTERNAL)
        make_internal(act);
    else
        consentcase_edit(act->app, act->case_id);
}

void consentcase_ask_revoke(ConsentCase *act, const ConsentItem *of_case) {
    const MenuItem items[] = {
        {.label = _("change what the case says"), .action = REVOKE_EDIT},
        {.label = _("taken back: make the case internal"), .action = REVOKE_INTERNAL},
    };
    act->case_id = of_case->of_case;
    snprintf(act->number, sizeof act->number, "%.*s", STR_ARG(of_case->id));
    app_menu(act->app, _("The case itself says it"), items, COUNT_OF(items), revoke_chosen, act);
}
