package hub_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
)

// brings takes a file in, published, and names the import.
func (r *rig) brings(property, name, file string) string {
	r.t.Helper()
	i, err := r.Upload(r.t.Context(), r.carla, property, name, []byte(file))
	if err != nil || i.BrokenRows > 0 {
		r.t.Fatalf("%+v, %v", i, err)
	}
	r.starts(property, i.ID)
	return i.ID
}

func (r *rig) starts(property, id string) {
	r.t.Helper()
	if _, err := r.Start(r.t.Context(), r.carla, property, id, false, true); err != nil {
		r.t.Fatal(err)
	}
	r.works(0)
}

func (r *rig) takesBack(property, id string) {
	r.t.Helper()
	if _, err := r.UndoImport(r.t.Context(), r.carla, property, id); err != nil {
		r.t.Fatal(err)
	}
	r.works(0)
}

// knows is everything that a property knows, a line each.
func (r *rig) knows(property string) string {
	r.t.Helper()
	var out []string
	if err := r.db.Read(r.t.Context(), func(tx store.Tx) error {
		facts, err := tx.Facts(property)
		if err != nil {
			return err
		}
		for _, f := range facts {
			if f.State != "unknown" {
				out = append(out, "fact "+f.Key+": "+f.Details)
			}
		}
		entries, err := tx.KnowledgeEntries(property)
		if err != nil {
			return err
		}
		for _, e := range entries {
			line := "entry " + strings.Join(e.Questions, "|") + ": " + e.Answer
			if e.Draft != nil {
				line += " (draft: " + e.Draft.Answer + ")"
			}
			out = append(out, line)
		}
		tests, err := tx.KnowledgeTests(property)
		if err != nil {
			return err
		}
		for _, q := range tests {
			expect := q.Expect
			if e, err := tx.KnowledgeEntry(property, expect); err == nil {
				expect = "the answer " + e.Answer
			}
			out = append(out, "test "+q.Question+" → "+expect)
		}
		notices, err := tx.Notices(property, tx.Now())
		for _, n := range notices {
			out = append(out, "notice "+n.Topic+": "+n.Text)
		}
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// sheet is a file with one of everything; its notice ends in an hour.
func sheet() string {
	now := time.Now().UTC()
	return "kind,id,question,answer,state,valid_from,valid_until\n" +
		"entry,,Kayaks?,20 EUR.,live,,\n" +
		"entry,old-sauna,Sauna?,Yes.,live,,\n" +
		"draft,old-sauna,Sauna?,Only on Sundays.,,,\n" +
		"entry,,Zipline?,7 EUR.,live,,\n" +
		"fact,gym,,On the roof.,yes,,\n" +
		"notice,,pool,The pool is closed today.,," + now.Format(time.RFC3339) + "," + now.Add(time.Hour).Format(time.RFC3339) + "\n" +
		"test,,Is there a sauna?,old-sauna,,,\n"
}

func TestUndoImport_EverythingIsAsItWasBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.trial = func(hub.Trial) hub.Outcome { return hub.Outcome{} }
		if _, err := r.CreateEntry(t.Context(), r.carla, harbour, said("Kayaks?", "15 EUR.")); err != nil {
			t.Fatal(err)
		}
		before := r.knows(harbour)
		id := r.brings(harbour, "all.csv", sheet())
		const brought = "entry Kayaks?: 20 EUR.\nentry Sauna?: Yes. (draft: Only on Sundays.)\nentry Zipline?: 7 EUR.\nfact gym: On the roof.\n" +
			"notice pool: The pool is closed today.\ntest Is there a sauna? → the answer Yes."
		for range 2 { // brought again it can be taken back again
			if got := r.knows(harbour); got != brought {
				t.Fatalf("it brought\n%s", got)
			}
			r.takesBack(harbour, id)
			if got := r.knows(harbour); got != before {
				t.Errorf("afterwards there is\n%s", got)
			}
			i := r.imported(id)
			if i.State != hub.ImportUndone || i.Undo.Gone != 7 || i.Undo.Kept != 0 {
				t.Errorf("got %+v", i)
			}
			if _, err := r.UndoImport(t.Context(), r.carla, harbour, id); desk.CodeOf(err) != desk.CodeConflict {
				t.Errorf("undone twice: %v", err)
			}
			r.starts(harbour, id)
		}
	})
}

