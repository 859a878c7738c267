package conversation

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"deskbell/internal/channel"
	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// longPause is after how long a silence guests are told again that a program answers them.
const longPause = 24 * time.Hour

// account is the channel account that a conversation runs on; nil on the website.
func (d *Desk) account(tx store.Tx, s desk.State) (*Account, error) {
	if d.accounts == nil || s.Channel == desk.ChannelWeb || s.Channel == "" {
		return nil, nil
	}
	a, err := d.accounts.In(tx, s.AccountID)
	return &a, err
}

// Account is the channel account that a conversation runs on, the zero value on the website.
func (d *Desk) Account(tx store.Tx, s desk.State) (Account, error) {
	a, err := d.account(tx, s)
	if a == nil {
		return Account{}, err
	}
	return *a, err
}

// Closed says why nobody of the desk can write to the guest of a conversation now; "" where somebody can.
func (d *Desk) Closed(tx store.Tx, conversationID string) (desk.Code, error) {
	s, err := byID(conversationID)(tx)
	if err != nil {
		return "", err
	}
	if newest, err := tx.StateOfContact(s.ContactID); err == nil {
		s = newest // a reply to one that ended long ago begins anew, and the window is the guest's
	}
	a, err := d.account(tx, s)
	switch open := a != nil; {
	case err != nil || !open:
		return "", err
	case !a.Can.Answers:
		return desk.CodeWatchOnly, nil
	case s.Facts.ThreadOwner != "":
		return desk.CodeThread, nil
	}
	if open, _ := a.Open(s, desk.AuthorAgent, tx.Now()); !open {
		return desk.CodeWindow, nil
	}
	return "", nil
}

// Standing are entries of one conversation as they stand now: what was corrected since is shown so.
func (d *Desk) Standing(tx store.Tx, s desk.State, entries []desk.Entry) ([]desk.Entry, error) {
	if s.Channel == desk.ChannelWeb || len(entries) == 0 {
		return entries, nil
	}
	list, err := tx.Corrections(s.ID, entries[0].Seq)
	if err != nil {
		return nil, err
	}
	return desk.Standing(entries, list...), nil
}

// poster makes of what a change wrote the messages that leave for the guest's channel. Lines are worded as on the website,
// but few of them are needed there, and choices are given as buttons or as a numbered list.
type poster struct {
	prop    desk.Property
	account *Account
	before  desk.State
	after   *desk.State
	floor   func() desk.Floor
	newID   func() string
	now     time.Time
	list    []store.Delivery
}

// post is what a change sends to the guest's channel. It notes in the state what the guest is asked and who spoke, so it
// comes before the save.
func (d *Desk) post(tx store.Tx, prop desk.Property, account *Account, before desk.State, out *desk.Outcome, entries []desk.Entry) []store.Delivery {
	f := &out.State.Facts
	if f.Joined != "" && out.State.Controller.AgentID != f.Joined {
		f.Joined = ""
	}
	if account == nil || !account.Can.Answers || f.ThreadOwner != "" {
		return nil
	}
	p := &poster{prop: prop, account: account, before: before, after: &out.State, newID: d.newID, now: tx.Now()}
	p.floor = func() desk.Floor {
		return d.floors.Floor(tx, prop.ID, before.Channel, prop.Settings.LiveChatFor(before.Channel))
	}
	for i, w := range out.Write {
		switch e := entries[i]; {
		case w.Line != nil && w.Line.Public:
			p.line(e, *w.Line)
		case w.Message == nil || w.Note:
		case e.Author.Kind == desk.AuthorAssistant:
			p.answer(e, w)
		case e.Author.Kind == desk.AuthorAgent && (e.Carried == nil || !e.Carried.Outside && !e.Carried.Old):
			p.reply(e)
		}
	}
	return p.list
}

