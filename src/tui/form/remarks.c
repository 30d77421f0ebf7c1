#include "config.h"

#include "tui/form/remarks.h"

#include "library/attachments.h"
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

static void show_files(Library *library, Uuid case_id, Form *form) {
    Attachments files = {0};
    Buf names = {0};
    Error ignored;
    if (library_attachments(library, case_id, false, &files, &ignored))
        VEC_EACH (file, &files.items) {
            buf_puts(&names, names.len ? "; " : "");
            buf_put_str(&names, file->name);
        }
    form_set_files(form, buf_str(&names));
    buf_free(&names);
    attachments_free(&files);
}

void remarks_show(Library *library, Uuid case_id, Form *form) {
    Comments comments = {0};
    Error ignored;
    if (library_comments(library, case_id, false, &comments, &ignored)) {
        for (int field = 0; field < CASE_FIELDS; field++) {
            Buf text = {0};
            put_remarks(&comments, field, &text);
            form_set_remark(form, field, buf_str(&text));
            buf_free(&text);
        }
    }
    comments_free(&comments);
    show_files(library, case_id, form);
}
