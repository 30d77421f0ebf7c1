#include "config.h"

#include "base/i18n.h"

#include "base/paths.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const char *first_set(const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

/* gettext ignores LANGUAGE in the locale "C", so LC_MESSAGES becomes C.UTF-8, which every system
 * has, and LANGUAGE names the catalogue. */
void i18n_init(const char *language) {
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    if (!language || !*language)
        language = first_set(variables, 3);
    setlocale(LC_ALL, "C");
    setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_MESSAGES, "C.UTF-8");
    setenv("LANGUAGE", strncmp(language, "zh", 2) == 0 ? "zh_CN" : "en", 1);
    bindtextdomain("anliku", paths_locale_dir());
    bind_textdomain_codeset("anliku", "UTF-8");
    textdomain("anliku");
}
