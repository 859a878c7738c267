package when

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Dates in figures. A point stands in prices and times too, so that a date with points has all of them.
var (
	isoDate    = regexp.MustCompile(`\b(20\d\d)-(\d\d?)-(\d\d?)\b`)
	pointDate  = regexp.MustCompile(`\b(\d\d?)\.\s?(\d\d?)\.(?:\s?(20\d\d|\d\d)\b)?`)
	slashDate  = regexp.MustCompile(`\b(\d\d?)/(\d\d?)(?:/(20\d\d|\d\d))?\b`)
	pointRange = regexp.MustCompile(`\b(\d\d?)\.\s?[-–]\s?(\d\d?)\.\s?(\d\d?)\.(?:\s?(20\d\d|\d\d)\b)?`)
	ordinal    = regexp.MustCompile(`^(\d\d?)(?:st|nd|rd|th|er|eme|re|e|o|a|de|ste)$`)
)

// dayMark begins the word that a date in figures becomes.
const dayMark = "xday"

// figures makes each date in figures one word.
func (r *reader) figures() {
	if !strings.ContainsAny(r.raw, "0123456789") {
		return
	}
	raw := pointRange.ReplaceAllStringFunc(r.raw, func(s string) string {
		m := pointRange.FindStringSubmatch(s)
		return r.mark(m[4], m[3], m[1]) + r.mark(m[4], m[3], m[2])
	})
	raw = isoDate.ReplaceAllStringFunc(raw, func(s string) string {
		m := isoDate.FindStringSubmatch(s)
		return r.mark(m[1], m[2], m[3])
	})
	raw = pointDate.ReplaceAllStringFunc(raw, func(s string) string {
		m := pointDate.FindStringSubmatch(s)
		return r.mark(m[3], m[2], m[1])
	})
	raw = slashDate.ReplaceAllStringFunc(raw, func(s string) string {
		m := slashDate.FindStringSubmatch(s)
		a, b := Number(m[1]), Number(m[2])
		switch {
		case s == "24/7", a > 12 && b > 12:
			return s
		case b > 12: // the month first, as it can only be
			return r.mark(m[3], m[1], m[2])
		case a > 12, a == b, r.dayFirst && m[3] != "":
			return r.mark(m[3], m[2], m[1])
		}
		return " " + dayMark + "0 " // the third of April, or the fourth of March
	})
	r.words = wordsOf(raw)
}

func (r *reader) mark(year, month, day string) string {
	y := Number(year)
	if y > 0 && y < 100 {
		y += 2000
	}
	d, ok := On(r.today, y, time.Month(Number(month)), Number(day))
	if !ok {
		return fmt.Sprintf(" %s %s ", day, month)
	}
	return " " + dayMark + d.Format("20060102") + " "
}

// nights are how many a message names, 0 where it names none.
func (r *reader) nights() int {
	for i, w := range r.words {
		if i == 0 || !nightWords[w] && !weekWords[w] {
			continue
		}
		n := Number(r.words[i-1])
		if n == 0 && (r.words[i-1] == "a" || r.words[i-1] == "an") && (i < 2 || r.words[i-2] == "for" || r.words[i-2] == "stay") {
			n = 1
		}
		if weekWords[w] {
			n *= 7
		}
		if n > 0 && n <= MaxNights {
			return n
		}
	}
	return 0
}

// dayOf is the day of the month that a word is, or 0.
func (r *reader) dayOf(i int) int {
	if i < 0 || i >= len(r.words) {
		return 0
	}
	w := r.words[i]
	if m := ordinal.FindStringSubmatch(w); m != nil {
		w = m[1]
	}
	n := 0
	for _, c := range w {
		if digit(c) < 0 || n > 31 {
			return 0
		}
		n = n*10 + digit(c)
	}
	if n > 31 {
		return 0
	}
	return n
}

// counts reports whether the word after i says what the number at i counts.
func (r *reader) counts(i int) bool {
	if i+1 >= len(r.words) {
		return false
	}
	w := r.words[i+1]
	if describing[w] && i+2 < len(r.words) {
		w = r.words[i+2]
	}
	return adultWords[w] || childWords[w] || personWords[w] || roomWords[w] || nightWords[w] || weekWords[w]
}

// month is the month that stands at i, past a "of"; end is the word behind it.
func (r *reader) month(i int) (m time.Month, end int) {
	for range 2 {
		if i >= len(r.words) {
			return 0, 0
		}
		if m := monthOf(r.words[i]); m != 0 {
			return m, i + 1
		}
		if !ofMonth[r.words[i]] {
			return 0, 0
		}
		i++
	}
	return 0, 0
}

