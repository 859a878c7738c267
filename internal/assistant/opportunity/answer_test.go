package opportunity_test

import (
	"context"
	"strings"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/opportunity"
	"deskbell/internal/desk"

	"github.com/google/go-cmp/cmp"
)

// canned answers everything in one way, and keeps what it was asked.
type canned struct {
	answer assistant.Answer
	asked  []assistant.Question
}

func (c *canned) Answer(_ context.Context, q assistant.Question) (assistant.Answer, error) {
	c.asked = append(c.asked, q)
	return c.answer, nil
}

// guest writes message after message.
type guest struct {
	*testing.T
	built, other canned
	language     string
	known        desk.Opportunity
}

func (g *guest) says(message string) assistant.Answer {
	g.Helper()
	a, err := opportunity.Answer(g.Context(), &g.built, &g.other,
		assistant.Question{Text: message, Language: g.language, Now: today, Opportunity: g.known})
	if err != nil {
		g.Fatal(err)
	}
	if a.Opportunity != nil {
		g.known = *a.Opportunity
	}
	return a
}

func newGuest(t *testing.T, language string) *guest {
	none := assistant.Answer{Decision: assistant.DecisionCannotHelp, Text: "no idea"}
	return &guest{T: t, built: canned{answer: none}, other: canned{answer: none}, language: language}
}

func (g *guest) expect(message, end string) assistant.Answer {
	g.Helper()
	a := g.says(message)
	if a.Decision != assistant.DecisionOpportunity || !strings.HasSuffix(a.Text, end) {
		g.Errorf("%q is answered %s %q, want … %q", message, a.Decision, a.Text, end)
	}
	return a
}

func TestAnswer_AsksThreeQuestionsAtMost(t *testing.T) {
	t.Parallel()
	g := newGuest(t, "en")
	g.expect("We'd love to get married at your hotel", "For which dates would that be?")
	g.expect("12 June 2027", "How many people would come, about?")
	g.expect("about eighty", "How can our team reach you, by e-mail or phone?")
	g.expect("zoe@guests.example", "Until then, ask me anything else.")
	want := desk.Opportunity{Kind: desk.OpportunityWedding, From: "2027-06-12", Persons: 80, Email: "zoe@guests.example", Words: "zoe@guests.example",
		Asked: desk.OpportunityAsked{Dates: true, Size: true, Reach: true}}
	if diff := cmp.Diff(want, g.known); diff != "" {
		t.Error(diff)
	}
	if a := g.says("thanks"); a.Text != "no idea" || a.Opportunity != nil {
		t.Errorf("it goes on: %+v", a)
	}
	if len(g.other.asked) != 1 {
		t.Errorf("somebody else was asked %d times", len(g.other.asked))
	}
}

func TestAnswer_WhatWasToldIsNotAsked(t *testing.T) {
	t.Parallel()
	g := newGuest(t, "de")
	g.expect("Wir möchten am 12. Juni 2027 mit 80 Gästen bei Ihnen heiraten", "Wie erreicht Sie unser Team, per E-Mail oder Telefon?")
	g.expect("zoe@guests.example", "Fragen Sie mich bis dahin gern alles andere.")
	whole := newGuest(t, "en")
	a := whole.expect("14 rooms for our choir from 3 to 5 May, write to zoe@guests.example", "come back to you with an offer.")
	if a.Opportunity.Asking != "" {
		t.Errorf("it asks for %s", a.Opportunity.Asking)
	}
}

func TestAnswer_QuestionsMayBeIgnored(t *testing.T) {
	t.Parallel()
	g := newGuest(t, "en")
	g.expect("do you host weddings for 60 guests?", "For which dates would that be?")
	if a := g.says("is there a pool?"); a.Text != "no idea" || g.known.Asking != "" || g.known.Persons != 60 {
		t.Errorf("got %+v, %+v", a, g.known)
	}
	if a := g.says("a table for two tonight, please"); a.Text != "no idea" || g.known.Persons != 60 {
		t.Errorf("two at a table are no wedding: %+v", g.known)
	}
	g.expect("by the way, zoe@guests.example", "Until then, ask me anything else.")
	if g.known.Email != "zoe@guests.example" || g.known.Asked.Reach {
		t.Errorf("got %+v", g.known)
	}
	cannot := newGuest(t, "fr")
	cannot.expect("Nous voulons organiser un mariage chez vous", "Pour quelles dates serait-ce ?")
	cannot.expect("on ne sait pas encore", "Combien de personnes viendraient, environ ?")
	cannot.expect("aucune idée", "Comment notre équipe peut-elle vous joindre, par e-mail ou par téléphone ?")
	cannot.expect("pas encore décidé", "D'ici là, posez-moi toute autre question.")
}

