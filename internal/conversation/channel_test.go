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
	// On a real database: what leaves is decided there as much as here.
	o := &outer{house: newSQLiteHouse(t), account: "acc", contact: "out", channel: ch}
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

func TestOuter_LiveChatByButtonsAndWords(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, func(c *channel.Capabilities) { c.Billed = true })
	o.hears("Hello")
	if err := o.desk.Answered(t.Context(), o.turn(), conversation.Answer{Text: "I do not know.", Language: "en",
		Answer: desk.Answer{Decision: "cannot_help", OfferHuman: true}}); err != nil {
		t.Fatal(err)
	}
	o.sends("assistant waiting: Helper: I do not know. [Human Chat]")
	o.hears("Human Chat", press("deskbell:human"))
	if s := o.talk(); s.Controller.Kind != desk.ControllerWaiting || s.Turn.Open() {
		t.Fatalf("pressed: %+v, turn %+v", s.Controller, s.Turn)
	}
	if got := o.messages(o.talk().ID); len(got) != 3 || got[2] != "guest: Human Chat" {
		t.Errorf("the press does not stand in the thread: %q", got)
	}
	waiting := "system waiting: Please wait while we connect you to an agent [Cancel]"
	o.sends("assistant waiting: Helper: I do not know. [Human Chat]", waiting)
	// Each line costs: "still connecting" is not needed, what to do now is.
	o.pass(time.Minute)
	o.runDue()
	o.sends("assistant waiting: Helper: I do not know. [Human Chat]", waiting)
	o.pass(time.Minute)
	o.runDue()
	o.sends("assistant waiting: Helper: I do not know. [Human Chat]",
		"system withdrawn: Please wait while we connect you to an agent [Cancel]",
		"system waiting: Nobody is free at this moment, we are sorry. What would you like to do? [Leave a message] [Keep chatting] [Keep waiting]")
	// Words mean the choice as well as its button; a number only where the guest saw numbers.
	o.hears("keep waiting")
	if s := o.talk(); s.Controller.Kind != desk.ControllerWaiting || s.Facts.UnansweredSeq != 0 {
		t.Errorf("keep waiting in words: %+v", s.Controller)
	}
	o.hears("cancel!")
	if s := o.talk(); s.Controller.Kind != desk.ControllerAssistant || s.Turn.Open() {
		t.Errorf("cancelled in words: %+v", s.Controller)
	}
	// What was on offer once is not any more: words are only words, and a number that nobody gave is a number.
	o.hears("1")
	if s := o.talk(); !s.Turn.Open() {
		t.Error("a number owes no turn")
	}
	if err := o.answers(o.turn(), "Yes."); err != nil {
		t.Fatal(err)
	}
	o.hears("Cancel")
	if s := o.talk(); !s.Turn.Open() {
		t.Error("a message that is no choice owes no turn")
	}
}

// A line that is on its way as the guest cancels may come back, because the channel asks for patience. Nobody is told to
// wait by then.
func TestOuter_ALineComesBackAfterACancel(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	o.hears("Human Chat", press("deskbell:human"))
	waiting := "Please wait while we connect you to an agent [Cancel]"
	list := o.claims()
	o.sends("system sending: " + waiting)
	o.hears("Cancel", press("deskbell:cancel"))
	o.write(func(tx store.Tx) error {
		_, _, err := tx.FinishDelivery(list[0].ID, "node", tx.Now(), store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: tx.Now()})
		return err
	})
	o.claims()
	if got := o.outbox(); got[0] != "system withdrawn: "+waiting {
		t.Errorf("the outbox has %q", got)
	}
}

func TestOuter_ASuggestionComesBackWhole(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelInstagram, nil)
	o.hears("pool?")
	question := "When is the outdoor pool open in the winter months?"
	if err := o.desk.Answered(t.Context(), o.turn(), conversation.Answer{Text: "Did you mean:", Language: "en",
		Answer: desk.Answer{Decision: "suggest", Suggestions: []desk.Suggestion{{ID: "s1", Text: question}, {ID: "s2", Text: "Pool"}}}}); err != nil {
		t.Fatal(err)
	}
	o.sends("assistant waiting: Helper: Did you mean:\n\n1. " + question + "\n2. Pool")
	o.hears("1")
	if got := o.messages(o.talk().ID); got[len(got)-1] != "guest: "+question {
		t.Errorf("%q", got)
	}
	if !o.talk().Turn.Open() {
		t.Error("no turn is owed")
	}
}

