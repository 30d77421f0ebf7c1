#include "config.h"

#include "cli/commands.h"

#include "base/editor.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/find.h"
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

/* Lets the person edit until the text can be read and saved, or is given up by leaving it
 * unchanged; what was written is kept in its file unless it was saved. */
static int edit_in_editor(Cli *cli, const Record *base, uint32_t base_rev) {
    Buf text = {0}, before = {0}, given = {0}, path = {0};
    EditFaults faults = {0};
    Error err;
    int status = CLI_FAILED;
    if (!library_edit_path(cli->library, record_id(base), &path, &err)) {
        status = cli_fail(cli, &err);
        goto out;
    }
    const char *file = buf_text(&path);
    library_edit_text(base, !base_rev, &given);
    buf_put_str(&text, buf_str(&given));
    if (file_exists(file)) { /* of an edit that did not end */
        cli_say(cli, _("this goes on with the text that was left in %s"), file);
        if (library_edit_is_outdated(file, base))
            cli_say(cli, "%s",
                    _("it is older than the newest revision: what was saved since is not in it"));
        if (!file_get(file, &text, &err)) {
            status = cli_fail(cli, &err);
            goto out;
        }
    }
    for (;;) {
        buf_clear(&before);
        buf_put_str(&before, buf_str(&text));
        if (!file_put(file, buf_str(&text), &faults, &err)) {
            cli_fail(cli, &err);
            break;
        }
        if (!run_editor(cli, file))
            break;
        if (!file_get(file, &text, &err)) {
            status = cli_fail(cli, &err);
            break;
        }
        /* a text that was left is a change, also when nothing more is written */
        bool same = str_equal(buf_str(&text), buf_str(&before));
        if (same && (faults.len || str_equal(buf_str(&text), buf_str(&given)))) {
            if (faults.len) { /* given up after a text that could not be read: it is kept */
                cli_fail(cli, &err);
                break;
            }
            cli_print(cli, "%s\n", _("nothing changed"));
            status = CLI_DONE;
            break;
        }
        library_edit_faults_free(&faults);
        Record *edited = read_record(base, buf_str(&text), file_base(file), &faults, &err);
        if (edited) {
            library_edit_keep(edited, base);
            status = save_and_say(cli, &edited, base_rev);
            record_free(edited);
            break;
        }
    }
    if (status == CLI_DONE)
        unlink(file);
    else
        cli_say(cli, _("your text is kept in %s"), file);
out:
    library_edit_faults_free(&faults);
    buf_free(&text);
    buf_free(&before);
    buf_free(&given);
    buf_free(&path);
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
