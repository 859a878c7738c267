package arrival

import (
	"context"
	"errors"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// strangers is how often what is said of a message that is none of ours is looked at again: it may be one that is just
// being sent, and more often it is another program's.
const strangers = 3

// bringers bring an event of each kind to the door. What is not among them is kept raw.
var bringers = map[channel.EventKind]func(in *Intake, ctx context.Context, door Door, j *job) error{
	channel.EventMessage:  (*Intake).message,
	channel.EventEcho:     (*Intake).echo,
	channel.EventStatus:   (*Intake).status,
	channel.EventRead:     (*Intake).read,
	channel.EventTyping:   (*Intake).typing,
	channel.EventReaction: (*Intake).correction,
	channel.EventEdit:     (*Intake).correction,
	channel.EventUnsend:   (*Intake).correction,
	channel.EventReferral: (*Intake).referral,
	channel.EventThread:   (*Intake).thread,
	channel.EventIdentity: (*Intake).identity,
	channel.EventAccount:  (*Intake).account,
	channel.EventTest:     (*Intake).test,
}

func (in *Intake) bring(ctx context.Context, door Door, j *job) error {
	bringer := bringers[j.Kind]
	if bringer == nil {
		in.unknown.Add(1)
		return nil
	}
	return bringer(in, ctx, door, j)
}

// incoming is what the door takes of an event.
func (j *job) incoming(contactID string) conversation.Incoming {
	msg := conversation.Incoming{
		ContactID: contactID, ProviderID: j.ID, Text: j.Text, At: j.At, ReplyTo: j.ReplyTo, Choice: j.Choice,
		Unsupported: j.Unsupported, Standby: j.Standby, Old: j.Old,
	}
	if msg.ProviderID == "" {
		msg.ProviderID = j.Key // a pressed button may have no id of its own
	}
	for _, m := range atMost(attachedMost, j.Media) {
		msg.Media = append(msg.Media, carriedMedia(m))
	}
	msg.Place, msg.Cards, msg.Shared = carriedPlace(j.Place), carriedCards(j.Cards), carriedShared(j.Shared)
	if j.Referral != nil {
		r := referralOf(*j.Referral)
		msg.Referral = &r
	}
	return msg
}

// message takes in what a guest wrote. What is attached is fetched afterwards, by other hands.
func (in *Intake) message(ctx context.Context, door Door, j *job) error {
	contact, err := in.guest(ctx, door, j)
	if err != nil {
		return err
	}
	r, err := door.Receive(ctx, j.incoming(contact))
	if err != nil {
		return taken(err)
	}
	if !r.Repeated && !j.Old {
		in.cfg.Accounts.Heard(j.account.ID)
	}
	in.attach(ctx, j, contact, r)
	return nil
}

// echo takes in what was sent in the account's name. By ruling 8 of the law it is a person's only if it is none of our
// messages, does not carry our app's id, and is not one of the channel's own automatic ones.
func (in *Intake) echo(ctx context.Context, door Door, j *job) error {
	contact, err := in.guest(ctx, door, j)
	if err != nil {
		return err
	}
	ours, err := in.cfg.Outbox.Echoed(ctx, j.account, contact, j.Event)
	if err != nil || ours {
		return err
	}
	// In a thread that another app holds they are what is being said there, and are shown.
	if e := j.Echo; e != nil && (e.Automatic && !j.Standby || e.App != "" && e.App == j.app.Key) {
		return nil
	}
	r, err := door.Echoed(ctx, j.incoming(contact))
	if err != nil {
		return taken(err)
	}
	in.attach(ctx, j, contact, r)
	return nil
}

// taken is no error where the same message was taken in before.
func taken(err error) error {
	if desk.CodeOf(err) == desk.CodeExists {
		return nil
	}
	return err
}

// status follows what became of a message of ours. Some come before the channel has even answered to the sending.
func (in *Intake) status(ctx context.Context, door Door, j *job) error {
	contact, err := in.knownGuest(ctx, door, j)
	if err != nil {
		return err
	}
	found, err := in.cfg.Outbox.Settle(ctx, j.account, contact, j.Event)
	if err != nil || found {
		return err
	}
	if j.body.Attempts < strangers {
		return errEarly
	}
	return nil
}

// read follows what the guest has read: one message, or all up to a moment.
func (in *Intake) read(ctx context.Context, door Door, j *job) error {
	contact, err := in.knownGuest(ctx, door, j)
	if err != nil || contact == "" {
		return err
	}
	ev := j.Event
	if ev.Status == nil {
		ev.Status = &channel.Status{}
	}
	status := *ev.Status
	status.State = channel.StateRead
	if status.Before.IsZero() && ev.ID == "" && len(status.IDs) == 0 {
		status.Before = ev.At
	}
	ev.Status = &status
	if _, err := in.cfg.Outbox.Settle(ctx, j.account, contact, ev); err != nil {
		return err
	}
	err = door.GuestRead(ctx, contact, status.Before, ev.ID)
	if errors.Is(err, desk.ErrNotFound) {
		return nil
	}
	return err
}

// typing is shown where somebody looks; a moment later nobody needs to know.
func (in *Intake) typing(ctx context.Context, door Door, j *job) error {
	contact, err := in.knownGuest(ctx, door, j)
	if err != nil || contact == "" || j.body.Attempts > 1 {
		return err
	}
	var st desk.State
	err = in.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		st, err = tx.StateOfContact(contact)
		return err
	})
	if errors.Is(err, desk.ErrNotFound) {
		return nil
	}
	if err == nil {
		in.cfg.Typing(st.Conversation)
	}
	return err
}

