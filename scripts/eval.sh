#!/usr/bin/env bash
# How good the built-in assistant is: the tables of docs/assistant.md. The wish for a person is measured on the sets of
# this repository; the open question sets are read where they are (docs/assistant.md tells where they come from).
set -eu
cd "$(dirname "$0")/.."
scripts/need.sh go
sets=${DESKBELL_EVAL_DIR:-../shared/eval-open}
if [ -f "$sets/hotels-cam/kb.jsonl" ]; then
	go run ./internal/assistant/eval/tables "$sets"
else
	echo "The open question sets are not in $sets; DESKBELL_EVAL_DIR names another folder."
fi
printf '\nThe wish for a person, on the set written apart.\n\n'
go test -count=1 -run 'TestWishesApart' -v ./internal/assistant/eval | grep -v '^===\|^---\|^PASS\|^ok'
printf '\nOpportunities (groups, events, weddings, long stays), on the set written apart.\n\n'
go test -count=1 -run 'TestOpportunitiesApart' -v ./internal/assistant/eval | grep -v '^===\|^---\|^PASS\|^ok'
