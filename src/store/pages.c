#include "config.h"

#include "store/pages.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "store/env.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    PAGE_HEAD = 16,
    PAGE_BRANCH = 1,
    PAGE_LEAF = 2,
    PAGE_OVERFLOW = 4,
    PAGE_META = 8,
    NODE_HEAD = 8,
    NODE_WIDE = 1,
    NODE_TREE = 2,
    NODE_DUPLICATES = 4,
    META_AT = 16,
    META_TREES = 40,
    META_BYTES = 152,
    TREE_BYTES = 48,
    DEPTH_MAX = 32,
    FREE_FLAGS = 8 /* integer keys */
};
static const uint32_t meta_magic = 0xBEEFC0DE;

/* LMDB writes the machine's own byte order; we support little-endian machines as Debian's are. */
static uint64_t load(const uint8_t *at, int bytes) {
    uint64_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | at[i];
    return v;
}

static PageTree load_tree(const uint8_t *at) {
    return (PageTree){.flags = (uint16_t)load(at + 4, 2),
                      .depth = (uint16_t)load(at + 6, 2),
                      .branch = load(at + 8, 8),
                      .leaf = load(at + 16, 8),
                      .overflow = load(at + 24, 8),
                      .entries = load(at + 32, 8),
                      .root = load(at + 40, 8)};
}

