#ifndef ANLIKU_TUI_FORM_INTERNAL_H
#define ANLIKU_TUI_FORM_INTERNAL_H

#include "base/vec.h"
#include "record/lint.h"
#include "record/mergetext.h"
#include "text/edit.h"
#include "tui/form/form.h"
#include "tui/form/offering.h"
#include "tui/form/rows.h"
#include "tui/widget/field.h"
#include "tui/widget/menu.h"
#include "tui/widget/month.h"

/* For the files of this folder only. */

typedef struct FormField {
    const Field *field;
    const struct FormKind *kind; /* how it is shown and filled in: form/kind.h */
    int index;                   /* in the entity; FORM_FILES */
    TextEdit *edit;              /* its text; NULL for rows */
    FormRows *rows;              /* FIELD_ROWS */
    EditField box;               /* over edit */
    bool shown_only;             /* moved by the state machine: seen, never typed */
    Buf base;                    /* text of the base's value */
    Buf message;                 /* what is wrong, translated; empty: nothing */
    IssueLevel message_level;
    Buf item;          /* of a list, put at its end by ^E last; empty: none */
    Buf remark;        /* what others said about it; empty: nothing */
    Buf told, told_of; /* what the cases are called whose numbers stand here; of which text */
    Buf note;          /* worth a look, but nothing wrong; translated */
    int wrong_row, wrong_sub; /* of rows: the cell that the message is about; -1 the whole */
    IssueLevel level;         /* of the worst that lint found last; ISSUE_LEVELS: nothing */
    const char *rule;         /* that found it; NULL: nothing, or the text cannot be read */
    bool refused;             /* names what is not there to choose: as bad as what cannot be read */
    /* ahead.h: what it could hold, as the library was then. */
    Offers kept;
    bool is_kept, asked;
    uint64_t asked_version;
    /* In conflict: */
    bool conflict, decided, took_theirs;
    bool theirs_is_mine; /* what stood here unsaved, against a text that came back */
    Buf theirs;   /* what stands here when theirs is taken: also what only I changed elsewhere in it
                   */
    Buf before;   /* the text that both began with */
    Buf mine;     /* what stood here before theirs was taken */
    Buf whole[2]; /* by MergeSide: mine and theirs as they were, each by itself */
    /* Where it was laid out last. y counts lines of the whole page. */
    int y, height;
    int content_y, content_rows;
    GridRect rect;      /* of the content as far as it was on the screen */
    GridRect head_rect; /* of the heading of the group that it begins */
} FormField;

/* How much of the group of the focus is to be seen. */
typedef enum FormShowsGroup {
    GROUP_AS_IT_IS, /* the field will do */
    GROUP_WHOLE,    /* as much as fits */
    GROUP_ON_TOP
} FormShowsGroup;

typedef struct FormTree FormTree;

/* A passage that went from one field to another (moved.h): what both held before and after, as
 * hashes. */
enum { MOVE_FROM, MOVE_TO, MOVE_SIDES };
typedef struct FormMove {
    size_t field[MOVE_SIDES];
    uint64_t before[MOVE_SIDES], after[MOVE_SIDES];
} FormMove;

typedef struct FormMoves {
    VEC(FormMove) items;
    size_t done;      /* those that are not taken back */
    unsigned changes; /* of the form, when the newest was made or taken back */
} FormMoves;

/* Something open above the page that takes every event until it closes: form_popup_close. */
typedef struct FormPopup {
    void (*draw)(Form *form, Grid *grid, GridRect within);
    /* CHANGED: the text of the field with the focus was changed. DONE: the form answers what `then`
     * says. */
    WidgetResult (*event)(Form *form, FormField *field, const InputEvent *event);
    void (*free)(Form *form); /* NULL: nothing */
} FormPopup;

