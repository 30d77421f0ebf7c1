#include "config.h"

#include "library/page.h"

#include <string.h>

_Static_assert((int)PAGE_WEEKS == (int)DASHBOARD_WEEKS, "both show the same weeks");

void library_page_of(const Library *library, Str scope, const Dashboard *counts, Page *out) {
    LibraryInfo info = library_info(library);
    Arena arena = {0};
    PageIndustry industries[DASHBOARD_INDUSTRIES];
    PageLibraryInput in = {.week = counts->week,
                           .as_of = counts->as_of,
                           .zone = info.zone,
                           .scope = arena_str(&arena, scope).ptr,
                           .demo = info.demo,
                           .total = counts->total,
                           .industries = industries,
                           .industry_count = counts->industry_count,
                           .other_industries = counts->other_industries,
                           .waiting = counts->waiting,
                           .waiting_long = counts->waiting_long,
                           .due = counts->due,
                           .stale = counts->stale,
                           .completeness = counts->completeness};
    for (size_t i = 0; i < counts->industry_count; i++)
        industries[i] = (PageIndustry){counts->industries[i].name, counts->industries[i].count};
    memcpy(in.by_state, counts->by_state, sizeof in.by_state);
    memcpy(in.by_trust, counts->by_trust, sizeof in.by_trust);
    memcpy(in.made, counts->made, sizeof in.made);
    memcpy(in.published, counts->published, sizeof in.published);
    page_library_block(&in, out);
    arena_free(&arena);
}

bool library_page(Library *library, Str scope, ZoneWeek week, Page *out, Error *err) {
    Dashboard counts;
    if (!library_dashboard(library, scope, week, &counts, err))
        return false;
    library_page_of(library, scope, &counts, out);
    return true;
}
