#include "config.h"

#include "library/handon.h"
#include "library/outcome.h"

#include "base/i18n.h"
#include "base/paths.h"
#include "base/zone.h"
#include "format/markdown.h"
#include "library/handonlog.h"
#include "library/save.h"
#include "record/parse.h"

/* The texts are one line a paragraph, so that they wrap where they are pasted. */

static void put_line(Buf *out, Str text) {
    text = str_trim(text);
    if (!text.len)
        return;
    buf_put_str(out, text);
    buf_puts(out, "\n");
}

static void put_outcomes(const Record *record, Buf *out) {
    const Value *rows = &record->values[CASE_OUTCOMES];
    for (size_t i = 0; rows->kind == VALUE_LIST && i < rows->list.len; i++) {
        const Value *cells = rows->list.items[i].list.items;
        if (cells[OUTCOME_METRIC].kind != VALUE_TEXT || cells[OUTCOME_AFTER].kind != VALUE_DECIMAL)
            continue;
        outcome_put(&rows->list.items[i], out);
        buf_putc(out, '\n');
    }
}

static Str first_paragraph(Str text) {
    text = str_trim(text);
    size_t end = str_find(text, STR("\n\n"), 0);
    return end == SIZE_MAX ? text : str_make(text.ptr, end);
}

static void put_summary(const Record *record, Buf *out) {
    Str quote = first_paragraph(record_text(record, CASE_FEEDBACK));
    while (quote.len && (quote.ptr[0] == '>' || quote.ptr[0] == ' '))
        quote = str_make(quote.ptr + 1, quote.len - 1);
    put_line(out, record_title(record));
    put_line(out, record_text(record, CASE_SUMMARY));
    size_t before = out->len;
    put_outcomes(record, out);
    if (out->len == before)
        put_line(out, first_paragraph(record_text(record, CASE_RESULT)));
    put_line(out, quote);
}

static bool is_chinese(const Record *record) {
    return str_starts(record_text(record, CASE_LANG), STR("zh"));
}

/* The story under its headings; what its writer could not place stands behind. */
static void put_case(const Record *record, Buf *out) {
    static const int fields[STORY_SECTIONS] = {
        [STORY_BACKGROUND] = CASE_BACKGROUND, [STORY_NEED] = CASE_NEED,
        [STORY_SOLUTION] = CASE_SOLUTION,     [STORY_PROCESS] = CASE_PROCESS,
        [STORY_RESULT] = CASE_RESULT,         [STORY_FEEDBACK] = CASE_FEEDBACK};
    buf_printf(out, "# %.*s\n\n", STR_ARG(record_title(record)));
    put_line(out, record_text(record, CASE_SUMMARY));
    for (int i = 0; i < STORY_SECTIONS; i++) {
        Str text = str_trim(record_text(record, fields[i]));
        if (!text.len)
            continue;
        buf_printf(out, "\n## %s\n\n%.*s\n",
                   story_section_heading((StorySection)i, is_chinese(record)), STR_ARG(text));
        if (fields[i] == CASE_RESULT && record_has(record, CASE_OUTCOMES)) {
            buf_putc(out, '\n');
            put_outcomes(record, out);
        }
    }
    Str body = str_trim(record_text(record, CASE_BODY));
    if (body.len)
        buf_printf(out, "\n%.*s\n", STR_ARG(body));
}

/* Title and number, and what to type where the library is. */
static void put_link(const char *path, const Record *record, const Record *shown, Buf *out) {
    Str id = record_text(record, CASE_ID);
    buf_printf(out, "%.*s %.*s\nanliku -L ", STR_ARG(id), STR_ARG(record_title(shown)));
    paths_put_word(out, path);
    buf_printf(out, " browse %.*s\n", STR_ARG(id));
}

static void put(const Library *library, const Record *record, const Record *shown, HandedWhat what,
                Buf *out) {
    if (what == HANDED_ID)
        buf_put_str(out, record_text(record, CASE_ID));
    else if (what == HANDED_LINK)
        put_link(library_info(library).path, record, shown, out);
    else if (what == HANDED_SUMMARY)
        put_summary(shown, out);
    else
        put_case(shown, out);
}

/* What is in the trash is there for a reason. */
static bool is_kept(const Record *record, bool light, Error *err) {
    return light || !record_int(record, CASE_TRASHED) ||
           error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"), "");
}

static bool may_be_full(Library *library, const Record *record, const HandOn *what, Error *err) {
    Telling telling = library_tell(library, record);
    if (!what->full || what->what == HANDED_ID || telling_allows_full(&telling) ||
        str_trim(what->why).len)
        return true;
    Buf sentence = {0};
    library_telling_put(&telling, &sentence);
    error_set(err, ERR_DENIED, N_("not in full without a reason: {0}"), "S", buf_str(&sentence));
    buf_free(&sentence);
    return false;
}

/* The safe form, and only what is handed on of it counts: the summary does not wait for a number in
 * the background. */
static bool make_safe(Library *library, const Record *record, const HandOn *what, Record **out,
                      SafeLefts *lefts, Error *err) {
    static const int summary[] = {CASE_TITLE,    CASE_SUMMARY,  CASE_RESULT, CASE_FEEDBACK,
                                  CASE_OUTCOMES, CASE_CUSTOMER, CASE_LANG,   CASE_CONSENT_BY};
    SafeKit *kit;
    if (!safe_kit_new(library, &kit, err))
        return false;
    Record *part = record_new(ENTITY_CASE);
    size_t count = what->what == HANDED_LINK ? 1 : sizeof summary / sizeof *summary;
    for (size_t i = 0; i < count; i++)
        record_set(part, summary[i], record->values[summary[i]]);
    record_set(part, CASE_CUSTOMER, record->values[CASE_CUSTOMER]);
    record_set(part, CASE_LANG, record->values[CASE_LANG]);
    *out = safe_record(kit, what->what == HANDED_CASE ? record : part, lefts);
    record_free(part);
    safe_kit_free(kit);
    if (!lefts->len || what->confirmed || what->what == HANDED_LINK)
        return true;
    record_free(*out);
    *out = NULL;
    return error_set(err, ERR_INVALID, N_("the safe form still holds what may tell who it is"), "");
}

bool library_hand_on(Library *library, const HandOn *what, Buf *out, SafeLefts *lefts, Error *err) {
    Record *record, *safe = NULL;
    Buf text = {0};
    bool light = what->what == HANDED_ID || what->what == HANDED_LINK;
    if (!library_allow(library, light ? RIGHT_READ : RIGHT_EXPORT, err) ||
        !library_load(library, ENTITY_CASE, what->case_id, 0, &record, err))
        return false;
    bool as_it_is = what->full || what->what == HANDED_ID;
    bool ok = is_kept(record, light, err) && may_be_full(library, record, what, err) &&
              (as_it_is || make_safe(library, record, what, &safe, lefts, err));
    if (ok) {
        put(library, record, safe ? safe : record, what->what, &text);
        ok = handon_log(library, what, 1, NULL, err);
    }
    if (ok)
        buf_put_str(out, buf_str(&text));
    buf_free(&text);
    record_free(safe);
    record_free(record);
    return ok;
}
