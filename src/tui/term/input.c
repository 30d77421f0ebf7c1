#include "config.h"

#include "tui/term/input.h"

#include "base/mem.h"
#include "base/number.h"
#include "base/vec.h"

#include <string.h>

enum {
    ESC = 0x1b,
    CAN = 0x18,
    SUB = 0x1a,
    DEL = 0x7f,
    REPLACEMENT = 0xfffd,
    SEQUENCE_MAX = 64,     /* bytes of a CSI kept; a longer one is dropped */
    STRING_MAX = 4096,     /* bytes of an OSC or DCS; a longer one is dropped */
    PASTE_MAX = 1 << 20,   /* bytes of a paste kept; the rest is dropped */
    ANSWER_WAIT_MS = 2000, /* a reply that stops here is no reply any more */
    PASTE_WAIT_MS = 10000,
    GBK_PAIRS_FOR_HINT = 2
};

typedef enum State {
    STATE_GROUND,
    STATE_UTF8,       /* some bytes of a character are in seq */
    STATE_ESCAPE,     /* ESC, or ESC ESC */
    STATE_RESUMED,    /* [ or ] after an ESC that was taken for a key: the rest of a late answer? */
    STATE_TERMINFO,   /* the beginning of an added sequence */
    STATE_CSI,        /* ESC [ ... */
    STATE_CSI_IGNORE, /* too long or broken, to its final byte */
    STATE_LINUX_F,    /* ESC [ [ */
    STATE_SS3,        /* ESC O */
    STATE_STRING,     /* ESC ] P X ^ _ ... */
    STATE_STRING_ESC, /* ESC inside such a string */
    STATE_X10_MOUSE,  /* ESC [ M and three bytes */
    STATE_PASTE,      /* between CSI 200 ~ and 201 ~ */
} State;

typedef struct Added {
    uint8_t len;
    char bytes[16];
    InputKey key;
} Added;

typedef struct Queued {
    InputEvent event;
    size_t text_at; /* text lies in Input.texts */
} Queued;

struct Input {
    State state;
    bool alt;           /* a second ESC came before this sequence */
    bool escaped;       /* the byte before was an ESC that has become a key */
    uint8_t introducer; /* of a string: ] P X ^ _ */
    uint8_t need;       /* bytes that the character in seq has */
    char seq[SEQUENCE_MAX];
    size_t seq_len;
    Buf string;
    Buf paste;
    char paste_end[6]; /* how much of ESC [ 2 0 1 ~ was seen */
    size_t paste_end_len;
    int cursor_reports;
    uint8_t bad_before; /* the bad byte just before this one, 0 none */
    int gbk_pairs;
    bool hinted;
    VEC(Added) added;
    VEC(Queued) queue;
    size_t taken;
    Buf texts;
};

Input *input_new(void) {
    return mem_zalloc(sizeof(Input));
}

void input_free(Input *in) {
    if (!in)
        return;
    vec_free(&in->added);
    vec_free(&in->queue);
    buf_free(&in->string);
    buf_free(&in->paste);
    buf_free(&in->texts);
    free(in);
}

void input_add_sequence(Input *in, Str sequence, InputKey key) {
    if (sequence.len < 2 || sequence.len > sizeof((Added *)0)->bytes || sequence.ptr[0] != ESC)
        return;
    Added a = {.len = (uint8_t)sequence.len, .key = key};
    memcpy(a.bytes, sequence.ptr, sequence.len);
    vec_push(&in->added, a);
}

void input_expect_cursor_reports(Input *in, int count) {
    in->cursor_reports += count;
}

/* ---- the queue ---- */

static void push(Input *in, InputEvent event, Str text) {
    Queued q = {.event = event, .text_at = in->texts.len};
    q.event.text.len = text.len;
    if (text.len)
        buf_put_str(&in->texts, text);
    vec_push(&in->queue, q);
}

static void push_key(Input *in, uint32_t code, uint8_t mods) {
    InputEvent event = {.type = INPUT_TYPE_KEY, .key = {code, mods}};
    push(in, event, (Str){0});
}

bool input_next(Input *in, InputEvent *out) {
    if (in->taken == in->queue.len)
        return false;
    Queued *q = &in->queue.items[in->taken++];
    *out = q->event;
    out->text.ptr = q->event.text.len ? in->texts.data + q->text_at : "";
    return true;
}

