package staff

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Knowledge is a property's Knowledge Hub: every kind of fact, said or not, the notices of the day, and its first entries.
type Knowledge struct {
	Facts   []Fact           `json:"facts"`
	Entries []KnowledgeEntry `json:"entries" doc:"The newest 500; the list of entries pages through all."`
	Counts  EntryCounts      `json:"counts"`
	Notices []Notice         `json:"notices" doc:"Those that have not ended."`
	// Coverage tells how much of what guests ask about is covered by facts.
	Coverage  float64  `json:"coverage" minimum:"0" maximum:"1" doc:"The share of what guests ask about on which a fact says something."`
	Interview []string `json:"interview" doc:"The facts that nobody has said anything about, in the order in which guests ask."`
	Currency  string   `json:"currency,omitempty" doc:"The property's, for new prices."`
	ParentID  string   `json:"parent_id,omitempty" doc:"The property whose facts are proposed here where nothing is said."`
	Proposals int      `json:"proposals" doc:"How many wait for a decision."`
	Gaps      int      `json:"gaps" doc:"How many questions of guests nobody has answered."`
}

// EntryCounts are how many entries there are.
type EntryCounts struct {
	All        int64 `json:"all"`
	Live       int64 `json:"live"`
	Draft      int64 `json:"draft"`
	Unanswered int64 `json:"unanswered"`
}

// Fact is one thing that guests of any hotel ask for.
type Fact struct {
	Key       string         `json:"key"`
	Label     string         `json:"label"`
	Group     string         `json:"group"`
	Question  string         `json:"question"`
	State     string         `json:"state" enum:"yes,no,unknown"`
	Details   string         `json:"details"`
	Form      []string       `json:"form" enum:"hours,from,until,seasons,prices,needs,deadline,ages,weight,people,place" doc:"What can be said of it in figures, in the order of asking; from and until are hours that say when something begins or ends."`
	Value     *FactValue     `json:"value,omitempty" doc:"What it says in figures."`
	Source    string         `json:"source,omitempty" doc:"Where it was taken from."`
	Rev       int64          `json:"rev"`
	UpdatedAt string         `json:"updated_at,omitempty" format:"date-time"`
	UpdatedBy string         `json:"updated_by,omitempty"`
	Inherited *InheritedFact `json:"inherited,omitempty" doc:"What the group says, where nothing is said here: a draft until somebody confirms it."`
}

// InheritedFact is what another property says about a fact.
type InheritedFact struct {
	State   string     `json:"state" enum:"yes,no"`
	Details string     `json:"details"`
	Value   *FactValue `json:"value,omitempty"`
	Source  string     `json:"source"`
}

// EntryText is an entry in a further language.
type EntryText struct {
	_         struct{} `additionalProperties:"true"`
	Language  string   `json:"language" minLength:"2" maxLength:"35"`
	Questions []string `json:"questions,omitempty" maxItems:"50"`
	Answer    string   `json:"answer" maxLength:"20000"`
}

// EntryContent is what an entry says.
type EntryContent struct {
	Questions  []string    `json:"questions"`
	Answer     string      `json:"answer" doc:"Empty: nobody has answered it yet, so the assistant cannot help."`
	BookedOnly bool        `json:"booked_only" doc:"Told to guests whose booking was proven only."`
	Language   string      `json:"language"`
	Versions   []EntryText `json:"versions" doc:"The entry in further languages."`
	ValidFrom  string      `json:"valid_from,omitempty" doc:"The first day it is told, by the property's calendar."`
	ValidUntil string      `json:"valid_until,omitempty" doc:"The last one."`
}

// KnowledgeEntry is a question in one or more wordings, and its answer.
type KnowledgeEntry struct {
	ID string `json:"id"`
	EntryContent
	State     string        `json:"state" enum:"live,draft" doc:"draft: told to nobody."`
	Draft     *EntryContent `json:"draft,omitempty" doc:"What was written and not published yet."`
	Source    string        `json:"source,omitempty"`
	Rev       int64         `json:"rev"`
	UpdatedAt string        `json:"updated_at,omitempty" format:"date-time"`
	UpdatedBy string        `json:"updated_by,omitempty"`
}