func TestOuter_AMessageIsLeftInTheThread(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	tickets := new(book)
	o.build(func(cfg *conversation.Config) { cfg.Accounts, cfg.Tickets = o.accounts, tickets })
	o.floor.eligible = nil
	if _, err := o.desk.AskForHuman(t.Context(), o.contact); err != nil {
		t.Fatal(err)
	}
	o.hears("Leave a message", press("deskbell:leave"))
	if line := o.outbox(); line[len(line)-1] != "system waiting: Write it here, we answer in this chat. Photos are welcome, too." {
		t.Errorf("%q", line)
	}
	o.hears("The tap drips. I am jana@example.com.")
	o.pass(100 * time.Second)
	o.hears("", func(in *conversation.Incoming) { in.Media = []desk.Media{{Kind: "image", State: desk.MediaPending}} })
	if s := o.talk(); s.Turn.Open() {
		t.Error("the assistant answers what is left for the desk")
	}
	o.pass(100 * time.Second)
	o.runDue()
	if len(tickets.opened) != 0 {
		t.Fatal("the ticket did not wait for two minutes of quiet")
	}
	o.pass(20 * time.Second)
	o.runDue()
	if len(tickets.opened) != 1 {
		t.Fatalf("%d tickets", len(tickets.opened))
	}
	f := tickets.opened[0].Form
	if f.Text != "The tap drips. I am jana@example.com.\n[image]" || f.Email != "jana@example.com" || f.Name != "Jana" {
		t.Errorf("%+v", f)
	}
	if s := o.talk(); s.Facts.Unanswered() || s.Offer.State != desk.OfferUsed || s.Turn.Open() {
		t.Errorf("after it: %+v, %+v", s.Facts, s.Offer)
	}
	if got := o.outbox(); got[len(got)-1] != "system waiting: Your message has been passed on. Ticket #1001. We answer in this chat." {
		t.Errorf("%q", got)
	}
	// The next message is for the assistant again.
	o.hears("When is breakfast?")
	if !o.talk().Turn.Open() {
		t.Error("no turn is owed")
	}
}

func TestOuter_WhoLeavesAMessageIsAnsweredByWhoeverTakesControl(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	o.hears("Leave a message", press("deskbell:leave"))
	o.hears("The tap drips")
	if _, err := o.desk.TakeControl(t.Context(), ana, o.talk().ID); err != nil {
		t.Fatal(err)
	}
	o.pass(3 * time.Minute)
	s := o.talk()
	for _, c := range s.Timers {
		if c.Kind == desk.TimerLeaving {
			t.Error("a ticket would be made of what an agent has")
		}
	}
	if s.Facts.UnansweredSeq == 0 {
		t.Error("what was written is not the agent's to answer")
	}
}

func TestOuter_TheWindow(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	// What was written long ago and arrives only now opens no window.
	o.hears("Late", func(in *conversation.Incoming) { in.At = o.now().Add(-25 * time.Hour) })
	if err := o.answers(o.turn(), "An answer"); err != nil {
		t.Fatal(err)
	}
	o.sends()
	if s := o.talk(); s.Turn.End != desk.TurnFailed || !s.Offer.Shown() || s.Facts.UnansweredSeq == 0 {
		t.Errorf("an answer that cannot be sent counts: %+v, %+v", s.Turn, s.Facts)
	}
	id := o.talk().ID
	if _, err := o.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "1", Text: "Sorry", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if d := o.deliveries(); len(d) != 1 || !d[0].Doc.Late {
		t.Errorf("a person's message within seven days: %+v", d)
	}
	o.pass(7 * 24 * time.Hour)
	_, err := o.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "2", Text: "Still there?", Epoch: -1})
	wantCode(t, err, desk.CodeWindow)
	template := &desk.Template{Name: "hello", Language: "en", Filled: `{"name":"hello"}`}
	_, err = o.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "3", Text: "Hello again", Template: template, Epoch: -1})
	wantCode(t, err, desk.CodeInvalid)
	o.can.Templates = true
	o.accounts.Forget("acc")
	if _, err = o.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "3", Text: "Hello again", Template: template, Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if d := o.deliveries(); len(d) != 2 || d[1].Doc.Template != template.Filled {
		t.Errorf("%+v", d)
	}
	if e := o.entries(id); e[len(e)-1].Text != "Hello again" || e[len(e)-1].Carried.Template == nil {
		t.Errorf("%+v", e[len(e)-1])
	}
}

