#include "config.h"

#include "tui/screen/care.h"

#include "tui/screen/activity.h"
#include "tui/screen/consents.h"
#include "tui/screen/duplicates.h"
#include "tui/screen/lint.h"
#include "tui/screen/review.h"
#include "tui/screen/stale.h"

static void open_review(App *app) {
    review_open(app, (Uuid){{0}});
}

bool care_act(App *app, ActionId id) {
    static void (*const opens[ACTIONS])(App *) = {
        [ACTION_DUPLICATES] = duplicates_open,
        [ACTION_REVIEW] = open_review,
        [ACTION_LINT] = lint_open,
        [ACTION_STALE] = stale_open,
        [ACTION_ACTIVITY] = activity_open,
        [ACTION_ALL_CONSENTS] = consents_open_all,
    };
    if (!opens[id])
        return false;
    opens[id](app);
    return true;
}
