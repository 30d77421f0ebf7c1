#include "config.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

int main(void) {
    clock_init_from_environment();
    i18n_init(NULL);
    puts(PACKAGE_STRING);
    return 0;
}
