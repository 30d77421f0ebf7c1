#!/bin/sh
# Cases that speak of the same things, and cases that are nearly the same: output, bounds, rights.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 33
run init --zone Asia/Shanghai --demo
run similar AL-2026-0001
expect 0 "similar lists cases with the words in common" "AL-2026-0031" "in common: " "学员" "%"
check "not the case itself" sh -c '! grep -q AL-2026-0001 out'
expect 0 "says which are of the same customer" "same customer"
run similar AL-2026-0001 --format ids -n 3
check "ids are ids, -n says how many" test "$(grep -c '^AL-2026-' out)" = 3
check "the other customer's case stands before the same customer's" sh -c 'head -1 out | grep -q AL-2026-0031'
run similar AL-2026-0001 --format jsonl -n 1
expect 0 "JSON has cosine and words" '"id":"AL-2026-0031"' '"cosine":0.' '"shared":["'
run similar AL-2026-0004 -n 1
expect 0 "the planted sibling is found" "AL-2026-0025" "量具"
run similar AL-2026-9999
expect 1 "a case that is not there is refused" "AL-2026-9999"
run similar
expect 2 "an id is wanted" "usage"
run similar AL-2026-0001 -n 0
expect 2 "a number below one is refused" "limit"
run similar AL-2026-0001 --format xml
expect 2 "an unknown format is refused" "xml"
run --lang zh_CN similar AL-2026-0001 -n 1
expect 0 "it works in Chinese" "AL-2026-0031"
run duplicates
expect 0 "the planted copy of the demo is found" "AL-2026-0023" "AL-2026-0066" "1 group"
run duplicates --format ids
check "a group a line" test "$(cat out)" = "AL-2026-0023 AL-2026-0066"
run duplicates --format jsonl
expect 0 "JSON has a pair a line" '"group":1' '"similarity":0.' '"contained":0.6'
run export --format jsonl -o all.jsonl
grep '"id":"AL-2026-0019"' all.jsonl >copy.jsonl
sed -e 's/"uuid":"[^"]*"/"ext_id":"copy"/' -e 's/"id":"AL-[^"]*",//' copy.jsonl | sed 's/电话/来电/' >changed.jsonl
run import changed.jsonl --state published
run duplicates -n 1 --min .9
expect 0 "a copy with one word changed comes first" "AL-2026-0019" "AL-2026-0068"
run duplicates --min .3
expect 1 "a bound below a half is refused" "between"
run duplicates --min much
expect 2 "a bound that is no number is refused" "much"
run duplicates more
expect 2 "arguments are refused" "usage"
run duplicates not AL-2026-0023 AL-2026-0066
expect 0 "two are said not to be the same" "not offered"
run duplicates
expect 0 "they are not offered again" "1 group" "not the same"
check "really not" sh -c '! grep -q AL-2026-0066 out'
run duplicates not AL-2026-0066 AL-2026-0023
expect 0 "said again, in either order, it changes nothing" "nothing changed"
run duplicates --all
expect 0 "--all lists them all the same" "AL-2026-0066"
run duplicates again AL-2026-0023 AL-2026-0066
run duplicates
expect 0 "taken back" "AL-2026-0066" "2 groups"
run duplicates not AL-2026-0023
expect 2 "one case alone is refused" "usage"
run duplicates not AL-2026-0023 AL-2026-0023
expect 1 "so is one twice" "twice"
run duplicates not AL-2026-0023 AL-2026-9999
expect 1 "and one that is not there" "AL-2026-9999"
run new title=洗护连锁试点三家店，赔付从每周九件降到两件 customer=速橙洗护连锁
expect 0 "who writes a case anew is told" "saved AL-" "like this: AL-2026-0023 洗护连锁试点三家店，赔付从每周九件到一件 (速橙洗护连锁)"
again=$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)
check "not of itself" sh -c "! grep -q 'like this: $again' err"
run set "$again" summary=还是那一件
lacks "nor when it is changed" "like this"
run users set limin admin
run users set "$(id -un)" rep
run duplicates not AL-2026-0023 AL-2026-0019
expect 1 "a rep may not say so" "write"
run search 续费率 --format ids
expect 0 "and searching still works"
