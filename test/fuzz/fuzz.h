#ifndef ANLIKU_TEST_FUZZ_H
#define ANLIKU_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* A fuzz target is a file with these two. With clang it can also be linked with -fsanitize=fuzzer
 * instead of driver.c:
 *   clang -fsanitize=fuzzer,address -Isrc -Ibuild ... test/fuzz/fuzz_yaml.c build/libcore.a ... */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* Folder of its seeds under test/fuzz/corpus/. */
extern const char fuzz_name[];

/* Says what broke and aborts. */
#define FUZZ_CHECK(condition, data, size)                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fuzz_fail(#condition, data, size);                                                     \
    } while (0)
void fuzz_fail(const char *condition, const uint8_t *data, size_t size) __attribute__((noreturn));

#endif
