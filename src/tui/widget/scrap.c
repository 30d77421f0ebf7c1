#include "config.h"

#include "tui/widget/scrap.h"

#include "base/buf.h"

static Buf scrap;
static unsigned count;

Str scrap_text(void) {
    return str_make(buf_text(&scrap), scrap.len);
}

void scrap_put(Str text) {
    if (!text.len)
        return;
    buf_clear(&scrap);
    buf_put_str(&scrap, text);
    count++;
}

unsigned scrap_count(void) {
    return count;
}

void scrap_free(void) {
    buf_free(&scrap);
}
