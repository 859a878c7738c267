package desk_test

import (
	"testing"
	"time"

	"deskbell/internal/desk"
)

// FuzzDecide gives Decide states that no history leads to, and events that no caller brings: it refuses or decides, and
// never panics, never counts backwards, never changes what it was given.
func FuzzDecide(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
	for i := range byte(40) {
		f.Add([]byte{0, i % 5, i, 1, 1, i, 2, 1, 1, 3, 1, 1, 1, i, 0, 1, i, 2, 1, 0, 1, 1, i, i, 3, 2, 1})
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := &bytes{data: data}
		s, ev, env := b.state(), b.event(), b.env()
		frozen := freeze(s)
		out, err := desk.Decide(s, ev, env)
		if !frozen.same(s) {
			t.Fatal("the state that was given has changed")
		}
		if err != nil {
			if e, ok := err.(*desk.Error); !ok || e.Message == "" {
				t.Fatalf("unusable refusal %v", err)
			}
			return
		}
		if out.State.Epoch < s.Epoch || out.State.LastSeq != s.LastSeq+int64(len(out.Write)) {
			t.Fatalf("from epoch %d seq %d to epoch %d seq %d", s.Epoch, s.LastSeq, out.State.Epoch, out.State.LastSeq)
		}
	})
}

// bytes reads values from the fuzzer's data; past its end everything is zero.
type bytes struct{ data []byte }

func (b *bytes) next() byte {
	if len(b.data) == 0 {
		return 0
	}
	v := b.data[0]
	b.data = b.data[1:]
	return v
}

func (b *bytes) bool() bool    { return b.next()&1 == 1 }
func (b *bytes) seq() int64    { return int64(b.next() % 8) }
func (b *bytes) at() time.Time { return morning.Add(time.Duration(b.next()) * 20 * time.Second) }
func (b *bytes) maybe() time.Time {
	if b.bool() {
		return b.at()
	}
	return time.Time{}
}

func of[T any](b *bytes, choices ...T) T { return choices[int(b.next())%len(choices)] }

func (b *bytes) agent() string { return of(b, "", ana, ben, cleo) }

func (b *bytes) state() desk.State {
	s := desk.State{Conversation: desk.Conversation{ID: "c", Channel: desk.ChannelWeb,
		Status:     of(b, desk.StatusOpen, desk.StatusResolved, "odd"),
		Controller: desk.Controller{Kind: of(b, desk.ControllerAssistant, desk.ControllerWaiting, desk.ControllerAgent, desk.ControllerOutside, "odd"), AgentID: b.agent()},
		Epoch:      b.seq(), LastSeq: b.seq(), StartedAt: b.maybe(), LastAt: b.maybe(), ResolvedAt: b.maybe()}}
	if b.bool() {
		s.Request = &desk.Request{ID: of(b, "r1", "r2"), Kind: of(b, desk.RequestPerson, desk.RequestTransfer, desk.RequestEmergency),
			Stage: of(b, desk.StageRinging, desk.StagePromised), StageAt: b.at(), Wait: int(b.next() % 4), Round: int(b.next() % 3),
			FromAgentID: b.agent(), TargetAgentID: b.agent(), LostFrom: b.agent(), PromisedBy: b.agent(), PromiseUsed: b.bool(),
			OfferUsed: b.bool(), End: of(b, "", desk.EndAccepted, desk.EndCancelled, desk.EndClosed, desk.EndExpired)}
		if b.bool() {
			s.Request.Rung, s.Request.Declined = []string{b.agent(), b.agent()}, []string{b.agent()}
		}
	}
	if b.bool() {
		s.Offer = &desk.Offer{ID: "o1", State: of(b, desk.OfferShown, desk.OfferUsed, desk.OfferDismissed), KeepWaiting: b.bool(),
			Meanwhile: b.bool(), FormAt: b.maybe()}
	}
	if b.bool() {
		s.Turn = &desk.Turn{ID: of(b, "t1", "t2"), ForSeq: b.seq(), Epoch: b.seq(), OwedAt: b.at(), Attempts: int(b.next() % 4),
			End: of(b, "", desk.TurnAnswered, desk.TurnFailed, desk.TurnWithdrawn)}
	}
	s.Facts = desk.Facts{GuestSeq: b.seq(), UnansweredSeq: b.seq(), UnansweredAt: b.maybe(), LaterSeq: b.seq(), WishAt: b.maybe(),
		HumanSince: b.maybe(), HumanAt: b.maybe(), Reminded: b.bool(), LostAgentID: b.agent(), ShiftEnded: b.bool(),
		KeepWaitingUsed: b.bool(), FormID: of(b, "", "form")}
	for range b.next() % 4 {
		s.Timers = append(s.Timers, b.timer())
	}
	return s
}

func (b *bytes) timer() desk.Timer {
	return desk.Timer{Kind: of(b, desk.TimerFirstWait, desk.TimerSecondWait, desk.TimerPromise, desk.TimerReminder, desk.TimerRelief,
		desk.TimerTurn, desk.TimerOutsideWait, desk.TimerOutside, desk.TimerTransferWait, desk.TimerQuiet, "odd"),
		For: of(b, "open", "r1/1", "r1/promise", "t1", "odd"), DueAt: b.at()}
}

func (b *bytes) event() desk.Event {
	ev := desk.Event{Kind: append(eventKinds, "odd")[int(b.next())%(len(eventKinds)+1)], Agent: b.agent(), Admin: b.bool(),
		Confirmed: b.bool(), Epoch: b.seq() - 1, RequestID: of(b, "r1", "r2", ""), TurnID: of(b, "t1", "t2", ""), Wish: b.bool(), Danger: b.bool(),
		Target: b.agent(), Minutes: int(b.next()) - 100, FormID: of(b, "form", ""), Timer: b.timer()}
	if b.bool() {
		ev.Message = of(b, guestSays("words"), assistantSays("words"), agentSays(ana, "words"))
	}
	return ev
}

func (b *bytes) env() desk.Env {
	h := newHouse()
	h.now = b.at()
	h.hours, h.lc.HelpsWhileWaiting, h.lc.Regardless = b.bool(), b.bool(), b.bool()
	h.reach[ana] = of(b, desk.ReachHere, desk.ReachReconnecting, desk.ReachLost, "")
	h.chain = int(b.next() % 2)
	if b.bool() {
		h.duty = nil
	}
	if b.bool() {
		h.away = func(int64) desk.Undelivered { return desk.Undelivered{Seq: b.seq(), At: b.at()} }
	}
	env := h.env()
	if b.next()%8 == 7 {
		env.Floor = nil
	}
	return env
}
