package auth_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

const password = "a harbour in the fog"

// house is a Gate on an in-memory store with a clock that the test moves.
type house struct {
	*auth.Gate
	t     *testing.T
	store store.Store
	mu    sync.Mutex
	now   time.Time
	ids   int
	ended []string
}

func newHouse(t *testing.T) *house {
	h := &house{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	h.store = memstore.New(h.clock)
	h.Gate = auth.New(auth.Config{
		Store: h.store, Now: h.clock, Cost: auth.Cost{MemoryKiB: 64, Passes: 1},
		NewID:   func() string { h.mu.Lock(); defer h.mu.Unlock(); h.ids++; return fmt.Sprintf("id%d", h.ids) },
		SignIns: limit.NewSignIns(limit.New(h.clock, false)), Log: slog.New(slog.DiscardHandler),
		Ended: func(id string, left bool) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.ended = append(h.ended, fmt.Sprint(id, " ", left))
		},
	})
	h.write(func(tx store.Tx) error {
		for _, id := range []string{"north", "south"} {
			if err := tx.CreateProperty(desk.Property{ID: id, Key: id, Name: strings.ToUpper(id)}); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// person adds somebody with the common password.
func (h *house) person(name string, role desk.Role, properties ...string) desk.Person {
	h.t.Helper()
	p, err := h.AddPerson(context.Background(), name+"@hotel.example", name, role, properties, password)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func from(address string) auth.From {
	return auth.From{Address: netip.MustParseAddr(address), Device: "Firefox on Linux"}
}

func (h *house) signIn(p desk.Person) (auth.Visit, string) {
	h.t.Helper()
	v, token, err := h.SignIn(context.Background(), p.Email, password, from("192.0.2.1"))
	if err != nil {
		h.t.Fatal(err)
	}
	return v, token
}

func wantCode(t *testing.T, err error, code desk.Code) {
	t.Helper()
	if desk.CodeOf(err) != code {
		t.Fatalf("got %v, want code %q", err, code)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	ana := h.person("ana", desk.RoleAgent, "north")
	v, token, err := h.SignIn(ctx, "  ANA@hotel.example ", password, from("192.0.2.1"))
	if err != nil || v.Person.ID != ana.ID || len(token) != 43 {
		t.Fatalf("got %v %q %v", v, token, err)
	}
	got, err := h.Who(ctx, token)
	if err != nil || got.Person.ID != ana.ID || got.Session != v.Session {
		t.Fatalf("got %+v %v", got, err)
	}
	for _, wrong := range []string{"", "x", token + "x", strings.Repeat("A", 43)} {
		_, err := h.Who(ctx, wrong)
		wantCode(t, err, desk.CodeUnauthorized)
	}
	// Nothing that is stored is the token.
	var stored []store.Session
	if err := h.store.Read(ctx, func(tx store.Tx) (err error) { stored, err = tx.ListSessions(ana.ID); return err }); err != nil {
		t.Fatal(err)
	}
	if len(stored) != 1 || strings.Contains(fmt.Sprintf("%+v", stored), token) || stored[0].Address != "192.0.2.1" {
		t.Errorf("stored %+v", stored)
	}
}

// Whatever is wrong, a stranger reads the same.
func TestSignIn_TellsNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	boss := h.person("boss", desk.RoleOperator)
	h.person("ana", desk.RoleAgent, "north")
	gone := h.person("gone", desk.RoleAgent, "north")
	no := false
	if _, err := h.Update(ctx, boss, gone.ID, auth.Change{Active: &no}); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for i, c := range [][2]string{{"ana@hotel.example", "wrong"}, {"nobody@hotel.example", password}, {"gone@hotel.example", password},
		{"ana@hotel.example", ""}, {"not an address", password}, {"ana@hotel.example", strings.Repeat("x", 5000)}} {
		_, _, err := h.SignIn(ctx, c[0], c[1], from(fmt.Sprintf("192.0.2.%d", i+1)))
		wantCode(t, err, desk.CodeUnauthorized)
		texts = append(texts, err.Error())
	}
	if len(slices.Compact(texts)) != 1 {
		t.Errorf("answers differ: %q", texts)
	}
}

func TestSignIn_Throttled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	ana := h.person("ana", desk.RoleAgent, "north")
	for range 30 { // being right costs nothing
		h.signIn(ana)
	}
	var err error
	for i := 0; i < 30 && desk.CodeOf(err) != desk.CodeRateLimited; i++ {
		_, _, err = h.SignIn(ctx, ana.Email, "wrong password", from("192.0.2.9"))
	}
	wantCode(t, err, desk.CodeRateLimited)
	var e *desk.Error
	if !errors.As(err, &e) || e.RetryAfter <= 0 {
		t.Errorf("no time to wait in %v", err)
	}
	_, _, err = h.SignIn(ctx, ana.Email, password, from("192.0.2.9"))
	wantCode(t, err, desk.CodeRateLimited) // also with the right one: it must not tell
	h.signIn(ana)                          // the owner is not locked out by a stranger elsewhere
	h.pass(time.Hour)
	if _, _, err = h.SignIn(ctx, ana.Email, password, from("192.0.2.9")); err != nil {
		t.Errorf("still refused after an hour: %v", err)
	}
}

func TestSession_Ends(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	t.Run("Idle", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		_, token := h.signIn(h.person("ana", desk.RoleAgent, "north"))
		for range 5 {
			h.pass(auth.SessionIdle - time.Minute)
			if _, err := h.Who(ctx, token); err != nil {
				t.Fatal(err)
			}
		}
		h.pass(auth.SessionIdle)
		_, err := h.Who(ctx, token)
		wantCode(t, err, desk.CodeUnauthorized)
	})
	t.Run("Absolute", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		_, token := h.signIn(h.person("ana", desk.RoleAgent, "north"))
		for at := time.Duration(0); at < auth.SessionAbsolute-6*time.Hour; at += 6 * time.Hour {
			if _, err := h.Who(ctx, token); err != nil {
				t.Fatalf("after %v: %v", at, err)
			}
			h.pass(6 * time.Hour)
		}
		h.pass(6 * time.Hour)
		_, err := h.Who(ctx, token)
		wantCode(t, err, desk.CodeUnauthorized)
	})
	t.Run("SignOut", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		ana := h.person("ana", desk.RoleAgent, "north")
		v, token := h.signIn(ana)
		other, second := h.signIn(ana)
		if err := h.SignOut(ctx, v); err != nil {
			t.Fatal(err)
		}
		_, err := h.Who(ctx, token)
		wantCode(t, err, desk.CodeUnauthorized)
		if _, err := h.Who(ctx, second); err != nil {
			t.Errorf("the other session ended too: %v", err)
		}
		if err := h.SignOut(ctx, other); err != nil {
			t.Fatal(err)
		}
		if want := []string{ana.ID + " false", ana.ID + " true"}; !slices.Equal(h.ended, want) {
			t.Errorf("told %q, want %q: the shift ends with the last session", h.ended, want)
		}
	})
	t.Run("Revoke", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		ana, bob := h.person("ana", desk.RoleAgent, "north"), h.person("bob", desk.RoleAgent, "north")
		here, _ := h.signIn(ana)
		there, token := h.signIn(ana)
		foreign, _ := h.signIn(bob)
		wantCode(t, h.Revoke(ctx, here, foreign.Session), desk.CodeNotFound)
		if err := h.Revoke(ctx, here, there.Session); err != nil {
			t.Fatal(err)
		}
		_, err := h.Who(ctx, token)
		wantCode(t, err, desk.CodeUnauthorized)
		list, err := h.Sessions(ctx, here)
		if err != nil || len(list) != 1 || !list[0].Current {
			t.Errorf("got %+v %v", list, err)
		}
	})
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	ana := h.person("ana", desk.RoleAgent, "north")
	here, mine := h.signIn(ana)
	_, elsewhere := h.signIn(ana)
	wantCode(t, h.ChangePassword(ctx, here, "wrong password", "the bell rings at noon", from("192.0.2.1")), desk.CodeInvalid)
	wantCode(t, h.ChangePassword(ctx, here, password, "short", from("192.0.2.1")), auth.CodeWeakPassword)
	if err := h.ChangePassword(ctx, here, password, "the bell rings at noon", from("192.0.2.1")); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Who(ctx, mine); err != nil {
		t.Errorf("the session that changed it ended: %v", err)
	}
	_, err := h.Who(ctx, elsewhere)
	wantCode(t, err, desk.CodeUnauthorized)
	_, _, err = h.SignIn(ctx, ana.Email, password, from("192.0.2.1"))
	wantCode(t, err, desk.CodeUnauthorized)
}

