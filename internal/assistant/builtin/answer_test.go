package builtin_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

func ask(k *builtin.Knowledge, text string) assistant.Answer {
	return k.Answer(assistant.Question{Text: text, PropertyName: "Harbour View Hotel"})
}

func TestAnswer_Decisions(t *testing.T) {
	t.Parallel()
	k := builtin.Prepare(knowledge.Base{
		PropertyID: "p", Languages: []string{"en"},
		Facts: []knowledge.Fact{
			{Key: "parking", State: knowledge.FactYes, Details: "Parking is 18 EUR a night."},
			{Key: "lift", State: knowledge.FactYes},
			{Key: "pool", State: knowledge.FactNo},
			{Key: "gym", State: knowledge.FactNo, Details: "The park next door has a running track."},
			{Key: "spa", State: knowledge.FactUnknown},
		},
		Entries: []knowledge.Entry{
			{ID: "code", Questions: []string{"What is the code of the garden gate?"}, Answer: "It is 4711.", BookedOnly: true},
			{ID: "open", Questions: []string{"Will the roof terrace open this year?"}, Answer: "  "},
		},
	})
	for _, test := range []struct {
		name, ask string
		decision  assistant.Decision
		text      string
	}{
		{"Yes", "where can I park", assistant.DecisionAnswer, "Parking is 18 EUR a night."},
		{"YesWithoutDetails", "is there a lift?", assistant.DecisionAnswer, "Yes, we have this: lift."},
		{"No", "do you have a swimming pool?", assistant.DecisionAnswer, "We're sorry, we don't have this: pool."},
		{"NoWithDetails", "is there a gym", assistant.DecisionAnswer, "We're sorry, we don't have this: gym.\nThe park next door has a running track."},
		{"Unknown", "do you have a spa?", assistant.DecisionCannotHelp, "I don't have that information. Our team can help you."},
		{"NeverStated", "is there a casino?", assistant.DecisionCannotHelp, "I don't have that information. Our team can help you."},
		{"EmptyAnswer", "Will the roof terrace open this year?", assistant.DecisionCannotHelp, "I don't have that information. Our team can help you."},
		{"BookedOnly", "what is the code of the garden gate", assistant.DecisionCannotHelp, "This information is for guests with a booking. Our team can help you."},
		{"NoInGerman", "Haben Sie einen Pool?", assistant.DecisionAnswer, "Das haben wir leider nicht: Pool."},
		{"Wish", "I want to talk to a real person", assistant.DecisionWish, ""},
		{"Empty", "   ", assistant.DecisionCannotHelp, "I don't have that information. Our team can help you."},
		{"Signs", "???", assistant.DecisionCannotHelp, "I don't have that information. Our team can help you."},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := ask(k, test.ask)
			if a.Decision != test.decision || a.Text != test.text {
				t.Errorf("%s %q (%.2f), want %s %q", a.Decision, a.Text, a.Confidence, test.decision, test.text)
			}
		})
	}
	t.Run("BookedOnlyVerified", func(t *testing.T) {
		t.Parallel()
		a := k.Answer(assistant.Question{Text: "what is the code of the garden gate", Verified: true})
		if a.Decision != assistant.DecisionAnswer || a.Text != "It is 4711." {
			t.Errorf("%s %q", a.Decision, a.Text)
		}
	})
}

func TestAnswer_NoKnowledge(t *testing.T) {
	t.Parallel()
	k := builtin.Prepare(knowledge.Base{PropertyID: "p"})
	if a := ask(k, "do you have parking?"); a.Decision != assistant.DecisionCannotHelp {
		t.Errorf("%s from nothing", a.Decision)
	}
	if got := k.Rank("do you have parking?", 3); len(got) != 0 {
		t.Errorf("ranked %v of nothing", got)
	}
}

