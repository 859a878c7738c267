package reports_test

import (
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/reports"
	"deskbell/internal/store"
)

var ten = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// ended is a request that rang Ana and Ben for two minutes.
func ended(end desk.RequestEnd, change func(*desk.Request)) store.OpenedRequest {
	r := desk.Request{ID: "r", Kind: desk.RequestPerson, Stage: desk.StageRinging, OpenedAt: ten, Rung: []string{"ana", "ben"}, End: end}
	if end != "" {
		r.EndedAt = ten.Add(2 * time.Minute)
	}
	if change != nil {
		change(&r)
	}
	return store.OpenedRequest{Request: r, ConversationID: "c", PropertyID: "harbour", ContactID: "g", Channel: desk.ChannelWeb}
}

func promised(until time.Duration) func(*desk.Request) {
	return func(r *desk.Request) {
		r.PromiseUsed, r.Stage, r.PromisedBy, r.PromisedUntil = true, desk.StagePromised, "ana", ten.Add(until)
	}
}

func broken(r *desk.Request) { r.PromiseUsed = true }

// Every missed request has exactly one cause, also where several would do.
func TestOfRequest_Causes(t *testing.T) {
	t.Parallel()
	heard, reacted := store.Alert{HeardAt: ten}, store.Alert{ReactedAt: ten}
	declined := func(ids ...string) func(*desk.Request) { return func(r *desk.Request) { r.Declined = ids } }
	left := func(r *desk.Request) { r.GuestLeft = true }
	nobody := func(r *desk.Request) { r.Rung = nil }
	all := func(changes ...func(*desk.Request)) func(*desk.Request) {
		return func(r *desk.Request) {
			for _, c := range changes {
				c(r)
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*desk.Request)
		alert  store.Alert
		want   reports.Cause
	}{
		"heard":                                 {nil, heard, reports.NoReaction},
		"pressed without hearing":               {nil, reacted, reports.NoReaction},
		"no device":                             {nil, store.Alert{}, reports.NoDevice},
		"no device, and the guest left":         {left, store.Alert{}, reports.NoDevice},
		"heard, and the guest left":             {left, heard, reports.GuestLeft},
		"rang nobody":                           {nobody, store.Alert{}, reports.NobodyOnDuty},
		"rang nobody on duty, the chain heard":  {nobody, heard, reports.NoReaction},
		"both cannot now":                       {declined("ben", "ana"), heard, reports.CannotNow},
		"both cannot now, and the guest left":   {all(declined("ben", "ana"), left), heard, reports.CannotNow},
		"one cannot now":                        {declined("ben"), heard, reports.NoReaction},
		"one cannot now, none confirmed before": {declined("ben"), store.Alert{}, reports.NoReaction},
		"promised in vain":                      {broken, heard, reports.PromiseBroken},
		"promised in vain, then cannot now":     {all(broken, declined("ben", "ana"), left), heard, reports.PromiseBroken},
		"promised in vain, then no device":      {broken, store.Alert{}, reports.PromiseBroken},
	} {
		a := reports.OfRequest(ended(desk.EndExpired, c.change), c.alert)
		if a.Outcome != reports.Missed || a.Cause != c.want || a.Wait != 2*time.Minute {
			t.Errorf("%s: %s, %q after %s, want %q", name, a.Outcome, a.Cause, a.Wait, c.want)
		}
	}
}

func TestOfRequest_OutcomesAndPromises(t *testing.T) {
	t.Parallel()
	emergency := func(r *desk.Request) { r.Kind = desk.RequestEmergency; r.PromiseUsed = true }
	for name, c := range map[string]struct {
		r       store.OpenedRequest
		outcome reports.Outcome
		promise reports.Promise
	}{
		"accepted":                     {ended(desk.EndAccepted, nil), reports.Accepted, ""},
		"cancelled":                    {ended(desk.EndCancelled, nil), reports.Cancelled, ""},
		"closed":                       {ended(desk.EndClosed, nil), reports.Closed, ""},
		"open":                         {ended("", nil), reports.Open, ""},
		"promised":                     {ended("", promised(3*time.Minute)), reports.Open, reports.PromiseStands},
		"kept":                         {ended(desk.EndAccepted, promised(3*time.Minute)), reports.Accepted, reports.PromiseKept},
		"kept to the moment":           {ended(desk.EndAccepted, promised(2*time.Minute)), reports.Accepted, reports.PromiseKept},
		"too late, the desk was down":  {ended(desk.EndAccepted, promised(time.Minute)), reports.Accepted, reports.PromiseBroke},
		"broken, accepted after":       {ended(desk.EndAccepted, broken), reports.Accepted, reports.PromiseBroke},
		"broken, missed":               {ended(desk.EndExpired, broken), reports.Missed, reports.PromiseBroke},
		"broken, rings on":             {ended("", broken), reports.Open, reports.PromiseBroke},
		"cancelled while it stood":     {ended(desk.EndCancelled, promised(3*time.Minute)), reports.Cancelled, reports.PromiseVoid},
		"closed while it stood":        {ended(desk.EndClosed, promised(3*time.Minute)), reports.Closed, reports.PromiseVoid},
		"void, danger was found":       {ended(desk.EndAccepted, emergency), reports.Accepted, reports.PromiseVoid},
		"void, it rings for emergency": {ended("", emergency), reports.Open, reports.PromiseVoid},
	} {
		a := reports.OfRequest(c.r, store.Alert{})
		if a.Outcome != c.outcome || a.Promise != c.promise {
			t.Errorf("%s: %s, promise %q; want %s, %q", name, a.Outcome, a.Promise, c.outcome, c.promise)
		}
		if open := a.Outcome == reports.Open; open != (a.Wait == 0) || (a.Cause != "") != (a.Outcome == reports.Missed) {
			t.Errorf("%s: waited %s, cause %q", name, a.Wait, a.Cause)
		}
		if a.Emergency != (c.r.Kind == desk.RequestEmergency) || a.ConversationID != "c" || a.PropertyID != "harbour" || !a.At.Equal(ten) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestOfWish(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]reports.Cause{"outside_hours": reports.OutsideHours, "nobody_on_duty": reports.NobodyOnDuty,
		"switched_off": reports.SwitchedOff, "": reports.NobodyOnDuty, "guest_left": reports.NobodyOnDuty} {
		a := reports.OfWish(store.UnmetWish{ID: "e", At: ten, Params: map[string]string{"reason": reason}})
		if a.Outcome != reports.Missed || a.Cause != want {
			t.Errorf("%q: %s, %q", reason, a.Outcome, a.Cause)
		}
	}
}
