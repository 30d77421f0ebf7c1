#include "config.h"

#include "fuzz.h"

#include "base/mem.h"
#include "store/phrases.h"

#include <stdlib.h>

const char fuzz_name[] = "phrases";

/* The input: u8 how many bytes of a sound book are put over (each u16 place, u8 byte), u16 how many
 * bytes the text has, then stored bytes. Whatever they are: reading gives exactly that many bytes
 * or refuses, and what a book that opens writes comes back or is refused. */

enum { TEXTS = 240, MOST_PUT = 40 };

static const char *const pieces[] = {"客户",      "续费率",  "数据分析", "的",   "，",   "流失",
                                     " renewal ", "support", "𠀀",       "\xFF", "方案", "12"};

/* One book for all runs. */
static Str sound_book(void) {
    static Buf book;
    if (!book.len) {
        Buf samples = {0};
        size_t sizes[TEXTS];
        uint32_t dice = 1;
        for (size_t i = 0; i < TEXTS; i++) {
            size_t before = samples.len;
            for (int n = 0; n < 60; n++) {
                dice = dice * 1664525u + 1013904223u;
                buf_puts(&samples, pieces[(dice >> 16) % (sizeof pieces / sizeof *pieces)]);
            }
            sizes[i] = samples.len - before;
        }
        phrase_learn(samples.data, sizes, TEXTS, &book);
        buf_free(&samples);
    }
    return buf_str(&book);
}

/* Bytes of exactly that size, so that a read beyond them is seen. */
static Str copy_of(Str text) {
    return str_make(mem_dup(text.ptr, text.len), text.len);
}

static void read_both(const PhraseBook *book, Str stored, size_t raw, const uint8_t *data,
                      size_t size) {
    Buf out = {0};
    bool ok = phrase_decode(book, stored, raw, &out);
    FUZZ_CHECK(!ok || out.len == raw, data, size);
    buf_free(&out);
}

static void write_and_read(const PhraseBook *book, Str bytes, bool sound, Str text,
                           const uint8_t *data, size_t size) {
    PhraseCoder *coder = phrase_coder_new(bytes);
    Buf stored = {0}, out = {0};
    FUZZ_CHECK(coder || !sound, data, size);
    if (coder) {
        phrase_encode(coder, text, &stored);
        FUZZ_CHECK(phrase_decode(book, buf_str(&stored), text.len, &out), data, size);
        FUZZ_CHECK(str_equal(buf_str(&out), text), data, size);
    }
    phrase_coder_free(coder);
    buf_free(&stored);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Reader r = reader_of((const char *)data, size);
    Str sound = sound_book();
    char *bytes = mem_dup(sound.ptr, sound.len);
    size_t put = reader_u8(&r) % (MOST_PUT + 1);
    for (size_t i = 0; i < put; i++) {
        size_t at = (size_t)reader_u8(&r) << 8;
        at |= reader_u8(&r);
        uint8_t byte = (uint8_t)reader_u8(&r);
        if (r.ok)
            bytes[at % (i % 2 ? sound.len : 100)] = (char)byte; /* half of them where it begins */
    }
    size_t raw = (size_t)reader_u8(&r) << 8;
    raw |= reader_u8(&r);
    Str rest = r.ok ? reader_bytes(&r, reader_left(&r)) : STR("");
    Str stored = copy_of(rest), book_bytes = str_make(bytes, sound.len);
    PhraseBook *book = mem_alloc(sizeof *book);
    if (phrase_open(book, book_bytes)) {
        read_both(book, stored, raw, data, size);
        write_and_read(book, book_bytes, !put, stored, data, size);
    }
    free(book);
    free((char *)(uintptr_t)stored.ptr);
    free(bytes);
    return 0;
}
