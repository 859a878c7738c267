package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deskbell/internal/app"
	domain "deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
)

func TestDoctor_LooksAtTheAccountsOfChannels(t *testing.T) {
	t.Parallel()
	cfg := house(t)
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: cfg.Dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	sealer, err := secret.InFolder(cfg.Dir)
	if err != nil {
		t.Fatal(err)
	}
	look := func() string { return told(t, cfg, app.Address{}, "channels") }
	if got := look(); got != "" {
		t.Errorf("without channels it says %s", got)
	}
	change := func(fn func(store.Tx) error) {
		t.Helper()
		if err := db.Write(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	sealed, err := sealer.Seal(secret.Place{Table: "channel_accounts", ID: "a", Column: "sealed"}, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	change(func(tx store.Tx) error {
		if err := tx.CreateProperty(domain.Property{ID: "p", Key: "k", CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
			return err
		}
		if err := tx.PutApp(store.ChannelApp{ID: "app", Channel: domain.ChannelWhatsApp, CreatedAt: tx.Now()}); err != nil {
			return err
		}
		return tx.PutAccount(store.ChannelAccount{ID: "a", PropertyID: "p", AppID: "app", Channel: domain.ChannelWhatsApp, Key: "1", Name: "Desk", Sealed: sealed,
			CreatedAt: tx.Now()})
	})
	if got := look(); got != "OK 1 accounts can send" {
		t.Errorf("of one that works it says %s", got)
	}
	change(func(tx store.Tx) error {
		return tx.NoteAccount("a", func(h *store.AccountHealth) { h.TokenUntil = time.Now().Add(time.Hour) })
	})
	if got := look(); !strings.HasPrefix(got, "WARN look at Desk (its token ends soon)") {
		t.Errorf("of a token that ends it says %s", got)
	}
	change(func(tx store.Tx) error {
		_, err := tx.PauseAccount("a", "token_expired")
		return err
	})
	if got := look(); !strings.HasPrefix(got, "WARN look at Desk (token_expired)") {
		t.Errorf("of one that is paused it says %s", got)
	}
	if err := os.Rename(filepath.Join(cfg.Dir, secret.FileName), filepath.Join(cfg.Dir, "away")); err != nil {
		t.Fatal(err)
	}
	if got := look(); !strings.HasPrefix(got, "BAD the tokens of 1 accounts were sealed under a key that is not here") {
		t.Errorf("without the key it says %s", got)
	}
}
