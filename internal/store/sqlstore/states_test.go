package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/storetest"
)

// compare makes the engine hold every state that it hands out from memory against what is stored.
func compare(t *testing.T, e *sqliteEngine) (handed func() int) {
	var n int
	e.states.check = func(kept desk.State) {
		n++
		raw := &tx{c: e.writer, d: sqliteDialect, clock: e.clock}
		stored, err := raw.State(kept.ID)
		if err != nil || !reflect.DeepEqual(stored, kept) {
			t.Errorf("kept   %+v\nstored %+v, %v", kept, stored, err)
		}
	}
	return func() int { return n }
}

func TestStates_AreWhatIsStored(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Store {
		db, e := openEngine(t, Migrated(t))
		compare(t, e)
		return db
	})
}

// What a failed use case or a failed commit saved is not handed out, and neither is what it replaced.
func TestStates_FollowWhatFails(t *testing.T) {
	t.Parallel()
	db, e := openEngine(t, Migrated(t))
	handed := compare(t, e)
	f, err := storetest.Fill(t.Context(), db, 1, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	contact := f.Contacts[0]
	fails := errors.New("on purpose")
	say := func(fail error) error {
		return db.Write(context.Background(), func(tx store.Tx) error {
			s, err := tx.StateOfContact(contact)
			if err != nil {
				return err
			}
			out, seq := desk.Outcome{State: s}, s.LastSeq+1
			out.State.LastSeq, out.State.LastPublicSeq, out.State.LastAt = seq, seq, tx.Now()
			entry := desk.Entry{ID: fmt.Sprintf("%s-%d", s.ID, seq), ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: contact,
				Seq: seq, PrevPublic: s.LastPublicSeq, Public: true, Kind: desk.EntryMessage, Text: "hello",
				Author: desk.Author{Kind: desk.AuthorGuest, ID: contact}, At: tx.Now()}
			if err := tx.Save(s, out, []desk.Entry{entry}); err != nil {
				return err
			}
			if again, err := tx.State(s.ID); err != nil || again.LastSeq != seq {
				t.Errorf("after the save the same transaction reads %d, %v", again.LastSeq, err)
			}
			return fail
		})
	}
	commit := func(fail error) error {
		release := hold(t, e)
		e.failCommit = func() error { return fail }
		release()
		return say(nil)
	}
	for range 3 {
		if err := say(nil); err != nil {
			t.Fatal(err)
		}
		if err := say(fails); !errors.Is(err, fails) {
			t.Fatalf("got %v", err)
		}
		if err := commit(fails); desk.CodeOf(err) != desk.CodeUnavailable {
			t.Fatalf("got %v", err)
		}
		if err := commit(nil); err != nil {
			t.Fatal(err)
		}
	}
	if handed() == 0 {
		t.Error("nothing was handed out from memory")
	}
}
