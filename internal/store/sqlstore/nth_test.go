package sqlstore_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/toxics"
	"github.com/rs/zerolog"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/tickets"
)

// F21: the n-th thing that is asked of the database fails, for every n until there is none, while a guest writes, an
// agent accepts, a message is left, and a webhook brings messages. Whoever was refused asks again under the same ids, and then everything is as if
// nothing had failed.

// fault fails the n-th step from now on, once. Steps beyond the last one leave it armed.
type fault struct {
	left  atomic.Int64
	fired atomic.Bool
}

func (f *fault) arm(n int64) {
	f.fired.Store(false)
	f.left.Store(n)
}

// disarm reports whether it had failed something.
func (f *fault) disarm() bool {
	f.left.Store(0)
	return f.fired.Load()
}

func (f *fault) now() bool {
	if f.left.Load() > 0 && f.left.Add(-1) == 0 {
		f.fired.Store(true)
		return true
	}
	return false
}

// everyFault is that of the toxics below, which toxiproxy makes copies of: "question" cuts the line before the server
// hears of the n-th packet, "answer" after it did and before Deskbell does.
var everyFault struct{ question, answer fault }

type cutQuestion struct{}
type cutAnswer struct{}

// Pipe implements toxics.Toxic.
func (*cutQuestion) Pipe(stub *toxics.ToxicStub) { cut(stub, &everyFault.question) }

// Pipe implements toxics.Toxic.
func (*cutAnswer) Pipe(stub *toxics.ToxicStub) { cut(stub, &everyFault.answer) }

func cut(stub *toxics.ToxicStub, f *fault) {
	for {
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input:
			if c == nil || f.now() {
				stub.Close()
				return
			}
			stub.Output <- c
		}
	}
}

func init() {
	toxics.Register("cut_question", new(cutQuestion))
	toxics.Register("cut_answer", new(cutAnswer))
}

// errBroken is what a statement is answered with on a disk that fails.
var errBroken = desk.Refuse(desk.CodeUnavailable, "The disk is broken.")

func TestF21_TheNthStatementFails_SQLite(t *testing.T) {
	t.Parallel()
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: sqlstore.Migrated(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	var f fault
	d := newFrontDesk(t, db)
	db.FailStatements(func(string) error {
		if f.now() {
			return errBroken
		}
		return nil
	})
	d.failEach(&f, 8)
}

func TestF21_TheLineIsCutAtTheNthPacket_PostgreSQL(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	u, _ := url.Parse(address)
	proxy := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "nth", "127.0.0.1:0", u.Host)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	for _, toxic := range []string{`{"type":"cut_question","stream":"upstream"}`, `{"type":"cut_answer","stream":"downstream"}`} {
		if _, err := proxy.Toxics.AddToxicJson(bytes.NewReader([]byte(toxic))); err != nil {
			t.Fatal(err)
		}
	}
	u.Host = proxy.Listen
	d := newFrontDesk(t, openNode(t, u.String(), "node"))
	d.failEach(&everyFault.question, 2)
	d.failEach(&everyFault.answer, 2)
}

// frontDesk is the one door over a database, with an agent and a book of tickets.
type frontDesk struct {
	*testing.T
	db     *sqlstore.DB
	desk   *conversation.Desk
	agent  desk.Person
	guests int
}

// onDuty says that the agent is there.
type onDuty struct{ desk.Person }

func (o onDuty) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return o }
func (o onDuty) Eligible() []string                                             { return []string{o.ID} }
func (onDuty) InHours() bool                                                    { return true }
func (onDuty) Reach(string) desk.Reach                                          { return desk.ReachHere }

