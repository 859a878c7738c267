package builtin

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/assistant/when"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/knowledge/typed"
)

// asking is what a question asks of a fact's figures. Doubt means that not all of its words were understood, or that it
// names two times, two days: then only the property's words answer it.
type asking struct {
	times  []clockTime
	days   []askedDay
	months []time.Month

	counted typedCount
	ages    []int
	kg      int
	ahead   []int // hours before arrival
	kids    bool

	price, free, asks, shut, doubt bool
	// rest are the words that are in no list: names of the thing asked about, or something that nobody reckoned with.
	rest []string
}

type typedCount = map[typed.Unit]int

// clockTime is a time of the day as a guest wrote it.
type clockTime struct {
	minute int
	exact  bool   // no doubt whether it is of the morning
	half   string // am, pm or atnight, where they say so
	side   string // before, after, until or from
}

// askedDay is a day as a guest named it.
type askedDay struct {
	kind string // day0 … day2, now, tonight, weekend, d0 … d6, D0 … D6, date
	date time.Time
}

// ask reads what a message asks of figures. Now may be zero: then only days of the week are days.
func ask(message string, now time.Time) asking {
	r := reader{signs: signsOf(spoken(message)), a: asking{counted: typedCount{}}, now: now}
	for r.i < len(r.signs) {
		r.step()
	}
	return r.a
}

// sign is a word or a phrase of a message, and what it stands for ("" where nothing is known).
type sign struct{ word, means string }

func signsOf(words []string) []sign {
	lex, longest := lexicon()
	var out []sign
	for i := 0; i < len(words); {
		n := min(longest, len(words)-i)
		for ; n > 0; n-- {
			key := strings.Join(words[i:i+n], " ")
			if means, ok := lex[key]; ok {
				out = append(out, sign{key, means})
				break
			}
		}
		if n == 0 {
			out = append(out, prefixed(words[i], lex))
			n = 1
		}
		i += n
	}
	return out
}

// prefixed is a word that is in no list: in Hebrew what it is behind the letters that are written onto it ("on", "in", "the"),
// unless it is to be looked at as it stands. A time that one goes before ("from eight") is left to the property's words.
func prefixed(word string, lex map[string]string) sign {
	for _, root := range text.HebrewRoots(word) {
		if means, ok := lex[root]; ok && len([]rune(root)) > 1 && (means[0] < '0' || means[0] > '9') {
			return sign{root, means}
		}
		if vagueWords()[root] {
			return sign{word: root}
		}
	}
	return sign{word: word}
}

// reader goes through the signs of a message, from left to right.
type reader struct {
	signs []sign
	i     int
	a     asking
	now   time.Time
}

func (r *reader) at(offset int) sign {
	if i := r.i + offset; i >= 0 && i < len(r.signs) {
		return r.signs[i]
	}
	return sign{}
}

