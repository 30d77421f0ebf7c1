#ifndef ANLIKU_TUI_FORM_FORM_H
#define ANLIKU_TUI_FORM_FORM_H

#include "library/offers.h"
#include "record/lint.h"
#include "record/value.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A form over one record of any entity, made from the rows of its field table: labels, help,
 * examples, kinds, groups. It draws, takes events and checks; it reads and writes nothing. Saving
 * and journalling are the owner's (form/session.h). Everything is kept as text until form_build, so
 * that what cannot be read yet is not lost either. */
typedef struct Form Form;

typedef enum FormResult {
    FORM_IGNORED, /* not mine: a key of the program */
    FORM_USED,    /* at most the picture changed */
    FORM_CHANGED, /* the text of a field changed; the change function was called */
    FORM_SAVE,    /* ^S, and no hard rule is broken: form_build and save it */
    FORM_DONE,    /* ^D, and nothing is missing that submitting asks for: save it and go on */
    FORM_LEAVE    /* Esc */
} FormResult;

/* base is copied. base_rev: the revision it is, 0 for a new record. */
Form *form_new(const Record *base, uint32_t base_rev) __attribute__((returns_nonnull));
/* NULL is allowed. */
void form_free(Form *form);
/* The record that unchanged fields are taken from; the form's. */
const Record *form_base(const Form *form);
uint32_t form_base_rev(const Form *form);

/* Called after every change that a person makes to a field, with all of its text as form_set_text
 * takes it. text lives during the call. */
typedef void FormChanged(void *context, int field, Str text);
void form_on_change(Form *form, FormChanged *changed, void *context);

/* What a field (sub -1) or a cell of its rows could hold, as library_offers gives it; typed: what
 * stands there, of several items the one at the caret. */
typedef void FormAsk(void *context, int field, int sub, Str typed, Offers *out);
/* Something that is known stands in a field now: it was chosen, or typed and left. */
typedef void FormNamed(void *context, int field, Str value);
/* Offers are shown below the field while a person types, and with F7. What none of them is is
 * refused or is to be confirmed, as their rule says. named may be NULL. */
void form_on_offers(Form *form, FormAsk *ask, FormNamed *named, void *context);
/* Grows with every change of the library. With it, offers that last (Offers.lasting) are kept with
 * the fields, and the owner calls form_rest when nothing was typed for a moment: it reads one thing
 * that keys would wait for otherwise, and gives whether there was one. */
typedef uint64_t FormVersion(void *context);
void form_reads_ahead(Form *form, FormVersion *version);
bool form_rest(Form *form);
/* form_rest would read something. */
bool form_wants_rest(const Form *form);
/* Once: the person wants a new record made that the field with the focus could name: the last of
 * its offers (Offers.make). */
bool form_takes_wish(Form *form);
/* Puts a text into a field that is empty, as if a person had typed it. False: it holds something.
 */
bool form_fill(Form *form, int field, Str text);

/* What is asked of a case beyond the hard rules; borrowed until the form is freed. The counts of
 * what is missing take it at once; a field is checked when it is left, never while typing. NULL:
 * hard rules only. */
void form_set_lint(Form *form, const LintContext *context);
/* Folds the groups of which the next state needs nothing more; the others are open. Without a call
 * all groups are, and stay so. */
void form_fold_groups(Form *form);
/* Quick capture of a case: title, customer, what happened, result. F5 goes there and back; the text
 * is the same. */
void form_set_quick(Form *form, bool quick);
bool form_is_quick(const Form *form);

/* What others said about a field: a quiet sign before its label, the text before the help. Empty
 * takes it away. Nothing happens for a field that the form does not show. */
void form_set_remark(Form *form, int field, Str text);
/* The files that hang on the case, as one text in any bytes: a row of the evidence, also at its
 * folded heading. */
void form_set_files(Form *form, size_t count, Str text);
/* Once: the person wants the list of the files, to add some or take them away. */
bool form_takes_files(Form *form);
/* What form_focus says of their row, which is no field of the record. */
enum { FORM_FILES = -2 };

/* Where the person is: field, insertion point, scrolling, opened groups, as one line that can be
 * kept. Appends. */
void form_put_place(const Form *form, Buf *out);
/* Appends to it that somebody is there, when somebody is; whether it says so. */
void form_put_open(bool open, Buf *out);
bool form_place_is_open(Str place);
/* Goes back there as far as it still is there; false when the field is not, or for other text. */
bool form_set_place(Form *form, Str place);

