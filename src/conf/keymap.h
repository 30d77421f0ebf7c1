#ifndef ANLIKU_CONF_KEYMAP_H
#define ANLIKU_CONF_KEYMAP_H

#include "base/error.h"
#include "format/format.h"

/* What the names in files of other programs stand for: keys (subtitle is our summary) and values
 * (已发布 is our published). It holds for records without uuid only. */

/* The shipped map; static. */
const FormatMap *keymap_default(void);

/* A map of a person's own, over the shipped one:
 *   fields:            # key there: field here; ~ leaves the value out
 *     Company: customer
 *     internal_code: ~
 *   values:            # field here: {value there: value here}
 *     industry: {IT: 软件, Fin: 金融} */
typedef struct Keymap Keymap;

/* Reads a file; errors carry file, line and column: unknown parts, fields that no entity has,
 * values that are no text. *out is freed with keymap_free. */
bool keymap_read(const char *path, Keymap **out, Error *err);
/* The same from text; name is for messages. */
bool keymap_parse(Str text, const char *name, Keymap **out, Error *err);
/* Lives as long as the keymap. */
const FormatMap *keymap_map(const Keymap *keymap);
/* NULL is allowed. */
void keymap_free(Keymap *keymap);

#endif
