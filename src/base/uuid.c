#include "config.h"

#include "base/uuid.h"

#include "base/clock.h"
#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void uuid_random(void *out, size_t len) {
    static uint64_t drawn;
    const char *seed = clock_is_test() ? getenv("ANLIKU_SEED") : NULL;
    uint8_t *at = out;
    if (!seed) {
        for (size_t done = 0; done < len;) {
            ssize_t got = getrandom(at + done, len - done, 0);
            if (got > 0)
                done += (size_t)got;
        }
        return;
    }
    for (size_t i = 0; i < len; i++)
        at[i] = (uint8_t)(hash_bytes(&drawn, sizeof drawn, strtoull(seed, NULL, 10)) >> 24),
        drawn++;
}

Uuid uuid_new(void) {
    static int64_t last_ms;
    static unsigned counter;
    int64_t ms = clock_now_ms();
    if (ms > last_ms) {
        last_ms = ms;
        counter = 0;
    } else if (++counter > 0xfff) {
        last_ms++; /* 4,096 ids in one ms: borrow from the next one, the order stays */
        counter = 0;
    }
    Uuid id;
    uuid_random(id.bytes, sizeof id.bytes);
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(last_ms >> (8 * (5 - i)));
    id.bytes[6] = (uint8_t)(0x70 | counter >> 8);
    id.bytes[7] = (uint8_t)counter;
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool uuid_parse(Str text, Uuid *out) {
    if (text.len != UUID_TEXT - 1)
        return false;
    Uuid id;
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash) {
            if (text.ptr[i] != '-')
                return false;
            continue;
        }
        int high = hex_value(text.ptr[i]), low = hex_value(text.ptr[i + 1]);
        if (high < 0 || low < 0)
            return false;
        id.bytes[n++] = (uint8_t)(high << 4 | low);
        i++;
    }
    *out = id;
    return true;
}

void uuid_format(Uuid id, char out[UUID_TEXT]) {
    size_t at = 0;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        snprintf(out + at, 3, "%02x", id.bytes[i]);
        at += 2;
    }
    out[at] = '\0';
}

bool uuid_equal(Uuid a, Uuid b) {
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool uuid_is_nil(Uuid id) {
    return uuid_equal(id, (Uuid){{0}});
}

int uuid_compare(Uuid a, Uuid b) {
    return memcmp(a.bytes, b.bytes, sizeof a.bytes);
}
