#ifndef ANLIKU_TEXT_GEN_H
#define ANLIKU_TEXT_GEN_H

/* The generator of the tables of text/: runs at build time, writes C sources. */

#include <stdint.h>
#include <stdio.h>

enum { GEN_POINTS = 0x110000, GEN_FOLD_MAX = 32 };

/* What a code point folds to, with classes. */
typedef struct GenFolded {
    uint32_t points[GEN_FOLD_MAX];
    int len;
} GenFolded;

/* Prints what is wrong and ends the program: a build must stop. */
void gen_fail(const char *what) __attribute__((noreturn));
void *gen_alloc(size_t size);

/* A digest of what was emitted so far. */
extern uint64_t gen_digest;
void gen_emit16(FILE *out, const char *name, const uint16_t *values, size_t count);
void gen_emit32(FILE *out, const char *name, const uint32_t *values, size_t count);
void gen_emit64(FILE *out, const char *name, const uint64_t *values, size_t count);
/* Writes NAME_index and NAME_block for one value a code point. */
void gen_emit_points(FILE *out, const char *name, const uint32_t *values);

/* Fills the folding of every code point; call once before the others. */
void gen_fold_prepare(void);
const GenFolded *gen_fold_of(uint32_t point, GenFolded *scratch);
int gen_class_of(uint32_t point);
void gen_fold_write(FILE *out);
void gen_props_write(FILE *out);
void gen_words_write(FILE *out, const char *list);
/* Readings from standard input (Unihan_Readings.txt), frequencies from the word list. */
void gen_pinyin_write(FILE *out, const char *list);

#endif
