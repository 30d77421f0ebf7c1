#ifndef ANLIKU_LIBRARY_NAMES_H
#define ANLIKU_LIBRARY_NAMES_H

#include "base/buf.h"
#include "library/library.h"

/* Appends what people call a user: the name, else the login; login where there is no such user any
 * more. */
void library_person_name(Library *library, Uuid user, Str login, Buf *out);

/* Appends who acts: name and login, role, team. Translated. */
void library_put_me(Library *library, Buf *out);

#endif