// TryResult is what the assistant would say, and why.
type TryResult struct {
	Decision    string            `json:"decision" enum:"answer,suggest,cannot_help,greeting,small_talk,wish,opportunity"`
	Answer      string            `json:"answer,omitempty"`
	Confidence  float64           `json:"confidence"`
	Suggestions []wire.Suggestion `json:"suggestions"`
	Sources     []wire.Source     `json:"sources"`
}

type entryBody struct {
	_          struct{}    `additionalProperties:"true"`
	Questions  []string    `json:"questions" minItems:"1" maxItems:"50"`
	Answer     string      `json:"answer" maxLength:"20000"`
	BookedOnly bool        `json:"booked_only,omitempty"`
	Language   string      `json:"language,omitempty" maxLength:"35"`
	Versions   []EntryText `json:"versions,omitempty" maxItems:"20"`
	ValidFrom  string      `json:"valid_from,omitempty" maxLength:"35" doc:"2026-05-01; empty: always."`
	ValidUntil string      `json:"valid_until,omitempty" maxLength:"35"`
	Draft      bool        `json:"draft,omitempty" doc:"Keep it from guests until it is published."`
	Rev        *int64      `json:"rev,omitempty" doc:"The one that was edited. Where another stands there now, the answer is a conflict with it; absent, it is overwritten."`
}

func (b entryBody) input() hub.EntryInput {
	in := hub.EntryInput{Rev: b.Rev, Draft: b.Draft, KnowledgeContent: store.KnowledgeContent{Questions: b.Questions, Answer: b.Answer, Language: b.Language,
		BookedOnly: b.BookedOnly, ValidFrom: b.ValidFrom, ValidUntil: b.ValidUntil}}
	for _, v := range b.Versions {
		in.Versions = append(in.Versions, store.KnowledgeText{Language: v.Language, Questions: v.Questions, Answer: v.Answer})
	}
	return in
}

type revBody struct {
	_   struct{} `additionalProperties:"true"`
	Rev *int64   `json:"rev,omitempty" doc:"The one that was looked at."`
}

// EntryPath is the path of one of a property's entries.
type EntryPath struct {
	ID    string `path:"id" maxLength:"100"`
	Entry string `path:"entry" maxLength:"100"`
}

func (a *API) knowledgeRoutes() {
	const tag = "Knowledge Hub"
	add(a, route{method: "GET", path: "/properties/{id}/knowledge", name: "get-knowledge", tag: tag, summary: "What a property has said about itself"}, a.getKnowledge)
	add(a, route{method: "PUT", path: "/properties/{id}/facts/{key}", name: "put-fact", tag: tag, summary: "Say something about a fact", also: []int{http.StatusConflict}}, a.putFact)
	a.entryRoutes(tag)
	add(a, route{method: "POST", path: "/properties/{id}/try", name: "try-question", tag: tag, summary: "Ask the assistant, without a guest"}, a.tryQuestion)
}

// entriesShown is how many entries come with the hub itself.
const entriesShown = 500

func (a *API) getKnowledge(ctx context.Context, v auth.Visit, in *IDPath) (*body[Knowledge], error) {
	out := Knowledge{Facts: []Fact{}, Entries: []KnowledgeEntry{}, Notices: []Notice{}, Interview: []string{}}
	err := a.read(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		people := a.people(tx)
		if err := a.facts(tx, in.ID, &out, people); err != nil {
			return err
		}
		entries, err := tx.PageEntries(store.KnowledgeEntryFilter{PropertyID: in.ID, Limit: entriesShown})
		if err != nil {
			return err
		}
		for _, e := range entries {
			out.Entries = append(out.Entries, entryOf(e, people))
		}
		counts, err := tx.CountEntries(in.ID)
		if err != nil {
			return err
		}
		out.Counts = EntryCounts(counts)
		notices, err := tx.Notices(in.ID, tx.Now())
		if err != nil {
			return err
		}
		for _, n := range notices {
			out.Notices = append(out.Notices, noticeOf(n, people))
		}
		settings, err := tx.HubSettings(in.ID)
		if err != nil {
			return err
		}
		out.ParentID = settings.ParentID
		pr, err := tx.Property(in.ID)
		if err != nil {
			return err
		}
		out.Currency = pr.Settings.Currency
		proposals, err := tx.Proposals(in.ID)
		if err != nil {
			return err
		}
		out.Proposals = len(proposals)
		asks, err := hub.OpenAsks(tx, in.ID)
		out.Gaps = len(asks)
		return err
	})
	return answer(out), err
}

