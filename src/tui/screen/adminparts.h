#ifndef ANLIKU_TUI_SCREEN_ADMINPARTS_H
#define ANLIKU_TUI_SCREEN_ADMINPARTS_H

/* The admin screen's own data; for admin.c (rows and drawing) and adminacts.c (what is done). */

#include "base/vec.h"
#include "conf/options.h"
#include "tui/app/app.h"
#include "tui/widget/list.h"

typedef enum AdminKind {
    ADMIN_HEADING,
    ADMIN_FACT, /* of the library */
    ADMIN_ADD,  /* a person */
    ADMIN_USER,
    ADMIN_SETTING,
    ADMIN_CHANGE
} AdminKind;

typedef struct AdminRow {
    AdminKind kind;
    Str cells[4];    /* from left to right */
    Str key;         /* what the row is of: login, key of the option, number of the change */
    EntityType type; /* ADMIN_CHANGE */
    Uuid record;
    bool disabled; /* ADMIN_USER */
} AdminRow;

typedef struct Admin {
    App *app;
    VEC(AdminRow) rows;
    Arena arena; /* texts of the rows */
    List list;
    Buf subject; /* login or key that a box is open for */
} Admin;

/* Reads everything anew; the selection stays on what it is on. */
void admin_refresh(Admin *admin);
/* The row of a person, a setting or a change. */
bool admin_find(const Admin *admin, AdminKind kind, Str key, size_t *row);
/* What Enter does on the selected row. */
bool admin_act_open(Admin *admin);

#endif
