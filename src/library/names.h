#ifndef ANLIKU_LIBRARY_NAMES_H
#define ANLIKU_LIBRARY_NAMES_H

#include "base/buf.h"
#include "library/library.h"

/* Appends what people call a user: the name, else the login; login where there is no such user any
 * more. */
void library_person_name(Library *library, Uuid user, Str login, Buf *out);

/* Appends the names of some people who have the right, those of the actor's team first: "陈妍,
 * 苏青"; nothing when nobody has it. */
void library_put_who_may(Library *library, Right right, Buf *out);

/* Appends who acts: name and login, role, team. Translated. */
void library_put_me(Library *library, Buf *out);

#endif
