#include "config.h"

#include "library_fixture.h"

#include "base/vec.h"
#include "library/attachments.h"
#include "library/comments.h"
#include "library/export.h"
#include "library/find.h"
#include "library/import.h"
#include "library/inbox.h"
#include "library/merge.h"
#include "library/session.h"

/* Who may see and do what, while things change under an open session. */

/* root is the admin; du is of no team. */
static int set_up(void **state) {
    static const Person people[] = {
        {"wang", "editor", "华东", NULL}, {"zhang", "editor", "华东", NULL},
        {"zhao", "editor", "华南", NULL}, {"li", "reviewer", "华东", NULL},
        {"sun", "rep", "华东", NULL},     {"du", "rep", NULL, NULL}};
    *state = fixture_new(people, COUNT_OF(people));
    return 0;
}

/* ---- an open session ---- */

static size_t count_found(Library *library) {
    FindRequest request = {.query = STR(""), .limit = 100, .bare = true};
    FindResult found = {0};
    Error err;
    expect_ok(library_find(library, &request, &found, &err), &err);
    size_t count = found.len;
    library_find_free(&found);
    return count;
}

static void expect_followed(Library *library, bool changed, const char *sentence) {
    Buf text = {0};
    assert_int_equal(library_follow(library, &text), changed);
    assert_string_equal(buf_text(&text), sentence);
    buf_free(&text);
}

static void a_raised_role_reaches_an_open_session(void **state) {
    Fixture *f = *state;
    Error err;
    save_case(f, "wang", "华东的草稿");
    Library *sun = open_as(f, "sun"), *root = open_as(f, "root");
    expect_followed(sun, false, "");
    assert_int_equal(count_found(sun), 0);
    assert_false(library_allow(sun, RIGHT_WRITE, &err));
    set_user(root, "sun", "editor", "", -1);
    expect_followed(sun, true, "Your role is editor now.");
    assert_true(library_allow(sun, RIGHT_WRITE, &err));
    assert_int_equal(count_found(sun), 1);
    expect_followed(sun, false, "");
    set_user(root, "wang", "reviewer", "", -1); /* somebody else's */
    expect_followed(sun, false, "");
    library_close(root);
    library_close(sun);
}

static void a_lowered_role_and_another_team_reach_it(void **state) {
    Fixture *f = *state;
    Error err;
    save_case(f, "wang", "华东的草稿");
    Library *zhang = open_as(f, "zhang"), *root = open_as(f, "root");
    assert_int_equal(count_found(zhang), 1);
    set_user(root, "zhang", "", "华南", -1);
    expect_followed(zhang, true, "Your team is 华南 now.");
    assert_int_equal(count_found(zhang), 0);
    set_user(root, "zhang", "", "-", -1);
    expect_followed(zhang, true, "You are in no team now.");
    set_user(root, "zhang", "rep", "华东", -1);
    expect_followed(zhang, true, "Your role is rep now. Your team is 华东 now.");
    assert_int_equal(count_found(zhang), 0);
    assert_false(library_allow(zhang, RIGHT_WRITE, &err));
    library_close(root);
    library_close(zhang);
}

