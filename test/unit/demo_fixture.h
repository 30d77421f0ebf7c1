#ifndef ANLIKU_TEST_DEMO_FIXTURE_H
#define ANLIKU_TEST_DEMO_FIXTURE_H

#include "base/clock.h"
#include "base/mem.h"
#include "library/library.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The demo library, opened by its admin root, with the clock standing on 2026-11-20. */
typedef struct Fixture {
    char dir[64], path[80];
    Library *library;
} Fixture;

static int set_up(void **state) {
    Fixture *f = mem_zalloc(sizeof *f);
    Error err;
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "root", .demo = true};
    strcpy(f->dir, "/tmp/anliku-demo-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/lib", f->dir);
    clock_freeze(1795136400000); /* 2026-11-20T01:00:00Z */
    assert_true(library_init(f->path, &init, NULL, &err));
    assert_true(library_open(f->path, "root", false, &f->library, &err));
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    Fixture *f = *state;
    char command[128];
    library_close(f->library);
    snprintf(command, sizeof command, "rm -rf %s", f->dir);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

#endif
