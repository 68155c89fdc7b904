#!/usr/bin/env bash
# Provides what the tests need beside Python: Chromium, fonts for its pictures, and the
# jars of a Neo4j server. Installs with apt as root; otherwise it names what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly VERSION=$(sed -n 's:.*<neo4j.version>\(.*\)</neo4j.version>.*:\1:p' \
  scripts/neo4j/pom.xml)
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/suretynet
readonly JARS=$CACHE/neo4j-$VERSION
readonly SUMS=$PWD/scripts/neo4j/SHA256SUMS

stop() {
  echo "provision: $1" >&2
  exit 1
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install() {
  can_apt || return 1
  echo "provision: installing $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

provide_chromium() {
  local name
  for name in "${SURETYNET_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null && return
  done
  install chromium ||
    stop "install Chromium, or set SURETYNET_TEST_CHROMIUM to its program"
}

provide_fonts() { # pictures with Chinese names need them; the tests pass without
  can_apt || return 0
  local missing=() name
  for name in fonts-noto-cjk fonts-inter; do
    dpkg -s "$name" >/dev/null 2>&1 || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] || install "${missing[@]}" ||
    echo "provision: no fonts for Chinese names; pictures will show boxes"
}

intact() { (cd "$1" && sha256sum --check --quiet --strict "$SUMS"); }

provide_neo4j() {
  [ -z "${SURETYNET_TEST_NEO4J_URL:-}" ] || return 0
  if [ -d "$JARS" ]; then
    intact "$JARS" || stop "jars changed on disk: remove $JARS and try again"
    return
  fi
  command -v mvn >/dev/null || install maven ||
    stop "install Maven, or set SURETYNET_TEST_NEO4J_URL to a server to test against"
  echo "provision: fetching Neo4j $VERSION"
  mkdir -p "$CACHE"
  local aside
  aside=$(mktemp -d "$CACHE/fetching.XXXXXX")
  mvn --batch-mode --quiet -Dstyle.color=never --file scripts/neo4j/pom.xml \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$aside" ||
    stop "Maven could not fetch Neo4j $VERSION"
  intact "$aside" || stop "a jar differs from scripts/neo4j/SHA256SUMS: see $aside"
  mv "$aside" "$JARS"
}

provide_chromium
provide_fonts
provide_neo4j
