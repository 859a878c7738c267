package builtin

import (
	"slices"
	"strings"
	"time"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
)

// figure is one question to one fact's figures.
type figure struct {
	kind     knowledge.FactKind
	value    typed.Value
	asked    asking
	language string
	now      time.Time
}

// say answers; it is false where only the property's words do.
func (f figure) say() (string, bool) {
	a, v := f.asked, f.value
	timed := len(a.times)+len(a.days)+len(a.months) > 0
	plain := !timed && !a.price && !a.free && !a.asks && !a.shut
	switch {
	case v.Zero():
		return "", false
	case len(a.ahead) == 1:
		return f.deadline()
	case a.kg > 0:
		if !plain || len(a.counted)+len(a.ages) > 0 || v.MaxKg == 0 {
			return "", false
		}
		return f.verdict(a.kg <= v.MaxKg, typed.Value{MaxKg: v.MaxKg}), true
	case a.price || a.free:
		if len(a.times)+len(a.months) > 0 {
			return "", false
		}
		return f.cost()
	case len(a.ages) == 1:
		if !plain || len(a.counted) > 0 || v.MinAge+v.MaxAge == 0 {
			return "", false
		}
		return f.verdict(a.ages[0] >= v.MinAge && (v.MaxAge == 0 || a.ages[0] <= v.MaxAge), typed.Value{MinAge: v.MinAge, MaxAge: v.MaxAge}), true
	case a.counted["person"] > 0:
		if !plain || len(a.counted) > 1 || v.MaxPeople == 0 || f.kind.Key != "meeting_rooms" && f.kind.Key != "weddings" {
			return "", false
		}
		return f.verdict(a.counted["person"] <= v.MaxPeople, typed.Value{MaxPeople: v.MaxPeople}), true
	case timed && !a.kids && len(a.counted) == 0:
		return f.hours()
	}
	return "", false
}

// verdict is yes or no, with the part of the value that says so.
func (f figure) verdict(yes bool, because typed.Value) string {
	if yes {
		return typed.Opens(f.language, "") + " " + because.Sentence(f.language, f.thing(), "")
	}
	return typed.Refuses(f.language, "") + " " + because.Sentence(f.language, f.thing(), "")
}

func (f figure) thing() string { return f.kind.Name(f.language) }

// deadline answers "can I cancel 3 days before?". That it is too late is said only to who asks whether it is free: what
// else may be done then stands in the words.
func (f figure) deadline() (string, bool) {
	a, limit := f.asked, f.value.DeadlineHours
	if limit == 0 || a.price || a.asks || a.shut || len(a.times)+len(a.days)+len(a.months) > 0 {
		return "", false
	}
	because := typed.Value{DeadlineHours: limit}
	switch {
	case a.ahead[0] > limit:
		return f.verdict(true, because), true
	case a.ahead[0] < limit && a.free:
		return f.verdict(false, because), true
	}
	return "", false
}

// cost answers what is paid for what was counted, and whether anything is.
func (f figure) cost() (string, bool) {
	a, v := f.asked, f.value
	tiers := slices.ContainsFunc(v.Prices, func(p typed.Price) bool { return p.FromAge > 0 || p.UntilAge > 0 })
	if a.shut || a.price && a.free || a.kids && tiers && len(a.ages) == 0 || len(a.ages) > 0 && !tiers {
		return "", false
	}
	age, date := -1, time.Time{}
	counted := typedCount{}
	for u, n := range a.counted {
		counted[u] = n
	}
	if len(a.ages) == 1 {
		if age = a.ages[0]; counted["person"] > 1 {
			return "", false // who of them is of that age?
		}
	}
	if len(a.days) == 1 {
		d, _, ok := f.day()
		if !ok {
			return "", false
		}
		date = d
	}
	if a.free && len(counted) == 0 && age < 0 && len(a.days) == 0 {
		free := v.Free()
		if free == typed.Doubt || a.asks {
			return "", false
		}
		return f.verdict(free == typed.Yes, typed.Value{Prices: v.Prices, Currency: v.Currency}), true
	}
	if age >= 0 {
		counted["person"] = 1
	}
	sum, ok := v.Reckon(counted, age, date)
	if !ok || len(counted) == 0 {
		return "", false
	}
	if len(a.ages) == 1 {
		delete(counted, "person")
	}
	if !a.free {
		return v.Charge(f.language, f.thing(), sum, counted), true
	}
	if a.asks {
		return "", false
	}
	return f.verdict(sum.Total == 0, typed.Value{Prices: []typed.Price{sum.Each}, Currency: v.Currency}), true
}

