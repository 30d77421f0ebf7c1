#!/bin/sh
# Wrong calls: what is wrong, the usage line, status 2, and nothing is written. And a library that cannot be written.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 32
run init
run new title=一个案例
wrong() { # wrong TEXT ARGUMENTS...
  text=$1
  shift
  run "$@" </dev/null
  expect 2 "$*" "$text" "usage: anliku"
}
wrong "“foo” is not a command" foo
wrong "“-x” is not an option" -x
wrong "--lang needs a value" --lang
wrong "“xx” is not a language" --lang xx stats
wrong "“8” is not a colour choice" --color 8 stats
wrong "something is missing" show
wrong "“b” is too much" show a b
wrong "“--bogus” is not an option of init" init --bogus
wrong "is not FIELD=VALUE" set AL-2026-0001 title=x summary
wrong "is not FIELD=VALUE" new summary
wrong "“x” is not a revision number" show AL-2026-0001 --rev x
wrong "“a” is not a revision number" diff AL-2026-0001 a b
wrong "“0” is not a revision number" revert AL-2026-0001 --rev 0
wrong "--rev N is missing" revert AL-2026-0001
wrong "“x” is too much" edit AL-2026-0001 x
wrong "which files" import
wrong "from 1 to 100000" import --commit-every 0 x
wrong "is not a format" export --format x
wrong "cannot be exported" export --kind user
wrong "neither nothing nor" users add x
wrong "is not understood" config set zone
"$ANLIKU" -L >out 2>err
status=$?
expect 2 "-L without a folder" "-L needs a value"
run history AL-2026-0001
expect 0 "nothing was written by all that" "   1  "
check "one revision" test "$(wc -l <out)" = 1
run --help
expect 0 "--help names the letters" "--library, -L DIR" "--help, -h"

cp out help
run help
check "help alone is --help" cmp out help
run search --help
cp out help
run help search
check "help COMMAND is COMMAND --help" cmp out help
wrong "“foo” is not a command" help foo

if ! unshare -rm true 2>/dev/null; then
  skip_rest 4 "no namespaces"
fi
cat >readonly.sh <<'EOF'
mount --bind "$2" "$3" && mount -o remount,ro,bind "$3" || exit 77
shift
lib=$2
"$ANLIKU" -L "$lib" show AL-2026-0001 >ro.show 2>&1 || exit 1
"$ANLIKU" -L "$lib" export -o ro.yaml >ro.export 2>&1 || exit 2
"$ANLIKU" -L "$lib" users >ro.users 2>&1 || exit 3
"$ANLIKU" -L "$lib" backup ro.backup >ro.backup.out 2>&1 || exit 4
"$ANLIKU" -L "$lib" set AL-2026-0001 title=y >ro.set 2>&1 && exit 5
exit 0
EOF
mkdir mounted
export ANLIKU
unshare -rm sh readonly.sh x "$LIB" "$BOX/mounted" >out 2>err
status=$?
[ "$status" = 77 ] && skip_rest 4 "no mounts"
expect 0 "a library that cannot be written is read, exported and backed up"
check "its cases are shown" grep -q 一个案例 ro.show
check "a change is refused with the reason" grep -q "Read-only file system" ro.set
run restore ro.backup "$BOX/back"
expect 0 "the backup is whole" "is back"
