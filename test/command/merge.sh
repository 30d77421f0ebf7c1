#!/bin/sh
# Two cases become one: what is chosen, where numbers lead, refusals, taking it back.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 61
run init --zone Asia/Shanghai
cat >two.jsonl <<'END'
{"ext_id":"a","title":"First case","customer":"Acme","industry":"金融","tags":["续费","提醒"],"need":"Same need.","result":"Rose by nine.","solution":"One.\n\nTwo."}
{"ext_id":"b","title":"Second case","customer":"Acme","region":"华南","tags":["提醒","客服"],"need":"Same need.","result":"Fell by two.","solution":"Two.\n\nThree."}
{"ext_id":"c","title":"Third case","customer":"Beta"}
END
run import two.jsonl
run publish AL-2026-0002
run use AL-2026-0002 --prospect Gamma
run merge AL-2026-0001 AL-2026-0002 --dry-run
expect 0 "a trial shows both titles" "< AL-2026-0001  First case" "> AL-2026-0002  Second case"
expect 0 "what stays, with what is left out" "(result): kept" "= Rose by nine." "> Fell by two."
expect 0 "what is filled" "(region): filled from the other one" "= 华南"
expect 0 "what is joined, nothing twice" "= 续费; 提醒; 客服"
expect 0 "what counts with it" "use: 1"
check "what both say is left out" sh -c '! grep -q "(need)" out'
run history AL-2026-0001
check "a trial changes nothing" test "$(wc -l <out)" = 1

run merge AL-2026-0001 AL-2026-0001
expect 1 "a case with itself is refused" "another one"
run merge AL-2026-0001
expect 2 "two cases are wanted" "two cases"
run merge AL-2026-0001 AL-2026-9999
expect 1 "one that is not there is refused" "AL-2026-9999"
run merge AL-2026-0001 AL-2026-0002 --both title
expect 2 "a title cannot hold both" "title"
run merge AL-2026-0001 AL-2026-0002 --other nonsense
expect 2 "an unknown field is refused" "nonsense"
run merge AL-2026-0001 AL-2026-0002 --other state
expect 0 "what only moves change is not taken over" "leads to"
run merge --undo AL-2026-0002
run merge AL-2026-0001 AL-2026-0003
expect 1 "different customers have to be meant" "--anyway"
run trash AL-2026-0003
run merge AL-2026-0001 AL-2026-0003 --anyway
expect 1 "one in the trash is refused" "in the trash"
run untrash AL-2026-0003
run merge --undo AL-2026-0003
expect 1 "nothing to take back" "not merged"
run merge --undo AL-2026-0001 AL-2026-0003
expect 2 "taking back takes one number" "number"

run merge AL-2026-0001 AL-2026-0002 --other result --both solution,tags --keep region
expect 0 "the merge" "AL-2026-0002 leads to AL-2026-0001 now"
run show AL-2026-0001 --format yaml
expect 0 "says what was chosen" "Fell by two." "Three." "客服"
check "each paragraph once" test "$(grep -c 'Two\.' out)" = 1
check "not what was left out" sh -c '! grep -q 华南 out'
run show AL-2026-0002 --format yaml
expect 0 "the other number shows the kept case, and says so" "id: AL-2026-0001" "AL-2026-0002 was merged into AL-2026-0001"
run search 编号：AL-2026-0002 --format ids
check "so does a search for it" grep -qx AL-2026-0001 out
run set AL-2026-0002 summary="Of both."
expect 0 "a change under the old number goes there" "saved AL-2026-0001"
run use AL-2026-0002 --prospect Delta --days 3
run show AL-2026-0001 --format text
expect 0 "its uses are counted there" "2 times"
run history AL-2026-0002
expect 0 "one history of both" "[AL-2026-0002]" "AL-2026-0002 -> AL-2026-0001"
run show AL-2026-0002 --rev 1 --format yaml
expect 0 "an old revision is of the case that is named" "id: AL-2026-0002" "Second case"
run diff AL-2026-0002 1 1
lacks "so is a difference" merged
run diff AL-2026-0002 1 99
expect 1 "of its own revisions" "there is no revision 99"
run revert AL-2026-0002 --rev 1
expect 1 "none of which comes back into the kept case" "merged into “First case”: change that one, or take the merge back"
run revert AL-2026-0002 --last
expect 1 "and the merge is taken back as a whole" "take the merge back as a whole"
run show AL-2026-0001 --format yaml
check "the kept case is as it was" grep -q "Of both." out
sed -n 's/Fell by two/Fell by three/;2p' two.jsonl >changed.jsonl
run import two.jsonl
expect 0 "a file that brings nothing new changes nothing" "1 changed, 2 unchanged"
run set AL-2026-0001 result="Fell by two."
run import changed.jsonl
expect 1 "a file about the merged case is kept, not put over the other one" "1 refused"
check "with the reason" grep -q "merged into" changed.reasons.csv
run show AL-2026-0001 --format yaml
check "the kept case keeps its text" grep -q "Fell by two." out
run merge AL-2026-0003 AL-2026-0002
expect 1 "a merged case is not merged again" "already"
run merge AL-2026-0003 AL-2026-0001 --anyway
expect 0 "but the one that took it in is" "leads to AL-2026-0003"
run show AL-2026-0002
expect 0 "and both numbers lead on" "merged into AL-2026-0003"
run merge --undo AL-2026-0001
expect 0 "taken back" "of its own again"
run show AL-2026-0002
expect 0 "the way is as before" "merged into AL-2026-0001"
run set AL-2026-0001 summary="Since then."
run merge --undo AL-2026-0002
expect 0 "it is taken back although the kept case was changed since" "of its own again" "changed since"
run show AL-2026-0002 --format yaml
expect 0 "the merged case says what it said" "Second case" "华南"
run check --deep
expect 0 "the library is whole" "sound"

