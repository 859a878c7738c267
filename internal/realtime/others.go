package realtime

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/segmentio/encoding/json"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

// Others are the other nodes of the installation. Tell must not wait, and promises nothing: what must arrive is found
// in the database. encode is called at most once, later, on another goroutine: what it names must not change any more.
type Others interface {
	Tell(kind string, encode func([]byte) []byte)
}

// What nodes tell each other about connected browsers. The names go over the wire between versions: whoever changes
// what one means gives it another name. Of those that others may send on (Hear), the payload is an id.
const (
	tellChange = "change" // a conversation changed
	tellFrame  = "frame"  // a frame for one of the staff's channels
	tellLooks  = "looks"  // who looks or types, and how far somebody has read
	tellCard   = "card"   // something beside a conversation's entries changed
	tellDrop   = "drop"   // a guest's token is no longer good

	TellsDuty  = "duty"  // what a person says about being at work
	TellsMe    = "me"    // a person's role, properties or name
	TellsHouse = "house" // a property's settings or knowledge
)

// tellOthers tells the other nodes, where there are any.
func (s *Staff) tellOthers(kind string, encode func([]byte) []byte) {
	if s.cfg.Others != nil {
		s.cfg.Others.Tell(kind, encode)
	}
}

// tellID tells them a kind that names one thing.
func (s *Staff) tellID(kind, id string) {
	s.tellOthers(kind, func(b []byte) []byte { return append(b, id...) })
}

// heard is what another node told.
type heard struct {
	kind    string
	payload []byte
}

// Hear takes in what another node told, and reports whether it is about connected browsers. It never waits: where too
// much waits already, everybody is told to read again.
func (f *Fanout) Hear(kind string, payload []byte) bool {
	switch kind {
	case tellChange, tellFrame, tellLooks, tellCard, TellsDuty, TellsMe, TellsHouse, tellDrop:
	default:
		return false
	}
	select {
	case f.heard <- heard{kind, slices.Clone(payload)}:
	default:
		f.overrun()
	}
	return true
}

func (f *Fanout) pass(h heard) {
	s := f.staff
	id := string(h.payload)
	switch h.kind {
	case tellChange:
		f.hearChange(h.payload)
	case tellFrame:
		if channel, rest, ok := cutText(h.payload); ok {
			s.send(channel, rest)
		}
	case tellLooks:
		f.hearLooks(h.payload)
	case tellCard:
		s.cardHere(id)
	case TellsDuty:
		s.dutyHere(id)
	case TellsMe:
		s.meHere(id)
	case TellsHouse:
		s.settingsHere(id)
	case tellDrop:
		if contactID, hash, ok := cutText(h.payload); ok {
			f.guests.dropHere(contactID, string(hash))
		}
	}
}

// looks is one of what is only true while a page is open.
type looks struct {
	What         string  `json:"what"`
	Property     string  `json:"property,omitempty"`
	Conversation string  `json:"conversation"`
	Contact      string  `json:"contact,omitempty"`
	Who          watcher `json:"who,omitempty"`
	On           bool    `json:"on,omitempty"`
	Seq          int64   `json:"seq,omitempty"`
	Turn         string  `json:"turn,omitempty"`
	Text         string  `json:"text,omitempty"`
}

const (
	looksAt        = "view"
	looksTyping    = "typing"
	looksGuest     = "guest"
	looksAssistant = "assistant"
	looksRead      = "read"
	looksDraft     = "draft"
)

func (s *Staff) tellLooks(l looks) {
	if s.cfg.Others != nil {
		s.cfg.Others.Tell(tellLooks, func(b []byte) []byte { return appendJSON(b, l) })
	}
}

func (f *Fanout) hearLooks(payload []byte) {
	var l looks
	if json.Unmarshal(payload, &l) != nil || l.Conversation == "" {
		return
	}
	s := f.staff
	switch l.What {
	case looksAt:
		s.viewHere(l.Who, l.Property, l.Conversation, l.On)
	case looksTyping:
		s.typingHere(l.Who, l.Property, l.Conversation, l.On)
	case looksGuest:
		s.guestTypingHere(l.Property, l.Conversation, l.On)
	case looksAssistant:
		s.assistantTypingHere(l.Property, l.Conversation, l.Contact, l.On)
	case looksRead:
		s.readHere(l.Conversation, l.Contact, l.Seq)
	case looksDraft:
		s.draftHere(l)
	}
}

