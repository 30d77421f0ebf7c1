#!/bin/sh
# A campaign that cannot fail proves nothing: a journal that waits must be seen.
echo 1..1
build=${ANLIKU_TEST_BUILD:?}
grep -q '^#define HAVE_VTERM' "$build/config.h" || {
  echo "ok 1 # SKIP libvterm is missing (libvterm-dev)"
  exit 0
}
here=$(mktemp -d "${TMPDIR:-/tmp}/anliku-kill-XXXXXX") && cd "$here" || exit 1
unset CMOCKA_MESSAGE_OUTPUT
if ANLIKU_KILL_PROGRAM=anliku_lazy ANLIKU_KILL_EVERY=30 "$build/test_tui_form_kill" >out 2>err; then
  echo "not ok 1 - the defect is seen"
elif grep -q 'what was typed is lost' err; then
  echo "ok 1 - the defect is seen"
else
  echo "not ok 1 - it failed of something else"
  sed 's/^/# /' err | head -5
fi
cd / && rm -rf "$here"
