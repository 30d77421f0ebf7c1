#include "config.h"

#include "text/width.h"

#include "text/cluster.h"
#include "text/tables.h"
#include "text/utf8.h"

static bool wide_ambiguous;

void text_width_set_ambiguous(bool wide) {
    wide_ambiguous = wide;
}

bool text_width_ambiguous(void) {
    return wide_ambiguous;
}

int text_width_point(uint32_t point) {
    if (point == '\t')
        return TEXT_TAB;
    uint32_t prop = text_prop(point < 0x110000 ? point : UTF8_REPLACEMENT);
    return (int)(prop & PROP_WIDTH) + ((prop & PROP_AMBIGUOUS) && wide_ambiguous);
}

bool text_width_is_ambiguous(uint32_t point) {
    return point < 0x110000 && (text_prop(point) & PROP_AMBIGUOUS);
}

static ClusterProp cluster_prop(uint32_t point) {
    return (ClusterProp)(text_prop(point) >> PROP_CLUSTER_SHIFT & 15);
}

int text_width_cluster(Str cluster) {
    int width = 0;
    bool in_picture = false; /* what follows a picture in its cluster is not drawn */
    for (size_t at = 0; at < cluster.len;) {
        uint32_t point;
        at += utf8_next(cluster, at, &point);
        if (!in_picture)
            width += text_width_point(point);
        in_picture = in_picture || cluster_prop(point) == CLUSTER_PICTURE;
    }
    return width;
}

/* The end of the cluster at `at` and its width. Printable ASCII before ASCII, most of all text,
 * needs no table. */
static size_t measure(Str text, size_t at, int *width) {
    uint8_t byte = (uint8_t)text.ptr[at];
    if (byte >= 0x20 && byte < 0x7F && (at + 1 == text.len || (uint8_t)text.ptr[at + 1] < 0x80)) {
        *width = 1;
        return at + 1;
    }
    size_t end = text_cluster_next(text, at);
    *width = text_width_cluster(str_make(text.ptr + at, end - at));
    return end;
}

int text_width(Str text) {
    int sum = 0, width;
    for (size_t at = 0; at < text.len; sum += width)
        at = measure(text, at, &width);
    return sum;
}

size_t text_width_fit(Str text, int columns, int *used) {
    size_t at = 0;
    int sum = 0;
    while (at < text.len) {
        int width;
        size_t end = measure(text, at, &width);
        if (sum + width > columns)
            break;
        sum += width;
        at = end;
    }
    if (used)
        *used = sum;
    return at;
}

size_t text_width_find(Str text, int column) {
    int sum = 0;
    for (size_t at = 0, end; at < text.len; at = end) {
        int width;
        end = measure(text, at, &width);
        sum += width;
        if (sum > column)
            return at;
    }
    return text.len;
}

int text_clip(Buf *out, Str text, int columns, Str tail) {
    int used;
    size_t fits = text_width_fit(text, columns, &used);
    if (fits == text.len) {
        buf_put_str(out, text);
        return used;
    }
    int tail_width = text_width(tail);
    if (tail_width > columns) {
        buf_put(out, text.ptr, fits);
        return used;
    }
    fits = text_width_fit(text, columns - tail_width, &used);
    buf_put(out, text.ptr, fits);
    buf_put_str(out, tail);
    return used + tail_width;
}

void text_pad(Buf *out, Str text, int columns, TextAlign align, Str tail) {
    size_t start = out->len;
    int left = columns - text_clip(out, text, columns, tail);
    if (left <= 0)
        return;
    int before = align == TEXT_RIGHT ? left : align == TEXT_CENTER ? left / 2 : 0;
    buf_fill(out, ' ', (size_t)left);
    if (before) {
        size_t len = out->len - start - (size_t)left;
        memmove(out->data + start + before, out->data + start, len);
        memset(out->data + start, ' ', (size_t)before);
    }
}
