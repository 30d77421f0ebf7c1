#!/bin/sh
# From draft to verified and back, by five people: every move and every refusal; comments; whoever leaves.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 126
today() { export ANLIKU_NOW="$1T09:00:00Z"; }
as boss init
as boss teams set 华东 --lead lead
as boss teams set 华东
for person in reader rep editor reviewer manager; do
  as boss users set du-$person $person --team 华东
done
as boss users set wang editor --name 王芳 --team 华东
as boss users set lead reviewer --name 李敏 --team 华东
as boss teams set 华东 --lead lead
expect 0 "five people, an author and a lead" "saved"

# ---- submit ----
as wang new title=续费率提升 audience=sales
expect 0 "an editor writes a draft" "saved AL-2026-0001"
as wang submit AL-2026-0001
expect 1 "what is empty is not submitted: it is said what is missing" "customer: Customer is missing" "result: Result is missing"
long='客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，老师人手一直不够用，所以要想办法'
cat >case.yaml <<EOF
title: 续费率提升
customer: 晨光在线教育
owner: wang
category: 客户成功/续约/流失挽回
audience: sales
background: $long
solution: $long
result: $long，续费率从 71% 到 80%
outcomes:
  - {metric: retention.logo, unit: "%", before: 71, after: 80}
EOF
edit_case() { ANLIKU_AS=wang "$ANLIKU" -L "$LIB" edit AL-2026-0001 - <case.yaml >out 2>err; }
edit_case
for person in reader rep; do
  as du-$person submit AL-2026-0001
  expect 1 "a $person does not see it" "there is no case “AL-2026-0001”"
done
as wang submit AL-2026-0001
expect 0 "with a text it is" "AL-2026-0001 is now submitted, revision 3"
as wang submit AL-2026-0001
expect 1 "once: what can be done is said" "a case that is submitted cannot be moved by “submit for review”" "take into review, return with a reason, take back to a draft"
as wang revise AL-2026-0001
expect 0 "and may be taken back" "draft"
as wang submit AL-2026-0001

# ---- review, return ----
as du-editor review AL-2026-0001
expect 1 "an editor does not review" "may not review and return cases: that needs the role reviewer"
as wang return AL-2026-0001 --reason x
expect 1 "nor return" "needs the role reviewer"
as du-reviewer review AL-2026-0001
expect 0 "a reviewer of the team does" "in review"
as du-reviewer show AL-2026-0001
expect 0 "and is its reviewer" "Reviewer: du-reviewer"
as du-reviewer return AL-2026-0001
expect 1 "nothing goes back without a reason" "say why the case goes back"
as du-reviewer return AL-2026-0001 --reason "  "
expect 1 "blanks are none" "say why"
as du-reviewer return AL-2026-0001 --reason 数字没有来源
expect 0 "with one it does" "draft"
as wang show AL-2026-0001
expect 0 "its author reads it" "数字没有来源"
as wang set AL-2026-0001 return_reason=没事了
expect 1 "and cannot take it away" "return_reason: the reason is given when a case is returned"
as wang new title=假的 return_reason=假的
expect 1 "nor is it made up" "return_reason: the reason is given"
as wang submit AL-2026-0001
as wang show AL-2026-0001
lacks "submitted again the reason is gone" 数字没有来源

# ---- publish ----
as du-reviewer publish AL-2026-0001
expect 1 "only from review" "a case that is submitted cannot be moved by “publish”"
as du-reviewer review AL-2026-0001
as wang publish AL-2026-0001
expect 1 "an editor does not publish" "may not publish cases: that needs the role reviewer"
sed -i 's,^category: .*,category: 客户成功/续约,' case.yaml
edit_case
as du-reviewer publish AL-2026-0001
expect 1 "a branch of the tree is no category to publish under" "category: “客户成功/续约” is no leaf of the category tree"
sed -i 's,^category: .*,category: 客户成功/续约/流失挽回,' case.yaml
edit_case
as du-reviewer publish AL-2026-0001
expect 1 "what is missing is said, all of it, with its place" "need: Need is missing" "feedback: Feedback is missing" "industry: Industry is missing"
cat >>case.yaml <<EOF
reviewer: du-reviewer
state: in_review
industry: 教育
need: $long
process: $long
feedback: $long
EOF
edit_case
as du-reviewer publish AL-2026-0001
expect 1 "evidence is asked for" "outcome 1 has no Evidence"
sed -i 's/after: 80/after: 80, evidence: 续费台账/' case.yaml
edit_case
as boss set AL-2026-0001 owner=du-reviewer
as du-reviewer publish AL-2026-0001
expect 1 "nobody publishes a case of his own" "you are the author or owner of this case: “publish” is for somebody else"
as boss set AL-2026-0001 owner=wang
as lead publish AL-2026-0001
expect 0 "another reviewer may" "published"
as wang show AL-2026-0001
expect 0 "and answers for it" "Reviewer: lead" "Verified on: 2026-11-20" "every 180 days"
as du-reader show AL-2026-0001
expect 0 "now everybody reads it" "续费率提升"
as wang set AL-2026-0001 return_reason=x
expect 1 "a published case has no reason either" "nobody sets it"
as wang set AL-2026-0001 state=draft
expect 1 "the state is not set by hand" "submit, review, return"
as wang set AL-2026-0001 verify.last=2027-01-01
expect 1 "nor is a check made up" "may not confirm that cases still hold"