func TestWeakPasswords(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, weak := range []string{"", "ninechars", "password123", "PASSWORD123!", "Qwertyuiop1", "1234567890", "9876543210", "aaaaaaaaaaaa",
		"abababababab", "carla@hotel.example", "Basketball2024", "deskbell-demo", "carlamendes1", strings.Repeat("x1y2", 60), "abcdefghijkl"} {
		_, err := h.AddPerson(context.Background(), "carla@hotel.example", "carlamendes", desk.RoleAgent, []string{"north"}, weak)
		if desk.CodeOf(err) != auth.CodeWeakPassword {
			t.Errorf("%d: %q: got %v", i, weak, err)
		}
	}
	if _, err := h.AddPerson(context.Background(), "carla@hotel.example", "Carla", desk.RoleAgent, []string{"north"}, "senha do porto"); err != nil {
		t.Error(err)
	}
}

// A password that was hashed at another cost is hashed anew when it is next known.
func TestSignIn_RenewsTheHash(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	ana := h.person("ana", desk.RoleAgent, "north")
	dear := auth.New(auth.Config{Store: h.store, Now: h.clock, Cost: auth.Cost{MemoryKiB: 128, Passes: 1}, NewID: func() string { return "x" }})
	if _, _, err := dear.SignIn(ctx, ana.Email, password, auth.From{}); err != nil {
		t.Fatal(err)
	}
	var after desk.Person
	if err := h.store.Read(ctx, func(tx store.Tx) (err error) { after, err = tx.Person(ana.ID); return err }); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(after.PasswordHash, "m=128,") {
		t.Errorf("the hash is still %q", after.PasswordHash)
	}
	h.signIn(ana)
}

