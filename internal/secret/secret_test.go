package secret_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/secret"
)

var place = secret.Place{Table: "channel_accounts", ID: "a1", Column: "sealed"}

func keyOf(b byte) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, secret.KeySize))
}

func sealer(t *testing.T, keys string) *secret.Sealer {
	t.Helper()
	s, err := secret.New(keys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func seal(t *testing.T, s *secret.Sealer, at secret.Place, plain string) []byte {
	t.Helper()
	b, err := s.Seal(at, []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpensAtItsPlaceOnly(t *testing.T) {
	t.Parallel()
	s := sealer(t, keyOf(1))
	for _, plain := range []string{"", "EAAG…token", strings.Repeat("x", 10_000)} {
		sealed := seal(t, s, place, plain)
		if got, err := s.Open(place, sealed); err != nil || string(got) != plain {
			t.Fatalf("opened %q: %v", got, err)
		}
		if plain != "" && bytes.Contains(sealed, []byte(plain)) {
			t.Error("it can be read without the key")
		}
		for _, other := range []secret.Place{{"channel_accounts", "a2", "sealed"}, {"channel_apps", "a1", "sealed"}, {"channel_accounts", "a1", "token"},
			{"channel_account", "s:a1", "sealed"}} {
			if _, err := s.Open(other, sealed); !errors.Is(err, secret.ErrDamaged) {
				t.Errorf("opened at %v: %v", other, err)
			}
		}
		for i := range min(len(sealed), 60) {
			bent := slices.Clone(sealed)
			bent[i] ^= 1
			if _, err := s.Open(place, bent); err == nil {
				t.Errorf("opened with byte %d changed", i)
			}
		}
		for n := range min(len(sealed), 60) {
			if _, err := s.Open(place, sealed[:n]); err == nil {
				t.Errorf("opened %d bytes of it", n)
			}
		}
	}
	if a, b := seal(t, s, place, "x"), seal(t, s, place, "x"); bytes.Equal(a, b) {
		t.Error("the same value looks the same")
	}
}

func TestKeysAreChanged(t *testing.T) {
	t.Parallel()
	old := sealer(t, keyOf(1))
	sealed := seal(t, old, place, "token")
	both := sealer(t, keyOf(2)+", "+keyOf(1))
	if got, err := both.Open(place, sealed); err != nil || string(got) != "token" {
		t.Fatalf("opened %q: %v", got, err)
	}
	if !both.Stale(sealed) || both.Stale(seal(t, both, place, "x")) {
		t.Error("what is under the old key is not told from what is under the new")
	}
	if stranger := sealer(t, keyOf(2)); stranger.Knows(sealed) || !both.Knows(sealed) || both.Knows(nil) {
		t.Error("who knows the key is not told right")
	}
	if _, err := sealer(t, keyOf(2)).Open(place, sealed); !errors.Is(err, secret.ErrUnknownKey) {
		t.Errorf("opened without its key: %v", err)
	}
}

func TestKeysAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	raw := bytes.Repeat([]byte{0xfb, 0xff}, secret.KeySize/2)
	for _, text := range []string{base64.StdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw), strings.Repeat("fbFF", 16)} {
		if got, err := secret.Parse(text); err != nil || !bytes.Equal(got[:], raw) {
			t.Errorf("%q is %x: %v", text, got, err)
		}
	}
	for _, text := range []string{"", ",", "password", keyOf(1)[:20], keyOf(1) + "x"} {
		if _, err := secret.New(text); err == nil {
			t.Errorf("%q was taken for a key", text)
		} else if len(text) > 3 && strings.Contains(err.Error(), text) {
			t.Errorf("the error shows the key: %v", err)
		}
	}
}

func TestTheFolderHasAKeyWhenItIsNeeded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, secret.FileName)
	reader, err := secret.InFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a key was made that nobody needs")
	}
	var wg sync.WaitGroup
	sealed := make([][]byte, 8)
	for i := range sealed { // several processes at once
		s, err := secret.InFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			if sealed[i], err = s.Seal(place, []byte("token")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, b := range sealed {
		if got, err := reader.Open(place, b); err != nil || string(got) != "token" {
			t.Errorf("opened %q: %v", got, err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v: %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".key-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.InFolder(dir); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Error("others can still read the key")
	}
	if err := os.WriteFile(path, []byte("# nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.InFolder(dir); err == nil {
		t.Error("an empty key file was taken")
	}
}
