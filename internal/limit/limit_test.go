package limit_test

import (
	"crypto/sha256"
	"fmt"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"sync"
	"testing"
	"time"

	"deskbell/internal/limit"
)

type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	c := newClock()
	l := limit.New(c.Now, false)
	rule := limit.Rule{Name: "m", Burst: 3, Every: time.Second}
	for i := range 3 {
		if _, ok := l.Allow(rule, "a"); !ok {
			t.Fatalf("refused %d of the burst", i)
		}
	}
	if wait, ok := l.Allow(rule, "a"); ok || wait != time.Second {
		t.Errorf("fourth: %v %v, want to wait 1s", wait, ok)
	}
	if _, ok := l.Allow(rule, "b"); !ok {
		t.Error("another key is refused")
	}
	if _, ok := l.Allow(limit.Rule{Name: "n", Burst: 1, Every: time.Second}, "a"); !ok {
		t.Error("another rule is refused")
	}
	c.Advance(time.Second)
	if _, ok := l.Peek(rule, "a"); !ok {
		t.Error("peek refused after the wait")
	}
	if _, ok := l.Allow(rule, "a"); !ok {
		t.Error("refused after the wait: did Peek take the token?")
	}
	l.Return(rule, "a")
	if _, ok := l.Allow(rule, "a"); !ok {
		t.Error("refused after one was given back")
	}
	c.Advance(time.Hour)
	for i := range 3 {
		if _, ok := l.Allow(rule, "a"); !ok {
			t.Fatalf("refused %d of the burst after an hour", i)
		}
	}
	if _, ok := l.Allow(rule, "a"); ok {
		t.Error("an idle hour saved up more than the burst")
	}
}

func TestLimiter_Off(t *testing.T) {
	t.Parallel()
	l := limit.New(newClock().Now, true)
	for range 100 {
		if _, ok := l.Allow(limit.Rule{Name: "m", Burst: 1, Every: time.Hour}, "a"); !ok {
			t.Fatal("refused although it is off")
		}
	}
}

// A million keys must not fill memory, and a guest's own limit must go on holding meanwhile most of the time.
func TestLimiter_IsBounded(t *testing.T) {
	t.Parallel()
	l := limit.New(newClock().Now, false)
	rule := limit.Rule{Name: "m", Burst: 1, Every: time.Hour}
	for i := range 300_000 {
		l.Allow(rule, strconv.Itoa(i))
	}
	if n := limit.Buckets(l); n > 64_000 {
		t.Errorf("%d buckets, want at most 64000", n)
	}
}

func TestProxies_Client(t *testing.T) {
	t.Parallel()
	ps, err := limit.ParseProxies("10.0.0.0/8, 192.0.2.1,fd00::/8")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, peer, forwarded, want string
	}{
		{"Direct", "203.0.113.9:1", "", "203.0.113.9"},
		{"DirectLies", "203.0.113.9:1", "1.2.3.4", "203.0.113.9"},
		{"Proxy", "10.1.1.1:1", "203.0.113.9", "203.0.113.9"},
		{"ProxyAndLie", "10.1.1.1:1", "1.2.3.4, 203.0.113.9", "203.0.113.9"},
		{"TwoProxies", "10.1.1.1:1", "203.0.113.9, 192.0.2.1", "203.0.113.9"},
		{"Rubbish", "10.1.1.1:1", "203.0.113.9, <script>", "10.1.1.1"},
		{"ProxySilent", "10.1.1.1:1", "", "10.1.1.1"},
		{"Mapped", "[::ffff:10.1.1.1]:1", "203.0.113.9", "203.0.113.9"},
		{"V6", "[fd00::1]:1", "2001:db8::5", "2001:db8::5"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = c.peer
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
			if got := ps.Client(r).String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if _, err := limit.ParseProxies("10.0.0.0/8,nonsense"); err == nil {
		t.Error("nonsense was taken as a proxy")
	}
}

func TestAddrKey(t *testing.T) {
	t.Parallel()
	a, b := netip.MustParseAddr("2001:db8:1:2::1"), netip.MustParseAddr("2001:db8:1:2:ffff::9")
	if limit.AddrKey(a) != limit.AddrKey(b) {
		t.Error("two addresses of one /64 are counted apart")
	}
	if limit.AddrKey(a) == limit.AddrKey(netip.MustParseAddr("2001:db8:1:3::1")) {
		t.Error("two /64 are counted together")
	}
	if got := limit.AddrKey(netip.MustParseAddr("::ffff:192.0.2.1")); got != "192.0.2.1" {
		t.Errorf("mapped address is counted as %s", got)
	}
}

func TestSignIns(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := limit.NewSignIns(limit.New(c.Now, false))
	here, there := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for range 50 {
		if _, ok := s.Begin("Ana@Hotel.example ", here); !ok {
			t.Fatal("right passwords are throttled")
		}
		s.Succeeded("ana@hotel.example", here)
	}
	for i := range 10 {
		if _, ok := s.Begin("ana@hotel.example", here); !ok {
			t.Fatalf("guess %d is refused", i)
		}
	}
	if wait, ok := s.Begin("ANA@hotel.example", here); ok || wait <= 0 {
		t.Error("the eleventh guess is let through")
	}
	if _, ok := s.Begin("ana@hotel.example", there); !ok {
		t.Error("a stranger's guesses lock the owner out elsewhere")
	}
	if _, ok := s.Begin("bo@hotel.example", here); !ok {
		t.Error("a colleague at the same desk is locked out")
	}
	c.Advance(15 * time.Minute)
	if _, ok := s.Begin("ana@hotel.example", here); !ok {
		t.Error("still refused after 15 minutes")
	}
}

func solve(salt string) string {
	for i := 0; ; i++ {
		nonce := strconv.Itoa(i)
		sum := sha256.Sum256([]byte(salt + nonce))
		if sum[0] == 0 && sum[1]>>2 == 0 {
			return nonce
		}
	}
}

func TestChallenges(t *testing.T) {
	t.Parallel()
	c := newClock()
	ch := limit.NewChallenges(c.Now)
	salt := ch.Salt("demo")
	nonce := solve(salt)
	for name, try := range map[string][3]string{
		"OtherPurpose": {"demo-mill", salt, nonce},
		"NotSolved":    {"demo", salt, nonce + "x"},
		"Made up":      {"demo", "AAAA" + salt[4:], nonce},
		"Empty":        {"demo", "", ""},
		"Long":         {"demo", salt, fmt.Sprintf("%0200d", 1)},
	} {
		if ch.Solved(try[0], try[1], try[2]) {
			t.Errorf("%s was taken", name)
		}
	}
	if !ch.Solved("demo", salt, nonce) {
		t.Error("the solution was refused")
	}
	if ch.Solved("demo", salt, nonce) {
		t.Error("the solution was taken twice")
	}
	late := ch.Salt("demo")
	nonce = solve(late)
	c.Advance(3 * time.Minute)
	if ch.Solved("demo", late, nonce) {
		t.Error("an old solution was taken")
	}
}
