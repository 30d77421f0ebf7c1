#!/bin/sh
# The sources are clean under cppcheck, and formatted as .clang-format says.
src=${ANLIKU_TEST_SRC:?}
build=${ANLIKU_TEST_BUILD:?}
echo 1..2
if ! command -v cppcheck >/dev/null 2>&1; then
  echo "ok 1 # SKIP cppcheck is not installed"
elif found=$(cd "$src" && cppcheck -q -j2 --std=c11 --enable=warning,portability --inline-suppr --suppress=missingInclude \
  --suppress=missingIncludeSystem --suppress=internalAstError --suppress=uninitvar -Isrc -I"$build" \
  --template='{file}:{line}: {id}: {message}' src 2>&1) && [ -z "$found" ]; then
  echo "ok 1 - cppcheck finds nothing"
else
  echo "not ok 1 - cppcheck finds nothing"
  echo "$found" | sed 's/^/# /'
fi
if ! command -v clang-format >/dev/null 2>&1; then
  echo "ok 2 # SKIP clang-format is not installed"
elif found=$(cd "$src" && find src test -name '*.[ch]' | xargs clang-format --dry-run -Werror 2>&1); then
  echo "ok 2 - everything is formatted"
else
  echo "not ok 2 - everything is formatted"
  echo "$found" | grep -v '^ ' | head -20 | sed 's/^/# /'
fi
