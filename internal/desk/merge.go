package desk

import "time"

// Merged is what becomes of two conversations of one guest (ruling 9). The younger's rows become the older's first;
// what follows from that is an outcome like any other, over Base.
type Merged struct {
	// Base is the older conversation with the younger's entries behind its own, and with the rows that go on.
	Base State
	// Offset is added to the seqs of the younger's entries; Floor is the least epoch that they are given.
	Offset, Floor int64
	// Ended are the rows that end before the two become one, because one conversation has no room for them.
	Ended Rows
	// Pointer is the younger conversation from now on: over, empty, and pointing to the older.
	Pointer State
	// Outcome is what follows, over Base.
	Outcome Outcome
}

// Rows are requests, offers and turns of conversations.
type Rows struct {
	Requests []Request
	Offers   []Offer
	Turns    []Turn
}

// Merge makes one of two conversations of a guest. Older is the one that goes on; who has the guest then is decided by
// who has it in either: an agent beats waiting beats outside beats the assistant, and of two agents the one who took
// last keeps it. An agent who is lost does not beat what rings.
func Merge(older, younger State, env Env) Merged {
	j := &joining{step: begin(older, Event{}, env), older: older, younger: shifted(younger, older)}
	if j.stronger() {
		j.winner, j.loser = j.younger, j.older
	} else {
		j.winner, j.loser = j.older, j.younger
	}
	j.m.Offset, j.m.Floor = older.LastSeq, older.Epoch
	j.conversation()
	j.facts()
	j.requests()
	j.offers()
	j.turns()
	j.m.Base = j.s
	// Base is what stands by now, before anything follows.
	j.was.request, j.was.offer, j.was.turn = j.s.Request, j.s.Offer, j.s.Turn
	j.s.Request, j.s.Offer, j.s.Turn = copied(j.s.Request), copied(j.s.Offer), copied(j.s.Turn)
	j.follow()
	j.m.Outcome = j.finish(j.m.Base)
	p := younger
	p.Status, p.Controller, p.MergedInto = StatusResolved, Controller{Kind: ControllerAssistant}, older.ID
	p.Epoch, p.LastSeq, p.LastPublicSeq, p.ResolvedAt = p.Epoch+1, p.LastSeq+1, 0, j.now
	p.Facts, p.Request, p.Offer, p.Turn, p.Timers = Facts{}, nil, nil, nil, nil
	j.m.Pointer = p
	return j.m
}

// joining is a merge in the making: a step over the older conversation.
type joining struct {
	*step
	m Merged
	// younger has its seqs behind the older's; winner is who of the two decides who has the guest.
	older, younger, winner, loser State
}

// shifted is the state with its seqs behind those of another.
func shifted(s, behind State) State {
	f := &s.Facts
	for _, seq := range []*int64{&f.GuestSeq, &f.UnansweredSeq, &f.LaterSeq, &f.AnsweredSeq, &f.SettledSeq, &f.LeavingSeq, &f.Mood.Seq, &f.Opportunity.Seq, &f.LargeSeq} {
		if *seq != 0 {
			*seq += behind.LastSeq
		}
	}
	if s.LastPublicSeq != 0 {
		s.LastPublicSeq += behind.LastSeq
	}
	s.LastSeq += behind.LastSeq
	if s.Turn != nil {
		t := *s.Turn
		t.ForSeq += behind.LastSeq
		s.Turn = &t
	}
	return s
}

// claim is how much of a claim a conversation's controller has to the guest. Who is lost has less of one than a request
// that rings: what is unanswered there would ring at once here.
func (j *joining) claim(s State) int {
	switch s.Situation() {
	case SituationAgent:
		if j.reach(s.Controller.AgentID) == ReachLost {
			return 3
		}
		return 5
	case SituationWaiting:
		return 4
	case SituationOutside:
		return 2
	case SituationAssistant:
		return 1
	}
	return 0
}

// stronger reports whether the younger has more of a claim to the guest than the older.
func (j *joining) stronger() bool {
	o, y := j.older, j.younger
	if co, cy := j.claim(o), j.claim(y); co != cy {
		return cy > co
	}
	return y.Situation() == SituationAgent && y.Facts.HumanSince.After(o.Facts.HumanSince)
}

// conversation joins what others look a conversation up by. The controller is the older's still, but for the epoch.
func (j *joining) conversation() {
	o, y := j.older, j.younger
	s := &j.s
	s.LastSeq, s.LastPublicSeq = y.LastSeq, max(o.LastPublicSeq, y.LastPublicSeq)
	s.Epoch = max(o.Epoch, y.Epoch)
	s.GuestAt, s.LastAt = later(o.GuestAt, y.GuestAt), later(o.LastAt, y.LastAt)
	if s.Language == "" {
		s.Language = y.Language
	}
}

