package arrival_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/channel/whatsapp"
	"deskbell/internal/conversation"
	"deskbell/internal/delivery"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// house is an installation with one WhatsApp number, in virtual time. Nothing is sent.
type house struct {
	t       *testing.T
	store   store.Store
	desk    *conversation.Desk
	intake  *arrival.Intake
	cfg     arrival.Config
	mu      sync.Mutex
	heard   int
	notices []channel.Notice
}

type floors struct{}

func (floors) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return floors{} }
func (floors) Eligible() []string                                             { return nil }
func (floors) InHours() bool                                                  { return true }
func (floors) Reach(string) desk.Reach                                        { return desk.ReachHere }

var (
	theApp  = channel.App{ID: "app", Channel: desk.ChannelWhatsApp, Key: "1234"}
	theLine = channel.Account{ID: "line", PropertyID: "harbour", AppID: "app", Channel: desk.ChannelWhatsApp, Key: "106000000000222"}
)

// ByKey implements arrival.Accounts.
func (h *house) ByKey(_ context.Context, app, key string) (channel.App, channel.Account, error) {
	if app != theApp.ID || key != theLine.Key {
		return channel.App{}, channel.Account{}, desk.ErrNotFound
	}
	return theApp, theLine, nil
}

// Heard implements arrival.Accounts.
func (h *house) Heard(string) { h.mu.Lock(); defer h.mu.Unlock(); h.heard++ }

// Noticed implements arrival.Accounts.
func (h *house) Noticed(_ string, n channel.Notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.notices = append(h.notices, n)
}

// Account implements delivery.Accounts.
func (h *house) Account(context.Context, string) (channel.App, channel.Account, string, error) {
	return theApp, theLine, "", nil
}
func (h *house) Sent(string)                    {}
func (h *house) Failed(string, channel.Failure) {}

func newHouse(t *testing.T) *house { return newHouseOn(t, memstore.New(time.Now)) }

// newHouseOn is an installation on a store, which may be another's that ended.
func newHouseOn(t *testing.T, s store.Store) *house {
	h := &house{t: t, store: s}
	h.write(func(tx store.Tx) error {
		if _, err := tx.Account("line"); err == nil {
			return nil
		}
		if err := tx.CreateProperty(desk.Property{ID: "harbour", Key: "harbour", Name: "Harbour View", Settings: desk.PropertySettings{DefaultLanguage: "en"}}); err != nil {
			return err
		}
		if err := tx.PutApp(store.ChannelApp{ID: "app", Channel: desk.ChannelWhatsApp, Sealed: []byte("x"), CreatedAt: tx.Now()}); err != nil {
			return err
		}
		return tx.PutAccount(store.ChannelAccount{ID: "line", PropertyID: "harbour", AppID: "app", Channel: desk.ChannelWhatsApp, Key: theLine.Key, Sealed: []byte("x"), CreatedAt: tx.Now()})
	})
	adapters := map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: quiet{a: whatsapp.New(nil)}}
	accounts := conversation.NewAccounts(h.store, func(store.ChannelAccount) channel.Capabilities {
		return adapters[desk.ChannelWhatsApp].Capabilities(theLine)
	}, time.Now)
	h.desk = conversation.New(conversation.Config{Store: h.store, Floors: floors{}, Owner: "node", Accounts: accounts})
	h.cfg = arrival.Config{Store: h.store, Adapters: adapters, Accounts: h, Owner: "node", Alone: true,
		Outbox: delivery.New(delivery.Config{Store: h.store, Adapters: adapters, Accounts: h, Owner: "node"})}
	h.intake = arrival.New(h.cfg)
	return h
}

// quiet is the adapter as far as it asks nobody.
type quiet struct {
	channel.Adapter
	a *whatsapp.Adapter
}

