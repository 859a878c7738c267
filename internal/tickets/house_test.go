package tickets_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/mail/mailtest"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
	"deskbell/internal/tickets"
)

// house is a hotel with people and guests, a mail server, and a clock that the test moves.
type house struct {
	*testing.T
	store *memstore.Store
	desk  *conversation.Desk
	clerk *tickets.Clerk
	post  *mail.Post
	srv   *mailtest.Server

	mu      sync.Mutex
	at      time.Time
	away    map[string]bool
	changes []string
	changed chan struct{}
	nth     int
}

var (
	ana = person("ana", desk.RoleAgent, "harbour")
	ben = person("ben", desk.RoleAgent, "harbour")
	oda = person("oda", desk.RoleAgent, "mill")
	kim = person("kim", desk.RoleKnowledgeManager, "harbour")
)

func person(id string, role desk.Role, properties ...string) desk.Person {
	return desk.Person{ID: id, Email: id + "@hotel.example", Name: strings.ToUpper(id[:1]) + id[1:] + " Alves", Role: role, PropertyIDs: properties,
		Duty: desk.DutyOnline, Active: true}
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, srv: mailtest.Start(t), at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), away: map[string]bool{}, changed: make(chan struct{}, 1000)}
	h.store = memstore.New(h.now)
	live := desk.DefaultLiveChat(desk.ChannelWeb)
	live.Enabled = true
	h.write(func(tx store.Tx) error {
		for _, p := range []desk.Property{
			{ID: "harbour", Key: "harbour-key", Name: "Harbour View", Settings: desk.PropertySettings{TimeZone: "Europe/Lisbon", DefaultLanguage: "en",
				Phone: "+351 21 000", Email: "info@hotel.example", LiveChat: map[desk.Channel]desk.LiveChat{"": live}, ReplyWithin: 2 * time.Hour}},
			{ID: "mill", Key: "mill-key", Name: "Old Mill", Settings: desk.PropertySettings{TimeZone: "Europe/Berlin", DefaultLanguage: "de"}},
		} {
			if err := tx.CreateProperty(p); err != nil {
				return err
			}
		}
		for _, p := range []desk.Person{ana, ben, oda, kim} {
			if err := tx.CreatePerson(p); err != nil {
				return err
			}
		}
		return nil
	})
	h.mail(func(s *mail.Settings) {})
	h.build()
	return h
}

// build makes everything anew, as a start of the process does.
func (h *house) build() {
	h.Helper()
	book := tickets.NewBook(tickets.BookConfig{NewID: conversation.NewID, Changed: func(t desk.Ticket, answered bool) {
		h.mu.Lock()
		h.changes = append(h.changes, fmt.Sprintf("%d %s %v", t.Number, t.AssigneeID, answered))
		h.mu.Unlock()
		h.changed <- struct{}{}
	}})
	var err error
	h.post, err = mail.New(h.Context(), mail.Config{Store: h.store, NewID: conversation.NewID, Owner: conversation.NewID(), Alone: true, Settled: book.MailSettled})
	if err != nil {
		h.Fatal(err)
	}
	props := conversation.NewProperties(h.store, h.now)
	h.desk = conversation.New(conversation.Config{Store: h.store, Floors: nobodyThere{}, Properties: props, Owner: "node", Tickets: book,
		Followers: []conversation.Follower{book}, Away: h.isAway})
	h.clerk = tickets.New(tickets.Config{Store: h.store, Book: book, Conversations: h.desk, Properties: props, Post: h.post, Away: h.isAway,
		BaseURL: "https://desk.example"})
}

// nobodyThere is a floor on which nobody is eligible.
type nobodyThere struct{}

func (nobodyThere) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor {
	return nobodyThere{}
}
func (nobodyThere) Eligible() []string      { return nil }
func (nobodyThere) InHours() bool           { return true }
func (nobodyThere) Reach(string) desk.Reach { return desk.ReachHere }

// mail sets the mail servers to the test's.
func (h *house) mail(change func(*mail.Settings)) {
	h.Helper()
	in := mail.Server{Host: h.srv.Host, Port: h.srv.SMTPPort, Security: mail.Plain, User: mailtest.User, Password: mailtest.Password}
	s := mail.Settings{Server: in, From: "desk@hotel.example", Inbox: in}
	s.Inbox.Port = h.srv.IMAPPort
	change(&s)
	h.write(func(tx store.Tx) error { return mail.PutSettings(tx, s) })
}

