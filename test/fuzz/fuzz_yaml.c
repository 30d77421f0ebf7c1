#include "config.h"

#include "fuzz.h"

#include "format/yaml_read.h"
#include "format/yaml_write.h"

const char fuzz_name[] = "yaml";

/* A tree that was read is the same after it was written and read again; places lie in the text. */
static void check_tree(DocNode *root, Arena *arena, const uint8_t *data, size_t size) {
    Buf text = {0};
    DocNode *again = NULL;
    Error err;
    if (root->kind != DOC_MAP)
        return;
    yaml_write(&text, root);
    if (text.len < YAML_MAX_DOCUMENT) {
        FUZZ_CHECK(yaml_read_document(arena, buf_str(&text), NULL, 1, &again, &err), data, size);
        FUZZ_CHECK(doc_equal(root, again), data, size);
    }
    buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str rest = str_make((const char *)data, size), document;
    int line = 1, at;
    size_t seen = 0;
    while (yaml_next_document(&rest, &line, &document, &at)) {
        Arena arena = {0};
        DocNode *root;
        Error err = {0};
        seen += document.len;
        FUZZ_CHECK(seen <= size && at >= 1, data, size);
        if (yaml_read_document(&arena, document, "f", at, &root, &err)) {
            if (root)
                check_tree(root, &arena, data, size);
        } else {
            FUZZ_CHECK(err.code == ERR_SYNTAX && err.line >= at && err.column >= 1, data, size);
        }
        arena_free(&arena);
    }
    return 0;
}
