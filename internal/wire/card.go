package wire

import (
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Card is a conversation as the wall and the lists show it. In frames Last, Viewers, Can and Unread are absent: they
// differ by who looks, and the client keeps them.
type Card struct {
	ID              string     `json:"id"`
	PropertyID      string     `json:"property_id"`
	Channel         string     `json:"channel"`
	Status          string     `json:"status" enum:"open,resolved"`
	Controller      Controller `json:"controller"`
	Group           string     `json:"group,omitempty" enum:"live,waiting,with_agent" doc:"Where it stands on the wall."`
	Epoch           int64      `json:"epoch"`
	LastSeq         int64      `json:"last_seq"`
	Guest           Guest      `json:"guest"`
	Language        string     `json:"language,omitempty"`
	Page            *Page      `json:"page,omitempty"`
	StartedAt       string     `json:"started_at" format:"date-time"`
	GuestAt         string     `json:"guest_at,omitempty" format:"date-time"`
	LastAt          string     `json:"last_at" format:"date-time"`
	Unanswered      bool       `json:"unanswered"`
	UnansweredSince string     `json:"unanswered_since,omitempty" format:"date-time"`
	UnansweredKind  string     `json:"unanswered_kind,omitempty" enum:"none,no_answer,wish"`
	Live            bool       `json:"live"`
	Last            []Line     `json:"last,omitempty" nullable:"false"`
	Viewers         []Viewer   `json:"viewers,omitempty" nullable:"false"`
	Request         *Request   `json:"request,omitempty"`
	Offer           *CardOffer `json:"offer,omitempty"`
	AgentGone       string     `json:"agent_gone,omitempty" enum:"reconnecting,lost,past_reminder"`
	Can             []string   `json:"can,omitempty" nullable:"false"`
	Unread          int        `json:"unread,omitempty"`
	Test            bool       `json:"test,omitempty"`
	Topic           desk.Topic `json:"topic,omitempty" enum:"arrival,rooms,food,leisure,families,way,services,money,rules" doc:"What it is about, as far as that is known; it only ever changes to another."`
	Feeling         string     `json:"feeling,omitempty" enum:"pleased,unhappy,angry" doc:"How the guest sounds."`
	Attention       string     `json:"attention,omitempty" enum:"opportunity,angry,repeated,unanswered,unhappy" doc:"Why a person should look, until one has answered."`
	CardOfChannel
}

// Guest is the guest on a card.
type Guest struct {
	ID            string `json:"id"`
	Name          string `json:"name,omitempty"`
	Verified      bool   `json:"verified,omitempty"`
	Language      string `json:"language,omitempty"`
	LocalTimeZone string `json:"local_time_zone,omitempty"`
}

// Page is a page of the website.
type Page struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// Line is one of the last lines on a card.
type Line struct {
	Seq    int64  `json:"seq"`
	Author Author `json:"author"`
	Text   string `json:"text"`
	At     string `json:"at" format:"date-time"`
	Kind   string `json:"kind"`
	// Carries says what there is instead of words.
	Carries string `json:"carries,omitempty" enum:"image,audio,voice,video,file,sticker,place,card,shared,unsupported,unsent" doc:"What there is instead of words."`
}

// Viewer is somebody who has a conversation open.
type Viewer struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Typing bool   `json:"typing,omitempty"`
}

// Request is an open request, or the newest one that ended.
type Request struct {
	ID          string `json:"id"`
	Kind        string `json:"kind" enum:"person,transfer,emergency"`
	State       string `json:"state" enum:"ringing,promised,ended"`
	OpenedAt    string `json:"opened_at" format:"date-time"`
	RemainingMS int64  `json:"remaining_ms"`
	TotalMS     int64  `json:"total_ms"`
	PromisedBy  string `json:"promised_by,omitempty"`
	Ended       string `json:"ended,omitempty"`
	EndedAt     string `json:"ended_at,omitempty" format:"date-time"`
}

// CardOffer is the offer that the guest sees.
type CardOffer struct {
	State string `json:"state" enum:"shown,used,dismissed"`
}

// CardView is what a Card is made from beside its conversation.
type CardView struct {
	Now      time.Time
	LiveChat desk.LiveChat
	People   People
	// Reach tells how the devices of the agent in control stand; "" where that is not known.
	Reach desk.Reach
	// Account is the channel account that the guest writes to; zero for the website.
	Account conversation.Account
}

// CardOf makes the part of a card that is the same for everyone who may see it: what frames carry.
func CardOf(s desk.State, c desk.Contact, v CardView) Card {
	w := Card{
		ID: s.ID, PropertyID: s.PropertyID, Channel: string(s.Channel), Status: string(s.Status),
		Controller: controllerOf(s.Controller, v.People, func(p desk.Person) string { return p.Name }),
		Group:      group(s), Epoch: s.Epoch, LastSeq: s.LastSeq, Language: s.Language,
		Guest:     Guest{ID: s.ContactID, Name: c.Name, Verified: c.Verified(v.Now), Language: c.Language, LocalTimeZone: c.TimeZone},
		StartedAt: Time(s.StartedAt), GuestAt: optionalTime(s.GuestAt), LastAt: Time(s.LastAt), Test: s.Test,
		Topic: s.Facts.Topic, Live: Live(s, v.Now), CardOfChannel: cardOfChannel(s, v.Account),
	}
	if s.Status == desk.StatusOpen {
		w.Feeling, w.Attention = string(s.Facts.Mood.Feeling), string(s.Facts.Attention())
	}
	if n := len(c.Pages); n > 0 {
		w.Page = &Page{URL: c.Pages[n-1].URL, Title: c.Pages[n-1].Title}
	}
	w.Unanswered, w.UnansweredSince, w.UnansweredKind = unanswered(s.Facts)
	if s.Request != nil {
		w.Request = requestOf(s, v)
	}
	if s.Offer != nil {
		w.Offer = &CardOffer{State: string(s.Offer.State)}
	}
	if s.Controller.Kind == desk.ControllerAgent && s.Status == desk.StatusOpen {
		w.AgentGone = gone(s, v.Reach)
	}
	return w
}

