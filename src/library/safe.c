#include "config.h"

#include "library/safe.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/internal.h"
#include "library/row.h"
#include "library/safenames.h"
#include "library/safepeople.h"
#include "library/save.h"
#include "record/money.h"
#include "text/fold.h"
#include "text/redact.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>

enum { GROUP_FIELDS = 3, MOST_LEFT = 20, EXCERPT = 24 };

struct SafeKit {
    Library *library;
    SafeNames *names;
    Map groups; /* mask, values of industry, region and size -> customers */
};

/* ---- groups ---- */

static void group_key(unsigned mask, const Str values[GROUP_FIELDS], Buf *out) {
    buf_clear(out);
    buf_putc(out, (char)('0' + mask));
    for (int i = 0; i < GROUP_FIELDS; i++) {
        if (mask >> i & 1)
            text_fold(out, str_trim(values[i]));
        buf_putc(out, '\n');
    }
}

static bool count_customer(void *context, const StoreCurrent *row, Error *err) {
    SafeKit *kit = context;
    Record *customer;
    Buf key = {0};
    if (row->trashed)
        return true;
    if (!row_decode(row, &customer, err))
        return false;
    Str values[GROUP_FIELDS] = {record_text(customer, CUSTOMER_INDUSTRY),
                                record_text(customer, CUSTOMER_REGION),
                                record_text(customer, CUSTOMER_SIZE_BAND)};
    for (unsigned mask = 1; mask < 1u << GROUP_FIELDS; mask++) {
        group_key(mask, values, &key);
        ++*map_put(&kit->groups, buf_str(&key), NULL);
    }
    buf_free(&key);
    record_free(customer);
    return true;
}

/* Industry first, then what of the rest leaves the group large enough. */
static void keep_large_groups(const SafeKit *kit, const Record *from, Record *to) {
    static const int fields[GROUP_FIELDS] = {CASE_INDUSTRY, CASE_REGION, CASE_SIZE_BAND};
    Str values[GROUP_FIELDS];
    unsigned mask = 0;
    Buf key = {0};
    for (int i = 0; i < GROUP_FIELDS; i++)
        values[i] = record_text(from, fields[i]);
    for (int i = 0; i < GROUP_FIELDS; i++) {
        group_key(mask | 1u << i, values, &key);
        const uint64_t *count = map_get(&kit->groups, buf_str(&key));
        if (!values[i].len || !count || *count < SAFE_GROUP)
            continue;
        mask |= 1u << i;
        record_set_text(to, fields[i], values[i]);
    }
    buf_free(&key);
}

/* ---- life ---- */

bool safe_kit_new(Library *library, SafeKit **out, Error *err) {
    SafeKit *kit = mem_zalloc(sizeof *kit);
    StoreRead *read;
    *out = NULL;
    kit->library = library;
    bool ok =
        safe_names_load(library, &kit->names, err) && store_read_begin(library->store, &read, err);
    if (ok) {
        ok = store_current_each(read, ENTITY_CUSTOMER, count_customer, kit, err);
        store_read_end(read);
    }
    if (ok)
        *out = kit;
    else
        safe_kit_free(kit);
    return ok;
}

void safe_kit_free(SafeKit *kit) {
    if (!kit)
        return;
    safe_names_free(kit->names);
    map_free(&kit->groups);
    free(kit);
}

void safe_lefts_free(SafeLefts *lefts) {
    vec_free(lefts);
    arena_free(&lefts->arena);
}

void safe_lefts_put(const SafeLefts *lefts, size_t most, Buf *out) {
    for (size_t i = 0; i < lefts->len && i < most; i++)
        buf_printf(out, "%s%s: %.*s", i ? "\n" : "", _(lefts->items[i].label),
                   STR_ARG(lefts->items[i].text));
}

/* ---- one case ---- */

typedef struct Alias {
    const SafeCustomer *customer;
    char text[300];
} Alias;

