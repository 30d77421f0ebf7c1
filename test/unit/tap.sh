#!/bin/sh
# Runs a cmocka program; cmocka prints a skipped test as "not ok N # SKIP", which TAP readers count as failed.
"$@" | sed 's/^not ok \([0-9]* # SKIP\)/ok \1/'
