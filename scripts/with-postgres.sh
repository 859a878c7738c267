#!/usr/bin/env bash
# Runs a command beside a throwaway PostgreSQL server and stops that afterwards. The command finds a superuser's
# address in DESKBELL_TEST_POSTGRES. Usage: scripts/with-postgres.sh go test ./internal/store/...
set -eu

[ $# -gt 0 ] || { echo "usage: $0 command [argument ...]" >&2; exit 2; }
[ -z "${DESKBELL_TEST_POSTGRES:-}" ] || exec "$@" # there is one already

bin=
for candidate in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
  if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then bin=$candidate; fi # the newest comes last
done
[ -n "$bin" ] || { echo "The tests on PostgreSQL need its server (initdb and postgres): apt-get install postgresql, or brew install postgresql." >&2; exit 1; }

dir=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill -INT "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  user=nobody
  if id postgres >/dev/null 2>&1; then user=postgres; fi
  chown "$user" "$dir"
  as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups env "HOME=$dir")
fi

cd_dir=$(pwd)
cd "$dir"
"${as[@]}" "$bin/initdb" --pgdata "$dir/data" --username deskbell --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
  { cat "$dir/initdb.log" >&2; exit 1; }

# A free port: the server says so itself if somebody else was faster, and then another is tried.
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 30000))
  "${as[@]}" "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
    -c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB >"$dir/server.log" 2>&1 &
  server=$!
  for _ in $(seq 150); do
    if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -U deskbell -d postgres; then break 2; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  kill -INT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
done
[ -n "$server" ] || { echo "The PostgreSQL server did not start:" >&2; cat "$dir/server.log" >&2; exit 1; }

cd "$cd_dir"
status=0
DESKBELL_TEST_POSTGRES="postgres://deskbell@127.0.0.1:$port/postgres?sslmode=disable" "$@" || status=$?
exit "$status"
