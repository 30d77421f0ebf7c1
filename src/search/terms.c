#include "config.h"

#include "search/terms.h"

#include "base/vec.h"
#include "search/parser.h"
#include "text/fold.h"
#include "text/utf8.h"

typedef struct Scanner {
    Str text;
    size_t at;
    Arena *arena;
    VEC(QueryTerm) terms;
} Scanner;

/* The sign at a byte, 0 at the end; *len its bytes. */
static uint32_t sign_at(const Scanner *s, size_t at, size_t *len) {
    uint32_t point = 0;
    *len = at < s->text.len ? utf8_next(s->text, at, &point) : 0;
    return *len ? parser_sign_of(point) : 0;
}

/* Behind the quotation mark that ends what begins at `at`; `at` itself when none does. */
static size_t behind_quotes(const Scanner *s, size_t at) {
    size_t len, next;
    sign_at(s, at, &len);
    for (next = at + len; next < s->text.len; next += len)
        if (sign_at(s, next, &len) == '"')
            return next + len;
    return at;
}

/* Behind the word or quoted text that begins at `at`; *colon (0: none) is the first colon outside
 * of quotation marks. */
static size_t token_end(const Scanner *s, size_t at, size_t *colon) {
    size_t len;
    uint32_t sign;
    for (*colon = 0; (sign = sign_at(s, at, &len)) != 0 && sign != ' ';) {
        size_t behind = sign == '"' ? behind_quotes(s, at) : at;
        if (sign == ':' && !*colon)
            *colon = at;
        at = behind > at ? behind : at + len;
    }
    return at;
}

static void read_values(const Scanner *s, size_t at, size_t end, QueryTerm *term) {
    VEC(QueryTermValue) values = {0};
    while (at < end) {
        size_t len, from = at, first;
        bool quoted = sign_at(s, at, &first) == '"' && behind_quotes(s, at) > at;
        if (quoted)
            at = behind_quotes(s, at);
        for (; at < end; at += len) {
            uint32_t sign = sign_at(s, at, &len);
            if (sign == ',' || sign == 0x3001)
                break;
        }
        Str text = str_make(s->text.ptr + from, at - from);
        if (quoted) { /* the mark at the end has its own length */
            size_t close = first;
            for (len = 0; from + close < at; close += len)
                if (sign_at(s, from + close, &len) == '"')
                    break;
            text = str_make(text.ptr + first, close - first);
        }
        if (text.len)
            vec_push(&values, (QueryTermValue){from, at, text, quoted});
        sign_at(s, at, &len);
        at += at < end ? len : 0;
    }
    term->values = arena_dup(s->arena, values.items, values.len * sizeof *values.items);
    term->len = values.len;
    vec_free(&values);
}

static void read_token(Scanner *s, size_t from, size_t end, size_t colon) {
    Buf folded = {0};
    size_t len;
    text_fold(&folded, str_make(s->text.ptr + from, colon - from));
    QueryTerm term = {.name = query_name_find(buf_str(&folded)), .from = from, .to = end};
    buf_free(&folded);
    sign_at(s, colon, &len);
    if (term.name.kind == NAME_NONE)
        return;
    read_values(s, colon + len, end, &term);
    if (term.len)
        vec_push(&s->terms, term);
}

void query_terms(Str text, Arena *arena, QueryTerms *out) {
    Scanner s = {.text = text, .arena = arena};
    unsigned depth = 0;
    *out = (QueryTerms){.alternatives = false};
    while (s.at < text.len) {
        size_t len, colon, from = s.at;
        uint32_t sign = sign_at(&s, from, &len);
        if (sign == ' ' || sign == '(' || sign == ')') {
            depth += sign == '(';
            depth -= sign == ')' && depth;
            s.at += len;
            continue;
        }
        size_t end = token_end(&s, from, &colon);
        if (depth || sign == '-') { /* brackets may end inside of a word */
            for (s.at = from; s.at < end; s.at += len) {
                uint32_t inside = sign_at(&s, s.at, &len);
                size_t behind = inside == '"' ? behind_quotes(&s, s.at) : s.at;
                depth += inside == '(';
                depth -= inside == ')' && depth;
                len = behind > s.at ? behind - s.at : len;
            }
            continue;
        }
        out->alternatives |= sign == '|' && end == from + len;
        if (colon > from && sign != '"')
            read_token(&s, from, end, colon);
        s.at = end;
    }
    out->len = out->alternatives ? 0 : s.terms.len;
    out->items = arena_dup(arena, s.terms.items, out->len * sizeof *out->items);
    vec_free(&s.terms);
}

/* Behind the bracket that closes the one at `at`; `at` itself when none does. */
static size_t behind_group(const Scanner *s, size_t at) {
    unsigned depth = 0;
    size_t len;
    for (size_t next = at; next < s->text.len; next += len) {
        uint32_t sign = sign_at(s, next, &len);
        size_t behind = sign == '"' ? behind_quotes(s, next) : next;
        len = behind > next ? behind - next : len;
        depth += sign == '(';
        if (sign == ')' && --depth == 0)
            return next + len;
    }
    return at;
}

size_t query_tokens(Str text, QueryToken *out, size_t most) {
    Scanner s = {.text = text};
    size_t count = 0;
    while (s.at < text.len) {
        size_t len, colon, next = s.at, from = s.at;
        uint32_t sign = sign_at(&s, from, &len);
        if (sign == ' ') {
            s.at += len;
            continue;
        }
        if (sign == '-')
            next += len;
        bool group = sign_at(&s, next, &len) == '(' && behind_group(&s, next) > next;
        s.at = token_end(&s, group ? behind_group(&s, next) : from, &colon);
        if (sign == '|' && s.at == from + 1)
            return 0;
        if (count < most)
            out[count++] = (QueryToken){from, s.at, !group && !colon && sign != '-' && sign != '"'};
    }
    return count;
}
