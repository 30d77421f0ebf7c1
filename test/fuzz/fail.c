#include "config.h"

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

void fuzz_fail(const char *condition, const uint8_t *data, size_t size) {
    FILE *file = fopen("fuzz-failed.bin", "wb");
    if (file) {
        fwrite(data, 1, size, file);
        fclose(file);
    }
    fprintf(stderr, "%s: not true: %s (input in fuzz-failed.bin)\n", fuzz_name, condition);
    abort();
}
