#!/usr/bin/env bash
# Installs the locks named as arguments, hashes checked, with uv where it works (it is
# several times quicker) and with pip otherwise. VENV names another environment.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly PYTHON=${VENV:-.venv}/bin/python

for lock in "$@"; do
  file="requirements/$lock.txt"
  if [ -x .venv/bin/uv ] &&
    .venv/bin/uv pip install --python "$PYTHON" --require-hashes -r "$file"; then
    continue
  fi
  "$PYTHON" -m pip install --require-hashes -r "$file"
done
