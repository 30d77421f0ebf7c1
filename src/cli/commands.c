#include "config.h"

#include "cli/commands.h"

#include "base/vec.h"

/* In the order in which help and the manual list them. */
const CliCommand *const cli_commands[] = {
    &command_browse,     &command_dash,    &command_keys,    &command_init,
    &command_import,     &command_export,  &command_search,  &command_similar,
    &command_duplicates, &command_merge,   &command_lint,    &command_stale,
    &command_show,       &command_new,     &command_edit,    &command_set,
    &command_history,    &command_diff,    &command_compare, &command_revert,
    &command_submit,     &command_review,  &command_return,  &command_publish,
    &command_verify,     &command_revise,  &command_archive, &command_unarchive,
    &command_trash,      &command_untrash, &command_use,     &command_comment,
    &command_attach,     &command_inbox,   &command_rate,    &command_users,
    &command_roles,      &command_teams,   &command_tags,    &command_categories,
    &command_synonyms,   &command_config,  &command_check,   &command_words,
    &command_stats,      &command_backup,  &command_restore, &command_compact,
    &command_reindex,
};
const size_t cli_command_count = COUNT_OF(cli_commands);
