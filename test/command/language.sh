#!/bin/sh
# The query language from the shell, in both languages; numbers of cases; the log of searches.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 28
run init --zone Asia/Shanghai --demo
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
expect 0 "a range that runs backwards is turned, which is said" '"n":29' "backwards"
run search '金额：>=１００万' --format ids
check "sums of money are those of the outcomes" test "$(cat out)" = AL-2026-0062
run search 'has:amount sort:-amount' --format ids
check "in any currency, and a list may stand in their order" sh -c 'test "$(head -2 out | tr "\n" " ")" = "AL-2026-0062 AL-2026-0042 "'
run show AL-2026-0042 --format yaml
sed 's/million USD.year, before: 0, after: 0.94/亿元, before: 0, after: 1.2/' out >case.yaml
run edit AL-2026-0042 - <case.yaml
run search '金额:1亿..1.2亿元' --format ids
check "what is changed is found by its new sum" test "$(cat out)" = AL-2026-0042
run search '金额:很多'
expect 1 "what is no number is told" "column 4" "很多"
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
lacks "a batch is not logged" 不记录
run stats --searches --format jsonl -n 1
expect 0 "as JSON Lines too" '{"q":"量子计算","times":2,"empty":2,"n":0,"opened":0,"last":"2026-11-20T09:00:00Z"}'
check "as many as wanted" test "$(wc -l <out)" = 1
run stats --searches --format xml
expect 2 "no other format" "xml"
run config set search_log no
run search 秘密项目
run stats --searches
lacks "who says no is not logged" 秘密项目
run check --deep
expect 0 "the library is sound with it" "sound"
run users set limin admin
run users set "$(id -un)" reviewer
run stats --searches
expect 1 "a reviewer does not see it" "see what was searched for"
