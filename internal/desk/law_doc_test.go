package desk_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/desk"
)

var update = flag.Bool("update", false, "write docs/state-machine.md anew from the table")

const docPath = "../../docs/state-machine.md"

// TestStateMachineDoc checks that docs/state-machine.md is what the table says.
func TestStateMachineDoc(t *testing.T) {
	t.Parallel()
	want := stateMachineDoc()
	if *update {
		if err := os.WriteFile(docPath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(docPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/state-machine.md is not what the table says; run: go test ./internal/desk -run StateMachineDoc -update")
	}
}

var (
	leads    = regexp.MustCompile(`→ (assistant|waiting|agent|outside|resolved)`)
	variants = regexp.MustCompile(`^[ABCP] (\(an Admin\) )?|, .*$| from a stale screen$`)
)

// edge is one arrow of the chart with all that leads along it.
type edge struct{ from, to desk.Situation }

func edges() ([]edge, map[edge][]string) {
	labels := map[edge][]string{}
	var order []edge
	for _, p := range places {
		for _, v := range law[p.name] {
			to := p.with
			if m := leads.FindStringSubmatch(v.what); m != nil {
				to = desk.Situation(m[1])
			} else if strings.HasPrefix(v.what, "reopened") {
				to = desk.SituationAssistant
			}
			e := edge{p.with, to}
			if to == p.with && !strings.Contains(v.what, "→") {
				continue
			}
			if labels[e] == nil {
				order = append(order, e)
			}
			for _, name := range v.events {
				if name = variants.ReplaceAllString(name, ""); name == "is gone" {
					name = "guest is gone"
				}
				if !slices.Contains(labels[e], name) {
					labels[e] = append(labels[e], name)
				}
			}
		}
	}
	return order, labels
}

func stateMachineDoc() string {
	var b strings.Builder
	b.WriteString(docHead)
	b.WriteString("```mermaid\nstateDiagram-v2\n    direction LR\n    [*] --> assistant\n")
	order, labels := edges()
	for _, e := range order {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", e.from, e.to, strings.ReplaceAll(strings.Join(labels[e], "<br/>"), ":", ""))
	}
	b.WriteString("```\n\nAn arrow from a situation to itself changes hands all the same: from agent A to agent B, or there and back in one\ntransaction.\n")
	b.WriteString(docReading)
	with := desk.Situation("")
	for _, p := range places {
		if p.with != with {
			with = p.with
			fmt.Fprintf(&b, "\n## %s\n", docTitles[with])
		}
		fmt.Fprintf(&b, "\n### %s\n\n| what follows | from |\n|---|---|\n", strings.ToUpper(p.name[:1])+p.name[1:])
		for _, v := range law[p.name] {
			fmt.Fprintf(&b, "| %s | %s |\n", v.what, strings.Join(v.events, " · "))
		}
	}
	b.WriteString(docMerging)
	for _, v := range parse(lawMerging)["merging"] {
		fmt.Fprintf(&b, "| %s | %s |\n", v.what, strings.Join(v.events, " · "))
	}
	return b.String()
}

const docMerging = `
## Merging

Two contacts may turn out to be one guest. The younger conversation's entries go behind the older's, and the younger
stays as a pointer. TestLawOfMerging merges these, the older + the younger, with B having taken last.

| what follows | of |
|---|---|
`

var docTitles = map[desk.Situation]string{
	desk.SituationAssistant: "The assistant controls",
	desk.SituationWaiting:   "Waiting",
	desk.SituationAgent:     "Agent A controls",
	desk.SituationOutside:   "Outside",
	desk.SituationResolved:  "Resolved",
}

const docHead = `# The state machine of a conversation

<!-- Made by ` + "`go test ./internal/desk -run StateMachineDoc -update`" + ` from the table that TestLaw checks. Do not edit. -->

A conversation is open or resolved, and one controller may answer the guest: the assistant, nobody yet (waiting), one
agent, or a person in the channel's own app (outside). Requests, offers, turns and timers are facts beside it. The
rules are ` + "`desk.Decide`" + `, a pure function over values; TestLaw brings every event below in every situation below, and
TestExplore lets them happen in any order.

`

const docReading = `
## How to read the tables

Each table is one situation; each of its lines says what follows, and from which events. **Unchanged** is a success
that changes nothing. **Refused** names the code of the error, and its reason. “Words in quotation marks” are lines
that the guest reads, by their codes. A, B and C are agents: where an agent controls it is A, elsewhere A is any. P has
promised. The surroundings are live chat within its hours with A, B and P on duty, unless the event says otherwise.

Timers are derived: what is owed follows from the state after each change, so that whatever ends a request, a turn or
a controller disarms its clocks.

| clock | runs while | due |
|---|---|---|
| first wait | a request rings for the first time, or anew | 60 s after it began to ring |
| second wait | a request rings | 60 s after the first wait; after a broken promise 60 s after it broke |
| promise | a request is promised | when the promised time is over |
| transfer wait | a transfer, or the end of a shift, rings | 60 s after it began to ring |
| reminder | an agent controls and something is unanswered, once | 3 min after the first unanswered message or wish, or after an agent took, accepted or took over, whichever is later |
| relief | an agent controls and something is unanswered | 6 min after the same; a transfer accepted starts it anew, not the reminder |
| turn | the assistant owes an answer | 30 s after it was owed |
| outside wait | outside, something is unanswered | 60 s after the first unanswered message or wish |
| outside | outside | 12 h after a person's last line; a later line does not rewrite the clock, it is armed again when it fires early |
| quiet | the conversation is open | 30 min (web) or 24 h after the last message, or the last change of a begun form; armed again like *outside* |

All but the turn's are settings of the property.
`