func TestAnswer_SmallTalk(t *testing.T) {
	t.Parallel()
	k := harbour()
	for _, test := range []struct {
		ask, contains, language string
		decision                assistant.Decision
	}{
		{"hello", "digital assistant of Harbour View Hotel", "en", assistant.DecisionGreeting},
		{"Hi there!", "Hello!", "en", assistant.DecisionGreeting},
		{"Guten Tag", "digitale Assistent", "de", assistant.DecisionGreeting},
		{"Bonjour", "assistant numérique", "fr", assistant.DecisionGreeting},
		{"¡Hola!", "asistente digital", "es", assistant.DecisionGreeting},
		{"Bom dia", "assistente digital", "pt", assistant.DecisionGreeting},
		{"Buongiorno", "assistente digitale", "it", assistant.DecisionGreeting},
		{"مرحبا", "المساعد الرقمي", "ar", assistant.DecisionGreeting},
		{"👋", "Hello!", "en", assistant.DecisionGreeting},
		{"thanks a lot!", "You're welcome", "en", assistant.DecisionSmallTalk},
		{"ok great, thank you", "You're welcome", "en", assistant.DecisionSmallTalk},
		{"Vielen Dank", "Gern geschehen", "de", assistant.DecisionSmallTalk},
		{"bye", "Goodbye", "en", assistant.DecisionSmallTalk},
		{"are you a bot?", "digital assistant, not a person", "en", assistant.DecisionSmallTalk},
		{"Am I talking to a real person?", "digital assistant, not a person", "en", assistant.DecisionSmallTalk},
		{"Bist du ein Mensch?", "kein Mensch", "de", assistant.DecisionSmallTalk},
		{"how are you?", "all is well", "en", assistant.DecisionSmallTalk},
		{"👍", "All right", "en", assistant.DecisionSmallTalk},
		{"👍🏽👍 😀", "All right", "en", assistant.DecisionSmallTalk},
		{"no", "All right", "en", assistant.DecisionSmallTalk},
		{"thank you so much for your help, you were great", "You're welcome", "en", assistant.DecisionSmallTalk},
		{"what's your name", "digital assistant, not a person", "en", assistant.DecisionSmallTalk},
		{"can you help me?", "With pleasure", "en", assistant.DecisionSmallTalk},
		{"Ich habe eine Frage", "Sehr gern", "de", assistant.DecisionSmallTalk},
	} {
		a := ask(k, test.ask)
		if a.Decision != test.decision || !strings.Contains(a.Text, test.contains) || a.Language != test.language {
			t.Errorf("%q: %s %q in %s, want %s with %q in %s", test.ask, a.Decision, a.Text, a.Language, test.decision, test.contains, test.language)
		}
	}
	for _, question := range []string{"hello, do you have parking?", "Good morning! what time is breakfast", "thanks! and is the pool heated?"} {
		if a := ask(k, question); a.Decision != assistant.DecisionAnswer {
			t.Errorf("%q: %s, want an answer", question, a.Decision)
		}
	}
}

// TestAnswer_SaysOnlyItsOwnWords holds the promise that nothing is invented: what
// an answer says stands in the property's knowledge.
func TestAnswer_SaysOnlyItsOwnWords(t *testing.T) {
	t.Parallel()
	p := sample.HarbourView()
	details := map[string]string{}
	for _, f := range p.Facts {
		details[f.Key] = f.Details
	}
	for _, e := range p.Entries {
		details[e.ID] = e.Answer
	}
	k := harbour()
	for _, q := range guestQuestions(t) {
		a := ask(k, q.text)
		if a.Decision != assistant.DecisionAnswer {
			continue
		}
		for _, s := range a.Sources {
			if !strings.Contains(a.Text, details[s.ID]) {
				t.Errorf("%q is answered %q, which is not what %s says", q.text, a.Text, s.ID)
			}
		}
	}
}

func TestAnswer_Suggestions(t *testing.T) {
	t.Parallel()
	k := harbour()
	suggested := 0
	for _, question := range []string{"towels", "code", "what size is it", "breakfast room view", "Almirante", "the garden", "type F", "fado room", "trip", "baby food", "tram pass"} {
		a := ask(k, question)
		if a.Decision != assistant.DecisionSuggest {
			continue
		}
		suggested++
		if n := len(a.Suggestions); n == 0 || n > 3 {
			t.Errorf("%q: %d suggestions", question, n)
		}
		for _, s := range a.Suggestions {
			b := ask(k, s.Text)
			if b.Decision != assistant.DecisionAnswer || b.Sources[0].ID != s.ID {
				t.Errorf("the suggestion %q is answered with %s", s.Text, b.Decision)
			}
		}
	}
	if suggested == 0 {
		t.Error("none of the vague questions got a suggestion")
	}
}