// facts joins what the rules remember.
func (j *joining) facts() {
	o, y, w, l := j.older.Facts, j.younger.Facts, j.winner.Facts, j.loser.Facts
	f := w
	f.GuestSeq = max(o.GuestSeq, y.GuestSeq)
	f.UnansweredSeq, f.UnansweredAt = o.UnansweredSeq, o.UnansweredAt
	if f.UnansweredSeq == 0 {
		f.UnansweredSeq, f.UnansweredAt = y.UnansweredSeq, y.UnansweredAt
	}
	f.UnansweredAt, f.WishAt = first(o.UnansweredAt, y.UnansweredAt), first(o.WishAt, y.WishAt)
	if k := j.winner.Controller.Kind; k == ControllerAgent || k == ControllerOutside {
		// A clock of the winner's runs on; for what comes to the winner only now it begins.
		f.UnansweredAt, f.WishAt = j.begins(w.UnansweredAt, l.UnansweredAt), j.begins(w.WishAt, l.WishAt)
	}
	f.AnsweredSeq, f.SettledSeq = max(o.AnsweredSeq, y.AnsweredSeq), max(o.SettledSeq, y.SettledSeq)
	if f.UnansweredSeq != 0 {
		f.AnsweredSeq, f.SettledSeq = min(f.AnsweredSeq, f.UnansweredSeq-1), min(f.SettledSeq, f.UnansweredSeq-1)
	}
	f.LaterSeq, f.LaterAt = 0, time.Time{}
	f.HumanAt, f.ReopenedAt = later(o.HumanAt, y.HumanAt), later(o.ReopenedAt, y.ReopenedAt)
	f.EmergencyAt = later(o.EmergencyAt, y.EmergencyAt)
	f.KeepWaitingUsed, f.NoAnswer = o.KeepWaitingUsed || y.KeepWaitingUsed, o.NoAnswer || y.NoAnswer
	if l.Opportunity.Seq > f.Opportunity.Seq {
		f.Opportunity, f.LargeSeq = l.Opportunity, l.LargeSeq
	}
	f.Topic = o.Topic
	f.Speaks(y.Topic)
	f.Told, f.Untold = o.Told+y.Told, o.Untold+y.Untold
	begun := AttentionBegun{
		Angry: o.Mood.Begun.Angry || y.Mood.Begun.Angry, Repeated: o.Mood.Begun.Repeated || y.Mood.Begun.Repeated,
		Unanswered: o.Mood.Begun.Unanswered || y.Mood.Begun.Unanswered, Unhappy: o.Mood.Begun.Unhappy || y.Mood.Begun.Unhappy,
		Opportunity: o.Mood.Begun.Opportunity || y.Mood.Begun.Opportunity,
	}
	if l.Mood.Seq > f.Mood.Seq {
		f.Mood = l.Mood
	}
	f.Mood.Begun = begun
	if f.FormID == "" {
		f.FormID = l.FormID
	}
	if l.TicketNumber > f.TicketNumber {
		f.TicketNumber, f.ReplyBy = l.TicketNumber, l.ReplyBy
	}
	f.WindowFrom = later(o.WindowFrom, y.WindowFrom)
	if l.ThreadAt.After(f.ThreadAt) {
		f.ThreadOwner, f.ThreadAt = l.ThreadOwner, l.ThreadAt
	}
	if f.LeavingAt.IsZero() {
		f.LeavingAt, f.LeavingSeq, f.LeavingLast = l.LeavingAt, l.LeavingSeq, l.LeavingLast
	}
	j.s.Facts = f
}

func (j *joining) begins(own, brought time.Time) time.Time {
	if own.IsZero() && !brought.IsZero() {
		return j.now
	}
	return own
}

func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// requests lets one open request go on: while the guest waits the older one, under an agent that agent's own transfer.
// What rang for the other conversation is answered, where an agent is with the guest now, else closed.
func (j *joining) requests() {
	stays, ends := j.winner.Request, j.loser.Request
	if j.winner.Controller.Kind == ControllerWaiting && ends.Open() && ends.Kind != RequestTransfer && ends.OpenedAt.Before(stays.OpenedAt) {
		stays, ends = ends, stays
	}
	switch {
	case ends.Open():
		r := j.ended(*ends)
		j.m.Ended.Requests = append(j.m.Ended.Requests, r)
		if !stays.Open() {
			stays = &r
		}
	case stays == nil || !stays.Open() && ends != nil && ends.OpenedAt.After(stays.OpenedAt):
		stays = ends
	}
	j.s.Request = stays
	j.s.Timers = nil
	for _, s := range []State{j.older, j.younger} {
		for _, t := range s.Timers {
			waits := t.Kind == TimerFirstWait || t.Kind == TimerSecondWait || t.Kind == TimerPromise || t.Kind == TimerTransferWait
			if waits && stays.Open() && s.Request == stays || !waits && s.ID == j.older.ID {
				j.s.Timers = append(j.s.Timers, t)
			}
		}
	}
}

