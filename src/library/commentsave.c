#include "config.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/commentrows.h"
#include "library/names.h"
#include "library/put.h"
#include "library/together.h"

/* Writing comments: one transaction each; accepting a suggestion writes the case in the same one.
 */

/* ---- into the store ---- */

bool commentrows_number(StoreWrite *write, Prepared *prepared, Error *err) {
    CommentRows rows = {0};
    Record *record = prepared->record;
    if (prepared->base_rev)
        return true;
    bool ok = commentrows_load(store_write_read(write), record_ref_uuid(record, COMMENT_CASE),
                               &rows, err);
    record_set_int(record, COMMENT_NUMBER, rows.most + 1);
    prepared->computed = false;
    commentrows_free(&rows);
    return ok;
}

static uint32_t rev_of(const Record *record) {
    return (uint32_t)record_int(record, entity_field(record->entity, STR("rev")));
}

static bool write_one(PutContext *context, Prepared *prepared, SaveResult *result, Error *err) {
    StoreWrite *write;
    if (!library_write_begin(context->library, false, &write, err))
        return false;
    if (commentrows_number(write, prepared, err) &&
        put_write(context, write, prepared, result, err))
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

/* result may be NULL. */
static bool put_one(Library *library, Record *record, StoreVerb verb, SaveResult *result,
                    Error *err) {
    StoreRead *read;
    PutContext context = {.library = library};
    Prepared prepared;
    SaveResult made;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok =
        put_prepare(&context, read, record, verb, rev_of(record), PUT_FORCE, NULL, &prepared, err);
    store_read_end(read);
    ok = ok && write_one(&context, &prepared, &made, err);
    put_free(&prepared);
    vec_free(&context.numbers);
    if (ok)
        library_merge_step(library);
    if (ok && result)
        *result = made;
    return ok;
}

/* ---- finding one ---- */

static bool load_numbered(Library *library, StoreRead *read, Uuid case_id, int number, Record **out,
                          Error *err) {
    CommentRows rows = {0};
    Uuid id = {{0}};
    bool ok = commentrows_load(read, case_id, &rows, err);
    commentrows_hide(library, &rows);
    VEC_EACH (row, &rows)
        if (row->number == number)
            id = record_id(row->record);
    commentrows_free(&rows);
    if (ok && uuid_is_nil(id))
        return error_set(err, ERR_NOT_FOUND, N_("the case has no comment {0}"), "d",
                         (int64_t)number);
    return ok && store_load(read, ENTITY_COMMENT, id, out, err);
}

/* The comment of that number, for who sees the case and may comment. */
static bool load_comment(Library *library, Uuid case_id, int number, Record **out, Error *err) {
    StoreRead *read;
    LibraryRow row;
    if (!library_allow(library, RIGHT_COMMENT, err) ||
        !library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = load_numbered(library, read, case_id, number, out, err);
    store_read_end(read);
    return ok;
}

static bool refuse_trashed(const Record *comment, Error *err) {
    return !record_int(comment, COMMENT_TRASHED) ||
           error_set(err, ERR_INVALID, N_("comment {0} is deleted; bring it back first"), "d",
                     record_int(comment, COMMENT_NUMBER));
}

static bool refuse_trashed_case(const Record *record, Error *err) {
    return !record_int(record, CASE_TRASHED) ||
           error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"), "");
}

static bool is_me(const Library *library, const Record *record, int field) {
    return uuid_equal(record_ref_uuid(record, field), library->actor.user);
}

static bool refuse_others(const Library *library, const Record *comment, Error *err) {
    return is_me(library, comment, COMMENT_BY) ||
           error_set(err, ERR_DENIED, N_("comment {0} is {1}'s: only who wrote it may change it"),
                     "dS", record_int(comment, COMMENT_NUMBER),
                     record_ref_name(comment, COMMENT_BY));
}

/* ---- a new one ---- */

static bool is_text(const Field *field) {
    return field->kind == FIELD_LINE || field->kind == FIELD_TEXT || field->kind == FIELD_VOCAB;
}

static size_t times_held(Str text, Str passage) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(text, passage, at)) != SIZE_MAX; at += passage.len)
        count++;
    return count;
}

