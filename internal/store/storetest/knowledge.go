package storetest

import (
	"fmt"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var knowledge = []testCase{
	{"EntriesKeepDraftsLanguagesAndDates", func(h *house) {
		e := store.KnowledgeEntry{ID: id("entry"), PropertyID: harbour, Questions: []string{"Is there a sauna?"}, Answer: "Yes, until 22:00.", Language: "en",
			Versions:  []store.KnowledgeText{{Language: "de", Questions: []string{"Gibt es eine Sauna?"}, Answer: "Ja, bis 22 Uhr."}},
			ValidFrom: "2026-05-01", ValidUntil: "2026-10-31", Source: "import:1", Rev: 3, UpdatedBy: ana, UpdatedAt: h.start,
			Draft: &store.KnowledgeContent{Questions: []string{"Sauna?"}, Answer: "Yes, until 23:00.", BookedOnly: true}}
		f := store.KnowledgeFact{PropertyID: harbour, Key: "parking", State: "yes", Details: "18 EUR", Value: `{"price":1800}`, Source: "copy:x", Rev: 2, UpdatedBy: ana, UpdatedAt: h.start}
		h.write(func(tx store.Tx) error { return tx.PutEntry(e) })
		h.write(func(tx store.Tx) error { return tx.PutFact(f) })

		h.read(func(tx store.Tx) error {
			got, err := tx.KnowledgeEntry(harbour, e.ID)
			h.equal(got, e)
			got.Versions[0].Answer, got.Draft.Answer, got.Questions[0] = "changed", "changed", "changed" // a copy
			again, _ := tx.KnowledgeEntry(harbour, e.ID)
			h.equal(again, e)
			facts, _ := tx.Facts(harbour)
			h.equal(facts, []store.KnowledgeFact{f})
			return err
		})
		e.Draft, e.Hidden, e.Versions, e.ValidUntil = nil, true, nil, ""
		h.write(func(tx store.Tx) error { return tx.PutEntry(e) })
		h.read(func(tx store.Tx) error {
			got, err := tx.KnowledgeEntry(harbour, e.ID)
			h.equal(got, e)
			return err
		})
	}},
	{"EntriesAreListedInPagesAndFoundByWords", func(h *house) {
		var ids []string
		add := func(property, question, answer string, change func(*store.KnowledgeEntry)) {
			e := store.KnowledgeEntry{ID: id("entry"), PropertyID: property, Questions: []string{question}, Answer: answer, UpdatedAt: h.start}
			if change != nil {
				change(&e)
			}
			ids = append(ids, e.ID)
			h.write(func(tx store.Tx) error { return tx.PutEntry(e) })
		}
		add(harbour, "Où est le café?", "Au rez-de-chaussée", nil)
		add(harbour, "Where do I park?", "", nil)
		add(harbour, "100% cotton?", "Yes_indeed", func(e *store.KnowledgeEntry) { e.Hidden = true })
		add(harbour, "Is there a lift?", "Yes", func(e *store.KnowledgeEntry) {
			e.Draft = &store.KnowledgeContent{Questions: []string{"Elevator?"}, Answer: "Yes, two."}
			e.Versions = []store.KnowledgeText{{Language: "de", Questions: []string{"Gibt es einen Aufzug?"}, Answer: "Ja"}}
		})
		add(mill, "Where do I park?", "Behind the mill", nil)
		find := func(f store.KnowledgeEntryFilter, want ...int) {
			h.Helper()
			f.PropertyID = harbour
			h.read(func(tx store.Tx) error {
				got, err := tx.PageEntries(f)
				var wanted, names []string
				for _, i := range want {
					wanted = append(wanted, ids[i])
				}
				for _, e := range got {
					names = append(names, e.ID)
				}
				h.equal(names, wanted)
				return err
			})
		}
		find(store.KnowledgeEntryFilter{}, 3, 2, 1, 0)
		find(store.KnowledgeEntryFilter{Limit: 2}, 3, 2)
		find(store.KnowledgeEntryFilter{Limit: 2, Before: ids[2]}, 1, 0)
		find(store.KnowledgeEntryFilter{State: store.EntriesLive}, 3, 1, 0)
		find(store.KnowledgeEntryFilter{State: store.EntriesDraft}, 3)
		find(store.KnowledgeEntryFilter{State: store.EntriesUnanswered}, 1)
		find(store.KnowledgeEntryFilter{Query: "CAFE ou"}, 0)
		find(store.KnowledgeEntryFilter{Query: "park"}, 1)
		find(store.KnowledgeEntryFilter{Query: "aufzug"}, 3)
		find(store.KnowledgeEntryFilter{Query: "elevator"}, 3)
		find(store.KnowledgeEntryFilter{Query: "vator"}, 3)
		find(store.KnowledgeEntryFilter{Query: "questions"})
		h.read(func(tx store.Tx) error {
			got, err := tx.CountEntries(harbour)
			h.equal(got, store.EntryCounts{All: 4, Live: 3, Draft: 1, Unanswered: 1})
			return err
		})
	}},
	{"NoticesEnd", func(h *house) {
		n := store.KnowledgeNotice{ID: id("notice"), PropertyID: harbour, Text: "The pool is closed today.", Topic: "pool", Language: "en",
			StartsAt: h.start, EndsAt: h.start.Add(time.Hour), CreatedBy: ana, CreatedAt: h.start, UpdatedBy: ana, UpdatedAt: h.start, Rev: 1}
		later := n
		later.ID, later.EndsAt = id("notice"), h.start.Add(2*time.Hour)
		h.write(func(tx store.Tx) error { return tx.PutNotice(later) })
		h.write(func(tx store.Tx) error { return tx.PutNotice(n) })
		list := func(at time.Time, want ...store.KnowledgeNotice) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.Notices(harbour, at)
				h.equal(got, want)
				others, _ := tx.Notices(mill, at)
				h.equal(len(others), 0)
				return err
			})
		}
		list(h.start, n, later)
		list(h.start.Add(time.Hour), later)
		n.EndsAt, n.UpdatedBy, n.Rev = h.start, ben, 2
		h.write(func(tx store.Tx) error { return tx.PutNotice(n) })
		list(h.start, later)
		h.read(func(tx store.Tx) error {
			got, err := tx.Notice(harbour, n.ID)
			h.equal(got, n)
			_, none := tx.Notice(mill, n.ID)
			h.isNotFound(none)
			v, _ := tx.KnowledgeVersion(harbour)
			h.equal(v, int64(3))
			return err
		})
	}},
	{"ProposalsAreOpenUntilDecided", func(h *house) {
		p := store.KnowledgeProposal{ID: id("proposal"), PropertyID: harbour, Kind: "fact", Subject: "pool", Source: "copy:" + mill, State: "open", At: h.start,
			Fact: &store.KnowledgeFact{Key: "pool", State: "no", UpdatedAt: h.start}}
		q := store.KnowledgeProposal{ID: id("proposal"), PropertyID: harbour, Kind: "entry", Source: "agent:" + ana, State: "open", At: h.start,
			Entry: &store.KnowledgeContent{Questions: []string{"Casino?"}, Answer: "Ten minutes away."}, ConversationID: "c", Seq: 7}
		h.write(func(tx store.Tx) error { return tx.PutProposal(p) })
		h.write(func(tx store.Tx) error { return tx.PutProposal(q) })
		list := func(want ...store.KnowledgeProposal) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.Proposals(harbour)
				h.equal(got, want)
				return err
			})
		}
		list(q, p)
		p.State, p.DecidedBy, p.DecidedAt = "taken", ben, h.start
		h.write(func(tx store.Tx) error { return tx.PutProposal(p) })
		list(q)
		h.read(func(tx store.Tx) error {
			got, err := tx.Proposal(harbour, p.ID)
			h.equal(got, p)
			_, none := tx.Proposal(mill, p.ID)
			h.isNotFound(none)
			return err
		})
	}},
	{"HistoryIsNumberedAndBySubject", func(h *house) {
		line := func(subject string, n int) store.KnowledgeChange {
			return store.KnowledgeChange{PropertyID: harbour, PersonID: ana, At: h.start, Kind: "fact", Subject: subject, Title: "T", Action: "changed",
				Batch: "b", Before: `{"rev":` + fmt.Sprint(n) + `}`, After: `{"rev":` + fmt.Sprint(n+1) + `}`}
		}
		for i := range 6 {
			h.write(func(tx store.Tx) error { return tx.AddChange(line([]string{"pool", "gym"}[i%2], i)) })
		}
		h.read(func(tx store.Tx) error {
			all, err := tx.History(store.HistoryFilter{PropertyID: harbour, Limit: 4})
			if err != nil || len(all) != 4 {
				h.Errorf("a page: %d, %v", len(all), err)
				return nil
			}
			h.equal(all[0].Before, `{"rev":5}`)
			rest, err := tx.History(store.HistoryFilter{PropertyID: harbour, Before: all[3].N})
			h.equal(len(rest), 2)
			pools, _ := tx.History(store.HistoryFilter{PropertyID: harbour, Kind: "fact", Subject: "pool"})
			h.equal(len(pools), 3)
			one, _ := tx.Change(harbour, pools[2].N)
			want := line("pool", 0)
			want.N = one.N
			h.equal(one, want)
			_, none := tx.Change(mill, one.N)
			h.isNotFound(none)
			others, _ := tx.History(store.HistoryFilter{PropertyID: mill})
			h.equal(len(others), 0)
			batch, _ := tx.History(store.HistoryFilter{PropertyID: harbour, Batch: "b", Before: all[0].N, Limit: 3})
			h.equal(len(batch), 3)
			h.equal(batch[0].N, all[1].N)
			elsewhere, _ := tx.History(store.HistoryFilter{PropertyID: harbour, Batch: "another"})
			h.equal(len(elsewhere), 0)
			return err
		})
	}},
	{"AsksStayOpenUntilAnswered", func(h *house) {
		ask := func(conversation string, seq int64) store.KnowledgeAsk {
			return store.KnowledgeAsk{ID: id("ask"), PropertyID: harbour, ConversationID: conversation, Seq: seq, Why: "cannot_help", Text: "Is there a casino?", Language: "en",
				At: h.start.Add(time.Duration(seq) * time.Second), State: "open"}
		}
		a, b := ask("one", 3), ask("one", 1)
		for _, x := range []store.KnowledgeAsk{a, b} {
			h.write(func(tx store.Tx) error { return tx.PutAsk(x) })
		}
		list := func(want ...store.KnowledgeAsk) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.Asks(harbour)
				h.equal(got, want)
				return err
			})
		}
		list(a, b)
		b.Reply, b.ReplyBy, b.State, b.EntryID = "Ten minutes away.", ana, "answered", "e"
		h.write(func(tx store.Tx) error { return tx.PutAsk(b) })
		list(a)
		h.read(func(tx store.Tx) error {
			both, err := tx.AsksOfConversation("one")
			h.equal(both, []store.KnowledgeAsk{b, a})
			got, _ := tx.Ask(harbour, b.ID)
			h.equal(got, b)
			_, none := tx.Ask(mill, b.ID)
			h.isNotFound(none)
			return err
		})
	}},
	{"AsksAreForgotten", func(h *house) {
		put := func(property, conversation, state string, at time.Time) store.KnowledgeAsk {
			a := store.KnowledgeAsk{ID: id("ask"), PropertyID: property, ConversationID: conversation, Seq: 1, Why: "cannot_help", Text: "Is there a casino?", Language: "en",
				At: at, State: state}
			h.write(func(tx store.Tx) error { return tx.PutAsk(a) })
			return a
		}
		gone := []store.KnowledgeAsk{put(harbour, "old", "open", h.start.Add(-3*time.Hour)), put(mill, "old", "answered", h.start.Add(-2*time.Hour)),
			put(harbour, "old", "dismissed", h.start.Add(-time.Hour))}
		kept := put(harbour, "old", "open", h.start)
		forget := func(limit, want int, left ...store.KnowledgeAsk) {
			h.Helper()
			n := 0
			h.write(func(tx store.Tx) (err error) {
				n, err = tx.ForgetAsks(h.start, limit)
				return err
			})
			h.equal(n, want)
			for _, a := range append(gone, kept) {
				h.read(func(tx store.Tx) error {
					_, err := tx.Ask(a.PropertyID, a.ID)
					if slices.Contains(left, a) {
						return err
					}
					h.isNotFound(err)
					return nil
				})
			}
		}
		forget(2, 2, gone[2], kept)
		forget(2, 1, kept)
		forget(2, 0, kept)
	}},
	{"TestsAndTheirRuns", func(h *house) {
		q := store.KnowledgeTest{ID: id("test"), PropertyID: harbour, Question: "Casino?", Language: "en", Booked: true, Expect: "cannot_help", UpdatedBy: ana, UpdatedAt: h.start}
		h.write(func(tx store.Tx) error { return tx.PutTest(q) })
		q.Expect = "pool"
		h.write(func(tx store.Tx) error { return tx.PutTest(q) })
		for i := range 23 {
			h.write(func(tx store.Tx) error {
				return tx.AddTestRun(store.KnowledgeTestRun{ID: id("run"), PropertyID: harbour, At: h.start.Add(time.Duration(i) * time.Second), Cause: "publish",
					Results: []store.KnowledgeTestResult{{TestID: q.ID, Expect: "pool", Got: "pool", Right: true, Confidence: float64(i)}}})
			})
		}
		h.read(func(tx store.Tx) error {
			tests, err := tx.KnowledgeTests(harbour)
			h.equal(tests, []store.KnowledgeTest{q})
			runs, _ := tx.TestRuns(harbour, 2)
			if len(runs) != 2 || runs[0].Results[0].Confidence != 22 || runs[1].Results[0].Confidence != 21 || runs[0].PropertyID != harbour {
				h.Errorf("runs: %+v", runs)
			}
			all, _ := tx.TestRuns(harbour, 1000)
			h.equal(len(all), 20)
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteTest(mill, q.ID) }))
		h.write(func(tx store.Tx) error { return tx.DeleteTest(harbour, q.ID) })
	}},
	{"AnImportIsClaimedByOne", func(h *house) {
		i := store.KnowledgeImport{ID: id("import"), PropertyID: harbour, Name: "faq.csv", Format: "csv", State: "checked", At: h.start, PersonID: ana, Total: 3,
			Broken: []store.BrokenRow{{Row: 2, Reason: "No question."}}, BrokenRows: 1}
		h.write(func(tx store.Tx) error { return tx.CreateImport(i, []byte("a\x00b\xff")) })
		claim := func(at time.Duration) (got store.KnowledgeImport, err error) {
			err = h.Write(h.Context(), func(tx store.Tx) (err error) {
				got, err = tx.ClaimImport(h.start.Add(at), h.start.Add(at+time.Minute))
				return err
			})
			return got, err
		}
		_, err := claim(0)
		h.isNotFound(err)
		i.State, i.Rest = "running", true
		h.write(func(tx store.Tx) error { return tx.UpdateImport(i) })
		got, err := claim(0)
		h.refused("", err)
		h.equal(got, i)
		_, err = claim(30 * time.Second)
		h.isNotFound(err)
		h.write(func(tx store.Tx) error { return tx.HoldImport(harbour, i.ID, h.start.Add(2*time.Minute)) })
		_, err = claim(90 * time.Second)
		h.isNotFound(err)
		_, err = claim(2 * time.Minute) // its server died
		h.refused("", err)
		i.State, i.Done = "stopped", 2
		h.write(func(tx store.Tx) error { return tx.UpdateImport(i) })
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.HoldImport(harbour, i.ID, h.start.Add(time.Hour)) }))
		i.State, i.Undo = "undoing", store.KnowledgeUndo{At: 7, Gone: 1, Kept: 1, Titles: []string{"Pool"}}
		h.write(func(tx store.Tx) error { return tx.UpdateImport(i) })
		_, err = claim(0) // stopping let go of it, and it is worked on in the other direction, too
		h.refused("", err)
		h.read(func(tx store.Tx) error {
			body, err := tx.ImportBody(harbour, i.ID)
			h.equal(string(body), "a\x00b\xff")
			_, none := tx.KnowledgeImport(mill, i.ID)
			h.isNotFound(none)
			return err
		})
		for range 22 {
			h.write(func(tx store.Tx) error {
				return tx.CreateImport(store.KnowledgeImport{ID: id("import"), PropertyID: harbour, State: "done", At: h.start.Add(time.Minute)}, nil)
			})
		}
		h.read(func(tx store.Tx) error {
			list, err := tx.Imports(harbour)
			h.equal(len(list), 20)
			got, none := tx.KnowledgeImport(harbour, i.ID) // it is worked on
			h.refused("", none)
			h.equal(got, i)
			return err
		})
	}},
	{"HubSettings", func(h *house) {
		h.read(func(tx store.Tx) error {
			s, err := tx.HubSettings(harbour)
			h.equal(s, store.HubSettings{})
			return err
		})
		for _, parent := range []string{"x", mill} {
			h.write(func(tx store.Tx) error { return tx.PutHubSettings(harbour, store.HubSettings{ParentID: parent}) })
		}
		h.read(func(tx store.Tx) error {
			s, err := tx.HubSettings(harbour)
			h.equal(s, store.HubSettings{ParentID: mill})
			return err
		})
		err := h.Write(h.Context(), func(tx store.Tx) error { return tx.PutHubSettings("nowhere", store.HubSettings{}) })
		h.refused(desk.CodeNotFound, err)
	}},
}
