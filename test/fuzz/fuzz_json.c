#include "config.h"

#include "fuzz.h"

#include "format/json.h"
#include "format/yaml_read.h"
#include "format/yaml_write.h"

const char fuzz_name[] = "json";

/* What was read comes back from JSON and from YAML. */
static void check_tree(const DocNode *root, Arena *arena, const uint8_t *data, size_t size) {
    Buf text = {0};
    DocNode *again;
    Error err;
    json_write(&text, root);
    FUZZ_CHECK(json_read(arena, buf_str(&text), NULL, 1, &again, &err), data, size);
    FUZZ_CHECK(doc_equal(root, again), data, size);
    buf_clear(&text);
    if (root->kind == DOC_MAP) {
        yaml_write(&text, root);
        FUZZ_CHECK(yaml_read_document(arena, buf_str(&text), NULL, 1, &again, &err), data, size);
        FUZZ_CHECK(doc_equal(root, again), data, size);
    }
    buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    DocNode *root;
    Error err = {0};
    if (json_read(&arena, str_make((const char *)data, size), "f", 1, &root, &err))
        check_tree(root, &arena, data, size);
    else
        FUZZ_CHECK(err.code == ERR_SYNTAX && err.line >= 1 && err.column >= 1, data, size);
    arena_free(&arena);
    return 0;
}
