package wire

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Ring is an alert as one person sees it: a card that rings, or that tells that it rang.
type Ring struct {
	ID             string `json:"id" doc:"The request's id, or the alarm's, look's, test's or drill's own."`
	ConversationID string `json:"conversation_id,omitempty" doc:"Absent on tests and drills."`
	PropertyID     string `json:"property_id,omitempty" doc:"Absent on tests."`
	Channel        string `json:"channel,omitempty"`
	Kind           string `json:"kind" enum:"person,transfer,emergency,alarm,attention,test,drill"`
	Why            string `json:"why,omitempty" enum:"opportunity,angry,repeated,unanswered,unhappy" doc:"Of attention: why a person should look."`
	State          string `json:"state" enum:"ringing,promised,ended"`
	Language       string `json:"language,omitempty"`
	Guest          Caller `json:"guest"`
	Question       string `json:"question,omitempty" doc:"What the guest last wrote."`
	Missing        string `json:"missing,omitempty" doc:"What the assistant had no answer to; absent where it had."`
	Note           string `json:"note,omitempty" doc:"Of a transfer."`
	From           *Who   `json:"from,omitempty" doc:"Who transferred, was lost, was relieved or ended the shift."`
	Target         string `json:"target,omitempty" doc:"Whom a transfer is meant for; absent: everyone."`
	OpenedAt       string `json:"opened_at" format:"date-time"`
	EndsAt         string `json:"ends_at,omitempty" format:"date-time" doc:"When it ends by itself; absent where it rings until somebody has it."`
	TotalMS        int64  `json:"total_ms" doc:"How long the ring runs as a whole; 0 where it has no end."`
	RemainingMS    int64  `json:"remaining_ms"`
	PromisedBy     *Who   `json:"promised_by,omitempty"`
	PromisedUntil  string `json:"promised_until,omitempty" format:"date-time"`
	ForMe          bool   `json:"for_me" doc:"This person is called."`
	Declined       bool   `json:"declined" doc:"This person said Can't now."`
	Unheard        bool   `json:"unheard" doc:"No device has confirmed it within five seconds, nor since."`
	Step           int    `json:"step" doc:"How many steps of the property's chain were called."`
	GuestLeft      bool   `json:"guest_left" doc:"The guest is not on the page any more."`
	Device         string `json:"device,omitempty" doc:"The device that a test rings; all others keep still."`
	End            string `json:"end,omitempty" enum:"accepted,cancelled,closed,expired,confirmed,done"`
	EndedAt        string `json:"ended_at,omitempty" format:"date-time"`
	EndedBy        *Who   `json:"ended_by,omitempty"`
}

// Caller is the guest on a Ring.
type Caller struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// RingView is what a Ring is made from beside the alert.
type RingView struct {
	Now      time.Time
	LiveChat desk.LiveChat
	People   People
}

// RingOf makes the part of a ring that is the same for everyone.
func RingOf(r store.Ringing, v RingView) Ring {
	a := r.Alert
	w := Ring{
		ID: a.ID, ConversationID: a.ConversationID, PropertyID: a.PropertyID, Kind: string(a.Kind), State: string(desk.StageRinging),
		Channel: string(r.State.Channel), Language: r.State.Language, Guest: Caller{ID: r.State.ContactID, Name: r.Contact.Name},
		Question: r.Question, Missing: r.Missing, OpenedAt: Time(a.OpenedAt), Step: a.Step, Device: a.Doc.Device,
		Why:     string(a.Doc.Why),
		Unheard: a.Open() && !a.UnheardAt.IsZero() && a.RoundHeardAt.IsZero(), GuestLeft: r.GuestLeft,
	}
	if q := r.State.Request; a.Kind.OfRequest() && q != nil && q.ID == a.ID {
		w.requested(r.State, v)
	}
	switch {
	case !a.Open():
		w.State, w.End, w.EndedAt = "ended", a.End, Time(a.EndedAt)
		w.EndedBy = who(v.People, a.Doc.By)
		w.EndsAt, w.RemainingMS = "", 0
	case a.Kind == store.AlertAttention:
		w.ends(a.RoundAt.Add(store.AttentionFor).Sub(v.Now), store.AttentionFor, v.Now)
	case a.Kind == store.AlertTest, a.Kind == store.AlertDrill:
		w.ends(a.NextAt.Sub(v.Now), a.NextAt.Sub(a.OpenedAt), v.Now)
	}
	return w
}

// requested adds what the request itself says.
func (w *Ring) requested(s desk.State, v RingView) {
	q := s.Request
	w.Note, w.Target = q.Note, q.TargetAgentID
	w.From = who(v.People, q.FromAgentID)
	if !q.Open() {
		return
	}
	w.State = string(q.Stage)
	if q.Stage == desk.StagePromised {
		w.PromisedBy, w.PromisedUntil = who(v.People, q.PromisedBy), Time(q.PromisedUntil)
	}
	if q.Wait <= 2 && q.Kind != desk.RequestEmergency || q.Stage == desk.StagePromised {
		left, total := Waits(s, v.LiveChat, v.Now)
		w.ends(left, total, v.Now)
	}
}

func (w *Ring) ends(left, total time.Duration, now time.Time) {
	left = max(0, left)
	w.EndsAt, w.RemainingMS, w.TotalMS = Time(now.Add(left)), left.Milliseconds(), total.Milliseconds()
}

// For is the ring as the person with the id sees it.
func (w Ring) For(r store.Ringing, personID string) Ring {
	w.ForMe = slices.Contains(r.Rung, personID)
	q := r.State.Request
	w.Declined = q != nil && q.ID == r.Alert.ID && slices.Contains(q.Declined, personID)
	return w
}

func who(people People, id string) *Who {
	if id == "" {
		return nil
	}
	return &Who{ID: id, Name: nameOf(people, id)}
}

// DutyFrame tells what a person says about being at work.
func DutyFrame(p desk.Person) Frame {
	return Frame{T: "duty", UserID: p.ID, Duty: string(p.Duty), Until: optionalTime(p.DutyUntil)}
}

// RingEnd tells everyone who was called that a ring has ended, and how: late ones learn who has it.
func RingEnd(r store.Ringing, people People) Frame {
	return Frame{T: "ring_end", RingID: r.Alert.ID, ConversationID: r.Alert.ConversationID, PropertyID: r.Alert.PropertyID,
		How: r.Alert.End, By: who(people, r.Alert.Doc.By)}
}
