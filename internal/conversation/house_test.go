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
)

// house is a property with people and guests, a store and a clock that the test moves.
type house struct {
	t     testing.TB
	store store.Store
	desk  *conversation.Desk
	floor *floor
	turns *turns
	props *conversation.Properties

	mu        sync.Mutex
	at        time.Time
	shift     time.Duration
	published []conversation.Change
	timers    []time.Time
}

var (
	ana   = person("ana", desk.RoleAgent, "harbour")
	ben   = person("ben", desk.RoleAgent, "harbour")
	admin = person("ada", desk.RoleAdmin, "harbour")
	other = person("oda", desk.RoleAgent, "mill")
)

func person(id string, role desk.Role, properties ...string) desk.Person {
	return desk.Person{ID: id, Email: id + "@example.com", Name: map[string]string{"ana": "Ana Alves", "ben": "Ben Brandt"}[id],
		Role: role, PropertyIDs: properties, Duty: desk.DutyOnline, Active: true}
}

func newHouse(t testing.TB) *house {
	h := &house{at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	return h.on(t, memstore.New(h.now))
}

// on sets the house up on a store whose clock is h.now.
func (h *house) on(t testing.TB, s store.Store) *house {
	h.t, h.store = t, s
	h.floor = &floor{hours: true, reach: map[string]desk.Reach{}}
	h.turns, h.props = &turns{room: true}, conversation.NewProperties(s, h.now)
	h.build(nil)
	h.write(func(tx store.Tx) error {
		live := desk.DefaultLiveChat(desk.ChannelWeb)
		live.Enabled = true
		for _, p := range []desk.Property{
			{ID: "harbour", Key: "harbour", Name: "Harbour View", Settings: desk.PropertySettings{
				TimeZone: "Europe/Lisbon", DefaultLanguage: "en", Phone: "+351 21 000",
				LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: live}}},
			{ID: "mill", Key: "mill", Name: "Old Mill", Settings: desk.PropertySettings{DefaultLanguage: "de"}},
		} {
			if err := tx.CreateProperty(p); err != nil {
				return err
			}
		}
		for _, p := range []desk.Person{ana, ben, admin, other} {
			if err := tx.CreatePerson(p); err != nil {
				return err
			}
		}
		return nil
	})
	h.guest("guest", "harbour", "en")
	return h
}

// build makes the desk anew, as change wants it.
func (h *house) build(change func(*conversation.Config)) {
	cfg := conversation.Config{
		Store: h.store, Floors: h.floor, Publisher: h, Properties: h.props, Owner: "node", Turns: h.turns,
		OnTimer: func(at time.Time) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.timers = append(h.timers, at)
		},
	}
	if change != nil {
		change(&cfg)
	}
	h.desk = conversation.New(cfg)
}

// settings changes those of the harbour property.
func (h *house) settings(change func(*desk.PropertySettings)) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		if err != nil {
			return err
		}
		change(&p.Settings)
		return tx.UpdateProperty(p)
	})
	h.props.Forget("harbour")
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
	h.shift += d
}

// shifted is how much time the test let pass, for a store with a clock of its own.
func (h *house) shifted() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.shift
}

func (h *house) Publish(c conversation.Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.published = append(h.published, c)
}

func (h *house) changes() []conversation.Change {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.published
}

func (h *house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) guest(id, property, language string) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: id, PropertyID: property, AccountID: "web-" + property,
			Channel: desk.ChannelWeb, Language: language, CreatedAt: tx.Now()})
	})
}

var sends atomic.Int64

