package storetest

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var news = []testCase{
	{"NobodyHearsOfItself", func(h *house) {
		var b store.Bulletin
		h.write(func(tx store.Tx) (err error) {
			b, err = tx.News("")
			return err
		})
		h.hear(h.talk(harbour).ID, "hello")
		h.write(func(tx store.Tx) (err error) {
			tx.Tell(store.Hint{Kind: "told", ID: "x"})
			if err := tx.DropNews(); err != nil {
				return err
			}
			b, err = tx.News(b.Next)
			return err
		})
		h.equal(b.Hints, []store.Hint(nil))
		h.equal(b.Missed, false)
	}},
}

// RunNews holds a database that nodes share to what store.News says. open makes an empty one, and the stores of two nodes
// on it, which the test's end closes.
func RunNews(t *testing.T, open func(t *testing.T) (a, b store.Store)) {
	for _, c := range []struct {
		name string
		run  func(here, there *house)
	}{
		{"WhatTheOtherChanged", whatTheOtherChanged},
		{"EachOnce", eachOnce},
		{"WhatCommitsLateIsNotMissed", lateCommits},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, b := open(t)
			here := newHouse(t, a)
			c.run(here, &house{T: t, Store: b, start: here.start})
		})
	}
}

// reader reads the news as a node does.
type reader struct {
	h      *house
	cursor store.NewsCursor
}

func (h *house) reads() *reader {
	r := &reader{h: h}
	if b := r.bulletin(); !b.Missed || len(b.Hints) > 0 {
		h.Errorf("who reads first got %+v", b)
	}
	return r
}

func (r *reader) bulletin() (b store.Bulletin) {
	r.h.Helper()
	r.h.write(func(tx store.Tx) (err error) {
		b, err = tx.News(r.cursor)
		return err
	})
	r.cursor = b.Next
	return b
}

// sees expects exactly these hints since the last time, in any order.
func (r *reader) sees(want ...store.Hint) {
	r.h.Helper()
	b := r.bulletin()
	if b.Missed {
		r.h.Error("news were missed")
	}
	order := func(a, b store.Hint) int {
		return strings.Compare(string(a.Kind)+" "+a.ID, string(b.Kind)+" "+b.ID)
	}
	slices.SortFunc(b.Hints, order)
	slices.SortFunc(want, order)
	r.h.equal(b.Hints, want)
}

func whatTheOtherChanged(here, there *house) {
	r := there.reads()
	guest := here.guest(harbour)
	conv := here.fresh(guest)
	here.write(func(tx store.Tx) error { return tx.CreateConversation(conv) })
	r.sees(store.Hint{Kind: store.HintConversation, ID: conv.ID})

	e := here.hear(conv.ID, "hello")
	r.sees(store.Hint{Kind: store.HintConversation, ID: conv.ID, Seq: e.Seq})

	property := func(s store.Tx) desk.Property {
		p, err := s.Property(mill)
		if err != nil {
			here.Error(err)
		}
		p.Name = "Old Mill"
		return p
	}
	here.write(func(tx store.Tx) error { return tx.UpdateProperty(property(tx)) })
	r.sees(store.Hint{Kind: store.HintProperty, ID: mill})

	// Several changes of one transaction, some of them of the same thing.
	here.write(func(tx store.Tx) error {
		guest.Name = "Ida"
		p, err := tx.Person(ana)
		if err != nil {
			return err
		}
		p.Duty = desk.DutyAway
		for _, err := range []error{
			tx.UpdateContact(guest), tx.SetGuestRead(guest.ID, 1), tx.UpdatePerson(p), tx.DeleteSessions(ben, ""),
			tx.PutFact(store.KnowledgeFact{PropertyID: mill, Key: "pets", State: "yes"}), tx.SetSetting("k", "v"),
			tx.CreateAlert(store.Alert{ID: "alert", ConversationID: conv.ID, PropertyID: harbour, Kind: store.AlertAlarm, OpenedAt: here.start, RoundAt: here.start}),
		} {
			if err != nil {
				return err
			}
		}
		tx.Tell(store.Hint{Kind: "mine", ID: "x", Seq: 7})
		tx.Tell(store.Hint{Kind: "mine", ID: "x", Seq: 3})
		return nil
	})
	r.sees(store.Hint{Kind: store.HintContact, ID: guest.ID}, store.Hint{Kind: store.HintPerson, ID: ana},
		store.Hint{Kind: store.HintSessions, ID: ben}, store.Hint{Kind: store.HintKnowledge, ID: mill},
		store.Hint{Kind: store.HintSetting, ID: "k"}, store.Hint{Kind: store.HintAlert, ID: "alert"},
		store.Hint{Kind: "mine", ID: "x", Seq: 7})

	// What was undone is no news, and neither is what was only read.
	_ = here.Write(background(), func(tx store.Tx) error {
		tx.Tell(store.Hint{Kind: "mine", ID: "undone"})
		return errOnPurpose
	})
	here.write(func(tx store.Tx) error { _, err := tx.Property(mill); return err })
	r.sees()
}

func eachOnce(here, there *house) {
	mine, other := here.reads(), there.reads()
	here.write(func(tx store.Tx) error { tx.Tell(store.Hint{Kind: "a", ID: "1"}); return nil })
	there.write(func(tx store.Tx) error { tx.Tell(store.Hint{Kind: "b", ID: "1"}); return nil })
	third := there.reads() // begins now
	here.write(func(tx store.Tx) error { tx.Tell(store.Hint{Kind: "a", ID: "2"}); return tx.DropNews() })
	mine.sees(store.Hint{Kind: "b", ID: "1"})
	other.sees(store.Hint{Kind: "a", ID: "1"}, store.Hint{Kind: "a", ID: "2"})
	third.sees(store.Hint{Kind: "a", ID: "2"})
	for _, r := range []*reader{mine, other, third} {
		r.sees()
	}
	if err := here.Write(background(), func(tx store.Tx) error { _, err := tx.News("no cursor"); return err }); desk.CodeOf(err) != desk.CodeInvalid {
		here.Errorf("a cursor of nobody's: %v", err)
	}
}

// lateCommits holds a transaction open across others that begin later and commit sooner, with readers whose cursors lie
// between.
func lateCommits(here, there *house) {
	const others = 3
	early := there.reads()
	holding, release, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- here.Write(background(), func(tx store.Tx) error {
			tx.Tell(store.Hint{Kind: "late", ID: "1"})
			if err := tx.SetSetting("held", "v"); err != nil { // now it has its place among the transactions
				return err
			}
			close(holding)
			<-release
			return nil
		})
	}()
	<-holding
	between := there.reads()
	for i := range others {
		here.write(func(tx store.Tx) error {
			tx.Tell(store.Hint{Kind: "soon", ID: string(rune('a' + i))})
			return nil
		})
		between.sees(store.Hint{Kind: "soon", ID: string(rune('a' + i))})
	}
	last := there.reads()
	early.sees(store.Hint{Kind: "soon", ID: "a"}, store.Hint{Kind: "soon", ID: "b"}, store.Hint{Kind: "soon", ID: "c"})
	close(release)
	if err := <-ended; err != nil {
		here.Fatal(err)
	}
	for _, r := range []*reader{early, between, last} {
		r.sees(store.Hint{Kind: "late", ID: "1"}, store.Hint{Kind: store.HintSetting, ID: "held"})
		r.sees()
	}
}
