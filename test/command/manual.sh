#!/bin/sh
# anliku-query(7): every example of both pages is asked of the demo library, and twins find the same.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
PAGES="$ANLIKU_TEST_BUILD/man/anliku-query.7 $ANLIKU_TEST_BUILD/man/zh_CN/anliku-query.7"
# shellcheck disable=SC2086
plan $(($(cat $PAGES | grep -c '^\.\\" EXAMPLE ') + 4))
run init --zone Asia/Shanghai --demo
ask() { # ask some|any QUERY
  run search --match all --exact --format jsonl -n 1 -- "$2"
  good=1
  [ "$status" = 0 ] && [ ! -s err ] && good=0
  [ "$1" = some ] && grep -q '"n":0' out && good=1
  [ "$1" = none ] && { grep -q '"n":0' out || good=1; }
  result $good "$1: $2"
}
for page in $PAGES; do
  sed -n 's/^\.\\" EXAMPLE //p' "$page" >examples
  while read -r kind query; do ask "$kind" "$query"; done <examples
done
# The test itself must be able to fail.
before=$number
{ ask some 完全没有这样的案例; ask any state:finished; ask any 没有:这个; } >refused
number=$before
check "an example that finds nothing, is wrong or warns would be seen" test "$before" -gt 60 -a "$(grep -c '^not ok' refused)" = 3
for page in $PAGES; do
  check "$(basename "$(dirname "$page")"): every field of the language is on the page" \
    sh -c 'for f in industry 行业 owner 负责人 sort 排序 has 有; do grep -q "^\.B .*$f" "$1" || exit 1; done' sh "$page"
done
check "the second page is in Chinese" grep -q '^\.SH 名称' "$ANLIKU_TEST_BUILD/man/zh_CN/anliku-query.7"