typedef struct Work {
    SafeKit *kit;
    const Record *from;
    Record *to;
    SafeLefts *lefts;
    SafeNames *own; /* known only from this case */
    VEC(Alias) aliases;
    bool chinese;
    const Field *field; /* that is worked on */
} Work;

static bool same_customer(const SafeCustomer *a, const SafeCustomer *b) {
    return uuid_is_nil(a->id) ? a == b : uuid_equal(a->id, b->id);
}

static bool holds_name(const SafeNames *names, Str text, SafeName *name) {
    SafeScan scan;
    safe_scan_begin(&scan, names, text);
    bool found = safe_scan_next(&scan, name);
    safe_scan_end(&scan);
    return found;
}

static bool names_somebody(const Work *work, Str text) {
    SafeName name;
    return holds_name(work->kit->names, text, &name) || holds_name(work->own, text, &name);
}

/* The customer's own alias, when that tells no name; else a letter: A is the customer of the case.
 */
static const char *alias_of(Work *work, const SafeCustomer *customer) {
    VEC_EACH (alias, &work->aliases)
        if (same_customer(alias->customer, customer))
            return alias->text;
    Alias made = {.customer = customer};
    size_t number = work->aliases.len;
    if (customer->alias.len && customer->alias.len < sizeof made.text &&
        !names_somebody(work, customer->alias))
        snprintf(made.text, sizeof made.text, "%.*s", STR_ARG(customer->alias));
    else if (number < 26)
        snprintf(made.text, sizeof made.text, work->chinese ? "客户%c" : "Customer %c",
                 (char)('A' + number));
    else
        snprintf(made.text, sizeof made.text, work->chinese ? "客户%zu" : "Customer %zu",
                 number + 1);
    vec_push(&work->aliases, made);
    return work->aliases.items[work->aliases.len - 1].text;
}

static bool begins_sentence(const Buf *out, size_t from) {
    size_t at = out->len;
    while (at > from && strchr(" #*>-\"", out->data[at - 1]))
        at--;
    return at == from || strchr(".!?\n:", out->data[at - 1]);
}

/* "a bank" is "A bank" where a sentence begins. */
static void put_alias(const char *alias, bool begins, Buf *out) {
    bool small = alias[0] >= 'a' && alias[0] <= 'z';
    buf_putc(out, begins && small ? (char)(alias[0] - 32) : alias[0]);
    buf_puts(out, alias + 1);
}

static void replace_some(Work *work, const SafeNames *names, Str text, Buf *out) {
    SafeScan scan;
    SafeName name;
    size_t at = 0, from = out->len;
    if (!text.len)
        return;
    safe_scan_begin(&scan, names, text);
    while (safe_scan_next(&scan, &name)) {
        if (name.from < at)
            continue;
        buf_put(out, text.ptr + at, name.from - at);
        const char *alias = !name.person    ? alias_of(work, name.customer)
                            : work->chinese ? "客户方联系人"
                                            : "the customer's contact";
        put_alias(alias, begins_sentence(out, from), out);
        at = name.to;
    }
    buf_put(out, text.ptr + at, text.len - at);
    safe_scan_end(&scan);
}

static void replace_names(Work *work, Str text, Buf *out) {
    Buf known = {0};
    replace_some(work, work->own, text, &known); /* a person may bear the company's name */
    replace_some(work, work->kit->names, buf_str(&known), out);
    buf_free(&known);
}

/* A piece of text around a place, one line. */
static void note_left(Work *work, Str text, size_t from, size_t to) {
    SafeLefts *lefts = work->lefts;
    if (!lefts || lefts->len >= MOST_LEFT)
        return;
    size_t start = utf8_floor(text, from > EXCERPT ? from - EXCERPT : 0);
    size_t end = utf8_floor(text, to + EXCERPT < text.len ? to + EXCERPT : text.len);
    char *piece = arena_dup(&lefts->arena, text.ptr + start, end - start);
    for (size_t i = 0; i < end - start; i++)
        if (piece[i] == '\n' || piece[i] == '\t')
            piece[i] = ' ';
    vec_push(lefts, (SafeLeft){work->field->label, str_make(piece, end - start)});
}