static bool read_at(int fd, void *out, size_t len, uint64_t offset) {
    uint8_t *to = out;
    while (len) {
        ssize_t got = pread(fd, to, len, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        offset += (uint64_t)got;
        len -= (size_t)got;
    }
    return true;
}

static bool root_is_sound(const PageTree *tree, uint64_t last) {
    return tree->depth <= DEPTH_MAX &&
           (tree->root == UINT64_MAX || (tree->root >= 2 && tree->root <= last));
}

/* Every field that LMDB will act upon: it trusts them all. */
static bool load_meta(int fd, uint64_t offset, Pages *out) {
    uint8_t meta[META_BYTES];
    if (!read_at(fd, meta, sizeof meta, offset))
        return false;
    uint32_t page = (uint32_t)load(meta + META_TREES, 4);
    if (load(meta + 10, 2) != PAGE_META || load(meta + META_AT, 4) != meta_magic ||
        load(meta + META_AT + 4, 4) != 1 || page < 512 || page > 65536 || (page & (page - 1)))
        return false;
    out->page = page;
    out->free_tree = load_tree(meta + META_TREES);
    out->main_tree = load_tree(meta + META_TREES + TREE_BYTES);
    out->last = load(meta + META_TREES + 2 * TREE_BYTES, 8);
    out->txn = load(meta + META_TREES + 2 * TREE_BYTES + 8, 8);
    return out->last >= 1 && out->last < UINT64_MAX / 65536 && out->free_tree.flags == FREE_FLAGS &&
           out->main_tree.flags == 0;
}

/* Only of the newer page: after a failed write LMDB leaves new roots under the old number in the
 * older one. */
static bool leads_somewhere(const Pages *meta) {
    return root_is_sound(&meta->free_tree, meta->last) &&
           root_is_sound(&meta->main_tree, meta->last);
}

/* Commits take turns: even ones are in the first meta page, odd ones in the second, and the numbers
 * follow each other (both 0 before the first commit). Anything else is damage that would show an
 * old state as the newest. */
static bool in_turn(const Pages *first, const Pages *second) {
    return first->page == second->page &&
           ((first->txn == 0 && second->txn == 0) ||
            (first->txn % 2 == 0 && second->txn % 2 == 1 &&
             (first->txn + 1 == second->txn || second->txn + 1 == first->txn)));
}

static void take(Pages *out, const Pages *meta) {
    out->page = meta->page;
    out->last = meta->last;
    out->txn = meta->txn;
    out->free_tree = meta->free_tree;
    out->main_tree = meta->main_tree;
}

/* A writer may be at work between the two reads: then they are read again. */
static bool load_newest(int fd, Pages *out) {
    for (int i = 0; i < 50; i++) {
        Pages first = {0}, second = {0};
        if (load_meta(fd, 0, &first) && load_meta(fd, first.page, &second) &&
            in_turn(&first, &second)) {
            take(out, first.txn > second.txn ? &first : &second);
            return leads_somewhere(out);
        }
        nanosleep(&(struct timespec){0, 200000}, NULL);
    }
    return false;
}

/* For repair: whichever page is sound. The first tells how long a page is, or, when it is damaged,
 * one of the usual sizes is tried. */
static bool load_any(int fd, Pages *out) {
    Pages first = {0}, second = {0};
    bool one = load_meta(fd, 0, &first), two = false;
    if (one)
        two = load_meta(fd, first.page, &second);
    else
        for (uint32_t page = 4096; !two && page <= 65536; page *= 2)
            two = load_meta(fd, page, &second) && second.page == page;
    if (!one && !two)
        return false;
    take(out, !two || (one && first.txn >= second.txn) ? &first : &second);
    return true;
}

static void count_finding(void *context, const Error *e) {
    (void)e;
    ++*(uint64_t *)context;
}

/* A file may end before its last page when that one was taken and given back in one transaction:
 * LMDB never wrote it. Then no tree may lead past the end. */
static bool is_whole_without_end(Pages *pages) {
    uint64_t findings = 0, free_pages;
    PageVisitor visitor = {.finding = count_finding, .context = &findings};
    if (pages->last > pages->file_bytes / pages->page + (1u << 20))
        return false;
    pages_walk_all(pages, &visitor, &free_pages);
    pages_close(pages);
    pages->seen_count = 0;
    return findings == 0;
}

static bool open_metas(Pages *pages, int fd, const char *name, bool (*read_metas)(int, Pages *),
                       Error *err) {
    struct stat info;
    *pages = (Pages){.fd = fd, .name = name};
    bool sound = read_metas(fd, pages);
    /* The size after the meta pages: a writer may make the file longer in between. */
    if (fstat(fd, &info) != 0)
        return error_set_errno(err, errno, N_("{0} cannot be read: {1}"), name);
    if (info.st_size == 0)
        return error_set(err, ERR_CORRUPT, N_("{0} is empty; restore a backup"), "s", name);
    if (!sound)
        return error_set(err, ERR_CORRUPT, N_("{0} is no database of this program, or damaged"),
                         "s", name);
    pages->file_bytes = (uint64_t)info.st_size;
    return true;
}

bool pages_open_damaged(Pages *pages, int fd, const char *name, Error *err) {
    if (!open_metas(pages, fd, name, load_any, err))
        return false;
    uint64_t whole = pages->file_bytes / pages->page;
    if (whole < 3)
        return error_set(err, ERR_CORRUPT, N_("{0} is empty; restore a backup"), "s", name);
    pages->last = whole - 1; /* pages beyond the newest snapshot may hold older rows */
    return true;
}

bool pages_open(Pages *pages, int fd, const char *name, Error *err) {
    if (!open_metas(pages, fd, name, load_newest, err))
        return false;
    if (pages->last < pages->file_bytes / pages->page || is_whole_without_end(pages))
        return true;
    pages_close(pages);
    return error_set(err, ERR_CORRUPT,
                     N_("{0} is cut: it has {1} bytes and needs {2}; restore a backup"), "sdd",
                     name, (int64_t)pages->file_bytes, (int64_t)((pages->last + 1) * pages->page));
}

void pages_close(Pages *pages) {
    free(pages->seen);
    free(pages->free);
    pages->seen = pages->free = NULL;
}

uint64_t pages_newest_txn(const Pages *pages) {
    Pages now = {.fd = pages->fd};
    return load_newest(pages->fd, &now) ? now.txn : 0;
}

typedef struct Walk {
    Pages *pages;
    const PageVisitor *visitor;
    bool number_keys;
    Buf last_key, wide;
    bool any_key;
} Walk;

static void finding(const Walk *w, const char *message, uint64_t page) {
    Error e;
    error_set(&e, ERR_CORRUPT, message, "d", (int64_t)page);
    if (w->visitor->finding)
        w->visitor->finding(w->visitor->context, &e);
}

/* False when the page was in use already. */
static bool mark(Pages *pages, uint64_t page) {
    if (!pages->seen)
        pages->seen = mem_zalloc((size_t)(pages->last / 8 + 1));
    uint8_t bit = (uint8_t)(1u << (page & 7));
    if (pages->seen[page / 8] & bit)
        return false;
    pages->seen[page / 8] |= bit;
    pages->seen_count++;
    return true;
}

/* Reads a page and looks at its header. */
static bool read_page(Pages *p, uint64_t number, uint8_t *page) {
    if (number < 2 || number > p->last || !read_at(p->fd, page, p->page, number * p->page))
        return false;
    unsigned lower = (unsigned)load(page + 12, 2), upper = (unsigned)load(page + 14, 2);
    unsigned flags = (unsigned)load(page + 10, 2);
    return load(page, 8) == number && (flags == PAGE_BRANCH || flags == PAGE_LEAF) &&
           lower >= PAGE_HEAD && lower <= upper && upper <= p->page && lower % 2 == 0;
}

typedef struct Node {
    uint64_t child;     /* of a branch */
    uint64_t wide_page; /* of a leaf with a wide value */
    size_t size;        /* of the value */
    unsigned flags;
    Str key, value;
} Node;

static bool node_at(const Pages *p, const uint8_t *page, unsigned i, Node *out) {
    unsigned lower = (unsigned)load(page + 12, 2), upper = (unsigned)load(page + 14, 2);
    bool leaf = page[10] & PAGE_LEAF;
    size_t at = (size_t)load(page + PAGE_HEAD + 2 * (size_t)i, 2);
    if (at < upper || at < lower || at + NODE_HEAD > p->page)
        return false;
    const uint8_t *node = page + at;
    size_t key_len = (size_t)load(node + 6, 2), room = p->page - at - NODE_HEAD;
    if (key_len > room)
        return false;
    out->key = str_make((const char *)node + NODE_HEAD, key_len);
    if (!leaf) {
        out->child = load(node, 4) | load(node + 4, 2) << 32;
        return true;
    }
    out->flags = (unsigned)load(node + 4, 2);
    out->size = (size_t)load(node, 4);
    size_t inside = out->flags & NODE_WIDE ? 8 : out->size;
    if (inside > room - key_len)
        return false;
    const uint8_t *value = node + NODE_HEAD + key_len;
    out->value = str_make((const char *)value, inside);
    if (out->flags & NODE_WIDE)
        out->wide_page = load(value, 8);
    return true;
}

static unsigned node_count(const uint8_t *page) {
    return (unsigned)((load(page + 12, 2) - PAGE_HEAD) / 2);
}

/* The pages of a wide value: checks its header, gives how many there are. LMDB keeps those that a
 * smaller value of the same transaction no longer needs. */
static bool wide_pages(Pages *p, const Node *node, uint64_t *count) {
    uint8_t head[PAGE_HEAD];
    uint64_t first = node->wide_page;
    if (first < 2 || first > p->last || !read_at(p->fd, head, sizeof head, first * p->page) ||
        load(head, 8) != first || load(head + 10, 2) != PAGE_OVERFLOW)
        return false;
    *count = load(head + 12, 4);
    return *count && *count <= p->last - first + 1 && first + *count <= p->file_bytes / p->page &&
           (node->size + PAGE_HEAD + p->page - 1) / p->page <= *count;
}

static bool read_wide(Pages *p, const Node *node, Buf *out) {
    buf_reserve(out, node->size);
    if (!read_at(p->fd, out->data + out->len, node->size, node->wide_page * p->page + PAGE_HEAD))
        return false;
    out->len += node->size;
    out->data[out->len] = '\0';
    return true;
}

static bool key_ascends(Walk *w, Str key) {
    bool ok = true;
    if (w->any_key && w->number_keys)
        ok = key.len == 8 &&
             load((const uint8_t *)w->last_key.data, 8) < load((const uint8_t *)key.ptr, 8);
    else if (w->any_key)
        ok = str_compare(buf_str(&w->last_key), key) < 0;
    else if (w->number_keys)
        ok = key.len == 8;
    buf_clear(&w->last_key);
    buf_put_str(&w->last_key, key);
    w->any_key = true;
    return ok;
}

/* Marks and maybe reads a wide value; false when it is damaged. */
static bool take_wide(Walk *w, Node *node) {
    uint64_t count;
    if (!wide_pages(w->pages, node, &count))
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!mark(w->pages, node->wide_page + i))
            return false;
    buf_clear(&w->wide);
    if (w->visitor->read_wide && !read_wide(w->pages, node, &w->wide))
        return false;
    node->value = buf_str(&w->wide);
    return true;
}

