#include "config.h"

#include "golden.h"

#include "base/file.h"
#include "tui/grid/grid.h"

#include <stdio.h>
#include <stdlib.h>

static void put_path(Buf *out, const char *relative) {
    const char *source = getenv("ANLIKU_TEST_SRC");
    buf_printf(out, "%s/%s", source ? source : ".", relative);
}

static bool remake(const char *path, Str text) {
    Error err;
    Buf dir = {0};
    buf_put(&dir, path, (size_t)(file_base(path) - path));
    bool ok =
        file_make_dirs(buf_text(&dir), 0755, &err) && file_write_atomic(path, text, 0644, &err);
    buf_free(&dir);
    return ok;
}

static void show_difference(const char *path, Str want, Str got) {
    Str a, b;
    int shown = 0;
    fprintf(stderr, "# %s is another picture (- file, + now; ANLIKU_GOLDEN=1 makes it again)\n",
            path);
    for (int line = 1; shown < 20; line++) {
        bool has_a = str_split(&want, '\n', &a), has_b = str_split(&got, '\n', &b);
        if (!has_a && !has_b)
            break;
        if (has_a && has_b && str_equal(a, b))
            continue;
        if (has_a)
            fprintf(stderr, "# %d -%.*s\n", line, STR_ARG(a));
        if (has_b)
            fprintf(stderr, "# %d +%.*s\n", line, STR_ARG(b));
        shown++;
    }
}

bool golden_file(const char *name, Str text) {
    Buf path = {0}, want = {0};
    Error err;
    const char *again = getenv("ANLIKU_GOLDEN");
    bool same;
    put_path(&path, name);
    if (again && *again == '1') {
        same = remake(path.data, text);
    } else {
        bool there = file_read(path.data, 1 << 22, &want, &err);
        same = there && str_equal(buf_str(&want), text);
        if (!same)
            show_difference(path.data, buf_str(&want), text);
    }
    buf_free(&path);
    buf_free(&want);
    return same;
}

bool golden_text(const char *name, Str text) {
    Buf path = {0};
    buf_printf(&path, "test/golden/%s.txt", name);
    bool same = golden_file(path.data, text);
    buf_free(&path);
    return same;
}

bool golden_grid(const char *name, const Grid *grid) {
    Buf dump = {0};
    grid_dump(grid, &dump, GRID_DUMP_ROLES);
    bool same = golden_text(name, buf_str(&dump));
    buf_free(&dump);
    return same;
}
