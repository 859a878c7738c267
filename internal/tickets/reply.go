package tickets

import (
	"context"
	"errors"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Reply is an answer to a ticket that somebody wants sent.
type Reply struct {
	// ClientID is the writer's own id of it: a repeat is answered as the first one was.
	ClientID string
	Text     string
	// Way is the one that the writer was told; "" takes whichever it is. Where it is another one by now, nothing is
	// sent: a reply that was meant for a mailbox must not take over a chat unseen.
	Way desk.Way
}

// Reply answers a ticket where its guest can be reached now, and tells how it went: into the open thread, which takes
// control like any reply there (and is refused as that is), through the channel, or by e-mail, which touches nobody's
// control.
func (c *Clerk) Reply(ctx context.Context, by desk.Person, number int64, r Reply) (desk.Way, error) {
	text, err := conversation.Clean(r.Text)
	if err != nil {
		return "", err
	}
	r.Text = text
	var t desk.Ticket
	var st Standing
	var done desk.Way
	err = c.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		if t, err = in(tx, by, number); err != nil {
			return err
		}
		if done, err = before(tx, by, t, r.ClientID); err != nil || done != "" {
			return err
		}
		sts, err := c.Standings(tx, []desk.Ticket{t})
		if err == nil {
			st = sts[0]
		}
		return err
	})
	if err != nil {
		return "", err
	}
	switch {
	case done == desk.WayLive || done == desk.WayChannel:
		// The thread has it; whether the ticket does, too, is seen to below.
		st.Way = done
	case done != "":
		return done, nil
	case r.Way != "" && r.Way != st.Way:
		return "", otherWay(st)
	}
	switch st.Way {
	case desk.WayLive, desk.WayChannel:
		return st.Way, c.intoThread(ctx, by, t, r, st.Way)
	case desk.WayEmail:
		return st.Way, c.byMail(ctx, by, number, r)
	}
	return "", noWay(st)
}

// before is how an equal send went that was taken earlier; "" where there was none.
func before(tx store.Tx, by desk.Person, t desk.Ticket, clientID string) (desk.Way, error) {
	old, err := tx.TicketLineByClientID(by.ID, clientID)
	if err == nil {
		return old.Way, same(old, t.Number, desk.LineReply)
	}
	if !errors.Is(err, desk.ErrNotFound) {
		return "", err
	}
	e, err := tx.EntryByClientID(by.ID, clientID)
	if errors.Is(err, desk.ErrNotFound) {
		return "", nil
	}
	if err == nil && e.ContactID != t.ContactID {
		err = desk.Refuse(desk.CodeExists, "This client id was used for something else.")
	}
	if t.Channel != desk.ChannelWeb {
		return desk.WayChannel, err
	}
	return desk.WayLive, err
}

func otherWay(st Standing) error {
	e := desk.Refuse(desk.CodeConflict, "The guest can be reached in another way by now. Look again, and send it once more.")
	e.Reason = string(st.Way)
	return e
}

func noWay(st Standing) error {
	if st.Why == WhyNoMail {
		return desk.Refuse(desk.CodeNotOffered, "The guest has left, and no mail server is set up. An operator sets one under Settings, Mail.")
	}
	if st.Why != WhyNoAddress {
		return &desk.Error{Code: desk.CodeNotOffered, Reason: st.Why,
			Message: "Nothing can be written on the guest's channel now, and no e-mail address is known. Please call them."}
	}
	return desk.Refuse(desk.CodeNotOffered, "The guest has left, and left no e-mail address. Please call them.")
}

// intoThread writes into the thread through the one door. Its follower notes the answer in the ticket, in the same
// transaction; what that did not (the ticket was answered before, or the thread went on in a new conversation) is noted
// here.
func (c *Clerk) intoThread(ctx context.Context, by desk.Person, t desk.Ticket, r Reply, way desk.Way) error {
	_, err := c.cfg.Conversations.Reply(ctx, by, t.ConversationID, conversation.Draft{ClientID: r.ClientID, Text: r.Text, Epoch: -1})
	if err != nil {
		return err
	}
	return c.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if _, err := tx.TicketLineByClientID(by.ID, r.ClientID); !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		t, err := tx.Ticket(t.Number)
		if err != nil {
			return err
		}
		return c.book.reply(tx, t, desk.TicketLine{Kind: desk.LineReply, PersonID: by.ID, ClientID: r.ClientID, Text: r.Text,
			TicketLineMore: desk.TicketLineMore{Way: way}})
	})
}

// byMail queues the letter and notes it in the ticket, in one transaction.
func (c *Clerk) byMail(ctx context.Context, by desk.Person, number int64, r Reply) error {
	return c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		t, err := in(tx, by, number)
		if err != nil {
			return err
		}
		if old, err := tx.TicketLineByClientID(by.ID, r.ClientID); err == nil {
			return same(old, number, desk.LineReply)
		}
		if t.Email == "" {
			return noWay(Standing{Why: WhyNoAddress})
		}
		letter, err := c.replyLetter(tx, t, by, r.Text)
		if err != nil {
			return err
		}
		m, err := c.cfg.Post.Queue(tx, store.Mail{Kind: store.MailReply, To: t.Email, PropertyID: t.PropertyID,
			ConversationID: t.ConversationID, ContactID: t.ContactID, Ticket: t.Number}, letter)
		if err != nil {
			return err
		}
		return c.book.reply(tx, t, desk.TicketLine{Kind: desk.LineReply, PersonID: by.ID, ClientID: r.ClientID, Text: r.Text,
			TicketLineMore: desk.TicketLineMore{Way: desk.WayEmail, MailID: m.ID}})
	})
}
