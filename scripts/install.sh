#!/usr/bin/env bash
# Installs the locks named as arguments into .venv, hashes checked, with uv where it
# works (it is several times quicker) and with pip otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."

for lock in "$@"; do
  file="requirements/$lock.txt"
  if [ -x .venv/bin/uv ] &&
    .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r "$file"; then
    continue
  fi
  .venv/bin/python -m pip install --require-hashes -r "$file"
done
