#include "config.h"

#include "library/synonyms.h"

#include "base/i18n.h"
#include "library/synonymcache.h"
#include "store/settings.h"
#include "text/fold.h"

static const Str SETTING = STR("synonyms");

/* ---- the text of the setting: a line a group ---- */

size_t library_synonym_words(Str line, Str words[SYNONYM_WORDS + 1]) {
    static const Str wide = STR("＝");
    size_t count = 0, from = 0;
    line = str_trim(line);
    if (line.len && line.ptr[0] == '#')
        return 0;
    for (size_t at = 0; at <= line.len; at++) {
        bool is_wide = at < line.len && str_starts(str_make(line.ptr + at, line.len - at), wide);
        if (at < line.len && line.ptr[at] != '=' && line.ptr[at] != '\t' && !is_wide)
            continue;
        Str word = str_trim(str_make(line.ptr + from, at - from));
        if (word.len && count <= SYNONYM_WORDS)
            words[count++] = word;
        at += is_wide ? wide.len - 1 : 0;
        from = at + 1;
    }
    return count;
}

void library_synonym_line(const SynonymGroup *group, Buf *out) {
    for (size_t i = 0; i < group->count; i++)
        buf_printf(out, "%s%.*s", i ? " = " : "", STR_ARG(group->words[i]));
}

static void read_list(Str text, SynonymList *out) {
    Str rest = text, line, words[SYNONYM_WORDS + 1];
    while (rest.len && str_split(&rest, '\n', &line)) {
        size_t count = library_synonym_words(line, words);
        if (count < 2)
            continue;
        Str *copy = arena_alloc(&out->arena, count * sizeof *copy);
        for (size_t i = 0; i < count; i++)
            copy[i] = arena_str(&out->arena, words[i]);
        vec_push(out, (SynonymGroup){copy, count});
    }
}

void synonym_read_setting(StoreRead *read, SynonymList *out) {
    Str text;
    Error ignored;
    if (store_setting(read, (Uuid){{0}}, SETTING, &text, &ignored) && text.ptr)
        read_list(text, out);
}

