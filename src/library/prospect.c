#include "config.h"

#include "library/prospect.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/number.h"
#include "conf/taxonomy.h"
#include "library/internal.h"
#include "library/settings.h"
#include "library/sizes.h"
#include "search/count.h"
#include "search/prospect.h"
#include "text/fit.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert((int)PROSPECT_FIELDS == (int)PROSPECT_FEATURES, "one feature a field");

const ProspectField prospect_fields[PROSPECT_FIELDS] = {
    [PROSPECT_INDUSTRY] = {CASE_INDUSTRY, N_("Industry"), N_("What the prospect does."), false},
    [PROSPECT_SIZE] = {CASE_SIZE_BAND, N_("Size"),
                       N_("How many people work there: a size band, or a number."), false},
    [PROSPECT_REGION] = {CASE_REGION, N_("Region"), N_("Where the prospect is."), false},
    [PROSPECT_TEXT] = {CASE_PAIN, N_("Pain"),
                       N_("What hurts, as a pain that cases name or in any words."), true},
};

static const OptionId weights[PROSPECT_FIELDS] = {
    [PROSPECT_INDUSTRY] = OPTION_PROSPECT_INDUSTRY,
    [PROSPECT_SIZE] = OPTION_PROSPECT_SIZE,
    [PROSPECT_REGION] = OPTION_PROSPECT_REGION,
    [PROSPECT_TEXT] = OPTION_PROSPECT_TEXT,
};

/* What is asked, understood. */
typedef struct Asked {
    Taxonomy *taxonomy; /* NULL: the library has none */
    Str texts[PROSPECT_FIELDS];
    int band; /* of the size, -1: none is known */
} Asked;

static const char *key_of(int which) {
    return entity_get(ENTITY_CASE)->fields[prospect_fields[which].field].key;
}

static const TaxonomyValue *value_of(const Asked *asked, int which, Str text) {
    return asked->taxonomy ? taxonomy_value(asked->taxonomy, str_of(key_of(which)), text) : NULL;
}

/* ---- sizes ---- */

/* The place of a size in the taxonomy's bands; -1: it is none of them, nor in one. */
static int band_of(const Asked *asked, Str text) {
    const TaxonomyList *bands =
        asked->taxonomy ? taxonomy_list(asked->taxonomy, str_of(key_of(PROSPECT_SIZE))) : NULL;
    const TaxonomyValue *named = value_of(asked, PROSPECT_SIZE, text);
    SizeRange size, band;
    if (named)
        return (int)(named - bands->values);
    if (!bands || !size_read(text, &size))
        return -1;
    int64_t middle = size.high == INT64_MAX ? size.low + 1 : (size.low + size.high) / 2;
    for (size_t i = 0; i < bands->len; i++)
        if (size_read(bands->values[i].name, &band) && middle >= band.low && middle < band.high)
            return (int)i;
    return -1;
}

static int bands_between(const Asked *asked, Str value) {
    int band = band_of(asked, value);
    return band < 0 || asked->band < 0 ? -1 : abs(band - asked->band);
}

static float size_distance(const Asked *asked, Str value) {
    int apart = bands_between(asked, value);
    if (apart < 0)
        return PROSPECT_UNKNOWN;
    size_t bands = taxonomy_list(asked->taxonomy, str_of(key_of(PROSPECT_SIZE)))->len;
    return bands > 1 ? (float)apart / (float)(bands - 1) : 0;
}

/* ---- industries and regions ---- */

static bool same_name(const Asked *asked, int which, Str a, Str b) {
    const TaxonomyValue *x = value_of(asked, which, a), *y = value_of(asked, which, b);
    return x && y ? x == y : text_fold_equal(a, b);
}

/* The share of the longer path's parts that the two do not begin with together. */
static float path_distance(const Asked *asked, int which, Str a, Str b) {
    size_t same = 0, parts = 0;
    bool together = true;
    while (a.len || b.len) {
        Str x = {0}, y = {0};
        bool has_x = a.len && str_split(&a, '/', &x), has_y = b.len && str_split(&b, '/', &y);
        together = together && has_x && has_y && same_name(asked, which, x, y);
        same += together;
        parts++;
    }
    return parts ? 1 - (float)same / (float)parts : PROSPECT_UNKNOWN;
}

static float distance(void *context, ProspectFeature feature, Str value) {
    const Asked *asked = context;
    Str text = asked->texts[feature];
    if (feature == PROSPECT_SIZE)
        return size_distance(asked, value);
    if (same_name(asked, (int)feature, text, value))
        return 0;
    return path_distance(asked, (int)feature, text, value);
}

/* ---- the library's side ---- */