func (q quiet) Channel() desk.Channel { return q.a.Channel() }
func (q quiet) Decode(body []byte) ([]channel.Event, error) {
	if string(body) == "panic" {
		panic("a decoder's fault")
	}
	if string(body) == "referral" {
		return []channel.Event{{Kind: channel.EventReferral, Account: theLine.Key, Guest: channel.Guest{IDs: []string{"4915550000001"}},
			Key: "referral 1", At: time.Now(), Referral: &channel.Referral{Source: "ADS", Ref: "summer"}}}, nil
	}
	return q.a.Decode(body)
}
func (q quiet) Capabilities(a channel.Account) channel.Capabilities { return q.a.Capabilities(a) }

func (h *house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) read(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.Read(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) arrives(bodies ...string) {
	h.t.Helper()
	for _, b := range bodies {
		if err := h.intake.Keep(h.t.Context(), theApp, []byte(b)); err != nil {
			h.t.Fatal(err)
		}
	}
}

// works lets the intake work for a while.
func (h *house) works(d time.Duration) {
	h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- h.intake.Run(ctx, h.desk) }()
	time.Sleep(d)
	cancel()
	if err := <-ended; err != nil {
		h.t.Error(err)
	}
}

// conversations are all there are, with what stands in them as the desk reads it.
func (h *house) conversations() map[string][]desk.Entry {
	h.t.Helper()
	out := map[string][]desk.Entry{}
	h.read(func(tx store.Tx) error {
		list, _, err := tx.List(store.ListFilter{View: store.ViewHistory, PropertyIDs: []string{"harbour"}, Limit: 500})
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.State.MergedInto != "" {
				continue
			}
			entries, err := tx.Entries(s.State.ID, store.EntryFilter{Limit: 500})
			if err != nil {
				return err
			}
			out[s.State.ID] = desk.Standing(entries)
		}
		return nil
	})
	return out
}

// failures are of bodies that are done.
func (h *house) failures() []store.Arrival {
	h.t.Helper()
	var list []store.Arrival
	h.read(func(tx store.Tx) (err error) {
		list, err = tx.FailedArrivals(100)
		return err
	})
	return list
}

func (h *house) waiting() int {
	h.t.Helper()
	var n int
	h.read(func(tx store.Tx) error {
		c, err := tx.CountArrivals()
		n = c.Waiting
		return err
	})
	return n
}

// value is a body of WhatsApp's.
func value(v string) string {
	return `{"object":"whatsapp_business_account","entry":[{"id":"102000000000111","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",` +
		`"metadata":{"display_phone_number":"15550100111","phone_number_id":"106000000000222"},` + v + `}}]}]}`
}

// message is one of a guest's.
func message(guest, id, rest string) string {
	return value(fmt.Sprintf(`"contacts":[{"profile":{"name":"Guest %[1]s"},"wa_id":"%[1]s"}],"messages":[{"from":"%[1]s","id":"wamid.%[2]s","timestamp":"%[3]d",%[4]s}]`,
		guest, id, time.Now().Unix(), rest))
}

func text(guest, id, words string) string {
	w, _ := json.Marshal(words)
	return message(guest, id, fmt.Sprintf(`"type":"text","text":{"body":%s}`, w))
}

// What arrives is brought once, each guest's in order, however often and in whatever bodies it comes.
func TestIntake_Once(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		var bodies []string
		for n := range 5 {
			for g := range 8 {
				bodies = append(bodies, text(fmt.Sprint("49155500", g), fmt.Sprint("m", g, "-", n), fmt.Sprint("message ", n)))
			}
			time.Sleep(2 * time.Second)
		}
		for _, b := range bodies {
			h.arrives(b, b)
		}
		h.works(time.Minute)
		got := h.conversations()
		if len(got) != 8 {
			t.Errorf("%d conversations", len(got))
		}
		for id, entries := range got {
			var said []string
			for _, e := range entries {
				if e.Author.Kind == desk.AuthorGuest {
					said = append(said, e.Text)
				}
			}
			if want := []string{"message 0", "message 1", "message 2", "message 3", "message 4"}; !slices.Equal(said, want) {
				t.Errorf("%s: %v", id, said)
			}
		}
		if n := h.waiting(); n != 0 || len(h.failures()) != 0 {
			t.Errorf("%d wait, %v failed", n, h.failures())
		}
		if h.heard != 40 {
			t.Errorf("heard %d", h.heard)
		}
	})
}

