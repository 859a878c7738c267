package desk

import "time"

// FormStep is how often the change of a begun form is noted at most; quiet waits that much longer for it.
const FormStep = time.Minute

// showOffer lets the offer stand on the guest's screen. One that stands already stays the same one, with the newer
// cause and the choices that this cause adds.
func (d *step) showOffer(cause OfferCause) {
	o := d.s.Offer
	if !o.Shown() {
		d.keepOffer()
		o = &Offer{ID: d.env.NewID(), State: OfferShown, ShownAt: d.now}
		d.s.Offer = o
	}
	o.Cause = cause
	switch cause {
	case OfferExpired:
		// Beside an emergency, which rings on, there is nothing to keep waiting for.
		o.KeepWaiting = !d.s.Request.Open() && !d.s.Facts.KeepWaitingUsed && len(d.eligible()) > 0
	case OfferReminder:
		o.Meanwhile = d.env.LiveChat.HelpsWhileWaiting
	}
}

// dismissOffer takes the offer from the screen; a begun form is kept as a draft by whoever shows it.
func (d *step) dismissOffer() {
	if d.s.Offer.Shown() {
		d.s.Offer.State = OfferDismissed
	}
}

// keepOffer hands an offer that ended in this step to the outcome before another takes its place.
func (d *step) keepOffer() {
	if o := d.s.Offer; o != nil && (d.was.offer == nil || d.was.offer.ID != o.ID || d.was.offer.Shown()) {
		d.out.EndedOffers = append(d.out.EndedOffers, *o)
	}
}

// formBegun notes that the guest is filling in the form of a shown offer, or still is.
func formBegun(d *step) error {
	o := d.s.Offer
	if !o.Shown() || d.now.Sub(o.FormAt) < FormStep {
		return nil
	}
	o.FormAt = d.now
	d.tell(EntrySystem, Line{Code: LineFacts, Reason: "form_begun"})
	return nil
}

// messageLeft is the paragraph "A message left", whatever the offer's state and the controller: a ticket, and nothing
// is unanswered or owed. An open request goes on.
func messageLeft(d *step) error {
	f := &d.s.Facts
	if d.ev.FormID != "" && d.ev.FormID == f.FormID {
		return nil
	}
	f.FormID = d.ev.FormID
	if m := d.ev.Message; m != nil {
		f.GuestSeq = d.write(Written{Message: m})
		d.s.GuestAt, d.s.LastAt = d.now, d.now
	}
	d.endTurn(TurnWithdrawn)
	d.settleAll()
	if o := d.s.Offer; o == nil || o.State == OfferUsed {
		d.keepOffer()
		d.s.Offer = &Offer{ID: d.env.NewID(), ShownAt: d.now}
	}
	d.s.Offer.State = OfferUsed
	if d.s.Request.Open() {
		d.s.Request.OfferUsed = true
	}
	d.out.Ticket = TicketLeft
	d.say(EntrySystem, Line{Code: LineTicket, Agent: d.s.Controller.AgentID})
	return nil
}

// keepsChatting is the row "guest presses Keep chatting with the assistant" under the assistant.
func keepsChatting(d *step) error {
	if !d.s.Offer.Shown() {
		return nil
	}
	d.dismissOffer()
	d.leavingEnds()
	d.settleWish()
	d.say(EntrySystem, Line{Code: LineAssistantBack, Reason: "keep_chatting"})
	d.owe()
	return nil
}

// keepsWaiting is the row "guest presses Keep waiting" under the assistant: offered by an expiry, once until
// somebody has answered, only while somebody is eligible. Otherwise nothing changes.
func keepsWaiting(d *step) error {
	o := d.s.Offer
	if !o.Shown() || !o.KeepWaiting || d.s.Facts.KeepWaitingUsed || len(d.eligible()) == 0 {
		return nil
	}
	d.asks()
	if d.s.Controller.Kind == ControllerWaiting {
		d.s.Facts.KeepWaitingUsed = true
	}
	return nil
}
