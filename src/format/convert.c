#include "config.h"

#include "format/convert.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/headings.h"
#include "format/json.h"
#include "format/markdown.h"
#include "format/problems.h"
#include "format/values.h"
#include "record/validate.h"
#include "text/display.h"

enum { UNKNOWN_MAX = 1 << 20 }; /* bytes of JSON */

typedef struct Gather {
    const Convert *convert;
    const Entity *entity;
    Arena arena;
    ValueRead read;
    Record *record;
    const DocNode *doc;
    const DocNode **at; /* what each field was read from */
    bool own;           /* carries a uuid: written by this program */
    VEC(const DocNode *) foreign;
} Gather;

/* ---- keys ---- */

static Str plain_key(Str key, char *room, size_t size) {
    if (key.len >= size)
        return key;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        room[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' || c == ' ' ? '_' : c;
    }
    return str_make(room, key.len);
}

int convert_find_field(const Entity *entity, Str key) {
    char room[64];
    int field = entity_field(entity, key);
    return field >= 0 ? field : entity_field(entity, plain_key(key, room, sizeof room));
}

bool convert_is_group(const Entity *entity, Str key) {
    for (size_t i = 0; i < entity->count; i++) {
        Str field = str_of(entity->fields[i].key);
        if (field.len > key.len && field.ptr[key.len] == '.' && str_starts(field, key))
            return true;
    }
    return false;
}

static Str dotted(Gather *g, Str prefix, Str key) {
    if (!prefix.len)
        return key;
    return str_of(arena_printf(&g->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(key)));
}

static void set_field(Gather *g, int field, const DocNode *node) {
    Value value;
    g->at[field] = node;
    if (value_read(&g->read, &g->entity->fields[field], node, &value))
        record_set(g->record, field, value);
}

static void keep_all(Gather *g, const DocNode *map) {
    DOC_EACH(member, map)
    value_keep(&g->read, member->key, member);
}

static bool is_foreign(const Gather *g, Str prefix, Str key) {
    const FormatMap *map = g->own || prefix.len ? NULL : g->convert->map;
    return map && map->field && map->field(map->context, g->entity->type, key);
}

/* Our own keys first, so that a foreign one never takes the place of one of them. */
static void take_members(Gather *g, const DocNode *map, Str prefix) {
    DOC_EACH(member, map) {
        Str key = dotted(g, prefix, member->key);
        int field = convert_find_field(g->entity, key);
        if (is_foreign(g, prefix, member->key))
            vec_push(&g->foreign, member);
        else if (field >= 0 && !g->at[field])
            set_field(g, field, member);
        else if (field < 0 && member->kind == DOC_MAP && convert_is_group(g->entity, key))
            take_members(g, member, key);
        else if (str_equal(key, STR("unknown")) && member->kind == DOC_MAP)
            keep_all(g, member);
        else
            value_keep(&g->read, key, member);
    }
}

/* A foreign value that does not fit our field says nothing about the record: it is kept as it is.
 */
static bool take_one_foreign(Gather *g, int field, const DocNode *node) {
    FormatProblems problems = {0};
    Value value;
    g->read.problems = &problems;
    bool good = value_read(&g->read, &g->entity->fields[field], node, &value);
    g->read.problems = g->convert->problems;
    if (good) {
        record_set(g->record, field, value);
        g->at[field] = node;
        for (size_t i = 0; i < problems.len; i++)
            problems_add(g->convert->problems, problems.items[i].severity,
                         &problems.items[i].error);
    }
    problems_free(&problems);
    return good;
}

static void take_foreign(Gather *g) {
    const FormatMap *map = g->convert->map;
    VEC_EACH (node, &g->foreign) {
        const char *key = map->field(map->context, g->entity->type, (*node)->key);
        int field = key && *key ? entity_field(g->entity, str_of(key)) : -1;
        if (key && !*key)
            continue;
        if (field < 0 || g->at[field] || !take_one_foreign(g, field, *node))
            value_keep(&g->read, (*node)->key, *node);
    }
}

static bool is_own(const DocNode *doc) {
    Uuid id;
    return uuid_parse(str_trim(doc_text(doc_member(doc, STR("uuid")))), &id);
}

/* ---- the story of a case ---- */

static const int section_fields[STORY_SECTIONS] = {
    [STORY_BACKGROUND] = CASE_BACKGROUND, [STORY_NEED] = CASE_NEED,
    [STORY_SOLUTION] = CASE_SOLUTION,     [STORY_PROCESS] = CASE_PROCESS,
    [STORY_RESULT] = CASE_RESULT,         [STORY_FEEDBACK] = CASE_FEEDBACK,
};

static bool clean_story(Gather *g, Str *out) {
    Buf buf = {0};
    TextCleaned report;
    Error err;
    bool good = text_clean(&buf, *g->convert->story, TEXT_CLEAN_LINES, &report, &err);
    if (!good) {
        error_at(&err, g->convert->file, g->convert->story_line + err.line - 1, err.column);
        problems_add(g->convert->problems, FORMAT_REFUSED, &err);
    } else if (report.bidi || report.hidden || report.controls) {
        error_set(&err, ERR_INVALID, N_("hidden characters were dropped"), "");
        error_at(&err, g->convert->file, g->convert->story_line, 1);
        problems_add(g->convert->problems, FORMAT_NOTE_CLEANED, &err);
    }
    *out = arena_str(&g->arena, buf_str(&buf));
    buf_free(&buf);
    return good;
}

