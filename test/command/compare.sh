#!/bin/sh
# Two cases against each other: what only one says, what both say, refusals.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 13
run init --zone Asia/Shanghai
cat >two.jsonl <<'END'
{"ext_id":"a","title":"First","industry":"金融","region":"华东","need":"Same need.","result":"Rose by nine.","outcomes":[{"metric":"retention.logo","unit":"%","before":71,"after":80},{"metric":"工单数","unit":"单","before":0,"after":12}]}
{"ext_id":"b","title":"Second","industry":"金融","region":"华南","need":"Same need.","result":"Fell by two.","outcomes":[{"metric":"retention.logo","unit":"%","before":80,"after":78}]}
END
run import two.jsonl --state published
run compare AL-2026-0001 AL-2026-0002
expect 0 "both stand at the top" "< AL-2026-0001  First" "> AL-2026-0002  Second"
expect 0 "what differs has a sign for each" "< 华东" "> 华南" "< Rose by nine." "> Fell by two."
expect 0 "outcomes of one metric stand together, by name, with their change" \
  "71% -> 80% (+9 points, +12.7%)" "80% -> 78% (-2 points, -2.5%)"
expect 0 "from nothing there is no percentage" "0单 -> 12单 (+12单)"
check "a metric is called by its name" sh -c '! grep -q retention.logo out'
check "what both say is left out" sh -c '! grep -q "Same need" out && ! grep -q 金融 out'
run compare AL-2026-0001 AL-2026-0002 --all
expect 0 "--all says what both say, once" "  Same need." "  金融"
check "once" test "$(grep -c 'Same need' out)" = 1
run compare AL-2026-0001 AL-2026-0001
expect 1 "a case with itself is refused" "another one"
run compare AL-2026-0001 AL-2026-9999
expect 1 "a case that is not there is refused" "AL-2026-9999"
run compare AL-2026-0001
expect 2 "two ids are wanted" "usage"
run --lang zh_CN compare AL-2026-0001 AL-2026-0002
expect 0 "it works in Chinese" "< 华东"
run users add li --role reader
run new --title "Draft" 2>/dev/null
run import --dry-run two.jsonl
expect 0 "and the library is whole"