run merge AL-2026-0003 AL-2026-0002 --anyway
run untrash AL-2026-0002
expect 0 "out of the trash it is a case again" "is back"
run show AL-2026-0002
check "that answers to its number" sh -c '! grep -q merged err && grep -q "Second case" out'
run export -q "" --format jsonl -o all.jsonl
check "no file says where a case was merged into" sh -c 'grep -q "Second case" all.jsonl && ! grep -q merged_into all.jsonl'
run users set limin admin
run users set "$(id -un)" rep
run merge AL-2026-0001 AL-2026-0002
expect 1 "a rep may not" "write"
run merge --undo AL-2026-0002
expect 1 "nor take one back" "write"

LIB=$BOX/published
run init --zone Asia/Shanghai
run import two.jsonl --state published
run new title="A draft" customer=Acme
run merge AL-2026-0004 AL-2026-0001
expect 1 "a published case does not vanish into a draft unasked" "published" "--anyway"
run merge AL-2026-0001 AL-2026-0004
expect 0 "a draft into a published one does" "leads to AL-2026-0001"
run submit AL-2026-0004
expect 1 "moves go to the kept case" "merged into AL-2026-0001"
run --lang zh_CN merge --undo AL-2026-0004
expect 0 "it works in Chinese"
cat >checked.yaml <<'END'
uuid: 0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11
title: A checked case
customer: Acme
state: published
verify: {every_days: 90, last: 2026-11-01}
END
run import checked.yaml
run merge AL-2026-0005 AL-2026-0001 --other result
expect 0 "what a merge changes in a checked case is to be checked" "leads to AL-2026-0005" "it has to be verified again, because"
run merge --undo AL-2026-0001
run check --deep
expect 0 "this one is whole too" "sound"

# ---- comments of both: their numbers stay what somebody has read ----
LIB=$BOX/numbers
run init
run import two.jsonl
run comment AL-2026-0001 "about the kept one"
ANLIKU_NOW=2026-11-20T09:01:00Z run comment AL-2026-0002 "about the merged one"
run merge AL-2026-0001 AL-2026-0002
ANLIKU_NOW=2026-11-20T09:02:00Z run comment AL-2026-0001 "written later"
expect 0 "a later one gets the next number" "comment 3"
run comment AL-2026-0001
check "the merged one has the second number" sh -c 'grep -A1 "^#2" out | grep -q "about the merged one"'
ANLIKU_NOW=2026-11-20T09:03:00Z run comment AL-2026-0001 "and another one"
run comment AL-2026-0001 --resolve 2
expect 0 "and keeps it" "comment 2 is"
run comment AL-2026-0001
check "it is the one that was meant" \
  sh -c 'grep -A1 "^#2.*settled\|^#2.*resolved\|^#2.*done" out | grep -q "about the merged one"'
run comment AL-2026-0001 --resolve 1 --reopen 2
expect 2 "two things at once are refused" "at a time"
run check --deep
expect 0 "and all is whole" "sound"
