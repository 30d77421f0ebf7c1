#include "config.h"

#include "store/copy.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "store/env.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Writer {
    MDB_env *env;
    int fd;
    int code;
} Writer;

/* LMDB writes into a pipe from a thread of its own; the caller reads the other end. */
static void *write_copy(void *context) {
    Writer *w = context;
    w->code = mdb_env_copyfd2(w->env, w->fd, MDB_CP_COMPACT);
    close(w->fd);
    return NULL;
}

enum { PIECE = 1 << 20 };

static bool drain(int fd, CopyTakeFn *take, void *context, Error *err) {
    char *piece = mem_alloc(PIECE);
    bool ok = true;
    for (;;) {
        ssize_t got = read(fd, piece, PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && ok)
            ok = error_set_errno(err, errno, N_("{0} cannot be read: {1}"), "pipe");
        if (got <= 0)
            break;
        ok = ok && take(context, piece, (size_t)got, err);
    }
    free(piece);
    return ok;
}

bool copy_stream(Store *store, CopyTakeFn *take, void *context, Error *err) {
    int ends[2];
    pthread_t thread;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set_errno(err, errno, N_("the library {0} cannot be used: {1}"), store->path);
    Writer writer = {.env = store->env, .fd = ends[1]};
    int code = pthread_create(&thread, NULL, write_copy, &writer);
    if (code) {
        close(ends[0]);
        close(ends[1]);
        return error_set_errno(err, code, N_("the library {0} cannot be used: {1}"), store->path);
    }
    bool ok = drain(ends[0], take, context, err);
    pthread_join(thread, NULL);
    close(ends[0]);
    return ok && (writer.code == 0 || env_fail(store->path, writer.code, err));
}
