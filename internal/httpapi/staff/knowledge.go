package staff

import (
	"context"
	"net/http"
	"strings"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Knowledge is a property's Knowledge Hub: every kind of fact, said or not, and its entries.
type Knowledge struct {
	Facts   []Fact           `json:"facts"`
	Entries []KnowledgeEntry `json:"entries"`
}

// Fact is one thing that guests of any hotel ask for.
type Fact struct {
	Key       string `json:"key"`
	Label     string `json:"label"`
	Group     string `json:"group"`
	Question  string `json:"question"`
	State     string `json:"state" enum:"yes,no,unknown"`
	Details   string `json:"details"`
	UpdatedAt string `json:"updated_at,omitempty" format:"date-time"`
	UpdatedBy string `json:"updated_by,omitempty"`
}

// KnowledgeEntry is a question in one or more wordings, and its answer.
type KnowledgeEntry struct {
	ID         string   `json:"id"`
	Questions  []string `json:"questions"`
	Answer     string   `json:"answer" doc:"Empty: nobody has answered it yet, so the assistant cannot help."`
	BookedOnly bool     `json:"booked_only" doc:"Told to guests whose booking was proven only."`
	Language   string   `json:"language"`
	UpdatedAt  string   `json:"updated_at,omitempty" format:"date-time"`
	UpdatedBy  string   `json:"updated_by,omitempty"`
}

// TryResult is what the assistant would say, and why.
type TryResult struct {
	Decision    string            `json:"decision" enum:"answer,suggest,cannot_help,greeting,small_talk,wish"`
	Answer      string            `json:"answer,omitempty"`
	Confidence  float64           `json:"confidence"`
	Suggestions []wire.Suggestion `json:"suggestions"`
	Sources     []wire.Source     `json:"sources"`
}

type entryBody struct {
	_          struct{} `additionalProperties:"true"`
	Questions  []string `json:"questions" minItems:"1" maxItems:"50"`
	Answer     string   `json:"answer" maxLength:"20000"`
	BookedOnly bool     `json:"booked_only,omitempty"`
	Language   string   `json:"language,omitempty" maxLength:"35"`
}

// EntryPath is the path of one of a property's entries.
type EntryPath struct {
	ID    string `path:"id" maxLength:"100"`
	Entry string `path:"entry" maxLength:"100"`
}

func (a *API) knowledgeRoutes() {
	const tag = "Knowledge Hub"
	add(a, route{method: "GET", path: "/properties/{id}/knowledge", name: "get-knowledge", tag: tag, summary: "What a property has said about itself"}, a.getKnowledge)
	add(a, route{method: "PUT", path: "/properties/{id}/facts/{key}", name: "put-fact", tag: tag, summary: "Say something about a fact"}, a.putFact)
	add(a, route{method: "POST", path: "/properties/{id}/entries", name: "create-entry", tag: tag, summary: "Add a question and its answer", status: http.StatusCreated},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body entryBody
		}) (*body[KnowledgeEntry], error) {
			return a.putEntry(ctx, v.Person, store.KnowledgeEntry{ID: a.cfg.NewID(), PropertyID: in.ID}, in.Body, false)
		})
	add(a, route{method: "PUT", path: "/properties/{id}/entries/{entry}", name: "change-entry", tag: tag, summary: "Change a question and its answer"},
		func(ctx context.Context, v auth.Visit, in *struct {
			EntryPath
			Body entryBody
		}) (*body[KnowledgeEntry], error) {
			return a.putEntry(ctx, v.Person, store.KnowledgeEntry{ID: in.Entry, PropertyID: in.ID}, in.Body, true)
		})
	add(a, route{method: "DELETE", path: "/properties/{id}/entries/{entry}", name: "delete-entry", tag: tag, summary: "Delete a question and its answer"},
		func(ctx context.Context, v auth.Visit, in *EntryPath) (*none, error) {
			err := a.write(ctx, func(tx store.Tx) error {
				if err := desk.Allow(v.Person, desk.ActEditKnowledge, in.ID); err != nil {
					return err
				}
				if _, err := tx.KnowledgeEntry(in.ID, in.Entry); err != nil {
					return err
				}
				return tx.DeleteEntry(in.ID, in.Entry)
			})
			if err == nil {
				a.cfg.KnowledgeChanged(in.ID)
			}
			return nil, err
		})
	add(a, route{method: "POST", path: "/properties/{id}/try", name: "try-question", tag: tag, summary: "Ask the assistant, without a guest"}, a.tryQuestion)
}

