#include "config.h"

#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/number.h"
#include "base/paths.h"
#include "base/pool.h"
#include "base/uuid.h"
#include "base/vec.h"
#include "base/zone.h"

#include <unistd.h>

static void buf_grows_and_splices(void **state) {
    (void)state;
    Buf buf = {0};
    assert_string_equal(buf_text(&buf), "");
    buf_puts(&buf, "hello world");
    buf_splice(&buf, 0, 5, "goodbye", 7);
    assert_string_equal(buf.data, "goodbye world");
    buf_splice(&buf, 7, 6, NULL, 0);
    assert_string_equal(buf.data, "goodbye");
    buf_clear(&buf);
    for (int i = 0; i < 1000; i++)
        buf_printf(&buf, "%d,", i);
    assert_int_equal(buf.len, 3890);
    char *taken = buf_take(&buf);
    assert_int_equal(strlen(taken), 3890);
    free(taken);
}

static void reader_reads_back_what_was_put(void **state) {
    (void)state;
    static const uint64_t numbers[] = {0, 1, 127, 128, 300, UINT32_MAX, UINT64_MAX};
    Buf buf = {0};
    buf_put_u16(&buf, 0x1234);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        buf_put_varint(&buf, numbers[i]);
    buf_put_svarint(&buf, INT64_MIN);
    buf_put_svarint(&buf, -1);
    Reader r = reader_of(buf.data, buf.len);
    assert_int_equal(reader_u16(&r), 0x1234);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        assert_true(reader_varint(&r) == numbers[i]);
    assert_true(reader_svarint(&r) == INT64_MIN);
    assert_int_equal(reader_svarint(&r), -1);
    assert_true(r.ok);
    assert_int_equal(reader_left(&r), 0);
    reader_u8(&r);
    assert_false(r.ok);
    buf_free(&buf);
}

static void map_keeps_every_key(void **state) {
    (void)state;
    Map map = {0};
    char key[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "key-%d", i);
        bool added;
        *map_put(&map, str_of(key), &added) = (uint64_t)i;
        assert_true(added);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "key-%d", i);
        assert_int_equal(*map_get(&map, str_of(key)), i);
    }
    assert_null(map_get(&map, STR("absent")));
    map_free(&map);
}

static void hash_is_the_one_that_files_hold(void **state) {
    (void)state;
    /* Stored checksums depend on these; a change of the function must not pass. */
    assert_true(hash_bytes("", 0, 0) == 0x1e6ce47bb4e08c62u);
    assert_true(hash_bytes("anliku", 6, 0) == 0x3c0bea1590a46b0eu);
    assert_true(hash_bytes("0123456789abcdef0123456789", 26, 7) == 0x4d0f6c7d9f2be25au);
}

static void weeks_follow_iso_8601(void **state) {
    (void)state;
    static const struct {
        int y, m, d, week_year, week;
    } days[] = {{2026, 11, 22, 2026, 47}, {2026, 1, 1, 2026, 1},  {2027, 1, 1, 2026, 53},
                {2024, 12, 30, 2025, 1},  {2016, 1, 3, 2015, 53}, {2000, 2, 29, 2000, 9}};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        int32_t date = date_make(days[i].y, days[i].m, days[i].d);
        ZoneWeek week = week_of_date(date);
        assert_int_equal(week.year, days[i].week_year);
        assert_int_equal(week.week, days[i].week);
        assert_int_equal(date_weekday(week_monday(week)), 1);
    }
    ZoneWeek week;
    assert_true(week_parse(STR("2026-W53"), &week));
    assert_false(week_parse(STR("2025-W53"), &week));
    assert_false(week_parse(STR("2026-W00"), &week));
}

static void every_date_splits_as_it_was_made(void **state) {
    (void)state;
    for (int32_t date = date_make(1899, 1, 1); date < date_make(2101, 1, 1); date++) {
        int y, m, d;
        date_split(date, &y, &m, &d);
        assert_int_equal(date_make(y, m, d), date);
    }
    assert_int_equal(date_make(1970, 1, 1), 0);
    assert_false(date_is_valid(2026, 2, 29));
    assert_true(date_is_valid(2024, 2, 29));
}

