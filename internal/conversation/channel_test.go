package conversation_test

import (
	"fmt"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// outer is a house with an account of an outside channel, and a guest who writes there.
type outer struct {
	*house
	account  string
	contact  string
	channel  desk.Channel
	can      channel.Capabilities
	n        int
	told     []store.Delivery
	accounts *conversation.Accounts
}

// newOuter connects an account that can do what change makes of a messenger's abilities.
func newOuter(t *testing.T, ch desk.Channel, change func(*channel.Capabilities)) *outer {
	t.Helper()
	o := &outer{house: newHouse(t), account: "acc", contact: "out", channel: ch}
	o.can = channel.Capabilities{
		Answers: true, TextMax: 1000, TextUnit: channel.Characters, ButtonsMax: 3, ButtonTitleMax: 20, Replies: true,
		Window: 24 * time.Hour, HumanWindow: 7 * 24 * time.Hour, CaptionMax: 200,
		Media: map[channel.MediaKind]channel.MediaLimit{channel.MediaImage: {Types: []string{"image/jpeg"}, Max: 5 << 20}},
	}
	if change != nil {
		change(&o.can)
	}
	o.settings(func(s *desk.PropertySettings) {
		s.AssistantName = "Helper"
		for _, lc := range []desk.Channel{ch, ""} {
			l := desk.DefaultLiveChat(ch)
			l.Enabled = true
			if s.LiveChat == nil {
				s.LiveChat = map[desk.Channel]desk.LiveChat{}
			}
			s.LiveChat[lc] = l
		}
	})
	o.accounts = conversation.NewAccounts(o.store, func(store.ChannelAccount) channel.Capabilities { return o.can }, o.now)
	o.build(func(cfg *conversation.Config) {
		cfg.Accounts = o.accounts
		cfg.OnDelivery = func(list []store.Delivery) {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.told = append(o.told, list...)
		}
		cfg.Tickets = &book{}
	})
	o.write(func(tx store.Tx) error {
		if err := tx.PutApp(store.ChannelApp{ID: "app", Channel: ch, Name: "App", CreatedAt: tx.Now()}); err != nil {
			return err
		}
		if err := tx.PutAccount(store.ChannelAccount{ID: "acc", PropertyID: "harbour", AppID: "app", Channel: ch, Key: "key", Name: "Harbour", HumanAgent: true, CreatedAt: tx.Now()}); err != nil {
			return err
		}
		return tx.CreateContact(desk.Contact{ID: "out", PropertyID: "harbour", AccountID: "acc", Channel: ch, ExternalID: "ext", Name: "Jana", Language: "en", CreatedAt: tx.Now()})
	})
	o.floor.eligible, o.floor.hours = []string{ana.ID}, true
	return o
}

// hears brings a guest's message, as change wants it.
func (o *outer) hears(text string, change ...func(*conversation.Incoming)) conversation.Receipt {
	o.t.Helper()
	o.n++
	in := conversation.Incoming{ContactID: o.contact, ProviderID: fmt.Sprint("mid.", o.n), Text: text, At: o.now()}
	for _, c := range change {
		c(&in)
	}
	r, err := o.desk.Receive(o.t.Context(), in)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func press(payload string) func(*conversation.Incoming) {
	return func(in *conversation.Incoming) { in.Choice = payload }
}

// talk is the guest's conversation.
func (o *outer) talk() desk.State {
	o.t.Helper()
	s, err := o.desk.GuestState(o.t.Context(), o.contact)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (o *outer) turn() store.Owed {
	o.t.Helper()
	s := o.talk()
	if !s.Turn.Open() {
		o.t.Fatal("no turn is owed")
	}
	return store.Owed{ConversationID: s.ID, Turn: *s.Turn}
}

// outbox are all messages of the conversation, in the lane's order: "author state: text [choices]".
func (o *outer) outbox() []string {
	o.t.Helper()
	var list []string
	for _, d := range o.deliveries() {
		text := fmt.Sprintf("%s %s: %s", d.Author, d.State, d.Doc.Text)
		if d.Doc.File != nil {
			text += fmt.Sprintf("<%s>%s", d.Doc.File.Name, d.Doc.Caption)
		}
		for _, c := range d.Doc.Choices {
			text += " [" + c.Title + "]"
		}
		list = append(list, text)
	}
	return list
}

func (o *outer) deliveries() []store.Delivery {
	o.t.Helper()
	var list []store.Delivery
	id := o.talk().ID
	entries := o.entries(id)
	ids := make([]string, 0, len(entries))
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	o.write(func(tx store.Tx) (err error) {
		list, err = tx.DeliveriesOf(id, ids)
		return err
	})
	return list
}

// sends wants the messages of the outbox to be these.
func (o *outer) sends(want ...string) {
	o.t.Helper()
	got := o.outbox()
	if len(got) != len(want) {
		o.t.Fatalf("the outbox has %d messages, want %d:\n%q", len(got), len(want), got)
	}
	for i := range got {
		if got[i] != want[i] {
			o.t.Errorf("message %d is\n  %q, want\n  %q", i, got[i], want[i])
		}
	}
}

// claims lets the outbox take what is first in its lane, and be told that it was sent.
func (o *outer) claims() []store.Delivery {
	o.t.Helper()
	var list []store.Delivery
	o.write(func(tx store.Tx) (err error) {
		list, err = tx.ClaimDeliveries("node", tx.Now(), tx.Now().Add(time.Minute), 10)
		return err
	})
	return list
}

func (o *outer) sent(d store.Delivery, providerID string) {
	o.t.Helper()
	o.write(func(tx store.Tx) error {
		_, _, err := tx.FinishDelivery(d.ID, "node", tx.Now(), store.DeliveryResult{State: store.DeliverySent, ProviderID: providerID})
		return err
	})
}

// book opens tickets, numbered from 1001.
type book struct {
	opened []conversation.NewTicket
}

func (b *book) Open(_ store.Tx, t conversation.NewTicket) (int64, error) {
	b.opened = append(b.opened, t)
	return 1000 + int64(len(b.opened)), nil
}

func TestOuter_TheAssistantAnswersThroughTheOutbox(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	o.hears("When is breakfast?")
	if err := o.answers(o.turn(), "From 06:30."); err != nil {
		t.Fatal(err)
	}
	o.sends("assistant waiting: Helper: From 06:30.")
	if len(o.told) != 1 {
		t.Errorf("%d messages were told of", len(o.told))
	}
	o.hears("Thanks")
	if err := o.answers(o.turn(), "You are welcome."); err != nil {
		t.Fatal(err)
	}
	o.sends("assistant waiting: Helper: From 06:30.", "assistant waiting: You are welcome.")
	o.settings(func(s *desk.PropertySettings) { s.NoDisclosure = true })
	if r := o.hears("Thanks", func(in *conversation.Incoming) { in.ProviderID = "mid.1" }); !r.Repeated || r.Seq != 1 {
		t.Errorf("a repeat: %+v", r)
	}
}

func TestOuter_ATakeWithdrawsWhatTheAssistantHasNotSent(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	o.hears("When is breakfast?")
	if err := o.answers(o.turn(), "From 06:30."); err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.TakeControl(t.Context(), ana, o.talk().ID); err != nil {
		t.Fatal(err)
	}
	o.sends("assistant withdrawn: Helper: From 06:30.")
	if s := o.talk(); s.Facts.UnansweredSeq != 1 {
		t.Errorf("the message whose answer was withdrawn counts as answered: %+v", s.Facts)
	}
	if got := o.claims(); len(got) != 0 {
		t.Errorf("claimed %+v", got)
	}
	if _, err := o.desk.Reply(t.Context(), ana, o.talk().ID, conversation.Draft{ClientID: "1", Text: "Hello Jana", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Reply(t.Context(), ana, o.talk().ID, conversation.Draft{ClientID: "2", Text: "From 06:30", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	o.sends("assistant withdrawn: Helper: From 06:30.",
		"agent waiting: Ana from the front desk joined. You are now chatting with a person.\n\nHello Jana",
		"agent waiting: From 06:30")
}
