#include "config.h"

#include "library/template.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "format/format.h"
#include "library/begin.h"
#include "library/internal.h"
#include "library/save.h"
#include "store/settings.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>

/* Templates: a shipped file a language, and one setting of the team, both streams of case files. */

enum { FILE_MOST = 1 << 20, NAME_MOST = 120 };

static const Str SETTING = STR("templates");

typedef struct Reading {
    CaseTemplates *to;
    bool own;
    size_t unread;
} Reading;

static bool take(void *context, const FormatItem *item) {
    Reading *reading = context;
    if (!item->record) { /* one that cannot be read is none */
        reading->unread++;
        return true;
    }
    CaseTemplate template = {
        .name = record_text(item->record, CASE_TITLE), .own = reading->own, .record = item->record};
    vec_push(reading->to, template);
    return true;
}

/* *unread: documents of it that are no templates. */
static bool read_stream(Str text, bool own, CaseTemplates *out, size_t *unread, Error *err) {
    Reading reading = {out, own, 0};
    FormatRead read = {.kind = FORMAT_YAML, .entity = ENTITY_CASE, .name = "templates"};
    bool ok = !str_trim(text).len || format_read(&read, text, take, &reading, err);
    *unread = reading.unread;
    return ok;
}

static bool read_own(StoreRead *read, CaseTemplates *out, size_t *unread, Error *err) {
    Str text;
    return store_setting(read, (Uuid){{0}}, SETTING, &text, err) &&
           read_stream(text, true, out, unread, err);
}

/* In the language of the process. */
static bool read_shipped(CaseTemplates *out, Error *err) {
    char path[1024];
    Buf text = {0};
    size_t unread;
    bool chinese = (unsigned char)_(entity_get(ENTITY_CASE)->fields[CASE_TITLE].label)[0] >= 0x80;
    snprintf(path, sizeof path, "%s/templates/%s.yaml", paths_data_dir(), chinese ? "zh" : "en");
    bool there = file_read(path, FILE_MOST, &text, err);
    bool ok =
        there ? read_stream(buf_str(&text), false, out, &unread, err) : err->code == ERR_NOT_FOUND;
    buf_free(&text);
    return ok;
}

