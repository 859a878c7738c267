#!/usr/bin/env bash
# Says in one line what this machine lacks of: go, node. Usage: scripts/need.sh go node
set -u
for tool in "$@"; do
  case $tool in
    go)
      command -v go >/dev/null || { echo "Deskbell needs Go 1.26 or newer: https://go.dev/dl/" >&2; exit 1; }
      ;;
    node)
      command -v node >/dev/null || { echo "Deskbell needs Node 20.19 or newer: https://nodejs.org/" >&2; exit 1; }
      node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)' ||
        { echo "Deskbell needs Node 20.19 or newer; this is $(node --version)." >&2; exit 1; }
      ;;
  esac
done
