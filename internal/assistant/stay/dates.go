package stay

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/knowledge/text"
)

// Dates in figures. A point stands in prices and times too, so that a date with points has all of them.
var (
	isoDate    = regexp.MustCompile(`\b(20\d\d)-(\d\d?)-(\d\d?)\b`)
	pointDate  = regexp.MustCompile(`\b(\d\d?)\.\s?(\d\d?)\.(?:\s?(20\d\d|\d\d)\b)?`)
	slashDate  = regexp.MustCompile(`\b(\d\d?)/(\d\d?)(?:/(20\d\d|\d\d))?\b`)
	pointRange = regexp.MustCompile(`\b(\d\d?)\.\s?[-–]\s?(\d\d?)\.\s?(\d\d?)\.(?:\s?(20\d\d|\d\d)\b)?`)
	ordinal    = regexp.MustCompile(`^(\d\d?)(?:st|nd|rd|th|er|re|e|o|a|de|ste)$`)
)

// dayMark begins the word that a date in figures becomes.
const dayMark = "xday"

// mention is a day that a message names.
type mention struct {
	day        time.Time
	begin, end int // words
	weekday    bool
	// to is set where it names a time of several days, as a weekend is.
	to time.Time
	// tonight says that it is for one night.
	tonight bool
	// unsure says that it may be one of two days.
	unsure bool
}

// days are the first and the last day that a message names; zero where it is not beyond doubt which.
func (r *reader) days() (from, to time.Time) {
	r.figures()
	nights := r.nights()
	list := r.mentions()
	if len(list) == 0 || len(list) > 2 || slices.ContainsFunc(list, func(m mention) bool { return m.unsure }) {
		return from, to
	}
	from, to = list[0].day, list[0].to
	if len(list) == 2 {
		if slices.ContainsFunc(r.words[list[0].end:max(list[0].end, list[1].begin)], func(w string) bool { return either[w] }) {
			return time.Time{}, time.Time{}
		}
		if to = list[1].day; list[1].weekday { // "from Friday to Monday"
			for !to.After(from) {
				to = to.AddDate(0, 0, 7)
			}
		}
	}
	switch {
	case to.IsZero() && nights > 0:
		to = from.AddDate(0, 0, nights)
	case to.IsZero() && list[0].tonight:
		to = from.AddDate(0, 0, 1)
	}
	if from.Before(r.today) || from.Sub(r.today) > ahead {
		return time.Time{}, time.Time{}
	}
	if n := (Stay{From: from, To: to}).Nights(); !to.IsZero() && (n < 1 || n > maxNights || nights > 0 && n != nights && len(list) == 2) {
		return time.Time{}, time.Time{}
	}
	return from, to
}

// figures makes each date in figures one word.
func (r *reader) figures() {
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
		a, b := number(m[1]), number(m[2])
		switch {
		case s == "24/7", a > 12 && b > 12:
			return s
		case b > 12: // the month first, as it can only be
			return r.mark(m[3], m[1], m[2])
		case a > 12, a == b:
			return r.mark(m[3], m[2], m[1])
		}
		return " " + dayMark + "0 " // the third of April, or the fourth of March
	})
	r.words = text.Words(raw)
}

func (r *reader) mark(year, month, day string) string {
	y := number(year)
	if y > 0 && y < 100 {
		y += 2000
	}
	d, ok := r.on(y, time.Month(number(month)), number(day))
	if !ok {
		return fmt.Sprintf(" %s %s ", day, month)
	}
	return " " + dayMark + d.Format("20060102") + " "
}

// on is a day of a month, in the given year or else the next time that it comes.
func (r *reader) on(year int, month time.Month, day int) (time.Time, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	try := []int{year}
	if year == 0 {
		try = []int{r.today.Year(), r.today.Year() + 1}
	}
	for _, y := range try {
		d := time.Date(y, month, day, 0, 0, 0, 0, time.UTC)
		if d.Day() == day && (year != 0 || !d.Before(r.today)) {
			return d, true
		}
	}
	return time.Time{}, false
}

