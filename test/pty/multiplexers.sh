#!/bin/sh
# A long session inside tmux and inside screen: each has a server of its own in the sandbox, every
# wait is for what the screen shows.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
plan 16
unset TMUX STY SSH_TTY NO_COLOR
export TMUX_TMPDIR=$BOX SCREENDIR=$BOX/screens TERM=xterm-256color
# Neither belongs to the sanitizers' run, where everything takes several times as long.
if grep -q '^#define ANLIKU_SANITIZED' "$ANLIKU_TEST_BUILD/config.h"; then
  skip_rest 16 "this is the sanitizers' run"
fi
run init --zone Asia/Shanghai --demo

shot=$BOX/shot

# wait_for TAKE TEXT: until the picture that TAKE makes holds the text.
wait_for() {
  tries=0
  while [ $tries -lt 400 ]; do
    $1 && grep -qF -- "$2" "$shot" && return 0
    tries=$((tries + 1))
    sleep 0.05
  done
  echo "waited for: $2"
  cat "$shot"
  return 1
}

# Garbage of terminals: parts of sequences, lines of another character set, half glyphs.
# The hardcopy of screen holds one byte a Chinese character, which may be any: fewer can be sought.
clean() {
  for text in 'qqq' '[?' 'rgb:' "$@"; do
    if grep -qF -- "$text" "$shot"; then
      echo "garbage: $text"
      cat "$shot"
      return 1
    fi
  done
}

# ---- tmux ----

in_tmux() { tmux -L anliku -f /dev/null "$@"; }
see_tmux() { in_tmux capture-pane -p -t s >"$shot" 2>/dev/null; }
stop_tmux() { in_tmux kill-server 2>/dev/null; }
trap 'stop_tmux; screen -S anliku -X quit >/dev/null 2>&1; chmod -R u+rwx "$BOX" 2>/dev/null; rm -rf "$BOX"' EXIT
keys() { in_tmux send-keys -t s "$@"; }
same_after_redraw() {
  # What grew by changes is what a whole repaint gives.
  keys C-g && wait_for see_tmux "type to search the help" && keys C-g && wait_for see_tmux "$1" || return 1
  in_tmux capture-pane -p -t s >"$BOX/grown"
  keys C-l
  keys C-g && wait_for see_tmux "type to search the help" && keys C-g && wait_for see_tmux "$1" || return 1
  in_tmux capture-pane -p -t s >"$BOX/whole"
  diff "$BOX/grown" "$BOX/whole"
}

if command -v tmux >/dev/null; then
  in_tmux new-session -d -s s -x 80 -y 24 \
    "env ANLIKU_TEST=1 ANLIKU_NOW=$ANLIKU_NOW '$ANLIKU' -L '$LIB' browse; echo status \$?; read line"
  check "tmux: the program opens" wait_for see_tmux "type to search"
  check "and nothing strange is on the screen" clean '[0m' '(B' '2026;' "$(printf '\357\277\275')"
  keys -l '续费'
  wait_for see_tmux "续费率" >/dev/null
  keys Down
  check "Chinese is searched, Down goes to the list" wait_for see_tmux "Enter open"
  for i in $(seq 60); do keys Down; done
  for i in $(seq 40); do keys j k PageDown Up Home End; done
  keys Home
  check "hundreds of keys later the picture is whole" same_after_redraw "Enter open"
  check "and clean" clean '[0m' '(B' '2026;' "$(printf '\357\277\275')"
  keys F5
  in_tmux resize-window -t s -x 120 -y 40
  check "it follows the window" wait_for see_tmux "│"
  keys Enter
  check "Enter opens the case" wait_for see_tmux "AL-2026-"
  keys Escape
  check "Esc goes back" wait_for see_tmux "also renewal"
  keys e
  wait_for see_tmux "Edit case" >/dev/null
  in_tmux set-buffer '粘贴的一句'
  in_tmux paste-buffer -p -t s
  check "a paste is text in the form" wait_for see_tmux "粘贴的一句"
  keys C-q
  check "^Q leaves, the shell's screen is back" wait_for see_tmux "status 0"
  stop_tmux
  tries=0
  until in_tmux new-session -d -s s -x 80 -y 24 "env ANLIKU_TEST=1 '$ANLIKU' -L '$LIB' browse" 2>/dev/null; do
    tries=$((tries + 1)) # the server before has not quite gone
    [ $tries -lt 100 ] || break
    sleep 0.05
  done
  check "the draft is there" wait_for see_tmux "draft 1"
  in_tmux list-panes -t s -F '#{pane_pid}' >"$BOX/pid"
  stop_tmux
  gone() {
    tries=0
    while kill -0 "$(cat "$BOX/pid")" 2>/dev/null; do
      tries=$((tries + 1))
      [ $tries -lt 400 ] || return 1
      sleep 0.05
    done
  }
  check "when tmux dies the program ends" gone
else
  for i in $(seq 12); do
    number=$((number + 1))
    echo "ok $number # SKIP tmux is missing"
  done
fi

# ---- screen ----

see_screen() { screen -S anliku -p 0 -X hardcopy "$shot" >/dev/null 2>&1 && [ -s "$shot" ]; }
stuff() { screen -S anliku -p 0 -X stuff "$1" >/dev/null; }

command -v screen >/dev/null || skip_rest 4 "screen is missing"
mkdir -m 700 "$SCREENDIR"
printf 'defutf8 on\nstartup_message off\nterm screen-256color\naltscreen on\n' >"$BOX/screenrc"
screen -U -c "$BOX/screenrc" -dmS anliku sh -c \
  "env ANLIKU_TEST=1 ANLIKU_NOW=$ANLIKU_NOW '$ANLIKU' -L '$LIB' browse; echo status \$?; read line"
check "screen: the program opens" wait_for see_screen "type to search"
stuff "$(printf '续费\033[B')"
check "Chinese is searched, Down goes to the list" wait_for see_screen "Enter open"
for i in $(seq 30); do stuff "$(printf 'j\033[6~k\033OA')"; done
check "and nothing strange is on the screen" clean
stuff "$(printf '\021')"
check "^Q leaves" wait_for see_screen "status 0"
