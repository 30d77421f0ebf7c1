#include "config.h"

#include "tui/screen/similar.h"

#include "base/i18n.h"
#include "library/similar.h"
#include "tui/screen/found.h"

enum { MOST_SIMILAR = 50 };

typedef struct SimilarList {
    Library *library;
    Uuid id;
} SimilarList;

static void add_case(FoundList *list, const SimilarCase *found) {
    Buf why = {0}, marks = {0};
    buf_puts(&why, _("in common: "));
    for (size_t i = 0; i < found->shared_count; i++) {
        buf_puts(&why, i ? ", " : "");
        buf_put_str(&why, found->shared[i]);
        buf_printf(&marks, "%s\"%.*s\"", i ? " | " : "", STR_ARG(found->shared[i]));
    }
    if (found->same_customer)
        buf_puts(&why, _("  same customer"));
    found_add(list, found->row.record, found->cosine, buf_str(&why), buf_str(&marks));
    buf_free(&why);
    buf_free(&marks);
}

static bool similar_load(void *self, FoundList *list, Error *err) {
    const SimilarList *similar = self;
    SimilarCases cases;
    LibraryRow own;
    Buf head = {0};
    if (!library_row(similar->library, ENTITY_CASE, similar->id, &own, err))
        return false;
    buf_puts(&head, _("Like: "));
    buf_put_str(&head, record_title(own.record));
    found_put_head(list, ROLE_TITLE, buf_str(&head));
    buf_free(&head);
    library_row_free(&own);
    bool ok = library_similar(similar->library, similar->id, MOST_SIMILAR, &cases, err);
    for (size_t i = 0; ok && i < cases.len; i++)
        add_case(list, &cases.items[i]);
    library_similar_free(&cases);
    return ok;
}

void similar_open(App *app, Uuid id) {
    SimilarList *similar = mem_zalloc(sizeof *similar);
    FoundKind kind = {.title = N_("similar"),
                      .nothing = N_("No other case speaks of the same things."),
                      .load = similar_load,
                      .free = free,
                      .origin = id};
    similar->library = app_library(app);
    similar->id = id;
    found_open(app, &kind, similar);
}
