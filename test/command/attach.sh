#!/bin/sh
# Files of cases: adding, listing, reading out, renaming, deleting; who may; what is refused; what keeps them.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 50
run init
run new title=续费率提升
printf 'renewals 2026\n' >ledger.csv
printf '\211PNG\r\n\032\nrest' >shot.png
head -c 3000000 /dev/urandom >large.bin
head -c 5242880 /dev/zero >most.bin
head -c 5242881 /dev/zero >over.bin
: >empty
once_as() { # once_as LOGIN ARGUMENTS...
  who=$1
  shift
  ANLIKU_AS=$who "$ANLIKU_TEST_BUILD/anliku_as" -L "$LIB" "$@" >"$BOX/out" 2>"$BOX/err"
  status=$?
}

# ---- adding ----
run attach AL-2026-0001
expect 0 "no files yet"
says_nothing "an empty list is empty"
run attach AL-2026-0001 ledger.csv
expect 0 "a file is attached" "attached as FJ-2026-0001"
run attach AL-2026-0001 - --name 截图.png --kind picture <shot.png
expect 0 "and one from standard input" "attached as FJ-2026-0002"
run attach AL-2026-0001 large.bin
expect 0 "in many parts" "FJ-2026-0003"
run attach AL-2026-0001 ledger.csv
expect 0 "the same again is there already" "FJ-2026-0001 is attached already"
run attach AL-2026-0001 - --name ledger.csv <shot.png
expect 0 "another one of that name gets a name of its own" "FJ-2026-0004"
run attach AL-2026-0001
expect 0 "the list" "FJ-2026-0001" "evidence  ledger.csv  14 B" "picture  截图.png" "evidence  large.bin  2.9 MB" \
  "picture  ledger (2).csv"
run attach AL-2026-0001 --format jsonl
expect 0 "as JSON lines" '"name":"截图.png"' '"kind":"picture"' \
  "\"sha256\":\"$(sha256sum <shot.png | cut -d' ' -f1)\""
run attach AL-2026-0001 - --name "$(printf '../../etc/\342\200\256\033[31m.pass:wd\007')" <empty
expect 1 "nothing is no file" "the file is empty"
run attach AL-2026-0001 - --name "$(printf '../../etc/\342\200\256\033[31m.pass:wd\007')" <over.bin
expect 1 "more than 5 MB is refused" "larger than 5 MB"
run attach AL-2026-0001 over.bin
expect 1 "from a file too" "larger than 5 MB"
run attach AL-2026-0001 most.bin
expect 0 "5 MB are not" "FJ-2026-0005"
run attach AL-2026-0001 ledger.csv --kind consent
expect 1 "consent files wait" "have to be sealed first"
run attach AL-2026-0001 ledger.csv --kind picture
expect 1 "what is no picture is none" "this is no picture"
run attach AL-2026-0001 ledger.csv --kind film
expect 1 "a kind that there is not" "“film” is no kind of file"
run attach AL-2026-0009 ledger.csv
expect 1 "a case that there is not" "there is no"
run attach AL-2026-0001 nowhere.txt
expect 1 "a file that there is not" "nowhere.txt"
run attach FJ-2026-0001 ledger.csv
expect 2 "nothing is attached to a file" "is a file itself"
run attach AL-2026-0001 --delete
expect 2 "a case is not deleted so" "name one of its files"
run attach AL-2026-0001 --format yaml
expect 2 "a format that there is not" "is no format"
run attach AL-2026-0001 - --name "$(printf '../../etc/\342\200\256\033[31m.pass:wd\007')" <ledger.csv
expect 0 "a hostile name is made clean" "FJ-2026-0006"
run attach AL-2026-0001
expect 0 "as a file's name" "[31m.pass_wd"
check "without a path" sh -c '! grep -q etc out'
check "or what reorders text" sh -c "! grep -q \"\$(printf '\\342\\200\\256')\" out"

# ---- reading out ----
run attach FJ-2026-0003 -o copy.bin
expect 0 "a file is read out" "written to copy.bin"
check "with the same bytes" cmp copy.bin large.bin
run attach FJ-2026-0003 -o copy.bin
expect 1 "never over another one" "copy.bin"
mkdir folder
run attach FJ-2026-0002 -o folder
expect 0 "into a folder under its name" "folder/截图.png"
run attach FJ-2026-0002
check "to standard output" cmp out shot.png
run attach FJ-2026-0099 -o none
expect 1 "a file that there is not" "there is no"
check "and none is written" test ! -e none

# ---- changing ----
run attach FJ-2026-0001 --name 台账.csv
expect 0 "a file is renamed" "renamed"
run set FJ-2026-0001 name=x
expect 1 "and not set" "not a field that can be set"
run attach FJ-2026-0006 --delete
expect 0 "deleting is the trash" "anliku untrash FJ-2026-0006"
run attach FJ-2026-0006 -o trashed
expect 1 "where it is not read" "is in the trash"
run untrash FJ-2026-0006
expect 0 "and comes back" "is back"

# ---- who ----
run users set wangfang editor
run users set lirep rep
once_as wangfang attach AL-2026-0001
expect 1 "who does not see the case sees no file" "there is no"
once_as wangfang attach FJ-2026-0001 -o stolen
expect 1 "nor its bytes" "there is no"
run import --state published "$SRC/data/demo/cases" >/dev/null 2>&1
case=$("$ANLIKU" -L "$LIB" search is:published --format ids -n 1 2>/dev/null | head -1)
run attach "$case" ledger.csv
number_of=$(sed -n 's/.*\(FJ-[0-9-]*\).*/\1/p' out)
once_as lirep attach "$case" ledger.csv
expect 1 "a rep adds none" "may not write"
once_as lirep attach "$number_of" -o rep.csv
expect 0 "but reads what he sees" "written to rep.csv"

# ---- keeping ----
run check --deep
expect 0 "the library is sound" "sound"
run stats
expect 0 "stats counts them" "attached files" "attachment"
run backup copy.anliku
run restore copy.anliku restored
LIB=$BOX/restored
run attach FJ-2026-0003 -o restored.bin
check "a backup keeps them" cmp restored.bin large.bin
run compact
run attach FJ-2026-0003 -o compacted.bin
check "and so does compacting" cmp compacted.bin large.bin

LIB=$BOX/lib
run check --repair "$BOX/repaired"
LIB=$BOX/repaired
run attach FJ-2026-0003 -o repaired.bin
check "and repairing" cmp repaired.bin large.bin
run check --deep
expect 0 "which leaves nothing out" "sound"

# ---- damage ----
LIB=$BOX/lib
for place in $(grep -abo 'renewals 2026' "$LIB/data.mdb" | cut -d: -f1); do # free pages may hold it too
  printf 'X' | dd of="$LIB/data.mdb" bs=1 seek="$place" conv=notrunc 2>/dev/null
done
run check --deep
expect 1 "a damaged file is found"
run attach FJ-2026-0001 -o damaged
expect 1 "and not read out"
check "not in part either" test ! -e damaged
