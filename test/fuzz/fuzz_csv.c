#include "config.h"

#include "record_check.h"

const char fuzz_name[] = "csv";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    record_check(FORMAT_CSV, ENTITY_CASE, data, size);
    record_check(FORMAT_CSV, ENTITY_CUSTOMER, data, size);
    return 0;
}
