package reports_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/reports"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// house is a desk at work, on a clock that the test moves: what reports read is what the real rules wrote.
type house struct {
	*testing.T
	store  *memstore.Store
	desk   *conversation.Desk
	at     time.Time
	guests int
	// eligible are those on duty; closed says that it is outside the hours.
	eligible []string
	closed   bool
	// left are the contacts whose page is gone.
	left map[string]bool
}

var (
	ana = desk.Person{ID: "ana", Email: "ana@example.org", Name: "Ana", Role: desk.RoleAgent, PropertyIDs: []string{"harbour", "mill"}, Active: true}
	ben = desk.Person{ID: "ben", Email: "ben@example.org", Name: "Ben", Role: desk.RoleAgent, PropertyIDs: []string{"harbour", "mill"}, Active: true}
)

// open makes two properties, nine hours apart.
func open(t *testing.T, at time.Time) *house {
	t.Helper()
	h := &house{T: t, at: at, eligible: []string{"ana", "ben"}, left: map[string]bool{}}
	h.store = memstore.New(func() time.Time { return h.at })
	h.desk = conversation.New(conversation.Config{Store: h.store, Floors: h, Owner: "node",
		Away: func(contactID string) bool { return h.left[contactID] }})
	live := desk.DefaultLiveChat(desk.ChannelWeb)
	live.Enabled = true
	h.write(func(tx store.Tx) error {
		for id, zone := range map[string]string{"harbour": "Europe/Lisbon", "mill": "Asia/Tokyo"} {
			p := desk.Property{ID: id, Key: id, Name: id, Settings: desk.PropertySettings{TimeZone: zone, DefaultLanguage: "en",
				LiveChat: map[desk.Channel]desk.LiveChat{"": live}}}
			if err := tx.CreateProperty(p); err != nil {
				return err
			}
		}
		return errors.Join(tx.CreatePerson(ana), tx.CreatePerson(ben))
	})
	return h
}

// Floor implements conversation.Floors.
func (h *house) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return h }

func (h *house) Eligible() []string      { return h.eligible }
func (h *house) InHours() bool           { return !h.closed }
func (h *house) Reach(string) desk.Reach { return desk.ReachHere }
func (h *house) pass(d time.Duration)    { h.at = h.at.Add(d) }
func (h *house) properties(ids ...string) (list []desk.Property) {
	h.Helper()
	h.read(func(tx store.Tx) error {
		list = nil
		for _, id := range ids {
			p, err := tx.Property(id)
			if err != nil {
				return err
			}
			list = append(list, p)
		}
		return nil
	})
	return list
}

func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Write(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) read(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Read(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

// asks lets a new guest ask for a person.
func (h *house) asks(property string, ch desk.Channel) desk.State {
	h.Helper()
	h.guests++
	c := desk.Contact{ID: fmt.Sprint("guest", h.guests), PropertyID: property, AccountID: property, Channel: ch, Language: "en", CreatedAt: h.at}
	h.write(func(tx store.Tx) error { return tx.CreateContact(c) })
	return h.asksAgain(c.ID)
}

func (h *house) asksAgain(contactID string) desk.State {
	h.Helper()
	s, err := h.desk.AskForHuman(h.Context(), contactID)
	if err != nil {
		h.Fatal(err)
	}
	return s
}

// heard notes that a device confirmed the ring.
func (h *house) heard(s desk.State) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		return tx.CreateAlert(store.Alert{ID: s.Request.ID, ConversationID: s.ID, PropertyID: s.PropertyID, Kind: store.AlertPerson,
			Round: 1, OpenedAt: h.at, RoundAt: h.at, HeardAt: h.at})
	})
}

// waits lets the time of both waits, or of what else is due, pass.
func (h *house) waits(d time.Duration) {
	h.Helper()
	for end := h.at.Add(d); ; {
		var due []store.Due
		h.read(func(tx store.Tx) (err error) {
			due, err = tx.DueTimers(end, 1)
			return err
		})
		if len(due) == 0 {
			h.at = end
			return
		}
		if due[0].Timer.DueAt.After(h.at) {
			h.at = due[0].Timer.DueAt
		}
		if err := h.desk.Expire(h.Context(), due[0]); err != nil {
			h.Fatal(err)
		}
	}
}

// accepts answers a request, and the guest: nobody is relieved later.
func (h *house) accepts(by desk.Person, s desk.State) {
	h.Helper()
	if _, err := h.desk.Accept(h.Context(), by, s.ID); err != nil {
		h.Fatal(err)
	}
	if _, err := h.desk.Reply(h.Context(), by, s.ID, conversation.Draft{ClientID: s.ID, Text: "Good morning.", Epoch: -1}); err != nil {
		h.Fatal(err)
	}
}

func (h *house) report(q reports.Query) *reports.Report {
	h.Helper()
	var r *reports.Report
	h.read(func(tx store.Tx) (err error) {
		r, err = reports.Make(tx, q)
		return err
	})
	return r
}