// dated reports whether the value says different things in different parts of the year.
func (f figure) dated() bool {
	return len(f.value.Seasons) > 0 || slices.ContainsFunc(f.value.Hours, func(h typed.Hours) bool { return h.Dates != nil })
}

// day is the date that the question names, and how that is said to the guest.
func (f figure) day() (date time.Time, said string, ok bool) {
	d := f.asked.days[0]
	today := dayOf(f.now)
	switch {
	case d.kind == "date":
		return d.date, typed.Named(f.language, d.date), true
	case strings.HasPrefix(d.kind, "day"):
		n := int(d.kind[3] - '0')
		return today.AddDate(0, 0, n), typed.Relative(f.language, n), !f.now.IsZero()
	case d.kind == "now" || d.kind == "tonight":
		return today, typed.Relative(f.language, 0), !f.now.IsZero()
	case len(d.kind) != 2:
		return date, "", false
	}
	if f.now.IsZero() && f.dated() {
		return date, "", false
	}
	weekday := time.Weekday((int(d.kind[1]-'0') + 1) % 7)
	date = today.AddDate(0, 0, (int(weekday)-int(today.Weekday())+7)%7)
	if d.kind[0] == 'D' || !f.dated() {
		return date, typed.Habitual(f.language, weekday), true
	}
	return date, typed.Named(f.language, date), true
}

// hours answers when it is open, and whether it is then.
func (f figure) hours() (string, bool) {
	a, v, style := f.asked, f.value, f.kind.Form.Style()
	if style == "" && !f.dated() || len(a.times) == 1 && (a.asks || len(a.months) > 0) || len(a.months) == 1 && len(a.days) > 0 || len(v.Hours)+len(v.Seasons) == 0 {
		return "", false
	}
	switch {
	case len(a.months) == 1:
		return f.month()
	case len(a.days) == 0:
		return f.anyDay(style)
	case a.days[0].kind == "weekend":
		return f.weekend()
	}
	date, said, ok := f.day()
	if !ok {
		return "", false
	}
	holds, known := v.Day(f.language, f.thing(), said, date)
	on := v.On(date)
	habit := a.days[0].kind[0] == 'D'
	if on == typed.No {
		if habit && f.dated() {
			return "", false // "on Sundays", out of season: when do they come?
		}
		return f.closed(said), true
	}
	if !known || on != typed.Yes {
		return "", false
	}
	kind := a.days[0].kind
	switch {
	case len(a.times) == 1:
		minute, verdict := f.read(date, style)
		return f.open(verdict, typed.Clock(f.language, minute), holds)
	case kind == "now":
		minute := f.now.Hour()*60 + f.now.Minute()
		if minute < 5*60 || a.asks {
			return "", false
		}
		return f.open(v.At(style, date, minute), "", holds)
	case kind == "tonight":
		if a.asks {
			return holds, true
		}
		return f.open(evening(v, style, date), "", holds)
	case a.asks || a.shut:
		return holds, true
	}
	return typed.Opens(f.language, "") + " " + holds, true
}

// evening is whether something is open tonight: it must be so at eight.
func evening(v typed.Value, style string, date time.Time) typed.Verdict {
	if style == typed.PartHours && v.At(style, date, 20*60) == typed.Yes {
		return typed.Yes
	}
	return typed.Doubt
}

// open is the answer to whether it is open at a time, in words about hours that stand behind it.
func (f figure) open(v typed.Verdict, about, holds string) (string, bool) {
	switch {
	case v == typed.Doubt:
		return "", false
	case f.asked.shut:
		return holds, true
	case v == typed.Yes:
		return typed.Opens(f.language, about) + " " + holds, true
	}
	return typed.Refuses(f.language, about) + " " + holds, true
}

// closed says that it is not there on a day, and when it is.
func (f figure) closed(said string) string {
	when := f.value.Season(f.language, f.thing())
	if f.asked.shut {
		return when // "is it closed on Monday?": a no would be read the wrong way round
	}
	return typed.Refuses(f.language, said) + " " + when
}

