package opportunity_test

import (
	"os"
	"strings"
	"testing"

	"deskbell/internal/assistant/opportunity"
)

// lines reads a list; "= xx" begins a language.
func lines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && line[0] != '=' {
			out = append(out, line)
		}
	}
	return out
}

func TestRecognise_WhatItWasBuiltOn(t *testing.T) {
	t.Parallel()
	for _, m := range lines(t, "built_yes.txt") {
		if kind, p := opportunity.Recognise(m); p < opportunity.From || kind == "" {
			t.Errorf("%.2f %s: missed %q", p, kind, m)
		}
	}
	for _, m := range lines(t, "built_no.txt") {
		if kind, p := opportunity.Recognise(m); p >= opportunity.From {
			t.Errorf("%.2f %s: mistook %q", p, kind, m)
		}
	}
}
