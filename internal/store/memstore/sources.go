package memstore

import (
	"cmp"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// sourceTables are documents, websites and their passages.
type sourceTables struct {
	sources  map[pair]reading
	passages map[pair]store.KnowledgePassage
}

type reading struct {
	store.KnowledgeSource
	body []byte
}

func (r reading) row() store.KnowledgeSource {
	r.Skipped = slices.Clone(r.Skipped)
	return r.KnowledgeSource
}

func newSourceTables() sourceTables {
	return sourceTables{sources: map[pair]reading{}, passages: map[pair]store.KnowledgePassage{}}
}

// AddSource implements store.Sources.
func (t *tx) AddSource(s store.KnowledgeSource, body []byte) error {
	if err := t.of(s.PropertyID); err != nil {
		return err
	}
	s.Skipped = slices.Clone(s.Skipped)
	put(t, t.d.sources, pair{s.PropertyID, s.ID}, reading{s, slices.Clone(body)})
	return nil
}

// SaveSource implements store.Sources.
func (t *tx) SaveSource(s store.KnowledgeSource, run int64) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{s.PropertyID, s.ID}
	old, ok := t.d.sources[k]
	if !ok || old.Run != run {
		return desk.Refuse(desk.CodeConflict, "Somebody stopped or began this reading meanwhile.")
	}
	s.Skipped = slices.Clone(s.Skipped)
	old.KnowledgeSource = s
	put(t, t.d.sources, k, old)
	return nil
}

// DeleteSource implements store.Sources.
func (t *tx) DeleteSource(propertyID, id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{propertyID, id}
	if _, ok := t.d.sources[k]; !ok {
		return desk.ErrNotFound
	}
	drop(t, t.d.sources, k)
	for at, p := range t.d.passages {
		if p.PropertyID == propertyID && p.SourceID == id {
			drop(t, t.d.passages, at)
		}
	}
	return t.raise(propertyID)
}

// Source implements store.Sources.
func (t *tx) Source(propertyID, id string) (store.KnowledgeSource, error) {
	s, ok := t.d.sources[pair{propertyID, id}]
	if !ok {
		return store.KnowledgeSource{}, desk.ErrNotFound
	}
	return s.row(), nil
}

// SourceBody implements store.Sources.
func (t *tx) SourceBody(propertyID, id string) ([]byte, error) {
	s, ok := t.d.sources[pair{propertyID, id}]
	if !ok {
		return nil, desk.ErrNotFound
	}
	return slices.Clone(s.body), nil
}

// ListSources implements store.Sources.
func (t *tx) ListSources(propertyID string) ([]store.KnowledgeSource, error) {
	var out []store.KnowledgeSource
	for _, s := range values(t.d.sources, func(s reading) bool { return s.PropertyID == propertyID },
		func(a, b reading) int { return compare(a.ID, b.ID) }) {
		out = append(out, s.row())
	}
	return out, nil
}

// due are the sources that somebody has to work on some time, the first to come first.
func (t *tx) due() []reading {
	return values(t.d.sources, func(s reading) bool { return !s.Due.IsZero() },
		func(a, b reading) int { return cmp.Or(a.Due.Compare(b.Due), compare(a.ID, b.ID)) })
}

// ClaimSource implements store.Sources.
func (t *tx) ClaimSource(now, until time.Time) (store.KnowledgeSource, error) {
	if err := t.writable(); err != nil {
		return store.KnowledgeSource{}, err
	}
	due := t.due()
	if len(due) == 0 || due[0].Due.After(now) {
		return store.KnowledgeSource{}, desk.ErrNotFound
	}
	s := due[0]
	s.Due = until
	s.Run++
	put(t, t.d.sources, pair{s.PropertyID, s.ID}, s)
	return s.row(), nil
}

// NextSource implements store.Sources.
func (t *tx) NextSource() (time.Time, error) {
	if due := t.due(); len(due) > 0 {
		return due[0].Due, nil
	}
	return time.Time{}, nil
}

// PutPassage implements store.Sources.
func (t *tx) PutPassage(p store.KnowledgePassage) error {
	if err := t.of(p.PropertyID); err != nil {
		return err
	}
	k := pair{p.PropertyID, p.ID}
	if old, ok := t.d.passages[k]; ok {
		p.SourceID, p.FoundAt = old.SourceID, old.FoundAt
	}
	put(t, t.d.passages, k, p)
	return nil
}

// DeletePassage implements store.Sources.
func (t *tx) DeletePassage(propertyID, id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{propertyID, id}
	if _, ok := t.d.passages[k]; !ok {
		return desk.ErrNotFound
	}
	drop(t, t.d.passages, k)
	return nil
}

// Passage implements store.Sources.
func (t *tx) Passage(propertyID, id string) (store.KnowledgePassage, error) {
	p, ok := t.d.passages[pair{propertyID, id}]
	if !ok {
		return store.KnowledgePassage{}, desk.ErrNotFound
	}
	return p, nil
}

func (t *tx) passagesWhere(keep func(store.KnowledgePassage) bool) []store.KnowledgePassage {
	return values(t.d.passages, keep, func(a, b store.KnowledgePassage) int { return compare(a.ID, b.ID) })
}

// PassagesOfPage implements store.Sources.
func (t *tx) PassagesOfPage(propertyID, sourceID, page string) ([]store.KnowledgePassage, error) {
	return t.passagesWhere(func(p store.KnowledgePassage) bool {
		return p.PropertyID == propertyID && p.SourceID == sourceID && p.Page == page
	}), nil
}

// PagesOfSource implements store.Sources.
func (t *tx) PagesOfSource(propertyID, sourceID string) ([]string, error) {
	var out []string
	for _, p := range t.passagesWhere(func(p store.KnowledgePassage) bool { return p.PropertyID == propertyID && p.SourceID == sourceID }) {
		out = append(out, p.Page)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// ListPassages implements store.Sources.
func (t *tx) ListPassages(f store.PassageFilter) ([]store.KnowledgePassage, error) {
	out := t.passagesWhere(func(p store.KnowledgePassage) bool {
		return p.PropertyID == f.PropertyID && (f.SourceID == "" || p.SourceID == f.SourceID) && p.ID > f.After &&
			(f.State == "" || p.State == f.State || f.State == "gone" && p.State == "approved" && p.Gone)
	})
	return out[:min(len(out), store.Clamp(f.Limit, 100, 1000))], nil
}

// ApprovedPassages implements store.Sources.
func (t *tx) ApprovedPassages(propertyID string) ([]store.KnowledgePassage, error) {
	return t.passagesWhere(func(p store.KnowledgePassage) bool { return p.PropertyID == propertyID && p.State == "approved" }), nil
}

// CountPassages implements store.Sources.
func (t *tx) CountPassages(propertyID string) (map[string]store.PassageCounts, error) {
	out := map[string]store.PassageCounts{}
	type page struct{ source, at string }
	met := map[page]bool{}
	for _, p := range t.d.passages {
		if p.PropertyID != propertyID {
			continue
		}
		c := out[p.SourceID]
		if at := (page{p.SourceID, p.Page}); !met[at] {
			met[at] = true
			c.Pages++
		}
		switch p.State {
		case "draft":
			c.Draft++
		case "refused":
			c.Refused++
		default:
			c.Approved++
			if p.Gone {
				c.Gone++
			}
		}
		out[p.SourceID] = c
	}
	return out, nil
}

// PassagesChanged implements store.Sources.
func (t *tx) PassagesChanged(propertyID string) error { return t.raise(propertyID) }