static bool visit_leaf(Walk *w, const uint8_t *page, uint64_t number) {
    for (unsigned i = 0; i < node_count(page); i++) {
        Node node = {0};
        if (!node_at(w->pages, page, i, &node) || node.flags & NODE_DUPLICATES) {
            finding(w, N_("page {0} holds a broken row"), number);
            continue;
        }
        if (!key_ascends(w, node.key))
            finding(w, N_("the keys on page {0} are not in order"), number);
        if (node.flags & NODE_WIDE && !take_wide(w, &node)) {
            finding(w, N_("page {0} points at a broken long value"), number);
            continue;
        }
        if (w->visitor->row &&
            !w->visitor->row(w->visitor->context, node.key, node.value, node.flags & NODE_WIDE))
            return false;
    }
    return true;
}

static bool walk_page(Walk *w, uint64_t number, unsigned depth) {
    if (depth > DEPTH_MAX || number > w->pages->last || number < 2) {
        finding(w, N_("a branch points at page {0}, which does not exist"), number);
        return true;
    }
    if (!mark(w->pages, number)) {
        finding(w, N_("page {0} is used twice"), number);
        return true;
    }
    uint8_t *page = mem_alloc(w->pages->page);
    bool go_on = true;
    if (!read_page(w->pages, number, page))
        finding(w, N_("page {0} is damaged"), number);
    else if (page[10] & PAGE_LEAF)
        go_on = visit_leaf(w, page, number);
    else
        for (unsigned i = 0; go_on && i < node_count(page); i++) {
            Node node = {0};
            if (node_at(w->pages, page, i, &node))
                go_on = walk_page(w, node.child, depth + 1);
            else
                finding(w, N_("page {0} holds a broken branch"), number);
        }
    free(page);
    return go_on;
}

