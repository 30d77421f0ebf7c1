#!/bin/sh
# Every text a person can see has a Chinese twin.
src=${ANLIKU_TEST_SRC:-.}
build=${ANLIKU_TEST_BUILD:-.}
echo 1..2
if make -s -C "$build" po/anliku.pot >/dev/null 2>&1 && msgmerge -q --no-fuzzy-matching -o "$build/po/merged.po" "$src/po/zh_CN.po" "$build/po/anliku.pot" 2>/dev/null; then
  texts=$(msgattrib --translated --no-obsolete "$build/po/merged.po" | grep -c '^msgid "')
  missing=$(msgattrib --untranslated --no-obsolete "$build/po/merged.po" | grep -c '^msgid "')
  fuzzy=$(msgattrib --only-fuzzy --no-obsolete "$build/po/merged.po" | grep -c '^msgid "')
  if [ "$texts" -gt 1000 ] && [ "$missing" = 0 ] && [ "$fuzzy" = 0 ]; then echo "ok 1 - zh_CN is complete"; else
    echo "not ok 1 - zh_CN is complete: $texts there, $missing missing, $fuzzy fuzzy"
    msgattrib --untranslated --no-obsolete "$build/po/merged.po" | grep '^msgid' | head -20 | sed 's/^/# /'
  fi
else
  echo "not ok 1 - zh_CN is complete: the texts cannot be put together"
fi
rm -f "$build/po/merged.po"
# Placeholders {0} must be the same on both sides.
bad=$(awk '
  function look() { if (id ~ /[{][0-3][}]/) seen++; if (id != "" && str !~ /^msgstr ""$/ && holes(id) != holes(str)) print id; id = ""; str = "" }
  function holes(s,  out) { out = ""; for (i = 0; i < 4; i++) if (index(s, "{" i "}")) out = out i; return out }
  /^msgid / { id = $0; side = 1; next } /^msgstr/ { str = $0; side = 2; next }
  /^"/ { if (side == 1) id = id $0; else str = str $0; next }
  /^$/ { look() }
  END { look(); if (seen < 100) print "only " seen + 0 " texts with a placeholder were read" }
' "$src/po/zh_CN.po")
if [ -z "$bad" ]; then echo "ok 2 - translations keep their placeholders"; else
  echo "not ok 2 - translations keep their placeholders"; echo "$bad" | sed 's/^/# /'; fi
