package hub_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
)

func TestDisagreements(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	entry := func(id, question, answer string, change ...func(*store.KnowledgeEntry)) store.KnowledgeEntry {
		e := store.KnowledgeEntry{ID: id, Questions: []string{question}, Answer: answer, UpdatedAt: day}
		day = day.Add(time.Hour)
		for _, fn := range change {
			fn(&e)
		}
		return e
	}
	for name, c := range map[string]struct {
		entries []store.KnowledgeEntry
		want    string
	}{
		"two answers":              {[]store.KnowledgeEntry{entry("a", "Is there a sauna?", "Yes."), entry("b", "is there  a Sauna", "No.")}, "b a"},
		"the same answer":          {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes, daily."), entry("b", "Sauna?", "yes,  daily. ")}, ""},
		"another currency":         {[]store.KnowledgeEntry{entry("a", "Sauna?", "5 €"), entry("b", "Sauna?", "5 $")}, "b a"},
		"another question":         {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna today?", "No.")}, ""},
		"a draft":                  {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna?", "No.", func(e *store.KnowledgeEntry) { e.Hidden = true })}, ""},
		"no answer":                {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna?", " ")}, ""},
		"for other guests":         {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna?", "Code 11.", func(e *store.KnowledgeEntry) { e.BookedOnly = true })}, ""},
		"in another language":      {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna?", "Ja.", func(e *store.KnowledgeEntry) { e.Language = "de" })}, ""},
		"in the first language":    {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna?", "No.", func(e *store.KnowledgeEntry) { e.Language = "en-GB" })}, "b a"},
		"one after the other":      {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes.", func(e *store.KnowledgeEntry) { e.ValidUntil = "2026-05-31" }), entry("b", "Sauna?", "No.", func(e *store.KnowledgeEntry) { e.ValidFrom = "2026-06-01" })}, ""},
		"on some of the same days": {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes.", func(e *store.KnowledgeEntry) { e.ValidUntil = "2026-05-31" }), entry("b", "Sauna?", "No.", func(e *store.KnowledgeEntry) { e.ValidFrom = "2026-05-31" })}, "b a"},
		"in a version": {[]store.KnowledgeEntry{entry("a", "Steam bath?", "Yes.", func(e *store.KnowledgeEntry) {
			e.Versions = []store.KnowledgeText{{Language: "de", Questions: []string{"Sauna?"}, Answer: "Ja."}}
		}), entry("b", "Sauna?", "Nein.", func(e *store.KnowledgeEntry) { e.Language = "de" })}, "b a"},
		"twice the same two": {[]store.KnowledgeEntry{
			entry("a", "Sauna?", "Yes.", func(e *store.KnowledgeEntry) { e.Questions = []string{"Sauna?", "Steam bath?"} }),
			entry("b", "Sauna?", "No.", func(e *store.KnowledgeEntry) { e.Questions = []string{"Steam bath?", "Sauna?"} })}, "b a"},
		"two of three": {[]store.KnowledgeEntry{entry("a", "Sauna?", "Yes."), entry("b", "Sauna?", "No."), entry("c", "Pool?", "No.")}, "b a"},
	} {
		var got []string
		for _, d := range hub.Disagreements(c.entries, "en") {
			ids := []string{}
			for _, e := range d.Entries {
				ids = append(ids, e.ID)
			}
			got = append(got, strings.Join(ids, " "))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// What somebody confirmed is not overwritten by a file, though it is to be published: both stand beside each other.
func TestImports_OverwriteNoConfirmedFact(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		ctx := t.Context()
		if _, err := r.PutFact(ctx, r.carla, harbour, "gym", hub.FactInput{State: "yes", Details: "Open 24 hours."}); err != nil {
			t.Fatal(err)
		}
		file := "kind,id,question,answer,state\nfact,gym,,Closed for repairs.,yes\nfact,pool,,Heated.,yes\n"
		i, err := r.Upload(ctx, r.carla, harbour, "facts.csv", []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Start(ctx, r.carla, harbour, i.ID, false, true); err != nil {
			t.Fatal(err)
		}
		r.works(time.Minute)
		var open []store.KnowledgeProposal
		said := map[string]string{}
		r.write(func(tx store.Tx) error {
			facts, err := tx.Facts(harbour)
			for _, f := range facts {
				said[f.Key] = f.Details
			}
			if err == nil {
				open, err = tx.Proposals(harbour)
			}
			return err
		})
		if said["gym"] != "Open 24 hours." || said["pool"] != "Heated." {
			t.Errorf("guests are told %v", said)
		}
		if len(open) != 1 || open[0].Subject != "gym" || open[0].Source != "import:"+i.ID || open[0].Fact.Details != "Closed for repairs." {
			t.Fatalf("proposed: %+v", open)
		}
		if _, err := r.Decide(ctx, r.carla, harbour, open[0].ID, false); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Start(ctx, r.carla, harbour, i.ID, false, true); err != nil {
			t.Fatal(err)
		}
		r.works(time.Minute)
		r.write(func(tx store.Tx) (err error) {
			open, err = tx.Proposals(harbour)
			return err
		})
		if len(open) != 0 || slices.ContainsFunc(r.history(), func(c store.KnowledgeChange) bool { return c.Subject == "gym" && c.Action != "changed" }) {
			t.Errorf("refused, and proposed again: %+v", open)
		}
	})
}
