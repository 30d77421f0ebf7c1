#!/bin/sh
# The batch door: the shape of every answer, what a file may hold, what is refused.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 26
run init --zone Asia/Shanghai --demo
line() { sed -n "${1}p" out; }

printf '\357\273\277续费率\r\n\r\n-银行 行业:金融\r\nstate:finished\n续\000费率\nlast' >queries
run search --batch queries -n 1
expect 1 "a file with a mark, CRLF, NUL and no end of line is answered whole, and a bad query tells at the end"
check "one answer a line" test "$(wc -l <out)" = 6
check "the fields of an answer stand in their order" \
  sh -c 'sed -n 1p "$1" | grep -qE "^\{\"q\":\"[^\"]*\",\"us\":[0-9]+,\"n\":[0-9]+,\"hits\":\[\{\"id\":\"[^\"]+\",\"ext_id\":\"[^\"]*\",\"score\":[0-9.]+\}\]\}$"' sh out
check "the mark of a file and the end of a line are no part of a query" sh -c 'sed -n 1p out | grep -q "^{\"q\":\"续费率\","'
check "a blank line finds nothing" sh -c 'sed -n 2p out | grep -q "^{\"q\":\"\",\"us\":0,\"n\":0,\"hits\":\[\]}$"'
check "operators work in it" sh -c 'sed -n 3p out | grep -q "\"n\":[1-9]"'
check "a bad query has its error and column, no hits" \
  sh -c 'sed -n 4p out | grep -qE "^\{\"q\":\"state:finished\",\"error\":\"[^}]+,\"col\":7\}$"'
check "a NUL does not end a query" sh -c 'sed -n 5p out | grep -q "^{\"q\":\"续.u0000费率\",\"us\":[0-9]*,\"n\":[1-9]"'
check "a line without an end is one" sh -c 'sed -n 6p out | grep -q "^{\"q\":\"last\","'
printf '续费率\n\357\273\277银行\n' >queries
run search --batch queries -n 1
check "the mark is looked for only where a file begins" sh -c 'sed -n 2p out | grep -q "\"q\":\".*银行" && ! sed -n 2p out | grep -q "\"q\":\"银行"'

printf '续费率\n\n没有这样的词语吧哈\n' >queries
run search --batch queries --facets industry,state,行业 --match all -n 1
expect 0 "facets are counted"
check "a field that is named twice stands there once" \
  sh -c 'sed -n 1p out | grep -qE "\"facets\":\{\"industry\":\{[^}]+\},\"state\":\{[^}]+\}\}\}$"'
check "a blank line has them too, empty" sh -c 'sed -n 2p out | grep -q "\"facets\":{\"industry\":{},\"state\":{}}}$"'
check "and so has a query without a hit" sh -c 'sed -n 3p out | grep -q "\"n\":0,.*\"facets\":{\"industry\":{},\"state\":{}}}$"'

printf -- '-(续费率 | "银\n' >queries
run search --batch queries --plain --match all
expect 0 "--plain knows no operators" '"n":0'
run search --batch - --passes 3 -n 1 <queries
check "of several passes the last is printed" test "$(wc -l <out)" = 1
: >queries
run search --batch queries
expect 0 "an empty file has no answers"
check "not one" test ! -s out
run search --batch "$BOX"
expect 1 "a folder cannot be read" "cannot be read"
run search --batch none
expect 1 "nor a file that is not there" "none"
run search --batch queries 银行
expect 2 "a query beside a file of them is refused" "besides"
run search --batch queries --format ids
expect 2 "a batch answers in JSON" "JSON"
run search --batch queries --format jsonl
expect 0 "which may be said"
run search 银行 --passes 3
expect 2 "passes of one query are refused" "--passes"
run search --batch queries --passes 0
expect 2 "no pass is no number of them" "--passes"
run search '|'
expect 0 "a bar alone is no wish to see everything" "0 cases" "nothing to look for"
