package memstore_test

import (
	"errors"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
	"deskbell/internal/store/storetest"
)

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) store.Store { return memstore.New(nil) })
}

func TestStore_FailCommits(t *testing.T) {
	t.Parallel()
	s := memstore.New(nil)
	s.FailCommits(errors.New("disk full"))
	ran := false
	err := s.Write(t.Context(), func(tx store.Tx) error {
		tx.AfterCommit(func() { ran = true })
		return tx.SetSetting("k", "v")
	})
	if desk.CodeOf(err) != desk.CodeUnavailable || ran {
		t.Fatalf("answered %v, hook ran %v", err, ran)
	}
	s.FailCommits(nil)
	if err := s.Write(t.Context(), func(tx store.Tx) error {
		if v, _ := tx.Setting("k"); v != "" {
			t.Errorf("a failed commit left %q", v)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
