package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Filled names what Fill has made.
type Filled struct {
	PropertyID string
	PersonID   string
	Contacts   []string
}

// Fill puts a property with many conversations into a store, for benchmarks: each of another guest, with messages
// messages, the newest live of them open and with the assistant, the others resolved on the days before.
func Fill(ctx context.Context, s store.Store, conversations, messages, live int) (Filled, error) {
	f := Filled{PropertyID: id("filled"), PersonID: id("filled"), Contacts: make([]string, conversations)}
	var now time.Time
	err := s.Write(ctx, func(tx store.Tx) error {
		now = tx.Now()
		p := desk.Property{ID: f.PropertyID, Key: f.PropertyID, Name: "Filled", CreatedAt: now, UpdatedAt: now}
		if err := tx.CreateProperty(p); err != nil {
			return err
		}
		agent := somebody(f.PersonID, now)
		agent.PropertyIDs = []string{f.PropertyID}
		return tx.CreatePerson(agent)
	})
	if err != nil {
		return f, err
	}
	// As many at once as a commit holds.
	var wg sync.WaitGroup
	next := make(chan int)
	errs := make(chan error, 1)
	for range 256 {
		wg.Go(func() {
			for i := range next {
				if err := s.Write(ctx, func(tx store.Tx) error { return f.conversation(tx, now, i, conversations, messages, live) }); err != nil {
					select {
					case errs <- err:
					default:
					}
				}
			}
		})
	}
	for i := range conversations {
		next <- i
	}
	close(next)
	wg.Wait()
	select {
	case err := <-errs:
		return f, err
	default:
		return f, nil
	}
}

func (f *Filled) conversation(tx store.Tx, now time.Time, i, of, messages, live int) error {
	began := now.Add(-time.Duration(of-i) * 37 * time.Second)
	c := desk.Contact{ID: id("contact"), PropertyID: f.PropertyID, AccountID: f.PropertyID, Channel: desk.ChannelWeb, Language: "en",
		CreatedAt: began, SeenAt: began}
	if i%10 == 0 {
		c.Name = fmt.Sprintf("%s %s", pick(i), pick(i/7))
	}
	f.Contacts[i] = c.ID
	if err := tx.CreateContact(c); err != nil {
		return err
	}
	conv := desk.Conversation{ID: id("conversation"), PropertyID: f.PropertyID, AccountID: f.PropertyID, ContactID: c.ID, Channel: c.Channel,
		Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Epoch: 1, Language: "en", StartedAt: began, LastAt: began}
	if err := tx.CreateConversation(conv); err != nil {
		return err
	}
	before := desk.State{Conversation: conv}
	out := desk.Outcome{State: before}
	var entries []desk.Entry
	at := began
	for range messages {
		var more []desk.Entry
		at = at.Add(20 * time.Second)
		if i >= of-live {
			at = now
		}
		out, more = says(out.State, sentence(), id("client"), at)
		entries = append(entries, more...)
	}
	if i < of-live {
		out.State.Status, out.State.ResolvedAt = desk.StatusResolved, at
	}
	return tx.Save(before, out, entries)
}

var vocabulary = []string{"room", "breakfast", "parking", "late", "arrival", "pool", "tomorrow", "please", "could", "we", "the", "a", "two",
	"towels", "airport", "shuttle", "price", "check", "out", "noon", "dog", "cot", "view", "sea", "quiet", "floor", "wifi", "password", "Mueller", "Silva"}

func pick(i int) string { return vocabulary[i%len(vocabulary)] }

func sentence() string {
	s := ""
	for range 6 + rand.IntN(10) {
		s += vocabulary[rand.IntN(len(vocabulary))] + " "
	}
	return s + fmt.Sprint(rand.IntN(1000))
}
