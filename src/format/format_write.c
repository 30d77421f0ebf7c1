#include "config.h"

#include "base/vec.h"
#include "format/csv_record.h"
#include "format/export.h"
#include "format/format.h"
#include "format/html.h"
#include "format/json.h"
#include "format/markdown.h"
#include "format/yaml_write.h"
#include "text/utf8.h"

static void write_yaml(FormatWrite *write, const Record *record, Buf *out) {
    Arena arena = {0};
    if (write->records)
        buf_puts(out, "---\n");
    yaml_write(out, export_record(&arena, record));
    arena_free(&arena);
}

static void write_jsonl(FormatWrite *write, const Record *record, Buf *out) {
    Arena arena = {0};
    (void)write;
    json_write(out, export_record(&arena, record));
    buf_putc(out, '\n');
    arena_free(&arena);
}

static void write_csv(FormatWrite *write, const Record *record, Buf *out) {
    csv_put_record(out, record, write->crlf);
}

/* ---- Markdown ---- */

static const struct {
    int part; /* StorySection, or STORY_SECTIONS for the body */
    int field;
} story_fields[] = {
    {STORY_BACKGROUND, CASE_BACKGROUND}, {STORY_NEED, CASE_NEED},
    {STORY_SOLUTION, CASE_SOLUTION},     {STORY_PROCESS, CASE_PROCESS},
    {STORY_RESULT, CASE_RESULT},         {STORY_FEEDBACK, CASE_FEEDBACK},
    {STORY_SECTIONS, CASE_BODY},
};
_Static_assert(COUNT_OF(story_fields) == STORY_SECTIONS + 1, "one row a part");

static bool has_han(Str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_next(text, at, &c);
        if (c >= 0x2e80 && c < 0xd7ff)
            return true;
    }
    return false;
}

static bool is_chinese(const Record *record) {
    Str lang = record_text(record, CASE_LANG);
    return lang.len ? str_starts(lang, STR("zh")) : has_han(record_text(record, CASE_TITLE));
}

static bool is_in_story(const char *key, unsigned without) {
    const Entity *entity = entity_get(ENTITY_CASE);
    for (size_t i = 0; i < COUNT_OF(story_fields); i++)
        if (strcmp(entity->fields[story_fields[i].field].key, key) == 0)
            return !(without & 1u << story_fields[i].part);
    return false;
}

static void put_front(Buf *out, Arena *arena, const Record *record, unsigned without) {
    DocNode *all = export_record(arena, record), *front = doc_new(arena, DOC_MAP);
    for (DocNode *member = all->first, *next; member; member = next) {
        next = member->next;
        member->next = NULL;
        char *key = arena_printf(arena, "%.*s", STR_ARG(member->key));
        if (!is_in_story(key, without))
            doc_add(front, member->key, member);
    }
    buf_puts(out, "---\n");
    yaml_write(out, front);
    buf_puts(out, "---\n");
}

static void write_markdown(FormatWrite *write, const Record *record, Buf *out) {
    (void)write;
    Arena arena = {0};
    Buf text = {0};
    Story story = {.body = record_text(record, CASE_BODY)};
    for (int i = 0; i < STORY_SECTIONS; i++)
        story.sections[story_fields[i].part] = record_text(record, story_fields[i].field);
    unsigned without = story_write(&text, &story, is_chinese(record));
    put_front(out, &arena, record, without);
    buf_put_str(out, buf_str(&text));
    buf_free(&text);
    arena_free(&arena);
}

/* ---- HTML ---- */

/* The page is named by its first record. */
static void write_html(FormatWrite *write, const Record *record, Buf *out) {
    bool chinese =
        record->entity->type == ENTITY_CASE ? is_chinese(record) : has_han(record_title(record));
    if (!write->records)
        html_put_head(out, record_title(record), chinese);
    html_put_record(out, record, chinese, write->safe, write->metric);
}

/* ---- all kinds ---- */

static void (*const writers[FORMATS])(FormatWrite *, const Record *, Buf *) = {
    [FORMAT_YAML] = write_yaml, [FORMAT_MARKDOWN] = write_markdown, [FORMAT_JSONL] = write_jsonl,
    [FORMAT_CSV] = write_csv,   [FORMAT_HTML] = write_html,
};

void format_write_begin(FormatWrite *write, Buf *out) {
    write->records = 0;
    if (write->kind != FORMAT_CSV)
        return;
    if (write->crlf)
        buf_puts(out, "\xef\xbb\xbf");
    csv_put_head(out, entity_get(write->entity), write->crlf);
}

void format_write_record(FormatWrite *write, const Record *record, Buf *out) {
    writers[write->kind](write, record, out);
    write->records++;
}

void format_write_end(FormatWrite *write, Buf *out) {
    if (write->kind != FORMAT_HTML)
        return;
    if (!write->records)
        html_put_head(out, STR("anliku"), false);
    html_put_end(out);
}
