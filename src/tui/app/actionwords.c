#include "config.h"

#include "tui/app/action.h"

#include "base/i18n.h"

/* What people type into the palette who do not know what a thing is called here. */

static const char *const words[ACTIONS] = {
    [ACTION_VERIFY_AS] = N_("interval period expiry due fresh"),
    [ACTION_STALE] = N_("stale expired due fresh interval period"),
    [ACTION_RATE] = N_("score stars useful helpful rating expert"),
    [ACTION_HOW_IT_WENT] = N_("useful helpful feedback"),
    [ACTION_SCREENING] = N_("score rating weights ranking"),
    [ACTION_ADMIN] = N_("weights settings users log"),
    [ACTION_CONSENTS] = N_("permission expiry tell"),
    [ACTION_CASE_CONSENTS] = N_("permission expiry tell"),
    [ACTION_ALL_CONSENTS] = N_("permission expiry tell overview"),
    [ACTION_HISTORY] = N_("log activity today"),
    [ACTION_ACTIVITY] = N_("log history today changes mine"),
    [ACTION_UNDO] = N_("take back"),
    [ACTION_MOVES] = N_("submit review publish verify archive unarchive"),
    [ACTION_INBOX] = N_("today waiting due expiring"),
};

const char *action_words(ActionId id) {
    return words[id] ? words[id] : "";
}