// Live reports whether the wall shows a conversation as live: the assistant controls it, and guest or assistant was
// active within the last minutes.
func Live(s desk.State, now time.Time) bool {
	return s.Status == desk.StatusOpen && s.Controller.Kind == desk.ControllerAssistant && now.Sub(s.LastAt) < desk.LiveWithin
}

func group(s desk.State) string {
	if s.Status != desk.StatusOpen {
		return ""
	}
	switch s.Controller.Kind {
	case desk.ControllerAssistant:
		return "live"
	case desk.ControllerWaiting:
		return "waiting"
	default:
		return "with_agent"
	}
}

func unanswered(f desk.Facts) (bool, string, string) {
	since, kind := f.UnansweredAt, "none"
	switch {
	case f.UnansweredSeq == 0 && f.WishAt.IsZero() && f.NoAnswer:
		// The assistant has spoken, so nothing is owed; but what it said was that it does not know.
		return false, "", "no_answer"
	case f.UnansweredSeq == 0 && f.WishAt.IsZero():
		return false, "", ""
	case !f.WishAt.IsZero():
		kind = "wish"
		if f.UnansweredSeq == 0 || f.WishAt.Before(since) {
			since = f.WishAt
		}
	case f.NoAnswer:
		kind = "no_answer"
	}
	return true, optionalTime(since), kind
}

func requestOf(s desk.State, v CardView) *Request {
	r := s.Request
	w := &Request{ID: r.ID, Kind: string(r.Kind), State: string(r.Stage), OpenedAt: Time(r.OpenedAt),
		PromisedBy: nameOf(v.People, r.PromisedBy)}
	if !r.Open() {
		w.State, w.Ended, w.EndedAt = "ended", string(r.End), optionalTime(r.EndedAt)
		return w
	}
	left, total := Waits(s, v.LiveChat, v.Now)
	w.RemainingMS, w.TotalMS = left.Milliseconds(), total.Milliseconds()
	return w
}

func nameOf(people People, id string) string {
	if id == "" || people == nil {
		return ""
	}
	p, ok := people.Person(id)
	if !ok {
		return ""
	}
	return p.Name
}

func gone(s desk.State, reach desk.Reach) string {
	switch {
	case reach == desk.ReachLost, s.Facts.LostAgentID != "" && s.Facts.LostAgentID == s.Controller.AgentID:
		return "lost"
	case reach == desk.ReachReconnecting:
		return "reconnecting"
	case s.Facts.Reminded:
		return "past_reminder"
	default:
		return ""
	}
}

// Viewing is what makes a card one person's: what they may do, who else looks, how much they have not read.
type Viewing struct {
	Person  desk.Person
	Viewers []Viewer
	Unread  int
}

// CardFor completes a card of a list for the person who looks.
func CardFor(sum store.Summary, v CardView, who Viewing) Card {
	w := CardOf(sum.State, sum.Contact, v)
	for _, e := range sum.Last {
		w.Last = append(w.Last, LineOf(e))
	}
	w.Viewers, w.Unread = who.Viewers, who.Unread
	w.Can = Can(sum.State, w.AgentGone, who.Person, w.readOnly())
	return w
}

// LineOf is an entry as one of the last lines on a card.
func LineOf(e desk.Entry) Line {
	text := e.Text
	if text == "" && len(e.Files) > 0 {
		text = e.Files[0].Name
	}
	l := Line{Seq: e.Seq, Author: Author{Kind: string(e.Author.Kind), ID: e.Author.ID, Name: e.Author.Name},
		Text: text, At: Time(e.At), Kind: string(e.Kind)}
	if text == "" {
		l.Carries = carries(e)
	}
	return l
}

// Can names what a person may do with a conversation now, as buttons show it. It is a hint: the rules decide. Where nobody
// here may answer it is only read.
func Can(s desk.State, agentGone string, p desk.Person, readOnly bool) []string {
	if desk.Allow(p, desk.ActConverse, s.PropertyID) != nil {
		return nil
	}
	mine := s.Controller.Kind == desk.ControllerAgent && s.Controller.AgentID == p.ID
	admin := desk.Allow(p, desk.ActTakeOver, s.PropertyID) == nil
	can := []string{}
	add := func(ok bool, what string) {
		if ok {
			can = append(can, what)
		}
	}
	open, agent := s.Status == desk.StatusOpen, s.Controller.Kind == desk.ControllerAgent
	if readOnly {
		add(mine, "hand_back")
		add(open && (!agent || mine || admin), "resolve")
		return append(can, "note")
	}
	add(!agent, "take_control")
	add(open && s.Request.Open() && (s.Request.TargetAgentID == "" || s.Request.TargetAgentID == p.ID), "accept")
	add(mine, "reply")
	add(mine, "hand_back")
	add(open && (!agent || mine || admin), "resolve")
	add(agent && !mine && (admin || agentGone != ""), "take_over")
	add(!agent, "answer_and_hand_back")
	return append(can, "note")
}
