#include "config.h"

#include "base/i18n.h"
#include "library/examples.h"
#include "record/entity.h"
#include "search/query.h"

#include "roff.h"

#include <string.h>

/* Writes anliku-query(7) in the language that is named: fields, words and examples come from the
 * tables that the program itself uses. Every example has a comment that the test reads:
 *   .\" EXAMPLE some|any QUERY        some: it finds something in the demo library */

static bool is_han(const char *at) {
    return (unsigned char)at[0] >= 0xE4 && (unsigned char)at[0] <= 0xE9;
}

/* Text that may be broken between two Han characters. */
static void put_prose(const char *text) {
    char piece[2048];
    size_t len = 0;
    for (const char *at = text; *at && len + 8 < sizeof piece; at++) {
        bool last_byte = ((unsigned char)at[1] & 0xC0) != 0x80;
        piece[len++] = *at;
        if (!last_byte || !is_han(at + 1) || (unsigned char)*at < 0x80)
            continue;
        piece[len] = '\0';
        put_text(piece);
        fputs("\\:", stdout);
        len = 0;
    }
    piece[len] = '\0';
    put_text(piece);
}

static void put_examples(void) {
    const QueryExample *example;
    for (size_t i = 0; (example = query_example(i)); i++) {
        if (example->heading) {
            fputs(".SS ", stdout);
            put_text(_(example->heading));
            putchar('\n');
        }
        const char *query = query_example_text(example);
        printf(".\\\" EXAMPLE %s %s\n.TP\n.B ", example->finds ? "some" : "any", query);
        put_text(query);
        putchar('\n');
        put_prose(_(example->says));
        putchar('\n');
    }
}

/* "state, 状态: State" */
static void put_fields(void) {
    QueryName name;
    for (size_t i = 0; query_name_at(i, &name); i++) {
        const char *english = query_name_word(name, false), *chinese = query_name_word(name, true);
        fputs(".TP\n.B ", stdout);
        put_text(english);
        if (chinese && strcmp(english, chinese) != 0) {
            fputs(", ", stdout);
            put_text(chinese);
        }
        putchar('\n');
        if (name.kind != NAME_FIELD) {
            static const char *const says[] = {
                [NAME_COLUMN] = N_("Computed by the program."),
                [NAME_TRUST] = N_("Whether a published case may still be trusted."),
                [NAME_IS] = N_("A state or kind; see below."),
                [NAME_HAS] = N_("The name of a field that is filled."),
                [NAME_NO] = N_("The name of a field that is empty."),
                [NAME_SORT] = N_("The name of a field: the order of the list.")};
            put_prose(_(says[name.kind]));
        } else {
            const Field *field = &entity_get(ENTITY_CASE)->fields[name.field];
            put_text(_(field->label));
            if (field->help) {
                fputs(". ", stdout);
                put_prose(_(field->help));
            }
        }
        putchar('\n');
    }
}

static void put_words(const char *(*word)(size_t, bool)) {
    for (int chinese = 0; chinese < 2; chinese++) {
        const char *next;
        puts(".PP");
        for (size_t i = 0; (next = word(i, chinese)); i++) {
            fputs(i ? ", " : "", stdout);
            put_text(next);
        }
        puts("");
    }
}

static void put_section(const char *heading, const char *text) {
    fputs(".SH ", stdout);
    put_text(heading);
    putchar('\n');
    put_prose(text);
    putchar('\n');
}

int main(int argc, char **argv) {
    i18n_init(argc > 1 ? argv[1] : "en");
    puts(".TH ANLIKU\\-QUERY 7 \"\" \"" PACKAGE_STRING "\"");
    /* The word alone is a placeholder elsewhere. */
    printf(".SH %s", argc > 1 && strcmp(argv[1], "zh") == 0 ? "名称" : "NAME");
    fputs("\nanliku\\-query \\- ", stdout);
    put_text(_("how cases are searched for"));
    putchar('\n');
    put_section(_("DESCRIPTION"),
                _("One language holds for the filter bar of the full screen, for anliku search and "
                  "browse, and for every other command with a query. Parts between blanks must "
                  "all hold. Case, accents, full width and traditional characters make no "
                  "difference, and every sign has a full-width twin: （ ） ： ， “ ” － ｜."));
    puts(".PP");
    put_prose(
        _("What cannot be understood as an operator (a colon behind an unknown name, a lone "
          "quotation mark or bracket) is searched as text, with a warning. A value that a "
          "field cannot have is an error, with its column. While you type on the screen, what "
          "is not finished keeps the list as it is and is marked under its column; Tab "
          "offers what may follow, Up brings earlier searches back."));
    puts("");
    put_section(_("EXAMPLES"), _("Each works in the demo library (anliku init --demo)."));
    put_examples();
    put_section(_("FIELDS"), _("Names stand before a colon; both languages always work."));
    put_fields();
    put_section(_("WORDS BEHIND is:"), "");
    put_words(query_is_word);
    put_section(_("DAYS AND PERIODS"),
                _("Weeks begin on Monday; days are those of the library's zone. Words are written "
                  "with - or _ or, in quotation marks, with blanks between."));
    put_words(query_date_word);
    puts(".PP");
    put_prose(
        _("Behind a colon and in ranges also: 2026-11-20, 2026-11, 2026, 2026-Q4, 2026-W47, "
          "W47, 20261120, november, 2026年11月20日, 11月, 第四季度, 第47周, 上半年, friday, "
          "上周五."));
    puts("");
    printf(".SH %s\n.BR anliku (1)\n", _("SEE ALSO"));
    return 0;
}
