#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "cli/find.h"
#include "cli/json.h"
#include "library/attachments.h"
#include "library/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Str text_of(const Cli *cli, const char *option) {
    const char *value = cli_option(cli, option);
    return str_of(value ? value : "");
}

/* --- the list -------------------------------------------------------------------------------- */

static void print_line(Cli *cli, const Attachment *it) {
    Buf line = {0}, at = {0};
    zone_format_local(&at, it->at_ms);
    attachment_put(it, &line);
    cli_print(cli, "%.*s  %.*s  %.*s  %s%s%s\n", STR_ARG(it->number), STR_ARG(buf_str(&at)),
              STR_ARG(it->who), buf_text(&line), it->trashed ? "  " : "",
              it->trashed ? _("deleted") : "");
    buf_free(&line);
    buf_free(&at);
}

static void put_member(Buf *out, const char *key, Str text) {
    buf_printf(out, ",\"%s\":", key);
    json_put_text(out, text);
}

static void print_json(Cli *cli, const Attachment *it) {
    Buf out = {0}, at = {0};
    zone_format_utc(&at, it->at_ms);
    buf_puts(&out, "{\"id\":");
    json_put_text(&out, it->number);
    put_member(&out, "kind", it->kind);
    put_member(&out, "name", it->name);
    buf_printf(&out, ",\"bytes\":%llu", (unsigned long long)it->bytes);
    put_member(&out, "sha256", it->sha256);
    put_member(&out, "at", buf_str(&at));
    put_member(&out, "user", it->who);
    buf_printf(&out, ",\"trashed\":%s}\n", it->trashed ? "true" : "false");
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
    buf_free(&at);
}

static int list(Cli *cli, Uuid id) {
    Attachments attachments;
    Error err;
    const char *format = cli_option(cli, "format");
    bool json = format && strcmp(format, "jsonl") == 0;
    if (format && !json && strcmp(format, "text") != 0)
        return cli_usage(cli, _("“%s” is no format: text or jsonl"), format);
    bool ok =
        library_attachments(cli->library, id, cli_option(cli, "all") != NULL, &attachments, &err);
    VEC_EACH (it, &attachments.items)
        (json ? print_json : print_line)(cli, it);
    attachments_free(&attachments);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

/* --- adding ---------------------------------------------------------------------------------- */

/* One byte more than may be: then the library says that it is too large. */
static bool read_bytes(Cli *cli, const char *path, Buf *out, Error *err) {
    size_t most = ATTACHMENT_MOST_BYTES;
    (void)cli;
    bool ok = strcmp(path, "-") == 0 ? file_read_fd(STDIN_FILENO, "-", most, out, err)
                                     : file_read(path, most, out, err);
    if (!ok && err->code == ERR_INVALID)
        error_set(err, ERR_INVALID,
                  N_("the file is larger than 5 MB; attach a smaller one, or name where it lies as "
                     "the evidence of an outcome"),
                  "");
    return ok;
}

static int add(Cli *cli, Uuid id, const char *path) {
    Buf bytes = {0};
    SaveResult result;
    Error err;
    bool piped = strcmp(path, "-") == 0;
    Str name = text_of(cli, "name");
    if (!name.len && !piped)
        name = str_of(file_base(path));
    bool ok = read_bytes(cli, path, &bytes, &err) &&
              library_attach_file(cli->library, id, text_of(cli, "kind"), name, buf_str(&bytes),
                                  &result, &err);
    buf_free(&bytes);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, result.unchanged ? _("%s is attached already\n") : _("attached as %s\n"),
              result.display_id);
    return CLI_DONE;
}

/* --- one file -------------------------------------------------------------------------------- */

/* A new file, never in the place of another one. */
static bool write_new(const char *path, Str bytes, Error *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    bool ok = file_write_all(fd, path, bytes, err);
    if (close(fd) != 0 && ok)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    if (!ok)
        unlink(path);
    return ok;
}

