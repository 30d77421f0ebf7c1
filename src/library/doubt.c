#include "config.h"

#include "library/doubt.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/internal.h"
#include "library/known.h"
#include "library/names.h"
#include "library/row.h"
#include "library/save.h"

enum { MOST_STEPS = 50, MOST_BLOCKERS = 5 };

static void put_sentence(const Error *sentence, Buf *out) {
    buf_puts(out, out->len ? "\n" : "");
    error_render_message(sentence, out);
}

/* The day on which the case was taken into review last; 0: that is not known. */
static int64_t taken_at(Library *library, uint64_t change) {
    StoreRead *read;
    StoreEntry entry;
    Error ignored;
    int64_t at = 0;
    if (!store_read_begin(library->store, &read, &ignored))
        return 0;
    for (int i = 0; !at && i < MOST_STEPS && change; i++, change = entry.previous) {
        if (!store_log_entry(read, change, &entry, &ignored))
            break;
        if (entry.verb == VERB_REVIEW)
            at = entry.at_ms;
    }
    store_read_end(read);
    return at;
}

static void put_reviewer(Library *library, const LibraryRow *row, Buf *out) {
    Error sentence;
    Buf who = {0}, day = {0};
    const Record *record = row->record;
    Uuid reviewer = record_ref_uuid(record, CASE_REVIEWER);
    if (case_state(record) != STATE_IN_REVIEW || uuid_is_nil(reviewer) ||
        uuid_equal(reviewer, library->actor.user))
        return;
    library_person_name(library, reviewer, record_ref_name(record, CASE_REVIEWER), &who);
    int64_t at = taken_at(library, row->change);
    if (at)
        date_format(&day, date_of(at));
    error_set(&sentence, ERR_NONE,
              at ? N_("{0} has been reviewing this case since {1}: take it over?")
                 : N_("{0} is reviewing this case: take it over?"),
              "SS", buf_str(&who), buf_str(&day));
    put_sentence(&sentence, out);
    buf_free(&who);
    buf_free(&day);
}

static void put_blockers(Library *library, Uuid id, Buf *out) {
    LintLibrary lint;
    Issues issues = {0};
    Record *record;
    Error ignored, sentence;
    if (!library_load(library, ENTITY_CASE, id, 0, &record, &ignored))
        return;
    library_lint_begin(library, &lint);
    bool fit = lint_check(record, &lint.context, ISSUE_PUBLISH, &issues);
    library_lint_end(&lint);
    if (!fit) {
        error_set(&sentence, ERR_NONE, N_("This published case lacks what publishing asks for:"),
                  "");
        put_sentence(&sentence, out);
    }
    for (size_t i = 0; !fit && i < issues.len && i < MOST_BLOCKERS; i++) {
        Buf why = {0};
        int field = issues.items[i].field;
        error_render_message(&issues.items[i].error, &why);
        buf_printf(out, "\n- %s: %s",
                   field < 0 ? _("the whole case") : _(record->entity->fields[field].label),
                   buf_text(&why));
        buf_free(&why);
    }
    if (!fit && issues.len > MOST_BLOCKERS) {
        error_set(&sentence, ERR_NONE, N_("and {0} more"), "d",
                  (int64_t)(issues.len - MOST_BLOCKERS));
        put_sentence(&sentence, out);
    }
    issues_free(&issues);
    record_free(record);
}

void library_move_doubt(Library *library, Uuid id, const Move *move, Buf *out) {
    LibraryRow row;
    Error ignored;
    if (!library_row(library, ENTITY_CASE, id, &row, &ignored))
        return;
    put_reviewer(library, &row, out);
    if (move->from == 1u << STATE_PUBLISHED && move->to == STATE_PUBLISHED)
        put_blockers(library, id, out);
    library_row_free(&row);
}