// correction brings what became of an earlier message: it was changed, taken back, or reacted to.
func (in *Intake) correction(ctx context.Context, door Door, j *job) error {
	contact, err := in.guest(ctx, door, j)
	if err != nil {
		return err
	}
	c := conversation.Correcting{ContactID: contact, ProviderID: j.ID, By: desk.AuthorGuest, At: j.At, Text: j.Text, Revision: j.Revision, Emoji: j.Emoji}
	if j.Echo != nil {
		c.By = desk.AuthorAgent
	}
	switch j.Kind {
	case channel.EventEdit:
		err = door.Edited(ctx, c)
	case channel.EventUnsend:
		err = door.Unsent(ctx, c)
	default:
		err = door.Reacted(ctx, c)
	}
	if errors.Is(err, desk.ErrNotFound) {
		return errEarly
	}
	return taken(err)
}

func (in *Intake) referral(ctx context.Context, door Door, j *job) error {
	if j.Referral == nil {
		return nil
	}
	contact, err := in.guest(ctx, door, j)
	if err != nil {
		return err
	}
	return in.once(ctx, j, func() error { return door.Referred(ctx, contact, referralOf(*j.Referral), j.At) })
}

// thread notes who holds the guest's thread now. That another app only asks for it changes nothing.
func (in *Intake) thread(ctx context.Context, door Door, j *job) error {
	if j.Thread == nil || j.Thread.Asked {
		return nil
	}
	contact, err := in.guest(ctx, door, j)
	if err != nil {
		return err
	}
	m := conversation.ThreadMoved{ContactID: contact, Owner: j.Thread.Owner, At: j.happened()}
	if j.Thread.Ours || j.Thread.Owner == j.app.Key {
		m.Owner = ""
	}
	return door.ThreadMoved(ctx, m) // of two the later counts, whichever comes first
}

// identity links a further id to a guest who is known by another.
func (in *Intake) identity(ctx context.Context, door Door, j *job) error {
	_, err := in.guest(ctx, door, j)
	return err
}

func (in *Intake) account(ctx context.Context, _ Door, j *job) error {
	if j.Notice == nil {
		return nil
	}
	return in.once(ctx, j, func() error {
		in.cfg.Accounts.Noticed(j.account.ID, *j.Notice)
		return nil
	})
}

// test proves that the address works, which its arriving did.
func (in *Intake) test(context.Context, Door, *job) error { return nil }

// errLooked undoes a look at what was seen.
var errLooked = errors.New("only looked")

// once does something that leaves no row of its own, unless the event came before. It is marked as seen when it is done: an
// event whose server was killed in between is done again rather than lost.
func (in *Intake) once(ctx context.Context, j *job, do func() error) error {
	if j.Key == "" {
		return do()
	}
	fresh := false
	see := func(look error) error {
		return in.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
			if fresh, err = tx.SeenEvent(j.account.ID, j.Key); err != nil {
				return err
			}
			return look
		})
	}
	if err := see(errLooked); !errors.Is(err, errLooked) {
		return err
	}
	if !fresh {
		return nil
	}
	if err := do(); err != nil {
		return err
	}
	return see(nil)
}
