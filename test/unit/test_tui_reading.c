#include "config.h"

#include "unit.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/width.h"
#include "tui/screen/casetext.h"
#include "tui/widget/pager.h"

/* Texts to read: Markdown laid out by columns, tables with Han characters, texts that mean harm,
 * texts of a megabyte, places that are found in them. */

typedef struct Page {
    CaseText text;
    Pager pager;
    Grid grid;
    Buf picture;
} Page;

static void page_open(Page *page, const char *markdown, int rows, int cols) {
    casetext_clear(&page->text);
    casetext_markdown(&page->text, str_of(markdown));
    page->pager.find = casetext_find;
    page->pager.context = &page->text;
    pager_set(&page->pager, page->text.lines.items, page->text.lines.len);
    grid_resize(&page->grid, rows, cols);
    pager_draw(&page->pager, &page->grid, grid_all(&page->grid));
}

static const char *page_picture(Page *page) {
    buf_clear(&page->picture);
    pager_draw(&page->pager, &page->grid, grid_all(&page->grid));
    grid_dump(&page->grid, &page->picture, 0);
    return buf_text(&page->picture);
}

static void page_close(Page *page) {
    casetext_free(&page->text);
    pager_free(&page->pager);
    grid_free(&page->grid);
    buf_free(&page->picture);
}

/* The first lines of the picture are these. */
static void expect(Page *page, const char *lines) {
    const char *picture = page_picture(page);
    if (strncmp(picture, lines, strlen(lines)) != 0)
        fprintf(stderr, "# wanted:\n%s\n# got:\n%s\n", lines, picture);
    assert_true(strncmp(picture, lines, strlen(lines)) == 0);
}

/* In a list the lines stay items, and nobody who reads sees a mark. */
static void marks_of_notes_are_not_read(void **state) {
    (void)state;
    Page page = {0};
    Record *record = record_new(ENTITY_CASE);
    record_set_text(record, CASE_NOTES, STR("- until June\n{==- their tool==}\n- {==c==} d"));
    casetext_add_story(&page.text, record);
    pager_set(&page.pager, page.text.lines.items, page.text.lines.len);
    grid_resize(&page.grid, 12, 40);
    const char *picture = page_picture(&page);
    assert_non_null(strstr(picture, "- until June\n- their tool\n- c d\n"));
    assert_null(strstr(picture, "=="));
    record_free(record);
    page_close(&page);
}

static void blocks_stand_where_they_belong(void **state) {
    (void)state;
    Page page = {0};
    page_open(&page, "# Plan\n\none\n- a\n- b\n  1. c\n  2. d\n\n> said\n> twice\n\n---\n\nend", 20,
              30);
    expect(&page,
           "Plan\n\none\n- a\n- b\n  1. c\n  2. d\n\n│ said\n│ twice\n\n"
           "──────────────────────────────\n\nend\n");
    assert_int_equal(grid_cell(&page.grid, 8, 2)->style.role, ROLE_QUOTE);
    page_open(&page, "- [x] done\n- [ ] open, and long enough to wrap", 8, 20);
    expect(&page, "[x] done\n[ ] open, and long\n    enough to wrap\n");
    page_close(&page);
}

static void items_wrap_under_their_words(void **state) {
    (void)state;
    Page page = {0};
    page_open(&page, "- 一二三四五六七八九十", 6, 12);
    expect(&page, "- 一二三四五\n  六七八九十\n");
    page_open(&page, "> 一二三四五六七八九十", 6, 12);
    expect(&page, "│ 一二三四五\n│ 六七八九十\n");
    page_close(&page);
}

static void words_look_as_they_are_meant(void **state) {
    (void)state;
    Page page = {0};
    page_open(&page, "a *b* **c** `d` [e](https://x.example)", 4, 60);
    expect(&page, "a b c d e (https://x.example)\n");
    assert_int_equal(grid_cell(&page.grid, 0, 2)->style.role, ROLE_EMPHASIS);
    assert_int_equal(grid_cell(&page.grid, 0, 4)->style.role, ROLE_TITLE);
    assert_int_equal(grid_cell(&page.grid, 0, 6)->style.role, ROLE_CODE);
    assert_int_equal(grid_cell(&page.grid, 0, 8)->style.role, ROLE_LINK);
    page_open(&page, "https://x.example/a", 2, 60);
    expect(&page, "https://x.example/a\n"); /* not twice */
    page_close(&page);
}

static void tables_are_aligned_by_columns_of_the_screen(void **state) {
    (void)state;
    Page page = {0};
    const char *table = "|指标|Before|之后|\n|---|---:|:-:|\n|续费率|71%|80%|\n|工单|1,200|六百|";
    page_open(&page, table, 8, 40);
    expect(&page,
           "指标   │ Before │ 之后\n"
           "──────────────────────\n"
           "续费率 │    71% │ 80%\n"
           "工单   │  1,200 │ 六百\n");
    page_close(&page);
}