// answer sends what the assistant wrote.
func (p *poster) answer(e desk.Entry, w desk.Written) {
	text := e.Text
	if a := e.Answer; a != nil {
		text = phrases.Above(a.About, text)
		if a.Link != nil { // a page to book on is no choice that a channel has a button for
			text += "\n" + a.Link.URL
		}
	}
	f := &p.after.Facts
	quiet := !p.before.LastAt.IsZero() && p.now.Sub(p.before.LastAt) > longPause
	if (f.Voice != desk.AuthorAssistant || quiet) && !p.prop.Settings.NoDisclosure {
		text = phrases.Says(e.Author.Name, text)
	}
	f.Voice = desk.AuthorAssistant
	var choices []channel.Choice
	if a := e.Answer; a != nil {
		for _, s := range a.Suggestions {
			choices = append(choices, channel.Choice{Title: s.Text, Payload: choiceAsk + s.ID})
		}
		if a.OfferHuman {
			choices = append(choices, p.choice(p.human()))
		}
	}
	p.send(e, text, choices, func(d *store.Delivery) {
		d.Answers, d.AnswersAt = w.Answers, w.AnswersAt
	})
}

// human is the choice that leads to a person: at once, or by a message for the desk.
func (p *poster) human() string {
	lc := p.prop.Settings.LiveChatFor(p.after.Channel)
	if lc.Unavailable(p.floor()) == "" {
		return choiceHuman
	}
	return choiceLeave
}

// reply sends what a person wrote. The line that they joined travels with their first message; who answers and hands back
// signs with the name.
func (p *poster) reply(e desk.Entry) {
	f := &p.after.Facts
	text := e.Text
	template := ""
	if c := e.Carried; c != nil && c.Template != nil {
		template = c.Template.Filled
	}
	switch {
	case template != "":
	case f.Joined != "" && f.Joined == e.Author.ID:
		joined := phrases.Line(p.prop.Settings, p.after.Language, desk.LineJoined, map[string]string{phrases.Agent: e.Author.Name})
		text = phrases.Above(joined, text)
	case p.after.Controller.AgentID != e.Author.ID:
		text = phrases.Says(e.Author.Name, text)
	}
	f.Joined, f.Voice = "", desk.AuthorAgent
	more := func(d *store.Delivery) {
		if c := e.Carried; c != nil {
			d.Doc.Late = c.Late
		}
	}
	if template != "" {
		p.add(e, store.DeliveryContent{Template: template}, more)
		return
	}
	caption := ""
	if len(e.Files) == 1 && channel.Length(text, p.account.Can.TextUnit) <= p.account.Can.CaptionMax && captioned(e.Files[0]) {
		caption, text = text, ""
	}
	if text != "" {
		p.send(e, text, nil, more)
	}
	for i := range e.Files {
		p.add(e, store.DeliveryContent{File: &e.Files[i], Caption: caption}, more)
	}
	p.after.Facts.Asked = ""
}

// line sends what the rules said, where it is needed on this channel.
func (p *poster) line(e desk.Entry, l desk.Line) {
	if l.Code == desk.LineJoined {
		p.after.Facts.Joined = l.Agent
		return
	}
	if !p.needed(l) {
		return
	}
	if l.Code == desk.LineHandedBack || l.Code == desk.LineAssistantBack {
		p.after.Facts.Voice = desk.AuthorAssistant
	}
	var choices []channel.Choice
	for _, name := range p.offered(l.Code) {
		choices = append(choices, p.choice(name))
	}
	p.send(e, e.Text, choices, func(d *store.Delivery) { d.Doc.Line = l.Code })
}

// needed says which lines a channel is sent: of those that only accompany what the guest sees anyway none, and where each
// costs, one for each step that the guest could not know of otherwise.
func (p *poster) needed(l desk.Line) bool {
	if open, _ := p.account.Open(*p.after, desk.AuthorSystem, p.now); !open {
		return false
	}
	billed := p.account.Can.Billed
	switch l.Code {
	case desk.LineEmergency, desk.LineTicket, desk.LineLeaveHere, desk.LinePromised, desk.LineNobodyFree, desk.LineClosed:
		return true
	case desk.LineWaiting:
		return !billed || l.Kind == desk.EntryControl // asked once more, nothing is new
	case desk.LineCannotHelp:
		return !p.account.Capped
	case desk.LineStillWithYou:
		return !billed || p.after.Offer.Shown()
	case desk.LineHandedBack:
		return !p.prop.Settings.NoDisclosure
	case desk.LineAssistantBack:
		return !billed || !p.after.Turn.Open()
	case desk.LineStillWaiting, desk.LineWithYou, desk.LineRelieved, desk.LineLost, desk.LineBack, desk.LineMeanwhile:
		return !billed
	}
	return false
}

