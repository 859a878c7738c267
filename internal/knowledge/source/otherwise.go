package source

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/knowledge/typed"
	"deskbell/internal/store"
)

// What a passage says otherwise than a confirmed fact is told only where there is no doubt: a sentence that begins with the
// thing (or stands alone under its heading), names no other thing and no condition, and holds times or a price and no other
// number, where the fact has just one of them, too. Everything else a person has to see for themselves.

// figures are the times and the price of one sentence.
type figures struct {
	times    []string // as 15:00
	amount   typed.Amount
	currency string
	per      []typed.Unit
}

// otherwise is what a passage surely says otherwise than a fact, as the fact that it would make; ok is whether it does.
func otherwise(f store.KnowledgeFact, title, body string) (said store.KnowledgeFact, ok bool) {
	kind, known := knowledge.KindOf(f.Key)
	if !known || f.State != string(knowledge.FactYes) {
		return said, false
	}
	for _, sentence := range sentences(body) {
		about, alone := subjectOf(sentence)
		if about == "" && alone {
			about, _ = subjectOf(title[strings.LastIndex(title, "·")+1:]) // the nearest heading
		}
		if about != f.Key || doubtful(sentence) {
			continue
		}
		theirs, sure := figuresOf(sentence)
		if !sure {
			continue
		}
		value := typed.Read(f.Value)
		if !value.Zero() {
			if !differs(&value, theirs, kind.Form.Style()) {
				continue
			}
		} else if ours, sure := figuresOf(f.Details); !sure || doubtful(f.Details) || !ours.against(theirs) {
			continue
		}
		return store.KnowledgeFact{Key: f.Key, State: f.State, Details: sentence, Value: value.Document()}, true
	}
	return said, false
}

// against reports whether two sentences on one thing give the same kinds of figures, and other ones.
func (a figures) against(b figures) bool {
	if len(a.times) != len(b.times) || a.currency != b.currency || !slices.Equal(a.per, b.per) {
		return false
	}
	return !slices.Equal(a.times, b.times) || a.amount != b.amount
}

// differs puts theirs into the value where that has just one figure of the kind and another one, and reports whether it did.
func differs(v *typed.Value, theirs figures, style string) bool {
	changed := false
	if len(theirs.times) > 0 && len(v.Hours) == 1 {
		h := v.Hours[0]
		was := h
		switch {
		case len(h.Days) > 0 || h.Dates != nil || h.Closed:
			return false
		case style == typed.PartHours && len(theirs.times) == 2 && h.From != "" && h.Until != "":
			h.From, h.Until = theirs.times[0], theirs.times[1]
		case style == typed.PartFrom && len(theirs.times) == 1 && h.Until == "":
			h.From = theirs.times[0]
		case style == typed.PartUntil && len(theirs.times) == 1 && h.From == "":
			h.Until = theirs.times[0]
		default:
			return false
		}
		if h.From != was.From || h.Until != was.Until {
			v.Hours, changed = []typed.Hours{h}, true
		}
	}
	if theirs.currency != "" && len(v.Prices) == 1 {
		p := v.Prices[0]
		ours, err := typed.ParseAmount(p.Amount)
		if err != nil || p.FromAge > 0 || p.UntilAge > 0 || p.Dates != nil || v.Currency != theirs.currency || !slices.Equal(inOrder(p.Per), theirs.per) {
			return false
		}
		if ours != theirs.amount {
			p.Amount = theirs.amount.String()
			v.Prices, changed = []typed.Price{p}, true
		}
	}
	return changed
}

// sentences are the sentences and lines of a text, as they are written.
func sentences(body string) []string {
	var out []string
	begin := 0
	end := func(at int) {
		if s := strings.TrimSpace(body[begin:at]); s != "" {
			out = append(out, s)
		}
		begin = at
	}
	for i := range len(body) {
		switch body[i] {
		case '\n', ';', '!', '?':
			end(i + 1)
		case '.': // not that of 18.50 or of "4 p.m. on"
			if (i+1 == len(body) || body[i+1] == ' ' || body[i+1] == '\n') && !(i > 2 && body[i-2] == '.') {
				end(i + 1)
			}
		}
	}
	end(len(body))
	return out
}

