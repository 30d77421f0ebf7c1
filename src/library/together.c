#include "config.h"

#include "library/together.h"

#include "base/clock.h"
#include "library/undo.h"
#include "store/batch.h"

#include <stdio.h>

static bool prepare_all(PutContext *context, TogetherItem *items, size_t count, Error *err) {
    StoreRead *read;
    if (!store_read_begin(context->library->store, &read, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = put_prepare(context, read, items[i].record, items[i].verb, items[i].base_rev,
                         PUT_FORCE, NULL, &items[i].prepared, err);
    store_read_end(read);
    return ok;
}

static bool put_batch(Library *library, StoreWrite *write, Uuid id, const TogetherItem *items,
                      size_t count, Error *err) {
    StoreBatch batch = {.id = id,
                        .actor = library->actor.user,
                        .at_ms = clock_now_ms(),
                        .source = BULK_SOURCE,
                        .finished = true};
    snprintf(batch.login, sizeof batch.login, "%s", library->actor.login);
    for (size_t i = 0; i < count; i++) {
        const SaveResult *result = &items[i].result;
        uint64_t first = result->change - (result->new_customer[0] != '\0');
        batch.created += result->created;
        batch.updated += !result->created;
        batch.first = batch.first ? batch.first : first;
        batch.last = result->change;
    }
    return store_put_batch(write, &batch, err);
}

static bool write_all(PutContext *context, TogetherItem *items, size_t count, Error *err) {
    StoreWrite *write;
    if (!library_write_begin(context->library, false, &write, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = (!items[i].before || items[i].before(write, &items[i].prepared, err)) &&
             put_write(context, write, &items[i].prepared, &items[i].result, err);
    if (ok && put_batch(context->library, write, context->batch, items, count, err))
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

bool together_write(Library *library, TogetherItem *items, size_t count, Str note, Uuid *batch,
                    Error *err) {
    PutContext context = {.library = library, .batch = uuid_new(), .note = note};
    bool ok = prepare_all(&context, items, count, err) && write_all(&context, items, count, err);
    for (size_t i = 0; i < count; i++)
        put_free(&items[i].prepared);
    vec_free(&context.numbers);
    if (!ok)
        return false;
    *batch = context.batch;
    for (size_t i = 0; i < count; i++)
        library_merge_step(library);
    return true;
}
