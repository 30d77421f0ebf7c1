#ifndef ANLIKU_STORE_PAGES_H
#define ANLIKU_STORE_PAGES_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Reads the pages of data.mdb with pread and trusts none of them (inside store/ only): what a
 * damaged tree would do to a program that walks it in the map, this reports. The format is that of
 * LMDB 0.9. */
typedef struct PageTree {
    uint16_t flags, depth;
    uint64_t branch, leaf, overflow, entries, root; /* root UINT64_MAX: empty */
} PageTree;

typedef struct Pages {
    int fd;           /* borrowed */
    const char *name; /* of the file, for messages; borrowed */
    uint32_t page;    /* bytes of one */
    uint64_t file_bytes;
    uint64_t last; /* highest page number in use */
    uint64_t txn;
    PageTree free_tree, main_tree;
    uint8_t *seen; /* one bit a page; used by walks */
    uint8_t *free; /* of those, the ones that are free */
    uint64_t seen_count;
} Pages;

/* Reads both meta pages and takes the newer sound one. ERR_CORRUPT: no such file, cut file. */
bool pages_open(Pages *pages, int fd, const char *name, Error *err);
/* The same for a file that may be cut, for repair: last ends with the file. */
bool pages_open_damaged(Pages *pages, int fd, const char *name, Error *err);
void pages_close(Pages *pages);
/* The commit number of the newest meta page now; 0 when it cannot be read. */
uint64_t pages_newest_txn(const Pages *pages);

/* What a walk calls. key and value live during the call. wide: the value is in pages of its own
 * (value is empty unless the walk reads them). Returning false ends the walk. */
typedef struct PageVisitor {
    bool (*row)(void *context, Str key, Str value, bool wide);
    void (*finding)(void *context, const Error *finding);
    void *context;
    bool read_wide;
} PageVisitor;

/* Walks one tree in key order; damaged pages are reported and passed over. number_keys: the tree of
 * free pages. False when row ended it. */
bool pages_walk(Pages *pages, const PageTree *tree, bool number_keys, const PageVisitor *visitor);
/* The tree of a named table in the main tree; false when it is not there or damaged. */
bool pages_named(Pages *pages, const char *name, PageTree *out);
/* Finds one key in a tree; the value is appended to out. False when it is not there or its way is
 * damaged. */
bool pages_find(Pages *pages, const PageTree *tree, Str key, Buf *out);
/* Walks every tree of a library and counts the free pages: afterwards seen_count + 2 = last + 1 in
 * a sound one. Only finding and context of visitor are used. */
void pages_walk_all(Pages *pages, const PageVisitor *visitor, uint64_t *free_pages);

/* Looks at every leaf page of the file, reached by a tree or not: what repair reads. live: a walk
 * of all trees reached the page. */
typedef void PageSlotFn(void *context, uint64_t page, unsigned slot, bool live, Str key);
void pages_scan(Pages *pages, PageSlotFn *each, void *context);
/* Appends the value of a slot; false when it is damaged. */
bool pages_slot(Pages *pages, uint64_t page, unsigned slot, Buf *value);

#endif
