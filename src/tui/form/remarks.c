#include "config.h"

#include "tui/form/remarks.h"

#include "base/i18n.h"
#include "library/attachments.h"
#include "library/comments.h"
#include "tui/form/internal.h"

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

/* "report.pdf (evidence, 12 KB); ..." */
static void put_file(const Attachment *file, Buf *out) {
    Buf size = {0};
    const Field *kinds = &entity_get(ENTITY_ATTACHMENT)->fields[ATTACHMENT_KIND];
    const char *kind = entity_choice_label(kinds, file->kind);
    attachment_put_size(file->bytes, &size);
    /* L10N: of a file: name, kind, size */
    FORM_SAY(out, N_("{0} ({1}, {2})"), "SsS", file->name, kind ? _(kind) : "", buf_str(&size));
    buf_free(&size);
}

static void show_files(Library *library, Uuid case_id, Form *form) {
    Attachments files = {0};
    Buf text = {0};
    Error ignored;
    if (library_attachments(library, case_id, false, &files, &ignored))
        VEC_EACH (file, &files.items) {
            buf_puts(&text, text.len ? "; " : "");
            put_file(file, &text);
        }
    form_set_files(form, files.items.len, buf_str(&text));
    buf_free(&text);
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