// nights are how many a message names, 0 where it names none.
func (r *reader) nights() int {
	for i, w := range r.words {
		if i == 0 || !nightWords[w] && !weekWords[w] {
			continue
		}
		n := number(r.words[i-1])
		if n == 0 && (r.words[i-1] == "a" || r.words[i-1] == "an") && (i < 2 || r.words[i-2] == "for" || r.words[i-2] == "stay") {
			n = 1
		}
		if weekWords[w] {
			n *= 7
		}
		if n > 0 && n <= maxNights {
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
		if m, ok := months[r.words[i]]; ok {
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
func (r *reader) mentions() []mention {
	var out []mention
	for i := 0; i < len(r.words); {
		found := r.dated(i)
		if len(found) == 0 {
			if m, ok := r.relative(i); ok {
				found = []mention{m}
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
	return slices.DeleteFunc(out, func(m mention) bool {
		return m.weekday && slices.ContainsFunc(out, func(o mention) bool {
			near := o.begin-m.end <= 1 && o.begin >= m.end || m.begin-o.end <= 1 && m.begin >= o.end
			return !o.weekday && near && o.day.Weekday() == m.day.Weekday()
		})
	})
}

// dated are the days that begin at a word by their number: "24 December", "12 to 14 June", "June 12th".
func (r *reader) dated(i int) []mention {
	w := r.words[i]
	if figures, marked := strings.CutPrefix(w, dayMark); marked {
		d, err := time.Parse("20060102", figures)
		return []mention{{day: d, begin: i, end: i + 1, unsure: err != nil}}
	}
	resolve := func(year int, m time.Month, begin, end int, days ...int) []mention {
		var out []mention
		for _, n := range days {
			d, ok := r.on(year, m, n)
			if !ok {
				return nil
			}
			out = append(out, mention{day: d, begin: begin, end: end})
		}
		if len(out) == 2 && !out[1].day.After(out[0].day) { // the first is over for this year, the second is not
			return nil
		}
		return out
	}
	if m, ok := months[w]; ok {
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

// relative is the day that begins at a word by its distance from today.
func (r *reader) relative(i int) (mention, bool) {
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
	day := func(n int) mention { return mention{day: r.today.AddDate(0, 0, n), begin: i, end: i + 1} }
	switch two := w + " " + after; {
	case tonights[two]:
		m := day(0)
		m.end, m.tonight = i+2, true
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
		m.tonight = true
		return m, true
	case todays[w]:
		return day(0), true
	case afters[w]:
		return day(2), true
	case tomorrows[w]:
		// This morning, good morning, in the morning.
		if slices.Contains([]string{"heute", "guten", "am", "jeden", "la", "de", "goede", "iedere"}, before(1)) || slices.Contains([]string{"frueh", "fruh"}, before(1)) {
			return mention{}, false
		}
		return day(1), true
	}
	if n := r.weekend(i); n > 0 {
		m := mention{begin: i, end: i + n, unsure: nexts[before(1)] || i+n < len(r.words) && nexts[r.words[i+n]]}
		m.day = r.today.AddDate(0, 0, int(time.Friday-r.today.Weekday()+7)%7)
		switch r.today.Weekday() {
		case time.Saturday, time.Sunday: // this one has begun, the coming one is far
			m.unsure = true
		}
		m.to = m.day.AddDate(0, 0, 2)
		return m, true
	}
	wd, ok := weekdays[w]
	end := i + 1
	if feira, is := feiras[w]; is && after == "feira" {
		wd, ok, end = feira, true, i+2
	}
	if !ok {
		return mention{}, false
	}
	n := int(wd-r.today.Weekday()+7) % 7
	m := day(n)
	m.end, m.weekday = end, true
	// On a Friday, "on Friday" is today or in a week; "next Friday" is in this week or in the next.
	next := nexts[before(1)] || end < len(r.words) && nexts[r.words[end]]
	m.unsure = n == 0 || next && (int(r.today.Weekday())+6)%7+n < 7
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
	ofMonth      = set(`of de di d del do von van the den`)
	either       = set(`or oder ou o of או او`)
	tonights     = map[string]bool{"tonight": true, "tonite": true, "heute nacht": true, "heute abend": true, "ce soir": true, "cette nuit": true, "esta noche": true, "esta noite": true, "stanotte": true, "stasera": true, "questa notte": true, "vannacht": true, "vanavond": true, "الليله": true, "الليلة": true, "הלילה": true}
	weekendNames = []string{"week end", "fin de semana", "fim de semana", "fine settimana", "نهايه الاسبوع", "סוף השבוע", "סוף שבוע"}
)
