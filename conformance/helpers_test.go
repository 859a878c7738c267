package conformance

import (
	"context"
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
