package push_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/desk"
	"deskbell/internal/outward"
	"deskbell/internal/push"
	"deskbell/internal/push/pushtest"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

const origin = "https://push.example.net"

func wish(b pushtest.Browser, device, endpoint string) push.Wish {
	return push.Wish{DeviceID: device, Name: "Phone", Language: "en", Endpoint: endpoint, P256dh: b.P256dh(), Auth: b.Auth()}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house is a store with Ana and Ben, and a push service. It must be made inside the bubble.
type house struct {
	*push.Service
	store store.Store
	out   *pushtest.Service
	key   string
	ids   int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{store: memstore.New(nil), out: &pushtest.Service{Origin: origin}}
	err := h.store.Write(t.Context(), func(tx store.Tx) error {
		for _, id := range []string{"ana", "ben"} {
			if err := tx.CreatePerson(desk.Person{ID: id, Email: id + "@example.org", Active: true}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Service = push.New(push.Config{Store: h.store, Client: h.out, BaseURL: "https://desk.hotel.example", NewID: func() string {
		h.ids++
		return "sub-" + strconv.Itoa(h.ids)
	}})
	t.Cleanup(h.Close)
	if h.key, err = h.Key(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.out.Expect(h.key)
	return h
}

// subscribe registers a new browser under the path of its endpoint.
func (h *house) subscribe(t *testing.T, person, device, path string) (pushtest.Browser, store.PushSubscription) {
	t.Helper()
	b := pushtest.NewBrowser(t)
	s, err := h.Subscribe(t.Context(), person, wish(b, device, origin+path))
	if err != nil {
		t.Fatal(err)
	}
	return b, s
}

func (h *house) subscriptions(t *testing.T) (list []store.PushSubscription) {
	t.Helper()
	if err := h.store.Read(t.Context(), func(tx store.Tx) (err error) {
		list, err = tx.PushSubscriptions()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func ring(id string) push.Notice {
	return push.Notice{Ring: id, Kind: store.AlertPerson, ConversationID: "conv-1", Property: "Harbour View Hotel", Until: time.Now().Add(2 * time.Minute)}
}

func (h *house) tell(t *testing.T, n push.Notice, people ...string) {
	t.Helper()
	if err := h.Tell(t.Context(), people, "", n); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
}

func TestKey_IsMadeOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		other := push.New(push.Config{Store: h.store, Client: h.out})
		again, err := other.Key(t.Context())
		if err != nil || again != h.key || len(again) < 80 {
			t.Errorf("got %q, then %q: %v", h.key, again, err)
		}
	})
}

func TestTell_EncryptedForOneBrowser(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		anas, sub := h.subscribe(t, "ana", "ana-phone", "/1")
		h.subscribe(t, "ben", "ben-phone", "/2")
		h.tell(t, ring("0199-ring"), "ana")
		got := h.out.All(t)
		if len(got) != 1 || got[0].Path != "/1" {
			t.Fatalf("sent %d", len(got))
		}
		head := got[0].Header
		if head.Get("Urgency") != "high" || head.Get("TTL") != "120" || len(head.Get("Topic")) != 32 {
			t.Errorf("headers %v", head)
		}
		if strings.Contains(string(got[0].Body), "Harbour") {
			t.Error("the push service can read it")
		}
		p := anas.Read(t, got[0])
		for k, want := range map[string]string{"t": "ring", "ring": "0199-ring", "conversation_id": "conv-1", "property": "Harbour View Hotel",
			"kind": "person", "title": "A guest asks for a person", "body": "Harbour View Hotel", "url": "/requests?ring=0199-ring",
			"tag": "ring-0199-ring", "device": "ana-phone", "lang": "en"} {
			if p[k] != want {
				t.Errorf("%s is %q, want %q", k, p[k], want)
			}
		}
		proved, ok, err := h.Proved(t.Context(), sub.ID, "0199-ring", p["proof"])
		if err != nil || !ok || proved.PersonID != "ana" || proved.DeviceID != "ana-phone" {
			t.Errorf("the proof of the push: %v %v %v", proved, ok, err)
		}
		for _, forged := range [][3]string{{sub.ID, "another-ring", p["proof"]}, {"sub-2", "0199-ring", p["proof"]}, {sub.ID, "0199-ring", ""},
			{"nothing", "0199-ring", p["proof"]}} {
			if _, ok, _ := h.Proved(t.Context(), forged[0], forged[1], forged[2]); ok {
				t.Errorf("%v is believed", forged)
			}
		}
		if _, err := pushtest.NewBrowser(t).Decrypt(got[0].Body); err == nil {
			t.Error("another browser can read it")
		}
	})
}

func TestTell_Words(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		b := pushtest.NewBrowser(t)
		w := wish(b, "phone", origin+"/1")
		w.Language = "de-AT"
		if _, err := h.Subscribe(t.Context(), "ana", w); err != nil {
			t.Fatal(err)
		}
		end := ring("r")
		end.Ended, end.By = true, "Bruno"
		expired := ring("r")
		expired.Ended = true
		transfer := ring("r")
		transfer.Kind = store.AlertTransfer
		alarm := ring("r")
		alarm.Kind = store.AlertAlarm
		long := ring("r")
		long.Property = strings.Repeat("Grand ", 100)
		for _, c := range []struct {
			n           push.Notice
			kind, title string
		}{
			{ring("r"), "ring", "Ein Gast möchte mit einem Menschen sprechen"},
			{transfer, "ring", "Ein Chat wird Ihnen übergeben"},
			{alarm, "ring", "Notfall: Ein Gast braucht jetzt Hilfe"},
			{end, "ring_end", "Bruno hat angenommen"},
			{expired, "ring_end", "Wartet nicht mehr"},
			{long, "ring", "Ein Gast möchte mit einem Menschen sprechen"},
		} {
			h.tell(t, c.n, "ana")
			all := h.out.All(t)
			p := b.Read(t, all[len(all)-1])
			if p["t"] != c.kind || p["title"] != c.title || len([]rune(p["body"])) > 80 {
				t.Errorf("%v", p)
			}
		}
		if topics := h.out.All(t); topics[0].Header.Get("Topic") != topics[3].Header.Get("Topic") {
			t.Error("the end does not replace the ring at the push service")
		}
	})
}

func TestTell_OneDevice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.subscribe(t, "ana", "phone", "/phone")
		h.subscribe(t, "ana", "laptop", "/laptop")
		n := ring("r")
		n.Kind = store.AlertTest
		if err := h.Tell(t.Context(), []string{"ana"}, "laptop", n); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := h.out.All(t); len(got) != 1 || got[0].Path != "/laptop" {
			t.Errorf("sent %v", got)
		}
		late := ring("late")
		late.Until = time.Now()
		h.tell(t, late, "ana")
		h.tell(t, ring("nobody"))
		h.tell(t, ring("stranger"), "nobody")
		if n := len(h.out.All(t)); n != 1 {
			t.Errorf("sent %d", n)
		}
	})
}