bool library_synonym_list(Library *library, SynonymList *out, Error *err) {
    StoreRead *read;
    *out = (SynonymList){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    synonym_read_setting(read, out);
    store_read_end(read);
    return true;
}

void library_synonym_list_free(SynonymList *list) {
    vec_free(list);
    arena_free(&list->arena);
    *list = (SynonymList){0};
}

/* ---- groups ---- */

enum { NO_GROUP = -1 };

static int group_of(const SynonymList *list, Str word) {
    for (size_t i = 0; i < list->len; i++)
        for (size_t j = 0; j < list->items[i].count; j++)
            if (text_fold_equal(list->items[i].words[j], word))
                return (int)i;
    return NO_GROUP;
}

/* A word that a search can look for, on one line. */
static bool check_word(Str word, Error *err) {
    TextRun run;
    Buf folded = {0};
    size_t at = 0;
    text_fold(&folded, word);
    bool good = word.len && word.len <= SYNONYM_BYTES && !memchr(word.ptr, '\n', word.len) &&
                !memchr(word.ptr, '=', word.len) && !memchr(word.ptr, '\t', word.len) &&
                word.ptr[0] != '#' && str_find(word, STR("＝"), 0) == SIZE_MAX &&
                text_run_next(buf_str(&folded), &at, &run);
    buf_free(&folded);
    return good ||
           error_set(err, ERR_INVALID, N_("“{0}” is no word that one can search for"), "S", word);
}

static bool check_words(const Str *words, size_t count, Error *err) {
    for (size_t i = 0; i < count; i++)
        if (!check_word(words[i], err))
            return false;
    return true;
}

/* Appends to the group what it does not have. */
static bool extend(SynonymList *list, int group, const Str *words, size_t count, Error *err) {
    SynonymGroup *to = &list->items[group];
    Str *grown = arena_alloc(&list->arena, (to->count + count) * sizeof *grown);
    size_t len = to->count;
    if (len)
        memcpy(grown, to->words, len * sizeof *grown);
    for (size_t i = 0; i < count; i++) {
        bool there = false;
        for (size_t j = 0; j < len && !there; j++)
            there = text_fold_equal(grown[j], words[i]);
        if (!there)
            grown[len++] = arena_str(&list->arena, words[i]);
    }
    *to = (SynonymGroup){grown, len};
    return len <= SYNONYM_WORDS ||
           error_set(err, ERR_INVALID, N_("a group holds at most {0} words"), "d",
                     (int64_t)SYNONYM_WORDS);
}

static void drop_group(SynonymList *list, int group) {
    list->len--;
    memmove(list->items + group, list->items + group + 1,
            (list->len - (size_t)group) * sizeof *list->items);
}

static void drop_word(SynonymList *list, int group, Str word) {
    SynonymGroup *from = &list->items[group];
    Str *left = arena_alloc(&list->arena, from->count * sizeof *left);
    size_t len = 0;
    for (size_t i = 0; i < from->count; i++)
        if (!text_fold_equal(from->words[i], word))
            left[len++] = from->words[i];
    *from = (SynonymGroup){left, len};
    if (len < 2)
        drop_group(list, group);
}

static bool not_there(Str word, Error *err) {
    return error_set(err, ERR_NOT_FOUND, N_("“{0}” stands in no group of synonyms"), "S", word);
}

/* ---- changes ---- */

typedef struct Edit {
    const Str *words;
    size_t count;
} Edit;
typedef bool EditFn(SynonymList *list, const Edit *edit, Error *err);

static bool edit_add(SynonymList *list, const Edit *edit, Error *err) {
    int group = NO_GROUP;
    for (size_t i = 0; i < edit->count; i++) {
        int other = group_of(list, edit->words[i]);
        if (group != NO_GROUP && other != NO_GROUP && other != group)
            return error_set(err, ERR_CONFLICT,
                             N_("“{0}” stands in another group: merge joins two groups"), "S",
                             edit->words[i]);
        group = other != NO_GROUP ? other : group;
    }
    if (group == NO_GROUP) {
        if (list->len >= SYNONYM_GROUPS)
            return error_set(err, ERR_FULL, N_("there are {0} groups of synonyms already"), "d",
                             (int64_t)list->len);
        vec_push(list, (SynonymGroup){NULL, 0});
        group = (int)list->len - 1;
    }
    return extend(list, group, edit->words, edit->count, err) &&
           (list->items[group].count >= 2 ||
            error_set(err, ERR_INVALID, N_("a group needs two different words at least"), ""));
}

static bool edit_remove(SynonymList *list, const Edit *edit, Error *err) {
    for (size_t i = 0; i < edit->count; i++) /* all or none */
        if (group_of(list, edit->words[i]) == NO_GROUP)
            return not_there(edit->words[i], err);
    for (size_t i = 0; i < edit->count; i++) {
        int group = group_of(list, edit->words[i]);
        if (group != NO_GROUP)
            drop_word(list, group, edit->words[i]);
    }
    return true;
}

static bool edit_rename(SynonymList *list, const Edit *edit, Error *err) {
    int group = group_of(list, edit->words[0]), other = group_of(list, edit->words[1]);
    if (group == NO_GROUP)
        return not_there(edit->words[0], err);
    if (other != NO_GROUP && !text_fold_equal(edit->words[0], edit->words[1]))
        return error_set(err, ERR_CONFLICT, N_("“{0}” stands in a group already"), "S",
                         edit->words[1]);
    SynonymGroup *in = &list->items[group];
    Str *words = arena_dup(&list->arena, in->words, in->count * sizeof *words);
    for (size_t i = 0; i < in->count; i++)
        if (text_fold_equal(words[i], edit->words[0]))
            words[i] = arena_str(&list->arena, edit->words[1]);
    in->words = words;
    return true;
}

static bool edit_merge(SynonymList *list, const Edit *edit, Error *err) {
    int first = group_of(list, edit->words[0]);
    if (first == NO_GROUP)
        return not_there(edit->words[0], err);
    for (size_t i = 1; i < edit->count; i++) {
        int other = group_of(list, edit->words[i]);
        if (other == NO_GROUP)
            return not_there(edit->words[i], err);
        if (other == first)
            continue;
        SynonymGroup from = list->items[other];
        drop_group(list, other);
        first -= other < first;
        if (!extend(list, first, from.words, from.count, err))
            return false;
    }
    return true;
}

static void write_list(const SynonymList *list, Buf *out) {
    for (size_t i = 0; i < list->len; i++) {
        library_synonym_line(&list->items[i], out);
        buf_putc(out, '\n');
    }
}

static bool put_list(Library *library, StoreWrite *write, const char *verb, Str text, Error *err) {
    Buf note = {0};
    buf_printf(&note, "synonyms %s", verb);
    StoreChange change = library_change(library, VERB_SETTINGS, buf_str(&note));
    bool ok = store_put_setting(write, &change, (Uuid){{0}}, SETTING, text.len ? &text : NULL, err);
    buf_free(&note);
    return ok;
}

/* Reads, changes and writes in one transaction. */
static bool change(Library *library, const char *verb, EditFn *edit_list, const Str *words,
                   size_t count, bool *changed, Error *err) {
    StoreWrite *write;
    SynonymList list = {0};
    Buf before = {0}, after = {0};
    Edit edit = {words, count};
    if (!library_allow(library, RIGHT_TAXONOMY, err) || !check_words(words, count, err) ||
        !library_write_begin(library, false, &write, err))
        return false;
    synonym_read_setting(store_write_read(write), &list);
    write_list(&list, &before);
    bool ok = edit_list(&list, &edit, err);
    write_list(&list, &after);
    bool differs = !str_equal(buf_str(&before), buf_str(&after));
    if (ok && differs)
        ok = put_list(library, write, verb, buf_str(&after), err);
    if (ok && differs)
        ok = store_write_commit(write, NULL, err);
    else
        store_write_abort(write);
    if (changed)
        *changed = ok && differs;
    library_synonym_list_free(&list);
    buf_free(&before);
    buf_free(&after);
    return ok;
}

bool library_synonym_add(Library *library, const Str *words, size_t count, bool *changed,
                         Error *err) {
    return change(library, "add", edit_add, words, count, changed, err);
}

bool library_synonym_remove(Library *library, const Str *words, size_t count, bool *changed,
                            Error *err) {
    return change(library, "remove", edit_remove, words, count, changed, err);
}

bool library_synonym_rename(Library *library, Str word, Str name, bool *changed, Error *err) {
    Str words[] = {word, name};
    return change(library, "rename", edit_rename, words, COUNT_OF(words), changed, err);
}

bool library_synonym_merge(Library *library, const Str *words, size_t count, bool *changed,
                           Error *err) {
    return change(library, "merge", edit_merge, words, count, changed, err);
}

/* ---- taking back ---- */

/* What the setting was before its last change. */
static bool find_before(StoreRead *read, Buf *out, Error *err) {
    uint64_t number;
    if (!store_head(read, &number, err))
        return false;
    Buf body = {0};
    bool found = false;
    for (; number && !found; number--) {
        StoreEntry entry;
        StoreSettingChange setting;
        if (!store_log_entry(read, number, &entry, err) || entry.verb != VERB_SETTINGS)
            continue;
        buf_clear(&body);
        found = store_log_body(read, number, &body, err) &&
                store_setting_decode(buf_str(&body), &setting, err) && uuid_is_nil(setting.scope) &&
                str_equal(setting.key, SETTING);
        if (found)
            buf_put_str(out, setting.had ? setting.before : STR(""));
    }
    buf_free(&body);
    return found || error_set(err, ERR_NOT_FOUND, N_("there is no change of synonyms to undo"), "");
}

bool library_synonym_undo(Library *library, Error *err) {
    StoreWrite *write;
    Buf before = {0};
    if (!library_allow(library, RIGHT_TAXONOMY, err) ||
        !library_write_begin(library, false, &write, err))
        return false;
    bool ok = find_before(store_write_read(write), &before, err) &&
              put_list(library, write, "undo", buf_str(&before), err);
    if (ok)
        ok = store_write_commit(write, NULL, err);
    else
        store_write_abort(write);
    buf_free(&before);
    return ok;
}