/* ---- single bytes and characters ---- */

static void ground(Input *in) {
    in->state = STATE_GROUND;
    in->seq_len = 0;
    in->alt = false;
}

static void push_control(Input *in, uint8_t byte, uint8_t mods) {
    static const uint32_t named[] = {[0x08] = INPUT_BACKSPACE,
                                     [0x09] = INPUT_TAB,
                                     [0x0a] = INPUT_ENTER,
                                     [0x0d] = INPUT_ENTER,
                                     [ESC] = INPUT_ESCAPE};
    if (byte == DEL)
        push_key(in, INPUT_BACKSPACE, mods);
    else if (byte == 0)
        push_key(in, ' ', mods | INPUT_CTRL);
    else if (byte < COUNT_OF(named) && named[byte])
        push_key(in, named[byte], mods);
    else if (byte < 0x1b)
        push_key(in, 'a' + byte - 1u, mods | INPUT_CTRL);
    else
        push_key(in, '@' + (uint32_t)byte, mods | INPUT_CTRL);
}

/* A byte that is no part of a character. Two such bytes that would be a character of GBK are
 * counted: a few of them, and the client does not speak UTF-8. */
static void push_bad_byte(Input *in, uint8_t byte) {
    push_key(in, REPLACEMENT, 0);
    if (in->bad_before >= 0x81 && in->bad_before != 0xff && byte >= 0x80 && byte != 0xff) {
        in->gbk_pairs++;
        in->bad_before = 0;
    } else {
        in->bad_before = byte;
    }
    if (in->gbk_pairs >= GBK_PAIRS_FOR_HINT && !in->hinted) {
        in->hinted = true;
        push(in, (InputEvent){.type = INPUT_TYPE_NOT_UTF8}, (Str){0});
    }
}

