package conversation_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
	"deskbell/internal/store/sqlstore"
)

// onStores runs a test on the store in memory and on real ones.
func onStores(t *testing.T, test func(*testing.T, *house)) {
	t.Parallel()
	t.Run("Memory", func(t *testing.T) {
		t.Parallel()
		test(t, newHouse(t))
	})
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, newSQLiteHouse(t))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, newPostgresHouse(t))
	})
}

func newSQLiteHouse(t testing.TB) *house {
	t.Helper()
	h := &house{at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	db, err := sqlstore.Open(context.Background(), sqlstore.Options{Dir: t.TempDir(), Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return h.on(t, db)
}

// atOnce runs all functions at the same moment and waits for them.
func atOnce(fns ...func()) {
	var ready, wg sync.WaitGroup
	start := make(chan struct{})
	ready.Add(len(fns))
	for _, fn := range fns {
		wg.Go(func() {
			ready.Done()
			<-start
			fn()
		})
	}
	ready.Wait()
	close(start)
	wg.Wait()
}

func rounds(t *testing.T, n int) int {
	if testing.Short() {
		return max(1, n/10)
	}
	return n
}

// Two agents, an assistant's turn and a guest in the same millisecond leave exactly one controller; here a hundred
// agents.
func TestRace_ExactlyOneTakesControl(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		const takers = 100
		people := make([]desk.Person, takers)
		h.write(func(tx store.Tx) error {
			for i := range people {
				people[i] = person(fmt.Sprintf("agent-%d", i), desk.RoleAgent, "harbour")
				people[i].Name = fmt.Sprintf("Agent %d", i)
				if err := tx.CreatePerson(people[i]); err != nil {
					return err
				}
			}
			return nil
		})
		total := rounds(t, 24)
		said := 0
		for round := range total {
			guest := fmt.Sprint("guest-", round)
			h.guest(guest, "harbour", "en")
			in := conversation.Incoming{ContactID: guest, ClientID: "first", Text: "Hello"}
			r, err := h.desk.Receive(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			before, _ := h.desk.GuestState(t.Context(), guest)
			owed := store.Owed{ConversationID: before.ID, Turn: *before.Turn}

			takers := takers
			if round%2 == 1 {
				takers = 2 // few enough that the assistant is first now and then
			}
			errs := make([]error, takers)
			var late error
			fns := make([]func(), 0, takers+2)
			for i, by := range people[:takers] {
				fns = append(fns, func() { _, errs[i] = h.desk.TakeControl(t.Context(), by, r.ConversationID) })
			}
			fns = append(fns, func() { late = h.answers(owed, "Good morning") }, func() {
				second := conversation.Incoming{ContactID: guest, ClientID: "second", Text: "Anybody?"}
				if _, err := h.desk.Receive(t.Context(), second); err != nil {
					t.Error(err)
				}
			})
			// The assistant and the guest come somewhere in the middle of the agents.
			mid := round % takers
			fns[mid], fns[takers] = fns[takers], fns[mid]
			fns[takers-1-mid/2], fns[takers+1] = fns[takers+1], fns[takers-1-mid/2]
			atOnce(fns...)

			s, err := h.desk.GuestState(t.Context(), guest)
			if err != nil || s.Controller.Kind != desk.ControllerAgent || s.Epoch != before.Epoch+1 {
				t.Fatalf("controller %+v, epoch %d after %d, %v", s.Controller, s.Epoch, before.Epoch, err)
			}
			won := 0
			for i, err := range errs {
				if err == nil {
					won++
					if people[i].ID != s.Controller.AgentID {
						t.Errorf("%s was told to have it, %s has", people[i].ID, s.Controller.AgentID)
					}
					continue
				}
				e := wantCode(t, err, desk.CodeTaken)
				if e.By == nil || e.By.ID != s.Controller.AgentID || e.By.Name == "" {
					t.Errorf("a loser was told %+v has it", e.By)
				}
			}
			if won != 1 {
				t.Errorf("%d of %d takers won", won, takers)
			}
			var joined, answered int64
			for _, e := range h.entries(s.ID) { // checks seqs and epochs
				switch {
				case e.Code == desk.LineJoined && joined != 0:
					t.Error("two joined")
				case e.Code == desk.LineJoined:
					joined = e.Seq
				case e.Author.Kind == desk.AuthorAssistant:
					answered = e.Seq
				}
			}
			switch {
			case answered > joined:
				t.Error("the assistant spoke after an agent had joined")
			case (answered != 0) != (late == nil):
				t.Errorf("an answer at seq %d was reported as %v", answered, late)
			case answered != 0:
				said++
			}
		}
		held := 0
		h.write(func(tx store.Tx) error {
			list, err := tx.ListPeople()
			for _, p := range list {
				held += p.Held
			}
			return err
		})
		if held != total {
			t.Errorf("%d places are held for %d conversations", held, total)
		}
		t.Logf("the assistant was first in %d of %d rounds", said, total)
	})
}

func TestRace_HumanChatCancelAndAnAnswerEndInOne(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		h.floor.eligible = []string{"ana"}
		for round := range rounds(t, 30) {
			guest := fmt.Sprint("guest-", round)
			h.guest(guest, "harbour", "en")
			if _, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: guest, ClientID: "1", Text: "Hello"}); err != nil {
				t.Fatal(err)
			}
			before, _ := h.desk.GuestState(t.Context(), guest)
			owed := store.Owed{ConversationID: before.ID, Turn: *before.Turn}
			var answers atomic.Int64
			answer := func() {
				if h.answers(owed, "Good morning") == nil {
					answers.Add(1)
				}
			}
			atOnce(answer, answer, func() {
				if _, err := h.desk.AskForHuman(t.Context(), guest); err != nil {
					t.Error(err)
				}
				if _, err := h.desk.CancelHuman(t.Context(), guest); err != nil {
					t.Error(err)
				}
			})
			s, _ := h.desk.GuestState(t.Context(), guest)
			if got := h.messages(s.ID); len(got) != 2 || answers.Load() != 1 || s.Turn.Open() {
				t.Fatalf("messages %q, %d answers written, turn %+v", got, answers.Load(), s.Turn)
			}
		}
	})
}

