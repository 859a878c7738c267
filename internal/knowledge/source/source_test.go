package source_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/crawl"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

const harbour = "prop-harbour"

var manager = desk.Person{ID: "kim", Role: desk.RoleKnowledgeManager, Active: true, PropertyIDs: []string{harbour}}

// web is a website without a network. held keeps a page from being answered until it is closed.
type web struct {
	mu    sync.Mutex
	pages map[string]string
	held  map[string]chan struct{}
}

func (w *web) Stream(r *http.Request, _ int64) (*http.Response, error) {
	w.mu.Lock()
	body, ok := w.pages[r.URL.Path]
	held := w.held[r.URL.Path]
	w.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	code := http.StatusOK
	if !ok {
		code = http.StatusNotFound
	}
	return &http.Response{StatusCode: code, Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func (w *web) say(path, text string, links ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if text == "" {
		delete(w.pages, path)
		return
	}
	for _, l := range links {
		text += `<p><a href="` + l + `">go</a></p>`
	}
	w.pages[path] = text
}

type house struct {
	*testing.T
	*source.Sources
	store   store.Store
	web     *web
	stop    func()
	mu      sync.Mutex
	changes int
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, store: memstore.New(time.Now), web: &web{pages: map[string]string{}, held: map[string]chan struct{}{}}}
	t.Cleanup(func() { _ = h.store.Close() })
	h.write(func(tx store.Tx) error {
		return tx.CreateProperty(desk.Property{ID: harbour, Key: "demo", Name: "Harbour View", CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
	})
	h.Sources = source.New(source.Config{Store: h.store, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Crawler: &crawl.Crawler{Client: h.web, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }},
		Changed: func(string) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.changes++
		}})
	return h
}

func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Write(context.Background(), fn); err != nil {
		h.Fatal(err)
	}
}

// run lets the sources be read until the test ends, or stop is called.
func (h *house) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = h.Sources.Run(ctx)
	}()
	h.stop = sync.OnceFunc(func() {
		cancel()
		<-done
	})
	h.Cleanup(h.stop)
}

// until waits for a source to stand as wanted.
func (h *house) until(id string, want func(source.Listed) bool) source.Listed {
	h.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		all, err := h.List(context.Background(), manager, harbour)
		if err != nil {
			h.Fatal(err)
		}
		for _, s := range all {
			if s.ID == id && want(s) {
				return s
			}
		}
		if time.Now().After(deadline) {
			h.Fatalf("it does not come to that: %+v", all)
		}
		<-time.After(2 * time.Millisecond)
	}
}

func ended(s source.Listed) bool { return s.State != source.Queued && s.State != source.Running }

func (h *house) read(id string) source.Listed { h.Helper(); return h.until(id, ended) }

// website adds the site and reads it once.
func (h *house) website() store.KnowledgeSource {
	h.Helper()
	s, err := h.AddWebsite(context.Background(), manager, harbour, source.Website{Address: "https://hotel.example", EveryDays: 7})
	if err != nil {
		h.Fatal(err)
	}
	return s
}

func (h *house) again(id string) source.Listed {
	h.Helper()
	if _, err := h.Repeat(context.Background(), manager, harbour, id); err != nil {
		h.Fatal(err)
	}
	return h.read(id)
}

func (h *house) passages(state string) []source.Found {
	h.Helper()
	out, err := h.Passages(context.Background(), manager, store.PassageFilter{PropertyID: harbour, State: state})
	if err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *house) texts(state string) []string {
	h.Helper()
	out := []string{}
	for _, p := range h.passages(state) {
		out = append(out, p.Title+": "+p.Text)
	}
	slices.Sort(out)
	return out
}

func (h *house) want(state string, want ...string) {
	h.Helper()
	if got := h.texts(state); !slices.Equal(got, append([]string{}, want...)) {
		h.Errorf("%s: got %q, want %q", state, got, want)
	}
}

