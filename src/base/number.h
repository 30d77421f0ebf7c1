#ifndef ANLIKU_BASE_NUMBER_H
#define ANLIKU_BASE_NUMBER_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* An exact decimal: units * 10^-scale. 1.10 is {110, 2}; the scale is kept as written. */
typedef struct Decimal {
    int64_t units;
    uint8_t scale; /* 0..18 digits after the point */
} Decimal;

/* An optional sign and ASCII digits; the whole of text. False on overflow too. */
bool number_parse_int(Str text, int64_t *out);
/* Sign, digits, optional point and digits; the whole of text; no exponent. */
bool number_parse_decimal(Str text, Decimal *out);
void number_format_decimal(Buf *out, Decimal value);
double number_to_double(Decimal value);
/* By value, whatever the scales: <0, 0, >0. */
int number_compare(Decimal a, Decimal b);

#endif
