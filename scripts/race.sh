#!/usr/bin/env bash
# go test with the race detector on our own code. SQLite, which is C made into Go, is left out of it: it guards its
# memory in its own way, and takes most of the time where each of its accesses is looked at.
# Usage: scripts/race.sh ./internal/desk
set -eu
exec go test -race '-gcflags=modernc.org/...=-race=false -d=checkptr=0' "$@"