func newFrontDesk(t *testing.T, db *sqlstore.DB) *frontDesk {
	d := &frontDesk{T: t, db: db, agent: desk.Person{ID: "ana", Email: "ana@example.com", Name: "Ana", Role: desk.RoleAgent, PropertyIDs: []string{"harbour"},
		Duty: desk.DutyOnline, Active: true}}
	live := desk.DefaultLiveChat(desk.ChannelWeb)
	live.Enabled, live.HeldLimit = true, 0
	if err := db.Write(t.Context(), func(tx store.Tx) error {
		if err := tx.CreateProperty(desk.Property{ID: "harbour", Key: "harbour", Name: "Harbour View", Settings: desk.PropertySettings{
			TimeZone: "Europe/Lisbon", DefaultLanguage: "en", LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: live}}}); err != nil {
			return err
		}
		return tx.CreatePerson(d.agent)
	}); err != nil {
		t.Fatal(err)
	}
	book := tickets.NewBook(tickets.BookConfig{NewID: conversation.NewID})
	d.desk = conversation.New(conversation.Config{Store: db, Floors: onDuty{d.agent}, Tickets: book, Followers: []conversation.Follower{book}, Owner: "node"})
	return d
}

// guest is a new one.
func (d *frontDesk) guest() string {
	d.Helper()
	d.guests++
	id := fmt.Sprint("guest-", d.guests)
	if err := d.db.Write(d.Context(), func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: id, PropertyID: "harbour", AccountID: "web", Channel: desk.ChannelWeb, Language: "en", CreatedAt: tx.Now()})
	}); err != nil {
		d.Fatal(err)
	}
	return id
}

// failEach lets each use case meet a fault at its first step, its second, and so on; there are at least so many.
func (d *frontDesk) failEach(f *fault, least int64) {
	for name, one := range map[string]func(f *fault, n int64) bool{"send": d.send, "accept": d.accept, "ticket": d.leave, "webhook": d.webhook} {
		n, stride := int64(1), int64(1)
		if name == "webhook" && os.Getenv("DESKBELL_LONG") == "" {
			stride = 9 // it has many steps, and on PostgreSQL each waits to be tried again
		}
		for one(f, n) {
			if n += stride; n > 500 {
				d.Fatalf("%s: it never ends", name)
			}
		}
		if n <= least {
			d.Errorf("%s: only %d steps could fail", name, n-1)
		}
		d.Logf("%s: of %d steps one in %d failed once", name, n-1, stride)
	}
}

// insist asks as long as it is refused for now; every other refusal is the test's failure.
func (d *frontDesk) insist(what string, n int64, ask func() error) {
	d.Helper()
	for try := 0; ; try++ {
		switch err := ask(); {
		case err == nil:
			return
		case desk.CodeOf(err) != desk.CodeUnavailable || try > 20:
			d.Fatalf("%s, step %d: answered with %v", what, n, err)
		}
	}
}

func (d *frontDesk) send(f *fault, n int64) bool {
	guest := d.guest()
	var first, again conversation.Receipt
	say := func(into *conversation.Receipt) func() error {
		return func() (err error) {
			*into, err = d.desk.Receive(context.Background(), conversation.Incoming{ContactID: guest, ClientID: "c1", Text: "Good evening"})
			return err
		}
	}
	f.arm(n)
	d.insist("send", n, say(&first))
	fired := f.disarm()
	d.insist("send again", n, say(&again))
	if first.EntryID != again.EntryID || first.Seq != again.Seq || first.ConversationID != again.ConversationID {
		d.Errorf("send, step %d: the same message is %+v and %+v", n, first, again)
	}
	s, entries := d.whole(guest)
	said := count(entries, func(e desk.Entry) bool { return e.ClientID == "c1" })
	if said != 1 || s.Turn == nil || !s.Turn.Open() {
		d.Errorf("send, step %d: said %d times; turn %+v", n, said, s.Turn)
	}
	return fired
}

