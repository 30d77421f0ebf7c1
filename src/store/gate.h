#ifndef ANLIKU_STORE_GATE_H
#define ANLIKU_STORE_GATE_H

#include "base/error.h"

#include <stdbool.h>

/* The gate in front of every write transaction (inside store/ only): LMDB's own lock has no
 * timeout. write.gate: byte 0 is locked by the holder, byte 1 shared by those who wait; then the
 * holder's name. Open-file locks: they end with the process, and work between descriptors. */
enum { GATE_BYTES = 128 };

bool gate_create(const char *path, Error *err);
bool gate_open(const char *path, int *fd, Error *err);
/* ERR_BUSY after timeout_ms (0: one try). patient: lets those who wait go first. */
bool gate_enter(int fd, const char *who, int timeout_ms, bool patient, Error *err);
void gate_leave(int fd);
/* Somebody waits. */
bool gate_wanted(int fd);

#endif
