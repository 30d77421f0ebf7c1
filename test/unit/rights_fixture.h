#ifndef ANLIKU_TEST_RIGHTS_FIXTURE_H
#define ANLIKU_TEST_RIGHTS_FIXTURE_H

#include "unit.h"

#include "base/clock.h"
#include "base/vec.h"
#include "library/people.h"
#include "library/row.h"
#include "library/save.h"

#include <unistd.h>

/* A library with an admin
 * (root), two editors of one team (wang, zhang), one of another (zhao), a reviewer (li), a rep
 * (sun) and a reader (du). */
typedef struct Fixture {
    char dir[64], path[96];
} Fixture;

static void expect_ok(bool ok, const Error *err) {
    Buf text = {0};
    if (!ok) {
        error_render(err, &text);
        fprintf(stderr, "# %s\n", buf_text(&text));
    }
    buf_free(&text);
    assert_true(ok);
}

static Library *open_as(const Fixture *f, const char *login) {
    Library *library;
    Error err;
    expect_ok(library_open(f->path, login, false, &library, &err), &err);
    return library;
}

__attribute__((unused)) static void set_user(Library *root, const char *login, const char *role,
                                             const char *team, int disabled) {
    SaveResult result;
    Error err;
    UserChange change = {.login = str_of(login),
                         .name = STR(""),
                         .role = str_of(role),
                         .team = str_of(team),
                         .disabled = disabled};
    expect_ok(library_user_set(root, &change, &result, &err), &err);
}

static int set_up(void **state) {
    Fixture *f = mem_zalloc(sizeof *f);
    Error err;
    SaveResult result;
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "root"};
    static const char *const people[][3] = {{"wang", "editor", "华东"}, {"zhang", "editor", "华东"},
                                            {"zhao", "editor", "华南"}, {"li", "reviewer", "华东"},
                                            {"sun", "rep", "华东"},     {"du", "rep", "-"}};
    strcpy(f->dir, "/tmp/anliku-rights-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/lib", f->dir);
    clock_freeze(1795136400000); /* 2026-11-20T01:00:00Z */
    expect_ok(library_init(f->path, &init, NULL, &err), &err);
    Library *root = open_as(f, "root");
    expect_ok(library_team_set(root, STR("华东"), STR(""), STR(""), &result, &err), &err);
    expect_ok(library_team_set(root, STR("华南"), STR(""), STR(""), &result, &err), &err);
    for (size_t i = 0; i < COUNT_OF(people); i++)
        set_user(root, people[i][0], people[i][1], people[i][2], -1);
    library_close(root);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    Fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", f->dir);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

__attribute__((unused)) static Record *make_case(Library *library, const char *title) {
    static const char *const section =
        "在校生用户多，首月完课率低，续费集中在学期末，客服人数不能再增加，需要分层提醒，共有 12 "
        "个班级参加。";
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育"));
    for (int field = CASE_BACKGROUND; field <= CASE_FEEDBACK; field++)
        if (record->entity->fields[field].flags & FIELD_SECTION)
            record_set_text(record, field, str_of(section));
    record_set_text(record, CASE_CATEGORY, STR("客户成功/续约/流失挽回"));
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    Value row[OUTCOME_FIELDS] = {0};
    row[OUTCOME_METRIC] = value_text(STR("续费率"));
    row[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {80, 0}};
    row[OUTCOME_EVIDENCE] = value_text(STR("台账"));
    Value rows = {.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&rows, 1));
    return record;
}

__attribute__((unused)) static Uuid save_case(const Fixture *f, const char *login,
                                              const char *title) {
    SaveResult result;
    Error err;
    Library *library = open_as(f, login);
    Record *record = make_case(library, title);
    expect_ok(library_save(library, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    library_close(library);
    return result.id;
}

__attribute__((unused)) static void move_as(const Fixture *f, const char *login, Uuid id,
                                            const char *verb) {
    SaveResult result;
    Error err;
    Library *library = open_as(f, login);
    expect_ok(
        library_move(library, id, case_move_find(str_of(verb)), STR("重写"), NULL, &result, &err),
        &err);
    library_close(library);
}

__attribute__((unused)) static void publish(const Fixture *f, Uuid id) {
    move_as(f, "wang", id, "submit");
    move_as(f, "li", id, "review");
    move_as(f, "li", id, "publish");
}

#endif
