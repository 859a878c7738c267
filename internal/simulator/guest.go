package simulator

import (
	"encoding/hex"
	"fmt"
	"time"
)

// Act is something that a guest does on the phone. Which fields count depends on Do.
type Act struct {
	// Do is text, choice, media, place, card, react, edit, unsend, story, mention, advert, unsupported, owner, seize or
	// release: a key of acts.
	Do      string `json:"do"`
	Text    string `json:"text,omitempty"`
	ReplyTo string `json:"reply_to,omitempty"`
	// Message is what is reacted to, edited, taken back, or whose choice is pressed.
	Message string `json:"message,omitempty"`
	Payload string `json:"payload,omitempty"`
	Emoji   string `json:"emoji,omitempty"`
	// File is a file on the shelf, or the name of a sample: photo, voice, video, document, sticker, and the tricks.
	File string `json:"file,omitempty"`
	// Ago is how old the message is by its own timestamp, in seconds: a late arrival.
	Ago int `json:"ago,omitempty"`
}

// refusal is an act that makes no sense; its text is for people.
type refusal string

// Error implements error.
func (r refusal) Error() string { return string(r) }

// errNo is what a channel does not have.
func errNo(c Channel, what string) error { return refusal(fmt.Sprintf("%s has no %s", c, what)) }

// acts is what guests, and the owner of the account, can do.
var acts = map[string]func(s *Simulator, a *Account, g *guest, act Act, at time.Time) error{
	"text":        (*Simulator).writeText,
	"choice":      (*Simulator).choose,
	"media":       (*Simulator).attach,
	"place":       (*Simulator).sharePlace,
	"card":        (*Simulator).shareCard,
	"react":       (*Simulator).react,
	"edit":        (*Simulator).edit,
	"unsend":      (*Simulator).unsend,
	"story":       (*Simulator).answerStory,
	"mention":     (*Simulator).mention,
	"advert":      (*Simulator).fromAdvert,
	"unsupported": (*Simulator).unsupported,
	"owner":       (*Simulator).ownerWrites,
	"seize":       (*Simulator).seize,
	"release":     (*Simulator).release,
}

