#ifndef ANLIKU_SEARCH_BUILDER_H
#define ANLIKU_SEARCH_BUILDER_H

#include "base/pool.h"
#include "search/document.h"
#include "search/segwrite.h"

/* Inverts documents in memory and writes them as one segment. */
typedef struct SegmentBuilder SegmentBuilder;

SegmentBuilder *builder_new(void);
void builder_free(SegmentBuilder *builder); /* NULL is allowed */
/* number: greater than all before. replaced: the document number that it takes the place of, 0:
 * none. A tombstone adds only its replacement. Terms need not be sorted. When the replaced document
 * is in the builder it is kept as a dead one. */
void builder_add(SegmentBuilder *builder, uint32_t number, uint32_t replaced,
                 const SearchDocument *document);
/* Notes only the replacement (of a document that was itself replaced already, or purged). */
void builder_replace(SegmentBuilder *builder, uint32_t replaced);
uint32_t builder_docs(const SegmentBuilder *builder);
/* Memory in use, bytes (about). */
size_t builder_bytes(const SegmentBuilder *builder);
/* Numbers replaced by its documents that are not in the builder itself. */
typedef struct Replaced {
    uint32_t *items;
    size_t len, cap;
} Replaced;
const Replaced *builder_replaced(const SegmentBuilder *builder);
/* Sums of the lengths, for averages. */
void builder_lengths(const SegmentBuilder *builder, double sums[NORM_CLASSES]);
/* Writes terms, posts, dirs, columns and the live set; info gets docs, live and bytes. Documents up
 * to `skip_to` are written as dead (another process indexed them). pool: helps, NULL: none. */
bool builder_write(SegmentBuilder *builder, StoreWrite *write, const Bm25 *bm25, uint32_t skip_to,
                   Pool *pool, SegmentInfo *info, Error *err);
void builder_clear(SegmentBuilder *builder);

#endif
