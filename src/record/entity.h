#ifndef ANLIKU_RECORD_ENTITY_H
#define ANLIKU_RECORD_ENTITY_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The facts about every kind of record, one row a field. Forms, files, validation, import columns,
 * search fields and help are made from these rows. */

typedef enum EntityType { /* stored: never renumber */
                          ENTITY_NONE = 0,
                          ENTITY_CASE = 1,
                          ENTITY_CUSTOMER = 2,
                          ENTITY_USER = 3,
                          ENTITY_TEAM = 4,
                          ENTITY_CONSENT = 5,
                          ENTITY_USE = 6,     /* of a case, towards somebody */
                          ENTITY_HAND_ON = 7, /* of a case's text; written by the program only */
                          ENTITY_COMMENT = 8, /* on a case or one of its fields */
                          ENTITY_RATING = 9,  /* of a case, by one person */
                          ENTITY_ATTACHMENT =
                              10, /* a file of a case; its bytes lie beside the records */
                          ENTITY_TYPES
} EntityType;

typedef enum FieldKind {
    FIELD_LINE, /* one line of text */
    FIELD_TEXT, /* Markdown, several lines */
    FIELD_INT,
    FIELD_DECIMAL, /* exact, the scale kept as written */
    FIELD_DATE,    /* day without a zone */
    FIELD_TIME,    /* UTC ms */
    FIELD_BOOL,    /* stored as 0 or 1 */
    FIELD_CHOICE,  /* one key of a closed list */
    FIELD_VOCAB,   /* one line from an open vocabulary: new values are created and reported */
    FIELD_TREE,    /* path in the category tree, parts joined by '/' */
    FIELD_UUID,
    FIELD_REF,  /* {uuid, name} of another record; uuid nil: kept as text */
    FIELD_LIST, /* lines from an open vocabulary */
    FIELD_REFS, /* several REF */
    FIELD_ROWS  /* rows of sub-fields */
} FieldKind;

typedef enum FieldFlag {
    FIELD_MACHINE = 1 << 0,  /* kept by the program; left out of the content digest and of forms */
    FIELD_PRIVATE = 1 << 1,  /* editors only: never indexed, never exported */
    FIELD_REQUIRED = 1 << 2, /* needed to publish */
    FIELD_SECTION = 1 << 3,  /* one of the six parts of a case's story */
    FIELD_SEARCHED = 1 << 4, /* its text is indexed */
    FIELD_FACET = 1 << 5,    /* counted in facets, a column of the index */
    FIELD_PLAIN = 1 << 6,    /* written without quotes although it is text (90, never) */
    FIELD_MOVED = 1 << 7,    /* set by the moves of a case: forms show it, nobody types it */
    FIELD_MONEY = 1 << 8,    /* read by the owner and by those with the right `money` */
    FIELD_UNTIL = 1 << 9,    /* the end of something: of a month that is typed, its last day */
    FIELD_REVIEW = 1 << 10   /* needed already to submit for review; such a field is REQUIRED too */
} FieldFlag;

typedef enum FieldGroup { /* parts of the form, in order */
                          GROUP_BASICS,
                          GROUP_STORY,
                          GROUP_EVIDENCE,
                          GROUP_SORTING,
                          GROUP_TRUST,
                          GROUP_MACHINE,
                          FIELD_GROUPS
} FieldGroup;

typedef struct Choice {
    const char *key;   /* stored and written to files */
    const char *label; /* message id */
} Choice;

typedef struct Field {
    uint16_t id; /* permanent: stored. Ascending within an entity */
    FieldKind kind;
    const char *key;     /* in files and on the command line; "period.start" is nested there */
    const char *label;   /* message id, a noun for forms */
    const char *help;    /* message id, one sentence; NULL for machine fields */
    const char *example; /* message id or NULL */
    unsigned flags;      /* FieldFlag */
    FieldGroup group;
    const Choice *choices;   /* FIELD_CHOICE: ended by a NULL key */
    const struct Field *row; /* FIELD_ROWS: the sub-fields */
    size_t row_count;
    EntityType target;             /* FIELD_REF, FIELD_REFS */
    uint32_t max_bytes;            /* hard: 0 = 4096 for lines, 1 MiB for text */
    uint16_t min_chars, max_chars; /* to publish; 0 = no bound; code points */
    uint16_t max_items;            /* to publish: lists and rows; 0 = no bound */
    int64_t min, max;              /* hard: FIELD_INT and FIELD_DECIMAL, when min < max */
} Field;

