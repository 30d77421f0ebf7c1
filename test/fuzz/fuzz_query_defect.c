#include "config.h"

#include <stdint.h>

/* The same with a defect in the parser, to prove that the checks see one: an open end of a range
 * becomes a wrong number. The object here is taken instead of the library's. */
#undef INT64_MAX
#define INT64_MAX ((int64_t)-5)
#include "search/values.c"
#undef INT64_MAX
#define INT64_MAX __INT64_MAX__
