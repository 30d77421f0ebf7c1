#include "config.h"

#include "cli/find.h"

#include "base/i18n.h"
#include "base/number.h"
#include "library/resolve.h"

bool find_case(Cli *cli, const char *text, Uuid *out) {
    Error err;
    if (library_resolve(cli->library, ENTITY_CASE, str_of(text), NULL, out, &err))
        return true;
    cli_fail(cli, &err);
    return false;
}

bool find_any(Cli *cli, const char *text, EntityType *type, Uuid *out) {
    Error err;
    if (library_resolve(cli->library, ENTITY_NONE, str_of(text), type, out, &err))
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
