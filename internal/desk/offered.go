package desk

import "time"

// Causes of a wish that meets nobody, as the desk counts them.
const (
	CauseOff      = "switched_off"
	CauseWithheld = "withheld" // the operator has not made live chat available
	CauseHours    = "outside_hours"
	CauseNobody   = "nobody_on_duty"
)

// Offered is what a guest of a channel who looks for a person finds. It is decided here alone, for the rules, the
// guest's page and the people who set it.
type Offered struct {
	// Cause says why nobody can be asked for; "" where asking rings somebody, or the property's chain.
	Cause string
	// Button says that Human Chat is shown, wherever Place is; pressing it leads to a person, or, with a Cause, to
	// leaving a message.
	Button bool
	Place  ShowHuman
}

// Human reports whether asking for a person rings somebody.
func (o Offered) Human() bool { return o.Cause == "" }

// Beside reports whether Human Chat stands beside answers that do not help, and beside suggestions.
func (o Offered) Beside() bool { return o.Button && o.Place != ShowAsked }

// Always reports whether Human Chat stands beside the composer, too.
func (o Offered) Always() bool { return o.Button && o.Place == ShowAlways }

// Unavailable says why no person can be asked for now; "" where one can: live chat is on, within its hours, and somebody
// is eligible or the property says regardless.
func (l LiveChat) Unavailable(f Floor) string {
	switch {
	case !l.Enabled:
		return CauseOff
	case f == nil || !f.InHours():
		return CauseHours
	case !l.Regardless && len(f.Eligible()) == 0:
		return CauseNobody
	}
	return ""
}

// Offered is what guests are offered under these settings.
func (l LiveChat) Offered(f Floor) Offered {
	o := Offered{Cause: l.Unavailable(f), Place: l.Show}
	o.Button = l.Show != ShowAsked && (o.Human() || l.Enabled && l.ShowRegardless)
	return o
}

// Opens is when the desk's hours begin next, for a channel on which they are over for now.
func (l LiveChat) Opens(now time.Time) (time.Time, bool) {
	if !l.Enabled || l.Hours.Open(now, l.Zone) {
		return time.Time{}, false
	}
	return l.Hours.NextChange(now, l.Zone)
}

// ReplyBy is by when a message left now is answered: ReplyWithin, counted in the hours of live chat on the channel. It
// reports false where the property promises no time, or has no hours in which it could keep it.
func (s PropertySettings) ReplyBy(ch Channel, now time.Time) (time.Time, bool) {
	if s.ReplyWithin <= 0 {
		return time.Time{}, false
	}
	return s.LiveChatFor(ch).Hours.Count(now, s.ReplyWithin, s.TimeZone)
}