// All events of a conversation in any order, each several times: the same messages, edits, reactions and what was taken
// back.
func TestIntake_Shuffled(t *testing.T) {
	t.Parallel()
	of := func(guest string) []string {
		at := time.Now().Unix()
		correct := func(id, kind, about string, after int64) string {
			return value(fmt.Sprintf(`"contacts":[{"profile":{"name":"G"},"wa_id":"%[1]s"}],"messages":[{"from":"%[1]s","id":"wamid.%[2]s","timestamp":"%[3]d","type":"%[4]s",%[5]s}]`,
				guest, id, at+after, kind, about))
		}
		return []string{
			text(guest, "a", "first"), text(guest, "b", "second"), text(guest, "c", "third"),
			correct("r1", "reaction", `"reaction":{"message_id":"wamid.a","emoji":"👍"}`, 1),
			correct("e1", "edit", `"edit":{"original_message_id":"wamid.b","message":{"type":"text","text":{"body":"second, changed"}}}`, 2),
			correct("u1", "revoke", `"revoke":{"original_message_id":"wamid.c"}`, 3),
			message(guest, "p", `"type":"location","location":{"latitude":38.7,"longitude":-9.1,"name":"Here"}`),
			message(guest, "x", `"type":"hologram","hologram":{}`),
		}
	}
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				rng := rand.New(rand.NewPCG(seed, 1))
				bodies := of("4915550001")
				for range 2 {
					bodies = append(bodies, bodies[rng.IntN(8)], bodies[rng.IntN(8)])
				}
				rng.Shuffle(len(bodies), func(i, j int) { bodies[i], bodies[j] = bodies[j], bodies[i] })
				for _, b := range bodies {
					h.arrives(b)
					if rng.IntN(3) == 0 {
						h.works(time.Duration(rng.IntN(20)) * time.Second)
					}
				}
				h.works(5 * time.Minute)
				all := h.conversations()
				if len(all) != 1 {
					t.Fatalf("%d conversations", len(all))
				}
				var got []string
				for _, entries := range all {
					for _, e := range entries {
						if e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorGuest {
							var reactions []string
							for _, r := range e.Reactions {
								reactions = append(reactions, string(r.By)+" "+r.Emoji)
							}
							got = append(got, fmt.Sprintf("%s %q edited=%v unsent=%v %v place=%v", e.ProviderID, e.Text, e.Edited, e.Unsent, reactions,
								e.Carried != nil && e.Carried.Place != nil))
						}
					}
				}
				slices.Sort(got)
				want := []string{
					`wamid.a "first" edited=false unsent=false [guest 👍] place=false`,
					`wamid.b "second, changed" edited=true unsent=false [] place=false`,
					`wamid.c "" edited=false unsent=true [] place=false`,
					`wamid.p "" edited=false unsent=false [] place=true`,
				}
				got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "wamid.x") })
				if !slices.Equal(got, want) {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				if n := h.waiting(); n != 0 {
					t.Errorf("%d bodies wait", n)
				}
			})
		})
	}
}

