#!/bin/sh
# The team's list of words that mean the same: changes, refusals, taking back, rights.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 40
run init --zone Asia/Shanghai --demo
run synonyms
expect 0 "a new library has none of its own" "--all"
run synonyms --all
expect 0 "but those of the taxonomy" "续约" "renewal"
run synonyms undo
expect 1 "there is nothing to take back" "no change"
run search csat
expect 0 "names of a metric stand for each other" "also 满意度"
lacks "its key is nothing that one reads" "csat.top2"
run search 客户满意度 --format jsonl
expect 0 "but scripts get what was looked for" '"shown":"csat.top2"'
run synonyms add 流失 churn 客户流失
expect 0 "a group is made" "saved"
run synonyms
expect 0 "and listed with the cases that hold each word" "流失 (" " = churn ("
count=$(sed 's/^流失 (\([0-9]*\)).*/\1/' out)
run search '"流失"' --match all --exact --format ids -n 100
check "as many as a search finds" test "$(wc -l <out)" = "$count"
run synonyms add ＣＨＵＲＮ attrition
expect 0 "a known word takes the others into its group" "saved"
run synonyms --format lines
check "in one line" test "$(cat out)" = "流失 = churn = 客户流失 = attrition"
run synonyms add churn attrition
expect 0 "what is there already is no change" "nothing changed"
run synonyms add 续费 续订
run synonyms add 流失 续费
expect 1 "words of two groups are refused, and the way is named" "merge"
run synonyms rename attrition 'customer attrition'
expect 0 "a word is renamed" "saved"
run synonyms rename churn 续费
expect 1 "not to one of another group" "续费"
run synonyms rename 没有 有
expect 1 "a word of no group is not renamed" "没有"
run synonyms merge 流失 续订
expect 0 "two groups become one" "saved"
run synonyms --format lines
check "with the words of both" test "$(cat out)" = "流失 = churn = 客户流失 = customer attrition = 续费 = 续订"
run synonyms undo
expect 0 "a change is taken back" "saved"
run synonyms --format lines
check "as it was" sh -c 'test "$(wc -l <out)" = 2 && grep -qx "续费 = 续订" out'
run synonyms undo
run synonyms --format lines
check "and made again" test "$(wc -l <out)" = 1
run synonyms remove 续费 没有
expect 1 "nothing is removed when one is unknown" "没有"
run synonyms --format lines
check "really nothing" grep -q 续费 out
run synonyms remove 续费 续订 churn 客户流失 'customer attrition'
expect 0 "a group that has one word left goes" "saved"
run synonyms --format lines
says_nothing "it is gone"
for bad in '！！' 'a=b' '' "$(printf '字%.0s' $(seq 40))"; do
  run synonyms add 好 "$bad"
  expect 1 "“$(printf %.6s "$bad")” is no word" "no word"
done
run synonyms add 好
expect 2 "one word is no group"
run synonyms add 好 好
expect 1 "nor twice the same" "two different"
run synonyms frobnicate
expect 2 "an unknown verb is refused" "undo"
printf '# ours\n流失 = churn\n\n续费 ＝ renewal\n' >list.txt
run synonyms import list.txt
expect 0 "a list is read" "2 groups"
run synonyms --format lines
cp out lines
run synonyms import lines
expect 0 "what was listed is what is there" "0 groups"
printf 'a = b\nc = ！！\n' >list.txt
run synonyms import list.txt
expect 1 "a line that is refused is named" "list.txt:2"
run synonyms add 柜员 出纳员
run search 银行出纳员 --match auto
expect 0 "a word inside of a text without blanks has its synonyms" "also 柜员" "AL-2026-0019"
run search '"银行出纳员"'
check "not between quotation marks" sh -c '! grep -q also out'
run synonyms remove 柜员 出纳员
run search 银行出纳员
check "and no longer when they are none" sh -c '! grep -q "also 柜员" out'
run search 出纳员窗口 --format jsonl
check "in JSON neither" sh -c '! grep -q "\"shown\":\"[^\"]*柜员" out'
run users set limin admin
run users set "$(id -un)" editor
run synonyms add a c
expect 1 "an editor may not change it" "change categories and tags" "manager"
