#include "config.h"

#include "library/reject.h"

#include "base/file.h"
#include "format/csv.h"

#include <string.h>
#include <unistd.h>

void rejects_begin(Rejects *rejects) {
    buf_free(&rejects->records);
    buf_free(&rejects->reasons);
    rejects->count = 0;
}

void rejects_free(Rejects *rejects) {
    rejects_begin(rejects);
    map_free(&rejects->written);
}

static void put_number(Buf *out, int number) {
    Buf text = {0};
    if (number > 0)
        buf_printf(&text, "%d", number);
    csv_put_cell(out, buf_str(&text), false);
    buf_free(&text);
}

static void add_reason(Rejects *rejects, const Error *reason) {
    Buf sentence = {0}, guarded = {0};
    if (!rejects->reasons.len)
        buf_puts(&rejects->reasons, "file,line,col,code,reason\r\n");
    /* in English, whoever imports: files do not depend on the language of a session */
    message_fill(&sentence, reason->message, reason->args, ERROR_ARGS);
    csv_guard(&guarded, buf_str(&sentence));
    csv_put_cell(&rejects->reasons, str_of(reason->file), true);
    put_number(&rejects->reasons, reason->line);
    put_number(&rejects->reasons, reason->column);
    csv_put_cell(&rejects->reasons, str_of(error_code_name(reason->code)), false);
    csv_put_cell(&rejects->reasons, buf_str(&guarded), false);
    csv_end_row(&rejects->reasons, true);
    buf_free(&sentence);
    buf_free(&guarded);
}

void rejects_add(Rejects *rejects, Str head, Str source, const Error *reason, size_t records) {
    if (head.len && !rejects->count)
        buf_put_str(&rejects->records, head);
    rejects->count += records;
    buf_put_str(&rejects->records, source);
    add_reason(rejects, reason);
}

/* dir/name.ext -> dir/name.rejected.ext and dir/name.reasons.csv; name.2 when another file of this
 * import has these already (name.md and name.yaml, or two folders whose files come here). */
static void make_names(Rejects *rejects, const char *dir, const char *base, FormatKind kind,
                       Buf *records, Buf *reasons) {
    const char *ending = file_ending(base);
    int stem = (int)(strlen(base) - strlen(ending));
    const char *kept = *ending ? ending : kind == FORMAT_AUTO ? "" : format_ending(kind);
    buf_printf(reasons, "%s%.*s", dir, stem, base);
    uint64_t times = ++*map_put(&rejects->written, buf_str(reasons), NULL);
    if (times > 1)
        buf_printf(reasons, ".%llu", (unsigned long long)times);
    buf_printf(records, "%s.rejected%s", buf_text(reasons), kept);
    buf_puts(reasons, ".reasons.csv");
}

static bool write_both(const Rejects *rejects, const char *records, const char *reasons,
                       Error *err) {
    return file_write_atomic(records, buf_str(&rejects->records), 0600, err) &&
           file_write_atomic(reasons, buf_str(&rejects->reasons), 0600, err);
}

bool rejects_write(Rejects *rejects, FormatKind kind, const char *path, Buf *records, Buf *reasons,
                   Error *err) {
    if (!rejects->count)
        return true;
    const char *base = path ? file_base(path) : "stdin";
    if (path) {
        Buf dir = {0};
        buf_put(&dir, path, (size_t)(base - path));
        make_names(rejects, buf_text(&dir), base, kind, records, reasons);
        buf_free(&dir);
        if (write_both(rejects, buf_text(records), buf_text(reasons), err))
            return true;
        buf_clear(records);
        buf_clear(reasons);
    }
    make_names(rejects, "", base, kind, records, reasons);
    return write_both(rejects, buf_text(records), buf_text(reasons), err);
}