static bool read_taxonomy(StoreRead *read, Taxonomy **out, Error *err) {
    Str text;
    *out = NULL;
    return store_meta(read, "taxonomy", &text, err) &&
           (!text.ptr || taxonomy_parse(text, "taxonomy", out, err));
}

static bool understand(const Str texts[PROSPECT_FIELDS], Asked *asked, ProspectRequest *request,
                       Error *err) {
    bool any = false;
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        asked->texts[i] = str_trim(texts[i]);
        request->asked[i] = asked->texts[i].len > 0;
        any |= request->asked[i];
    }
    if (!any)
        return error_set(err, ERR_INVALID, N_("say at least one thing about the prospect"), "");
    asked->band = request->asked[PROSPECT_SIZE] ? band_of(asked, asked->texts[PROSPECT_SIZE]) : -1;
    if (request->asked[PROSPECT_SIZE] && asked->band < 0)
        return error_set(err, ERR_INVALID,
                         N_("“{0}” is no size: give a band, for example {1}, or a number"), "Ss",
                         asked->texts[PROSPECT_SIZE], "50-200");
    request->text = asked->texts[PROSPECT_TEXT];
    return true;
}

static bool take_weights(Library *library, ProspectRequest *request, Error *err) {
    Options options = {0};
    bool ok = library_options(library, &options, err);
    for (int i = 0; ok && i < PROSPECT_FIELDS; i++)
        request->weights[i] = (float)option_number(&options, weights[i]);
    options_free(&options);
    return ok;
}

static bool take_case(StoreRead *read, const Asked *asked, const ProspectHit *hit,
                      ProspectCases *out, Error *err) {
    StoreCurrent current;
    bool found;
    ProspectCase *to = &out->items[out->len];
    if (!store_current_find(read, ENTITY_CASE, hit->uuid, &current, &found, err) ||
        (found && !row_decode(&current, &to->row.record, err)))
        return false;
    if (!found)
        return true;
    to->row.rev = current.rev;
    to->row.trashed = current.trashed;
    to->row.change = current.change;
    to->similarity = (double)hit->similarity;
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        to->distances[i] = (double)hit->distances[i];
        to->asked |= (asked->texts[i].len > 0 ? 1u : 0u) << i;
    }
    to->bands = bands_between(asked, record_text(to->row.record, CASE_SIZE_BAND));
    out->len++;
    return true;
}

static bool take_cases(StoreRead *read, const Asked *asked, const ProspectResult *result,
                       ProspectCases *out, Error *err) {
    out->us = result->us;
    out->compared = result->compared;
    out->items = arena_zalloc(&out->arena, (result->len + 1) * sizeof *out->items);
    for (size_t i = 0; i < result->len; i++)
        if (!take_case(read, asked, &result->items[i], out, err))
            return false;
    return true;
}

bool library_prospect(Library *library, const Str texts[PROSPECT_FIELDS], size_t limit,
                      ProspectCases *out, Error *err) {
    Asked asked = {0};
    SearchVisible visible;
    ProspectResult result = {0};
    StoreRead *read = NULL;
    Uuid *team;
    ProspectRequest request = {.distance = distance,
                               .context = &asked,
                               .today = library_today(),
                               .limit = (uint32_t)(limit < PROSPECT_MOST ? limit : PROSPECT_MOST),
                               .visible = &visible};
    *out = (ProspectCases){0};
    library_visible(library, &visible, &team);
    bool ok =
        take_weights(library, &request, err) && store_read_begin(library->store, &read, err) &&
        read_taxonomy(read, &asked.taxonomy, err) && understand(texts, &asked, &request, err) &&
        search_prospect(library->index, read, &request, &result, err) &&
        take_cases(read, &asked, &result, out, err);
    store_read_end(read);
    prospect_result_free(&result);
    taxonomy_free(asked.taxonomy);
    free(team);
    return ok;
}

void library_prospect_free(ProspectCases *cases) {
    for (size_t i = 0; i < cases->len; i++)
        library_row_free(&cases->items[i].row);
    arena_free(&cases->arena);
    *cases = (ProspectCases){0};
}

/* ---- words ---- */

static void put_distance(const ProspectCase *found, int which, Buf *out) {
    double d = found->distances[which];
    char text[64], figure[16];
    if (d < 0) {
        buf_puts(out, _("unknown"));
    } else if (d < .005) {
        buf_puts(out, which == PROSPECT_TEXT ? _("closest") : _("same"));
    } else if (which == PROSPECT_SIZE && found->bands > 0) {
        snprintf(text, sizeof text, ngettext("%d band off", "%d bands off", (unsigned)found->bands),
                 found->bands);
        buf_puts(out, text);
    } else if (d > .995) {
        buf_puts(out, which == PROSPECT_TEXT ? _("none") : _("other"));
    } else {
        snprintf(figure, sizeof figure, "%.2f", d);
        buf_printf(out, _("%s off"), figure + 1);
    }
}

