package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"deskbell/internal/desk"
)

// The people of the tests.
const (
	ana  = "ana"
	ben  = "ben"
	cleo = "cleo"
	pia  = "pia"
)

var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// house is one conversation with its surroundings: the clock, who is on duty, whose devices are heard.
type house struct {
	s     desk.State
	out   desk.Outcome // of the last event that was not refused
	now   time.Time
	lc    desk.LiveChat
	duty  []string
	hours bool
	reach map[string]desk.Reach
	guest desk.GuestReach
	chain int
	away  func(int64) desk.Undelivered
	ids   int
	// watched says that the account is only watched.
	watched bool
}

func newHouse() *house {
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	lc.Enabled = true
	h := &house{now: morning, lc: lc, duty: []string{ana, ben, pia}, hours: true, reach: map[string]desk.Reach{}}
	h.s = desk.State{Conversation: desk.Conversation{ID: "c", PropertyID: "p", Channel: desk.ChannelWeb,
		Status: desk.StatusOpen, Epoch: 3, Controller: desk.Controller{Kind: desk.ControllerAssistant}, StartedAt: morning}}
	return h
}

// Eligible, InHours and Reach make a house its own Floor.
func (h *house) Eligible() []string { return slices.Clone(h.duty) }
func (h *house) InHours() bool      { return h.hours }
func (h *house) Reach(agentID string) desk.Reach {
	if r := h.reach[agentID]; r != "" {
		return r
	}
	return desk.ReachHere
}

func (h *house) env() desk.Env {
	return desk.Env{Now: h.now, LiveChat: h.lc, Floor: h, NewID: h.id, Guest: func() desk.GuestReach { return h.guest }, Chain: h.chain, Undelivered: h.away, Watched: h.watched}
}

func (h *house) id() string {
	h.ids++
	return fmt.Sprintf("id%04d", h.ids)
}

// do decides and, where it is not refused, goes on in the new state.
func (h *house) do(ev desk.Event) error {
	out, err := desk.Decide(h.s, ev, h.env())
	if err != nil {
		return err
	}
	h.out, h.s = out, out.State
	return nil
}

func (h *house) must(t *testing.T, ev desk.Event) {
	t.Helper()
	if err := h.do(ev); err != nil {
		t.Fatalf("%s: %v", ev.Kind, err)
	}
}

func (h *house) refused(t *testing.T, ev desk.Event, code desk.Code) *desk.Error {
	t.Helper()
	err := h.do(ev)
	if desk.CodeOf(err) != code {
		t.Fatalf("%s: %v, want a refusal %q", ev.Kind, err, code)
	}
	return err.(*desk.Error)
}

// after lets time pass and fires nothing.
func (h *house) after(d time.Duration) { h.now = h.now.Add(d) }

// timer is the armed one of the kind.
func (h *house) timer(kind desk.TimerKind) (desk.Timer, bool) {
	at := slices.IndexFunc(h.s.Timers, func(t desk.Timer) bool { return t.Kind == kind })
	if at < 0 {
		return desk.Timer{}, false
	}
	return h.s.Timers[at], true
}

// fire brings the armed timer of the kind, when it is due or now if that is later.
func (h *house) fire(t *testing.T, kind desk.TimerKind) {
	t.Helper()
	timer, ok := h.timer(kind)
	if !ok {
		t.Fatalf("no %s runs in %s: %v", kind, h.s.Situation(), h.s.Timers)
	}
	if h.now.Before(timer.DueAt) {
		h.now = timer.DueAt
	}
	h.must(t, desk.Event{Kind: desk.EventTimer, Timer: timer})
}

func guestSays(text string) *desk.Message {
	return &desk.Message{Author: desk.Author{Kind: desk.AuthorGuest}, Text: text}
}

func assistantSays(text string) *desk.Message {
	return &desk.Message{Author: desk.Author{Kind: desk.AuthorAssistant}, Text: text, Answer: &desk.Answer{Decision: "answer"}}
}

func agentSays(id, text string) *desk.Message {
	return &desk.Message{Author: desk.Author{Kind: desk.AuthorAgent, ID: id}, Text: text}
}
