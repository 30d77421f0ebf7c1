#include "config.h"

#include "text/cluster.h"

#include "text/tables.h"
#include "text/utf8.h"

static ClusterProp prop_of(uint32_t point) {
    return (ClusterProp)(text_prop(point) >> PROP_CLUSTER_SHIFT & 15);
}

static bool is_control(ClusterProp prop) {
    return prop == CLUSTER_CR || prop == CLUSTER_LF || prop == CLUSTER_CONTROL;
}

static bool is_hangul_joined(ClusterProp before, ClusterProp after) {
    switch (before) {
    case CLUSTER_L:
        return after == CLUSTER_L || after == CLUSTER_V || after == CLUSTER_LV ||
               after == CLUSTER_LVT;
    case CLUSTER_LV:
    case CLUSTER_V:
        return after == CLUSTER_V || after == CLUSTER_T;
    case CLUSTER_LVT:
    case CLUSTER_T:
        return after == CLUSTER_T;
    default:
        return false;
    }
}

/* What of the text before a place decides, beyond the last code point. */
typedef struct Before {
    ClusterProp prop;
    bool picture_zwj;  /* it ends with picture, extends, ZWJ */
    bool odd_regional; /* it ends with an odd number of regional indicators */
} Before;

static bool is_joined(Before before, ClusterProp after) {
    if (before.prop == CLUSTER_CR && after == CLUSTER_LF)
        return true;
    if (is_control(before.prop) || is_control(after))
        return false;
    if (after == CLUSTER_EXTEND || after == CLUSTER_ZWJ || after == CLUSTER_SPACING)
        return true;
    if (before.prop == CLUSTER_PREPEND || is_hangul_joined(before.prop, after))
        return true;
    if (before.picture_zwj && after == CLUSTER_PICTURE)
        return true;
    return before.odd_regional && after == CLUSTER_REGIONAL;
}

size_t text_cluster_next(Str text, size_t at) {
    if (at >= text.len)
        return text.len;
    uint32_t point;
    at += utf8_next(text, at, &point);
    Before before = {.prop = prop_of(point)};
    before.odd_regional = before.prop == CLUSTER_REGIONAL;
    bool picture = before.prop == CLUSTER_PICTURE; /* a picture and extends so far */
    while (at < text.len) {
        size_t len = utf8_next(text, at, &point);
        ClusterProp prop = prop_of(point);
        if (!is_joined(before, prop))
            break;
        before.picture_zwj = picture && prop == CLUSTER_ZWJ;
        before.odd_regional = prop == CLUSTER_REGIONAL && !before.odd_regional;
        picture =
            prop == CLUSTER_PICTURE || (picture && (prop == CLUSTER_EXTEND || prop == CLUSTER_ZWJ));
        before.prop = prop;
        at += len;
    }
    return at;
}

/* Whether the text before `at`, which is a ZWJ's start, is a picture with extends. */
static bool ends_with_picture(Str text, size_t at) {
    while (at > 0) {
        uint32_t point;
        at -= utf8_prev(text, at, &point);
        ClusterProp prop = prop_of(point);
        if (prop == CLUSTER_PICTURE)
            return true;
        if (prop != CLUSTER_EXTEND && prop != CLUSTER_ZWJ)
            return false;
    }
    return false;
}

static bool ends_with_odd_regionals(Str text, size_t at) {
    bool odd = false;
    while (at > 0) {
        uint32_t point;
        at -= utf8_prev(text, at, &point);
        if (prop_of(point) != CLUSTER_REGIONAL)
            break;
        odd = !odd;
    }
    return odd;
}

bool text_cluster_is_boundary(Str text, size_t at) {
    if (at == 0 || at >= text.len)
        return true;
    if (utf8_floor(text, at) != at)
        return false;
    uint32_t point;
    utf8_next(text, at, &point);
    ClusterProp after = prop_of(point);
    size_t len = utf8_prev(text, at, &point);
    Before before = {.prop = prop_of(point)};
    if (before.prop == CLUSTER_ZWJ && after == CLUSTER_PICTURE)
        before.picture_zwj = ends_with_picture(text, at - len);
    if (before.prop == CLUSTER_REGIONAL && after == CLUSTER_REGIONAL)
        before.odd_regional = ends_with_odd_regionals(text, at);
    return !is_joined(before, after);
}

size_t text_cluster_prev(Str text, size_t at) {
    if (at > text.len)
        at = text.len;
    while (at > 0) {
        uint32_t point;
        size_t floor = utf8_floor(text, at);
        at = floor < at ? floor : at - utf8_prev(text, at, &point);
        if (text_cluster_is_boundary(text, at))
            break;
    }
    return at;
}

size_t text_cluster_ceil(Str text, size_t at) {
    uint32_t point;
    while (!text_cluster_is_boundary(text, at))
        at += utf8_floor(text, at) == at ? utf8_next(text, at, &point) : 1;
    return at < text.len ? at : text.len;
}

size_t text_cluster_floor(Str text, size_t at) {
    if (at >= text.len)
        return text.len;
    return text_cluster_is_boundary(text, at) ? at : text_cluster_prev(text, at);
}

size_t text_cluster_count(Str text) {
    size_t count = 0;
    for (size_t at = 0; at < text.len; at = text_cluster_next(text, at))
        count++;
    return count;
}
