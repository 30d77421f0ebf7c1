#include "config.h"

#include "cli/caselines.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "cli/json.h"
#include "record/state.h"

#include <string.h>

bool caselines_format(Cli *cli, CaseFormat *out) {
    static const char *const names[] = {
        [CASE_TABLE] = "table", [CASE_JSONL] = "jsonl", [CASE_IDS] = "ids"};
    const char *value = cli_option(cli, "format");
    for (size_t i = 0; value && i < COUNT_OF(names); i++)
        if (strcmp(names[i], value) == 0) {
            *out = (CaseFormat)i;
            return true;
        }
    if (value)
        cli_usage(cli, _("“%s” is not a value of --%s"), value, "format");
    return !value;
}

void caselines_print_row(Cli *cli, const Record *row) {
    cli_print_cell(cli, record_text(row, CASE_ID), 14);
    cli_print(cli, " ");
    cli_print_cell(cli, str_of(_(case_state_label(case_state(row)))), 9);
    cli_print(cli, " ");
    cli_print_cell(cli, record_title(row), 50);
}

void caselines_put_row(Buf *out, const Record *row) {
    char uuid[UUID_TEXT];
    uuid_format(record_id(row), uuid);
    buf_puts(out, "\"id\":");
    json_put_text(out, record_has(row, CASE_ID) ? record_text(row, CASE_ID) : str_of(uuid));
    buf_puts(out, ",\"ext_id\":");
    json_put_text(out, record_text(row, CASE_EXT_ID));
    buf_puts(out, ",\"title\":");
    json_put_text(out, record_title(row));
}
