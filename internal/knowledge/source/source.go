// Package source keeps what a property's knowledge is read from: documents that somebody sent and websites that are read
// again on a schedule. Reading is work that a row stands for: it is leased, so that a killed server's is taken up again,
// shows how far it is, and can be stopped and repeated.
//
// What is found are drafts. Guests are told a passage only after somebody of the property approved it, and go on being told
// the approved wording when the source changes, until somebody approves the new one: whoever changes a page on the web must
// not thereby change what the hotel says about its prices, its telephone number or its bank.
package source

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/crawl"
	"deskbell/internal/knowledge/document"
	"deskbell/internal/store"
)

// What a source is.
const (
	KindDocument = "document"
	KindWebsite  = "website"
)

// How its reading stands.
const (
	Queued  = "queued"
	Running = "running"
	Stopped = "stopped"
	Done    = "done"
	Failed  = "failed"
)

// How a passage stands.
const (
	Draft    = "draft"
	Approved = "approved"
	Refused  = "refused"
)

// Limits of one property.
const (
	MaxSources = 100
	maxName    = 200
	maxDays    = 90
)

// Config is what Sources are made of.
type Config struct {
	Store   store.Store
	NewID   func() string
	Crawler *crawl.Crawler
	// Documents reads files; as it is, in this process.
	Documents document.Reader
	// Changed hears, after the commit, that what a property may tell its guests changed; nil is nobody.
	Changed func(propertyID string)
	Log     *slog.Logger
}

// Sources are the use cases. Run reads what waits. It is safe for concurrent use.
type Sources struct {
	cfg  Config
	wake chan struct{}
}