/* Length of the character that a lead byte begins, 0 when no character begins so. */
static uint8_t utf8_need(uint8_t lead) {
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* Whether `byte` may be byte number `at` (1..3) of a character that begins with `lead`. */
static bool utf8_continues(uint8_t lead, size_t at, uint8_t byte) {
    if (byte < 0x80 || byte > 0xbf)
        return false;
    if (at > 1)
        return true;
    return !((lead == 0xe0 && byte < 0xa0) || (lead == 0xed && byte > 0x9f) ||
             (lead == 0xf0 && byte < 0x90) || (lead == 0xf4 && byte > 0x8f));
}

static uint32_t utf8_value(const char *bytes, size_t len) {
    static const uint8_t lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code = (uint8_t)bytes[0] & lead_bits[len];
    for (size_t i = 1; i < len; i++)
        code = code << 6 | ((uint8_t)bytes[i] & 0x3f);
    return code;
}

static void feed_byte(Input *in, uint8_t byte);

static void start_character(Input *in, uint8_t byte) {
    in->need = utf8_need(byte);
    if (!in->need) {
        push_bad_byte(in, byte);
        return;
    }
    in->seq[0] = (char)byte;
    in->seq_len = 1;
    in->state = STATE_UTF8;
}

/* The bytes so far are no character: each of them stands alone. The first is a bad byte; the rest
 * are continuation bytes and so bad as well. */
static void break_character(Input *in) {
    char bytes[4];
    size_t len = in->seq_len;
    memcpy(bytes, in->seq, len);
    ground(in);
    for (size_t i = 0; i < len; i++)
        push_bad_byte(in, (uint8_t)bytes[i]);
}

static void feed_utf8(Input *in, uint8_t byte) {
    if (!utf8_continues((uint8_t)in->seq[0], in->seq_len, byte)) {
        break_character(in);
        feed_byte(in, byte);
        return;
    }
    in->seq[in->seq_len++] = (char)byte;
    if (in->seq_len < in->need)
        return;
    uint32_t code = utf8_value(in->seq, in->need);
    ground(in);
    in->bad_before = 0;
    if (code >= 0xa0)
        push_key(in, code, 0);
}

static void feed_ground(Input *in, uint8_t byte) {
    bool escaped = in->escaped;
    in->escaped = false;
    if (escaped && (byte == '[' || byte == ']')) {
        in->state = STATE_RESUMED;
        in->seq[0] = ESC;
        in->seq[1] = (char)byte;
        in->seq_len = 2;
    } else if (byte == ESC) {
        in->state = STATE_ESCAPE;
        in->seq[0] = ESC;
        in->seq_len = 1;
    } else if (byte < 0x20 || byte == DEL) {
        push_control(in, byte, 0);
    } else if (byte < 0x80) {
        in->bad_before = 0;
        push_key(in, byte, 0);
    } else {
        start_character(in, byte);
    }
}

/* ---- after ESC ---- */

/* Whether seq is an added sequence, or the beginning of one. */
static bool match_added(const Input *in, const Added **whole, bool *longer) {
    *whole = NULL;
    *longer = false;
    for (size_t i = 0; i < in->added.len; i++) {
        const Added *a = &in->added.items[i];
        if (a->len < in->seq_len || memcmp(a->bytes, in->seq, in->seq_len) != 0)
            continue;
        if (a->len == in->seq_len)
            *whole = a;
        else
            *longer = true;
    }
    return *whole || *longer;
}

static uint8_t alt_mod(const Input *in) {
    return in->alt ? INPUT_ALT : 0;
}

static void feed_escape(Input *in, uint8_t byte) {
    if (byte == ESC) {
        if (in->alt)
            push_key(in, INPUT_ESCAPE, 0);
        in->alt = true;
        return;
    }
    in->seq[in->seq_len++] = (char)byte;
    const Added *whole;
    bool longer;
    bool known = byte != '[' && byte != 'O' && match_added(in, &whole, &longer);
    if (known) {
        if (!longer) {
            push_key(in, whole->key.code, whole->key.mods | alt_mod(in));
            ground(in);
        } else {
            in->state = STATE_TERMINFO;
        }
        return;
    }
    if (byte == '[' || byte == 'O') {
        in->state = byte == '[' ? STATE_CSI : STATE_SS3;
        return;
    }
    if (byte && strchr("]PX^_", byte)) {
        in->state = STATE_STRING;
        in->introducer = byte;
        buf_clear(&in->string);
        return;
    }
    if (in->alt || byte >= 0x80)
        push_key(in, INPUT_ESCAPE, 0);
    ground(in);
    if (byte == '\t') /* Shift-Tab of the Linux console; Alt-Tab never comes */
        push_key(in, INPUT_TAB, INPUT_SHIFT);
    else if (byte < 0x20 || byte == DEL)
        push_control(in, byte, INPUT_ALT);
    else if (byte < 0x80)
        push_key(in, byte, INPUT_ALT);
    else
        feed_byte(in, byte);
}

/* A slow line may part an answer (or an arrow) behind its ESC for longer than a lone ESC is waited
 * for. What goes on like one is read as one; a person who types [ or ] after Esc gets it. */
static void feed_resumed(Input *in, uint8_t byte) {
    uint8_t introducer = (uint8_t)in->seq[1];
    bool digit = byte >= '0' && byte <= '9';
    if (introducer == ']' && digit) {
        in->state = STATE_STRING;
        in->introducer = introducer;
        buf_clear(&in->string);
        feed_byte(in, byte);
    } else if (introducer == '[' && (digit || (byte && strchr("?<>ABCDFH", byte)))) {
        in->state = STATE_CSI;
        feed_byte(in, byte);
    } else {
        ground(in);
        push_key(in, introducer, 0);
        feed_byte(in, byte);
    }
}

/* In the middle of an added sequence that is neither CSI nor SS3. When it turns out to be another,
 * ESC was a key and the rest is read again. */
static void feed_terminfo(Input *in, uint8_t byte) {
    in->seq[in->seq_len++] = (char)byte;
    const Added *whole;
    bool longer;
    if (match_added(in, &whole, &longer)) {
        if (longer)
            return;
        push_key(in, whole->key.code, whole->key.mods | alt_mod(in));
        ground(in);
        return;
    }
    char rest[SEQUENCE_MAX];
    size_t len = in->seq_len - 1;
    memcpy(rest, in->seq + 1, len);
    ground(in);
    push_key(in, INPUT_ESCAPE, 0);
    for (size_t i = 0; i < len; i++)
        feed_byte(in, (uint8_t)rest[i]);
}

/* ---- CSI ---- */

typedef struct FinalKey {
    uint8_t final;
    uint32_t code;
    uint8_t mods;
} FinalKey;

static const FinalKey csi_finals[] = {
    {'A', INPUT_UP, 0},
    {'B', INPUT_DOWN, 0},
    {'C', INPUT_RIGHT, 0},
    {'D', INPUT_LEFT, 0},
    {'F', INPUT_END, 0},
    {'H', INPUT_HOME, 0},
    {'P', INPUT_F1, 0},
    {'Q', INPUT_F1 + 1, 0},
    {'R', INPUT_F1 + 2, 0},
    {'S', INPUT_F1 + 3, 0},
    {'Z', INPUT_TAB, INPUT_SHIFT},
    {'a', INPUT_UP, INPUT_SHIFT}, /* rxvt */
    {'b', INPUT_DOWN, INPUT_SHIFT},
    {'c', INPUT_RIGHT, INPUT_SHIFT},
    {'d', INPUT_LEFT, INPUT_SHIFT},
};

static const FinalKey ss3_finals[] = {
    {'A', INPUT_UP, 0},
    {'B', INPUT_DOWN, 0},
    {'C', INPUT_RIGHT, 0},
    {'D', INPUT_LEFT, 0},
    {'F', INPUT_END, 0},
    {'H', INPUT_HOME, 0},
    {'M', INPUT_ENTER, 0},
    {'P', INPUT_F1, 0},
    {'Q', INPUT_F1 + 1, 0},
    {'R', INPUT_F1 + 2, 0},
    {'S', INPUT_F1 + 3, 0},
    {'I', INPUT_TAB, 0},
    {'a', INPUT_UP, INPUT_CTRL}, /* rxvt */
    {'b', INPUT_DOWN, INPUT_CTRL},
    {'c', INPUT_RIGHT, INPUT_CTRL},
    {'d', INPUT_LEFT, INPUT_CTRL},
    {'j', '*', 0},
    {'k', '+', 0},
    {'l', ',', 0},
    {'m', '-', 0},
    {'n', '.', 0},
    {'o', '/', 0},
    {'p', '0', 0},
    {'q', '1', 0},
    {'r', '2', 0},
    {'s', '3', 0},
    {'t', '4', 0},
    {'u', '5', 0},
    {'v', '6', 0},
    {'w', '7', 0},
    {'x', '8', 0},
    {'y', '9', 0},
    {'X', '=', 0},
};

/* CSI n ~ */
static const uint32_t csi_numbers[] = {
    [1] = INPUT_HOME,     [2] = INPUT_INSERT,    [3] = INPUT_DELETE,   [4] = INPUT_END,
    [5] = INPUT_PAGE_UP,  [6] = INPUT_PAGE_DOWN, [7] = INPUT_HOME,     [8] = INPUT_END,
    [11] = INPUT_F1,      [12] = INPUT_F1 + 1,   [13] = INPUT_F1 + 2,  [14] = INPUT_F1 + 3,
    [15] = INPUT_F1 + 4,  [17] = INPUT_F1 + 5,   [18] = INPUT_F1 + 6,  [19] = INPUT_F1 + 7,
    [20] = INPUT_F1 + 8,  [21] = INPUT_F1 + 9,   [23] = INPUT_F1 + 10, [24] = INPUT_F1 + 11,
    [25] = INPUT_F1 + 12, [26] = INPUT_F1 + 13,  [28] = INPUT_F1 + 14, [29] = INPUT_F1 + 15,
    [31] = INPUT_F1 + 16, [32] = INPUT_F1 + 17,  [33] = INPUT_F1 + 18, [34] = INPUT_F1 + 19,
};

typedef struct Csi {
    char private; /* < = > ? or 0 */
    char intermediate;
    uint8_t final;
    int params[INPUT_PARAMS];
    int count;
} Csi;

/* seq is ESC [ params intermediates final. Sub-parameters after ':' are passed over. */
static Csi csi_read(const char *seq, size_t len) {
    Csi csi = {.final = (uint8_t)seq[len - 1]};
    size_t i = 2;
    if (i < len - 1 && strchr("<=>?", seq[i]))
        csi.private = seq[i++];
    bool sub = false, any = false;
    for (; i < len - 1; i++) {
        char c = seq[i];
        if (c >= '0' && c <= '9') {
            int *p = &csi.params[csi.count];
            if (!sub && csi.count < INPUT_PARAMS && *p < 100000)
                *p = *p * 10 + (c - '0');
            any = true;
        } else if (c == ';') {
            csi.count += csi.count < INPUT_PARAMS;
            sub = false;
            any = true;
        } else if (c == ':') {
            sub = true;
        } else {
            csi.intermediate = c;
        }
    }
    if (any && csi.count < INPUT_PARAMS)
        csi.count++;
    return csi;
}

/* xterm counts modifiers from 1: 2 Shift, 3 Alt, 5 Ctrl, 9 Meta. */
static uint8_t csi_mods(int param) {
    int bits = param > 0 ? param - 1 : 0;
    uint8_t mods = (uint8_t)(bits & 7);
    return bits & 8 ? mods | INPUT_ALT : mods;
}

static bool push_final(Input *in, const FinalKey *table, size_t count, const Csi *csi) {
    for (size_t i = 0; i < count; i++) {
        if (table[i].final != csi->final)
            continue;
        int param = csi->count > 1 ? csi->params[1] : 0;
        push_key(in, table[i].code, table[i].mods | csi_mods(param) | alt_mod(in));
        return true;
    }
    return false;
}

static void push_report(Input *in, InputReport kind, const Csi *csi, Str text) {
    InputEvent event = {.type = INPUT_TYPE_REPORT, .report = kind};
    if (csi) {
        memcpy(event.params, csi->params, sizeof event.params);
        event.param_count = csi->count;
    }
    push(in, event, text);
}

/* A key told by its code point, as kitty's protocol and xterm's modifyOtherKeys do. We never ask
 * for them, but a terminal may have been left in such a mode. */
static void push_code_point(Input *in, int code, int mods_param) {
    uint8_t mods = csi_mods(mods_param);
    if (code <= 0 || code > 0x10ffff)
        return;
    if (code < 0x20 || code == DEL) {
        push_control(in, (uint8_t)code, mods);
        return;
    }
    if (code < INPUT_NAMED && code > ' ')
        mods &= (uint8_t)~INPUT_SHIFT;
    if ((mods & INPUT_CTRL) && code >= 'A' && code <= 'Z')
        code += 'a' - 'A';
    push_key(in, (uint32_t)code, mods);
}

static void csi_tilde(Input *in, const Csi *csi, uint8_t extra) {
    int n = csi->params[0];
    if (n == 200) {
        ground(in);
        in->state = STATE_PASTE;
        in->paste_end_len = 0;
        buf_clear(&in->paste);
    } else if (n == 27 && csi->count == 3) {
        push_code_point(in, csi->params[2], csi->params[1]);
    } else if (n > 0 && (size_t)n < COUNT_OF(csi_numbers) && csi_numbers[n]) {
        push_key(in, csi_numbers[n], csi_mods(csi->params[1]) | extra | alt_mod(in));
    }
}

static void push_mouse(Input *in, int code, int col, int row, bool release) {
    if (col < 1 || row < 1)
        return;
    InputEvent event = {.type = INPUT_TYPE_MOUSE, .row = row - 1, .col = col - 1};
    if (code & 4)
        event.key.mods |= INPUT_SHIFT;
    if (code & 8)
        event.key.mods |= INPUT_ALT;
    if (code & 16)
        event.key.mods |= INPUT_CTRL;
    int button = code & 3;
    if (code & 64) {
        if (button > 1)
            return;
        event.mouse = button ? INPUT_MOUSE_WHEEL_DOWN : INPUT_MOUSE_WHEEL_UP;
    } else {
        if (code & 32) /* motion was not asked for */
            return;
        event.mouse = release || button == 3 ? INPUT_MOUSE_RELEASE : INPUT_MOUSE_PRESS;
        event.button = button == 3 ? 0 : button + 1;
    }
    push(in, event, (Str){0});
}

static bool csi_report(Input *in, const Csi *csi) {
    static const struct {
        uint8_t final;
        char private, intermediate;
        InputReport kind;
    } reports[] = {
        {'c', '?', 0, INPUT_REPORT_DEVICE}, {'c', '>', 0, INPUT_REPORT_DEVICE},
        {'c', '=', 0, INPUT_REPORT_DEVICE}, {'y', '?', '$', INPUT_REPORT_MODE},
        {'y', 0, '$', INPUT_REPORT_MODE},   {'n', 0, 0, INPUT_REPORT_STATUS},
        {'n', '?', 0, INPUT_REPORT_STATUS}, {'R', '?', 0, INPUT_REPORT_CURSOR},
        {'t', 0, 0, INPUT_REPORT_OTHER},    {'u', '?', 0, INPUT_REPORT_OTHER},
        {'x', 0, 0, INPUT_REPORT_OTHER},
    };
    for (size_t i = 0; i < COUNT_OF(reports); i++) {
        if (reports[i].final != csi->final || reports[i].private != csi->private ||
            reports[i].intermediate != csi->intermediate)
            continue;
        push_report(in, reports[i].kind, csi, (Str){0});
        return true;
    }
    if (csi->final != 'R' || csi->private || csi->count != 2)
        return false;
    bool key = csi->params[0] == 1 && csi->params[1] >= 2 && csi->params[1] <= 16;
    if (key && !in->cursor_reports)
        return false;
    in->cursor_reports -= in->cursor_reports > 0;
    push_report(in, INPUT_REPORT_CURSOR, csi, (Str){0});
    return true;
}

static void csi_done(Input *in) {
    const Added *whole;
    bool longer;
    if (match_added(in, &whole, &longer) && whole) {
        push_key(in, whole->key.code, whole->key.mods | alt_mod(in));
        ground(in);
        return;
    }
    Csi csi = csi_read(in->seq, in->seq_len);
    uint8_t rxvt = csi.final == '^'   ? INPUT_CTRL
                   : csi.final == '@' ? INPUT_CTRL | INPUT_SHIFT
                   : csi.final == '$' ? INPUT_SHIFT
                                      : 0;
    bool plain = !csi.private && !csi.intermediate;
    in->state = STATE_GROUND;
    if (csi_report(in, &csi)) {
        /* nothing else */
    } else if (csi.private == '<' && (csi.final == 'M' || csi.final == 'm')) {
        push_mouse(in, csi.params[0], csi.params[1], csi.params[2], csi.final == 'm');
    } else if (plain && csi.count == 0 && (csi.final == 'I' || csi.final == 'O')) {
        push(in, (InputEvent){.type = INPUT_TYPE_FOCUS, .focused = csi.final == 'I'}, (Str){0});
    } else if (plain && csi.count == 0 && csi.final == 'M') {
        in->state = STATE_X10_MOUSE;
    } else if (plain && (csi.final == '~' || rxvt)) {
        csi_tilde(in, &csi, rxvt);
    } else if (plain && csi.final == 'u' && csi.count > 0) {
        push_code_point(in, csi.params[0], csi.params[1]);
    } else if (plain) {
        push_final(in, csi_finals, COUNT_OF(csi_finals), &csi);
    }
    in->seq_len = 0;
    in->alt = false;
}

/* rxvt sends Shift with CSI 2 $ and so on, where $ belongs to no final byte. A mode report has two
 * parameters before its $. */
static bool is_rxvt_shift(const Input *in, uint8_t byte) {
    return byte == '$' && in->seq_len >= 3 && in->seq_len <= 4 &&
           !memchr(in->seq, '?', in->seq_len) && !memchr(in->seq, ';', in->seq_len);
}

static void feed_csi(Input *in, uint8_t byte) {
    if (byte == ESC) {
        ground(in);
        feed_ground(in, byte);
        return;
    }
    if (byte == CAN || byte == SUB || byte >= 0x80) {
        ground(in);
        if (byte >= 0x80)
            feed_ground(in, byte);
        return;
    }
    if (byte < 0x20) {
        push_control(in, byte, 0);
        return;
    }
    if (in->state == STATE_CSI_IGNORE || in->seq_len == sizeof in->seq) {
        in->state = byte >= 0x40 && byte != DEL ? STATE_GROUND : STATE_CSI_IGNORE;
        if (in->state == STATE_GROUND)
            ground(in);
        return;
    }
    if (byte == '[' && in->seq_len == 2) {
        in->state = STATE_LINUX_F;
        return;
    }
    bool shift = is_rxvt_shift(in, byte);
    in->seq[in->seq_len++] = (char)byte;
    if (byte == DEL)
        in->state = STATE_CSI_IGNORE;
    else if (byte >= 0x40 || shift)
        csi_done(in);
}

static void feed_linux_f(Input *in, uint8_t byte) {
    ground(in);
    if (byte >= 'A' && byte <= 'E')
        push_key(in, INPUT_F1 + (uint32_t)(byte - 'A'), 0);
    else
        feed_ground(in, byte);
}

static void feed_ss3(Input *in, uint8_t byte) {
    if ((byte >= '0' && byte <= '9') || byte == ';') {
        if (in->seq_len < 8) {
            in->seq[in->seq_len++] = (char)byte;
            return;
        }
    }
    if (byte < 0x20 || byte >= DEL) {
        ground(in);
        feed_ground(in, byte);
        return;
    }
    in->seq[in->seq_len++] = (char)byte;
    const Added *whole;
    bool longer;
    if (match_added(in, &whole, &longer)) {
        if (!whole)
            return;
        push_key(in, whole->key.code, whole->key.mods | alt_mod(in));
        ground(in);
        return;
    }
    Csi csi = csi_read(in->seq, in->seq_len);
    if (csi.count == 1) { /* ESC O 5 P and ESC O 1 ; 5 P mean the same */
        csi.params[1] = csi.params[0];
        csi.count = 2;
    }
    push_final(in, ss3_finals, COUNT_OF(ss3_finals), &csi);
    ground(in);
}

static void feed_x10_mouse(Input *in, uint8_t byte) {
    in->seq[in->seq_len++] = (char)byte;
    if (in->seq_len < 3)
        return;
    int code = (uint8_t)in->seq[0] - 32;
    int col = (uint8_t)in->seq[1] - 32, row = (uint8_t)in->seq[2] - 32;
    ground(in);
    if (code >= 0)
        push_mouse(in, code, col, row, (code & 3) == 3 && !(code & 64));
}

/* ---- OSC, DCS and their kin ---- */

static void string_done(Input *in) {
    bool kept = in->string.len <= STRING_MAX;
    InputReport kind = in->introducer == ']' ? INPUT_REPORT_OSC : INPUT_REPORT_OTHER;
    if (kept)
        push_report(in, kind, NULL, buf_str(&in->string));
    buf_clear(&in->string);
    ground(in);
}

static void feed_string(Input *in, uint8_t byte) {
    if (byte == ESC) {
        in->state = STATE_STRING_ESC;
    } else if (byte == 0x07) {
        string_done(in);
    } else if (byte == CAN || byte == SUB) {
        ground(in);
    } else if (in->string.len <= STRING_MAX) {
        buf_putc(&in->string, (char)byte);
        if (in->string.len > STRING_MAX)
            ground(in);
    }
}

static void feed_string_esc(Input *in, uint8_t byte) {
    if (byte == '\\') {
        string_done(in);
        return;
    }
    ground(in);
    feed_ground(in, ESC);
    feed_byte(in, byte);
}

/* ---- paste ---- */

static void put_utf8(Buf *out, const char *bytes, size_t len) {
    if (len > 1 && utf8_value(bytes, len) < 0xa0)
        return;
    buf_put(out, bytes, len);
}

/* Cleans a block: CR and CR LF become LF, other control characters but TAB go, bytes that are no
 * character become U+FFFD. */
static void clean_paste(Str raw, Buf *out) {
    for (size_t i = 0; i < raw.len;) {
        uint8_t byte = (uint8_t)raw.ptr[i];
        if (byte < 0x80) {
            if (byte == '\r' && !(i + 1 < raw.len && raw.ptr[i + 1] == '\n'))
                buf_putc(out, '\n');
            else if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != DEL))
                buf_putc(out, (char)byte);
            i++;
            continue;
        }
        size_t need = utf8_need(byte), have = 1;
        while (have < need && i + have < raw.len &&
               utf8_continues(byte, have, (uint8_t)raw.ptr[i + have]))
            have++;
        if (need && have == need) {
            put_utf8(out, raw.ptr + i, need);
            i += need;
        } else {
            buf_puts(out, "\xef\xbf\xbd");
            i++;
        }
    }
}

