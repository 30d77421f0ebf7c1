#include "config.h"

#include "text/display.h"

#include "base/i18n.h"
#include "text/cluster.h"
#include "text/nfc.h"
#include "text/tables.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdio.h>

enum { MARKS_MAX = 4, DOTTED_CIRCLE = 0x25CC, ZWJ = 0x200D };

static ShowProp show_of(uint32_t point) {
    return (ShowProp)(text_prop(point) >> PROP_SHOW_SHIFT & 15);
}

static uint32_t cluster_prop(uint32_t point) {
    return text_prop(point) >> PROP_CLUSTER_SHIFT & 15;
}

static bool is_picture(uint32_t point) {
    return cluster_prop(point) == CLUSTER_PICTURE;
}

static bool is_extend(uint32_t point) {
    return cluster_prop(point) == CLUSTER_EXTEND;
}

static bool joins(uint32_t point) {
    return text_prop(point) & PROP_JOINS;
}

/* Whether a ZWJ or ZWNJ between these two means something: inside an emoji, or in a script whose
 * letters change shape. 0 stands for the end of the text. */
static bool joiner_is_legal(uint32_t joiner, uint32_t before, bool in_picture, uint32_t after) {
    if (joiner == ZWJ && in_picture && is_picture(after))
        return true;
    return joins(before) && (joins(after) || joiner == ZWJ);
}

static uint32_t point_at(Str text, size_t at) {
    uint32_t point = 0;
    if (at < text.len)
        utf8_next(text, at, &point);
    return point;
}

/* One pass over a text. */
typedef struct Pass {
    Str text;
    size_t at;       /* of the code point in hand */
    uint32_t before; /* the last code point that was put out, 0 at the start of a line */
    bool in_picture; /* it belongs to an emoji */
    int marks;       /* on the last base */
} Pass;

static void put_base(Pass *pass, Buf *out, uint32_t point) {
    utf8_put(out, point);
    pass->before = point;
    pass->in_picture = is_picture(point);
    pass->marks = 0;
}

static void put_code(Pass *pass, Buf *out, uint32_t point) {
    buf_printf(out, "<U+%04X>", (unsigned)point);
    pass->before = 0;
    pass->in_picture = false;
    pass->marks = 0;
}

static bool show_plain(Pass *pass, Buf *out, uint32_t point, unsigned flags) {
    bool modifier = pass->in_picture && is_extend(point);
    bool joined = pass->in_picture && pass->before == ZWJ && is_picture(point);
    if ((modifier || joined) && (flags & TEXT_DISPLAY_CELLS)) {
        pass->before = point;
        return true;
    }
    bool keep_picture = modifier || joined;
    put_base(pass, out, point);
    pass->in_picture = pass->in_picture || keep_picture;
    return false;
}

/* Whether a conjoining vowel or final belongs to the syllable that stands before it. */
static bool is_in_syllable(uint32_t before, uint32_t point) {
    uint32_t left = cluster_prop(before);
    if (cluster_prop(point) == CLUSTER_V)
        return left == CLUSTER_L || left == CLUSTER_V || left == CLUSTER_LV;
    return left == CLUSTER_V || left == CLUSTER_T || left == CLUSTER_LV || left == CLUSTER_LVT;
}

/* Combining marks, and conjoining vowels and finals, which take no column either. */
static bool show_mark(Pass *pass, Buf *out, uint32_t point) {
    bool bare = !pass->before;
    if (bare)
        put_base(pass, out, DOTTED_CIRCLE);
    if (pass->marks++ >= MARKS_MAX)
        return true;
    utf8_put(out, point);
    pass->before = point;
    return bare;
}

static bool show_jamo(Pass *pass, Buf *out, uint32_t point) {
    if (pass->before && is_in_syllable(pass->before, point))
        return show_mark(pass, out, point);
    put_code(pass, out, point);
    return true;
}

static bool show_control(Pass *pass, Buf *out, uint32_t point, unsigned flags) {
    pass->before = 0;
    pass->in_picture = false;
    pass->marks = 0;
    if (point == '\n' && (flags & TEXT_DISPLAY_LINES)) {
        buf_putc(out, '\n');
        return false;
    }
    if (point == '\t') {
        if (flags & TEXT_DISPLAY_TABS)
            buf_putc(out, '\t');
        else
            buf_fill(out, ' ', TEXT_TAB);
        return !(flags & TEXT_DISPLAY_TABS);
    }
    if (point < 0x80)
        buf_printf(out, "^%c", (char)(point ^ 0x40));
    else
        buf_printf(out, "<%02X>", (unsigned)point);
    return true;
}