typedef struct Entity {
    EntityType type;
    const char *key;    /* "case" */
    const char *label;  /* message id, singular */
    const char *prefix; /* of the display id: "AL"; NULL: none */
    bool prefix_year;   /* AL-2026-0042 against KH-000123 */
    const Field *fields;
    size_t count;
    bool filed; /* made by hand, imported and exported; people, teams and what the program keeps
                   have their own ways */
} Entity;

/* Index of each field in its entity's table, in the order of the rows. */
enum CaseField {
    CASE_UUID,
    CASE_ID,
    CASE_EXT_SOURCE,
    CASE_EXT_ID,
    CASE_TITLE,
    CASE_CUSTOMER,
    CASE_SUMMARY,
    CASE_BACKGROUND,
    CASE_NEED,
    CASE_SOLUTION,
    CASE_STEPS,
    CASE_PROCESS,
    CASE_RESULT,
    CASE_FEEDBACK,
    CASE_BODY,
    CASE_OUTCOMES,
    CASE_SUCCESS,
    CASE_ALTERNATIVES,
    CASE_RELATED,
    CASE_CATEGORY,
    CASE_TAGS,
    CASE_INDUSTRY,
    CASE_SIZE_BAND,
    CASE_REGION,
    CASE_PRODUCT,
    CASE_THEME,
    CASE_PAIN,
    CASE_PERIOD_START,
    CASE_PERIOD_END,
    CASE_LANG,
    CASE_SCORE_SATISFACTION,
    CASE_SCORE_BUSINESS_SIZE,
    CASE_SCORE_COOPERATION_MONTHS,
    CASE_SCORE_INNOVATION,
    CASE_SCORE_SPREAD,
    CASE_IMPORTANCE,
    CASE_HALF_LIFE,
    CASE_AUDIENCE,
    CASE_CONSENT_SCOPE,
    CASE_CONSENT_EXPIRES,
    CASE_CONSENT_BY,
    CASE_CONSENT_ID,
    CASE_STATE,
    CASE_RETURN_REASON,
    CASE_OWNER,
    CASE_REVIEWER,
    CASE_VERIFY_EVERY,
    CASE_VERIFY_LAST,
    CASE_VERIFY_DUE,
    CASE_NOTES,
    CASE_MERGED_INTO,
    CASE_AUTHOR,
    CASE_IMPORTED,
    CASE_TRASHED,
    CASE_REV,
    CASE_CREATED,
    CASE_UPDATED,
    CASE_PUBLISHED_AT,
    CASE_FIELDS
};

enum CustomerField {
    CUSTOMER_UUID,
    CUSTOMER_ID,
    CUSTOMER_EXT_SOURCE,
    CUSTOMER_EXT_ID,
    CUSTOMER_NAME,
    CUSTOMER_SHORT_NAME,
    CUSTOMER_ALIAS,
    CUSTOMER_INDUSTRY,
    CUSTOMER_SIZE_BAND,
    CUSTOMER_REGION,
    CUSTOMER_STAGE,
    CUSTOMER_OWNER,
    CUSTOMER_CONTRACT_START,
    CUSTOMER_CONTRACT_END,
    CUSTOMER_MRR,
    CUSTOMER_CURRENCY,
    CUSTOMER_REFERENCE,
    CUSTOMER_TRASHED,
    CUSTOMER_REV,
    CUSTOMER_CREATED,
    CUSTOMER_UPDATED,
    CUSTOMER_FIELDS
};

enum UserField {
    USER_UUID,
    USER_LOGIN,
    USER_NAME,
    USER_ROLE,
    USER_TEAM,
    USER_DISABLED,
    USER_REV,
    USER_CREATED,
    USER_UPDATED,
    USER_FIELDS
};

enum TeamField {
    TEAM_UUID,
    TEAM_NAME,
    TEAM_LEAD,
    TEAM_REGION,
    TEAM_REV,
    TEAM_CREATED,
    TEAM_UPDATED,
    TEAM_FIELDS
};

