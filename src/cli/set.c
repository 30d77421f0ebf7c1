#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/find.h"
#include "library/consent.h"
#include "library/offers.h"
#include "library/save.h"
#include "library/taxonomy.h"
#include "library/typed.h"
#include "record/parse.h"

/* Of the tree only leaves can be taken, by path or by name. */
static bool settle_leaf(Cli *cli, Record *record, int field, Value *value) {
    Offers offers;
    Error err;
    if (record->entity->fields[field].kind != FIELD_TREE || value->kind != VALUE_TEXT)
        return true;
    value->text = library_category_now(cli->library, value->text, &record->arena);
    bool ok = library_offers(cli->library, record->entity->type, record_id(record), field, -1,
                             value->text, &offers, &err);
    const Offer *leaf = ok ? offers_named(&offers, value->text) : NULL;
    if (ok && offers.items.len && (!leaf || leaf->branch))
        ok = error_set(&err, ERR_INVALID,
                       leaf ? N_("“{0}” is a branch of the tree: choose one of what lies below it")
                            : N_("there is no “{0}” in the tree"),
                       "S", value->text);
    if (ok && leaf)
        *value = value_text(arena_str(&record->arena, leaf->value));
    if (!ok) {
        error_in_field(&err, record->entity->fields[field].key);
        cli_fail(cli, &err);
    }
    offers_free(&offers);
    return ok;
}

/* What is added stands behind what is there, which stays what it is: by its name alone a case would
 * not be found again. */
static void append_items(Record *record, int field, Value *added) {
    const Value *there = &record->values[field];
    if (added->kind != VALUE_LIST || there->kind != VALUE_LIST) {
        *added = added->kind == VALUE_NONE ? *there : *added;
        return;
    }
    size_t count = there->list.len + added->list.len;
    Value *items = arena_alloc(&record->arena, count * sizeof *items);
    memcpy(items, there->list.items, there->list.len * sizeof *items);
    memcpy(items + there->list.len, added->list.items, added->list.len * sizeof *items);
    *added = value_list(items, count);
}

/* FIELD=VALUE; an empty value takes the field away; FIELD+=VALUE adds to a list. */
static bool assign(Cli *cli, Record *record, const char *word) {
    const char *equals = strchr(word, '=');
    bool adds = equals > word && equals[-1] == '+';
    Str key = str_make(word, (size_t)(equals - word) - adds);
    int at = entity_field(record->entity, key);
    const Field *field = at >= 0 ? &record->entity->fields[at] : NULL;
    if (!field || (field->flags & FIELD_MACHINE)) {
        cli_say(cli, _("“%.*s” is not a field that can be set"), STR_ARG(key));
        return false;
    }
    if (at == CASE_STATE && record->entity->type == ENTITY_CASE) {
        cli_say(cli,
                _("the state is changed by submit, review, return, publish, archive and revise"));
        return false;
    }
    Buf text = {0};
    bool items = field->kind == FIELD_LIST || field->kind == FIELD_REFS;
    if (adds && !items)
        value_format(field, &record->values[at], &text);
    if (text.len)
        buf_puts(&text, "\n");
    buf_puts(&text, equals + 1);
    Value value;
    Error err;
    bool ok = library_typed_parse(field, buf_str(&text), &record->arena, &value, &err);
    if (!ok)
        cli_fail(cli, &err);
    ok = ok && settle_leaf(cli, record, at, &value);
    if (ok && adds && items)
        append_items(record, at, &value);
    if (ok)
        record_set(record, at, value);
    buf_free(&text);
    return ok;
}

int assign_fields(Cli *cli, Record *record, size_t from) {
    for (size_t i = from; i < cli->arg_count; i++)
        if (!strchr(cli->args[i], '='))
            return cli_usage(cli, _("“%s” is not FIELD=VALUE"), cli->args[i]);
    for (size_t i = from; i < cli->arg_count; i++)
        if (!assign(cli, record, cli->args[i]))
            return CLI_FAILED;
    return CLI_DONE;
}

void say_made_internal(Cli *cli, const SaveResult *result) {
    Buf text = {0};
    char batch[UUID_TEXT];
    library_made_internal_put(result, &text);
    uuid_format(result->batch, batch);
    if (text.len)
        cli_print(cli, _("%s\nanliku import --undo %s takes both back\n"), buf_text(&text), batch);
    buf_free(&text);
}

void say_dropped(Cli *cli, const SaveResult *result) {
    if (result->dropped_for)
        cli_print(cli, _("it has to be verified again, because %s changed\n"),
                  _(entity_get(ENTITY_CASE)->fields[result->dropped_for].label));
}
static int run(Cli *cli) {
    EntityType type;
    Uuid id;
    Record *record;
    uint32_t base;
    if (!find_any(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    int status = load_edited(cli, type, id, 0, &record, &base);
    if (status != CLI_DONE)
        return status;
    status = assign_fields(cli, record, 1);
    if (status == CLI_DONE)
        status = save_and_say(cli, &record, base);
    record_free(record);
    return status;
}

static const CliOption options[] = {CLI_SAVE_OPTIONS, {0}};

const CliCommand command_set = {.name = "set",
                                .arguments = N_("ID FIELD=VALUE..."),
                                .help = N_("change fields of a record"),
                                .options = options,
                                .needs = CLI_WRITE,
                                .least = 2,
                                .most = -1,
                                .run = run};
