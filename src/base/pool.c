#include "config.h"

#include "base/pool.h"

#include "base/mem.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MOST_WAITING = 512, MOST_HELPERS = 16 };

typedef struct Line {
    PoolJob *first, *last;
    unsigned waiting, running;
} Line;

typedef struct Helper {
    Pool *pool;
    pthread_t thread;
    unsigned worker;
} Helper;

struct Pool {
    pthread_mutex_t lock;
    pthread_cond_t added, done;
    Line free, turns;
    bool closing;
    unsigned helpers;
    Helper helper[MOST_HELPERS];
};

static void push(Line *line, PoolJob *job) {
    job->next = NULL;
    job->before = line->last;
    *(line->last ? &line->last->next : &line->first) = job;
    line->last = job;
    line->waiting++;
    job->state = POOL_WAITS;
}

/* Takes the job out to be run; NULL stays NULL. */
static PoolJob *pull(Line *line, PoolJob *job) {
    if (!job)
        return NULL;
    *(job->before ? &job->before->next : &line->first) = job->next;
    *(job->next ? &job->next->before : &line->last) = job->before;
    line->waiting--;
    line->running++;
    job->state = POOL_RUNS;
    return job;
}

/* The lock is held, but not while the job runs. */
static void run(Pool *pool, Line *line, PoolJob *job, unsigned worker) {
    pthread_mutex_unlock(&pool->lock);
    job->run(job, worker);
    pthread_mutex_lock(&pool->lock);
    line->running--;
    job->state = POOL_DONE;
    pthread_cond_broadcast(&pool->done);
}

static PoolJob *pull_turn(Pool *pool) {
    return pool->turns.running ? NULL : pull(&pool->turns, pool->turns.first);
}

static void *help(void *context) {
    Helper *helper = context;
    Pool *pool = helper->pool;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        PoolJob *turn = pull_turn(pool), *job = turn ? turn : pull(&pool->free, pool->free.first);
        if (job)
            run(pool, turn ? &pool->turns : &pool->free, job, helper->worker);
        else if (pool->closing)
            break;
        else
            pthread_cond_wait(&pool->added, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Those that this process may use, which may be fewer than the machine has. */
static unsigned processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

static void start_helpers(Pool *pool, unsigned count) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (; pool->helpers < count; pool->helpers++) {
        Helper *helper = &pool->helper[pool->helpers];
        *helper = (Helper){.pool = pool, .worker = pool->helpers + 1};
        if (pthread_create(&helper->thread, NULL, help, helper) != 0)
            break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

Pool *pool_new(unsigned helpers) {
    Pool *pool = mem_zalloc(sizeof *pool);
    unsigned most = processors() - 1;
    most = most < MOST_HELPERS ? most : MOST_HELPERS;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->added, NULL);
    pthread_cond_init(&pool->done, NULL);
    start_helpers(pool, helpers < most ? helpers : most);
    return pool;
}

void pool_free(Pool *pool) {
    if (!pool)
        return;
    pool_finish(pool);
    pool_finish_in_turn(pool);
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->added);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->helpers; i++)
        pthread_join(pool->helper[i].thread, NULL);
    pthread_cond_destroy(&pool->added);
    pthread_cond_destroy(&pool->done);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

unsigned pool_workers(const Pool *pool) {
    return pool->helpers + 1;
}

void pool_add(Pool *pool, PoolJob *job) {
    pthread_mutex_lock(&pool->lock);
    bool here = !pool->helpers || pool->free.waiting >= MOST_WAITING;
    if (!here) {
        push(&pool->free, job);
        pthread_cond_signal(&pool->added);
    }
    pthread_mutex_unlock(&pool->lock);
    if (here)
        job->run(job, 0);
}

/* Where a helper runs what is waited for, the owner does another one meanwhile. */
static void help_or_wait(Pool *pool) {
    PoolJob *other = pull(&pool->free, pool->free.first);
    if (other)
        run(pool, &pool->free, other, 0);
    else
        pthread_cond_wait(&pool->done, &pool->lock);
}

void pool_finish_one(Pool *pool, PoolJob *job) {
    pthread_mutex_lock(&pool->lock);
    while (job->state != POOL_DONE)
        if (job->state == POOL_WAITS)
            run(pool, &pool->free, pull(&pool->free, job), 0);
        else
            help_or_wait(pool);
    pthread_mutex_unlock(&pool->lock);
}

/* The newest first: helpers come from the other end. */
void pool_finish(Pool *pool) {
    pthread_mutex_lock(&pool->lock);
    while (pool->free.waiting || pool->free.running) {
        PoolJob *job = pull(&pool->free, pool->free.last);
        if (job)
            run(pool, &pool->free, job, 0);
        else
            pthread_cond_wait(&pool->done, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
}

void pool_add_in_turn(Pool *pool, PoolJob *job) {
    pthread_mutex_lock(&pool->lock);
    push(&pool->turns, job);
    pthread_cond_signal(&pool->added);
    pthread_mutex_unlock(&pool->lock);
    if (!pool->helpers)
        pool_finish_in_turn(pool);
}

void pool_finish_in_turn(Pool *pool) {
    pthread_mutex_lock(&pool->lock);
    while (pool->turns.waiting || pool->turns.running) {
        PoolJob *job = pull_turn(pool);
        if (job)
            run(pool, &pool->turns, job, 0);
        else
            help_or_wait(pool);
    }
    pthread_mutex_unlock(&pool->lock);
}
