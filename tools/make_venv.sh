#!/usr/bin/env bash
# Make the virtual environment with the first fitting Python that this machine has (PYTHON=… names one).
set -euo pipefail
folder=$1

fits() {
  command -v "$1" >/dev/null 2>&1 || return 1
  "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

for python in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
  if fits "$python"; then
    echo "Making $folder with $("$python" --version)."
    exec "$python" -m venv --clear "$folder"
  fi
done
echo "Standfirst needs Python 3.11, 3.12 or 3.13 with venv (on Debian and Ubuntu: apt install python3-venv), and none was found; PYTHON=/path/to/python make … names one." >&2
exit 1
