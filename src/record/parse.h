#ifndef ANLIKU_RECORD_PARSE_H
#define ANLIKU_RECORD_PARSE_H

#include "base/error.h"
#include "record/value.h"

/* Reads what a person typed or a file holds for one field: numbers, dates, choices by key or by
 * translated label, lists cut at ';' '；' or newline, "name" or "uuid" for references. Empty text
 * is VALUE_NONE. Text is put into NFC. The value lives in the arena. Rows cannot be read from one
 * text (ERR_INVALID). Errors carry the field. */
bool value_parse(const Field *field, Str text, Arena *arena, Value *out, Error *err);
/* Appends what a text means where a number or a date is asked for: folded, the signs of Chinese
 * keyboards as those on the same key, every dash as a hyphen. Any valid UTF-8. */
void value_plain_signs(Str text, Buf *out);
/* The text that value_parse reads back to the same value (rows: one line each, cells joined by
 * " | "; for showing). */
void value_format(const Field *field, const Value *value, Buf *out);

#endif
