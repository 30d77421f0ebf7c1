#ifndef ANLIKU_LIBRARY_TEMPLATE_H
#define ANLIKU_LIBRARY_TEMPLATE_H

#include "record/value.h"

/* For this folder only: what a new case takes from another one. */
void template_take_reusable(Record *to, const Record *from);

#endif
