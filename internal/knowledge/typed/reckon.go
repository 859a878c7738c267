package typed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Verdict is what the figures say to a question.
type Verdict int

// Doubt is everything that the figures do not settle: the words are told then.
const (
	Doubt Verdict = iota
	Yes
	No
)

// OnDay returns the hours that hold on a date. They are empty where it is closed; known is false where the rows leave open
// which of them is meant.
func (v Value) OnDay(date time.Time) (hours []Hours, known bool) {
	if len(v.Seasons) > 0 && !slices.ContainsFunc(v.Seasons, func(s Span) bool { return s.holds(date) }) {
		return nil, true
	}
	day := Week[(int(date.Weekday())+6)%7]
	most, byDay, byDates := -1, false, false
	for _, h := range v.Hours {
		if len(h.Days) > 0 && !slices.Contains(h.Days, day) || h.Dates != nil && !h.Dates.holds(date) {
			continue
		}
		rank := 0
		if len(h.Days) > 0 {
			rank++
		}
		if h.Dates != nil {
			rank += 2
		}
		byDay, byDates = byDay || rank == 1, byDates || rank == 2
		if rank > most {
			most, hours = rank, nil
		}
		if rank == most {
			hours = append(hours, h)
		}
	}
	if most == 2 && byDay && byDates {
		return nil, false // "Sundays from 9" and "in August from 8": on a Sunday in August nobody has said
	}
	closed := slices.ContainsFunc(hours, func(h Hours) bool { return h.Closed })
	if closed && slices.ContainsFunc(hours, func(h Hours) bool { return !h.Closed }) {
		return nil, false
	}
	if closed {
		return nil, true
	}
	return hours, true
}

// deepNight is when a new day begins for guests: "Saturday at half past midnight" may mean the night before.
const deepNight = 5 * 60

// At says whether it is open, or may be done, at a time of a date. Style is the form's ([Form.Style]).
func (v Value) At(style string, date time.Time, minute int) Verdict {
	if len(v.Hours) == 0 {
		return Doubt
	}
	today := v.within(style, date, minute)
	if minute >= deepNight {
		return today
	}
	// In the small hours what began the evening before may still go on, and which night is meant is not sure: both must say the same.
	if style != PartHours {
		return Doubt
	}
	late := v.within(style, date.AddDate(0, 0, -1), minute+24*60)
	tonight := v.within(style, date, minute+24*60)
	if today == Yes || late == tonight && late == Yes {
		return Yes
	}
	if today == No && late == No && tonight == No {
		return No
	}
	return Doubt
}

// within is At for a minute counted from the beginning of the date, beyond midnight too.
func (v Value) within(style string, date time.Time, minute int) Verdict {
	hours, known := v.OnDay(date)
	if !known {
		return Doubt
	}
	verdict := No
	for _, h := range hours {
		switch h.at(style, minute) {
		case Yes:
			return Yes
		case Doubt:
			verdict = Doubt
		}
	}
	return verdict
}

// lateBy is how long before its end what goes on until after midnight has surely begun, where nobody said when it begins.
const lateBy = 4 * 60

func (h Hours) at(style string, minute int) Verdict {
	from, _ := clock(h.From)
	until, _ := clock(h.Until)
	if h.Until != "" && (h.From != "" && until < from || h.From == "" && style == PartHours && until < deepNight) {
		until += 24 * 60
	}
	switch {
	case h.From != "" && minute < from:
		return No
	case h.Until != "" && minute > until:
		return No
	case h.From == "" && until > 24*60 && minute < deepNight:
		return No // it began the day before, if it did
	case h.From == "" && until > 24*60 && minute >= until-lateBy:
		return Yes
	case h.From != "" && h.Until != "":
		if minute == until && style == PartHours {
			return Doubt // "until 22:00", at 22:00: the words tell it better
		}
		return Yes
	case style == PartFrom && h.From != "", style == PartUntil && h.Until != "":
		return Yes
	case h.From != "" && minute == from:
		return Yes
	}
	return Doubt // it begins at 19:30, and nobody said when it ends
}

// On says whether it is there at all on a date.
func (v Value) On(date time.Time) Verdict {
	if len(v.Hours) == 0 && len(v.Seasons) == 0 {
		return Doubt
	}
	hours, known := v.OnDay(date)
	switch {
	case !known:
		return Doubt
	case len(v.Hours) > 0 && len(hours) == 0, len(v.Hours) == 0 && !v.inSeason(date):
		return No
	}
	return Yes
}

func (v Value) inSeason(date time.Time) bool {
	return len(v.Seasons) == 0 || slices.ContainsFunc(v.Seasons, func(s Span) bool { return s.holds(date) })
}

