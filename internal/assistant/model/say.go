package model

import (
	"context"
	"slices"
	"strings"
	"sync"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/fence"
	"deskbell/internal/assistant/tools"
)

// ground is what an answer may be worded from: passages of the property's knowledge, and what tools told.
type ground struct {
	passages []string
	sources  [][]assistant.Source // of each passage
	told     []tools.Result       // each stands behind the passages
	language string               // the property's
	guest    string
}

func (g *ground) add(text string, from ...assistant.Source) {
	g.passages, g.sources = append(g.passages, text), append(g.sources, from)
}

// all are the texts as the model is shown them.
func (g *ground) all() []string {
	out := slices.Clone(g.passages)
	for _, r := range g.told {
		out = append(out, r.Offer.Name+"\n"+r.Text)
	}
	return out
}

// fence is what a text must keep to. What a tool told is the property's own only where somebody vouches for it.
func (g *ground) fence(secret string) fence.Ground {
	f := fence.Ground{Passages: slices.Clone(g.passages), Same: sameLanguage(g.guest, g.language), Secret: []string{secret, phraseInstructions, toolInstructions, toldInstructions}}
	for _, r := range g.told {
		f.Words = append(f.Words, r.Offer.Name, r.Offer.Description)
		if r.Offer.Vouched {
			f.Passages = append(f.Passages, r.Text)
		} else {
			f.Told = append(f.Told, r.Text)
		}
		language := builtin.Language(assistant.Question{Text: r.Text})
		if language == "" {
			language = "en" // names of values, as most programs write them
		}
		f.Same = f.Same && sameLanguage(g.guest, language)
	}
	return f
}

// from are the sources of the texts that an answer names.
func (g *ground) from(used []int) (out []assistant.Source) {
	add := func(s assistant.Source) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, i := range used {
		if i >= len(g.passages) {
			add(g.told[i-len(g.passages)].Source())
			continue
		}
		for _, s := range g.sources[i] {
			add(s)
		}
	}
	return out
}

// grounds collects what was found. The built-in answer itself, where there is one, stands for all of its sources.
func grounds(q assistant.Question, k *builtin.Knowledge, found assistant.Answer, near []builtin.Passage, guest string) *ground {
	g := &ground{language: k.Language(), guest: guest}
	switch {
	case found.Intent != "":
		return g
	case found.Decision == assistant.DecisionAnswer:
		g.add(found.Text, found.Sources...)
	case found.Decision == assistant.DecisionSuggest && !delicate(q.Text), len(near) > 0:
	default:
		return g
	}
	answered := len(g.passages) > 0
	if !answered {
		for _, p := range near {
			g.add(p.Text, p.Source)
		}
	}
	of := found.Sources
	if found.Decision == assistant.DecisionCannotHelp {
		of = nil // the best of what did not fit
	}
	for _, p := range k.Passages(of, q.Verified) {
		switch {
		case slices.Contains(g.passages, p.Text):
		case len(g.passages) == maxPassages:
			return g
		case answered:
			g.add(p.Text, found.Sources...)
		default:
			g.add(p.Text, p.Source)
		}
	}
	return g
}

// turn is what may be asked of tools for a question: nothing where the message is not about something that could be
// looked up, and where a wrong answer does harm only what somebody vouches for.
func (a *Answerer) turn(ctx context.Context, q assistant.Question, first assistant.Answer) *tools.Turn {
	if a.cfg.Tools == nil || !asksKnowledge(first) && first.Intent != assistant.IntentBooking && first.Intent != assistant.IntentChange {
		return nil
	}
	turn := a.cfg.Tools.Turn(ctx, q)
	if delicate(q.Text) {
		turn = turn.Vouched()
	}
	return turn
}

// say lets the model word what was found, and ask tools before. Where it cannot, or may not, what was found stands as it is.
func (a *Answerer) say(ctx context.Context, q assistant.Question, k *builtin.Knowledge, found assistant.Answer, near []builtin.Passage, turn *tools.Turn, guest string, m *made) (assistant.Answer, bool) {
	g := grounds(q, k, found, near, guest)
	if len(g.passages) == 0 && turn == nil {
		return found, false
	}
	r, f, err := a.word(ctx, q, g, turn.Offers(), m)
	if err != nil {
		return found, false
	}
	if asked := wants(r.Text); len(asked) > 0 && turn != nil {
		if g.told = ask(ctx, turn, asked, m); len(g.told) == 0 {
			m.because = "tools"
			return found, false
		}
		if r, f, err = a.word(ctx, q, g, nil, m); err != nil {
			return found, false
		}
	}
	m.topic, m.feeling = heard(r.Text)
	used, words, ok := cites(r.Text, len(g.all()))
	if !ok || len(used) == 0 { // it found no answer there, or would not say where
		m.because = "no_passage"
		return found, false
	}
	text, err := fence.Grounded(words, f)
	if err != nil {
		// Not the words themselves: they may be what a stranger wanted written.
		a.cfg.Log.Info("what the language model wrote was not said", "property_id", q.PropertyID, "reason", err)
		m.because = because(err)
		return found, false
	}
	said := found
	said.Decision, said.Text, said.Suggestions, said.About = assistant.DecisionAnswer, text, nil, ""
	if guest != "" {
		said.Language = guest
	}
	said.Sources = g.from(used)
	if len(near) > 0 && found.Decision != assistant.DecisionAnswer {
		said.Trace.Rules = append(said.Trace.Rules, "by_meaning")
	}
	return said, true
}

// word makes one call that words an answer, and returns what it must keep to.
func (a *Answerer) word(ctx context.Context, q assistant.Question, g *ground, offers []tools.Offer, m *made) (Reply, fence.Ground, error) {
	passages := g.all()
	call, secret := phrase(q, passages, len(g.told), offers, g.guest)
	m.instructions = strings.ReplaceAll(call.Instructions, secret, "…") // the mark says nothing once it was used
	f := g.fence(secret)
	r, err := a.complete(ctx, q, call, growing(q.Draft, f, len(passages)), m)
	return r, f, err
}

// ask puts the model's questions to the tools, all at once, and returns what was told.
func ask(ctx context.Context, turn *tools.Turn, asked []want, m *made) (told []tools.Result) {
	results := make([]*tools.Result, len(asked))
	var waiting sync.WaitGroup
	for i, w := range asked {
		waiting.Go(func() {
			if r, ok := turn.Ask(ctx, w.tool, []byte(w.arguments)); ok {
				results[i] = &r
			}
		})
	}
	waiting.Wait()
	for _, r := range results {
		if r == nil {
			continue
		}
		m.used = append(m.used, r.Use())
		if r.Text != "" {
			told = append(told, *r)
		}
	}
	return told
}
