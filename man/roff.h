#ifndef ANLIKU_MAN_ROFF_H
#define ANLIKU_MAN_ROFF_H

#include <stdbool.h>
#include <stdio.h>

/* For the generators of manual pages: text that roff shows as it is. */
static inline void put_text(const char *text) {
    bool at_start = true;
    for (; *text; text++) {
        if (at_start && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '"')
            fputs("\\(dq", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
        at_start = *text == '\n';
    }
}

#endif
