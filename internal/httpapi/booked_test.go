package httpapi_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

// What is for guests with a booking is told once somebody at the desk has seen theirs; before that a guest hears for whom it
// is, and is offered a person.
func TestBookedOnly_OnceTheBookingWasSeen(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	h.SignIn("knowledge").Must(201, "POST", "/api/v1/properties/"+h.Property("demo")+"/entries",
		m{"questions": []string{"What is the code of the kayak shed?"}, "answer": "The shed opens with 4711.", "booked_only": true, "language": "en"})
	ana := h.SignIn("agent1")
	says := guestChat(h, t)
	told := func(when string, want bool) {
		t.Helper()
		e := says("What is the code of the kayak shed?")
		text, _ := e["text"].(string)
		if strings.Contains(text, "4711") != want || strings.Contains(text, "for guests with a booking") == want || (e["offer_human"] == true) == want {
			t.Errorf("%s: %v", when, e)
		}
	}
	told("before", false)
	cards := ana.Must(200, "GET", "/api/v1/conversations?view=history", nil).List("conversations")
	id, _ := cards[0]["id"].(string)
	detail := ana.Must(200, "GET", "/api/v1/conversations/"+id, nil)
	at := "/api/v1/contacts/" + detail.Text("contact.id")
	for _, seen := range []bool{true, true, false} {
		ana.Must(200, "PATCH", at, m{"verified": seen})
		told("after the press", seen)
	}
	var audit []string
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		lines, err := tx.ListAudit([]string{h.Property("demo")}, 50)
		for _, l := range lines {
			if strings.HasPrefix(l.Action, "booking_") {
				audit = append(audit, l.Action)
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
