#include "config.h"

#include "base/error.h"

#include "base/i18n.h"
#include "base/vec.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const code_names[] = {
    [ERR_NONE] = "none",       [ERR_USAGE] = "usage",         [ERR_INVALID] = "invalid",
    [ERR_SYNTAX] = "syntax",   [ERR_NOT_FOUND] = "not_found", [ERR_EXISTS] = "exists",
    [ERR_DENIED] = "denied",   [ERR_CONFLICT] = "conflict",   [ERR_BUSY] = "busy",
    [ERR_IO] = "io",           [ERR_FULL] = "full",           [ERR_CORRUPT] = "corrupt",
    [ERR_VERSION] = "version", [ERR_CANCELLED] = "cancelled", [ERR_INTERNAL] = "internal",
};
_Static_assert(COUNT_OF(code_names) == ERR_CODES, "one name a code");

const char *error_code_name(ErrorCode code) {
    return (unsigned)code < ERR_CODES ? code_names[code] : "unknown";
}

/* Copies as many whole UTF-8 characters as fit. */
static void copy_cut(char *out, size_t room, const char *text, size_t len) {
    if (len >= room) {
        len = room - 1;
        while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

int error_fill(Error *err, ErrorCode code, const char *message, const char *kinds, ...) {
    *err = (Error){.code = code, .message = message};
    va_list args;
    va_start(args, kinds);
    for (size_t i = 0; i < ERROR_ARGS && kinds[i]; i++) {
        ErrorArg *arg = &err->args[i];
        switch (kinds[i]) {
        case 's': {
            const char *text = va_arg(args, const char *);
            arg->kind = 's';
            copy_cut(arg->text, sizeof arg->text, text ? text : "", text ? strlen(text) : 0);
            break;
        }
        case 'S': {
            Str text = va_arg(args, Str);
            arg->kind = 's';
            copy_cut(arg->text, sizeof arg->text, text.ptr ? text.ptr : "", text.len);
            break;
        }
        case 'z':
            arg->kind = 'z';
            arg->number = (int64_t)va_arg(args, size_t);
            break;
        default:
            arg->kind = 'd';
            arg->number = va_arg(args, int64_t);
        }
    }
    va_end(args);
    return 0;
}

int error_fill_errno(Error *err, int number, const char *message, const char *path) {
    ErrorCode code = number == ENOSPC || number == EDQUOT                     ? ERR_FULL
                     : number == EACCES || number == EPERM || number == EROFS ? ERR_DENIED
                     : number == ENOENT                                       ? ERR_NOT_FOUND
                                                                              : ERR_IO;
    return error_fill(err, code, message, "ss", path, strerror(number));
}

int error_place(Error *err, const char *file, int line, int column) {
    if (file)
        copy_cut(err->file, sizeof err->file, file, strlen(file));
    err->line = line;
    err->column = column;
    return 0;
}

int error_name_field(Error *err, const char *field) {
    copy_cut(err->field, sizeof err->field, field, strlen(field));
    return 0;
}

static void put_argument(Buf *out, const ErrorArg *arg) {
    switch (arg->kind) {
    case 's':
        buf_puts(out, arg->text);
        break;
    case 'd':
    case 'z':
        buf_printf(out, "%" PRId64, arg->number);
        break;
    }
}

void message_fill(Buf *out, const char *pattern, const ErrorArg *args, size_t count) {
    for (const char *at = pattern; *at; at++) {
        bool hole = at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}';
        if (!hole) {
            buf_putc(out, *at);
            continue;
        }
        size_t which = (size_t)(at[1] - '0');
        if (which < count)
            put_argument(out, &args[which]);
        at += 2;
    }
}

void error_render_message(const Error *err, Buf *out) {
    message_fill(out, err->message ? _(err->message) : error_code_name(err->code), err->args,
                 ERROR_ARGS);
}

void error_render(const Error *err, Buf *out) {
    if (err->file[0])
        buf_puts(out, err->file);
    if (err->line > 0)
        buf_printf(out, "%s%d", err->file[0] ? ":" : "", err->line);
    if (err->line > 0 && err->column > 0)
        buf_printf(out, ":%d", err->column);
    if (err->file[0] || err->line > 0)
        buf_puts(out, ": ");
    error_render_message(err, out);
}
