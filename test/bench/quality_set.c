#include "config.h"

#include "quality_set.h"

#include "base/file.h"
#include "format/json.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void stop(const char *what, const char *about) {
    fprintf(stderr, "quality: %s %s\n", what, about);
    exit(1);
}

/* ---- questions ---- */

static void take_grades(Arena *arena, const DocNode *relevant, Question *out) {
    out->grades = arena_zalloc(arena, (relevant->count + 1) * sizeof *out->grades);
    DOC_EACH(child, relevant) {
        bool listed = relevant->kind == DOC_LIST;
        out->grades[out->grade_count++] =
            (Grade){listed ? child->text : child->key, listed ? 1 : atoi(child->text.ptr)};
    }
}

bool questions_read(Arena *arena, const char *path, Questions *out) {
    Buf file = {0};
    Error err;
    if (!file_read(path, 1 << 26, &file, &err))
        return false;
    Str rest = arena_str(arena, buf_str(&file)), line;
    for (int number = 1; str_split(&rest, '\n', &line); number++) {
        DocNode *root;
        if (!str_trim(line).len)
            continue;
        if (!json_read(arena, line, path, number, &root, &err))
            stop("cannot read", path);
        const DocNode *relevant = doc_member(root, STR("relevant"));
        Question question = {.kind = doc_text(doc_member(root, STR("kind"))),
                             .text = doc_text(doc_member(root, STR("text"))),
                             .typing =
                                 str_equal(doc_text(doc_member(root, STR("typing"))), STR("true"))};
        if (relevant)
            take_grades(arena, relevant, &question);
        vec_push(out, question);
    }
    buf_free(&file);
    return true;
}

/* ---- the program ---- */

const char *anliku_program(void) {
    const char *given = getenv("ANLIKU");
    return given ? given : "./anliku";
}

void anliku_run(const char *library, const char *const *arguments, const char *out, bool may_fail) {
    enum { MOST = 32 };
    char *argv[MOST] = {NULL};
    const char *first[] = {anliku_program(), "-L", library};
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(first); i++)
        argv[count++] = mem_strdup(first[i]);
    for (size_t i = 0; arguments[i] && count + 1 < MOST; i++)
        argv[count++] = mem_strdup(arguments[i]);
    pid_t child = fork();
    if (child == 0) {
        int to = open(out ? out : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int none = open("/dev/null", O_WRONLY);
        if (to < 0 || dup2(to, 1) < 0 || (!getenv("QUALITY_LOUD") && dup2(none, 2) < 0))
            _exit(127);
        execv(argv[0], argv);
        _exit(127);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) == 127 ||
        (!may_fail && WEXITSTATUS(status)))
        stop("failed:", arguments[0]);
    while (count)
        free(argv[--count]);
}

void anliku_forget(const char *library) {
    Buf command = {0};
    buf_printf(&command, "rm -rf '%s'", library);
    if (system(buf_text(&command)) != 0)
        stop("cannot remove", library);
    buf_free(&command);
}

/* ---- asking ---- */

static int grade_of(const Question *question, Str id, Str ext_id) {
    for (size_t i = 0; i < question->grade_count; i++)
        if (str_equal(question->grades[i].key, id) || str_equal(question->grades[i].key, ext_id))
            return question->grades[i].grade;
    return 0;
}

static double gain(int grade, size_t place) {
    return (exp2(grade) - 1) / log2((double)place + 2);
}

static double ideal_gain(const Question *question, size_t depth) {
    double sum = 0;
    size_t place = 0;
    for (int grade = 3; grade > 0; grade--)
        for (size_t i = 0; i < question->grade_count; i++)
            if (question->grades[i].grade == grade && place < depth)
                sum += gain(grade, place++);
    return sum;
}

static void score_answer(const Question *question, const DocNode *answer, size_t depth,
                         Score *out) {
    size_t place = 0;
    double sum = 0, ideal = ideal_gain(question, depth);
    *out = (Score){.count = 1, .empty = 1};
    DOC_EACH(hit, doc_member(answer, STR("hits"))) {
        int grade = grade_of(question, doc_text(doc_member(hit, STR("id"))),
                             doc_text(doc_member(hit, STR("ext_id"))));
        out->empty = 0;
        if (grade && !out->mrr && place < QUALITY_DEPTH)
            out->mrr = 1 / ((double)place + 1);
        if (grade && place == 0)
            out->first = 1;
        if (place < depth)
            sum += gain(grade, place);
        place++;
    }
    out->ndcg = ideal > 0 ? sum / ideal : 0;
}

static void write_queries(const char *path, Questions *questions, bool typing) {
    FILE *file = fopen(path, "w");
    if (!file)
        stop("cannot write", path);
    VEC_EACH (question, questions) {
        if (question->typing != typing)
            continue;
        for (size_t i = 0; i < question->text.len; i++)
            fputc(question->text.ptr[i] == '\n' ? ' ' : question->text.ptr[i], file);
        fputc('\n', file);
    }
    fclose(file);
}

void questions_ask(const char *library, Questions *questions, bool typing, bool plain, size_t depth,
                   Score *scores, double **us, size_t *us_count) {
    Buf queries = {0}, answers = {0}, text = {0};
    Arena arena = {0};
    Error err;
    buf_printf(&queries, "%s.queries", library);
    buf_printf(&answers, "%s.answers", library);
    write_queries(buf_text(&queries), questions, typing);
    const char *arguments[10] = {"search", "--batch", buf_text(&queries), "-n", "10"};
    size_t count = 5;
    if (typing)
        arguments[count++] = "--typing";
    if (plain)
        arguments[count++] = "--plain";
    anliku_run(library, arguments, buf_text(&answers), true);
    if (!file_read(buf_text(&answers), 1 << 28, &text, &err))
        stop("no answers in", buf_text(&answers));
    Str rest = buf_str(&text), line;
    for (size_t i = 0; i < questions->len; i++) {
        DocNode *root;
        if (questions->items[i].typing != typing)
            continue;
        arena_clear(&arena);
        if (!str_split(&rest, '\n', &line) || !json_read(&arena, line, NULL, 1, &root, &err))
            stop("too few answers in", buf_text(&answers));
        score_answer(&questions->items[i], root, depth, &scores[i]);
        *us = mem_realloc_array(*us, *us_count + 1, sizeof **us);
        Str time = doc_text(doc_member(root, STR("us")));
        (*us)[(*us_count)++] = time.len ? strtod(time.ptr, NULL) : 0;
    }
    unlink(buf_text(&queries));
    unlink(buf_text(&answers));
    arena_free(&arena);
    buf_free(&text);
    buf_free(&queries);
    buf_free(&answers);
}

Score score_mean(const Questions *questions, const Score *scores, const char *kind) {
    Score sum = {0};
    for (size_t i = 0; i < questions->len; i++) {
        if (kind && !str_equal(questions->items[i].kind, str_of(kind)))
            continue;
        sum.count++;
        sum.first += scores[i].first;
        sum.mrr += scores[i].mrr;
        sum.ndcg += scores[i].ndcg;
        sum.empty += scores[i].empty;
    }
    double n = sum.count ? (double)sum.count : 1;
    sum.first /= n, sum.mrr /= n, sum.ndcg /= n, sum.empty /= n;
    return sum;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

void score_times(double *us, size_t count, Score *out) {
    if (!count)
        return;
    qsort(us, count, sizeof *us, compare_doubles);
    out->p50_us = us[count / 2];
    out->p99_us = us[count * 99 / 100];
}
