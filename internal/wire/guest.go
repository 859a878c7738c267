package wire

import (
	"cmp"
	"time"

	"deskbell/internal/desk"
)

// GuestState is how a conversation stands, for its guest.
type GuestState struct {
	ConversationID string        `json:"conversation_id,omitempty" doc:"Absent until the first message."`
	Status         string        `json:"status" enum:"none,open,resolved"`
	Controller     Controller    `json:"controller"`
	LastSeq        int64         `json:"last_seq" doc:"The newest entry that the guest may see."`
	Offer          *GuestOffer   `json:"offer,omitempty"`
	Request        *GuestRequest `json:"request,omitempty"`
	Typing         bool          `json:"typing,omitempty" doc:"The assistant is making an answer."`
	Human          Human         `json:"human"`
	ReadSeq        int64         `json:"read_seq" doc:"What the assistant or an agent has seen."`
	DeliveredSeq   int64         `json:"delivered_seq" doc:"What is stored."`

	Desk       *GuestDesk      `json:"desk,omitempty" doc:"When the desk answers chats. Absent where live chat is off."`
	Form       *GuestForm      `json:"form,omitempty" doc:"What is known already for a message to be left, or was half written."`
	Ticket     *GuestTicket    `json:"ticket,omitempty" doc:"What the newest message left became."`
	Emergency  *GuestEmergency `json:"emergency,omitempty" doc:"Somebody may be in danger: whom to call now."`
	Transcript bool            `json:"transcript,omitempty" doc:"The conversation can be sent by e-mail."`
}

// GuestDesk is when the desk answers chats. Zone is the property's; the guest's own clock is the browser's.
type GuestDesk struct {
	Open    bool   `json:"open" doc:"Within the hours of live chat."`
	OpensAt string `json:"opens_at,omitempty" format:"date-time" doc:"When it opens next, where it is closed and will."`
	Zone    string `json:"zone" doc:"IANA name of the property's time zone."`
	Phone   string `json:"phone,omitempty"`
}

// GuestForm is a message to be left, as far as it is written. FormID is empty where nothing was.
type GuestForm struct {
	FormID string `json:"form_id,omitempty"`
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Text   string `json:"text,omitempty"`
}

// GuestTicket is what a message left became.
type GuestTicket struct {
	Number  int64  `json:"number"`
	ReplyBy string `json:"reply_by,omitempty" format:"date-time"`
}

// GuestEmergency are the numbers that a guest in danger is shown.
type GuestEmergency struct {
	Number   string `json:"number,omitempty" doc:"The local emergency number."`
	Property string `json:"property,omitempty" doc:"The house's own."`
}

// GuestOffer is the choice that stands where nobody else will answer.
type GuestOffer struct {
	State   string   `json:"state" enum:"shown"`
	Choices []string `json:"choices" nullable:"false" doc:"leave_message, keep_chatting, keep_waiting, ask_meanwhile"`
	Phone   string   `json:"phone,omitempty"`
}

// GuestRequest is the guest's wait for a person. RemainingMS is drawn against the browser's own clock.
type GuestRequest struct {
	State       string `json:"state" enum:"ringing,promised"`
	OpenedAt    string `json:"opened_at" format:"date-time"`
	RemainingMS int64  `json:"remaining_ms"`
	TotalMS     int64  `json:"total_ms"`
	By          string `json:"by,omitempty" doc:"Who promised to come."`
	TypicalMS   int64  `json:"typical_ms,omitempty" doc:"How long guests of this property really wait: the median of the last 30 days, where at least 20 waits back it."`
	AskContact  bool   `json:"ask_contact,omitempty" doc:"Nobody could be reached if the line were cut now: an e-mail address or a phone number may be asked for, once."`
}

// Human tells about the Human Chat button. Offer is what a guest is offered by the settings and at this hour: beside an
// answer whose entry says so, or, with Show, beside the composer too. Asking in words works whatever it says.
type Human struct {
	Available bool   `json:"available" doc:"Somebody would be rung now."`
	Show      bool   `json:"show" doc:"It stands beside the composer, not only beside an answer."`
	Offer     string `json:"offer" enum:"human,leave_message,off" doc:"Human Chat; a message to be left in its place; or neither."`
}

