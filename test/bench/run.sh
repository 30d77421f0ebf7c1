#!/bin/sh
# run.sh [DOCUMENTS] [QUERIES]: the figures of the design beside their targets, through the program
# itself, with SQLite FTS5 on words cut by ICU beside it. Run it in the build folder (or: make bench
# DOCUMENTS=N); it works in a folder of its own under ${TMPDIR:-/tmp}. KEEP=1 leaves that folder.
set -eu
documents=${1:-100000}
queries=${2:-200}
here=$(pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/anliku-bench-XXXXXX")
[ "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
export LANG=C.UTF-8 LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$work/none" ANLIKU_LIBRARY="$work/library"
program="$here/anliku"

say() { printf '%-34s %s\n' "$1" "$2"; }
now() { date +%s%N; }
ms_since() { awk "BEGIN { printf \"%.1f\", ($(now) - $1) / 1e6 }"; }

# Numbers on standard input, one a line, in us: p50, p95, p99 and the largest in ms.
percentiles() {
	sort -n | awk '{ v[NR] = $1 } END {
		if (!NR) { print "- - - - 0"; exit }
		split("0.5 0.95 0.99", p, " ")
		for (i = 1; i <= 3; i++) { at = int(p[i] * NR) + 1; if (at > NR) at = NR; printf "%.3f ", v[at] / 1000 }
		printf "%.3f %d\n", v[NR] / 1000, NR }'
}

"$here/bench_corpus" "$documents" "$work" "$queries" >"$work/text"
text=$(awk '/^text/ { print $2 }' "$work/text")
say "documents" "$documents, $((text / 1000000)) MB of text"
say "distinct pairs of Han characters" "$(awk '/^pairs/ { print $2 }' "$work/text") in $(awk '/^characters/ { print $2 }' "$work/text") characters"

# ---- import and size ----

"$program" init >/dev/null
begun=$(now)
"$program" import "$work/cases.jsonl" >"$work/import.out" 2>&1
took=$(ms_since "$begun")
say "import, documents/s" "$(awk "BEGIN { printf \"%.0f\", $documents / ($took / 1000) }") (target 10,000)"
file=$(stat -c %s "$work/library/data.mdb")
say "data.mdb, x the text" "$(awk "BEGIN { printf \"%.3f\", $file / $text }") (target 1.1)"
"$program" stats | sed 's/^/    /'

# ---- the peer ----

if [ -x "$here/bench_fts" ]; then
	"$here/bench_fts" "$documents" "$work" $((queries / 4)) >"$work/fts"
	say "fdatasync of one page, ms" "$(awk '/^fdatasync/ { printf "%.3f", $3 / 1000 }' "$work/fts")"
	say "FTS5 on ICU words: documents/s" "$(awk '/^build/ { print $3 ", size " $5 " x the text" }' "$work/fts")"
else
	: >"$work/fts"
	say "FTS5" "skipped: SQLite or its headers are missing"
fi

# ---- queries: batch NAME QUERIES-FILE FTS-KIND OPTION... ----
# Of a query the third pass counts, and the best of three runs: others may use the machine.

printf '%-26s %9s %9s %9s %9s %6s | %-18s %s\n' "milliseconds" p50 p95 p99 max n "FTS5 p50 p99" "p50 ratio"
batch() {
	name=$1 file=$2 kind=$3
	shift 3
	for run in 1 2 3; do
		"$program" search --batch "$work/$file.txt" --passes 3 -n 20 "$@" |
			sed -n 's/.*"us":\([0-9]*\),.*/\1/p' >"$work/us.$run"
	done
	paste "$work/us.1" "$work/us.2" "$work/us.3" |
		awk '{ least = $1; for (i = 2; i <= NF; i++) if ($i + 0 < least + 0) least = $i; print least }' >"$work/us"
	[ "$kind" = typing ] || [ $# -gt 0 ] || cat "$work/us" >>"$work/all"
	# shellcheck disable=SC2046 # words are wanted
	set -- $(percentiles <"$work/us")
	p50=$1
	printf '%-26s %9s %9s %9s %9s %6s' "$name" "$1" "$2" "$3" "$4" "$5"
	# shellcheck disable=SC2046
	set -- $(awk -v kind="$kind" '$1 == kind { print $3 }' "$work/fts" | percentiles)
	if [ "$5" -gt 0 ]; then
		awk "BEGIN { printf \" | %8s %9s %8.0f\\n\", \"$1\", \"$3\", $1 / ($p50 > 0 ? $p50 : 1) }"
	else
		echo " |"
	fi
}
: >"$work/all"
for kind in word two phrase question english mixed; do
	batch "$kind" $kind $kind
done
# shellcheck disable=SC2046
set -- $(percentiles <"$work/all")
printf '%-26s %9s %9s %9s %9s %6s   (targets: p50 0.25, p99 2.5)\n' "ALL of the above" "$1" "$2" "$3" "$4" "$5"
batch "strange phrase" strange strange --match auto
batch "as you type" typing typing --typing
echo "                           (target: p99 3)"
cat "$work/word.txt" "$work/two.txt" "$work/english.txt" >"$work/some.txt"
batch "one facet" some none --facets industry
batch "four facets" some none --facets industry,state,region,tags
echo "                           (target: p95 3)"
batch "any word" question none --match any
batch "phrases, exact totals" phrase none --exact

# ---- a session ----

# Private memory after 200 searches of one process.
mkfifo "$work/in"
"$program" search --batch - -n 20 <"$work/in" >"$work/out" &
pid=$!
exec 3>"$work/in"
cat "$work/some.txt" "$work/phrase.txt" "$work/question.txt" | awk 'NR % 5 == 1' | head -n 200 >"$work/asked"
cat "$work/asked" >&3
until [ "$(wc -l <"$work/out")" -ge "$(wc -l <"$work/asked")" ]; do sleep 0.05; done
say "private memory of a batch, MB" "$(awk '/^Private_Dirty/ { printf "%.1f", $2 / 1024 }' "/proc/$pid/smaps_rollup") (target 8)"
exec 3>&-
wait "$pid"

best=$(for _ in 1 2 3; do "$program" search "" --sort=-screening -n 10 | sed -n 's/.*, \([0-9.]*\) ms$/\1/p'; done | sort -n | head -1)
say "screening of all cases, ms" "$best (kept until the library changes)"

if [ -x "$here/bench_screen" ]; then
	"$here/bench_screen" "$program" "$work/library" "$work" >"$work/screen"
	say "start to first hit of a word, ms" "$(awk '/^hit-word/ { printf "p50 %.1f, worst %.1f; to the end, logged: p50 %.1f", $3 / 1000, $5 / 1000, $7 / 1000 }' "$work/screen") (target 5)"
	say "start to first hit of a question" "$(awk '/^hit-question/ { printf "p50 %.1f, worst %.1f", $3 / 1000, $5 / 1000 }' "$work/screen")"
	say "start to first screen, ms" "$(awk '/^start80/ { printf "p50 %.1f, worst %.1f", $3 / 1000, $5 / 1000 }
		/^start200/ { printf "; at 200x60 p50 %.1f", $3 / 1000 }' "$work/screen") (target 10)"
	say "idle" "$(awk '/^idle/ { printf "%s B/s (target 20), %s ms of processor a second", $3, $5 }' "$work/screen")"
	echo "a key to its frame, processor time (targets: keys that start no query p99 5 ms; letters p99 3 ms + frame)"
	[ ! -x "$here/bench_keys" ] || "$here/bench_keys" "$work/library"
	[ ! -x "$here/bench_text" ] || "$here/bench_text" "$work/library"
	say "private memory of the screen, MB" "$(awk '/^screen/ { printf "%.1f after %d searches, %.1f before", $5 / 1024, $3, $7 / 1024 }' "$work/screen") (target 8)"
fi