/* Too wide: cells wrap; wider still: cell below cell, the head before each. */
static void wide_tables_wrap_and_then_stack(void **state) {
    (void)state;
    Page page = {0};
    const char *table = "|做法|结果|\n|---|---|\n|按登录间隔分三层提醒|投诉减半|";
    page_open(&page, table, 8, 24);
    expect(&page,
           "做法          │ 结果\n"
           "────────────────────────\n"
           "按登录间隔分  │ 投诉减半\n"
           "三层提醒      │\n");
    page_open(&page, table, 9, 14);
    expect(&page,
           "做法  结果\n──────────────\n做法\n  按登录间隔分\n  三层提醒\n结果\n  投诉减半\n");
    page_close(&page);
}

/* A cell that is a text of its own is read as one. */
static void cells_that_are_texts_are_paragraphs(void **state) {
    (void)state;
    Page page = {0};
    Buf table = {0};
    buf_puts(&table, "|a|b|\n|---|---|\n|x|");
    for (int i = 0; i < 3000; i++)
        buf_puts(&table, "长");
    buf_puts(&table, "|\n");
    page_open(&page, buf_text(&table), 12, 40);
    expect(&page, "a\nb\n────────────────────────────────────────\nx\n长长");
    for (size_t i = 0; i < page.text.lines.len; i++)
        assert_null(page.text.lines.items[i].table);
    buf_free(&table);
    page_close(&page);
}

static void code_is_kept_cut_and_scrolled(void **state) {
    (void)state;
    Page page = {0};
    page_open(&page, "```\nif (x)   {\n\n    一二三四五六七八九\n```", 5, 12);
    expect(&page, "  if (x)   {\n\n      一二 ›\n");
    assert_int_equal(pager_shift(&page.pager, 8), WIDGET_CHANGED);
    expect(&page, "   {\n");
    assert_int_equal(pager_shift(&page.pager, -80), WIDGET_CHANGED);
    assert_int_equal(pager_shift(&page.pager, -8), WIDGET_USED);
    page_close(&page);
}

/* Nothing of a text reaches the terminal but glyphs, whatever the text is. */
static void hostile_texts_stay_text(void **state) {
    (void)state;
    static const char *const texts[] = {
        "a\x1b[31mred\x1b]0;title\x07",
        "\x1b]8;;https://evil.example\x07words\x1b]8;;\x07",
        "safe \xE2\x80\xAE gnp.exe \xE2\x81\xA6x",
        "[\xE2\x80\xAEgnp](https://a.example/\xE2\x80\xAE)",
        "|\x1b[2J|b|\n|---|---|\n|\x9b\x31m|\xE2\x80\xAE|",
        "```\n\x1b[2J\r\n\x08\x08\n```",
        "&#27;[31m&#x202E;x",
        "\xC2\x9B\x33\x31m \xEF\xBB\xBF \xF3\xA0\x80\xA1",
        "\xff\xfe broken \xe4\xb8",
    };
    Page page = {0};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        page_open(&page, texts[i], 10, 60);
        for (int cell = 0; cell < 600; cell++) {
            const GridCell *at = grid_cell(&page.grid, cell / 60, cell % 60);
            for (const uint8_t *byte = (const uint8_t *)at->text; *byte; byte++)
                assert_false(*byte < 0x20 || *byte == 0x7F);
            assert_null(strstr(at->text, "\xE2\x80\xAE"));
            assert_null(strstr(at->text, "\xE2\x81\xA6"));
            assert_null(strstr(at->text, "\xC2\x9B"));
        }
    }
    page_close(&page);
}

/* A line of 10,000 columns, and a nesting of 200 quotes, still show their end. */
static void long_lines_and_deep_nests_are_readable(void **state) {
    (void)state;
    Page page = {0};
    Buf text = {0};
    for (int i = 0; i < 5000; i++)
        buf_puts(&text, "长");
    buf_puts(&text, " end\n\n```\n");
    buf_fill(&text, 'x', 10000);
    buf_puts(&text, "\n```\n\n");
    for (int i = 0; i < 200; i++)
        buf_puts(&text, "> ");
    buf_puts(&text, "deep");
    page_open(&page, buf_text(&text), 12, 40);
    pager_move(&page.pager, LIST_END);
    assert_non_null(strstr(page_picture(&page), "deep"));
    assert_non_null(strstr(page_picture(&page), "end"));
    assert_int_equal(pager_percent(&page.pager), 100);
    pager_move(&page.pager, LIST_START);
    assert_true(pager_percent(&page.pager) < 100);
    buf_free(&text);
    page_close(&page);
}

