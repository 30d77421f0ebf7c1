#include "config.h"

#include "base/hash.h"
#include "text/gen/gen.h"
#include "text/tables.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint64_t gen_digest = 0;

void gen_fail(const char *what) {
    fprintf(stderr, "text_gen: %s\n", what);
    exit(1);
}

void *gen_alloc(size_t size) {
    void *memory = calloc(1, size);
    if (!memory)
        gen_fail("no memory");
    return memory;
}

/* Eight a line keep the compiler's line tables small and the file readable. */
static const char *separator(size_t i) {
    return i % 8 == 7 ? ",\n" : ",";
}

void gen_emit16(FILE *out, const char *name, const uint16_t *values, size_t count) {
    fprintf(out, "const uint16_t %s[%zu] = {\n", name, count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%u%s", values[i], separator(i));
    fputs("};\n", out);
    gen_digest = hash_bytes(values, count * sizeof *values, gen_digest);
}

void gen_emit32(FILE *out, const char *name, const uint32_t *values, size_t count) {
    fprintf(out, "const uint32_t %s[%zu] = {\n", name, count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "0x%" PRIx32 "%s", values[i], separator(i));
    fputs("};\n", out);
    gen_digest = hash_bytes(values, count * sizeof *values, gen_digest);
}

void gen_emit64(FILE *out, const char *name, const uint64_t *values, size_t count) {
    fprintf(out, "const uint64_t %s[%zu] = {\n", name, count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "0x%" PRIx64 "%s", values[i], separator(i));
    fputs("};\n", out);
    gen_digest = hash_bytes(values, count * sizeof *values, gen_digest);
}

void gen_emit_points(FILE *out, const char *name, const uint32_t *values) {
    uint16_t *index = gen_alloc(TABLE_INDEX * sizeof *index);
    uint32_t *blocks = gen_alloc(GEN_POINTS * sizeof *blocks);
    size_t used = 0;
    for (size_t i = 0; i < TABLE_INDEX; i++) {
        const uint32_t *block = values + i * TABLE_BLOCK;
        size_t same = 0;
        while (same < used && memcmp(blocks + same * TABLE_BLOCK, block, TABLE_BLOCK * 4) != 0)
            same++;
        if (same == used)
            memcpy(blocks + used++ * TABLE_BLOCK, block, TABLE_BLOCK * 4);
        index[i] = (uint16_t)same;
    }
    char full[64];
    snprintf(full, sizeof full, "%s_index", name);
    gen_emit16(out, full, index, TABLE_INDEX);
    snprintf(full, sizeof full, "%s_block", name);
    gen_emit32(out, full, blocks, used * TABLE_BLOCK);
    free(index);
    free(blocks);
}

int main(int argc, char **argv) {
    if (argc != 4)
        gen_fail("usage: text_gen props|words|pinyin WORD-LIST OUTPUT");
    FILE *out = fopen(argv[3], "w");
    if (!out)
        gen_fail("cannot write the output");
    fputs("#include \"text/tables.h\"\n", out);
    if (strcmp(argv[1], "props") == 0) {
        gen_props_write(out);
    } else if (strcmp(argv[1], "pinyin") == 0) {
        gen_fold_prepare();
        gen_pinyin_write(out, argv[2]);
        fprintf(out, "const uint64_t text_pinyin_digest = 0x%" PRIx64 ";\n", gen_digest);
    } else {
        gen_fold_prepare();
        gen_fold_write(out);
        gen_words_write(out, argv[2]);
        fprintf(out, "const uint64_t text_built_digest = 0x%" PRIx64 ";\n", gen_digest);
    }
    if (fclose(out) != 0)
        gen_fail("cannot write the output");
    return 0;
}