bool library_templates(Library *library, CaseTemplates *out, Error *err) {
    StoreRead *read;
    size_t unread;
    *out = (CaseTemplates){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = read_own(read, out, &unread, err);
    store_read_end(read);
    return ok && read_shipped(out, err);
}

void library_templates_free(CaseTemplates *templates) {
    for (size_t i = 0; i < templates->len; i++)
        record_free((Record *)(uintptr_t)templates->items[i].record);
    vec_free(templates);
    *templates = (CaseTemplates){0};
}

static size_t index_of(const CaseTemplates *templates, Str name) {
    size_t at = 0;
    while (at < templates->len && !text_fold_equal(templates->items[at].name, str_trim(name)))
        at++;
    return at;
}

const CaseTemplate *library_template_find(const CaseTemplates *templates, Str name) {
    size_t at = index_of(templates, name);
    return at < templates->len ? &templates->items[at] : NULL;
}

/* All that the template says but for what it is called and what the program keeps. */
Record *library_begin_from_template(Library *library, const CaseTemplate *from) {
    Record *record = library_new_record(library, ENTITY_CASE);
    for (int i = 0; i < CASE_FIELDS; i++) {
        unsigned flags = record->entity->fields[i].flags;
        bool kept = flags & (FIELD_MACHINE | FIELD_MOVED);
        if (!kept && i != CASE_TITLE && i != CASE_OWNER && record_has(from->record, i))
            record_set(record, i, from->record->values[i]);
    }
    return record;
}

/* --- the team's own ----------------------------------------------------------------------------
 */

/* What is measured, without the numbers of this customer. */
static void take_metrics(Record *to, const Record *from) {
    const Value *rows = &from->values[CASE_OUTCOMES];
    if (rows->kind != VALUE_LIST)
        return;
    Value *copies = mem_zalloc(rows->list.len * sizeof *copies);
    Value(*cells)[OUTCOME_FIELDS] = mem_zalloc(rows->list.len * sizeof *cells);
    for (size_t i = 0; i < rows->list.len; i++) {
        const Value *row = rows->list.items[i].list.items;
        cells[i][OUTCOME_METRIC] = row[OUTCOME_METRIC];
        cells[i][OUTCOME_UNIT] = row[OUTCOME_UNIT];
        copies[i] = (Value){.kind = VALUE_ROW, .list = {cells[i], OUTCOME_FIELDS}};
    }
    record_set(to, CASE_OUTCOMES, value_list(copies, rows->list.len));
    free(cells);
    free(copies);
}

static Record *template_of(const Record *from, Str name) {
    Record *record = record_new(ENTITY_CASE);
    template_take_reusable(record, from);
    take_metrics(record, from);
    record_set_text(record, CASE_TITLE, name);
    return record;
}

static void write_stream(const CaseTemplates *templates, Buf *out) {
    FormatWrite write = {.kind = FORMAT_YAML, .entity = ENTITY_CASE};
    format_write_begin(&write, out);
    for (size_t i = 0; i < templates->len; i++)
        format_write_record(&write, templates->items[i].record, out);
    format_write_end(&write, out);
}

/* All are written anew: what cannot be read would be lost. */
static bool refuse_unread(size_t unread, Error *err) {
    return error_set(err, ERR_CORRUPT,
                     N_("{0} of the team's templates cannot be read by this version of the "
                        "program; nothing was changed, so that they are not lost"),
                     "d", (int64_t)unread);
}

/* Puts `record` (NULL: nothing) in the place of the template of that name, in one transaction. */
static bool replace(Library *library, Str name, Record *record, Error *err) {
    StoreWrite *write;
    CaseTemplates templates = {0};
    Buf text = {0};
    size_t unread = 0;
    if (!library_write_begin(library, false, &write, err)) {
        record_free(record);
        return false;
    }
    bool ok = read_own(store_write_read(write), &templates, &unread, err) &&
              (!unread || refuse_unread(unread, err));
    size_t at = index_of(&templates, name);
    if (ok && !record && at == templates.len)
        ok = error_set(err, ERR_NOT_FOUND, N_("the team has no template “{0}”"), "S", name);
    if (ok && record && at == templates.len && templates.len >= TEMPLATES_MOST)
        ok = error_set(err, ERR_INVALID, N_("a team keeps at most {0} templates"), "d",
                       (int64_t)TEMPLATES_MOST);
    if (ok && at < templates.len) {
        record_free((Record *)(uintptr_t)templates.items[at].record);
        memmove(&templates.items[at], &templates.items[at + 1],
                (--templates.len - at) * sizeof *templates.items);
    }
    if (ok && record)
        vec_push(&templates, (CaseTemplate){.own = true, .record = record});
    else
        record_free(record);
    write_stream(&templates, &text);
    Str value = buf_str(&text);
    StoreChange change =
        library_change(library, VERB_SETTINGS, record ? STR("template") : STR("template removed"));
    if (ok && store_put_setting(write, &change, (Uuid){{0}}, SETTING, templates.len ? &value : NULL,
                                err)) {
        ok = store_write_commit(write, NULL, err);
    } else {
        store_write_abort(write);
        ok = false;
    }
    library_templates_free(&templates);
    buf_free(&text);
    return ok;
}

bool library_template_save(Library *library, Uuid id, Str name, Error *err) {
    Record *from;
    name = str_trim(name);
    if (!library_allow(library, RIGHT_WRITE, err))
        return false;
    if (!name.len || name.len > NAME_MOST)
        return error_set(err, ERR_INVALID, N_("a template needs a name of at most {0} bytes"), "d",
                         (int64_t)NAME_MOST);
    if (!library_load(library, ENTITY_CASE, id, 0, &from, err))
        return false;
    Record *record = template_of(from, name);
    record_free(from);
    return replace(library, name, record, err);
}

bool library_template_remove(Library *library, Str name, Error *err) {
    return library_allow(library, RIGHT_WRITE, err) && replace(library, name, NULL, err);
}
