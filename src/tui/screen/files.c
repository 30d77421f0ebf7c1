#include "config.h"

#include "tui/screen/files.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/zone.h"
#include "library/attachments.h"
#include "tui/widget/list.h"

#include <stdlib.h>

typedef struct Files {
    App *app;
    Uuid case_id;
    Attachments attachments;
    List list;
    Uuid deleted; /* the one that was deleted last; nil: none */
    Uuid renamed; /* the one whose name is asked for */
} Files;

/* The cursor stays at its file, wherever it stands now. */
static bool load(Files *files, Error *err) {
    size_t at = files->list.selected;
    Uuid id =
        at < files->attachments.items.len ? files->attachments.items.items[at].id : (Uuid){{0}};
    attachments_free(&files->attachments);
    bool ok = library_attachments(app_library(files->app), files->case_id, false,
                                  &files->attachments, err);
    list_set_count(&files->list, files->attachments.items.len);
    for (size_t i = 0; i < files->attachments.items.len; i++)
        if (uuid_equal(files->attachments.items.items[i].id, id))
            list_select(&files->list, i);
    return ok;
}

static void files_changed(void *self) {
    Files *files = self;
    Error err;
    if (!load(files, &err))
        app_say_error(files->app, &err);
}

/* NULL where there is none, which is said. */
static const Attachment *selected(Files *files) {
    if (files->list.selected < files->attachments.items.len)
        return &files->attachments.items.items[files->list.selected];
    app_say(files->app, ROLE_INFO, APP_SAY_MS, _("There is no file here yet."));
    return NULL;
}

/* --- picture --------------------------------------------------------------------------------- */

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const Files *files = context;
    const Attachment *it = &files->attachments.items.items[row];
    const Field *kinds = &entity_get(ENTITY_ATTACHMENT)->fields[ATTACHMENT_KIND];
    const char *kind = entity_choice_label(kinds, it->kind);
    bool wide = at.cols >= 70;
    int right = wide ? 50 : 20, name = at.cols - right > 8 ? at.cols - right : 8;
    Buf size = {0}, day = {0};
    attachment_put_size(it->bytes, &size);
    date_format(&day, date_of(it->at_ms));
    const struct {
        Str text;
        int cols;
        Role role;
        unsigned flags;
    } cells[] = {{it->name, name, ROLE_TEXT, GRID_CUT},
                 {buf_str(&size), 8, ROLE_NUMBER, GRID_RIGHT},
                 {str_of(kind ? _(kind) : ""), 9, ROLE_DIM, GRID_CUT},
                 {it->number, 13, ROLE_DIM, GRID_CUT},
                 {buf_str(&day), 10, ROLE_DIM, 0}};
    int col = at.col, end = at.col + at.cols;
    for (size_t i = 0; i < COUNT_OF(cells) && col < end; i++) {
        int cols = cells[i].cols < end - col ? cells[i].cols : end - col;
        grid_text(grid, (GridRect){at.row, col, 1, cols}, cells[i].text, grid_style(cells[i].role),
                  cells[i].flags);
        col += cells[i].cols + 1;
    }
    buf_free(&size);
    buf_free(&day);
}

static void files_draw(void *self, Grid *grid, GridRect body) {
    Files *files = self;
    files->list.focused = files->list.park_cursor = true;
    list_draw(&files->list, grid, body, draw_row, files);
    if (!files->attachments.items.len && body.rows > 0)
        grid_text(grid, (GridRect){body.row, body.col + 2, 1, body.cols - 2},
                  str_of(_("No files yet. Evidence and pictures up to 5 MB: a adds one.")),
                  grid_style(ROLE_DIM), GRID_CUT);
}

/* --- what can be done ------------------------------------------------------------------------- */

static void reload(Files *files) {
    files_changed(files);
    app_watch(files->app);
    app_request_frame(files->app);
}

static void path_typed(void *context, Str path) {
    Files *files = context;
    SaveResult result;
    Buf full = {0}, bytes = {0};
    Error err;
    paths_put_typed(&full, str_trim(path));
    bool ok =
        file_read(buf_text(&full), ATTACHMENT_MOST_BYTES + 1, &bytes, &err) &&
        library_attach_file(app_library(files->app), files->case_id, STR(""),
                            str_of(file_base(buf_text(&full))), buf_str(&bytes), &result, &err);
    if (!ok)
        app_say_error(files->app, &err);
    else if (result.unchanged)
        app_say(files->app, ROLE_INFO, APP_SAY_MS, _("That file is attached already."));
    else
        app_say_about(files->app, ROLE_GOOD, APP_SAY_MS, _("Attached as {0}."),
                      str_of(result.display_id));
    reload(files);
    buf_free(&full);
    buf_free(&bytes);
}