func (d *frontDesk) accept(f *fault, n int64) bool {
	guest := d.guest()
	if _, err := d.desk.Receive(d.Context(), conversation.Incoming{ContactID: guest, ClientID: "c1", Text: "A person, please"}); err != nil {
		d.Fatal(err)
	}
	before, err := d.desk.AskForHuman(d.Context(), guest)
	if err != nil {
		d.Fatal(err)
	}
	held := d.held()
	f.arm(n)
	d.insist("accept", n, func() error {
		_, err := d.desk.Accept(context.Background(), d.agent, before.ID)
		if desk.CodeOf(err) == desk.CodeConflict || desk.CodeOf(err) == desk.CodeTaken || desk.CodeOf(err) == desk.CodeClosed {
			// The answer to the first one was lost; it says who has it.
			if s, _ := d.whole(guest); s.Controller.AgentID == d.agent.ID {
				return nil
			}
		}
		return err
	})
	fired := f.disarm()
	s, entries := d.whole(guest)
	accepted := count(entries, func(e desk.Entry) bool { return e.Kind == desk.EntryControl && e.Epoch == s.Epoch })
	if s.Controller.AgentID != d.agent.ID || s.Epoch != before.Epoch+1 || s.Request == nil || s.Request.End != desk.EndAccepted || accepted != 1 {
		d.Errorf("accept, step %d: epoch %d after %d, %+v, request %+v, %d lines of it", n, s.Epoch, before.Epoch, s.Controller, s.Request, accepted)
	}
	if got := d.held(); got != held+1 {
		d.Errorf("accept, step %d: the agent holds %d after %d", n, got, held)
	}
	return fired
}

func (d *frontDesk) leave(f *fault, n int64) bool {
	guest := d.guest()
	var first, again conversation.Left
	leave := func(into *conversation.Left) func() error {
		return func() (err error) {
			*into, err = d.desk.LeaveMessage(context.Background(), guest, conversation.Form{ID: "form-1", Name: "Jo", Email: "jo@example.com", Text: "Please call me back"})
			return err
		}
	}
	if _, err := d.desk.Receive(d.Context(), conversation.Incoming{ContactID: guest, ClientID: "c1", Text: "Hello"}); err != nil {
		d.Fatal(err)
	}
	f.arm(n)
	d.insist("ticket", n, leave(&first))
	fired := f.disarm()
	d.insist("ticket again", n, leave(&again))
	s, entries := d.whole(guest)
	var made []desk.Ticket
	if err := d.db.Read(d.Context(), func(tx store.Tx) (err error) {
		made, err = tx.TicketsOfConversation(s.ID)
		return err
	}); err != nil {
		d.Fatal(err)
	}
	if len(made) != 1 || first.Ticket != again.Ticket || made[0].Number != first.Ticket {
		d.Errorf("ticket, step %d: %d tickets; told %d and %d", n, len(made), first.Ticket, again.Ticket)
	}
	if left := count(entries, func(e desk.Entry) bool { return e.Code == desk.LineTicket }); left != 1 {
		d.Errorf("ticket, step %d: the thread tells of it %d times", n, left)
	}
	return fired
}

// whole is a guest's conversation, checked for gaps and for epochs that go back.
func (d *frontDesk) whole(guest string) (s desk.State, entries []desk.Entry) {
	d.Helper()
	if err := d.db.Read(context.Background(), func(tx store.Tx) (err error) {
		if s, err = tx.StateOfContact(guest); err == nil {
			entries, err = tx.Entries(s.ID, store.EntryFilter{Limit: 500})
		}
		return err
	}); err != nil {
		d.Fatal(err)
	}
	var epoch int64
	for i, e := range entries {
		if e.Seq != int64(i+1) || e.Epoch < epoch {
			d.Errorf("%s: entry %d has seq %d and epoch %d after %d", s.ID, i+1, e.Seq, e.Epoch, epoch)
		}
		epoch = e.Epoch
	}
	if int64(len(entries)) != s.LastSeq {
		d.Errorf("%s: %d entries, and its last is %d", s.ID, len(entries), s.LastSeq)
	}
	return s, entries
}

func (d *frontDesk) held() int {
	d.Helper()
	var p desk.Person
	if err := d.db.Read(d.Context(), func(tx store.Tx) (err error) {
		p, err = tx.Person(d.agent.ID)
		return err
	}); err != nil {
		d.Fatal(err)
	}
	return p.Held
}

func count(entries []desk.Entry, is func(desk.Entry) bool) (n int) {
	for _, e := range entries {
		if is(e) {
			n++
		}
	}
	return n
}
