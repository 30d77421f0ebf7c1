#include "config.h"

/* How well the program finds: quality [SHARED_DATA]. It runs ./anliku (or $ANLIKU) through `import`
 * and `search --batch`, as a person would, on the data sets that lie beside the project, and prints
 * each figure beside its target. Sets that are not there are named and skipped. */

#include "quality_set.h"
#include "quality_text.h"

#include "base/file.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Quality {
    char box[64]; /* everything is made here */
    const char *source, *data;
    Readings *readings;
    Arena arena;
} Quality;

/* What is done to the questions of a retrieval set. */
typedef enum Change {
    AS_IS,
    PINYIN,
    OTHER_SCRIPT,
    ONE_TYPO,
    THREE_TYPOS,
    UNTITLED, /* as they are, over documents without a title */
    CHANGES
} Change;

static const char *const change_names[CHANGES] = {
    [AS_IS] = "as they are",
    [PINYIN] = "toneless pinyin, unspaced",
    [OTHER_SCRIPT] = "in the other script (ICU)",
    [ONE_TYPO] = "1 homophone typo",
    [THREE_TYPOS] = "3 homophone typos",
    [UNTITLED] = "to texts without a title",
};

typedef struct RetrievalSet {
    const char *name, *other_script;
    double targets[CHANGES]; /* of R@1; 0: none */
} RetrievalSet;

static const RetrievalSet retrieval_sets[] = {
    {"xquad-zh", "Simplified-Traditional", {[AS_IS] = .942, [UNTITLED] = .942}},
    {"drcd-dev", "Traditional-Simplified", {[AS_IS] = .945, [PINYIN] = .88, [UNTITLED] = .945}},
};

static const struct {
    const char *name;
    double target;
} gold_files[] = {
    {"gsdsimp-dev", .807}, {"pud-simplified", 0}, {"hk-simplified", 0}, {"cfl-simplified", 0}};

/* ---- printing ---- */

static void print_head(const char *first) {
    printf("\n%-48s %6s %7s %7s %7s %7s %9s %9s  %s\n", first, "n", "R@1", "MRR@10", "nDCG",
           "empty", "p50 us", "p99 us", "target");
}

static void print_score(const char *name, const Score *score, double target) {
    printf("%-48s %6zu %7.4f %7.4f %7.4f %7.4f %9.0f %9.0f", name, score->count, score->first,
           score->mrr, score->ndcg, score->empty, score->p50_us, score->p99_us);
    if (target > 0)
        printf("  R@1 >= %.3f %s", target, score->first >= target ? "reached" : "MISSED");
    putchar('\n');
    fflush(stdout);
}

/* ---- libraries ---- */

static void new_library(Quality *q, const char *name, Buf *out) {
    buf_clear(out);
    file_join(out, q->box, name);
    anliku_run(buf_text(out), (const char *[]){"init", "--zone", "Asia/Shanghai", NULL}, NULL,
               false);
}

static void import(const char *library, const char *kind, const char *path) {
    anliku_run(library, (const char *[]){"import", "--kind", kind, path, NULL}, NULL, false);
}

/* {id, text, title} of the set become {ext_id, body, title}. */
static bool convert_documents(Quality *q, const char *from, const char *to, bool titled) {
    Buf file = {0}, out = {0};
    Error err;
    Str rest, line;
    bool ok = file_read(from, 1 << 28, &file, &err);
    rest = buf_str(&file);
    while (ok && str_split(&rest, '\n', &line)) {
        static const char *const names[][2] = {
            {"id", "ext_id"}, {"text", "body"}, {"title", "title"}};
        DocNode *root, *made = doc_new(&q->arena, DOC_MAP);
        if (!str_trim(line).len)
            continue;
        ok = json_read(&q->arena, line, from, 1, &root, &err);
        for (size_t i = 0; ok && i < COUNT_OF(names) - !titled; i++) {
            Str text = doc_text(doc_member(root, str_of(names[i][0])));
            if (text.len)
                doc_add(made, str_of(names[i][1]), doc_scalar(&q->arena, text, true));
        }
        json_write(&out, made);
        buf_putc(&out, '\n');
    }
    ok = ok && file_write_named(to, buf_str(&out), 0600, &err);
    buf_free(&file);
    buf_free(&out);
    return ok;
}

/* ---- retrieval ---- */

static bool change_text(Quality *q, const RetrievalSet *set, Change change, Str text, Buf *out) {
    switch (change) {
    case AS_IS:
    case UNTITLED:
        buf_put_str(out, text);
        return true;
    case OTHER_SCRIPT:
        return script_convert(set->other_script, text, out);
    case PINYIN:
        readings_pinyin(q->readings, text, out);
        return true;
    default:
        readings_homophones(q->readings, text, change == ONE_TYPO ? 1 : 3, out);
        return true;
    }
}

