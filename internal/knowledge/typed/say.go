package typed

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Spoken reports whether figures can be said in a language ("de", "pt").
func Spoken(language string) bool {
	_, ok := tongues[language]
	return ok
}

// Sentence says the whole value in a language, opened by what it is about; thing may be empty. A language that is not
// [Spoken] gets English. Style is the form's.
func (v Value) Sentence(language, thing, style string) string {
	t := tongueOf(language)
	var said []string
	add := func(s string) {
		if s != "" {
			said = append(said, s)
		}
	}
	add(v.week(t, style))
	var seasons []string
	for _, s := range v.Seasons {
		seasons = append(seasons, t.span(s))
	}
	add(t.list(seasons))
	var prices []string
	for _, p := range v.Prices {
		prices = append(prices, t.price(p, v.Currency))
	}
	add(strings.Join(prices, t.comma))
	add(v.limits(t))
	add(v.needs(t))
	if v.DeadlineHours > 0 {
		add(fill(t.deadline, t.ahead(v.DeadlineHours)))
	}
	add(v.place(t))
	return t.sentence(thing, strings.Join(said, t.semicolon))
}

// Day says what holds on a date: style and day are as the guest asked, day in the words of [Named] or [Habitual].
func (v Value) Day(language, thing, day string, date time.Time) (string, bool) {
	hours, known := v.OnDay(date)
	if !known || len(hours) == 0 {
		return "", false
	}
	t := tongueOf(language)
	return t.sentence(thing, strings.TrimSpace(day+" "+t.rows(hours))), true
}

// Season says when it is there, for a question about a month or a date.
func (v Value) Season(language, thing string) string {
	return Value{Hours: v.Hours, Seasons: v.Seasons}.Sentence(language, thing, PartHours)
}

// Charge says what something costs for what was counted.
func (v Value) Charge(language, thing string, c Cost, counted map[Unit]int) string {
	t := tongueOf(language)
	if c.Total == 0 {
		return t.sentence(thing, t.free)
	}
	total := t.money(c.Total.String(), v.Currency)
	for _, u := range c.Rest {
		total += " " + t.per[u]
	}
	var counts []string
	for _, u := range Units {
		if n, ok := counted[u]; ok {
			counts = append(counts, t.count(u, n))
		}
	}
	if len(counts) > 0 {
		total += " " + fill(t.forCount, strings.Join(counts, t.comma))
	}
	each := t.price(c.Each, v.Currency)
	return t.sentence(thing, total+" ("+each+")")
}

// Opens and Refuses are "Yes" and "No", with the time or the day that was understood: "Yes, at 07:00."
func Opens(language, about string) string { return tongueOf(language).opening(Yes, about) }

// Refuses is the No to [Opens].
func Refuses(language, about string) string { return tongueOf(language).opening(No, about) }

// Clock says a time of the day: "at 07:00".
func Clock(language string, minute int) string {
	return fill(tongueOf(language).at, hhmm(minute%(24*60)))
}

// Habitual says days of the week as ones that come every week: "on Saturdays and on Sundays".
func Habitual(language string, days ...time.Weekday) string {
	t := tongueOf(language)
	var said []string
	for _, day := range days {
		said = append(said, t.on[(int(day)+6)%7])
	}
	return t.list(said)
}

// Named says a date: "on Thursday 24 December".
func Named(language string, date time.Time) string {
	t := tongueOf(language)
	return fill(t.onDate, t.days[(int(date.Weekday())+6)%7], t.day(date.Day(), date.Month()))
}

// Relative says today, tomorrow or the day after: 0, 1, 2.
func Relative(language string, days int) string { return tongueOf(language).relative[days] }

// Month says "in November".
func Month(language string, month time.Month) string {
	return fill(tongueOf(language).inMonth, tongueOf(language).months[month-1])
}

func hhmm(minute int) string {
	two := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return two(minute/60) + ":" + two(minute%60)
}

