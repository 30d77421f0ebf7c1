#include "config.h"

#include "library/host.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "format/yaml_read.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *key;
    size_t offset, room;
} keys[] = {
    {"library", offsetof(HostConfig, library), sizeof((HostConfig *)0)->library},
    {"zone", offsetof(HostConfig, zone), sizeof((HostConfig *)0)->zone},
    {"language", offsetof(HostConfig, language), sizeof((HostConfig *)0)->language},
};

static bool take(const char *path, const DocNode *node, HostConfig *out, Error *err) {
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (!str_equal(node->key, str_of(keys[i].key)))
            continue;
        if (node->kind != DOC_SCALAR || node->text.len >= keys[i].room) {
            error_set(err, ERR_INVALID, N_("{0} must be one short text"), "S", node->key);
            return error_at(err, path, node->line, node->column);
        }
        memcpy((char *)out + keys[i].offset, node->text.ptr, node->text.len);
        return true;
    }
    error_set(err, ERR_INVALID,
              N_("“{0}” is not a setting of this file: library, zone or language"), "S", node->key);
    return error_at(err, path, node->key_line, node->key_column);
}

bool host_config_read_file(const char *path, HostConfig *out, Error *err) {
    Arena arena = {0};
    Buf text = {0};
    DocNode *root = NULL;
    bool ok = true;
    *out = (HostConfig){0};
    if (!file_exists(path))
        return true;
    ok = file_read(path, 1 << 16, &text, err) &&
         yaml_read_document(&arena, buf_str(&text), path, 1, &root, err);
    for (const DocNode *node = ok && root ? root->first : NULL; ok && node; node = node->next)
        ok = take(path, node, out, err);
    buf_free(&text);
    arena_free(&arena);
    return ok;
}

bool host_config_read(HostConfig *out, Error *err) {
    return host_config_read_file("/etc/anliku/anliku.yaml", out, err);
}