/* Where the passage stands in the field: [*from, *to) of its text. */
static bool find_passage(const Record *record, int field, Str passage, size_t *from, size_t *to,
                         Error *err) {
    Str text = record_text(record, field);
    const char *label = _(record->entity->fields[field].label);
    *from = 0;
    *to = text.len;
    if (!passage.len)
        return true;
    size_t times = times_held(text, passage);
    if (times != 1)
        return error_set(err, ERR_INVALID,
                         times ? N_("“{0}” stands in {1} more than once: give a longer passage")
                               : N_("{1} does not hold “{0}” (any more)"),
                         "Ss", passage, label);
    *from = str_find(text, passage, 0);
    *to = *from + passage.len;
    return true;
}

/* The field's text with the replacement in the place of the passage. */
static bool put_replaced(const Record *record, int field, Str passage, Str replacement, Buf *out,
                         Error *err) {
    size_t from, to;
    if (!find_passage(record, field, passage, &from, &to, err))
        return false;
    Str before = record_text(record, field);
    buf_put_str(out, str_make(before.ptr, from));
    buf_put_str(out, replacement);
    buf_put_str(out, str_make(before.ptr + to, before.len - to));
    return true;
}

bool comment_put_text(const Record *record, const Comment *comment, Buf *out) {
    Error changed;
    return comment->field >= 0 && put_replaced(record, comment->field, comment->passage,
                                               comment->replacement, out, &changed);
}

static bool check_new(const Record *record, const CommentNew *what, Error *err) {
    size_t from, to;
    if (what->kind != COMMENT_SUGGESTION)
        return str_trim(what->body).len || error_set(err, ERR_INVALID, N_("say something"), "");
    if (what->field < 0)
        return error_set(err, ERR_INVALID, N_("a suggestion needs the field whose text it changes"),
                         "");
    const Field *field = &record->entity->fields[what->field];
    if (!is_text(field) || field->flags & (FIELD_MACHINE | FIELD_MOVED | FIELD_PRIVATE))
        return error_set(err, ERR_INVALID,
                         N_("{0} is no text that can be replaced: comment on it instead"), "s",
                         _(field->label));
    if (!find_passage(record, what->field, what->passage, &from, &to, err))
        return false;
    Str there = record_text(record, what->field);
    return !str_equal(str_make(there.ptr + from, to - from), what->replacement) ||
           error_set(err, ERR_INVALID, N_("that is what stands there already"), "");
}

Record *commentrows_new(const Library *library, const CommentNew *what, const Record *record) {
    Record *comment = record_new(ENTITY_COMMENT);
    record_set_uuid(comment, COMMENT_UUID, uuid_new());
    record_set_ref(comment, COMMENT_CASE, what->case_id, STR(""));
    record_set_ref(comment, COMMENT_BY, library->actor.user, str_of(library->actor.login));
    record_set_int(comment, COMMENT_AT, clock_now_ms());
    record_set_text(comment, COMMENT_KIND, str_of(comment_kind_key(what->kind)));
    if (what->field >= 0)
        record_set_text(comment, COMMENT_FIELD, str_of(record->entity->fields[what->field].key));
    record_set_text(comment, COMMENT_BODY, str_trim(what->body));
    if (what->kind == COMMENT_SUGGESTION) {
        record_set_text(comment, COMMENT_PASSAGE, what->passage);
        record_set_text(comment, COMMENT_REPLACEMENT, what->replacement);
    }
    record_set_int(comment, COMMENT_CASE_REV, record_int(record, CASE_REV));
    return comment;
}

/* An answer belongs to the comment that began the thread. */
static bool take_thread(Library *library, const CommentNew *what, Record *answer, Error *err) {
    Record *parent;
    if (!what->answers_to)
        return true;
    if (!load_comment(library, what->case_id, what->answers_to, &parent, err))
        return false;
    bool first = !record_has(parent, COMMENT_PARENT);
    bool ok = refuse_trashed(parent, err);
    record_set_uuid(answer, COMMENT_PARENT,
                    first ? record_id(parent) : record_uuid(parent, COMMENT_PARENT));
    record_set_text(answer, COMMENT_FIELD, record_text(parent, COMMENT_FIELD));
    record_free(parent);
    return ok;
}

bool library_comment_add(Library *library, const CommentNew *what, int *number, SaveResult *result,
                         Error *err) {
    Record *record;
    if (!library_allow(library, RIGHT_COMMENT, err) ||
        !library_load(library, ENTITY_CASE, what->case_id, 0, &record, err))
        return false;
    bool ok = refuse_trashed_case(record, err) && check_new(record, what, err);
    if (ok) {
        Record *comment = commentrows_new(library, what, record);
        ok = take_thread(library, what, comment, err) &&
             put_one(library, comment, VERB_CREATE, result, err);
        *number = (int)record_int(comment, COMMENT_NUMBER);
        record_free(comment);
    }
    record_free(record);
    return ok;
}

