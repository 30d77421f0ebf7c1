#include "config.h"

#include "conf/reader.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/yaml_read.h"

bool conf_read(ConfReader *reader, Arena *arena, Str text, DocNode **root) {
    if (!yaml_read_document(arena, text, reader->file, 1, root, reader->err))
        return false;
    if (!*root || (*root)->kind == DOC_NULL) {
        *root = doc_new(arena, DOC_MAP);
        (*root)->line = (*root)->column = 1;
    }
    return true;
}

bool conf_refuse(ConfReader *reader, const DocNode *node, const char *message, Str about) {
    error_set(reader->err, ERR_INVALID, message, "S", about);
    return error_at(reader->err, reader->file, node->line, node->column);
}

bool conf_refuse_key(ConfReader *reader, const DocNode *node, const char *message) {
    error_set(reader->err, ERR_INVALID, message, "S", node->key);
    return error_at(reader->err, reader->file, node->key_line, node->key_column);
}

bool conf_need(ConfReader *reader, const DocNode *node, DocKind kind) {
    static const char *const messages[] = {
        [DOC_NULL] = N_("“{0}” must be empty"),
        [DOC_SCALAR] = N_("“{0}” must be one value"),
        [DOC_LIST] = N_("“{0}” must be a list"),
        [DOC_MAP] = N_("“{0}” must be a map of keys and values"),
    };
    Str name = node->key.len ? node->key : str_of(reader->file ? reader->file : "");
    return node->kind == kind || conf_refuse(reader, node, messages[kind], name);
}

bool conf_only(ConfReader *reader, const DocNode *map, const char *const *names) {
    DOC_EACH(member, map) {
        size_t i = 0;
        while (names[i] && !str_equal(member->key, str_of(names[i])))
            i++;
        if (!names[i])
            return conf_refuse_key(reader, member, N_("“{0}” is not known here"));
    }
    return true;
}

bool conf_text(ConfReader *reader, const DocNode *map, const char *key, Str *out) {
    const DocNode *node = doc_member(map, str_of(key));
    if (!node)
        return conf_refuse(reader, map, N_("“{0}” is missing here"), str_of(key));
    if (node->kind != DOC_SCALAR || !str_trim(node->text).len)
        return conf_refuse(reader, node, N_("“{0}” must be a text"), str_of(key));
    *out = str_trim(node->text);
    return true;
}
