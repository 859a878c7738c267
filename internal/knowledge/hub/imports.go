package hub

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/table"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/store"
)

// The states of an import.
const (
	ImportChecked = "checked" // read, and nothing of it is in the hub yet
	ImportRunning = "running"
	ImportStopped = "stopped"
	ImportDone    = "done"
	ImportFailed  = "failed"
	ImportUndoing = "undoing"
	ImportUndone  = "undone"
)

const (
	// chunk is how many rows one transaction takes in: guests' messages wait behind it.
	chunk = 100
	// holds is for how long a claimed import belongs to its server.
	holds = 30 * time.Second
	// looks is how often a server looks for imports that another one left.
	looks = 15 * time.Second
)

// Upload reads a file and tells what is in it. Nothing of it is in the hub before Start.
func (h *Hub) Upload(ctx context.Context, by desk.Person, propertyID, name string, body []byte) (store.KnowledgeImport, error) {
	i := store.KnowledgeImport{ID: h.cfg.NewID(), PropertyID: propertyID, Name: desk.CleanLine(name, 200), Format: "csv", State: ImportChecked, PersonID: by.ID}
	err := h.cfg.Store.Read(ctx, func(tx store.Tx) error {
		i.At = tx.Now()
		_, err := allow(tx, by, desk.ActEditKnowledge, propertyID)
		return err
	})
	if err != nil {
		return i, err
	}
	if len(body) > MaxFile {
		return i, desk.Refuse(desk.CodeTooLarge, "The file is larger than %d MB.", MaxFile>>20)
	}
	if t := strings.TrimSpace(table.Decode(body[:min(len(body), 64)])); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		i.Format = "json"
	}
	s, err := read(i.Format, body, i.At)
	if err != nil {
		return i, err
	}
	i.Total, i.Broken, i.BrokenRows = len(s.rows), s.broken, s.failed
	err = h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		return tx.CreateImport(i, body)
	})
	return i, err
}

// Start lets an import run, or run again: what is in the hub already stays as it is. Where rows are broken, rest says
// whether the others are wanted; publish, whether guests are told at once.
func (h *Hub) Start(ctx context.Context, by desk.Person, propertyID, id string, rest, publish bool) (store.KnowledgeImport, error) {
	return h.begin(ctx, by, propertyID, id, func(tx store.Tx, i *store.KnowledgeImport) error {
		switch {
		case i.BrokenRows > 0 && !rest:
			return desk.Refuse(desk.CodeInvalid, "Rows that cannot be read: %d. Mend the file, or import the rest.", i.BrokenRows)
		case i.Total == 0:
			return desk.Refuse(desk.CodeInvalid, "There is nothing in the file that can be imported.")
		}
		i.State, i.Rest, i.Publish = ImportRunning, rest, publish
		i.Done, i.Added, i.Changed, i.Same, i.Failure, i.EndedAt = 0, 0, 0, 0, "", time.Time{}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by.ID, PropertyID: propertyID, Action: "knowledge_imported", Subject: id,
			Detail: document(map[string]any{"rows": i.Total, "publish": publish})})
	})
}

// begin lets an import be worked on, as change says.
func (h *Hub) begin(ctx context.Context, by desk.Person, propertyID, id string, change func(store.Tx, *store.KnowledgeImport) error) (store.KnowledgeImport, error) {
	var i store.KnowledgeImport
	err := h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) (err error) {
		if i, err = h.importFor(tx, by, propertyID, id); err != nil {
			return err
		}
		if worked(i) {
			return desk.Refuse(desk.CodeConflict, "This import is running.")
		}
		if err := change(tx, &i); err != nil {
			return err
		}
		i.PersonID = by.ID
		return tx.UpdateImport(i)
	})
	if err == nil {
		select {
		case h.wake <- struct{}{}:
		default:
		}
	}
	return i, err
}

// worked reports whether a server works on an import, or should.
func worked(i store.KnowledgeImport) bool {
	return i.State == ImportRunning || i.State == ImportUndoing
}

// Stop ends an import, or its undoing, where it is. What it took in stays; it can be started again.
func (h *Hub) Stop(ctx context.Context, by desk.Person, propertyID, id string) (store.KnowledgeImport, error) {
	var i store.KnowledgeImport
	err := h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) (err error) {
		if i, err = h.importFor(tx, by, propertyID, id); err != nil {
			return err
		}
		if !worked(i) {
			return nil
		}
		i.State, i.EndedAt = ImportStopped, tx.Now()
		return tx.UpdateImport(i)
	})
	return i, err
}

func (h *Hub) importFor(tx store.Tx, by desk.Person, propertyID, id string) (store.KnowledgeImport, error) {
	if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
		return store.KnowledgeImport{}, err
	}
	return tx.KnowledgeImport(propertyID, id)
}