// Do lets a guest act.
func (s *Simulator) Do(guestID string, act Act) error {
	fn := acts[act.Do]
	if fn == nil {
		return refusal("there is nothing to do by that name")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.world.guest(guestID)
	if g == nil {
		return refusal("this phone is gone")
	}
	a := s.world.account(g.Channel, g.Account)
	at := s.cfg.Now().Add(-time.Duration(act.Ago) * time.Second)
	err := fn(s, a, g, act, at)
	s.tell()
	return err
}

// wrote keeps what the guest sent and posts it. body is the message without what all messages have.
func (s *Simulator) wrote(a *Account, g *guest, m *message, body obj, name string) {
	m.By = byGuest
	if m.ID == "" {
		m.ID = a.Channel.newID()
	}
	g.add(m)
	if m.At.After(g.Wrote) {
		g.Wrote = m.At
	}
	standby := g.Owner != "" && g.Owner != s.world.App.ID
	if a.Channel == WhatsApp {
		s.hook(event{account: a, field: "messages", name: name, standby: standby, body: whatsAppMessage(a, g, m, body, standby)})
		return
	}
	body["mid"] = m.ID
	if m.ReplyTo != "" {
		reply := g.message(m.ReplyTo)
		body["reply_to"] = obj{"mid": m.ReplyTo, "is_self_reply": reply != nil && reply.By == byGuest}
	}
	s.hook(event{account: a, field: "messages", name: name, standby: standby, body: fromGuest(a, g, m.At, "message", body)})
}

func whatsAppMessage(a *Account, g *guest, m *message, body obj, standby bool) obj {
	body["id"], body["timestamp"] = m.ID, seconds(m.At)
	body["from"] = g.Key
	if g.User != "" {
		body["from_user_id"] = g.User
	}
	if m.ReplyTo != "" {
		from := a.Number
		if reply := g.message(m.ReplyTo); reply != nil && reply.By == byGuest {
			from = g.Key
		}
		body["context"] = obj{"from": from, "id": m.ReplyTo}
	}
	v := value(a, g, true, "messages", []obj{body})
	if standby {
		v["standby"] = obj{"contacts": v["contacts"], "messages": v["messages"]}
		delete(v, "contacts")
		delete(v, "messages")
	}
	return v
}

func (s *Simulator) writeText(a *Account, g *guest, act Act, at time.Time) error {
	if act.Text == "" {
		return refusal("there is no text")
	}
	body := obj{"text": act.Text}
	if a.Channel == WhatsApp {
		body = obj{"type": "text", "text": obj{"body": act.Text}}
	}
	s.wrote(a, g, &message{Text: act.Text, ReplyTo: act.ReplyTo, At: at}, body, "text")
	return nil
}

// choose presses a quick reply, button or list row of one of our messages.
func (s *Simulator) choose(a *Account, g *guest, act Act, at time.Time) error {
	of := g.message(act.Message)
	if of == nil {
		return refusal("this message is gone")
	}
	for _, c := range of.Choices {
		if c.Payload != act.Payload {
			continue
		}
		m := &message{Text: c.Title, At: at}
		if a.Channel != WhatsApp {
			s.wrote(a, g, m, obj{"text": c.Title, "quick_reply": obj{"payload": c.Payload}}, "quick reply")
			return nil
		}
		m.ReplyTo = of.ID
		kind, said := "button_reply", obj{"id": c.Payload, "title": c.Title}
		if of.List != "" {
			kind = "list_reply"
			if c.Description != "" {
				said["description"] = c.Description
			}
		}
		s.wrote(a, g, m, obj{"type": "interactive", "interactive": obj{"type": kind, kind: said}}, "choice")
		return nil
	}
	return refusal("this choice is gone")
}

// attach sends a file; a text with it is the caption where the channel has captions, else a message after it.
func (s *Simulator) attach(a *Account, g *guest, act Act, at time.Time) error {
	f := s.files.take(act.File)
	if f == nil {
		return refusal("this file is gone")
	}
	m := &message{At: at, Media: []media{f.media}, ReplyTo: act.ReplyTo}
	if a.Channel != WhatsApp {
		s.wrote(a, g, m, obj{"attachments": []obj{f.attachment(a.Channel)}}, f.Kind)
		if act.Text != "" {
			act.ReplyTo = ""
			return s.writeText(a, g, act, at)
		}
		return nil
	}
	kind, about := f.whatsApp()
	if act.Text != "" && kind != "audio" && kind != "sticker" {
		m.Text, about["caption"] = act.Text, act.Text
	}
	s.wrote(a, g, m, obj{"type": kind, kind: about}, kind)
	return nil
}

// attachment is a file in a Messenger or Instagram message.
func (f *file) attachment(c Channel) obj {
	kind, payload := f.Kind, obj{"url": f.url(c)}
	switch {
	case kind == "document":
		kind = "file"
	case kind == "sticker" && c == Instagram:
		kind = "image"
	case kind == "sticker":
		payload["sticker_id"] = 369239263222822
	}
	return obj{"type": kind, "payload": payload}
}

// whatsApp is a file in a WhatsApp message, and the message's type.
func (f *file) whatsApp() (string, obj) {
	about := obj{"id": f.ID, "mime_type": f.Type, "sha256": f.hash(), "url": f.url(WhatsApp)}
	switch f.Kind {
	case "audio":
		about["voice"] = f.Voice
	case "document":
		about["filename"] = f.Name
	case "sticker":
		about["animated"] = false
	}
	return f.Kind, about
}

func (s *Simulator) sharePlace(a *Account, g *guest, _ Act, at time.Time) error {
	p := &place{Latitude: 38.7077, Longitude: -9.1366, Name: "Cais do Sodré"}
	m := &message{Place: p, At: at}
	switch a.Channel {
	case WhatsApp:
		s.wrote(a, g, m, obj{"type": "location", "location": obj{"latitude": p.Latitude, "longitude": p.Longitude, "name": p.Name}}, "place")
	case Messenger: // the older form, which phones still send
		s.wrote(a, g, m, obj{"attachments": []obj{{"type": "location", "title": p.Name,
			"payload": obj{"coordinates": obj{"lat": p.Latitude, "long": p.Longitude}}}}}, "place")
	default:
		return errNo(a.Channel, "places")
	}
	return nil
}

func (s *Simulator) shareCard(a *Account, g *guest, _ Act, at time.Time) error {
	if a.Channel != WhatsApp {
		return errNo(a.Channel, "contacts to hand over")
	}
	card := obj{"name": obj{"formatted_name": "Max Muster", "first_name": "Max", "last_name": "Muster"},
		"phones": []obj{{"phone": "+49 1555 0100333", "wa_id": "4915550100333", "type": "Mobile"}},
		"emails": []obj{{"email": "max@example.com", "type": "WORK"}}}
	s.wrote(a, g, &message{Note: "Contact: Max Muster", At: at}, obj{"type": "contacts", "contacts": []obj{card}}, "contact")
	return nil
}

// reactions are Messenger's names of emojis.
var reactions = map[string]string{"❤️": "love", "👍": "like", "😮": "wow", "😢": "sad", "😆": "smile", "😡": "angry", "👎": "dislike"}

func (s *Simulator) react(a *Account, g *guest, act Act, at time.Time) error {
	m := g.message(act.Message)
	if m == nil {
		return refusal("this message is gone")
	}
	m.Heart = act.Emoji
	if at.After(g.Wrote) && a.Channel != WhatsApp {
		g.Wrote = at // a reaction opens the window
	}
	if a.Channel == WhatsApp {
		about := obj{"message_id": m.ID, "emoji": act.Emoji}
		s.hook(event{account: a, field: "messages", name: "reaction",
			body: whatsAppMessage(a, g, &message{ID: a.Channel.newID(), At: at}, obj{"type": "reaction", "reaction": about}, false)})
		return nil
	}
	about := obj{"mid": m.ID, "action": "unreact"}
	if act.Emoji != "" {
		kind := reactions[act.Emoji]
		if kind == "" {
			kind = "other"
		}
		about = obj{"mid": m.ID, "action": "react", "reaction": kind, "emoji": act.Emoji}
	}
	s.hook(event{account: a, field: "message_reactions", name: "reaction", body: fromGuest(a, g, at, "reaction", about)})
	return nil
}

func (s *Simulator) edit(a *Account, g *guest, act Act, at time.Time) error {
	m := g.message(act.Message)
	if m == nil || m.By != byGuest || act.Text == "" {
		return refusal("this message cannot be changed")
	}
	m.Text = act.Text
	m.Edits++
	if a.Channel == WhatsApp {
		about := obj{"original_message_id": m.ID, "message": obj{"context": obj{"id": "M0"}, "type": "text", "text": obj{"body": act.Text}}}
		s.hook(event{account: a, field: "messages", name: "edit",
			body: whatsAppMessage(a, g, &message{ID: a.Channel.newID(), At: at}, obj{"type": "edit", "edit": about}, false)})
		return nil
	}
	s.hook(event{account: a, field: "message_edits", name: "edit",
		body: fromGuest(a, g, at, "message_edit", obj{"mid": m.ID, "text": act.Text, "num_edit": m.Edits})})
	return nil
}

func (s *Simulator) unsend(a *Account, g *guest, act Act, at time.Time) error {
	m := g.message(act.Message)
	if m == nil || m.By != byGuest {
		return refusal("this message cannot be taken back")
	}
	if a.Channel == Messenger {
		return errNo(a.Channel, "event for a message that was taken back")
	}
	m.Unsent, m.Text, m.Media = true, "", nil
	if a.Channel == WhatsApp {
		s.hook(event{account: a, field: "messages", name: "taken back",
			body: whatsAppMessage(a, g, &message{ID: a.Channel.newID(), At: at}, obj{"type": "revoke", "revoke": obj{"original_message_id": m.ID}}, false)})
		return nil
	}
	s.hook(event{account: a, field: "messages", name: "taken back", body: fromGuest(a, g, at, "message", obj{"mid": m.ID, "is_deleted": true})})
	return nil
}

func (s *Simulator) answerStory(a *Account, g *guest, act Act, at time.Time) error {
	if a.Channel != Instagram {
		return errNo(a.Channel, "stories")
	}
	story := s.files.take("photo")
	m := &message{Text: act.Text, Note: "Answer to your story", At: at}
	if m.Text == "" {
		m.Text = "Love this view!"
	}
	s.wrote(a, g, m, obj{"text": m.Text, "reply_to": obj{"story": obj{"url": story.url(Instagram), "id": random(17, digits)}}}, "answer to a story")
	return nil
}

func (s *Simulator) mention(a *Account, g *guest, _ Act, at time.Time) error {
	if a.Channel != Instagram {
		return errNo(a.Channel, "stories")
	}
	story := s.files.take("photo")
	s.wrote(a, g, &message{Note: "Mentioned you in a story", At: at},
		obj{"attachments": []obj{{"type": "story_mention", "payload": obj{"url": story.url(Instagram)}}}}, "mention in a story")
	return nil
}

func (s *Simulator) fromAdvert(a *Account, g *guest, act Act, at time.Time) error {
	m := &message{Text: act.Text, Note: "From your advertisement", At: at}
	if m.Text == "" {
		m.Text = "I saw your autumn offer. Is it still on?"
	}
	if a.Channel == WhatsApp {
		s.wrote(a, g, m, obj{"type": "text", "text": obj{"body": m.Text}, "referral": obj{"source_url": "https://fb.me/autumn", "source_id": "120210000000000555",
			"source_type": "ad", "headline": "Autumn by the river", "body": "Three nights for two", "media_type": "image", "ctwa_clid": "AR" + random(20, letters)}}, "from an advertisement")
		return nil
	}
	s.wrote(a, g, m, obj{"text": m.Text, "referral": obj{"ref": "autumn", "ad_id": "6100000000000999", "source": "ADS", "type": "OPEN_THREAD",
		"ads_context_data": obj{"ad_title": "Autumn by the river", "post_id": "1200000000000555"}}}, "from an advertisement")
	return nil
}

func (s *Simulator) unsupported(a *Account, g *guest, _ Act, at time.Time) error {
	m := &message{Note: "Something that this API does not hand over", At: at}
	switch a.Channel {
	case WhatsApp:
		s.wrote(a, g, m, obj{"type": "unsupported", "unsupported": obj{"type": "video_note"}, "errors": []obj{{"code": 131051, "title": "Message type unknown",
			"message": "Message type unknown", "error_data": obj{"details": "Message type is currently not supported."}}}}, "unsupported")
	case Instagram:
		s.wrote(a, g, m, obj{"is_unsupported": true}, "unsupported")
	default:
		s.wrote(a, g, m, obj{"attachments": []obj{{"type": "appointment_booking", "payload": obj{"booking_id": random(15, digits), "status": "requested",
			"start_time": at.Add(48 * time.Hour).Unix(), "end_time": at.Add(49 * time.Hour).Unix(), "timezone": "Europe/Lisbon"}}}}, "booking")
	}
	return nil
}

// ownerWrites answers from the hotel's own phone or inbox.
func (s *Simulator) ownerWrites(a *Account, g *guest, act Act, at time.Time) error {
	m := &message{ID: a.Channel.newID(), By: byOwner, Text: act.Text, At: at, State: "sent"}
	if act.File != "" {
		f := s.files.take(act.File)
		if f == nil {
			return refusal("this file is gone")
		}
		m.Media = []media{f.media}
	}
	if m.Text == "" && m.Media == nil {
		return refusal("there is no text")
	}
	g.add(m)
	if a.Channel == WhatsApp {
		body := obj{"from": a.Number, "to": g.Key, "id": m.ID, "timestamp": seconds(at), "type": "text", "text": obj{"body": m.Text}}
		if m.Media != nil {
			kind, about := s.files.take(m.Media[0].ID).whatsApp()
			body["type"], body[kind] = kind, about
			delete(body, "text")
			if m.Text != "" {
				about["caption"] = m.Text
			}
		}
		s.hook(event{account: a, field: "smb_message_echoes", name: "answer from the owner's phone",
			body: value(a, g, false, "message_echoes", []obj{body})})
		return nil
	}
	body := obj{"mid": m.ID, "is_echo": true}
	if m.Text != "" {
		body["text"] = m.Text
	}
	if m.Media != nil {
		body["attachments"] = []obj{s.files.take(m.Media[0].ID).attachment(a.Channel)}
	}
	if a.Channel == Messenger {
		body["app_id"] = jsonID(pageInbox)
	}
	s.hook(event{account: a, field: "message_echoes", name: "answer from the owner's phone", body: toGuest(a, g, at, body)})
	return nil
}

// seize gives the thread to the inbox of Meta; release brings it back.
func (s *Simulator) seize(a *Account, g *guest, _ Act, at time.Time) error {
	to := pageInbox
	switch a.Channel {
	case WhatsApp:
		return errNo(a.Channel, "handing over between apps")
	case Instagram:
		to = instagramInbox
	}
	s.pass(a, g, "take_thread_control", to, at)
	return nil
}

func (s *Simulator) release(a *Account, g *guest, _ Act, at time.Time) error {
	if a.Channel == WhatsApp {
		return errNo(a.Channel, "handing over between apps")
	}
	s.pass(a, g, "pass_thread_control", s.world.App.ID, at)
	return nil
}

// pass changes a thread's owner and says so.
func (s *Simulator) pass(a *Account, g *guest, kind, to string, at time.Time) {
	var before any
	if g.Owner != "" {
		before = g.Owner
	}
	g.Owner = to
	field := "messaging_handovers"
	if a.Channel == Instagram {
		field = "messaging_handover"
	}
	s.hook(event{account: a, field: field, name: "thread control", body: fromGuest(a, g, at, kind,
		obj{"previous_owner_app_id": before, "new_owner_app_id": to, "metadata": "from the simulator"})})
}

// look sets whether the guest looks at the phone: what lies there becomes delivered, or read.
func (s *Simulator) look(g *guest, phone string) {
	g.Phone = phone
	a := s.world.account(g.Channel, g.Account)
	for _, m := range g.Messages {
		if m.By == byUs && m.State != "failed" {
			s.arrived(a, g, m, 0)
		}
	}
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
