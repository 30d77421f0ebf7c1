#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/fields.h"
#include "cli/find.h"
#include "library/export.h"
#include "library/save.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* `new` and `edit`: a record as YAML from standard input or from the person's editor. */

extern char **environ;

typedef struct Taken {
    Record *record;
    Error error;
    size_t records;
} Taken;

static bool take(void *context, const FormatItem *item) {
    Taken *taken = context;
    if (taken->records++) {
        record_free(item->record);
        return false;
    }
    taken->record = item->record;
    for (size_t i = 0; !item->record && i < item->problems->len; i++)
        if (item->problems->items[i].severity == FORMAT_REFUSED) {
            taken->error = item->problems->items[i].error;
            break;
        }
    return true;
}

static Record *read_record(EntityType type, Str text, const char *name, Error *err) {
    FormatRead read = {.kind = FORMAT_YAML, .entity = type, .name = name};
    Taken taken = {0};
    if (!format_read(&read, text, take, &taken, err) && err->code != ERR_CANCELLED) {
        record_free(taken.record);
        return NULL;
    }
    if (taken.records > 1) {
        record_free(taken.record);
        error_set(err, ERR_SYNTAX, N_("there must be one record, not several"), "");
        return NULL;
    }
    if (!taken.record)
        *err = taken.error.code
                   ? taken.error
                   : (error_set(err, ERR_SYNTAX, N_("there is no record in it"), ""), *err);
    return taken.record;
}

/* What the person did not see or may not change stays as it is. */
static void keep_hidden(Record *edited, const Record *base) {
    for (size_t i = 0; i < base->entity->count; i++)
        if (base->entity->fields[i].flags & (FIELD_MACHINE | FIELD_PRIVATE))
            record_set(edited, (int)i, base->values[i]);
    if (base->entity->type == ENTITY_CASE)
        record_set(edited, CASE_STATE, base->values[CASE_STATE]);
}

static bool run_editor(Cli *cli, const char *path) {
    const char *editor = getenv("VISUAL");
    if (!editor || !*editor)
        editor = getenv("EDITOR");
    if (!editor || !*editor)
        editor = "editor";
    char command[512];
    snprintf(command, sizeof command, "%s \"$1\"", editor);
    char shell[] = "sh", option[] = "-c";
    char *const argv[] = {shell, option, command, shell, mem_strdup(path), NULL};
    pid_t child;
    int status = 0;
    int failed = posix_spawn(&child, "/bin/sh", NULL, NULL, argv, environ);
    free(argv[4]);
    while (!failed && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (failed || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        cli_say(cli, _("the editor “%s” did not end well; nothing was saved"), editor);
        return false;
    }
    return true;
}

static bool file_put(const char *path, const char *comment, Str text, Error *err) {
    Buf out = {0};
    if (comment)
        buf_printf(&out, "# %s\n", comment);
    buf_put_str(&out, text);
    bool ok = file_write_atomic(path, buf_str(&out), 0600, err);
    buf_free(&out);
    return ok;
}

/* The names of the fields that a new record may have, each on a line of its own. */
static void put_template(const Record *record, Buf *out) {
    for (size_t i = 0; i < record->entity->count; i++) {
        const Field *field = &record->entity->fields[i];
        bool shown = !(field->flags & (FIELD_MACHINE | FIELD_PRIVATE)) &&
                     !record_has(record, (int)i) && !strchr(field->key, '.');
        if (shown)
            buf_printf(out, "%s:\n", field->key);
    }
}

/* Lets the person edit until the text can be read and saved, or is given up by leaving it
 * unchanged; what was written is kept in its file unless it was saved. */
static int edit_in_editor(Cli *cli, const Record *base, uint32_t base_rev) {
    char path[] = "/tmp/anliku-XXXXXX.yaml";
    Buf text = {0}, before = {0};
    Error err;
    int status = CLI_FAILED;
    int fd = mkstemps(path, 5);
    if (fd < 0)
        return cli_say(cli, _("no temporary file can be made: %s"), strerror(errno)), CLI_FAILED;
    close(fd);
    library_format(base, FORMAT_YAML, &text);
    if (!base_rev)
        put_template(base, &text);
    const char *comment = NULL;
    Buf sentence = {0};
    for (;;) {
        buf_clear(&before);
        buf_put_str(&before, buf_str(&text));
        if (!file_put(path, comment, buf_str(&text), &err)) {
            cli_fail(cli, &err);
            break;
        }
        if (!run_editor(cli, path))
            break;
        buf_clear(&text);
        if (!file_read(path, 4u << 20, &text, &err)) {
            status = cli_fail(cli, &err);
            break;
        }
        Str now = buf_str(&text);
        if (comment && now.len && now.ptr[0] == '#') /* our own line */
            buf_splice(&text, 0, strcspn(text.data, "\n") + 1, NULL, 0);
        if (str_equal(buf_str(&text), buf_str(&before))) {
            if (comment) { /* given up after a text that could not be read: it is kept */
                cli_fail(cli, &err);
                break;
            }
            cli_print(cli, "%s\n", _("nothing changed"));
            status = CLI_DONE;
            break;
        }
        Record *edited = read_record(base->entity->type, buf_str(&text), file_base(path), &err);
        if (edited) {
            keep_hidden(edited, base);
            status = save_and_say(cli, &edited, base_rev);
            record_free(edited);
            break;
        }
        buf_clear(&sentence);
        error_render(&err, &sentence);
        comment = buf_text(&sentence);
    }
    if (status == CLI_DONE)
        unlink(path);
    else
        cli_say(cli, _("your text is kept in %s"), path);
    buf_free(&sentence);
    buf_free(&text);
    buf_free(&before);
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
    Record *edited = file_read_fd(STDIN_FILENO, "-", 4u << 20, &text, &err)
                         ? read_record(base->entity->type, buf_str(&text), "-", &err)
                         : NULL;
    buf_free(&text);
    if (!edited)
        return cli_fail(cli, &err);
    Record *begun = NULL;
    int status = CLI_DONE;
    uint32_t rev = base_rev && !cli_option(cli, "on") ? revision_in(edited, base) : 0;
    if (rev)
        status = load_edited(cli, base->entity->type, record_id(base), rev, &begun, &base_rev);
    if (status == CLI_DONE) {
        keep_hidden(edited, begun ? begun : base);
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
