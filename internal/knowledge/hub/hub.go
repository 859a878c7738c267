// Package hub is what people do with the Knowledge Hub: they say facts, write entries and publish them, put up notices,
// take what is proposed, turn questions that nobody could answer into entries, try the assistant on questions of their own,
// and carry all of it in and out as files.
//
// Each use case is one transaction: the policy, a look at whether somebody else was faster, the change, and a line of
// history that tells who changed what and how it stood before. What somebody writes on a stale page is refused with what
// stands there now. Guests are told nothing that was not published.
package hub

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
	"deskbell/internal/store"
)

// Trial is a question that is asked without a guest.
type Trial struct {
	PropertyID, Text, Language string
	Booked                     bool
}

// Outcome is what became of a Trial: Source is the entry or the fact that the answer came from, "" for none.
type Outcome struct {
	Decision, Source, Text string
	Confidence             float64
}

// Config is what a Hub is made of. Ask and Changed may be nil: then no test question is asked, and nobody is told.
type Config struct {
	Store store.Store
	NewID func() string
	// Ask puts a question to the assistant.
	Ask func(ctx context.Context, q Trial) (Outcome, error)
	// Changed hears, after the commit, that what a property may tell its guests changed. It must not block.
	Changed func(propertyID string)
	// UndoPassage takes a decision on a passage back, within the transaction; nil refuses to.
	UndoPassage func(tx store.Tx, by string, c store.KnowledgeChange) error
	Now         func() time.Time
	Log         *slog.Logger
}

// Hub is the use cases. It is safe for concurrent use.
type Hub struct {
	cfg    Config
	wake   chan struct{}
	trials chan string
}

