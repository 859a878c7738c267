package model_test

import (
	"strings"
	"testing"
	"time"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/model"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
)

// A model is told a fact's figures beside the property's words, and what day it is there: from these it can say what follows.
func TestAnswer_ToldFigures(t *testing.T) {
	t.Parallel()
	b := knowledge.Base{Languages: []string{"en"}, Facts: []knowledge.Fact{{
		Key: "pool", State: knowledge.FactYes, Details: "Our pool is on the roof.",
		Value: typed.Value{Hours: []typed.Hours{{From: "08:00", Until: "20:00"}}},
	}}}
	f := always("[1]\nOur pool is on the roof.")
	a := model.New(model.Config{Model: f, Built: builtin.New(builtin.SourceFunc(func(string) (knowledge.Base, string, error) { return b, "1", nil }))})
	q := question("Do you have a pool?")
	q.Now = time.Date(2026, 11, 23, 14, 5, 0, 0, time.UTC)
	if _, err := a.Answer(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	if len(f.calls) != 1 || !strings.Contains(f.calls[0].Text, "daily from 08:00 to 20:00") || !strings.Contains(f.calls[0].Instructions, "At the house it is Monday, 23 November 2026, 14:05.") {
		t.Errorf("asked %+v", f.calls)
	}
}
