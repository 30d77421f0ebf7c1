#include "config.h"

#include "fuzz.h"

#include "format/mdtree.h"

const char fuzz_name[] = "mdtree";

/* Whatever the text is: the tree is not larger than it, no deeper than it may be, its parts lie in
 * their words, and no control character is in it. */

typedef struct Seen {
    const uint8_t *data;
    size_t size, nodes;
} Seen;

static void check_words(const Seen *seen, const MdNode *node) {
    size_t at = 0;
    for (size_t i = 0; i < node->span_count; i++) {
        FUZZ_CHECK(node->spans[i].from >= at && node->spans[i].from < node->spans[i].to &&
                       node->spans[i].to <= node->text.len,
                   seen->data, seen->size);
        at = node->spans[i].to;
    }
    for (size_t i = 0; i < node->text.len; i++) {
        uint8_t byte = (uint8_t)node->text.ptr[i];
        FUZZ_CHECK(byte >= 0x20 || byte == '\n' || byte == '\t', seen->data, seen->size);
    }
}

static void check_node(Seen *seen, const MdNode *node, int depth) {
    seen->nodes++;
    FUZZ_CHECK(depth <= MDTREE_DEPTH, seen->data, seen->size);
    check_words(seen, node);
    for (const MdNode *child = node->first; child; child = child->next)
        check_node(seen, child, depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Seen seen = {data, size, 0};
    check_node(&seen, mdtree_parse(str_make((const char *)data, size), &arena), 0);
    FUZZ_CHECK(seen.nodes <= size + 70, data, size);
    arena_free(&arena);
    return 0;
}
