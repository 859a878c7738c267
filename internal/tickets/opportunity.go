package tickets

import (
	"slices"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// fieldOpportunity is what changes with more of a guest's words: they stand in the line that tells it.
const fieldOpportunity = "opportunity"

// opportunity keeps the group enquiry of a conversation along with what its guest tells: the ticket is there from the
// first message on, so that it is there, too, where the guest leaves every question unanswered, and grows with each that
// says more. A ticket that is done stays as it is; what is told later is a new one.
func (b *Book) opportunity(tx store.Tx, c conversation.Change) error {
	was, is := c.Before.Facts.Opportunity, c.After.Facts.Opportunity
	if !is.Any() || told(was) == told(is) {
		return nil
	}
	p, err := tx.Property(c.After.PropertyID)
	if err != nil {
		return err
	}
	of := &desk.TicketOpportunity{Opportunity: told(is), Worth: p.Settings.Opportunities.Worth(is, p.Settings.Currency)}
	of.Words = "" // they are the ticket's text
	list, err := tx.TicketsOfConversation(c.After.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(t desk.Ticket) bool {
		return t.Opportunity != nil && t.Opportunity.Kind == is.Kind && t.Status != desk.TicketDone
	})
	if i < 0 {
		s := c.After
		t := desk.Ticket{
			PropertyID: s.PropertyID, ConversationID: s.ID, ContactID: s.ContactID, Channel: s.Channel, Cause: desk.TicketLeft,
			Status: desk.TicketNew, Priority: desk.PriorityNormal, Email: is.Email, Phone: is.Phone, Text: is.Words, Language: s.Language,
			Test: s.Test, Opportunity: of,
		}
		if s.Controller.Kind == desk.ControllerAgent {
			t.AssigneeID = s.Controller.AgentID
		}
		if err := b.complete(tx, s, &t); err != nil {
			return err
		}
		_, err := b.create(tx, &t)
		return err
	}
	t := list[i]
	t.Opportunity = of
	if is.Email != "" {
		t.Email = is.Email
	}
	if is.Phone != "" {
		t.Phone = is.Phone
	}
	if is.Words != "" && is.Words != was.Words {
		more := desk.TicketLine{Kind: desk.LineChange, Text: shorten(is.Words, textMost), TicketLineMore: desk.TicketLineMore{Field: fieldOpportunity}}
		if err := b.line(tx, t, more); err != nil {
			return err
		}
	}
	return b.save(tx, t, t.AssigneeID != "")
}

// told is what of an opportunity its guest has told.
func told(o desk.Opportunity) desk.Opportunity {
	o.Seq, o.Asking, o.Asked = 0, "", desk.OpportunityAsked{}
	return o
}