// In says whether it is there in a whole month of a year: Yes in all of its weeks, No in none.
func (v Value) In(year int, month time.Month) Verdict {
	if len(v.Seasons) == 0 && !slices.ContainsFunc(v.Hours, func(h Hours) bool { return h.Dates != nil }) {
		return Doubt
	}
	var in, out int
	for d := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC); d.Month() == month; d = d.AddDate(0, 0, 1) {
		switch {
		case !v.inSeason(d), len(v.Hours) > 0 && !slices.ContainsFunc(v.Hours, func(h Hours) bool { return !h.Closed && (h.Dates == nil || h.Dates.holds(d)) }):
			out++
		default:
			in++
		}
	}
	switch {
	case out == 0:
		return Yes
	case in == 0:
		return No
	}
	return Doubt
}

// Amount is money in thousandths.
type Amount int64

// ParseAmount reads "18" or "18.50".
func ParseAmount(s string) (Amount, error) {
	whole, part, dotted := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if !digits(whole) || dotted && !digits(part) || len(whole) > 9 || len(part) > 3 {
		return 0, fmt.Errorf("%q is no amount; write it as 18 or 18.50", s)
	}
	n, err := strconv.ParseInt(whole+(part + "000")[:3], 10, 64)
	return Amount(n), err
}

// String writes an amount with a decimal point, and without one where it is whole.
func (a Amount) String() string {
	s := strconv.FormatInt(int64(a)/1000, 10)
	switch rest := int64(a) % 1000; {
	case rest == 0:
		return s
	case rest%10 == 0:
		return fmt.Sprintf("%s.%02d", s, rest/10)
	default:
		return fmt.Sprintf("%s.%03d", s, rest)
	}
}

// Cost is what a number of units cost.
type Cost struct {
	Total Amount
	Each  Price  // the price that it was reckoned by
	Rest  []Unit // what Total is still per, for nobody said how many
}

// Reckon multiplies a price by what was counted, on a date (zero: any). Age is that of whom it is for, or -1. It refuses
// where more than one price could be meant, or something was counted that the price knows nothing of: two dogs, where the
// price is one for a stay.
func (v Value) Reckon(counted map[Unit]int, age int, date time.Time) (Cost, bool) {
	if len(v.Prices) == 0 {
		return Cost{}, false
	}
	p, ok := v.price(age, date)
	if !ok {
		return Cost{}, false
	}
	total, err := ParseAmount(p.Amount)
	if err != nil {
		return Cost{}, false
	}
	out := Cost{Each: p}
	if total == 0 {
		return out, true // free is free, for however many
	}
	known := 0
	for _, unit := range p.Per {
		n, said := counted[unit]
		if !said && unit == "day" {
			n, said = counted["week"]
			n *= 7
		}
		if !said {
			out.Rest = append(out.Rest, unit)
			continue
		}
		known++
		if total *= Amount(n); n > maxCounted || total > maxTotal {
			return Cost{}, false
		}
	}
	for unit, n := range counted {
		of := unit == "night" || unit == "day" || unit == "week"
		switch {
		case slices.Contains(p.Per, unit), unit == "week" && slices.Contains(p.Per, "day"):
		case of && slices.Contains(p.Per, "stay"):
			known++ // a stay costs the same, however long it is
			out.Rest = slices.DeleteFunc(out.Rest, func(u Unit) bool { return u == "stay" })
		case unit == "person" && n <= v.MaxPeople: // one price for up to so many
		case n > 1 || of:
			return Cost{}, false
		}
	}
	out.Total = total
	return out, known > 0
}

// maxCounted and maxTotal keep what is reckoned within what a chat could be about, and within 64 bits.
const (
	maxCounted = 9_999
	maxTotal   = Amount(100_000_000_000_000)
)

// price is the one for an age on a date. Without an age it is everyone's, if there is one.
func (v Value) price(age int, date time.Time) (Price, bool) {
	var found []Price
	most := -1
	for _, p := range v.Prices {
		aged, dated := p.FromAge > 0 || p.UntilAge > 0, p.Dates != nil
		if aged && (age < 0 || age < p.FromAge || p.UntilAge > 0 && age > p.UntilAge) {
			continue
		}
		if dated && date.IsZero() {
			return Price{}, false // it depends on when
		}
		if dated && !p.Dates.holds(date) {
			continue
		}
		rank := 0
		if aged {
			rank += 2
		}
		if dated {
			rank++
		}
		if rank > most {
			most, found = rank, nil
		}
		if rank == most {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return Price{}, false
	}
	return found[0], true
}

// Free says whether it costs nothing, or something, whoever has it and whenever.
func (v Value) Free() Verdict {
	var free, paid bool
	for _, p := range v.Prices {
		a, _ := ParseAmount(p.Amount)
		free, paid = free || a == 0, paid || a > 0
	}
	switch {
	case free && !paid:
		return Yes
	case paid && !free:
		return No
	}
	return Doubt
}
