// Package storetest is the store's contract as a suite. Every store passes it: what it does not ask for, the rooms above
// must not rely on.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Run holds a store to the contract. open makes an empty one, which the test's end closes.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	groups := []struct {
		name  string
		cases []testCase
	}{
		{"Transactions", transactions},
		{"Conversations", conversations},
		{"Races", races},
		{"Work", work},
		{"Inbox", inbox},
		{"People", people},
		{"Properties", properties},
		{"Forms", forms},
		{"Merging", merging},
		{"Corrections", corrections},
		{"Shelf", shelf},
		{"Bell", bell},
		{"Tickets", tickets},
		{"Mails", mails},
		{"Reports", reports},
		{"Waits", waits},
		{"Push", push},
		{"Shared", shared},
		{"News", news},
		{"Channels", channels},
		{"Arrivals", arrivals},
		{"Deliveries", deliveries},
		{"Spending", spending},
		{"Traces", traces},
		{"Vectors", vectors},
		{"Tools", tools},
		{"Knowledge", knowledge},
		{"Sources", sources},
		{"Bookings", bookings},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, c := range g.cases {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					s := open(t)
					t.Cleanup(func() {
						if err := s.Close(); err != nil {
							t.Errorf("close: %v", err)
						}
					})
					c.run(newHouse(t, s))
				})
			}
		})
	}
}

type testCase struct {
	name string
	run  func(h *house)
}

// house is a store with what every conversation hangs on: two properties and their people.
type house struct {
	*testing.T
	store.Store
	start time.Time
}

const (
	harbour = "prop-harbour"
	mill    = "prop-mill"
	ana     = "person-ana"
	ben     = "person-ben"
)

var (
	ids   atomic.Int64
	began = time.Now().UnixMilli()
)

// id makes ids that rise, also from one run to the next on the same store.
func id(kind string) string { return fmt.Sprintf("%s-%x-%08d", kind, began, ids.Add(1)) }

func newHouse(t *testing.T, s store.Store) *house {
	h := &house{T: t, Store: s}
	h.write(func(tx store.Tx) error {
		h.start = tx.Now()
		for _, p := range []string{harbour, mill} {
			if err := tx.CreateProperty(desk.Property{ID: p, Key: "key-" + p, Name: p, CreatedAt: h.start, UpdatedAt: h.start}); err != nil {
				return err
			}
		}
		for _, p := range []string{ana, ben} {
			if err := tx.CreatePerson(somebody(p, h.start)); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func somebody(id string, at time.Time) desk.Person {
	return desk.Person{ID: id, Email: id + "@example.org", Name: id, Role: desk.RoleAgent, Duty: desk.DutyOnline, Active: true,
		PropertyIDs: []string{harbour, mill}, CreatedAt: at}
}

// write runs fn and fails the test where it is refused.
func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.Write(h.Context(), fn); err != nil {
		h.Fatalf("write: %v", err)
	}
}

// read runs fn and fails the test where it is refused.
func (h *house) read(fn func(store.Tx) error) {
	h.Helper()
	if err := h.Read(h.Context(), fn); err != nil {
		h.Fatalf("read: %v", err)
	}
}

// The expectations do not end the test, because they may stand inside a transaction, which runs where it likes.

// refused expects an error of the code.
func (h *house) refused(want desk.Code, err error) {
	h.Helper()
	if got := desk.CodeOf(err); got != want {
		h.Errorf("got code %q (%v), want %q", got, err, want)
	}
}

// isNotFound expects desk.ErrNotFound itself, which callers compare with.
func (h *house) isNotFound(err error) {
	h.Helper()
	if !errors.Is(err, desk.ErrNotFound) {
		h.Errorf("got %v, want desk.ErrNotFound", err)
	}
}

// equal compares; an empty list or map is as good as none.
func (h *house) equal(got, want any) {
	h.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		h.Errorf("want (-), got (+):\n%s", diff)
	}
}

// guest is a new contact of a property.
func (h *house) guest(property string) desk.Contact {
	h.Helper()
	c := desk.Contact{ID: id("contact"), PropertyID: property, AccountID: "site-" + property, Channel: desk.ChannelWeb,
		Language: "en", CreatedAt: h.start, SeenAt: h.start}
	h.write(func(tx store.Tx) error { return tx.CreateContact(c) })
	return c
}

// fresh is a conversation of the guest's that is not stored yet.
func (h *house) fresh(c desk.Contact) desk.Conversation {
	return desk.Conversation{ID: id("conversation"), PropertyID: c.PropertyID, AccountID: c.AccountID, ContactID: c.ID,
		Channel: c.Channel, Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Epoch: 1,
		Language: "en", StartedAt: h.start, LastAt: h.start}
}

// talk begins a conversation of a new guest.
func (h *house) talk(property string) desk.State {
	h.Helper()
	conv := h.fresh(h.guest(property))
	h.write(func(tx store.Tx) error { return tx.CreateConversation(conv) })
	return h.state(conv.ID)
}

func (h *house) state(conversationID string) (s desk.State) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		s, err = tx.State(conversationID)
		return err
	})
	return s
}

func (h *house) entries(conversationID string, f store.EntryFilter) (out []desk.Entry) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		out, err = tx.Entries(conversationID, f)
		return err
	})
	return out
}

// says is what a guest's message makes of the state, and its entry.
func says(s desk.State, text, clientID string, at time.Time) (desk.Outcome, []desk.Entry) {
	out := desk.Outcome{State: s}
	e := desk.Entry{ID: id("entry"), ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: s.ContactID, Seq: s.LastSeq + 1,
		PrevPublic: s.LastPublicSeq, Public: true, Kind: desk.EntryMessage, Text: text, ClientID: clientID, Epoch: s.Epoch, At: at,
		Author: desk.Author{Kind: desk.AuthorGuest, ID: s.ContactID}}
	n := &out.State
	n.LastSeq, n.LastPublicSeq, n.GuestAt, n.LastAt, n.Facts.GuestSeq = e.Seq, e.Seq, at, at, e.Seq
	return out, []desk.Entry{e}
}

// line is a change of the state with one entry that only the desk sees.
func line(s desk.State, at time.Time, change func(*desk.Outcome)) (desk.Outcome, []desk.Entry) {
	out := desk.Outcome{State: s}
	out.State.LastSeq++
	change(&out)
	return out, []desk.Entry{{ID: id("entry"), ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: s.ContactID, Seq: s.LastSeq + 1,
		PrevPublic: s.LastPublicSeq, Kind: desk.EntrySystem, Code: desk.LineFacts, Epoch: out.State.Epoch, At: at,
		Author: desk.Author{Kind: desk.AuthorSystem}}}
}

// save loads the conversation, applies change and saves, in one transaction.
func (h *house) save(conversationID string, change func(*desk.Outcome), lease ...store.Lease) desk.State {
	h.Helper()
	var after desk.State
	h.write(func(tx store.Tx) error {
		s, err := tx.State(conversationID)
		if err != nil {
			return err
		}
		out, entries := line(s, tx.Now(), change)
		after = out.State
		return tx.Save(s, out, entries, lease...)
	})
	return after
}

// hear takes a guest's message in.
func (h *house) hear(conversationID, text string) desk.Entry {
	h.Helper()
	var e desk.Entry
	h.write(func(tx store.Tx) error {
		s, err := tx.State(conversationID)
		if err != nil {
			return err
		}
		out, entries := says(s, text, id("client"), tx.Now())
		e = entries[0]
		return tx.Save(s, out, entries)
	})
	return e
}

var errOnPurpose = errors.New("on purpose")

func background() context.Context { return context.Background() }
