package conformance

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// visitor is a new guest at a node.
func visitor(t *testing.T, base string) *drive.Guest {
	t.Helper()
	g, err := drive.NewGuest(t.Context(), base, "demo", &http.Client{Transport: drive.NewTransport(8), Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// signedIn is a person at a node.
func signedIn(t *testing.T, base, email string) *drive.Staff {
	t.Helper()
	p, err := drive.Login(t.Context(), base, email, "deskbell-demo", 64)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// soon asks until the condition holds, and reports whether it did in time.
func soon(ctx context.Context, within time.Duration, ok func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}

// alone lets the short forms run beside each other, and the long ones by themselves, where delays and memory are
// printed that the others would disturb.
func alone(t *testing.T) {
	if !long() {
		t.Parallel()
	}
}

// insist does what a client does with a refusal for now: it comes back when it is asked to.
func insist(ctx context.Context, do func() error) error {
	for attempt := 0; ; attempt++ {
		err := do()
		var p *drive.Problem
		if attempt == 10 || !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable || p.RetryAfter == "" {
			return err
		}
		pause(ctx, time.Now().Add(time.Second))
	}
}
