#!/usr/bin/env bash
# Install one lock file into .venv, everything by its hash, and this package itself in place.
set -euo pipefail
lock=$1
pip=(.venv/bin/python -m pip)
echo "Installing what $lock pins; this takes a minute or two the first time."
"${pip[@]}" install --quiet --require-hashes --requirement "$lock"
"${pip[@]}" install --quiet --no-deps --no-build-isolation --editable .