func TestAnswer_TellsWhatThePropertyWroteButNoPrice(t *testing.T) {
	t.Parallel()
	g := newGuest(t, "en")
	g.built.answer = assistant.Answer{Decision: assistant.DecisionAnswer, Confidence: 0.9, Text: "Weddings of up to 90 guests are held on the terrace.",
		Sources: []assistant.Source{{ID: "weddings"}}}
	a := g.expect("Can you host our wedding for 80 guests?", "For which dates would that be?")
	if !strings.HasPrefix(a.Text, "Weddings of up to 90") || len(a.Sources) != 1 {
		t.Errorf("got %q", a.Text)
	}
	if g.built.asked[0].Draft != nil || len(g.other.asked) != 0 {
		t.Error("somebody else was asked")
	}
	for _, text := range []string{"The terrace is 900 EUR a day.", "It is 900 € a day.", "From £70 a head."} {
		g = newGuest(t, "en")
		g.built.answer = assistant.Answer{Decision: assistant.DecisionAnswer, Confidence: 0.9, Text: text}
		if a := g.says("Can you host our wedding for 80 guests?"); strings.Contains(a.Text, text) {
			t.Errorf("got %q", a.Text)
		}
	}
}

func TestAnswer_AWishForAPersonComesFirst(t *testing.T) {
	t.Parallel()
	g := newGuest(t, "en")
	g.built.answer = assistant.Answer{Decision: assistant.DecisionWish, Wish: 1}
	a := g.says("I want to talk to somebody about our wedding for 80 guests")
	if a.Decision != assistant.DecisionWish || g.known.Kind != desk.OpportunityWedding || g.known.Persons != 80 || g.known.Asking != "" {
		t.Errorf("got %+v, %+v", a, g.known)
	}
}

func TestAnswer_OthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	g := newGuest(t, "en")
	shown := func(string) {}
	q := assistant.Question{Text: "When is breakfast?", Draft: shown}
	if a, err := opportunity.Answer(t.Context(), &g.built, &g.other, q); err != nil || a.Text != "no idea" || a.Opportunity != nil {
		t.Errorf("got %+v, %v", a, err)
	}
	if len(g.built.asked) != 0 || g.other.asked[0].Draft == nil {
		t.Error("it was not left as it is")
	}
}

// Every sentence of ours is there in every language, and none has a figure or a currency in it.
func TestAnswer_SpeaksAllLanguagesAndNamesNoPrice(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, language := range []string{"en", "de", "fr", "es", "it", "pt", "nl", "ar", "he"} {
		for _, message := range []string{"wedding for 80 guests, quote please", "30 people need 15 rooms", "conference for 100 people, quote please", "stay for three months"} {
			g := newGuest(t, language)
			a := g.says(message)
			if a.Decision != assistant.DecisionOpportunity || strings.ContainsAny(a.Text, "0123456789€$£%") {
				t.Errorf("%s: %q", language, a.Text)
			}
		}
		g := newGuest(t, language)
		g.known = desk.Opportunity{Kind: desk.OpportunityGroup, Asking: desk.AskReach, Asked: desk.OpportunityAsked{Dates: true, Size: true, Reach: true}}
		a := g.says("zoe@guests.example")
		if other, ok := seen[a.Text]; ok {
			t.Errorf("%s says the same as %s: %q", language, other, a.Text)
		}
		seen[a.Text] = language
	}
}

func TestBeside_ABotAnswersAndTheDeskHearsOfIt(t *testing.T) {
	t.Parallel()
	bot := canned{answer: assistant.Answer{Decision: assistant.DecisionAnswer, Text: "How many will you be?"}}
	var known desk.Opportunity
	var before []assistant.Exchange
	for _, step := range []struct {
		guest string
		want  *desk.Opportunity // nil: nothing new was told
	}{
		{"Is there a pool?", nil},
		{"We would like to marry at yours", &desk.Opportunity{Kind: desk.OpportunityWedding, Words: "We would like to marry at yours"}},
		// The bot asked: what names no wedding is its answer.
		{"about 80, on 12 June 2031", &desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 80, From: "2031-06-12", Words: "about 80, on 12 June 2031"}},
		{"or 90 people", &desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 90, From: "2031-06-12", Words: "or 90 people"}},
		{"Is breakfast at 7?", nil},
	} {
		a, err := opportunity.Beside(t.Context(), &bot, assistant.Question{Text: step.guest, Language: "en", Now: today, Opportunity: known, Previous: before})
		if err != nil || a.Text != bot.answer.Text || a.Decision != bot.answer.Decision {
			t.Fatalf("%q got %+v, %v", step.guest, a, err)
		}
		if diff := cmp.Diff(step.want, a.Opportunity); diff != "" {
			t.Errorf("%q: %s", step.guest, diff)
		}
		if a.Opportunity != nil {
			known = *a.Opportunity
		}
		before = append(before, assistant.Exchange{Guest: step.guest, Assistant: a.Text})
	}
	// It asked for another number.
	nights := []assistant.Exchange{{Guest: "Hello", Assistant: "How many nights will you stay?"}}
	a, err := opportunity.Beside(t.Context(), &bot, assistant.Question{Text: "about 3", Language: "en", Now: today, Opportunity: known, Previous: nights})
	if err != nil || a.Opportunity != nil && a.Opportunity.Persons != known.Persons {
		t.Errorf("got %+v, %v", a.Opportunity, err)
	}
	// Where the bot asked nothing, a table for two says nothing of the wedding.
	quiet := []assistant.Exchange{{Guest: "Hello", Assistant: "Good day."}}
	a, err = opportunity.Beside(t.Context(), &bot, assistant.Question{Text: "A table for 2 on Friday, please", Language: "en", Now: today, Opportunity: known, Previous: quiet})
	if err != nil || a.Opportunity != nil {
		t.Errorf("got %+v, %v", a, err)
	}
}
