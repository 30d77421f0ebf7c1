#include "config.h"

#include "cli/commands.h"

#include "base/editor.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/find.h"
#include "library/editleft.h"
#include "library/save.h"
#include "library/yamledit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* `new` and `edit`: a record as YAML from standard input or from the person's editor. */

static Record *read_record(const Record *base, Str text, const char *name, EditFaults *faults,
                           Error *err) {
    Record *record;
    return library_edit_read(base, text, name, false, &record, faults, err) ? record : NULL;
}

static bool run_editor(Cli *cli, const char *path) {
    pid_t child;
    Error err;
    if (editor_start(path, -1, &child, &err) && editor_ended_well(editor_wait(child), &err))
        return true;
    cli_fail(cli, &err);
    return false;
}

static bool file_put(const char *path, Str text, const EditFaults *faults, Error *err) {
    Buf out = {0};
    library_edit_remark(text, faults, &out);
    bool ok = file_write_atomic(path, buf_str(&out), 0600, err);
    buf_free(&out);
    return ok;
}

/* What the file holds without remarks. */
static bool file_get(const char *path, Buf *out, Error *err) {
    Buf raw = {0};
    bool ok = file_read(path, 4u << 20, &raw, err);
    buf_clear(out);
    library_edit_plain(buf_str(&raw), out);
    buf_free(&raw);
    return ok;
}

/* A text in the person's editor. */
typedef struct Editing {
    Buf path, text;
    Buf given;    /* the record as it is now */
    Record *base; /* what the text was begun from */
    uint32_t base_rev;
    EditFaults faults;
} Editing;

static void editing_free(Editing *editing) {
    library_edit_faults_free(&editing->faults);
    buf_free(&editing->path);
    buf_free(&editing->text);
    buf_free(&editing->given);
    record_free(editing->base);
}

/* Goes on with what was left; what was saved since it was begun is put together with it. */
static bool begin_left(Cli *cli, Editing *editing, Error *err) {
    EntityType type = editing->base->entity->type;
    Uuid id = record_id(editing->base);
    EditOrigin origin = {0};
    Record *begun;
    const char *file = buf_text(&editing->path);
    cli_say(cli, _("this goes on with the text that was left in %s"), file);
    bool ok = library_edit_origin(cli->library, type, id, &origin, err) &&
              file_get(file, &editing->text, err);
    bool older = ok && origin.rev && origin.rev < editing->base_rev &&
                 library_load(cli->library, type, id, origin.rev, &begun, err);
    if (older) {
        cli_say(cli,
                _("it was begun from revision %u: what was saved since is put together with it"),
                origin.rev);
        record_free(editing->base);
        editing->base = begun;
        editing->base_rev = origin.rev;
    }
    library_edit_origin_free(&origin);
    return ok;
}

static bool begin_editing(Cli *cli, Editing *editing, Error *err) {
    Uuid id = record_id(editing->base);
    if (!library_edit_path(cli->library, id, &editing->path, err))
        return false;
    library_edit_text(editing->base, !editing->base_rev, &editing->given);
    if (library_edit_is_held(cli->library, id))
        return error_set(err, ERR_DENIED,
                         N_("this stands in an editor in another session of yours"), "");
    if (file_exists(buf_text(&editing->path)))
        return begin_left(cli, editing, err);
    buf_put_str(&editing->text, buf_str(&editing->given));
    EditOrigin origin = {.type = editing->base->entity->type,
                         .record = id,
                         .rev = editing->base_rev,
                         .given = editing->given};
    return library_edit_begin(cli->library, &origin, err);
}

/* Lets the person edit until the text can be read and saved, or is given up by leaving it
 * unchanged. */
static int edit_until_saved(Cli *cli, Editing *editing) {
    Error err;
    Buf before = {0};
    int status = CLI_FAILED;
    const char *file = buf_text(&editing->path);
    for (Record *edited = NULL; !edited;) {
        buf_clear(&before);
        buf_put_str(&before, buf_str(&editing->text));
        if (!file_put(file, buf_str(&editing->text), &editing->faults, &err)) {
            cli_fail(cli, &err);
            break;
        }
        if (!run_editor(cli, file))
            break;
        if (!file_get(file, &editing->text, &err)) {
            status = cli_fail(cli, &err);
            break;
        }
        /* a text that was left is a change, also when nothing more is written */
        Str text = buf_str(&editing->text);
        bool same = str_equal(text, buf_str(&before)), faulty = editing->faults.len > 0;
        if (same && faulty) { /* given up after a text that could not be read: it is kept */
            cli_fail(cli, &err);
            break;
        }
        if (same && str_equal(text, buf_str(&editing->given))) {
            cli_print(cli, "%s\n", _("nothing changed"));
            status = CLI_DONE;
            break;
        }
        library_edit_faults_free(&editing->faults);
        edited = read_record(editing->base, text, file_base(file), &editing->faults, &err);
        if (!edited)
            continue;
        library_edit_keep(edited, editing->base);
        status = save_and_say(cli, &edited, editing->base_rev);
        record_free(edited);
        break;
    }
    buf_free(&before);
    return status;
}

