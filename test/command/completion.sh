#!/bin/sh
# Completion of shells: bash completes calls; zsh and fish where they are installed.
. "${ANLIKU_TEST_SRC:?}/test/command/lib.sh"
FILES=$ANLIKU_TEST_BUILD/completion
plan 30
run init --zone Asia/Shanghai --demo

# offered SHELL WORD... : what may stand for the last word, one line each, in $BOX/out
offered() {
  shell=$1
  shift
  : >err
  case $shell in
    bash)
      bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _anliku; printf "%s\n" "${COMPREPLY[@]}"' \
        bash "$FILES/anliku" "$@" >out 2>err ;;
    fish)
      line=
      for word in "$@"; do line="$line${line:+ }$word"; done
      fish --no-config -c 'source $argv[1]; complete -C "$argv[2]"' "$FILES/anliku.fish" "$line" >out 2>err ;;
  esac
}
# completes SHELL NAME WANTED WORD... : WANTED is among the offers; !WANTED: it is not
completes() {
  shell=$1 name=$2 wanted=$3
  shift 3
  offered "$shell" "$@"
  case $wanted in
    !*) grep -qF -- "${wanted#!}" out && bad=1 || bad=0 ;;
    *) grep -qF -- "$wanted" out && bad=0 || bad=1 ;;
  esac
  result $bad "$shell: $name"
}

completes bash "commands" "export " "$ANLIKU" ex
completes bash "only those that begin so" "!search" "$ANLIKU" ex
completes bash "options of a command" "--format=" "$ANLIKU" export --f
completes bash "global options" "--lang=" "$ANLIKU" --la
completes bash "values behind =, as bash cuts the words" "yaml" "$ANLIKU" export --format = ya
completes bash "values behind a blank" "jsonl" "$ANLIKU" export --format js
completes bash "values of a global option" "zh" "$ANLIKU" --lang ""
completes bash "fields" "industry=" "$ANLIKU" set AL-2026-0001 indus
completes bash "none that nobody sets" "!uuid=" "$ANLIKU" set AL-2026-0001 uu
completes bash "kinds that new makes" "consent" "$ANLIKU" new cons
completes bash "and no others" "!hand-on" "$ANLIKU" new hand
completes bash "fields to sort by" "updated" "$ANLIKU" search --sort up
completes bash "words of a command" "unset" "$ANLIKU" config un
completes bash "no words further on" "!unset" "$ANLIKU" config set un
completes bash "settings" "theme" "$ANLIKU" config set the
completes bash "values of a setting" "contrast" "$ANLIKU" config set theme con
completes bash "roles" "manager" "$ANLIKU" users set wang man
completes bash "commands behind help" "export" "$ANLIKU" help ex
completes bash "numbers of cases" "AL-2026-0001" "$ANLIKU" -L "$LIB" show AL-2026-000
completes bash "cases that a word finds" "AL-" "$ANLIKU" -L "$LIB" show 银行
completes bash "nothing for a text" "!AL-" "$ANLIKU" -L "$LIB" words 银行
: >file-to-import.yaml
completes bash "files" "file-to-import.yaml" "$ANLIKU" import file-to
completes bash "an option's value is no command" "!export" "$ANLIKU" -L ex

# Every command is offered, and every value is one that its option's help speaks of.
offered bash "$ANLIKU" ""
sort out | sed 's/ $//' | grep -v '^help$' >offered
"$ANLIKU" help | sed -n '/^commands:/,$p' | sed '1d' | awk '{print $1}' | sort >known
check "bash offers every command" sh -c 'grep -qx search known && cmp offered known'
"$ANLIKU_TEST_BUILD/man_completion" bash >tables
# values_are_told TABLES: every value offered for an option stands in the option's help.
values_are_told() {
  sed -n '/^_anliku_values()/,/^}/p' "$1" | sed -n "s/^ *'\\(.*\\)')$/\\1/p; s/^ *printf '%s.n' /= /p" |
    while read -r first rest; do
      case $first in
        =) ;;
        --*) command= option=$first && continue ;;
        *) command=$first option=$rest && continue ;;
      esac
      case $option in -?) continue ;; esac
      for value in $rest; do
        # shellcheck disable=SC2086
        case $value in @*) ;; *)
          "$ANLIKU" help $command | grep -A1 -- "^  $option" | grep -qw -- "$value" ||
            echo "$command $option: $value" ;;
        esac
      done
    done >unknown
  [ ! -s unknown ]
}
check "no value that the help of its option does not name" values_are_told tables
sed 's/yaml md jsonl csv html/yaml pdf/' tables >worse
values_are_told worse && bad=1 || bad=0
result $bad "such a value would be seen"
skip() { number=$((number + 1)) && echo "ok $number # SKIP $1 is not installed"; }
if command -v zsh >/dev/null 2>&1; then
  check "zsh reads its file" zsh -n "$FILES/_anliku"
else
  skip zsh
fi
if command -v fish >/dev/null 2>&1; then
  check "fish reads its file" fish --no-config --no-execute "$FILES/anliku.fish"
  completes fish "values" "contrast" "$ANLIKU" config set theme con
  completes fish "options" "--format=yaml" "$ANLIKU" export --format=y
else
  for _ in 1 2 3; do skip fish; done
fi
