#include "config.h"

#include "library/weekpage.h"

#include "base/vec.h"
#include "library/dashboard.h"
#include "report/text.h"

#include <string.h>

_Static_assert((int)PAGE_WEEKS == (int)DASHBOARD_WEEKS,
               "the page shows the weeks that are counted");

bool library_week_model(Library *library, Str query, ZoneWeek week, Page *out, Error *err) {
    Dashboard board;
    LibraryInfo info = library_info(library);
    PageIndustry industries[DASHBOARD_INDUSTRIES];
    if (!library_dashboard(library, query, week, &board, err))
        return false;
    for (size_t i = 0; i < board.industry_count; i++)
        industries[i] = (PageIndustry){board.industries[i].name, board.industries[i].count};
    char *scope = mem_strndup(query.ptr, query.len);
    PageLibraryInput in = {.week = week,
                           .as_of = board.as_of,
                           .zone = info.zone,
                           .scope = scope,
                           .demo = info.demo,
                           .total = board.total,
                           .industries = industries,
                           .industry_count = board.industry_count,
                           .other_industries = board.other_industries,
                           .waiting = board.waiting,
                           .waiting_long = board.waiting_long,
                           .due = board.due,
                           .stale = board.stale,
                           .completeness = board.completeness};
    memcpy(in.by_state, board.by_state, sizeof in.by_state);
    memcpy(in.by_trust, board.by_trust, sizeof in.by_trust);
    memcpy(in.made, board.made, sizeof in.made);
    memcpy(in.published, board.published, sizeof in.published);
    page_library_block(&in, out);
    free(scope);
    return true;
}

bool library_week_page(Library *library, ZoneWeek week, int columns, Buf *out, Error *err) {
    Page page = {0};
    if (!library_week_model(library, STR(""), week, &page, err))
        return false;
    report_text(&page, columns, out);
    page_free(&page);
    return true;
}
