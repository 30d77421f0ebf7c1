#ifndef ANLIKU_FORMAT_YAML_WRITE_H
#define ANLIKU_FORMAT_YAML_WRITE_H

#include "base/buf.h"
#include "format/doc.h"

/* Appends a map as one YAML document without `---`: always the same bytes for the same tree, and
 * yaml_read_document reads the same tree back. Members of maps stand one a line; what is marked as
 * flow, and everything inside lists, stands in brackets; text of several lines becomes a literal
 * block. Text that YAML readers would take for something else is put in quotes. */
void yaml_write(Buf *out, const DocNode *map);

#endif
