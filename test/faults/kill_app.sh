#!/bin/sh
# The real program is killed 300 times in the middle of an import; what it had acknowledged (a --timing
# line is printed after the commit that made the record durable) must be there afterwards, and the
# library must be sound. CYCLES and ANLIKU_TEST_BUILD may be set.
build=${ANLIKU_TEST_BUILD:-.}
cycles=${CYCLES:-300}
box=$(mktemp -d "${TMPDIR:-/tmp}/anliku-kill-XXXXXX")
trap 'rm -rf "$box"' EXIT
lib=$box/lib
echo 1..4
"$build/anliku" -L "$lib" init >/dev/null || exit 1
mkfifo "$box/acks"
: >"$box/acked"
killed=0
cycle=0
while [ $cycle -lt "$cycles" ]; do
  cycle=$((cycle + 1))
  awk -v c=$cycle 'BEGIN { for (i = 1; i <= 60; i++) printf "{\"ext_id\":\"c%d-%d\",\"title\":\"第%d轮第%d个案例\",\"need\":\"断电也不能丢 %d\"}\n", c, i, c, i, i }' >"$box/in.jsonl"
  "$build/anliku" -L "$lib" import --timing --commit-every 2 "$box/in.jsonl" >"$box/acks" 2>"$box/errors" &
  victim=$!
  # Reads as many acknowledgements as this cycle wants to see, then kills: a condition, not a time.
  wanted=$((cycle * 7 % 41))
  {
    seen=0
    while [ $seen -lt $wanted ] && read -r line; do
      echo "$line" >>"$box/acked"
      seen=$((seen + 1))
    done
    kill -9 $victim 2>/dev/null && echo killed >>"$box/kills"
    while read -r line; do echo "$line" >>"$box/acked"; done
  } <"$box/acks"
  wait $victim 2>/dev/null
done
killed=$(wc -l <"$box/kills" 2>/dev/null || echo 0)
echo "# $cycles cycles, $killed killed while running, $(wc -l <"$box/acked") records acknowledged"
if [ "$killed" -gt $((cycles / 2)) ]; then echo "ok 1 - most of them were killed while they worked"; else echo "not ok 1 - most of them were killed while they worked"; fi
"$build/anliku" -L "$lib" export --format jsonl 2>/dev/null | sed -n 's/.*"ext_id":"\([^"]*\)".*/\1/p' | sort >"$box/there"
sed -n 's/^{"id":"\([^"]*\)","us":[0-9]*}$/\1/p' "$box/acked" | sort >"$box/promised"
lost=$(comm -23 "$box/promised" "$box/there" | wc -l)
if [ "$lost" = 0 ] && [ -s "$box/promised" ]; then echo "ok 2 - nothing acknowledged is lost"; else echo "not ok 2 - $lost acknowledged records are lost"; fi
double=$(uniq -d <"$box/there" | wc -l)
if [ "$double" = 0 ]; then echo "ok 3 - nothing is there twice"; else echo "not ok 3 - $double records are there twice"; fi
if "$build/anliku" -L "$lib" check --deep >"$box/check" 2>&1; then echo "ok 4 - the library is sound: $(cat "$box/check")"; else
  echo "not ok 4 - the library is sound"
  sed 's/^/# /' "$box/check"
fi
