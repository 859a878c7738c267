package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// sources hold documents and websites, whose reading is claimed and fenced, and their passages.
var sources = []testCase{
	{"AReadingIsClaimedByOneAndFenced", func(h *house) {
		s := store.KnowledgeSource{ID: id("source"), PropertyID: harbour, Kind: "website", Name: "Our site", Address: "https://hotel.example/",
			MaxPages: 50, EveryDays: 7, CreatedBy: ana, CreatedAt: h.start, State: "queued", Due: h.start, Run: 1}
		h.write(func(tx store.Tx) error { return tx.AddSource(s, nil) })
		claim := func(at time.Duration) (got store.KnowledgeSource, err error) {
			err = h.Write(h.Context(), func(tx store.Tx) (err error) {
				got, err = tx.ClaimSource(h.start.Add(at), h.start.Add(at+time.Minute))
				return err
			})
			return got, err
		}
		_, err := claim(-time.Second)
		h.isNotFound(err)
		mine, err := claim(0)
		h.refused("", err)
		want := s
		want.Due, want.Run = h.start.Add(time.Minute), 2
		h.equal(mine, want)
		_, err = claim(59 * time.Second)
		h.isNotFound(err)
		theirs, err := claim(time.Minute) // whoever had it died
		h.refused("", err)
		h.equal(theirs.Run, int64(3))
		save := func(s store.KnowledgeSource, run int64) error {
			return h.Write(h.Context(), func(tx store.Tx) error { return tx.SaveSource(s, run) })
		}
		mine.Done = 7
		h.refused(desk.CodeConflict, save(mine, mine.Run))
		theirs.State, theirs.Done, theirs.Total = "running", 3, 9
		theirs.Skipped, theirs.SkippedPages = []store.SkippedPage{{Address: "https://hotel.example/x", Reason: "404"}}, 1
		h.refused("", save(theirs, theirs.Run))
		stopped := theirs
		stopped.State, stopped.Due, stopped.Run = "stopped", time.Time{}, theirs.Run+1
		h.refused("", save(stopped, theirs.Run))
		h.refused(desk.CodeConflict, save(theirs, theirs.Run))
		_, err = claim(24 * time.Hour)
		h.isNotFound(err)
		h.read(func(tx store.Tx) error {
			got, err := tx.Source(harbour, s.ID)
			h.equal(got, stopped)
			next, _ := tx.NextSource()
			h.equal(next, time.Time{})
			_, none := tx.Source(mill, s.ID)
			h.isNotFound(none)
			return err
		})
	}},
	{"TheLongestDueIsClaimedFirst", func(h *house) {
		add := func(due time.Duration) string {
			s := store.KnowledgeSource{ID: id("source"), PropertyID: harbour, Kind: "document", Name: "menu.pdf", Format: "pdf", Size: 3,
				State: "queued", CreatedAt: h.start, Due: h.start.Add(due)}
			h.write(func(tx store.Tx) error { return tx.AddSource(s, []byte("a\x00\xff")) })
			return s.ID
		}
		late, early := add(2*time.Second), add(time.Second)
		h.read(func(tx store.Tx) error {
			next, err := tx.NextSource()
			h.equal(next, h.start.Add(time.Second))
			body, _ := tx.SourceBody(harbour, early)
			h.equal(string(body), "a\x00\xff")
			list, _ := tx.ListSources(harbour)
			if len(list) != 2 || list[0].ID != late {
				h.Errorf("sources: %+v", list)
			}
			return err
		})
		for _, want := range []string{early, late} {
			h.write(func(tx store.Tx) error {
				got, err := tx.ClaimSource(h.start.Add(time.Hour), h.start.Add(2*time.Hour))
				h.equal(got.ID, want)
				return err
			})
		}
	}},
	{"PassagesOfOnePropertyAndSource", func(h *house) {
		src := store.KnowledgeSource{ID: id("source"), PropertyID: harbour, Kind: "document", State: "done", CreatedAt: h.start}
		h.write(func(tx store.Tx) error { return tx.AddSource(src, nil) })
		passage := func(page, state string, gone bool) store.KnowledgePassage {
			return store.KnowledgePassage{ID: id("passage"), PropertyID: harbour, SourceID: src.ID, Page: page, Nth: 2, Title: "Pool", Text: "Open 8 to 20.",
				Language: "en", State: state, Gone: gone, FoundAt: h.start}
		}
		a, b, c, d := passage("p1", "approved", false), passage("p1", "draft", false), passage("p2", "refused", false), passage("p2", "approved", true)
		b.Replaces = a.ID
		version := func() (n int64) {
			h.read(func(tx store.Tx) (err error) {
				n, err = tx.KnowledgeVersion(harbour)
				return err
			})
			return n
		}
		was := version()
		h.write(func(tx store.Tx) error {
			for _, p := range []store.KnowledgePassage{a, b, c, d} {
				if err := tx.PutPassage(p); err != nil {
					return err
				}
			}
			return nil
		})
		h.equal(version(), was)
		h.write(func(tx store.Tx) error { return tx.PassagesChanged(harbour) })
		h.equal(version(), was+1)
		list := func(f store.PassageFilter, want ...store.KnowledgePassage) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.ListPassages(f)
				h.equal(got, want)
				return err
			})
		}
		list(store.PassageFilter{PropertyID: harbour}, a, b, c, d)
		list(store.PassageFilter{PropertyID: harbour, SourceID: src.ID, State: "draft"}, b)
		list(store.PassageFilter{PropertyID: harbour, State: "gone"}, d)
		list(store.PassageFilter{PropertyID: harbour, State: "approved"}, a, d)
		list(store.PassageFilter{PropertyID: harbour, After: a.ID, Limit: 2}, b, c)
		list(store.PassageFilter{PropertyID: harbour, SourceID: "another"})
		list(store.PassageFilter{PropertyID: mill})
		h.read(func(tx store.Tx) error {
			n, err := tx.CountPassages(harbour)
			h.equal(n, map[string]store.PassageCounts{src.ID: {Draft: 1, Approved: 2, Refused: 1, Gone: 1, Pages: 2}})
			approved, _ := tx.ApprovedPassages(harbour)
			h.equal(approved, []store.KnowledgePassage{a, d})
			page, _ := tx.PassagesOfPage(harbour, src.ID, "p1")
			h.equal(page, []store.KnowledgePassage{a, b})
			pages, _ := tx.PagesOfSource(harbour, src.ID)
			h.equal(pages, []string{"p1", "p2"})
			none, _ := tx.ApprovedPassages(mill)
			h.equal(len(none), 0)
			_, missing := tx.Passage(mill, a.ID)
			h.isNotFound(missing)
			return err
		})
		b.State, b.Replaces, b.DecidedBy, b.DecidedAt = "approved", "", ana, h.start
		h.write(func(tx store.Tx) error {
			if err := tx.PutPassage(b); err != nil {
				return err
			}
			return tx.DeletePassage(harbour, a.ID)
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DeletePassage(mill, b.ID) }))
		h.read(func(tx store.Tx) error {
			got, err := tx.Passage(harbour, b.ID)
			h.equal(got, b)
			return err
		})
		was = version()
		h.write(func(tx store.Tx) error { return tx.DeleteSource(harbour, src.ID) })
		h.equal(version(), was+1)
		list(store.PassageFilter{PropertyID: harbour})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteSource(harbour, src.ID) }))
	}},
}
