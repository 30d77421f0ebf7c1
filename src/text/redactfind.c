#include "config.h"

#include "text/redactparts.h"

#include <string.h>

static bool mail_char(uint32_t c) {
    return points_is_digit(c) || points_is_latin(c) || (c && c < 0x80 && strchr("._%+-", (int)c));
}

size_t redact_mail(const Points *p, size_t i) {
    size_t start = i;
    if (i && mail_char(points_get(p, i - 1)))
        return 0;
    while (mail_char(points_get(p, i)))
        i++;
    if (i == start || points_get(p, i) != '@')
        return 0;
    size_t domain = ++i, dots = 0;
    while (mail_char(points_get(p, i))) {
        dots += points_get(p, i) == '.';
        i++;
    }
    while (i > domain && points_get(p, i - 1) == '.')
        i--, dots--;
    return i > domain + 2 && dots ? i : 0;
}

enum { MOST_DOMAIN = 255, MOST_PHONE = 15 };

size_t redact_link(const Points *p, size_t i) {
    static const char *const starts[] = {"https://", "http://", "ftp://", "www.", NULL};
    static const char *const domains[] = {"com", "cn",  "net", "org", "io", "de",
                                          "co",  "app", "ai",  "eu",  NULL};
    size_t start = i, end = 0;
    if (!points_stand_alone(p, i))
        return 0;
    for (const char *const *s = starts; *s && !end; s++) {
        size_t len = strlen(*s), k = 0;
        while (k < len && points_get(p, i + k) == (uint32_t)(*s)[k])
            k++;
        end = k == len ? i + len : 0;
    }
    if (!end) { /* shop.example.com */
        while (i < start + MOST_DOMAIN &&
               (points_is_digit(points_get(p, i)) || points_is_latin(points_get(p, i)) ||
                points_get(p, i) == '-' ||
                (points_get(p, i) == '.' && points_is_latin(points_get(p, i + 1))))) {
            if (points_get(p, i) == '.') {
                size_t behind = points_one_of(p, i + 1, domains);
                end = behind && !points_is_digit(points_get(p, behind)) ? behind : end;
            }
            i++;
        }
        if (!end || end <= start + 3)
            return 0;
    }
    while (points_get(p, end) > ' ' && points_get(p, end) < 0x7f &&
           !strchr("\"'<>()[]{},;|", (int)points_get(p, end)))
        end++;
    while (end > start && strchr(".!?:", (int)points_get(p, end - 1)))
        end--;
    return end;
}

static bool hex(uint32_t c) {
    return points_is_digit(c) || (c >= 'a' && c <= 'f');
}

size_t redact_identity(const Points *p, size_t i) {
    static const char *const prefixes[] = {"al-", "kh-", "yy-", "xk-", "dc-", NULL};
    size_t start = i;
    if (!points_stand_alone(p, i))
        return 0;
    size_t n = 0;
    while (n < 36 && (n == 8 || n == 13 || n == 18 || n == 23 ? points_get(p, i + n) == '-'
                                                              : hex(points_get(p, i + n))))
        n++;
    if (n == 36 && !hex(points_get(p, i + 36)))
        return i + 36;
    for (const char *const *prefix = prefixes; *prefix; prefix++) {
        if (points_get(p, i) != (uint32_t)(*prefix)[0] ||
            points_get(p, i + 1) != (uint32_t)(*prefix)[1] || points_get(p, i + 2) != '-')
            continue;
        for (i += 3; points_is_digit(points_get(p, i)) ||
                     (points_get(p, i) == '-' && points_is_digit(points_get(p, i + 1)));)
            i++;
        return i > start + 6 ? i : 0;
    }
    return 0;
}

/* Digits in groups between blanks, strokes, dots and brackets: seven to fifteen, with a sign of
 * being dialled. */
size_t redact_phone(const Points *p, size_t i) {
    size_t start = i, digits = 0, groups = 0, end = 0;
    bool plus = points_get(p, i) == '+',
         bracket = points_get(p, i) == '(' && points_is_digit(points_get(p, i + 1));
    uint32_t first = 0, second = 0;
    if (i && (points_is_digit(points_get(p, i - 1)) || points_is_latin(points_get(p, i - 1)) ||
              (i > 1 && points_is_digit(points_get(p, i - 2)) &&
               (points_get(p, i - 1) == '.' || points_get(p, i - 1) == ','))))
        return 0;
    if (!plus && !bracket && !points_is_digit(points_get(p, i)))
        return 0;
    for (i += plus || bracket; points_is_digit(points_get(p, i)) && digits <= MOST_PHONE;) {
        size_t from = i;
        for (; points_is_digit(points_get(p, i)); i++) {
            if (!digits)
                first = points_get(p, i);
            second = digits == 1 ? points_get(p, i) : second;
            digits++;
        }
        groups += i > from;
        end = i;
        size_t next = i;
        while (points_get(p, next) && next < i + 2 &&
               strchr("-. ()", (int)(points_get(p, next) & 0x7f)) && points_get(p, next) < 0x7f)
            next++;
        if (next == i || !(points_is_digit(points_get(p, next)) || points_get(p, next) == '('))
            break;
        i = next;
    }
    bool mobile = digits == 11 && first == '1' && second >= '3';
    bool area = first == '0' && digits >= 9 && digits <= 13;
    bool dialled = groups >= 3 && digits >= 9;
    bool short_one = groups >= 2 && digits >= 7 && digits <= 11 && !area && first != '0' &&
                     (bracket || (first == '4' && digits == 10));
    if (digits < 7 || digits > MOST_PHONE || !(plus || mobile || area || dialled || short_one) ||
        points_is_latin(points_get(p, end)))
        return 0;
    return end > start ? end : 0;
}