// A guest who first has no number and then one is one guest, whichever comes first, and both at once.
func TestIntake_OneGuestByTwoIDs(t *testing.T) {
	t.Parallel()
	bsuid := value(`"contacts":[{"profile":{"name":"Jana"},"user_id":"DE.1349"}],"messages":[{"from_user_id":"DE.1349","id":"wamid.1","timestamp":"1790000000","type":"text","text":{"body":"one"}}]`)
	number := value(`"contacts":[{"profile":{"name":"Jana"},"wa_id":"4915550100222"}],"messages":[{"from":"4915550100222","id":"wamid.2","timestamp":"1790000001","type":"text","text":{"body":"two"}}]`)
	both := value(`"contacts":[{"profile":{"name":"Jana"},"wa_id":"4915550100222","user_id":"DE.1349"}],"messages":[{"from":"4915550100222","from_user_id":"DE.1349","id":"wamid.3","timestamp":"1790000002","type":"text","text":{"body":"three"}}]`)
	for name, order := range map[string][]string{
		"BsuidThenBoth": {bsuid, both}, "NumberThenBoth": {number, both}, "TwoThenBoth": {bsuid, number, both}, "BothFirst": {both, number, bsuid},
	} {
		for _, pause := range []time.Duration{0, 10 * time.Second} {
			t.Run(fmt.Sprint(name, pause), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					h := newHouse(t)
					for _, b := range order {
						h.arrives(b)
						if pause > 0 {
							h.works(pause)
						}
					}
					h.works(10 * time.Second)
					all := h.conversations()
					guests := map[string]bool{}
					messages := 0
					for _, entries := range all {
						for _, e := range entries {
							guests[e.ContactID] = true
							if e.Author.Kind == desk.AuthorGuest {
								messages++
							}
						}
					}
					if len(all) != 1 || len(guests) != 1 || messages != len(order) {
						t.Errorf("%d conversations of %d guests with %d messages", len(all), len(guests), messages)
					}
				})
			})
		}
	}
}

// A bad event fails neither those beside it nor the bodies behind it, and its body can be replayed once what it failed on
// was mended.
func TestIntake_BadBesideGood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		elsewhere := strings.Replace(text("4915550009", "z", "to nobody"), "106000000000222", "999", 1)
		h.arrives("no JSON", "panic", elsewhere,
			value(`"contacts":[{"wa_id":"4915550001"}],"messages":[{"from":"4915550001","id":"wamid.1","timestamp":"x","type":7},"not even an object",`+
				`{"from":"4915550001","id":"wamid.2","timestamp":"1790000000","type":"text","text":{"body":"good"}}]`))
		h.works(time.Hour)
		var said []string
		for _, entries := range h.conversations() {
			for _, e := range entries {
				said = append(said, e.Text)
			}
		}
		if !slices.Contains(said, "good") {
			t.Errorf("what stands is %q", said)
		}
		failed := h.failures()
		if len(failed) != 3 {
			t.Fatalf("%d failed: %v", len(failed), failed)
		}
		for _, a := range failed {
			if a.Failure == "" || a.DoneAt.IsZero() || len(a.Body) == 0 {
				t.Errorf("kept as %+v", a)
			}
			if strings.Contains(string(a.Body), "999") {
				h.write(func(tx store.Tx) error {
					acc, err := tx.Account("line")
					if err != nil {
						return err
					}
					return tx.UpdateAccount(acc)
				})
				if err := h.intake.Replay(t.Context(), a.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		h.works(time.Minute)
		if n := len(h.failures()); n != 3 {
			t.Errorf("%d failed after a replay that helped nothing", n)
		}
	})
}

// A server that was killed with a body in hand brings it after its restart, once.
func TestIntake_Killed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.arrives(text("4915550001", "1", "hello"))
		h.write(func(tx store.Tx) error {
			_, err := tx.ClaimArrivals("killed", tx.Now(), tx.Now().Add(time.Hour), 10)
			return err
		})
		h.works(time.Second)
		if n := len(h.conversations()); n != 1 {
			t.Errorf("%d conversations", n)
		}
	})
}

// What a person writes in the channel's own app silences the assistant; what we sent ourselves does not.
func TestIntake_Echo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.arrives(text("4915550001", "1", "hello"))
		h.works(time.Second)
		echo := `{"object":"whatsapp_business_account","entry":[{"id":"102000000000111","changes":[{"field":"smb_message_echoes","value":{"messaging_product":"whatsapp",` +
			`"metadata":{"display_phone_number":"15550100111","phone_number_id":"106000000000222"},` +
			`"message_echoes":[{"from":"15550100111","to":"4915550001","id":"wamid.echo","timestamp":"1790000100","type":"text","text":{"body":"From the phone"}}]}}]}]}`
		h.arrives(echo, echo)
		h.works(time.Second)
		for id, entries := range h.conversations() {
			var st desk.State
			h.read(func(tx store.Tx) (err error) {
				st, err = tx.State(id)
				return err
			})
			if st.Controller.Kind != desk.ControllerOutside {
				t.Errorf("%s is controlled by %s", id, st.Controller.Kind)
			}
			n := 0
			for _, e := range entries {
				if e.Text == "From the phone" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("the phone's message stands %d times", n)
			}
		}
	})
}

