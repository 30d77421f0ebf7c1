#ifndef ANLIKU_BASE_POOL_H
#define ANLIKU_BASE_POOL_H

/* Threads that help one other: it adds jobs and works along when it must wait for them. Where there
 * is one processor, or no thread can be made, it does all of them itself. All functions belong to
 * the thread that made the pool. Helpers take no signals. */
typedef struct Pool Pool;
typedef struct PoolJob PoolJob;

/* worker: 0 is the owner, helpers count from 1: for scratch memory, one a worker. */
typedef void PoolRun(PoolJob *job, unsigned worker);

/* Part of what the job works on, which nobody else touches from pool_add until it is finished. */
struct PoolJob {
    PoolRun *run;
    /* the pool's own */
    PoolJob *before, *next;
    enum { POOL_DONE, POOL_WAITS, POOL_RUNS } state;
};

/* At most `helpers` of them, and one processor stays for the owner. Free with pool_free. */
Pool *pool_new(unsigned helpers);
/* Finishes everything. NULL is allowed. */
void pool_free(Pool *pool);
/* Helpers and the owner. */
unsigned pool_workers(const Pool *pool);

/* In any order, side by side. When too many wait the owner does this one at once. */
void pool_add(Pool *pool, PoolJob *job);
/* Waits until this one of those is done, and does others meanwhile; one that was never added is. */
void pool_finish_one(Pool *pool, PoolJob *job);
/* Waits until all of those are done. */
void pool_finish(Pool *pool);

/* A second line: one at a time, in the order of adding, before those of the first. */
void pool_add_in_turn(Pool *pool, PoolJob *job);
void pool_finish_in_turn(Pool *pool);

#endif
