#include "config.h"

#include "library/import.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "conf/keymap.h"
#include "library/consentsave.h"
#include "library/customernames.h"
#include "library/match.h"
#include "library/news.h"
#include "library/queue.h"
#include "library/reject.h"
#include "library/settings.h"
#include "library/vocabulary.h"
#include "text/fold.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Import {
    Library *library;
    const ImportOptions *options;
    const ImportWatch *watch;
    const Progress *progress;
    ImportReport *report;
    MatchRules rules;
    Vocabulary vocabulary;
    Queue queue;
    /* of the file that is read */
    const char *path; /* NULL: stdin */
    const char *name; /* relative to the argument: the record's ext_id */
    Str bytes;
    const FormatRead *read;
    Map titles; /* folded title -> how often it came */
    Rejects rejects;
    Buf reasons; /* where those of the first file with any stand */
    int64_t read_us;
    size_t read_records;
    Error failure; /* of the store: the import ends */
} Import;

static void say(Import *import, const FormatProblem *problem) {
    if (import->watch && import->watch->problem)
        import->watch->problem(import->watch->context, problem);
}

static void refuse(Import *import, const FormatItem *item, const Error *err) {
    FormatProblem problem = {FORMAT_REFUSED, *err};
    if (!problem.error.file[0])
        error_at(&problem.error, import->path ? import->path : "-", item->line, 0);
    import->report->rejected++;
    rejects_add(&import->rejects, item->head, item->source, &problem.error, 1);
    say(import, &problem);
}

/* The problems that the format found; false when the record is refused. */
static bool take_problems(Import *import, const FormatItem *item) {
    size_t refused = 0;
    const Error *first = NULL;
    for (size_t i = 0; i < item->problems->len; i++) {
        const FormatProblem *problem = &item->problems->items[i];
        say(import, problem);
        if (problem->severity == FORMAT_REFUSED) {
            first = refused++ ? first : &problem->error;
            if (item->record)
                continue;
            rejects_add(&import->rejects, item->head, refused == 1 ? item->source : STR(""),
                        &problem->error, 1);
        } else {
            import->report->notes++;
        }
    }
    if (item->record)
        return true;
    import->report->rejected++;
    if (!first) {
        Error err;
        error_set(&err, ERR_SYNTAX, N_("the record cannot be read"), "");
        error_at(&err, import->path ? import->path : "-", item->line, 0);
        rejects_add(&import->rejects, item->head, item->source, &err, 1);
    }
    return false;
}

/* Whether the file may hold several records, by its format as the reader found it. */
static bool holds_several(const Import *import) {
    FormatKind kind = import->read->found_kind;
    return kind == FORMAT_JSONL || kind == FORMAT_CSV ||
           (kind == FORMAT_YAML && str_find(import->bytes, STR("\n---"), 0) != SIZE_MAX);
}

/* A record that names no identity is known by its file: the path, and its title where a file holds
 * several (#2 for the second with the same one). False when it got such a name, which is to be
 * checked still. */
static bool set_ext_id(Import *import, Record *record) {
    const Entity *entity = record->entity;
    int source = entity_field(entity, STR("ext_source")), id = entity_field(entity, STR("ext_id"));
    if (source < 0)
        return true;
    if (!record_has(record, id) && uuid_is_nil(record_id(record)) && import->path) {
        Buf text = {0};
        buf_puts(&text, import->name);
        if (holds_several(import)) {
            Buf title = {0};
            text_fold(&title, record_title(record));
            uint64_t *times = map_put(&import->titles, buf_str(&title), NULL);
            buf_printf(&text, "#%s", buf_text(&title));
            if (++*times > 1)
                buf_printf(&text, "#%llu", (unsigned long long)*times);
            buf_free(&title);
        }
        record_set_text(record, id, buf_str(&text));
        buf_free(&text);
        record_set_text(record, source, STR("file"));
        return false;
    }
    if (record_has(record, id) && !record_has(record, source))
        record_set_text(record, source, STR("file"));
    return true;
}

static void shift_value(const Field *field, Value *value, int32_t days) {
    if (value->kind == VALUE_DATE)
        value->number += days;
    else if (value->kind == VALUE_INT && field->kind == FIELD_TIME)
        value->number += (int64_t)days * ZONE_DAY_MS;
    for (size_t i = 0;
         (value->kind == VALUE_LIST || value->kind == VALUE_ROW) && i < value->list.len; i++)
        shift_value(value->kind == VALUE_ROW ? &field->row[i] : field, &value->list.items[i], days);
}

