package builtin_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

const (
	ceilingBeside    = 0.05 // of the questions for another thing, answered from the one beside it
	floorHasIt       = 0.95 // of those that a house with that thing answers from its entry
	floorThingItself = 0.91 // of the questions for the thing itself: as many as before there was a rule
)

// anotherHouse is a house with everything that the questions of testdata/another.txt stand beside, and none of what they ask for.
func anotherHouse() knowledge.Base {
	base := sample.HarbourView().Base("another")
	said := map[string]string{
		"golf":       "Our tennis court is open from 08:00 to 20:00 and costs 10 EUR an hour. A golf course is 10 km away.",
		"kids_club":  "Our kids' club is open from 10:00 to 17:00 and has a playground.",
		"beach":      "A sandy beach lies before our door, with sun loungers for our guests.",
		"high_chair": "The restaurant has high chairs.",
		"bathroom":   "Every room has its own bathroom with a shower and towels.",
	}
	base.Facts = slices.Clone(base.Facts)
	for i, f := range base.Facts {
		if details := said[f.Key]; details != "" {
			base.Facts[i] = knowledge.Fact{Key: f.Key, State: knowledge.FactYes, Details: details}
		}
	}
	return base
}

// What is called by the name of something else is not answered from that, and is where the house has it.
func TestAnswer_CalledByAnothersName(t *testing.T) {
	t.Parallel()
	without, with := anotherHouse(), anotherHouse()
	type question struct{ sign, text, want string }
	var asked []question
	thing := ""
	for _, line := range readLines(t, "testdata/another.txt") {
		if inside, ok := strings.CutPrefix(line, "["); ok {
			thing = fmt.Sprint("thing", len(with.Entries))
			with.Entries = append(slices.Clip(with.Entries), knowledge.Entry{ID: thing, Questions: strings.Split(strings.TrimSuffix(inside, "]"), "; "), Answer: "Reception has it for you, for 5 EUR."})
			continue
		}
		if sign, text := line[:1], strings.TrimSpace(line[1:]); sign == "-" || sign == "+" {
			asked = append(asked, question{sign, text, thing})
			continue
		}
		key, text, _ := strings.Cut(line, ": ")
		asked = append(asked, question{"=", text, key})
	}
	houses := map[string]*builtin.Knowledge{"-": builtin.Prepare(without), "+": builtin.Prepare(with)}
	houses["="] = houses["-"]
	of, amiss := map[string]int{}, map[string]int{}
	for _, q := range asked {
		a := ask(houses[q.sign], q.text)
		answered := a.Decision == assistant.DecisionAnswer
		of[q.sign]++
		if q.sign == "-" && !answered || q.sign != "-" && answered && a.Sources[0].ID == q.want {
			continue
		}
		amiss[q.sign]++
		t.Logf("%s %q: %s from %v (%.2f) by %v", q.sign, q.text, a.Decision, a.Sources, a.Confidence, a.Trace.Rules)
	}
	t.Logf("answered beside it %d of %d; not from the entry %d of %d; the thing itself missed %d of %d", amiss["-"], of["-"], amiss["+"], of["+"], amiss["="], of["="])
	if of["-"] < 50 || of["+"] < 50 || of["="] < 50 {
		t.Fatalf("only %v questions", of)
	}
	atMost(t, "answered from the thing beside it", share(amiss["-"], of["-"]), ceilingBeside)
	atLeast(t, "answered where the house has it", share(of["+"]-amiss["+"], of["+"]), floorHasIt)
	atLeast(t, "the thing itself", share(of["="]-amiss["="], of["="]), floorThingItself)
}
