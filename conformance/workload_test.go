package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"deskbell/conformance/check"
	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// world is a workload on an installation: guests and agents who do what people do, each by dice of their own, all of it
// recorded. The same seed makes the same choices.
type world struct {
	*testing.T
	house  *house
	rec    *history.Recorder
	seed   uint64
	guests []*caller
	agents []*attendant
	pace   int // how many times faster than people everybody is
	// ringing is how long agents let it ring, so that what must be seen in time stands that long.
	ringing time.Duration

	mu     sync.Mutex
	others []string // conversations at the second property
}

// seeded is DESKBELL_SEED, or a new seed; it is printed.
func seeded(t *testing.T) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if s, err := strconv.ParseUint(os.Getenv("DESKBELL_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("DESKBELL_SEED=%d", seed)
	return seed
}

// actor is what guests and agents have in common: a place at one of the nodes, dice, and a way to keep a record.
type actor struct {
	w    *world
	name string
	node int
	to   atomic.Int64 // the node to go to, + 1; 0 is nowhere else
	dice *rand.Rand
	sent int // ids of what it wrote
}

// id is a new id of something that the actor writes.
func (a *actor) id(what string) string {
	a.sent++
	return fmt.Sprintf("%s %s %d", a.name, what, a.sent)
}

// do asks for an operation and takes down how it ended; call fills in what was acknowledged.
func (a *actor) do(op history.Op, call func(o *history.Op) error) error {
	op.Client = a.name
	end := a.w.rec.Begin(op)
	answered := op
	err := call(&answered)
	var refusal *drive.Problem
	end(func(o *history.Op) {
		switch {
		case err == nil:
			o.Outcome = history.OK
			o.Conversation, o.Status, o.Seq, o.Entry, o.Ticket = answered.Conversation, answered.Status, answered.Seq, answered.Entry, answered.Ticket
		case errors.As(err, &refusal) && refusal.Status < 500 && refusal.Status != http.StatusTooManyRequests:
			o.Outcome, o.Status, o.Code, o.By = history.Failed, refusal.Status, refusal.Code, refusal.By.ID
		case errors.Is(err, syscall.ECONNREFUSED): // nobody listened, so nobody heard
			o.Outcome, o.Code = history.Failed, "unreached"
		}
	})
	return err
}

// lost reports whether nobody knows what became of an operation, so that it is to be asked for again.
func lost(err error) bool {
	var refusal *drive.Problem
	return err != nil && (!errors.As(err, &refusal) || refusal.Status >= 500 || refusal.Status == http.StatusTooManyRequests)
}

// insist asks until somebody knows the answer, at one node after the other.
func (a *actor) insist(ctx context.Context, ask func() error, elsewhere func()) {
	for ctx.Err() == nil {
		if !lost(ask()) {
			return
		}
		elsewhere()
		pause(ctx, time.Now().Add(50*time.Millisecond+time.Duration(a.dice.IntN(200))*time.Millisecond))
	}
}

// caller is a guest with an open page.
type caller struct {
	actor
	g            *drive.Guest
	key          string // of the property
	page         *page
	conversation string
}

// attendant is an agent with an open dashboard.
type attendant struct {
	actor
	s    *drive.Staff
	id   string
	desk *deskPage
	hers map[string]bool // the properties that she works at
}

// questions are what guests write: the assistant has an answer to some of it.
var questions = []string{"What time is breakfast?", "Can I bring my dog?", "My name is Jo and I come on Friday", "Is there parking, and what does it cost?", "thanks", "Do you have a room with a view of the harbour?"}

// newWorld lets guests and agents come to an installation of the sample property, whose waits it makes short. Every
// fifth guest is at the second property, which only one of the agents may see.
func newWorld(t *testing.T, h *house, seed uint64, guests int) *world {
	t.Helper()
	w := &world{T: t, house: h, rec: history.New(seed), seed: seed, pace: 1}
	admin := signedIn(t, h.Base(0), "admin@demo.example")
	changeLiveChat(t, admin, func(all map[string]any) {
		all["regardless"], all["held_limit"] = true, 0
		all["first_wait_seconds"], all["second_wait_seconds"] = 10, 10
	})
	for i, email := range []string{"agent1@demo.example", "agent2@demo.example", "night@demo.example"} {
		a := &attendant{s: signedIn(t, h.Base(i), email), hers: map[string]bool{}}
		w.begin(&a.actor, email, i)
		me, err := a.s.Me(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		a.id = me.ID
		page := *a.s
		a.desk = newDeskPage(&page, email, fmt.Sprint("desk-", i))
		r := history.Reader{Name: email, Person: me.ID, Rings: true}
		for _, p := range me.Properties {
			a.hers[p.ID] = true
			r.Properties = append(r.Properties, p.ID)
		}
		a.desk.rec, a.desk.record = w.rec, w.rec.Reads(r)
		w.agents = append(w.agents, a)
	}
	for i := range guests {
		key := "demo"
		if i%5 == 4 {
			key = "demo-mill"
		}
		g, err := drive.NewGuest(t.Context(), h.Base(i), key, &http.Client{Transport: drive.NewTransport(4), Timeout: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		v := &caller{g: g, key: key}
		w.begin(&v.actor, fmt.Sprint("guest ", i), i)
		far := *g
		far.Client = &http.Client{Transport: drive.NewTransport(4)}
		v.page = newPage(&far)
		v.page.most = time.Second
		w.guests = append(w.guests, v)
	}
	return w
}

func (w *world) begin(a *actor, name string, node int) {
	a.w, a.name, a.node = w, name, node
	a.dice = rand.New(rand.NewPCG(w.seed, uint64(len(w.guests)+1000*len(w.agents))))
}

// moves lets one in so many go to a node, with their pages.
func (w *world) moves(dice *rand.Rand, node, in int) {
	base := w.house.Base(node)
	for _, a := range w.agents {
		if dice.IntN(in) == 0 {
			a.to.Store(int64(node) + 1)
			a.desk.move(base)
		}
	}
	for _, v := range w.guests {
		if dice.IntN(in) == 0 {
			v.to.Store(int64(node) + 1)
			v.page.move(base)
		}
	}
}

// moved answers the address of the node that the actor was told to go to, once.
func (a *actor) moved() (base string, ok bool) {
	to := a.to.Swap(0)
	if to == 0 {
		return "", false
	}
	a.node = int(to) - 1
	return a.w.house.Base(a.node), true
}

// passerby is one more guest at a node, without a page.
func (w *world) passerby(node int) *caller {
	w.Helper()
	g, err := drive.NewGuest(w.Context(), w.house.Base(node), "demo", &http.Client{Transport: drive.NewTransport(4), Timeout: 10 * time.Second})
	if err != nil {
		w.Fatal(err)
	}
	v := &caller{g: g, key: "demo"}
	w.begin(&v.actor, fmt.Sprint("passer-by ", node), node)
	return v
}

// live opens every page; the returned function closes them.
func (w *world) live() (closed func()) {
	ctx, cancel := context.WithCancel(w.Context())
	var pages sync.WaitGroup
	for _, a := range w.agents {
		pages.Go(func() { a.desk.live(ctx) })
	}
	for _, v := range w.guests {
		pages.Go(func() { v.page.live(ctx) })
	}
	return func() {
		cancel()
		pages.Wait()
	}
}

// run lets everybody do what they do until ctx ends, and what each had begun be answered.
func (w *world) run(ctx context.Context) {
	patient, cancel := context.WithTimeout(w.Context(), time.Minute+time.Until(deadline(ctx)))
	defer cancel()
	var all sync.WaitGroup
	for _, v := range w.guests {
		all.Go(func() {
			for ctx.Err() == nil {
				v.acts(patient)
				w.rest(ctx, time.Duration(50+v.dice.IntN(400))*time.Millisecond)
			}
		})
	}
	for _, a := range w.agents {
		all.Go(func() {
			for ctx.Err() == nil {
				a.acts(patient)
				w.rest(ctx, time.Duration(20+a.dice.IntN(150))*time.Millisecond)
			}
		})
	}
	all.Wait()
	if patient.Err() != nil {
		w.Error("some were not answered within a minute after the load had ended")
	}
}

func (w *world) rest(ctx context.Context, d time.Duration) {
	pause(ctx, time.Now().Add(d/time.Duration(w.pace)))
}

func deadline(ctx context.Context) time.Time {
	if d, ok := ctx.Deadline(); ok {
		return d
	}
	return time.Now().Add(10 * time.Minute)
}

// acts is one thing that a guest does.
func (v *caller) acts(ctx context.Context) {
	if base, ok := v.moved(); ok {
		v.g.Base = base
	}
	switch n := v.dice.IntN(100); {
	case n < 55 || v.conversation == "":
		v.send(ctx)
	case n < 70:
		v.insists(ctx, history.Ask, "", v.g.Human)
	case n < 76:
		v.insists(ctx, history.Cancel, "", v.g.CancelHuman)
	case n < 82:
		choice := []string{"keep_chatting", "keep_waiting", "ask_meanwhile"}[v.dice.IntN(3)]
		v.insists(ctx, history.Offer, choice, func(ctx context.Context) (drive.GuestState, error) { return v.g.Offer(ctx, choice) })
	case n < 87:
		v.leave(ctx)
	default:
		v.look(ctx)
	}
}

func (v *caller) op(do string) history.Op {
	return history.Op{Do: do, Guest: true, Contact: v.g.Contact, Conversation: v.conversation}
}

// elsewhere goes to the next node.
func (v *caller) elsewhere() {
	v.node++
	v.g.Base = v.w.house.Base(v.node)
}

// begun notes which conversation the guest is in.
func (v *caller) begun(conversation string) {
	if v.key != "demo" && v.conversation == "" {
		v.w.mu.Lock()
		v.w.others = append(v.w.others, conversation)
		v.w.mu.Unlock()
	}
	v.conversation = conversation
}

func (v *caller) send(ctx context.Context) {
	id := v.id("message")
	text := id + ": " + questions[v.dice.IntN(len(questions))]
	v.insist(ctx, func() error {
		op := v.op(history.Send)
		op.ClientID, op.Text = id, text
		return v.do(op, func(o *history.Op) error {
			r, err := v.g.Send(ctx, id, text)
			if err == nil {
				v.begun(r.ConversationID)
				o.Conversation, o.Status, o.Seq, o.Entry = r.ConversationID, r.Status, r.Seq, r.ID
			}
			return err
		})
	}, v.elsewhere)
}

func (v *caller) insists(ctx context.Context, do, choice string, call func(context.Context) (drive.GuestState, error)) {
	v.insist(ctx, func() error {
		op := v.op(do)
		op.Text = choice
		asked := time.Now()
		return v.do(op, func(o *history.Op) error {
			s, err := call(ctx)
			if err == nil {
				v.saw(s, asked)
			}
			return err
		})
	}, v.elsewhere)
}

func (v *caller) leave(ctx context.Context) {
	id := v.id("form")
	v.insist(ctx, func() error {
		op := v.op(history.Leave)
		op.ClientID, op.Text = id, id+", please write to me"
		return v.do(op, func(o *history.Op) (err error) {
			o.Ticket, err = v.g.Leave(ctx, id, "Jo", "jo@mail.example", op.Text)
			return err
		})
	}, v.elsewhere)
}

// look reads how the conversation stands.
func (v *caller) look(ctx context.Context) {
	asked := time.Now()
	if s, err := v.g.Entries(ctx, 0); err == nil {
		v.saw(s, asked)
	}
}

func (v *caller) saw(s drive.GuestState, asked time.Time) {
	v.w.rec.Saw(history.View{Reader: v.name, Guest: true, Conversation: s.ConversationID, Invoked: asked, Returned: time.Now(), Status: s.Status,
		Controller: s.Controller.Kind, LastSeq: s.LastSeq, Read: s.ReadSeq, Stored: s.DeliveredSeq})
}

// acts is one thing that an agent does: most of all she answers what rings, and those whom she has.
func (a *attendant) acts(ctx context.Context) {
	if base, ok := a.moved(); ok {
		a.s.Base = base
	}
	n := a.dice.IntN(100)
	if n < 35 {
		if c := a.desk.ring(a.dice, a.w.ringing); c != "" {
			a.act(ctx, c, history.Accept, nil)
		}
		return
	}
	view := "mine"
	if n >= 80 {
		view = "live"
	}
	asked := time.Now()
	cards, err := a.s.List(ctx, view)
	if err != nil {
		a.elsewhere()
		return
	}
	for _, c := range cards {
		a.w.rec.Saw(viewOf(a.name, c, asked))
	}
	if len(cards) == 0 {
		return
	}
	c := cards[a.dice.IntN(len(cards))].ID
	switch {
	case n < 60:
		a.write(ctx, c, history.Reply)
	case n < 68:
		a.act(ctx, c, history.HandBack, nil)
	case n < 72:
		a.act(ctx, c, history.Resolve, map[string]any{"confirm": true})
	case n < 75:
		a.act(ctx, c, history.Transfer, nil)
	case n < 80:
		a.write(ctx, c, history.Note)
	case n < 92:
		a.act(ctx, c, history.Take, nil)
	case n < 97:
		a.write(ctx, c, history.AnswerAndBack)
	default:
		a.act(ctx, c, history.TakeOver, map[string]any{"confirm": true})
	}
	a.trespass(ctx)
}

// elsewhere goes to the next node.
func (a *attendant) elsewhere() {
	a.node++
	a.s.Base = a.w.house.Base(a.node)
}

func (a *attendant) op(do, conversation string) history.Op {
	return history.Op{Do: do, Person: a.id, Conversation: conversation}
}

func (a *attendant) act(ctx context.Context, conversation, verb string, body any) {
	a.insist(ctx, func() error {
		return a.do(a.op(verb, conversation), func(*history.Op) error { return a.s.Act(ctx, conversation, verb, body) })
	}, a.elsewhere)
}

func (a *attendant) write(ctx context.Context, conversation, verb string) {
	id := a.actor.id(verb)
	a.insist(ctx, func() error {
		op := a.op(verb, conversation)
		op.ClientID, op.Text = id, id
		return a.do(op, func(o *history.Op) error {
			r, err := a.s.Write(ctx, conversation, verb, id, id)
			o.Status, o.Seq, o.Entry = r.Status, r.Seq, r.ID
			return err
		})
	}, a.elsewhere)
}

// trespass tries, now and then, to get at a conversation of a property that she does not work at.
func (a *attendant) trespass(ctx context.Context) {
	if len(a.hers) > 1 || a.dice.IntN(10) > 0 {
		return
	}
	if c := a.w.other(a.dice); c != "" {
		op := a.op(history.Take, c)
		op.Foreign = true
		_ = a.do(op, func(*history.Op) error { return a.s.Act(ctx, c, history.Take, nil) }) // taken down
	}
}

// other is a conversation at the second property; "" if there is none yet.
func (w *world) other(dice *rand.Rand) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.others) == 0 {
		return ""
	}
	return w.others[dice.IntN(len(w.others))]
}

// settle ends the load: it waits until every page is connected, gives them what the promise allows to show what is
// there, and takes down what they show and what a fresh reader is given.
func (w *world) settle(closed func()) *history.History {
	w.Helper()
	w.opened()
	quiet := time.Now()
	fresh := signedIn(w.T, w.house.Base(0), "night@demo.example") // sees both properties
	contacts := map[string]*caller{}
	for _, v := range w.guests {
		if base, ok := v.moved(); ok { // told to go while nothing was left to do
			v.g.Base = base
		}
		contacts[v.g.Contact] = v
	}
	// What the clocks and the assistant still owe changes threads; all is read again until nothing moved meanwhile.
	var threads []history.Thread
	conversations := w.rec.Conversations()
	equal := func() bool {
		all := true
		threads = threads[:0]
		for _, id := range conversations {
			t, err := w.thread(fresh, contacts, id)
			if err != nil {
				w.Fatal(err)
			}
			threads = append(threads, t)
			for _, a := range w.agents {
				all = all && (!a.hers[t.Property] || len(a.desk.seen(id)) >= len(t.Desk))
			}
			if v := contacts[t.Contact]; v != nil {
				all = all && len(v.page.seen()) >= len(t.Guest)
			}
		}
		return all
	}
	converged := soon(w.Context(), converge, equal)
	w.Logf("every page shows what a fresh reader is given: %t, after %s", converged, time.Since(quiet).Round(time.Millisecond))
	closed()
	for _, a := range w.agents {
		for _, t := range threads {
			if a.hers[t.Property] {
				a.desk.record.Showed(t.Conversation, cut(a.desk.seen(t.Conversation), len(t.Desk)))
			}
		}
	}
	for _, v := range w.guests {
		r := w.rec.Reads(history.Reader{Name: v.name, Guest: true, Contact: v.g.Contact})
		for _, t := range threads {
			if t.Contact == v.g.Contact {
				r.Showed(t.Conversation, cut(v.page.seen(), len(t.Guest)))
			}
		}
	}
	for _, t := range threads {
		w.rec.Found(t)
	}
	tickets, err := fresh.Tickets(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	for _, t := range tickets {
		w.rec.FoundTicket(history.Ticket{Number: t.Number, Property: t.PropertyID, Conversation: t.ConversationID, Text: t.Text})
	}
	return w.rec.History()
}

// converge is how long after the end of all faults a page may show less than a fresh reader is given: twice the 5 s of
// the invariant, because the fresh readers share the machine. What it took is printed.
const converge = 10 * time.Second

// cut leaves out what came after the fresh read.
func cut(shown []drive.Entry, n int) []drive.Entry { return shown[:min(len(shown), n)] }

// thread reads a conversation afresh, again where something happened between its parts.
func (w *world) thread(fresh *drive.Staff, contacts map[string]*caller, id string) (t history.Thread, err error) {
	for {
		asked := time.Now()
		card, err := fresh.Card(w.Context(), id)
		if err != nil {
			return t, err
		}
		t = history.Thread{Conversation: id, Property: card.PropertyID, Contact: card.Guest.ID, View: viewOf("fresh", card, asked)}
		if v := contacts[t.Contact]; v != nil {
			if t.Guest, err = v.g.AllEntries(w.Context()); err != nil {
				return t, err
			}
		}
		if t.Desk, err = fresh.Entries(w.Context(), id); err != nil {
			return t, err
		}
		if int64(len(t.Desk)) == card.LastSeq {
			return t, nil
		}
	}
}

// checked holds the history against every rule; one that is refused is kept where DESKBELL_HISTORY says.
func (w *world) checked(h *history.History) {
	w.Helper()
	begun := time.Now()
	vs := check.History(h)
	counts := map[history.Outcome]int{}
	for _, o := range h.Ops {
		counts[o.Outcome]++
	}
	w.Logf("%d operations (%d ok, %d refused, %d unknown), %d answers and frames about %d conversations, %d tickets; checked in %s",
		len(h.Ops), counts[history.OK], counts[history.Failed], counts[history.Unknown], len(h.Views), len(h.Threads), len(h.Tickets), time.Since(begun).Round(time.Millisecond))
	if len(vs) == 0 {
		return
	}
	w.Errorf("the history is refused:\n%s", check.Summary(vs))
	if dir := os.Getenv("DESKBELL_HISTORY"); dir != "" {
		if err := h.Write(filepath.Join(dir, strings.ReplaceAll(w.Name(), "/", "-")+".json")); err != nil {
			w.Error(err)
		}
	}
}
