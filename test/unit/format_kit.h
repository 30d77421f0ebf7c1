#ifndef ANLIKU_TEST_FORMAT_KIT_H
#define ANLIKU_TEST_FORMAT_KIT_H

#include "unit.h"

#include "base/vec.h"
#include "format/format.h"
#include "record/encode.h"

/* What format_read handed over, kept. */
typedef struct Got {
    VEC(Record *) records;       /* NULL where one was refused */
    VEC(FormatProblem) problems; /* of all records */
    VEC(char *) refused;         /* source bytes of the refused ones */
    VEC(int) lines;              /* of every record */
    char *head;
    FormatRead read;
    bool good;
    Error err;
} Got;

static bool got_take(void *context, const FormatItem *item) {
    Got *got = context;
    vec_push(&got->records, item->record);
    vec_push(&got->lines, item->line);
    for (size_t i = 0; i < item->problems->len; i++)
        vec_push(&got->problems, item->problems->items[i]);
    if (!item->record) {
        vec_push(&got->refused, mem_strndup(item->source.ptr, item->source.len));
        free(got->head);
        got->head = mem_strndup(item->head.len ? item->head.ptr : "", item->head.len);
    }
    return true;
}

static Got got_read_as(FormatKind kind, EntityType entity, const char *name, const FormatMap *map,
                       Str bytes) {
    Got got = {.read = {.kind = kind, .entity = entity, .name = name, .map = map}};
    FormatRead read = got.read;
    got.good = format_read(&read, bytes, got_take, &got, &got.err);
    got.read = read;
    return got;
}

static inline Got got_read(FormatKind kind, const char *text) {
    return got_read_as(kind, ENTITY_CASE, "in", NULL, str_of(text));
}

static inline void got_free(Got *got) {
    VEC_EACH (record, &got->records)
        record_free(*record);
    VEC_EACH (source, &got->refused)
        free(*source);
    vec_free(&got->records);
    vec_free(&got->problems);
    vec_free(&got->refused);
    vec_free(&got->lines);
    free(got->head);
}

/* The first refusal, or NULL. */
static inline const Error *got_refusal(const Got *got) {
    for (size_t i = 0; i < got->problems.len; i++)
        if (got->problems.items[i].severity == FORMAT_REFUSED)
            return &got->problems.items[i].error;
    return NULL;
}

static inline void got_print(const Got *got) {
    Buf text = {0};
    for (size_t i = 0; i < got->problems.len; i++) {
        error_render(&got->problems.items[i].error, &text);
        buf_putc(&text, '\n');
    }
    if (!got->good)
        error_render(&got->err, &text);
    print_message("# %s\n", buf_text(&text));
    buf_free(&text);
}

#define assert_refused(got, row, col, part)                                                        \
    do {                                                                                           \
        const Error *refusal_ = got_refusal(&(got));                                               \
        assert_non_null(refusal_);                                                                 \
        Buf said_ = {0};                                                                           \
        error_render_message(refusal_, &said_);                                                    \
        if (!strstr(buf_text(&said_), part))                                                       \
            fail_msg("said: %s", buf_text(&said_));                                                \
        buf_free(&said_);                                                                          \
        assert_int_equal(refusal_->line, row);                                                     \
        assert_int_equal(refusal_->column, col);                                                   \
    } while (0)

#define assert_text(record, field, expected)                                                       \
    do {                                                                                           \
        Str text_ = record_text(record, field);                                                    \
        if (!str_equal(text_, str_of(expected)))                                                   \
            fail_msg("%s is \"%.*s\"", #field, STR_ARG(text_));                                    \
    } while (0)

#endif