bool pages_walk(Pages *pages, const PageTree *tree, bool number_keys, const PageVisitor *visitor) {
    if (tree->root == UINT64_MAX)
        return true;
    Walk w = {.pages = pages, .visitor = visitor, .number_keys = number_keys};
    bool whole = walk_page(&w, tree->root, 1);
    buf_free(&w.last_key);
    buf_free(&w.wide);
    return whole;
}

/* The child whose range holds key: the last one whose key is not greater (the first has none). */
static bool choose_child(const Pages *p, const uint8_t *page, Str key, uint64_t *child) {
    Node node = {0};
    bool any = false;
    for (unsigned i = 0; i < node_count(page); i++) {
        if (!node_at(p, page, i, &node))
            return false;
        if (i && str_compare(node.key, key) > 0)
            break;
        *child = node.child;
        any = true;
    }
    return any;
}

static bool find_in_leaf(Pages *p, const uint8_t *page, Str key, Node *out) {
    for (unsigned i = 0; i < node_count(page); i++) {
        *out = (Node){0};
        if (node_at(p, page, i, out) && str_equal(out->key, key))
            return true;
    }
    return false;
}

static bool find_node(Pages *p, const PageTree *tree, Str key, uint8_t *page, Node *out) {
    uint64_t number = tree->root;
    for (int depth = 0; depth < DEPTH_MAX; depth++) {
        if (!read_page(p, number, page))
            return false;
        if (page[10] & PAGE_LEAF)
            return find_in_leaf(p, page, key, out);
        if (!choose_child(p, page, key, &number))
            return false;
    }
    return false;
}

bool pages_find(Pages *pages, const PageTree *tree, Str key, Buf *out) {
    uint8_t *page = mem_alloc(pages->page);
    Node node;
    uint64_t count;
    bool ok = find_node(pages, tree, key, page, &node);
    if (ok && node.flags & NODE_WIDE)
        ok = wide_pages(pages, &node, &count) && read_wide(pages, &node, out);
    else if (ok)
        buf_put_str(out, node.value);
    free(page);
    return ok;
}

bool pages_named(Pages *pages, const char *name, PageTree *out) {
    uint8_t *page = mem_alloc(pages->page);
    Node node;
    bool ok = find_node(pages, &pages->main_tree, str_of(name), page, &node) &&
              node.flags & NODE_TREE && node.value.len == TREE_BYTES;
    if (ok)
        *out = load_tree((const uint8_t *)node.value.ptr);
    free(page);
    return ok && out->flags == 0 && root_is_sound(out, pages->last);
}

