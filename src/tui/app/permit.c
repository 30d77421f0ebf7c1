#include "config.h"

#include "tui/app/permit.h"

#include "base/i18n.h"
#include "base/vec.h"

/* What is not named here, anybody may do; saving is as the form that is saved: a case, a use. */
static const struct {
    ActionId action;
    Right right;
} rows[] = {
    {ACTION_MERGE, RIGHT_TRASH},
    {ACTION_MERGE_MARKED, RIGHT_TRASH},
    {ACTION_MERGE_NOW, RIGHT_TRASH},
    {ACTION_DISTINCT, RIGHT_WRITE},
    {ACTION_NEW, RIGHT_WRITE},
    {ACTION_EDIT, RIGHT_WRITE},
    {ACTION_EDITOR, RIGHT_WRITE},
    {ACTION_TEMPLATE, RIGHT_WRITE},
    {ACTION_COPY_AS_NEW, RIGHT_WRITE},
    {ACTION_SAVE_TEMPLATE, RIGHT_WRITE},
    {ACTION_REMOVE_TEMPLATE, RIGHT_WRITE},
    {ACTION_REVERT, RIGHT_WRITE},
    {ACTION_TRASH, RIGHT_TRASH},
    {ACTION_UNDO, RIGHT_COMMENT},
    {ACTION_REDO, RIGHT_COMMENT},
    {ACTION_CONSENT_NEW, RIGHT_WRITE},
    {ACTION_CONSENT_REVOKE, RIGHT_WRITE},
    {ACTION_CONSENT_TAKE, RIGHT_WRITE},
    {ACTION_RATE, RIGHT_COMMENT},
    {ACTION_COMMENT_NEW, RIGHT_COMMENT},
    {ACTION_COMMENT_HERE, RIGHT_COMMENT},
    {ACTION_COMMENT_ANSWER, RIGHT_COMMENT},
    {ACTION_COMMENT_EDIT, RIGHT_COMMENT},
    {ACTION_COMMENT_SETTLE, RIGHT_COMMENT},
    {ACTION_COMMENT_ACCEPT, RIGHT_WRITE},
    {ACTION_COMMENT_DECLINE, RIGHT_COMMENT},
    {ACTION_COMMENT_DELETE, RIGHT_COMMENT},
    {ACTION_FILE_NEW, RIGHT_WRITE},
    {ACTION_FILE_RENAME, RIGHT_WRITE},
    {ACTION_FILE_DELETE, RIGHT_TRASH},
    {ACTION_FILE_UNDELETE, RIGHT_TRASH},
    {ACTION_FILE_OPEN, RIGHT_EXPORT},
    {ACTION_REVIEW, RIGHT_REVIEW},
    {ACTION_APPROVE, RIGHT_PUBLISH},
    {ACTION_RETURN, RIGHT_REVIEW},
    {ACTION_USE, RIGHT_USE},
    {ACTION_HOW_IT_WENT, RIGHT_USE},
    {ACTION_IMPORT, RIGHT_IMPORT},
    {ACTION_ADD_SYNONYM, RIGHT_TAXONOMY},
    {ACTION_SAVE_VIEW, RIGHT_READ},
    {ACTION_MOVES, RIGHT_READ},
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
        if (!library_info(app_library(app)).read_only)
            return true;
        if (reason)
            buf_puts(reason, _("This library can only be read: nothing in it can be changed."));
        return false;
    }
    return true;
}
