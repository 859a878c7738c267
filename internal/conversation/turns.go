package conversation

import (
	"context"
	"strings"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Question is what a turn is to answer.
type Question struct {
	Conversation desk.Conversation
	Property     desk.Property
	// Text is what the guest wrote since the last answer, up to the message that the turn names, joined by line ends.
	// It is empty where the guest sent files alone.
	Text string
	// Language is the guest's, or the property's where that is unknown.
	Language string
	// Previous are the exchanges before it, oldest first.
	Previous []Exchange
	// Now is the store's time.
	Now time.Time
	// Verified is true for a guest whose booking was proven.
	Verified bool
	// Opportunity is what the guest has in mind, as far as it was understood before.
	Opportunity desk.Opportunity
	// HumanOffered says that Human Chat may be shown beside an answer that does not help.
	HumanOffered bool
}

// Exchange is what the guest wrote and what was answered to it.
// Sources is what the answer was taken from, where the assistant gave it.
type Exchange struct {
	Guest     string
	Assistant string
	Sources   []desk.Source
}

// How far a question looks back. Most find their exchanges in few entries, and reading an entry costs more than most of
// what else an answer takes.
const (
	lookNear     = 12 // entries
	lookBack     = 60
	exchangesMax = 4
)

// ErrNotOwed says that a turn has ended: nobody waits for its answer any more. Its code is CodeStale.
var ErrNotOwed = desk.Refuse(desk.CodeStale, "This answer is not owed any more.")

// Question is what a turn is to answer; ErrNotOwed if nobody waits for it any more.
func (d *Desk) Question(ctx context.Context, owed store.Owed) (Question, error) {
	var q Question
	err := d.store.Read(ctx, func(tx store.Tx) error {
		s, err := tx.State(owed.ConversationID)
		if err != nil {
			return err
		}
		if !s.Turn.Open() || s.Turn.ID != owed.Turn.ID {
			return ErrNotOwed
		}
		var text string
		var previous []Exchange
		for _, limit := range []int{lookNear, lookBack} {
			entries, err := tx.Entries(s.ID, store.EntryFilter{Before: s.LastSeq + 1, Limit: limit, PublicOnly: true})
			if err != nil {
				return err
			}
			if entries, err = d.Standing(tx, s, entries); err != nil {
				return err
			}
			text, previous = split(entries, s.Facts.AnsweredSeq, s.Turn.ForSeq)
			// The oldest exchange may have begun before the first entry that was read.
			if len(entries) < limit || len(previous) > exchangesMax {
				break
			}
		}
		c, err := tx.Contact(s.ContactID)
		if err != nil {
			return err
		}
		prop, err := d.props.In(tx, s.PropertyID)
		if err != nil {
			return err
		}
		lc := prop.Settings.LiveChatFor(s.Channel)
		q = Question{
			Conversation: s.Conversation, Property: prop, Language: languageOf(prop, s.Language), Verified: c.Verified(tx.Now()), Now: tx.Now(),
			Opportunity: s.Facts.Opportunity, HumanOffered: lc.Enabled && lc.Show != desk.ShowAsked,
		}
		q.Text, q.Previous = text, previous[max(0, len(previous)-exchangesMax):]
		return nil
	})
	return q, err
}

// split tells what the guest wrote between the last answered message and the one that the turn is for from the
// exchanges before it.
func split(entries []desk.Entry, answered, forSeq int64) (text string, previous []Exchange) {
	var asked []string
	var last *Exchange
	for _, e := range entries {
		if e.Kind != desk.EntryMessage || e.Text == "" || aside(e) {
			continue
		}
		switch {
		case e.Author.Kind == desk.AuthorGuest && e.Seq > forSeq:
		case e.Author.Kind == desk.AuthorGuest && e.Seq > answered:
			asked = append(asked, e.Text)
		case e.Author.Kind == desk.AuthorGuest:
			if last == nil || last.Assistant != "" {
				previous = append(previous, Exchange{})
				last = &previous[len(previous)-1]
			}
			last.Guest = joined(last.Guest, e.Text)
		case last != nil:
			last.Assistant = joined(last.Assistant, e.Text)
			if e.Answer != nil && e.Answer.Decision == "answer" {
				last.Sources = append(last.Sources, e.Answer.Sources...)
			}
		}
	}
	for len(asked) > 1 && len(strings.Join(asked, "\n")) > MaxText {
		asked = asked[1:]
	}
	return strings.Join(asked, "\n"), previous
}

// aside reports whether a message is none that an answer is about: from before the guest came here, or the press of one of
// live chat's buttons.
func aside(e desk.Entry) bool {
	return e.Carried != nil && (e.Carried.Old || chosen[e.Carried.Choice] != "")
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// Answer is what the assistant says to a turn.
type Answer struct {
	Text   string
	Answer desk.Answer
	// Wish says that the guest asked for a person; there is no text then, because the conversation has its own line.
	Wish bool
	// Opportunity is what is known now of what the guest has in mind; nil is what was known before.
	Opportunity *desk.Opportunity
	// Topic is that of what was answered from; "" is what the guest's own words were heard to be about.
	Topic desk.Topic
	// Feeling is how the guest sounded to whoever answered, beyond what was heard at once; "" adds nothing.
	Feeling desk.Feeling
	// Trace is how it came about, as a document of whoever answered; "" keeps none.
	Trace string
	// Language is the one of Text; it becomes the conversation's where that was unknown.
	Language string
}

// Answered brings the answer to a turn. It is written only while the turn is still owed: whatever takes the
// conversation from the assistant ends the turn in the same transaction, so an answer that comes later is CodeStale,
// and nothing is written.
func (d *Desk) Answered(ctx context.Context, owed store.Owed, ans Answer) error {
	ev := desk.Event{Kind: desk.EventTurnAnswered, TurnID: owed.Turn.ID, Epoch: -1, Wish: ans.Wish}
	var message *desk.Message
	if !ans.Wish {
		text, err := Clean(ans.Text)
		if err != nil {
			return err
		}
		answer := ans.Answer
		message = &desk.Message{
			ID: d.newID(), Text: text, Answer: &answer,
			Author: desk.Author{Kind: desk.AuthorAssistant, Name: phrases.AssistantName(ans.Language)},
		}
	}
	ev.Message = message
	said := false // an answer that cannot be sent is never written
	large := false
	_, err := d.run(ctx, act{
		load:  byID(owed.ConversationID),
		event: ev,
		adapt: func(tx store.Tx, s desk.State, account *Account, ev *desk.Event) error {
			if o := ans.Opportunity; o != nil {
				prop, err := d.props.In(tx, s.PropertyID)
				if err != nil {
					return err
				}
				large = prop.Settings.Opportunities.Large(*o)
			}
			if err := offerProof(tx, s, ev.Message); err != nil {
				return err
			}
			err := unsendable(tx, s, account, ev)
			said = ev.Message != nil
			return err
		},
		finish: func(after *desk.State, _ time.Time) {
			if after.Language == "" {
				after.Language = ans.Language
			}
			if ans.Opportunity != nil {
				after.Facts.Opportunity = *ans.Opportunity
				after.Facts.Opportunity.Seq = owed.Turn.ForSeq
				if !large {
					after.Facts.LargeSeq = 0
				} else if after.Facts.LargeSeq == 0 {
					after.Facts.LargeSeq = owed.Turn.ForSeq
				}
			}
			after.Facts.Speaks(ans.Topic)
			after.Facts.Sounds(ans.Feeling, owed.Turn.ForSeq)
			switch ans.Answer.Decision {
			case "answer", "cannot_help":
				after.Facts.Helped(ans.Answer.Decision == "answer")
			}
		},
		then: func(tx store.Tx, after desk.State) error {
			if !said || ans.Trace == "" {
				return nil
			}
			return tx.AddTrace(after.ID, message.ID, ans.Trace)
		},
	})
	return err
}

// TurnFailed says that an attempt came to nothing, and gives the lease back so that the next attempt can be claimed
// when its time comes. The last attempt ends the turn.
func (d *Desk) TurnFailed(ctx context.Context, owed store.Owed, reason string) error {
	release := func(tx store.Tx) error { return tx.ReleaseTurn(owed.Turn.ID, d.owner) }
	_, err := d.run(ctx, act{
		load:  byID(owed.ConversationID),
		event: desk.Event{Kind: desk.EventTurnFailed, TurnID: owed.Turn.ID, Epoch: -1, Reason: reason},
		then:  func(tx store.Tx, _ desk.State) error { return release(tx) },
		idle:  release,
	})
	return err
}

func languageOf(prop desk.Property, language string) string {
	if language != "" {
		return language
	}
	return prop.Settings.DefaultLanguage
}

// unsendable lets a turn fail whose answer could not reach the guest: nothing is sent that the channel would refuse, and
// nothing counts as answered that nobody can read.
func unsendable(tx store.Tx, s desk.State, account *Account, ev *desk.Event) error {
	if account == nil || ev.Message == nil {
		return nil
	}
	reason := ""
	if open, _ := account.Open(s, desk.AuthorAssistant, tx.Now()); !open {
		reason = string(desk.CodeWindow)
	} else if account.Capped {
		reason = "cap"
	}
	if reason != "" {
		*ev = desk.Event{Kind: desk.EventTurnFailed, TurnID: ev.TurnID, Epoch: -1, Reason: reason, Final: true}
	}
	return nil
}
