#!/usr/bin/env bash
# The quick loop: format, vet, lint, type check, unit tests. Needs no browser and no server.
set -eu
cd "$(dirname "$0")/.."
scripts/need.sh go node
step() { printf '\n== %s\n' "$*"; }

step gofmt
unformatted=$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l)
[ -z "$unformatted" ] || { echo "not gofmt-ed:"; echo "$unformatted"; exit 1; }
step go vet
go vet ./...
step staticcheck
go tool staticcheck ./...
step front ends: types, lint, unit tests
(cd web && npm run --silent check && npm run --silent test:unit)
step go test
go test -short ./...