// changeHead is what a node must know of a change that nobody connected to it is shown.
type changeHead struct {
	conversation, property, contact string
	controller                      desk.Controller
	turn                            string // which has ended by this change; "" is none
	seq, entries                    int64  // the newest entry, and how many this change wrote
	flags                           byte
}

const (
	flagMerged    = 1 << iota // the conversation became part of another
	flagNotices               // somebody is told something
	flagGuestSame             // nothing that its guest is shown of its state has changed
)

// changeBody is the rest of a change, for those who show it.
type changeBody struct {
	After   desk.State
	Entries []desk.Entry  `json:",omitempty"`
	Notices []desk.Notice `json:",omitempty"`
}

// appendChange encodes a change for the other nodes. The head can be read without the rest: most nodes have neither the
// guest nor anybody who watches the property, and need no more.
func appendChange(b []byte, c *conversation.Change) []byte {
	h := changeHead{conversation: c.After.ID, property: c.After.PropertyID, contact: c.After.ContactID,
		controller: c.After.Controller, turn: endedTurn(c), seq: c.After.LastSeq, entries: int64(len(c.Entries))}
	if c.After.MergedInto != "" {
		h.flags |= flagMerged
	}
	if len(c.Notices) > 0 {
		h.flags |= flagNotices
	}
	if wire.SameForGuest(c.Before, c.After) {
		h.flags |= flagGuestSame
	}
	b = append(b, h.flags)
	b = binary.AppendUvarint(b, uint64(h.seq))
	b = binary.AppendUvarint(b, uint64(h.entries))
	for _, text := range []string{h.conversation, h.property, h.contact, string(h.controller.Kind), h.controller.AgentID, h.turn} {
		b = appendText(b, text)
	}
	return appendJSON(b, changeBody{c.After, c.Entries, c.Notices})
}

// endedTurn is the turn that a change ended.
func endedTurn(c *conversation.Change) string {
	was, is := c.Before.Turn, c.After.Turn
	if was.Open() && (is == nil || is.ID != was.ID || !is.Open()) {
		return was.ID
	}
	return ""
}

// cutHead reads the head of a change; rest is its body.
func cutHead(b []byte) (h changeHead, rest []byte, ok bool) {
	if len(b) == 0 {
		return h, nil, false
	}
	h.flags, b = b[0], b[1:]
	for _, number := range []*int64{&h.seq, &h.entries} {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > math.MaxInt64 {
			return h, nil, false
		}
		*number, b = int64(v), b[n:]
	}
	var kind string
	for _, text := range []*string{&h.conversation, &h.property, &h.contact, &kind, &h.controller.AgentID, &h.turn} {
		if *text, b, ok = cutText(b); !ok {
			return h, nil, false
		}
	}
	h.controller.Kind = desk.ControllerKind(kind)
	return h, b, h.conversation != ""
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func cutText(b []byte) (s string, rest []byte, ok bool) {
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return "", nil, false
	}
	b = b[n:]
	return string(b[:size]), b[size:], true
}

func appendJSON(b []byte, v any) []byte {
	out, err := json.Append(b, v, 0)
	if err != nil {
		panic(err) // a type of this package that cannot be encoded is a mistake in it, found by its tests
	}
	return out
}

// hearChange tells those who are connected here of another node's change.
func (f *Fanout) hearChange(payload []byte) {
	h, rest, ok := cutHead(payload)
	if !ok {
		return
	}
	if h.turn != "" && f.Dropped != nil {
		f.Dropped(h.turn)
	}
	if h.entries > 0 && h.seq <= f.toldOf(h.conversation).asked {
		return // the database was faster
	}
	f.dir.notePlace(h.conversation, Place{PropertyID: h.property, ContactID: h.contact, Controller: h.controller, seq: h.seq})
	f.noteTold(h.conversation, h.seq, h.entries)
	guest := h.flags&flagMerged == 0 && f.guests.Listening(h.contact)
	if h.flags&flagMerged != 0 {
		f.guests.Again(h.contact)
	} else {
		f.dir.noteCurrent(h.contact, h.conversation)
	}
	if h.entries == 0 {
		f.dir.ForgetContact(h.contact)
	}
	staff := f.staff.listening(h.property)
	if !guest && !staff && h.flags&flagNotices == 0 {
		return
	}
	var body changeBody
	if json.Unmarshal(rest, &body) != nil || body.After.ID != h.conversation {
		return
	}
	c := &conversation.Change{After: body.After, Entries: body.Entries, Notices: body.Notices}
	if guest {
		f.tellGuest(c, h.flags&flagGuestSame != 0)
	}
	if staff {
		f.tellStaff(c)
	}
	f.tellNotices(c)
}
