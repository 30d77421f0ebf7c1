#include "config.h"

#include "tui/app/permit.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/names.h"

/* What is not named here, anybody may do; saving is as the form that is saved: a case, a use. */
static const struct {
    ActionId action;
    Right right;
    bool looks; /* changes nothing: it can be done in a library that is only read too */
} rows[] = {
    {ACTION_ADMIN, RIGHT_SETTINGS, true},
    {ACTION_MERGE, RIGHT_TRASH, false},
    {ACTION_MERGE_MARKED, RIGHT_TRASH, false},
    {ACTION_MERGE_NOW, RIGHT_TRASH, false},
    {ACTION_DISTINCT, RIGHT_WRITE, false},
    {ACTION_NEW, RIGHT_WRITE, false},
    {ACTION_EDIT, RIGHT_WRITE, false},
    {ACTION_EDITOR, RIGHT_WRITE, false},
    {ACTION_TEMPLATE, RIGHT_WRITE, false},
    {ACTION_COPY_AS_NEW, RIGHT_WRITE, false},
    {ACTION_SAVE_TEMPLATE, RIGHT_WRITE, false},
    {ACTION_REMOVE_TEMPLATE, RIGHT_WRITE, false},
    {ACTION_REVERT, RIGHT_WRITE, false},
    {ACTION_TRASH, RIGHT_TRASH, false},
    {ACTION_UNDO, RIGHT_COMMENT, false},
    {ACTION_REDO, RIGHT_COMMENT, false},
    {ACTION_CONSENT_NEW, RIGHT_WRITE, false},
    {ACTION_CONSENT_REVOKE, RIGHT_WRITE, false},
    {ACTION_CONSENT_TAKE, RIGHT_WRITE, false},
    {ACTION_RATE, RIGHT_COMMENT, false},
    {ACTION_COMMENT_NEW, RIGHT_COMMENT, false},
    {ACTION_COMMENT_HERE, RIGHT_COMMENT, false},
    {ACTION_COMMENT_ANSWER, RIGHT_COMMENT, false},
    {ACTION_COMMENT_EDIT, RIGHT_COMMENT, false},
    {ACTION_COMMENT_SETTLE, RIGHT_COMMENT, false},
    {ACTION_COMMENT_ACCEPT, RIGHT_WRITE, false},
    {ACTION_COMMENT_DECLINE, RIGHT_COMMENT, false},
    {ACTION_COMMENT_DELETE, RIGHT_COMMENT, false},
    {ACTION_FILE_NEW, RIGHT_WRITE, false},
    {ACTION_FILE_RENAME, RIGHT_WRITE, false},
    {ACTION_FILE_DELETE, RIGHT_TRASH, false},
    {ACTION_FILE_UNDELETE, RIGHT_TRASH, false},
    {ACTION_FILE_OPEN, RIGHT_EXPORT, true},
    {ACTION_REVIEW, RIGHT_REVIEW, false},
    {ACTION_APPROVE, RIGHT_PUBLISH, false},
    {ACTION_RETURN, RIGHT_REVIEW, false},
    {ACTION_VERIFY_AS, RIGHT_VERIFY, false},
    {ACTION_USE, RIGHT_USE, false},
    {ACTION_HOW_IT_WENT, RIGHT_USE, false},
    {ACTION_IMPORT, RIGHT_IMPORT, false},
    {ACTION_ADD_SYNONYM, RIGHT_TAXONOMY, false},
    {ACTION_SAVE_VIEW, RIGHT_READ, false},
    {ACTION_MOVES, RIGHT_READ, false},
};

bool permit_action(App *app, ActionId id, Buf *reason) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Error err;
        if (rows[i].action != id)
            continue;
        if (!library_allow(app_library(app), rows[i].right, &err)) {
            if (reason)
                error_render_message(&err, reason);
            return false;
        }
        if (rows[i].looks || !library_info(app_library(app)).read_only)
            return true;
        if (reason)
            buf_puts(reason, _("This library can only be read: nothing in it can be changed."));
        return false;
    }
    return true;
}

bool permit_action_or_who(App *app, ActionId id, Buf *reason) {
    Error err, sentence;
    Buf who = {0};
    if (permit_action(app, id, reason))
        return true;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].action == id && !library_allow(app_library(app), rows[i].right, &err))
            library_put_who_may(app_library(app), rows[i].right, &who);
    if (who.len) {
        error_set(&sentence, ERR_NONE, N_("; {0} may"), "S", buf_str(&who));
        error_render_message(&sentence, reason);
    }
    buf_free(&who);
    return false;
}
