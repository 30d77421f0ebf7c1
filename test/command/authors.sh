#!/bin/sh
# Nobody approves his own words: not by a merge, an import, an undo, or what is set by hand.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 47
long='客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，老师人手一直不够用，续费率从 71% 到 80%'
whole() { # a case that can be published
  cat <<END
title: $1
customer: 晨光在线教育
category: 客户成功/续约/流失挽回
industry: 教育
audience: sales
background: $long
need: $long
solution: $long
process: $long
result: $long
feedback: $long
outcomes: [{metric: retention.logo, unit: "%", before: 71, after: 80, evidence: 台账}]
END
}
new_case() { # new_case PERSON TITLE: its number in $case
  whole "$2" >case.yaml
  ANLIKU_AS=$1 "$ANLIKU" -L "$LIB" new - <case.yaml >out 2>err
  case=$(sed -n 's/saved \(AL-[0-9-]*\),.*/\1/p' out)
}
publish() { # publish CASE AUTHOR REVIEWER
  as "$2" submit "$1"
  as "$3" review "$1"
  as "$3" publish "$1"
}
sees() { # sees FIELD: what the case of the last show says there
  sed -n "s/^$1: //p" out
}
as boss init --zone Asia/Shanghai
as boss teams set 华东
for person in wang:editor ma:editor li:reviewer zhou:reviewer guan:manager gone:editor du:reader; do
  as boss users set ${person%%:*} ${person#*:} --team 华东
done
as boss users set gone --disable
own="you are the author or owner of this case"

# ---- a check is made by verifying ----
new_case li 审核人自己的案例
publish "$case" li zhou
expect 0 "a reviewer's case is published by another one" "published"
export ANLIKU_NOW=2028-06-01T09:00:00Z
as li set "$case" verify.last=2028-06-01
expect 1 "who may verify does not write a check by hand" "verify.last: when a case was checked is written by publish and verify"
as zhou set "$case" verify.last=2099-01-01
expect 1 "nor one in the future" "verify.last: "
as zhou set "$case" verify.due=2099-01-01
expect 1 "nor when it falls due" "verify.due: "
as wang set "$case" verify.last=2028-06-01
expect 1 "who may not verify is told so" "may not confirm that cases still hold"
as li verify "$case"
expect 1 "its author does not verify it" "$own: “confirm that it still holds”"
as zhou set "$case" verify.every_days=365
expect 0 "the interval is set by who may verify" "saved"
export ANLIKU_NOW=2026-11-20T09:00:00Z

# ---- the reviewer is somebody else ----
new_case wang 作者写的案例
as wang set "$case" reviewer=wang
expect 1 "nobody names himself the reviewer" "reviewer: the reviewer must be someone else than the author and the owner"
as boss set "$case" reviewer=wang
expect 1 "nor does anybody name the author" "reviewer: "
as wang set "$case" reviewer=li
expect 0 "somebody else is" "saved"
as boss set "$case" owner=li
expect 0 "who reviews may become the owner, when somebody leaves" "saved"
as boss set "$case" owner=wang

# ---- a case belongs to somebody who is here ----
as wang set "$case" owner=gone
expect 1 "who has left gets no case" "owner: gone has left: give the case to somebody who is here"
as ma set "$case" owner=nobody
expect 1 "nor somebody nobody knows: no reviewer would find it" "owner: nobody here is called “nobody”"
as boss set "$case" owner=nobody
expect 0 "who sees every draft may write a name" "saved"
as boss set "$case" owner=wang

# ---- by a merge ----
kept=$case
new_case li 并进来的案例
as li merge "$kept" "$case" --both background,result
expect 0 "a reviewer's case is merged into an author's" "leads to $kept"
as wang submit "$kept"
as li inbox --since 2026-01-01
lacks "it does not wait for who wrote a part of it" "$kept"
as zhou inbox --since 2026-01-01
expect 0 "but for others" "$kept"
as li review "$kept"
expect 1 "who wrote a part does not review" "$own: “take into review”"
as zhou review "$kept"
as li publish "$kept"
expect 1 "nor publish" "$own: “publish”"
as li merge --undo "$case"
as li publish "$kept"
expect 0 "when the merge was taken back he is a stranger again" "published"

# ---- by an import ----
{
  whole 文件里的案例
  echo "owner: wang"
  echo "author: wang"
} >theirs.yaml
as li import theirs.yaml
expect 0 "a reviewer imports a file that names somebody else" "1 new"
as li search 文件里的案例 --format ids
case=$(head -1 out)
as li show "$case"
check "its owner is whom the file says" test "$(sees Owner)" = wang
check "he answers for the words" test "$(sees Author)" = li
as wang submit "$case"
as li review "$case"
expect 1 "and does not review them" "$own"
sed 's/文件里的案例/文件里的第二个案例/' theirs.yaml >more.yaml
as ma import more.yaml
as ma search 文件里的第二个案例 --format ids
as ma show "$(head -1 out)"
check "of who cannot approve anything the file is believed" test "$(sees Author)" = wang

# ---- by taking back ----
new_case guan 经理写的案例
publish "$case" guan li
as li revert "$case" --last
expect 0 "a reviewer takes his approval back" "taken back"
as guan revert "$case" --last
expect 1 "the author does not give it again" "$own: “publish”"
as guan show "$case"
check "it stays in review" test "$(sees State)" = "in review"
as li revert "$case" --last
expect 0 "the reviewer does" "taken back"
as li archive "$case"
as guan revert "$case" --last
expect 1 "nor does the author bring it out of the archive as published" "$own: “publish”"
as boss revert "$case" --last
expect 0 "somebody else may" "taken back"
as zhou set "$case" summary=别人改了一句
expect 0 "an edit of somebody else" "has to be verified again"
as guan revert "$case" --last
expect 0 "may be taken back by the author: that text was approved" "taken back"
as guan show "$case"
check "and counts as checked" test "$(sees "Verified on")" = 2026-11-20
as guan revise "$case"
as guan revert "$case" --last
expect 0 "so may what he did himself" "taken back"
as guan show "$case"
check "it is published as before" test "$(sees State)" = published
as ma revert "$case" --last
expect 1 "others' changes are taken back by managers" "ma may not take back what others did: that needs the role manager"

# ---- many at once ----
new_case wang 同时核实的案例
other=$case
publish "$other" wang li
as guan search 经理写的案例 --format ids
case=$(head -1 out)
export ANLIKU_NOW=2028-01-01T09:00:00Z
as li stale "$case" "$other" --verify
expect 0 "two are verified at once" "done: 2"
as li import --undo "$(sed -n 's/.*--undo \([^ ]*\) .*/\1/p' out)"
expect 0 "and that is taken back" "2"
as guan show "$case"
check "they are due again" test "$(sees "Verified on")" = 2026-11-20

# ---- a draft that goes into the archive unread stays its team's ----
as wang new title=从来没有发布的草稿
never=$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)
as li archive "$never"
as du search is:archived --format ids
lacks "readers do not find it there" "$never"
as du show "$never"
expect 1 "nor does its number open it" "there is no case"
as zhou search is:archived --format ids
check "its team does" grep -qx "$never" out

# ---- the case itself is sound ----
as boss check --deep
expect 0 "the library is sound" "sound"
as wang stale "$other" --verify
expect 1 "an editor verifies nothing" "reviewer"
as li stale "$case" "$other" --verify
expect 0 "a reviewer both" "done: 2"
as guan stale "$case" --verify
expect 1 "and nobody his own" "somebody else"
