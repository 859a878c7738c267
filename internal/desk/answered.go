package desk

import "time"

// Unanswered reports whether the guest's last message has no answer, or a wish for a person has met nobody yet.
func (f Facts) Unanswered() bool { return f.UnansweredSeq != 0 || !f.WishAt.IsZero() }

// UnansweredSince is when the guest first wrote or asked without an answer; zero where nothing is unanswered.
func (f Facts) UnansweredSince() time.Time {
	if f.UnansweredSeq == 0 || (!f.WishAt.IsZero() && f.WishAt.Before(f.UnansweredAt)) {
		return f.WishAt
	}
	return f.UnansweredAt
}

// hear writes down the guest's message: it is unanswered from now on.
func (d *step) hear() {
	seq := d.write(Written{Message: d.ev.Message})
	d.s.GuestAt, d.s.LastAt = d.now, d.now
	f := &d.s.Facts
	f.GuestSeq = seq
	if f.UnansweredSeq == 0 {
		f.UnansweredSeq, f.UnansweredAt = seq, d.now
	}
	if d.s.Turn.Open() && f.LaterSeq == 0 {
		f.LaterSeq, f.LaterAt = seq, d.now
	}
	if d.s.Request.Open() {
		d.s.Request.OfferUsed = false
	}
}

// wish notes that the guest asked for a person; asking again does not make it younger.
func (d *step) wish() {
	if d.s.Facts.WishAt.IsZero() {
		d.s.Facts.WishAt = d.now
	}
	if d.s.Request.Open() {
		d.s.Request.OfferUsed = false
	}
}

// personWrites writes down a person's message, an agent's or an echo: it answers all there is.
func (d *step) personWrites() {
	d.write(Written{Message: d.ev.Message})
	d.s.LastAt = d.now
	d.settleAll()
	f := &d.s.Facts
	f.HumanAt, f.KeepWaitingUsed, f.LostAgentID = d.now, false, ""
	d.leavingEnds()
	// A form that the guest is filling in is not taken away under their hands.
	if d.s.Offer.Shown() && d.s.Offer.FormAt.IsZero() {
		d.dismissOffer()
	}
}

// settleAll makes everything answered: a person wrote, a message was left, or the conversation was resolved.
func (d *step) settleAll() {
	f := &d.s.Facts
	f.AnsweredSeq, f.SettledSeq = f.GuestSeq, f.GuestSeq
	f.UnansweredSeq, f.UnansweredAt = 0, time.Time{}
	f.LaterSeq, f.LaterAt = 0, time.Time{}
	f.WishAt, f.Reminded, f.NoAnswer = time.Time{}, false, false
}

// settleTurn makes the messages answered that the turn was for; those that came after it stay unanswered.
func (d *step) settleTurn() {
	f := &d.s.Facts
	f.AnsweredSeq = max(f.AnsweredSeq, d.s.Turn.ForSeq)
	f.UnansweredSeq, f.UnansweredAt = f.LaterSeq, f.LaterAt
	f.LaterSeq, f.LaterAt = 0, time.Time{}
}

// settleWish forgets a wish: the guest cancelled it or went on without, or was handed back.
func (d *step) settleWish() { d.s.Facts.WishAt = time.Time{} }