func TestRace_RequestsAndAcceptsEndOnce(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		h.floor.eligible = []string{"ana", "ben"}
		for round := range rounds(t, 30) {
			guest := fmt.Sprint("guest-", round)
			h.guest(guest, "harbour", "en")
			s, err := h.desk.AskForHuman(t.Context(), guest)
			if err != nil {
				t.Fatal(err)
			}
			var won atomic.Int64
			accept := func(by desk.Person) func() {
				return func() {
					if _, err := h.desk.Accept(t.Context(), by, s.ID); err == nil {
						won.Add(1)
					} else if c := desk.CodeOf(err); c != desk.CodeTaken && c != desk.CodeClosed {
						t.Error(err)
					}
				}
			}
			atOnce(accept(ana), accept(ben), func() {
				if _, err := h.desk.CancelHuman(t.Context(), guest); err != nil {
					t.Error(err)
				}
			})
			s, _ = h.desk.GuestState(t.Context(), guest)
			h.entries(s.ID)
			accepted := s.Request.End == desk.EndAccepted && s.Controller.Kind == desk.ControllerAgent && won.Load() == 1
			cancelled := s.Request.End == desk.EndCancelled && s.Controller.Kind == desk.ControllerAssistant && won.Load() == 0
			if !accepted && !cancelled {
				t.Fatalf("%d accepted, request %s, controller %+v", won.Load(), s.Request.End, s.Controller)
			}
		}
	})
}

