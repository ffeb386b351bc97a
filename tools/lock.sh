#!/usr/bin/env bash
# Pin what pyproject.toml asks for, with hashes, for every Python and system that it allows, and without
# the address of any index. Versions already pinned stay; --upgrade takes newer ones.
set -euo pipefail

compile() {
  local target=$1
  shift
  .venv/bin/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
    --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate \
    --group build --output-file "$target" "$@"
  echo "$target: $(grep -c == "$target") packages"
}

compile requirements.lock "$@"
compile requirements-dev.lock --extra dev --constraints requirements.lock "$@"
if grep -nE '://|--(extra-)?index|--find-links' requirements.lock requirements-dev.lock; then
  echo "An address got into a lock file; see above." >&2
  exit 1
fi