var (
	aTime  = regexp.MustCompile(`\b(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\b\.?|p\.?m\b\.?|uhr\b|h\b)?`)
	aPrice = regexp.MustCompile(`(?:(€|£|\$|\b[a-z]{3}\b)\s?(\d{1,6}(?:[.,]\d{2})?))|(?:(\d{1,6}(?:[.,]\d{2})?)\s?(€|£|\$|euros?\b|[a-z]{3}\b))`)
	aDigit = regexp.MustCompile(`\d`)
)

var currencies = map[string]string{"€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "chf": "CHF", "usd": "USD", "sek": "SEK",
	"nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK", "huf": "HUF", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "brl": "BRL", "mxn": "MXN", "aed": "AED", "ils": "ILS"}

// figuresOf reads a sentence; sure is whether it holds figures, and no number beside them.
func figuresOf(sentence string) (f figures, sure bool) {
	rest := text.Fold(sentence)
	prices := aPrice.FindAllStringSubmatchIndex(rest, -1)
	part := func(at []int, n int) string {
		if at[2*n] < 0 {
			return ""
		}
		return rest[at[2*n]:at[2*n+1]]
	}
	var found [][]int
	for _, at := range prices {
		if currencies[part(at, 1)+part(at, 4)] != "" {
			found = append(found, at)
		}
	}
	if len(found) > 1 {
		return f, false
	}
	if len(found) == 1 {
		at := found[0]
		amount, err := typed.ParseAmount(strings.ReplaceAll(part(at, 2)+part(at, 3), ",", "."))
		if err != nil {
			return f, false
		}
		f.amount, f.currency = amount, currencies[part(at, 1)+part(at, 4)]
		rest = rest[:at[0]] + " " + rest[at[1]:]
		for _, w := range text.Words(rest) {
			if u := units[w]; u != "" && !slices.Contains(f.per, u) {
				f.per = append(f.per, u)
			}
		}
		f.per = inOrder(f.per)
	}
	var left strings.Builder
	end := 0
	for _, at := range aTime.FindAllStringSubmatchIndex(rest, -1) {
		t, ok := clockOf(part(at, 1), part(at, 2), part(at, 3))
		if !ok {
			return f, false
		}
		f.times = append(f.times, t)
		left.WriteString(rest[end:at[0]])
		end = at[1]
	}
	left.WriteString(rest[end:])
	return f, (len(f.times) > 0 || f.currency != "") && len(f.times) <= 2 && !aDigit.MatchString(left.String())
}

// clockOf is a time as 15:00, where it can be nothing but a time.
func clockOf(hour, minute, suffix string) (string, bool) {
	if minute == "" && suffix == "" || len(hour) == 0 {
		return "", false
	}
	h := int(hour[0] - '0')
	if len(hour) == 2 {
		h = h*10 + int(hour[1]-'0')
	}
	switch suffix = strings.ReplaceAll(suffix, ".", ""); {
	case (suffix == "am" || suffix == "pm") && (h < 1 || h > 12):
		return "", false
	case suffix == "am":
		h %= 12
	case suffix == "pm":
		h = h%12 + 12
	}
	if minute == "" {
		minute = "00"
	}
	if h > 24 || minute > "59" || h == 24 && minute != "00" {
		return "", false
	}
	return string([]byte{byte('0' + h/10), byte('0' + h%10)}) + ":" + minute, true
}

func inOrder(per []typed.Unit) []typed.Unit {
	out := slices.Clone(per)
	slices.Sort(out)
	return out
}

// units are the words that say what a price is per.
var units = wordsOf(map[string]string{
	"night": "night nights nightly nacht nachte nuit nuits noche noches notte notti noite noites", "day": "day days daily tag tage taglich jour jours dia dias giorno giorni",
	"hour": "hour hours hourly stunde stunden heure heures hora horas ora ore", "week": "week weeks weekly woche wochen semaine semana settimana",
	"stay": "stay aufenthalt sejour estancia soggiorno estadia", "person": "person persons people guest guests adult person personen gast personne personnes persona personas persone pessoa pessoas",
	"room": "room rooms zimmer chambre habitacion camera quarto", "pet": "pet pets dog dogs animal haustier hund tier chien perro cane cao",
	"vehicle": "car cars vehicle auto wagen fahrzeug voiture vehicule coche macchina carro", "way": "way trip fahrt strecke trajet trayecto tratta trajeto", "kwh": "kwh",
	"item": "each piece stuck piece pieza pezzo peca",
})

