#include "config.h"

/* bench_prospect LIBRARY [WORDS]: how long the cases for a prospect take, over all that the library
 * holds (bench_corpus makes one). The target at 100,000 cases is 20 ms. */

#include "base/clock.h"
#include "base/vec.h"
#include "library/prospect.h"

#include <stdio.h>
#include <stdlib.h>

enum { PASSES = 9, LIMIT = 200 };

static int compare(const void *a, const void *b) {
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static int fail(const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    fprintf(stderr, "bench_prospect: %s\n", buf_text(&text));
    buf_free(&text);
    return 1;
}

int main(int argc, char **argv) {
    const char *words = argc > 2 ? argv[2] : "客户流失 提醒 续费";
    const char *const asked[][PROSPECT_FIELDS] = {{"行业1", "", "", ""},
                                                  {"行业1", "300", "地区1", ""},
                                                  {"", "", "", words},
                                                  {"行业1", "300", "地区1", words}};
    Library *library;
    Error err;
    if (argc < 2 || !library_open(argv[1], NULL, true, &library, &err))
        return argc < 2 ? 2 : fail(&err);
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        int64_t us[PASSES];
        Str texts[PROSPECT_FIELDS];
        uint64_t compared = 0;
        for (int f = 0; f < PROSPECT_FIELDS; f++)
            texts[f] = str_of(asked[i][f]);
        for (int pass = 0; pass < PASSES; pass++) {
            ProspectCases found;
            int64_t start = clock_mono_us();
            if (!library_prospect(library, texts, LIMIT, &found, &err))
                return fail(&err);
            us[pass] = clock_mono_us() - start;
            compared = found.compared;
            library_prospect_free(&found);
        }
        qsort(us, PASSES, sizeof *us, compare);
        printf("%s %s %s %s: %llu cases, median %.1f ms, worst %.1f ms\n", asked[i][0], asked[i][1],
               asked[i][2], asked[i][3], (unsigned long long)compared, (double)us[PASSES / 2] / 1e3,
               (double)us[PASSES - 1] / 1e3);
    }
    library_close(library);
    return 0;
}
