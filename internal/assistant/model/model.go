// Package model answers with a language model in front of the built-in assistant. The built-in one finds what the property
// has written and decides whether there is anything to answer from; the model says it in the guest's language and to the
// point, makes a follow-up question stand alone, and picks among what was nearly found. It is never asked what it knows.
//
// What it says is shown only where package fence lets it pass, sentence by sentence while it grows and once more as a
// whole. Whatever goes wrong, the guest reads the built-in answer, soon: a message costs at most two calls, three where the
// property has tools, and [Within].
package model

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/circuit"
	"deskbell/internal/assistant/fence"
	"deskbell/internal/assistant/tools"
)

// Within is how long the model may take for one message, all calls together. The guest has waited in vain then, so it is
// well below the 15 s in which they are promised an answer.
const Within = 11 * time.Second

// rewriteWithin is how much of it may go into understanding the question.
const rewriteWithin = 4 * time.Second

// Retriever is the built-in assistant.
type Retriever interface {
	assistant.Answerer
	Knowledge(propertyID string) (*builtin.Knowledge, error)
}

// Config is what an [Answerer] is made of. Built and Model are required.
type Config struct {
	Built Retriever
	Model Completer
	// Name is the model's, for the desk.
	Name string
	// Budget bounds what is spent; nil bounds nothing.
	Budget assistant.Budget
	// Embedder and Shelf, where both are set, find pieces by what they mean, too.
	Embedder Embedder
	Shelf    Shelf
	// Tools may be asked where the knowledge has no answer; nil is none.
	Tools *tools.Box
	// AtOnce is how many calls are made at the same time; 0 is 32. Beyond it guests get the built-in answer.
	AtOnce int
	Now    func() time.Time
	Log    *slog.Logger
}

// Answerer answers with a language model. Make it with [New].
type Answerer struct {
	cfg     Config
	circuit *circuit.Circuit
	slots   chan struct{}
	lookup  *lookup                // nil without an embedding model
	fault   atomic.Pointer[string] // the last
}

var _ assistant.Answerer = (*Answerer)(nil)

// New returns an Answerer.
func New(cfg Config) *Answerer {
	if cfg.AtOnce <= 0 {
		cfg.AtOnce = 32
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	a := &Answerer{cfg: cfg, circuit: circuit.New(cfg.Now), slots: make(chan struct{}, cfg.AtOnce)}
	if cfg.Embedder != nil && cfg.Shelf != nil {
		a.lookup = newLookup(cfg.Embedder, cfg.Shelf, cfg.Now)
	}
	return a
}

// Up reports whether the model is asked at the moment: false while its circuit is open.
func (a *Answerer) Up() bool { return a.circuit.Closed() }

// Health is how the model does, and why it did not answer last, as a stable word.
func (a *Answerer) Health() assistant.Health {
	s := a.circuit.State()
	h := assistant.Health{Up: s.Closed, Well: s.Well, Failed: s.Failed}
	if word := a.fault.Load(); word != nil {
		h.Because = *word
	}
	return h
}

// Check asks the model whether it is there, from the property's budget, and tells why it is not, as a stable word.
func (a *Answerer) Check(ctx context.Context, propertyID string) (fault string) {
	ctx, cancel := context.WithTimeout(ctx, Within)
	defer cancel()
	_, err := a.complete(ctx, assistant.Question{PropertyID: propertyID}, Call{Instructions: "Answer with the one word OK.", Text: "Are you there?", MaxTokens: phraseTokens}, nil, &made{})
	if err != nil {
		return because(err)
	}
	return ""
}

// Answer implements [assistant.Answerer].
func (a *Answerer) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	first, err := a.cfg.Built.Answer(ctx, q)
	if err != nil {
		return first, err
	}
	turn := a.turn(ctx, q, first)
	if !asksKnowledge(first) && turn == nil {
		return first, nil
	}
	k, err := a.cfg.Built.Knowledge(q.PropertyID)
	if err != nil {
		return first, nil
	}
	asking, cancel := context.WithTimeout(ctx, Within)
	defer cancel()
	best, m := first, &made{}
	guest := builtin.Language(q)
	var near []builtin.Passage
	if looksFurther(q, best) {
		near = a.near(asking, q, k)
	}
	if best.Intent == "" && best.Decision != assistant.DecisionAnswer && len(near) == 0 && (len(q.Previous) > 0 || !sameLanguage(guest, k.Language())) {
		best = a.understand(asking, q, k, best, m)
	}
	best, worded := a.say(asking, q, k, best, near, turn, guest, m)
	m.note(&best, a.cfg.Name, worded)
	return best, ctx.Err()
}

// asksKnowledge reports whether the built-in answer is about something that the property may have written: not a greeting,
// nor a wish, nor what has words and steps of its own.
func asksKnowledge(a assistant.Answer) bool {
	if a.Intent != "" {
		return false
	}
	switch a.Decision {
	case assistant.DecisionAnswer, assistant.DecisionSuggest, assistant.DecisionCannotHelp:
		return true
	}
	return false
}