// run runs the mail and the looking after absent guests, until stop or the test's end.
func (h *house) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	post, clerk := h.post, h.clerk
	wg.Go(func() {
		if err := post.Run(ctx, clerk); err != nil {
			h.Errorf("post: %v", err)
		}
	})
	wg.Go(func() {
		if err := clerk.Run(ctx); err != nil {
			h.Errorf("clerk: %v", err)
		}
	})
	stop = sync.OnceFunc(func() {
		cancel()
		wg.Wait()
	})
	h.Cleanup(stop)
	return stop
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

// pass moves the clock, and wakes whoever waits for it.
func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	h.at = h.at.Add(d)
	now := h.at
	h.mu.Unlock()
	h.clerk.Due(now)
	h.post.Wake()
}

func (h *house) isAway(contactID string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.away[contactID]
}

func (h *house) leaves(contactID string, left bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.away[contactID] = left
}

func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Write(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) read(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Read(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

// guest is a new one, who is there.
func (h *house) guest(property, language string) string {
	h.Helper()
	h.nth++
	id := fmt.Sprintf("guest-%d", h.nth)
	h.write(func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: id, PropertyID: property, AccountID: property, Channel: desk.ChannelWeb, Language: language, CreatedAt: tx.Now()})
	})
	return id
}

func (h *house) says(contactID, text string) string {
	h.Helper()
	h.nth++
	r, err := h.desk.Receive(h.Context(), conversation.Incoming{ContactID: contactID, ClientID: fmt.Sprint("c", h.nth), Text: text})
	if err != nil {
		h.Fatal(err)
	}
	return r.ConversationID
}

// leavesMessage fills in the form with a guest's name and address.
func (h *house) leavesMessage(contactID, text string) desk.Ticket {
	h.Helper()
	h.nth++
	left, err := h.desk.LeaveMessage(h.Context(), contactID, conversation.Form{ID: fmt.Sprint("form", h.nth), Name: "Zoë Müller", Email: "Zoe@Guests.example", Text: text})
	if err != nil {
		h.Fatal(err)
	}
	return h.ticket(left.Ticket)
}

func (h *house) ticket(number int64) (t desk.Ticket) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		t, err = tx.Ticket(number)
		return err
	})
	return t
}

// history is a ticket's, a line each: kind person how text.
func (h *house) history(number int64) string {
	h.Helper()
	var out []string
	h.read(func(tx store.Tx) error {
		lines, err := tx.TicketLines(number)
		for _, l := range lines {
			out = append(out, strings.TrimSpace(strings.Join(strings.Fields(fmt.Sprint(l.Kind, " ", l.PersonID, " ", l.Way, " ", l.Field, " ", l.From, ">", l.To, " ", l.Text)), " ")))
		}
		return err
	})
	return strings.ReplaceAll(strings.Join(out, "\n"), " > ", " ")
}

func (h *house) conversation(id string) (s desk.State) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		s, err = tx.State(id)
		return err
	})
	return s
}

func (h *house) reply(by desk.Person, number int64, clientID, text string) (desk.Way, error) {
	return h.clerk.Reply(h.Context(), by, number, tickets.Reply{ClientID: clientID, Text: text})
}

// until waits for a condition that the running parts bring about.
func (h *house) until(what string, ok func() bool) {
	h.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-h.changed:
		case <-deadline.C:
			h.Fatalf("waited in vain: %s", what)
		}
	}
}

func (h *house) refused(want desk.Code, err error) {
	h.Helper()
	if got := desk.CodeOf(err); got != want {
		h.Errorf("got code %q (%v), want %q", got, err, want)
	}
}

// settle waits until no mail is on its way.
func (h *house) settle() {
	h.Helper()
	h.post.Wake()
	h.until("all mails are settled", func() bool {
		var next time.Time
		h.read(func(tx store.Tx) (err error) {
			next, err = tx.NextMail()
			return err
		})
		return next.IsZero()
	})
}

// answerTo is a guest's answer to a mail, as mail programs write it.
func answerTo(m mailtest.Mail, id, text string) string {
	to := m.Header("Reply-To")
	if to == "" {
		to = m.Header("From")
	}
	return "From: Zoë <zoe@guests.example>\nTo: " + to + "\nSubject: Re: " + m.Header("Subject") + "\nMessage-Id: <" + id + "@guests.example>\n" +
		"In-Reply-To: " + m.Header("Message-Id") + "\nReferences: " + m.Header("Message-Id") + "\nContent-Type: text/plain; charset=utf-8\n\n" + text +
		"\n\nOn Sun, 22 Nov 2026 at 10:00, Harbour View <desk@hotel.example> wrote:\n> " + strings.ReplaceAll(m.Text("text/plain"), "\n", "\n> ") + "\n"
}