// faltering is a door that is shut the first few times.
type faltering struct {
	arrival.Door
	left *int
}

func (f faltering) Referred(ctx context.Context, contactID string, r desk.Referral, at time.Time) error {
	if *f.left > 0 {
		*f.left--
		return desk.Refuse(desk.CodeUnavailable, "Not now.")
	}
	return f.Door.Referred(ctx, contactID, r, at)
}

// What leaves no row of its own is marked as seen when it is done, not before.
func TestIntake_DoneBeforeItIsSeen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.arrives("referral", "referral")
		left := 3
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- h.intake.Run(ctx, faltering{h.desk, &left}) }()
		time.Sleep(20 * time.Minute)
		cancel()
		<-ended
		lines := 0
		h.read(func(tx store.Tx) error {
			page, _, err := tx.List(store.ListFilter{View: store.ViewHistory, PropertyIDs: []string{"harbour"}})
			for _, s := range page {
				entries, err := tx.Entries(s.State.ID, store.EntryFilter{})
				if err != nil {
					return err
				}
				for _, e := range entries {
					if e.Code == desk.LineReferral {
						lines++
					}
				}
			}
			return err
		})
		if left != 0 || lines != 1 {
			t.Errorf("after %d more times there are %d lines about where the guest came from", left, lines)
		}
	})
}

// late is a door through which a message takes long.
type late struct {
	arrival.Door
	text string
}

func (l late) Receive(ctx context.Context, in conversation.Incoming) (conversation.Receipt, error) {
	if in.Text == l.text {
		time.Sleep(5 * time.Second)
	}
	return l.Door.Receive(ctx, in)
}

// A guest's messages stand in their order though one server brings the first slowly and another is there for the second; and
// what a server that ends held is brought by the other.
func TestIntake_TwoServers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		told := make(chan struct{}, 1000)
		serve := func(owner string, door arrival.Door) *arrival.Intake {
			cfg := h.cfg
			cfg.Owner, cfg.Alone = owner, false
			cfg.Others = func() { told <- struct{}{} }
			in := arrival.New(cfg)
			go func() { ended <- in.Run(ctx, door) }()
			return in
		}
		h.intake = serve("one", late{h.desk, "first"})
		h.arrives(text("4915550001", "1", "first"))
		time.Sleep(1500 * time.Millisecond) // it looks by itself every second
		h.intake = serve("two", h.desk)
		h.arrives(text("4915550001", "2", "second"))
		time.Sleep(200 * time.Millisecond)
		if len(told) == 0 {
			t.Error("the one that is to bring it is not told")
		}
		h.arrives(text("4915550001", "3", "third"))
		time.Sleep(10 * time.Second)
		h.write(func(tx store.Tx) error { // a third server takes one, and ends
			if err := tx.PutArrival(store.Arrival{ID: conversation.NewID(), AppID: "app", Channel: desk.ChannelWhatsApp, At: tx.Now(), Body: []byte(text("4915550001", "4", "fourth"))}); err != nil {
				return err
			}
			list, err := tx.ClaimArrivals("three", tx.Now(), tx.Now().Add(8*time.Second), 10)
			if err == nil && len(list) != 1 {
				return fmt.Errorf("claimed %d", len(list))
			}
			return err
		})
		h.arrives(text("4915550001", "5", "fifth"))
		time.Sleep(10 * time.Second)
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		for _, entries := range h.conversations() {
			var said []string
			for _, e := range entries {
				if e.Author.Kind == desk.AuthorGuest {
					said = append(said, e.Text)
				}
			}
			if want := []string{"first", "second", "third", "fourth", "fifth"}; !slices.Equal(said, want) {
				t.Errorf("%v", said)
			}
		}
	})
}
