#ifndef ANLIKU_STORE_SETTINGS_H
#define ANLIKU_STORE_SETTINGS_H

#include "store/write.h"

/* Settings: (scope, key) -> text. scope: nil for the whole library, else the uuid of a team or
 * user. key: 1..200 bytes. Every change is a log row (VERB_SETTINGS). */

/* *out has ptr NULL when it is not set. */
bool store_setting(StoreRead *read, Uuid scope, Str key, Str *out, Error *err);
typedef bool StoreSettingFn(void *context, Str key, Str value, Error *err);
/* Ascending by key; stops when each returns false (it has filled *err). */
bool store_setting_each(StoreRead *read, Uuid scope, StoreSettingFn *each, void *context,
                        Error *err);
/* value NULL: take the setting away. Nothing is written when nothing changes. verb, at_ms, actor,
 * login and note of change count. */
bool store_put_setting(StoreWrite *write, const StoreChange *change, Uuid scope, Str key,
                       const Str *value, Error *err);

/* What a VERB_SETTINGS row holds. Points into body. */
typedef struct StoreSettingChange {
    Uuid scope;
    Str key;
    bool had, has;
    Str before, after;
} StoreSettingChange;
bool store_setting_decode(Str body, StoreSettingChange *out, Error *err);

#endif
