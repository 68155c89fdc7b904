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
lock gnn pyproject.toml --extra gnn "${LIKE_DEV[@]}"

# The CPU wheel's index is not everywhere reached, so its entry is written by hand; it
# needs what the other wheel needs less what drives a GPU.
gpu=$(grep -oE '^(nvidia|cuda|triton)[a-z0-9-]*' requirements/gnn.txt)
lock gnn-cpu pyproject.toml --extra gnn --constraints requirements/gnn.txt \
  $(printf -- '--no-emit-package %s ' torch $gpu)
cat scripts/torch-cpu.txt >> requirements/gnn-cpu.txt
