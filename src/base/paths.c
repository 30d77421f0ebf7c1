#include "config.h"

#include "base/paths.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char data_dir[PATH_MAX], locale_dir[PATH_MAX];

static bool try_prefix(const char *prefix, const char *share) {
    char probe[PATH_MAX];
    if (snprintf(probe, sizeof probe, "%s/%s/anliku/taxonomy.yaml", prefix, share) >=
            (int)sizeof probe ||
        access(probe, R_OK) != 0)
        return false;
    snprintf(data_dir, sizeof data_dir, "%s/%s/anliku", prefix, share);
    snprintf(locale_dir, sizeof locale_dir, "%s/%s/locale", prefix, share);
    return true;
}

static void find_dirs(void) {
    if (data_dir[0])
        return;
    char program[PATH_MAX / 2];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len > 0) {
        program[len] = '\0';
        char *slash = strrchr(program, '/');
        if (slash)
            *slash = '\0';
        if (try_prefix(program, "share") || try_prefix(program, "../share"))
            return;
    }
    snprintf(data_dir, sizeof data_dir, "%s", PKGDATADIR);
    snprintf(locale_dir, sizeof locale_dir, "%s", LOCALEDIR);
}

const char *paths_data_dir(void) {
    find_dirs();
    return data_dir;
}

const char *paths_locale_dir(void) {
    find_dirs();
    return locale_dir;
}

static void below(Buf *out, const char *variable, const char *under_home, const char *name) {
    const char *base = getenv(variable), *home = getenv("HOME");
    if (base && base[0] == '/')
        buf_printf(out, "%s/%s", base, name);
    else if (home && *home)
        buf_printf(out, "%s/%s/%s", home, under_home, name);
}

void paths_default_library(Buf *out) {
    below(out, "XDG_DATA_HOME", ".local/share", "anliku");
}

void paths_demo_library(Buf *out) {
    below(out, "XDG_DATA_HOME", ".local/share", "anliku-demo");
}

void paths_user_config(Buf *out) {
    below(out, "XDG_CONFIG_HOME", ".config", "anliku/config.yaml");
}

void paths_put_typed(Buf *out, Str typed) {
    const char *home = getenv("HOME");
    if (home && (str_equal(typed, STR("~")) || str_starts(typed, STR("~/"))))
        buf_printf(out, "%s%.*s", home, (int)typed.len - 1, typed.ptr + 1);
    else
        buf_put_str(out, typed);
}

static bool is_bare(char c) {
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
           ((c | 32) >= 'a' && (c | 32) <= 'z') || (c && strchr("_-./,:+@%", c));
}

void paths_put_word(Buf *out, const char *path) {
    bool bare = *path != '\0';
    for (const char *c = path; *c; c++)
        bare = bare && is_bare(*c);
    if (bare) {
        buf_puts(out, path);
        return;
    }
    buf_putc(out, '\'');
    for (const char *c = path; *c; c++) {
        if (*c == '\'')
            buf_puts(out, "'\\'");
        buf_putc(out, *c);
    }
    buf_putc(out, '\'');
}
