#ifndef ANLIKU_TEST_DICE_H
#define ANLIKU_TEST_DICE_H

#include <stdint.h>

/* Numbers at random that are the same in every run; one row of numbers a program. */

/* Begins the row anew; not 0. A program that never says so has one of its own. */
void dice_seed(uint32_t seed);
/* 0 to below - 1. */
uint32_t dice(uint32_t below);

#endif
