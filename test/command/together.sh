#!/bin/sh
# Two people change one record through the shell: what does not overlap is put together, the rest is
# said and decided, and nothing is lost.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 27
run init
run new title=续费提升 summary=旧摘要 tags=甲 "need=第一段。

中间。

第二段。"
expect 0 "a case" "revision 1"
"$ANLIKU" -L "$LIB" export --format yaml >old.yaml 2>/dev/null || "$ANLIKU" -L "$LIB" show AL-2026-0001 --format yaml >old.yaml
check "a file names its revision" grep -q "^rev: 1" old.yaml
run set AL-2026-0001 title=别人的标题 tags+=乙
expect 0 "somebody saves meanwhile" "revision 2"
run set AL-2026-0001 summary=我的摘要 tags+=丙 --on 1
expect 0 "other fields are put together" "$(id -un) saved revision 2 meanwhile" "revision 3"
run show AL-2026-0001
expect 0 "both stand there" "别人的标题" "我的摘要" "甲; 乙; 丙"
run set AL-2026-0001 title=我的标题 --on 1
expect 1 "the same field is refused" "changed the same: Title" "--conflict mine, theirs or keep"
run show AL-2026-0001
expect 0 "and nothing was written" "别人的标题"
run set AL-2026-0001 title=我的标题 --on 1 --conflict theirs
expect 0 "theirs stays" "nothing changed"
run set AL-2026-0001 title=我的标题 --on 1 --conflict keep
expect 0 "mine is kept as a revision" "kept as revision 4"
run show AL-2026-0001 --rev 4
expect 0 "which is in the history" "我的标题"
run show AL-2026-0001
expect 0 "followed by theirs again" "别人的标题"
run history AL-2026-0001
expect 0 "and named there" "kept beside" "went back"
run set AL-2026-0001 title=我的标题 --on 1 --conflict mine
expect 0 "mine stands" "revision 6"
run set AL-2026-0001 title=x --conflict both
expect 2 "another word is refused" "--conflict both"
run set AL-2026-0001 title=x --on 99
expect 1 "so is a revision that there is not"
run set AL-2026-0001 title=x --on no
expect 2 "or that is none" "“no” is not a revision number"
sed -e 's/第二段。/第二段，改过。/' old.yaml >mine.yaml
run set AL-2026-0001 "need=第一段，别人改的。

中间。

第二段。"
expect 0 "somebody changes a paragraph" "revision 7"
run edit AL-2026-0001 - <mine.yaml
expect 0 "a file of an older revision is put together by paragraph" "both were put together" "revision 8"
run show AL-2026-0001
expect 0 "both paragraphs stand" "第一段，别人改的。" "第二段，改过。" "我的标题"
cat >editor <<END
#!/bin/sh
"$ANLIKU" -L "$LIB" set AL-2026-0001 summary=趁我在写 >/dev/null
sed -i 's/^title: .*/title: 编辑器里的标题/' "\$1"
END
chmod +x editor
if command -v script >/dev/null; then
  script -qec "EDITOR=$BOX/editor $ANLIKU -L $LIB edit AL-2026-0001" /dev/null >out 2>err </dev/null
  status=$?
  expect 0 "the editor too" "both were put together"
  run show AL-2026-0001
  expect 0 "both stand there again" "编辑器里的标题" "趁我在写"
else
  number=$((number + 2))
  printf 'ok %s # SKIP script(1) is not there\n' $((number - 1)) $number
fi
run trash AL-2026-0001
run set AL-2026-0001 title=z --on 1
expect 1 "what is in the trash takes nothing" "in the trash"
run revert AL-2026-0001 --last
expect 0 "the newest change is taken back, the trash too" "is taken back"
run show AL-2026-0001
expect 0 "and it is there" "编辑器里的标题"
run revert AL-2026-0001 --rev 1
expect 0 "any revision comes back" "is as it was"
run revert AL-2026-0001 --rev 1 --last
expect 2 "one of the two" "--rev and --last"
run history AL-2026-0001
expect 0 "all of it is in the history" "taken back" "put into the trash" "went back"