// Two acceptances, a cancel and the timeout in the same millisecond: exactly one outcome, and everybody agrees on it.
func TestRace_TwoAcceptsACancelAndTheTimeoutEndInOne(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		h.floor.eligible = []string{"ana", "ben"}
		ends := map[desk.RequestEnd]int{}
		for round := range rounds(t, 60) {
			guest := fmt.Sprint("guest-", round)
			h.guest(guest, "harbour", "en")
			asked, err := h.desk.AskForHuman(t.Context(), guest)
			if err != nil {
				t.Fatal(err)
			}
			h.pass(time.Minute)
			h.runDue()
			h.pass(time.Minute)
			var due []store.Due
			h.write(func(tx store.Tx) (err error) {
				due, err = tx.DueTimers(tx.Now(), 100)
				return err
			})
			if len(due) != 1 || due[0].Timer.Kind != desk.TimerSecondWait || due[0].ConversationID != asked.ID {
				t.Fatalf("due after both waits: %+v", due)
			}
			published := len(h.changes())
			results := map[string]error{}
			var mu sync.Mutex
			does := func(who string, what func() error) func() {
				return func() {
					err := what()
					mu.Lock()
					defer mu.Unlock()
					results[who] = err
				}
			}
			accept := func(by desk.Person) func() {
				return does(by.ID, func() error { _, err := h.desk.Accept(t.Context(), by, asked.ID); return err })
			}
			fns := []func(){
				accept(ana), accept(ben),
				does("guest", func() error { _, err := h.desk.CancelHuman(t.Context(), guest); return err }),
				does("clock", func() error { return h.desk.Expire(t.Context(), due[0]) }),
			}
			for i := range round % len(fns) { // each is the first to start now and then
				fns[0], fns[i+1] = fns[i+1], fns[0]
			}
			atOnce(fns...)

			s, _ := h.desk.GuestState(t.Context(), guest)
			ends[s.Request.End]++
			if results["guest"] != nil || results["clock"] != nil {
				t.Errorf("guest: %v, clock: %v", results["guest"], results["clock"])
			}
			lines := map[desk.LineCode]int{}
			for _, e := range h.entries(s.ID) {
				lines[e.Code]++
			}
			ended := 0
			for _, c := range h.changes()[published:] {
				if c.Before.Request.Open() && !c.After.Request.Open() {
					ended++
				}
			}
			if ended != 1 || lines[desk.LineJoined]+lines[desk.LineAssistantBack]+lines[desk.LineNobodyFree] != 1 {
				t.Errorf("the request ended %d times before the world's eyes, with the lines %v", ended, lines)
			}
			agree := func(controller desk.ControllerKind, line desk.LineCode, offer bool) {
				if s.Controller.Kind != controller || lines[line] != 1 || s.Offer.Shown() != offer {
					t.Errorf("request %s: controller %+v, lines %v, offer %+v", s.Request.End, s.Controller, lines, s.Offer)
				}
			}
			switch s.Request.End {
			case desk.EndAccepted:
				agree(desk.ControllerAgent, desk.LineJoined, false)
				winner := s.Controller.AgentID
				loser := map[string]string{"ana": "ben", "ben": "ana"}[winner]
				if e := wantCode(t, results[loser], desk.CodeTaken); results[winner] != nil || e.By == nil || e.By.ID != winner || e.By.Name == "" {
					t.Errorf("%s has it and was told %v; %s was told %+v", winner, results[winner], loser, e)
				}
			case desk.EndCancelled, desk.EndExpired:
				line, reason := desk.LineAssistantBack, "cancelled"
				if s.Request.End == desk.EndExpired {
					line, reason = desk.LineNobodyFree, "missed"
				}
				agree(desk.ControllerAssistant, line, s.Request.End == desk.EndExpired)
				for _, by := range []string{"ana", "ben"} {
					if e := wantCode(t, results[by], desk.CodeClosed); e.Reason != reason {
						t.Errorf("%s was told %q of a request that is %s", by, e.Reason, s.Request.End)
					}
				}
			default:
				t.Errorf("the request ended as %q", s.Request.End)
			}
			if _, err := h.desk.Resolve(t.Context(), admin, s.ID, true); err != nil { // its clocks are not the next round's
				t.Fatal(err)
			}
		}
		t.Logf("ends: %v", ends)
	})
}

