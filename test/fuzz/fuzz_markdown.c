#include "config.h"

#include "record_check.h"

const char fuzz_name[] = "markdown";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    record_check(FORMAT_MARKDOWN, ENTITY_CASE, data, size);
    return 0;
}