// looksFurther reports whether pieces are looked for by their meaning: where the words found no answer, and where that is not
// an answer by itself (what is for guests with a booking, what the property has not said), or harm may come of guessing.
func looksFurther(q assistant.Question, found assistant.Answer) bool {
	if found.Decision == assistant.DecisionAnswer || found.Intent != "" || delicate(q.Text) {
		return false
	}
	return !slices.ContainsFunc(found.Trace.Rules, func(rule string) bool {
		return rule == "booked_only" || rule == "not_said" || rule == "no_answer_written"
	})
}

// understand asks again in words that stand alone. Only what the knowledge answers to them counts: a rewritten message
// cannot become a wish, an emergency, or anything that the guest did not write.
func (a *Answerer) understand(ctx context.Context, q assistant.Question, k *builtin.Knowledge, first assistant.Answer, m *made) assistant.Answer {
	ctx, cancel := context.WithTimeout(ctx, rewriteWithin)
	defer cancel()
	r, err := a.complete(ctx, q, rewrite(q, k.Language()), nil, m)
	if err != nil {
		return first
	}
	m.rewrote = true
	alone := oneQuestion(r.Text)
	if alone == "" {
		return first
	}
	again := q
	again.Text, again.Previous, again.Language, again.Draft = alone, nil, k.Language(), nil
	found := k.Answer(again)
	switch {
	case found.Decision == assistant.DecisionAnswer,
		found.Decision == assistant.DecisionSuggest && first.Decision == assistant.DecisionCannotHelp:
		found.Wish, found.Trace.Asked = first.Wish, alone
		return found
	}
	return first
}

// errSpent says that no call is made: the budget is used up, the circuit is open, or too many are being made.
var errSpent = errors.New("no call is made")

// complete makes one call within the circuit, the budget, and what is done at once.
func (a *Answerer) complete(ctx context.Context, q assistant.Question, c Call, piece func(string), m *made) (reply Reply, err error) {
	defer func() {
		if m.because = ""; err != nil {
			m.because = because(err)
		}
	}()
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	default:
		return Reply{}, errSpent
	}
	if !a.circuit.Enter() {
		return Reply{}, errSpent
	}
	most := estimate(c.Instructions) + estimate(c.Text) + c.MaxTokens
	take, err := a.take(ctx, q, most)
	if err != nil {
		a.circuit.CalledOff()
		return Reply{}, err
	}
	m.calls++
	r, err := a.ask(ctx, c, piece)
	m.in, m.out = m.in+r.In, m.out+r.Out
	if err != nil && r.Tokens == 0 {
		r.Tokens = most // nobody knows: what is uncertain is spent
	}
	take(r.Tokens)
	// That the guest was taken over, or our own patience ended early, is not the service's fault; that it let the whole
	// time pass is.
	var later busy
	switch {
	case err == nil:
		a.circuit.Well()
		return r, nil
	case errors.Is(ctx.Err(), context.Canceled):
		a.circuit.CalledOff()
		return r, err
	case errors.As(err, &later):
		a.circuit.Failed(later.after)
	default:
		a.circuit.Failed(0)
	}
	word := because(err)
	a.fault.Store(&word)
	a.cfg.Log.Warn("the language model did not help", "property_id", q.PropertyID, "err", err)
	return r, err
}

// ask keeps a fault inside a client from becoming the guest's.
func (a *Answerer) ask(ctx context.Context, c Call, piece func(string)) (r Reply, err error) {
	defer func() {
		if recover() != nil {
			err = ErrBroken
		}
	}()
	return a.cfg.Model.Complete(ctx, c, piece)
}

func (a *Answerer) take(ctx context.Context, q assistant.Question, most int64) (func(int64), error) {
	if a.cfg.Budget == nil {
		return func(int64) {}, nil
	}
	settle, err := a.cfg.Budget.Take(ctx, q.PropertyID, q.ContactID, most)
	if err != nil {
		a.cfg.Log.Debug("the language model is not asked", "property_id", q.PropertyID, "reason", err)
		return nil, errors.Join(errSpent, err)
	}
	return settle, nil
}

// growing shows an answer while it is made: whole sentences only, each when everything up to it may be shown. nil where
// nobody looks.
func growing(show func(string), g fence.Ground, passages int) func(string) {
	if show == nil {
		return nil
	}
	var all strings.Builder
	shown, refused := "", false
	return func(piece string) {
		all.WriteString(piece)
		if refused || !strings.ContainsAny(piece, ".!?。؟\n ") {
			return
		}
		_, words, ok := cites(all.String(), passages)
		if !ok {
			return
		}
		whole := fence.Sentences(words)
		if whole == "" || whole == shown {
			return
		}
		text, err := fence.Grounded(whole, g)
		if err != nil {
			refused = true
			return
		}
		shown = whole
		show(text)
	}
}

func sameLanguage(a, b string) bool {
	return len(a) >= 2 && len(b) >= 2 && strings.EqualFold(a[:2], b[:2])
}
