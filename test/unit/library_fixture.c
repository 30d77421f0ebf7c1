#include "config.h"

#include "library_fixture.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/zone.h"
#include "library/find.h"
#include "library/import.h"
#include "library/people.h"
#include "library/resolve.h"
#include "library/row.h"

void fixture_place(char dir[SCRATCH_PATH], char path[FIXTURE_PATH], const char *name,
                   const LibraryInit *init) {
    Error err;
    clock_freeze(FIXTURE_NOW_MS);
    scratch_new(dir, name);
    snprintf(path, FIXTURE_PATH, "%s/lib", dir);
    expect_ok(library_init(path, init, NULL, &err), &err);
}

static Fixture *place(bool demo) {
    Fixture *f = mem_zalloc(sizeof *f);
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "root", .demo = demo};
    fixture_place(f->dir, f->path, "library", &init);
    return f;
}

Fixture *fixture_new(const Person *people, size_t count) {
    Fixture *f = place(false);
    Library *root = open_as(f, "root");
    add_people(root, people, count);
    library_close(root);
    return f;
}

Fixture *fixture_alone(void) {
    Fixture *f = place(false);
    fixture_become(f, "root");
    return f;
}

Fixture *fixture_demo(void) {
    Fixture *f = place(true);
    fixture_become(f, "root");
    return f;
}

void fixture_free(Fixture *f) {
    library_close(f->library);
    scratch_remove(f->dir);
    free(f);
}

int fixture_set_up_demo(void **state) {
    *state = fixture_demo();
    return 0;
}

int fixture_tear_down(void **state) {
    fixture_free(*state);
    return 0;
}

int fixture_set_clock(void **state) {
    (void)state;
    zone_set("Asia/Shanghai");
    clock_freeze(FIXTURE_NOW_MS);
    return 0;
}

/* ---- people ---- */

static bool is_first_of_team(const Person *people, size_t i) {
    for (size_t before = 0; before < i; before++)
        if (people[before].team && strcmp(people[before].team, people[i].team) == 0)
            return false;
    return true;
}

void add_people(Library *admin, const Person *people, size_t count) {
    SaveResult result;
    Error err;
    for (size_t i = 0; i < count; i++) {
        const Person *person = &people[i];
        if (person->team && is_first_of_team(people, i))
            expect_ok(
                library_team_set(admin, str_of(person->team), STR(""), STR(""), &result, &err),
                &err);
        UserChange change = {.login = str_of(person->login),
                             .name = str_of(person->name ? person->name : ""),
                             .role = str_of(person->role),
                             .team = str_of(person->team ? person->team : ""),
                             .disabled = -1};
        expect_ok(library_user_set(admin, &change, &result, &err), &err);
    }
}

void set_user(Library *admin, const char *login, const char *role, const char *team, int disabled) {
    SaveResult result;
    Error err;
    UserChange change = {
        .login = str_of(login), .role = str_of(role), .team = str_of(team), .disabled = disabled};
    expect_ok(library_user_set(admin, &change, &result, &err), &err);
}

Library *open_as(const Fixture *f, const char *login) {
    Library *library;
    Error err;
    expect_ok(library_open(f->path, login, false, &library, &err), &err);
    return library;
}

void fixture_become(Fixture *f, const char *login) {
    library_close(f->library);
    f->library = NULL;
    f->library = open_as(f, login);
}

/* ---- cases ---- */

void set_sections(Record *record, const char *text) {
    for (int field = CASE_BACKGROUND; field <= CASE_FEEDBACK; field++)
        if (record->entity->fields[field].flags & FIELD_SECTION)
            record_set_text(record, field, str_of(text));
}

Record *make_case(Library *library, const char *title) {
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育"));
    set_sections(record,
                 "在校生用户多，首月完课率低，续费集中在学期末，客服人数不能再增加，需要"
                 "分层提醒，共有 12 个班级参加。");
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

SaveResult save_record(Library *library, Record *record) {
    SaveResult result;
    Error err;
    uint32_t rev = (uint32_t)record_int(record, entity_field(record->entity, STR("rev")));
    expect_ok(library_save(library, record, rev, STR(""), NULL, &result, &err), &err);
    record_free(record);
    return result;
}

Uuid save_new(Library *library, Record *record) {
    SaveResult result = save_record(library, record);
    assert_int_equal(result.rev, 1);
    return result.id;
}

Uuid add_case(Library *library, const char *title) {
    return save_new(library, make_case(library, title));
}

Uuid save_case(const Fixture *f, const char *login, const char *title) {
    Library *library = open_as(f, login);
    Uuid id = add_case(library, title);
    library_close(library);
    return id;
}

Record *load_record(Library *library, EntityType type, Uuid id) {
    Record *record;
    Error err;
    expect_ok(library_load(library, type, id, 0, &record, &err), &err);
    return record;
}

Record *load_case(Library *library, Uuid id) {
    return load_record(library, ENTITY_CASE, id);
}

void set_field(Library *library, Uuid id, int field, Value value) {
    Record *record = load_case(library, id);
    record_set(record, field, value);
    save_record(library, record);
}

SaveResult move_case(Library *library, Uuid id, const char *verb) {
    SaveResult result;
    Error err;
    expect_ok(library_move(library, id, case_move_find(str_of(verb)), STR("没有来源"), NULL,
                           &result, &err),
              &err);
    return result;
}

void move_as(const Fixture *f, const char *login, Uuid id, const char *verb) {
    Library *library = open_as(f, login);
    move_case(library, id, verb);
    library_close(library);
}

void publish(const Fixture *f, Uuid id) {
    move_as(f, "wang", id, "submit");
    move_as(f, "li", id, "review");
    move_as(f, "li", id, "publish");
}

static LibraryRow row_of(Library *library, Uuid id) {
    LibraryRow row;
    Error err;
    expect_ok(library_row(library, ENTITY_CASE, id, &row, &err), &err);
    return row;
}

uint32_t rev_of(Library *library, Uuid id) {
    LibraryRow row = row_of(library, id);
    uint32_t rev = row.rev;
    library_row_free(&row);
    return rev;
}

CaseState state_of(Library *library, Uuid id) {
    LibraryRow row = row_of(library, id);
    CaseState state = case_state(row.record);
    library_row_free(&row);
    return state;
}

bool is_trashed(Library *library, Uuid id) {
    LibraryRow row = row_of(library, id);
    bool trashed = row.trashed;
    library_row_free(&row);
    return trashed;
}

Uuid case_numbered(Library *library, const char *number) {
    Uuid id;
    Error err;
    expect_ok(library_resolve(library, ENTITY_CASE, str_of(number), NULL, &id, &err), &err);
    return id;
}

Uuid find_case(Library *library, const char *text) {
    FindRequest request = {.query = str_of(text), .limit = 1};
    FindResult found = {0};
    Error err;
    expect_ok(library_find(library, &request, &found, &err), &err);
    assert_int_equal(found.len, 1);
    Uuid id = record_id(found.hits[0].row.record);
    library_find_free(&found);
    return id;
}

void import_cases(Library *library, const char *dir, const char *yaml, size_t count) {
    char path[SCRATCH_PATH + 16];
    const char *const paths[] = {path};
    ImportReport report;
    ImportOptions options = {.entity = ENTITY_CASE, .publish = true};
    Error err;
    snprintf(path, sizeof path, "%s/cases.yaml", dir);
    expect_ok(file_write_atomic(path, str_of(yaml), 0600, &err), &err);
    expect_ok(library_import(library, paths, 1, &options, NULL, NULL, &report, &err), &err);
    assert_int_equal(report.created, count);
}