func TestSetup(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	if needed, err := h.SetupNeeded(ctx); err != nil || !needed {
		t.Fatalf("got %v %v", needed, err)
	}
	old, err := h.OpenSetup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.OpenSetup(ctx)
	if err != nil || token == old {
		t.Fatalf("got %q %v", token, err)
	}
	ran := 0
	try := func(token, password string) error {
		_, _, err := h.Setup(ctx, token, "erik@hotel.example", "Erik", password, from("192.0.2.1"), func(store.Tx) error { ran++; return nil })
		return err
	}
	wantCode(t, try(old, password), desk.CodeUnauthorized)
	wantCode(t, try("", password), desk.CodeUnauthorized)
	wantCode(t, try(token, "short"), auth.CodeWeakPassword)
	if err := try(token, password); err != nil || ran != 1 {
		t.Fatalf("got %v, ran %d times", err, ran)
	}
	wantCode(t, try(token, password), desk.CodeConflict)
	if again, err := h.OpenSetup(ctx); err != nil || again != "" {
		t.Errorf("a set-up installation opens again: %q %v", again, err)
	}
	_, _, err = h.SignIn(ctx, "erik@hotel.example", password, from("192.0.2.1"))
	if err != nil {
		t.Error(err)
	}
}

func TestSetup_Expires(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	token, err := h.OpenSetup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	h.pass(auth.SetupLife)
	_, _, err = h.Setup(ctx, token, "erik@hotel.example", "Erik", password, from("192.0.2.1"), func(store.Tx) error { return nil })
	wantCode(t, err, desk.CodeUnauthorized)
}

// beside is another server's Gate on the same store.
func (h *house) beside() *auth.Gate {
	return auth.New(auth.Config{Store: h.store, Now: h.clock, Cost: auth.Cost{MemoryKiB: 64, Passes: 1}, NewID: func() string { return "beside" },
		Shared: true, Log: slog.New(slog.DiscardHandler)})
}

// Two servers that start on an empty database each show a token, and whichever is used works.
func TestSetup_TwoServers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	one, two := h.beside(), h.beside()
	first, err := one.OpenSetup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.OpenSetup(ctx); err != nil {
		t.Fatal(err)
	}
	setUp := func(g *auth.Gate) error {
		_, _, err := g.Setup(ctx, first, "erik@hotel.example", "Erik", password, from("192.0.2.1"), func(store.Tx) error { return nil })
		return err
	}
	if err := setUp(two); err != nil {
		t.Fatalf("the first server's token: %v", err)
	}
	wantCode(t, setUp(one), desk.CodeConflict)
}

// A session that was ended at one server, and a person who was sent away there, are gone at the other within seconds.
func TestWho_EndedAtAnotherServer(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	ana := h.person("ana", desk.RoleAgent, "north")
	here, there := h.beside(), h.beside()
	v, token, err := here.SignIn(ctx, ana.Email, password, from("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := there.Who(ctx, token); err != nil {
		t.Fatal(err)
	}
	if err := here.SignOut(ctx, v); err != nil {
		t.Fatal(err)
	}
	h.pass(2 * time.Second)
	_, err = there.Who(ctx, token)
	wantCode(t, err, desk.CodeUnauthorized)
}