static void paste_done(Input *in) {
    Buf clean = {0};
    clean_paste(buf_str(&in->paste), &clean);
    push(in, (InputEvent){.type = INPUT_TYPE_PASTE}, buf_str(&clean));
    buf_free(&clean);
    buf_free(&in->paste);
    ground(in);
}

static void feed_paste(Input *in, uint8_t byte) {
    static const char end[] = "\033[201~";
    if (byte == (uint8_t)end[in->paste_end_len]) {
        if (++in->paste_end_len == sizeof end - 1)
            paste_done(in);
        return;
    }
    if (in->paste.len < PASTE_MAX)
        buf_put(&in->paste, end, in->paste_end_len);
    in->paste_end_len = 0;
    if (byte == ESC)
        in->paste_end_len = 1;
    else if (in->paste.len < PASTE_MAX)
        buf_putc(&in->paste, (char)byte);
}

/* ---- the machine ---- */

static void feed_byte(Input *in, uint8_t byte) {
    static void (*const states[])(Input *, uint8_t) = {
        [STATE_GROUND] = feed_ground,
        [STATE_UTF8] = feed_utf8,
        [STATE_ESCAPE] = feed_escape,
        [STATE_RESUMED] = feed_resumed,
        [STATE_TERMINFO] = feed_terminfo,
        [STATE_CSI] = feed_csi,
        [STATE_CSI_IGNORE] = feed_csi,
        [STATE_LINUX_F] = feed_linux_f,
        [STATE_SS3] = feed_ss3,
        [STATE_STRING] = feed_string,
        [STATE_STRING_ESC] = feed_string_esc,
        [STATE_X10_MOUSE] = feed_x10_mouse,
        [STATE_PASTE] = feed_paste,
    };
    states[in->state](in, byte);
}