static void times_parse_with_and_without_zone(void **state) {
    (void)state;
    int64_t ms;
    assert_true(zone_set("Asia/Shanghai"));
    assert_true(zone_parse_time(STR("2026-11-20T09:00:00+08:00"), &ms));
    assert_true(ms == 1795136400000);
    assert_true(zone_parse_time(STR("2026-11-20 09:00"), &ms));
    assert_true(ms == 1795136400000);
    assert_true(zone_parse_time(STR("2026-11-20T01:00:00.250Z"), &ms));
    assert_true(ms == 1795136400250);
    assert_false(zone_parse_time(STR("2026-11-20T25:00:00Z"), &ms));
    assert_false(zone_parse_time(STR("2026-13-20"), &ms));
    Buf out = {0};
    zone_format_utc(&out, ms);
    zone_format_local(&out, ms);
    assert_string_equal(out.data, "2026-11-20T01:00:00.250Z2026-11-20 09:00");
    buf_free(&out);
    assert_false(zone_set("Mars/Phobos"));
    assert_false(zone_set("../../etc/passwd"));
    assert_true(zone_set("UTC"));
}

static void uuids_ascend_and_round_trip(void **state) {
    (void)state;
    Uuid last = uuid_new();
    for (int i = 0; i < 10000; i++) {
        Uuid next = uuid_new();
        assert_true(uuid_compare(last, next) < 0);
        last = next;
    }
    char text[UUID_TEXT];
    uuid_format(last, text);
    Uuid back;
    assert_true(uuid_parse(str_of(text), &back));
    assert_true(uuid_equal(last, back));
    assert_int_equal(text[14], '7');
    assert_false(uuid_parse(STR("0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c1g"), &back));
}

static void decimals_are_exact(void **state) {
    (void)state;
    static const char *const kept[] = {"1.10", "-0.5", "0", "71.0", "-9223372036854775808",
                                       "0.001"};
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        Decimal value;
        Buf out = {0};
        assert_true(number_parse_decimal(str_of(kept[i]), &value));
        number_format_decimal(&out, value);
        assert_string_equal(out.data, kept[i]);
        buf_free(&out);
    }
    static const char *const refused[] = {
        "", "-", ".5", "1.", "1e5", "1,000", "9223372036854775808", "0x1", "1 ", "--1"};
    Decimal value;
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_false(number_parse_decimal(str_of(refused[i]), &value));
    assert_int_equal(number_compare((Decimal){110, 2}, (Decimal){11, 1}), 0);
    assert_true(number_compare((Decimal){109, 2}, (Decimal){11, 1}) < 0);
}

static void errors_render_where_and_what(void **state) {
    (void)state;
    Error err;
    assert_false(error_set(&err, ERR_SYNTAX, "{1} after {0}", "sd", "值", (int64_t)7));
    error_at(&err, "a.yaml", 3, 9);
    Buf out = {0};
    error_render(&err, &out);
    assert_string_equal(out.data, "a.yaml:3:9: 7 after 值");
    buf_free(&out);
    char longer[400];
    memset(longer, 'x', sizeof longer);
    memcpy(longer + 254, "中中", 7);
    error_set(&err, ERR_SYNTAX, "{0}", "s", longer);
    assert_int_equal(strlen(err.args[0].text), 254);
}

static void files_are_replaced_whole(void **state) {
    (void)state;
    char dir[] = "/tmp/anliku-unit-XXXXXX";
    assert_non_null(mkdtemp(dir));
    Error err;
    Buf path = {0}, content = {0};
    file_join(&path, dir, "a.txt");
    assert_true(file_write_atomic(path.data, STR("one"), 0600, &err));
    assert_true(file_write_atomic(path.data, STR("two"), 0600, &err));
    assert_true(file_read(path.data, 100, &content, &err));
    assert_string_equal(content.data, "two");
    assert_false(file_read(path.data, 2, &content, &err));
    assert_int_equal(err.code, ERR_INVALID);
    FileNames names;
    assert_true(file_list(dir, &names, &err));
    assert_int_equal(names.len, 1);
    file_names_free(&names);
    assert_false(file_write_atomic("/proc/nowhere/x", STR("x"), 0600, &err));
    assert_string_equal(file_ending("a/b.rejected.csv"), ".csv");
    assert_string_equal(file_ending("a.b/c"), "");
    unlink(path.data);
    rmdir(dir);
    buf_free(&path);
    buf_free(&content);
}

