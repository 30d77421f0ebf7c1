#include "config.h"

#include "library/reads.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "library/redirect.h"
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
    RedirectFamily family = {0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = redirect_family(read, case_id, &family, err);
    for (size_t i = 0; ok && i < family.len; i++) {
        ok = store_reads_of(read, family.items[i], today - READ_DAYS + 1, today, &counts, err);
        out->people += counts.people; /* of one record only can they be told apart */
        out->times += counts.times;
    }
    store_read_end(read);
    vec_free(&family);
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
