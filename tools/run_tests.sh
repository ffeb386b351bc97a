#!/usr/bin/env bash
# All tests on a SQLite file, then those that touch the database on a real PostgreSQL.
# Arguments are pytest's. Of long sweeps each commit takes its turn (tests/plugins/turns.py);
# STANDFIRST_TURN=all takes all of them.
set -uo pipefail
export TZ=UTC
commit=$(git rev-parse --short=7 HEAD 2>/dev/null || echo 0)
export STANDFIRST_TURN=${STANDFIRST_TURN:-$((16#$commit % 16))}
echo "== Turn $STANDFIRST_TURN of the sweeps"
result=0
for engine in sqlite postgres; do
  echo "== Tests on $engine"
  .venv/bin/python -m pytest --engine "$engine" -q "$@" || result=$?
done
exit "$result"
