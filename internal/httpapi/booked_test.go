package httpapi_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

// What is for guests with a booking is told once somebody at the desk has seen theirs; before that a guest hears for whom it
// is, and is offered a person. The press answers what was asked in vain.
func TestBookedOnly_OnceTheBookingWasSeen(t *testing.T) {
	t.Parallel()
	l := newLodge(t, apitest.Options{})
	ana, guest := l.SignIn("agent1"), l.Visit("demo")
	check := func(when string, e apitest.Map, want bool) {
		t.Helper()
		text, _ := e["text"].(string)
		if told(e) != want || strings.Contains(text, "for guests with a booking") == want || (e["offer_human"] == true) == want {
			t.Errorf("%s: %v", when, e)
		}
	}
	check("before", l.asks(guest), false)
	cards := ana.Must(200, "GET", "/api/v1/conversations?view=history", nil).List("conversations")
	id, _ := cards[0]["id"].(string)
	detail := ana.Must(200, "GET", "/api/v1/conversations/"+id, nil)
	at := "/api/v1/contacts/" + detail.Text("contact.id")
	// What was asked in vain is answered at once, and once.
	before := l.newest(guest)
	ana.Must(200, "PATCH", at, m{"verified": true})
	check("by the press", l.answer(guest, before), true)
	answered := l.newest(guest)
	ana.Must(200, "PATCH", at, m{"verified": true})
	if now := l.newest(guest); now != answered {
		t.Errorf("pressed twice, something was written: %v after %v", now, answered)
	}
	check("after the press", l.asks(guest), true)
	ana.Must(200, "PATCH", at, m{"verified": false})
	check("taken back", l.asks(guest), false)
	var audit []string
	if err := l.App.Store().Read(t.Context(), func(tx store.Tx) error {
		lines, err := tx.ListAudit([]string{l.Property("demo")}, 50)
		for _, line := range lines {
			if strings.HasPrefix(line.Action, "booking_") && strings.HasSuffix(line.Action, "seen") {
				audit = append(audit, line.Action)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if slices.Sort(audit); !slices.Equal(audit, []string{"booking_not_seen", "booking_seen"}) {
		t.Errorf("the audit has %v", audit)
	}
}