/* ---- changing one ---- */

static bool set_body(Record *comment, const CommentEdit *edit, bool *changed, Error *err) {
    Str body = str_trim(edit->body);
    if (!edit->body.ptr || str_equal(record_text(comment, COMMENT_BODY), body))
        return true;
    if (!body.len && commentrow_kind(comment) != COMMENT_SUGGESTION)
        return error_set(err, ERR_INVALID, N_("say something"), "");
    record_set_text(comment, COMMENT_BODY, body);
    *changed = true;
    return true;
}

/* What is suggested for the text as it stands now. */
static bool set_suggested(Library *library, Uuid case_id, Record *comment, const CommentEdit *edit,
                          bool *changed, Error *err) {
    Record *record;
    CommentEnd end = commentrow_end(comment);
    CommentNew what = {
        .field = entity_field(entity_get(ENTITY_CASE), record_text(comment, COMMENT_FIELD)),
        .kind = COMMENT_SUGGESTION,
        .passage = edit->passage,
        .replacement = edit->replacement};
    bool same = str_equal(record_text(comment, COMMENT_PASSAGE), edit->passage) &&
                str_equal(record_text(comment, COMMENT_REPLACEMENT), edit->replacement);
    if (!edit->suggests || same)
        return true;
    if (commentrow_kind(comment) != COMMENT_SUGGESTION)
        return error_set(err, ERR_INVALID, N_("comment {0} suggests no text"), "d",
                         record_int(comment, COMMENT_NUMBER));
    if (end != COMMENT_OPEN)
        return error_set(err, ERR_INVALID, N_("comment {0} is {1}: reopen it first"), "ds",
                         record_int(comment, COMMENT_NUMBER), _(comment_end_label(end)));
    if (!library_load(library, ENTITY_CASE, case_id, 0, &record, err))
        return false;
    bool ok = refuse_trashed_case(record, err) && check_new(record, &what, err);
    if (ok) {
        record_set_text(comment, COMMENT_PASSAGE, what.passage);
        record_set_text(comment, COMMENT_REPLACEMENT, what.replacement);
        record_set_int(comment, COMMENT_CASE_REV, record_int(record, CASE_REV));
        *changed = true;
    }
    record_free(record);
    return ok;
}

bool library_comment_edit(Library *library, Uuid case_id, int number, const CommentEdit *edit,
                          SaveResult *result, Error *err) {
    Record *comment;
    bool changed = false;
    if (result)
        *result = (SaveResult){.unchanged = true};
    if (!load_comment(library, case_id, number, &comment, err))
        return false;
    bool ok = refuse_others(library, comment, err) && refuse_trashed(comment, err) &&
              set_body(comment, edit, &changed, err) &&
              set_suggested(library, case_id, comment, edit, &changed, err);
    if (ok && changed) {
        record_set_int(comment, COMMENT_EDITED_AT, clock_now_ms());
        ok = put_one(library, comment, VERB_EDIT, result, err);
    }
    record_free(comment);
    return ok;
}

bool library_comment_trash(Library *library, Uuid case_id, int number, bool trashed,
                           SaveResult *result, Error *err) {
    Record *comment;
    if (result)
        *result = (SaveResult){.unchanged = true};
    if (!load_comment(library, case_id, number, &comment, err))
        return false;
    bool ok = refuse_others(library, comment, err);
    if (ok && record_int(comment, COMMENT_TRASHED) != trashed) {
        if (trashed)
            record_set_int(comment, COMMENT_TRASHED, 1);
        else
            record_clear(comment, COMMENT_TRASHED);
        ok = put_one(library, comment, trashed ? VERB_TRASH : VERB_UNTRASH, result, err);
    }
    record_free(comment);
    return ok;
}

/* ---- its end ---- */

static bool may_end(const Library *library, const Record *record, const Record *comment,
                    Error *err) {
    if (is_me(library, comment, COMMENT_BY) || is_me(library, record, CASE_OWNER) ||
        is_me(library, record, CASE_AUTHOR) || right_allows(library->actor.role, RIGHT_WRITE))
        return true;
    return error_set(err, ERR_DENIED,
                     N_("comment {0} is settled by who wrote it, by the case's owner, or by who "
                        "may write cases"),
                     "d", record_int(comment, COMMENT_NUMBER));
}

