#include "config.h"

#include "cli/find.h"

#include "base/i18n.h"
#include "base/number.h"
#include "library/resolve.h"
#include "library/row.h"

/* That another case answers is said: whoever asks may hold an old number. */
static void say_merged(Cli *cli, EntityType type, const char *text, Uuid id) {
    LibraryRow row;
    Uuid itself;
    Error ignored;
    if (type != ENTITY_CASE ||
        (library_resolve_itself(cli->library, ENTITY_CASE, str_of(text), NULL, &itself, &ignored) &&
         uuid_equal(itself, id)) ||
        !library_row(cli->library, ENTITY_CASE, id, &row, &ignored))
        return;
    Str number = record_text(row.record, CASE_ID);
    cli_say(cli, _("%s was merged into %.*s"), text, STR_ARG(number));
    library_row_free(&row);
}

bool find_case(Cli *cli, const char *text, Uuid *out) {
    Error err;
    if (library_resolve(cli->library, ENTITY_CASE, str_of(text), NULL, out, &err)) {
        say_merged(cli, ENTITY_CASE, text, *out);
        return true;
    }
    cli_fail(cli, &err);
    return false;
}

bool find_any(Cli *cli, const char *text, EntityType *type, Uuid *out) {
    Error err;
    if (library_resolve(cli->library, ENTITY_NONE, str_of(text), type, out, &err)) {
        say_merged(cli, *type, text, *out);
        return true;
    }
    cli_fail(cli, &err);
    return false;
}

bool find_itself(Cli *cli, const char *text, EntityType *type, Uuid *out) {
    Error err;
    if (library_resolve_itself(cli->library, ENTITY_NONE, str_of(text), type, out, &err))
        return true;
    cli_fail(cli, &err);
    return false;
}

bool find_revision(Cli *cli, const char *text, uint32_t *out) {
    int64_t number;
    if (number_parse_int(str_of(text), &number) && number > 0 && number <= UINT32_MAX) {
        *out = (uint32_t)number;
        return true;
    }
    cli_usage(cli, _("“%s” is not a revision number"), text);
    return false;
}