void library_prospect_put_distances(const ProspectCase *found, Buf *out) {
    static const char *const names[PROSPECT_FIELDS] = {
        [PROSPECT_INDUSTRY] = N_("industry"),
        [PROSPECT_SIZE] = N_("size"),
        [PROSPECT_REGION] = N_("region"),
        [PROSPECT_TEXT] = N_("pain"),
    };
    size_t start = out->len;
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        if (!(found->asked >> i & 1))
            continue;
        buf_puts(out, out->len > start ? ", " : "");
        buf_puts(out, _(names[i]));
        buf_putc(out, ' ');
        put_distance(found, i, out);
    }
}

void library_prospect_put_how(Library *library, Buf *out) {
    ProspectRequest request = {0};
    Error ignored;
    take_weights(library, &request, &ignored);
    ErrorArg args[PROSPECT_FIELDS];
    for (int i = 0; i < PROSPECT_FIELDS; i++)
        args[i] = (ErrorArg){.kind = 'd', .number = (int64_t)request.weights[i]};
    message_fill(
        out,
        _("1 - sqrt(sum w d^2 / sum w) after FreeCBR; w: industry {0}, size {1}, region {2}, text "
          "{3}; text: d = 1 - score / best score."),
        args, PROSPECT_FIELDS);
}

/* ---- values to choose from ---- */

typedef struct Offer {
    Str text;
    Fit fit;
    size_t order;
} Offer;

typedef struct Offers {
    Arena *arena;
    Str typed; /* folded */
    Map known; /* folded */
    VEC(Offer) items;
} Offers;

static void offer(Offers *offers, Str name, Fit fit) {
    Buf folded = {0};
    bool added;
    if (fit == FIT_NONE || !name.len)
        return;
    text_fold(&folded, name);
    map_put(&offers->known, buf_str(&folded), &added);
    buf_free(&folded);
    if (added)
        vec_push(&offers->items, (Offer){arena_str(offers->arena, name), fit, offers->items.len});
}

static void offer_taxonomy(Offers *offers, const Taxonomy *taxonomy, int which) {
    const TaxonomyList *list = taxonomy ? taxonomy_list(taxonomy, str_of(key_of(which))) : NULL;
    for (size_t i = 0; list && i < list->len; i++) {
        const TaxonomyValue *value = &list->values[i];
        Fit fit = text_fit(value->name, offers->typed);
        Fit english = value->name_en.len ? text_fit(value->name_en, offers->typed) : FIT_NONE;
        fit = english < fit ? english : fit;
        for (size_t k = 0; k < value->synonym_count; k++) {
            Fit own = text_fit(value->synonyms[k], offers->typed);
            fit = own < fit ? own : fit;
        }
        offer(offers, value->name, fit);
    }
}

/* Values of cases that the actor may see. */
static void offer_used(Library *library, StoreRead *read, Offers *offers, int which) {
    SearchVisible visible;
    Uuid *team;
    CountResult result = {0};
    Error ignored;
    library_visible(library, &visible, &team);
    CountRequest request = {.today = library_today(),
                            .visible = &visible,
                            .by = BY_COLUMN,
                            .by_column = column_of_field(prospect_fields[which].field)};
    if (search_count(library->index, read, &request, &result, &ignored))
        for (size_t i = 0; i < result.len; i++)
            offer(offers, result.rows[i].text, text_fit(result.rows[i].text, offers->typed));
    count_result_free(&result);
    free(team);
}

static int by_fit(const void *a, const void *b) {
    const Offer *x = a, *y = b;
    if (x->fit != y->fit)
        return x->fit < y->fit ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

size_t library_prospect_values(Library *library, int which, Str typed, Arena *arena, Str *out,
                               size_t most) {
    Buf folded = {0};
    StoreRead *read;
    Error ignored;
    size_t count = 0;
    if (!store_read_begin(library->store, &read, &ignored))
        return 0;
    text_fold(&folded, str_trim(typed));
    Offers offers = {.arena = arena, .typed = buf_str(&folded)};
    Taxonomy *taxonomy;
    if (read_taxonomy(read, &taxonomy, &ignored))
        offer_taxonomy(&offers, taxonomy, which);
    offer_used(library, read, &offers, which);
    if (offers.items.len)
        qsort(offers.items.items, offers.items.len, sizeof *offers.items.items, by_fit);
    while (count < offers.items.len && count < most) {
        out[count] = offers.items.items[count].text;
        count++;
    }
    taxonomy_free(taxonomy);
    map_free(&offers.known);
    vec_free(&offers.items);
    store_read_end(read);
    buf_free(&folded);
    return count;
}