static void ask_changed(Quality *q, const RetrievalSet *set, Change change, const char *library,
                        Questions *asked) {
    Questions questions = {0};
    Score *scores = mem_zalloc((asked->len + 1) * sizeof *scores);
    double *us = NULL;
    size_t us_count = 0;
    Buf text = {0}, name = {0};
    if (!q->readings && (change == PINYIN || change == ONE_TYPO || change == THREE_TYPOS))
        goto done;
    VEC_EACH (question, asked) {
        Question changed = *question;
        buf_clear(&text);
        if (!change_text(q, set, change, question->text, &text))
            goto done;
        changed.text = arena_str(&q->arena, buf_str(&text));
        vec_push(&questions, changed);
    }
    questions_ask(library, &questions, false, true, QUALITY_DEPTH, scores, &us, &us_count);
    Score mean = score_mean(&questions, scores, NULL);
    score_times(us, us_count, &mean);
    buf_printf(&name, "%s, questions %s", set->name, change_names[change]);
    print_score(buf_text(&name), &mean, set->targets[change]);
done:
    free(us);
    free(scores);
    vec_free(&questions);
    buf_free(&text);
    buf_free(&name);
}

static void run_retrieval(Quality *q, const RetrievalSet *set) {
    Buf documents = {0}, converted = {0}, queries = {0}, library = {0};
    Questions questions = {0};
    buf_printf(&documents, "%s/retrieval/%s/docs.jsonl", q->data, set->name);
    buf_printf(&queries, "%s/retrieval/%s/queries.jsonl", q->data, set->name);
    buf_printf(&converted, "%s/%s.jsonl", q->box, set->name);
    if (!questions_read(&q->arena, buf_text(&queries), &questions) ||
        !convert_documents(q, buf_text(&documents), buf_text(&converted), true)) {
        printf("%-48s not here: skipped\n", set->name);
    } else {
        new_library(q, set->name, &library);
        import(buf_text(&library), "case", buf_text(&converted));
        for (int change = 0; change < UNTITLED; change++)
            ask_changed(q, set, (Change)change, buf_text(&library), &questions);
        convert_documents(q, buf_text(&documents), buf_text(&converted), false);
        new_library(q, "untitled", &library);
        import(buf_text(&library), "case", buf_text(&converted));
        ask_changed(q, set, UNTITLED, buf_text(&library), &questions);
        anliku_forget(buf_text(&library));
    }
    vec_free(&questions);
    buf_free(&documents);
    buf_free(&converted);
    buf_free(&queries);
    buf_free(&library);
}

/* ---- words ---- */

static void run_words(Quality *q) {
    printf("\n%-48s %7s %7s %7s\n", "gold segmentation", "P", "R", "F1");
    for (size_t i = 0; i < COUNT_OF(gold_files); i++) {
        Buf path = {0}, file = {0};
        Error err;
        WordScore score;
        buf_printf(&path, "%s/segmentation/%s.txt", q->data, gold_files[i].name);
        if (file_read(buf_text(&path), 1 << 26, &file, &err)) {
            words_score(buf_str(&file), &score);
            double right = (double)score.right, f1 = 2 * right / (double)(score.gold + score.ours);
            printf("%-48s %7.4f %7.4f %7.4f", gold_files[i].name, right / (double)score.ours,
                   right / (double)score.gold, f1);
            if (gold_files[i].target > 0)
                printf("  F1 >= %.3f %s", gold_files[i].target,
                       f1 >= gold_files[i].target ? "reached" : "MISSED");
            putchar('\n');
        } else {
            printf("%-48s not here: skipped\n", gold_files[i].name);
        }
        buf_free(&path);
        buf_free(&file);
    }
}

/* ---- cases: the judged set, initials ---- */

typedef struct NamedCase {
    Str key, title, customer;
} NamedCase;

typedef VEC(NamedCase) NamedCases;

static void read_cases(Quality *q, const char *library, NamedCases *out) {
    Buf path = {0}, file = {0};
    Error err;
    Str rest, line;
    buf_printf(&path, "%s.jsonl", library);
    anliku_run(library,
               (const char *[]){"export", "--format", "jsonl", "-o", buf_text(&path), NULL}, NULL,
               false);
    if (!file_read(buf_text(&path), 1 << 28, &file, &err))
        exit(1);
    rest = arena_str(&q->arena, buf_str(&file));
    while (str_split(&rest, '\n', &line)) {
        DocNode *root;
        if (!str_trim(line).len || !json_read(&q->arena, line, NULL, 1, &root, &err))
            continue;
        vec_push(out, (NamedCase){doc_text(doc_member(root, STR("id"))),
                                  doc_text(doc_member(root, STR("title"))),
                                  doc_text(doc_get(root, STR("customer.name")))});
    }
    buf_free(&path);
    buf_free(&file);
}

static Str name_of(const NamedCase *named, bool customer) {
    return customer ? named->customer : named->title;
}

