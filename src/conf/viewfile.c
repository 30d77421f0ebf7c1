#include "config.h"

#include "conf/viewfile.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/vec.h"
#include "conf/reader.h"

#include <stddef.h>

static const char *const names[] = {"digit", "name", "query", "sort", "columns", "open", NULL};

static bool read_digit(ConfReader *reader, const DocNode *view, int *out) {
    const DocNode *node = doc_member(view, STR("digit"));
    int64_t number;
    *out = 0;
    if (!node || node->kind == DOC_NULL)
        return true;
    if (node->kind != DOC_SCALAR || !number_parse_int(node->text, &number) || number < 1 ||
        number > 9)
        return conf_refuse(reader, node, N_("the digit of a view is 1 to 9"), STR(""));
    *out = (int)number;
    return true;
}

static bool take_view(ConfReader *reader, const ViewfileTake *take, const DocNode *view) {
    static const struct {
        const char *key;
        size_t offset;
    } texts[] = {{"query", offsetof(ViewfileRow, query)},
                 {"sort", offsetof(ViewfileRow, sort)},
                 {"columns", offsetof(ViewfileRow, columns)},
                 {"open", offsetof(ViewfileRow, open)}};
    ViewfileRow row = {.query = STR(""), .sort = STR(""), .columns = STR(""), .open = STR("")};
    if (!conf_need(reader, view, DOC_MAP) || !conf_only(reader, view, names) ||
        !read_digit(reader, view, &row.digit) || !conf_text(reader, view, "name", &row.name))
        return false;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const DocNode *node = doc_member(view, str_of(texts[i].key));
        if (!node || node->kind == DOC_NULL)
            continue;
        if (!conf_need(reader, node, DOC_SCALAR))
            return false;
        *(Str *)(void *)((char *)&row + texts[i].offset) = node->text;
    }
    return take->view(take->context, &row, reader->err) ||
           error_at(reader->err, reader->file, view->line, view->column);
}

bool viewfile_read(Str text, const char *name, const ViewfileTake *take, Error *err) {
    Arena arena = {0};
    ConfReader reader = {name, err};
    DocNode *root;
    bool good = conf_read(&reader, &arena, text, &root) && conf_need(&reader, root, DOC_MAP);
    const DocNode *views = good ? doc_member(root, STR("views")) : NULL;
    if (views && views->kind == DOC_NULL)
        views = NULL;
    good = good && (!views || conf_need(&reader, views, DOC_LIST));
    for (const DocNode *view = good && views ? views->first : NULL; view && good; view = view->next)
        good = take_view(&reader, take, view);
    arena_free(&arena);
    return good;
}

void viewfile_put_quoted(Buf *out, Str text) {
    buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            buf_putc(out, '\\');
        buf_putc(out, text.ptr[i]);
    }
    buf_putc(out, '"');
}

void viewfile_put(Buf *out, const ViewfileRow *row) {
    const struct {
        const char *key;
        Str text;
    } texts[] = {{"name", row->name},
                 {"query", row->query},
                 {"sort", row->sort},
                 {"columns", row->columns},
                 {"open", row->open}};
    buf_printf(out, "  - {digit: %d", row->digit);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (!texts[i].text.len)
            continue;
        buf_printf(out, ", %s: ", texts[i].key);
        viewfile_put_quoted(out, texts[i].text);
    }
    buf_puts(out, "}\n");
}
