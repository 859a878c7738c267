package conversation

import (
	"cmp"
	"errors"
	"maps"
	"strconv"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Names of an entry's params. ParamAgentID is for the desk only.
const (
	ParamAgent   = "agent"    // the name that guests read
	ParamAgentID = "agent_id" // for the desk only
	ParamMinutes = "minutes"
	ParamPhone   = "phone"
	ParamReason  = "reason"
	ParamComment = "comment"  // of a rating
	ParamTicket  = "ticket"   // a ticket's number
	ParamAddress = "address"  // where its answer goes, masked
	ParamNumber  = "number"   // the local emergency number
	ParamOpensAt = "opens_at" // RFC 3339
	ParamReplyBy = "reply_by" // RFC 3339
)

// number turns what the rules wrote into entries: seq without gaps, the previous entry that the guest may see, and the
// words of lines in the guest's language. What the line of a ticket tells of it is given.
func (d *Desk) number(tx store.Tx, prop desk.Property, account *Account, before desk.State, out *desk.Outcome, ev desk.Event, ticket map[string]string) ([]desk.Entry, error) {
	now := tx.Now()
	after := &out.State
	entries := make([]desk.Entry, 0, len(out.Write))
	seq, public := before.LastSeq, before.LastPublicSeq
	closes := account.closes(*after)
	for _, w := range out.Write {
		seq++
		e := desk.Entry{
			ConversationID: after.ID, PropertyID: after.PropertyID, ContactID: after.ContactID,
			Seq: seq, PrevPublic: public, Epoch: w.Epoch, At: now,
		}
		if w.Message != nil {
			fillMessage(&e, *w.Message, w.Note)
		} else if w.Correction != nil {
			e.Kind, e.Author, e.Correction = desk.EntryEdit, desk.Author{Kind: w.Author}, w.Correction
		} else if err := fillLine(tx, prop, *after, &e, *w.Line, ev, ticket, closes); err != nil {
			return nil, err
		}
		if e.ID == "" {
			e.ID = d.newID()
		}
		if e.Public {
			public = seq
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func fillMessage(e *desk.Entry, m desk.Message, note bool) {
	e.ID, e.ClientID, e.ProviderID = m.ID, m.ClientID, m.ProviderID
	e.Kind, e.Public = desk.EntryMessage, true
	if note {
		e.Kind, e.Public = desk.EntryNote, false
	}
	e.Author, e.Text, e.Files, e.Answer, e.Carried = m.Author, m.Text, m.Files, m.Answer, m.Carried
}

func fillLine(tx store.Tx, prop desk.Property, after desk.State, e *desk.Entry, l desk.Line, ev desk.Event, ticket map[string]string, closes time.Time) error {
	e.Kind, e.Public, e.Code = l.Kind, l.Public, l.Code
	e.Author = desk.Author{Kind: desk.AuthorSystem}
	params := map[string]string{}
	if l.Agent != "" {
		p, err := tx.Person(l.Agent)
		if err != nil && !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		params[ParamAgentID], params[ParamAgent] = l.Agent, p.GuestName()
	}
	if l.Minutes != 0 {
		params[ParamMinutes] = strconv.Itoa(l.Minutes)
	}
	if l.Reason != "" {
		params[ParamReason] = l.Reason
	}
	if l.Code == desk.LineRated && ev.Note != "" {
		params[ParamComment] = ev.Note
	}
	if l.Public && prop.Settings.Phone != "" && phrases.Uses(l.Code, phrases.Phone) {
		params[ParamPhone] = prop.Settings.Phone
	}
	switch l.Code {
	case desk.LineTicket:
		maps.Copy(params, ticket)
	case desk.LineEmergency:
		danger(prop.Settings, params)
	}
	if l.Public {
		code, values, err := whenFor(tx, prop, after, l, params, closes)
		if err != nil {
			return err
		}
		e.Text = phrases.Line(prop.Settings, after.Language, code, values)
	} else {
		e.Text = phrases.Desk(l.Code, params)
	}
	if len(params) > 0 {
		e.Params = params
	}
	return nil
}

// danger names whom a guest in danger calls: the local number, and the one of the house.
func danger(s desk.PropertySettings, params map[string]string) {
	if s.Emergency.Number != "" {
		params[ParamNumber] = s.Emergency.Number
	}
	if own := cmp.Or(s.Emergency.Property, s.Phone); own != "" {
		params[ParamPhone] = own
	}
}

// explain completes a refusal by what the rules cannot know: the name of who holds the conversation, and since when.
func explain(tx store.Tx, s desk.State, err error) error {
	var refusal *desk.Error
	if !errors.As(err, &refusal) || errors.Is(err, desk.ErrChanged) {
		return err
	}
	full := *refusal
	if full.By == nil && full.Code == desk.CodeTaken && s.Controller.AgentID != "" {
		full.By = &desk.Who{ID: s.Controller.AgentID}
	}
	if full.By == nil {
		return err
	}
	by := *full.By
	if by.Name == "" {
		if p, err := tx.Person(by.ID); err == nil {
			by.Name = p.Name
		}
	}
	full.By = &by
	if full.Since == 0 && by.ID == s.Controller.AgentID && !s.Facts.HumanSince.IsZero() {
		full.Since = tx.Now().Sub(s.Facts.HumanSince)
	}
	return &full
}
