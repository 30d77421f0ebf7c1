#!/bin/sh
# The rooms of the house: which folder may include which, where foreign headers live, and that HACKING
# shows the same map. The table test/structure/rooms decides.
src=${ANLIKU_TEST_SRC:-.}
rooms=$src/test/structure/rooms
echo 1..4
[ -s "$rooms" ] || { echo "Bail out! $rooms is missing"; exit 1; }

# Every include of a project header goes to the same folder or to an allowed one above it.
bad=$(awk -F'|' '
  function trim(s) { gsub(/^[ \t]+|[ \t]+$/, "", s); return s }
  /^#/ { next }
  { name = trim($1); order[name] = ++n; ban[name] = " " trim($2) " " }
  END {
    for (name in order) {
      cmd = "grep -rnE \"^#include \\\"[a-z]+/\" " src "/src/" name " 2>/dev/null"
      while ((cmd | getline line) > 0) {
        split(line, part, "\"")
        split(part[2], path, "/")
        seen++
        to = path[1]
        if (to == name) continue
        if (!(to in order) || order[to] > order[name] || index(ban[name], " " to " "))
          print line
      }
      close(cmd)
    }
    if (seen < 1000) print "only " seen + 0 " includes were read"
  }' src="$src" "$rooms")
if [ -z "$bad" ]; then echo "ok 1 - folders include only what the table allows"; else
  echo "not ok 1 - folders include only what the table allows"; echo "$bad" | sed 's/^/# /'; fi

# A foreign header is included in one folder only.
bad=$(awk -F'|' '/^#/ {next} {gsub(/ /, "", $1); n = split($3, h, " "); for (i = 1; i <= n; i++) if (h[i] != "-") print $1, h[i]}' "$rooms" |
  while read -r folder header; do
    grep -rqE "^#include <(ncursesw/)?$header" "$src/src/$folder" || echo "nobody includes $header in $folder"
    grep -rlE "^#include <(ncursesw/)?$header" "$src/src" | grep -v "^$src/src/$folder/"
  done)
if [ -z "$bad" ]; then echo "ok 2 - each foreign header lives in one folder"; else
  echo "not ok 2 - each foreign header lives in one folder"; echo "$bad" | sed 's/^/# /'; fi

# Only one file calls ncurses.
callers=$(grep -rlE '^#include <(ncursesw/)?(curses|ncurses|term)\.h>' "$src/src" | wc -l)
if [ "$callers" = 1 ]; then echo "ok 3 - one file includes curses"; else
  echo "not ok 3 - one file includes curses"; fi

# HACKING holds the map.
if [ "$(grep -vc '^#' "$rooms")" -gt 8 ] && awk -F'|' '/^#/ {next} {printf "  src/%s/ %s\n", $1, $4}' "$rooms" | sed 's/  */ /g' | while read -r line; do
  grep -qF "$(echo "$line" | sed 's/^ *src\/\([a-z]*\) *\/ */src\/\1\/ /')" "$src/HACKING" || { echo "# missing in HACKING: $line"; exit 1; }
done; then echo "ok 4 - HACKING shows the map"; else echo "not ok 4 - HACKING shows the map"; fi
