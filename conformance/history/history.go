// Package history records what clients asked of an installation, what they were answered, and what each reader was
// shown, so that all of it can be checked afterwards, away from the installation. A history is plain data: it can be
// kept as JSON and looked at again.
package history

import (
	"encoding/json"
	"os"
	"sync"
	"time"

	"deskbell/conformance/drive"
)

// Outcome is how an operation ended, as its client knows.
type Outcome string

// An operation was acknowledged, refused for good, or nobody knows: its answer never came, or it was that of a server
// that could not say.
const (
	OK      Outcome = "ok"
	Failed  Outcome = "failed"
	Unknown Outcome = "unknown"
)

// The operations, by what the protocol calls them.
const (
	Send          = "send"
	Ask           = "ask"
	Cancel        = "cancel"
	Offer         = "offer" // Text is the choice
	Leave         = "leave" // ClientID is the form's id
	Take          = "take-control"
	Accept        = "accept"
	HandBack      = "hand-back"
	Resolve       = "resolve"
	TakeOver      = "take-over"
	Transfer      = "transfer"
	TakeBack      = "take-back"
	Reply         = "messages"
	AnswerAndBack = "answer-and-hand-back"
	Note          = "notes"
	EndShift      = "end-shift"
)

// Op is one operation of one client.
type Op struct {
	Client       string // who, for people
	Guest        bool
	Contact      string // of a guest
	Person       string // of the desk
	Conversation string // "" where the client did not know it when it asked, and was not told
	Do           string
	ClientID     string // the sender's own id of what it writes
	Text         string
	// Foreign says that the client has no right to the conversation: whatever it asks must be refused.
	Foreign  bool
	Invoked  time.Time
	Returned time.Time // of an unknown one: when the client gave up
	Outcome  Outcome
	Status   int
	Code, By string // of a refusal; By is a person
	Seq      int64  // of what was stored
	Entry    string
	Ticket   int64
}

// View is how a conversation stood in one answer or frame.
type View struct {
	Reader       string
	Guest        bool
	Conversation string
	Invoked      time.Time // zero in a frame, which may come late
	Returned     time.Time
	Status       string // open, resolved
	Controller   string
	Agent        string // id; the desk's readers only
	Epoch        int64  // the desk's readers only
	LastSeq      int64
	Read, Stored int64 // the guest's marks
	Request      Request
}

// Request is how the newest request of a conversation stood.
type Request struct{ ID, Kind, State, End string }

// Reader is somebody who is shown things.
type Reader struct {
	Name  string
	Guest bool
	// Contact is whose conversations a guest may see, Properties those of which the desk's reader, a Person, may see all.
	Contact    string
	Person     string
	Properties []string
	// Rings says that the person is on duty with a device that sounds: requests of the properties ring there.
	Rings bool
	// Up are the times in which the reader's connection stood, with its lists read.
	Up []Span
	// Shown is what its page shows at the end, by conversation, in the order in which it was shown.
	Shown map[string][]drive.Entry
	// Rung is when each request was first seen to ring, and of which conversation.
	Rung map[string]Ring
}

// Ring is that a page showed that somebody waits.
type Ring struct {
	At           time.Time
	Conversation string
}

// Span is a time.
type Span struct{ From, To time.Time }

// Thread is a conversation as a fresh reader is given it when all is over.
type Thread struct {
	Conversation, Property, Contact string
	Desk, Guest                     []drive.Entry
	View                            View
}

// Ticket is one that the desk finds when all is over.
type Ticket struct {
	Number                       int64
	Property, Conversation, Text string
}

// History is all that was recorded.
type History struct {
	Seed    uint64
	Ops     []*Op
	Views   []View
	Readers []*Reader
	// Faults are the times in which something was broken on purpose, until it was whole again.
	Faults  []Span
	Threads []Thread
	Tickets []Ticket
}

// Recorder takes a history down. Its methods may be called from many goroutines.
type Recorder struct {
	mu sync.Mutex
	h  History
}

// New begins a history.
func New(seed uint64) *Recorder { return &Recorder{h: History{Seed: seed}} }

// Begin takes down that an operation is asked for now; end says how it ended, exactly once.
func (r *Recorder) Begin(op Op) (end func(func(*Op))) {
	o := &op
	o.Invoked, o.Outcome = time.Now(), Unknown
	r.mu.Lock()
	r.h.Ops = append(r.h.Ops, o)
	r.mu.Unlock()
	return func(how func(*Op)) {
		now := time.Now()
		r.mu.Lock()
		defer r.mu.Unlock()
		o.Returned = now
		how(o)
	}
}

// Saw takes down how a conversation stood.
func (r *Recorder) Saw(v View) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.h.Views = append(r.h.Views, v)
}

// Reads adds a reader, whose page calls Connected, Rang and Showed.
func (r *Recorder) Reads(reader Reader) *Page {
	reader.Shown, reader.Rung = map[string][]drive.Entry{}, map[string]Ring{}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.h.Readers = append(r.h.Readers, &reader)
	return &Page{r: r, reader: &reader}
}

// Broken takes down that something is broken on purpose; whole is called once it is not any more.
func (r *Recorder) Broken() (whole func()) {
	from := time.Now()
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.h.Faults = append(r.h.Faults, Span{from, time.Now()})
	}
}

// Found takes down what a fresh reader is given at the end.
func (r *Recorder) Found(t Thread) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.h.Threads = append(r.h.Threads, t)
}

// FoundTicket takes down a ticket that the desk finds at the end.
func (r *Recorder) FoundTicket(t Ticket) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.h.Tickets = append(r.h.Tickets, t)
}

// Conversations are those that any operation was told of so far.
func (r *Recorder) Conversations() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var ids []string
	seen := map[string]bool{"": true}
	for _, o := range r.h.Ops {
		if !seen[o.Conversation] {
			seen[o.Conversation] = true
			ids = append(ids, o.Conversation)
		}
	}
	return ids
}

// History is what was taken down. Nothing may be recorded any more.
func (r *Recorder) History() *History {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &r.h
}

// Page is a reader's side of the recording.
type Page struct {
	r      *Recorder
	reader *Reader
}

// Connected takes down that the page is connected and has read its lists; the returned function, that the connection
// ended.
func (p *Page) Connected() (ended func()) {
	from := time.Now()
	return func() {
		p.r.mu.Lock()
		defer p.r.mu.Unlock()
		p.reader.Up = append(p.reader.Up, Span{from, time.Now()})
	}
}

// Rang takes down that the page shows that a request of a conversation rings.
func (p *Page) Rang(request, conversation string) {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	if p.reader.Rung[request].At.IsZero() {
		p.reader.Rung[request] = Ring{time.Now(), conversation}
	}
}

// Showed takes down what the page shows of a conversation at the end.
func (p *Page) Showed(conversation string, entries []drive.Entry) {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	p.reader.Shown[conversation] = entries
}

// Write keeps the history as a file.
func (h *History) Write(path string) error {
	b, err := json.MarshalIndent(h, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}