// Run works on imports, asks test questions and forgets what guests asked long ago until ctx is done.
func (h *Hub) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return h.runTrials(ctx) })
	g.Go(func() error { return h.runImports(ctx) })
	g.Go(func() error { return h.runForgetting(ctx) })
	return g.Wait()
}

func (h *Hub) runImports(ctx context.Context) error {
	tick := time.NewTicker(looks)
	defer tick.Stop()
	for {
		for ctx.Err() == nil {
			worked, err := h.work(ctx)
			if err != nil && ctx.Err() == nil {
				h.cfg.Log.Error("import of knowledge", "err", err)
			}
			if !worked || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-h.wake:
		case <-tick.C:
		}
	}
}

var errStopped = errors.New("the import was stopped")

// work takes in one import, or takes one back, if one waits.
func (h *Hub) work(ctx context.Context) (bool, error) {
	var i store.KnowledgeImport
	err := h.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		i, err = tx.ClaimImport(tx.Now(), tx.Now().Add(holds))
		return err
	})
	if desk.CodeOf(err) == desk.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ended := ImportDone
	if i.State == ImportUndoing {
		ended, err = ImportUndone, h.takeBack(ctx, &i)
	} else {
		err = h.takeFile(ctx, &i)
	}
	h.cfg.Changed(i.PropertyID)
	switch {
	case errors.Is(err, errStopped):
		return true, nil
	case ctx.Err() != nil:
		return false, ctx.Err() // whoever is there next goes on
	case err != nil:
		i.State, i.Failure = ImportFailed, reason(err)
	default:
		i.State = ended
	}
	if i.Publish || ended == ImportUndone {
		h.try(i.PropertyID)
	}
	return true, h.cfg.Store.Write(ctx, func(tx store.Tx) error {
		if err := tx.HoldImport(i.PropertyID, i.ID, tx.Now().Add(holds)); err != nil {
			return nil //nolint:nilerr // stopped with its last row: that stands
		}
		i.EndedAt = tx.Now()
		return tx.UpdateImport(i)
	})
}

// takeFile reads an import's file once more and takes it in from where it stands.
func (h *Hub) takeFile(ctx context.Context, i *store.KnowledgeImport) error {
	var body []byte
	known := map[string]string{} // entries by their first question
	err := h.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		if body, err = tx.ImportBody(i.PropertyID, i.ID); err != nil {
			return err
		}
		entries, err := tx.KnowledgeEntries(i.PropertyID)
		for _, e := range entries {
			known[asked(e)] = e.ID
		}
		return err
	})
	if err != nil {
		return err
	}
	s, err := read(i.Format, body, i.At) // as before: the rows keep their places
	if err != nil {
		return err
	}
	return h.takeIn(ctx, i, s, known)
}

// asked is by what a row without an id finds the entry that it repeats.
func asked(e store.KnowledgeEntry) string { return text.Fold(title(e)) }

// takeIn brings the rows into the hub, some in each transaction.
func (h *Hub) takeIn(ctx context.Context, i *store.KnowledgeImport, s *sheet, known map[string]string) error {
	for i.Done < len(s.rows) {
		rows := s.rows[i.Done:min(i.Done+chunk, len(s.rows))]
		var next store.KnowledgeImport
		var added map[string]string
		err := h.cfg.Store.Write(ctx, func(tx store.Tx) error {
			next, added = *i, map[string]string{}
			if err := tx.HoldImport(i.PropertyID, i.ID, tx.Now().Add(holds)); err != nil {
				if desk.CodeOf(err) == desk.CodeNotFound {
					return errStopped
				}
				return err
			}
			for _, r := range rows {
				what, err := h.takeRow(tx, &next, s, r, known, added)
				if err != nil {
					return err
				}
				*what++
			}
			next.Done += len(rows)
			return tx.UpdateImport(next)
		})
		if err != nil {
			return err
		}
		*i = next
		for question, id := range added {
			known[question] = id
		}
	}
	return nil
}

// takeRow takes one row in and names the count that it belongs to.
func (h *Hub) takeRow(tx store.Tx, i *store.KnowledgeImport, s *sheet, r row, known, added map[string]string) (_ *int, err error) {
	switch {
	case r.fact != nil:
		before, said, err := factOf(tx, i.PropertyID, r.fact.Key)
		if err != nil {
			return nil, err
		}
		if sameFact(before, *r.fact) {
			return &i.Same, nil
		}
		f := *r.fact
		if !i.Publish || before.State != string(knowledge.FactUnknown) { // nobody confirmed it here, or somebody confirmed another one
			p := store.KnowledgeProposal{ID: proposalOf(*i, f.Key), PropertyID: i.PropertyID, Kind: KindFact, Subject: f.Key, Source: "import:" + i.ID, Fact: &f, State: "open", At: tx.Now()}
			if old, err := tx.Proposal(i.PropertyID, p.ID); err == nil && old.State != "open" && old.State != "withdrawn" {
				return &i.Same, nil
			}
			return &i.Added, tx.PutProposal(p)
		}
		if _, err := putFact(tx, i.PersonID, i.PropertyID, f, nil, "imported", i.ID); err != nil {
			return nil, err
		}
		if said {
			return &i.Changed, nil
		}
		return &i.Added, nil
	case r.notice != nil:
		return h.takeNotice(tx, i, *r.notice)
	case r.test != nil:
		q := *r.test
		if q.Expect, err = s.here(tx, i.PropertyID, q.Expect, known, added); err != nil {
			return nil, err
		}
		return h.takeTest(tx, i, r.id, q)
	}
	return h.takeEntry(tx, i, r, known, added)
}