static void look_for_rest(Work *work, Str text) {
    Leftover found[MOST_LEFT];
    SafeScan scan;
    SafeName name;
    size_t count = text_leftovers(text, found, MOST_LEFT);
    for (size_t i = 0; i < count; i++)
        note_left(work, text, found[i].from, found[i].to);
    const SafeNames *both[] = {work->kit->names, work->own};
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        safe_scan_begin(&scan, both[i], text);
        while (safe_scan_next(&scan, &name))
            note_left(work, text, name.from, name.to);
        safe_scan_end(&scan);
    }
}

static Value safe_text(Work *work, Str text) {
    Buf plain = {0}, out = {0};
    text_redact(&plain, text, work->chinese);
    replace_names(work, buf_str(&plain), &out);
    Value value = value_text(arena_str(&work->to->arena, buf_str(&out)));
    look_for_rest(work, value.text);
    buf_free(&plain);
    buf_free(&out);
    return value;
}

static int32_t quarter_of(int32_t day) {
    int year, month, in_month;
    date_split(day, &year, &month, &in_month);
    return date_make(year, (month - 1) / 3 * 3 + 1, 1);
}

static Value safe_value(Work *work, const Value *value) {
    if (value->kind == VALUE_TEXT)
        return safe_text(work, value->text);
    if (value->kind == VALUE_DATE)
        return value_date(quarter_of((int32_t)value->number));
    if (value->kind != VALUE_LIST && value->kind != VALUE_ROW)
        return *value;
    Value copy = *value;
    copy.list.items = arena_zalloc(&work->to->arena, (value->list.len + 1) * sizeof(Value));
    for (size_t i = 0; i < value->list.len; i++)
        copy.list.items[i] = safe_value(work, &value->list.items[i]);
    return copy;
}

/* ---- outcomes ---- */

static double number_of(const Value *value) {
    return value->kind == VALUE_DECIMAL ? number_to_double(value->decimal) : NAN;
}

static bool is_large(const Value *row) {
    double before = number_of(&row->list.items[OUTCOME_BEFORE]);
    double after = number_of(&row->list.items[OUTCOME_AFTER]);
    return fabs(before) >= 1000 || fabs(after) >= 1000;
}

static bool is_money(Str unit) {
    Str part;
    int64_t ignored;
    while (unit.len && str_split(&unit, '/', &part))
        if (money_unit(part, &ignored))
            return true;
    return false;
}

/* Amounts and counts of thousands become an index: before = 100. False: they cannot. */
static bool make_index(Work *work, Value *row) {
    Value *before = &row->list.items[OUTCOME_BEFORE], *after = &row->list.items[OUTCOME_AFTER];
    double from = number_of(before), to = number_of(after);
    if (isnan(from) || isnan(to) || from == 0 || fabs(to / from) > 1e6)
        return false;
    *before = (Value){.kind = VALUE_DECIMAL, .decimal = {100, 0}};
    *after = (Value){.kind = VALUE_DECIMAL, .decimal = {llround(to / from * 100), 0}};
    row->list.items[OUTCOME_UNIT] = value_text(work->chinese ? STR("指数") : STR("index"));
    return true;
}

static Value safe_outcomes(Work *work, const Value *outcomes) {
    Value copy = safe_value(work, outcomes);
    size_t kept = 0;
    for (size_t i = 0; i < copy.list.len; i++) {
        Value *row = &copy.list.items[i];
        Value *n = &row->list.items[OUTCOME_N];
        row->list.items[OUTCOME_EVIDENCE] = (Value){0};
        if (n->kind == VALUE_INT && n->number >= 1000)
            *n = (Value){0};
        bool hidden = is_large(row) || is_money(row->list.items[OUTCOME_UNIT].kind == VALUE_TEXT
                                                    ? row->list.items[OUTCOME_UNIT].text
                                                    : STR(""));
        if (!hidden || make_index(work, row))
            copy.list.items[kept++] = *row;
    }
    copy.list.len = kept;
    return kept ? copy : (Value){0};
}

