package conversation

import (
	"cmp"
	"context"
	"errors"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// attempts is how often a use case is decided again because the conversation moved on meanwhile. Each failed attempt
// means that somebody else's succeeded, so only a conversation in a storm comes near it.
const attempts = 32

// act is one use case on its way through the door.
type act struct {
	// load finds the conversation; one that is not stored yet has LastSeq 0.
	load func(tx store.Tx) (desk.State, error)
	// by is the person who acts; nil for guests, the assistant, clocks and devices.
	by    *desk.Person
	event desk.Event
	// check refuses what depends on other rows than the conversation's.
	check func(tx store.Tx, s desk.State) error
	// sender is whose client ids event.Message.ClientID is one of.
	sender string
	// form is what the guest filled in, where the event is a message left.
	form *Form
	// language is what the guest reads now (BCP 47); "" is as before.
	language string
	// adapt completes the event by what the conversation says, before the rules are asked.
	adapt func(tx store.Tx, before desk.State, account *Account, ev *desk.Event) error
	// finish completes the decided state by what the rules do not look at.
	finish func(after *desk.State, now time.Time)
	// then runs in the same transaction after the change was saved.
	then func(tx store.Tx, after desk.State) error
	// idle runs in the same transaction where nothing changed.
	idle func(tx store.Tx) error
}

// providerID is the channel's id of what is written, where it has none of the sender's.
func (a act) providerID() string {
	if a.event.Message == nil || a.event.Message.ClientID != "" {
		return ""
	}
	return a.event.Message.ProviderID
}

func (a act) clientID() string {
	if a.event.Message == nil {
		return ""
	}
	return a.event.Message.ClientID
}

// done is what came of an act. Stored is the entry of an earlier, equal send.
type done struct {
	Change
	stored *desk.Entry
}

// run carries an act through: again where the conversation moved on meanwhile, and to the stored row where it repeats
// an earlier send.
func (d *Desk) run(ctx context.Context, a act) (*done, error) {
	for range attempts {
		res, err := d.once(ctx, a)
		switch {
		case errors.Is(err, desk.ErrChanged):
			continue
		case desk.CodeOf(err) == desk.CodeExists && a.clientID()+a.providerID() != "":
			return d.repeated(ctx, a, err)
		default:
			return res, err
		}
	}
	return nil, errStorm
}

var errStorm = &desk.Error{Code: desk.CodeUnavailable, RetryAfter: time.Second,
	Message: "Too much happens in this conversation at once. Please try again."}

// repeated answers a send whose client id is taken with the row that took it. It asks in a write of its own, because
// that one is answered only after the commit that it sees: the row may be in the very batch that refused the repeat.
func (d *Desk) repeated(ctx context.Context, a act, cause error) (*done, error) {
	var found *desk.Entry
	err := d.store.Write(ctx, func(tx store.Tx) error {
		e, err := d.sent(tx, a)
		found = e
		return err
	})
	if errors.Is(err, desk.ErrNotFound) {
		return nil, cause
	}
	if err != nil {
		return nil, err
	}
	return &done{stored: found}, nil
}

// sent is what an equal send before stored. A guest may have become part of another since.
func (d *Desk) sent(tx store.Tx, a act) (*desk.Entry, error) {
	if id := a.providerID(); id != "" {
		s, err := a.load(tx)
		if err != nil {
			return nil, err
		}
		e, err := tx.EntryByProvider(s.AccountID, id)
		if err != nil {
			return nil, err
		}
		return &e, nil
	}
	sender := a.sender
	if a.by == nil {
		c, err := d.guest(tx, sender)
		if err != nil {
			return nil, err
		}
		sender = c.ID
	}
	e, err := tx.EntryByClientID(sender, a.clientID())
	if err != nil {
		return nil, err
	}
	return &e, nil
}

// once is one transaction. fn may run again, or after ctx was cancelled, so each run has a result of its own.
func (d *Desk) once(ctx context.Context, a act) (*done, error) {
	var res *done
	err := d.store.Write(ctx, func(tx store.Tx) error {
		made := new(done)
		err := d.decide(tx, a, made)
		res = made
		return err
	})
	if err != nil {
		return nil, err
	}
	return res, nil
}

func (d *Desk) decide(tx store.Tx, a act, res *done) error {
	before, err := a.load(tx)
	if err != nil {
		return err
	}
	ev := a.event
	if a.by != nil {
		if err := desk.Allow(*a.by, desk.ActConverse, before.PropertyID); err != nil {
			return err
		}
		ev.Agent = a.by.ID
		ev.Admin = desk.Allow(*a.by, desk.ActTakeOver, before.PropertyID) == nil
	}
	if a.check != nil {
		if err := a.check(tx, before); err != nil {
			return err
		}
	}
	prop, err := d.props.In(tx, before.PropertyID)
	if err != nil {
		return err
	}
	account, err := d.account(tx, before)
	if err != nil {
		return err
	}
	if a.adapt != nil {
		if err := a.adapt(tx, before, account, &ev); err != nil {
			return err
		}
	}
	if m := ev.Message; m != nil && m.Author.Kind == desk.AuthorAssistant && prop.Settings.AssistantName != "" {
		named := *m
		named.Author.Name = prop.Settings.AssistantName
		ev.Message = &named
	}
	if m := ev.Message; m != nil && m.Author.Kind == desk.AuthorGuest {
		if m.Author.ID != before.ContactID {
			known := *m
			known.Author.ID = before.ContactID
			ev.Message = &known
		}
		ev.Danger = d.danger != nil && !ev.Old && d.danger(m.Text, cmp.Or(a.language, before.Language))
	}
	before, out, err := d.outcome(tx, prop, account, before, ev)
	if err != nil {
		if a.clientID() != "" {
			// The first of two equal sends may be the reason why the second is refused.
			if e, found := d.sent(tx, a); found == nil {
				res.stored = e
				return nil
			}
		}
		return explain(tx, before, err)
	}
	if out.Rearm != nil {
		return d.rearm(tx, before, out)
	}
	if len(out.Write) == 0 {
		res.Before, res.After = before, before
		if a.idle != nil {
			return a.idle(tx)
		}
		return nil
	}
	if a.finish != nil {
		a.finish(&out.State, tx.Now())
	}
	d.feel(&out.State, ev)
	out.Attention = out.State.BeginAttention()
	if err := d.save(tx, prop, account, before, out, ev, a.form, res); err != nil {
		return err
	}
	if a.then != nil {
		return a.then(tx, res.After)
	}
	return nil
}

// outcome asks the rules. Where the conversation ended too long ago to be reopened, the same event is decided on the
// contact's newest one, or on a new one.
func (d *Desk) outcome(tx store.Tx, prop desk.Property, account *Account, s desk.State, ev desk.Event) (desk.State, desk.Outcome, error) {
	for newest := false; ; newest = true {
		env := d.env(tx, prop, account, s)
		out, err := desk.Decide(s, ev, env)
		if err != nil || !out.New {
			limit(out.Held, env.LiveChat)
			return s, out, err
		}
		old := s.ID
		if !newest {
			if s, err = tx.StateOfContact(s.ContactID); err != nil {
				return s, desk.Outcome{}, err
			}
		}
		if newest || s.ID == old {
			c, err := tx.Contact(s.ContactID)
			if err != nil {
				return s, desk.Outcome{}, err
			}
			if s, err = d.begin(tx, c); err != nil {
				return s, desk.Outcome{}, err
			}
		}
	}
}

// env is what the rules may ask about, from inside the transaction.
func (d *Desk) env(tx store.Tx, prop desk.Property, account *Account, s desk.State) desk.Env {
	lc := prop.Settings.LiveChatFor(s.Channel)
	env := desk.Env{
		Now: tx.Now(), LiveChat: lc, Floor: d.floors.Floor(tx, prop.ID, s.Channel, lc), NewID: d.newID,
		Chain: len(prop.Settings.Chain), Guest: func() desk.GuestReach { return d.reach(tx, s) },
	}
	if account != nil {
		env.Watched = !account.Can.Answers
		env.Undelivered = func(after int64) desk.Undelivered {
			u, err := tx.Undelivered(s.ID, after)
			if err != nil {
				return desk.Undelivered{} // the error ends the transaction by itself
			}
			return u
		}
	}
	return env
}

// limit fills in how many chats may be held.
func limit(held []desk.HeldChange, lc desk.LiveChat) {
	for i := range held {
		held[i].Limit = lc.HeldLimit
		held[i].Limited = held[i].Limited && lc.HeldLimit > 0
	}
}

// reach tells whether the guest left the page, and can be written to or called all the same. Nobody leaves an outside
// channel: what is written there is read later. An error ends the transaction by itself.
func (d *Desk) reach(tx store.Tx, s desk.State) desk.GuestReach {
	c, err := tx.Contact(s.ContactID)
	if err != nil {
		return desk.GuestReach{}
	}
	gone := s.Channel == desk.ChannelWeb && d.away != nil && d.away(s.ContactID)
	return desk.GuestReach{Gone: gone, Address: c.Email != "" || c.Phone != ""}
}

// begin starts a conversation of a contact. Two that begin at once meet at the database, and the later one finds the
// earlier one's when it decides again.
func (d *Desk) begin(tx store.Tx, c desk.Contact) (desk.State, error) {
	s := desk.State{Conversation: desk.Conversation{
		ID: d.newID(), PropertyID: c.PropertyID, AccountID: c.AccountID, ContactID: c.ID, Channel: c.Channel,
		Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Epoch: 1,
		Language: c.Language, Test: c.Test, StartedAt: tx.Now(), LastAt: tx.Now(),
	}}
	err := tx.CreateConversation(s.Conversation)
	if desk.CodeOf(err) == desk.CodeConflict {
		return s, desk.ErrChanged
	}
	return s, err
}

// save numbers and words the entries, writes everything and says what happens after the commit.
func (d *Desk) save(tx store.Tx, prop desk.Property, account *Account, before desk.State, out desk.Outcome, ev desk.Event, form *Form, res *done) error {
	ticket, err := d.openTicket(tx, prop, &out, form)
	if err != nil {
		return err
	}
	entries, err := d.number(tx, prop, account, before, &out, ev, ticket)
	if err != nil {
		return err
	}
	post := d.post(tx, prop, account, before, &out, entries)
	hand, lease := d.lease(tx, before, out.State)
	if err := tx.Save(before, out, entries, lease...); err != nil {
		return explain(tx, before, err)
	}
	var delivered []store.Delivery
	if account != nil {
		if delivered, err = d.settle(tx, before, out, post); err != nil {
			return err
		}
	}
	change := Change{Before: before, After: out.State, Entries: entries, Notices: out.Notices}
	res.Change = change
	if err := d.followed(tx, change, out); err != nil {
		return err
	}
	tellNotices(tx, change)
	due, drop := armed(before.Timers, out.State.Timers), dropped(before, out)
	tx.AfterCommit(func() {
		d.publish(change)
		if len(delivered) > 0 {
			d.onDelivery(delivered)
		}
		if hand {
			d.turns.Take(store.Owed{ConversationID: change.After.ID, Turn: *change.After.Turn})
		}
		if drop != "" && d.turns != nil {
			d.turns.Drop(drop)
		}
		if !due.IsZero() {
			d.onTimer(due)
		}
	})
	return nil
}

// followed lets the other rooms write along.
func (d *Desk) followed(tx store.Tx, c Change, out desk.Outcome) error {
	for _, f := range d.follow {
		if err := f.Follow(tx, c, out); err != nil {
			return err
		}
	}
	return nil
}

// rearm lets a clock that fired early run on. Nothing that anybody sees has changed.
func (d *Desk) rearm(tx store.Tx, before desk.State, out desk.Outcome) error {
	if err := tx.Save(before, out, nil); err != nil {
		return err
	}
	tx.AfterCommit(func() { d.onTimer(out.Rearm.DueAt) })
	return nil
}

// lease takes a turn that this change creates for this node, where it has room, so that it is worked on right after
// the commit. What it has no room for is claimed later.
func (d *Desk) lease(tx store.Tx, before, after desk.State) (hand bool, lease []store.Lease) {
	created := after.Turn.Open() && (before.Turn == nil || before.Turn.ID != after.Turn.ID)
	if d.turns == nil || !created || !d.turns.Room() {
		return false, nil
	}
	return true, []store.Lease{{Owner: d.owner, Until: tx.Now().Add(TurnLease)}}
}

// dropped is the turn that an outcome ended without its answer; "" if none.
func dropped(before desk.State, out desk.Outcome) string {
	if !before.Turn.Open() {
		return ""
	}
	ended := out.EndedTurns
	if t := out.State.Turn; t != nil {
		ended = append(ended[:len(ended):len(ended)], *t)
	}
	for _, t := range ended {
		if t.ID == before.Turn.ID && (t.End == desk.TurnWithdrawn || t.End == desk.TurnFailed) {
			return t.ID
		}
	}
	return ""
}

// armed is when the earliest clock is due that is new or moved; zero if none is.
func armed(before, after []desk.Timer) time.Time {
	var due time.Time
next:
	for _, t := range after {
		for _, b := range before {
			if t.Kind == b.Kind && t.For == b.For && t.DueAt.Equal(b.DueAt) {
				continue next
			}
		}
		if due.IsZero() || t.DueAt.Before(due) {
			due = t.DueAt
		}
	}
	return due
}