static bool show_joiner(Pass *pass, Buf *out, uint32_t point, size_t next, unsigned flags) {
    if (!joiner_is_legal(point, pass->before, pass->in_picture, point_at(pass->text, next))) {
        put_code(pass, out, point);
        return true;
    }
    bool drop = pass->in_picture && (flags & TEXT_DISPLAY_CELLS);
    if (!drop)
        utf8_put(out, point);
    pass->before = point;
    return drop;
}

/* One selector after a base changes its look; any other place is a way to hide data. */
static bool show_selector(Pass *pass, Buf *out, uint32_t point, unsigned flags) {
    if (!pass->before || pass->marks || show_of(pass->before) == SHOW_SELECTOR) {
        put_code(pass, out, point);
        return true;
    }
    if (!(flags & TEXT_DISPLAY_CELLS))
        utf8_put(out, point);
    pass->before = point;
    return flags & TEXT_DISPLAY_CELLS;
}

static bool show_point(Pass *pass, Buf *out, uint32_t point, size_t next, unsigned flags) {
    switch (show_of(point)) {
    case SHOW_PLAIN:
        return text_prop(point) & PROP_WIDTH ? show_plain(pass, out, point, flags)
                                             : show_jamo(pass, out, point);
    case SHOW_MARK:
        return show_mark(pass, out, point);
    case SHOW_C0:
    case SHOW_C1:
        return show_control(pass, out, point, flags);
    case SHOW_JOINER:
        return show_joiner(pass, out, point, next, flags);
    case SHOW_SELECTOR:
        return show_selector(pass, out, point, flags);
    default:
        put_code(pass, out, point);
        return true;
    }
}

/* The part before the first byte that needs a look: printable ASCII, and ideographs with their
 * punctuation. Its last character is left to the pass, which must know it. */
static size_t harmless_prefix(Str text, bool lines) {
    size_t at = 0;
    while (at < text.len) {
        uint32_t point;
        size_t len = utf8_next(text, at, &point);
        bool ascii = (point >= 0x20 && point < 0x7F) || (point == '\n' && lines);
        bool cjk = (point >= 0x4E00 && point < 0x9FFD) || (point >= 0x3001 && point < 0x3020) ||
                   (point >= 0xFF01 && point < 0xFF60);
        if (!ascii && !cjk)
            return at ? at - utf8_prev(text, at, &point) : 0;
        at += len;
    }
    return at;
}

bool text_display(Buf *out, Str text, unsigned flags) {
    size_t plain = harmless_prefix(text, flags & TEXT_DISPLAY_LINES);
    buf_put(out, text.ptr, plain);
    Pass pass = {.text = text, .at = plain};
    bool changed = false;
    while (pass.at < text.len) {
        uint32_t point;
        size_t len = utf8_decode(text, pass.at, &point);
        size_t next = pass.at + (len ? len : 1);
        if (len) {
            changed |= show_point(&pass, out, point, next, flags);
        } else {
            put_base(&pass, out, UTF8_REPLACEMENT);
            changed = true;
        }
        pass.at = next;
    }
    return changed;
}

/* What becomes of a code point at the door. */
typedef enum Fate { FATE_KEEP, FATE_BIDI, FATE_HIDE, FATE_REFUSE } Fate;

static const uint8_t fates[] = {
    [SHOW_PLAIN] = FATE_KEEP,          [SHOW_MARK] = FATE_KEEP,    [SHOW_C0] = FATE_REFUSE,
    [SHOW_C1] = FATE_REFUSE,           [SHOW_LINE] = FATE_KEEP,    [SHOW_BIDI] = FATE_BIDI,
    [SHOW_HIDDEN] = FATE_HIDE,         [SHOW_JOINER] = FATE_KEEP,  [SHOW_SELECTOR] = FATE_KEEP,
    [SHOW_NONCHARACTER] = FATE_REFUSE, [SHOW_PRIVATE] = FATE_KEEP, [SHOW_UNASSIGNED] = FATE_KEEP};

static bool is_line_end(uint32_t point) {
    return point == '\n' || point == '\r' || point == 0x85 || show_of(point) == SHOW_LINE;
}

static void drop(TextCleaned *report, uint32_t *counter, size_t at) {
    ++*counter;
    if (report->first == SIZE_MAX)
        report->first = at;
}

/* Whether a joiner or selector may stay where it stands. */
static bool invisible_stays(const Pass *pass, uint32_t point, size_t next, unsigned flags) {
    if ((flags & TEXT_CLEAN_PIECE) && (!pass->before || next == pass->text.len))
        return true;
    if (show_of(point) == SHOW_SELECTOR)
        return pass->before && show_of(pass->before) != SHOW_SELECTOR;
    return joiner_is_legal(point, pass->before, pass->in_picture, point_at(pass->text, next));
}

