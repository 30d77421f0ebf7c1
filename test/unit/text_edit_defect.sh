#!/bin/sh
# Random edits that cannot fail prove nothing: those of a buffer with a defect must.
echo 1..1
build=${ANLIKU_TEST_BUILD:?}
here=$(mktemp -d "${TMPDIR:-/tmp}/anliku-edit-XXXXXX") && cd "$here" || exit 1
unset CMOCKA_MESSAGE_OUTPUT
if "$build/text_edit_defect" >out 2>err; then
  echo "not ok 1 - the defect is seen"
elif grep -q 'random_edits_are_those_of_the_model' err; then
  echo "ok 1 - the defect is seen"
else
  echo "not ok 1 - it failed of something else"
  sed 's/^/# /' err | head -5
fi
cd / && rm -rf "$here"
