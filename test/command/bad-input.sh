#!/bin/sh
# Whatever is wrong with a file: that record is refused with file, line, column and reason, and kept
# byte for byte; all others come in; nothing is half written.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 38
run init
mkdir in

good() { printf -- '---\ntitle: %s\n---\n\n## 需求\n\n一个好案例。\n' "$1" >"$2"; }

good 好的一 in/a-good.md
printf -- '---\ntitle: "no end\ntags: [x\n---\n\ntext\n' >in/broken-header.md
printf -- '---\ntitle: caf\351 \377\n---\ntext\n' >in/invalid-utf8.md
{ printf 'title: deep\nx: '; head -c 90000 /dev/zero | tr '\0' '['; } >in/brackets.yaml
cat >in/bomb.yaml <<'B'
title: bomb
a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
B
printf 'title: one\ntitle: two\n' >in/duplicate-key.yaml
printf 'title: "bell \a inside"\n' >in/control.yaml
: >in/empty.md
printf 'title: first\n---\ntitle: [second\n---\ntitle: third\n' >in/three.yaml
good 好的二 in/z-good.md
cp in/broken-header.md kept-header
run import in
expect 1 "an import with bad files ends with status 1" "4 new" "8 refused"
expect 1 "a broken header is named with its place" "in/broken-header.md:"
expect 1 "invalid UTF-8 is named with its place" "in/invalid-utf8.md:2:11"
expect 1 "brackets are refused" "in/brackets.yaml:2:"
expect 1 "an alias bomb is refused" "in/bomb.yaml:2:"
expect 1 "a duplicate key is refused" "in/duplicate-key.yaml:2:1"
expect 1 "a control character is refused" "in/control.yaml:1:"
expect 1 "an empty file is refused" "in/empty.md:1:1: the file holds nothing"
expect 1 "one bad document of three is refused" "in/three.yaml:3:"
check "what is refused is kept byte for byte" cmp in/broken-header.rejected.md kept-header
check "its reason is beside it" grep -q "broken-header.md" in/broken-header.reasons.csv
check "the reasons have their columns" test "$(head -1 in/three.reasons.csv | tr -d '\r')" = "file,line,col,code,reason"
check "of three documents one is kept" grep -q second in/three.rejected.yaml
check "and the good ones are not" sh -c '! grep -q -e first -e third in/three.rejected.yaml'
run export --format jsonl
check "the good ones are in" test "$(wc -l <out)" = 4
run import in
expect 1 "again: nothing new, the rejects are not read" "0 new, 0 changed, 4 unchanged"
run check --deep
expect 0 "the library is sound" "sound"

# A file that holds nothing is refused, not passed over: 0 bytes, blanks, comments.
mkdir empty part
for kind in md yaml jsonl csv; do
  : >empty/bytes.$kind
  printf '  \n\n' >empty/blanks.$kind
done
printf '# nothing\n# more\n' >empty/comments.yaml
run import empty/bytes.csv
expect 1 "an empty file alone is a failure" "empty/bytes.csv:1:1: the file holds nothing" "0 new, 0 changed, 0 unchanged, 1 refused"
run import empty/comments.yaml
expect 1 "so is one of comments" "empty/comments.yaml:1:1: the file holds nothing" "1 refused"
run import empty
expect 1 "whatever kind it is of" "9 refused"
good 好的三 part/good.md
: >part/empty.md
run import part
expect 1 "one that is empty among good ones is counted" "part/empty.md:1:1" "1 new, 0 changed, 0 unchanged, 1 refused"
printf 'title,tags\n"好,的","a;b"\n"not closed,x\nfine,y\n' >cases.csv
run import cases.csv
expect 1 "an open quote costs its own row only" "cases.csv:3:" "2 new"
printf 'title,tags\nfrom a spreadsheet,x\n,\n , \n' >sheet.csv
run import sheet.csv
expect 0 "rows of empty cells, as spreadsheets append, are no records" "1 new" "0 refused"
printf '{"title":"one"}\n{"title":\n{"title":"two","before":1.10}\n' >cases.jsonl
run import cases.jsonl
expect 1 "a bad line of JSON costs itself only" "cases.jsonl:2:" "2 new"
printf -- '---\ntitle: 国标编码的案例\n---\n\n## 背景\n\n这是一个用国标编码保存的文件，内容是客户成功案例。\n' | iconv -t GB18030 >gb.md
run import gb.md
expect 0 "GB18030 is converted and said" "GB18030" "1 new"
run import --encoding gb18030 gb.md
expect 0 "the encoding may be named" "1 unchanged"
run import --encoding klingon gb.md
expect 2 "an encoding that does not exist is refused" "klingon"

mkdir fm
printf '\357\273\277---  \r\ntitle: BOM 和 CRLF\r\ntags: [a, "b"]\r\ndate: 2024-05-01T08:00:00+08:00\r\n---\r\n\r\n## 背景\r\n\r\n文字\r\n' >fm/hugo.md
printf -- '---\ntitle: >\n  folded\n  title\ntags:\n  - 续费\n  - 提醒\nweight: "07"\n---\n# 标题\n\n## 解决方案\n\n做法\n' >fm/jekyll.md
printf 'title: Hexo 没有开头\ntags：[甲, 乙]\n---\n正文\n' >'fm/c++ notes.md'
printf '# 没有文件头\n\n第一段。\n\n## 一、背景\n\n背景文字\n\n## （二）成效\n\n提升 20%%\n' >fm/plain.md
run import fm
expect 0 "Hugo, Jekyll, Hexo and plain Markdown come in" "4 new"
run export --format jsonl
check "folded text is one line" grep -q '"title":"folded title"' out
check "block lists are tags" grep -q '"tags":\["续费","提醒"\]' out
check "a full-width colon is a colon" grep -q '"tags":\["甲","乙"\]' out
check "numbered headings are sections" grep -q '"result":"提升 20%"' out
check "++ in a file name is kept" grep -q 'c++ notes.md' out

# Root reads every folder: then the program runs as nobody, on a library of its own.
mkdir -p shut own && good x shut/x.md
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null 2>&1; then
  cp "$ANLIKU" anliku-copy
  chmod 755 "$BOX" anliku-copy && chmod -R a+rX fm
  chown -R 65534:65534 own
  chmod 700 shut
  run_as() { setpriv --reuid=65534 --regid=65534 --clear-groups "$BOX/anliku-copy" -L "$BOX/own/lib" "$@" >out 2>err; status=$?; }
else
  chmod 000 shut
  run_as() { "$ANLIKU" -L "$BOX/own/lib" "$@" >out 2>err; status=$?; }
fi
run_as init
run_as import shut fm
expect 1 "a folder without permission is said, the others come in" "shut" "4 new"
run import nowhere.md fm
expect 1 "a file that is not there is said, the others come in" "nowhere.md" "4 unchanged"
run import --state published fm
expect 0 "an admin may import as published" "4 changed"
run import --state finished fm
expect 2 "a state that does not exist is refused" "draft or published"
printf 'fields:\n  Company: customer\n  nope: [1]\n' >map.yaml
run import --map map.yaml fm
expect 1 "a key map that is wrong is named with its place" "map.yaml:3:"
