package phrases

import (
	"strings"
	"time"
)

// speech is how a language tells a moment: today, tomorrow, on a day of the week, on a date. {t} is the time, {w} the
// weekday (Sunday first), {d} the day of the month, {m} the month.
type speech struct {
	today, tomorrow, week, date string
	days                        [7]string
	months                      [12]string
	zone                        string // whose time; {c} is the city that gives the zone its name
}

// speeches suit the phrases around them: some say "from" and "by" before the moment, others take it as it is.
var speeches = map[string]speech{
	"en": {"{t}", "tomorrow {t}", "{w} {t}", "{d} {m} {t}",
		[7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		[12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		"{c} time"},
	"de": {"{t} Uhr", "morgen {t} Uhr", "{w} {t} Uhr", "{d}. {m} {t} Uhr",
		[7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		[12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		"Ortszeit des Hotels"},
	"fr": {"à {t}", "demain à {t}", "{w} à {t}", "le {d} {m} à {t}",
		[7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		[12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		"heure de l’hôtel"},
	"es": {"a las {t}", "mañana a las {t}", "el {w} a las {t}", "el {d} de {m} a las {t}",
		[7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		[12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		"hora del hotel"},
	"pt": {"às {t}", "amanhã às {t}", "{w} às {t}", "em {d} de {m} às {t}",
		[7]string{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
		[12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		"hora do hotel"},
	"it": {"alle {t}", "domani alle {t}", "{w} alle {t}", "il {d} {m} alle {t}",
		[7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
		[12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		"ora dell’hotel"},
	"nl": {"om {t}", "morgen om {t}", "{w} om {t}", "op {d} {m} om {t}",
		[7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		[12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		"hoteltijd"},
	"ar": {"في الساعة {t}", "غدًا في الساعة {t}", "يوم {w} في الساعة {t}", "يوم {d} {m} في الساعة {t}",
		[7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		[12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		"بتوقيت الفندق"},
	"he": {"בשעה {t}", "מחר בשעה {t}", "ביום {w} בשעה {t}", "ב־{d} ב{m} בשעה {t}",
		[7]string{"ראשון", "שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת"},
		[12]string{"ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"},
		"לפי שעון המלון"},
}

// When tells a moment as the phrases of a language need it, seen from now: the nearer it is, the shorter. Both times
// are told by the clock that at is given in.
func When(language string, at, now time.Time) string {
	s := speeches[Spoken(language)]
	now = now.In(at.Location())
	pattern := s.date
	switch days := between(now, at); {
	case days == 0:
		pattern = s.today
	case days == 1:
		pattern = s.tomorrow
	case days > 1 && days < 7:
		pattern = s.week
	}
	return strings.NewReplacer("{t}", at.Format("15:04"), "{w}", s.days[at.Weekday()], "{d}", at.Format("2"),
		"{m}", s.months[at.Month()-1]).Replace(pattern)
}

// between counts the midnights from one date to another.
func between(from, to time.Time) int {
	day := func(t time.Time) int64 {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
	}
	return int(day(to) - day(from))
}

// ZoneName says whose time is told: "Lisbon time". Names of cities differ between languages, so other ones than English
// say "hotel time".
func ZoneName(language, zone string) string {
	city := zone[strings.LastIndexByte(zone, '/')+1:]
	return strings.ReplaceAll(speeches[Spoken(language)].zone, "{c}", strings.ReplaceAll(city, "_", " "))
}
