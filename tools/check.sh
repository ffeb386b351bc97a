#!/usr/bin/env bash
# Every check of the source; all of them run, so that one look shows everything that is to be mended.
set -uo pipefail
bin=.venv/bin
failed=()

check() {
  local name=$1 started=$SECONDS
  shift
  if "$@"; then
    echo "ok      $name ($((SECONDS - started)) s)"
  else
    echo "FAILED  $name: $*"
    failed+=("$name")
  fi
}

# Django's own checks need a site; this one is empty and goes away.
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
export STANDFIRST_SITE=$site

check format $bin/ruff format --check --quiet --output-format concise .
check lint $bin/ruff check --quiet --output-format concise .
check types $bin/mypy
check layers $bin/lint-imports --no-logo
check migrations $bin/standfirst manage makemigrations --check --dry-run
check django $bin/standfirst manage check --fail-level WARNING
check templates $bin/djlint --lint --quiet standfirst
check house $bin/python -m pytest -q tests/house

if ((${#failed[@]})); then
  echo "To mend: ${failed[*]}"
  exit 1
fi
echo "All is well."
