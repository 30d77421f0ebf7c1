#include "config.h"

/* bench_read [BYTES]: what reading long texts costs: the text laid out once when it is opened, then
 * a page, the end, another width, all hits of a word. The target of a page is 5 ms. */

#include "base/buf.h"
#include "base/clock.h"
#include "base/vec.h"
#include "tui/screen/casetext.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGES = 400, MOST_HITS = 100000 };

typedef struct Reading {
    CaseText text;
    Pager pager;
    Grid grid;
} Reading;

static int64_t timed_page(Reading *r, ListMove move, bool *moved) {
    int64_t start = clock_mono_us();
    *moved = pager_move(&r->pager, move) == WIDGET_CHANGED;
    pager_draw(&r->pager, &r->grid, grid_all(&r->grid));
    return clock_mono_us() - start;
}

static void measure(const char *name, Str source) {
    Reading r = {0};
    PagerHit *hits;
    int64_t worst = 0, sum = 0, count = 0, start = clock_mono_us();
    bool moved = true;
    casetext_markdown(&r.text, source);
    int64_t opened = clock_mono_us() - start;
    grid_resize(&r.grid, 60, 200);
    r.pager.find = casetext_find;
    r.pager.context = &r.text;
    casetext_look_for(&r.text, STR("复盘"));
    pager_set(&r.pager, r.text.lines.items, r.text.lines.len);
    pager_draw(&r.pager, &r.grid, grid_all(&r.grid));
    for (; count < PAGES && moved; count++) {
        int64_t us = timed_page(&r, LIST_PAGE_DOWN, &moved);
        sum += us;
        worst = us > worst ? us : worst;
    }
    int64_t end = timed_page(&r, LIST_END, &moved);
    start = clock_mono_us();
    grid_resize(&r.grid, 50, 90);
    pager_draw(&r.pager, &r.grid, grid_all(&r.grid));
    int64_t width = clock_mono_us() - start;
    start = clock_mono_us();
    size_t found = casetext_hits(&r.text, &hits, MOST_HITS);
    printf(
        "%-16s open %6.1f ms, page %5.2f ms (worst %5.2f), end %5.2f, width %5.2f, "
        "%zu hits %5.1f ms\n",
        name, (double)opened / 1e3, (double)sum / 1e3 / (double)count, (double)worst / 1e3,
        (double)end / 1e3, (double)width / 1e3, found, (double)(clock_mono_us() - start) / 1e3);
    free(hits);
    casetext_free(&r.text);
    pager_free(&r.pager);
    grid_free(&r.grid);
}

int main(int argc, char **argv) {
    static const struct {
        const char *name, *head, *part;
    } texts[] = {
        {"paragraphs", "", "客户成功团队每周复盘一次，结果 **很好**。\n\n"},
        {"one paragraph", "", "客户成功团队每周复盘一次，结果很好。"},
        {"styled", "", "客户**成功**团队 `每周` 复盘。"},
        {"English", "", "The quick brown fox jumps over 复盘 it, and then rests.\n\n"},
        {"lists", "", "- 客户成功团队每周复盘\n  - 第二层\n"},
        {"tables", "", "|指标|之前|之后|\n|---|---|---|\n|续费率|71|80|\n|复盘|1|2|\n\n"},
        {"one table", "|a|b|\n|---|---|\n", "|续费率复盘很好|b c d|\n"},
        {"code", "", "```\nint main(void) { return 复盘; }\n```\n\n"},
    };
    size_t bytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1 << 20;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Buf source = {0};
        buf_puts(&source, texts[i].head);
        while (source.len < bytes)
            buf_puts(&source, texts[i].part);
        measure(texts[i].name, buf_str(&source));
        buf_free(&source);
    }
    return 0;
}