// offered are the choices under a line.
func (p *poster) offered(code desk.LineCode) []string {
	o := p.after.Offer
	switch code {
	case desk.LineWaiting:
		return []string{choiceCancel}
	case desk.LineStillWaiting, desk.LinePromised, desk.LineRelieved, desk.LineLost:
		return []string{choiceLeave, choiceCancel}
	case desk.LineCannotHelp:
		if human := p.human(); human != choiceLeave {
			return []string{human, choiceLeave}
		}
		return []string{choiceLeave}
	case desk.LineHandedBack:
		if lc := p.prop.Settings.LiveChatFor(p.after.Channel); lc.Enabled && lc.Show != desk.ShowAsked {
			return []string{p.human()}
		}
	case desk.LineNobodyFree, desk.LineClosed, desk.LineStillWithYou:
		if !o.Shown() {
			return nil
		}
		list := []string{choiceLeave}
		if p.after.Controller.Kind != desk.ControllerAgent {
			list = append(list, choiceKeepChatting)
		}
		if o.KeepWaiting {
			list = append(list, choiceKeepWaiting)
		}
		if o.Meanwhile {
			list = append(list, choiceMeanwhile)
		}
		return list
	}
	return nil
}

func (p *poster) choice(name string) channel.Choice {
	return channel.Choice{Title: phrases.Choice(p.prop.Settings, p.after.Language, name), Payload: choicePrefix + name}
}

// send adds a text in as many messages as the channel needs for it, with the choices under the last.
func (p *poster) send(e desk.Entry, text string, choices []channel.Choice, more func(*store.Delivery)) {
	numbered := true
	for _, part := range channel.Shape(p.account.Can, text, choices) {
		doc := store.DeliveryContent{Text: part.Text}
		numbered = len(part.Choices) == 0
		for _, c := range part.Choices {
			doc.Choices = append(doc.Choices, store.DeliveryChoice(c))
		}
		p.add(e, doc, more)
	}
	p.after.Facts.Asked = asked(choices, numbered)
}

func (p *poster) add(e desk.Entry, doc store.DeliveryContent, more func(*store.Delivery)) {
	part := 0
	if n := len(p.list); n > 0 && p.list[n-1].EntryID == e.ID {
		part = p.list[n-1].Part + 1
	} else if c := e.Carried; c != nil && c.Quote != nil {
		doc.ReplyTo = c.Quote.ProviderID
	}
	d := store.Delivery{
		ID: p.newID(), ConversationID: e.ConversationID, PropertyID: e.PropertyID, AccountID: p.account.ID, ContactID: e.ContactID,
		EntryID: e.ID, Seq: e.Seq, Part: part, Author: e.Author.Kind, Epoch: p.after.Epoch, State: store.DeliveryWaiting,
		NotBefore: p.now, CreatedAt: p.now, ChangedAt: p.now, Doc: doc,
	}
	more(&d)
	p.list = append(p.list, d)
}

// captioned reports whether a file is of a kind that carries words with it.
func captioned(f desk.File) bool { return !strings.HasPrefix(f.Type, "audio/") }

// settle does in the outbox what a change asks for (ruling 5), and puts what it sends: it returns all that changed.
func (d *Desk) settle(tx store.Tx, before desk.State, out desk.Outcome, post []store.Delivery) ([]store.Delivery, error) {
	var changed []store.Delivery
	if out.Deliveries != desk.SettleNothing {
		list, err := tx.SettleEpoch(before.ID, out.Deliveries, out.State.Epoch)
		if err != nil {
			return nil, err
		}
		changed = append(changed, list...)
	}
	if moved(before, out.State) {
		open, err := tx.OpenDeliveries(before.ID)
		if err != nil {
			return nil, err
		}
		var untrue []string
		for _, o := range open {
			waits := o.State == store.DeliveryWaiting || o.State == store.DeliverySending // it may come back to wait
			if waits && o.Author == desk.AuthorSystem && !holds(o.Doc.Line, out.State) {
				untrue = append(untrue, o.ID)
			}
		}
		if len(untrue) > 0 {
			list, err := tx.WithdrawDeliveries(untrue, store.ReasonNotNeeded)
			if err != nil {
				return nil, err
			}
			changed = append(changed, list...)
		}
	}
	if len(post) == 0 {
		return changed, nil
	}
	return append(changed, post...), tx.PutDeliveries(post)
}

