package desk

import (
	"slices"
	"time"
)

// eligible are the agents who would be rung now.
func (d *step) eligible() []string {
	if d.env.Floor == nil {
		return nil
	}
	return d.env.Floor.Eligible()
}

// unavailable says why no person can be asked for now; "" where one can.
func (d *step) unavailable() string { return d.env.LiveChat.Unavailable(d.env.Floor) }

// openRequest opens a new row that rings.
func (d *step) openRequest(kind RequestKind, cause RequestCause, from string) *Request {
	if old := d.s.Request; old != nil && (d.was.request == nil || d.was.request.ID != old.ID || d.was.request.Open()) {
		d.out.EndedRequests = append(d.out.EndedRequests, *old)
	}
	r := &Request{ID: d.env.NewID(), Kind: kind, Cause: cause, OpenedAt: d.now, FromAgentID: from}
	d.s.Request = r
	d.ringAnew(r)
	return r
}

// ringAnew lets both waits begin again; what was promised or declined before counts no more.
func (d *step) ringAnew(r *Request) {
	d.voidPromise(r, "")
	r.Stage, r.StageAt, r.Wait, r.Step = StageRinging, d.now, 1, 0
	r.Round++
	r.PromisedBy, r.PromisedUntil, r.Rung, r.Declined = "", time.Time{}, nil, nil
	d.widen(r)
}

// widen rings everyone eligible, beside those who are rung already. Whom the guest waits for in vain is not rung,
// unless the guest only asked for help meanwhile: then that agent is rung first.
func (d *step) widen(r *Request) {
	rung := slices.Clone(r.Rung)
	add := func(id string) {
		if id != "" && !slices.Contains(rung, id) {
			rung = append(rung, id)
		}
	}
	if r.Cause == CauseMeanwhile {
		add(r.FromAgentID)
	}
	switch {
	case r.Kind == RequestTransfer && r.TargetAgentID != "":
		add(r.TargetAgentID)
	default:
		for _, id := range d.eligible() {
			if id != r.FromAgentID {
				add(id)
			}
		}
	}
	r.Rung = rung
}

// endRequest ends the open request, exactly once; a promiser learns that the promise is void.
func (d *step) endRequest(end RequestEnd, by string) {
	if r := d.s.Request; r.Open() {
		d.voidPromise(r, by)
		r.End, r.EndedAt, r.EndedBy = end, d.now, by
	}
}

// closeRequest is "closed by the desk": resolve, echo, hand back, take over, taken back.
func (d *step) closeRequest(by string) { d.endRequest(EndClosed, by) }

// accepted ends the open request for the agent who answered it, and tells the others who were called.
func (d *step) accepted(by string) {
	r := d.s.Request
	for _, id := range r.Rung {
		if id != by && id != r.PromisedBy {
			d.notify(id, NoticeTaken, by)
		}
	}
	d.endRequest(EndAccepted, by)
}

// voidPromise tells a promiser that what was promised is not needed any more, or that somebody else has it.
func (d *step) voidPromise(r *Request, by string) {
	if r.Stage == StagePromised && r.PromisedBy != by {
		d.notify(r.PromisedBy, NoticePromiseVoid, by)
	}
}

// asks is the row "guest asks for a person" under the assistant, by button or in words.
func (d *step) asks() {
	d.leavingEnds()
	cause := d.unavailable()
	if cause == "" {
		d.wish()
		d.dismissOffer()
		d.control(Controller{Kind: ControllerWaiting})
		d.openRequest(RequestPerson, CauseGuest, "")
		d.say(EntryControl, Line{Code: LineWaiting})
		return
	}
	d.wish()
	d.showOffer(OfferUnavailable)
	d.say(EntrySystem, Line{Code: LineClosed, Reason: cause})
	d.tell(EntrySystem, Line{Code: LineUnavailable, Reason: cause})
}

// asksAgain is the row "guest asks again" while a request is open: it goes on. Words, and a wish after a message was
// left, get the waiting line again.
func (d *step) asksAgain() {
	d.wish()
	if r := d.s.Request; r.Kind == RequestEmergency && r.Wait > 2 {
		d.showOffer(OfferExpired)
	}
	d.say(EntrySystem, Line{Code: LineWaiting})
}

// promises is the row "an agent promises": once per request, and only to a guest's own wish.
func promises(d *step) error {
	r := d.s.Request
	switch {
	case r.ID != d.ev.RequestID:
		return d.olderRequest()
	case r.Kind == RequestEmergency:
		return &Error{Code: CodeConflict, Reason: string(RequestEmergency), Message: "An emergency cannot wait for a promise. Accept it, or say Can't now."}
	case r.PromiseUsed:
		return &Error{Code: CodeConflict, Reason: string(StagePromised), By: who(r.PromisedBy),
			Message: "A time was promised to this guest already. Accept, or say Can't now."}
	}
	r.Stage, r.StageAt, r.PromiseUsed = StagePromised, d.now, true
	r.PromisedBy, r.PromisedUntil = d.ev.Agent, d.now.Add(d.ev.promise())
	d.say(EntrySystem, Line{Code: LinePromised, Agent: d.ev.Agent, Minutes: int(d.ev.promise().Minutes())})
	return nil
}

