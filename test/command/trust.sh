#!/bin/sh
# What makes a case trusted: ratings; consents that end; and what is refused.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 47
run init
cat >cases.yaml <<'END'
uuid: 0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11
title: 晨光在线教育续费
customer: 晨光在线教育
audience: internal
state: published
owner: wangfang
END
run import --state published cases.yaml
expect 0 "a published case of somebody else" "1"

# ---- ratings ----
run config set --team rating_weight 0
run rate AL-2026-0001 80
expect 0 "an expert rates" "rated; now: 80 (experts 80, n=1)"
run rate AL-2026-0001 --helpful yes
expect 0 "and says that it helped" "80 (experts 80, n=1), helpful: 1 of 1"
run rate AL-2026-0001 70 --helpful no
expect 0 "and changes it" "70 (experts 70, n=1), helpful: 0 of 1"
run show AL-2026-0001
expect 0 "show tells it" "Rating: 70 (experts 70, n=1), helpful: 0 of 1"
run rate AL-2026-0001
expect 2 "nothing to say is refused" "say a number from 0 to 100"
run rate AL-2026-0001 101
expect 2 "a number out of range is refused" "“101” is no rating"
run rate AL-2026-0001 80 --helpful perhaps
expect 2 "and an answer that is none" "--helpful is yes or no"
run rate AL-2026-0009 80
expect 1 "and a case that there is not"
run new title=草稿
run rate AL-2026-0002 80
expect 1 "a draft is not rated" "a draft is not rated yet"
run config set --team rating_weight -1
expect 1 "the weight of the mean is a number of votes" "rating_weight"

# ---- consents ----
run set AL-2026-0001 audience=public
expect 1 "no public case without a consent" "audience: a public case needs a consent"
run new consent customer=晨光在线教育 scope=named expires=2026-11-20
expect 0 "a consent that holds today" "saved XK-2026-0001"
run set AL-2026-0001 audience=public consent.id=XK-2026-0001
expect 0 "makes it public"
run set XK-2026-0001 granted_by=王总
lacks "a change that matters to no case says nothing of cases" internal
run set XK-2026-0001 revoked_on=2026-11-20
expect 0 "taking it back drops the case" "1 public case is internal now: AL-2026-0001" \
  "anliku import --undo "
batch=$(sed -n 's/.*--undo \([0-9a-f-]*\) .*/\1/p' out)
run show AL-2026-0001
expect 0 "it is internal" "Audience: internal only" "revoked on 2026-11-20"
run history AL-2026-0001
expect 0 "the history names the consent" "the consent XK-2026-0001 was taken back"
run set AL-2026-0001 audience=public
expect 1 "and does not become public again" "a public case needs a consent"
run import --undo "$batch"
expect 0 "one command takes both back"
run show AL-2026-0001
expect 0 "the case is public again" "Audience: public" "may be told until 2026-11-20"
run trash XK-2026-0001
expect 0 "the trash drops it too" "1 public case is internal now: AL-2026-0001"
run untrash XK-2026-0001
expect 0 "and coming back makes nothing public" "is back"
run show AL-2026-0001
expect 0 "it stays internal" "Audience: internal only"

# ---- consents that come from files ----
run set AL-2026-0001 audience=public
run export --kind consent -o consents.yaml
sed 's/^scope: .*/&\nrevoked_on: 2026-11-19/' consents.yaml >revoked.yaml
run import --kind consent revoked.yaml
expect 0 "an imported consent that was taken back drops its cases" "1 public case is internal now"
batch=$(sed -n 's/.*--undo \([0-9a-f-]*\) .*/\1/p' out)
run show AL-2026-0001
expect 0 "at once" "Audience: internal only"
run import --undo "$batch"
run show AL-2026-0001
expect 0 "in the batch of the import" "Audience: public"

# ---- undo opens no door ----
run set AL-2026-0001 audience=internal
run set XK-2026-0001 revoked_on=2026-11-20
run revert AL-2026-0001 --last
expect 0 "an edit is taken back after the consent was" "is taken back"
run show AL-2026-0001
expect 0 "and the case stays internal" "Audience: internal only"
run revert XK-2026-0001 --last
run set AL-2026-0001 audience=public
run set XK-2026-0001 revoked_on=2026-11-20
batch=$(sed -n 's/.*--undo \([0-9a-f-]*\) .*/\1/p' out)
run set XK-2026-0001 granted_by=李总
run import --undo "$batch"
run show AL-2026-0001
expect 0 "nor by a batch whose consent stays taken back" "Audience: internal only"
run new consent customer=晨光在线教育 scope=named
run set AL-2026-0001 audience=public consent.id=XK-2026-0002
run revert XK-2026-0002 --last
expect 0 "a consent that is undone" "is taken back"
run show AL-2026-0001
expect 0 "drops its cases" "Audience: internal only"
printf 'title: 没有同意\naudience: public\nowner: wangfang\n' >public.yaml
run import --state published public.yaml
run search 没有同意 --format ids
loose=$(head -1 out)
run set "$loose" summary=改过
run revert "$loose" --last
run show "$loose"
expect 0 "what a file made public is as it was after an undo" "Audience: public"

# ---- customers ----
run set KH-000001 name=晨光在线学校
expect 0 "another name of a customer is its cases' too" "saved KH-000001" "1 case names the customer so, too"
run show AL-2026-0001
expect 0 "and stands there" "Customer: 晨光在线学校"
run show XK-2026-0001
expect 0 "and in its consents" "Customer: 晨光在线学校"
run revert KH-000001 --rev 1
run show AL-2026-0001
expect 0 "as it does when the old name comes back" "Customer: 晨光在线教育"
run trash KH-000001
expect 1 "a customer with cases stays" "“晨光在线教育” has cases (1): give them another customer, or rename it"
run trash AL-2026-0001
run trash KH-000001
expect 1 "and one with consents" "“晨光在线教育” has consents on record (1): it stays as long as they do"
run trash XK-2026-0001
run trash KH-000001
expect 0 "without them it goes" "KH-000001 is in the trash"
run new title=又一个 customer=晨光在线教育
expect 0 "who is named so then is another" "the customer “晨光在线教育” was new"
run untrash KH-000001
expect 0 "and the first one comes back" "is back"

# ---- very many consents that end on one day ----
i=0
while [ $i -lt 1201 ]; do
	i=$((i + 1))
	echo "{\"ext_id\":\"m$i\",\"title\":\"同日到期 $i\",\"audience\":\"public\",\"consent\":{\"scope\":\"named\",\"expires\":\"2026-12-01\"}}"
done >many.jsonl
run import --state published many.jsonl
run search audience:public 同日到期 --exact -n 1
expect 0 "they are public as long as it holds" "1201 cases"
export ANLIKU_NOW=2026-12-02T09:00:00Z
run set AL-2026-0001 summary=第二天
run search audience:public 同日到期 --exact -n 1
expect 0 "the next day none of them is" "0 cases"
run search audience:internal 同日到期 --exact -n 1
expect 0 "all of them are internal" "1201 cases"
run set AL-2026-0001 summary=再改
for order in updated -updated; do
	run search "同日到期 sort:$order" --format ids -n 1
	run history "$(head -1 out)"
	expect 0 "each of them once, with the reason: the first by $order" "internal now: its consent ended on 2026-12-01"
done
