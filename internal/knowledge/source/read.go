package source

import (
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/crawl"
	"deskbell/internal/knowledge/document"
	"deskbell/internal/store"
)

const (
	// lease is how long a reading may show no progress before another server takes it up. The slowest page takes three
	// minutes: five redirects, each after the longest pause.
	lease = 5 * time.Minute
	// look is how often work of other servers is looked for.
	look = 15 * time.Second
	// maxAttempts is how often a reading is taken up that ended with its server: a file may be what ends it.
	maxAttempts = 3
	// maxNamed is how many of the skipped pages are named.
	maxNamed = 50
	// letGo is how long it may take to hand a reading back when the server stops.
	letGo = 5 * time.Second
)

// Run reads what waits, one source after the other, until ctx ends.
func (s *Sources) Run(ctx context.Context) error {
	for {
		row, now, err := s.claim(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			s.read(ctx, row)
			continue
		case !notFound(err):
			s.cfg.Log.Warn("documents and websites that wait could not be looked for", "err", err)
		}
		wait := look
		_ = s.cfg.Store.Read(ctx, func(tx store.Tx) error {
			at, err := tx.NextSource()
			if err == nil && !at.IsZero() {
				wait = min(look, max(at.Sub(now), 100*time.Millisecond))
			}
			return err
		})
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-t.C:
		}
		t.Stop()
	}
}

// claim takes the next reading and begins it.
func (s *Sources) claim(ctx context.Context) (row store.KnowledgeSource, now time.Time, err error) {
	err = s.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if row, err = tx.ClaimSource(now, now.Add(lease)); err != nil {
			return err
		}
		if row.State != Running {
			row.Attempts = 0 // begun by somebody, or by its schedule
		}
		if row.Attempts++; row.Attempts > maxAttempts {
			row.State, row.EndedAt, row.Due = Failed, now, edited{row}.next(now)
			row.Failure, row.FailureCode = "Reading it ended unexpectedly several times, so it was given up.", codeGivenUp
			return tx.SaveSource(row, row.Run)
		}
		row.State, row.StartedAt, row.EndedAt = Running, now, time.Time{}
		row.Done, row.Total, row.Skipped, row.SkippedPages, row.Cut = 0, 0, nil, 0, false
		row.Failure, row.FailureCode, row.FailureStatus = "", "", 0
		return tx.SaveSource(row, row.Run)
	})
	return row, now, err
}

// read reads a claimed source to its end.
func (s *Sources) read(ctx context.Context, row store.KnowledgeSource) {
	if row.State != Running {
		return
	}
	w := &reading{s: s, row: row, seen: map[string]bool{}, gone: map[string]bool{}}
	var err error
	if row.Kind == KindDocument {
		err = w.document(ctx)
	} else {
		err = w.website(ctx)
	}
	if w.overtaken {
		return // stopped, deleted, or taken over
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), letGo)
	defer cancel()
	end := s.cfg.Store.Write(ending, func(tx store.Tx) error {
		row := w.row
		now := tx.Now()
		if ctx.Err() != nil { // the server stops: whoever comes next begins again at once
			row.Due, row.State = now, Queued
			return tx.SaveSource(row, row.Run)
		}
		row.EndedAt, row.State, row.Due = now, Done, edited{row}.next(now)
		if err != nil {
			row.State = Failed
			row.Failure, row.FailureCode, row.FailureStatus = whyFailed(err)
		}
		return tx.SaveSource(row, row.Run)
	})
	if end != nil && desk.CodeOf(end) != desk.CodeConflict {
		s.cfg.Log.Warn("the end of a reading could not be written", "source_id", row.ID, "err", end)
	}
	if err != nil && ctx.Err() == nil {
		s.cfg.Log.Info("a document or website could not be read", "source_id", row.ID, "property_id", row.PropertyID, "err", err)
	}
}

// The codes of what fails here rather than in what is read.
const (
	codeGivenUp = "given_up"
	codeOurs    = "ours"
)

// Codes are the codes of why something is not read, whichever part says so.
func Codes() []string {
	out := slices.Concat(crawl.Codes(), document.Codes(), []string{codeGivenUp, codeOurs})
	slices.Sort(out)
	return slices.Compact(out)
}

// whyFailed is what the error of a reading says: a sentence, its code, and the status that a site answered.
func whyFailed(err error) (text, code string, status int) {
	var site crawl.Reason
	var file document.Reason
	switch {
	case errors.As(err, &site):
		return err.Error(), site.Code, site.Status
	case errors.As(err, &file):
		return err.Error(), file.Code(), 0
	}
	return "Something went wrong on our side. Please try again.", codeOurs, 0
}

// reading is one source being read. It is crawl's visitor.
type reading struct {
	s         *Sources
	row       store.KnowledgeSource
	seen      map[string]bool // pages whose text was read, or that may have it still
	gone      map[string]bool
	found     int
	overtaken bool
}

