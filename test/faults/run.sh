#!/bin/sh
# Runs the fault campaigns one after the other, shows their TAP, and sums it up as make check does.
#   run.sh PROGRAM...   each gets its own share of time by default
pass=0 fail=0 skip=0
for program in "$@"; do
  echo "== $program"
  out=$("$program" 2>&1)
  status=$?
  printf '%s\n' "$out"
  oks=$(printf '%s\n' "$out" | grep -c '^ok ')
  bad=$(printf '%s\n' "$out" | grep -c '^not ok ')
  skipped=$(printf '%s\n' "$out" | grep -c '^ok .*# SKIP')
  if [ $((oks + bad)) -eq 0 ] || { [ $status -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    bad=$((bad + 1))
    echo "FAIL: $program ended with status $status"
  fi
  [ "$bad" -eq 0 ] || echo "FAIL: $program"
  pass=$((pass + oks - skipped)) fail=$((fail + bad)) skip=$((skip + skipped))
done
echo "# TOTAL: $((pass + fail + skip))"
echo "# PASS:  $pass"
echo "# SKIP:  $skip"
echo "# FAIL:  $fail"
[ $fail -eq 0 ]