// New makes a Hub. Its imports and the tests on every publish run while Run does.
func New(cfg Config) *Hub {
	if cfg.Changed == nil {
		cfg.Changed = func(string) {}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Hub{cfg: cfg, wake: make(chan struct{}, 1), trials: make(chan string, 64)}
}

// The kinds of what the history tells of.
const (
	KindFact   = "fact"
	KindEntry  = "entry"
	KindNotice = "notice"
	KindTest   = "test"
)

// Stale refuses a change that was made from what no longer stands there. One of the three is how it stands now.
type Stale struct {
	Why    *desk.Error
	Fact   *store.KnowledgeFact
	Entry  *store.KnowledgeEntry
	Notice *store.KnowledgeNotice
}

// Error implements error.
func (s *Stale) Error() string { return s.Why.Error() }

// Unwrap gives the refusal that errors.As finds.
func (s *Stale) Unwrap() error { return s.Why }

// stale says who was faster.
func stale(tx store.Tx, by string, at time.Time) *desk.Error {
	e := desk.Refuse(desk.CodeConflict, "Somebody changed this while you were editing it. Look at both, then save again.")
	e.Reason = "knowledge_changed"
	if p, err := tx.Person(by); err == nil {
		e.By = &desk.Who{ID: p.ID, Name: p.Name}
		e.Message = p.Name + " changed this while you were editing it. Look at both, then save again."
	}
	if e.Since = tx.Now().Sub(at); e.Since < 0 {
		e.Since = 0
	}
	return e
}

// allow is desk.Allow for a property that may not exist.
func allow(tx store.Tx, p desk.Person, act desk.Action, propertyID string) (desk.Property, error) {
	if err := desk.Allow(p, act, propertyID); err != nil {
		return desk.Property{}, err
	}
	return tx.Property(propertyID)
}

// write runs a use case, and tells of it once it is durable.
func (h *Hub) write(ctx context.Context, propertyID string, fn func(store.Tx) error) error {
	err := h.cfg.Store.Write(context.WithoutCancel(ctx), fn)
	if err == nil {
		h.cfg.Changed(propertyID)
	}
	return err
}

// change is a line of history in the making; before and after are nil where there was nothing.
type change struct {
	person, property, kind, subject, title, action, batch string
	before, after                                         any
}

// note writes a line of history.
func note(tx store.Tx, c change) error {
	return tx.AddChange(store.KnowledgeChange{PropertyID: c.property, PersonID: c.person, At: tx.Now(), Kind: c.kind, Subject: c.subject,
		Title: cut(c.title, 200), Action: c.action, Batch: c.batch, Before: document(c.before), After: document(c.after)})
}

func document(v any) string {
	if v == nil {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("a value of the hub has no JSON: " + err.Error()) // they are strings, numbers and lists of them
	}
	return string(b)
}

// FactInput is what somebody says about a fact. Rev is the one that they saw; nil does not ask.
type FactInput struct {
	State   string
	Details string
	Value   json.RawMessage
	Source  string // what it was taken from, where somebody confirms what another property or a page says
	Rev     *int64
}

// PutFact says something about a fact: it is confirmed by that, and told to guests.
func (h *Hub) PutFact(ctx context.Context, by desk.Person, propertyID, key string, in FactInput) (store.KnowledgeFact, error) {
	var out store.KnowledgeFact
	err := h.write(ctx, propertyID, func(tx store.Tx) (err error) {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		if out, err = checkFact(key, in); err != nil {
			return err
		}
		out, err = putFact(tx, by.ID, propertyID, out, in.Rev, "changed", "")
		return err
	})
	return out, err
}

// checkFact is an input as a row.
func checkFact(key string, in FactInput) (store.KnowledgeFact, error) {
	kind, ok := knowledge.KindOf(key)
	if !ok {
		return store.KnowledgeFact{}, desk.ErrNotFound
	}
	f := store.KnowledgeFact{Key: kind.Key, State: in.State, Details: strings.TrimSpace(storable(in.Details)), Source: desk.CleanLine(in.Source, 300)}
	if !knowledge.FactState(in.State).Valid() {
		return f, desk.Refuse(desk.CodeInvalid, "A fact is yes, no or unknown.")
	}
	if utf8.RuneCountInString(f.Details) > knowledge.MaxDetails {
		return f, desk.Refuse(desk.CodeInvalid, "The details have more than %d characters. Say it shorter, or add an entry.", knowledge.MaxDetails)
	}
	value, err := typed.Parse(bytes.TrimSpace(in.Value), kind.Form)
	if err != nil {
		return f, desk.Refuse(desk.CodeInvalid, "%s: %v.", kind.Label, err)
	}
	f.Value = value.Document()
	return f, nil
}

// factOf is what a property says about a key; never touched, it is unknown.
func factOf(tx store.Tx, propertyID, key string) (f store.KnowledgeFact, said bool, err error) {
	facts, err := tx.Facts(propertyID)
	for _, f := range facts {
		if f.Key == key {
			return f, true, err
		}
	}
	return store.KnowledgeFact{PropertyID: propertyID, Key: key, State: string(knowledge.FactUnknown)}, false, err
}

// putFact stores a fact with its history, unless rev says that somebody was faster.
func putFact(tx store.Tx, by, propertyID string, f store.KnowledgeFact, rev *int64, action, batch string) (store.KnowledgeFact, error) {
	before, said, err := factOf(tx, propertyID, f.Key)
	if err != nil {
		return f, err
	}
	if rev != nil && *rev != before.Rev {
		return f, &Stale{Why: stale(tx, before.UpdatedBy, before.UpdatedAt), Fact: &before}
	}
	f.PropertyID, f.UpdatedBy, f.UpdatedAt, f.Rev = propertyID, by, tx.Now(), before.Rev+1
	if err := tx.PutFact(f); err != nil {
		return f, err
	}
	c := change{person: by, property: propertyID, kind: KindFact, subject: f.Key, action: action, batch: batch, after: f}
	if kind, ok := knowledge.KindOf(f.Key); ok {
		c.title = kind.Label
	}
	if said {
		c.before = before
	}
	return f, note(tx, c)
}

// storable is text without what no database keeps.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit])
}
