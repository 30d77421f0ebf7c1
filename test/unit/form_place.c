#include "config.h"

#include "form_place.h"

int place_set_up(void **state) {
    Error err;
    Place *place = mem_zalloc(sizeof *place);
    LibraryInit init = {.zone = "UTC", .login = "wang"};
    scratch_new(place->dir, "form");
    snprintf(place->path, sizeof place->path, "%s/lib", place->dir);
    expect_ok(library_init(place->path, &init, NULL, &err), &err);
    expect_ok(library_open(place->path, "wang", false, &place->library, &err), &err);
    place->record = place_add(place->library, "在线教育续费");
    *state = place;
    return 0;
}

int place_tear_down(void **state) {
    Place *place = *state;
    library_close(place->library);
    scratch_remove(place->dir);
    free(place);
    return 0;
}

Uuid place_add(Library *library, const char *title) {
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_text(record, CASE_NEED, STR("降低流失"));
    return save_new(library, record);
}

Record *place_load(Place *place) {
    return load_case(place->library, place->record);
}

void place_save_elsewhere(Place *place, int field, const char *text) {
    set_field(place->library, place->record, field, value_text(str_of(text)));
}

size_t place_drafts(Place *place) {
    Error err;
    DraftList list = {0};
    expect_ok(library_drafts(place->library, &list, &err), &err);
    free(list.items);
    return list.len;
}

FormSession *session_of_case(Place *place) {
    Error err;
    FormSession *session;
    expect_ok(form_session_open(place->library, ENTITY_CASE, place->record, &session, &err), &err);
    return session;
}

FormSession *session_of_new(Place *place, EntityType type) {
    Error err;
    FormSession *session;
    expect_ok(form_session_open(place->library, type, (Uuid){{0}}, &session, &err), &err);
    return session;
}

FormSessionResult session_press(FormSession *session, const char *key) {
    InputEvent event = key_named(key);
    return form_session_event(session, &event);
}

void session_type(FormSession *session, const char *text) {
    InputEvent event;
    for (Str rest = str_of(text); next_letter(&rest, &event);)
        form_session_event(session, &event);
}

void session_paste(FormSession *session, const char *text) {
    InputEvent event = pasted(text);
    assert_int_equal(form_session_event(session, &event), SESSION_USED);
}

void expect_session_text(FormSession *session, int field, const char *want) {
    expect_form_text(form_session_form(session), field, want);
}

bool session_says(FormSession *session, int field, const char *part) {
    return form_says(form_session_form(session), field, part);
}

bool session_shows(FormSession *session, const char *text) {
    Grid grid = {0};
    grid_resize(&grid, 24, 80);
    form_session_draw(session, &grid, grid_all(&grid));
    bool shows = grid_shows(&grid, text);
    grid_free(&grid);
    return shows;
}
