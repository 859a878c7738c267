package certificate_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"deskbell/internal/certificate"
	"deskbell/internal/certificate/acmetest"
)

// cupboard is where several servers keep their certificates.
type cupboard struct {
	mu    sync.Mutex
	kept  map[string][]byte
	turn  bool // somebody asks
	asked int
}

func (c *cupboard) Get(_ context.Context, name string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if data, ok := c.kept[name]; ok {
		return data, nil
	}
	return nil, autocert.ErrCacheMiss
}

func (c *cupboard) Put(_ context.Context, name string, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[name] = data
	return nil
}

func (c *cupboard) Delete(_ context.Context, name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.kept, name)
	return nil
}

func (c *cupboard) Turn(context.Context, string) (bool, func(), error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.turn {
		return false, nil, nil
	}
	c.turn = true
	c.asked++
	return true, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.turn = false
	}, nil
}

// Two servers that start at once obtain one certificate, whichever of them the authority asks: the one that it asks here
// is the one that did not ask it.
func TestACME_TwoServers(t *testing.T) {
	secure, tlsPort := listen(t)
	other, _ := listen(t)
	dead, closed := listen(t)
	_ = dead.Close()
	authority := acmetest.New(t, closed, tlsPort)
	shared := &cupboard{kept: map[string][]byte{}}
	server := func() *certificate.ACME {
		a := certificate.New(certificate.Config{Dir: t.TempDir(), Domains: []string{domain}, Directory: authority.Directory(), Roots: authority.Roots})
		a.Share(shared)
		return a
	}
	asked, asks := server(), server()
	serve(t, secure, hello, asked.TLS())
	serve(t, other, hello, asks.TLS())
	run := func(a *certificate.ACME) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Run(ctx) }()
		t.Cleanup(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
		tick, deadline := time.NewTicker(5*time.Millisecond), time.NewTimer(20*time.Second)
		defer tick.Stop()
		defer deadline.Stop()
		for a.Expires().IsZero() {
			select {
			case <-tick.C:
			case <-deadline.C:
				t.Fatal("there is no certificate")
			}
		}
	}
	run(asks)
	run(asked)
	first, err := visit(t, other.Addr().String(), authority.Issued, domain)
	if err != nil {
		t.Fatal(err)
	}
	second, err := visit(t, secure.Addr().String(), authority.Issued, domain)
	if err != nil || second.SerialNumber.Cmp(first.SerialNumber) != 0 {
		t.Errorf("the servers have different certificates: %v", err)
	}
	if shared.asked != 1 {
		t.Errorf("asked %d times", shared.asked)
	}
}
