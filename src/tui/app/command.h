#ifndef ANLIKU_TUI_APP_COMMAND_H
#define ANLIKU_TUI_APP_COMMAND_H

#include "base/arena.h"
#include "base/vec.h"
#include "tui/app/app.h"

/* What can be typed behind a colon: rows of one table, and the name of every action. */

typedef struct CommandOffer {
    const char *text;  /* takes the place of the whole argument */
    const char *label; /* for people, translated; "" none */
} CommandOffer;

typedef struct CommandOffers {
    VEC(CommandOffer) items; /* the texts live in arena */
    Arena arena;
} CommandOffers;

typedef struct Command {
    const char *names;    /* blanks between; the first is shown */
    const char *argument; /* message id; NULL: takes none */
    bool needs;           /* the argument; without it: */
    ActionId alone;       /* what is done then; ACTION_NONE: it is asked for */
    const char *help;     /* message id, one sentence */
    bool (*run)(App *app, Str argument, Error *err);
    /* What may stand as the argument, whatever is typed of it so far; NULL: anything. */
    void (*offer)(App *app, Str argument, CommandOffers *out);
    bool raw; /* the argument as it was typed: full-width signs may be part of a name */
} Command;

/* NULL behind the last one. Static. */
const Command *command_row(size_t index);

/* The row of one of its names, NULL: there is none. */
const Command *command_named(Str name);

/* A typed line, full-width signs folded, a colon in front left out. */
typedef struct CommandLine {
    const Command *command; /* NULL: none of that name */
    ActionId action;        /* of that name when command is NULL; ACTION_NONE */
    bool spaced;            /* something stands behind the name */
    Buf text;               /* owns name and argument */
    Str name, argument;
} CommandLine;

/* False when the first word names nothing. *out ({0} before) is freed with command_line_free. */
bool command_parse(Str typed, CommandLine *out);
void command_line_free(CommandLine *line);
/* Does what the line says; boxes are closed before. ERR_USAGE and others: what is wrong, without a
 * change. */
bool command_run(App *app, const CommandLine *line, Error *err);
/* Offers for the line's argument, those that what is typed leads to; best first. */
void command_complete(App *app, const CommandLine *line, CommandOffers *out);
void command_offers_free(CommandOffers *offers);

#endif