/* Files of a shared library's host are nobody's: there they come over the line. */
static bool act_new(Files *files) {
    if (library_info(app_library(files->app)).shared)
        app_say(files->app, ROLE_INFO, APP_SAY_MS,
                _("In a shared library files come over the line: ssh HOST anliku attach ID - "
                  "--name NAME < FILE"));
    else
        app_prompt(files->app, _("File to attach"), path_typed, files);
    return true;
}

static void name_typed(void *context, Str name) {
    Files *files = context;
    SaveResult result;
    Error err;
    if (!library_attachment_rename(app_library(files->app), files->renamed, name, &result, &err))
        app_say_error(files->app, &err);
    reload(files);
}

static bool act_rename(Files *files) {
    const Attachment *it = selected(files);
    if (it)
        files->renamed = it->id;
    if (it)
        app_ask(files->app, _("Name of the file"), it->name, false, name_typed, files);
    return true;
}

static bool act_delete(Files *files) {
    const Attachment *it = selected(files);
    SaveResult result;
    Error err;
    if (!it)
        return true;
    if (!library_trash(app_library(files->app), ENTITY_ATTACHMENT, it->id, true, &result, &err)) {
        app_say_error(files->app, &err);
        return true;
    }
    files->deleted = it->id;
    app_say_about(files->app, ROLE_GOOD, APP_TOAST_MS, _("{0} is deleted; z brings it back."),
                  it->name);
    reload(files);
    return true;
}

static bool act_undelete(Files *files) {
    SaveResult result;
    Error err;
    if (uuid_is_nil(files->deleted))
        app_say(files->app, ROLE_INFO, APP_SAY_MS, _("No file was deleted here."));
    else if (!library_trash(app_library(files->app), ENTITY_ATTACHMENT, files->deleted, false,
                            &result, &err))
        app_say_error(files->app, &err);
    else
        files->deleted = (Uuid){{0}};
    reload(files);
    return true;
}

/* A screen shows no bytes of a file: the command that reads it out is handed over. */
static bool act_open(Files *files) {
    const Attachment *it = selected(files);
    Buf command = {0};
    if (!it)
        return true;
    buf_printf(&command, "anliku attach %.*s -o .", STR_ARG(it->number));
    app_copy(files->app, _("command"), buf_str(&command), (Str){"", 0});
    buf_free(&command);
    return true;
}

static bool act_back(Files *files) {
    app_pop(files->app);
    return true;
}

static bool files_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Files *) = {
        [ACTION_FILE_NEW] = act_new,       [ACTION_FILE_RENAME] = act_rename,
        [ACTION_FILE_DELETE] = act_delete, [ACTION_FILE_UNDELETE] = act_undelete,
        [ACTION_FILE_OPEN] = act_open,     [ACTION_BACK] = act_back,
    };
    ListMove move;
    Files *files = self;
    if (acts[id])
        return acts[id](files);
    if (!action_move(id, &move))
        return false;
    list_move(&files->list, move);
    return true;
}

static bool files_event(void *self, const InputEvent *event) {
    Files *files = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&files->list, event);
    if (result == WIDGET_DONE)
        act_open(files);
    return result != WIDGET_IGNORED;
}

static ActionContext files_context(const void *self) {
    (void)self;
    return CONTEXT_FILES;
}

static void files_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("files"));
}

static void files_free(void *self) {
    Files *files = self;
    attachments_free(&files->attachments);
    free(files);
}

static const Screen files_screen = {.context = files_context,
                                    .title = files_title,
                                    .draw = files_draw,
                                    .act = files_act,
                                    .event = files_event,
                                    .changed = files_changed,
                                    .free = files_free};

bool files_open(App *app, Uuid case_id) {
    Files *files = mem_zalloc(sizeof *files);
    Error err;
    files->app = app;
    files->case_id = case_id;
    if (!load(files, &err)) {
        app_say_error(app, &err);
        files_free(files);
        return false;
    }
    app_push(app, &files_screen, files);
    return true;
}
