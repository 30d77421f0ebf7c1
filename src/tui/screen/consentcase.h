#ifndef ANLIKU_TUI_SCREEN_CONSENTCASE_H
#define ANLIKU_TUI_SCREEN_CONSENTCASE_H

#include "library/consent.h"
#include "tui/app/app.h"

/* What is done to a case from the screen of consents. It lives as long as that screen. */
typedef struct ConsentCase {
    App *app;
    Uuid case_id, consent;
    char number[32]; /* of the consent */
} ConsentCase;

/* Lets the case rest on a consent, after a question where that allows more than until now. */
void consentcase_link(ConsentCase *act, Uuid case_id, const ConsentItem *consent);
/* The form of the case at what it says itself. */
void consentcase_edit(App *app, Uuid case_id);
/* A case says itself what may be told: what to do when the customer takes that back. */
void consentcase_ask_revoke(ConsentCase *act, const ConsentItem *of_case);

#endif
