package connect

import (
	"maps"
	"slices"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Lamp is one of the things that must be so before guests are answered on an account. Cure is set where it is dark because
// something is wrong, and names what puts that right; a step that was only not taken yet has none.
type Lamp struct {
	Name   string
	On     bool
	At     time.Time
	Cure   string
	Detail string
}

// The lamps, in the order in which they light.
const (
	LampWebhook    = "webhook"    // the channel's owner has verified the address
	LampSubscribed = "subscribed" // the app is installed on the account, for all that is needed
	LampToken      = "token"      // the token works, and lasts
	LampHello      = "hello"      // a guest's message arrived
	LampAnswered   = "answered"   // one of ours was delivered
)

// The cures.
const (
	CureToken        = "token_expired"
	CureTokenEnds    = "token_ends"
	CurePermission   = "permission_missing"
	CureUnsubscribed = "unsubscribed"
	CureUnreachable  = "unreachable"
	CureSignature    = "bad_signature"
)

// lasts is how long a token must last for its lamp: one that is prolonged by itself never has less.
const lasts = 7 * 24 * time.Hour

// lamps are how an account stands, light by light.
func lamps(app store.ChannelApp, a store.ChannelAccount, caps channel.Capabilities, now time.Time) []Lamp {
	h := a.Health
	hello := Lamp{Name: LampHello, On: !h.HelloAt.IsZero(), At: h.HelloAt}
	if !hello.On && badly(app, now) {
		hello.Cure = CureSignature
	}
	answered := Lamp{Name: LampAnswered, On: !h.AnsweredAt.IsZero(), At: h.AnsweredAt}
	if !answered.On && h.LastReason != "" && h.LastFailure.After(h.LastOut) {
		answered.Detail = h.LastReason
	}
	if a.Channel == desk.ChannelAPI {
		if !caps.Answers {
			return []Lamp{hello}
		}
		return []Lamp{hello, answered}
	}
	webhook := Lamp{Name: LampWebhook, On: !app.VerifiedAt.IsZero() || !app.TestedAt.IsZero(), At: later(app.VerifiedAt, app.TestedAt)}
	subscribed := Lamp{Name: LampSubscribed, On: h.Subscribed && len(h.Missing) == 0, At: h.CheckedAt, Detail: strings.Join(h.Missing, ", ")}
	token := Lamp{Name: LampToken, On: h.TokenValid && (h.TokenUntil.IsZero() || h.TokenUntil.Sub(now) > lasts), At: h.CheckedAt}
	switch {
	case subscribed.On || h.CheckedAt.IsZero() || !h.TokenValid: // with a token that works it lights too
	case slices.Contains(h.Problems, channel.ReasonPermission):
		subscribed.Cure = CurePermission
	default:
		subscribed.Cure = CureUnsubscribed
	}
	switch {
	case token.On || h.CheckedAt.IsZero():
	case !h.TokenValid:
		token.Cure = CureToken
	default:
		token.Cure = CureTokenEnds
	}
	if h.CheckFailed != "" {
		for _, l := range []*Lamp{&subscribed, &token} {
			if !l.On {
				l.Cure, l.Detail = CureUnreachable, h.CheckFailed
			}
		}
	}
	if !caps.Answers {
		return []Lamp{webhook, subscribed, token, hello}
	}
	return []Lamp{webhook, subscribed, token, hello, answered}
}

// badly is that what arrives lately is signed by nobody known, and nothing is that is.
func badly(app store.ChannelApp, now time.Time) bool {
	return now.Sub(app.BadSignatureAt) < time.Hour && app.BadSignatureAt.After(app.TestedAt)
}

// FailureCount is how many messages failed for a reason within a day.
type FailureCount struct {
	Reason string
	Count  int64
}

// failures are those within a day, the most frequent reason first.
func failures(h store.AccountHealth, now time.Time) []FailureCount {
	sum := map[string]int64{}
	for key, n := range h.Failures {
		hour, reason, _ := strings.Cut(key, " ")
		if at, err := time.Parse(hourForm, hour); err == nil && now.Sub(at) <= failuresFor {
			sum[reason] += n
		}
	}
	var out []FailureCount
	for _, reason := range slices.Sorted(maps.Keys(sum)) {
		out = append(out, FailureCount{reason, sum[reason]})
	}
	slices.SortStableFunc(out, func(a, b FailureCount) int { return int(b.Count - a.Count) })
	return out
}

// Silence that is usual: nights, and what comes seldom anyway.
const (
	silentLeast = 24 * time.Hour
	// silentGaps is how many of the usual gaps between two messages make an unusual one.
	silentGaps = 6
	// silentKnown is how many messages must have come before anything is usual.
	silentKnown = 10
)

// silentSince is since when an account has been silent for unusually long; zero is that it is not.
func silentSince(a store.ChannelAccount, now time.Time) time.Time {
	h := a.Health
	if h.LastIn.IsZero() || a.Paused == PausedByHand {
		return time.Time{}
	}
	usual := time.Duration(a.Settings.SilentAfter) * time.Hour
	if usual == 0 {
		var n int64
		for _, count := range h.Days {
			n += count
		}
		known := min(now.Sub(later(a.CreatedAt, now.Add(-daysFor))), daysFor)
		if n < silentKnown {
			return time.Time{}
		}
		usual = max(silentLeast, silentGaps*known/time.Duration(n))
	}
	if now.Sub(h.LastIn) < usual {
		return time.Time{}
	}
	return h.LastIn
}

// PausedByHand is why an account is paused that an admin paused: it goes on when an admin says so.
const PausedByHand = "paused"

// problems are what an admin should see of an account, by name: what the channel says is wrong, and what it told of late.
func problems(h store.AccountHealth, now time.Time) []string {
	out := slices.Clone(h.Problems)
	for _, name := range slices.Sorted(maps.Keys(h.Notices)) {
		if now.Sub(h.Notices[name]) <= noticesFor && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// Troubles are why messages vanish or will, each a stable name. They are what people are warned of.
const (
	TroublePaused       = "paused"
	TroubleToken        = CureToken
	TroubleTokenEnds    = CureTokenEnds
	TroubleUnsubscribed = CureUnsubscribed
	TroubleSilent       = "silent"
	TroubleUnreachable  = CureUnreachable
	TroubleCap          = "line_cap"
)

// unreachableFor is how long a channel may not answer before people are told.
const unreachableFor = time.Hour

// troubles of an account, the gravest first. lines are the billed ones of this month.
func troubles(a store.ChannelAccount, lines int64, now time.Time) []string {
	h := a.Health
	var out []string
	say := func(is bool, name string) {
		if is {
			out = append(out, name)
		}
	}
	checked := !h.CheckedAt.IsZero() && a.Channel != desk.ChannelAPI
	say(a.Paused != "" && a.Paused != PausedByHand && a.Paused != channel.ReasonToken, TroublePaused)
	say(a.Paused == channel.ReasonToken || checked && !h.TokenValid, TroubleToken)
	say(checked && h.TokenValid && !h.Subscribed, TroubleUnsubscribed)
	say(checked && h.TokenValid && !h.TokenUntil.IsZero() && h.TokenUntil.Sub(now) <= lasts, TroubleTokenEnds)
	say(!silentSince(a, now).IsZero(), TroubleSilent)
	say(h.CheckFailed != "" && !h.CheckedAt.IsZero() && now.Sub(h.CheckedAt) > unreachableFor, TroubleUnreachable)
	say(a.Settings.LineCap > 0 && lines >= a.Settings.LineCap, TroubleCap)
	for _, p := range h.Problems {
		say(!slices.Contains(out, p), p)
	}
	return out
}

// Month is what a channel bills in a month, as far as is known here.
type Month struct {
	Month      string
	Lines      int64
	Categories map[string]int64
	// Estimate is what the lines beyond the free ones cost, in thousandths of the account's currency.
	Estimate int64
}

// MonthForm is how months are named.
const MonthForm = "2006-01"

// month reads this month's bill.
func month(tx store.Tx, a store.ChannelAccount, now time.Time) (Month, error) {
	m := Month{Month: now.UTC().Format(MonthForm)}
	var err error
	if m.Categories, err = tx.LineCount(a.ID, m.Month); err != nil {
		return m, err
	}
	for _, n := range m.Categories {
		m.Lines += n
	}
	m.Estimate = max(0, m.Lines-a.Settings.LineFree) * a.Settings.LinePrice
	return m, nil
}
