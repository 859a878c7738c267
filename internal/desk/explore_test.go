package desk_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"deskbell/internal/desk"
)

// The explorer lets three agents, a guest, the clock and the network do to a conversation what they like, and checks
// after every step what Deskbell promises. TestExplore is short in `go test`, long with DESKBELL_LONG=1 (histories:
// DESKBELL_HISTORIES, 400,000 without). rapid prints the seed and a smallest history of a failure.

const (
	shortHistories = 1500
	longHistories  = 400_000
	// The rules share nothing between goroutines: with the race detector, which takes ten times as long, few are enough.
	racedHistories = 150
)

func histories(t *testing.T) int {
	t.Helper()
	if os.Getenv("DESKBELL_LONG") == "" {
		if raced {
			return racedHistories
		}
		return shortHistories
	}
	if n, err := strconv.Atoi(os.Getenv("DESKBELL_HISTORIES")); err == nil {
		return n
	}
	return longHistories
}

func TestExplore(t *testing.T) {
	n := histories(t)
	for name, value := range map[string]string{"rapid.checks": strconv.Itoa(n), "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]int{}
	steps := 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		length := rapid.IntRange(1, 150).Draw(t, "length")
		for range length {
			w.step()
		}
		steps += length
		for k, v := range w.seen {
			seen[k] += v
		}
	})
	t.Logf("%d histories, %d steps", n, steps)
	if t.Failed() || os.Getenv("DESKBELL_LONG") == "" {
		return
	}
	for _, must := range mustHappen {
		if seen[must] == 0 {
			t.Errorf("in %d histories this never happened, so nothing was checked about it: %s", n, must)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%9d %s", seen[k], k)
	}
}

// mustHappen are things that the explorer is worth nothing without.
var mustHappen = []string{
	"request accepted", "request cancelled", "request closed", "request expired", "emergency accepted",
	"transfer accepted", "transfer expired", "transfer closed", "transfer becomes ordinary", "lost agent returns",
	"lost agent returns to an emergency", "promise broken", "relief to nobody", "relief rings", "quiet resolves",
	"quiet rearmed", "outside rearmed", "late answer refused", "answer under an old epoch refused", "unmatched timer",
	"answer withdrawn before it left", "new conversation", "reopened", "shift handed on", "shift expires",
	"keep waiting", "meanwhile", "answer and hand back", "limit reached", "notice skipped", "turn failed",
	"message during an answer", "wish in words", "stale reply refused", "guest writes to a lost agent", "taken over",
	"emergency written to an agent", "ticket of a guest who left",
}

// world is a house with the things the rules do not see: the outbox, the turn-takers, the places, the old timers.
type world struct {
	*house
	t      *rapid.T
	ledger ledger
	// ledgerBefore is the ledger as it was before the event at hand.
	ledgerBefore ledger
	// other are chats that the agents hold elsewhere; held is this conversation's own count by the outcomes.
	other, held map[string]int
	limit       int
	deliveries  []*delivery
	outbox      bool
	// ghosts are timers that were armed once; turns were handed to turn-takers once, with the epoch of that time.
	ghosts []desk.Timer
	turns  []handed
	// rounds are when a request's waits last began, by request and round.
	rounds map[string]round
	ended  map[string]string
	seen   map[string]int
	salt   int
	// toggled says that a setting was changed during the history; off are agents who ended the shift and have not
	// pressed anything since.
	toggled bool
	off     map[string]bool
	// first is set on the other conversation of a guest, on its way to be merged into it.
	first *world
}

type handed struct {
	id    string
	epoch int64
}

type round struct {
	at   time.Time
	wait int
}

func newWorld(t *rapid.T) *world {
	h := newHouse()
	w := &world{house: h, t: t, other: map[string]int{}, held: map[string]int{}, rounds: map[string]round{},
		ended: map[string]string{}, off: map[string]bool{}, seen: map[string]int{}, limit: 3}
	h.duty = nil
	for range 6 {
		w.salt <<= 1
		if rapid.Bool().Draw(t, "salt") {
			w.salt++
		}
	}
	settings := rapid.IntRange(0, 63).Draw(t, "settings")
	h.lc.HelpsWhileWaiting = settings&1 == 0
	h.lc.Regardless = settings&2 != 0
	w.outbox = settings&4 != 0
	if settings&8 != 0 {
		h.chain = 1
	}
	h.guest.Address = settings&16 != 0
	if settings&32 == 0 {
		h.lc.HeldLimit = 1
		w.limit = 1
	}
	for i, a := range []string{ana, ben, cleo} {
		if rapid.IntRange(0, 3).Draw(t, "duty") > i/2 {
			h.duty = append(h.duty, a)
		}
	}
	if w.outbox {
		h.s.Channel = desk.ChannelWhatsApp
		h.lc.Quiet = 24 * time.Hour
		h.away = w.undelivered
	}
	return w
}

// Eligible is the floor of a world: on duty, reachable, below the limit.
func (w *world) Eligible() []string {
	var ids []string
	for _, a := range w.duty {
		if w.Reach(a) != desk.ReachLost && w.holds(a) < w.limit {
			ids = append(ids, a)
		}
	}
	return ids
}

func (w *world) holds(a string) int { return w.other[a] + w.held[a] }