// What a guest is offered.
const (
	OfferHuman        = "human"
	OfferLeaveMessage = "leave_message"
	OfferOff          = "off"
)

// GuestView is what a GuestState is made from beside the conversation.
type GuestView struct {
	Now      time.Time
	Property desk.Property
	People   People
	// Offered is what guests of the channel are offered now; ReadSeq what an agent has seen.
	Offered desk.Offered
	ReadSeq int64
	// Typical is the honest wait, 0 where too few waits back one. Reachable says that an e-mail address or a phone
	// number of the guest is known, or that they would give none; Form is what is known for a message to be left. These are looked at only where
	// Decides says so.
	Typical   time.Duration
	Reachable bool
	Form      GuestForm
	// Transcript says that conversations can be sent by e-mail.
	Transcript bool
}

// Decides reports whether the guest waits for a person or may want to leave a message, so that more is told than usual:
// how long it takes, and what is known for the form.
func Decides(s desk.State, o desk.Offered) bool {
	return s.Request.Open() && s.Request.Kind != desk.RequestTransfer || s.Offer.Shown() || HumanOf(o).Offer == OfferLeaveMessage
}

// GuestStateOf makes the guest's state of a conversation; the zero State is a guest who has not written yet.
func GuestStateOf(s desk.State, v GuestView) GuestState {
	lc := v.Property.Settings.LiveChatFor(channelOf(s))
	w := GuestState{Status: "none", Controller: Controller{Kind: string(desk.ControllerAssistant)},
		Human: HumanOf(v.Offered), Desk: deskOf(lc, v)}
	if v.Form != (GuestForm{}) && Decides(s, v.Offered) {
		w.Form = &v.Form
	}
	if s.ID == "" {
		return w
	}
	w.ConversationID, w.Status = s.ID, string(s.Status)
	w.Controller = controllerOf(s.Controller, v.People, desk.Person.GuestName)
	w.Controller.AgentID = ""
	w.LastSeq, w.DeliveredSeq = s.LastPublicSeq, s.LastPublicSeq
	w.ReadSeq = max(v.ReadSeq, s.Facts.AnsweredSeq)
	w.Typing = s.Turn.Open()
	if s.Turn != nil {
		w.ReadSeq = max(w.ReadSeq, s.Turn.ForSeq)
	}
	if s.Request.Open() && s.Request.Kind != desk.RequestTransfer {
		w.Request = guestRequestOf(s, lc, v)
	}
	if n := s.Facts.TicketNumber; n != 0 {
		w.Ticket = &GuestTicket{Number: n, ReplyBy: optionalTime(s.Facts.ReplyBy)}
	}
	if !s.Facts.EmergencyAt.IsZero() {
		e := v.Property.Settings.Emergency
		w.Emergency = &GuestEmergency{Number: e.Number, Property: cmp.Or(e.Property, v.Property.Settings.Phone)}
	}
	w.Transcript = v.Transcript && s.Status == desk.StatusResolved
	if s.Offer.Shown() {
		w.Offer = &GuestOffer{State: string(s.Offer.State), Choices: choices(s), Phone: v.Property.Settings.Phone}
	}
	w.Human.Show = s.Controller.Kind == desk.ControllerAssistant && (w.Human.Show || v.Offered.Beside() && s.Facts.NoAnswer)
	return w
}

// guestRequestOf is the guest's wait. A promise has a time of its own, so that the usual one says nothing then.
func guestRequestOf(s desk.State, lc desk.LiveChat, v GuestView) *GuestRequest {
	left, total := Waits(s, lc, v.Now)
	r := &GuestRequest{State: string(s.Request.Stage), OpenedAt: Time(s.Request.OpenedAt),
		RemainingMS: left.Milliseconds(), TotalMS: total.Milliseconds(), AskContact: !v.Reachable}
	if s.Request.Stage == desk.StageRinging {
		r.TypicalMS = v.Typical.Milliseconds()
	} else if p, ok := personOf(v.People, s.Request.PromisedBy); ok {
		r.By = p.GuestName()
	}
	return r
}

func personOf(all People, id string) (desk.Person, bool) {
	if all == nil || id == "" {
		return desk.Person{}, false
	}
	return all.Person(id)
}

