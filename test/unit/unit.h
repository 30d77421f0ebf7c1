#ifndef ANLIKU_TEST_UNIT_H
#define ANLIKU_TEST_UNIT_H

/* What every unit test starts with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#endif
