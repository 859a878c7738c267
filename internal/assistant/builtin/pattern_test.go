package builtin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"deskbell/internal/knowledge/text"
)

func patterns() []pattern {
	all := []pattern{ofTheDesk, ownRoom, roomNamed, otherRooms, asksHow, asksWhether}
	for _, r := range intentRules {
		all = append(all, r.pattern)
	}
	return all
}

// What is looked for first leaves out no expression that fits.
func TestPattern_FitsWhereOneOfItsExpressionsDoes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var messages []string
	for _, file := range files {
		lines, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, strings.Split(string(lines), "\n")...)
	}
	fitted := 0
	for _, p := range patterns() {
		var sources []string
		for _, e := range p() {
			sources = append(sources, e.compiled().String())
		}
		whole := regexp.MustCompile(strings.Join(sources, "|"))
		for _, m := range messages {
			m = " " + strings.Join(text.Words(m), " ") + " "
			want := whole.MatchString(m)
			if got := p.MatchString(m); got != want {
				t.Errorf("%q: %v, its expressions %v", m, got, want)
			}
			if want {
				fitted++
			}
		}
	}
	if fitted < 100 {
		t.Errorf("only %d messages fitted anything", fitted)
	}
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{"", "x", "I want to cancel my booking", "the tv in our room is broken", "zwei zimmer frei", "אפשר לבטל את ההזמנה", "did you get my mail"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range patterns() {
			want := false
			for _, e := range p() {
				want = want || e.compiled().MatchString(s)
			}
			if p.MatchString(s) != want {
				t.Fatalf("%q: its expressions say %v", s, want)
			}
		}
	})
}

// Every expression says something of what it needs: none is run for every message.
func TestPattern_EachExpressionNeedsSomething(t *testing.T) {
	t.Parallel()
	for _, p := range patterns() {
		for _, e := range p() {
			if len(e.holds) == 0 {
				t.Errorf("%s", e.compiled())
			}
		}
	}
}
