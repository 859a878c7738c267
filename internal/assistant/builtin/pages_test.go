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
	floorPageTold      = 0.9 // of the questions that a page tells, answered from it
	ceilingPageNotTold = 0.1 // of those that it does not tell, answered from it all the same
)

// What a page calls by its own name is answered from it, in a house that has said much and in one that has nothing else.
func TestAnswer_WhatAPageCallsByItsName(t *testing.T) {
	t.Parallel()
	type question struct{ sign, text, page string }
	var asked []question
	var pages []knowledge.Passage
	for _, line := range readLines(t, "testdata/pages.txt") {
		if inside, ok := strings.CutPrefix(line, "["); ok {
			title, said, _ := strings.Cut(strings.TrimSuffix(inside, "]"), " | ")
			pages = append(pages, knowledge.Passage{ID: fmt.Sprint("page", len(pages)), Title: title, Text: said})
			continue
		}
		asked = append(asked, question{line[:1], strings.TrimSpace(line[1:]), pages[len(pages)-1].ID})
	}
	much := sample.HarbourView().Base("much")
	much.Passages = pages
	little := knowledge.Base{PropertyID: "little", Languages: []string{"en"}, Passages: pages}
	for _, kind := range knowledge.Catalogue()[:25] {
		little.Facts = append(little.Facts, knowledge.Fact{Key: kind.Key, State: knowledge.FactNo})
	}
	of, amiss := map[string]int{}, map[string]int{}
	for name, base := range map[string]knowledge.Base{"much": much, "little": little} {
		k := builtin.Prepare(base)
		for _, q := range asked {
			a := ask(k, q.text)
			of[q.sign]++
			from := a.Decision == assistant.DecisionAnswer && slices.ContainsFunc(a.Sources, func(s assistant.Source) bool { return s.ID == q.page })
			if from == (q.sign == "+") {
				continue
			}
			amiss[q.sign]++
			t.Logf("%s: %s %q: %s from %v (%.2f) by %v", name, q.sign, q.text, a.Decision, a.Sources, a.Confidence, a.Trace.Rules)
		}
	}
	t.Logf("told and not answered %d of %d; not told and answered %d of %d", amiss["+"], of["+"], amiss["-"], of["-"])
	atLeast(t, "answered from the page", share(of["+"]-amiss["+"], of["+"]), floorPageTold)
	atMost(t, "answered from a page that does not tell it", share(amiss["-"], of["-"]), ceilingPageNotTold)
}