func TestOuter_AnAccountThatIsOnlyWatched(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelAPI, func(c *channel.Capabilities) { *c = channel.Capabilities{} })
	o.hears("Is breakfast included?")
	s := o.talk()
	if s.Turn.Open() || s.Facts.Unanswered() || s.Controller.Kind != desk.ControllerOutside {
		t.Errorf("%+v, %+v", s.Controller, s.Facts)
	}
	if _, err := o.desk.Echoed(t.Context(), conversation.Incoming{ContactID: "out", ProviderID: "e1", Text: "It is."}); err != nil {
		t.Fatal(err)
	}
	for name, act := range map[string]func() error{
		"take control": func() error { _, err := o.desk.TakeControl(t.Context(), ana, s.ID); return err },
		"reply": func() error {
			_, err := o.desk.Reply(t.Context(), ana, s.ID, conversation.Draft{ClientID: "1", Text: "Hi", Epoch: -1})
			return err
		},
	} {
		if err := act(); desk.CodeOf(err) != desk.CodeWatchOnly {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.desk.Note(t.Context(), ana, s.ID, conversation.Draft{ClientID: "2", Text: "Nice"}); err != nil {
		t.Error(err)
	}
	o.pass(13 * time.Hour)
	o.runDue()
	o.sends()
	if s := o.talk(); s.Controller.Kind != desk.ControllerOutside {
		t.Errorf("after long: %+v", s.Controller)
	}
	if _, err := o.desk.Resolve(t.Context(), ana, s.ID, false); err != nil {
		t.Error(err)
	}
}

// An answer was on its way as an agent took the conversation, and the channel put it off: it does not leave, and the guest
// waits for one.
func TestOuter_AnAnswerThatDidNotLeave(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	o.hears("When is breakfast?")
	if err := o.answers(o.turn(), "From 06:30."); err != nil {
		t.Fatal(err)
	}
	answer := o.claims()[0]
	id := o.talk().ID
	if _, err := o.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	if o.talk().Facts.Unanswered() {
		t.Error("nobody can tell yet")
	}
	o.write(func(tx store.Tx) error {
		_, _, err := tx.FinishDelivery(answer.ID, "node", tx.Now(), store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: tx.Now()})
		return err
	})
	if list := o.claims(); len(list) == 0 || list[0].State != store.DeliveryWithdrawn {
		t.Fatalf("claimed %+v", list)
	}
	for range 2 { // told twice, it counts once
		if err := o.desk.Unsaid(t.Context(), answer.ID); err != nil {
			t.Fatal(err)
		}
	}
	if s := o.talk(); s.Facts.UnansweredSeq != answer.Answers {
		t.Errorf("%+v", s.Facts)
	}
	lines := 0
	for _, e := range o.entries(id) {
		if e.Code == desk.LineUnsaid {
			lines++
		}
	}
	if lines != 1 {
		t.Errorf("the desk is told %d times", lines)
	}
}

func TestOuter_AThreadThatAnotherAppHolds(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	o.hears("Hello")
	if err := o.desk.ThreadMoved(t.Context(), conversation.ThreadMoved{ContactID: "out", Owner: "4711", At: o.now()}); err != nil {
		t.Fatal(err)
	}
	s := o.talk()
	if s.Turn.Open() || s.Controller.Kind != desk.ControllerOutside || s.Facts.Unanswered() {
		t.Errorf("%+v %+v", s.Controller, s.Turn)
	}
	_, err := o.desk.TakeControl(t.Context(), ana, s.ID)
	wantCode(t, err, desk.CodeThread)
	o.pass(time.Second)
	o.hears("Still there?", func(in *conversation.Incoming) { in.Standby = true })
	if s = o.talk(); s.Turn.Open() || s.Facts.Unanswered() || s.Facts.ThreadOwner != "4711" {
		t.Errorf("shown only: %+v", s.Facts)
	}
	// An older word about it does not count.
	if err := o.desk.ThreadMoved(t.Context(), conversation.ThreadMoved{ContactID: "out", At: o.now().Add(-time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if o.talk().Facts.ThreadOwner == "" {
		t.Error("an older word counts")
	}
	o.pass(time.Second)
	o.hears("And now?")
	if s = o.talk(); !s.Turn.Open() || s.Controller.Kind != desk.ControllerAssistant || s.Facts.ThreadOwner != "" {
		t.Errorf("what comes to us is ours again: %+v, %+v", s.Controller, s.Facts)
	}
	// Standby without a word before it.
	o.hears("Psst", func(in *conversation.Incoming) { in.Standby = true; in.At = o.now().Add(time.Second) })
	o.pass(2 * time.Second)
	if s = o.talk(); s.Facts.ThreadOwner != desk.AnotherApp || s.Turn.Open() {
		t.Errorf("%+v", s.Facts)
	}
	if err := o.desk.ThreadMoved(t.Context(), conversation.ThreadMoved{ContactID: "out", At: o.now()}); err != nil {
		t.Fatal(err)
	}
	if s = o.talk(); s.Controller.Kind != desk.ControllerAssistant {
		t.Errorf("ours again: %+v", s.Controller)
	}
}