// moved reports whether something changed that a line may have told of.
func moved(a, b desk.State) bool {
	return a.Controller != b.Controller || a.Status != b.Status || a.Offer.Shown() != b.Offer.Shown() || a.Request.Open() != b.Request.Open() ||
		b.Request.Open() && (a.Request.ID != b.Request.ID || a.Request.Stage != b.Request.Stage)
}

// holds reports whether what a line says is still so.
func holds(code desk.LineCode, s desk.State) bool {
	switch code {
	case desk.LineWaiting, desk.LineStillWaiting, desk.LineRelieved, desk.LineLost, desk.LineMeanwhile:
		return s.Controller.Kind == desk.ControllerWaiting
	case desk.LinePromised:
		return s.Request.Open() && s.Request.Stage == desk.StagePromised
	case desk.LineNobodyFree, desk.LineClosed, desk.LineCannotHelp:
		return s.Offer.Shown()
	case desk.LineWithYou, desk.LineStillWithYou, desk.LineBack:
		return s.Controller.Kind == desk.ControllerAgent
	case desk.LineHandedBack, desk.LineAssistantBack:
		return s.Controller.Kind == desk.ControllerAssistant
	}
	return true
}

// The choices of live chat, as they come back from a channel.
const (
	choicePrefix       = "deskbell:"
	choiceHuman        = "human"
	choiceCancel       = "cancel"
	choiceKeepWaiting  = "keep_waiting"
	choiceKeepChatting = "keep_chatting"
	choiceMeanwhile    = "meanwhile"
	choiceLeave        = "leave"
	// choiceAsk stands before the id of a suggestion.
	choiceAsk = choicePrefix + "ask:"
)

// chosen are the events that the choices bring.
var chosen = map[string]desk.EventKind{
	choicePrefix + choiceHuman:        desk.EventGuestAsks,
	choicePrefix + choiceCancel:       desk.EventGuestCancels,
	choicePrefix + choiceKeepWaiting:  desk.EventKeepWaiting,
	choicePrefix + choiceKeepChatting: desk.EventKeepChatting,
	choicePrefix + choiceMeanwhile:    desk.EventAskMeanwhile,
	choicePrefix + choiceLeave:        desk.EventLeaveHere,
}

// question is what a guest may choose from. Numbers mean choices only where the guest saw numbers.
type question struct {
	Choices  []channel.Choice
	Numbered bool
}

// asked is a question as the state remembers it.
func asked(choices []channel.Choice, numbered bool) string {
	if len(choices) == 0 {
		return ""
	}
	b, err := json.Marshal(question{choices, numbered})
	if err != nil {
		panic(err) // strings always have a JSON form
	}
	return string(b)
}

// choose finds what a guest chose: by the button's payload, or by words or a number that mean one of the choices last
// given. Of a suggestion the whole question comes back.
func choose(s desk.State, payload, text string) (channel.Choice, bool) {
	var q question
	if s.Facts.Asked != "" {
		if err := json.Unmarshal([]byte(s.Facts.Asked), &q); err != nil {
			q = question{} // an older form of it: the words count
		}
	}
	if payload == "" {
		if !q.Numbered && !strings.ContainsFunc(text, unicode.IsLetter) {
			return channel.Choice{}, false
		}
		return channel.Chosen(text, q.Choices)
	}
	choices := q.Choices
	if i := slices.IndexFunc(choices, func(c channel.Choice) bool { return c.Payload == payload }); i >= 0 {
		return choices[i], true
	}
	_, ours := chosen[payload]
	return channel.Choice{Title: text, Payload: payload}, ours
}
