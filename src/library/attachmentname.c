#include "config.h"

#include "library/attachments.h"

#include "base/i18n.h"
#include "text/display.h"
#include "text/utf8.h"

#include <string.h>

/* What attached files are called, and what they are. */

static Str last_part(Str path) {
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '/' && path.ptr[at - 1] != '\\')
        at--;
    return str_make(path.ptr + at, path.len - at);
}

/* Characters that shells and other systems read as more than a letter. */
static bool is_risky(char c) {
    return strchr("<>:\"|?*\t\n", c) != NULL;
}

/* The name cut before its ending, which says what opens it. */
static void cut_name(Str name, Buf *out) {
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.')
        dot--;
    size_t ending = dot > 1 && name.len - dot < 16 ? name.len - dot + 1 : 0;
    size_t room = ATTACHMENT_NAME_BYTES - ending;
    size_t stem = name.len - ending;
    buf_put_str(out, str_make(name.ptr, stem > room ? utf8_floor(name, room) : stem));
    buf_put_str(out, str_make(name.ptr + name.len - ending, ending));
}

void attachment_clean_name(Str name, Buf *out) {
    Buf clean = {0}, safe = {0};
    text_clean(&clean, name, TEXT_CLEAN_LENIENT, NULL, NULL);
    Str rest = str_trim(last_part(str_trim(buf_str(&clean))));
    while (rest.len && (rest.ptr[0] == '.' || rest.ptr[0] == ' ' || rest.ptr[0] == '-'))
        rest = str_make(rest.ptr + 1, rest.len - 1);
    for (size_t i = 0; i < rest.len; i++)
        buf_putc(&safe, is_risky(rest.ptr[i]) ? '_' : rest.ptr[i]);
    if (safe.len)
        cut_name(buf_str(&safe), out);
    else
        buf_puts(out, "file");
    buf_free(&clean);
    buf_free(&safe);
}

bool attachment_is_picture(Str bytes) {
    static const struct {
        size_t at, len;
        const char *sign;
    } signs[] = {{0, 8, "\x89PNG\r\n\x1a\n"},
                 {0, 3, "\xff\xd8\xff"},
                 {0, 6, "GIF87a"},
                 {0, 6, "GIF89a"},
                 {8, 4, "WEBP"}};
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (bytes.len >= signs[i].at + signs[i].len &&
            memcmp(bytes.ptr + signs[i].at, signs[i].sign, signs[i].len) == 0)
            return signs[i].at == 0 || str_starts(bytes, STR("RIFF"));
    return false;
}

void attachment_put_size(uint64_t bytes, Buf *out) {
    if (bytes < 1024)
        buf_printf(out, "%d B", (int)bytes);
    else if (bytes < 1024 * 1024)
        buf_printf(out, "%d KB", (int)((bytes + 1023) / 1024));
    else
        buf_printf(out, "%.1f MB", (double)bytes / (1024 * 1024));
}

void attachment_put(const Attachment *attachment, Buf *out) {
    const Field *kind = &entity_get(ENTITY_ATTACHMENT)->fields[ATTACHMENT_KIND];
    const char *label = entity_choice_label(kind, attachment->kind);
    buf_printf(out, "%s  %.*s  ", label ? _(label) : "", STR_ARG(attachment->name));
    attachment_put_size(attachment->bytes, out);
}
