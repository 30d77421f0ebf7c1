#ifndef ANLIKU_TEST_FORM_PLACE_H
#define ANLIKU_TEST_FORM_PLACE_H

#include "unit.h"

#include "base/clock.h"
#include "base/file.h"
#include "library/drafts.h"
#include "library/library.h"
#include "tui/form/session.h"

#include <ftw.h>
#include <unistd.h>

typedef struct Place {
    char path[64];
    Library *library;
    Uuid record;
} Place;

static __attribute__((unused)) int remove_entry(const char *path, const struct stat *info, int type,
                                                struct FTW *walk) {
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static __attribute__((unused)) Uuid make_case(Library *library, const char *title) {
    Error err;
    SaveResult result;
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_text(record, CASE_NEED, STR("降低流失"));
    assert_true(library_save(library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    return result.id;
}

static __attribute__((unused)) int make_place(void **state) {
    Error err = {0};
    Place *place = calloc(1, sizeof *place);
    strcpy(place->path, "/tmp/anliku-form-XXXXXX");
    assert_non_null(mkdtemp(place->path));
    assert_int_equal(rmdir(place->path), 0);
    LibraryInit init = {.zone = "UTC", .login = "wang"};
    assert_true(library_init(place->path, &init, NULL, &err));
    assert_true(library_open(place->path, "wang", false, &place->library, &err));
    place->record = make_case(place->library, "在线教育续费");
    *state = place;
    return 0;
}

static __attribute__((unused)) int clear_place(void **state) {
    Place *place = *state;
    library_close(place->library);
    nftw(place->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(place);
    return 0;
}

static __attribute__((unused)) FormSessionResult press(FormSession *session, const char *name) {
    InputEvent event = {.type = INPUT_TYPE_KEY};
    assert_true(input_key_parse(str_of(name), &event.key));
    return form_session_event(session, &event);
}

static __attribute__((unused)) void paste(FormSession *session, const char *text) {
    InputEvent event = {.type = INPUT_TYPE_PASTE, .text = str_of(text)};
    assert_int_equal(form_session_event(session, &event), SESSION_USED);
}

static __attribute__((unused)) FormSession *open_case(Place *place) {
    Error err;
    FormSession *session;
    assert_true(form_session_open(place->library, ENTITY_CASE, place->record, &session, &err));
    return session;
}

static __attribute__((unused)) void expect_text(FormSession *session, int field, const char *want) {
    Str text = form_text(form_session_form(session), field);
    char *got = strndup(text.ptr, text.len);
    assert_string_equal(got, want);
    free(got);
}

static __attribute__((unused)) size_t draft_count(Place *place) {
    Error err;
    DraftList list = {0};
    assert_true(library_drafts(place->library, &list, &err));
    free(list.items);
    return list.len;
}

static __attribute__((unused)) Record *load(Place *place) {
    Error err;
    Record *record;
    assert_true(library_load(place->library, ENTITY_CASE, place->record, 0, &record, &err));
    return record;
}

/* Somebody else saves. */
static __attribute__((unused)) void save_elsewhere(Place *place, int field, const char *text) {
    Error err;
    SaveResult result;
    Record *record = load(place);
    record_set_text(record, field, str_of(text));
    assert_true(library_save(place->library, record, (uint32_t)record_int(record, CASE_REV),
                             STR(""), NULL, &result, &err));
    record_free(record);
}

static __attribute__((unused)) bool shows(FormSession *session, const char *text) {
    Grid grid = {0};
    Buf dump = {0};
    grid_resize(&grid, 24, 80);
    form_session_draw(session, &grid, grid_all(&grid));
    grid_dump(&grid, &dump, 0);
    bool yes = str_find(buf_str(&dump), str_of(text), 0) != SIZE_MAX;
    buf_free(&dump);
    grid_free(&grid);
    return yes;
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, clear_place)

#endif
