#!/usr/bin/env bash
# All tests on a SQLite file, then those that touch the database on a real PostgreSQL.
# Arguments are pytest's.
set -uo pipefail
export TZ=UTC
result=0
for engine in sqlite postgres; do
  echo "== Tests on $engine"
  .venv/bin/python -m pytest --engine "$engine" -q "$@" || result=$?
done
exit "$result"