typedef struct FreeCount {
    Walk *walk;
    const PageVisitor *visitor;
    uint64_t count;
} FreeCount;

static void pass_on(void *context, const Error *e) {
    const FreeCount *f = context;
    if (f->visitor->finding)
        f->visitor->finding(f->visitor->context, e);
}

static void note_free(FreeCount *f, uint64_t page) {
    Pages *pages = f->walk->pages;
    if (!pages->free)
        pages->free = mem_zalloc((size_t)(pages->last / 8 + 1));
    pages->free[page / 8] |= (uint8_t)(1u << (page & 7));
    f->count++;
}

static bool count_list(void *context, Str key, Str value, bool wide) {
    (void)key;
    (void)wide;
    FreeCount *f = context;
    const uint8_t *at = (const uint8_t *)value.ptr;
    uint64_t count = value.len >= 8 ? load(at, 8) : 0;
    if (value.len < 8 || count > value.len / 8 - 1) {
        finding(f->walk, N_("a list of free pages is damaged ({0} pages)"), count);
        return true;
    }
    for (uint64_t i = 1; i <= count; i++) {
        uint64_t page = load(at + 8 * i, 8);
        if (page > f->walk->pages->last || page < 2)
            finding(f->walk, N_("a branch points at page {0}, which does not exist"), page);
        else if (!mark(f->walk->pages, page))
            finding(f->walk, N_("page {0} is used and free at once"), page);
        else
            note_free(f, page);
    }
    return true;
}

static void report_missing(const PageVisitor *visitor, const char *table) {
    Error e;
    error_set(&e, ERR_CORRUPT, N_("the table {0} is missing or damaged"), "s", table);
    visitor->finding(visitor->context, &e);
}

/* Walks the tree of free pages and marks what it lists. */
static void count_free(Pages *pages, const PageVisitor *visitor, uint64_t *free_pages) {
    Walk w = {.pages = pages, .visitor = visitor};
    FreeCount f = {.walk = &w, .visitor = visitor};
    PageVisitor lists = {.row = count_list, .finding = pass_on, .context = &f, .read_wide = true};
    pages_walk(pages, &pages->free_tree, true, &lists);
    *free_pages = f.count;
}

void pages_walk_all(Pages *pages, const PageVisitor *visitor, uint64_t *free_pages) {
    PageVisitor quiet = {.finding = visitor->finding, .context = visitor->context};
    pages_walk(pages, &pages->main_tree, false, &quiet);
    for (size_t i = 0; i < ENV_TABLES; i++) {
        PageTree tree;
        if (pages_named(pages, env_table_names[i], &tree))
            pages_walk(pages, &tree, false, &quiet);
        else if (visitor->finding)
            report_missing(visitor, env_table_names[i]);
    }
    count_free(pages, visitor, free_pages);
}

void pages_scan(Pages *pages, PageSlotFn *each, void *context) {
    uint8_t *page = mem_alloc(pages->page);
    for (uint64_t number = 2; number <= pages->last; number++) {
        if (!read_page(pages, number, page) || !(page[10] & PAGE_LEAF))
            continue;
        unsigned bit = 1u << (number & 7);
        bool live = pages->seen && pages->seen[number / 8] & bit &&
                    !(pages->free && pages->free[number / 8] & bit);
        for (unsigned i = 0; i < node_count(page); i++) {
            Node node = {0};
            if (node_at(pages, page, i, &node) && !(node.flags & (NODE_TREE | NODE_DUPLICATES)))
                each(context, number, i, live, node.key);
        }
    }
    free(page);
}

bool pages_slot(Pages *pages, uint64_t page_number, unsigned slot, Buf *value) {
    uint8_t *page = mem_alloc(pages->page);
    Node node = {0};
    uint64_t count;
    bool ok = read_page(pages, page_number, page) && slot < node_count(page) &&
              node_at(pages, page, slot, &node);
    if (ok && node.flags & NODE_WIDE)
        ok = wide_pages(pages, &node, &count) && read_wide(pages, &node, value);
    else if (ok)
        buf_put_str(value, node.value);
    free(page);
    return ok;
}