// ended is a request that ends because of the merge.
func (j *joining) ended(r Request) Request {
	r.End, r.EndedAt = EndClosed, j.now
	by := j.winner.Controller.AgentID
	if by != "" && r.Kind != RequestTransfer {
		r.End, r.EndedBy = EndAccepted, by
		for _, id := range r.Rung {
			if id != by && id != r.PromisedBy {
				j.notify(id, NoticeTaken, by)
			}
		}
	}
	j.voidPromise(&r, by)
	return r
}

// offers lets the winner's offer stand, or one that stands for the same reason, or whose form is begun.
func (j *joining) offers() {
	stays, ends := j.winner.Offer, j.loser.Offer
	k := j.winner.Controller
	if ends.Shown() && !stays.Shown() && (k == j.loser.Controller && k.speaks() || !ends.FormAt.IsZero()) {
		stays, ends = ends, stays
	}
	if ends.Shown() {
		o := *ends
		o.State = OfferDismissed
		j.m.Ended.Offers = append(j.m.Ended.Offers, o)
		ends = &o
	}
	if stays == nil {
		stays = ends
	}
	j.s.Offer = stays
}

// turns lets the older's turn go on, with the younger's messages behind the one that it names. The younger's ends; what
// it was for owes a turn again.
func (j *joining) turns() {
	stays, ends := j.older.Turn, j.younger.Turn
	if ends.Open() {
		t := *ends
		t.End, t.EndedAt = TurnWithdrawn, j.now
		j.m.Ended.Turns = append(j.m.Ended.Turns, t)
		ends = &t
	}
	if stays == nil {
		stays = ends
	}
	j.s.Turn = stays
	if stays.Open() {
		f := &j.s.Facts
		f.LaterSeq, f.LaterAt = j.older.Facts.LaterSeq, j.older.Facts.LaterAt
		if f.LaterSeq == 0 {
			f.LaterSeq, f.LaterAt = j.younger.Facts.UnansweredSeq, j.younger.Facts.UnansweredAt
		}
	}
}

// follow gives the conversation to the winner's controller, and does what hangs on that.
func (j *joining) follow() {
	s, w, l := &j.s, j.winner, j.loser
	owed := j.older.Turn.Open() || j.younger.Turn.Open()
	s.Status, s.ResolvedAt, s.Controller = w.Status, w.ResolvedAt, w.Controller
	if s.Status == StatusResolved {
		s.ResolvedAt = later(w.ResolvedAt, l.ResolvedAt)
	}
	s.Epoch++
	if l.Controller.Kind == ControllerAgent {
		j.out.Held = append(j.out.Held, HeldChange{AgentID: l.Controller.AgentID, By: -1})
		switch {
		case w.Controller.Kind != ControllerAgent:
			j.notify(l.Controller.AgentID, NoticeRelieved, "")
		case l.Controller != w.Controller:
			j.notify(l.Controller.AgentID, NoticeTaken, w.Controller.AgentID)
		}
	}
	if s.Status == StatusOpen && s.Controller.speaks() {
		j.settle(SettleRestamp)
		j.restamp()
	} else {
		j.withhold()
	}
	if s.Offer.Shown() && w.Offer != j.was.offer {
		s.Offer.Meanwhile = false
	}
	if r := s.Request; r.Open() && s.Facts.Unanswered() {
		r.OfferUsed = false // a message left in one of them says nothing about the other
	}
	j.tell(EntryControl, Line{Code: LineMerged, Agent: w.Controller.AgentID})
	for _, r := range j.m.Ended.Requests {
		switch {
		case r.Kind != RequestEmergency:
		case s.Controller.Kind == ControllerAgent:
			j.alarm(EntrySystem)
		case s.Request.Open():
			_ = becomesEmergency(j.step)
		}
	}
	if r := s.Request; r.Open() && r.Kind == RequestEmergency && r.Wait > 2 && s.Facts.Unanswered() && !s.Offer.Shown() {
		j.showOffer(OfferExpired)
	}
	switch {
	case s.Controller.Kind == ControllerAgent && s.Facts.Unanswered() && j.holderLost():
		j.losesHolder()
	case owed || !s.Offer.Shown():
		j.owe()
	}
}
