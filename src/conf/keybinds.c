#include "config.h"

#include "conf/keybinds.h"

#include "base/i18n.h"
#include "conf/reader.h"

static bool take_key(ConfReader *reader, const KeybindsTake *take, Str action,
                     const DocNode *node) {
    if (node->kind != DOC_SCALAR || !node->text.len)
        return conf_refuse(reader, node, N_("a key of “{0}” must be the name of a key"), action);
    return take->key(take->context, action, node->text, reader->err) ||
           error_at(reader->err, reader->file, node->line, node->column);
}

static bool take_action(ConfReader *reader, const KeybindsTake *take, const DocNode *node) {
    if (!take->action(take->context, node->key, node->key_line, node->key_column, reader->err))
        return error_at(reader->err, reader->file, node->key_line, node->key_column);
    if (node->kind == DOC_SCALAR)
        return take_key(reader, take, node->key, node);
    if (!conf_need(reader, node, DOC_LIST))
        return false;
    DOC_EACH(key, node) {
        if (!take_key(reader, take, node->key, key))
            return false;
    }
    return true;
}

bool keybinds_read(Str text, const char *name, const KeybindsTake *take, Error *err) {
    Arena arena = {0};
    ConfReader reader = {name, err};
    DocNode *root;
    bool good = conf_read(&reader, &arena, text, &root) && conf_need(&reader, root, DOC_MAP);
    const DocNode *keys = good ? doc_member(root, STR("keys")) : NULL;
    if (good && keys && keys->kind == DOC_SCALAR) {
        good = conf_read(&reader, &arena, keys->text, &root);
        keys = root;
    }
    good = good && (!keys || keys->kind == DOC_NULL || conf_need(&reader, keys, DOC_MAP));
    for (const DocNode *node = good && keys ? keys->first : NULL; node && good; node = node->next)
        good = take_action(&reader, take, node);
    arena_free(&arena);
    return good;
}
