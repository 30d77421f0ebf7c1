#ifndef ANLIKU_CLI_CASELINES_H
#define ANLIKU_CLI_CASELINES_H

#include "cli/cli.h"
#include "record/value.h"

/* How commands that list cases print them. */

typedef enum CaseFormat { CASE_TABLE, CASE_JSONL, CASE_IDS } CaseFormat;

/* The value of --format; says what is wrong with it. */
bool caselines_format(Cli *cli, CaseFormat *out);
/* Number, state and title of a list row, no line's end. */
void caselines_print_row(Cli *cli, const Record *row);
/* "id":...,"ext_id":...,"title":... without brackets. */
void caselines_put_row(Buf *out, const Record *row);

#endif
