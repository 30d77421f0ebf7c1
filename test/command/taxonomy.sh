#!/bin/sh
# Tags and categories: lists with counts, changes that take the cases along, what imports map, refusals.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 57
run init --zone Asia/Shanghai --demo
run export --format jsonl -o before.jsonl
run tags
expect 0 "tags are listed with their cases" "    9  数据质量" "    5  续费"
run tags --format jsonl
expect 0 "as JSON" '{"name":"续费","cases":5,"listed":'
run tags --format xml
expect 2 "an unknown format is refused" "xml"

run tags rename 续费 续约率
expect 0 "a tag is renamed in all its cases" "5 cases changed"
run tags
expect 0 "the new name has them" "    5  续约率"
check "the old one is gone" sh -c '! grep -q " 续费$" out'
run search 'tags:"续约率"' --match all --format ids -n 50
check "a search finds them" test "$(wc -l <out)" = 5
run history AL-2026-0001
expect 0 "the history says what happened" "changed" "tags: 续费 -> 续约率"
printf '{"ext_id":"x","title":"A case from elsewhere","tags":["续费","新的"]}\n' >new.jsonl
run import new.jsonl
run search 'title:"A case from elsewhere"' --match all --exact --format ids
id=$(cat out)
run show "$id" --format yaml
expect 0 "an import under the old name gets the new one" "续约率" "新的"
run new title=手写的案例 "tags=续费;手写的"
made=$(sed -n 's/.*\(AL-[0-9-]*\),.*/\1/p' out)
run show "$made" --format yaml
expect 0 "so does what a person types" "tags: [续约率, 手写的]"
run set "$made" tags=手写的
run set "$made" "tags=续费;手写的;续约率"
expect 0 "also what he sets" "saved"
run show "$made" --format yaml
check "once" grep -qF 'tags: [续约率, 手写的]' out
run set "$made" tags=手写的
run tags undo
expect 0 "taken back" "taken back"
run show AL-2026-0001 --format yaml
check "in the cases" grep -q "tags: \[续费" out
run tags undo
run show AL-2026-0001 --format yaml
check "and made again" grep -q "tags: \[续约率" out
run tags rename 续约率 续费
expect 0 "and named as before" "cases changed"
run import new.jsonl
run show "$id" --format yaml
check "a name that is one again leads nowhere else" grep -q 续费 out

run tags merge 流失预警 客户分层 续费
expect 0 "two tags go into a third" "流失预警 -> 续费" "客户分层 -> 续费"
run show AL-2026-0001 --format yaml
check "a case has it" grep -q '^tags.*续费' out
check "and none of the others" sh -c 'grep "^tags" out >tags && ! grep -q -e 流失预警 -e 客户分层 tags'
check "really once" sh -c 'test "$(grep "^tags" out | grep -o "续费" | wc -l)" = 1'
run tags add 续费
expect 1 "a tag that is there is not added" "already"
run tags add 全新标签
expect 0 "a new one is" "saved"
run tags
expect 0 "and listed without cases" "    0  全新标签"
run tags rename 没有这个 别的
expect 1 "a tag that is not there is refused" "没有这个"
run tags rename 续费 接口
expect 1 "another one's name too: that is a merge" "merge"
run tags merge 没有这个 续费
expect 1 "merging what is not there" "没有这个"
run tags merge 续费 没有这个
expect 1 "or into what is not there" "没有这个"
run tags merge 续费 续费
expect 1 "or with itself" "already"
run tags rename 续费 'a;b'
expect 1 "a name holds no semicolon" "semicolon"
run tags rename 续费
expect 2 "two names are needed" "two names"
run tags frobnicate
expect 2 "an unknown verb is refused" "undo"

run categories
expect 0 "the tree is shown with the cases below" "客户成功" "      流失挽回"
run categories rename 客户成功/续约 留存
expect 0 "a branch is renamed" "7 cases changed"
run show AL-2026-0001 --format yaml
expect 0 "with what lies below" "category: 客户成功/留存/流失挽回"
run categories move 客户成功/留存 /
expect 0 "it moves to the top" "cases changed"
run show AL-2026-0001 --format yaml
expect 0 "and its cases with it" "category: 留存/流失挽回"
printf '{"ext_id":"y","title":"Another one","category":"客户成功/续约/流失挽回"}\n' >new.jsonl
run import new.jsonl
run search 'title:"Another one"' --match all --exact --format ids
run show "$(cat out)" --format yaml
expect 0 "an import under the oldest path gets the newest" "category: 留存/流失挽回"
run set "$made" category=客户成功/续约/流失挽回
expect 0 "a person may type it" "saved"
run show "$made" --format yaml
expect 0 "and gets the newest too" "category: 留存/流失挽回"
run set "$made" category=
expect 0 "and takes it away" "saved"
run categories undo
run show AL-2026-0001 --format yaml
expect 0 "the last step is taken back" "category: 客户成功/留存/流失挽回"
run categories merge 价格谈判 提前续约
expect 0 "a leaf goes into another one" "价格谈判 -> 提前续约"
run categories --format ids
lacks "it is gone" 价格谈判
run categories merge 客户成功/留存 服务支持
expect 1 "a branch with leaves is not merged" "below it"
run categories move 客户成功 服务支持
expect 1 "nothing lies deeper than three levels" "three levels"
run categories move 客户成功 客户成功/留存
expect 1 "nor below itself" "below itself"
run categories add 没有/新的
expect 1 "nor below what is not there" "没有"
run categories add 服务支持/新的一类
expect 0 "a new one is added" "saved"
run categories add 服务支持/新的一类
expect 1 "once" "twice"
run categories rename 新的一类 'a/b'
expect 1 "a name holds no slash" "slash"
run categories rename 新的一类 新的一类
expect 1 "its own name is no change" "already"
run categories move 新的一类
expect 2 "two names are needed" "two names"
run check --deep
expect 0 "the library is whole" "sound"
run users set limin admin
run users set "$(id -un)" reviewer
run tags rename 续费 别的
expect 1 "a reviewer may not" "change categories and tags"
run categories add 服务支持/再一类
expect 1 "nor change the tree" "manager"
run categories undo
expect 1 "nor take back" "manager"