// HumanOf tells a guest who has not written yet about the Human Chat button.
func HumanOf(o desk.Offered) Human {
	h := Human{Available: o.Human(), Show: o.Always(), Offer: OfferLeaveMessage}
	switch {
	case o.Place == desk.ShowAsked:
		h.Offer = OfferOff
	case o.Button:
		h.Offer = OfferHuman
	}
	return h
}

func deskOf(lc desk.LiveChat, v GuestView) *GuestDesk {
	if !lc.Enabled {
		return nil
	}
	d := &GuestDesk{Open: lc.Hours.Open(v.Now, lc.Zone), Zone: lc.Zone, Phone: v.Property.Settings.Phone}
	if opens, ok := lc.Opens(v.Now); ok {
		d.OpensAt = Time(opens)
	}
	return d
}

func choices(s desk.State) []string {
	list := []string{"leave_message"}
	if s.Controller.Kind != desk.ControllerAgent {
		list = append(list, "keep_chatting")
	}
	if s.Offer.KeepWaiting {
		list = append(list, "keep_waiting")
	}
	if s.Offer.Meanwhile {
		list = append(list, "ask_meanwhile")
	}
	return list
}

// Waits is how long an open request goes on from now if nothing happens, and how long its present phase is as a
// whole. Armed clocks count more than the settings: they were moved where an installation was down meanwhile.
func Waits(s desk.State, lc desk.LiveChat, now time.Time) (left, total time.Duration) {
	r := s.Request
	end := r.StageAt.Add(lc.SecondWait)
	total = lc.FirstWait + lc.SecondWait
	switch {
	case r.Stage == desk.StagePromised:
		end, total = r.PromisedUntil, r.PromisedUntil.Sub(r.StageAt)
	case r.Kind == desk.RequestTransfer:
		end, total = r.StageAt.Add(lc.FirstWait), lc.FirstWait
	case r.Wait <= 1:
		end = r.StageAt.Add(total)
	}
	for _, t := range s.Timers {
		switch t.Kind {
		case desk.TimerPromise, desk.TimerSecondWait, desk.TimerTransferWait:
			end = t.DueAt
		case desk.TimerFirstWait:
			end = t.DueAt.Add(lc.SecondWait)
		}
	}
	return max(0, end.Sub(now)), total
}

// SameForGuest reports whether two states of one conversation look the same to its guest, but for what entries tell.
// It lets the hub send a state only where there is something to tell.
func SameForGuest(a, b desk.State) bool {
	return a.ID == b.ID && a.Status == b.Status && a.Controller == b.Controller &&
		a.Turn.Open() == b.Turn.Open() && seen(a) == seen(b) && a.Facts.NoAnswer == b.Facts.NoAnswer &&
		a.Facts.TicketNumber == b.Facts.TicketNumber && a.Facts.EmergencyAt.Equal(b.Facts.EmergencyAt) &&
		sameOffer(a.Offer, b.Offer) && sameRequest(a.Request, b.Request)
}

func seen(s desk.State) int64 {
	if s.Turn != nil {
		return max(s.Facts.AnsweredSeq, s.Turn.ForSeq)
	}
	return s.Facts.AnsweredSeq
}

func sameOffer(a, b *desk.Offer) bool {
	if !a.Shown() || !b.Shown() {
		return a.Shown() == b.Shown()
	}
	return a.ID == b.ID && a.KeepWaiting == b.KeepWaiting && a.Meanwhile == b.Meanwhile
}

func sameRequest(a, b *desk.Request) bool {
	if !a.Open() || !b.Open() {
		return a.Open() == b.Open()
	}
	return a.ID == b.ID && a.Stage == b.Stage && a.StageAt.Equal(b.StageAt) && a.Wait == b.Wait
}

func controllerOf(c desk.Controller, people People, name func(desk.Person) string) Controller {
	w := Controller{Kind: string(c.Kind), AgentID: c.AgentID}
	if p, ok := personOf(people, c.AgentID); ok {
		w.Name = name(p)
	}
	return w
}

// channelOf is the channel of a conversation; a guest who has not written yet is on the web.
func channelOf(s desk.State) desk.Channel {
	if s.Channel == "" {
		return desk.ChannelWeb
	}
	return s.Channel
}