// facts fills in what is said, and what is not.
func (a *API) facts(tx store.Tx, propertyID string, out *Knowledge, people wire.People) error {
	facts, err := tx.Facts(propertyID)
	if err != nil {
		return err
	}
	inherited, err := hub.Inherited(tx, propertyID)
	if err != nil {
		return err
	}
	said, states := map[string]store.KnowledgeFact{}, map[string]knowledge.FactState{}
	for _, f := range facts {
		said[f.Key], states[f.Key] = f, knowledge.FactState(f.State)
	}
	for _, kind := range knowledge.Catalogue() {
		f := factOf(kind, said[kind.Key], people)
		if p, ok := inherited[kind.Key]; ok {
			f.Inherited = &InheritedFact{State: p.State, Details: p.Details, Value: valueOf(p.Value), Source: p.Source}
		}
		out.Facts = append(out.Facts, f)
	}
	for _, kind := range knowledge.Interview() {
		if s := states[kind.Key]; s != knowledge.FactYes && s != knowledge.FactNo {
			out.Interview = append(out.Interview, kind.Key)
		}
	}
	out.Coverage = knowledge.Coverage(states)
	return nil
}

// allowAt is desk.Allow for a property that may not exist.
func allowAt(tx store.Tx, p desk.Person, act desk.Action, propertyID string) error {
	if err := desk.Allow(p, act, propertyID); err != nil {
		return err
	}
	_, err := tx.Property(propertyID)
	return err
}

func factOf(kind knowledge.FactKind, f store.KnowledgeFact, people wire.People) Fact {
	w := Fact{Key: kind.Key, Label: kind.Label, Group: kind.Group, Question: kind.Question, Form: list(kind.Form), State: f.State, Details: f.Details,
		Value: valueOf(f.Value), Source: f.Source, Rev: f.Rev, UpdatedBy: editor(people, f.UpdatedBy)}
	if w.State == "" {
		w.State = string(knowledge.FactUnknown)
	}
	if !f.UpdatedAt.IsZero() {
		w.UpdatedAt = wire.Time(f.UpdatedAt)
	}
	return w
}

func entryOf(e store.KnowledgeEntry, people wire.People) KnowledgeEntry {
	w := KnowledgeEntry{ID: e.ID, EntryContent: contentOf(e.Content()), State: "live", Source: e.Source, Rev: e.Rev,
		UpdatedAt: wire.Time(e.UpdatedAt), UpdatedBy: editor(people, e.UpdatedBy)}
	if e.Hidden {
		w.State = "draft"
	}
	if e.Draft != nil {
		c := contentOf(*e.Draft)
		w.Draft = &c
	}
	return w
}

func contentOf(c store.KnowledgeContent) EntryContent {
	w := EntryContent{Questions: list(c.Questions), Answer: c.Answer, BookedOnly: c.BookedOnly, Language: c.Language, Versions: []EntryText{},
		ValidFrom: c.ValidFrom, ValidUntil: c.ValidUntil}
	for _, v := range c.Versions {
		w.Versions = append(w.Versions, EntryText{Language: v.Language, Questions: list(v.Questions), Answer: v.Answer})
	}
	return w
}

