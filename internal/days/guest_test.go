package days_test

import (
	"context"
	"fmt"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

// guest is somebody with a page open on the property's website.
type guest struct {
	*day
	id string
	// acts is how much the guest still does; afterwards the guest only waits.
	acts  int
	forms int
	sent  int
	// last is the message that was acknowledged last, and how.
	last    conversation.Incoming
	receipt conversation.Receipt
}

// away reports whether a guest's page has been closed for a minute, as the hub of the real server does.
func (d *day) away(contactID string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	at, gone := d.left[contactID]
	return gone && time.Since(at) >= time.Minute
}

func (g *guest) stay(there bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if there {
		delete(g.left, g.id)
	} else {
		g.left[g.id] = time.Now()
	}
}

// step lets the guest do something, and plans what is next.
func (g *guest) step() {
	if g.acts--; g.acts < 0 || g.over {
		return
	}
	g.after(g.between(time.Second, 50*time.Second), g.step)
	if g.node == nil {
		return // the page tries again later
	}
	ctx := context.Background()
	s, err := g.node.desk.GuestState(ctx, g.id)
	if err != nil {
		g.watch.fail("%s reads the state: %v", g.id, err)
		return
	}
	if s.Offer.Shown() && g.pick(3) > 0 {
		g.chooses(ctx, s)
		return
	}
	switch g.pick(20) {
	case 0, 1:
		g.does("guest asked for a person", func() (desk.State, error) { return g.node.desk.AskForHuman(ctx, g.id) })
	case 2:
		g.does("guest cancelled", func() (desk.State, error) { return g.node.desk.CancelHuman(ctx, g.id) })
	case 3:
		g.does("guest asked the assistant meanwhile", func() (desk.State, error) { return g.node.desk.AskMeanwhile(ctx, g.id) })
	case 4:
		g.leavesMessage(ctx)
	case 5:
		g.count("guest left")
		g.stay(false)
		if g.pick(3) > 0 {
			g.acts = 0
		}
	case 6:
		if err := g.node.desk.Rate(ctx, g.id, 1+g.pick(5), "fine"); err != nil && desk.CodeOf(err) != desk.CodeNotFound {
			g.watch.fail("%s rates: %v", g.id, err)
		}
	case 7:
		if g.pick(3) == 0 {
			g.writes(ctx, "there is a fire in my room")
		}
	case 8:
		g.sendsAgain(ctx)
	case 9:
		if g.pick(12) == 0 {
			g.isAnother(ctx)
			return
		}
		g.writes(ctx, "hello")
	default:
		g.writes(ctx, questions[g.pick(len(questions))])
	}
}

// chooses takes one of the choices that the offer gives.
func (g *guest) chooses(ctx context.Context, s desk.State) {
	switch g.pick(7) {
	case 0, 1:
		g.leavesMessage(ctx)
	case 2:
		g.forms++
		if err := g.node.desk.FormBegun(ctx, g.id, conversation.Form{ID: g.form(), Text: "half a message"}); err != nil {
			g.watch.fail("%s begins the form: %v", g.id, err)
		}
		g.count("form begun")
	case 3:
		g.does("guest kept chatting", func() (desk.State, error) { return g.node.desk.KeepChatting(ctx, g.id) })
	case 4:
		g.does("guest asked the assistant meanwhile", func() (desk.State, error) { return g.node.desk.AskMeanwhile(ctx, g.id) })
	default:
		what := "guest pressed Keep waiting in vain"
		if s.Offer.KeepWaiting {
			what = "guest kept waiting"
		}
		g.does(what, func() (desk.State, error) { return g.node.desk.KeepWaiting(ctx, g.id) })
	}
}

func (g *guest) does(what string, do func() (desk.State, error)) {
	if _, err := do(); err != nil {
		g.watch.fail("%s: %s: %v", g.id, what, err)
	}
	g.count(what)
}

func (g *guest) writes(ctx context.Context, text string) {
	g.stay(true)
	g.sent++
	in := conversation.Incoming{ContactID: g.id, ClientID: fmt.Sprintf("%s-%d", g.id, g.sent), Text: fmt.Sprintf("%s (%d)", text, g.sent), Language: "en"}
	r, err := g.node.desk.Receive(ctx, in)
	if err != nil || r.Repeated {
		g.watch.fail("%s writes: %+v, %v", g.id, r, err)
		return
	}
	g.count("guest wrote")
	g.last, g.receipt = in, r
	g.acknowledged[in.ClientID] = written{r.ConversationID, r.EntryID, in.Text}
}

// sendsAgain is a page that did not see its message acknowledged, perhaps because the server was killed.
func (g *guest) sendsAgain(ctx context.Context) {
	if g.sent == 0 {
		return
	}
	r, err := g.node.desk.Receive(ctx, g.last)
	if err != nil || !r.Repeated || r.EntryID != g.receipt.EntryID {
		g.watch.fail("%s sends again: %+v, %v, before it was %+v", g.id, r, err, g.receipt)
	}
	g.count("guest sent again")
}

// isAnother lets it turn out that the guest is one who was here before. Both pages go on as they are.
func (g *guest) isAnother(ctx context.Context) {
	other := guestName(g.pick(2 * guestsEach))
	if _, err := g.node.desk.Merge(ctx, other, g.id); err != nil {
		g.watch.fail("%s becomes %s: %v", g.id, other, err)
	}
	if other != g.id {
		g.count("guests merged")
	}
}

func (g *guest) form() string { return fmt.Sprintf("%s-form-%d", g.id, g.forms) }

func (g *guest) leavesMessage(ctx context.Context) {
	f := conversation.Form{ID: g.form(), Name: "Grace", Email: "grace@example.org", Text: "Please write to me. " + g.form()}
	left, err := g.node.desk.LeaveMessage(ctx, g.id, f)
	if err != nil || left.Ticket == 0 {
		g.watch.fail("%s leaves a message: %+v, %v", g.id, left, err)
		return
	}
	if was, again := g.tickets[f.ID]; again && was != left.Ticket {
		g.watch.fail("%s: form %s became ticket %d, and %d before", g.id, f.ID, left.Ticket, was)
	}
	g.tickets[f.ID] = left.Ticket
	g.count("guest left a message")
	if g.pick(4) > 0 { // else a double click follows
		g.forms++
	}
}