void input_feed(Input *in, const void *bytes, size_t len) {
    if (in->taken == in->queue.len) {
        in->taken = in->queue.len = 0;
        buf_clear(&in->texts);
    }
    const uint8_t *at = bytes;
    for (size_t i = 0; i < len; i++)
        feed_byte(in, at[i]);
}

int input_pending_ms(const Input *in, int escape_ms) {
    switch (in->state) {
    case STATE_GROUND:
        return -1;
    case STATE_CSI:
    case STATE_CSI_IGNORE:
    case STATE_STRING:
    case STATE_STRING_ESC:
        return ANSWER_WAIT_MS; /* nobody types these: the rest is on its way */
    case STATE_PASTE:
        return PASTE_WAIT_MS;
    default:
        return escape_ms;
    }
}

/* ESC and one more character that could have begun a sequence: it was Alt and that character. */
static void resolve_alt(Input *in, uint8_t letter) {
    bool twice = in->alt;
    ground(in);
    if (twice)
        push_key(in, INPUT_ESCAPE, 0);
    push_key(in, letter, INPUT_ALT);
}

void input_resolve(Input *in) {
    if (in->state == STATE_ESCAPE) {
        if (in->alt)
            push_key(in, INPUT_ESCAPE, 0);
        push_key(in, INPUT_ESCAPE, 0);
        ground(in);
        in->escaped = true;
        return;
    } else if (in->state == STATE_RESUMED) {
        push_key(in, (uint8_t)in->seq[1], 0);
    } else if (in->state == STATE_UTF8) {
        break_character(in);
    } else if (in->state == STATE_PASTE) {
        paste_done(in);
    } else if ((in->state == STATE_CSI || in->state == STATE_SS3) && in->seq_len == 2) {
        resolve_alt(in, (uint8_t)in->seq[1]);
    } else if (in->state == STATE_STRING && in->string.len == 0) {
        resolve_alt(in, in->introducer);
    } else if (in->state == STATE_TERMINFO) {
        const Added *whole;
        bool longer;
        if (match_added(in, &whole, &longer) && whole)
            push_key(in, whole->key.code, whole->key.mods | alt_mod(in));
    }
    ground(in);
}
