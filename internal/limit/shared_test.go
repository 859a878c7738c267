package limit_test

import (
	"net/netip"
	"sync"
	"testing"
	"time"

	"deskbell/internal/limit"
)

// book is a database that several servers count in.
type book struct {
	*clock
	mu    sync.Mutex
	marks map[string]time.Time
	away  error
}

func newBook() *book { return &book{clock: newClock(), marks: map[string]time.Time{}} }

func (b *book) together(fn func(limit.Book) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.away != nil {
		return b.away
	}
	return fn(b)
}

func (b *book) Mark(name string) (time.Time, error) {
	if at := b.marks[name]; at.After(b.Now()) {
		return at, nil
	}
	return time.Time{}, nil
}

func (b *book) SetMark(name string, until time.Time) error {
	b.marks[name] = until
	return nil
}

// Whoever guesses at two servers in turn has no more guesses than at one.
func TestSignIns_TwoServers(t *testing.T) {
	t.Parallel()
	b := newBook()
	servers := []*limit.SignIns{}
	for range 2 {
		servers = append(servers, limit.NewSignIns(limit.New(b.Now, false)).Share(b.together))
	}
	here := netip.MustParseAddr("192.0.2.1")
	for i := range 50 {
		s := servers[i%2]
		if _, ok := s.Begin("ana@hotel.example", here); !ok {
			t.Fatal("right passwords are throttled")
		}
		s.Succeeded("ana@hotel.example", here)
	}
	taken := 0
	for i := range 40 {
		if wait, ok := servers[i%2].Begin("ana@hotel.example", here); ok {
			taken++
		} else if wait <= 0 {
			t.Errorf("told to wait %v", wait)
		}
	}
	if taken != 10 {
		t.Errorf("%d guesses were let through, want 10", taken)
	}
	if _, ok := servers[0].Begin("bo@hotel.example", here); !ok {
		t.Error("a colleague at the same desk is locked out: refused guesses count")
	}
	b.Advance(15 * time.Minute)
	if _, ok := servers[1].Begin("ana@hotel.example", here); !ok {
		t.Error("still refused after 15 minutes")
	}
	b.away = limitErr{}
	if _, ok := servers[1].Begin("ana@hotel.example", here); !ok {
		t.Error("refused because the database is away")
	}
	off := limit.NewSignIns(limit.New(b.Now, true)).Share(func(func(limit.Book) error) error {
		t.Error("counted although it is off")
		return nil
	})
	off.Begin("ana@hotel.example", here)
	off.Succeeded("ana@hotel.example", here)
}

type limitErr struct{}

func (limitErr) Error() string { return "away" }

// A challenge of one server is solved at the other, once at both together.
func TestChallenges_TwoServers(t *testing.T) {
	t.Parallel()
	b := newBook()
	secret := [32]byte{1}
	one := limit.NewChallenges(b.Now).Share(secret, b.together)
	two := limit.NewChallenges(b.Now).Share(secret, b.together)
	salt := one.Salt("demo")
	nonce := solve(salt)
	if two.Solved("demo-mill", salt, nonce) {
		t.Error("taken for another purpose")
	}
	if !two.Solved("demo", salt, nonce) {
		t.Error("the other server refuses the solution")
	}
	if one.Solved("demo", salt, nonce) || two.Solved("demo", salt, nonce) {
		t.Error("the solution was taken twice")
	}
	again := one.Salt("demo")
	nonce = solve(again)
	b.away = limitErr{}
	if one.Solved("demo", again, nonce) {
		t.Error("taken although nobody knows whether it was used")
	}
}

// A guess counts by all of its rules, at all servers together but where it is said otherwise; a right one is given back.
func TestAttempts_TwoServers(t *testing.T) {
	t.Parallel()
	b := newBook()
	servers := []*limit.Attempts{}
	for range 2 {
		servers = append(servers, limit.NewAttempts(limit.New(b.Now, false)).Share(b.together))
	}
	rule := func(name string, burst int) limit.Rule {
		return limit.Rule{Name: name, Burst: burst, Every: time.Minute}
	}
	parts := func(guest, place string) []limit.Part {
		return []limit.Part{{Rule: rule("guest", 3), Key: guest}, {Rule: rule("booking", 5), Key: "HV-1"}, {Rule: rule("place", 3), Key: place, Alone: true}}
	}
	for i := range 20 {
		if _, ok := servers[i%2].Begin(parts("right", "home")...); !ok {
			t.Fatalf("the %d. right one has to wait", i)
		}
		servers[i%2].Succeeded(parts("right", "home")...)
	}
	guesses := func(guest, place string) (taken int) {
		for i := range 12 {
			if wait, ok := servers[i%2].Begin(parts(guest, place)...); ok {
				taken++
			} else if wait <= 0 {
				t.Errorf("told to wait %v", wait)
			}
		}
		return taken
	}
	if n := guesses("one", "inn"); n != 3 {
		t.Errorf("one guest has %d guesses at two servers", n)
	}
	// The booking has two left for everybody; those that were refused cost neither the guest nor the place anything.
	if n := guesses("two", "inn"); n != 2 {
		t.Errorf("the next has %d", n)
	}
	b.Advance(5 * time.Minute)
	if n := guesses("two", "inn"); n != 3 {
		t.Errorf("later they have %d", n)
	}
}