// editor is the name of who last changed something.
func editor(people wire.People, id string) string {
	if id == "" {
		return ""
	}
	p, _ := people.Person(id)
	return p.Name
}

func (a *API) putFact(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Key  string `path:"key" maxLength:"100"`
	Body struct {
		_       struct{}       `additionalProperties:"true"`
		State   string         `json:"state" enum:"yes,no,unknown"`
		Details string         `json:"details,omitempty" maxLength:"8000"`
		Value   map[string]any `json:"value,omitempty" doc:"What it says in figures, as it is read; without it, it says nothing in figures any more."`
		Source  string         `json:"source,omitempty" maxLength:"300" doc:"Where it was taken from, where something is confirmed."`
		Rev     *int64         `json:"rev,omitempty" doc:"The one that was edited. Where another stands there now, the answer is a conflict with it; absent, it is overwritten."`
	}
}) (*body[Fact], error) {
	b := in.Body
	said := hub.FactInput{State: b.State, Details: b.Details, Source: b.Source, Rev: b.Rev}
	if len(b.Value) > 0 {
		raw, err := json.Marshal(b.Value)
		if err != nil {
			return nil, desk.Refuse(desk.CodeInvalid, "The typed value cannot be read.")
		}
		said.Value = raw
	}
	f, err := a.cfg.Hub.PutFact(ctx, v.Person, in.ID, in.Key, said)
	if err != nil {
		return nil, a.staleKnowledge(ctx, err)
	}
	kind, _ := knowledge.KindOf(f.Key)
	return withPeople(ctx, a, func(people wire.People) Fact { return factOf(kind, f, people) })
}

// withPeople makes an answer that names people.
func withPeople[T any](ctx context.Context, a *API, make func(wire.People) T) (*body[T], error) {
	var out T
	err := a.read(ctx, func(tx store.Tx) error {
		out = make(a.people(tx))
		return nil
	})
	return answer(out), err
}

// staleKnowledge adds to a refusal what stands there now, so that both can be looked at.
func (a *API) staleKnowledge(ctx context.Context, err error) error {
	var s *hub.Stale
	if !errors.As(err, &s) {
		return err
	}
	p := problem.From(s.Why)
	if read := a.read(ctx, func(tx store.Tx) error {
		people := a.people(tx)
		switch {
		case s.Entry != nil:
			p = p.With("entry", entryOf(*s.Entry, people))
		case s.Notice != nil:
			p = p.With("notice", noticeOf(*s.Notice, people))
		case s.Fact != nil:
			kind, _ := knowledge.KindOf(s.Fact.Key)
			p = p.With("fact", factOf(kind, *s.Fact, people))
		}
		return nil
	}); read != nil {
		return err
	}
	return p
}

func (a *API) tryQuestion(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		Question string `json:"question" minLength:"1" maxLength:"4000"`
		Language string `json:"language,omitempty" maxLength:"35"`
	}
}) (*body[TryResult], error) {
	var pr desk.Property
	err := a.read(ctx, func(tx store.Tx) (err error) {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		pr, err = tx.Property(in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	asked := assistant.Asked(pr, a.cfg.Now())
	asked.Text, asked.Language, asked.Verified = strings.TrimSpace(storable(in.Body.Question)), in.Body.Language, true
	ans, err := a.cfg.Answerer.Answer(ctx, asked)
	if err != nil {
		a.cfg.Log.Warn("the assistant did not answer a trial question", "property_id", pr.ID, "err", err)
		return nil, desk.Refuse(desk.CodeUnavailable, "The assistant cannot answer at this moment. Please try again.")
	}
	out := TryResult{Decision: string(ans.Decision), Answer: ans.Text, Confidence: ans.Confidence,
		Suggestions: []wire.Suggestion{}, Sources: []wire.Source{}}
	for _, s := range ans.Suggestions {
		out.Suggestions = append(out.Suggestions, wire.Suggestion(s))
	}
	for _, s := range ans.Sources {
		out.Sources = append(out.Sources, wire.Source(s))
	}
	return answer(out), nil
}