enum ConsentField {
    CONSENT_UUID,
    CONSENT_ID,
    CONSENT_EXT_SOURCE,
    CONSENT_EXT_ID,
    CONSENT_CUSTOMER,
    CONSENT_SCOPE,
    CONSENT_CHANNELS,
    CONSENT_GRANTED_BY,
    CONSENT_GRANTED_ON,
    CONSENT_EXPIRES,
    CONSENT_FILE,
    CONSENT_REVOKED_ON,
    CONSENT_TRASHED,
    CONSENT_REV,
    CONSENT_CREATED,
    CONSENT_UPDATED,
    CONSENT_FIELDS
};

enum UseField {
    USE_UUID,
    USE_ID,
    USE_EXT_SOURCE,
    USE_EXT_ID,
    USE_CASE,
    USE_PROSPECT,
    USE_DEAL,
    USE_KIND,
    USE_BY,
    USE_AT,
    USE_FEEDBACK,
    USE_TRASHED,
    USE_REV,
    USE_CREATED,
    USE_UPDATED,
    USE_FIELDS
};

enum HandOnField {
    HAND_ON_UUID,
    HAND_ON_CASE,
    HAND_ON_WHAT,
    HAND_ON_SAFE,
    HAND_ON_WHY,
    HAND_ON_PROSPECT,
    HAND_ON_BY,
    HAND_ON_AT,
    HAND_ON_REV,
    HAND_ON_CREATED,
    HAND_ON_UPDATED,
    HAND_ON_FIELDS
};

enum CommentField {
    COMMENT_UUID,
    COMMENT_CASE,
    COMMENT_PARENT,
    COMMENT_BY,
    COMMENT_AT,
    COMMENT_KIND,
    COMMENT_FIELD,
    COMMENT_BODY,
    COMMENT_PASSAGE,
    COMMENT_REPLACEMENT,
    COMMENT_RESOLUTION,
    COMMENT_RESOLVED_BY,
    COMMENT_RESOLVED_AT,
    COMMENT_WORD,
    COMMENT_NUMBER,
    COMMENT_CASE_REV,
    COMMENT_EDITED_AT,
    COMMENT_TRASHED,
    COMMENT_REV,
    COMMENT_CREATED,
    COMMENT_UPDATED,
    COMMENT_FIELDS
};

enum RatingField {
    RATING_UUID,
    RATING_CASE,
    RATING_BY,
    RATING_ROLE,
    RATING_SCORE,
    RATING_HELPFUL,
    RATING_AT,
    RATING_REV,
    RATING_CREATED,
    RATING_UPDATED,
    RATING_FIELDS
};

enum AttachmentField {
    ATTACHMENT_UUID,
    ATTACHMENT_ID,
    ATTACHMENT_CASE,
    ATTACHMENT_KIND,
    ATTACHMENT_NAME,
    ATTACHMENT_SHA256,
    ATTACHMENT_BYTES,
    ATTACHMENT_BY,
    ATTACHMENT_TRASHED,
    ATTACHMENT_REV,
    ATTACHMENT_CREATED,
    ATTACHMENT_UPDATED,
    ATTACHMENT_FIELDS
};

enum StepField { STEP_DATE, STEP_TEXT, STEP_FIELDS };
enum OutcomeField {
    OUTCOME_METRIC,
    OUTCOME_UNIT,
    OUTCOME_BEFORE,
    OUTCOME_AFTER,
    OUTCOME_MEASURED_ON,
    OUTCOME_EVIDENCE,
    OUTCOME_N,
    OUTCOME_FIELDS
};

/* NULL for an unknown type (numbers may have gaps). Static. */
const Entity *entity_get(EntityType type);
/* By key ("case"), or NULL. */
const Entity *entity_find(Str key);
/* Index of the field with that dotted key, or -1. */
int entity_field(const Entity *entity, Str key);
/* Index of the field with that permanent id, or -1. */
int entity_field_by_id(const Entity *entity, uint16_t id);
/* Index of the sub-field with that key in a row table, or -1. */
int entity_row_field(const Field *rows, size_t count, Str key);
/* The label of a choice's key (message id), or NULL. */
const char *entity_choice_label(const Field *field, Str key);
const char *field_group_label(FieldGroup group);

#endif
