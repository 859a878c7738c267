package days_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How late what is due may come: while the server is up, and after it came back (ruling 2: 20 to 22 s for expiries).
const (
	late     = 2 * time.Second
	comeback = desk.OverdueGrace + late
)

// watch sees every change after its commit, and holds it against what Deskbell promises. It is called by many
// goroutines of the server, so it only notes what is wrong; the day ends with it.
type watch struct {
	lc desk.LiveChat

	mu       sync.Mutex
	threads  map[string]*thread
	failures []string
	counts   map[string]int
	// upAt is when the server last came up, downAt when it last went; isUp which was later.
	upAt, downAt time.Time
	isUp         bool
	// rings are requests that screens have still to be told of: those that opened, and those that ended. Screens may be
	// told before the change is published, so what they were told is kept: true of an end.
	rings map[string]time.Time
	ends  map[string]time.Time
	told  map[string]bool
	trail []string
}

// thread is a conversation as its changes told.
type thread struct {
	state desk.State
	// due is by when the guest must have an answer, an offer or a ticket; zero where nothing is owed.
	due time.Time
	why string
}

func newWatch(lc desk.LiveChat) *watch {
	return &watch{lc: lc, threads: map[string]*thread{}, counts: map[string]int{}, rings: map[string]time.Time{}, ends: map[string]time.Time{},
		told: map[string]bool{}}
}

func (w *watch) fail(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong(format, args...)
}

func (w *watch) wrong(format string, args ...any) {
	if len(w.failures) < 5 {
		w.failures = append(w.failures, clock(time.Now())+" "+fmt.Sprintf(format, args...))
	}
}

func clock(t time.Time) string { return t.UTC().Format("02T15:04:05.000") }

func (w *watch) note(format string, args ...any) {
	if w.trail = append(w.trail, clock(time.Now())+" "+fmt.Sprintf(format, args...)); len(w.trail) > 4000 {
		w.trail = w.trail[2000:]
	}
}

func (w *watch) up(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.upAt, w.isUp = at, true
	w.note("server up")
}

func (w *watch) down(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.downAt, w.isUp = at, false
	clear(w.rings) // a page that comes back reads what rings
	clear(w.ends)
	w.note("server down")
}

// Publish implements conversation.Publisher.
func (w *watch) Publish(c conversation.Change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	t := w.threads[c.After.ID]
	if t == nil {
		t = &thread{state: desk.State{Conversation: desk.Conversation{ID: c.After.ID}}}
		w.threads[c.After.ID] = t
	}
	w.overdue(t, now)
	merged := slices.ContainsFunc(c.Entries, func(e desk.Entry) bool { return e.Code == desk.LineMerged })
	if c.After.MergedInto != "" {
		delete(w.threads, c.After.ID)
		w.note("%s is part of %s", c.After.ID, c.After.MergedInto)
		return
	}
	if c.Before.LastSeq != t.state.LastSeq && !(merged && c.Before.LastSeq > t.state.LastSeq) {
		w.wrong("%s: a change of seq %d was published after seq %d", c.After.ID, c.Before.LastSeq, t.state.LastSeq)
	}
	w.entries(c)
	w.requests(c, now)
	t.state = c.After
	t.due, t.why = w.owed(c.After, now)
	for _, e := range c.Entries {
		w.note("%s #%d %s %s %s %v", c.After.ID, e.Seq, e.Kind, e.Author.Kind, string(e.Code)+" "+e.Text, e.Params)
	}
	w.note("%s is %s, epoch %d, offer %v, due %s (%s)", c.After.ID, string(c.After.Situation())+" "+c.After.Controller.AgentID, c.After.Epoch,
		c.After.Offer.Shown(), clock(t.due), t.why)
	w.happened(c)
}

