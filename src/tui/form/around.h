#ifndef ANLIKU_TUI_FORM_AROUND_H
#define ANLIKU_TUI_FORM_AROUND_H

#include "tui/form/kind.h"

/* For the files of this folder only: what stands around the fields, and wrapped text. */

/* Lines of a text at that width, at most `most`. */
int form_count_lines(Str text, int cols, int most);
/* Draws up to rect.rows lines of a text, without the first `skip`; gives how many. */
int form_draw_wrapped(Grid *grid, GridRect rect, int skip, Str text, GridStyle style);
/* The colour of what stands under a field. */
GridStyle form_message_style(const FormField *field);

/* The first line: what is edited, and what is missing. */
void form_draw_header(const Form *form, Grid *grid, GridRect at);
void form_draw_notice(const Form *form, Grid *grid, GridRect *rest);
/* What goes with the next keys, instead of the help, so that no line moves; false: there is nothing
 * of the kind. */
bool form_draw_passing(const Form *form, Grid *grid, GridRect at);
/* The last line: the draft, and the names of what is missing. */
void form_draw_footer(const Form *form, Grid *grid, GridRect at);
/* Of what has the focus. */
void form_draw_help_below(const Form *form, Grid *grid, GridRect at);
/* And below it what the owner draws there. */
void form_draw_help_beside(Form *form, Grid *grid, GridRect at);
/* What is said of a group on its heading: "2 more for review". Appends. */
void form_put_group_count(const Form *form, int group, Buf *out);

#endif
