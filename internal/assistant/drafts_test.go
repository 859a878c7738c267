package assistant_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/schedule"
)

// drafts records what the guest is shown before it is said.
type drafts struct {
	began time.Time
	mu    sync.Mutex
	shown []string
}

func (d *drafts) note(s string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = append(d.shown, fmt.Sprint(time.Since(d.began), " ", s))
}
func (d *drafts) AssistantDraft(_ desk.Conversation, _, text string) { d.note(text) }
func (d *drafts) AssistantDraftEnd(desk.Conversation, string)        { d.note("-") }

// slowly says its answer in two parts, a second each.
func slowly(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	for _, part := range []string{"Hello.", "Hello. There."} {
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			q.Draft("too late") // deaf to its context for a moment
			return assistant.Answer{}, ctx.Err()
		}
		if q.Draft != nil {
			q.Draft(part)
		}
	}
	return assistant.Answer{Decision: assistant.DecisionAnswer, Text: "Hello. There."}, nil
}

// newDraftNode is newNode with somebody to show drafts to.
func newDraftNode(t *testing.T, pause time.Duration) (*node, *drafts) {
	d := &drafts{began: time.Now()}
	s := newStore(t, pause)
	n := &node{t: t, store: s, typing: &typing{began: time.Now()}, stop: func() {}}
	n.taker = assistant.NewTaker(assistant.Config{Store: s, Answerer: answers(slowly), Owner: "n", Typing: n.typing, Drafts: d})
	n.sched = schedule.New(schedule.Config{Store: s, Alone: true})
	n.desk = conversation.New(conversation.Config{Store: s, Floors: nobody{}, Owner: "n", Turns: n.taker, OnTimer: n.sched.Wake})
	return n.run(), d
}

func TestDrafts_AreShownUntilTheAnswerIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n, d := newDraftNode(t, 0)
		defer func() { n.stop() }()
		id := n.says("g", "Hi")
		pass(time.Minute)
		n.want(id, "0s guest Hi", "2s assistant Hello. There.")
		if want := []string{"1s Hello.", "2s Hello. There.", "2s -"}; !slices.Equal(d.shown, want) {
			t.Errorf("shown %q, want %q", d.shown, want)
		}
	})
}

// Whoever takes control is alone from that moment: the half answer is gone, and no word of it comes after.
func TestDrafts_EndWhenSomebodyTakesControl(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n, d := newDraftNode(t, 0)
		defer func() { n.stop() }()
		id := n.says("g", "Hi")
		pass(1500 * time.Millisecond)
		if _, err := n.desk.TakeControl(t.Context(), ana, id); err != nil {
			t.Fatal(err)
		}
		pass(time.Minute)
		n.want(id, "0s guest Hi")
		if want := []string{"1s Hello.", "1.5s -"}; !slices.Equal(d.shown, want) {
			t.Errorf("shown %q, want %q", d.shown, want)
		}
	})
}

// An assistant that pauses before it answers, as a person would, does not show the answer before the pause is over.
func TestDrafts_NotWhereTheAssistantPauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n, d := newDraftNode(t, 3*time.Second)
		defer func() { n.stop() }()
		id := n.says("g", "Hi")
		pass(time.Minute)
		n.want(id, "0s guest Hi", "3s assistant Hello. There.")
		if len(d.shown) > 0 {
			t.Errorf("shown %q", d.shown)
		}
	})
}
