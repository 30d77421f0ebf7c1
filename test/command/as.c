#include "config.h"

#include <pwd.h>
#include <stdlib.h>

/* anliku_as is the whole program, but who runs it is whom $ANLIKU_AS names: for tests in which
 * several people use one library. In own mode the program itself knows nobody but the Unix user. */

struct passwd *getpwuid(uid_t uid) {
    static struct passwd person;
    static char root[] = "root";
    char *login = getenv("ANLIKU_AS");
    person.pw_name = login ? login : root;
    person.pw_uid = uid;
    return &person;
}