// document reads a file.
func (w *reading) document(ctx context.Context) error {
	var body []byte
	if err := w.s.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		body, err = tx.SourceBody(w.row.PropertyID, w.row.ID)
		return err
	}); err != nil {
		return err
	}
	doc, err := w.s.cfg.Documents.Read(ctx, document.Format(w.row.Format), body)
	if err != nil {
		return err
	}
	// By pages, in steps that others can write between.
	const step = 200
	w.row.Total, w.row.Cut = len(doc.Passages), doc.Cut
	byPlace := map[string][]document.Piece{}
	var places []string
	for _, p := range doc.Passages {
		if byPlace[p.Place] == nil {
			places = append(places, p.Place)
		}
		byPlace[p.Place] = append(byPlace[p.Place], p)
	}
	for len(places) > 0 {
		n, upTo := 0, 0
		for upTo < len(places) && (n == 0 || n+len(byPlace[places[upTo]]) <= step) {
			n += len(byPlace[places[upTo]])
			upTo++
		}
		w.row.Done += n
		if err := w.save(ctx, func(tx store.Tx) error {
			for _, place := range places[:upTo] {
				w.seen[place] = true
				if err := w.merge(tx, place, "", byPlace[place]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		places = places[upTo:]
	}
	return w.forget(ctx, true)
}

// website crawls a site.
func (w *reading) website(ctx context.Context) error {
	more, err := w.s.cfg.Crawler.Crawl(ctx, crawl.Site{Start: w.row.Address, MaxPages: w.row.MaxPages}, w)
	if err != nil {
		return err
	}
	w.row.Cut = w.row.Cut || more
	return w.forget(ctx, !more)
}

// Page implements crawl.Visitor.
func (w *reading) Page(ctx context.Context, p crawl.Page, done, total int) error {
	pieces, more := document.Cut(p.Blocks, max(0, document.MaxPassages-w.found))
	w.found += len(pieces)
	w.row.Done, w.row.Total, w.row.Cut = done, total, w.row.Cut || more
	w.seen[p.Address] = true
	return w.save(ctx, func(tx store.Tx) error { return w.merge(tx, p.Address, p.Language, pieces) })
}

// Skipped implements crawl.Visitor.
func (w *reading) Skipped(address string, why crawl.Reason, gone bool) {
	if gone {
		w.gone[address] = true
		return
	}
	w.seen[address] = true
	if w.row.SkippedPages++; len(w.row.Skipped) < maxNamed {
		w.row.Skipped = append(w.row.Skipped, store.SkippedPage{Address: address, Reason: why.Error(), Code: why.Code, Status: why.Status})
	}
}

// save writes how far the reading is together with what fn writes, unless somebody stopped it.
func (w *reading) save(ctx context.Context, fn func(store.Tx) error) error {
	err := w.s.cfg.Store.Write(ctx, func(tx store.Tx) error {
		w.row.Due = tx.Now().Add(lease)
		if err := tx.SaveSource(w.row, w.row.Run); err != nil {
			return err
		}
		return fn(tx)
	})
	if desk.CodeOf(err) == desk.CodeConflict {
		w.overtaken = true
	}
	return err
}

// merge holds what a page says now against what is known of it.
func (w *reading) merge(tx store.Tx, page, language string, pieces []document.Piece) error {
	known, err := tx.PassagesOfPage(w.row.PropertyID, w.row.ID, page)
	if err != nil {
		return err
	}
	if w.row.Language != "" {
		language = w.row.Language
	}
	d := compare(known, pieces)
	for _, p := range d.put {
		if p.ID == "" {
			p.ID, p.PropertyID, p.SourceID, p.Page, p.Language, p.FoundAt = w.s.cfg.NewID(), w.row.PropertyID, w.row.ID, page, language, tx.Now()
		}
		if err := tx.PutPassage(p); err != nil {
			return err
		}
	}
	for _, id := range d.drop {
		if err := tx.DeletePassage(w.row.PropertyID, id); err != nil {
			return err
		}
	}
	return w.propose(tx, page, pieces)
}

// forget marks what was on pages that are no longer there. After a reading that was cut short only pages that the site
// itself says are gone count.
func (w *reading) forget(ctx context.Context, whole bool) error {
	var pages []string
	if err := w.s.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		pages, err = tx.PagesOfSource(w.row.PropertyID, w.row.ID)
		return err
	}); err != nil {
		return err
	}
	for _, page := range pages {
		if w.seen[page] || !whole && !w.gone[page] {
			continue
		}
		if err := w.save(ctx, func(tx store.Tx) error { return w.merge(tx, page, "", nil) }); err != nil {
			return err
		}
	}
	return nil
}
