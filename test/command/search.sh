#!/bin/sh
# Searching from the shell: hits, order, operators, facets, the batch door, refusals, what the tokenizer sees.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 52
run init --zone Asia/Shanghai --demo
run search 续费率
expect 0 "a word in a title comes first" "AL-2026-0001" "cases"
check "and is the first line" sh -c 'head -1 "$1" | grep -q AL-2026-0001' sh out
run search 续费率
expect 0 "the place that tells why stands under it with the section's name" "Summary: ...两个学期续费率从 71% 升到 80%"
run --lang zh_CN search 续费率 -n 1
expect 0 "the section's name is translated" "摘要: ...两个学期续费率从"
run search 续费率 -n 1 --format jsonl
expect 0 "JSON has the same" '"snippet":"...两个学期续费率从 71% 升到 80%' '"why":"Title"'
run search 质检云 --format jsonl
check "what stands whole is not shown in pieces" sh -c '! grep -q "\"snippet\":\"质检\"" out && grep -q 质检云 out'
run search 銀行 --format ids
cp out traditional
run search 银行 --format ids
check "traditional and simplified find the same" cmp out traditional
run search 客户流失率如何降低
expect 0 "a question finds cases that hold some of its words" "only some of the words"
expect 0 "which are counted apart" "0 cases + "
run --lang zh_CN search 客户流失率如何降低
expect 0 "in Chinese too" "0 个案例 + "
run search 'renewl rate'
expect 0 "a typing error beside a word that nothing holds is said, marked and explained" "showing results for renewal; only some of the words:" "secured the renewal"
run search 'renewals rate'
expect 0 "another ending is found and said" "also renewal"
run search 续费renewl
expect 0 "a typing error in what is written without a blank too" "showing results for renewal;"
run search '"renewals rate"' --format jsonl
check "not between quotation marks" sh -c '! grep -q form out'
run search xufl
expect 0 "pinyin of which only some is written out" "read as 续费率" "AL-2026-0001"
run config set search_typos no
run search renewls
check "typing errors and endings can be switched off" sh -c '! grep -q -e renewal out'
run config set search_typos yes
run config set search_sounds no
run search xufeilv
check "and what is found by sound" sh -c '! grep -q 续费率 out'
run config set search_sounds yes
run search renewl
run search 'zzzz qqqq'
run stats --searches --format jsonl
check "a search that was answered by near hits is none without a result" grep -q '"q":"renewl","times":1,"empty":0,"n":3' out
check "one without hits is" grep -q '"q":"zzzz qqqq","times":1,"empty":1,"n":0' out
run search 续费 --match any
check "--match any has no rule, and all of its hits are cases" sh -c '! grep -q -e ---- -e similar out && grep -q "^[1-9][0-9]* cases, " out'
run search 客户流失率如何降低 --match all
expect 0 "--match all does not" "0 cases"
run search 'industry:教育 state:published' --format ids
cp out english
run search '行业：教育 状态：已发布' --format ids
check "field names work in Chinese and full width" cmp out english
run search '-银行 行业:金融' --format ids -n 100
cp out without
run search '银行 行业:金融' --format ids -n 100
check "a minus takes away" sh -c 'test -s without && ! grep -qxFf out without'
run search '"续费率"' --format ids
check "a phrase is found" test -s out
run search 'kub*' --format ids
expect 0 "a prefix may find nothing"
run search rene --typing --format ids
check "while typing the last word is a beginning" test -s out
run search '(续费 | 银行)' --format ids -n 100
check "alternatives find more than one alone" test "$(wc -l <out)" -gt "$(wc -l <without)"
run search '' --sort -importance --format ids -n 3
check "an empty query lists by the sort key" test "$(wc -l <out)" = 3
run search 流失 --facets industry,state --format jsonl -n 1
expect 0 "facets count all hits" '"facets":{"industry":{"教育":' '"state":{'
run search 流失 --facets industry,state --format jsonl -n 1
sed 's/"us":[0-9]*/"us":0/' out >english
run search 流失 --facets 行业,状态 --format jsonl -n 1
sed 's/"us":[0-9]*/"us":0/' out >chinese
check "fields to count are named in either language" cmp english chinese
run search 流失 --facets trust,年份 --format jsonl -n 1
expect 0 "trust and years are counted" '"trust":{' '"year":{"202'
run search 流失 --facets year
expect 0 "years have a heading" 'Year'
run search 流失 --facets id
expect 2 "what has no list of values is not counted" "id"
run search 流失 --facets colour
expect 2 "a field that is not counted is refused" "colour"
run search 'lang:zh is:published' --match all --sort customer --format ids -n 100
for id in $(cat out); do run show "$id" --format yaml; sed -n 's/^customer: .*name: \([^}]*\)}.*/\1/p' out; done | uniq >customers
check "customers stand in the order of their pinyin: 安 before 北 before 川" \
  sh -c 'test "$(grep -oE "^(安岚|北屿|川砺|鼎澍|云岬|织禾)" customers | tr -d "\n")" = 安岚北屿川砺鼎澍云岬织禾'
run search 流失 --sort colour
expect 2 "a sort key that does not exist is refused as every wrong value of an option" "colour"
run search --batch queries --sort colour
expect 2 "before a batch is begun too" "colour"
run search 'state:finished'
expect 1 "a value that a field cannot have is an error under its column" "column"
run search 'nothing:here'
expect 0 "a colon after an unknown name is text, with a warning" "nothing"
printf '续费率\n\nstate:finished\n银行\n' >queries
run search --batch queries -n 2
expect 1 "a batch answers each line and ends with 1 when one was bad" '"q":"续费率"' '"col":'
check "one line each" test "$(wc -l <out)" = 4
check "a blank line finds nothing" sh -c 'sed -n 2p out | grep -q "\"n\":0"'
run words '客户成功案例 Kubernetes'
expect 0 "words shows the tokens field by field" "客户" "kubernetes"
run reindex
expect 0 "reindex makes the index anew" "new"
run search 续费率
expect 0 "and it finds the same" "AL-2026-0001"
run set AL-2026-0001 title=完全不同的名字甲乙丙
run search 甲乙丙 --format ids
expect 0 "what was saved is found at once" "AL-2026-0001"
run search state:-draft
expect 1 "a sign before a value is no part of it" "-draft"
printf '\377\376银行\n' >queries
run search --batch queries -n 1
expect 0 "a line that is no UTF-8 is answered" "银行"
check "in JSON that is UTF-8" sh -c 'iconv -f UTF-8 -t UTF-8 out >/dev/null'
run trash AL-2026-0002
run search AL-2026-0002 --format ids
lacks "what is in the trash is not found by its number" AL-2026-0002
run untrash AL-2026-0002
run search AL-2026-0002 --format ids
expect 0 "until it is back" "AL-2026-0002"
printf '{"ext_id":"crm-77","title":"外部编号要在答案里","body":"正文"}\n' >ext.jsonl
run import --state published ext.jsonl
printf '外部编号\n' >queries
run search --batch queries
expect 0 "a batch names hits by their external id too" '"ext_id":"crm-77"'
