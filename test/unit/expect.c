#include "config.h"

#include "expect.h"
#include "unit.h"

#include "base/buf.h"

void expect_ok_at(bool ok, const Error *err, const char *file, int line) {
    if (ok)
        return;
    Buf text = {0};
    error_render(err, &text);
    print_error("refused: %s\n", buf_text(&text));
    buf_free(&text);
    _fail(file, line);
}

void expect_refusal(const Refusal *wanted, bool ok, const Error *err) {
    Buf said = {0};
    if (ok)
        fail_msg("accepted: %s", wanted->text);
    error_render(err, &said);
    if (err->line != wanted->line || err->column != wanted->column ||
        !strstr(buf_text(&said), wanted->says))
        fail_msg("%s: %s", wanted->text, buf_text(&said));
    buf_free(&said);
}

void expect_refused_at(bool ok, const Error *err, ErrorCode code, const char *words,
                       const char *file, int line) {
    if (ok) {
        print_error("it is not refused\n");
        _fail(file, line);
    }
    Buf text = {0};
    error_render(err, &text);
    bool right = err->code == code && strstr(buf_text(&text), words);
    if (!right)
        print_error("not refused with %s, “%s”, but with %s: %s\n", error_code_name(code), words,
                    error_code_name(err->code), buf_text(&text));
    buf_free(&text);
    if (!right)
        _fail(file, line);
}
