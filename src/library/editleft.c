#include "config.h"

#include "library/editleft.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/number.h"
#include "library/inboxparts.h"
#include "library/row.h"
#include "library/yamledit.h"
#include "store/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The origin: a line "KIND REVISION DRAFT", then the text that was given. */

#define PREFIX "edit-"
#define TEXT   ".yaml"
#define ORIGIN ".base"
enum { MOST_BYTES = 8 << 20, FIRST_REVISION = 1 };

void library_edit_origin_free(EditOrigin *origin) {
    buf_free(&origin->given);
}

static bool put_path(Library *library, Uuid record, const char *ending, Buf *out, Error *err) {
    char id[UUID_TEXT];
    Buf name = {0};
    uuid_format(record, id);
    buf_printf(&name, PREFIX "%s%s", id, ending);
    bool ok =
        draft_beside(store_path(library->store), library->actor.user, buf_text(&name), out, err);
    buf_free(&name);
    return ok;
}

bool library_edit_path(Library *library, Uuid record, Buf *out, Error *err) {
    return put_path(library, record, TEXT, out, err);
}

bool library_edit_begin(Library *library, const EditOrigin *origin, Error *err) {
    Buf path = {0}, content = {0};
    char draft[UUID_TEXT];
    uuid_format(origin->draft, draft);
    buf_printf(&content, "%s %" PRIu32 " %s\n", entity_get(origin->type)->key, origin->rev, draft);
    buf_put_str(&content, buf_str(&origin->given));
    bool ok = put_path(library, origin->record, ORIGIN, &path, err) &&
              file_write_atomic(buf_text(&path), buf_str(&content), 0600, err);
    buf_free(&path);
    buf_free(&content);
    return ok;
}

static bool parse_origin(Str content, EditOrigin *out) {
    Str line, kind, rev, draft;
    int64_t number;
    if (!str_split(&content, '\n', &line) || !str_split(&line, ' ', &kind) ||
        !str_split(&line, ' ', &rev) || !str_split(&line, ' ', &draft))
        return false;
    const Entity *entity = entity_find(kind);
    if (!entity || !number_parse_int(rev, &number) || number < 0 || number > UINT32_MAX ||
        !uuid_parse(draft, &out->draft))
        return false;
    out->type = entity->type;
    out->rev = (uint32_t)number;
    buf_put_str(&out->given, content);
    return true;
}

bool library_edit_origin(Library *library, EntityType type, Uuid record, EditOrigin *out,
                         Error *err) {
    Buf path = {0}, content = {0};
    *out = (EditOrigin){.type = type, .record = record, .rev = FIRST_REVISION};
    bool ok = put_path(library, record, ORIGIN, &path, err);
    if (ok && file_exists(buf_text(&path))) {
        ok = file_read(buf_text(&path), MOST_BYTES, &content, err);
        if (ok)
            parse_origin(buf_str(&content), out);
    }
    buf_free(&path);
    buf_free(&content);
    return ok;
}

void library_edit_end(Library *library, Uuid record) {
    static const char *const endings[] = {TEXT, ORIGIN};
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        Buf path = {0};
        Error ignored;
        if (put_path(library, record, endings[i], &path, &ignored))
            unlink(buf_text(&path));
        buf_free(&path);
    }
}

