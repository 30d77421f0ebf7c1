#!/bin/sh
# An import computes on several processors: what it writes, says and refuses is the same as on one, to the
# last byte; it can be stopped and gone on with; what it wrote is indexed while others have the library open.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 16

# Records with and without identity, some twice, some refused, customers, a number that is taken.
awk 'BEGIN {
  for (i = 1; i <= 2600; i++) {
    text = ""
    for (j = 0; j < 12; j++)
      text = text sprintf("%c%c%c", 228 + (i * j) % 5, 184 + (i + j) % 8, 128 + (i * 7 + j * 3) % 64)
    if (i % 500 == 77) print "{\"title\":\"half a record "
    else if (i % 700 == 99) print "{\"ext_id\":\"r" i "\",\"title\":\"x\",\"importance\":900}"
    else if (i % 300 == 50) print "{\"ext_id\":\"r" i - 3 "\",\"title\":\"again " i "\",\"body\":\"" text "\"}"
    else if (i % 90 == 8) print "{\"title\":\"nameless\",\"body\":\"# Need\\n" text "\"}"
    else if (i % 650 == 3) print "{\"uuid\":\"018bcfe5-6800-7aed-a10d-1c239" 1000000 + i "\",\"id\":\"AL-2026-0" 100 + i % 7 "\",\"title\":\"own " i "\",\"customer\":\"customer " i % 40 "\"}"
    else print "{\"ext_id\":\"r" i "\",\"title\":\"case " i "\",\"customer\":\"customer " i % 40 "\",\"tags\":[\"t" i % 9 "\"],\"need\":\"" text "\",\"strange\":" i "}"
  }
}' >records.jsonl

# The clock stands, ids are drawn from a seed, and so few records go into a transaction that time does not
# cut any: then nothing but the order of the work could differ.
one=$(taskset -pc $$ 2>/dev/null | sed 's/.*[:, -]//')
several=$(taskset -pc $$ 2>/dev/null | grep -c '[,-][0-9]*$')
if [ -n "$one" ] && [ "$several" = 1 ]; then
  export ANLIKU_SEED=7
  for way in one several; do
    LIB=$BOX/$way
    mkdir in && cp records.jsonl in && cd in || exit 1
    on= && [ $way = one ] && on="taskset -c $one"
    $on "$ANLIKU" -L "$LIB" init >/dev/null
    $on "$ANLIKU" -L "$LIB" import records.jsonl --commit-every 10 >"$BOX/$way.out" 2>"$BOX/$way.err"
    echo $? >"$BOX/$way.status"
    cd "$BOX" && mv in "$way.in" || exit 1
  done
  unset ANLIKU_SEED
  cp several.out out && cp several.err err && status=$(cat several.status)
  expect 1 "with helpers, some are refused" "refused" "new customers"
  check "as on one processor" cmp one.status several.status
  check "the same is reported" cmp one.out several.out
  check "the same problems in the same order" cmp one.err several.err
  check "the same records are kept as refused" cmp one.in/records.rejected.jsonl several.in/records.rejected.jsonl
  check "for the same reasons" cmp one.in/records.reasons.csv several.in/records.reasons.csv
  check "the library is the same, to the last byte" cmp one/data.mdb several/data.mdb
  run check --deep
  expect 0 "and sound, its index too" "sound"
else
  for i in 1 2 3 4 5 6 7 8; do
    number=$((number + 1))
    echo "ok $number # SKIP there is one processor"
  done
fi

# Another one has the library open: what is written is found while the import runs. Then it is stopped, and
# started again.
LIB=$BOX/stopped
run init
awk 'BEGIN { for (i = 1; i <= 30000; i++) print "{\"ext_id\":\"m" i "\",\"title\":\"stream " i "\"}" }' >many.jsonl
mkfifo questions
"$ANLIKU" -L "$LIB" search --batch questions >/dev/null 2>&1 &
company=$!
exec 9>questions
"$ANLIKU" -L "$LIB" import many.jsonl --commit-every 1 --timing >timing 2>err &
import=$!
while kill -0 $import 2>/dev/null && ! "$ANLIKU" -L "$LIB" search stream --format ids 2>/dev/null | grep -q .; do :; done
check "what is written is found while the import runs" kill -0 $import
kill -INT $import
wait $import
status=$?
exec 9>&-
wait $company
: >out
expect 1 "an import that is interrupted ends by itself"
written=$(grep -c '"us"' timing)
check "after some records, not all" test "$written" -ge 1 -a "$written" -lt 30000
run check --deep
expect 0 "what it wrote is there and indexed" "sound"
run import many.jsonl
expect 0 "started again it goes on" "$((30000 - written)) new" "$written unchanged"
run import many.jsonl
expect 0 "and then has nothing more to do" "30000 unchanged"
run search stream --exact --format ids --limit 30001
check "all of them are found" test "$(sort -u out | wc -l)" = 30000
run check --deep
expect 0 "the library is sound" "sound"
