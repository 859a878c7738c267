package reports

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// MissedShown is how many missed guests a report lists by name; all of them are in its CSV.
const MissedShown = 500

// Query says what a report is about. Properties are the only ones looked at.
type Query struct {
	Properties []desk.Property
	Channel    desk.Channel // "" is all
	Period     Period
}

// Report is who asked for a person in a period. Hours and weekdays are those of the property's own clock; Sunday is 0.
type Report struct {
	Total      Tally
	Properties []Of[string] // as asked for
	Channels   []Of[desk.Channel]
	Days       []Tally // the period's, the first first
	Hours      [24]Tally
	Weekdays   [7]Tally
	// Heat counts by weekday and hour.
	Heat [7][24]Heat
	// Missed are the latest who were missed, the newest first, at most MissedShown of them.
	Missed []Asked
}

// Of is the tally of one of several.
type Of[T comparable] struct {
	Which T
	Tally
}

// Heat is one hour of the week.
type Heat struct {
	Requests int
	Missed   int
}

// Make reads a report in one transaction.
func Make(tx store.Tx, q Query) (*Report, error) {
	r := &Report{Days: make([]Tally, q.Period.Days())}
	channels := map[desk.Channel]*Tally{}
	for _, p := range q.Properties {
		zone := Zone(p)
		at := Of[string]{Which: p.ID}
		from, to := q.Period.Bounds(zone)
		var missed []Asked
		for w := newWalk(p.ID, from, to, q.Channel); !w.over; {
			page, err := w.next(tx)
			if err != nil {
				return nil, err
			}
			for _, a := range page {
				if channels[a.Channel] == nil {
					channels[a.Channel] = &Tally{}
				}
				for _, t := range []*Tally{&r.Total, &at.Tally, channels[a.Channel]} {
					t.add(a)
				}
				r.place(a, a.At.In(zone), q.Period)
				if a.Outcome == Missed {
					missed = append(missed, a)
				}
			}
			missed = missed[max(0, len(missed)-MissedShown):]
		}
		r.Properties = append(r.Properties, at)
		r.Missed = append(r.Missed, missed...)
	}
	for _, ch := range []desk.Channel{desk.ChannelWeb, desk.ChannelMessenger, desk.ChannelInstagram, desk.ChannelWhatsApp, desk.ChannelAPI} {
		if t := channels[ch]; t != nil {
			r.Channels = append(r.Channels, Of[desk.Channel]{ch, *t})
		}
	}
	slices.SortStableFunc(r.Missed, func(a, b Asked) int { return b.At.Compare(a.At) })
	r.Missed = r.Missed[:min(len(r.Missed), MissedShown)]
	return r, nil
}

// place counts by the property's own calendar and clock.
func (r *Report) place(a Asked, local time.Time, p Period) {
	day, hour, weekday := p.day(local), local.Hour(), local.Weekday()
	r.Hours[hour].add(a)
	r.Weekdays[weekday].add(a)
	r.Days[day].add(a)
	cell := &r.Heat[weekday][hour]
	cell.Requests++
	if a.Outcome == Missed {
		cell.Missed++
	}
}