/* Keeps the state that joiners are judged by. */
static void keep(Pass *pass, Buf *out, uint32_t point) {
    ShowProp show = show_of(point);
    utf8_put(out, point);
    pass->in_picture =
        is_picture(point) || (pass->in_picture && (is_extend(point) || show == SHOW_JOINER));
    pass->before = point;
}

/* False when the line end is refused. */
static bool clean_line_end(Pass *pass, Buf *out, uint32_t point, size_t *next, unsigned flags,
                           TextCleaned *report) {
    if (point == '\r' && point_at(pass->text, *next) == '\n')
        ++*next;
    pass->before = 0;
    pass->in_picture = false;
    if (flags & TEXT_CLEAN_LINES) {
        buf_putc(out, '\n');
        return true;
    }
    if (!(flags & TEXT_CLEAN_LENIENT))
        return false;
    drop(report, &report->controls, pass->at);
    buf_putc(out, ' ');
    return true;
}

/* False when the code point is refused. */
static bool clean_point(Pass *pass, Buf *out, uint32_t point, size_t *next, unsigned flags,
                        TextCleaned *report) {
    if (is_line_end(point))
        return clean_line_end(pass, out, point, next, flags, report);
    if (point == '\t') {
        pass->before = 0;
        buf_putc(out, flags & TEXT_CLEAN_LINES ? '\t' : ' ');
        return true;
    }
    ShowProp show = show_of(point);
    Fate fate = (Fate)fates[show];
    if ((show == SHOW_JOINER || show == SHOW_SELECTOR) &&
        !invisible_stays(pass, point, *next, flags))
        fate = FATE_HIDE;
    if (fate == FATE_REFUSE && !(flags & TEXT_CLEAN_LENIENT))
        return false;
    if (fate == FATE_KEEP)
        keep(pass, out, point);
    else
        drop(report,
             fate == FATE_BIDI   ? &report->bidi
             : fate == FATE_HIDE ? &report->hidden
                                 : &report->controls,
             pass->at);
    return true;
}

static bool refuse(Str text, size_t at, TextCleaned *report, Error *err) {
    uint32_t point;
    report->bad = at;
    if (!utf8_decode(text, at, &point)) {
        error_set(err, ERR_INVALID, N_("a byte that is not UTF-8 (offset {0})"), "z", at);
    } else if (is_line_end(point)) {
        error_set(err, ERR_INVALID, N_("a line break in a field of one line"), "");
    } else {
        char name[16];
        snprintf(name, sizeof name, "U+%04X", (unsigned)point);
        error_set(err, ERR_INVALID, N_("the control character {0} is not allowed in text"), "s",
                  name);
    }
    int line, column;
    utf8_position(text, at, &line, &column);
    return error_at(err, NULL, line, column);
}

static Str without_last_line_ends(Str text) {
    while (text.len && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    return text;
}

/* Appends text, made clean but not NFC. False when something is refused; report->bad says where. */
static bool clean_pass(Buf *out, Str text, unsigned flags, TextCleaned *report) {
    Pass pass = {.text = text};
    for (size_t next; pass.at < text.len; pass.at = next) {
        uint32_t point;
        size_t len = utf8_decode(text, pass.at, &point);
        next = pass.at + (len ? len : 1);
        if (len ? clean_point(&pass, out, point, &next, flags, report)
                : (flags & TEXT_CLEAN_LENIENT)) {
            if (!len)
                drop(report, &report->controls, pass.at);
            continue;
        }
        report->bad = pass.at;
        return false;
    }
    return true;
}

bool text_clean(Buf *out, Str text, unsigned flags, TextCleaned *report, Error *err) {
    TextCleaned local;
    report = report ? report : &local;
    *report = (TextCleaned){.bad = SIZE_MAX, .first = SIZE_MAX};
    Str body = flags & TEXT_CLEAN_LINES ? text : without_last_line_ends(text);
    size_t start = out->len;
    size_t plain = harmless_prefix(body, flags & TEXT_CLEAN_LINES);
    if (plain == text.len) {
        buf_put_str(out, text);
        return true;
    }
    Buf clean = {0};
    if (!clean_pass(&clean, body, flags, report)) {
        buf_free(&clean);
        return refuse(text, report->bad, report, err);
    }
    text_nfc(out, buf_str(&clean));
    buf_free(&clean);
    report->changed = !str_equal(str_make(out->data + start, out->len - start), text);
    return true;
}