// year is the year that stands at i, 0 where there is none.
func (r *reader) year(i int) (year, end int) {
	at := i
	if at < len(r.words) && ofMonth[r.words[at]] {
		at++
	}
	if at < len(r.words) && len(r.words[at]) == 4 {
		if y, err := strconv.Atoi(r.words[at]); err == nil && y >= 2000 && y < 2100 {
			return y, at + 1
		}
	}
	return 0, i
}

// mentions are the days that a message names, in their order.
func (r *reader) mentions() []Day {
	var out []Day
	for i := 0; i < len(r.words); {
		found := r.dated(i)
		if len(found) == 0 {
			if m, ok := r.relative(i); ok {
				found = []Day{m}
			}
		}
		if len(found) == 0 {
			i++
			continue
		}
		out = append(out, found...)
		i = max(i+1, found[len(found)-1].end)
	}
	// "Friday, 27 November" names one day.
	return slices.DeleteFunc(out, func(m Day) bool {
		return m.Weekday && slices.ContainsFunc(out, func(o Day) bool {
			near := o.begin-m.end <= 1 && o.begin >= m.end || m.begin-o.end <= 1 && m.begin >= o.end
			return !o.Weekday && near && o.Date.Weekday() == m.Date.Weekday()
		})
	})
}

// dated are the days that begin at a word by their number: "24 December", "12 to 14 June", "June 12th".
func (r *reader) dated(i int) []Day {
	w := r.words[i]
	if figures, marked := strings.CutPrefix(w, dayMark); marked {
		d, err := time.Parse("20060102", figures)
		return []Day{{Date: d, begin: i, end: i + 1, Unsure: err != nil}}
	}
	resolve := func(year int, m time.Month, begin, end int, days ...int) []Day {
		var out []Day
		for _, n := range days {
			d, ok := On(r.today, year, m, n)
			if !ok {
				return nil
			}
			out = append(out, Day{Date: d, begin: begin, end: end})
		}
		if len(out) == 2 && !out[1].Date.After(out[0].Date) { // the first is over for this year, the second is not
			return nil
		}
		return out
	}
	if m := monthOf(w); m != 0 {
		first := r.dayOf(i + 1)
		if first == 0 || r.counts(i+1) {
			return nil
		}
		end := i + 2
		second := r.dayOf(end)
		if second == 0 && end < len(r.words) && between[r.words[end]] {
			if second = r.dayOf(end + 1); second != 0 {
				end++
			}
		}
		if second > first && !r.counts(end) {
			year, end := r.year(end + 1)
			return resolve(year, m, i, end, first, second)
		}
		year, end := r.year(i + 2)
		return resolve(year, m, i, end, first)
	}
	first := r.dayOf(i)
	if first == 0 || r.counts(i) {
		return nil
	}
	if m, end := r.month(i + 1); m != 0 {
		year, end := r.year(end)
		return resolve(year, m, i, end, first)
	}
	at := i + 1
	for at < len(r.words) && at < i+3 && between[r.words[at]] { // "bis zum", "e il"
		at++
	}
	second := r.dayOf(at)
	if second <= first {
		return nil
	}
	if m, end := r.month(at + 1); m != 0 {
		year, end := r.year(end)
		return resolve(year, m, i, end, first, second)
	}
	return nil
}

// monthOf is the month that a word names, 0 where it names none; Arabic writes "of" and "the" onto it.
func monthOf(word string) time.Month {
	if m, ok := months[word]; ok {
		return m
	}
	for _, p := range arabicPrefixes {
		if rest, ok := strings.CutPrefix(word, p); ok {
			return months[rest]
		}
	}
	return 0
}

// IsMonth reports whether a folded word names a month.
func IsMonth(word string) bool { return monthOf(word) != 0 }