/* What is under way keeps the rights that it began with; the write itself looks again. */
static void a_write_after_a_lowered_role_is_refused_and_told(void **state) {
    Fixture *f = *state;
    Error err;
    SaveResult result;
    Library *zhang = open_as(f, "zhang"), *root = open_as(f, "root");
    Record *record = make_case(zhang, "来不及");
    set_user(root, "zhang", "reader", "", -1);
    assert_false(library_save(zhang, record, 0, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    expect_followed(zhang, true, "Your role is reader now.");
    record_free(record);
    library_close(root);
    library_close(zhang);
}

static void a_disabled_user_reads_on_and_writes_nothing(void **state) {
    Fixture *f = *state;
    Error err;
    SaveResult result;
    Buf text = {0};
    Uuid mine = save_case(f, "zhang", "我的草稿"), open = save_case(f, "wang", "公开看的");
    publish(f, open);
    Library *zhang = open_as(f, "zhang"), *root = open_as(f, "root");
    set_user(root, "zhang", "", "", 1);
    expect_followed(zhang, true,
                    "Your user is disabled now: you can read on, and nothing can be changed.");
    assert_true(library_info(zhang).read_only);
    Record *record = make_case(zhang, "还想写");
    assert_false(library_save(zhang, record, 0, STR(""), NULL, &result, &err));
    error_render_message(&err, &text);
    assert_string_equal(buf_text(&text), "the user zhang is disabled in this library");
    record_free(record);
    assert_true(library_load(zhang, ENTITY_CASE, open, 0, &record, &err));
    record_free(record);
    session_note_view(zhang, open, 3, VIEW_FROM_BROWSE); /* nothing of it is written */
    uint64_t version = library_version(zhang);
    session_flush(zhang);
    assert_int_equal(library_version(zhang), version);
    set_user(root, "zhang", "", "", 0);
    expect_followed(zhang, true, "Your user is enabled again, with the role editor.");
    assert_false(library_info(zhang).read_only);
    assert_true(library_load(zhang, ENTITY_CASE, mine, 0, &record, &err));
    record_set_text(record, CASE_SUMMARY, STR("又可以写了"));
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    expect_ok(library_save(zhang, record, rev, STR(""), NULL, &result, &err), &err);
    record_free(record);
    buf_free(&text);
    library_close(root);
    library_close(zhang);
}

/* What a record was read without is not cleared by who may see it by the time he saves. */
static void what_was_withheld_survives_a_raised_role(void **state) {
    Fixture *f = *state;
    Error err;
    SaveResult result;
    Library *root = open_as(f, "root");
    Record *customer = library_new_record(root, ENTITY_CUSTOMER), *seen;
    record_set_text(customer, CUSTOMER_NAME, STR("晨光"));
    record_set(customer, CUSTOMER_MRR, (Value){.kind = VALUE_DECIMAL, .decimal = {500, 0}});
    expect_ok(library_save(root, customer, 0, STR(""), NULL, &result, &err), &err);
    Uuid id = record_id(customer);
    record_free(customer);
    Library *wang = open_as(f, "wang");
    expect_ok(library_load(wang, ENTITY_CUSTOMER, id, 0, &seen, &err), &err);
    assert_false(record_has(seen, CUSTOMER_MRR));
    set_user(root, "wang", "manager", "", -1);
    assert_true(library_follow(wang, NULL));
    record_set_text(seen, CUSTOMER_REGION, STR("华东"));
    Record *copy = record_copy(seen); /* as the form does */
    expect_ok(library_save(wang, copy, 1, STR(""), NULL, &result, &err), &err);
    record_free(copy);
    record_free(seen);
    expect_ok(library_load(root, ENTITY_CUSTOMER, id, 0, &seen, &err), &err);
    assert_true(record_has(seen, CUSTOMER_MRR));
    record_free(seen);
    library_close(wang);
    library_close(root);
}

/* ---- what related cases are called ---- */

static void put_related(const Fixture *f, const char *login, Uuid id, Uuid to, const char *text) {
    SaveResult result;
    Record *record;
    Error err;
    Library *library = open_as(f, login);
    expect_ok(library_load(library, ENTITY_CASE, id, 0, &record, &err), &err);
    Value related = value_ref(to, str_of(text));
    record_set(record, CASE_RELATED, value_list(&related, 1));
    expect_ok(library_save(library, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    library_close(library);
}

static void expect_related(const Fixture *f, const char *login, Uuid id, uint32_t rev,
                           const char *name, bool resolved) {
    Record *record;
    Error err;
    Library *library = open_as(f, login);
    expect_ok(library_load(library, ENTITY_CASE, id, rev, &record, &err), &err);
    const Value *list = &record->values[CASE_RELATED];
    assert_int_equal(list->kind, VALUE_LIST);
    assert_int_equal(list->list.len, 1);
    assert_true(str_equal(list->list.items[0].ref.name, str_of(name)));
    assert_int_equal(!uuid_is_nil(list->list.items[0].ref.uuid), resolved);
    record_free(record);
    library_close(library);
}

static void touch(const Fixture *f, const char *login, Uuid id, const char *summary) {
    SaveResult result;
    Record *record;
    Error err;
    Library *library = open_as(f, login);
    expect_ok(library_load(library, ENTITY_CASE, id, 0, &record, &err), &err);
    record_set_text(record, CASE_SUMMARY, str_of(summary));
    expect_ok(library_save(library, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    library_close(library);
}

/* zhao, of another team, sees the published case and not the draft that it names. */
static void a_hidden_case_is_a_number(void **state) {
    Fixture *f = *state;
    Uuid draft = save_case(f, "wang", "机密的草稿"), open = save_case(f, "wang", "公开看的");
    publish(f, open);
    put_related(f, "wang", open, (Uuid){{0}}, "AL-2026-0001");
    expect_related(f, "wang", open, 0, "机密的草稿", true);
    expect_related(f, "zhao", open, 0, "AL-2026-0001", true);
    expect_related(f, "du", open, 0, "AL-2026-0001", true);
    /* Who saves without seeing it loses nothing, and stores nothing of what he was shown. */
    touch(f, "zhao", open, "外组改的");
    expect_related(f, "wang", open, 0, "机密的草稿", true);
    expect_related(f, "zhao", open, 5, "AL-2026-0001", true); /* older revisions too */
    publish(f, draft);
    expect_related(f, "zhao", open, 0, "机密的草稿", true);
}

/* A stranger writes a number; the next one to save sees that case. */
static void a_strangers_number_stays_a_number(void **state) {
    Fixture *f = *state;
    save_case(f, "wang", "机密的草稿");
    Uuid open = save_case(f, "wang", "公开看的");
    publish(f, open);
    put_related(f, "zhao", open, (Uuid){{0}}, "AL-2026-0001");
    expect_related(f, "zhao", open, 0, "AL-2026-0001", false);
    touch(f, "wang", open, "本组改的");
    expect_related(f, "wang", open, 0, "AL-2026-0001", false);
    expect_related(f, "zhao", open, 0, "AL-2026-0001", false);
    /* Who writes it anew and sees it gets its name. */
    Library *wang = open_as(f, "wang");
    Record *record;
    SaveResult result;
    Error err;
    expect_ok(library_load(wang, ENTITY_CASE, open, 0, &record, &err), &err);
    record_clear(record, CASE_RELATED);
    expect_ok(library_save(wang, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    library_close(wang);
    put_related(f, "wang", open, (Uuid){{0}}, "AL-2026-0001");
    expect_related(f, "wang", open, 0, "机密的草稿", true);
}

static bool take_bytes(void *context, const char *name, Str bytes, Error *err) {
    (void)name;
    (void)err;
    buf_put_str(context, bytes);
    return true;
}

static void export_as(const Fixture *f, const char *login, Buf *out) {
    size_t count;
    Error err;
    ExportOptions options = {.entity = ENTITY_CASE, .kind = FORMAT_YAML};
    Library *library = open_as(f, login);
    expect_ok(library_export(library, &options, take_bytes, out, &count, NULL, &err), &err);
    library_close(library);
}

/* It came out of a file: the only thing that the other library says besides. */
static void drop_imported(Buf *text) {
    static const Str line = STR("imported: true\n");
    for (size_t at; (at = str_find(buf_str(text), line, 0)) != SIZE_MAX;) {
        memmove(text->data + at, text->data + at + line.len, text->len - at - line.len + 1);
        text->len -= line.len;
    }
}

static void exports_name_what_the_person_sees_and_come_back_whole(void **state) {
    Fixture *f = *state;
    Buf whole = {0}, part = {0}, again = {0};
    char file[96], other[96];
    Error err;
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "root"};
    ImportReport report;
    ImportOptions options = {.entity = ENTITY_CASE};
    const char *path = file;
    Uuid open = save_case(f, "wang", "公开看的");
    save_case(f, "wang", "机密的草稿");
    publish(f, open);
    put_related(f, "wang", open, (Uuid){{0}}, "AL-2026-0002");
    export_as(f, "sun", &part);
    assert_int_equal(str_find(buf_str(&part), STR("机密的草稿"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(buf_str(&part), STR("AL-2026-0002"), 0), SIZE_MAX);
    export_as(f, "root", &whole);
    snprintf(file, sizeof file, "%s/cases.yaml", f->dir);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(buf_text(&whole), 1, whole.len, out), whole.len);
    assert_int_equal(fclose(out), 0);
    snprintf(other, sizeof other, "%s/other", f->dir);
    expect_ok(library_init(other, &init, NULL, &err), &err);
    Fixture second = *f;
    snprintf(second.path, sizeof second.path, "%s", other);
    Library *root = open_as(&second, "root");
    expect_ok(library_import(root, &path, 1, &options, NULL, NULL, &report, &err), &err);
    library_close(root);
    export_as(&second, "root", &again);
    drop_imported(&again);
    assert_string_equal(buf_text(&again), buf_text(&whole));
    buf_free(&whole);
    buf_free(&part);
    buf_free(&again);
}

/* ---- what a merged case brings along ---- */

static int comment_as(const Fixture *f, const char *login, Uuid id, int answers_to,
                      const char *body) {
    CommentNew comment = {
        .case_id = id, .field = -1, .answers_to = answers_to, .body = str_of(body)};
    int number;
    Error err;
    Library *library = open_as(f, login);
    expect_ok(library_comment_add(library, &comment, &number, NULL, &err), &err);
    library_close(library);
    return number;
}

static void expect_comments(const Fixture *f, const char *login, Uuid id, size_t comments,
                            size_t files, size_t waiting) {
    Comments list = {0};
    Attachments attachments;
    InboxList inbox = {0};
    Error err;
    size_t told = 0;
    Library *library = open_as(f, login);
    expect_ok(library_comments(library, id, true, &list, &err), &err);
    assert_int_equal(list.len, comments);
    comments_free(&list);
    expect_ok(library_attachments(library, id, true, &attachments, &err), &err);
    assert_int_equal(attachments.items.len, files);
    attachments_free(&attachments);
    expect_ok(library_inbox(library, 100, &inbox, &err), &err);
    for (size_t i = 0; i < inbox.len; i++)
        told += inbox.items[i].kind == INBOX_COMMENT;
    assert_int_equal(told, waiting);
    inbox_free(&inbox);
    library_close(library);
}

/* wang's draft goes into what zhao of the other team has published. */
static void a_merged_draft_keeps_its_comments_and_files_for_its_readers(void **state) {
    Fixture *f = *state;
    Error err;
    SaveResult file;
    CaseMerge plan;
    CaseMergeResult merged;
    Attachments one;
    LibraryRow row;
    Buf bytes = {0};
    int number;
    Uuid draft = save_case(f, "wang", "续费的草稿"), open = save_case(f, "zhao", "续费的案例");
    move_as(f, "zhao", open, "submit");
    move_as(f, "root", open, "review");
    move_as(f, "root", open, "publish");
    comment_as(f, "zhang", draft, 0, "客户其实要走");
    comment_as(f, "du", open, 0, "写得好");
    Library *wang = open_as(f, "wang");
    expect_ok(
        library_attach_file(wang, draft, STR(""), STR("quote.txt"), STR("cost 5"), &file, &err),
        &err);
    expect_ok(library_merge_plan(wang, open, draft, &plan, &err), &err);
    expect_ok(library_merge(wang, &plan, &merged, &err), &err);
    library_merge_plan_free(&plan);
    library_close(wang);
    expect_comments(f, "wang", open, 2, 1, 0);
    expect_comments(f, "li", open, 2, 1, 0);
    expect_comments(f, "zhao", open, 1, 0, 1); /* the reader's, of his own case */
    expect_comments(f, "du", open, 1, 0, 0);
    /* An answer is for those who see what it answers; it takes no number from them. */
    Comments list = {0};
    wang = open_as(f, "wang");
    expect_ok(library_comments(wang, open, false, &list, &err), &err);
    for (size_t i = 0; i < list.len; i++)
        if (str_equal(list.items[i].body, STR("客户其实要走")))
            number = list.items[i].number;
    Uuid hidden = list.items[0].id;
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i].number == number)
            hidden = list.items[i].id;
    comments_free(&list);
    library_close(wang);
    comment_as(f, "li", open, number, "不能让别人知道");
    expect_comments(f, "zhang", open, 3, 1, 1); /* who began the thread */
    expect_comments(f, "zhao", open, 1, 0, 1);
    CommentNew answer = {.case_id = open, .field = -1, .answers_to = number, .body = STR("什么")};
    Library *zhao = open_as(f, "zhao");
    assert_false(library_comment_add(zhao, &answer, &number, NULL, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(library_row(zhao, ENTITY_COMMENT, hidden, &row, &err));
    assert_false(library_attachment(zhao, file.id, &one, &err));
    assert_false(library_attachment_read(zhao, file.id, &bytes, &err));
    /* The same name is another one; nothing says that there is such a file. */
    expect_ok(
        library_attach_file(zhao, open, STR(""), STR("quote.txt"), STR("cost 5"), &file, &err),
        &err);
    assert_true(file.created);
    library_close(zhao);
    expect_comments(f, "wang", open, 3, 2, 0);
}

/* ---- what an import changes of a verified case ---- */

static void import_text(const Fixture *f, const char *login, const char *text,
                        ImportReport *report) {
    char file[128];
    const char *path = file;
    Error err;
    ImportOptions options = {.entity = ENTITY_CASE};
    snprintf(file, sizeof file, "%s/cases.yaml", f->dir);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
    Library *library = open_as(f, login);
    expect_ok(library_import(library, &path, 1, &options, NULL, NULL, report, &err), &err);
    library_close(library);
}

static bool is_verified(const Fixture *f, Uuid id) {
    LibraryRow row;
    Error err;
    Library *library = open_as(f, "root");
    expect_ok(library_row(library, ENTITY_CASE, id, &row, &err), &err);
    bool verified = case_trust(row.record, library_today()) == TRUST_VERIFIED;
    library_row_free(&row);
    library_close(library);
    return verified;
}

/* A file that names the case by its number elsewhere says nothing of checks, whoever imports it. */
static void an_import_weighs_as_a_save_does(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Record *record;
    ImportReport report;
    Error err;
    static const char *const people[] = {"root", "wang"};
    Library *wang = open_as(f, "wang");
    record = make_case(wang, "续费率提升到八成");
    record_set_text(record, CASE_EXT_SOURCE, STR("crm"));
    record_set_text(record, CASE_EXT_ID, STR("7"));
    record_set_text(record, CASE_SUMMARY, STR("续费率到 80%。"));
    expect_ok(library_save(wang, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    library_close(wang);
    publish(f, result.id);
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        assert_true(is_verified(f, result.id));
        /* the same words, and another place in the library */
        import_text(f, people[i],
                    "ext_source: crm\next_id: '7'\ntitle: 续费率提升到八成\n"
                    "summary: '**续费率**到 80%'\nregion: 上海\n",
                    &report);
        assert_int_equal(report.updated, 1);
        assert_true(is_verified(f, result.id));
        import_text(f, people[i],
                    "ext_source: crm\next_id: '7'\ntitle: 续费率提升到八成\n"
                    "summary: 续费率到 90%\nregion: 北京\n",
                    &report);
        assert_int_equal(report.updated, 1);
        assert_false(is_verified(f, result.id));
        import_text(f, people[i],
                    "ext_source: crm\next_id: '7'\ntitle: 续费率提升到八成\n"
                    "summary: 续费率到 80%。\nregion: 广州\n",
                    &report);
        move_as(f, "li", result.id, "verify");
    }
}

#define RIGHTS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)

int main(void) {
    clock_init_from_environment();
    const struct CMUnitTest tests[] = {
        RIGHTS_TEST(a_raised_role_reaches_an_open_session),
        RIGHTS_TEST(a_lowered_role_and_another_team_reach_it),
        RIGHTS_TEST(a_write_after_a_lowered_role_is_refused_and_told),
        RIGHTS_TEST(a_disabled_user_reads_on_and_writes_nothing),
        RIGHTS_TEST(what_was_withheld_survives_a_raised_role),
        RIGHTS_TEST(a_hidden_case_is_a_number),
        RIGHTS_TEST(a_strangers_number_stays_a_number),
        RIGHTS_TEST(a_merged_draft_keeps_its_comments_and_files_for_its_readers),
        RIGHTS_TEST(an_import_weighs_as_a_save_does),
        RIGHTS_TEST(exports_name_what_the_person_sees_and_come_back_whole),
    };
    return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