/* What was written is kept in its file unless it was saved. */
static int edit_in_editor(Cli *cli, const Record *base, uint32_t base_rev) {
    Editing editing = {.base = record_copy(base), .base_rev = base_rev};
    Error err;
    int status;
    if (begin_editing(cli, &editing, &err)) {
        int held = library_edit_hold(cli->library, record_id(base));
        status = edit_until_saved(cli, &editing);
        if (status == CLI_DONE)
            library_edit_end(cli->library, record_id(base));
        else
            cli_say(cli, _("your text is kept in %s"), buf_text(&editing.path));
        if (held >= 0)
            close(held);
    } else {
        status = cli_fail(cli, &err);
    }
    editing_free(&editing);
    return status;
}

/* A file that was exported names the revision that it was: that is what was edited. */
static uint32_t revision_in(const Record *edited, const Record *current) {
    int field = entity_field(edited->entity, STR("rev"));
    int64_t rev = record_int(edited, field);
    return rev > 0 && rev < record_int(current, field) ? (uint32_t)rev : 0;
}

static int edit_from_stdin(Cli *cli, const Record *base, uint32_t base_rev) {
    Buf text = {0};
    Error err;
    EditFaults faults = {0};
    Record *edited = file_read_fd(STDIN_FILENO, "-", 4u << 20, &text, &err)
                         ? read_record(base, buf_str(&text), "-", &faults, &err)
                         : NULL;
    library_edit_faults_free(&faults);
    buf_free(&text);
    if (!edited)
        return cli_fail(cli, &err);
    Record *begun = NULL;
    int status = CLI_DONE;
    uint32_t rev = base_rev && !cli_option(cli, "on") ? revision_in(edited, base) : 0;
    if (rev)
        status = load_edited(cli, base->entity->type, record_id(base), rev, &begun, &base_rev);
    if (status == CLI_DONE) {
        library_edit_keep(edited, begun ? begun : base);
        status = save_and_say(cli, &edited, base_rev);
    }
    record_free(begun);
    record_free(edited);
    return status;
}

static int edit_record(Cli *cli, const Record *base, uint32_t base_rev, bool from_stdin) {
    if (from_stdin || !isatty(STDIN_FILENO))
        return edit_from_stdin(cli, base, base_rev);
    return edit_in_editor(cli, base, base_rev);
}

static int run_edit(Cli *cli) {
    EntityType type;
    Uuid id;
    Record *record;
    uint32_t base;
    if (cli->arg_count > 1 && strcmp(cli->args[1], "-") != 0)
        return cli_usage(cli, _("“%s” is too much"), cli->args[1]);
    if (!find_any(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    int status = load_edited(cli, type, id, 0, &record, &base);
    if (status != CLI_DONE)
        return status;
    status = edit_record(cli, record, base, cli->arg_count > 1);
    record_free(record);
    return status;
}

static int run_new(Cli *cli) {
    const Entity *named = cli->arg_count ? entity_find(str_of(cli->args[0])) : NULL;
    const Entity *entity = named ? named : entity_get(ENTITY_CASE);
    size_t from = named != NULL;
    if (!entity->filed)
        return cli_usage(cli, _("a %s is made by another command"), _(entity->label));
    Record *record = library_new_record(cli->library, entity->type);
    bool from_stdin = cli->arg_count == from + 1 && strcmp(cli->args[from], "-") == 0;
    int status;
    if (cli->arg_count == from || from_stdin)
        status = edit_record(cli, record, 0, from_stdin);
    else if ((status = assign_fields(cli, record, from)) == CLI_DONE)
        status = save_and_say(cli, &record, 0);
    record_free(record);
    return status;
}

static const CliOption options[] = {CLI_SAVE_OPTIONS, {0}};

const CliCommand command_edit = {
    .name = "edit",
    .arguments = N_("ID [-]"),
    .help = N_("change a record as YAML, in $EDITOR or from standard input"),
    .options = options,
    .needs = CLI_WRITE,
    .least = 1,
    .most = 2,
    .run = run_edit};
const CliCommand command_new = {
    .name = "new",
    .arguments = N_("[KIND] [FIELD=VALUE...|-]"),
    .help = N_("make a record from fields, from YAML on standard input, or in $EDITOR"),
    .options = options,
    .needs = CLI_WRITE,
    .most = -1,
    .run = run_new};
