package opportunity

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/assistant/when"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge/text"
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[text.Fold(w)] = true
	}
	return set
}

var (
	// ands join two counts to one: 45 pupils and 5 teachers.
	ands = wordSet(`and plus und et y e en و sowie mit con com`)
	// between may stand between "we are" and how many.
	between = wordSet(`about around approximately roughly maybe probably some ca circa etwa rund ungefahr insgesamt knapp so um die vielleicht environ autour de une un un unos unas alrededor quiza in una cerca uns umas talvez ongeveer met zon zo'n rond een groep van a the group of party gruppe von grupo gruppo groupe di حوالي نحو تقريبا مجموعه من us we wir nous ca. total`)
	// ofs stand between a group and its number.
	ofs = wordSet(`of von de di met van من aus mit`)
	// every makes a rhythm of a length.
	every = wordSet(`every each alle jede jeden tous toutes chaque cada ogni elke iedere كل`)
	// units are what else numbers count.
	units = wordSet(`minutes minute min hour hours stunden stunde uhr heures heure horas hora ore ora uur h am pm eur euro euros usd dollars pounds km m kg years year jahre jahr ans anos anni jaar سنه سنوات دقيقه ساعه يورو percent prozent st nd rd th`)
	// notYet is how guests say that they cannot tell.
	notYet = regexp.MustCompile(`\b(?:not sure|don'?t know|no idea|not yet|not decided|undecided|flexible|weiss (?:ich |wir )?(?:noch )?nicht|noch (?:nicht|offen)|unklar|flexibel|sais pas|pas encore|pas decide|aucune idee|no (?:lo )?(?:se|sabemos)|aun no|todavia no|non (?:lo )?(?:so|sappiamo)|non ancora|nao (?:sei|sabemos)|ainda nao|weet (?:ik |we )?(?:het )?(?:nog )?niet|nog niet|geen idee)\b|لا (?:اعرف|ادري|نعرف)|ليس بعد|לא יודע`)
)

// personsIn is how many people are told of; 0 is none.
func personsIn(words []word) int {
	most := 0
	for i := 0; i < len(words); i++ {
		n, at := counted(words, i, sensePerson)
		if n == 0 {
			continue
		}
		for at+2 < len(words) && !words[at].stop && ands[words[at+1].text] {
			more, next := counted(words, at+2, sensePerson)
			if more == 0 {
				break
			}
			n, at = n+more, next
		}
		most, i = max(most, n), at
	}
	if most > 0 {
		return min(most, desk.MaxPersons)
	}
	for i, w := range words {
		if w.number < 2 || w.number > desk.MaxPersons || i == 0 || isYear(w) || i+1 < len(words) && !w.stop &&
			(units[words[i+1].text] || words[i+1].sense&(senseNight|senseDay|senseWeek|senseMonth|senseRoom) != 0 || words[i+1].number > 0 || when.IsMonth(words[i+1].text)) {
			continue
		}
		if i >= 2 && ofs[words[i-1].text] && words[i-2].sense&senseGroup != 0 {
			return w.number
		}
		for j := i - 1; j >= 0 && j >= i-5; j-- {
			if words[j].sense&senseWe != 0 && !words[j].stop && ours(words, j) {
				return w.number
			}
			if !between[words[j].text] {
				break
			}
		}
	}
	return 0
}

// ours reports whether a word for being is about the guests: English says "are" of everything.
func ours(words []word, j int) bool {
	if words[j].text != "are" && words[j].text != "be" {
		return true
	}
	for k := j - 1; k >= 0 && k >= j-2; k-- {
		if t := words[k].text; t == "we" || t == "there" || t == "guests" || t == "we'd" || t == "we'll" {
			return true
		}
	}
	return false
}

