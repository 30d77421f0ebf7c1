#include "config.h"

#include "library/library.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/zone.h"
#include "format/yaml_read.h"
#include "library/actor.h"
#include "library/import.h"
#include "library/internal.h"
#include "library/people.h"
#include "library/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>

/* A new library, and the demo cases in it. */

/* The first user makes himself: the only moment without somebody who gives him the right. */
static bool make_admin(const char *path, const char *login, Error *err) {
    KnownActor founder = {.actor = {.user = uuid_new(), .role = ROLE_ADMIN}};
    Actor *actor = &founder.actor;
    Library *library;
    Store *store;
    SaveResult result;
    snprintf(actor->login, sizeof actor->login, "%s", login);
    if (!store_open(path, STORE_READ_WRITE, &store, err))
        return false;
    library_attach(store, &founder, &library);
    library->founding = true;
    Record *user = record_new(ENTITY_USER);
    record_set_uuid(user, USER_UUID, actor->user);
    record_set_text(user, USER_LOGIN, str_of(login));
    record_set_text(user, USER_NAME, str_of(login));
    record_set_text(user, USER_ROLE, str_of(role_key(ROLE_ADMIN)));
    bool ok = library_save(library, user, 0, STR(""), NULL, &result, err);
    record_free(user);
    ok = ok && vocabulary_seed(library, err);
    library_close(library);
    return ok;
}

static bool read_yaml(const char *path, Arena *arena, Buf *text, DocNode **root, Error *err) {
    return file_read(path, 4u << 20, text, err) &&
           yaml_read_document(arena, buf_str(text), path, 1, root, err);
}

static bool take_teams(Library *library, const DocNode *root, bool with_leads, Error *err) {
    SaveResult result;
    const DocNode *teams = doc_member(root, STR("teams"));
    for (const DocNode *team = teams ? teams->first : NULL; team; team = team->next)
        if (!library_team_set(library, doc_text(doc_member(team, STR("name"))),
                              with_leads ? doc_text(doc_member(team, STR("lead"))) : STR(""),
                              doc_text(doc_member(team, STR("region"))), &result, err))
            return false;
    return true;
}

static bool take_users(Library *library, const DocNode *root, Error *err) {
    SaveResult result;
    const DocNode *users = doc_member(root, STR("users"));
    for (const DocNode *user = users ? users->first : NULL; user; user = user->next) {
        UserChange change = {doc_text(doc_member(user, STR("login"))),
                             doc_text(doc_member(user, STR("name"))),
                             doc_text(doc_member(user, STR("role"))),
                             doc_text(doc_member(user, STR("team"))),
                             -1,
                             NULL};
        if (str_equal(change.login, str_of(library->actor.login)))
            continue; /* stays admin */
        if (!library_user_set(library, &change, &result, err))
            return false;
    }
    return true;
}

static bool take_people(Library *library, const char *path, Error *err) {
    Arena arena = {0};
    Buf text = {0};
    DocNode *root;
    bool ok = read_yaml(path, &arena, &text, &root, err) && take_teams(library, root, false, err) &&
              take_users(library, root, err) && take_teams(library, root, true, err);
    arena_free(&arena);
    buf_free(&text);
    return ok;
}

/* Days by which the demo moves: whole weeks, so that its last day falls into this week. */
static bool demo_shift(const char *path, int32_t *days, Error *err) {
    Arena arena = {0};
    Buf text = {0};
    DocNode *root;
    int32_t as_of;
    bool ok = read_yaml(path, &arena, &text, &root, err);
    if (ok && !date_parse(doc_text(doc_member(root, STR("as_of"))), &as_of))
        ok = error_set(err, ERR_SYNTAX, N_("{0} does not say as_of: DATE"), "s", path);
    arena_free(&arena);
    buf_free(&text);
    if (ok)
        *days = week_monday(week_of_date(library_today())) - week_monday(week_of_date(as_of));
    return ok;
}

static bool import_demo(Library *library, EntityType entity, const char *path, int32_t shift,
                        const Progress *progress, Error *err) {
    ImportReport report;
    ImportOptions options = {.entity = entity, .shift_days = shift, .by_owner = true};
    if (!library_import(library, &path, 1, &options, NULL, progress, &report, err))
        return false;
    if (report.cancelled)
        return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
    if (report.rejected || report.unreadable_files)
        return error_set(
            err, ERR_CORRUPT,
            N_("{0} demo records in {1} cannot be read; is the program installed whole?"), "ds",
            (int64_t)(report.rejected + report.unreadable_files), path);
    return true;
}

static bool fill_demo(const char *path, const char *login, const Progress *progress, Error *err) {
    static const char *const names[] = {"manifest.yaml", "users.yaml", "customers.yaml", "cases"};
    char paths[4][512];
    Library *library;
    int32_t shift;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        snprintf(paths[i], sizeof paths[i], "%s/demo/%s", paths_data_dir(), names[i]);
    if (!library_open(path, login, false, &library, err))
        return false;
    bool ok = demo_shift(paths[0], &shift, err) && take_people(library, paths[1], err) &&
              import_demo(library, ENTITY_CUSTOMER, paths[2], shift, progress, err) &&
              import_demo(library, ENTITY_CASE, paths[3], shift, progress, err);
    library_close(library);
    return ok;
}

bool library_init(const char *path, const LibraryInit *init, const Progress *progress, Error *err) {
    const char *zone = init->zone && *init->zone ? init->zone : getenv("TZ");
    const char *login = init->login ? init->login : library_unix_login();
    if (!zone || !*zone)
        zone = "UTC";
    if (*zone == ':')
        zone++;
    if (!zone_set(zone))
        return error_set(err, ERR_INVALID, N_("{0} is not a time zone, for example Asia/Shanghai"),
                         "s", zone);
    StoreOptions options = {.zone = zone, .created_by = PACKAGE_STRING, .demo = init->demo};
    return store_create(path, &options, err) && make_admin(path, login, err) &&
           (!init->demo || fill_demo(path, login, progress, err));
}