static void shift_record(Record *record, int32_t days) {
    for (size_t i = 0; days && i < record->entity->count; i++)
        shift_value(&record->entity->fields[i], &record->values[i], days);
}

static bool match(void *context, StoreRead *read, Record *record, uint32_t *base_rev, Error *err) {
    Import *import = context;
    import->queue.context.says_checks = import->options->publish || !uuid_is_nil(record_id(record));
    return match_record(&import->rules, read, record, base_rev, err);
}

/* Everything but writing: the rules of the library, and what would happen. */
static bool try_record(Import *import, Record *record, Error *err) {
    StoreRead *read;
    Prepared prepared = {0};
    uint32_t base_rev;
    if (!store_read_begin(import->library->store, &read, err)) {
        record_free(record);
        return false;
    }
    bool ok = match(import, read, record, &base_rev, err) &&
              put_prepare(&import->queue.context, read, record, VERB_IMPORT, base_rev, PUT_BULK,
                          NULL, &prepared, err);
    store_read_end(read);
    if (ok)
        (*(prepared.unchanged ? &import->report->unchanged
           : base_rev         ? &import->report->updated
                              : &import->report->created))++;
    put_free(&prepared);
    record_free(record);
    return ok;
}

/* How many records of the file are still to come, judged by its bytes. */
static uint64_t records_left(const Import *import, const FormatItem *item) {
    const char *end = item->source.ptr + item->source.len;
    if (item->source.ptr < import->bytes.ptr || end > import->bytes.ptr + import->bytes.len ||
        end == import->bytes.ptr)
        return 0;
    size_t done = (size_t)(end - import->bytes.ptr);
    return (uint64_t)((double)item->number * (double)(import->bytes.len - done) / (double)done);
}

static bool take(void *context, const FormatItem *item) {
    Import *import = context;
    Error err;
    import->queue.coming = records_left(import, item);
    if (progress_cancelled(import->progress)) {
        record_free(item->record);
        import->report->cancelled = true;
        return false;
    }
    progress_report(import->progress, ++import->read_records, 0);
    if (!take_problems(import, item))
        return true;
    bool checked = set_ext_id(import, item->record) && !import->options->shift_days;
    shift_record(item->record, import->options->shift_days);
    if (import->options->by_owner && item->record->entity->type == ENTITY_CASE &&
        case_state(item->record) != STATE_DRAFT)
        record_set(item->record, CASE_AUTHOR, item->record->values[CASE_OWNER]);
    bool ok = import->options->dry_run
                  ? try_record(import, item->record, &err)
                  : queue_add(&import->queue, item->record, VERB_IMPORT, 0,
                              checked ? PUT_CHECKED : 0, clock_mono_us(), &err);
    if (!ok && err.code == ERR_INVALID) {
        refuse(import, item, &err);
        return true;
    }
    if (ok)
        ok = queue_write(&import->queue, &err);
    if (!ok)
        import->failure = err;
    return ok;
}

static size_t count_unresolved(const Record *record) {
    size_t count = 0;
    for (size_t i = 0; i < record->entity->count; i++) {
        const Value *value = &record->values[i];
        if (record->entity->fields[i].target == ENTITY_CUSTOMER)
            continue;
        if (value->kind == VALUE_REF)
            count += uuid_is_nil(value->ref.uuid);
        else if (value->kind == VALUE_LIST)
            for (size_t j = 0; j < value->list.len; j++)
                count += value->list.items[j].kind == VALUE_REF &&
                         uuid_is_nil(value->list.items[j].ref.uuid);
    }
    return count;
}

static bool is_trashed(const Record *record) {
    int trashed = entity_field(record->entity, STR("trashed"));
    return trashed >= 0 && record_int(record, trashed);
}

static void say_new_value(void *context, const Field *field, Str value) {
    const ImportWatch *watch = ((Import *)context)->watch;
    if (watch && watch->new_value)
        watch->new_value(watch->context, field, value);
}

