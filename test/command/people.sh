#!/bin/sh
# Users, teams, roles, and what each may see and do.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 17
run init
me=$(id -un)
run users
expect 0 "the maker is admin" "$me" "admin"
run teams set 华东 --region 上海
expect 0 "a team is made" "saved"
run users set wangfang editor --name 王芳 --team 华东
expect 0 "a user is made" "saved"
run users
expect 0 "and listed" "wangfang" "王芳" "editor" "华东"
run users set wangfang king
expect 1 "a role that does not exist is refused" "there is no role “king”"
run users set "wang fang" editor
expect 1 "a login with a blank is refused" "is not a login"
run users set wangfang --team 火星
expect 1 "a team that does not exist is refused" "there is no team “火星”"
run users set "$me" reader
expect 1 "the only admin stays admin" "only admin"
run users set limin admin
run users set "$me" reader
expect 0 "with a second admin he may become a reader" "saved"
run new title=不能写
expect 1 "a reader does not write" "may not write" "editor"
run users set limin reader
expect 1 "nor give rights" "may not manage users"
echo "title: x" >x.yaml
run import x.yaml
expect 1 "nor import" "may not import"
check "and gets no report of an import that did not begin" test ! -s out
run compact
expect 1 "nor compact" "may not compact"
run trash nothing
expect 1 "what is not there is said" "there is no"
run roles
expect 0 "roles lists rights" "publish cases"
LIB=$BOX/nowhere
run users
expect 1 "no library there is said" "nowhere"
