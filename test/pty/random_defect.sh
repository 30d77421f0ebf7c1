#!/bin/sh
# A walk of random keys that cannot fail proves nothing: the one with a defect built in must.
echo 1..1
build=${ANLIKU_TEST_BUILD:?}
grep -q '^#define HAVE_VTERM' "$build/config.h" || {
  echo "ok 1 # SKIP libvterm is missing (libvterm-dev)"
  exit 0
}
here=$(mktemp -d "${TMPDIR:-/tmp}/anliku-random-XXXXXX") && cd "$here" || exit 1
unset CMOCKA_MESSAGE_OUTPUT
if "$build/tui_random_defect" >out 2>err; then
  echo "not ok 1 - the defect is seen"
elif grep -q 'key [0-9]* in context' err; then
  echo "ok 1 - the defect is seen"
else
  echo "not ok 1 - it failed of something else"
  sed 's/^/# /' err | head -5
fi
cd / && rm -rf "$here"
