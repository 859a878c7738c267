package days_test

import (
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// agent is somebody at the desk with a laptop.
type agent struct {
	*day
	desk.Person
	// open says that the laptop is; patience is how many in ten rings are answered.
	open     bool
	patience int
	known    string // a request that rang lately
	// sign is when the server last heard of the agent.
	sign     time.Time
	confirms map[string]bool
}

// beat is the laptop's sign of life.
func (a *agent) beat() {
	a.after(bell.Heartbeat, a.beat)
	if a.open && a.node != nil {
		a.heard()
	}
}

func (a *agent) heard() {
	a.sign = time.Now()
	a.node.bell.Heartbeat(a.ID, desk.Device{ID: "laptop", Kind: desk.DeviceScreen, Sound: true, Visible: true})
}

// closes the laptop, for a moment or for long.
func (a *agent) closes() {
	if !a.open {
		return
	}
	a.open = false
	a.count("laptop closed")
	a.watch.log("laptop of %s closed", a.ID)
	if a.node != nil && a.pick(3) == 0 { // the page told the server, else it just fell silent
		a.sign = time.Now()
		a.node.bell.Gone(a.ID, "laptop")
	}
	a.after(a.between(5*time.Second, 3*time.Minute), a.opens)
}

func (a *agent) opens() {
	if a.over {
		return
	}
	a.open = true
	a.watch.log("laptop of %s open", a.ID)
	if a.node != nil {
		a.heard()
	}
}

// views are what an agent sees on the dashboard.
type views struct {
	mine, ringing, wall, ended []desk.State
}

func (a *agent) see(ctx context.Context) (v views) {
	err := a.store.Read(ctx, func(tx store.Tx) error {
		v = views{}
		page, _, err := tx.List(store.ListFilter{View: store.ViewLive, PropertyIDs: []string{property}, Limit: 200})
		for _, sum := range page {
			s := sum.State
			switch {
			case s.Controller.AgentID == a.ID:
				v.mine = append(v.mine, s)
			case s.Request.Open():
				v.ringing = append(v.ringing, s)
			default:
				v.wall = append(v.wall, s)
			}
			if s.Request != nil && !s.Request.Open() {
				v.ended = append(v.ended, s)
			}
		}
		return err
	})
	if err != nil {
		a.watch.fail("%s reads the lists: %v", a.ID, err)
	}
	return v
}

// step lets the agent look at the screen and do something.
func (a *agent) step() {
	if a.over {
		return
	}
	a.after(a.between(3*time.Second, 13*time.Second), a.step)
	if !a.open || a.node == nil {
		return
	}
	ctx := context.Background()
	a.sign = time.Now()
	a.node.bell.Sign(a.ID)
	v := a.see(ctx)
	if len(v.ringing) > 0 {
		a.confirm(ctx, v.ringing)
		if a.pick(10) < a.patience {
			a.rung(ctx, v.ringing[a.pick(len(v.ringing))])
			return
		}
	}
	if len(v.mine) > 0 && a.pick(2) == 0 {
		a.holds(ctx, v.mine[a.pick(len(v.mine))])
		return
	}
	switch a.pick(60) {
	case 0:
		if len(v.wall) > 0 {
			a.takes(ctx, v.wall[a.pick(len(v.wall))])
		}
	case 1:
		if len(v.wall) > 0 {
			a.writes(ctx, v.wall[a.pick(len(v.wall))], true)
		}
	case 2:
		if len(v.ended) > 0 {
			s := v.ended[a.pick(len(v.ended))]
			_, err := a.node.desk.Accept(ctx, a.Person, s.ID)
			a.refused(err)
			if desk.CodeOf(err) == desk.CodeClosed {
				a.count("late accept refused")
			}
		}
	case 3:
		a.duty(ctx, desk.DutyAway)
	case 4:
		if _, err := a.node.bell.EndShift(ctx, a.node.desk, a.Person, []string{property}, "good night"); err != nil {
			a.watch.fail("%s ends the shift: %v", a.ID, err)
		}
		a.count("shift ended")
		a.after(a.between(30*time.Second, 4*time.Minute), a.back)
	case 5:
		if len(v.wall) > 0 {
			s := v.wall[a.pick(len(v.wall))]
			if _, err := a.node.desk.TakeOver(ctx, a.Person, s.ID, true); !a.refused(err) {
				a.count("taken over")
			}
		}
	case 6:
		if len(v.wall) > 0 {
			_, err := a.node.desk.Resolve(ctx, a.Person, v.wall[a.pick(len(v.wall))].ID, a.pick(2) == 0)
			a.refused(err)
		}
	case 7:
		a.closes()
	}
}

func (a *agent) duty(ctx context.Context, duty desk.Duty) {
	if err := a.node.bell.SetDuty(ctx, a.ID, duty, time.Time{}); err != nil {
		a.watch.fail("%s says %s: %v", a.ID, duty, err)
	}
	if duty != desk.DutyOnline {
		a.count("away")
		a.after(a.between(20*time.Second, 2*time.Minute), a.back)
	}
}

// back is at work again.
func (a *agent) back() {
	switch {
	case a.over:
	case a.node == nil:
		a.after(5*time.Second, a.back)
	default:
		a.duty(context.Background(), desk.DutyOnline)
	}
}

// confirm says, as the page does by itself, that rings sounded.
func (a *agent) confirm(ctx context.Context, ringing []desk.State) {
	for _, s := range ringing {
		if id := s.Request.ID; !a.confirms[id] && slices.Contains(s.Request.Rung, a.ID) {
			a.confirms[id] = true
			if err := a.node.bell.Confirm(ctx, a.Person, "laptop", store.ConfirmSounded, id); err != nil && !errors.Is(err, desk.ErrNotFound) {
				a.watch.fail("%s confirms: %v", a.ID, err)
			}
		}
	}
}

// rung does something about a ring.
func (a *agent) rung(ctx context.Context, s desk.State) {
	r := s.Request
	d := a.node.desk
	switch a.pick(8) {
	case 0, 1:
		if _, err := d.Promise(ctx, a.Person, s.ID, r.ID, []int{0, 1, 2}[a.pick(3)]); !a.refused(err) {
			a.count("promised")
		}
	case 2, 3:
		_, err := d.CannotNow(ctx, a.Person, s.ID, r.ID)
		a.refused(err)
	case 4:
		if a.known != "" { // a promise or a Can't now to what rang before
			_, err := d.CannotNow(ctx, a.Person, s.ID, a.known)
			a.refused(err)
		}
	case 5:
		if a.pick(4) == 0 {
			_, err := d.Resolve(ctx, a.Person, s.ID, true)
			a.refused(err)
			return
		}
		a.takes(ctx, s)
	default:
		after, err := d.Accept(ctx, a.Person, s.ID)
		if !a.refused(err) && after.Controller.AgentID != a.ID {
			a.watch.fail("%s accepted, and %+v controls", a.ID, after.Controller)
		}
		if desk.CodeOf(err) == desk.CodeTaken {
			a.count("accept refused: taken")
		}
	}
	a.known = r.ID
}

func (a *agent) takes(ctx context.Context, s desk.State) {
	after, err := a.node.desk.TakeControl(ctx, a.Person, s.ID)
	if !a.refused(err) && after.Controller.AgentID != a.ID {
		a.watch.fail("%s took control, and %+v controls", a.ID, after.Controller)
	}
}

// holds does something about a chat of the agent's.
func (a *agent) holds(ctx context.Context, s desk.State) {
	d := a.node.desk
	switch n := a.pick(16); {
	case n < 4 && s.Facts.Unanswered():
		a.writes(ctx, s, false)
	case n == 4:
		a.writes(ctx, s, true)
	case n == 5:
		_, err := d.HandBack(ctx, a.Person, s.ID)
		a.refused(err)
	case n == 6:
		_, err := d.Resolve(ctx, a.Person, s.ID, a.pick(2) == 0)
		a.refused(err)
	case n == 7, n == 8:
		target := ""
		if a.pick(2) == 0 {
			target = a.agents[a.pick(len(a.agents))].ID
		}
		_, err := d.Transfer(ctx, a.Person, s.ID, target, "please")
		a.refused(err)
	case n == 9 && s.Request.Open():
		if _, err := d.TakeBack(ctx, a.Person, s.ID); !a.refused(err) {
			a.count("transfer taken back")
		}
	case n == 10:
		_, err := d.Note(ctx, a.Person, s.ID, conversation.Draft{ClientID: a.newID(), Text: "a note"})
		a.refused(err)
	}
}

func (a *agent) writes(ctx context.Context, s desk.State, back bool) {
	draft := conversation.Draft{ClientID: a.newID(), Text: "Good evening, " + a.newID(), Epoch: s.Epoch}
	send := a.node.desk.Reply
	if back {
		send = a.node.desk.AnswerAndHandBack
	}
	r, err := send(ctx, a.Person, s.ID, draft)
	if a.refused(err) {
		return
	}
	if back {
		a.count("answered and handed back")
	}
	a.acknowledged[draft.ClientID] = written{r.ConversationID, r.EntryID, draft.Text}
}

// refused reports whether something was refused, and notes a refusal that nobody could act on.
func (a *agent) refused(err error) bool {
	if err == nil {
		return false
	}
	var e *desk.Error
	known := []desk.Code{desk.CodeTaken, desk.CodeClosed, desk.CodeConflict, desk.CodeNotYours, desk.CodeConfirmNeeded, desk.CodeStale,
		desk.CodeNotOffered, desk.CodeLimitReached, desk.CodeInvalid}
	if !errors.As(err, &e) || !slices.Contains(known, e.Code) || e.Message == "" || e.Code == desk.CodeTaken && (e.By == nil || e.By.Name == "") {
		a.watch.fail("%s was refused: %v", a.ID, err)
		return true
	}
	a.count("refused: " + string(e.Code))
	if e.Code == desk.CodeLimitReached {
		a.count("limit reached")
	}
	return true
}