func (h *house) told() []string {
	h.Helper()
	out := []string{}
	if err := h.store.Read(context.Background(), func(tx store.Tx) error {
		rows, err := tx.ApprovedPassages(harbour)
		for _, p := range rows {
			out = append(out, p.Text)
		}
		return err
	}); err != nil {
		h.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func (h *house) approveAll(id string) int {
	h.Helper()
	n, err := h.DecideAll(context.Background(), manager, harbour, id, true)
	if err != nil {
		h.Fatal(err)
	}
	return n
}

func TestADocumentIsReadAndToldOnlyAfterApproval(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.run()
	s, err := h.AddDocument(context.Background(), manager, harbour, "house.md", []byte("# Pool\n\nOpen from 8 to 20.\n\n# Spa\n\nBy appointment.\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := h.read(s.ID)
	if got.State != source.Done || got.Done != 2 || got.Total != 2 || got.Draft != 2 {
		t.Errorf("%+v", got)
	}
	if told := h.told(); len(told) > 0 {
		t.Errorf("told before anybody approved it: %q", told)
	}
	drafts := h.passages(source.Draft)
	if n, err := h.Decide(context.Background(), manager, harbour, []string{drafts[0].ID}, true); n != 1 || err != nil {
		t.Error(n, err)
	}
	if n, err := h.Decide(context.Background(), manager, harbour, []string{drafts[1].ID}, false); n != 1 || err != nil {
		t.Error(n, err)
	}
	h.want(source.Approved, "Pool: Open from 8 to 20.")
	h.again(s.ID) // says nothing new: what was refused is not offered again
	h.want(source.Approved, "Pool: Open from 8 to 20.")
	h.want(source.Draft)
	if n, err := h.Decide(context.Background(), manager, harbour, []string{drafts[0].ID}, false); n != 1 || err != nil {
		t.Error(n, err)
	}
	if told := h.told(); len(told) > 0 {
		t.Errorf("told after it was withdrawn: %q", told)
	}
	if h.changes == 0 {
		t.Error("nobody was told that the knowledge changed")
	}
	var lines []store.KnowledgeChange
	h.write(func(tx store.Tx) (err error) {
		lines, err = tx.History(store.HistoryFilter{PropertyID: harbour, Kind: "passage", Subject: drafts[0].ID})
		return err
	})
	if len(lines) != 2 || lines[0].Action != "refused" || lines[1].PersonID != manager.ID || !strings.Contains(lines[1].After, "Open from 8") {
		t.Errorf("history: %+v", lines)
	}
}

func TestABrokenDocumentSaysWhy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.run()
	if _, err := h.AddDocument(context.Background(), manager, harbour, "x.exe", []byte("MZ\x00")); desk.CodeOf(err) != desk.CodeUnsupportedType {
		t.Errorf("%v", err)
	}
	s, err := h.AddDocument(context.Background(), manager, harbour, "x.pdf", []byte("%PDF-1.4\nnothing"))
	if err != nil {
		t.Fatal(err)
	}
	if got := h.read(s.ID); got.State != source.Failed || !strings.Contains(got.Failure, "damaged") {
		t.Errorf("%+v", got)
	}
}

func TestAWebsitesChangesWaitForApproval(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 18 EUR a night.</p><p>x</p>", "/bar", "/spa")
	h.web.say("/bar", "<h1>Bar</h1><p>Open until one.</p>")
	h.web.say("/spa", "<h1>Spa</h1><p>By appointment.</p>")
	h.run()
	s := h.website()
	if got := h.read(s.ID); got.State != source.Done || got.Draft != 3 || got.Done != 3 {
		t.Fatalf("%+v", got)
	}
	if n := h.approveAll(s.ID); n != 3 {
		t.Errorf("%d approved", n)
	}
	// The price changes, by whoever's hand; the bar's page goes.
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 95 EUR a night.</p><p>x</p>", "/bar", "/spa")
	h.web.say("/bar", "")
	got := h.again(s.ID)
	if got.Draft != 1 || got.Gone != 2 || got.Approved != 3 {
		t.Errorf("%+v", got)
	}
	if told := h.told(); !slices.Equal(told, []string{"By appointment.", "Open until one.", "Parking is 18 EUR a night.\nx"}) {
		t.Errorf("told: %q", told)
	}
	draft := h.passages(source.Draft)[0]
	if draft.Was == nil || !strings.Contains(draft.Was.Text, "18 EUR") || !strings.Contains(draft.Text, "95 EUR") {
		t.Errorf("the change is not shown beside what stands: %+v", draft)
	}
	if n := h.approveAll(s.ID); n != 1 {
		t.Errorf("%d approved", n)
	}
	if told := h.told(); !slices.Equal(told, []string{"By appointment.", "Open until one.", "Parking is 95 EUR a night.\nx"}) {
		t.Errorf("told: %q", told)
	}
	h.want("gone", "Bar: Open until one.")
	h.web.say("/bar", "<h1>Bar</h1><p>Open until one.</p>")
	if got := h.again(s.ID); got.Gone != 0 || got.Draft != 0 {
		t.Errorf("it is back: %+v", got)
	}
}

func TestAReadingThatFailsTakesNothingAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Forty rooms.</p>")
	h.run()
	s := h.website()
	h.read(s.ID)
	h.approveAll(s.ID)
	h.web.say("/", "")
	if got := h.again(s.ID); got.State != source.Failed || got.Failure == "" || got.Gone != 0 || got.Due.IsZero() {
		t.Errorf("%+v", got)
	}
	if told := h.told(); len(told) != 1 {
		t.Errorf("told: %q", told)
	}
}

func TestAReadingIsStoppedAndRepeated(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Forty rooms.</p>", "/slow", "/spa")
	h.web.say("/slow", "<h1>Slow</h1><p>At last.</p>")
	h.web.say("/spa", "<h1>Spa</h1><p>By appointment.</p>")
	held := make(chan struct{})
	h.web.held["/slow"] = held
	h.run()
	s := h.website()
	h.until(s.ID, func(s source.Listed) bool { return s.State == source.Running && s.Done == 1 && s.Total == 3 })
	if _, err := h.Repeat(context.Background(), manager, harbour, s.ID); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("repeated while it runs: %v", err)
	}
	if got, err := h.Stop(context.Background(), manager, harbour, s.ID); err != nil || got.State != source.Stopped {
		t.Fatal(got, err)
	}
	close(held)
	other, err := h.AddDocument(context.Background(), manager, harbour, "a.txt", []byte("Breakfast is from 7."))
	if err != nil {
		t.Fatal(err)
	}
	h.read(other.ID) // after the stopped one let go
	if got := h.read(s.ID); got.State != source.Stopped || got.Draft != 1 || got.Done != 1 {
		t.Errorf("%+v", got)
	}
	if got := h.again(s.ID); got.State != source.Done || got.Draft != 3 {
		t.Errorf("%+v", got)
	}
}

func TestAReadingSurvivesItsServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Forty rooms.</p>", "/slow")
	h.web.say("/slow", "<h1>Slow</h1><p>At last.</p>")
	held := make(chan struct{})
	h.web.held["/slow"] = held
	h.run()
	s := h.website()
	h.until(s.ID, func(s source.Listed) bool { return s.Done == 1 })
	h.stop() // in the middle of it
	h.until(s.ID, func(s source.Listed) bool { return s.State == source.Queued && !s.Due.IsZero() })
	close(held)
	h.run()
	if got := h.read(s.ID); got.State != source.Done || got.Draft != 2 {
		t.Errorf("%+v", got)
	}
}

func TestAFileThatEndsServersIsGivenUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s, err := h.AddDocument(context.Background(), manager, harbour, "a.txt", []byte("Breakfast is from 7."))
	if err != nil {
		t.Fatal(err)
	}
	h.write(func(tx store.Tx) error { // three servers died with it
		row, err := tx.Source(harbour, s.ID)
		if err != nil {
			return err
		}
		row.State, row.Attempts = source.Running, 3
		return tx.SaveSource(row, row.Run)
	})
	h.run()
	if got := h.read(s.ID); got.State != source.Failed || !strings.Contains(got.Failure, "given up") || !got.Due.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestAWebsiteIsReadAgainOnItsDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Forty rooms.</p>")
	h.run()
	s := h.website()
	got := h.read(s.ID)
	if days := got.Due.Sub(got.EndedAt); days != 7*24*time.Hour {
		t.Errorf("due after %v", days)
	}
	h.stop()
	h.web.say("/", "<h1>Hotel</h1><p>Forty-one rooms.</p>")
	h.write(func(tx store.Tx) error { // a week later
		row, err := tx.Source(harbour, s.ID)
		if err != nil {
			return err
		}
		row.Due = tx.Now()
		return tx.SaveSource(row, row.Run)
	})
	h.run()
	h.until(s.ID, func(s source.Listed) bool { return ended(s) && s.Run > got.Run })
	h.want(source.Draft, "Hotel: Forty-one rooms.")
	if _, err := h.ChangeWebsite(context.Background(), manager, harbour, s.ID, source.Website{Address: "https://hotel.example", EveryDays: 0}); err != nil {
		t.Fatal(err)
	}
	h.until(s.ID, func(s source.Listed) bool { return s.Due.IsZero() })
}

