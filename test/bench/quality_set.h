#ifndef ANLIKU_BENCH_QUALITY_SET_H
#define ANLIKU_BENCH_QUALITY_SET_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

#include <stdbool.h>

/* Questions, what answers them, and asking the real program: `anliku search --batch`. */

typedef struct Grade {
    Str key; /* ext_id or display id */
    int grade;
} Grade;

typedef struct Question {
    Str kind, text;
    bool typing;
    Grade *grades;
    size_t grade_count;
} Question;

typedef struct Questions {
    Question *items;
    size_t len, cap;
} Questions;

/* One JSON object a line: text, relevant (a list of keys, or a map from key to grade), and perhaps
 * kind and typing. Appends; false when there is no such file. */
bool questions_read(Arena *arena, const char *path, Questions *out);

/* Runs `anliku -L LIBRARY ARGUMENTS...`, NULL-terminated; out NULL: its output is dropped. Ends the
 * program when it fails, unless may_fail. */
void anliku_run(const char *library, const char *const *arguments, const char *out, bool may_fail);
const char *anliku_program(void);
/* Removes a library. */
void anliku_forget(const char *library);

typedef struct Score {
    size_t count;                   /* questions */
    double first, mrr, ndcg, empty; /* R@1, MRR@10, nDCG@k: means; share without any hit */
    double p50_us, p99_us;          /* of the engine */
} Score;

enum { QUALITY_DEPTH = 10 };

/* Asks all questions whose typing flag is `typing` with the further arguments and adds each one's
 * figures to score (scores[i] for question i when `each`). depth: of nDCG. */
void questions_ask(const char *library, Questions *questions, bool typing, bool plain, size_t depth,
                   Score *scores, double **us, size_t *us_count);
/* Means over the questions of a kind (NULL: all). */
Score score_mean(const Questions *questions, const Score *scores, const char *kind);
void score_times(double *us, size_t count, Score *out);

#endif