# ---- verify ----
as du-reader verify AL-2026-0001
expect 1 "a reader does not verify" "needs the role reviewer"
as boss set AL-2026-0001 owner=lead
as lead verify AL-2026-0001
expect 1 "nor does its owner" "author or owner"
as boss set AL-2026-0001 owner=wang
for days in 30:2026-12-20 90:2027-02-18 180:2027-05-19 365:2027-11-20; do
  as lead set AL-2026-0001 verify.every_days=${days%%:*}
  today "${days#*:}"
  as du-reader search is:due --format ids
  says_nothing "with ${days%%:*} days it holds on the last one"
  today "$(date -d "${days#*:} 1 day" +%F)"
  as du-reader search is:due --format ids
  expect 0 "and is due the day after" "AL-2026-0001"
  today 2026-11-20
done
today 2028-06-01
as du-reader search is:stale --format ids
expect 0 "long after that it is stale" "AL-2026-0001"
as du-reviewer verify AL-2026-0001
expect 0 "until it is verified" "published"
as du-reader search is:verified --format ids
expect 0 "then it holds again" "AL-2026-0001"
as wang set AL-2026-0001 verify.every_days=never
expect 1 "an editor does not say that it holds for ever" "verify.every_days: how often a published case is verified is set by who may verify it"
as wang stale AL-2026-0001 --every never
expect 1 "nor for many" "is set by who may verify it"
as lead set AL-2026-0001 verify.every_days=never
today 2048-01-01
as du-reader search is:verified --format ids
expect 0 "never means never" "AL-2026-0001"
as wang set AL-2026-0001 verify.every_days=45
expect 1 "other intervals there are not" "verify.every_days" "30, 90, 180, 365, never"
today 2026-11-20

# ---- revise, archive and back ----
as du-rep revise AL-2026-0001
expect 1 "a rep does not revise" "needs the role editor"
as du-editor archive AL-2026-0001
expect 1 "an editor does not archive" "needs the role reviewer"
as du-reader search 续费率 --format ids
expect 0 "readers find it until then" AL-2026-0001
as du-reviewer archive AL-2026-0001
expect 0 "a reviewer does" "archived"
as du-reader show AL-2026-0001
expect 0 "who asks for it sees that it is archived" "State: archived"
as du-reader search 续费率 --format ids
lacks "readers do not find it any more" AL-2026-0001
as du-reviewer publish AL-2026-0001
expect 1 "what can be done with it is said" "a case that is archived" "bring back from the archive"
as du-reviewer unarchive AL-2026-0001
expect 0 "it comes back as a draft" "draft"
as du-reviewer trash AL-2026-0001
as du-reviewer submit AL-2026-0001
expect 1 "what is in the trash does not move" "in the trash"
as du-reviewer untrash AL-2026-0001
as wang submit AL-2026-0001
as lead review AL-2026-0001
as lead publish AL-2026-0001
expect 0 "and is published again" "published"
as wang revise AL-2026-0001
expect 0 "revise takes it back for good" "draft"
as wang submit AL-2026-0001
as lead review AL-2026-0001
as lead publish AL-2026-0001

# ---- comments ----
as du-reader comment AL-2026-0001 写得好
expect 1 "a reader does not comment" "may not comment and rate: that needs the role rep"
as du-rep comment AL-2026-0001
expect 0 "there is none yet"
as du-rep comment AL-2026-0001 "客户也这么说吗？" --field result
expect 0 "a rep does" "comment 1"
as wang comment AL-2026-0001 --reply-to 1 - <<EOF
是的，
有邮件
EOF
as wang comment AL-2026-0001 --reply-to 1 "是的"
expect 0 "the author answers" "comment 3"
as du-rep comment AL-2026-0001 --field title --suggest 续费率提高九个百分点 标题要有数字
expect 0 "a suggestion" "comment 4"
as du-rep comment AL-2026-0001 --field result --replace '71%' --suggest '百分之七十一'
expect 0 "a suggestion for a passage" "comment 5"
as du-reader comment AL-2026-0001
expect 0 "who sees the case reads them" "#1" "Result  remark, unsettled" "  #3" "- 71%" "+ 百分之七十一"
as du-rep comment AL-2026-0001 --edit 5 --replace '71%' --suggest '七成一'
expect 0 "his suggestion gets another text"
as du-reader comment AL-2026-0001
expect 0 "which is listed" "+ 七成一"
as du-rep comment AL-2026-0001 --edit 5 --replace '71%' --suggest '百分之七十一' 用汉字
expect 0 "and words of its own"
as du-rep comment AL-2026-0001 --edit 5 --suggest x --replace 没有这句
expect 1 "the passage has to be there" "does not hold “没有这句”"
as du-rep comment AL-2026-0001 --edit 4 还是要有数字
expect 0 "its words alone"
as du-reader comment AL-2026-0001
expect 0 "change nothing of its text" "还是要有数字" "+ 续费率提高九个百分点" "用汉字" "+ 百分之七十一"
as wang comment AL-2026-0001 --edit 3 --suggest x
expect 1 "an answer suggests nothing" "comment 3 suggests no text"
as wang comment AL-2026-0001 --edit 5 --suggest x
expect 1 "nor is another's changed" "comment 5 is du-rep's"
for call in "--field nothing x:a case has no field “nothing”" "--kind praise x:is no kind of comment" "--kind suggestion x:a suggestion needs --suggest"; do
  as du-rep comment AL-2026-0001 ${call%%:*}
  expect 2 "refused: ${call%%:*}" "${call#*:}"
done
as du-rep comment AL-2026-0001 " "
expect 1 "nothing is no comment" "say something"
as du-rep comment AL-2026-0001 --suggest x
expect 1 "a suggestion is about a field" "a suggestion needs the field"
as du-rep comment AL-2026-0001 --field outcomes --suggest x
expect 1 "that holds text" "is no text that can be replaced"
as du-rep comment AL-2026-0001 --field result --replace 没有这句 --suggest x
expect 1 "and the passage" "does not hold “没有这句”"
as du-rep comment AL-2026-0001 --field background --replace 客户在校生 --suggest 客户在校生
expect 1 "that is to change" "stands there already"
as du-rep comment AL-2026-0001 --accept 4
expect 1 "a rep does not change the text" "may not write and change cases"
as wang comment AL-2026-0001 --decline 4
expect 1 "declining needs a word" "say why the suggestion is declined"
as wang comment AL-2026-0001 --decline 4 太长
expect 0 "with one it is declined" "comment 4 is declined"
as wang comment AL-2026-0001 --accept 5
expect 0 "the other is accepted" "comment 5 is accepted" "it has to be verified again, because Result changed"
as du-rep comment AL-2026-0001 --edit 5 --suggest x
expect 1 "what is accepted suggests nothing else" "comment 5 is accepted: reopen it first"
as wang show AL-2026-0001
expect 0 "and stands in the text" "从 百分之七十一 到 80%"
as wang history AL-2026-0001
expect 0 "in one revision that says whose it was" "comment 5, suggested by du-rep"
as wang comment AL-2026-0001 --reopen 5
expect 1 "what stands in the text is not reopened" "stands in the text"
as wang comment AL-2026-0001 --accept 1
expect 1 "a remark is not accepted" "suggests no text"
as wang comment AL-2026-0001 --resolve 3
expect 1 "nor an answer settled" "is an answer"
as wang comment AL-2026-0001 --resolve 1
expect 0 "a remark is settled" "comment 1 is settled"
as wang comment AL-2026-0001 --resolve 1
expect 1 "once" "comment 1 is settled already"
as du-rep comment AL-2026-0001 --reopen 1
expect 0 "and reopened by who began it" "comment 1 is unsettled"
as wang comment AL-2026-0001 --edit 1 别的话
expect 1 "others' words stay theirs" "only who wrote it may change it"
as du-rep comment AL-2026-0001 --edit 1 "客户原话是什么？"
as du-rep comment AL-2026-0001
expect 0 "one's own may be changed" "客户原话是什么？" "edited"
as wang comment AL-2026-0001 --delete 1
expect 1 "nobody deletes others'" "only who wrote it"
as wang comment AL-2026-0001 --delete 3
expect 0 "one's own is deleted" "comment 3 is deleted; --undelete 3 brings it back"
as wang comment AL-2026-0001 --undelete 3
expect 0 "and comes back" "comment 3 is back"
as wang comment AL-2026-0001 --resolve 77
expect 1 "one that there is not" "the case has no comment 77"
as wang export --format yaml
lacks "comments are not exported" 客户原话
as wang search 客户原话 --match all --format ids
says_nothing "nor searched"
as wang comment AL-2026-0001 --format jsonl
expect 0 "the list for programs" '"number":1,"answers":0' '"kind":"suggestion","resolution":"accepted"'

# ---- somebody leaves ----
as wang new title=没写完的
as wang new title=回收站里的草稿
away=$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)
as wang export "$away" --format yaml -o away.yaml
as wang trash "$away"
as boss users set wang --disable
expect 0 "the lead gets the cases" "2 cases of wang belong to lead now, who leads the team." "import --undo"
as lead show AL-2026-0002
expect 0 "also drafts" "Owner: lead" "Author: wang"
as lead history AL-2026-0002
expect 0 "the history says why" "王芳 has left"
as wang show AL-2026-0001
expect 1 "who left is out" "disabled"
as lead untrash "$away"
as lead show "$away"
expect 0 "what comes out of the trash goes to the lead" "Owner: lead" "Author: wang"
as boss set "$away" owner=du-editor
as boss revert "$away" --rev 1
as boss show "$away"
expect 0 "an older revision brings nobody back who has left" "Owner: du-editor"
sed -i 's/^title: .*/title: 回收站里的旧草稿/' away.yaml
as boss import away.yaml
expect 0 "nor does a file" "1 changed"
as boss show "$away"
expect 0 "that still names him" "Owner: lead" "回收站里的旧草稿"
as boss set "$away" owner=wang
expect 1 "nobody gives him a case any more" "owner: wang has left"
as boss trash "$away"
as boss users set lead --disable
expect 0 "without a lead a manager does" "belong to du-manager now: the team has no lead"
as boss users set du-manager --disable
expect 0 "without a manager an admin" "belong to boss now"
as boss check --deep
expect 0 "the library is sound" "sound"