func (w *world) env() desk.Env {
	e := w.house.env()
	e.Floor = w
	return e
}

func (w *world) undelivered(after int64) desk.Undelivered {
	for _, d := range w.deliveries {
		if d.state == "pending" && d.answers > after {
			return desk.Undelivered{Seq: d.answers, At: d.answersAt}
		}
	}
	return desk.Undelivered{}
}

func (w *world) fail(format string, args ...any) {
	w.t.Fatalf("%s\nstate: %s", fmt.Sprintf(format, args...), show(w.s))
}

func show(s desk.State) string {
	out := fmt.Sprintf("%s %+v epoch %d seq %d facts %+v timers %v", s.Status, s.Controller, s.Epoch, s.LastSeq, s.Facts, s.Timers)
	if s.Request != nil {
		out += fmt.Sprintf("\nrequest %+v", *s.Request)
	}
	if s.Offer != nil {
		out += fmt.Sprintf("\noffer %+v", *s.Offer)
	}
	if s.Turn != nil {
		out += fmt.Sprintf("\nturn %+v", *s.Turn)
	}
	return out
}

// bring brings an event, checks what must hold of its outcome, and goes on in the new state. It reports whether the
// event was let in.
func (w *world) bring(ev desk.Event) bool {
	before := w.s
	frozen := freeze(before)
	out, err := desk.Decide(before, ev, w.env())
	if !frozen.same(before) {
		w.fail("%s changed the state that it was given", ev.Kind)
	}
	if err != nil {
		w.refusal(ev, err)
		return false
	}
	if !w.place(out) {
		w.seen["limit reached"]++
		return false
	}
	made := w.deliver(before, ev, out)
	w.ledgerBefore = w.ledger
	w.ledgerBefore.marks = slices.Clone(w.ledger.marks)
	w.ledger.record(before, ev, out, w.now, made)
	w.s = out.State
	w.count(before, ev, out)
	w.checkOutcome(before, ev, out)
	w.checkState(before, ev)
	for _, t := range w.s.Timers {
		if !slices.Contains(w.ghosts, t) {
			w.ghosts = append(w.ghosts, t)
		}
	}
	if w.s.Turn.Open() && (len(w.turns) == 0 || w.turns[len(w.turns)-1] != handed{w.s.Turn.ID, w.s.Turn.Epoch}) {
		w.turns = append(w.turns, handed{w.s.Turn.ID, w.s.Turn.Epoch})
	}
	w.checkNobodyInSilence()
	if out.New {
		// The caller starts a new conversation and decides the same event again.
		w.seen["new conversation"]++
		w.fresh()
		return w.bring(ev)
	}
	return true
}

func (w *world) fresh() {
	n := newHouse().s
	n.ID, n.StartedAt, n.Channel = "c"+w.id(), w.now, w.s.Channel
	w.s = n
	w.ledger = ledger{}
	w.deliveries, w.turns = nil, nil
}

// refusal checks that a refusal is one that a caller can act on.
func (w *world) refusal(ev desk.Event, err error) {
	e, ok := err.(*desk.Error)
	if !ok || e.Code == desk.CodeInternal || e.Message == "" || e.Code == desk.CodeTaken && e.By == nil {
		w.fail("%s: unusable refusal %v", ev.Kind, err)
	}
	switch {
	case ev.Kind == desk.EventTurnAnswered:
		w.seen["late answer refused"]++
	case ev.Kind == desk.EventReply && e.Code == desk.CodeStale:
		w.seen["stale reply refused"]++
	}
}

// place takes and frees the agents' places as a save does; false is a refusal at the limit, which undoes all.
func (w *world) place(out desk.Outcome) bool {
	for _, c := range out.Held {
		if c.By > 0 && c.Limited && w.holds(c.AgentID) >= w.limit {
			return false
		}
	}
	for _, c := range out.Held {
		w.held[c.AgentID] += c.By
	}
	return true
}

// deliver does to the outbox what a save does: unclaimed deliveries are settled, the assistant's new messages queued.
func (w *world) deliver(before desk.State, ev desk.Event, out desk.Outcome) []*delivery {
	for _, d := range w.deliveries {
		if d.state != "pending" {
			continue
		}
		switch out.Deliveries {
		case desk.SettleWithdraw:
			d.state = "withdrawn"
			w.seen["answer withdrawn before it left"]++
		case desk.SettleRestamp:
			d.epoch = out.State.Epoch
		}
	}
	var made []*delivery
	for _, wr := range out.Write {
		if !w.outbox || wr.Message == nil || wr.Message.Author.Kind != desk.AuthorAssistant {
			continue
		}
		d := &delivery{epoch: wr.Epoch, answers: wr.Answers, answersAt: wr.AnswersAt, state: "pending"}
		if out.Deliveries == desk.SettleRestamp {
			d.epoch = out.State.Epoch
		}
		made = append(made, d)
	}
	w.deliveries = append(w.deliveries, made...)
	for _, d := range w.deliveries {
		if d.state == "pending" && d.epoch != out.State.Epoch {
			w.fail("after %s a delivery of epoch %d stays at the head under epoch %d", ev.Kind, d.epoch, out.State.Epoch)
		}
	}
	return made
}
