#include "config.h"

#include "tui/widget/scrap.h"

#include "base/buf.h"

static Buf scrap;
static unsigned count;
static bool was_cut;

Str scrap_text(void) {
    return str_make(buf_text(&scrap), scrap.len);
}

void scrap_put(Str text) {
    if (!text.len)
        return;
    buf_clear(&scrap);
    buf_put_str(&scrap, text);
    was_cut = false;
    count++;
}

void scrap_put_cut(Str text) {
    scrap_put(text);
    was_cut |= text.len > 0;
}

bool scrap_is_cut(void) {
    return was_cut;
}

unsigned scrap_count(void) {
    return count;
}

void scrap_free(void) {
    buf_free(&scrap);
}