func who(id string) *Who {
	if id == "" {
		return nil
	}
	return &Who{ID: id}
}

// olderRequest refuses a promise or a Can't now that names a request which is not the open one (ruling 1).
func (d *step) olderRequest() error {
	return &Error{Code: CodeClosed, Reason: reasonNone, Message: "That request has ended. Look at the one that rings now."}
}

// breakPromise is the row "the promise passes; the promiser is lost, says Can't now, or ends the shift": all are rung,
// and the next step of the chain.
func (d *step) breakPromise(reason string) {
	r := d.s.Request
	by := r.PromisedBy
	r.Stage, r.StageAt, r.Wait = StageRinging, d.now, 2
	r.Round++
	r.PromisedBy, r.PromisedUntil, r.Declined = "", time.Time{}, nil
	r.Step = min(r.Step+1, d.env.Chain)
	d.widen(r)
	d.notify(by, NoticePromiseBroken, "")
	d.say(EntrySystem, Line{Code: LineStillWaiting, Agent: by, Reason: reason})
}

// promiserGone is the same row, where presence or duty says so; about anybody else it changes nothing.
func promiserGone(d *step) error {
	if r := d.s.Request; r.Stage == StagePromised && r.PromisedBy == d.ev.Agent {
		d.breakPromise("promiser_gone")
	}
	return nil
}

// promiseOver is the same row, where the promised time passed.
func promiseOver(d *step) error {
	d.breakPromise("promise_passed")
	return nil
}

// cannotNow is "Can't now" while the guest waits. When all who were rung have said so, the next step of the chain
// comes at once; where none is left it is as "second wait over".
func cannotNow(d *step) error {
	r := d.s.Request
	if r.ID != d.ev.RequestID {
		return d.olderRequest()
	}
	promiser := r.Stage == StagePromised && r.PromisedBy == d.ev.Agent
	if promiser {
		d.breakPromise("cannot_now")
	}
	if slices.Contains(r.Declined, d.ev.Agent) {
		return nil // a second press says nothing new: those whom the chain calls meanwhile have time to come
	}
	r.Declined = append(slices.Clone(r.Declined), d.ev.Agent)
	d.tell(EntrySystem, Line{Code: LineDeclined, Agent: d.ev.Agent})
	if r.Stage == StagePromised || d.anybodyLeft(r) {
		return nil
	}
	if r.Step < d.env.Chain {
		r.Step++
		return nil
	}
	if r.Wait > 2 { // an emergency whose offer was shown rings on
		return nil
	}
	return secondWaitOver(d)
}

// anybodyLeft reports whether somebody is rung, or would be now, who has not said Can't now.
func (d *step) anybodyLeft(r *Request) bool {
	d.widen(r)
	return slices.ContainsFunc(r.Rung, func(id string) bool { return !slices.Contains(r.Declined, id) })
}

// firstWaitOver is the row "ringing: first wait over": the guest is told, the ring widens. Where the second wait has
// passed as well, the notice was overtaken: it is skipped, and that is recorded.
func firstWaitOver(d *step) error {
	r := d.s.Request
	r.Wait, r.StageAt = 2, r.StageAt.Add(d.env.LiveChat.FirstWait)
	d.widen(r)
	if !d.now.Before(r.StageAt.Add(d.env.LiveChat.SecondWait)) {
		d.tell(EntrySystem, Line{Code: LineSkipped, Reason: string(TimerFirstWait)})
		return nil
	}
	d.say(EntrySystem, Line{Code: LineStillWaiting})
	return nil
}

// secondWaitOver is the rows "second wait over": the request expires and the offer is shown, unless the guest left a
// message since they last wrote or asked. An emergency rings on, the offer beside it.
func secondWaitOver(d *step) error {
	r := d.s.Request
	if r.Kind == RequestEmergency {
		r.Wait = 3
		l := Line{Code: LineNobodyFree, Reason: string(RequestEmergency)}
		if r.OfferUsed {
			d.tell(EntrySystem, l)
			return nil
		}
		d.showOffer(OfferExpired)
		d.say(EntrySystem, l)
		return nil
	}
	d.endRequest(EndExpired, "")
	guest := d.guest()
	r.GuestLeft = guest.Gone
	if r.Wait == 1 && d.ev.Kind == EventTimer {
		d.tell(EntrySystem, Line{Code: LineSkipped, Reason: string(TimerFirstWait)})
	}
	d.control(Controller{Kind: ControllerAssistant})
	if !r.OfferUsed {
		d.showOffer(OfferExpired)
	}
	d.toAssistant(!r.OfferUsed, Line{Code: LineNobodyFree, Reason: string(EndExpired)})
	if guest.Gone && guest.Address && !r.OfferUsed {
		d.out.Ticket = TicketGuestLeft
		d.say(EntrySystem, Line{Code: LineTicket, Reason: TicketGuestLeft})
	}
	return nil
}

// guest tells what is known of the guest's whereabouts.
func (d *step) guest() GuestReach {
	if d.env.Guest == nil {
		return GuestReach{}
	}
	return d.env.Guest()
}