func TestTell_GoneIsForgotten(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNotFound, http.StatusGone} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				h.subscribe(t, "ana", "phone", "/old")
				h.subscribe(t, "ana", "laptop", "/new")
				h.out.Answer = func(path string, _ int) (int, map[string]string) {
					if path == "/old" {
						return status, nil
					}
					return http.StatusCreated, nil
				}
				h.tell(t, ring("r"), "ana")
				if left := h.subscriptions(t); len(left) != 1 || left[0].DeviceID != "laptop" {
					t.Errorf("left %v", left)
				}
				if n := len(h.out.All(t)); n != 2 {
					t.Errorf("sent %d", n)
				}
			})
		})
	}
}

// Retries come with back-off, as the push service asks, and end with the ring.
func TestTell_TriesUntilTheRingEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.subscribe(t, "ana", "phone", "/1")
		began := time.Now()
		var at []time.Duration
		h.out.Answer = func(_ string, n int) (int, map[string]string) {
			at = append(at, time.Since(began))
			if n == 2 {
				return http.StatusTooManyRequests, map[string]string{"Retry-After": "30"}
			}
			return http.StatusServiceUnavailable, nil
		}
		h.tell(t, ring("r"), "ana")
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if len(at) < 6 || at[0] != 0 || at[1] > time.Second || at[2]-at[1] < 30*time.Second || at[len(at)-1] >= 2*time.Minute {
			t.Errorf("tried at %v", at)
		}
		if len(h.subscriptions(t)) != 1 {
			t.Error("a push service that is away costs the subscription")
		}
	})
}

