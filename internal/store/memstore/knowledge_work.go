package memstore

import (
	"cmp"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// PutProposal implements store.Knowledge.
func (t *tx) PutProposal(p store.KnowledgeProposal) error {
	if err := t.of(p.PropertyID); err != nil {
		return err
	}
	put(t, t.d.proposals, pair{p.PropertyID, p.ID}, cloneProposal(p))
	return nil
}

func cloneProposal(p store.KnowledgeProposal) store.KnowledgeProposal {
	p.Fact, p.Entry = copied(p.Fact), copied(p.Entry)
	return p
}

// Proposal implements store.Knowledge.
func (t *tx) Proposal(propertyID, id string) (store.KnowledgeProposal, error) {
	p, ok := t.d.proposals[pair{propertyID, id}]
	if !ok {
		return p, desk.ErrNotFound
	}
	return cloneProposal(p), nil
}

// Proposals implements store.Knowledge.
func (t *tx) Proposals(propertyID string) ([]store.KnowledgeProposal, error) {
	out := values(t.d.proposals, func(p store.KnowledgeProposal) bool { return p.PropertyID == propertyID && p.State == "open" },
		func(a, b store.KnowledgeProposal) int { return cmp.Or(b.At.Compare(a.At), compare(b.ID, a.ID)) })
	out = out[:min(len(out), 1000)]
	for i := range out {
		out[i] = cloneProposal(out[i])
	}
	return out, nil
}

// PutAsk implements store.Knowledge.
func (t *tx) PutAsk(a store.KnowledgeAsk) error {
	if err := t.of(a.PropertyID); err != nil {
		return err
	}
	if old, ok := t.d.asks[a.ID]; ok {
		old.Reply, old.ReplyBy, old.State, old.EntryID = a.Reply, a.ReplyBy, a.State, a.EntryID
		a = old
	}
	put(t, t.d.asks, a.ID, a)
	return nil
}

// Ask implements store.Knowledge.
func (t *tx) Ask(propertyID, id string) (store.KnowledgeAsk, error) {
	a, ok := t.d.asks[id]
	if !ok || a.PropertyID != propertyID {
		return store.KnowledgeAsk{}, desk.ErrNotFound
	}
	return a, nil
}

// Asks implements store.Knowledge.
func (t *tx) Asks(propertyID string) ([]store.KnowledgeAsk, error) {
	out := values(t.d.asks, func(a store.KnowledgeAsk) bool { return a.PropertyID == propertyID && a.State == "open" },
		func(a, b store.KnowledgeAsk) int { return cmp.Or(b.At.Compare(a.At), compare(b.ID, a.ID)) })
	return out[:min(len(out), 2000)], nil
}

// AsksOfConversation implements store.Knowledge.
func (t *tx) AsksOfConversation(conversationID string) ([]store.KnowledgeAsk, error) {
	return values(t.d.asks, func(a store.KnowledgeAsk) bool { return a.ConversationID == conversationID },
		func(a, b store.KnowledgeAsk) int { return cmp.Or(cmp.Compare(a.Seq, b.Seq), compare(a.ID, b.ID)) }), nil
}

// ForgetAsks implements store.Knowledge.
func (t *tx) ForgetAsks(before time.Time, limit int) (int, error) {
	if err := t.writable(); err != nil {
		return 0, err
	}
	old := values(t.d.asks, func(a store.KnowledgeAsk) bool { return a.At.Before(before) },
		func(a, b store.KnowledgeAsk) int { return a.At.Compare(b.At) })
	old = old[:min(len(old), limit)]
	for _, a := range old {
		drop(t, t.d.asks, a.ID)
	}
	return len(old), nil
}

// PutTest implements store.Knowledge.
func (t *tx) PutTest(q store.KnowledgeTest) error {
	if err := t.of(q.PropertyID); err != nil {
		return err
	}
	put(t, t.d.tests, pair{q.PropertyID, q.ID}, q)
	return nil
}

// DeleteTest implements store.Knowledge.
func (t *tx) DeleteTest(propertyID, id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{propertyID, id}
	if _, ok := t.d.tests[k]; !ok {
		return desk.ErrNotFound
	}
	drop(t, t.d.tests, k)
	return nil
}

// KnowledgeTests implements store.Knowledge.
func (t *tx) KnowledgeTests(propertyID string) ([]store.KnowledgeTest, error) {
	return values(t.d.tests, func(q store.KnowledgeTest) bool { return q.PropertyID == propertyID },
		func(a, b store.KnowledgeTest) int { return compare(a.ID, b.ID) }), nil
}

// AddTestRun implements store.Knowledge.
func (t *tx) AddTestRun(r store.KnowledgeTestRun) error {
	if err := t.of(r.PropertyID); err != nil {
		return err
	}
	r.Results = slices.Clone(r.Results)
	put(t, t.d.testRuns, pair{r.PropertyID, r.ID}, r)
	for i, old := range t.testRuns(r.PropertyID) {
		if i >= 20 {
			drop(t, t.d.testRuns, pair{old.PropertyID, old.ID})
		}
	}
	return nil
}

func (t *tx) testRuns(propertyID string) []store.KnowledgeTestRun {
	return values(t.d.testRuns, func(r store.KnowledgeTestRun) bool { return r.PropertyID == propertyID },
		func(a, b store.KnowledgeTestRun) int { return cmp.Or(b.At.Compare(a.At), compare(b.ID, a.ID)) })
}

// TestRuns implements store.Knowledge.
func (t *tx) TestRuns(propertyID string, limit int) ([]store.KnowledgeTestRun, error) {
	out := t.testRuns(propertyID)
	out = out[:min(len(out), store.Clamp(limit, 20, 20))]
	for i := range out {
		out[i].Results = slices.Clone(out[i].Results)
	}
	return out, nil
}

func (t *tx) imports(propertyID string) []importing {
	return values(t.d.imports, func(i importing) bool { return i.PropertyID == propertyID },
		func(a, b importing) int { return cmp.Or(b.At.Compare(a.At), compare(b.ID, a.ID)) })
}

// CreateImport implements store.Knowledge.
func (t *tx) CreateImport(i store.KnowledgeImport, body []byte) error {
	if err := t.of(i.PropertyID); err != nil {
		return err
	}
	i.Broken = slices.Clone(i.Broken)
	put(t, t.d.imports, pair{i.PropertyID, i.ID}, importing{KnowledgeImport: i, body: slices.Clone(body)})
	for n, old := range t.imports(i.PropertyID) {
		if n >= 20 && !worked(old.KnowledgeImport) {
			drop(t, t.d.imports, pair{old.PropertyID, old.ID})
		}
	}
	return nil
}

// UpdateImport implements store.Knowledge.
func (t *tx) UpdateImport(i store.KnowledgeImport) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{i.PropertyID, i.ID}
	old, ok := t.d.imports[k]
	if !ok {
		return desk.ErrNotFound
	}
	i.Broken = slices.Clone(i.Broken)
	old.KnowledgeImport = i
	if !worked(i) {
		old.until = time.Time{}
	}
	put(t, t.d.imports, k, old)
	return nil
}