func TestRace_RepeatedSendsAreOneMessage(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		for round := range rounds(t, 10) {
			guest := fmt.Sprint("guest-", round)
			h.guest(guest, "harbour", "en")
			receipts := make([]conversation.Receipt, 60)
			replies := make([]conversation.Receipt, 20)
			fns := make([]func(), 0, len(receipts))
			for i := range receipts {
				fns = append(fns, func() {
					var err error
					in := conversation.Incoming{ContactID: guest, ClientID: fmt.Sprint(i % 3), Text: fmt.Sprint("Hello ", i%3)}
					if receipts[i], err = h.desk.Receive(t.Context(), in); err != nil {
						t.Error(err)
					}
				})
			}
			atOnce(fns...)
			s, _ := h.desk.GuestState(t.Context(), guest)
			fns = fns[:0]
			for i := range replies {
				fns = append(fns, func() {
					var err error
					draft := conversation.Draft{ClientID: fmt.Sprint("reply-", round), Text: "Good morning", Epoch: s.Epoch}
					if replies[i], err = h.desk.Reply(t.Context(), ana, s.ID, draft); err != nil {
						t.Error(err)
					}
				})
			}
			atOnce(fns...)
			if got := h.messages(s.ID); len(got) != 4 {
				t.Fatalf("messages %q", got)
			}
			for i, r := range receipts {
				if r.EntryID != receipts[i%3].EntryID || r.Seq != receipts[i%3].Seq || r.Seq == 0 {
					t.Errorf("receipt %+v", r)
				}
			}
			for _, r := range replies {
				if r.Seq != replies[0].Seq || r.Seq == 0 {
					t.Errorf("receipt %+v", r)
				}
			}
		}
	})
}

// changing is a store on which every n-th save meets a conversation that moved on, as on a database with many writers.
type changing struct {
	store.Store
	n     int64
	saves atomic.Int64
}

func (c *changing) Write(ctx context.Context, fn func(store.Tx) error) error {
	return c.Store.Write(ctx, func(tx store.Tx) error { return fn(&changingTx{Tx: tx, c: c}) })
}

type changingTx struct {
	store.Tx
	c *changing
}

func (t *changingTx) Save(before desk.State, out desk.Outcome, entries []desk.Entry, lease ...store.Lease) error {
	if t.c.saves.Add(1)%t.c.n != 0 {
		return desk.ErrChanged
	}
	return t.Tx.Save(before, out, entries, lease...)
}

func TestAConversationThatMovedOnIsDecidedAgain(t *testing.T) {
	t.Parallel()
	h := &house{at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	h.on(t, &changing{Store: memstore.New(h.now), n: 5})
	id := h.says("Hello").ConversationID
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	if len(h.entries(id)) != 2 || len(h.changes()) != 2 {
		t.Errorf("%d entries, %d changes published", len(h.entries(id)), len(h.changes()))
	}
	// One that never comes through ends with an error that says to try again, and nothing is released.
	h = &house{at: h.at}
	h.on(t, &changing{Store: memstore.New(h.now), n: 1 << 40})
	_, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "1", Text: "Hello"})
	if e := wantCode(t, err, desk.CodeUnavailable); e.RetryAfter == 0 || len(h.changes()) != 0 {
		t.Errorf("error %+v, %d changes", e, len(h.changes()))
	}
}

// BenchmarkReceive is the durable path of a guest's message under an agent's control, with many guests at once.
func BenchmarkReceive(b *testing.B) {
	h := newSQLiteHouse(b)
	const guests = 200
	for i := range guests {
		id := fmt.Sprint("guest-", i)
		h.guest(id, "harbour", "en")
		r, err := h.desk.Receive(b.Context(), conversation.Incoming{ContactID: id, ClientID: "first", Text: "Hello"})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := h.desk.TakeControl(b.Context(), ana, r.ConversationID); err != nil {
			b.Fatal(err)
		}
	}
	door := conversation.New(conversation.Config{Store: h.store, Floors: h.floor, Owner: "node"}) // tells nobody
	var n atomic.Int64
	b.SetParallelism(128)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			in := conversation.Incoming{ContactID: fmt.Sprint("guest-", i%guests), ClientID: fmt.Sprint(i), Text: "Is there a table free on the terrace tonight?"}
			if _, err := door.Receive(b.Context(), in); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
