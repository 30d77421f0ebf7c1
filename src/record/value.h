#ifndef ANLIKU_RECORD_VALUE_H
#define ANLIKU_RECORD_VALUE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"
#include "base/uuid.h"
#include "record/entity.h"

typedef enum ValueKind { /* stored: never renumber */
                         VALUE_NONE = 0,
                         VALUE_TEXT = 1, /* LINE, TEXT, CHOICE, VOCAB, TREE: UTF-8, NFC, no NUL */
                         VALUE_INT = 2,  /* INT, BOOL, TIME (UTC ms) */
                         VALUE_DECIMAL = 3,
                         VALUE_DATE = 4, /* days since 1970-01-01, in number */
                         VALUE_UUID = 5,
                         VALUE_REF = 6,
                         VALUE_LIST = 7, /* of TEXT, REF or ROW */
                         VALUE_ROW =
                             8, /* items[i] belongs to sub-field i; count = the row table's count */
                         VALUE_SEALED = 9 /* ciphertext, opaque bytes in text */
} ValueKind;

typedef struct Value Value;
struct Value {
    ValueKind kind;
    union {
        Str text;
        int64_t number;
        Decimal decimal;
        Uuid uuid;
        struct {
            Uuid uuid; /* nil: only text */
            Str name;
        } ref;
        struct {
            Value *items;
            size_t len;
        } list; /* LIST and ROW */
    };
};

/* A record owns everything that its values point at, through its arena. An absent value has kind
 * VALUE_NONE; empty texts and empty lists are stored as absent. */
typedef struct Record {
    const Entity *entity;
    Arena arena;
    Value *values; /* entity->count */
    Str unknown;   /* canonical JSON object of keys that no field has, "" when none */
    /* Bit set of fields that were taken out because whoever reads it may not see them: what is
     * saved from it does not clear them. Not stored. */
    uint64_t withheld[2];
} Record;
_Static_assert(CASE_FIELDS <= 128, "one bit a field");

/* Never NULL; freed with record_free (NULL is allowed there). */
Record *record_new(EntityType type);
Record *record_copy(const Record *record);
void record_free(Record *record);

/* Copies the value deeply into the record. */
void record_set(Record *record, int field, Value value);
void record_set_text(Record *record, int field, Str text);
void record_set_int(Record *record, int field, int64_t number);
void record_set_date(Record *record, int field, int32_t date);
void record_set_uuid(Record *record, int field, Uuid id);
void record_set_ref(Record *record, int field, Uuid id, Str name);
void record_clear(Record *record, int field);
/* Takes a value out of what somebody reads who may not see it. */
void record_withhold(Record *record, int field);
void record_set_unknown(Record *record, Str json);

bool record_has(const Record *record, int field);
/* Results point into the record and live until it is changed or freed; "" / 0 / nil when absent. */
Str record_text(const Record *record, int field);
int64_t record_int(const Record *record, int field);
Uuid record_uuid(const Record *record, int field);
Uuid record_ref_uuid(const Record *record, int field);
Str record_ref_name(const Record *record, int field);
/* The uuid of the record itself. */
Uuid record_id(const Record *record);
/* What a person calls the record: title, name or login. */
Str record_title(const Record *record);

Value value_text(Str text);
Value value_int(int64_t number);
Value value_date(int32_t date);
Value value_ref(Uuid id, Str name);
/* Borrows items. */
Value value_list(Value *items, size_t len);
Value value_copy(Arena *arena, Value value);
/* Same kind and content; decimals also by scale. */
bool value_equal(const Value *a, const Value *b);

#endif