// says lets the guest write and returns the receipt.
func (h *house) says(text string) conversation.Receipt {
	h.t.Helper()
	r, err := h.desk.Receive(h.t.Context(), conversation.Incoming{ContactID: "guest", ClientID: fmt.Sprint("c", sends.Add(1)), Text: text})
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// state is the guest's conversation.
func (h *house) state() desk.State {
	h.t.Helper()
	s, err := h.desk.GuestState(h.t.Context(), "guest")
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// owed is the open turn.
func (h *house) owed() store.Owed {
	h.t.Helper()
	s := h.state()
	if !s.Turn.Open() {
		h.t.Fatal("no turn is owed")
	}
	return store.Owed{ConversationID: s.ID, Turn: *s.Turn}
}

func (h *house) answers(owed store.Owed, text string) error {
	return h.desk.Answered(h.t.Context(), owed, conversation.Answer{Text: text, Answer: desk.Answer{Decision: "answer"}, Language: "en"})
}

// entries are all of a conversation, checked for gaps in seq and in what the guest sees.
func (h *house) entries(id string) []desk.Entry {
	h.t.Helper()
	var list []desk.Entry
	err := h.store.Read(context.Background(), func(tx store.Tx) error {
		var after int64
		list = list[:0]
		for {
			page, err := tx.Entries(id, store.EntryFilter{After: after, Limit: 500})
			if err != nil || len(page) == 0 {
				return err
			}
			list = append(list, page...)
			after = page[len(page)-1].Seq
		}
	})
	if err != nil {
		h.t.Fatal(err)
	}
	var public, epoch int64
	for i, e := range list {
		if e.Seq != int64(i+1) || e.PrevPublic != public || e.Epoch < epoch {
			h.t.Fatalf("entry %d: seq %d, previous public %d (want %d), epoch %d after %d", i+1, e.Seq, e.PrevPublic, public, e.Epoch, epoch)
		}
		if epoch = e.Epoch; e.Public {
			public = e.Seq
		}
	}
	return list
}

// messages are the texts of those of a conversation, by their author: "guest: Hello".
func (h *house) messages(id string) []string {
	h.t.Helper()
	var texts []string
	for _, e := range h.entries(id) {
		if e.Kind == desk.EntryMessage {
			texts = append(texts, string(e.Author.Kind)+": "+e.Text)
		}
	}
	return texts
}

// line is the newest entry with the code.
func (h *house) line(code desk.LineCode) desk.Entry {
	h.t.Helper()
	var found desk.Entry
	for _, e := range h.entries(h.state().ID) {
		if e.Code == code {
			found = e
		}
	}
	if found.Seq == 0 {
		h.t.Fatalf("no line %q", code)
	}
	return found
}

// runDue expires every clock that is due, as the schedule would.
func (h *house) runDue() {
	h.t.Helper()
	for range 20 {
		var due []store.Due
		h.write(func(tx store.Tx) (err error) {
			due, err = tx.DueTimers(tx.Now(), 100)
			return err
		})
		if len(due) == 0 {
			return
		}
		for _, d := range due {
			if err := h.desk.Expire(h.t.Context(), d); err != nil {
				h.t.Fatal(err)
			}
		}
	}
	h.t.Fatal("clocks stay due for ever")
}

func wantCode(t testing.TB, err error, code desk.Code) *desk.Error {
	t.Helper()
	if desk.CodeOf(err) != code {
		t.Fatalf("error %v, want code %q", err, code)
	}
	e, _ := err.(*desk.Error)
	return e
}

// floor is people on duty as the test says.
type floor struct {
	mu       sync.Mutex
	eligible []string
	hours    bool
	reach    map[string]desk.Reach
}

func (f *floor) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return f }

func (f *floor) Eligible() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.eligible
}
func (f *floor) InHours() bool { return f.hours }
func (f *floor) Reach(id string) desk.Reach {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reach[id]
}

// turns records what is handed to the turn-taker.
type turns struct {
	mu      sync.Mutex
	room    bool
	taken   []store.Owed
	dropped []string
}

func (t *turns) Room() bool { return t.room }
func (t *turns) Take(o store.Owed) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken = append(t.taken, o)
}
func (t *turns) Drop(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dropped = append(t.dropped, id)
}