struct Form {
    Record *base;
    uint32_t base_rev;
    FormField *fields; /* in the order of the page */
    size_t count, focus;
    FormChanged *changed;
    void *context;
    FormOffering offering;
    FormBeside *beside;
    void *beside_context;
    int top;                    /* first line of the page on the screen */
    GridRect body;              /* where the page was drawn last */
    const LintContext *lint;    /* NULL: hard rules only */
    bool quick;                 /* quick capture: four fields */
    bool folds;                 /* groups can be folded */
    unsigned open_groups;       /* bit set of groups, when it folds */
    bool on_heading;            /* of the group of the field with the focus */
    FormShowsGroup shows_group; /* in the next picture */
    bool typed_here;            /* in the field with the focus, since it came */
    bool read_only;
    Buf notice;
    Buf files; /* what hangs on the case; empty: nothing does */
    size_t file_count;
    bool files_wanted; /* form_takes_files */
    Role notice_role;
    bool notice_passes; /* with the next field */
    bool notice_once;   /* with the next key */
    unsigned notices;   /* counts them */
    int64_t draft_ms;
    bool saved_once;
    uint32_t their_rev;        /* of the newest conflict */
    Buf their_name;            /* who made it; empty: not known */
    bool keeps_mine;           /* the person wants mine kept as a revision of its own */
    struct FormDecide *decide; /* decide.c: the choice that is open */
    Buf alike;                 /* cases that a new one may be again, when there is neither */
    Buf others;                /* who else edits the record, when there is no notice */
    bool armed;                /* the person has seen the conflict: ^S saves what stands */
    const FormPopup *popup;    /* what is open above the page; NULL nothing */
    Month month;               /* the date picker, as a popup */
    FormTree *tree;            /* a tree, as a popup; NULL none */
    struct FormNews *news;     /* newwords.c: what is asked before a save; NULL nothing */
    FormResult then;           /* what the form answers when it is answered by yes */
    Menu menu;                 /* of choices or suggestions, as a popup */
    VEC(MenuItem) menu_items;
    unsigned changes; /* counts them, in any field */
    FormMoves moves;  /* moved.h */
    Buf menu_title;   /* passage.c: with what is taken */
    uint32_t there;   /* passage.c: a bit a row of its menu: the section holds the passage */
    int again;        /* passage.c: where it stands already and is to go by the next such key */
    bool esc_clears;  /* a key opened nothing: Esc takes away that this was said, no more */
    struct FormFind *find; /* find.h; NULL before the first time */
    /* notes.h: */
    bool notes_open, notes_beside;
    size_t before_notes; /* the focus before it went there */
    bool heading_before_notes;
    GridRect notes_rect; /* of the last picture; no rows: not shown */
    Buf notes_said;
    Role notes_role;
};

/* Fills {0}.. of a translated sentence and appends it; arguments as of error_set. */
#define FORM_SAY(out, ...)                                                                         \
    do {                                                                                           \
        Error say_ = {0};                                                                          \
        error_set(&say_, ERR_INVALID, __VA_ARGS__);                                                \
        error_render_message(&say_, (out));                                                        \
    } while (0)

/* NULL when the form does not show the field. */
FormField *form_field_find(const Form *form, int field);
Str form_field_text(const FormField *field);
/* One step of undo; no change function. */
void form_field_put(FormField *field, Str text);
/* The text that a value has in the form. */
void form_field_format(const FormField *field, const Value *value, Buf *out);
bool form_field_dirty(const FormField *field);
/* Calls the change function and forgets what was wrong with the text before. A person did it: of a
 * field in conflict that is a decision. */
void form_field_changed(Form *form, FormField *field);
/* The same, but decides nothing. */
void form_field_told(Form *form, FormField *field);
/* To the field, or the next one that can have the focus in this state of the page. */
void form_go(Form *form, size_t at, bool from_below);

/* check.c */
/* Before a field is checked: it is written as it is meant. Numbers, dates and lists as they will be
 * shown later, what is known as it is called. The owner hears of it, so that "today" is not another
 * day in a draft of tomorrow. */
void form_settle(Form *form, FormField *field);
/* Settles and checks a field that the focus goes away from. */
void form_leave_field(Form *form, FormField *field);
/* Another cell of the same rows has the focus now: what cannot be read is said at once. */
void form_leave_cell(Form *form, FormField *field);
/* The cell with the focus was changed: what is wrong in the others is still said. */
void form_cell_typed(const Form *form, FormField *field);
/* A key opened nothing: said (translated) until the next key, and Esc only takes that away. */
void form_say_none(Form *form, const char *text);
/* After a key that changed something: a word to what was done before goes. notices: form->notices
 * before the key. */
void form_drop_passing_notice(Form *form, unsigned notices);
/* While its text changes: what it lacks is counted as far as the text itself tells; the rest stays
 * as it was until it is left. */