# ---- what one may not see is not told by a reference to it ----
as wang new title=谁也不该知道的计划
hidden=$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)
as boss users set stranger editor
as stranger show "$hidden"
expect 1 "a draft of another team is not there"
as stranger new title=另一篇案例 "related=$hidden"
expect 0 "its number may be written" "saved AL-"
as stranger show "$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)"
check "but tells nothing" sh -c "grep -qF '$hidden' out && ! grep -q 谁也不该 out"

# ---- a file is no way around a consent ----
printf 'title: 公开还是不公开\naudience: internal\nowner: wang\n' >state.yaml
as boss import --state published state.yaml
as boss search 公开还是不公开 --format ids
shown=$(head -1 out)
as stranger export "$shown" -o full.yaml
sed 's/^audience: .*/audience: public/' full.yaml >public.yaml
as stranger import public.yaml
expect 1 "an editor's file makes no published case public" "a public case needs a consent"
as stranger show "$shown"
expect 0 "it stays internal" "Audience: internal only"
as boss import public.yaml
expect 0 "who may import states may say so" "1 changed"

# ---- what is verified is what was read ----
as stranger set "$shown" audience=internal summary=核对过的
as boss users set checker reviewer
as checker verify "$shown"
as stranger show "$shown"
as stranger export "$shown" -o full.yaml
check "a case is verified" grep -q " last:" full.yaml
sed 's/核对过的/谁也没有核对过的/' full.yaml >told.yaml
as stranger import told.yaml
expect 0 "an editor's file changes what it says" "1 changed"
as stranger export "$shown" -o full.yaml
check "and nobody has checked that" sh -c 'grep -q "^title:" full.yaml && ! grep -q " last:" full.yaml'

# ---- nor where a case went ----
as stranger export "$shown" -o full.yaml
as boss new title=谁也不该知道的去处
hidden=$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)
as boss merge "$hidden" "$shown" --anyway
echo "summary: 又一句" >>full.yaml
sed -i '0,/^summary: /{/^summary: /d}' full.yaml
as stranger import full.yaml
check "an import of a merged case does not name a hidden one" \
  sh -c "grep -q trash out err && ! cat out err | grep -q 谁也不该"