// owed is by when something must come to the guest, read off the law and not off the clocks that are armed.
func (w *watch) owed(s desk.State, now time.Time) (due time.Time, why string) {
	if s.Status == desk.StatusResolved || !s.Facts.Unanswered() || s.Offer.Shown() {
		return time.Time{}, ""
	}
	f, r, since := s.Facts, s.Request, s.Facts.UnansweredSince()
	latest := func(a, b time.Time) time.Time {
		if a.Before(b) {
			return b
		}
		return a
	}
	switch {
	case s.Controller.Kind == desk.ControllerAgent && !f.Reminded:
		due, why = latest(since, f.RemindSince).Add(w.lc.Reminder), "reminder"
	case s.Controller.Kind == desk.ControllerAgent:
		due, why = latest(since, f.HumanSince).Add(w.lc.Relief), "relief"
	case s.Controller.Kind == desk.ControllerWaiting && !r.Open():
		w.wrong("%s waits for nobody", s.ID)
	case s.Controller.Kind == desk.ControllerWaiting && r.Stage == desk.StagePromised:
		due, why = r.PromisedUntil.Add(w.lc.SecondWait), "promise"
	case s.Controller.Kind == desk.ControllerWaiting && r.Wait == 1:
		due, why = r.StageAt.Add(w.lc.FirstWait+w.lc.SecondWait), "both waits"
	case s.Controller.Kind == desk.ControllerWaiting && r.Wait == 2:
		due, why = r.StageAt.Add(w.lc.SecondWait), "second wait"
	case s.Controller.Kind == desk.ControllerWaiting:
		w.wrong("%s: an emergency past both waits offers nothing", s.ID)
	case s.Turn.Open():
		due, why = s.Turn.OwedAt.Add(desk.TurnLimit), "turn"
	default:
		w.wrong("%s: the assistant has the guest, and neither answers nor offers", s.ID)
	}
	return latest(due, now), why // a limit that has passed acts now
}

// overdue notes a guest who was left longer than the law allows.
func (w *watch) overdue(t *thread, now time.Time) {
	if t.due.IsZero() || !w.isUp {
		return
	}
	limit := t.due.Add(late)
	if back := w.upAt.Add(comeback); t.due.Before(w.upAt.Add(desk.OverdueGrace)) && limit.Before(back) {
		limit = back
	}
	if now.After(limit) {
		w.wrong("%s: silence: due %s (%s), and nothing came; %+v", t.state.ID, clock(t.due), t.why, t.state.Controller)
		t.due = time.Time{}
	}
}

// entries holds what was written against "in the same order" and "one voice at a time".
func (w *watch) entries(c conversation.Change) {
	seq, public := c.Before.LastSeq, c.Before.LastPublicSeq
	for _, e := range c.Entries {
		if seq++; e.Seq != seq || e.PrevPublic != public || e.ConversationID != c.After.ID {
			w.wrong("%s: entry %d after public %d, want %d after %d", c.After.ID, e.Seq, e.PrevPublic, seq, public)
		}
		if e.Public {
			public = e.Seq
		}
		k := c.Before.Controller.Kind
		switch {
		case e.Kind != desk.EntryMessage:
		case e.Author.Kind == desk.AuthorAssistant && (c.Before.Status != desk.StatusOpen || k != desk.ControllerAssistant && k != desk.ControllerWaiting):
			w.wrong("%s: the assistant spoke while %+v controlled", c.After.ID, c.Before.Controller)
		case e.Author.Kind == desk.AuthorAgent && k == desk.ControllerAgent && c.Before.Controller.AgentID != e.Author.ID:
			w.wrong("%s: %s spoke for %s", c.After.ID, e.Author.ID, c.Before.Controller.AgentID)
		}
	}
	if c.After.LastSeq != seq || c.After.LastPublicSeq != public {
		w.wrong("%s: last seq %d, public %d after entries to %d, %d", c.After.ID, c.After.LastSeq, c.After.LastPublicSeq, seq, public)
	}
}

