package opportunity

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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
			(units[words[i+1].text] || words[i+1].sense&(senseNight|senseDay|senseWeek|senseMonth|senseRoom) != 0 || words[i+1].number > 0 || months[words[i+1].text] > 0) {
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
		case w.number > 0, units[w.text], months[w.text] > 0, w.sense&(sensePerson|senseRoom|senseNight|senseDay|senseWeek|senseMonth) != 0:
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

// months are the names of months, folded.
var months = map[string]int{}

func init() {
	for _, year := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr mai jun jul aug sep oct nov dec",
		"januar februar marz april mai juni juli august september oktober november dezember",
		"janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
		"ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
	} {
		for i, name := range strings.Fields(year) {
			months[text.Fold(name)] = i + 1
		}
	}
	// Those that are other words, too, or nearly.
	for _, w := range []string{"mar"} {
		delete(months, w)
	}
}

// monthOf is the month that a word names; Arabic writes "of" and "the" onto it.
func monthOf(w string) int {
	if m := months[w]; m > 0 {
		return m
	}
	for _, p := range articles {
		if rest, ok := strings.CutPrefix(w, p); ok && months[rest] > 0 {
			return months[rest]
		}
	}
	return 0
}

// leads stand before a month. A word that means something else, too, is one only there or beside a number: "may I" is
// none.
var leads = wordSet(`in im en em a au nel early mid late from to until till through next of this and or del di de bis von vom ab ende anfang mitte van tot في من الي`)

func isMonth(words []word, i int) int {
	m := monthOf(words[i].text)
	if m == 0 {
		return 0
	}
	if w := words[i].text; w == "may" || w == "march" || w == "mars" || w == "dec" {
		near := i > 0 && (leads[words[i-1].text] || words[i-1].digits) || i+1 < len(words) && words[i+1].digits
		if !near {
			return 0
		}
	}
	return m
}

func isYear(w word) bool { return w.digits && w.number >= 2020 && w.number <= 2099 }

// monthSpan is how many months lie between two that are named without days; 0 where no two are.
func monthSpan(words []word) int {
	first, last := 0, 0
	for i := range words {
		m := isMonth(words, i)
		if m == 0 {
			continue
		}
		if i > 0 && words[i-1].digits && words[i-1].number <= 31 || i+1 < len(words) && words[i+1].digits && !isYear(words[i+1]) {
			return 0
		}
		if first == 0 {
			first = m
		} else {
			last = m
		}
	}
	if first == 0 || last == 0 || first == last {
		return 0
	}
	return (last - first + 12) % 12
}

// to join the two ends of a range.
var tos = wordSet(`to till until through bis au al a ate tot t hasta الي حتي and und et y e en עד fino`)

// daysIn are the first and last day that are told, and the month where only that is. What has no year lies ahead of today.
func daysIn(words []word, today time.Time) (from, to time.Time, month time.Time) {
	var found []time.Time
	for i := range words {
		m := isMonth(words, i)
		if m == 0 {
			continue
		}
		year := 0
		for j := i + 1; j < len(words) && j <= i+4; j++ {
			if isYear(words[j]) {
				year = words[j].number
				break
			}
		}
		days := daysBeside(words, i)
		if len(days) == 0 && month.IsZero() {
			month = ahead(year, m, 1, today, true)
		}
		for _, d := range days {
			if at := ahead(year, m, d, today, false); !at.IsZero() {
				found = append(found, at)
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

// daysBeside are the days of the month at i: "14 June", "from 14 to 16 June", "June 14-16".
func daysBeside(words []word, i int) []int {
	day := func(j int) int {
		if j < 0 || j >= len(words) || monthOf(words[j].text) > 0 {
			return 0
		}
		w := words[j].text
		for _, end := range []string{"st", "nd", "rd", "th", "er", "eme", "e", "de", "ste"} {
			w = strings.TrimSuffix(w, end)
		}
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > 31 {
			return 0
		}
		return n
	}
	skip := func(j, step int) int { // of, de, den
		for j >= 0 && j < len(words) && (ofs[words[j].text] || words[j].text == "the" || words[j].text == "den") {
			j += step
		}
		return j
	}
	if j := skip(i-1, -1); day(j) > 0 {
		last := day(j)
		k := j - 1
		if k >= 0 && tos[words[k].text] {
			k = skip(k-1, -1)
		}
		if first := day(k); first > 0 && first < last && k >= j-3 {
			return []int{first, last}
		}
		return []int{last}
	}
	if first := day(i + 1); first > 0 && (i+2 >= len(words) || words[i+2].sense&(sensePerson|senseRoom) == 0) {
		j := i + 2
		if j < len(words) && tos[words[j].text] {
			j++
		}
		if last := day(j); last > first && (j+1 >= len(words) || words[j+1].sense&(sensePerson|senseRoom) == 0) && !words[i+1].stop {
			return []int{first, last}
		}
		return []int{first}
	}
	return nil
}

// ahead is a day of a month, the next one where no year was said; zero where there is no such day. A whole month counts
// as ahead until it is over.
func ahead(year, month, day int, today time.Time, whole bool) time.Time {
	said := year > 0
	if !said {
		year = today.Year()
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if at.Day() != day {
		return time.Time{}
	}
	past := at.Before(today)
	if whole {
		past = at.AddDate(0, 1, 0).Before(today)
	}
	if !said && past {
		at = at.AddDate(1, 0, 0)
	}
	return at
}

var (
	isoDay     = regexp.MustCompile(`\b(20\d\d)-(\d\d)-(\d\d)\b`)
	numericDay = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})(?:[./](20\d\d|\d\d)\b|\.)`)
	address    = regexp.MustCompile(`[\pL\pN._%+\-]{1,64}@[\pL\pN.\-]{1,190}\.\pL{2,24}`)
	telephone  = regexp.MustCompile(`\+?\d[\d\s()/.\-]{5,22}\d`)
)

// numericDays are days that are written in numbers. One that could be read with the month first is left to a person,
// where the guest writes English.
func numericDays(message, language string, today time.Time) []time.Time {
	var out []time.Time
	add := func(year, month, day int) {
		if month < 1 || month > 12 {
			return
		}
		if at := ahead(year, month, day, today, false); !at.IsZero() {
			out = append(out, at)
		}
	}
	for _, m := range isoDay.FindAllStringSubmatch(message, 4) {
		y, _ := strconv.Atoi(m[1])
		mo, _ := strconv.Atoi(m[2])
		d, _ := strconv.Atoi(m[3])
		add(y, mo, d)
	}
	for _, m := range numericDay.FindAllStringSubmatch(message, 4) {
		d, _ := strconv.Atoi(m[1])
		mo, _ := strconv.Atoi(m[2])
		y, _ := strconv.Atoi(m[3])
		if y > 0 && y < 100 {
			y += 2000
		}
		if mo > 12 && d <= 12 {
			d, mo = mo, d
		} else if text.Base(language) == "en" && d <= 12 && d != mo && strings.Contains(m[0], "/") {
			continue
		}
		add(y, mo, d)
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

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
		for _, w := range words {
			if w.number > 1 && w.number <= desk.MaxPersons && !isYear(w) {
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
	from, to, month := daysIn(words, today)
	if from.IsZero() {
		switch days := numericDays(digits.Replace(message), language, today); {
		case len(days) > 1 && !days[0].Equal(days[len(days)-1]):
			from, to = days[0], days[len(days)-1]
		case len(days) > 0:
			from = days[0]
		}
	}
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
		if span := monthSpan(words); span > 0 && o.Kind == desk.OpportunityLongStay && o.Nights == 0 {
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
