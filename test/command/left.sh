#!/bin/sh
# Texts that are left of an edit in the person's editor.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 14
run init
# The program is edited for with scripts; its standard input must be a terminal.
edit() { # edit SCRIPT ARGUMENTS...
  printf '#!/bin/sh\n%s\n' "$1" >editor.sh
  chmod +x editor.sh
  shift
  EDITOR=$BOX/editor.sh script -qec "'$ANLIKU' -L '$LIB' $*" /dev/null </dev/null >out 2>err
  status=$?
}
command -v script >/dev/null || skip_rest 14 "script is missing"
edit "printf 'title: 没存过的案例\nimportance: [\n' >\"\$1\"; [ ! -e once ] || exit 1; touch once" new
expect 1 "a text that cannot be read is kept" "your text is kept in"
run inbox
expect 0 "the inbox lists it, though there is no case yet" "Left in the editor (1)" "没存过的案例"
run inbox --format jsonl
expect 0 "for programs too" '{"kind":"editor"' '"title":"没存过的案例"' '"count":0'
run new title=续费率提升 summary=一
expect 0 "a case" "AL-2026-0001"
rm -f once
edit "sed -i 's/^title: .*/title: 编辑器里的标题/' \"\$1\"; exit 1" edit AL-2026-0001
expect 1 "an edit that did not end well is kept" "your text is kept in"
run inbox
expect 0 "and listed" "Left in the editor (2)" "AL-2026-0001  编辑器里的标题"
run set AL-2026-0001 summary=别人写的
expect 0 "somebody saves meanwhile" "revision 2"
edit true edit AL-2026-0001
expect 0 "both are put together" "begun from revision 1" "saved AL-2026-0001, revision 3"
run show AL-2026-0001
expect 0 "and both stand there" "编辑器里的标题" "别人写的"
run inbox
expect 0 "it is not left any more" "Left in the editor (1)"
edit "sed -i 's/^summary: .*/summary: 编辑器里的摘要/' \"\$1\"; exit 1" edit AL-2026-0001
run set AL-2026-0001 summary=又是别人
edit true edit AL-2026-0001
expect 1 "what both changed is refused" "saved revision 4 meanwhile" "your text is kept in"
run inbox
expect 0 "and the text stays" "Left in the editor (2)"
edit true edit AL-2026-0001 --conflict keep
expect 0 "until it is kept beside" "kept as revision 5"
run inbox
expect 0 "where the inbox has it" "Left in the editor (1)" "Conflicts kept (1)"
