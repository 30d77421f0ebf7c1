#!/bin/sh
# What an import does with identities: twice the same one, one known otherwise, one taken back, one of
# somebody else; and with inputs that are no plain files.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 31
run init
printf '{"ext_id":"a","title":"one"}\n{"ext_id":"a","title":"two"}\n{"ext_id":"b","title":"three"}\n' >twice.jsonl
run import twice.jsonl
expect 0 "an external identity twice in a file is one record" "2 new, 1 changed"
run export --format jsonl
check "the later one holds" sh -c 'grep -q "\"title\":\"two\"" out && ! grep -q "\"title\":\"one\"" out'
printf '{"title":"甲"}\n{"title":"乙"}\n{"title":"乙"}\n' >lines
run import lines
expect 0 "a file without an ending holds several records too" "3 new"
run import lines
expect 0 "and is known again" "3 unchanged"
mkfifo pipe
cat twice.jsonl >pipe &
run import --format jsonl pipe
expect 0 "a pipe is read to its end" "2 changed, 1 unchanged" "1 files read"
wait

mkdir same && printf -- '---\ntitle: [a\n---\n' >same/a.md && printf 'title: [b\n' >same/a.yaml
run import same
expect 1 "two files of one name are refused" "2 refused"
check "each keeps its reasons" grep -q a.md same/a.reasons.csv
check "under a name of its own" grep -q a.yaml same/a.2.reasons.csv
check "and its bytes" cmp same/a.yaml same/a.2.rejected.yaml

printf 'title: 一个案例\ncustomer: 甲公司\n' >one.yaml
run import one.yaml
expect 0 "a case and its customer" "1 new"
batch=$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)
run import --undo "$batch"
expect 0 "both are taken back" "2 records taken back"
run import one.yaml
expect 0 "the file brings the case back" "1 changed"
run search 一个案例 --format ids
id=$(cat out)
check "it is found" test -n "$id"
run trash "$id"
run import one.yaml
expect 0 "what somebody put into the trash stays there, and is said" "1 unchanged" "1 of them is in the trash"
run untrash "$id"

printf 'title: 别人写的\nowner: nobody-here\nrelated: [没有的案例]\n' >refs.yaml
run import refs.yaml
expect 0 "names that nobody here has are kept as text and said" "2 names of people or cases"
id=$("$ANLIKU" -L "$LIB" search 别人写的 --format ids)
run trash "$id"

run export -o all.yaml
LIB=$BOX/other
run init
run import twice.jsonl lines
expect 0 "another library made from the same files" "5 new"
run import all.yaml
expect 0 "an export is matched by the external identity" "1 new, 5 changed" "1 new customer"
run export --format jsonl
check "nothing is there twice" test "$(wc -l <out)" = 6
printf 'title: 第二个\ncustomer: {uuid: 01a20125-bbf9-7000-8f01-1d89b98dbd1e, name: 甲公司}\n' >named.yaml
run import named.yaml
run export --kind customer --format jsonl
check "nor a customer of the same name" test "$(wc -l <out)" = 1
run users set boss admin
run users set limin reviewer
run new title=别人的草稿 owner=limin
run export --format jsonl
grep 别人的草稿 out | sed 's/别人的草稿/改了别人的/' >theirs.jsonl
run users set "$(id -un)" editor
run import theirs.jsonl
expect 0 "the author may change his case by a file" "1 changed"
LIB=$BOX/lib
run users set boss admin
run import --undo nonsense
expect 2 "a batch is named by its number" "not a batch number"
run import --undo 01a20125-bbf9-7000-8f01-1d89b98dbd1e
expect 1 "and must be there" "anliku: "
run import --undo "$batch"
expect 1 "an import is taken back once" "undone already"
run check --deep
expect 0 "the library is sound" "sound"

LIB=$BOX/vocabulary
run init
printf 'title: x\ncategory: 客户成功/续约/流失挽回\nindustry: 教育\ntags: [全新标签, 续费]\n---\ntitle: y\ncategory: 火星/地球\nindustry: 火星采矿\n' >vocabulary.yaml
run import vocabulary.yaml
expect 0 "new values of open vocabularies are told, known ones are not" "new in Industry: 火星采矿" "new in Tags: 全新标签"
run export --format jsonl
check "a category that the tree does not have is kept as uncategorised" sh -c 'grep -q "\"category\":\"uncategorised/火星/地球\"" out && grep -q "\"category\":\"客户成功/续约/流失挽回\"" out'

LIB=$BOX/customers
run init
run import one.yaml
batch=$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)
run new title=后来写的 customer=甲公司
run import --undo "$batch"
expect 0 "a customer whom somebody has named since stays" "1 record taken back"
run set KH-000001 name=甲公司
expect 0 "and is none of the trash" "nothing changed"
run export --kind customer
sed 's/甲公司/甲集团/' out >renamed.yaml
run import --kind customer renamed.yaml
expect 0 "a customer that a file gives another name gives it to its cases" "1 case names its customer as it is called now"
batch=$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)
run search customer:甲集团
expect 0 "which are found by it" "后来写的"
run import --undo "$batch"
run search customer:甲公司
expect 0 "and get the old one back with it" "后来写的"