// fill puts words in the place of {0}, {1}.
func fill(pattern string, words ...string) string {
	for i, w := range words {
		pattern = strings.ReplaceAll(pattern, "{"+strconv.Itoa(i)+"}", w)
	}
	return pattern
}

func (t *tongue) opening(v Verdict, about string) string {
	if about == "" {
		if v == Yes {
			return t.yes + "."
		}
		return t.no + "."
	}
	if v == Yes {
		return t.yes + t.comma + about + "."
	}
	return t.no + t.comma + fill(t.not, about) + "."
}

func (t *tongue) sentence(thing, said string) string {
	if said == "" {
		return ""
	}
	if thing != "" {
		said = thing + t.colon + said
	}
	r, n := utf8.DecodeRuneInString(said)
	return string(unicode.ToUpper(r)) + said[n:] + "."
}

func (t *tongue) list(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], t.comma) + t.and + words[n-1]
	}
}

// week says the hours of all days: the days that no other row names are those of the rows without days.
func (v Value) week(t *tongue, style string) string {
	var named []Day
	for _, h := range v.Hours {
		if h.Dates == nil {
			named = append(named, h.Days...)
		}
	}
	type group struct {
		when string
		rows []Hours
	}
	var groups []group
	for _, h := range v.Hours {
		days := h.Days
		if len(days) == 0 && h.Dates == nil && len(named) > 0 {
			for _, d := range Week {
				if !slices.Contains(named, d) {
					days = append(days, d)
				}
			}
			if len(days) == 0 {
				continue
			}
		}
		when := t.weekdays(days)
		if h.Dates != nil {
			when = strings.TrimSpace(when + " " + t.span(*h.Dates))
		}
		if i := slices.IndexFunc(groups, func(g group) bool { return g.when == when }); i >= 0 {
			groups[i].rows = append(groups[i].rows, h)
		} else {
			groups = append(groups, group{when, []Hours{h}})
		}
	}
	var said []string
	for _, g := range groups {
		if g.when == "" && len(groups) == 1 && style == PartHours && !allDay(g.rows) {
			g.when = t.daily
		}
		said = append(said, strings.TrimSpace(g.when+" "+t.rows(g.rows)))
	}
	return strings.Join(said, t.comma)
}

func allDay(rows []Hours) bool {
	return len(rows) == 1 && rows[0].From == "00:00" && rows[0].Until == "24:00"
}

// rows says hours without their days.
func (t *tongue) rows(hours []Hours) string {
	if allDay(hours) {
		return t.allDay
	}
	var said []string
	for _, h := range hours {
		from, until := h.From, h.Until
		if until == "24:00" {
			until = t.midnight
		}
		switch {
		case h.Closed:
			said = append(said, t.closed)
		case h.From == "":
			said = append(said, fill(t.until, until))
		case h.Until == "":
			said = append(said, fill(t.from, from))
		default:
			said = append(said, fill(t.fromUntil, from, until))
		}
	}
	return t.list(said)
}

// weekdays says days that come every week: three and more in a row as a range.
func (t *tongue) weekdays(days []Day) string {
	if len(days) == 0 || len(days) == 7 {
		return ""
	}
	var in [7]bool
	for _, d := range days {
		in[slices.Index(Week, d)] = true
	}
	var said []string
	for i := 0; i < 7; i++ {
		if !in[i] {
			continue
		}
		end := i
		for end < 6 && in[end+1] {
			end++
		}
		if end-i >= 2 {
			said = append(said, fill(t.dayRange, t.days[i], t.days[end]))
			i = end
			continue
		}
		said = append(said, t.on[i])
	}
	return t.list(said)
}

func (t *tongue) day(day int, month time.Month) string {
	n := strconv.Itoa(day)
	if day == 1 && t.first != "" {
		n = t.first
	}
	return fill(t.date, n, t.months[month-1])
}