/* Into a folder under the file's own name, which is clean. */
static bool write_out(Cli *cli, const Attachment *what, const char *to, Str bytes, Error *err) {
    Buf path = {0};
    if (file_is_special(to))
        return file_write_named(to, bytes, 0600, err);
    if (file_is_dir(to)) {
        char *name = mem_strndup(what->name.ptr, what->name.len);
        file_join(&path, to, name);
        free(name);
    } else {
        buf_puts(&path, to);
    }
    bool ok = write_new(buf_text(&path), bytes, err);
    if (ok)
        cli_print(cli, _("written to %s\n"), buf_text(&path));
    buf_free(&path);
    return ok;
}

static int read_out(Cli *cli, const Attachment *what) {
    Buf bytes = {0};
    Error err;
    const char *to = cli_option(cli, "output");
    if (!to && cli->out_tty) {
        cli_say(cli, _("the bytes of a file would spoil the terminal: say where with -o PATH"));
        return CLI_FAILED;
    }
    bool ok = library_attachment_read(cli->library, what->id, &bytes, &err) &&
              (to ? write_out(cli, what, to, buf_str(&bytes), &err)
                  : file_write_all(STDOUT_FILENO, "-", buf_str(&bytes), &err));
    buf_free(&bytes);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static int rename_it(Cli *cli, const Attachment *what) {
    SaveResult result;
    Error err;
    if (!library_attachment_rename(cli->library, what->id, text_of(cli, "name"), &result, &err))
        return cli_fail(cli, &err);
    cli_print(cli, result.unchanged ? _("nothing changed\n") : _("renamed\n"));
    return CLI_DONE;
}

static int delete_it(Cli *cli, const Attachment *what) {
    SaveResult result;
    Error err;
    if (!library_trash(cli->library, ENTITY_ATTACHMENT, what->id, true, &result, &err))
        return cli_fail(cli, &err);
    cli_print(cli, _("%s is in the trash; anliku untrash %s brings it back\n"), cli->args[0],
              cli->args[0]);
    return CLI_DONE;
}

static int with_file(Cli *cli, Uuid id) {
    Attachments one;
    Error err;
    int status;
    if (cli->arg_count > 1)
        return cli_usage(cli, _("%s is a file itself: nothing can be attached to it"),
                         cli->args[0]);
    if (!library_attachment(cli->library, id, &one, &err))
        return cli_fail(cli, &err);
    const Attachment *what = &one.items.items[0];
    if (cli_option(cli, "delete"))
        status = delete_it(cli, what);
    else if (cli_option(cli, "name"))
        status = rename_it(cli, what);
    else
        status = read_out(cli, what);
    attachments_free(&one);
    return status;
}

/* --- the command ------------------------------------------------------------------------------ */

static int run(Cli *cli) {
    EntityType type = ENTITY_NONE;
    Uuid id;
    Error err;
    const char *name = cli_option(cli, "name");
    if (name && !str_trim(str_of(name)).len)
        return cli_usage(cli, _("--name needs a name, for example --name offer.pdf"));
    if (library_resolve(cli->library, ENTITY_ATTACHMENT, str_of(cli->args[0]), &type, &id, &err))
        return with_file(cli, id);
    if (!find_case(cli, cli->args[0], &id))
        return CLI_FAILED;
    if (cli_option(cli, "delete") || cli_option(cli, "output"))
        return cli_usage(cli, _("%s is a case: name one of its files, FJ-..."), cli->args[0]);
    return cli->arg_count > 1 ? add(cli, id, cli->args[1]) : list(cli, id);
}

static const CliOption options[] = {
    {"kind", 0, N_("KIND"), N_("evidence or picture; without it what the file is")},
    {"name", 0, N_("NAME"), N_("what the file is called; of a file that is there: its new name")},
    {"output", 'o', N_("PATH"), N_("write the file there, into a folder under its own name")},
    {"delete", 0, NULL, N_("put the file into the trash")},
    {"all", 0, NULL, N_("list deleted files too")},
    {"format", 0, N_("FORMAT"), N_("of the list: text or jsonl")},
    {0}};

const CliCommand command_attach = {.name = "attach",
                                   .arguments = N_("ID [FILE|-]"),
                                   .help =
                                       N_("attach a file to a case, list the files, or read one"),
                                   .options = options,
                                   .needs = CLI_READ,
                                   .least = 1,
                                   .most = 2,
                                   .session = true,
                                   .run = run};