// number is what a sign counts: figures, a figure with its ordinal ending, or a word for one.
func (s sign) number() (int, bool) {
	w := s.word
	if s.means != "" && s.means[0] >= '0' && s.means[0] <= '9' {
		w = s.means
	}
	for _, ending := range []string{"st", "nd", "rd", "th", "."} {
		w = strings.TrimSuffix(w, ending)
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && n >= 0 && n < 1_000_000
}

func (s sign) unit() (typed.Unit, bool) {
	u, ok := strings.CutPrefix(s.means, "u ")
	return typed.Unit(u), ok
}

func (s sign) month() (time.Month, bool) {
	n, ok := strings.CutPrefix(s.means, "m")
	m, err := strconv.Atoi(n)
	return time.Month(m), ok && err == nil
}

// step reads what begins at the present sign, and goes behind it.
func (r *reader) step() {
	s := r.at(0)
	if r.written() || r.counting() {
		return
	}
	r.i++
	switch means := s.means; means {
	case "noon", "midnight":
		minute := 12 * 60
		if means == "midnight" {
			minute = 0
		}
		r.time(clockTime{minute: minute, exact: true, side: side(r.at(-2))})
	case "price":
		r.a.price = true
	case "free":
		r.a.free = true
	case "shut", "not":
		r.a.shut = true
	case "wh":
		r.a.asks = true
	case "kid":
		r.a.kids = true
	case "ways1", "ways2":
		r.a.counted["way"], _ = strconv.Atoi(means[4:])
	case "now", "tonight", "weekend", "day0", "day1", "day2":
		r.day(askedDay{kind: means})
	case "am", "pm", "atnight":
		if s.word == "am" { // "am Sonntag"
			return
		}
		if len(r.a.times) == 1 && r.a.times[0].half == "" {
			r.a.times[0].half = means // "tomorrow at 7, in the morning"
		} else {
			r.a.doubt = true
		}
	case "ok", "at", "from", "before", "after", "until", "1": // "1": an article in most languages
	case "u person", "u night", "u day", "u week", "u room", "u vehicle", "u pet", "u hour":
		r.a.rest = append(r.a.rest, s.word)
	case "":
		if text.IsStopAnywhere(s.word) && !vagueWords()[s.word] || len(s.word) == 1 {
			return
		}
		r.a.doubt = r.a.doubt || vagueWords()[s.word] || s.word[0] >= '0' && s.word[0] <= '9'
		r.a.rest = append(r.a.rest, s.word)
	default:
		switch month, ok := s.month(); {
		case ok:
			r.a.months = append(r.a.months, month)
		case len(means) == 2 && (means[0] == 'd' || means[0] == 'D'):
			r.day(askedDay{kind: means})
		default:
			r.a.doubt = true // a figure with nothing to count, "half", "years old"
		}
	}
}

func (r *reader) day(d askedDay) { r.a.days = append(r.a.days, d) }

// time takes a time of the day, in which the words behind it may say whether it is of the morning.
func (r *reader) time(t clockTime) {
	switch s := r.at(0); s.means {
	case "am", "pm", "atnight":
		if s.word != "am" || r.at(-2).word != "um" { // "um 7 am Sonntag"
			t.half = s.means
			r.i++
		}
	}
	r.a.times = append(r.a.times, t)
}

func side(s sign) string {
	switch s.means {
	case "before", "after", "until", "from":
		return s.means
	}
	return ""
}

// written reads a time or a date in figures: "7:30", "7h", "um 7", "7 pm", "halb acht", "24.12.", "December 24".
func (r *reader) written() bool {
	s, before, next := r.at(0), r.at(-1), r.at(1)
	if d, ok := r.dateIn(s.word, before, next); ok {
		r.i++
		r.day(askedDay{kind: "date", date: d})
		return true
	}
	if s.means == "halb" || s.means == "halfpast" {
		if n, ok := next.number(); ok && n >= 1 && n <= 12 && (s.means == "halfpast" || s.word == "halb" || before.word == "om") {
			r.i += 2
			if s.means == "halb" {
				n += 11
			}
			r.time(clockTime{minute: n%12*60 + 30})
			return true
		}
		return false
	}
	if t, ok := figureTime(s.word); ok && (strings.ContainsAny(s.word, ":hm") || before.means == "at" || side(before) != "" || next.means == "uhr") {
		r.i++
		if next.means == "uhr" {
			r.i++
		}
		t.side = side(before)
		r.time(t)
		return true
	}
	n, ok := s.number()
	if !ok {
		return false
	}
	if month, is := next.month(); is && n >= 1 && n <= 31 {
		return r.dated(n, month, 2)
	}
	if month, is := r.at(2).month(); is && n >= 1 && n <= 31 && (next.word == "de" || next.word == "of") {
		return r.dated(n, month, 3)
	}
	if month, is := before.month(); is && n >= 1 && n <= 31 && len(r.a.months) > 0 && r.a.months[len(r.a.months)-1] == month {
		r.a.months = r.a.months[:len(r.a.months)-1]
		return r.dated(n, month, 1)
	}
	return r.hour(n)
}

// hour reads a bare number as a time, where the words round it say that it is one.
func (r *reader) hour(n int) bool {
	before, next := r.at(-1), r.at(1)
	unit, counts := next.unit()
	marked := before.means == "at" || side(before) != ""
	switch {
	case n > 24, s1(r.at(0)) && !marked: // "one" is an article more often than an hour
		return false
	case next.means == "uhr":
		r.i += 2
	case next.means == "am" && next.word != "fruh" && next.word != "a", next.means == "pm":
		r.i++
	case marked && !counts && next.means != "old" && next.means != "kg":
		r.i++
	case (marked || before.word == "a") && unit == "hour" && r.at(2).means != "ahead" && r.at(2).means != "before":
		r.i += 2
	default:
		return false
	}
	t := clockTime{minute: n % 24 * 60, exact: n > 12 || n == 0, side: side(before)}
	if r.at(0).means == "half" {
		t.minute += 30
		r.i++
	}
	r.time(t)
	return true
}

// s1 reports whether a sign is a word for one, which may be an article.
func s1(s sign) bool { return s.means == "1" }

// dated takes a day of a month, with the year behind it where one stands there.
func (r *reader) dated(day int, month time.Month, signs int) bool {
	r.i += signs
	year := 0
	if y, ok := r.at(0).number(); ok && y >= 2020 && y < 2100 {
		year = y
		r.i++
	}
	d, ok := r.date(year, month, day)
	if !ok {
		r.a.doubt = true
		return true
	}
	r.day(askedDay{kind: "date", date: d})
	return true
}

// date is the day of a year, or without one the next such day.
func (r *reader) date(year int, month time.Month, day int) (time.Time, bool) {
	if r.now.IsZero() && year == 0 {
		return time.Time{}, false
	}
	return when.On(dayOf(r.now), year, month, day)
}

// dayOf is the date of a time, as the figures reckon with it.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dateIn reads "2026-12-24", "24/12", "24.12.2026", and "24.12." or "am 24.12" where it cannot be a time.
func (r *reader) dateIn(word string, before, next sign) (time.Time, bool) {
	if d, err := time.Parse("2006-01-02", word); err == nil {
		return d, true
	}
	sep := "/"
	if strings.Contains(word, ".") {
		sep = "."
	}
	parts := strings.Split(strings.TrimSuffix(word, "."), sep)
	if len(parts) < 2 || len(parts) > 3 || next.means == "uhr" || next.means == "am" || next.means == "pm" {
		return time.Time{}, false
	}
	if sep == "." && len(parts) == 2 && (!strings.HasSuffix(word, ".") && before.word != "am" && before.word != "il" && before.word != "le" && before.word != "op" || before.means == "at") {
		return time.Time{}, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			return time.Time{}, false
		}
		n[i] = v
	}
	if n[2] > 0 && n[2] < 100 {
		n[2] += 2000
	}
	if sep == "/" && n[0] <= 12 && n[1] <= 12 && n[0] != n[1] {
		r.a.doubt = true // the 5th of April, or the 4th of May
	}
	if sep == "/" && n[1] > 12 {
		n[0], n[1] = n[1], n[0]
	}
	if n[1] < 1 || n[1] > 12 {
		return time.Time{}, false
	}
	return r.date(n[2], time.Month(n[1]), n[0])
}

