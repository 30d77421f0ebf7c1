#include "config.h"

#include "library/news.h"

#include "base/clock.h"
#include "store/settings.h"

#include <inttypes.h>

/* Kept as settings of the person: KIND.ID = "COUNT AT TEXT". */

static bool write_setting(Library *library, StoreWrite *write, Uuid person, const char *kind,
                          Uuid id, const Str *value, Error *err) {
    char name[UUID_TEXT];
    Buf key = {0};
    StoreChange change = library_change(library, VERB_SETTINGS, STR(""));
    uuid_format(id, name);
    buf_printf(&key, "%s.%s", kind, name);
    bool ok = store_put_setting(write, &change, person, buf_str(&key), value, err);
    buf_free(&key);
    return ok;
}

static void put_value(const News *news, Buf *out) {
    buf_printf(out, "%" PRIu64 " %" PRId64 " ", news->count,
               news->at_ms ? news->at_ms : clock_now_ms());
    buf_put_str(out, news->text);
}

bool news_write(Library *library, StoreWrite *write, Uuid person, const char *kind,
                const News *news, Error *err) {
    Buf value = {0};
    put_value(news, &value);
    Str text = buf_str(&value);
    bool ok = write_setting(library, write, person, kind, news->id, &text, err);
    buf_free(&value);
    return ok;
}

static bool put_setting(Library *library, Uuid person, const char *kind, Uuid id, const Str *value,
                        Error *err) {
    StoreWrite *write;
    if (!library_write_begin(library, false, &write, err))
        return false;
    if (write_setting(library, write, person, kind, id, value, err))
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

bool news_put(Library *library, Uuid person, const char *kind, const News *news, Error *err) {
    Buf value = {0};
    put_value(news, &value);
    Str text = buf_str(&value);
    bool ok = put_setting(library, person, kind, news->id, &text, err);
    buf_free(&value);
    return ok;
}

bool news_forget(Library *library, const char *kind, Uuid id, Error *err) {
    return put_setting(library, library->actor.user, kind, id, NULL, err);
}

typedef struct Tellings {
    Str kind;
    NewsFn *each;
    void *context;
} Tellings;

static bool tell(void *context, Str key, Str value, Error *err) {
    Tellings *telling = context;
    News news;
    Str part, count, at;
    int64_t number;
    if (!str_split(&key, '.', &part) || !str_equal(part, telling->kind) ||
        !uuid_parse(key, &news.id) || !str_split(&value, ' ', &count) ||
        !str_split(&value, ' ', &at) || !number_parse_int(count, &number) || number < 0 ||
        !number_parse_int(at, &news.at_ms))
        return true;
    news.count = (uint64_t)number;
    news.text = value;
    return telling->each(telling->context, &news, err);
}

bool news_each(Library *library, StoreRead *read, const char *kind, NewsFn *each, void *context,
               Error *err) {
    Tellings telling = {str_of(kind), each, context};
    return store_setting_each(read, library->actor.user, tell, &telling, err);
}