func (t *tongue) span(s Span) string {
	day := func(s string) string {
		d, err := time.Parse("2006-01-02", "2024-"+s)
		if err != nil {
			return s
		}
		return t.day(d.Day(), d.Month())
	}
	if s.From == s.Until {
		return fill(t.onDay, day(s.From))
	}
	return fill(t.dates, day(s.From), day(s.Until))
}

func (t *tongue) money(amount, currency string) string {
	return strings.ReplaceAll(amount, ".", t.decimal) + "\u00a0" + currency
}

func (t *tongue) price(p Price, currency string) string {
	said := t.free
	if a, _ := ParseAmount(p.Amount); a > 0 {
		said = t.money(p.Amount, currency)
		for _, u := range p.Per {
			said += " " + t.per[u]
		}
	}
	switch {
	case p.FromAge > 0 && p.UntilAge > 0:
		said += " (" + fill(t.ages, strconv.Itoa(p.FromAge), strconv.Itoa(p.UntilAge)) + ")"
	case p.FromAge > 0:
		said += " (" + fill(t.fromAge, strconv.Itoa(p.FromAge)) + ")"
	case p.UntilAge > 0:
		said += " (" + fill(t.untilAge, strconv.Itoa(p.UntilAge)) + ")"
	}
	if p.Dates != nil {
		said += " " + t.span(*p.Dates)
	}
	return said
}

func (v Value) limits(t *tongue) string {
	var said []string
	add := func(n int, pattern string) {
		if n > 0 {
			said = append(said, fill(pattern, strconv.Itoa(n)))
		}
	}
	if v.MinAge > 0 && v.MaxAge > 0 {
		said = append(said, fill(t.ages, strconv.Itoa(v.MinAge), strconv.Itoa(v.MaxAge)))
	} else {
		add(v.MinAge, t.fromAge)
		add(v.MaxAge, t.untilAge)
	}
	add(v.MaxKg, t.kg)
	add(v.MaxPeople, t.people)
	return strings.Join(said, t.comma)
}

func (v Value) needs(t *tongue) string {
	var said []string
	for _, n := range v.Needs {
		said = append(said, t.need[n])
	}
	if v.AheadHours > 0 {
		said = append(said, fill(t.leastAhead, t.ahead(v.AheadHours)))
	}
	return strings.Join(said, t.comma)
}

// ahead says a number of hours, in days where they are whole ones and more than two.
func (t *tongue) ahead(hours int) string {
	if hours%24 == 0 && hours > 48 {
		return t.count("day", hours/24)
	}
	return t.count("hour", hours)
}

func (v Value) place(t *tongue) string {
	if v.Place == nil {
		return ""
	}
	var said []string
	if m := v.Place.Metres; m >= 1000 {
		said = append(said, strings.ReplaceAll(Amount(m).String(), ".", t.decimal)+"\u00a0"+t.km)
	} else if m > 0 {
		said = append(said, strconv.Itoa(m)+"\u00a0"+t.metre)
	}
	if n := v.Place.Minutes; n > 0 {
		said = append(said, strings.TrimSpace(strconv.Itoa(n)+"\u00a0"+t.minute+" "+t.by[v.Place.By]))
	}
	return strings.Join(said, t.comma)
}

// count says a number of units, in the form that the language has for it.
func (t *tongue) count(u Unit, n int) string {
	forms := t.units[u]
	digits := strconv.Itoa(n)
	if len(forms) == 2 {
		if n == 1 {
			return digits + "\u00a0" + forms[0]
		}
		return digits + "\u00a0" + forms[1]
	}
	switch { // Arabic: one, two, three to ten, more
	case len(forms) != 4:
		return digits
	case n == 1:
		return forms[0]
	case n == 2:
		return forms[1]
	case n%100 >= 3 && n%100 <= 10:
		return digits + "\u00a0" + forms[2]
	default:
		return digits + "\u00a0" + forms[3]
	}
}