// New makes Sources.
func New(cfg Config) *Sources {
	if cfg.Changed == nil {
		cfg.Changed = func(string) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Sources{cfg: cfg, wake: make(chan struct{}, 1)}
}

// Website is how a website is read.
type Website struct {
	Name, Address, Language string
	MaxPages, EveryDays     int
}

// checked puts a website's settings right, or says what is wrong with them.
func (w *Website) checked() error {
	u, err := crawl.Start(w.Address)
	if err != nil {
		return desk.Refuse(desk.CodeInvalid, "%s", err.Error())
	}
	w.Address = u.String()
	if w.Name = strings.TrimSpace(w.Name); w.Name == "" {
		w.Name = u.Hostname()
	}
	if w.MaxPages == 0 {
		w.MaxPages = crawl.DefaultPages
	}
	switch {
	case len([]rune(w.Name)) > maxName:
		return desk.Refuse(desk.CodeInvalid, "The name has more than %d characters.", maxName)
	case w.MaxPages < 1 || w.MaxPages > crawl.MaxPages:
		return desk.Refuse(desk.CodeInvalid, "A website is read up to %d pages.", crawl.MaxPages)
	case w.EveryDays < 0 || w.EveryDays > maxDays:
		return desk.Refuse(desk.CodeInvalid, "A website is read again after 1 to %d days, or never by itself (0).", maxDays)
	}
	return nil
}

// AddDocument keeps a document and begins to read it. What it is shows at once; what it says, when it was read.
func (s *Sources) AddDocument(ctx context.Context, by desk.Person, propertyID, name string, body []byte) (store.KnowledgeSource, error) {
	name = strings.TrimSpace(name)
	format, err := document.Recognise(name, body)
	if err != nil {
		code := desk.CodeUnsupportedType
		if err == document.ErrSize {
			code = desk.CodeTooLarge
		}
		return store.KnowledgeSource{}, desk.Refuse(code, "%s", err.Error())
	}
	if r := []rune(name); len(r) > maxName {
		name = string(r[:maxName])
	}
	return s.add(ctx, by, store.KnowledgeSource{PropertyID: propertyID, Kind: KindDocument, Name: name, Format: string(format), Size: int64(len(body))}, body)
}

// AddWebsite begins to read a website.
func (s *Sources) AddWebsite(ctx context.Context, by desk.Person, propertyID string, w Website) (store.KnowledgeSource, error) {
	if err := w.checked(); err != nil {
		return store.KnowledgeSource{}, err
	}
	return s.add(ctx, by, store.KnowledgeSource{PropertyID: propertyID, Kind: KindWebsite, Name: w.Name, Address: w.Address,
		Language: w.Language, MaxPages: w.MaxPages, EveryDays: w.EveryDays}, nil)
}

func (s *Sources) add(ctx context.Context, by desk.Person, row store.KnowledgeSource, body []byte) (store.KnowledgeSource, error) {
	err := s.write(ctx, func(tx store.Tx) error {
		if err := allow(tx, by, desk.ActEditKnowledge, row.PropertyID); err != nil {
			return err
		}
		all, err := tx.ListSources(row.PropertyID)
		if err != nil {
			return err
		}
		if len(all) >= MaxSources {
			return desk.Refuse(desk.CodeConflict, "There are %d documents and websites already. Delete one first.", len(all))
		}
		row.ID, row.CreatedBy, row.CreatedAt = s.cfg.NewID(), by.ID, tx.Now()
		row.State, row.Due, row.Run = Queued, tx.Now(), 1
		return tx.AddSource(row, body)
	})
	s.awake(err)
	return row, err
}

// ChangeWebsite changes how a website is read, from the next reading on.
func (s *Sources) ChangeWebsite(ctx context.Context, by desk.Person, propertyID, id string, w Website) (store.KnowledgeSource, error) {
	if err := w.checked(); err != nil {
		return store.KnowledgeSource{}, err
	}
	return s.change(ctx, by, propertyID, id, func(tx store.Tx, row *edited) error {
		if row.Kind != KindWebsite {
			return desk.ErrNotFound
		}
		if w.Address != row.Address && row.State == Running {
			return desk.Refuse(desk.CodeConflict, "The website is being read. Stop that first.")
		}
		row.Name, row.Address, row.Language, row.MaxPages, row.EveryDays = w.Name, w.Address, w.Language, w.MaxPages, w.EveryDays
		if row.State == Done || row.State == Failed {
			row.Due = row.next(tx.Now())
		}
		return nil
	})
}

// Stop ends a reading. What it found so far stays.
func (s *Sources) Stop(ctx context.Context, by desk.Person, propertyID, id string) (store.KnowledgeSource, error) {
	return s.change(ctx, by, propertyID, id, func(tx store.Tx, row *edited) error {
		if row.State != Running && row.State != Queued {
			return desk.Refuse(desk.CodeConflict, "It is not being read.")
		}
		row.State, row.EndedAt, row.Due = Stopped, tx.Now(), time.Time{}
		row.Run++
		return nil
	})
}

// Repeat reads a source again, from its beginning.
func (s *Sources) Repeat(ctx context.Context, by desk.Person, propertyID, id string) (store.KnowledgeSource, error) {
	row, err := s.change(ctx, by, propertyID, id, func(tx store.Tx, row *edited) error {
		if row.State == Running || row.State == Queued {
			return desk.Refuse(desk.CodeConflict, "It is being read already.")
		}
		row.State, row.Due, row.Attempts = Queued, tx.Now(), 0
		row.Run++
		return nil
	})
	s.awake(err)
	return row, err
}

// Delete deletes a source and all that was read from it: its passages, and what was proposed from it and nobody has decided
// on. What somebody has confirmed is the property's own, and stays.
func (s *Sources) Delete(ctx context.Context, by desk.Person, propertyID, id string) error {
	err := s.write(ctx, func(tx store.Tx) error {
		if err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		row, err := tx.Source(propertyID, id)
		if err != nil {
			return err
		}
		if err := tx.AddChange(store.KnowledgeChange{PropertyID: propertyID, PersonID: by.ID, At: tx.Now(), Kind: "source", Subject: id,
			Title: row.Name, Action: "deleted"}); err != nil {
			return err
		}
		open, err := proposed(tx, propertyID, []store.KnowledgeSource{row})
		if err != nil {
			return err
		}
		for _, p := range open[id] {
			p.State, p.DecidedBy, p.DecidedAt = Refused, by.ID, tx.Now()
			if err := tx.PutProposal(p); err != nil {
				return err
			}
		}
		return tx.DeleteSource(propertyID, id)
	})
	s.changed(propertyID, err)
	return err
}

func (s *Sources) change(ctx context.Context, by desk.Person, propertyID, id string, fn func(store.Tx, *edited) error) (store.KnowledgeSource, error) {
	var row edited
	err := s.write(ctx, func(tx store.Tx) error {
		if err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		var err error
		if row.KnowledgeSource, err = tx.Source(propertyID, id); err != nil {
			return err
		}
		was := row.Run
		if err := fn(tx, &row); err != nil {
			return err
		}
		return tx.SaveSource(row.KnowledgeSource, was)
	})
	return row.KnowledgeSource, err
}

// Listed is a source with what was found in it.
type Listed struct {
	store.KnowledgeSource
	store.PassageCounts
	// Proposed is how many facts and entries were proposed from it and nobody has decided on.
	Proposed int
}

// proposed are the open proposals that were read from sources, by source.
func proposed(tx store.Tx, propertyID string, sources []store.KnowledgeSource) (map[string][]store.KnowledgeProposal, error) {
	open, err := tx.Proposals(propertyID)
	if err != nil {
		return nil, err
	}
	from := map[string][]store.KnowledgeProposal{}
	for _, p := range open {
		if kind, _, _ := strings.Cut(p.Source, ":"); kind == "page" || kind == "document" {
			from[p.Source] = append(from[p.Source], p)
		}
	}
	out := map[string][]store.KnowledgeProposal{}
	if len(from) == 0 {
		return out, nil
	}
	for _, s := range sources {
		out[s.ID] = append(out[s.ID], from["document:"+s.ID]...)
		pages, err := tx.PagesOfSource(propertyID, s.ID)
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			out[s.ID] = append(out[s.ID], from["page:"+page]...)
		}
	}
	return out, nil
}

