#include "config.h"

#include "tui/form/remarks.h"

#include "library/comments.h"

/* The open threads about a field, one below the other. */
static void put_remarks(const Comments *comments, int field, Buf *out) {
    for (size_t i = 0; i < comments->len; i++) {
        const Comment *comment = &comments->items[i];
        if (comment->answers_to || comment->end != COMMENT_OPEN || comment->field != field)
            continue;
        buf_printf(out, "%s#%d %.*s: %.*s", out->len ? "\n" : "", comment->number,
                   STR_ARG(comment->who), STR_ARG(comment->body));
        if (comment->kind == COMMENT_SUGGESTION)
            buf_printf(out, " -> %.*s", STR_ARG(comment->replacement));
    }
}

void remarks_show(Library *library, Uuid case_id, Form *form) {
    Comments comments = {0};
    Error ignored;
    if (library_comments(library, case_id, false, &comments, &ignored)) {
        for (int field = 0; field < CASE_FIELDS; field++) {
            Buf text = {0};
            put_remarks(&comments, field, &text);
            if (text.len)
                form_set_remark(form, field, buf_str(&text));
            buf_free(&text);
        }
    }
    comments_free(&comments);
}
