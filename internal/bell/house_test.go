package bell_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/schedule"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// house is a desk with a bell, in a bubble of virtual time: the harbour with Ana, Ben and the night porter Nadia, who is
// not on duty, and Ada, its admin; at the mill works Mia.
type house struct {
	*testing.T
	store *memstore.Store
	bell  *bell.Bell
	desk  *conversation.Desk
	told  *record
	began time.Time
	end   func()
	stops []context.CancelFunc
}

type options struct {
	chain []desk.ChainStep
	limit int
	// closed has live chat off.
	closed bool
	hours  *desk.Hours
	// looks are the reasons to look for which the bell rings.
	looks  []desk.Attention
	mailer bell.Mailer
}

// inHouse runs fn in a bubble with a house in it.
func inHouse(t *testing.T, o options, fn func(*house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := &house{T: t, store: memstore.New(nil), told: &record{began: time.Now()}, began: time.Now()}
		lc := desk.DefaultLiveChat(desk.ChannelWeb)
		lc.Enabled, lc.HeldLimit, lc.Hours = !o.closed, o.limit, o.hours
		settings := desk.PropertySettings{TimeZone: "UTC", DefaultLanguage: "en", LiveChat: map[desk.Channel]desk.LiveChat{"": lc}, Chain: o.chain,
			AttentionRings: o.looks}
		h.write(func(tx store.Tx) error {
			for _, id := range []string{"harbour", "mill"} {
				if err := tx.CreateProperty(desk.Property{ID: id, Key: id, Name: id, Settings: settings}); err != nil {
					return err
				}
			}
			for _, id := range []string{"ana", "ben", "nadia", "ada", "mia"} {
				p := agent(id)
				p.Email, p.Name = id+"@example.com", strings.ToUpper(id[:1])+id[1:]
				switch id {
				case "nadia":
					p.Duty = desk.DutyAway
				case "ada":
					p.Role, p.Duty = desk.RoleAdmin, desk.DutyAway
				case "mia":
					p.PropertyIDs = []string{"mill"}
				}
				if err := tx.CreatePerson(p); err != nil {
					return err
				}
			}
			_, err := tx.PutPushSubscription(store.PushSubscription{ID: "mia", PersonID: "mia", DeviceID: "phone", Name: "Mia's phone",
				Endpoint: "https://push.example/mia", P256dh: "k", Auth: "a", At: tx.Now()})
			return err
		})
		h.start(o)
		defer func() {
			for _, stop := range h.stops {
				stop()
			}
			h.end()
		}()
		fn(h)
	})
}

// start runs a bell and the clocks of conversations on the store; stop ends them as a stopped server does.
func (h *house) start(o options) {
	h.Helper()
	s := schedule.New(schedule.Config{Store: h.store, Alone: true})
	h.bell = bell.New(bell.Config{Store: h.store, Alone: true, Screens: h.told, Pusher: h.told, Caller: h.told, Mailer: o.mailer})
	h.desk = conversation.New(conversation.Config{Store: h.store, Floors: h.bell, Followers: []conversation.Follower{h.bell},
		Owner: "node", OnTimer: s.Wake, Mood: moodOf, Danger: func(text, _ string) bool { return strings.Contains(text, "fire") }})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- h.bell.Run(ctx, h.desk) }()
	go func() { ended <- s.Run(ctx, h.desk, noTurns{}) }()
	synctest.Wait()
	h.end = func() {
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				h.Error(err)
			}
		}
	}
}

// sleep stops the server for a while, and starts it again: nothing happens meanwhile, which costs no time.
func (h *house) sleep(d time.Duration) {
	h.Helper()
	for _, stop := range h.stops {
		stop()
	}
	h.end()
	pass(d)
	h.start(options{})
}

// moodOf hears shouting.
func moodOf(text string) (desk.Feeling, string) {
	switch {
	case strings.Contains(text, "!!"):
		return desk.FeelingAngry, text
	case strings.Contains(text, "thanks"):
		return desk.FeelingPleased, text
	}
	return desk.FeelingNeutral, text
}

type noTurns struct{}

func (noTurns) Claim(context.Context) (int, error) { return 0, nil }

// record is all that people were told, by when.
type record struct {
	mu    sync.Mutex
	began time.Time
	lines []string
	rings map[string]store.Ringing
	// fail is what calls answer.
	fail error
	slow time.Duration
	key  string // of the last call
}

func (r *record) add(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf("%3.0fs ", time.Since(r.began).Seconds())+fmt.Sprintf(format, args...))
}

