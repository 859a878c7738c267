package memstore

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// hubTables are the Knowledge Hub's.
type hubTables struct {
	facts     map[pair]store.KnowledgeFact
	knowledge map[pair]store.KnowledgeEntry
	versions  map[string]int64
	notices   map[pair]store.KnowledgeNotice
	proposals map[pair]store.KnowledgeProposal
	changes   map[int64]store.KnowledgeChange
	asks      map[string]store.KnowledgeAsk
	tests     map[pair]store.KnowledgeTest
	testRuns  map[pair]store.KnowledgeTestRun
	imports   map[pair]importing
	hubs      map[string]store.HubSettings
}

type importing struct {
	store.KnowledgeImport
	body  []byte
	until time.Time
}

func newHubTables() hubTables {
	return hubTables{
		facts: map[pair]store.KnowledgeFact{}, knowledge: map[pair]store.KnowledgeEntry{}, versions: map[string]int64{},
		notices: map[pair]store.KnowledgeNotice{}, proposals: map[pair]store.KnowledgeProposal{}, changes: map[int64]store.KnowledgeChange{},
		asks: map[string]store.KnowledgeAsk{}, tests: map[pair]store.KnowledgeTest{}, testRuns: map[pair]store.KnowledgeTestRun{},
		imports: map[pair]importing{}, hubs: map[string]store.HubSettings{},
	}
}

// copied is v as a database would give it back: nothing of it is shared.
func copied[T any](v T) T {
	b, err := json.Marshal(v)
	if err != nil {
		panic("a value of ours has no JSON: " + err.Error())
	}
	var out T
	if err := json.Unmarshal(b, &out); err != nil {
		panic("a value of ours is not read back: " + err.Error())
	}
	return out
}

func cloneKnowledge(e store.KnowledgeEntry) store.KnowledgeEntry {
	e.Questions = slices.Clone(e.Questions)
	if e.Versions = copied(e.Versions); len(e.Versions) == 0 {
		e.Versions = nil
	}
	e.Draft = copied(e.Draft)
	return e
}

// of refuses a row of a property that is not there, and any in a Read.
func (t *tx) of(propertyID string) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[propertyID]; !ok {
		return desk.ErrNotFound
	}
	return nil
}

func (t *tx) raise(propertyID string) error {
	if err := t.of(propertyID); err != nil {
		return err
	}
	put(t, t.d.versions, propertyID, t.d.versions[propertyID]+1)
	return nil
}

// PutFact implements store.Knowledge.
func (t *tx) PutFact(f store.KnowledgeFact) error {
	if err := t.raise(f.PropertyID); err != nil {
		return err
	}
	put(t, t.d.facts, pair{f.PropertyID, f.Key}, f)
	return nil
}

// PutEntry implements store.Knowledge.
func (t *tx) PutEntry(e store.KnowledgeEntry) error {
	if err := t.raise(e.PropertyID); err != nil {
		return err
	}
	put(t, t.d.knowledge, pair{e.PropertyID, e.ID}, cloneKnowledge(e))
	return nil
}

// DeleteEntry implements store.Knowledge.
func (t *tx) DeleteEntry(propertyID, id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{propertyID, id}
	if _, ok := t.d.knowledge[k]; !ok {
		return desk.ErrNotFound
	}
	drop(t, t.d.knowledge, k)
	return t.raise(propertyID)
}

// Facts implements store.Knowledge.
func (t *tx) Facts(propertyID string) ([]store.KnowledgeFact, error) {
	return values(t.d.facts, func(f store.KnowledgeFact) bool { return f.PropertyID == propertyID },
		func(a, b store.KnowledgeFact) int { return compare(a.Key, b.Key) }), nil
}

// KnowledgeEntries implements store.Knowledge.
func (t *tx) KnowledgeEntries(propertyID string) ([]store.KnowledgeEntry, error) {
	out := values(t.d.knowledge, func(e store.KnowledgeEntry) bool { return e.PropertyID == propertyID },
		func(a, b store.KnowledgeEntry) int { return compare(a.ID, b.ID) })
	for i := range out {
		out[i] = cloneKnowledge(out[i])
	}
	return out, nil
}

// KnowledgeEntry implements store.Knowledge.
func (t *tx) KnowledgeEntry(propertyID, id string) (store.KnowledgeEntry, error) {
	e, ok := t.d.knowledge[pair{propertyID, id}]
	if !ok {
		return e, desk.ErrNotFound
	}
	return cloneKnowledge(e), nil
}

