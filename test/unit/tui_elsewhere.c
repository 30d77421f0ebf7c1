#include "config.h"

#include "base/clock.h"
#include "library/save.h"

#include <stdio.h>
#include <string.h>

/* Another process at the same library, for tests: tui_elsewhere LIBRARY add TITLE | trash UUID. */

static bool add(Library *library, const char *title, Error *err) {
    SaveResult result;
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    bool ok = library_save(library, record, 0, STR(""), NULL, &result, err);
    record_free(record);
    return ok;
}

static bool trash(Library *library, const char *text, Error *err) {
    SaveResult result;
    Uuid id;
    return uuid_parse(str_of(text), &id) &&
           library_trash(library, ENTITY_CASE, id, true, &result, err);
}

int main(int argc, char **argv) {
    Library *library;
    Error err;
    if (argc != 4)
        return 2;
    clock_freeze(1795136460000); /* a minute after the one who watches */
    if (!library_open(argv[1], "wang", false, &library, &err))
        return 1;
    bool ok =
        strcmp(argv[2], "add") == 0 ? add(library, argv[3], &err) : trash(library, argv[3], &err);
    library_close(library);
    return ok ? 0 : 1;
}
