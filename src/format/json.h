#ifndef ANLIKU_FORMAT_JSON_H
#define ANLIKU_FORMAT_JSON_H

#include "base/buf.h"
#include "base/error.h"
#include "format/doc.h"

/* JSON (RFC 8259) into document trees and back. Our own reader, because every value needs its line
 * and column and every number its digits: 1.10 stays 1.10, in the tree and in what is written.
 * Strings become quoted scalars, numbers and truth values plain ones. */

enum {
    JSON_MAX_VALUES = 40000,   /* what was read must fit into the limits of YAML too */
    JSON_MAX_STRING = 1 << 20, /* bytes */
    JSON_MAX_KEY = 512         /* bytes */
};

/* Reads one value and nothing but blanks after it. file may be NULL; line is the file's number of
 * the first line of text. ERR_SYNTAX with line and column for bad syntax, a second key of one name,
 * more than 32 levels, bytes that are not UTF-8, escapes that give no character or U+0000. */
bool json_read(Arena *arena, Str text, const char *file, int line, DocNode **root, Error *err);

/* Appends the tree on one line without blanks. */
void json_write(Buf *out, const DocNode *node);
/* The same with the keys of every map in byte order: one form per content. */
void json_write_sorted(Buf *out, const DocNode *node);
/* Appends text as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void json_put_string(Buf *out, Str text);

#endif