/* Every page of a long text is what wrapping all of it would show, forwards and backwards. */
static void paging_misses_no_row(void **state) {
    (void)state;
    Page page = {0};
    Buf text = {0};
    for (int i = 0; i < 400; i++)
        buf_printf(&text, "%d 客户成功团队每周复盘，once a week.%s", i, i % 7 ? "\n\n" : " ");
    for (int i = 0; i < 3000; i++)
        buf_printf(&text, "词%d ", i);
    page_open(&page, buf_text(&text), 10, 37);
    Buf down = {0}, up = {0};
    size_t pages = 0;
    do {
        buf_puts(&down, page_picture(&page));
        pages++;
    } while (pager_move(&page.pager, LIST_DOWN) == WIDGET_CHANGED);
    assert_true(pages > 500);
    assert_int_equal(pager_percent(&page.pager), 100);
    assert_non_null(strstr(page_picture(&page), "2999"));
    size_t end = down.len;
    for (size_t i = 0; i < pages; i++) {
        const char *picture = page_picture(&page);
        size_t len = strlen(picture);
        assert_true(end >= len);
        end -= len;
        assert_memory_equal(down.data + end, picture, len);
        pager_move(&page.pager, LIST_UP);
    }
    assert_int_equal(end, 0);
    buf_free(&down);
    buf_free(&up);
    buf_free(&text);
    page_close(&page);
}

/* Another width keeps the words at the top. */
static void resizing_keeps_the_place(void **state) {
    (void)state;
    Page page = {0};
    Buf text = {0};
    for (int i = 0; i < 2000; i++)
        buf_printf(&text, "w%d ", i);
    page_open(&page, buf_text(&text), 10, 40);
    for (int i = 0; i < 20; i++)
        pager_move(&page.pager, LIST_PAGE_DOWN);
    char first[16];
    snprintf(first, sizeof first, "%.8s", page_picture(&page));
    *strchr(first, ' ') = '\0';
    grid_resize(&page.grid, 12, 63);
    const char *picture = page_picture(&page);
    const char *line = strchr(picture, '\n');
    const char *found = strstr(picture, first);
    assert_true(found && found < line);
    buf_free(&text);
    page_close(&page);
}

static void what_is_looked_for_is_found_everywhere(void **state) {
    (void)state;
    Page page = {0};
    PagerHit *hits;
    const char *source =
        "Renewal **ren**ewal\n\n|A|renewal|\n|---|---|\n|x|RENEWAL ｒｅｎｅｗａｌ|\n\n"
        "```\nrenewal\n```\n\nnothing";
    page_open(&page, source, 12, 60);
    casetext_look_for(&page.text, STR(" renewal "));
    size_t count = casetext_hits(&page.text, &hits, 100);
    assert_int_equal(count, 6);
    assert_int_equal(hits[0].from, 0);
    assert_int_equal(hits[1].from, 8);
    assert_int_equal(hits[1].to, 15);
    free(hits);
    assert_int_equal(casetext_hits(&page.text, &hits, 2), 2);
    pager_show_hit(&page.pager, hits[1]);
    page_picture(&page);
    assert_int_equal(grid_cell(&page.grid, 0, 0)->style.role, ROLE_MATCH);
    assert_int_equal(grid_cell(&page.grid, 0, 7)->style.role, ROLE_TEXT);
    assert_int_equal(grid_cell(&page.grid, 0, 8)->style.role, ROLE_SELECTION);
    assert_int_equal(grid_cell(&page.grid, 0, 14)->style.role, ROLE_SELECTION);
    free(hits);
    casetext_look_for(&page.text, STR("流失"));
    assert_int_equal(casetext_hits(&page.text, &hits, 100), 0);
    free(hits);
    page_close(&page);
}

static void hits_scroll_into_sight(void **state) {
    (void)state;
    Page page = {0};
    Buf text = {0};
    PagerHit *hits;
    for (int i = 0; i < 300; i++)
        buf_printf(&text, "%s%s", i % 100 == 99 ? "needle " : "hay 草 ", i % 3 ? "" : "\n\n");
    page_open(&page, buf_text(&text), 8, 30);
    casetext_look_for(&page.text, STR("needle"));
    size_t count = casetext_hits(&page.text, &hits, 100);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        pager_show_hit(&page.pager, hits[i]);
        assert_non_null(strstr(page_picture(&page), "needle"));
    }
    pager_show_hit(&page.pager, hits[0]);
    assert_non_null(strstr(page_picture(&page), "needle"));
    free(hits);
    buf_free(&text);
    page_close(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_notes_are_not_read),
        cmocka_unit_test(blocks_stand_where_they_belong),
        cmocka_unit_test(items_wrap_under_their_words),
        cmocka_unit_test(words_look_as_they_are_meant),
        cmocka_unit_test(tables_are_aligned_by_columns_of_the_screen),
        cmocka_unit_test(wide_tables_wrap_and_then_stack),
        cmocka_unit_test(cells_that_are_texts_are_paragraphs),
        cmocka_unit_test(code_is_kept_cut_and_scrolled),
        cmocka_unit_test(hostile_texts_stay_text),
        cmocka_unit_test(long_lines_and_deep_nests_are_readable),
        cmocka_unit_test(paging_misses_no_row),
        cmocka_unit_test(resizing_keeps_the_place),
        cmocka_unit_test(what_is_looked_for_is_found_everywhere),
        cmocka_unit_test(hits_scroll_into_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
