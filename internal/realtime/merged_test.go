package realtime_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/realtime"
)

// A guest who turned out to be another is told to come back: with the same token they are the other then.
func TestFanout_AMergedGuestComesBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	serve := func(contact string) *reader {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = o.hub.Serve(w, r, realtime.Request{ContactID: contact, Load: func(context.Context, int64) (realtime.Backlog, error) { return realtime.Backlog{}, nil }})
		}))
		t.Cleanup(srv.Close)
		g := (&site{srv: srv}).open(t, "")
		g.want("state ")
		return g
	}
	younger, older := serve("guest-h1"), serve("guest-h2")
	s := desk.State{Conversation: desk.Conversation{ID: "c1", PropertyID: "h1", ContactID: "guest-h1", Status: desk.StatusOpen}}
	p := s
	p.Status, p.MergedInto = desk.StatusResolved, "c2"
	o.fan.Publish(conversation.Change{Before: s, After: p})
	o.fan.Publish(conversation.Change{Before: s, After: desk.State{Conversation: desk.Conversation{ID: "c2", PropertyID: "h1", ContactID: "guest-h2", Status: desk.StatusOpen}}})
	younger.want(`bye {"reason":"going_away","retry_ms":`)
	older.want("state ")
	if _, ok := o.dir.Current("guest-h1"); ok {
		t.Error("the pointer became somebody's current conversation")
	}
}
