package metrics_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/metrics"
)

type nobody struct{}

func (nobody) Publish(conversation.Change) {}

func scrape(m *metrics.Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestPublisher_CountsEachRequestByItsOneEnd(t *testing.T) {
	t.Parallel()
	opened := time.UnixMilli(0)
	open := &desk.Request{ID: "r1", OpenedAt: opened}
	ended := func(how desk.RequestEnd) *desk.Request {
		return &desk.Request{ID: "r1", OpenedAt: opened, End: how, EndedAt: opened.Add(7 * time.Second)}
	}
	with := func(r *desk.Request) desk.State { return desk.State{Request: r} }
	m := metrics.New("test")
	p := m.Publisher(nobody{})
	for _, c := range []conversation.Change{
		{Before: with(nil), After: with(open)},
		{Before: with(open), After: with(open)},
		{Before: with(open), After: with(ended(desk.EndAccepted))},
		{Before: with(ended(desk.EndAccepted)), After: with(ended(desk.EndAccepted))},
		{Before: with(open), After: with(ended(desk.EndExpired))},
		{Before: with(open), After: with(&desk.Request{ID: "r2"})}, // another stands in its place
	} {
		p.Publish(c)
	}
	got := scrape(m)
	for _, want := range []string{
		`deskbell_requests_total{end="accepted"} 1`, `deskbell_requests_total{end="expired"} 1`, `deskbell_requests_total{end="closed"} 1`,
		`deskbell_request_accepted_seconds_sum 7`, `deskbell_request_accepted_seconds_count 1`,
	} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("no %s", want)
		}
	}
}

func TestLate_IsNeverEarly(t *testing.T) {
	t.Parallel()
	m := metrics.New("test")
	m.Late(-time.Second)
	m.Late(2 * time.Second)
	if got := scrape(m); !strings.Contains(got, "deskbell_clock_late_seconds_sum 2\n") {
		t.Error("a clock that came early counts as negative lateness")
	}
}
