#!/usr/bin/env bash
# Runs a command beside a throwaway Redis or Valkey server and stops that afterwards. The command finds its address in
# DESKBELL_TEST_REDIS. Usage: scripts/with-redis.sh go test ./internal/relay/...
set -eu

[ $# -gt 0 ] || { echo "usage: $0 command [argument ...]" >&2; exit 2; }
[ -z "${DESKBELL_TEST_REDIS:-}" ] || exec "$@" # there is one already

bin=$(command -v valkey-server || command -v redis-server || true)
[ -n "$bin" ] || { echo "The tests of several nodes need Valkey or Redis: apt-get install redis-server, or brew install valkey." >&2; exit 1; }

dir=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill -TERM "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# A free port: the server ends by itself if somebody else was faster, and then another is tried.
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 30000))
  "$bin" --port "$port" --bind 127.0.0.1 --dir "$dir" --save '' --appendonly no --daemonize no >"$dir/server.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    if grep -q 'Ready to accept connections' "$dir/server.log"; then break 2; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
done
[ -n "$server" ] || { echo "The Redis server did not start:" >&2; cat "$dir/server.log" >&2; exit 1; }

status=0
DESKBELL_TEST_REDIS="redis://127.0.0.1:$port" "$@" || status=$?
exit "$status"
