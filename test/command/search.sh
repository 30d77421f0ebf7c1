#!/bin/sh
# Searching from the shell: hits, order, operators, facets, the batch door, refusals, what the tokenizer sees.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 58
run init --zone Asia/Shanghai --demo
run search 续费率
expect 0 "a word in a title comes first" "AL-2026-0001" "cases"
check "and is the first line" sh -c 'head -1 "$1" | grep -q AL-2026-0001' sh out
run search 銀行 --format ids
cp out traditional
run search 银行 --format ids
check "traditional and simplified find the same" cmp out traditional
run search 续费率
expect 0 "the place that tells why stands under it with the section's name" "Summary: ...两个学期续费率从 71% 升到 80%"
run --lang zh_CN search 续费率 -n 1
expect 0 "the section's name is translated" "摘要: ...两个学期续费率从"
run search 续费率 -n 1 --format jsonl
expect 0 "JSON has the same" '"snippet":"...两个学期续费率从 71% 升到 80%' '"why":"Title"'
run search 质检云 --format jsonl
check "what stands whole is not shown in pieces" sh -c '! grep -q "\"snippet\":\"质检\"" out && grep -q 质检云 out'
run search 客户流失率如何降低
expect 0 "a question finds cases that hold some of its words" "only some of the words"
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
run search 流失 --facets colour
expect 2 "a field that is not counted is refused" "colour"
run search 流失 --sort colour
expect 1 "a sort key that does not exist is refused" "colour"
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
check "what is in the trash is not found by its number" sh -c '! grep -q AL-2026-0002 out'
run untrash AL-2026-0002
run search AL-2026-0002 --format ids
expect 0 "until it is back" "AL-2026-0002"
printf '{"ext_id":"crm-77","title":"外部编号要在答案里","body":"正文"}\n' >ext.jsonl
run import --state published ext.jsonl
printf '外部编号\n' >queries
run search --batch queries
expect 0 "a batch names hits by their external id too" '"ext_id":"crm-77"'
run search -is:draft --format ids
cp out drafts
run search --format ids -- -is:draft
check "a word with a minus that is no option belongs to the query" sh -c 'test -s out && cmp out drafts'
run search -no:result --format ids
expect 0 "also when it begins as an option does" "AL-2026"
run search -x
expect 2 "a single letter is refused, and the way out is named" "--"
run search --sorted x
expect 2 "so is what has two" "--sorted"
run search AL-2026-0001 --facets state,industry,tags,owner --format jsonl
expect 0 "a number has facets too" '"state":{"published":1}' '"tags":{' '"续费":1' '"gaoyue":1'
run search 编号：al-2026-0002 --format ids
expect 0 "and may stand behind its name" "AL-2026-0002"
run search '😀' --format jsonl
expect 0 "signs alone are not everything" '"n":0' "nothing to look for"
run search '更新:近三十天 sort:-updated' --format ids
cp out query
run search '更新:最近30天' --sort -更新 --format ids
check "an order in the query is that of the option" sh -c 'test -s out && cmp out query'
run search 更新:2026-W47..W40 --format jsonl
expect 0 "a range that runs backwards is turned, which is said" '"n":31' "backwards"
run search '银行 OR 教育'
expect 0 "an operator of other programs is a word, which is said" "(a | b)"
for pair in 'updated:last-week 更新:上周' 'updated:last-quarter 更新：上季度' 'updated:30d 更新:近三十天' \
  'sort:-importance 排序：－重要性' '-state:draft,submitted －状态：草稿、已提交'; do
  set -- $pair
  run search --format ids -n 100 -- "$1"
  cp out english
  run search --format ids -n 100 -- "$2"
  check "$1 and $2 find the same" sh -c 'test -s english && cmp out english'
done
rm -rf "$LIB"
run init --zone Asia/Shanghai --demo
for query in 量子计算 量子计算 续费 银行; do run search "$query"; done
echo 不记录 >queries
run search --batch queries
run stats --searches
expect 0 "searches without a result are listed first" "without a result" "量子计算"
check "before the others" sh -c 'test "$(grep -n 量子计算 out | cut -d: -f1)" -lt "$(grep -n 银行 out | cut -d: -f1)"'
check "a batch is not logged" sh -c '! grep -q 不记录 out'
run stats --searches --format jsonl -n 1
expect 0 "as JSON Lines too" '{"q":"量子计算","times":2,"empty":2,"n":0,"opened":0,"last":"2026-11-20T09:00:00Z"}'
check "as many as wanted" test "$(wc -l <out)" = 1
run stats --searches --format xml
expect 2 "no other format" "xml"
run config set search_log no
run search 秘密项目
run stats --searches
check "who says no is not logged" sh -c '! grep -q 秘密项目 out'
run check --deep
expect 0 "the library is sound with it" "sound"
run users set limin admin
run users set "$(id -un)" reviewer
run stats --searches
expect 1 "a reviewer does not see it" "see what was searched for"
