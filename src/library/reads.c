#include "config.h"

#include "library/reads.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "store/reads.h"

bool library_read_summary(Library *library, Uuid case_id, ReadSummary *out, Error *err) {
    LibraryRow row;
    StoreRead *read;
    StoreReadCounts counts;
    int32_t today = library_today();
    *out = (ReadSummary){0};
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_reads_of(read, case_id, today - READ_DAYS + 1, today, &counts, err);
    store_read_end(read);
    if (ok)
        *out = (ReadSummary){counts.people, counts.times};
    return ok;
}

void library_read_put(const ReadSummary *summary, Buf *out) {
    ErrorArg args[3] = {{.kind = 'd', .number = summary->people},
                        {.kind = 'd', .number = summary->times},
                        {.kind = 'd', .number = READ_DAYS}};
    if (!summary->times)
        return;
    message_fill(out,
                 ngettext("by {0} person, {1} times in {2} days",
                          "by {0} people, {1} times in {2} days", summary->people),
                 args, 3);
}
