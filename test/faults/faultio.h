#ifndef ANLIKU_TEST_FAULTS_FAULTIO_H
#define ANLIKU_TEST_FAULTS_FAULTIO_H

/* The program's own write, pwrite, writev, fdatasync, fsync, rename, ftruncate and
 * posix_fallocate stand before those of libc, also for LMDB. The n-th call after arming fails
 * once. */
typedef enum FaultMode { FAULT_EIO, FAULT_ENOSPC, FAULT_SHORT, FAULT_MODES } FaultMode;

/* n >= 1; 0 disarms. */
void faultio_arm(unsigned n, FaultMode mode);
/* Calls since arming, and whether one failed. */
unsigned faultio_calls(void);
int faultio_fired(void);

#endif
