package wire

import (
	"cmp"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Media is something attached to a message of an outside channel. Whoever shows it asks for File by its address; a link
// leads to the channel and ends.
type Media struct {
	Kind   string `json:"kind" enum:"image,audio,video,file,sticker"`
	State  string `json:"state" enum:"pending,ready,failed,link"`
	Voice  bool   `json:"voice,omitempty"`
	File   *File  `json:"file,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	URL    string `json:"url,omitempty"`
	Reason string `json:"reason,omitempty" doc:"Why it could not be had: a stable name."`
}

// Quote is the earlier message that one answers. EntryID is absent where it is not stored here.
type Quote struct {
	EntryID string `json:"entry_id,omitempty"`
	Author  string `json:"author,omitempty" enum:"guest,assistant,agent,system"`
	Text    string `json:"text,omitempty"`
}

// HandedCard is a person's particulars that a guest handed over.
type HandedCard struct {
	Name   string   `json:"name"`
	Phones []string `json:"phones,omitempty" nullable:"false"`
	Mails  []string `json:"mails,omitempty" nullable:"false"`
}

// SentTemplate is the prepared message that was sent.
type SentTemplate struct {
	Name     string `json:"name"`
	Language string `json:"language"`
}

// Delivery is how far a message has come on its way to an outside channel. Where it went in parts, it is the part that is
// worst off.
type Delivery struct {
	State    string `json:"state" enum:"waiting,sending,uncertain,sent,delivered,read,played,failed,withdrawn"`
	Reason   string `json:"reason,omitempty" doc:"Why it failed, is not certain, or was withdrawn: a stable name."`
	Code     string `json:"code,omitempty" doc:"The channel's own name of the failure."`
	At       string `json:"at,omitempty" format:"date-time" doc:"When the state last changed."`
	CanRetry bool   `json:"can_retry,omitempty" doc:"It can be sent again: POST …/entries/ENTRY/retry."`
}

// Reaction is what one side thinks of a message.
type Reaction struct {
	By    string `json:"by" enum:"guest,agent"`
	Emoji string `json:"emoji"`
}

func reactionsOf(list []desk.Reaction) []Reaction {
	var out []Reaction
	for _, r := range list {
		out = append(out, Reaction{By: string(r.By), Emoji: r.Emoji})
	}
	return out
}

// Correction is what an earlier message is now: the whole of what can change. The newest one of a message counts.
type Correction struct {
	Of        string     `json:"of" doc:"The message's id."`
	Cause     string     `json:"cause" enum:"edit,unsend,reaction,media"`
	Text      string     `json:"text,omitempty"`
	Media     []Media    `json:"media,omitempty" nullable:"false"`
	Edited    bool       `json:"edited,omitempty"`
	Unsent    bool       `json:"unsent,omitempty"`
	Reactions []Reaction `json:"reactions,omitempty" nullable:"false"`
}

// Carried is what a message has beside text and files where it came through, or went out by, an outside channel.
type Carried struct {
	Delivery    *Delivery      `json:"delivery,omitempty" doc:"For staff only."`
	Media       []Media        `json:"media,omitempty" nullable:"false"`
	Place       *desk.Place    `json:"place,omitempty"`
	Cards       []HandedCard   `json:"cards,omitempty" nullable:"false" doc:"Contacts that were handed over."`
	Shared      []desk.Shared  `json:"shared,omitempty" nullable:"false" doc:"Stories, posts, products, orders: links that end."`
	Quote       *Quote         `json:"quote,omitempty"`
	Referral    *desk.Referral `json:"referral,omitempty" doc:"How the guest came."`
	Reactions   []Reaction     `json:"reactions,omitempty" nullable:"false"`
	Edited      bool           `json:"edited,omitempty"`
	Unsent      bool           `json:"unsent,omitempty" doc:"Taken back by who wrote it: nothing of it is left."`
	Unsupported bool           `json:"unsupported,omitempty" doc:"The channel does not hand over what was sent."`
	Outside     bool           `json:"outside,omitempty" doc:"Written by a person in the channel's own app."`
	Late        bool           `json:"late,omitempty" doc:"Written by a person after the window had closed."`
	SaidAt      string         `json:"said_at,omitempty" format:"date-time" doc:"When it was written by the channel's clock."`
	Template    *SentTemplate  `json:"template,omitempty"`
	Correction  *Correction    `json:"correction,omitempty" doc:"Of an entry of kind edit."`
}

func carriedOf(e desk.Entry) Carried {
	w := Carried{Reactions: reactionsOf(e.Reactions), Edited: e.Edited, Unsent: e.Unsent}
	if c := e.Correction; c != nil {
		w.Correction = &Correction{Of: c.Of, Cause: c.Cause, Text: c.Text, Media: mediaOf(c.Media), Edited: c.Edited,
			Unsent: c.Unsent, Reactions: reactionsOf(c.Given())}
	}
	c := e.Carried
	if c == nil {
		return w
	}
	w.Media, w.Place, w.Shared = mediaOf(c.Media), c.Place, c.Shared
	for _, card := range c.Cards {
		w.Cards = append(w.Cards, HandedCard(card))
	}
	w.Referral, w.Unsupported, w.Outside, w.Late, w.SaidAt = c.Referral, c.Unsupported, c.Outside, c.Late, optionalTime(c.SaidAt)
	if q := c.Quote; q != nil {
		w.Quote = &Quote{EntryID: q.EntryID, Author: string(q.Author), Text: q.Text}
	}
	if t := c.Template; t != nil {
		w.Template = &SentTemplate{Name: t.Name, Language: t.Language}
	}
	return w
}

func mediaOf(list []desk.Media) []Media {
	var out []Media
	for _, m := range list {
		w := Media{Kind: m.Kind, State: string(m.State), Voice: m.Voice, Name: m.Name, Type: m.Type, URL: m.URL, Reason: m.Reason}
		if m.File != nil {
			f := FileOf(*m.File)
			w.File = &f
		}
		out = append(out, w)
	}
	return out
}

// DeliveryOf is how the parts of one entry stand together; nil where there are none.
func DeliveryOf(parts []store.Delivery) *Delivery {
	var worst *store.Delivery
	var changed time.Time
	for i := range parts {
		if p := &parts[i]; worst == nil || concern(p.State) > concern(worst.State) {
			worst = p
		}
		if parts[i].ChangedAt.After(changed) {
			changed = parts[i].ChangedAt
		}
	}
	if worst == nil {
		return nil
	}
	w := &Delivery{State: string(worst.State), Reason: worst.Reason, Code: worst.Code, At: optionalTime(changed)}
	w.CanRetry = worst.State == store.DeliveryFailed || worst.State == store.DeliveryUncertain
	return w
}

// concern orders states by how much they matter to who wrote: of several parts the one worst off speaks for all.
func concern(s store.DeliveryState) int {
	switch s {
	case store.DeliveryFailed:
		return 9
	case store.DeliveryUncertain:
		return 8
	case store.DeliverySending:
		return 7
	case store.DeliveryWaiting:
		return 6
	case store.DeliverySent:
		return 5
	case store.DeliveryDelivered:
		return 4
	case store.DeliveryRead:
		return 3
	case store.DeliveryPlayed:
		return 2
	}
	return 1 // a part that was withdrawn matters only where all were
}

// Delivered puts how messages stand into a list of them; deliveries are those of its entries.
func Delivered(list []Entry, deliveries []store.Delivery) {
	of := map[string][]store.Delivery{}
	for _, d := range deliveries {
		of[d.EntryID] = append(of[d.EntryID], d)
	}
	for i := range list {
		list[i].Delivery = DeliveryOf(of[list[i].ID])
	}
}

// DeliveryFrame tells the people at the desk how one entry's message stands; parts are all of it.
func DeliveryFrame(parts []store.Delivery) Frame {
	if len(parts) == 0 {
		return Frame{T: "delivery"}
	}
	return Frame{T: "delivery", ConversationID: parts[0].ConversationID, EntryID: parts[0].EntryID, Delivery: DeliveryOf(parts)}
}

// carries says what a message without words has instead.
func carries(e desk.Entry) string {
	if e.Unsent {
		return "unsent"
	}
	c := e.Carried
	switch {
	case c == nil:
		return ""
	case len(c.Media) > 0 && c.Media[0].Voice:
		return "voice"
	case len(c.Media) > 0:
		return c.Media[0].Kind
	case c.Place != nil:
		return "place"
	case len(c.Cards) > 0:
		return "card"
	case len(c.Shared) > 0:
		return "shared"
	case c.Unsupported:
		return "unsupported"
	}
	return ""
}

// AccountRef names the channel account that a guest writes to.
type AccountRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Window is how long a guest can be written to, where the channel bounds it.
type Window struct {
	Until      string `json:"until,omitempty" format:"date-time" doc:"Until when anything may be sent. Absent: the guest never wrote."`
	HumanUntil string `json:"human_until,omitempty" format:"date-time" doc:"Until when a person may still write, where the account may."`
	Templates  bool   `json:"templates,omitempty" doc:"Prepared messages can be sent at any time."`
}

// Thread says that another app holds the guest's thread: it can be read, and not answered.
type Thread struct {
	Owner string `json:"owner"`
}

// TextLimit is how much text a channel takes at once.
type TextLimit struct {
	Max  int    `json:"max"`
	Unit string `json:"unit" enum:"characters,bytes"`
}

// CardOfChannel is what a card has of the channel that it came through; nothing of it on the website.
type CardOfChannel struct {
	Account   *AccountRef `json:"account,omitempty"`
	Window    *Window     `json:"window,omitempty"`
	Thread    *Thread     `json:"thread,omitempty"`
	CanAnswer *bool       `json:"can_answer,omitempty" doc:"False where the account is only watched."`
	Limit     *TextLimit  `json:"limit,omitempty" doc:"How long a text may be; a longer one goes out in several."`
}

// readOnly reports whether nobody here may answer.
func (w CardOfChannel) readOnly() bool {
	return w.Thread != nil || w.CanAnswer != nil && !*w.CanAnswer
}

func cardOfChannel(s desk.State, account conversation.Account) CardOfChannel {
	if s.Channel == desk.ChannelWeb || s.Channel == "" {
		return CardOfChannel{}
	}
	answers := account.Can.Answers
	w := CardOfChannel{Account: &AccountRef{ID: s.AccountID, Name: cmp.Or(account.Name, string(s.Channel))}, CanAnswer: &answers}
	if owner := s.Facts.ThreadOwner; owner != "" {
		w.Thread = &Thread{Owner: owner}
	}
	if account.Can.TextMax > 0 {
		w.Limit = &TextLimit{Max: account.Can.TextMax, Unit: cmp.Or(string(account.Can.TextUnit), "characters")}
	}
	if account.Can.Window > 0 {
		until, human := account.Window(s)
		w.Window = &Window{Until: optionalTime(until), HumanUntil: optionalTime(human), Templates: account.Can.Templates}
	}
	return w
}