func TestAnswer_EachPropertyItsOwn(t *testing.T) {
	t.Parallel()
	mill := builtin.Prepare(sample.OldMill().Base("mill"))
	for question, want := range map[string]string{
		"what time is check-in?": "16:00 to 20:00", "how much is parking?": "Parking is free", "do you have a pool?": "we don't have this",
	} {
		if a := ask(mill, question); a.Decision != assistant.DecisionAnswer || !strings.Contains(a.Text, want) {
			t.Errorf("%q: %s %q, want %q", question, a.Decision, a.Text, want)
		}
	}
	if a := ask(mill, "how much is a late check-out?"); a.Decision == assistant.DecisionAnswer {
		t.Errorf("the mill answered for the other house: %q", a.Text)
	}
}

func TestAnswerer_SeesEdits(t *testing.T) {
	t.Parallel()
	details, version := "Parking is 18 EUR.", "1"
	a := builtin.New(builtin.SourceFunc(func(string) (knowledge.Base, string, error) {
		return knowledge.Base{Facts: []knowledge.Fact{{Key: "parking", State: knowledge.FactYes, Details: details}}}, version, nil
	}))
	for _, want := range []string{"Parking is 18 EUR.", "Parking is 20 EUR."} {
		got, err := a.Answer(t.Context(), assistant.Question{PropertyID: "p", Text: "do you have parking?"})
		if err != nil || got.Text != want {
			t.Fatalf("%q, %v; want %q", got.Text, err, want)
		}
		details, version = "Parking is 20 EUR.", "2"
	}
}

func TestAnswerer_Errors(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	a := builtin.New(builtin.SourceFunc(func(string) (knowledge.Base, string, error) { return knowledge.Base{}, "", broken }))
	if _, err := a.Answer(t.Context(), assistant.Question{PropertyID: "p", Text: "hello"}); !errors.Is(err, broken) {
		t.Errorf("%v, want the source's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Answer(ctx, assistant.Question{PropertyID: "p"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
}

func TestAnswerer_ManyAtOnce(t *testing.T) {
	t.Parallel()
	bases := map[string]knowledge.Base{"a": sample.HarbourView().Base("a"), "b": sample.OldMill().Base("b")}
	a := builtin.New(builtin.SourceFunc(func(id string) (knowledge.Base, string, error) { return bases[id], "1", nil }))
	var wait sync.WaitGroup
	for i := range 16 {
		wait.Go(func() {
			id, want := "a", "15:00"
			if i%2 == 1 {
				id, want = "b", "16:00"
			}
			for range 5 {
				got, err := a.Answer(t.Context(), assistant.Question{PropertyID: id, Text: "what time is check-in?"})
				if err != nil || !strings.Contains(got.Text, want) {
					t.Errorf("%s: %q, %v", id, got.Text, err)
				}
			}
		})
	}
	wait.Wait()
}

func FuzzAnswer(f *testing.F) {
	for _, s := range []string{"do you have parking?", "", "\x00\xff", "'''", "l'", "? ! .", strings.Repeat("a ", 3000), "👋🏽‍", "n't n't", "هل ـــ"} {
		f.Add(s)
	}
	k := harbour()
	f.Fuzz(func(t *testing.T, s string) {
		a := ask(k, s)
		if a.Confidence < 0 || a.Confidence > 1 || a.Decision == "" {
			t.Errorf("%q: %+v", s, a)
		}
		if a.Decision != assistant.DecisionWish && a.Text == "" {
			t.Errorf("%q is answered with nothing", s)
		}
	})
}

func BenchmarkAnswer(b *testing.B) {
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			k := builtin.Prepare(large(size))
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					ask(k, "how much is it to park my car for two nights?")
				}
			})
		})
	}
}

func BenchmarkPrepare(b *testing.B) {
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			base := large(size)
			for b.Loop() {
				builtin.Prepare(base)
			}
		})
	}
}

// large is a knowledge base of many entries, made of the catalogue's questions.
func large(size int) knowledge.Base {
	base := knowledge.Base{PropertyID: "large", Languages: []string{"en"}}
	kinds := knowledge.Catalogue()
	for i := range size {
		kind := kinds[i%len(kinds)]
		q := append([]string{kind.Question}, kind.Paraphrases...)
		base.Entries = append(base.Entries, knowledge.Entry{
			ID: fmt.Sprint(i), Questions: []string{fmt.Sprintf("%s (house %d)", q[i/len(kinds)%len(q)], i)},
			Answer: fmt.Sprintf("In house %d it is so: %s", i, kind.Label),
		})
	}
	return base
}
