#!/bin/sh
# Bytes of data.mdb that are not what was written: every command says so or goes on, and none crashes.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 4
run init --zone Asia/Shanghai --demo
cp "$LIB/data.mdb" whole.mdb
size=$(wc -c <whole.mdb)
crashed='' told=0
for at in $(seq 5 9 $((size / 4096 - 1))); do
  cp whole.mdb "$LIB/data.mdb"
  head -c 64 /dev/zero | tr '\0' '\245' | dd of="$LIB/data.mdb" bs=1 seek=$((at * 4096 + 1500)) conv=notrunc 2>/dev/null
  for command in 'export --format jsonl' 'check --deep' 'search 续费' 'users'; do
    run $command
    case $status in
      0) ;;
      1) told=$((told + 1)) ;;
      *) crashed="$crashed $at:$command:$status" ;;
    esac
    grep -q Sanitizer err && crashed="$crashed $at:$command:$(grep -m1 SUMMARY err)"
  done
done
echo "$crashed" >out
check "no command crashes or leaks on a damaged library" test -z "$crashed"
check "and damage is told" test "$told" -gt 10
dd if=/dev/zero of="$LIB/data.mdb" bs=4096 count=2 conv=notrunc 2>/dev/null
run stats
expect 1 "a library without its first pages is refused" "data.mdb"
: >"$LIB/data.mdb"
run stats
expect 1 "so is an empty one, with the way out" "restore a backup"
