#!/bin/sh
# Care of a library: backup, restore, compact, check, repair, stats, two imports at once, settings.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 33
run init --zone Asia/Shanghai --demo
expect 0 "init --demo makes a library with cases" "is ready"
run export -o before.yaml
expect 0 "the demo has at least 60 cases" "67 records written"
run check --deep
expect 0 "a new library is sound" "sound"
run backup copy.anliku
expect 0 "backup writes one file" "holds a copy"
run restore copy.anliku "$BOX/back"
expect 0 "restore makes a library from it" "is back"
LIB=$BOX/back
run export -o after.yaml
check "with the same content" cmp before.yaml after.yaml
LIB=$BOX/lib
run restore copy.anliku "$BOX/lib"
expect 1 "restore does not overwrite a library" "anliku: "
head -c 3000 copy.anliku >cut.anliku
run restore cut.anliku "$BOX/never"
expect 1 "half a backup is refused" "anliku: "
check "and leaves no library behind" sh -c '! "$0" -L "$1" stats >/dev/null 2>&1' "$ANLIKU" "$BOX/never"
head -c 32 /dev/urandom >key
run backup --seal key sealed.anliku
expect 0 "a sealed backup" "holds a copy"
check "does not show its text" sh -c 'grep -q kezhan copy.anliku && ! grep -q -e kezhan -e 续费 sealed.anliku'
run restore sealed.anliku "$BOX/nokey"
expect 1 "it needs its key" "key"
run restore --key key sealed.anliku "$BOX/unsealed"
expect 0 "with the key it comes back" "is back"
mkfifo pipe
cat pipe >through.yaml &
run export -o pipe
wait
expect 0 "an export into a pipe goes through it" "records written"
check "whole" cmp through.yaml before.yaml
run backup pipe
expect 1 "a backup into a pipe is refused" "device or a pipe"
check "and the pipe is a pipe" test -p pipe
run compact
expect 0 "compact says what it won" "MiB before"
run check --deep
expect 0 "the compacted library is sound" "sound"
run stats
expect 0 "stats shows where the bytes are" "index: terms" "67"

for i in $(seq 300); do echo "{\"ext_id\":\"r$i\",\"title\":\"并发案例 $i\",\"customer\":\"新客户$((i % 9))\"}"; done >many.jsonl
LIB=$BOX/two
run init
"$ANLIKU" -L "$LIB" import --commit-every 3 many.jsonl >one.log 2>&1 &
first=$!
"$ANLIKU" -L "$LIB" import --commit-every 3 many.jsonl >two.log 2>&1 &
second=$!
wait $first
a=$?
wait $second
check "two imports of one file at once both end well" test $a$? = 00
run export --format jsonl
check "every record is there once" test "$(wc -l <out)" = 300
run export --kind customer --format jsonl
check "every customer too" test "$(wc -l <out)" = 9
run search 并发案例 --format ids -n 1000
check "and every one is found" test "$(wc -l <out)" = 300

LIB=$BOX/lib
run config
expect 0 "config lists settings with their source" "theme" "zone" "Asia/Shanghai"
run config set theme mono
run config get theme
expect 0 "a setting is kept" "mono"
run config set theme pink
expect 1 "a value that does not exist is refused" "theme"
run config set nothing 1
expect 1 "a setting that does not exist is refused" "there is no setting “nothing”"
run config set zone UTC --team
expect 1 "the zone is fixed" "fixed"
printf 'theme: light\nsurprise: 1\n' >settings.yaml
run config import settings.yaml
expect 1 "a settings file with an unknown key is refused with its place" "settings.yaml:2:"

cp -r "$BOX/lib" "$BOX/damaged"
size=$(stat -c %s "$BOX/damaged/data.mdb")
printf 'DAMAGED DAMAGED DAMAGED' | dd of="$BOX/damaged/data.mdb" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
dd if=/dev/zero of="$BOX/damaged/data.mdb" bs=4096 seek=$((size / 4096 / 3)) count=3 conv=notrunc 2>/dev/null
LIB=$BOX/damaged
run check --deep
expect 1 "a damaged page is found" "anliku: "
run check --repair "$BOX/repaired"
expect 0 "what can be read is saved" "written to"
mkdir "$BOX/plain"
LIB=$BOX/plain
run search x
expect 1 "a folder that is no library is refused" "plain"