static void strings_split_and_trim(void **state) {
    (void)state;
    Str rest = STR("a,,b,"), part;
    int parts = 0;
    while (str_split(&rest, ',', &part))
        parts++;
    assert_int_equal(parts, 4);
    assert_true(str_equal(str_trim(STR(" \t x y\r\n")), STR("x y")));
    assert_true(str_find(STR("客户成功"), STR("成功"), 0) == 6);
    assert_true(str_equal_ascii_case(STR("YAML"), STR("yaml")));
}

static void arena_memory_keeps_its_content(void **state) {
    (void)state;
    Arena arena = {0};
    char *texts[500];
    for (int i = 0; i < 500; i++)
        texts[i] = arena_printf(&arena, "text %d", i);
    arena_alloc(&arena, 1 << 20);
    for (int i = 0; i < 500; i++) {
        char want[32];
        snprintf(want, sizeof want, "text %d", i);
        assert_string_equal(texts[i], want);
    }
    arena_clear(&arena);
    assert_string_equal(arena_strdup(&arena, "again"), "again");
    arena_free(&arena);
}

enum { JOBS = 3000 };

typedef struct CountJob {
    PoolJob job;
    int *next, place; /* next: shared by jobs that take turns */
    unsigned runs;
} CountJob;

static void count_run(PoolJob *job, unsigned worker) {
    CountJob *count = (CountJob *)(void *)job;
    (void)worker;
    count->runs++;
}

static void take_turn(PoolJob *job, unsigned worker) {
    CountJob *count = (CountJob *)(void *)job;
    (void)worker;
    count->place = (*count->next)++;
}

static void pool_runs_every_job_once_and_turns_in_order(void **state) {
    (void)state;
    for (unsigned helpers = 0; helpers < 4; helpers++) {
        Pool *pool = pool_new(helpers);
        int next = 0;
        CountJob *jobs = mem_zalloc(JOBS * sizeof *jobs), *turns = mem_zalloc(JOBS * sizeof *turns);
        assert_true(pool_workers(pool) <= helpers + 1);
        for (int i = 0; i < JOBS; i++) {
            jobs[i].job.run = count_run;
            turns[i].job.run = take_turn;
            turns[i].next = &next;
            pool_add(pool, &jobs[i].job);
            pool_add_in_turn(pool, &turns[i].job);
        }
        pool_finish_one(pool, &jobs[JOBS / 2].job);
        assert_int_equal(jobs[JOBS / 2].runs, 1);
        pool_finish(pool);
        for (int i = 0; i < JOBS; i++)
            assert_int_equal(jobs[i].runs, 1);
        pool_finish_in_turn(pool);
        for (int i = 0; i < JOBS; i++)
            assert_int_equal(turns[i].place, i);
        pool_add(pool, &jobs[0].job);
        pool_free(pool);
        assert_int_equal(jobs[0].runs, 2);
        free(jobs);
        free(turns);
    }
}

static void a_path_is_one_word_of_a_line(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"/srv/lib-1", "/srv/lib-1"}, {"/home/李/案例", "/home/李/案例"}, {"", "''"},
        {"/my cases", "'/my cases'"}, {"/a'b;c", "'/a'\\''b;c'"},         {"$(x)", "'$(x)'"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Buf out = {0};
        paths_put_word(&out, rows[i][0]);
        assert_string_equal(buf_text(&out), rows[i][1]);
        buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_one_word_of_a_line),
        cmocka_unit_test(buf_grows_and_splices),
        cmocka_unit_test(reader_reads_back_what_was_put),
        cmocka_unit_test(map_keeps_every_key),
        cmocka_unit_test(hash_is_the_one_that_files_hold),
        cmocka_unit_test(weeks_follow_iso_8601),
        cmocka_unit_test(every_date_splits_as_it_was_made),
        cmocka_unit_test(times_parse_with_and_without_zone),
        cmocka_unit_test(uuids_ascend_and_round_trip),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(errors_render_where_and_what),
        cmocka_unit_test(files_are_replaced_whole),
        cmocka_unit_test(strings_split_and_trim),
        cmocka_unit_test(arena_memory_keeps_its_content),
        cmocka_unit_test(pool_runs_every_job_once_and_turns_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
