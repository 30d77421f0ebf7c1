#include "config.h"

#include "text/tables.h"

#include "base/hash.h"

#include <unicode/uchar.h>

/* To be raised when the code that uses the tables begins to give other results. */
enum { ANALYSER_VERSION = 1 };

uint64_t text_tables_digest(void) {
    UVersionInfo version; /* of Unicode: what ICU's word breaker and normaliser follow */
    u_getUnicodeVersion(version);
    return hash_bytes(version, sizeof version,
                      text_built_digest + text_pinyin_digest + ANALYSER_VERSION);
}