/* The record of all that can be read now, without a word about the rest; freed with record_free. */
Record *form_peek(const Form *form);
/* Called by form_draw for the room that is left below the help beside the fields, when it is more
 * than a few lines; the cursor must stay where it is. */
typedef void FormBeside(void *context, Form *form, Grid *grid, GridRect rect);
void form_on_beside(Form *form, FormBeside *beside, void *context);

/* Any size. Labels stand left of the fields, above them below 60 columns; help of the focused field
 * below the fields, beside them from 120 columns; with few lines one field is shown at a time. The
 * hardware cursor is put at the insertion point. */
void form_draw(Form *form, Grid *grid, GridRect rect);
/* Keys, pastes and the mouse. Tab S-Tab ^N ^B Up Down Enter move between fields; PgUp and PgDn
 * between groups; a heading opens with Enter or Right and folds with Left; ^T switches a field in
 * conflict between mine and theirs; F5 quick capture; ^S saves, ^D is done; the rest edits the
 * field. */
FormResult form_event(Form *form, const InputEvent *event);

/* A field differs from the base. */
bool form_is_dirty(const Form *form);
bool form_field_is_dirty(const Form *form, int field);
/* The text in a field: rows are lines of cells that TAB parts, choices are their keys. "" for a
 * field that the form does not show. Valid until the field changes. */
Str form_text(const Form *form, int field);
/* Puts a text into a field as one step of undo; does not call the change function. False when the
 * form does not show the field. */
bool form_set_text(Form *form, int field, Str text);
/* Index of the field that has the focus, or FORM_FILES. */
int form_focus(const Form *form);
/* Nothing happens when the form does not show the field. */
void form_set_focus(Form *form, int field);

/* The record as it stands in the form. False when a text cannot be read: then messages stand under
 * the fields and *out is NULL. The caller frees *out with record_free. */
bool form_build(Form *form, Record **out);
/* Puts what a record has into the fields that a person may change and sees outside of the form,
 * each as one step of undo; the change function is called for each. Gives how many changed. */
size_t form_take_record(Form *form, const Record *record);
/* Checks all fields against the hard rules, shows what is wrong and goes to the first; true when
 * nothing is. */
bool form_check(Form *form);
/* Shows what somebody else found (library_save); goes to the first one. */
void form_set_issues(Form *form, const Issues *issues);
/* The text under a field, "" when none. */
Str form_field_message(const Form *form, int field);
/* The record was saved: it is the base now, nothing is dirty. */
void form_saved(Form *form, const Record *saved, uint32_t rev);
/* When the draft was written last, for the footer; 0: there is none; -1: it cannot be written. */
void form_set_draft_time(Form *form, int64_t at_ms);
/* A line above the fields, in any bytes; empty takes it away. */
void form_set_notice(Form *form, Role role, Str text);
/* The same until the next key. */
void form_say_once(Form *form, Role role, Str text);
/* Says below the field that the error names what it says, and goes there; false when the form shows
 * no such field. */
bool form_show_error(Form *form, const Error *err);
/* No field can be changed any more; the reason is shown. */
void form_set_read_only(Form *form, Str reason);
bool form_is_read_only(const Form *form);

/* Somebody saved another revision meanwhile: `theirs` becomes the base. Fields that only they
 * changed take their text, fields that only I changed keep mine; where both did, mine stands in the
 * field and theirs below it, until the person has chosen: ^T the whole, F7 part by part. by: who,
 * "" not known. Gives the number of fields to decide; 0: save again at once. */
size_t form_set_conflict(Form *form, const Record *theirs, uint32_t rev, Str by);
/* A text that was begun from `from`, and left, comes back: what it changed since goes into the
 * form, together with what changed here meanwhile; where both did, the text's stands in the field,
 * to be decided as in form_set_conflict. given (or NULL): what the person got then, when the form
 * goes on with the draft that held it. by: who made the revision that the form is on, "" not known.
 * Gives how many fields were changed or are to be decided; form_undecided how many are to be
 * decided. */
size_t form_join_record(Form *form, const Record *from, const Record *given, const Record *mine,
                        Str by);
/* Once: the person has chosen to keep mine as a revision of its own, and theirs as what stands. */
bool form_takes_keep(Form *form);
/* Who else edits the record, shown where no notice is; empty: nobody. */
void form_set_others(Form *form, Str text);
/* Cases that a new one may be again, shown where nothing else is said; empty: none. */
void form_set_alike(Form *form, Str text);
/* Fields that are still to be decided. */
size_t form_undecided(const Form *form);
/* Their text of a field in conflict, "" when it is in none. */
Str form_theirs(const Form *form, int field);

#endif
