package arrival_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// picture is a body with a photo of each guest.
func picture(guests ...string) string {
	var all []string
	for _, g := range guests {
		all = append(all, `{"from":"`+g+`","id":"wamid.p`+g+`","timestamp":"1790000000","type":"image","image":{"id":"1","mime_type":"image/jpeg"}}`)
	}
	return `{"object":"whatsapp_business_account","entry":[{"id":"102000000000111","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",` +
		`"metadata":{"display_phone_number":"15550100111","phone_number_id":"106000000000222"},"messages":[` + strings.Join(all, ",") + `]}}]}]}`
}

// hanging hands nothing over for as long as anybody waits.
type hanging struct{}

func (hanging) Fetch(ctx context.Context, _ arrival.Attached, _ bool) error {
	<-ctx.Done()
	return ctx.Err()
}

// Where all who fetch files wait for channels, no message waits behind a file; not behind one that is tried for the last
// time either. That one was not tried, so it is not given up.
func TestIntake_CrowdedAtTheLastTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.cfg.Media = hanging{}
		h.intake = arrival.New(h.cfg)
		last := picture("4915559999")
		h.arrives(last)
		for range 9 { // it was tried before
			h.write(func(tx store.Tx) error {
				list, err := tx.ClaimArrivals("before", tx.Now(), tx.Now().Add(time.Hour), 10)
				if err != nil || len(list) != 1 {
					return fmt.Errorf("claimed %d: %w", len(list), err)
				}
				_, err = tx.RetryArrival(list[0].ID, "before", tx.Now().Add(10*time.Second), "")
				return err
			})
			time.Sleep(10 * time.Second)
		}
		h.write(func(tx store.Tx) error { // and is tried again once the others hang
			list, err := tx.ClaimArrivals("before", tx.Now(), tx.Now().Add(time.Hour), 10)
			if err != nil || len(list) != 1 {
				return fmt.Errorf("claimed %d: %w", len(list), err)
			}
			_, err = tx.RetryArrival(list[0].ID, "before", tx.Now().Add(10*time.Second), "")
			return err
		})
		for b := range 8 {
			var guests []string
			for g := range 100 {
				guests = append(guests, fmt.Sprintf("49155%d%03d", b, g))
			}
			h.arrives(picture(guests...))
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- h.intake.Run(ctx, h.desk) }()
		time.Sleep(20 * time.Second)
		h.arrives(text("4915559999", "t", "is anybody there?"))
		time.Sleep(time.Minute)
		found := false
		for _, entries := range h.conversations() {
			for _, e := range entries {
				found = found || e.Text == "is anybody there?"
			}
		}
		if !found {
			t.Error("a message waits behind a file")
		}
		if n := len(h.failures()); n != 0 {
			t.Errorf("%d bodies are given up", n)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// slowly hands over one guest's files, and those of others not for as long as anybody waits.
type slowly struct {
	quick string
	got   chan string
}

func (s slowly) Fetch(ctx context.Context, a arrival.Attached, last bool) error {
	if a.Account.ID != s.quick {
		return hanging{}.Fetch(ctx, a, last)
	}
	s.got <- a.EntryID
	return nil
}

// An account whose files lie where nothing answers keeps those of the others waiting neither for hands nor for a place.
func TestIntake_FilesOfOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		other := theLine
		other.ID, other.Key = "other", "107000000000222"
		h.write(func(tx store.Tx) error {
			return tx.PutAccount(store.ChannelAccount{ID: other.ID, PropertyID: "harbour", AppID: "app", Channel: desk.ChannelWhatsApp, Key: other.Key, Sealed: []byte("x"), CreatedAt: tx.Now()})
		})
		got := make(chan string, 1)
		h.cfg.Media, h.cfg.Accounts = slowly{other.ID, got}, two{h, other}
		h.intake = arrival.New(h.cfg)
		for b := range 8 {
			var guests []string
			for g := range 100 {
				guests = append(guests, fmt.Sprintf("49155%d%03d", b, g))
			}
			h.arrives(picture(guests...))
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- h.intake.Run(ctx, h.desk) }()
		time.Sleep(10 * time.Second)
		h.arrives(strings.ReplaceAll(picture("4915557777"), theLine.Key, other.Key))
		time.Sleep(10 * time.Second)
		select {
		case <-got:
		default:
			t.Error("the photo waits behind those of another account")
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// two are a house's account and another.
type two struct {
	*house
	other channel.Account
}

// ByKey implements arrival.Accounts.
func (w two) ByKey(ctx context.Context, app, key string) (channel.App, channel.Account, error) {
	if key == w.other.Key {
		return theApp, w.other, nil
	}
	return w.house.ByKey(ctx, app, key)
}

// album is a body with one message of a guest's, and so many pictures.
func album(guest string, pictures int) []channel.Event {
	e := channel.Event{Kind: channel.EventMessage, Account: theLine.Key, Guest: channel.Guest{IDs: []string{guest}}, Key: "album " + guest,
		ID: "album " + guest, At: time.Now()}
	for range pictures {
		e.Media = append(e.Media, channel.Media{ID: guest, Kind: channel.MediaImage})
	}
	return []channel.Event{e}
}

// slow hands nothing over for a minute, the longest that it may take, but at once to one guest.
type slow struct {
	quick string
	mu    sync.Mutex
	got   map[string]int
}

func (s *slow) Fetch(ctx context.Context, a arrival.Attached, _ bool) error {
	if a.Media.ID != s.quick {
		select {
		case <-time.After(time.Minute):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got[a.Media.ID]++
	return nil
}

// albums is a channel whose bodies are the names of guests who send 30 pictures, but for one who sends one.
type albums struct {
	quiet
	quick string
}

func (a albums) Decode(body []byte) ([]channel.Event, error) {
	if string(body) == a.quick {
		return album(a.quick, 1), nil
	}
	return album(string(body), 30), nil
}

// Guests whose thirty pictures each lie where everything takes a minute keep no other guest of the account waiting for more
// than one of them, and their own come in the end.
func TestIntake_SlowAlbums(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		s := &slow{quick: "zoe", got: map[string]int{}}
		h.cfg.Media = s
		h.cfg.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: albums{h.cfg.Adapters[desk.ChannelWhatsApp].(quiet), "zoe"}}
		h.intake = arrival.New(h.cfg)
		h.arrives("ada", "ben", "cas", "dan", "eve", "fay")
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- h.intake.Run(ctx, h.desk) }()
		time.Sleep(10 * time.Second)
		h.arrives("zoe")
		time.Sleep(time.Minute)
		s.mu.Lock()
		if s.got["zoe"] != 1 {
			t.Error("one picture waits behind a hundred and eighty")
		}
		s.mu.Unlock()
		time.Sleep(25 * time.Minute)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if s.got["ada"] != 30 || s.got["cas"] != 30 || s.got["fay"] != 30 || h.waiting() != 0 {
			t.Errorf("fetched are %v, %d bodies wait", s.got, h.waiting())
		}
	})
}