// worked reports whether a server works on an import, or should.
func worked(i store.KnowledgeImport) bool { return i.State == "running" || i.State == "undoing" }

func (i importing) row() store.KnowledgeImport {
	i.Broken, i.Undo.Titles = slices.Clone(i.Broken), slices.Clone(i.Undo.Titles)
	return i.KnowledgeImport
}

// KnowledgeImport implements store.Knowledge.
func (t *tx) KnowledgeImport(propertyID, id string) (store.KnowledgeImport, error) {
	i, ok := t.d.imports[pair{propertyID, id}]
	if !ok {
		return store.KnowledgeImport{}, desk.ErrNotFound
	}
	return i.row(), nil
}

// ImportBody implements store.Knowledge.
func (t *tx) ImportBody(propertyID, id string) ([]byte, error) {
	i, ok := t.d.imports[pair{propertyID, id}]
	if !ok {
		return nil, desk.ErrNotFound
	}
	return slices.Clone(i.body), nil
}

// Imports implements store.Knowledge.
func (t *tx) Imports(propertyID string) ([]store.KnowledgeImport, error) {
	var out []store.KnowledgeImport
	for _, i := range t.imports(propertyID) {
		out = append(out, i.row())
	}
	return out[:min(len(out), 20)], nil
}

// ClaimImport implements store.Knowledge.
func (t *tx) ClaimImport(now, until time.Time) (store.KnowledgeImport, error) {
	if err := t.writable(); err != nil {
		return store.KnowledgeImport{}, err
	}
	free := values(t.d.imports, func(i importing) bool { return worked(i.KnowledgeImport) && !i.until.After(now) },
		func(a, b importing) int { return cmp.Or(a.until.Compare(b.until), compare(a.ID, b.ID)) })
	if len(free) == 0 {
		return store.KnowledgeImport{}, desk.ErrNotFound
	}
	i := free[0]
	i.until = until
	put(t, t.d.imports, pair{i.PropertyID, i.ID}, i)
	return i.row(), nil
}

// HoldImport implements store.Knowledge.
func (t *tx) HoldImport(propertyID, id string, until time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{propertyID, id}
	i, ok := t.d.imports[k]
	if !ok || !worked(i.KnowledgeImport) {
		return desk.ErrNotFound
	}
	i.until = until
	put(t, t.d.imports, k, i)
	return nil
}

// PutHubSettings implements store.Knowledge.
func (t *tx) PutHubSettings(propertyID string, s store.HubSettings) error {
	if err := t.of(propertyID); err != nil {
		return err
	}
	put(t, t.d.hubs, propertyID, s)
	return nil
}

// HubSettings implements store.Knowledge.
func (t *tx) HubSettings(propertyID string) (store.HubSettings, error) {
	return t.d.hubs[propertyID], nil
}