static bool check_end(const Record *comment, CommentEnd end, Str word, Error *err) {
    bool suggestion = commentrow_kind(comment) == COMMENT_SUGGESTION;
    CommentEnd now = commentrow_end(comment);
    int64_t number = record_int(comment, COMMENT_NUMBER);
    if (record_has(comment, COMMENT_PARENT))
        return error_set(err, ERR_INVALID,
                         N_("comment {0} is an answer: the comment that began is what is settled"),
                         "d", number);
    if (!refuse_trashed(comment, err))
        return false;
    if (end == now)
        return error_set(err, ERR_INVALID, N_("comment {0} is {1} already"), "ds", number,
                         _(comment_end_label(now)));
    if (end != COMMENT_OPEN && now != COMMENT_OPEN)
        return error_set(err, ERR_INVALID, N_("comment {0} is {1}: reopen it first"), "ds", number,
                         _(comment_end_label(now)));
    if (now == COMMENT_ACCEPTED)
        return error_set(err, ERR_INVALID,
                         N_("comment {0} stands in the text: edit the case instead"), "d", number);
    if ((end == COMMENT_ACCEPTED || end == COMMENT_DECLINED) && !suggestion)
        return error_set(err, ERR_INVALID,
                         N_("comment {0} suggests no text: it is answered and settled"), "d",
                         number);
    return end != COMMENT_DECLINED || str_trim(word).len ||
           error_set(err, ERR_INVALID, N_("say why the suggestion is declined"), "");
}

static void set_end(const Library *library, Record *comment, CommentEnd end, Str word) {
    record_set_text(comment, COMMENT_RESOLUTION, str_of(comment_end_key(end)));
    record_set_text(comment, COMMENT_WORD, str_trim(word));
    if (end == COMMENT_OPEN) {
        record_clear(comment, COMMENT_RESOLVED_BY);
        record_clear(comment, COMMENT_RESOLVED_AT);
        return;
    }
    record_set_ref(comment, COMMENT_RESOLVED_BY, library->actor.user, str_of(library->actor.login));
    record_set_int(comment, COMMENT_RESOLVED_AT, clock_now_ms());
}

/* The case with the suggestion in its text. */
static bool take_in(Library *library, Record *record, const Record *comment, Buf *note,
                    Error *err) {
    Buf text = {0}, name = {0};
    Error sentence;
    int field = entity_field(record->entity, record_text(comment, COMMENT_FIELD));
    if (!library_allow(library, RIGHT_WRITE, err) ||
        !put_replaced(record, field, record_text(comment, COMMENT_PASSAGE),
                      record_text(comment, COMMENT_REPLACEMENT), &text, err))
        return false;
    record_set_text(record, field, buf_str(&text));
    library_person_name(library, record_ref_uuid(comment, COMMENT_BY),
                        record_ref_name(comment, COMMENT_BY), &name);
    error_set(&sentence, ERR_NONE, N_("comment {0}, suggested by {1}"), "dS",
              record_int(comment, COMMENT_NUMBER), buf_str(&name));
    error_render_message(&sentence, note);
    buf_free(&text);
    buf_free(&name);
    return true;
}

/* The comment and the case are one act: undo reopens the one and takes the other back. */
static bool put_both(Library *library, Record *comment, Record *record, Str note,
                     SaveResult *result, Error *err) {
    TogetherItem items[2] = {{.record = comment, .verb = VERB_EDIT, .base_rev = rev_of(comment)},
                             {.record = record, .verb = VERB_EDIT, .base_rev = rev_of(record)}};
    Uuid batch;
    if (!together_write(library, items, COUNT_OF(items), note, &batch, err))
        return false;
    if (result) {
        *result = items[1].result;
        result->batch = batch;
    }
    return true;
}

bool library_comment_end(Library *library, Uuid case_id, int number, CommentEnd end, Str word,
                         SaveResult *result, Error *err) {
    Record *record = NULL, *comment = NULL;
    Buf note = {0};
    bool ok = load_comment(library, case_id, number, &comment, err) &&
              library_load(library, ENTITY_CASE, case_id, 0, &record, err) &&
              refuse_trashed_case(record, err) && may_end(library, record, comment, err) &&
              check_end(comment, end, word, err) &&
              (end != COMMENT_ACCEPTED || take_in(library, record, comment, &note, err));
    if (ok) {
        set_end(library, comment, end, word);
        ok = end == COMMENT_ACCEPTED
                 ? put_both(library, comment, record, buf_str(&note), result, err)
                 : put_one(library, comment, VERB_EDIT, result, err);
    }
    buf_free(&note);
    record_free(comment);
    record_free(record);
    return ok;
}
