#ifndef ANLIKU_TEST_FAULTS_KIT_H
#define ANLIKU_TEST_FAULTS_KIT_H

#include "base/file.h"
#include "base/vec.h"
#include "store/check.h"
#include "store/write.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What the fault campaigns share. Each is a program that takes the seconds it may use and prints
 * TAP, with the count it reached. */

/* Reads the arguments ("SECONDS"), makes the scratch folder. */
void kit_begin(int argc, char **argv, int seconds);
bool kit_time_left(void);
/* Share of the whole time, 0..1. */
double kit_time_used(void);
const char *kit_folder(void);
/* kit_folder()/name; static until the eighth call after it. */
const char *kit_path(const char *name);
void kit_ok(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));
void kit_skip(const char *why);
/* Removes the folder, prints the plan. The exit status of the program. */
int kit_end(void);

/* Repeatable random numbers; kit_seed starts a stream. */
void kit_seed(uint64_t seed);
uint64_t kit_random(void);
uint64_t kit_below(uint64_t bound);

void kit_remove(const char *path);
/* A TAP comment with what went wrong. */
void kit_tell(const char *what, const Error *err);
void kit_die(const char *what, const Error *err);
#define KIT_MUST(call)                                                                             \
    do {                                                                                           \
        Error err_;                                                                                \
        Error *err = &err_;                                                                        \
        if (!(call))                                                                               \
            kit_die(#call, err);                                                                   \
    } while (0)

void kit_create(const char *path);

typedef struct Session {
    Store *store;
    StorePacker *packer;
    StorePacked packed;
    Uuid batch; /* nil: what is put is no import */
} Session;
bool kit_open(Session *s, const char *path, Error *err);
void kit_close(Session *s);

/* What a writer says after its commit. */
typedef struct Ack {
    Uuid record;
    uint64_t change;
    uint32_t rev;
    uint8_t digest[STORE_HASH];
} Ack;
/* One revision with a random body of up to max_body bytes. commit false: put, then abort. */
bool kit_save(Session *s, Uuid record, uint32_t base_rev, size_t max_body, Ack *ack, Error *err);
/* The same inside an open transaction. */
bool kit_put(Session *s, StoreWrite *write, Uuid record, uint32_t base_rev, size_t max_body,
             Ack *ack, Error *err);
/* Begins an import: log rows go into blocks until s->batch is nil again. */
void kit_import(Session *s, StoreWrite *write);
/* The acknowledged revision is there, bit for bit. */
bool kit_holds(Session *s, const Ack *ack);
/* Runs store_check; prints findings as TAP comments. Returns their number. */
uint64_t kit_check(const char *path, bool deep);
/* Runs in a child; its exit status, or 256 + signal. */
int kit_child(int (*run)(void *context), void *context);

#endif