// List are a property's sources, the newest first.
func (s *Sources) List(ctx context.Context, by desk.Person, propertyID string) ([]Listed, error) {
	var out []Listed
	err := s.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if err := allow(tx, by, desk.ActViewKnowledge, propertyID); err != nil {
			return err
		}
		rows, err := tx.ListSources(propertyID)
		if err != nil {
			return err
		}
		counts, err := tx.CountPassages(propertyID)
		if err != nil {
			return err
		}
		open, err := proposed(tx, propertyID, rows)
		if err != nil {
			return err
		}
		out = nil
		for _, r := range slices.Backward(rows) {
			out = append(out, Listed{r, counts[r.ID], len(open[r.ID])})
		}
		return nil
	})
	return out, err
}

// Found is a passage, with the approved wording that it would replace.
type Found struct {
	store.KnowledgePassage
	Was *store.KnowledgePassage
}

// Passages lists what was found. Drafts come with what is told until they are approved.
func (s *Sources) Passages(ctx context.Context, by desk.Person, f store.PassageFilter) ([]Found, error) {
	var out []Found
	err := s.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if err := allow(tx, by, desk.ActViewKnowledge, f.PropertyID); err != nil {
			return err
		}
		rows, err := tx.ListPassages(f)
		if err != nil {
			return err
		}
		for _, p := range rows {
			found := Found{KnowledgePassage: p}
			if p.Replaces != "" && p.State == Draft {
				if was, err := tx.Passage(f.PropertyID, p.Replaces); err == nil {
					found.Was = &was
				}
			}
			out = append(out, found)
		}
		return nil
	})
	return out, err
}

// Passage is one of what was found.
func (s *Sources) Passage(ctx context.Context, by desk.Person, propertyID, id string) (store.KnowledgePassage, error) {
	var p store.KnowledgePassage
	err := s.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		if err := allow(tx, by, desk.ActViewKnowledge, propertyID); err != nil {
			return err
		}
		p, err = tx.Passage(propertyID, id)
		return err
	})
	return p, err
}

// maxDecided is how many passages are decided in one transaction.
const maxDecided = 500

// Decide approves or refuses passages: a draft that is approved is told to guests, in the place of the one that it
// replaces; an approved one that is refused no longer is. It reports how many changed.
func (s *Sources) Decide(ctx context.Context, by desk.Person, propertyID string, ids []string, approve bool) (int, error) {
	if len(ids) > maxDecided {
		return 0, desk.Refuse(desk.CodeInvalid, "At most %d passages are decided at once.", maxDecided)
	}
	n := 0
	err := s.write(ctx, func(tx store.Tx) error {
		n = 0
		if err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		for _, id := range ids {
			p, err := tx.Passage(propertyID, id)
			if err != nil {
				return err
			}
			changed, err := s.decide(tx, by.ID, p, p, approve, "")
			if err != nil {
				return err
			}
			if changed {
				n++
			}
		}
		if n == 0 {
			return nil
		}
		return tx.PassagesChanged(propertyID)
	})
	s.changed(propertyID, err)
	return n, err
}

// DecideAll decides every draft of a source.
func (s *Sources) DecideAll(ctx context.Context, by desk.Person, propertyID, sourceID string, approve bool) (int, error) {
	total := 0
	for {
		var ids []string
		err := s.cfg.Store.Read(ctx, func(tx store.Tx) error {
			if err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
				return err
			}
			if _, err := tx.Source(propertyID, sourceID); err != nil {
				return err
			}
			rows, err := tx.ListPassages(store.PassageFilter{PropertyID: propertyID, SourceID: sourceID, State: Draft, Limit: maxDecided})
			ids = nil
			for _, p := range rows {
				ids = append(ids, p.ID)
			}
			return err
		})
		if err != nil || len(ids) == 0 {
			return total, err
		}
		n, err := s.Decide(ctx, by, propertyID, ids, approve)
		if total += n; err != nil || n == 0 {
			return total, err
		}
	}
}

