#!/bin/sh
# What keeps cases from being published, what can be mended, and what has to be verified again.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 50
run init --zone Asia/Shanghai --demo
run lint AL-2026-0001
expect 0 "a good case has nothing that keeps it from being published" "0 with something to say"
run lint AL-2026-0066
expect 1 "one that cannot be published is told with its fields" "! process: Process is missing"
run lint
expect 1 "all cases are looked at" "63 cases looked at" "9 cannot be published"
run lint --rule missing --format ids
check "one rule alone" grep -qx AL-2026-0066 out
check "names fewer cases" test "$(wc -l <out)" -lt 11
run lint --level hard
expect 0 "nothing breaks a hard rule" "0 with something to say"
run lint --level advice --rule no-summary
expect 1 "advice is told too" "no summary"
check "with the sign of advice" grep -q '^  - summary' out
run lint -q owner:hexin --format ids
check "a query narrows" grep -qx AL-2026-0066 out
run lint --format jsonl AL-2026-0066
expect 1 "JSON says rule, level and field" '"rule":"missing"' '"level":"publish"' '"field":"process"'
run lint --rule nonsense
expect 2 "an unknown rule is refused" "nonsense"
run lint --level nonsense
expect 2 "an unknown level is refused" "nonsense"
run lint AL-2026-9999
expect 1 "a case that is not there is refused" "AL-2026-9999"

run set AL-2026-0001 tags='续费; 续 费;流失预警;客户分层;Self-Servce' region=' 华东'
run lint --fix --dry-run
expect 0 "what can be mended is shown" "* tags: “续 费” -> “续费” (almost a value that others use)" "(taken out)"
run lint --rule fixable --format ids
check "and found" test "$(cat out)" = AL-2026-0001
run show AL-2026-0001 --format yaml
check "nothing has changed yet" grep -q "续 费" out
run lint --fix
expect 0 "it is mended" "1 case was mended" "import --undo"
batch=$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)
run show AL-2026-0001 --format yaml
lacks "as it was shown" "续 费"
check "what nothing is near stays" grep -q "Self-Servce" out
run lint --fix
expect 0 "nothing is left to mend" "0 cases were mended"
run import --undo "$batch"
run show AL-2026-0001 --format yaml
check "taken back as one step" grep -q "续 费" out

run stale
expect 0 "what fell due is listed" "12 cases to verify again" "of them stale" "2026-09-03"
check "what lost the most of its weight first" sh -c 'head -1 out | grep -q AL-2026-0004'
run stale --format jsonl -n 1
expect 0 "JSON says how fresh" '"trust":"stale"' '"freshness":2.' '"half_life":90'
run stale -q owner:gaoyue --format ids
check "a query narrows" test "$(wc -l <out)" = 3
run stale --verify
expect 2 "what is done needs cases that are meant" "--query"
run stale AL-2026-0004
expect 2 "and cases need something to be done" "what is to be done"
run stale AL-2026-0004 --verify --archive
expect 2 "one thing at a time" "at a time"
run set AL-2026-0004 owner="$(id -un)"
run stale AL-2026-0004 --verify
expect 1 "one's own cases are verified by somebody else" "refused: 1" "somebody else"
run set AL-2026-0004 owner=gaoyue
run stale AL-2026-0004 --every 31
expect 1 "31 days are no interval" "31"
run stale AL-2026-0004 --every 365
expect 0 "the interval is set, which verifies nothing" "done: 1"
run stale AL-2026-0004 --every 365
expect 0 "once" "already so: 1"
run stale -q owner:gaoyue --archive
expect 0 "cases of a query go into the archive" "done: 3"
batch=$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)
run stale -q owner:gaoyue --format ids
says_nothing "they are not due any more"
run import --undo "$batch"
run stale -q owner:gaoyue --format ids
check "and come back as one step" test "$(wc -l <out)" = 3
run verify AL-2026-0004
expect 0 "what could not be published is said when it is verified" "is now published" "lacks what publishing asks for" "- Need: "
run stale AL-2026-0004 --ask "  "
expect 1 "a question says something" "say what"
run stale AL-2026-0011 AL-2026-0008 --ask "Does it still hold?"
expect 0 "owners are asked" "done: 2"
batch=$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)
run comment AL-2026-0008
expect 0 "with a comment" "Does it still hold?"
run import --undo "$batch"
run comment AL-2026-0008
lacks "that goes with the step" "still hold"
run users set limin admin
run users set "$(id -un)" editor
run stale AL-2026-0008 --verify
expect 1 "an editor does not verify" "reviewer"
run stale AL-2026-0008 --archive
expect 1 "nor archive" "reviewer"
run check --deep
expect 0 "the library is whole" "sound"
LIB=$BOX/rep
run init --zone Asia/Shanghai --demo
run users set limin admin
run users set "$(id -un)" rep
run stale AL-2026-0008 --ask "Does it hold?"
expect 0 "a rep asks" "done: 1"
run import --undo "$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)"
expect 0 "and takes the question back" "taken back"
check "which is not a count of cases" sh -c '! grep -q 0 out'
LIB=$BOX/reader
run init --zone Asia/Shanghai --demo
run users set limin admin
run users set "$(id -un)" reader
run stale AL-2026-0008 --ask "Well?"
expect 1 "a reader does not ask" "rep"
run stale AL-2026-0008 --every 30
expect 1 "nor set intervals" "write"
run lint --fix
expect 1 "nor mend" "write"
run --lang zh_CN lint
check "but looks, in Chinese" test "$status" -le 1
