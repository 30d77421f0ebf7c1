#include "config.h"

#include "cli/cli.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/paths.h"
#include "base/vec.h"
#include "text/display.h"
#include "text/width.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const CliOption cli_global_options[] = {
    {"library", 'L', N_("DIR"),
     N_("the library's folder (else $ANLIKU_LIBRARY, the host file, then the default one)")},
    {"lang", 0, N_("LANGUAGE"), N_("language of the program: zh or en")},
    {"color", 0, N_("WHEN"), N_("auto, never, 16 or 256")},
    {"plain", 0, NULL, N_("no lines, no colour, one change a frame: for screen readers")},
    {"low-bandwidth", 0, NULL, N_("send as little as possible")},
    {"help", 'h', NULL, N_("say how it is used")},
    {"version", 'V', NULL, N_("say the version")},
    {0}};

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}

const char *cli_option(const Cli *cli, const char *name) {
    const CliOption *options = cli->command->options;
    for (size_t i = 0; options && options[i].name; i++)
        if (strcmp(options[i].name, name) == 0)
            return cli->values[i];
    return NULL;
}

bool cli_number(Cli *cli, const char *option, int64_t min, int64_t max, int64_t *out) {
    const char *text = cli_option(cli, option);
    int64_t value;
    if (!text)
        return true;
    if (number_parse_int(str_of(text), &value) && value >= min && value <= max) {
        *out = value;
        return true;
    }
    cli_usage(cli, _("--%s takes a whole number from %lld to %lld, not “%s”"), option,
              (long long)min, (long long)max, text);
    return false;
}

static bool write_all(int fd, Str text) {
    while (text.len) {
        ssize_t put = write(fd, text.ptr, text.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        text = str_make(text.ptr + put, text.len - (size_t)put);
    }
    return true;
}

bool cli_flush(Cli *cli) {
    Buf shown = {0};
    bool ok;
    if (cli->out_tty) {
        text_display(&shown, buf_str(&cli->out), TEXT_DISPLAY_LINES | TEXT_DISPLAY_TABS);
        ok = write_all(STDOUT_FILENO, buf_str(&shown));
    } else {
        ok = write_all(STDOUT_FILENO, buf_str(&cli->out));
    }
    buf_free(&shown);
    buf_clear(&cli->out);
    return ok;
}

void cli_print(Cli *cli, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(&cli->out, format, args);
    va_end(args);
    if (cli->out.len > 64 * 1024)
        cli_flush(cli);
}

void cli_print_str(Cli *cli, Str text) {
    buf_put_str(&cli->out, text);
    if (cli->out.len > 64 * 1024)
        cli_flush(cli);
}

void cli_print_cell(Cli *cli, Str text, int columns) {
    Buf shown = {0};
    text_display(&shown, text, 0);
    text_pad(&cli->out, buf_str(&shown), columns, TEXT_LEFT, STR("~"));
    buf_free(&shown);
}

static void say_line(Str text) {
    Buf line = {0};
    buf_puts(&line, "anliku: ");
    text_display(&line, text, TEXT_DISPLAY_LINES);
    buf_putc(&line, '\n');
    write_all(STDERR_FILENO, buf_str(&line));
    buf_free(&line);
}

void cli_say(Cli *cli, const char *format, ...) {
    Buf text = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    cli_flush(cli); /* in the order in which it happened */
    say_line(buf_str(&text));
    buf_free(&text);
}

int cli_fail(Cli *cli, const Error *err) {
    Buf text = {0};
    if (err->field[0] && !err->file[0])
        buf_printf(&text, "%s: ", err->field);
    error_render(err, &text);
    cli_flush(cli);
    say_line(buf_str(&text));
    buf_free(&text);
    return err->code == ERR_USAGE ? CLI_USAGE : CLI_FAILED;
}

void cli_say_issues(Cli *cli, const Issues *issues) {
    for (size_t i = 0; i < issues->len; i++)
        cli_fail(cli, &issues->items[i].error);
}

void cli_print_usage(Buf *out, const CliCommand *command) {
    buf_printf(out, "anliku %s", command->name);
    for (const CliOption *option = command->options; option && option->name; option++) {
        buf_printf(out, option->argument ? " [--%s %s]" : " [--%s]", option->name,
                   option->argument ? _(option->argument) : "");
    }
    if (command->arguments[0])
        buf_printf(out, " %s", _(command->arguments));
}

int cli_usage(Cli *cli, const char *format, ...) {
    Buf text = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    say_line(buf_str(&text));
    buf_clear(&text);
    buf_puts(&text, _("usage: "));
    if (cli->command)
        cli_print_usage(&text, cli->command);
    else
        buf_puts(&text, _("anliku [OPTION...] COMMAND ...   (anliku --help lists them)"));
    buf_putc(&text, '\n');
    write_all(STDERR_FILENO, buf_str(&text));
    buf_free(&text);
    return CLI_USAGE;
}

typedef struct Shown {
    int64_t last_us;
    bool any;
} Shown;
static Shown shown_progress;

static void report(void *context, uint64_t done, uint64_t total) {
    Cli *cli = context;
    int64_t now = clock_mono_us();
    if (!cli->err_tty || now - shown_progress.last_us < 200000)
        return;
    shown_progress = (Shown){now, true};
    if (total)
        fprintf(stderr, "\r%llu / %llu  ", (unsigned long long)done, (unsigned long long)total);
    else
        fprintf(stderr, "\r%llu  ", (unsigned long long)done);
}

static bool cancelled(void *context) {
    (void)context;
    return interrupted;
}

Progress cli_progress(Cli *cli) {
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    shown_progress = (Shown){clock_mono_us(), false};
    return (Progress){report, cancelled, cli};
}

void cli_progress_end(Cli *cli) {
    if (cli->err_tty && shown_progress.any)
        fputs("\r                          \r", stderr);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
}
