#include "config.h"

#include "store/fence.h"

#include "base/vec.h"
#include "record/entity.h"
#include "store/env.h"

/* Two nodes of this many bytes (key and value) fill a page of 4,096. */
enum { FENCE_BYTES = 2030, FENCE_KEY = 17 };

static int put(MDB_txn *txn, MDB_dbi table, const Key *key) {
    Buf row = {0};
    row_begin(&row, (Table)TABLE_FENCE, 0);
    buf_fill(&row, '\0', FENCE_BYTES - ROW_HEADER - key->len);
    row_seal(&row, 0, key_str(key), row.len - ROW_HEADER);
    MDB_val k = env_val(key_str(key)), v = env_val(buf_str(&row));
    int code = mdb_put(txn, table, &k, &v, MDB_APPEND);
    buf_free(&row);
    return code;
}

/* Behind every key of that type. */
static Key behind(Table table, EntityType type, unsigned which) {
    static const char high[FENCE_KEY] =
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
        "\xff\xff";
    Key key;
    key_begin(&key, SPACE_MAIN, table);
    key_u8(&key, type);
    key_bytes(&key, high, FENCE_KEY - 1);
    key_u8(&key, which);
    return key;
}

int fence_put_all(MDB_txn *txn, MDB_dbi table) {
    static const Table tables[] = {TABLE_ID, TABLE_EXT, TABLE_CURRENT};
    static const EntityType types[] = {ENTITY_CASE, ENTITY_CUSTOMER};
    Key key;
    key_begin(&key, SPACE_LIBRARY, (Table)TABLE_FENCE); /* fills the page of the first rows */
    int code = put(txn, table, &key);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        for (size_t j = 0; j < COUNT_OF(types); j++)
            for (unsigned which = 0; code == 0 && which < 2; which++) {
                key = behind(tables[i], types[j], which);
                code = put(txn, table, &key);
            }
    return code;
}
