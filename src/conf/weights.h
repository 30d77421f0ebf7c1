#ifndef ANLIKU_CONF_WEIGHTS_H
#define ANLIKU_CONF_WEIGHTS_H

#include "base/buf.h"
#include "base/error.h"

/* The weights of screening: "satisfaction=0.3 business_size=0.2 ...", all of them in one setting,
 * because only together they add up to 1. One that is not named weighs nothing. */

typedef enum ScreenInput {
    SCREEN_SATISFACTION,
    SCREEN_BUSINESS_SIZE,
    SCREEN_COOPERATION_MONTHS,
    SCREEN_INNOVATION,
    SCREEN_SPREAD,
    SCREEN_INPUTS
} ScreenInput;

/* "business_size", as the field of a case is called behind "scores." */
const char *screen_input_key(ScreenInput input);

/* Blanks or commas between. ERR_INVALID for an unknown name, one that stands twice, a number that
 * is not within 0..1 or has more than three decimals, and for a sum other than 1. */
bool weights_parse(Str text, double out[SCREEN_INPUTS], Error *err);
/* Appends the one written form of what weights_parse accepted: all five, in their order. */
bool weights_write(Str text, Buf *out, Error *err);

#endif