func (f figure) month() (string, bool) {
	m := f.asked.months[0]
	year := f.now.Year()
	if f.now.IsZero() {
		year = 2027 // any year: its weeks and months are as long
	} else if m < f.now.Month() {
		year++
	}
	said := typed.Month(f.language, m)
	switch f.value.In(year, m) {
	case typed.No:
		return f.closed(said), true
	case typed.Yes:
		if f.asked.asks || f.asked.shut {
			return f.value.Season(f.language, f.thing()), true
		}
		return typed.Opens(f.language, said) + " " + f.value.Season(f.language, f.thing()), true
	}
	return "", false
}

// anyDay answers a time without a day: only where all days of the week are alike.
func (f figure) anyDay(style string) (string, bool) {
	if f.dated() {
		return "", false
	}
	verdict, minute := typed.Doubt, 0
	for i, day := range typed.Week {
		m, v := f.at(day, style)
		if i > 0 && v != verdict {
			return "", false
		}
		verdict, minute = v, m
	}
	return f.open(verdict, typed.Clock(f.language, minute), typed.Value{Hours: f.value.Hours}.Sentence(f.language, f.thing(), style))
}

func (f figure) weekend() (string, bool) {
	if f.dated() || len(f.asked.times) > 0 {
		return "", false
	}
	saturday := time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	said := typed.Habitual(f.language, time.Saturday, time.Sunday)
	first, ok1 := f.value.Day(f.language, f.thing(), said, saturday)
	second, ok2 := f.value.Day(f.language, f.thing(), said, saturday.AddDate(0, 0, 1))
	switch {
	case !ok1 || !ok2 || first != second:
		return "", false
	case f.asked.asks || f.asked.shut:
		return first, true
	}
	return typed.Opens(f.language, "") + " " + first, true
}

// at is read on a day of any week.
func (f figure) at(day typed.Day, style string) (int, typed.Verdict) {
	monday := time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC)
	return f.read(monday.AddDate(0, 0, slices.Index(typed.Week, day)), style)
}

// read is the time that the guest means on a date, and what the figures say to it. "At 3" is in the afternoon for most
// things; where it could be either, both must say the same.
func (f figure) read(date time.Time, style string) (int, typed.Verdict) {
	t := f.asked.times[0]
	minute, other := t.minute, -1
	switch {
	case t.half == "am" && minute >= 12*60, t.half == "atnight" && minute >= 12*60 && minute < 13*60:
		minute -= 12 * 60
	case t.half == "pm" && minute < 12*60, t.half == "atnight" && minute >= 7*60 && minute < 12*60:
		minute += 12 * 60
	case t.half != "" || t.exact || minute >= 12*60 || f.kind.Key == "breakfast" || f.kind.Key == "packed_lunch":
	case f.kind.Key == "restaurant" || f.kind.Key == "bar" || f.kind.Key == "room_service" || f.kind.Key == "casino":
		minute += 12 * 60
	case minute < 5*60 && style != typed.PartHours:
		minute += 12 * 60
	case minute < 7*60 || f.kind.Key == "late_arrival" || f.kind.Key == "reception_hours":
		minute, other = minute+12*60, minute
	}
	if minute < 0 {
		return 0, typed.Doubt
	}
	v := f.beside(t.side, date, style, minute%(24*60))
	if other >= 0 && f.beside(t.side, date, style, other) != v {
		return minute, typed.Doubt
	}
	return minute, v
}

// beside is what the figures say to at, before or after a time.
func (f figure) beside(side string, date time.Time, style string, minute int) typed.Verdict {
	v := f.value.At(style, date, minute)
	switch {
	case f.kind.Key == "late_arrival" && minute >= 6*60 && minute < 18*60:
		return typed.Doubt // by day it is a question of the check-in
	case side == "":
		return v
	case side == "after" && style == typed.PartFrom && v == typed.Yes, side == "before" && style == typed.PartUntil && v == typed.Yes:
		return v
	case side == "after" && style == typed.PartUntil && v == typed.No, side == "before" && style == typed.PartFrom && v == typed.No:
		return v
	}
	return typed.Doubt
}