static void count_durable(void *context, const QueueItem *item, const SaveResult *result) {
    Import *import = context;
    ImportReport *report = import->report;
    const ImportWatch *watch = import->watch;
    const Entity *entity = item->record->entity;
    int id = entity_field(entity, STR("id")), ext = entity_field(entity, STR("ext_id"));
    (*(result->unchanged ? &report->unchanged
       : result->created ? &report->created
                         : &report->updated))++;
    report->in_trash += is_trashed(item->record);
    report->customers += result->new_customer[0] != '\0';
    if (result->unchanged)
        return;
    report->unresolved += count_unresolved(item->record);
    if (entity->type == ENTITY_CASE)
        vocabulary_learn(&import->vocabulary, item->record, say_new_value, import);
    if (!watch)
        return;
    Str wanted = id >= 0 ? record_text(item->original, id) : STR("");
    if (watch->renumbered && result->created && wanted.len &&
        !str_equal(wanted, str_of(result->display_id)))
        watch->renumbered(watch->context, wanted, result->display_id);
    if (watch->durable)
        watch->durable(watch->context, record_text(item->record, ext >= 0 ? ext : id),
                       clock_mono_us() - item->read_us);
}

static bool write_rejects(Import *import, Error *err) {
    Buf records = {0}, reasons = {0};
    bool ok = import->options->dry_run || rejects_write(&import->rejects, import->read->found_kind,
                                                        import->path, &records, &reasons, err);
    if (ok && records.len && import->watch && import->watch->rejected)
        import->watch->rejected(import->watch->context, buf_text(&records), buf_text(&reasons));
    if (ok && reasons.len && !import->reasons.len)
        buf_put_str(&import->reasons, buf_str(&reasons));
    rejects_begin(&import->rejects);
    buf_free(&records);
    buf_free(&reasons);
    return ok;
}

/* The Inbox of whoever imports keeps where the reasons stand. A failure harms nothing: they stand
 * there anyway. */
static void tell_rejects(Import *import) {
    Error ignored;
    Library *library = import->library;
    News word = {.id = uuid_new(), .count = import->report->rejected};
    char *path = import->reasons.len ? realpath(buf_text(&import->reasons), NULL) : NULL;
    if (!path)
        return;
    word.text = str_of(path);
    news_put(library, library->actor.user, NEWS_REJECTED, &word, &ignored);
    free(path);
}

/* Half an import on a full disk helps nobody: there must be room for twice the file. */
static bool has_room(const Import *import, size_t bytes, Error *err) {
    static const uint64_t least = (uint64_t)256 << 20;
    uint64_t room, wanted = (uint64_t)bytes * 2 > least ? (uint64_t)bytes * 2 : least;
    const char *path = store_path(import->library->store);
    if (import->options->dry_run || !store_disk_free(path, &room, err))
        return import->options->dry_run;
    return room >= wanted ||
           error_set(err, ERR_FULL,
                     N_("an import needs {0} MiB of free room beside {1}; there are {2}"), "dsd",
                     (int64_t)(wanted >> 20), path, (int64_t)(room >> 20));
}

static bool read_bytes(Import *import, Str bytes, Error *err) {
    FormatRead read = {.kind = import->options->kind,
                       .entity = import->options->entity,
                       .charset = import->options->charset,
                       .name = import->path ? import->path : "-",
                       .map = import->options->map ? import->options->map : keymap_default()};
    Error file_error;
    if (!has_room(import, bytes.len, err) || !queue_start(&import->queue, err))
        return false;
    read.pool = import->queue.pool;
    import->bytes = bytes;
    /* cppcheck-suppress autoVariables ; both end with this function */
    import->read = &read;
    rejects_begin(&import->rejects);
    import->failure = (Error){0};
    bool ok = format_read(&read, bytes, take, import, &file_error);
    if (read.found_charset > TEXT_CHARSET_UTF8 && import->watch && import->watch->converted)
        import->watch->converted(import->watch->context, read.name, read.found_charset);
    if (!ok && file_error.code != ERR_CANCELLED) { /* the file as a whole */
        FormatItem whole = {.source = bytes, .line = 1};
        refuse(import, &whole, &file_error);
    }
    map_free(&import->titles);
    if (import->failure.code != ERR_NONE) {
        *err = import->failure;
        return false;
    }
    return write_rejects(import, err);
}

enum { MOST_PIPED = 1 << 30 };

static bool import_stdin(Import *import, Error *err) {
    Buf bytes = {0};
    import->path = NULL;
    import->name = "-";
    import->report->files++;
    bool ok = file_read_fd(STDIN_FILENO, "-", MOST_PIPED, &bytes, err) &&
              read_bytes(import, buf_str(&bytes), err);
    buf_free(&bytes);
    return ok;
}

/* A file that cannot be opened is one problem; the others go on. What is no plain file (a pipe of
 * the shell) is read to its end. */