func TestUndoImport_WhatSomebodyChangedSinceStaysAndIsNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.trial = func(hub.Trial) hub.Outcome { return hub.Outcome{} }
		id := r.brings(harbour, "all.csv", sheet())
		for _, e := range r.entries() {
			var err error
			switch e.Questions[0] {
			case "Zipline?":
				_, err = r.ChangeEntry(t.Context(), r.carla, harbour, e.ID, said("Zipline?", "9 EUR."))
			case "Kayaks?":
				err = r.DeleteEntry(t.Context(), r.carla, harbour, e.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.PutFact(t.Context(), r.carla, harbour, "gym", hub.FactInput{State: "yes", Details: "In the cellar."}); err != nil {
			t.Fatal(err)
		}
		r.takesBack(harbour, id)
		if got := r.knows(harbour); got != "entry Zipline?: 9 EUR.\nfact gym: In the cellar." {
			t.Errorf("there is\n%s", got)
		}
		if i := r.imported(id); i.Undo.Kept != 2 || len(i.Undo.Titles) != 2 || i.Undo.Titles[1] != "Zipline?" {
			t.Errorf("got %+v", i.Undo)
		}
	})
}

func TestUndoImport_WhatItProposedIsWithdrawn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.trial = func(hub.Trial) hub.Outcome { return hub.Outcome{} }
		if _, err := r.PutFact(t.Context(), r.carla, harbour, "gym", hub.FactInput{State: "yes", Details: "In the cellar."}); err != nil {
			t.Fatal(err)
		}
		open := func() (list []store.KnowledgeProposal) {
			r.write(func(tx store.Tx) (err error) {
				list, err = tx.Proposals(harbour)
				return err
			})
			return list
		}
		id := r.brings(harbour, "gym.csv", "kind,id,question,answer,state\nfact,gym,,On the roof.,yes\n")
		for range 2 {
			if n := len(open()); n != 1 {
				t.Fatalf("%d proposals", n)
			}
			r.takesBack(harbour, id)
			if n := len(open()); n != 0 || r.imported(id).Undo.Gone != 1 {
				t.Errorf("%d proposals wait still: %+v", n, r.imported(id))
			}
			r.starts(harbour, id)
		}
		// What somebody confirmed is theirs.
		if _, err := r.Decide(t.Context(), r.carla, harbour, open()[0].ID, true); err != nil {
			t.Fatal(err)
		}
		r.takesBack(harbour, id)
		if i := r.imported(id); i.Undo.Gone != 0 || i.Undo.Kept != 1 || r.knows(harbour) != "fact gym: On the roof." {
			t.Errorf("got %+v, %s", i.Undo, r.knows(harbour))
		}
	})
}

