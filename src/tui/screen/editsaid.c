#include "config.h"

#include "tui/screen/editsaid.h"

#include "base/i18n.h"
#include "library/consent.h"

#include <stdio.h>

/* A consent that no longer holds took public cases with it. */
static void say_internal(App *app, const SaveResult *saved) {
    Buf text = {0};
    library_made_internal_put(saved, &text);
    app_say_about(app, ROLE_WARN, APP_TOAST_MS, _("Saved. {0}. z or ^Z brings it all back."),
                  buf_str(&text));
    buf_free(&text);
}

static void say_renamed(App *app, const SaveResult *saved) {
    Buf text = {0};
    buf_printf(&text,
               ngettext("Saved; %zu case names the customer so, too.",
                        "Saved; %zu cases name the customer so, too.", saved->renamed_in),
               saved->renamed_in);
    app_say(app, ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
}

static void say_dropped(App *app, const SaveResult *saved) {
    Buf text = {0};
    ErrorArg args[2] = {{.kind = 's'}, {.kind = 's'}};
    snprintf(args[0].text, sizeof args[0].text, "%s", saved->display_id);
    snprintf(args[1].text, sizeof args[1].text, "%s",
             _(entity_get(ENTITY_CASE)->fields[saved->dropped_for].label));
    message_fill(&text, _("Saved: {0}; it has to be verified again, because {1} changed."), args,
                 2);
    app_say(app, ROLE_WARN, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
}

void editsaid_say(App *app, FormSession *session) {
    const SaveResult *saved = form_session_saved(session);
    const char *joined = form_session_joined(session);
    if (form_session_kept(session))
        app_say(app, ROLE_GOOD, APP_SAY_MS,
                _("Yours is kept as a revision of its own; it waits in 4 inbox."));
    else if (form_session_submitted(session))
        app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("{0} is submitted: it waits for a reviewer."),
                      str_of(saved->display_id));
    else if (!saved || saved->unchanged)
        app_say(app, ROLE_INFO, APP_SAY_MS, _("Nothing has changed: nothing was saved."));
    else if (saved->renamed_in)
        say_renamed(app, saved);
    else if (saved->made_internal)
        say_internal(app, saved);
    else if (saved->dropped_for)
        say_dropped(app, saved);
    else if (joined[0])
        app_say_about(app, ROLE_GOOD, APP_SAY_MS,
                      _("Saved, put together with what {0} saved meanwhile."), str_of(joined));
    else if (saved->new_customer[0])
        app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Saved; {0} is a new customer."),
                      str_of(saved->new_customer));
    else
        app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Saved: {0}"), str_of(saved->display_id));
}

void editsaid_note(App *app, FormSession *session) {
    const SaveResult *saved = form_session_saved(session);
    EntityType type = form_base(form_session_form(session))->entity->type;
    if (!saved || saved->unchanged || form_session_kept(session))
        return;
    if (form_session_submitted(session) && form_session_first_rev(session))
        app_did_save(app, type, saved->id, form_session_first_rev(session));
    if (uuid_is_nil(saved->batch))
        app_did_save(app, type, saved->id, saved->rev);
    else
        app_set_undo_batch(app, saved->batch, N_("made internal"));
}
