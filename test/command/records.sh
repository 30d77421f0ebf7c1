#!/bin/sh
# One record through its life: new, set, history, diff, trash, revert, moves; and every refusal.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 69
run init
run new title=第一个案例 customer=晨光在线教育 industry=教育 tags='续费；提醒'
expect 0 "new makes a case" "saved AL-2026-0001, revision 1" "the customer “晨光在线教育” was new"
run show AL-2026-0001
expect 0 "show prints it" "第一个案例" "Tags: 续费; 提醒" "Owner: $(id -un)"
run show al-2026-0001
expect 0 "the number may be typed in small letters" "第一个案例"
run show ＡＬ－２０２６－０００１
expect 0 "or full width" "第一个案例"
run set AL-2026-0001 importance=８ tags+=新 --note 补充
expect 0 "set changes fields" "revision 2"
run set AL-2026-0001 importance=8
expect 0 "the same content writes nothing" "nothing changed"
run history AL-2026-0001
expect 0 "history lists revisions with notes" "created" "edited" "补充"
run diff AL-2026-0001 1 2
expect 0 "diff shows the fields" "Importance (importance)" "+ 8" "+ 续费; 提醒; 新"
run set AL-2026-0001 importance=99
expect 1 "a number out of bounds is refused" "importance: 99 is not between 0 and 10"
run set AL-2026-0001 importance=viel
expect 1 "a word is no number" "importance: “viel” is not a whole number"
run set AL-2026-0001 period.start=2026-02-30
expect 1 "a day that does not exist is refused" "period.start: “2026-02-30” is not a date"
run set AL-2026-0001 period.start=2026-05-01 period.end=2026-04-01
expect 1 "an end before the start is refused" "period.end: End lies before Start"
run set AL-2026-0001 audience=everybody
expect 1 "a choice that does not exist is refused" "audience" "internal, sales, public"
run set AL-2026-0001 color=red
expect 1 "a field that does not exist is refused" "“color” is not a field"
run set AL-2026-0001 state=published
expect 1 "the state is not set by hand" "submit, review"
run set AL-2026-0001 title=
expect 1 "a case needs its title" "title: Title is missing"
run set AL-2026-0001 "title=$(printf 'a\033[31mb')"
expect 1 "control characters are refused" "title"
run history AL-2026-0001
check "nothing refused was written" test "$(wc -l <out)" = 2
run submit AL-2026-0001
expect 1 "a draft without what a reviewer needs is not submitted" \
  "background: Background is missing" "solution: Solution is missing" "result: Result is missing" \
  "category: Category is missing" "outcomes: Outcomes is missing"
cat >whole.yaml <<'END'
title: 第一个案例
customer: 晨光在线教育
background: 学员一万二千人。
solution: 按最后登录分组提醒。
result: 续费率从 71% 升到 80%。
category: 客户成功/续约/流失挽回
outcomes:
  - {metric: 续费率, after: 80}
END
run edit AL-2026-0001 - <whole.yaml
expect 0 "what is missing is filled in" "revision 3"
run show AL-2026-0001
expect 0 "whose case it is stays, although the file does not say" "Owner: $(id -un)"
run submit AL-2026-0001
expect 0 "a draft is submitted" "submitted"
run publish AL-2026-0001
expect 1 "a submitted case cannot be published" "cannot be moved by “publish”"
run review AL-2026-0001
expect 1 "nobody reviews his own case" "author or owner"
run return AL-2026-0001
expect 1 "returning needs a reason" "say why"
run return AL-2026-0001 --reason 数字缺依据
expect 0 "returned with a reason" "draft"
run show AL-2026-0001
expect 0 "the reason is there to read" "数字缺依据"
run user add limin --role reviewer --name 李敏
run set AL-2026-0001 reviewer=limin
run edit AL-2026-0001 - <whole.yaml
expect 0 "a file that says no more than before changes nothing" "nothing changed"
run show AL-2026-0001
expect 0 "neither the reason nor who reviews goes away" "数字缺依据" "Reviewer: " "Owner: $(id -un)"
printf 'owner: limin\n' | cat whole.yaml - | "$ANLIKU" -L "$LIB" edit AL-2026-0001 - >out 2>err
status=$?
expect 0 "another owner is taken from it" "revision"
run show AL-2026-0001
expect 0 "and stands there" "Owner: limin" "Author: $(id -un)"
run set AL-2026-0001 reviewer=
run trash AL-2026-0001
expect 0 "trash says how to get it back" "untrash"
run set AL-2026-0001 importance=1
expect 1 "what is in the trash is not changed" "in the trash"
run export --format jsonl
says_nothing "what is in the trash is not exported"
run untrash AL-2026-0001
expect 0 "untrash brings it back" "is back"
run revert AL-2026-0001 --rev 1
expect 0 "revert makes an old revision the newest" "is as it was"
run diff AL-2026-0001 1 11
check "and its content, but for the reason of the return, the old one" sh -c 'grep -q "^+ 数字缺依据" out && test "$(wc -l <out)" = 2'
printf 'title: 从标准输入\nneed: 一句话\nsurprise: 1\n' | "$ANLIKU" -L "$LIB" new - >out 2>err
status=$?
expect 0 "new reads YAML from standard input" "saved AL-2026-0002"
printf 'title: [1\n' | "$ANLIKU" -L "$LIB" new - >out 2>err
status=$?
expect 1 "broken YAML is refused with line and column" "-:1:8:"
printf 'title: 改了\n' | "$ANLIKU" -L "$LIB" edit AL-2026-0002 - >out 2>err
status=$?
expect 0 "edit reads YAML from standard input" "revision 2"
EDITOR="sed -i s/改了/又改了/" script -qec "$ANLIKU -L $LIB edit AL-2026-0002" /dev/null </dev/null >out 2>err
run show AL-2026-0002
expect 0 "edit opens the editor" "又改了"

