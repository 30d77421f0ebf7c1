#include "config.h"

#include "format/problems.h"

#include "base/vec.h"

void problems_add(FormatProblems *problems, FormatSeverity severity, const Error *error) {
    FormatProblem problem = {severity, *error};
    if (problems->len < PROBLEMS_MAX)
        vec_push(problems, problem);
    else if (severity == FORMAT_REFUSED && !problems_refused(problems))
        problems->items[PROBLEMS_MAX - 1] = problem;
}

bool problems_refused(const FormatProblems *problems) {
    for (size_t i = 0; i < problems->len; i++)
        if (problems->items[i].severity == FORMAT_REFUSED)
            return true;
    return false;
}

void problems_clear(FormatProblems *problems) {
    problems->len = 0;
}

void problems_free(FormatProblems *problems) {
    vec_free(problems);
}