// months are those that are named without a day.
func (r *reader) months(days []Day) []Month {
	var out []Month
	for i, w := range r.words {
		m := monthOf(w)
		if m == 0 || slices.ContainsFunc(days, func(d Day) bool { return i >= d.begin && i < d.end }) {
			continue
		}
		figure := func(at int) bool { return at >= 0 && at < len(r.words) && digit(firstRune(r.words[at])) >= 0 }
		if otherwise[w] && !figure(i-1) && !figure(i+1) && (i == 0 || !leads[r.words[i-1]]) {
			continue
		}
		before := i - 1
		for before >= 0 && ofMonth[r.words[before]] {
			before--
		}
		if r.dayOf(before) > 0 || r.dayOf(i+1) > 0 && !r.counts(i+1) { // the 31st of February
			continue
		}
		year := 0
		for at := i + 1; at < len(r.words) && at <= i+4 && year == 0; at++ {
			year, _ = r.year(at)
		}
		out = append(out, Month{m, year})
	}
	return out
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// relative is the day that begins at a word by its distance from today.
func (r *reader) relative(i int) (Day, bool) {
	w := r.words[i]
	before := func(n int) string {
		if i-n < 0 {
			return ""
		}
		return r.words[i-n]
	}
	after := ""
	if i+1 < len(r.words) {
		after = r.words[i+1]
	}
	day := func(n int) Day { return Day{Date: r.today.AddDate(0, 0, n), Near: true, begin: i, end: i + 1} }
	switch two := w + " " + after; {
	case tonights[two]:
		m := day(0)
		m.end, m.Tonight = i+2, true
		return m, true
	case w == "day" && after == "after" && i+2 < len(r.words) && tomorrows[r.words[i+2]], w == "depois" && after == "de" && i+2 < len(r.words) && tomorrows[r.words[i+2]]:
		m := day(2)
		m.end = i + 3
		return m, true
	case w == "apres" && after == "demain", w == "pasado" && after == "manana", w == "بعد" && tomorrows[after]:
		m := day(2)
		m.end = i + 2
		return m, true
	case tonights[w]:
		m := day(0)
		m.Tonight = true
		return m, true
	case todays[w]:
		return day(0), true
	case afters[w]:
		return day(2), true
	case tomorrows[w]:
		// This morning, good morning, in the morning.
		if slices.Contains([]string{"heute", "guten", "am", "jeden", "la", "de", "goede", "iedere"}, before(1)) || slices.Contains([]string{"frueh", "fruh"}, before(1)) {
			return Day{}, false
		}
		return day(1), true
	}
	if n := r.weekend(i); n > 0 {
		m := Day{Near: true, begin: i, end: i + n, Unsure: nexts[before(1)] || i+n < len(r.words) && nexts[r.words[i+n]]}
		m.Date = r.today.AddDate(0, 0, int(time.Friday-r.today.Weekday()+7)%7)
		switch r.today.Weekday() {
		case time.Saturday, time.Sunday: // this one has begun, the coming one is far
			m.Unsure = true
		}
		m.To = m.Date.AddDate(0, 0, 2)
		return m, true
	}
	wd, ok := weekdays[w]
	end := i + 1
	if feira, is := feiras[w]; is && after == "feira" {
		wd, ok, end = feira, true, i+2
	}
	if !ok {
		return Day{}, false
	}
	n := int(wd-r.today.Weekday()+7) % 7
	m := day(n)
	m.end, m.Weekday = end, true
	// On a Friday, "on Friday" is today or in a week; "next Friday" is in this week or in the next.
	next := nexts[before(1)] || end < len(r.words) && nexts[r.words[end]]
	m.Unsure = n == 0 || next && (int(r.today.Weekday())+6)%7+n < 7
	return m, true
}

// weekend is of how many words a weekend's name is that begins at i, 0 where none does.
func (r *reader) weekend(i int) int {
	if weekends[r.words[i]] {
		return 1
	}
	rest := strings.Join(r.words[i:min(len(r.words), i+3)], " ") + " "
	for _, name := range weekendNames {
		if strings.HasPrefix(rest, name+" ") {
			return strings.Count(name, " ") + 1
		}
	}
	return 0
}

var (
	// otherwise are months that are other words as well: "may I" is none. They are one beside a figure or behind leads.
	otherwise = set(`may march mars dec`)
	leads     = set(`in im en em a au nel early mid late from to until till through next of this and or del di de bis von vom ab ende anfang mitte van tot في من الي`)
	// arabicPrefixes are what Arabic writes onto a word: "the", "for", "with", "and".
	arabicPrefixes = []string{"وال", "بال", "لل", "ال", "ل", "ب", "و"}

	ofMonth      = set(`of de di d del do von van the den`)
	either       = set(`or oder ou o of או او`)
	tonights     = map[string]bool{"tonight": true, "tonite": true, "heute nacht": true, "heute abend": true, "ce soir": true, "cette nuit": true, "esta noche": true, "esta noite": true, "stanotte": true, "stasera": true, "questa notte": true, "vannacht": true, "vanavond": true, "الليله": true, "الليلة": true, "הלילה": true}
	weekendNames = []string{"week end", "fin de semana", "fim de semana", "fine settimana", "نهايه الاسبوع", "סוף השבוע", "סוף שבוע"}
)