// stuffed is a channel that hands over far more than a message has.
type stuffed struct{ quiet }

func (stuffed) Decode([]byte) ([]channel.Event, error) {
	long := strings.Repeat("x", 100_000)
	e := album("zoe", 1000)[0]
	phones := slices.Repeat([]string{long}, 1000)
	e.Cards = slices.Repeat([]channel.Card{{Name: long, Phones: phones, Mails: phones}}, 1000)
	e.Shared = slices.Repeat([]channel.Shared{{Kind: "post", Title: long, URL: "https://x.example/" + long, ID: long}}, 1000)
	e.Place = &channel.Place{Name: long, Address: long, URL: long}
	e.Referral = &channel.Referral{Source: long, Ref: long, AdID: long, Title: long, URL: long}
	return []channel.Event{e}, nil
}

// What a message carries is bounded in number and length, whatever came.
func TestIntake_Stuffed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.cfg.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: stuffed{h.cfg.Adapters[desk.ChannelWhatsApp].(quiet)}}
		h.intake = arrival.New(h.cfg)
		h.arrives("x")
		h.works(time.Second)
		for _, entries := range h.conversations() {
			for _, e := range entries {
				if c := e.Carried; c != nil && e.Author.Kind == desk.AuthorGuest {
					raw, err := json.Marshal(c)
					if err != nil || len(raw) > 300_000 || len(c.Cards) != 30 || len(c.Cards[0].Phones) != 10 || len(c.Shared) != 30 || c.Shared[0].URL != "" || len(c.Media) != 30 {
						t.Errorf("%d bytes are kept: %d cards, %d links, %d files, %v", len(raw), len(c.Cards), len(c.Shared), len(c.Media), err)
					}
					return
				}
			}
		}
		t.Error("nothing was kept")
	})
}

// faulty is a channel that breaks down over a guest's name.
type faulty struct{ quiet }

func (faulty) Profile(context.Context, channel.Account, string) (channel.Guest, error) {
	panic("an adapter's fault")
}

// Asking for a name is nobody's last act.
func TestIntake_PanicOverAName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.cfg.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: faulty{h.cfg.Adapters[desk.ChannelWhatsApp].(quiet)}}
		h.intake = arrival.New(h.cfg)
		h.arrives(picture("4915550001"), picture("4915550001")) // it does not say who they are
		h.works(time.Minute)
		if n := len(h.conversations()); n != 1 {
			t.Errorf("%d conversations", n)
		}
	})
}
