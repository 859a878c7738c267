#!/usr/bin/env bash
# Every test there is: front ends, Go with the race detector on SQLite and PostgreSQL, the built binary from outside in
# its three shapes, and browsers end to end. Installs and starts what they need.
set -eu
cd "$(dirname "$0")/.."
scripts/need.sh go node
started=$(date +%s)
log=$(mktemp) beside=$(mktemp)
trap 'rm -f "$log" "$beside"' EXIT
# Browser tests wait more than they compute: some run beside what computes. joined ends them and tells what they said.
aside() { "$@" >"$beside" 2>&1 & waits=$!; }
joined() {
  local status=0
  wait "$waits" || status=$?
  cat "$beside"
  return "$status"
}
# With the flags of the binary that was built before, what needs no race detector is not compiled a second time.
as_built() { CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -trimpath" "$@"; }
step() { printf '\n== %s  (%ss)\n' "$*" "$(( $(date +%s) - started ))"; }

every() {
  step packages
  scripts/packages.sh
  step build
  make --no-print-directory build
  step format, vet, lint
  unformatted=$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l)
  [ -z "$unformatted" ] || { echo "not gofmt-ed:"; echo "$unformatted"; exit 1; }
  as_built go vet ./...
  as_built go tool staticcheck ./...
  step "front ends: types, lint, the dashboard's unit tests, sizes"
  (cd web && npm run --silent check && npm run --silent test:dashboard && npm run --silent test:size)
  step go test -race, and the widget in browsers beside it
  # One package is the built binary from outside, which waits more than it computes: two more keep two cores at work.
  status=0
  aside npm --prefix web run --silent test:widget
  scripts/with-postgres.sh scripts/with-redis.sh scripts/race.sh -p 3 -timeout 20m ./... || status=$?
  joined || status=$?
  [ "$status" = 0 ] || exit "$status"
  step the rules explored, and a thousand days at the desk, without the race detector
  as_built go test -timeout 20m -count 1 -v -run 'TestExplore$' ./internal/desk
  as_built go test -timeout 20m -count 1 -v -run 'TestDays$' ./internal/days
  step browsers, end to end
  # What waits for minutes of real time does so beside the rest.
  status=0
  aside npm --prefix web run --silent test:e2e -- livechat-long
  (cd web && npm run --silent test:e2e -- --exclude '**/livechat-long.e2e.ts') || status=$?
  joined || status=$?
  [ "$status" = 0 ] || exit "$status"
  step done
}

# Whoever sees only the end of a long log must find there what failed.
set +e
(set -e; every) 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" != 0 ]; then
  printf '\n== what failed  (%ss)\n' "$(( $(date +%s) - started ))"
  sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ *(FAIL|--- FAIL|[A-Za-z]*Error:|panic:|WARNING: DATA RACE)|\.(ts|go):[0-9]+:[0-9]+: |^ +[a-z_0-9]+_test\.go:[0-9]+: ' | cut -c1-300 | tail -n 40
fi
exit "$status"
