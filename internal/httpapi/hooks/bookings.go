package hooks

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/webhook"
)

// BookingsPath and a property's id are where its own system brings who has booked.
const BookingsPath = "/hooks/bookings/"

// Bookings takes in who has booked. What is signed with another secret, and what is for a property that there is not, is
// refused in the same words.
type Bookings interface {
	Push(ctx context.Context, propertyID string, sig webhook.Signature, body []byte) (booking.Pushed, error)
}

// pushed is how often one address may bring bookings, one at a time or many.
var pushed = limit.Rule{Name: "hook-bookings", Burst: 120, Every: 250 * time.Millisecond}

// bookings answers POST BookingsPath+PROPERTY.
func (h *webhooks) bookings(w http.ResponseWriter, r *http.Request, to Bookings, property string) error {
	if r.Method != http.MethodPost || property == "" || len(property) > 64 || strings.Contains(property, "/") {
		return desk.ErrNotFound
	}
	if wait, ok := h.limits.Allow(pushed, h.from(r)); !ok {
		return &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "Too many lists at once. Bring it again in a moment."}
	}
	body, done, err := h.read(w, r)
	defer done()
	if err != nil {
		return err
	}
	out, err := to.Push(r.Context(), property, webhook.Of(r.Header), body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(out) // the client has gone: it brings it again
	return nil
}