int library_edit_hold(Library *library, Uuid record) {
    Buf path = {0};
    Error ignored;
    int fd = -1;
    if (put_path(library, record, ORIGIN, &path, &ignored))
        fd = open(buf_text(&path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    buf_free(&path);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

bool library_edit_is_held(Library *library, Uuid record) {
    Buf path = {0};
    Error ignored;
    int fd = -1;
    if (put_path(library, record, ORIGIN, &path, &ignored))
        fd = open(buf_text(&path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd); /* gives the lock back */
    buf_free(&path);
    return held;
}

/* ---- the list ---- */

/* What the text says of its title, also when it cannot be read as a whole; its first line when it
 * says nothing. */
static void take_title(EntityType type, Str text, char *out, size_t room) {
    Str key = str_of(type == ENTITY_CASE ? "title:" : "name:"), line, found = {"", 0};
    for (bool named = false; !named && str_split(&text, '\n', &line);) {
        named = str_starts(line, key);
        if (named)
            line = str_make(line.ptr + key.len, line.len - key.len);
        if (named || !found.len)
            found = str_trim(line);
    }
    if (found.len > 1 && (*found.ptr == '"' || *found.ptr == '\'') &&
        found.ptr[found.len - 1] == *found.ptr)
        found = str_make(found.ptr + 1, found.len - 2);
    ErrorArg cut; /* cuts at a character */
    Error error;
    error_set(&error, ERR_NONE, "", "S", found);
    cut = error.args[0];
    snprintf(out, room, "%s", cut.text);
}

/* False: nothing is left of it. */
static bool look_at(Library *library, Uuid record, EditLeft *out) {
    Buf path = {0}, raw = {0}, text = {0};
    EditOrigin origin = {0};
    struct stat state;
    Error ignored;
    bool ok = !library_edit_is_held(library, record) &&
              library_edit_path(library, record, &path, &ignored) &&
              stat(buf_text(&path), &state) == 0 &&
              library_edit_origin(library, ENTITY_CASE, record, &origin, &ignored);
    if (ok && file_read(buf_text(&path), MOST_BYTES, &raw, &ignored)) {
        library_edit_plain(buf_str(&raw), &text);
        ok = str_trim(buf_str(&text)).len && !str_equal(buf_str(&text), buf_str(&origin.given));
    } /* what cannot be read is listed too: it is not nothing */
    if (ok) {
        *out = (EditLeft){.type = origin.type,
                          .record = record,
                          .rev = origin.rev,
                          .changed_ms = (int64_t)state.st_mtim.tv_sec * 1000 +
                                        state.st_mtim.tv_nsec / 1000000};
        take_title(origin.type, buf_str(&text), out->title, sizeof out->title);
    }
    library_edit_origin_free(&origin);
    buf_free(&path);
    buf_free(&raw);
    buf_free(&text);
    return ok;
}

static bool names_text(const char *name, Uuid *record) {
    Str text = str_of(name), prefix = STR(PREFIX), ending = STR(TEXT);
    if (!str_starts(text, prefix) || !str_ends(text, ending) || text.len < prefix.len + ending.len)
        return false;
    return uuid_parse(str_make(text.ptr + prefix.len, text.len - prefix.len - ending.len), record);
}

static int newest_first(const void *x, const void *y) {
    const EditLeft *a = x, *b = y;
    if (a->changed_ms != b->changed_ms)
        return a->changed_ms > b->changed_ms ? -1 : 1;
    return uuid_compare(b->record, a->record);
}

bool library_edits_left(Library *library, EditLefts *out, Error *err) {
    Buf path = {0};
    FileNames names = {0};
    Uuid record;
    *out = (EditLefts){0};
    bool ok = draft_folder(store_path(library->store), library->actor.user, &path, err);
    if (ok && file_is_dir(buf_text(&path)))
        ok = file_list(buf_text(&path), &names, err);
    for (size_t i = 0; ok && i < names.len; i++) {
        EditLeft left;
        if (names_text(names.items[i], &record) && look_at(library, record, &left))
            vec_push(out, left);
    }
    file_names_free(&names);
    buf_free(&path);
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, newest_first);
    return ok;
}

/* The number and the title that the record has where it is saved; a text that says another title is
 * told by it. */
static void fill_item(Library *library, const EditLeft *left, InboxItem *item, Arena *arena) {
    LibraryRow row;
    Error ignored;
    item->title = arena_str(arena, str_of(left->title));
    if (!left->rev || !library_row(library, left->type, left->record, &row, &ignored))
        return;
    int number = entity_field(row.record->entity, STR("id"));
    if (number >= 0)
        item->number = arena_str(arena, record_text(row.record, number));
    library_row_free(&row);
}

bool inboxedited_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                        uint64_t *total, Error *err) {
    EditLefts left;
    bool ok = library_edits_left(library, &left, err);
    *total += left.len;
    for (size_t i = 0; ok && i < left.len && i < most; i++) {
        InboxItem item = {.kind = kind,
                          .type = left.items[i].type,
                          .id = left.items[i].record,
                          .at_ms = left.items[i].changed_ms,
                          .count = left.items[i].rev};
        fill_item(library, &left.items[i], &item, &out->arena);
        vec_push(out, item);
    }
    free(left.items);
    return ok;
}

/* ---- putting away ---- */

static bool change_name(Library *library, Uuid record, const char *from, const char *to,
                        Error *err) {
    Buf old = {0}, new = {0};
    bool ok =
        put_path(library, record, from, &old, err) && put_path(library, record, to, &new, err);
    if (ok && rename(buf_text(&old), buf_text(&new)) != 0)
        ok = errno == ENOENT
                 ? error_set(err, ERR_NOT_FOUND, N_("this text is gone"), "")
                 : error_set_errno(err, errno, N_("{0} cannot be written: {1}"), buf_text(&old));
    buf_free(&old);
    buf_free(&new);
    return ok;
}

bool library_edit_discard(Library *library, Uuid record, Error *err) {
    Error ignored;
    if (!change_name(library, record, TEXT, TEXT DRAFT_DISCARDED, err))
        return false;
    change_name(library, record, ORIGIN, ORIGIN DRAFT_DISCARDED, &ignored); /* there may be none */
    return true;
}

bool library_edit_restore(Library *library, Uuid record, Error *err) {
    Buf path = {0};
    Error ignored;
    bool ok = library_edit_path(library, record, &path, err);
    if (ok && file_exists(buf_text(&path)))
        ok = error_set(err, ERR_INVALID,
                       N_("there is another text from the editor; put that away first"), "");
    buf_free(&path);
    if (!ok)
        return false;
    change_name(library, record, ORIGIN DRAFT_DISCARDED, ORIGIN, &ignored);
    return change_name(library, record, TEXT DRAFT_DISCARDED, TEXT, err);
}

/* ---- how many ---- */

bool library_drafts_count(Library *library, DraftsCount *count, Error *err) {
    bool settled;
    size_t drafts;
    EditLefts left;
    uint64_t stamp = draft_stamp(store_path(library->store), library->actor.user, &settled);
    if (count->known && count->stamp == stamp)
        return true;
    if (!draft_list_count(store_path(library->store), library->actor.user, &drafts, err))
        return false;
    bool ok = library_edits_left(library, &left, err);
    if (ok)
        *count = (DraftsCount){settled, stamp, drafts + left.len, count->counted + 1};
    free(left.items);
    return ok;
}