func TestACorrectedPassageKeepsItsWords(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Best parking in town!!! 18 EUR</p>")
	h.run()
	s := h.website()
	h.read(s.ID)
	p, err := h.Correct(context.Background(), manager, harbour, h.passages(source.Draft)[0].ID, "Parking", "Parking is 18 EUR a night.")
	if err != nil || p.State != source.Approved {
		t.Fatal(p, err)
	}
	got := h.again(s.ID)
	if got.Draft != 0 || got.Gone != 0 {
		t.Errorf("offered again, or called gone: %+v", got)
	}
	h.want(source.Approved, "Parking: Parking is 18 EUR a night.")
	h.web.say("/", "<h1>Hotel</h1><p>Best parking in town!!! 20 EUR</p>")
	if got := h.again(s.ID); got.Draft != 1 || got.Gone != 1 {
		t.Errorf("the source's words changed: %+v", got)
	}
	if _, err := h.Correct(context.Background(), manager, harbour, p.ID, "Parking", " "); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("empty: %v", err)
	}
}

// Whoever refuses what a source says now keeps what is told, and that is not called gone for it; also where they had
// corrected it before.
func TestARefusedChangeKeepsWhatIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	h.web.say("/", "<h1>Hotel</h1><p>Best parking in town!!! 18 EUR</p>")
	h.run()
	s := h.website()
	h.read(s.ID)
	if _, err := h.Correct(ctx, manager, harbour, h.passages(source.Draft)[0].ID, "Parking", "Parking is 18 EUR a night."); err != nil {
		t.Fatal(err)
	}
	h.web.say("/", "<h1>Hotel</h1><p>Best parking in town!!! 20 EUR</p>")
	if got := h.again(s.ID); got.Draft != 1 || got.Gone != 1 {
		t.Fatalf("the source's words changed: %+v", got)
	}
	draft := h.passages(source.Draft)[0]
	if _, err := h.Decide(ctx, manager, harbour, []string{draft.ID}, false); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := h.again(s.ID); got.Draft != 0 || got.Gone != 0 || got.Refused != 1 {
			t.Errorf("after the refusal: %+v", got)
		}
		h.want(source.Approved, "Parking: Parking is 18 EUR a night.")
	}
	// Undone, it waits again in the place of what is told, and takes that place.
	if err := h.undo(h.history()[0]); err != nil {
		t.Fatal(err)
	}
	if got := h.again(s.ID); got.Draft != 1 || got.Gone != 1 {
		t.Errorf("undone: %+v", got)
	}
	if _, err := h.Decide(ctx, manager, harbour, []string{draft.ID}, true); err != nil {
		t.Fatal(err)
	}
	h.want(source.Approved, "Hotel: Best parking in town!!! 20 EUR")
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	agent := desk.Person{ID: "ana", Role: desk.RoleAgent, Active: true, PropertyIDs: []string{harbour}}
	stranger := desk.Person{ID: "eve", Role: desk.RoleAdmin, Active: true, PropertyIDs: []string{"another"}}
	ctx := context.Background()
	if _, err := h.List(ctx, agent, harbour); err != nil {
		t.Error(err)
	}
	for who, want := range map[*desk.Person]desk.Code{&agent: desk.CodeForbidden, &stranger: desk.CodeNotFound} {
		_, add := h.AddWebsite(ctx, *who, harbour, source.Website{Address: "https://hotel.example"})
		_, file := h.AddDocument(ctx, *who, harbour, "a.txt", []byte("x"))
		_, decide := h.Decide(ctx, *who, harbour, []string{"x"}, true)
		_, all := h.DecideAll(ctx, *who, harbour, "x", true)
		_, stop := h.Stop(ctx, *who, harbour, "x")
		_, correct := h.Correct(ctx, *who, harbour, "x", "", "y")
		for i, err := range []error{add, file, decide, all, stop, correct, h.Delete(ctx, *who, harbour, "x")} {
			if desk.CodeOf(err) != want {
				t.Errorf("%s, %d: %v", who.ID, i, err)
			}
		}
	}
}