func (r *record) Rings(list []store.Ringing) {
	for _, a := range list {
		a.Rung = slices.Sorted(slices.Values(a.Rung))
		r.mu.Lock()
		if r.rings == nil {
			r.rings = map[string]store.Ringing{}
		}
		was, known := r.rings[a.Alert.ID]
		r.rings[a.Alert.ID] = a
		r.mu.Unlock()
		switch {
		case !a.Alert.Open():
			r.add("end %s %s", a.Alert.End, a.Alert.Doc.By)
		case a.Alert.Doc.Promised:
			r.add("promised")
		case !known || !slices.Equal(was.Rung, a.Rung) || was.Alert.Round != a.Alert.Round:
			r.add("ring %s %s", a.Alert.Kind, strings.Join(a.Rung, " "))
		}
	}
}

func (r *record) Admins(property, what, _ string) { r.add("admins %s %s", property, what) }
func (r *record) DutyOver(person string)          { r.add("duty over %s", person) }

func (r *record) Push(_ context.Context, people []string, ring bell.Ring) error {
	people = slices.Sorted(slices.Values(people))
	if ring.Question != "" {
		r.add("push text %s", ring.Question)
	}
	if ring.End != "" {
		r.add("push end %s", strings.Join(people, " "))
		return nil
	}
	r.add("push %s", strings.Join(people, " "))
	return nil
}

func (r *record) Call(ctx context.Context, c bell.Call) error {
	r.mu.Lock()
	slow, fail, key := r.slow, r.fail, r.key
	r.key = c.Key
	r.mu.Unlock()
	if c.Attempt > 1 && c.Key != key {
		r.add("the attempts at a call have the keys %s and %s", key, c.Key)
	}
	select {
	case <-time.After(slow):
	case <-ctx.Done():
		return ctx.Err()
	}
	r.add("call %s %d", c.Step.Kind, c.Attempt)
	return fail
}

// shown is how screens were last told of an alert.
func (r *record) shown(id string) store.Ringing {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.rings[id]
}

// of is the id of the alert of a kind.
func (r *record) of(kind store.AlertKind) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, a := range r.rings {
		if a.Alert.Kind == kind {
			return id
		}
	}
	return ""
}

// take is what was told since it was last asked.
func (r *record) take() []string {
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	lines := r.lines
	r.lines = nil
	return lines
}

// expect compares what was told since the last time; lines with any of the given words are left out.
func (h *house) expect(want []string, without ...string) {
	h.Helper()
	got := slices.DeleteFunc(h.told.take(), func(line string) bool {
		return slices.ContainsFunc(without, func(w string) bool { return strings.Contains(line, w) })
	})
	slices.Sort(got) // what happens at once has no order
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		h.Errorf("told\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Write(context.Background(), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) read(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Read(context.Background(), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) person(id string) (p desk.Person) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		p, err = tx.Person(id)
		return err
	})
	return p
}

// at puts people before a screen that gives signs of life. The returned function closes their pages without a word, as
// a crash does.
func (h *house) at(ids ...string) (crash func()) {
	ctx, cancel := context.WithCancel(context.Background())
	h.stops = append(h.stops, cancel)
	for _, id := range ids {
		b := h.bell
		b.Heartbeat(id, screen("tab"))
		go func() {
			tick := time.NewTicker(bell.Heartbeat)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
					h.bell.Heartbeat(id, screen("tab"))
				}
			}
		}()
	}
	synctest.Wait()
	return cancel
}

// asks is a guest of a property who writes and asks for a person. It tells the conversation and its request.
func (h *house) asks(property string) (conversationID, contactID, requestID string) {
	h.Helper()
	conversationID, contactID = h.guest(property, "Is the pool warm?")
	s, err := h.desk.AskForHuman(context.Background(), contactID)
	if err != nil || s.Request == nil {
		h.Fatalf("asking for a person: %+v, %v", s.Request, err)
	}
	return conversationID, contactID, s.Request.ID
}

func (h *house) guest(property, text string) (conversationID, contactID string) {
	h.Helper()
	c := desk.Contact{ID: conversation.NewID(), PropertyID: property, AccountID: property, Channel: desk.ChannelWeb, Language: "en"}
	h.write(func(tx store.Tx) error { return tx.CreateContact(c) })
	return h.says(c.ID, text), c.ID
}

func (h *house) says(contactID, text string) (conversationID string) {
	h.Helper()
	r, err := h.desk.Receive(context.Background(), conversation.Incoming{ContactID: contactID, ClientID: conversation.NewID(), Text: text})
	if err != nil {
		h.Fatal(err)
	}
	return r.ConversationID
}

func (h *house) confirm(person, device string, kind store.ConfirmationKind, ids ...string) {
	h.Helper()
	if err := h.bell.Confirm(context.Background(), h.person(person), device, kind, ids...); err != nil {
		h.Errorf("%s confirms: %v", person, err)
	}
}

func (h *house) alert(id string) (a store.Alert) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		a, err = tx.Alert(id)
		return err
	})
	return a
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
