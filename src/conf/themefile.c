#include "config.h"

#include "conf/themefile.h"

#include "base/i18n.h"
#include "conf/reader.h"

static bool is_part(const ThemefileTake *take, Str key) {
    size_t i = 0;
    while (take->parts[i] && !str_equal(key, str_of(take->parts[i])))
        i++;
    return take->parts[i] != NULL;
}

static bool check_members(ConfReader *reader, const ThemefileTake *take, const DocNode *root) {
    DOC_EACH(member, root) {
        bool named = str_equal(member->key, STR("name"));
        if (!named && !is_part(take, member->key))
            return conf_refuse_key(reader, member, N_("“{0}” is not known here"));
        if (!named && !conf_need(reader, member, DOC_MAP))
            return false;
    }
    return true;
}

static bool take_part(ConfReader *reader, const ThemefileTake *take, const DocNode *part) {
    DOC_EACH(role, part) {
        if (role->kind != DOC_SCALAR && role->kind != DOC_NULL)
            return conf_refuse(reader, role, N_("“{0}” must be one value"), role->key);
        Str look = role->kind == DOC_NULL ? STR("") : role->text;
        if (!take->style(take->context, part->key, role->key, look, reader->err))
            return error_at(reader->err, reader->file, role->key_line, role->key_column);
    }
    return true;
}

bool themefile_read(Str text, const char *name, Buf *title, const ThemefileTake *take, Error *err) {
    Arena arena = {0};
    ConfReader reader = {name, err};
    DocNode *root;
    Str called;
    bool good = conf_read(&reader, &arena, text, &root) && conf_need(&reader, root, DOC_MAP) &&
                check_members(&reader, take, root) && conf_text(&reader, root, "name", &called);
    for (size_t i = 0; good && take->parts[i]; i++) {
        const DocNode *part = doc_member(root, str_of(take->parts[i]));
        good = !part || take_part(&reader, take, part);
    }
    if (good)
        buf_put_str(title, called);
    arena_free(&arena);
    return good;
}