func TestUndoImport_IsStoppedAndGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.trial = func(hub.Trial) hub.Outcome { return hub.Outcome{} }
		var file strings.Builder
		file.WriteString("question,answer\n")
		for n := range 450 {
			fmt.Fprintf(&file, "Question %d?,Answer %d.\n", n, n)
		}
		id := r.brings(harbour, "many.csv", file.String())
		if _, err := r.UndoImport(t.Context(), r.carla, harbour, id); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, id, false, true); desk.CodeOf(err) != desk.CodeConflict {
			t.Errorf("started while it is taken back: %v", err)
		}
		// A server takes a hundred back, and is gone.
		r.write(func(tx store.Tx) error {
			i, err := tx.ClaimImport(tx.Now(), tx.Now().Add(30*time.Second))
			if err != nil {
				return err
			}
			lines, err := tx.History(store.HistoryFilter{PropertyID: harbour, Batch: id, Limit: 100})
			if err != nil {
				return err
			}
			for _, c := range lines {
				if err := tx.DeleteEntry(harbour, c.Subject); err != nil {
					return err
				}
				i.Undo.At, i.Undo.Gone = c.N, i.Undo.Gone+1
			}
			return tx.UpdateImport(i)
		})
		if _, err := r.Stop(t.Context(), r.carla, harbour, id); err != nil {
			t.Fatal(err)
		}
		r.works(time.Minute)
		if got := r.imported(id); got.State != hub.ImportStopped || len(r.entries()) != 350 {
			t.Errorf("a stopped one went on: %+v, %d entries", got, len(r.entries()))
		}
		r.takesBack(harbour, id)
		if got := r.imported(id); got.State != hub.ImportUndone || got.Undo.Gone != 350 || got.Undo.Kept != 0 || len(r.entries()) != 0 {
			t.Errorf("got %+v, %d entries", got, len(r.entries()))
		}
	})
}

func TestUndoImport_IsForThoseWhoMayImport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	i, err := r.Upload(t.Context(), r.carla, harbour, "x", []byte("question,answer\nA?,B\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.UndoImport(t.Context(), r.ana, harbour, i.ID); desk.CodeOf(err) != desk.CodeForbidden {
		t.Errorf("an agent: %v", err)
	}
	if _, err := r.UndoImport(t.Context(), r.carla, mill, i.ID); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("under another property: %v", err)
	}
	if _, err := r.UndoImport(t.Context(), r.carla, harbour, i.ID); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("one that was never started: %v", err)
	}
}

// What a test expects has another id in another house.
func TestImports_OfAnotherHouseKeepWhatTestsExpect(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"json", "csv"} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			r.trial = func(hub.Trial) hub.Outcome { return hub.Outcome{} }
			r.brings(harbour, "all.csv", sheet())
			var file strings.Builder
			if err := r.Export(t.Context(), r.carla, harbour, format, &file); err != nil {
				t.Fatal(err)
			}
			r.brings(mill, "all."+format, file.String())
			if got, want := r.knows(mill), r.knows(harbour); got != want {
				t.Errorf("%s: the mill knows\n%s\nthe harbour\n%s", format, got, want)
			}
		})
	}
}

func TestImports_NoticesStandOnlyWhileTheyHold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.trial = func(hub.Trial) hub.Outcome { return hub.Outcome{} }
		day := func(n int) string { return time.Now().AddDate(0, 0, n).UTC().Format(time.RFC3339) }
		head := "kind,question,answer,valid_from,valid_until\n"
		for name, row := range map[string]string{
			"too long":   "notice,pool,Closed.," + day(0) + "," + day(8),
			"backwards":  "notice,pool,Closed.," + day(2) + "," + day(1),
			"no end":     "notice,pool,Closed.," + day(0) + ",",
			"no topic":   "notice,,Closed.," + day(0) + "," + day(1),
			"no words":   "notice,pool,," + day(0) + "," + day(1),
			"no moments": "notice,pool,Closed.,today,tomorrow",
		} {
			if i, err := r.Upload(t.Context(), r.carla, harbour, "x", []byte(head+row+"\n")); err != nil || i.BrokenRows != 1 {
				t.Errorf("%s: %+v, %v", name, i, err)
			}
		}
		// One that has ended is passed over, and so is every one where nothing is published.
		r.brings(harbour, "x", head+"notice,pool,Closed.,"+day(-3)+","+day(-1)+"\n")
		i, err := r.Upload(t.Context(), r.carla, harbour, "x", []byte(head+"notice,lift,Broken.,"+day(0)+","+day(1)+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, false); err != nil {
			t.Fatal(err)
		}
		r.works(0)
		if got := r.knows(harbour); got != "" {
			t.Errorf("guests are told %s", got)
		}
	})
}
