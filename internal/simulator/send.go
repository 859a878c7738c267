package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// How long what is sent takes to reach a phone, and to be read where somebody looks at it.
const (
	arrivesIn = 120 * time.Millisecond
	readIn    = 700 * time.Millisecond
	window    = 24 * time.Hour
	humanTime = 7 * 24 * time.Hour
)

// Sent is one accepted send, in the order of acceptance.
type Sent struct {
	N       int64     `json:"n"`
	At      time.Time `json:"at"`
	Channel Channel   `json:"channel"`
	Account string    `json:"account"`
	To      string    `json:"to"`
	ID      string    `json:"id"`
	Ours    string    `json:"ours,omitempty"`
	Text    string    `json:"text,omitempty"`
	Kind    string    `json:"kind"`
}

// ledger is what was accepted, the newest ledgerMost of it: tests hold it against what was written.
type ledger struct {
	n    int64
	list []Sent
}

const ledgerMost = 50_000

// Sent are the accepted sends after a number, at most 1,000.
func (s *Simulator) Sent(after int64) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.sent.list
	if len(list) == 0 {
		return nil
	}
	from := max(0, after-list[0].N+1)
	if from >= int64(len(list)) {
		return nil
	}
	list = list[from:]
	return append([]Sent(nil), list[:min(len(list), 1000)]...)
}

// accept puts one of our messages into a thread, and tells what becomes of it; the caller holds the lock.
func (s *Simulator) accept(a *Account, g *guest, m *message, kind string) {
	m.By, m.ID, m.At, m.State = byUs, a.Channel.newID(), s.cfg.Now(), "sent"
	g.add(m)
	g.Typing = time.Time{}
	s.sent.n++
	s.sent.list = append(s.sent.list, Sent{N: s.sent.n, At: m.At, Channel: a.Channel, Account: a.Key, To: g.Key, ID: m.ID, Ours: m.Ours, Text: m.Text, Kind: kind})
	if over := len(s.sent.list) - ledgerMost; over > ledgerMost/10 {
		s.sent.list = append([]Sent(nil), s.sent.list[over:]...)
	}
	s.echo(a, g, m)
	s.arrived(a, g, m, arrivesIn)
	s.tell()
}

// echo tells of a send: an echo on Messenger and Instagram, the first status on WhatsApp.
func (s *Simulator) echo(a *Account, g *guest, m *message) {
	if a.Channel == WhatsApp {
		s.status(a, g, m, "sent", 0)
		return
	}
	body := obj{"mid": m.ID, "is_echo": true}
	if m.Text != "" {
		body["text"] = m.Text
	}
	for _, f := range m.Media {
		if kept := s.files.take(f.ID); kept != nil {
			body["attachments"] = []obj{kept.attachment(a.Channel)}
		}
	}
	if a.Channel == Messenger {
		body["app_id"] = jsonID(s.world.App.ID)
		if m.Ours != "" {
			body["metadata"] = m.Ours
		}
	}
	s.hook(event{account: a, field: "message_echoes", name: "echo", body: toGuest(a, g, m.At, body)})
}

