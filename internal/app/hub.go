package app

import (
	"context"
	"strconv"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
	"deskbell/internal/store"
)

// hubAge bounds how long another node's edit of a property's knowledge may go unnoticed here.
const hubAge = 2 * time.Second

// hub keeps what each property knows in memory, because every question of a guest needs it. An edit made on this node
// is seen at once (forget).
type hub struct {
	store store.Store
	now   func() time.Time

	mu    sync.Mutex
	kept  map[string]keptBase
	round int64 // rises with every forget: what was read before it is not kept
}

type keptBase struct {
	base    knowledge.Base
	version string
	until   time.Time
}

func newHub(s store.Store, now func() time.Time) *hub {
	return &hub{store: s, now: now, kept: map[string]keptBase{}}
}

// Knowledge implements builtin.Source.
func (h *hub) Knowledge(propertyID string) (knowledge.Base, string, error) {
	h.mu.Lock()
	k, ok := h.kept[propertyID]
	round := h.round
	h.mu.Unlock()
	if ok && h.now().Before(k.until) {
		return k.base, k.version, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	fresh, err := h.load(ctx, propertyID, k)
	if err != nil {
		return knowledge.Base{}, "", err
	}
	fresh.until = h.now().Add(hubAge)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.round == round {
		h.kept[propertyID] = fresh
	}
	return fresh.base, fresh.version, nil
}

// load reads a property's knowledge, unless it is still the one that is known.
func (h *hub) load(ctx context.Context, propertyID string, known keptBase) (keptBase, error) {
	out := keptBase{}
	err := h.store.Read(ctx, func(tx store.Tx) error {
		n, err := tx.KnowledgeVersion(propertyID)
		if err != nil {
			return err
		}
		pr, err := tx.Property(propertyID)
		if err != nil {
			return err
		}
		// Languages belong to it: they decide in which words facts are said.
		// So does the day: entries begin and end with it.
		day := today(pr, tx.Now())
		standing, err := tx.Notices(propertyID, tx.Now())
		if err != nil {
			return err
		}
		// And so do notices, which begin and end by themselves.
		holding, which := notices(standing, tx.Now())
		out.version = strconv.FormatInt(n, 10) + " " + pr.UpdatedAt.Format(time.RFC3339Nano) + " " + day + which
		if out.version == known.version {
			out = known
			return nil
		}
		facts, err := tx.Facts(propertyID)
		if err != nil {
			return err
		}
		entries, err := tx.KnowledgeEntries(propertyID)
		if err != nil {
			return err
		}
		out.base = base(pr, facts, entries, day)
		out.base.Notices = holding
		approved, err := tx.ApprovedPassages(propertyID)
		if err != nil {
			return err
		}
		for _, p := range approved {
			out.base.Passages = append(out.base.Passages, knowledge.Passage{ID: p.ID, SourceID: p.SourceID, Title: p.Title, Text: p.Text,
				Language: p.Language, Address: p.Page, UpdatedAt: p.DecidedAt})
		}
		return nil
	})
	return out, err
}

func base(pr desk.Property, facts []store.KnowledgeFact, entries []store.KnowledgeEntry, day string) knowledge.Base {
	b := knowledge.Base{PropertyID: pr.ID, Languages: pr.Settings.Languages}
	if l := pr.Settings.DefaultLanguage; l != "" {
		b.Languages = []string{l}
		for _, other := range pr.Settings.Languages {
			if other != l {
				b.Languages = append(b.Languages, other)
			}
		}
	}
	if zone, err := time.LoadLocation(pr.Settings.TimeZone); err == nil && pr.Settings.TimeZone != "" {
		b.Zone = zone
	}
	for _, f := range facts {
		b.Facts = append(b.Facts, knowledge.Fact{Key: f.Key, State: knowledge.FactState(f.State), Details: f.Details, Value: typed.Read(f.Value),
			UpdatedAt: f.UpdatedAt, UpdatedBy: f.UpdatedBy})
	}
	b.Entries = told(entries, day)
	return b
}

func (h *hub) forget(propertyID string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.round++
	delete(h.kept, propertyID)
}