// Correct approves a passage in other words than were found. The next reading offers the source's own words again only
// after they changed.
func (s *Sources) Correct(ctx context.Context, by desk.Person, propertyID, id, title, text string) (store.KnowledgePassage, error) {
	title, text = strings.TrimSpace(title), strings.TrimSpace(text)
	switch {
	case text == "":
		return store.KnowledgePassage{}, desk.Refuse(desk.CodeInvalid, "A passage needs words. Refuse it if guests are not to be told.")
	case len([]rune(text)) > knowledge.MaxPassage || len([]rune(title)) > knowledge.MaxPassageTitle:
		return store.KnowledgePassage{}, desk.Refuse(desk.CodeInvalid, "A passage has at most %d characters, its title %d.", knowledge.MaxPassage, knowledge.MaxPassageTitle)
	}
	var p store.KnowledgePassage
	err := s.write(ctx, func(tx store.Tx) error {
		if err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		was, err := tx.Passage(propertyID, id)
		if err != nil {
			return err
		}
		p = was
		var found string
		if p.Title != title || p.Text != text {
			// The words that were found stay as a refused passage that stands for this one: found again, they are known.
			kept := was
			kept.ID, kept.State, kept.Gone, kept.Replaces, kept.DecidedBy, kept.DecidedAt = s.cfg.NewID(), Refused, false, was.ID, by.ID, tx.Now()
			if err := tx.PutPassage(kept); err != nil {
				return err
			}
			p.Title, p.Text, found = title, text, kept.ID
		}
		p.Gone = false
		if _, err := s.decide(tx, by.ID, was, p, true, found); err != nil {
			return err
		}
		p.State, p.Replaces = Approved, ""
		return tx.PassagesChanged(propertyID)
	})
	s.changed(propertyID, err)
	return p, err
}

// decide puts p in the place of was. Where p is corrected, found is the passage that keeps the words that were found. A
// draft that is refused goes on standing for the passage that it would have replaced: while its words are found, that one
// is not gone.
func (s *Sources) decide(tx store.Tx, by string, was, p store.KnowledgePassage, approve bool, found string) (bool, error) {
	action := "approved"
	if !approve {
		action = "refused"
	}
	p.State = action
	if p == was {
		return false, nil
	}
	before := side{KnowledgePassage: was}
	if p.Replaces != "" {
		switch old, err := tx.Passage(p.PropertyID, p.Replaces); {
		case err == nil && approve:
			before.Told = &old
			if err := tx.DeletePassage(p.PropertyID, old.ID); err != nil {
				return false, err
			}
		case err == nil:
			old.Gone = false
			if err := tx.PutPassage(old); err != nil {
				return false, err
			}
		case !notFound(err):
			return false, err
		}
	}
	p.DecidedBy, p.DecidedAt = by, tx.Now()
	if approve {
		p.Replaces = ""
	} else {
		p.Gone = false
	}
	if err := record(tx, by, action, before, side{KnowledgePassage: p, Found: found}); err != nil {
		return false, err
	}
	return true, tx.PutPassage(p)
}

// edited is a source that is being changed.
type edited struct{ store.KnowledgeSource }

// next is when a website is read again; zero is never.
func (e edited) next(now time.Time) time.Time {
	if e.EveryDays == 0 || e.Kind != KindWebsite {
		return time.Time{}
	}
	return now.Add(time.Duration(e.EveryDays) * 24 * time.Hour)
}

// allow is desk.Allow for a property that may not exist.
func allow(tx store.Tx, p desk.Person, act desk.Action, propertyID string) error {
	if err := desk.Allow(p, act, propertyID); err != nil {
		return err
	}
	_, err := tx.Property(propertyID)
	return err
}

func notFound(err error) bool { return desk.CodeOf(err) == desk.CodeNotFound }

func (s *Sources) write(ctx context.Context, fn func(store.Tx) error) error {
	return s.cfg.Store.Write(context.WithoutCancel(ctx), fn)
}

// awake lets Run look at once.
func (s *Sources) awake(err error) {
	if err != nil {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Sources) changed(propertyID string, err error) {
	if err == nil {
		s.cfg.Changed(propertyID)
	}
}
