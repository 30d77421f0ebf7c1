#include "config.h"

#include "library/taxonomydoing.h"

#include "base/file.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static const char DOING[] = "taxonomy.doing";

bool taxonomydoing_read(StoreRead *read, Arena *arena, TaxonDoing *out, Error *err) {
    Str text, id;
    *out = (TaxonDoing){0};
    if (!store_meta(read, DOING, &text, err))
        return false;
    if (!text.len)
        return true;
    text = arena_str(arena, text);
    out->there = str_split(&text, '\n', &id) && uuid_parse(id, &out->batch) &&
                 str_split(&text, '\n', &out->field) && str_split(&text, '\n', &out->from) &&
                 text.len;
    out->to = text;
    return true;
}

bool taxonomydoing_put(StoreWrite *write, const TaxonDoing *doing, Error *err) {
    Buf text = {0};
    char id[UUID_TEXT];
    uuid_format(doing->batch, id);
    if (doing->there)
        buf_printf(&text, "%s\n%.*s\n%.*s\n%.*s", id, STR_ARG(doing->field), STR_ARG(doing->from),
                   STR_ARG(doing->to));
    bool ok = store_put_meta(write, DOING, buf_str(&text), err);
    buf_free(&text);
    return ok;
}

bool taxonomydoing_lock(const Library *library, int *fd, Error *err) {
    char folder[PATH_MAX / 2], file[PATH_MAX];
    Error ignored;
    snprintf(folder, sizeof folder, "%s/presence", store_path(library->store));
    snprintf(file, sizeof file, "%s/taxonomy", folder);
    *fd = -1;
    if (!file_make_dir(folder, 0700, &ignored))
        return true;
    *fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (*fd < 0 || flock(*fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return true;
    taxonomydoing_unlock(*fd);
    *fd = -1;
    return error_set(err, ERR_BUSY,
                     N_("somebody else is changing tags or categories just now: try again when "
                        "that has ended"),
                     "");
}

void taxonomydoing_unlock(int fd) {
    if (fd >= 0)
        close(fd);
}
