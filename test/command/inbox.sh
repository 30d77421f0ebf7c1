#!/bin/sh
# What waits for whom, as a mail from cron asks for it.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 34
at() { export ANLIKU_NOW="$1"; }
empty() { test ! -s out && test ! -s err; }
as boss init
as boss teams set 华东
for person in wang:editor li:reviewer chen:rep du:reader; do
  as boss users set "${person%%:*}" "${person#*:}" --team 华东
done
as boss users set wang --name 王芳
for person in du chen wang li; do
  as $person inbox
  expect 0 "nothing waits for $person"
  check "and nothing is printed" empty
done
long='客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，老师人手一直不够用，续费率从 71% 到 80%'
cat >case.yaml <<EOF
title: 续费率提升
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
EOF
ANLIKU_AS=wang "$ANLIKU" -L "$LIB" new - <case.yaml >out 2>err
as wang inbox
expect 0 "a draft of one's own" "My unfinished cases (1)" "AL-2026-0001  续费率提升"
as wang inbox --since 2026-01-01
check "is no news" empty
as wang submit AL-2026-0001
at 2026-11-20T10:00:00Z
as li inbox --since 2026-11-20T08:00
expect 0 "what was submitted since then" "To be reviewed" "AL-2026-0001  续费率提升  王芳"
as li inbox --since 2026-11-20T09:30
expect 0 "what was submitted before"
check "is no news: cron mails nothing" empty
for since in 1h yesterday 昨天 1d; do
  as li inbox --since $since
  expect 0 "so far back: $since" "AL-2026-0001"
done
at 2026-11-22T10:00:00Z
for since in 24h yesterday 今天 1d; do
  as li inbox --since $since
  check "two days later that was before: $since" empty
done
at 2026-11-20T10:00:00Z
as li inbox --since yesterday-ish
expect 2 "what is no time is refused" "is no time"
as li inbox --format xml
expect 2 "and what is no format" "is no format: text or jsonl"
as li inbox --format jsonl
expect 0 "for programs" '{"kind":"review","at":"2026-11-20T09:00:00Z","id":"AL-2026-0001","title":"续费率提升","who":"王芳"'
as li return AL-2026-0001 --reason 没有来源
as wang inbox --since 2026-11-20T09:30
expect 0 "a case that came back, with the reason" "Returned to me" "没有来源"
at 2026-11-21T09:00:00Z
as wang set AL-2026-0001 summary=改好了一半
as wang inbox
expect 0 "it waits since it was returned" "2026-11-20 10:00  AL-2026-0001"
as wang inbox --since 2026-11-21
check "and is no news because its owner works on it" empty
at 2026-11-20T10:00:00Z
as wang submit AL-2026-0001
as li review AL-2026-0001
as li publish AL-2026-0001
as chen comment AL-2026-0001 --field result 客户原话？
as wang inbox --since 2026-11-20T09:30
expect 0 "a comment" "New comments" "#1" "客户原话？"
as chen inbox
check "whose writer is not told of it" empty
at 2026-12-01T15:00:00Z
as wang set AL-2026-0001 result="$long，又改了"
expect 0 "an edit of what was verified" "has to be verified again"
at 2026-12-02T08:00:00Z
as li inbox --since 24h
expect 0 "is news the next morning" "To be verified again" "2026-12-01 15:00"
at 2026-12-03T08:00:00Z
as li inbox --since 24h
check "once" empty
as li verify AL-2026-0001
at 2028-01-01T09:00:00Z
as li inbox --since 2027-01-01
expect 0 "what fell due" "To be verified again" "2027-06-02"
"$ANLIKU" -L "$LIB" --lang zh inbox >out 2>err
status=$?
expect 0 "in the language of the person" "续费率提升"
