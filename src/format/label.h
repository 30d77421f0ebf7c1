#ifndef ANLIKU_FORMAT_LABEL_H
#define ANLIKU_FORMAT_LABEL_H

#include "base/str.h"

/* A passage of notes without what only says where it belongs: signs and numbers of lists, and a
 * label with a colon whose words are a heading of a section (客户情况：, What we did:). A label
 * that names nothing stays (回款：12 天), and so does one with nothing behind it. Points into the
 * passage. */
Str story_without_label(Str passage);

#endif
