#include "config.h"

#include "search/forms.h"

#include <stdbool.h>
#include <string.h>

typedef struct Forms {
    Str word;
    WordForm *out;
    size_t count;
} Forms;

static bool is_vowel(char letter) {
    return memchr("aeiou", letter, 5) != NULL;
}

static bool ends(Str word, const char *ending) {
    size_t len = strlen(ending);
    return word.len >= len && memcmp(word.ptr + word.len - len, ending, len) == 0;
}

static bool has_vowel(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (is_vowel(text.ptr[i]) || text.ptr[i] == 'y')
            return true;
    return false;
}

/* The word without `cut` letters at its end, with the ending. */
static void add(Forms *forms, Str base, size_t cut, const char *ending) {
    WordForm form;
    size_t kept = base.len - cut, len = kept + strlen(ending);
    if (base.len < cut || kept < 2 || len < FORMS_SHORTEST || len >= sizeof form.text ||
        forms->count == FORMS_MOST)
        return;
    memcpy(form.text, base.ptr, kept);
    memcpy(form.text + kept, ending, strlen(ending));
    form.len = (uint8_t)len;
    Str text = str_make(form.text, len);
    bool known = str_equal(text, forms->word);
    for (size_t i = 0; i < forms->count && !known; i++)
        known = str_equal(text, str_make(forms->out[i].text, forms->out[i].len));
    if (!known)
        forms->out[forms->count++] = form;
}

/* plan: a vowel between consonants, the last of which is doubled before an ending. */
static bool doubles(Str base) {
    return base.len >= 3 && !is_vowel(base.ptr[base.len - 1]) &&
           !memchr("wxy", base.ptr[base.len - 1], 3) && is_vowel(base.ptr[base.len - 2]) &&
           !is_vowel(base.ptr[base.len - 3]);
}

/* The endings of a word that has none. */
static void add_endings(Forms *forms, Str base) {
    if (base.len < FORMS_SHORTEST)
        return;
    char last = base.ptr[base.len - 1];
    bool consonant_y = last == 'y' && !is_vowel(base.ptr[base.len - 2]);
    add(forms, base, 0, "");
    if (consonant_y)
        add(forms, base, 1, "ies");
    else if (ends(base, "s") || ends(base, "x") || ends(base, "z") || ends(base, "ch") ||
             ends(base, "sh"))
        add(forms, base, 0, "es");
    else
        add(forms, base, 0, "s");
    if (last == 'e') {
        add(forms, base, 0, "d");
        if (has_vowel(str_make(base.ptr, base.len - 1))) /* the is no form of thing */
            add(forms, base, 1, "ing");
    } else {
        add(forms, base, consonant_y, consonant_y ? "ied" : "ed");
        add(forms, base, 0, "ing");
    }
    if (doubles(base)) {
        const char ed[] = {last, 'e', 'd', 0}, ing[] = {last, 'i', 'n', 'g', 0};
        add(forms, base, 0, ed);
        add(forms, base, 0, ing);
    }
}

/* What is left without the ending, with an e that it may have taken away, without a letter that it
 * may have doubled. */
static void add_bases(Forms *forms, Str word, size_t ending) {
    WordForm with_e;
    Str base = str_make(word.ptr, word.len - ending);
    bool doubled = base.ptr[base.len - 1] == base.ptr[base.len - 2];
    if (doubled)
        add_endings(forms, str_make(base.ptr, base.len - 1));
    add_endings(forms, base);
    if (doubled)
        return;
    memcpy(with_e.text, base.ptr, base.len);
    with_e.text[base.len] = 'e';
    add_endings(forms, str_make(with_e.text, base.len + 1));
}

/* speed, string: what looks like an ending is a part of the word. */
static bool has_ending(Str word, const char *ending) {
    size_t len = word.len - strlen(ending);
    return ends(word, ending) && len >= FORMS_SHORTEST && word.ptr[len - 1] != ending[0] &&
           has_vowel(str_make(word.ptr, len));
}

size_t word_forms(Str word, WordForm out[FORMS_MOST]) {
    Forms forms = {.word = word, .out = out};
    if (word.len < FORMS_SHORTEST || word.len > FORMS_LONGEST)
        return 0;
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
            return 0;
    WordForm y;
    if (word.len >= 5 && (ends(word, "ies") || ends(word, "ied"))) {
        memcpy(y.text, word.ptr, word.len - 3);
        y.text[word.len - 3] = 'y';
        add_endings(&forms, str_make(y.text, word.len - 2));
    } else if (ends(word, "s") && !ends(word, "ss") && !ends(word, "us") && !ends(word, "is")) {
        add_endings(&forms, str_make(word.ptr, word.len - 1));
        if (ends(word, "es"))
            add_endings(&forms, str_make(word.ptr, word.len - 2));
    } else if (has_ending(word, "ing")) {
        add_bases(&forms, word, 3);
    } else if (has_ending(word, "ed")) {
        add_bases(&forms, word, 2);
    } else {
        add_endings(&forms, word);
    }
    return forms.count;
}