// inState reports whether an entry belongs to a part.
func inState(e store.KnowledgeEntry, s store.EntryState) bool {
	switch s {
	case store.EntriesLive:
		return !e.Hidden
	case store.EntriesDraft:
		return e.Draft != nil
	case store.EntriesUnanswered:
		return !e.Hidden && e.Answer == ""
	}
	return true
}

// PageEntries implements store.Knowledge.
func (t *tx) PageEntries(f store.KnowledgeEntryFilter) ([]store.KnowledgeEntry, error) {
	wanted := words.Query(f.Query)
	out := values(t.d.knowledge, func(e store.KnowledgeEntry) bool {
		if e.PropertyID != f.PropertyID || !inState(e, f.State) || f.Before != "" && e.ID >= f.Before {
			return false
		}
		b, _ := json.Marshal([]any{e.Content(), e.Draft})
		var said any
		_ = json.Unmarshal(b, &said)
		folded := words.Fold(texts(said))
		return !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(folded, w) })
	}, func(a, b store.KnowledgeEntry) int { return compare(b.ID, a.ID) })
	out = out[:min(len(out), store.Clamp(f.Limit, 100, 1000))]
	for i := range out {
		out[i] = cloneKnowledge(out[i])
	}
	return out, nil
}

// texts are all strings in a document, but not its keys.
func texts(v any) string {
	var out []string
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, x := range v {
			out = append(out, texts(x))
		}
	case map[string]any:
		for _, k := range []string{"questions", "answer", "versions"} {
			out = append(out, texts(v[k]))
		}
	}
	return strings.Join(out, " ")
}

// CountEntries implements store.Knowledge.
func (t *tx) CountEntries(propertyID string) (store.EntryCounts, error) {
	var c store.EntryCounts
	for _, e := range t.d.knowledge {
		if e.PropertyID != propertyID {
			continue
		}
		c.All++
		for part, n := range map[store.EntryState]*int64{store.EntriesLive: &c.Live, store.EntriesDraft: &c.Draft, store.EntriesUnanswered: &c.Unanswered} {
			if inState(e, part) {
				*n++
			}
		}
	}
	return c, nil
}

// KnowledgeVersion implements store.Knowledge.
func (t *tx) KnowledgeVersion(propertyID string) (int64, error) { return t.d.versions[propertyID], nil }

// PutNotice implements store.Knowledge.
func (t *tx) PutNotice(n store.KnowledgeNotice) error {
	if err := t.raise(n.PropertyID); err != nil {
		return err
	}
	put(t, t.d.notices, pair{n.PropertyID, n.ID}, n)
	return nil
}

// Notice implements store.Knowledge.
func (t *tx) Notice(propertyID, id string) (store.KnowledgeNotice, error) {
	n, ok := t.d.notices[pair{propertyID, id}]
	if !ok {
		return n, desk.ErrNotFound
	}
	return n, nil
}

// Notices implements store.Knowledge.
func (t *tx) Notices(propertyID string, endAfter time.Time) ([]store.KnowledgeNotice, error) {
	out := values(t.d.notices, func(n store.KnowledgeNotice) bool { return n.PropertyID == propertyID && n.EndsAt.After(endAfter) },
		func(a, b store.KnowledgeNotice) int { return cmp.Or(a.EndsAt.Compare(b.EndsAt), compare(a.ID, b.ID)) })
	return out[:min(len(out), 500)], nil
}

// AddChange implements store.Knowledge.
func (t *tx) AddChange(c store.KnowledgeChange) error {
	if err := t.of(c.PropertyID); err != nil {
		return err
	}
	c.N = int64(len(t.d.changes)) + 1
	put(t, t.d.changes, c.N, c)
	return nil
}

// Change implements store.Knowledge.
func (t *tx) Change(propertyID string, n int64) (store.KnowledgeChange, error) {
	c, ok := t.d.changes[n]
	if !ok || c.PropertyID != propertyID {
		return store.KnowledgeChange{}, desk.ErrNotFound
	}
	return c, nil
}

// History implements store.Knowledge.
func (t *tx) History(f store.HistoryFilter) ([]store.KnowledgeChange, error) {
	out := values(t.d.changes, func(c store.KnowledgeChange) bool {
		return c.PropertyID == f.PropertyID && (f.Before <= 0 || c.N < f.Before) && (f.Subject == "" || c.Kind == f.Kind && c.Subject == f.Subject) &&
			(f.Batch == "" || c.Batch == f.Batch)
	}, func(a, b store.KnowledgeChange) int { return cmp.Compare(b.N, a.N) })
	return out[:min(len(out), store.Clamp(f.Limit, 50, 200))], nil
}
