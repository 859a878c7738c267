#!/usr/bin/env bash
# The long forms: the state machine explored at full count, faults at full count against the built binary, fuzzing.
set -eu
cd "$(dirname "$0")/.."
scripts/packages.sh
export DESKBELL_LONG=1
fuzz=${FUZZTIME:-60s}
step() { printf '\n== %s\n' "$*"; }

step the rules, explored
go test -timeout 60m -count 1 -v -run 'Explore' ./internal/desk
step ten thousand days at the desk
go test -timeout 120m -count 1 -v -run 'Days' ./internal/days
step a language model that obeys everybody
go test -timeout 30m -count 1 -v -run 'Obedient' ./internal/assistant/model
step stores and use cases
scripts/with-postgres.sh scripts/race.sh -timeout 60m -count 1 ./internal/store/... ./internal/conversation/...
step the built binary, from outside
scripts/with-postgres.sh scripts/with-redis.sh scripts/race.sh -timeout 150m -count 1 -v ./conformance/...
step fuzzing, $fuzz each
for pkg in $(go list ./...); do
  dir=$(go list -f '{{.Dir}}' "$pkg")
  for target in $(grep -hoE '^func Fuzz[A-Za-z0-9_]+' "$dir"/*_test.go 2>/dev/null | sed 's/^func //'); do
    echo "-- $pkg $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzz" "$pkg"
  done
done
