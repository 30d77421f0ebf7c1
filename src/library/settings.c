#include "config.h"

#include "library/settings.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "library/internal.h"
#include "store/settings.h"

#include <stdlib.h>

typedef struct Load {
    Options *options;
    OptionSource source;
} Load;

/* A value that a newer program wrote and this one does not allow is passed over. */
static bool take(void *context, Str key, Str value, Error *err) {
    Load *load = context;
    OptionId id;
    Error ignored;
    (void)err;
    if (option_find(key, &id))
        options_set(load->options, load->source, id, value, &ignored);
    return true;
}

static bool read_account_file(Options *out, Error *err) {
    Buf path = {0}, text = {0};
    paths_user_config(&path);
    bool ok = !path.len || !file_exists(buf_text(&path)) ||
              (file_read(buf_text(&path), 1 << 20, &text, err) &&
               options_read_file(out, SOURCE_FILE, buf_str(&text), buf_text(&path), err));
    buf_free(&path);
    buf_free(&text);
    return ok;
}

bool library_options(Library *library, Options *out, Error *err) {
    StoreRead *read;
    Load team = {out, SOURCE_TEAM}, personal = {out, SOURCE_PERSONAL};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_setting_each(read, (Uuid){{0}}, take, &team, err) &&
              store_setting_each(read, library->actor.user, take, &personal, err);
    store_read_end(read);
    free(out->values[SOURCE_TEAM][OPTION_ZONE]); /* fixed when the library was made */
    out->values[SOURCE_TEAM][OPTION_ZONE] = mem_strdup(store_info(library->store)->zone);
    options_read_environment(out);
    return ok && (library_info(library).shared || read_account_file(out, err));
}

/* What cannot be read has its default. */
int64_t library_team_number(Library *library, OptionId id) {
    Options options = {0};
    Error ignored;
    library_options(library, &options, &ignored);
    int64_t number = option_number(&options, id);
    options_free(&options);
    return number;
}

void library_team_text(Library *library, OptionId id, Buf *out) {
    Options options = {0};
    Error ignored;
    library_options(library, &options, &ignored);
    buf_puts(out, option_text(&options, id));
    options_free(&options);
}

static LibraryKeysCheck *keys_check;

void library_check_keys_with(LibraryKeysCheck *check) {
    keys_check = check;
}

static bool may_be_keys(OptionId id, Str text, bool team, Error *err) {
    const char *whose = option_source_label(team ? SOURCE_TEAM : SOURCE_PERSONAL);
    return id != OPTION_KEYS || !text.len || !keys_check || keys_check(text, _(whose), err);
}

bool library_option_set(Library *library, OptionId id, Str text, bool team, Error *err) {
    const OptionRow *row = option_row(id);
    Buf value = {0};
    StoreWrite *write;
    if (row->level == OPTION_FIXED)
        return error_set(err, ERR_DENIED, N_("{0} was fixed when the library was made"), "s",
                         row->key);
    if (row->level == OPTION_TEAM && !team)
        return error_set(err, ERR_DENIED, N_("{0} is one setting for the whole team: add --team"),
                         "s", row->key);
    if (team && !library_allow(library, RIGHT_SETTINGS, err))
        return false;
    if (text.ptr &&
        (!option_check(id, text, &value, err) || !may_be_keys(id, buf_str(&value), team, err))) {
        buf_free(&value);
        return false;
    }
    Str checked = buf_str(&value);
    StoreChange change = library_change(library, VERB_SETTINGS, STR(""));
    bool ok = library_write_begin(library, false, &write, err);
    if (ok) {
        ok = store_put_setting(write, &change, team ? (Uuid){{0}} : library->actor.user,
                               str_of(row->key), text.ptr ? &checked : NULL, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    buf_free(&value);
    return ok;
}
