#include "config.h"

#include "library/names.h"

#include "library/row.h"

void library_person_name(Library *library, Uuid user, Str login, Buf *out) {
    LibraryRow row;
    Error ignored;
    if (uuid_is_nil(user) || !library_row(library, ENTITY_USER, user, &row, &ignored)) {
        buf_put_str(out, login);
        return;
    }
    Str name = record_text(row.record, USER_NAME);
    buf_put_str(out, name.len ? name : record_text(row.record, USER_LOGIN));
    library_row_free(&row);
}
