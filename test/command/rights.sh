#!/bin/sh
# What one may review, what one is called by, and what a refusal names.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 20

# ---- a small office without teams ----
as boss init
as boss users set writer editor
as boss users set checker reviewer
cat >case.yaml <<'END'
title: 续费率从七成到八成
customer: 晨光在线教育
category: 客户成功/续约/流失挽回
summary: 两个季度内续费率提高九个百分点
need: 在不增加客服人数的前提下降低流失，学期末续费太集中，老师忙不过来，要提前知道谁会走。
solution: 按登录间隔分群，对高风险学员推送个性化课程与人工辅导，老师每天只看二十五个人的名单。
background: 客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，老师人手一直不够用，换系统三次。
outcomes:
  - {metric: retention.logo, unit: "%", before: 71, after: 80, evidence: 续费台账}
result: 两个学期续费率从 71% 到 80%，投诉减半，辅导老师人数不变，家长满意，校长也满意。
END
as writer import case.yaml
as writer submit AL-2026-0001
expect 0 "an editor without a team submits"
as checker inbox
expect 0 "a reviewer without a team has it in the Inbox" "To be reviewed (1)"
as checker review AL-2026-0001
expect 0 "and takes it into review" "in review"
as boss teams set 华东
as checker show AL-2026-0001
expect 0 "a team in which nobody is changes nothing" "续费率"
as boss users set writer --team 华东
as checker review AL-2026-0001
expect 1 "with teams a reviewer without one learns why" "there is no case" "You are in no team" \
  "anliku users set checker --team TEAM"
as writer review AL-2026-0001
check "who may not review does not" sh -c 'test "$1" = 1 && test -s err && ! grep -q "in no team" err' sh "$status"
as boss users set checker --team 华东
as checker return AL-2026-0001 --reason 再补数字
expect 0 "in the team it goes on"
as boss roles
expect 0 "roles says so" "As long as nobody is in a team reviewers review everybody's."

# ---- titles of cases that one may not see ----
as boss users set stranger editor
as boss teams set 华南
as boss users set stranger --team 华南
as stranger new title=别组的案例 related=AL-2026-0001
as boss show AL-2026-0002
expect 0 "a number that a stranger wrote stays one" "Related cases: AL-2026-0001"
as boss set AL-2026-0002 summary=改过
as stranger show AL-2026-0002
expect 0 "also when somebody who sees the case saves" "Related cases: AL-2026-0001"
as boss set AL-2026-0002 related=
as boss set AL-2026-0002 related=AL-2026-0001
as boss show AL-2026-0002
expect 0 "who sees it gets its name" "续费率从七成到八成"
for how in "show AL-2026-0002" "export AL-2026-0002" "diff AL-2026-0002 1 2" "history AL-2026-0002"; do
  # shellcheck disable=SC2086
  as stranger $how
  lacks "$how does not name it to who does not" 七成
done
as stranger search 续费率从七成到八成 --match all --exact --format ids
lacks "nor is a case found by the name that it has for others" AL-2026

# ---- what a refusal names ----
as boss lint --rule nonsense
expect 2 "a wrong rule names the rules" "no rule" "long-sentence" "fixable"
as boss merge AL-2026-0001 AL-2026-0002 --keep title --other summary,title
expect 2 "a field that is to go two ways" "“title” stands behind --keep and --other"
as boss config set --team screen_weights \
  "satisfaction=.3 business_size=.2 cooperation_months=.15 innovation=.2 spread=.15"
as boss config get screen_weights
expect 0 "a weight without the zero before its point" "satisfaction=0.3"
echo text >file.txt
as boss attach AL-2026-0002 file.txt --name ""
expect 2 "a file needs a name" "--name needs a name"
