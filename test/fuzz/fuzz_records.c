#include "config.h"

#include "record_check.h"

const char fuzz_name[] = "records";

/* YAML streams and JSON Lines, as their content tells. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    record_check(FORMAT_YAML, ENTITY_CASE, data, size);
    record_check(FORMAT_JSONL, ENTITY_CASE, data, size);
    return 0;
}
