#ifndef ANLIKU_LIBRARY_TYPED_H
#define ANLIKU_LIBRARY_TYPED_H

#include "base/error.h"
#include "record/value.h"

/* What a person types for one field, in a form or behind the = of the command line. Files are read
 * by value_parse alone. */

/* What value_parse reads; dates also as the query language names them (3月1日, today, 上周五, -7d,
 * +2w; of a month, quarter or year its first day, its last day for fields that end something) and
 * parts of them (8月底, 年底: library/daypart.h);
 * numbers also grouped (12,000) and with a unit (1.2万, 20k, 71%); amounts also with their currency
 * (12000 CNY, ¥1.2万); a currency by its code, name or sign. The value lives in the arena. Errors
 * carry the field. */
bool library_typed_parse(const Field *field, Str text, Arena *arena, Value *out, Error *err);
/* The text names more than a day, or one roughly: which day it is taken as is to be said. */
bool library_typed_is_rough(const Field *field, Str text);
/* A moment to look back to: a day (from its beginning) as dates are typed, also 7d without its
 * sign, a day with a time, or so many hours ago (24h, 24小时). */
bool library_typed_since(Str text, int64_t *utc_ms);
/* The ISO code of a currency that is typed before or behind an amount (元, RMB, $ ...); "" when
 * none is. Static. */
const char *library_typed_currency(Str text);
/* Appends the text of a value as forms show it: value_format, amounts grouped by thousands. */
void library_typed_format(const Field *field, const Value *value, Buf *out);

#endif