/* Every case whose title (customer) begins with the same characters answers. */
static void ask_initials(Quality *q, const char *library, NamedCases *cases, bool customer) {
    enum { LEAST = 3, MOST = 5 };
    Questions questions = {0};
    Buf typed = {0};
    VEC_EACH (named, cases) {
        Str name = name_of(named, customer);
        buf_clear(&typed);
        if (!readings_initials(q->readings, name, LEAST, MOST, &typed))
            continue;
        Str begins = str_make(name.ptr, 3 * typed.len);
        Question question = {.kind = STR("initials"),
                             .text = arena_str(&q->arena, buf_str(&typed)),
                             .grades = arena_zalloc(&q->arena, cases->len * sizeof(Grade))};
        VEC_EACH (other, cases) {
            if (str_starts(name_of(other, customer), begins))
                question.grades[question.grade_count++] = (Grade){other->key, 1};
        }
        vec_push(&questions, question);
    }
    Score *scores = mem_zalloc((questions.len + 1) * sizeof *scores), mean;
    double *us = NULL;
    size_t us_count = 0;
    questions_ask(library, &questions, false, false, QUALITY_DEPTH, scores, &us, &us_count);
    mean = score_mean(&questions, scores, NULL);
    score_times(us, us_count, &mean);
    print_score(customer ? "initials of the customer's first 3-5 characters"
                         : "initials of the title's first 3-5 characters",
                &mean, 0);
    free(us);
    free(scores);
    vec_free(&questions);
    buf_free(&typed);
}

static void ask_judged(const char *library, Questions *questions) {
    static const char *const kinds[] = {"need",   "attribute", "paraphrase", "cross", "name",
                                        "pinyin", "initials",  "typo",       "half"};
    Score *scores = mem_zalloc((questions->len + 1) * sizeof *scores), mean;
    double *us = NULL;
    size_t us_count = 0;
    enum { DEPTH = 5 };
    questions_ask(library, questions, false, false, DEPTH, scores, &us, &us_count);
    questions_ask(library, questions, true, false, DEPTH, scores, &us, &us_count);
    print_head("judged set, nDCG@5");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        mean = score_mean(questions, scores, kinds[i]);
        print_score(kinds[i], &mean, 0);
    }
    mean = score_mean(questions, scores, NULL);
    score_times(us, us_count, &mean);
    print_score("all", &mean, 0);
    const char *list = getenv("QUALITY_LIST"); /* a kind: prints each question's nDCG */
    for (size_t i = 0; list && i < questions->len; i++)
        if (str_equal(questions->items[i].kind, str_of(list)))
            printf("  %.3f  %.*s\n", scores[i].ndcg, STR_ARG(questions->items[i].text));
    free(us);
    free(scores);
}

static void run_judged(Quality *q) {
    Buf path = {0}, library = {0};
    Questions questions = {0};
    NamedCases cases = {0};
    new_library(q, "judged", &library);
    file_join(&path, q->source, "data/demo/customers.yaml");
    import(buf_text(&library), "customer", buf_text(&path));
    buf_clear(&path);
    file_join(&path, q->source, "data/demo/cases");
    import(buf_text(&library), "case", buf_text(&path));
    buf_clear(&path);
    file_join(&path, q->data, "cases");
    if (file_is_dir(buf_text(&path)))
        import(buf_text(&library), "case", buf_text(&path));
    else
        printf("the real cases are not here: their questions find nothing\n");
    buf_clear(&path);
    file_join(&path, q->source, "test/bench/judged.jsonl");
    if (questions_read(&q->arena, buf_text(&path), &questions))
        ask_judged(buf_text(&library), &questions);
    read_cases(q, buf_text(&library), &cases);
    if (q->readings) {
        print_head("demo and real cases");
        ask_initials(q, buf_text(&library), &cases, false);
        ask_initials(q, buf_text(&library), &cases, true);
    }
    vec_free(&cases);
    vec_free(&questions);
    buf_free(&path);
    buf_free(&library);
}

int main(int argc, char **argv) {
    Quality q = {.source = getenv("ANLIKU_TEST_SRC")};
    Buf data = {0};
    q.source = q.source ? q.source : "..";
    file_join(&data, q.source, "../shared/data");
    q.data = argc > 1 ? argv[1] : buf_text(&data);
    snprintf(q.box, sizeof q.box, "/tmp/anliku-quality-XXXXXX");
    if (!mkdtemp(q.box))
        return 1;
    q.readings = readings_new();
    if (q.readings)
        printf(
            "readings of the typed questions: Unihan, of each character the most frequent by "
            "kHanyuPinlu, else kMandarin;\nphrases do not choose a reading; a homophone is one "
            "of the three most frequent characters of the sound\n");
    print_head("question -> paragraph with the answer");
    for (size_t i = 0; i < COUNT_OF(retrieval_sets); i++)
        run_retrieval(&q, &retrieval_sets[i]);
    run_words(&q);
    run_judged(&q);
    anliku_forget(q.box);
    buf_free(&data);
    arena_free(&q.arena);
    readings_free(q.readings);
    return 0;
}