if ! command -v script >/dev/null; then
  skip_rest 7 "no script(1)"
fi
cat >editor.sh <<'EOF'
#!/bin/sh
sed -i "s/^title:.*/title: $(cat "$HOME/title")/" "$1"
EOF
chmod +x editor.sh
edit() { # edit TITLE ARGUMENTS...: the program on a terminal, with an editor that writes the title
  echo "$1" >title
  shift
  SHELL=/bin/sh EDITOR=$BOX/editor.sh script -qec "'$ANLIKU' -L '$LIB' $*" /dev/null </dev/null >out 2>err
  status=$?
}
edit 编辑器里写的 new
expect 0 "new opens the editor on the fields" "revision 1"
edit 编辑器里改的 edit AL-2026-0001
expect 0 "edit opens it on the record" "saved AL-2026-0001"
edit 编辑器里改的 edit AL-2026-0001
expect 0 "an unchanged text writes nothing" "nothing changed"
edit "[不是标题" edit AL-2026-0001
expect 1 "a text that cannot be read is kept when it is given up" "not closed" "your text is kept in"
kept=$(sed -n 's/.*kept in \([^ ]*yaml\).*/\1/p' out | tr -d '\r')
check "in a file of its own" grep -q 不是标题 "$kept"
sed -i '/^#!/d; s/^title:.*/title: 上次留下的/' "$kept"
edit 上次留下的 edit AL-2026-0001
expect 0 "what was left is saved, also when nothing more is written" "saved AL-2026-0001"
rm -f "$kept"
run config export --team
cp out team.yaml
run config import team.yaml --team
expect 0 "exported settings of the team can be imported"
cat >views.yaml <<'END'
preview: off
views:
  - {digit: 3, name: "Banks \"big\"", query: 'industry:金融 "a b"', sort: -updated, columns: title owner}
  - {name: Schools, query: "industry:教育"}
END
run config import views.yaml
expect 0 "saved views come from a settings file"
run config export
expect 0 "and go into one" 'preview: "off"' '{digit: 3, name: "Banks \"big\"", query: "industry:金融 \"a b\"", sort: "-updated", columns: "title owner"}' '{digit: 1, name: "Schools"'
cp out views2.yaml
run config import views2.yaml
run config export
check "which brings them back as they were" cmp out views2.yaml
run config import views.yaml --team
run config export --team
expect 0 "the team has views of its own" 'Schools'
printf 'views: [{digit: 12, name: x}]\n' >bad.yaml
run config import bad.yaml
expect 1 "a digit that no view has is refused at its place" "bad.yaml:1:17" "1 to 9"
printf 'views: [{name: x, query: "state:no"}]\n' >bad.yaml
run config import bad.yaml
expect 1 "so is a query that cannot be read" "bad.yaml:1:9"
printf 'views: [{query: x}]\n' >bad.yaml
run config import bad.yaml
expect 1 "and a view without a name" "bad.yaml" "name"
printf 'views: [{name: x, colour: red}]\n' >bad.yaml
run config import bad.yaml
expect 1 "and what no view has" "colour"
run config set keys 'opne: o'
expect 1 "keys of an action that there is not are refused at once" ":1:1: there is no action “opne”"
run config set keys 'open: [o, Fx]'
expect 1 "and what is no key" ":1:11: “Fx” is no key"
run config set keys 'open: [o, F12]'
expect 0 "others are kept"
printf 'keys:\n  open: [o, F11x]\n' >bad.yaml
run config import bad.yaml
expect 1 "a file with a bad key is refused at its place" "bad.yaml:2:13: “F11x” is no key"
printf 'keys:\n  open: [w]\n' >keys.yaml
run config import keys.yaml
run config get keys
expect 0 "a section of keys is imported" '{open: ["w"]}'
run config unset keys

# ---- as a person types it ----
run new title=归类 category=客户成功/续约
expect 1 "a branch of the tree is refused" "category: “客户成功/续约” is a branch"
run new title=归类 category=没有
expect 1 "and what is not in it" "there is no “没有” in the tree"
run new title=归类 category=流失挽回 period.start=3月1日 period.end=2026年9月
expect 0 "a leaf and days in words are taken"
run show "$(sed -n 's/.*\(AL-2026-[0-9]*\).*/\1/p' out)"
expect 0 "as they are meant" "Category: 客户成功/续约/流失挽回" "Start: 2026-03-01" "End: 2026-09-30"
run new customer name=晨光 mrr=1.2万
expect 0 "and amounts with a unit"
# ---- what is added leaves what is there as it is ----
id_of_new() { sed -n 's/.*\(AL-2026-[0-9]*\),.*/\1/p' out; }
run new title='第三个；案例'
third=$(id_of_new)
run new title=第四个案例
fourth=$(id_of_new)
run new title=有关的案例 "related=$third" tags=旧
related=$(id_of_new)
run set "$related" "related+=$fourth" tags+=
expect 0 "a case is added to those that are related" "revision 2"
run show "$related" --format yaml
check "each is still the case that it was" sh -c "grep '^related' out | grep -q 'uuid.*第三个；案例.*uuid.*第四个案例'"
check "and nothing added takes nothing away" grep -q '^tags: .*旧' out