func (h *Hub) takeTest(tx store.Tx, i *store.KnowledgeImport, id string, q store.KnowledgeTest) (*int, error) {
	tests, err := tx.KnowledgeTests(i.PropertyID)
	if err != nil {
		return nil, err
	}
	q.PropertyID, q.UpdatedBy, q.UpdatedAt = i.PropertyID, i.PersonID, tx.Now()
	for _, t := range tests {
		if t.ID != id && t.Question != q.Question {
			continue
		}
		if sameTest(t, q) {
			return &i.Same, nil
		}
		q.ID = t.ID
		return &i.Changed, putTest(tx, q, &t, "imported", i.ID)
	}
	if len(tests) >= maxTests {
		return &i.Same, nil
	}
	q.ID = h.cfg.NewID()
	return &i.Added, putTest(tx, q, nil, "imported", i.ID)
}

// takeNotice puts up a notice that stands still, where the import publishes: there is no draft of one.
func (h *Hub) takeNotice(tx store.Tx, i *store.KnowledgeImport, n store.KnowledgeNotice) (*int, error) {
	now := tx.Now()
	if !i.Publish || !n.EndsAt.After(now) {
		return &i.Same, nil
	}
	standing, err := tx.Notices(i.PropertyID, now)
	if err != nil {
		return nil, err
	}
	same := func(o store.KnowledgeNotice) bool { return o.Text == n.Text && o.Topic == n.Topic }
	if len(standing) >= maxNotices || slices.ContainsFunc(standing, same) {
		return &i.Same, nil
	}
	n.ID, n.PropertyID, n.Rev = h.cfg.NewID(), i.PropertyID, 1
	n.CreatedBy, n.CreatedAt, n.UpdatedBy, n.UpdatedAt = i.PersonID, now, i.PersonID, now
	if err := tx.PutNotice(n); err != nil {
		return nil, err
	}
	return &i.Added, note(tx, change{person: i.PersonID, property: i.PropertyID, kind: KindNotice, subject: n.ID, title: n.Text, action: "imported", batch: i.ID, after: n})
}

func (h *Hub) takeEntry(tx store.Tx, i *store.KnowledgeImport, r row, known, added map[string]string) (*int, error) {
	draft := r.draft || !i.Publish
	id := ""
	if r.id != "" && len(r.id) <= 100 {
		if _, err := tx.KnowledgeEntry(i.PropertyID, r.id); err == nil {
			id = r.id
		} else if desk.CodeOf(err) != desk.CodeNotFound {
			return nil, err
		}
	}
	question := text.Fold(r.entry.Questions[0])
	if id == "" {
		if id = known[question]; id == "" {
			id = added[question]
		}
	}
	if id != "" {
		old, err := tx.KnowledgeEntry(i.PropertyID, id)
		if err == nil {
			return takeChange(tx, i, old, *r.entry, draft)
		}
		if desk.CodeOf(err) != desk.CodeNotFound {
			return nil, err
		}
	}
	e := store.KnowledgeEntry{ID: h.cfg.NewID(), PropertyID: i.PropertyID, Source: "import:" + i.ID}
	added[question] = e.ID
	_, err := createEntry(tx, i.PersonID, e, *r.entry, draft, i.ID)
	return &i.Added, err
}

// takeChange brings a row to the entry that it repeats.
func takeChange(tx store.Tx, i *store.KnowledgeImport, old store.KnowledgeEntry, c store.KnowledgeContent, draft bool) (*int, error) {
	now := old.Content()
	if old.Draft != nil && draft {
		now = *old.Draft
	}
	if (draft || !old.Hidden) && reflect.DeepEqual(now, c) {
		return &i.Same, nil
	}
	_, err := editEntry(tx, i.PersonID, i.PropertyID, old.ID, nil, "imported", i.ID, func(e *store.KnowledgeEntry) error {
		if draft {
			e.Draft = &c
			return nil
		}
		e.SetContent(c)
		e.Draft, e.Hidden = nil, false
		return nil
	})
	return &i.Changed, err
}
