#include "config.h"

#include "tui/screen/editconsent.h"

#include "base/i18n.h"
#include "library/resolve.h"
#include "tui/screen/edit.h"

void editconsent_open(App *app, const Form *form) {
    Str customer = str_trim(form_text(form, CASE_CUSTOMER));
    Uuid id;
    Error unknown;
    if (!customer.len)
        app_say(app, ROLE_INFO, APP_SAY_MS,
                _("Name the customer of the case first: it is the customer who consents."));
    else if (!library_resolve(app_library(app), ENTITY_CUSTOMER, customer, NULL, &id, &unknown))
        app_say_about(app, ROLE_INFO, APP_SAY_MS,
                      _("{0} is not on record yet: ^S saves the case with it, then F7 goes on."),
                      customer);
    else
        edit_open_new_record(app, ENTITY_CONSENT, CONSENT_CUSTOMER, customer);
}
