#!/bin/sh
# What leaves the house: consent, the safe form in every format, uses, the history; and refusals.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 51
run init
run new title='晨光在线教育：续费' customer=晨光在线教育 audience=sales \
  summary='晨光在线教育 2024-09-10 上线，电话 13812345678。' tags=续费 lang=zh
expect 0 "a case of a customer" "saved AL-2026-0001"

# ---- consent ----
run show AL-2026-0001
expect 0 "without consent it is told without the name" "May I tell: anonymous only: no consent is on record" "Used: never"
run new consent customer=KH-000001 scope=named granted_on=2026-01-01 expires=2025-01-01
expect 1 "a consent does not end before it begins" "expires: Consent until lies before Granted on"
run new consent customer=没有这家 scope=named
expect 1 "a consent has a customer that is there" "there is no customer “没有这家”"
run new consent customer=KH-000001 scope=named channels='网站；会议' expires=2027-05-31 granted_by=王总
expect 0 "new makes a consent" "saved XK-2026-0001"
run set AL-2026-0001 consent.id=XK-2026-0001
expect 0 "a case names it" "revision 2"
run show AL-2026-0001
expect 0 "and may be told" "May I tell: may be told until 2027-05-31 (网站; 会议)"
run set AL-2026-0001 consent.id=XK-2026-0009
expect 1 "a consent that there is not is refused" "there is no consent “XK-2026-0009”"
run new title=别家 customer=远山
run set AL-2026-0002 consent.id=XK-2026-0001
expect 1 "and one of another customer" "is one of another customer's"
run set XK-2026-0001 revoked_on=2026-11-20
run show AL-2026-0001
expect 0 "a revoked one keeps the case inside" "internal only: the consent was revoked on 2026-11-20"
run set XK-2026-0001 revoked_on=2026-12-24
run show AL-2026-0001
expect 0 "one that will be revoked holds until then" "may be told until 2026-12-23"
run set XK-2026-0001 revoked_on= granted_on=2026-12-01
run show AL-2026-0001
expect 0 "and one that begins later does not hold yet" "internal only: the consent begins on 2026-12-01"
run set XK-2026-0001 granted_on= expires=2026-11-19
run show AL-2026-0001
expect 0 "and so does one that has ended" "internal only: the consent ended on 2026-11-19"
run show XK-2026-0001
expect 0 "show prints a consent" "Channels: 网站; 会议" "Granted by: 王总"
run history XK-2026-0001
expect 0 "it has a history" "created" "edited"

# ---- they come out and go in again ----
run use AL-2026-0001 --prospect 江南银行 --kind call
expect 0 "a use is logged" "logged as YY-2026-0001"
for kind in customer consent use case; do
  for format in yaml jsonl csv; do
    run export --kind $kind --format $format -o $kind.$format
  done
done
LIB=$BOX/other
run init
for kind in customer consent case use; do
  run import --kind $kind $kind.yaml
done
run export --kind consent -o consent-two.yaml
check "consents come out the same" sh -c 'test -s consent.yaml && cmp consent.yaml consent-two.yaml'
run export --kind use -o use-two.yaml
check "uses come out the same" sh -c 'grep -q 江南银行 use.yaml && cmp use.yaml use-two.yaml'
run show AL-2026-0001
expect 0 "the case still names its consent" "internal only: the consent ended on 2026-11-19" "Used: 1 time"
LIB=$BOX/lib
run import --kind consent consent.csv
expect 0 "CSV is understood" "0 new, 0 changed, 1 unchanged"
run export --kind hand-on
expect 2 "what was handed on is no kind of file" "cannot be exported"
run new hand-on
expect 2 "nor made by hand" "is made by another command"

# ---- the safe form ----
run export AL-2026-0001 --safe --format html
expect 0 "a page of one case" "<!doctype html>" "客户A：续费" "2024年第三季度" "[电话]"
check "names nobody" sh -c '! grep -q 晨光 out && ! grep -q 1381234 out && ! grep -q AL-2026 out'
for format in yaml jsonl csv md; do
  run export AL-2026-0001 --safe --format $format
  expect 0 "$format is safe too" "客户A：续费"
done
run export AL-2026-0001
expect 0 "in full it says what it is not meant for" "晨光在线教育" "AL-2026-0001 in full - internal only: the consent ended"
run set AL-2026-0001 need='证书 ISO 27001'
run export AL-2026-0001 --safe
expect 1 "what may still tell stops it" "ISO 27001" "--confirmed"
check "before anything is out" test ! -s out
run export AL-2026-0001 --safe --confirmed --prospect 'Beta Bank' -o page.html
expect 0 "somebody has looked at it" "1 record written to page.html"
check "the ending makes a page of it" grep -q '</html>' page.html
run export --kind customer --safe
expect 1 "only cases have a safe form" "only cases have a safe form"
run export AL-2026-0009 --safe
expect 1 "a case that there is not" "there is no case “AL-2026-0009”"
run export -q 续费 --format jsonl
expect 0 "only what a query finds" "晨光在线教育" "AL-2026-0001 in full - internal only"
run export -q zzzqqq --format jsonl
expect 0 "and says when that is nothing" "No case is found"
run export -q 续费 AL-2026-0001
expect 2 "not both" "-q finds cases"
run import --format html page.html
expect 1 "a page is not read back" "html is only written, not read"
run history AL-2026-0001
expect 0 "every hand-on is in the history" "handed on  file, safe form, for Beta Bank" "handed on  file, in full"

# ---- uses ----
run use AL-2026-0001 --feedback 4
expect 0 "feedback alone is of the last use" "the use for 江南银行 went: 4 of 5"
run use AL-2026-0001 --feedback 4
expect 0 "said again it takes its place" "4 of 5"
run use AL-2026-0001 --feedback 6
expect 2 "of one to five" "feedback"
run use AL-2026-0002 --prospect 恒丰 --days 2
expect 0 "a use of two days ago is logged" "YY-2026-"
run show AL-2026-0002
expect 0 "on its day" "2026-11-18"
run use AL-2026-0002 --days 400
expect 2 "more than a year ago is refused" "366"
run use AL-2026-0001 --kind sold
expect 2 "a kind that there is not" "is no kind of use"
run show AL-2026-0001
expect 0 "the case says how often" "Used: 1 time, last on 2026-11-20, feedback 4.0 of 5 (1)"

# ---- what was logged survives a repair ----
run check --repair "$BOX/repaired"
expect 0 "check writes a repaired library" "written to"
LIB=$BOX/repaired
run reindex
run show AL-2026-0001
expect 0 "the case still knows its use" "Used: 1 time" "the consent ended on 2026-11-19"
run history AL-2026-0001
expect 0 "and what was handed on" "handed on"