func (a *API) getKnowledge(ctx context.Context, v auth.Visit, in *IDPath) (*body[Knowledge], error) {
	out := Knowledge{Facts: []Fact{}, Entries: []KnowledgeEntry{}}
	err := a.read(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		facts, err := tx.Facts(in.ID)
		if err != nil {
			return err
		}
		entries, err := tx.KnowledgeEntries(in.ID)
		if err != nil {
			return err
		}
		people := a.people(tx)
		said := map[string]store.KnowledgeFact{}
		for _, f := range facts {
			said[f.Key] = f
		}
		for _, kind := range knowledge.Catalogue() {
			out.Facts = append(out.Facts, factOf(kind, said[kind.Key], people))
		}
		for _, e := range entries {
			out.Entries = append(out.Entries, entryOf(e, people))
		}
		return nil
	})
	return answer(out), err
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
	w := Fact{Key: kind.Key, Label: kind.Label, Group: kind.Group, Question: kind.Question, State: f.State, Details: f.Details,
		UpdatedBy: editor(people, f.UpdatedBy)}
	if w.State == "" {
		w.State = string(knowledge.FactUnknown)
	}
	if !f.UpdatedAt.IsZero() {
		w.UpdatedAt = wire.Time(f.UpdatedAt)
	}
	return w
}

func entryOf(e store.KnowledgeEntry, people wire.People) KnowledgeEntry {
	return KnowledgeEntry{ID: e.ID, Questions: list(e.Questions), Answer: e.Answer, BookedOnly: e.BookedOnly, Language: e.Language,
		UpdatedAt: wire.Time(e.UpdatedAt), UpdatedBy: editor(people, e.UpdatedBy)}
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
		_       struct{} `additionalProperties:"true"`
		State   string   `json:"state" enum:"yes,no,unknown"`
		Details string   `json:"details,omitempty" maxLength:"8000"`
	}
}) (*body[Fact], error) {
	var out Fact
	details := strings.TrimSpace(storable(in.Body.Details))
	err := a.write(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActEditKnowledge, in.ID); err != nil {
			return err
		}
		kind, ok := knowledge.KindOf(in.Key)
		if !ok {
			return desk.ErrNotFound
		}
		if cut(details, knowledge.MaxDetails) != details {
			return desk.Refuse(desk.CodeInvalid, "The details have more than %d characters. Say it shorter, or add an entry.", knowledge.MaxDetails)
		}
		f := store.KnowledgeFact{PropertyID: in.ID, Key: kind.Key, State: in.Body.State, Details: details, UpdatedBy: v.Person.ID, UpdatedAt: tx.Now()}
		out = factOf(kind, f, a.people(tx))
		return tx.PutFact(f)
	})
	if err == nil {
		a.cfg.KnowledgeChanged(in.ID)
	}
	return answer(out), err
}

func (a *API) putEntry(ctx context.Context, p desk.Person, e store.KnowledgeEntry, b entryBody, exists bool) (*body[KnowledgeEntry], error) {
	for _, q := range b.Questions {
		if q = clean(q, knowledge.MaxQuestion+1); q == "" {
			continue
		}
		if cut(q, knowledge.MaxQuestion) != q {
			return nil, desk.Refuse(desk.CodeInvalid, "A question has more than %d characters. Ask as a guest would.", knowledge.MaxQuestion)
		}
		e.Questions = append(e.Questions, q)
	}
	e.Answer, e.BookedOnly, e.Language, e.UpdatedBy = strings.TrimSpace(storable(b.Answer)), b.BookedOnly, b.Language, p.ID
	switch {
	case len(e.Questions) == 0:
		return nil, desk.Refuse(desk.CodeInvalid, "An entry needs at least one question.")
	case cut(e.Answer, knowledge.MaxAnswer) != e.Answer:
		return nil, desk.Refuse(desk.CodeInvalid, "The answer has more than %d characters. Split it into several entries.", knowledge.MaxAnswer)
	case e.Language != "" && !languageTag.MatchString(e.Language):
		return nil, desk.Refuse(desk.CodeInvalid, "%q is no language tag. Use one such as en or pt-BR.", clean(e.Language, 35))
	}
	var out KnowledgeEntry
	err := a.write(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, p, desk.ActEditKnowledge, e.PropertyID); err != nil {
			return err
		}
		if exists {
			if _, err := tx.KnowledgeEntry(e.PropertyID, e.ID); err != nil {
				return err
			}
		}
		e.UpdatedAt = tx.Now()
		out = entryOf(e, a.people(tx))
		return tx.PutEntry(e)
	})
	if err == nil {
		a.cfg.KnowledgeChanged(e.PropertyID)
	}
	return answer(out), err
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
	ans, err := a.cfg.Answerer.Answer(ctx, assistant.Question{PropertyID: pr.ID, PropertyName: pr.Name,
		Text: strings.TrimSpace(storable(in.Body.Question)), Language: in.Body.Language, Verified: true})
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
