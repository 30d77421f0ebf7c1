#ifndef ANLIKU_BASE_I18N_H
#define ANLIKU_BASE_I18N_H

#include <libintl.h>

/* _() translates where the text is shown; N_() marks a table text for extraction; P_() marks text
 * with a context ("menu|Open" style clashes are avoided with pgettext contexts). */
#define _(text)  gettext(text)
#define N_(text) (text)

/* Sets the language of the process once, at start: `language` (from --lang) first, then LC_ALL,
 * LC_MESSAGES and LANG as raw text, so that Chinese works where no zh_CN locale is installed. NULL
 * when not given. The character type is always UTF-8. */
void i18n_init(const char *language);

#endif
