#ifndef ANLIKU_LIBRARY_MERGE_H
#define ANLIKU_LIBRARY_MERGE_H

#include "library/save.h"

/* Two cases become one. The kept case gets what the other one has more, field by field as it was
 * chosen; the other one goes into the trash and its identity, its number, and what names it lead to
 * the kept one from then on. Nothing of it is copied away: its revisions stand in the history of
 * the kept case, its uses, hand-ons and whatever else belongs to it are counted there, and all of
 * it is back in its place when the merge is taken back. */

typedef enum CaseMergeChoice {
    JOIN_KEEP,  /* as the kept case has it */
    JOIN_OTHER, /* as the other one has it */
    JOIN_BOTH   /* lists joined, the other text behind the kept one */
} CaseMergeChoice;

/* A field in which the other one says something else. */
typedef struct CaseMergeField {
    int field;
    CaseMergeChoice choice; /* what is to happen; may be changed before library_merge */
    bool can_join;          /* JOIN_BOTH is possible */
    Str text[2];            /* as people read it: of the kept one, of the other one; "" has none */
} CaseMergeField;

/* What counts with the kept case. */
typedef struct CaseMergePart {
    EntityType type;
    size_t count;
} CaseMergePart;

typedef struct CaseMerge {
    Uuid id[2]; /* the kept one, the other one */
    uint32_t rev[2];
    Str number[2], title[2];
    CaseMergeField *fields; /* in the order of the entity */
    size_t len;
    CaseMergePart *belongings; /* of the other one; those that are not none */
    size_t belonging_count;
    /* What somebody should say yes to: */
    bool other_customer; /* they are of different customers */
    bool hides;          /* the other one is published, the kept one is not */
    Arena arena;
} CaseMerge;

/* Lists and texts that the other one has more are joined, what the kept one lacks is filled, the
 * rest stays. Needs the rights `write` and `trash`. ERR_INVALID for one case twice and for one in
 * the trash. *plan is freed with library_merge_plan_free, also after an error. */
bool library_merge_plan(Library *library, Uuid kept, Uuid other, CaseMerge *plan, Error *err);
void library_merge_plan_free(CaseMerge *plan);
/* The row of a field, NULL when both say the same or it is not merged. */
CaseMergeField *library_merge_field(const CaseMerge *plan, int field);
/* Appends what the kept case will say there. */
void library_merge_preview(Library *library, const CaseMerge *plan, const CaseMergeField *field,
                           Buf *out);

/* Both changes in one transaction and one batch, which library_bulk_undo takes back. ERR_CONFLICT
 * when one of them was saved since the plan. rev: of the kept case. */
typedef struct CaseMergeResult {
    Uuid batch;
    uint32_t rev;
    int dropped_for; /* CaseField whose change dropped the kept case's verification, 0: none did */
} CaseMergeResult;
bool library_merge(Library *library, const CaseMerge *plan, CaseMergeResult *result, Error *err);
/* Takes the last merge of a case into another one back, by the case that was merged (what
 * library_resolve_itself finds). *kept: how many of the two were changed since and stay as they
 * are. ERR_NOT_FOUND when it is not merged. */
bool library_merge_undo(Library *library, Uuid merged, size_t *kept, Error *err);

#endif
