# Shared by the command tests: TAP, a sandbox, a library. Source it, then `plan N` and the checks.
export LC_ALL=C.UTF-8 TZ=UTC LANG=C ANLIKU_TEST=1 ANLIKU_NOW=2026-11-20T09:00:00Z
unset LANGUAGE ANLIKU_LIBRARY XDG_DATA_HOME XDG_CONFIG_HOME VISUAL EDITOR
SRC=${ANLIKU_TEST_SRC:?}
SHARED=$SRC/../shared
ANLIKU=${ANLIKU_TEST_BUILD:?}/anliku
BOX=$(mktemp -d "${TMPDIR:-/tmp}/anliku-command-XXXXXX")
export HOME=$BOX
trap 'chmod -R u+rwx "$BOX" 2>/dev/null; rm -rf "$BOX"' EXIT
cd "$BOX" || exit 1
number=0

plan() { echo "1..$1"; }

# anliku ARGUMENTS...: runs the program on $LIB; output in out, errors in err, status in $status.
LIB=$BOX/lib
run() {
  "$ANLIKU" -L "$LIB" "$@" >"$BOX/out" 2>"$BOX/err"
  status=$?
}

# as PERSON ARGUMENTS...: the same by somebody else, who stays it until the next.
as() {
  ANLIKU=$ANLIKU_TEST_BUILD/anliku_as
  export ANLIKU_AS="$1"
  shift
  run "$@"
}

result() { # result OK NAME
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
    sed 's/^/# out: /' "$BOX/out" | head -20
    sed 's/^/# err: /' "$BOX/err" | head -20
  fi
}

# expect STATUS NAME [text that out or err must hold ...]
expect() {
  wanted=$1 name=$2
  shift 2
  bad=0
  [ "$status" = "$wanted" ] || { bad=1; echo "# status $status, expected $wanted"; }
  for text in "$@"; do
    cat "$BOX/out" "$BOX/err" | grep -qF -- "$text" || { bad=1; echo "# missing: $text"; }
  done
  result $bad "$name"
}

# lacks NAME TEXT...: the last run went well, and holds none of the texts.
lacks() {
  name=$1
  shift
  bad=0
  [ "$status" = 0 ] || { bad=1; echo "# status $status"; }
  for text in "$@"; do
    if cat "$BOX/out" "$BOX/err" | grep -qF -- "$text"; then
      bad=1
      echo "# is there: $text"
    fi
  done
  result $bad "$name"
}

# says_nothing NAME: the last run went well without a word on its output.
says_nothing() {
  bad=0
  [ "$status" = 0 ] && [ ! -s "$BOX/out" ] || bad=1
  result $bad "$1"
}

# check NAME COMMAND...: the command must succeed.
check() {
  name=$1
  shift
  if "$@" >"$BOX/check.out" 2>&1; then result 0 "$name"; else
    sed 's/^/# /' "$BOX/check.out" | head
    result 1 "$name"
  fi
}

skip_rest() { # skip_rest N REASON
  for i in $(seq "$1"); do
    number=$((number + 1))
    echo "ok $number # SKIP $2"
  done
  exit 0
}