// counted is the number at i, if what it counts follows soon, and where that stands.
func counted(words []word, i int, of sense) (n, at int) {
	n = words[i].number
	if n == 0 || isYear(words[i]) || n > 10_000 {
		return 0, 0
	}
	for at = i + 1; at < len(words) && at <= i+3 && !words[at-1].stop; at++ {
		w := words[at]
		switch {
		case w.sense&of != 0:
			return n, at
		case w.number >= 100 && n < 10 && !w.digits: // three hundred
			n *= w.number
		case w.number > 0, units[w.text], when.IsMonth(w.text), w.sense&(sensePerson|senseRoom|senseNight|senseDay|senseWeek|senseMonth) != 0:
			return 0, 0
		}
	}
	return 0, 0
}

// roomsIn is how many rooms are told of, from two on.
func roomsIn(words []word) int {
	most := 0
	for i := range words {
		if n, _ := counted(words, i, senseRoom); n > 1 {
			most = max(most, n)
		}
	}
	return min(most, desk.MaxRooms)
}

// lengthIn is how long it lasts, in nights and in days, as far as that is told.
func lengthIn(words []word) (nights, days int) {
	for i := range words {
		if i > 0 && (every[words[i-1].text] || words[i-1].sense&senseAgo != 0) || i+2 < len(words) && words[i+2].sense&senseAgo != 0 {
			continue
		}
		for _, u := range []struct {
			of     sense
			nights int
		}{{senseNight, 1}, {senseWeek, 7}, {senseMonth, 30}} {
			if n, _ := counted(words, i, u.of); n > 0 && !(n == 1 && i > 0 && words[i-1].digits) { // 50 a month
				nights = max(nights, n*u.nights)
			}
		}
		if n, _ := counted(words, i, senseDay); n > 0 {
			days = max(days, n)
		}
	}
	for i, w := range words { // languages that have a form for two
		if w.text == "شهرين" && (i == 0 || words[i-1].sense&senseAgo == 0) {
			nights = max(nights, 60)
		}
	}
	return min(nights, desk.MaxNights), min(days, desk.MaxNights)
}

func isYear(w word) bool { return w.digits && w.number >= 2020 && w.number <= 2099 }

// monthSpan is how many months lie between two that are named without days; 0 where no two are.
func monthSpan(m when.Message) int {
	if len(m.Months) < 2 || slices.ContainsFunc(m.Days, func(d when.Day) bool { return !d.Near }) {
		return 0
	}
	first, last := m.Months[0].Month, m.Months[len(m.Months)-1].Month
	return int(last-first+12) % 12
}

// daysIn are the first and last day that are told by their date, and the month where only that is. What has no year lies
// ahead of today; a whole month does until it is over. A day that may be one of two is left to a person.
func daysIn(m when.Message, today time.Time) (from, to, month time.Time) {
	var found []time.Time
	for _, d := range m.Days {
		if !d.Near && !d.Unsure {
			found = append(found, d.Date)
		}
	}
	if len(m.Months) > 0 {
		first := m.Months[0]
		month = time.Date(first.Year, first.Month, 1, 0, 0, 0, 0, time.UTC)
		if first.Year == 0 {
			month = time.Date(today.Year(), first.Month, 1, 0, 0, 0, 0, time.UTC)
			if month.AddDate(0, 1, 0).Before(today) {
				month = month.AddDate(1, 0, 0)
			}
		}
	}
	switch len(found) {
	case 0:
	case 1:
		from = found[0]
	default:
		from, to = found[0], found[len(found)-1]
		if to.Before(from) { // from December to January
			if to = to.AddDate(1, 0, 0); to.Sub(from) > desk.MaxNights*24*time.Hour {
				to = time.Time{}
			}
		}
		if to.Equal(from) {
			to = time.Time{}
		}
	}
	return from, to, month
}

// daysRead reads a message for its days. Who writes English may put the month first.
func daysRead(message, language string, today time.Time) when.Message {
	return when.Read(digits.Replace(message), today, text.Base(language) != "en")
}

var (
	isoDay    = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)
	address   = regexp.MustCompile(`[\pL\pN._%+\-]{1,64}@[\pL\pN.\-]{1,190}\.\pL{2,24}`)
	telephone = regexp.MustCompile(`\+?\d[\d\s()/.\-]{5,22}\d`)
)