// doubts are words by which a sentence holds for some guests, days or cases only, or says the opposite.
var doubts = wordsOf(map[string]string{"doubt": "not no never without closed except unless if when only extra additional late early child children kids under over more up discount except weekend weekends weekday weekdays holiday holidays season summer winter " +
	"monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue wed thu fri sat sun " +
	"january february march april june july august september october november december before last first was until recently formerly used new " +
	"nicht kein keine nie ohne geschlossen ausser wenn nur zusatzlich spat fruh kind kinder rabatt wochenende wochenenden feiertag feiertage feiertagen saison sommer winter " +
	"montag dienstag mittwoch donnerstag freitag samstag sonntag montags dienstags mittwochs donnerstags freitags samstags sonntags fruher bisher letzter " +
	"januar februar marz mai juni juli oktober dezember " +
	"ne pas non sans ferme sauf si seulement enfant enfants samedi dimanche lundi mardi mercredi jeudi vendredi ferie saison ete hiver derniere dernier " +
	"no sin cerrado excepto solo ninos sabado domingo lunes martes miercoles jueves viernes festivos temporada verano invierno ultima ultimo " +
	"senza chiuso tranne bambini sabato domenica lunedi martedi mercoledi giovedi venerdi festivi stagione estate inverno ultimo " +
	"nao sem fechado exceto criancas segunda terca quarta quinta sexta feriados verao inverno"})

// starts may stand before the thing that a sentence is about.
var starts = wordsOf(map[string]string{"start": "the our your a an der die das unser unsere unseren ihr le la les l notre nos el los las nuestro nuestra o os as nosso nossa il lo i gli nostro nostra"})

func wordsOf(lists map[string]string) map[string]typed.Unit {
	out := map[string]typed.Unit{}
	for name, list := range lists {
		for w := range strings.FieldsSeq(list) {
			out[w] = typed.Unit(name)
		}
	}
	return out
}

// doubtful reports whether a sentence holds with a condition. "Until" is one in check-out's sentence only by its figure.
func doubtful(sentence string) bool {
	words := text.Words(sentence)
	return slices.ContainsFunc(words, func(w string) bool { return doubts[w] != "" && w != "until" })
}

// things are the names of the catalogue's kinds as words; usual ones are those that a sentence can be about.
var things = sync.OnceValue(func() (out struct{ usual, all map[string]string }) {
	out.usual, out.all = map[string]string{}, map[string]string{}
	for _, kind := range knowledge.Catalogue() {
		for _, language := range []string{"en", "de", "fr", "es", "it", "pt"} {
			for i, name := range kind.Names[language] {
				name = strings.Join(bare(text.Words(name)), " ")
				if i == 0 {
					out.usual[name] = kind.Key
				}
				if _, twice := out.all[name]; !twice && name != "" {
					out.all[name] = kind.Key
				}
			}
		}
	}
	return out
})

// bare is words without the articles in front of them.
func bare(words []string) []string {
	for len(words) > 0 && starts[words[0]] != "" {
		words = words[1:]
	}
	return words
}

// longest is how many words the longest name of a thing has that is looked for.
const longest = 5

// subjectOf is the kind that a sentence begins with, where it names no other one; alone is whether it names none at all.
func subjectOf(sentence string) (key string, alone bool) {
	known := things()
	words := bare(text.Words(sentence))
	alone = true
	for i := 0; i < len(words); {
		n := min(longest, len(words)-i)
		var found string
		for ; n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			if i == 0 && known.usual[name] != "" {
				found = known.usual[name]
				break
			}
			if found = known.all[name]; found != "" {
				break
			}
		}
		if found == "" {
			i++
			continue
		}
		alone = false
		switch {
		case i == 0 && known.usual[strings.Join(words[:n], " ")] == found:
			key = found
		case found != key:
			return "", false
		}
		i += n
	}
	return key, alone
}