func TestTell_RefusedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.subscribe(t, "ana", "phone", "/1")
		h.out.Answer = func(string, int) (int, map[string]string) { return http.StatusForbidden, nil }
		h.tell(t, ring("r"), "ana")
		time.Sleep(3 * time.Minute)
		if n := len(h.out.All(t)); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

// The end of a ring that could not be sent yet replaces it: the phone is told once, and the truth.
func TestTell_TheEndReplacesTheRing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		b, _ := h.subscribe(t, "ana", "phone", "/1")
		h.out.Answer = func(_ string, n int) (int, map[string]string) {
			if n < 3 {
				return http.StatusServiceUnavailable, nil
			}
			return http.StatusCreated, nil
		}
		h.tell(t, ring("r"), "ana")
		end := ring("r")
		end.Ended = true
		h.tell(t, end, "ana")
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		got := h.out.All(t)
		if len(got) != 3 || b.Read(t, got[1])["t"] != "ring_end" || b.Read(t, got[2])["t"] != "ring_end" {
			t.Errorf("sent %d", len(got))
		}
	})
}

// failing is a network on which nothing is reached.
type failing struct{ tries atomic.Int32 }

func (f *failing) Do(*http.Request) (*http.Response, error) {
	f.tries.Add(1)
	return nil, outward.ErrInside
}

func TestTell_AnEndpointInsideIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		f := &failing{}
		s := push.New(push.Config{Store: h.store, Client: f, NewID: func() string { return "x" }})
		defer s.Close()
		h.subscribe(t, "ana", "phone", "/1")
		if err := s.Tell(t.Context(), []string{"ana"}, "", ring("r")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Minute)
		if n := f.tries.Load(); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

func TestClose_GivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.subscribe(t, "ana", "phone", "/1")
		h.out.Answer = func(string, int) (int, map[string]string) { return http.StatusBadGateway, nil }
		h.tell(t, ring("r"), "ana")
		began := time.Now()
		h.Close()
		h.tell(t, ring("later"), "ana")
		if time.Since(began) > 0 || len(h.out.All(t)) != 1 {
			t.Error("sending goes on")
		}
	})
}

func TestSubscribe_RefusesWhatNoBrowserMakes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		good := wish(pushtest.NewBrowser(t), "phone", origin+"/1")
		for name, spoil := range map[string]func(*push.Wish){
			"plain http":      func(w *push.Wish) { w.Endpoint = "http://push.example.net/1" },
			"no endpoint":     func(w *push.Wish) { w.Endpoint = "" },
			"a script":        func(w *push.Wish) { w.Endpoint = "https://x/ <script>" },
			"no key":          func(w *push.Wish) { w.P256dh = "" },
			"not on curve":    func(w *push.Wish) { w.P256dh = strings.Repeat("A", 87) },
			"short secret":    func(w *push.Wish) { w.Auth = "AAAA" },
			"no device":       func(w *push.Wish) { w.DeviceID = "" },
			"endless address": func(w *push.Wish) { w.Endpoint += strings.Repeat("a", 3000) },
		} {
			w := good
			spoil(&w)
			if _, err := h.Subscribe(t.Context(), "ana", w); desk.CodeOf(err) != desk.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		padded := good
		padded.Auth += "=="
		if _, err := h.Subscribe(t.Context(), "ana", padded); err != nil {
			t.Errorf("padded keys: %v", err)
		}
	})
}

func TestUnsubscribe(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		_, anas := h.subscribe(t, "ana", "phone", "/1")
		h.subscribe(t, "ana", "laptop", "/2")
		h.subscribe(t, "ben", "phone", "/3")
		if err := h.Unsubscribe(t.Context(), "ben", anas.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		if err := h.Unsubscribe(t.Context(), "ana", anas.ID); err != nil {
			t.Error(err)
		}
		if err := h.SignedOut(t.Context(), "ana"); err != nil {
			t.Error(err)
		}
		if left := h.subscriptions(t); len(left) != 1 || left[0].PersonID != "ben" {
			t.Errorf("left %v", left)
		}
	})
}