/* What is cut: the Markdown text, else the body of a foreign record. */
static bool story_text(Gather *g, Str *out) {
    if (g->convert->story) {
        *out = *g->convert->story;
        return clean_story(g, out);
    }
    *out = record_text(g->record, CASE_BODY);
    return !g->own && out->len;
}

static void take_story(Gather *g) {
    Str text;
    Story story;
    unsigned taken = 0;
    if (!story_text(g, &text))
        return;
    for (int i = 0; i < STORY_SECTIONS; i++)
        if (g->at[section_fields[i]])
            taken |= 1u << i;
    story_split(&g->arena, text, taken, !g->own && !record_has(g->record, CASE_TITLE), &story);
    for (int i = 0; i < STORY_SECTIONS; i++)
        if (story.sections[i].len)
            record_set_text(g->record, section_fields[i], story.sections[i]);
    Str body = story.body;
    Str front = g->convert->story ? record_text(g->record, CASE_BODY) : STR("");
    if (front.len && body.len)
        body = str_of(arena_printf(&g->arena, "%.*s\n\n%.*s", STR_ARG(front), STR_ARG(body)));
    record_set_text(g->record, CASE_BODY, body.len ? body : front);
    if (story.title.len) {
        DocNode *node = doc_scalar(&g->arena, heading_plain(&g->arena, story.title), true);
        node->line = g->convert->story_line;
        set_field(g, CASE_TITLE, node);
    }
}

static void take_title_from_text(Gather *g) {
    static const int fields[] = {CASE_BODY,    CASE_BACKGROUND, CASE_NEED,     CASE_SOLUTION,
                                 CASE_PROCESS, CASE_RESULT,     CASE_FEEDBACK, CASE_SUMMARY};
    for (size_t i = 0; i < COUNT_OF(fields) && !record_has(g->record, CASE_TITLE); i++)
        record_set_text(g->record, CASE_TITLE,
                        story_first_words(&g->arena, record_text(g->record, fields[i])));
}

/* ---- unknown keys and hard rules ---- */

static void take_unknown(Gather *g) {
    if (!g->read.unknown->count)
        return;
    Buf json = {0};
    Error err;
    json_write_sorted(&json, g->read.unknown);
    if (json.len > UNKNOWN_MAX) {
        error_set(&err, ERR_INVALID, N_("more than 1 MiB under keys that no field has"), "");
        error_at(&err, g->convert->file, g->doc->line, g->doc->column);
        problems_add(g->convert->problems, FORMAT_REFUSED, &err);
    } else {
        record_set_unknown(g->record, buf_str(&json));
    }
    buf_free(&json);
}

static const DocNode *child_at(const DocNode *node, int at) {
    const DocNode *child = node->kind == DOC_LIST ? node->first : NULL;
    while (child && at-- > 0)
        child = child->next;
    return child ? child : node;
}

/* Where the value of an issue stands in the file. */
static const DocNode *place_of(const Gather *g, const Issue *issue) {
    const DocNode *node = g->at[issue->field];
    if (!node)
        return g->doc;
    if (issue->row >= 0)
        node = child_at(node, issue->row);
    if (issue->sub >= 0) {
        const DocNode *cell =
            doc_member(node, str_of(g->entity->fields[issue->field].row[issue->sub].key));
        node = cell ? cell : node;
    }
    return node;
}

static void check_hard_rules(Gather *g) {
    Issues issues = {0};
    validate_hard(g->record, &issues);
    for (size_t i = 0; i < issues.len; i++) {
        const DocNode *node = place_of(g, &issues.items[i]);
        error_at(&issues.items[i].error, g->convert->file, node->line, node->column);
        problems_add(g->convert->problems, FORMAT_REFUSED, &issues.items[i].error);
    }
    issues_free(&issues);
}

static void gather(Gather *g) {
    take_members(g, g->doc, STR(""));
    take_foreign(g);
    if (g->entity->type == ENTITY_CASE) {
        take_story(g);
        if (!g->own && !g->at[CASE_TITLE])
            take_title_from_text(g);
    }
    take_unknown(g);
    if (!problems_refused(g->convert->problems))
        check_hard_rules(g);
}

Record *convert_to_record(const Convert *convert, const DocNode *doc) {
    Gather g = {.convert = convert, .entity = entity_get(convert->entity), .doc = doc};
    g.own = is_own(doc);
    g.record = record_new(convert->entity);
    g.at = arena_zalloc(&g.arena, g.entity->count * sizeof *g.at);
    g.read = (ValueRead){.arena = &g.arena,
                         .file = convert->file,
                         .map = g.own ? NULL : convert->map,
                         .cells = convert->cells,
                         .unknown = doc_new(&g.arena, DOC_MAP),
                         .problems = convert->problems};
    gather(&g);
    arena_free(&g.arena);
    vec_free(&g.foreign);
    if (!problems_refused(convert->problems))
        return g.record;
    record_free(g.record);
    return NULL;
}