// arrived moves a message as far as the phone lets it: delivered in a pocket, read where somebody looks.
func (s *Simulator) arrived(a *Account, g *guest, m *message, wait time.Duration) {
	now := s.cfg.Now()
	if g.Phone == phoneOff {
		return
	}
	if m.State == "sent" {
		m.State = "delivered"
		switch a.Channel {
		case WhatsApp:
			s.status(a, g, m, "delivered", wait)
		case Messenger:
			e := fromGuest(a, g, now, "delivery", obj{"mids": []string{m.ID}, "watermark": later(now, m.At).UnixMilli()})
			delete(e, "timestamp")
			s.hook(event{account: a, field: "message_deliveries", name: "delivered", body: e, wait: wait})
		}
	}
	if g.Phone != phoneOpen || m.State != "delivered" {
		return
	}
	if wait > 0 {
		wait = readIn
	}
	m.State = "read"
	switch a.Channel {
	case WhatsApp:
		s.status(a, g, m, "read", wait)
	case Messenger:
		s.hook(event{account: a, field: "message_reads", name: "read", body: fromGuest(a, g, now, "read", obj{"watermark": later(now, m.At).UnixMilli()}), wait: wait})
	case Instagram:
		s.hook(event{account: a, field: "messaging_seen", name: "seen", body: fromGuest(a, g, now, "read", obj{"mid": m.ID}), wait: wait})
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// status is one of WhatsApp's.
func (s *Simulator) status(a *Account, g *guest, m *message, state string, wait time.Duration, failed ...obj) {
	body := obj{"id": m.ID, "status": state, "timestamp": seconds(s.cfg.Now()), "recipient_id": g.Key}
	if g.User != "" {
		body["recipient_user_id"] = g.User
	}
	if m.Ours != "" {
		body["biz_opaque_callback_data"] = m.Ours
	}
	if len(failed) > 0 {
		body["errors"] = failed
	} else {
		body["pricing"] = obj{"billable": true, "pricing_model": "PMP", "type": "regular", "category": "service"}
	}
	v := value(a, g, true, "statuses", []obj{body})
	if len(failed) > 0 {
		delete(v, "contacts")
	}
	s.hook(event{account: a, field: "messages", name: state, body: v, wait: wait})
}

// play tells that the guest heard a voice message.
func (s *Simulator) play(g *guest, m *message) {
	a := s.world.account(g.Channel, g.Account)
	if a.Channel == WhatsApp && m.By == byUs && m.State != "failed" && m.State != "played" && len(m.Media) > 0 && m.Media[0].Voice {
		m.State = "played"
		s.status(a, g, m, "played", 0)
	}
}

// deliver is the common end of all sends: faults first, then what check finds, then acceptance and the answer.
func (s *Simulator) deliver(w http.ResponseWriter, c *call, ch Channel, a *Account, key string, m *message, kind string, check func(a *Account, g *guest) *graphError, said func(g *guest, m *message) obj) {
	s.mu.Lock()
	struck := s.struck(ch)
	if struck != nil && !struck.sentToo && !struck.lateFail {
		s.tell()
		s.mu.Unlock()
		s.misbehave(w, c.r, struck)
		return
	}
	acc := s.world.account(a.Channel, a.Key)
	g := s.world.reached(acc, key)
	if refused := check(acc, g); refused != nil {
		s.mu.Unlock()
		refused.write(w)
		return
	}
	s.accept(acc, g, m, kind)
	if struck != nil && struck.lateFail {
		m.State = "failed"
		s.status(acc, g, m, "failed", arrivesIn, struck.answer.inStatus())
	}
	late := s.faults.EchoFirst
	out := said(g, m)
	s.mu.Unlock()
	if late {
		select {
		case <-c.r.Context().Done():
		case <-time.After(2 * time.Second):
		}
	}
	if struck != nil && struck.sentToo {
		s.misbehave(w, c.r, struck)
		return
	}
	answer(w, http.StatusOK, out)
}

// open reports whether anything may be sent to a guest: 24 hours after they wrote. Whom we only know by sending has no
// window here.
func (s *Simulator) open(g *guest, within time.Duration) bool {
	return g.Hidden || !g.Wrote.IsZero() && s.cfg.Now().Sub(g.Wrote) < within
}

// jsonID is an id as the number that Meta writes at some places.
func jsonID(id string) json.Number { return json.Number(id) }

// pageMessage is what Messenger and Instagram are sent.
type pageMessage struct {
	Recipient struct {
		ID        string `json:"id"`
		CommentID string `json:"comment_id"`
	} `json:"recipient"`
	Type    string `json:"messaging_type"`
	Tag     string `json:"tag"`
	Action  string `json:"sender_action"`
	Payload struct {
		MessageID string `json:"message_id"`
		Reaction  string `json:"reaction"`
	} `json:"payload"`
	ReplyTo struct {
		MID string `json:"mid"`
	} `json:"reply_to"`
	Message *struct {
		Text         string `json:"text"`
		Metadata     string `json:"metadata"`
		QuickReplies []struct {
			Kind    string `json:"content_type"`
			Title   string `json:"title"`
			Payload string `json:"payload"`
		} `json:"quick_replies"`
		Attachment  *attachment  `json:"attachment"`
		Attachments []attachment `json:"attachments"`
		ReplyTo     struct {
			MID string `json:"mid"`
		} `json:"reply_to"`
	} `json:"message"`
}

type attachment struct {
	Type    string `json:"type"`
	Payload struct {
		URL          string `json:"url"`
		AttachmentID string `json:"attachment_id"`
		Template     string `json:"template_type"`
		Text         string `json:"text"`
		Buttons      []struct {
			Type    string `json:"type"`
			Title   string `json:"title"`
			Payload string `json:"payload"`
		} `json:"buttons"`
	} `json:"payload"`
}

// sendPage takes what is sent to guests of Messenger and Instagram.
func (s *Simulator) sendPage(w http.ResponseWriter, c *call, a *Account) {
	var in pageMessage
	b, err := json.Marshal(c.body)
	if err == nil {
		err = json.Unmarshal(b, &in)
	}
	switch {
	case err != nil:
		code(100, 0, "(#100) Invalid parameter").write(w)
		return
	case in.Recipient.ID == "":
		code(100, 2018001, "(#100) No matching user found").write(w)
		return
	case in.Action != "" && in.Message != nil:
		code(100, 2018014, "(#100) sender_action and message cannot be in one call").write(w)
		return
	case in.Action != "":
		s.pageAction(w, a, in)
		return
	case in.Message == nil:
		code(100, 2534015, "(#100) There is no message").write(w)
		return
	}
	m := &message{Text: in.Message.Text, Ours: in.Message.Metadata, ReplyTo: in.ReplyTo.MID + in.Message.ReplyTo.MID, Late: in.Tag == "HUMAN_AGENT"}
	for _, q := range in.Message.QuickReplies {
		m.Choices = append(m.Choices, choice{Title: q.Title, Payload: q.Payload})
	}
	kind := "text"
	list := in.Message.Attachments
	if in.Message.Attachment != nil {
		list = append(list, *in.Message.Attachment)
	}
	for _, at := range list {
		kind = at.Type
		if refused := s.pageAttachment(c, a, m, at); refused != nil {
			refused.write(w)
			return
		}
	}
	s.deliver(w, c, a.Channel, a, in.Recipient.ID, m, kind, func(a *Account, g *guest) *graphError { return s.mayPage(a, g, in, m) },
		func(g *guest, m *message) obj { return obj{"recipient_id": g.Key, "message_id": m.ID} })
}

// mayPage is what Meta checks of a message to a guest of Messenger and Instagram.
func (s *Simulator) mayPage(a *Account, g *guest, in pageMessage, m *message) *graphError {
	most, long := 2000, len([]rune(m.Text)) >= 2000
	closed := code(10, 2018278, "(#10) This message is sent outside of allowed window.")
	other := code(10, 2018300, "(#10) Message failed to send because another app is controlling this thread now.")
	if a.Channel == Instagram {
		most, long = 1000, len(m.Text) > 1000
		closed = code(10, 2534022, "(#10) This message is sent outside of allowed window.")
		other = code(100, 2534037, "(#100) The app is not the thread owner.")
	}
	switch {
	case g.Owner != "" && g.Owner != s.world.App.ID:
		return other
	case in.Type == "MESSAGE_TAG" && in.Tag != "HUMAN_AGENT":
		return code(100, 1893061, "(#100) Invalid parameter")
	case in.Tag == "HUMAN_AGENT" && !a.HumanAgent:
		return code(100, 0, "(#100) Cannot tag messages with 'HUMAN_AGENT' without prior approval")
	case in.Tag == "HUMAN_AGENT" && !s.open(g, humanTime), in.Tag == "" && !s.open(g, window):
		return closed
	case long:
		return code(100, 0, "(#100) Length of param message[text] must be less than or equal to "+itoa(most))
	case m.Text == "" && len(m.Media) == 0 && m.Note == "":
		return code(100, 2534015, "(#100) There is no message")
	case a.Channel == Instagram && m.Text != "" && len(m.Media) > 0:
		return code(100, 2534015, "(#100) A message holds a text or a file")
	case len(m.Choices) > 13:
		return code(100, 0, "(#100) Too many quick replies")
	}
	for _, q := range m.Choices {
		if len([]rune(q.Title)) > 20 || len(q.Payload) > 1000 {
			return code(100, 0, "(#100) A quick reply is too long")
		}
	}
	return nil
}

// pageAttachment puts what was attached into the message: by id, by address, with the call, or as a template.
func (s *Simulator) pageAttachment(c *call, a *Account, m *message, at attachment) *graphError {
	switch {
	case at.Type == "template":
		m.Text = at.Payload.Text
		for _, b := range at.Payload.Buttons {
			m.Choices = append(m.Choices, choice{Title: b.Title, Payload: b.Payload})
		}
		if m.Text == "" {
			m.Note = "Template: " + at.Payload.Template
		}
		return nil
	case at.Payload.AttachmentID != "":
		f := s.files.take(at.Payload.AttachmentID)
		if f == nil {
			return code(100, 2018074, "(#100) The attachment id is not valid or not yours")
		}
		m.Media = append(m.Media, f.media)
		return nil
	}
	f, refused := s.brought(c, at.Type, at.Payload.URL)
	if refused != nil {
		return refused
	}
	if a.Channel == Instagram && f.Kind == "document" && f.Type != "application/pdf" {
		return code(100, 2018047, "(#100) Only PDF files can be sent")
	}
	m.Media = append(m.Media, f.media)
	return nil
}

// pageAction shows typing, marks as read, reacts.
func (s *Simulator) pageAction(w http.ResponseWriter, a *Account, in pageMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.world.reached(s.world.account(a.Channel, a.Key), in.Recipient.ID)
	switch in.Action {
	case "typing_on":
		g.Typing = s.cfg.Now().Add(20 * time.Second)
	case "typing_off":
		g.Typing = time.Time{}
	case "mark_seen":
		g.SeenUpTo = s.cfg.Now()
	case "react", "unreact":
		if m := g.message(in.Payload.MessageID); m != nil {
			m.Answer = in.Payload.Reaction
		}
	}
	s.tell()
	answer(w, http.StatusOK, obj{"recipient_id": g.Key})
}

// sendWhatsApp takes what is sent to guests of WhatsApp, and receipts for what they wrote.
func (s *Simulator) sendWhatsApp(w http.ResponseWriter, c *call, a *Account) {
	var in whatsAppIn
	b, err := json.Marshal(c.body)
	if err == nil {
		err = json.Unmarshal(b, &in)
	}
	switch {
	case err != nil:
		wa(100, "Invalid parameter", err.Error()).write(w)
		return
	case in.Product != "whatsapp":
		wa(100, "Invalid parameter", "The parameter messaging_product is required.").write(w)
		return
	case in.Status != "":
		s.whatsAppRead(w, a, in)
		return
	}
	to := digitsOf(in.To)
	if in.To == "" {
		to = in.Recipient
	}
	if to == "" {
		wa(131008, "Required parameter is missing", "There is no recipient.").write(w)
		return
	}
	m, refused := s.whatsAppContent(in)
	if refused != nil {
		refused.write(w)
		return
	}
	m.Ours, m.ReplyTo = in.Ours, in.Context.MessageID
	if in.Type == "reaction" {
		s.change(func() {
			if of := s.world.reached(s.world.account(a.Channel, a.Key), to).message(in.Reaction.MessageID); of != nil {
				of.Answer = in.Reaction.Emoji
			}
		})
		answer(w, http.StatusOK, obj{"messaging_product": "whatsapp", "contacts": []obj{{"input": in.To, "wa_id": to}}, "messages": []obj{{"id": a.Channel.newID()}}})
		return
	}
	s.deliver(w, c, WhatsApp, a, to, m, in.Type, func(_ *Account, g *guest) *graphError {
		if in.Type != "template" && !s.open(g, window) {
			return wa(131047, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number.")
		}
		return nil
	}, func(g *guest, m *message) obj {
		contact := obj{"input": in.To, "wa_id": g.Key}
		if g.User != "" {
			contact["user_id"] = g.User
		}
		return obj{"messaging_product": "whatsapp", "contacts": []obj{contact}, "messages": []obj{{"id": m.ID}}}
	})
}

// whatsAppRead marks as read, and shows typing where it is asked for.
func (s *Simulator) whatsAppRead(w http.ResponseWriter, a *Account, in whatsAppIn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.world.Guests {
		if g.Account != a.Key || g.message(in.MessageID) == nil {
			continue
		}
		g.SeenUpTo = s.cfg.Now()
		if in.Typing != nil {
			g.Typing = s.cfg.Now().Add(25 * time.Second)
		}
		s.tell()
		answer(w, http.StatusOK, obj{"success": true})
		return
	}
	wa(131009, "Parameter value is not valid", "There is no message of this id.").write(w)
}

func digitsOf(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}
