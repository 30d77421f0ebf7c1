#include "config.h"

#include <stdio.h>

/* Linked with the whole core and without ncurses: a stray screen call does not link. */
int main(void) {
    puts("1..1\nok 1 - the core links without ncurses");
    return 0;
}