// figureTime reads "7:30", "7.30", "7h30", "19h", "7am", "7:30pm".
func figureTime(word string) (clockTime, bool) {
	t := clockTime{}
	for _, half := range []string{"am", "pm"} {
		if w, ok := strings.CutSuffix(word, half); ok {
			word, t.half = w, half
		}
	}
	hour, minute, found := strings.Cut(strings.NewReplacer(".", ":", "h", ":").Replace(word), ":")
	if minute == "" {
		minute = "00"
	}
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err1 != nil || err2 != nil || h > 24 || m > 59 || len(minute) != 2 || !found && t.half == "" || h == 24 && m > 0 {
		return t, false
	}
	t.minute = h%24*60 + m
	t.exact = h > 12 || h == 0 || hour[0] == '0'
	return t, true
}

// counting reads a count: "3 nights", "15 kg", "a girl of 8 years", "48 hours before arrival".
func (r *reader) counting() bool {
	n, ok := r.at(0).number()
	next := r.at(1)
	if r.at(0).means == "aged" {
		if years, is := next.number(); is && years < 120 {
			r.i += 2
			r.a.ages = append(r.a.ages, years)
			return true
		}
		return false
	}
	if !ok {
		return false
	}
	unit, counts := next.unit()
	switch {
	case counts && (r.at(2).means == "ahead" || r.at(2).means == "before"):
		hours := map[typed.Unit]int{"hour": 1, "day": 24, "week": 168}[unit]
		r.a.doubt = r.a.doubt || hours == 0
		r.a.ahead = append(r.a.ahead, n*hours)
		r.i += 3
	case counts:
		r.a.doubt = r.a.doubt || r.a.counted[unit] > 0 || n == 0
		r.a.counted[unit] = n
		r.i += 2
	case next.means == "kid":
		r.a.kids = true
		r.i += 2
	case next.means == "old":
		r.a.ages = append(r.a.ages, n)
		r.i += 2
	case next.means == "kg":
		r.a.doubt = r.a.doubt || r.a.kg > 0
		r.a.kg = n
		r.i += 2
	default:
		return false
	}
	return true
}

// understood reports whether every word of the question is one that the figures of that kind of fact account for.
func (a asking) understood(kind knowledge.FactKind) bool {
	if a.doubt || len(a.times) > 1 || len(a.days) > 1 || len(a.months) > 1 || len(a.ages) > 1 || len(a.ahead) > 1 {
		return false
	}
	return !slices.ContainsFunc(a.rest, func(w string) bool { return !calls(kind, w) })
}