static bool import_file(Import *import, const char *path, const char *name, Error *err) {
    Str bytes = STR("");
    Buf piped = {0};
    struct stat info;
    Error open_error;
    bool is_pipe = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    import->path = path;
    import->name = name;
    import->report->files++;
    if (!(is_pipe ? file_read(path, MOST_PIPED, &piped, &open_error)
                  : file_map(path, &bytes, &open_error))) {
        FormatProblem problem = {FORMAT_REFUSED, open_error};
        import->report->unreadable_files++;
        say(import, &problem);
        buf_free(&piped);
        return true;
    }
    bool ok = read_bytes(import, is_pipe ? buf_str(&piped) : bytes, err);
    file_unmap(bytes);
    buf_free(&piped);
    return ok;
}

static bool is_skipped(const char *name) {
    static const char *const prefixes[] = {"README", "LICENSE", "."};
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        if (str_starts(str_of(name), str_of(prefixes[i])))
            return true;
    return strstr(name, ".rejected.") || str_ends(str_of(name), STR(".reasons.csv")) ||
           format_of_path(name) == FORMAT_AUTO;
}

static bool import_folder(Import *import, const char *folder, const char *relative, Error *err) {
    FileNames names;
    Error list_error;
    if (!file_list(folder, &names, &list_error)) {
        FormatProblem problem = {FORMAT_REFUSED, list_error};
        import->report->unreadable_files++;
        say(import, &problem);
        return true;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < names.len && !import->report->cancelled; i++) {
        Buf path = {0}, name = {0};
        struct stat info;
        file_join(&path, folder, names.items[i]);
        buf_printf(&name, "%s%s%s", relative, *relative ? "/" : "", names.items[i]);
        bool known = lstat(buf_text(&path), &info) == 0;
        if (known && S_ISDIR(info.st_mode) && names.items[i][0] != '.')
            ok = import_folder(import, buf_text(&path), buf_text(&name), err);
        else if (!known || !S_ISREG(info.st_mode) || is_skipped(names.items[i]))
            import->report->skipped_files++;
        else
            ok = import_file(import, buf_text(&path), buf_text(&name), err);
        buf_free(&path);
        buf_free(&name);
    }
    file_names_free(&names);
    return ok;
}

static bool import_path(Import *import, const char *path, Error *err) {
    if (strcmp(path, "-") == 0)
        return import_stdin(import, err);
    if (file_is_dir(path))
        return import_folder(import, path, "", err);
    return import_file(import, path, file_base(path), err);
}

bool library_import(Library *library, const char *const *paths, size_t count,
                    const ImportOptions *options, const ImportWatch *watch,
                    const Progress *progress, ImportReport *report, Error *err) {
    Import import = {.library = library,
                     .options = options,
                     .watch = watch,
                     .progress = progress,
                     .report = report};
    *report = (ImportReport){0};
    if (!library_allow(library, RIGHT_IMPORT, err) ||
        (options->publish && !library_allow(library, RIGHT_IMPORT_STATE, err)) ||
        (options->entity == ENTITY_USER && !library_allow(library, RIGHT_USERS, err)))
        return false;
    library_refresh_people(library);
    import.rules = (MatchRules){library, options->publish, library_today(), &import.vocabulary,
                                (int32_t)library_team_number(library, OPTION_IMPORT_SPREAD)};
    queue_init(&import.queue, library, options->commit_every, str_of(count ? paths[0] : ""));
    import.queue.match = match;
    import.queue.durable = count_durable;
    import.queue.watcher = &import;
    bool ok = vocabulary_load(library, &import.vocabulary, err);
    for (size_t i = 0; ok && i < count && !report->cancelled; i++)
        ok = import_path(&import, paths[i], err);
    if (ok && !options->dry_run && options->entity == ENTITY_CONSENT)
        ok = consent_drop_after_import(library, &import.queue, &report->made_internal, err);
    if (ok && !options->dry_run && options->entity == ENTITY_CUSTOMER)
        ok = customernames_follow_import(library, &import.queue, &report->renamed_in, err);
    if (!options->dry_run) {
        Error late;
        if (!queue_finish(&import.queue, ok ? err : &late))
            ok = false;
    }
    if (import.queue.batch.first)
        report->batch = import.queue.batch.id;
    queue_free(&import.queue);
    tell_rejects(&import);
    buf_free(&import.reasons);
    vocabulary_free(&import.vocabulary);
    rejects_free(&import.rejects);
    return ok;
}
