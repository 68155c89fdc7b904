#!/usr/bin/env bash
# Resolves pyproject.toml into the hashed locks of requirements/, for each Python that
# the project supports. Versions already locked are kept where they still fit.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly UV=${UV:-.venv/bin/uv}

# name of the lock, then what it holds
lock() {
  local name=$1
  shift
  echo "requirements/$name.txt"
  "$UV" pip compile "$@" --quiet --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-header \
    --output-file "requirements/$name.txt"
}

# dev holds everything, so the others take its versions
readonly LIKE_DEV=(--constraints requirements/dev.txt)
lock dev pyproject.toml --extra neo4j --group dev
lock base pyproject.toml "${LIKE_DEV[@]}"
lock neo4j pyproject.toml --extra neo4j "${LIKE_DEV[@]}"
lock bootstrap --group bootstrap "${LIKE_DEV[@]}"
lock node --group node "${LIKE_DEV[@]}"