// whenWords are times that are no day and no month.
var whenWords = wordSet(`spring summer autumn fall winter christmas easter year weekend weekends week month fruhling fruhjahr sommer herbst weihnachten ostern jahr wochenende woche monat printemps ete automne hiver noel paques annee semaine primavera verano otono invierno navidad pascua ano semana estate autunno inverno natale pasqua anno settimana verao outono natal pascoa voorjaar lente zomer herfst kerst pasen jaar الربيع الصيف الخريف الشتاء السنه العام القادم الاسبوع الشهر monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag tomorrow morgen demain manana domani amanha`)

// wordsKept is how much of a message is kept with an opportunity, whenKept how much of what was said of its time.
const (
	wordsKept = 1000
	whenKept  = 120
)

const dayForm = "2006-01-02"

// Tell adds to an opportunity what a message tells of it, and reports whether that was anything. Today is the day at the
// property; where it is not known (zero), no day is read. What was known stays where the message says nothing of it.
func Tell(o desk.Opportunity, message, language string, today time.Time) (desk.Opportunity, bool) {
	was := o
	words := read(message)
	if n := personsIn(words); n > 1 {
		o.Persons = n
	}
	if n := roomsIn(words); n > 0 {
		o.Rooms = n
	}
	nights, days := lengthIn(words)
	if nights > 0 {
		o.Nights = nights
	}
	if days > 0 {
		o.Days = days
	}
	if !today.IsZero() {
		dated(&o, words, message, language, time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC))
	}
	if o.Asking == desk.AskSize && o.Persons == was.Persons && o.Rooms == was.Rooms && len(words) <= 6 {
		for i, w := range words {
			dated := i+1 < len(words) && when.IsMonth(words[i+1].text) || i > 0 && when.IsMonth(words[i-1].text)
			if w.number > 1 && w.number <= desk.MaxPersons && !isYear(w) && !dated {
				o.Persons = w.number
			}
		}
	}
	plain := digits.Replace(message)
	if m := address.FindString(plain); m != "" && len(m) <= 254 {
		o.Email = strings.ToLower(strings.TrimRight(m, "."))
	}
	if m := telephone.FindString(address.ReplaceAllString(isoDay.ReplaceAllString(plain, " "), " ")); m != "" && (o.Asking == desk.AskReach || m[0] == '+') && digitsOf(m) >= 7 {
		o.Phone = strings.TrimSpace(m)
	}
	told := o != was
	o.Asking = ""
	if told {
		o.Words = shorten(strings.TrimSpace(message), wordsKept)
	}
	return o, told
}

// dated reads when it is to be.
func dated(o *desk.Opportunity, words []word, message, language string, today time.Time) {
	read := daysRead(message, language, today)
	from, to, month := daysIn(read, today)
	nights := int(to.Sub(from).Hours() / 24)
	switch {
	case !from.IsZero():
		o.From, o.To, o.When = from.Format(dayForm), "", ""
		if !to.IsZero() && nights <= desk.MaxNights {
			o.To = to.Format(dayForm)
			if o.Nights == 0 {
				o.Nights = nights
			}
		}
	case !month.IsZero():
		if o.From == "" {
			o.When = month.Format("2006-01")
		}
		if span := monthSpan(read); span > 0 && o.Kind == desk.OpportunityLongStay && o.Nights == 0 {
			o.Nights = min(span*30, desk.MaxNights)
		}
	case o.Asking == desk.AskDates && o.When == "" && len(words) <= 12 && slices.ContainsFunc(words, func(w word) bool { return whenWords[w.text] }):
		o.When = shorten(strings.TrimSpace(message), whenKept)
	}
}

// Declines reports whether the guest says that they cannot tell yet.
func Declines(message string) bool {
	return utf8.RuneCountInString(message) <= 80 && notYet.MatchString(text.Fold(message))
}

func digitsOf(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

func shorten(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