func TestASourceIsDeletedWithItsPassages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.run()
	s, err := h.AddDocument(context.Background(), manager, harbour, "a.txt", []byte("Breakfast is from 7."))
	if err != nil {
		t.Fatal(err)
	}
	h.read(s.ID)
	h.approveAll(s.ID)
	if err := h.Delete(context.Background(), manager, harbour, s.ID); err != nil {
		t.Fatal(err)
	}
	if told := h.told(); len(told) > 0 {
		t.Errorf("told: %q", told)
	}
}

func TestWhatWasProposedFromASourceGoesWithIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Inn</h1><p>An inn by the sea.</p>", "/pool")
	h.web.say("/pool", "<h1>Pool</h1><p>The pool opens at 7.</p>")
	h.run()
	site := h.website()
	h.read(site.ID)
	paper, err := h.AddDocument(context.Background(), manager, harbour, "a.txt", []byte("Breakfast is from 7."))
	if err != nil {
		t.Fatal(err)
	}
	h.read(paper.ID)
	sources := map[string]string{"taken": "page:https://hotel.example/pool", "pool": "page:https://hotel.example/pool", "breakfast": "document:" + paper.ID,
		"copied": "copy:prop-mill", "elsewhere": "page:https://other.example/pool"}
	h.write(func(tx store.Tx) error {
		for id, from := range sources {
			state := "open"
			if id == "taken" {
				state = "taken"
			}
			if err := tx.PutProposal(store.KnowledgeProposal{ID: id, PropertyID: harbour, Kind: "fact", Subject: "pool", Source: from, State: state,
				Fact: &store.KnowledgeFact{Key: "pool", State: "yes", Details: "From 7."}, At: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
	if s := h.read(site.ID); s.Proposed != 1 || s.Pages != 2 || s.Draft != 2 {
		t.Errorf("the website: %d proposed, %d passages of %d pages", s.Proposed, s.Draft, s.Pages)
	}
	if s := h.read(paper.ID); s.Proposed != 1 || s.Pages != 1 {
		t.Errorf("the document: %d proposed, %d pages", s.Proposed, s.Pages)
	}
	if err := h.Delete(context.Background(), manager, harbour, site.ID); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"taken": "taken", "pool": "refused", "breakfast": "open", "copied": "open", "elsewhere": "open"}
	h.write(func(tx store.Tx) error {
		for id, state := range want {
			if p, err := tx.Proposal(harbour, id); err != nil || p.State != state {
				t.Errorf("%s is %s, want %s (%v)", id, p.State, state, err)
			}
		}
		return nil
	})
}

func TestThereIsAnEndOfSources(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range source.MaxSources {
		if _, err := h.AddDocument(context.Background(), manager, harbour, fmt.Sprintf("%d.txt", i), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.AddDocument(context.Background(), manager, harbour, "more.txt", []byte("x")); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("%v", err)
	}
}