void form_recount_field(const Form *form, FormField *field);
/* As form_check, then the rules up to `level`. */
bool form_check_for(Form *form, IssueLevel level);

/* groups.c */
/* A FieldGroup, or FIELD_GROUPS for what is private. */
int form_group(const FormField *field);
const char *form_group_label(int group);
bool form_begins_group(const Form *form, size_t at);
/* The first field of the group of field `at`. */
size_t form_group_start(const Form *form, size_t at);
bool form_group_is_open(const Form *form, int group);
void form_open_group(Form *form, int group, bool open);
/* The field, or the heading of its folded group, can have the focus. */
bool form_is_stop(const Form *form, size_t at);
/* Makes the field one that can: opens its group, or goes from quick capture to all fields. */
void form_reveal(Form *form, size_t at);
/* Without a folded group, without what quick capture leaves out, without an empty machine field. */
bool form_is_shown(const Form *form, const FormField *field);
/* The next group above (-1) or below (1), to its first field or its heading. */
FormResult form_go_group(Form *form, int by);
/* Keys while a heading has the focus; also Up at the first field of a group. */
FormResult form_heading_key(Form *form, InputKey key);
/* What the state after this one asks for: ISSUE_HARD nothing, ISSUE_SUBMIT, ISSUE_PUBLISH. */
IssueLevel form_next_level(const Form *form);
/* The field keeps the record from what `level` says. */
bool form_lacks(const FormField *field, IssueLevel level);
size_t form_lacking(const Form *form, IssueLevel level);
/* What it lacks is length, nothing else. */
bool form_is_short(const FormField *field);
typedef struct FormGroupCount {
    size_t fields, filled, lacking; /* lacking: of what form_next_level says */
} FormGroupCount;
FormGroupCount form_count_group(const Form *form, int group);

/* quick.c */
typedef struct FormQuick {
    int field;
    const char *label, *help, *example; /* message ids, NULL: the field's own */
} FormQuick;
/* NULL: quick capture leaves the field out. */
const FormQuick *form_quick(const Form *form, const FormField *field);
/* Translated, as the page shows them now. */
const char *form_label(const Form *form, const FormField *field);
void form_put_help(const Form *form, const FormField *field, Buf *out);
FormResult form_switch_quick(Form *form);

/* A field's text as a person reads it: labels of choices, cells of rows apart. */
void form_field_show(const FormField *field, Str text, Buf *out);

/* target.c: where typing goes: the field with the focus, of rows the cell. */
const Field *form_target_facts(const FormField *field);
/* The sub-field of the cell; -1 when the field has no rows. */
int form_target_sub(const FormField *field);
Str form_target_text(const FormField *field);
size_t form_target_caret(const FormField *field);
/* One step of undo; no change function. */
void form_target_put(FormField *field, Str text, size_t caret);
GridRect form_target_rect(const FormField *field);

/* money.c: the currency that is typed with an amount goes to its own field. */
void form_money_settle(Form *form, FormField *field);

/* How the field is filled in, or what its keys do just now. Appends. */
void form_hint(const FormField *field, Buf *out);
/* The keys of the field with the focus do something unusual now, which form_hint says. */
bool form_keys_differ(const Form *form);

/* popup.c */
void form_popup_close(Form *form);
FormResult form_popup_event(Form *form, const InputEvent *event);
/* Opens form->menu_items as a menu with the field's name; `selected` is one of them. What is chosen
 * goes to the kind's `take`. */
void form_popup_menu(Form *form, const FormField *field, size_t selected);

/* check.c: the value of a field's text; nothing is said when it cannot be read. */
bool form_field_value(const Form *form, const FormField *field, Arena *arena, Value *out);

/* decide.c: mine, theirs and what was before, beside each other or one below the other; chosen for
 * each part that both changed. */
WidgetResult form_decide_open(Form *form, FormField *field);
/* Whose text the other one is. */
void form_decide_put_revision(const Form *form, const FormField *field, Buf *out);

/* conflict.c */
void form_conflict_clear(FormField *field);
/* A text that was decided on stands in the field. */
FormResult form_conflict_take(Form *form, FormField *field, Str text);
FormResult form_switch_version(Form *form, FormField *field);
/* Goes to the next field that is to be decided, when the person has not seen the conflict yet. */
bool form_shows_undecided(Form *form);

#endif
