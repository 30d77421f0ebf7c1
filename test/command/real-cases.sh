#!/bin/sh
# The 38 real cases go in, come out and go in again.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 24
[ -d "$SHARED/data/cases" ] || skip_rest 24 "the real cases are not here"

run init --zone Asia/Shanghai
expect 0 "init makes a library" "is ready"
run init
expect 1 "init refuses a folder that is a library" "anliku: "
run import "$SHARED/data/cases"
expect 0 "import takes all 38 cases" "38 new, 0 changed, 0 unchanged, 0 refused" "38 files read, 1 skipped, 0 unreadable"
run import "$SHARED/data/cases"
expect 0 "a second import changes nothing" "0 new, 0 changed, 38 unchanged, 0 refused"
run export --format jsonl
check "nine are Chinese" test "$(grep -c '"lang":"zh"' out)" = 9
check "29 are English" test "$(grep -c '"lang":"en"' out)" = 29

for format in yaml jsonl csv; do
  run export -o one.$format
  expect 0 "export as $format" "38 records written"
  LIB=$BOX/other-$format
  run init
  run import one.$format
  expect 0 "$format goes into another library" "38 new"
  run export -o two.$format
  check "$format comes out the same" cmp one.$format two.$format
  LIB=$BOX/lib
done
run export --format md -o one-md
expect 0 "export as Markdown" "38 records written"
LIB=$BOX/other-md
run init
run import one-md
expect 0 "Markdown goes into another library" "38 new"
run export --format md -o two-md
check "Markdown comes out the same" diff -r one-md two-md
LIB=$BOX/lib
run show nobody-has-this
expect 1 "show says what is not there" "there is no case “nobody-has-this”"
batch=$("$ANLIKU" -L "$BOX/other-md" stats >/dev/null; run import --dry-run "$SHARED/data/cases"; cat out)
check "a dry run says what would be" sh -c 'echo "$1" | grep -qF "would be: 0 new, 0 changed, 38 unchanged"' sh "$batch"
run check --deep
expect 0 "the library is sound" "sound"
run export --kind customer --format jsonl
check "32 customers were made" test "$(grep -c '"name"' out)" = 32
run show AL-2026-0001 --format yaml
expect 0 "unknown keys are kept" "source:" "license:"
run history AL-2026-0001
expect 0 "history names the import" "imported"