/* ---- all fields ---- */

/* What a stranger may see; the rest is the house's own. Industry, region and size: groups. */
static const int shown_fields[] = {
    CASE_TITLE,    CASE_SUMMARY,    CASE_BACKGROUND,   CASE_NEED,  CASE_SOLUTION, CASE_STEPS,
    CASE_PROCESS,  CASE_RESULT,     CASE_FEEDBACK,     CASE_BODY,  CASE_OUTCOMES, CASE_SUCCESS,
    CASE_CATEGORY, CASE_TAGS,       CASE_PRODUCT,      CASE_THEME, CASE_PAIN,     CASE_PERIOD_START,
    CASE_LANG,     CASE_PERIOD_END, CASE_ALTERNATIVES,
};

static bool is_chinese(const Record *record) {
    Str lang = record_text(record, CASE_LANG), title = record_title(record);
    uint32_t point;
    if (lang.len)
        return str_starts(lang, STR("zh"));
    for (size_t at = 0; at < title.len; at += utf8_next(title, at, &point))
        if (utf8_decode(title, at, &point) && text_class_source(point) == TEXT_HAN)
            return true;
    return false;
}

/* Who is known only from this case; and its customer is A. */
static void learn(Work *work) {
    Str name = record_ref_name(work->from, CASE_CUSTOMER);
    SafeName found;
    safe_names_add(work->own, record_text(work->from, CASE_CONSENT_BY), true);
    safe_people_learn(work->own, record_text(work->from, CASE_FEEDBACK));
    for (int field = 0; field < CASE_FIELDS; field++) {
        FieldKind kind = work->from->entity->fields[field].kind;
        if (kind == FIELD_TEXT)
            safe_people_learn_speech(work->own, record_text(work->from, field));
        if (kind == FIELD_TEXT || kind == FIELD_LINE)
            safe_people_learn_polite(work->own, work->kit->names, record_text(work->from, field));
    }
    if (!name.len)
        return;
    if (!holds_name(work->kit->names, name, &found)) /* the case calls it as no record does */
        safe_names_add(work->own, name, false);
    const SafeNames *names =
        holds_name(work->kit->names, name, &found) ? work->kit->names : work->own;
    if (holds_name(names, name, &found) && !found.person)
        record_set_ref(work->to, CASE_CUSTOMER, (Uuid){{0}},
                       str_of(alias_of(work, found.customer)));
}

Record *safe_record(SafeKit *kit, const Record *record, SafeLefts *lefts) {
    Work work = {.kit = kit,
                 .from = record,
                 .to = record_new(ENTITY_CASE),
                 .own = safe_names_new(),
                 .lefts = lefts,
                 .chinese = is_chinese(record)};
    learn(&work);
    for (size_t i = 0; i < COUNT_OF(shown_fields); i++) {
        int field = shown_fields[i];
        work.field = &record->entity->fields[field];
        const Value *value = &record->values[field];
        bool choice = work.field->kind == FIELD_CHOICE || field == CASE_LANG;
        if (value->kind == VALUE_NONE)
            continue;
        Value safe = choice                   ? *value
                     : field == CASE_OUTCOMES ? safe_outcomes(&work, value)
                                              : safe_value(&work, value);
        if (safe.kind != VALUE_NONE)
            record_set(work.to, field, safe);
    }
    keep_large_groups(kit, record, work.to);
    vec_free(&work.aliases);
    safe_names_free(work.own);
    return work.to;
}

bool library_safe(Library *library, Uuid id, Record **out, SafeLefts *lefts, Error *err) {
    Record *record;
    SafeKit *kit;
    if (!library_load(library, ENTITY_CASE, id, 0, &record, err))
        return false;
    bool ok = safe_kit_new(library, &kit, err);
    if (ok)
        *out = safe_record(kit, record, lefts);
    safe_kit_free(ok ? kit : NULL);
    record_free(record);
    return ok;
}
