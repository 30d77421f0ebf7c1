#ifndef ANLIKU_CLI_COMMANDS_H
#define ANLIKU_CLI_COMMANDS_H

#include "cli/cli.h"

/* The rows, one file each. */
extern const CliCommand command_archive, command_browse, command_dash, command_check,
    command_compact, command_compare, command_config, command_diff, command_edit, command_export,
    command_history, command_import, command_init, command_keys, command_new, command_publish,
    command_reindex, command_restore, command_search, command_similar, command_duplicates,
    command_return, command_revert, command_review, command_revise, command_roles, command_set,
    command_show, command_stats, command_submit, command_teams, command_trash, command_unarchive,
    command_untrash, command_users, command_verify, command_words, command_backup, command_synonyms,
    command_use, command_rate, command_merge, command_lint, command_stale, command_comment,
    command_inbox, command_attach, command_tags, command_categories;

#endif