// requests holds notices and expiries against their times, and keeps note of what screens are to be told.
func (w *watch) requests(c conversation.Change, now time.Time) {
	b, r := c.Before.Request, c.After.Request
	if _, told := w.told[idOf(r)]; r.Open() && (!b.Open() || b.ID != r.ID) && !told {
		w.rings[r.ID] = now
	}
	if !b.Open() {
		return
	}
	gone := r == nil || r.ID != b.ID || !r.Open()
	if gone && !w.told[b.ID] {
		w.ends[b.ID] = now
		delete(w.rings, b.ID)
	}
	declined := slices.ContainsFunc(c.Entries, func(e desk.Entry) bool { return e.Code == desk.LineDeclined })
	switch {
	case r.ID == b.ID && r.End == desk.EndExpired && b.Kind == desk.RequestPerson && !declined:
		least := b.StageAt.Add(w.lc.SecondWait)
		if b.Wait == 1 {
			least = least.Add(w.lc.FirstWait)
		}
		// What fell due while nobody was there, or would right after, comes with grace.
		if back := w.upAt.Add(desk.OverdueGrace); b.StageAt.Before(w.upAt) && least.Before(back) {
			least = back
		}
		if now.Before(least) {
			w.wrong("%s: a request expired %s early", c.After.ID, least.Sub(now))
		}
	case r.ID == b.ID && b.Wait == 1 && r.Wait == 2 && b.Stage == r.Stage && r.Round == b.Round:
		if now.Before(b.StageAt.Add(w.lc.FirstWait)) {
			w.wrong("%s: the first notice came early", c.After.ID)
		}
	}
}

// Rings implements bell.Screens.
func (w *watch) Rings(list []store.Ringing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range list {
		w.told[r.Alert.ID] = !r.Alert.Open()
		delete(w.rings, r.Alert.ID)
		if !r.Alert.Open() {
			delete(w.ends, r.Alert.ID)
		}
	}
}

func idOf(r *desk.Request) string {
	if r == nil {
		return ""
	}
	return r.ID
}

// Admins and DutyOver implement bell.Screens.
func (w *watch) Admins(_, what, _ string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts["admins told: "+what]++
}

func (w *watch) DutyOver(string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts["duty ended by itself"]++
}

// look is taken between what happens: is anybody left, is any screen not told?
func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	for _, t := range w.threads {
		w.overdue(t, now)
	}
	if !w.isUp {
		return
	}
	for what, told := range map[string]map[string]time.Time{"rings": w.rings, "ended": w.ends} {
		for id, at := range told {
			if now.Sub(at) > late {
				w.wrong("no screen was told that %s %s since %s", id, what, clock(at))
				delete(told, id)
			}
		}
	}
}

// stored compares what is stored with itself: places, alerts and clocks follow from the conversations.
func (w *watch) stored(s store.Store) {
	w.mu.Lock()
	isUp, upAt := w.isUp, w.upAt
	w.mu.Unlock()
	now := time.Now()
	var wrong []string
	say := func(is bool, format string, args ...any) {
		if is {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	err := s.Read(context.Background(), func(tx store.Tx) error {
		held, open := map[string]int{}, map[string]bool{}
		for _, view := range []store.View{store.ViewLive, store.ViewRequests} {
			page, _, err := tx.List(store.ListFilter{View: view, PropertyIDs: []string{property}, Limit: 500})
			if err != nil {
				return err
			}
			for _, sum := range page {
				if a := sum.State.Controller.AgentID; a != "" && view == store.ViewLive {
					held[a]++
				}
				if sum.State.Request.Open() {
					open[sum.State.Request.ID] = true
				}
			}
		}
		people, err := tx.ListPeople()
		if err != nil {
			return err
		}
		for _, p := range people {
			say(p.Held != held[p.ID], "%s holds %d chats and is counted with %d", p.ID, held[p.ID], p.Held)
		}
		alerts, err := tx.OpenAlerts([]string{property})
		if err != nil {
			return err
		}
		for _, a := range alerts {
			if a.Kind.OfRequest() {
				say(!open[a.ID], "alert %s rings on for a request that has ended", a.ID)
				delete(open, a.ID)
			}
			// Nobody confirmed within 5 s: that is the next alarm.
			quiet := a.RoundHeardAt.IsZero() && !a.Doc.Promised && a.UnheardAt.IsZero() && now.Sub(a.RoundAt) > 5*time.Second+late
			say(quiet && isUp && now.Sub(upAt) > 5*time.Second+late, "alert %s of %s: no device confirmed, and nobody was told", a.ID, clock(a.RoundAt))
		}
		for id := range open {
			say(true, "request %s is open, and nothing rings", id)
		}
		if isUp && now.Sub(upAt) > comeback {
			due, err := tx.DueTimers(now.Add(-late-time.Millisecond), 10)
			say(len(due) > 0, "clocks are left undone: %+v", due)
			return err
		}
		return nil
	})
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	for _, msg := range wrong {
		w.fail("%s", msg)
	}
}
