package fence

import (
	"regexp"
	"strconv"
	"strings"
)

// figure is a number as it is written: its parts, and what stands around it.
type figure struct {
	plain   string // 18, 2.5, 1000: one way to write each value
	minutes int    // of the day, where it is a time; else -1
	clock   bool   // certainly a time
	money   string // the currency beside it
	percent bool
}

const (
	currencies = `€|\$|£|¥|₣|₽|₺|₪|zł|kč|eur(?:os?)?|usd|us\$|dollars?|gbp|pounds?|pfund|livres?|libras?|sterline|chf|francs?|franken|jpy|yen|sek|nok|dkk|kronor|kroner|kr|pln|czk|huf|ils|aed|sar|aud|cad|cents?|centimes?|centavos?|centesimi|דולר|שקל|יורו|يورو|دولار`
	percents   = `%|٪|percent|per cent|prozent|pour cent|por ciento|per cento|por cento|procent`
)

var (
	number = regexp.MustCompile(`\d+(?:[.,:]\d+)*`)
	before = regexp.MustCompile(`(?:^|[^\p{L}])(` + currencies + `)\s?$`)
	after  = regexp.MustCompile(`^\s?(?:(` + currencies + `)(?:[^\p{L}]|$)|(` + percents + `))`)
	halves = regexp.MustCompile(`^\s?([ap])\.?\s?m\b`)
	hours  = regexp.MustCompile(`^\s?(?:h\b|uhr|o'clock|o’clock|heures?\b|horas?\b|uur\b)`)
	// item is the number of a list's line: it says nothing.
	item = regexp.MustCompile(`(?m)^\s*\d{1,2}[.)]\s`)
	// spelled is a sum in words. It is refused unless it stands in a passage as it is: the properties write figures.
	spelled = regexp.MustCompile(`(?:\p{L}+[ -])?(?:` + numerals + `)[ -]?(?:` + currencies + `|` + percents + `)\b`)
)

const numerals = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|` +
	`eine?n?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\p{L}+zehn|\p{L}*zwanzig|\p{L}*dreißig|\p{L}*(?:vier|fünf|sech|sieb|acht|neun)zig|\p{L}*hundert|\p{L}*tausend|` +
	`un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|vingt|trente|quarante|cinquante|soixante|cent|cents|mille|` +
	`uno?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|treinta|cuarenta|cincuenta|sesenta|cien|ciento|mil|` +
	`due|tre|quattro|cinque|sei|sette|otto|nove|dieci|venti|trenta|quaranta|cinquanta|cento|` +
	`dois|duas|três|quatro|sete|oito|dez|vinte|trinta|quarenta|cinquenta|cem|een|twee|drie|vijf|zes|zeven|negen|tien|twintig|dertig|veertig|vijftig|honderd|duizend`

// figures reads the numbers of a folded text.
func figures(s string) []figure {
	s = item.ReplaceAllString(s, "\n")
	var out []figure
	for _, at := range number.FindAllStringIndex(s, -1) {
		f := read(s[at[0]:at[1]])
		head, tail := s[:at[0]], s[at[1]:]
		if m := before.FindStringSubmatch(head[max(0, len(head)-16):]); m != nil {
			f.money = currency(m[1])
		}
		tail = tail[:min(len(tail), 32)]
		if m := after.FindStringSubmatch(tail); m != nil {
			if m[1] != "" {
				f.money = currency(m[1])
			}
			f.percent = m[2] != ""
		}
		if m := halves.FindStringSubmatch(tail); m != nil && f.minutes >= 0 && f.minutes <= 12*60+59 {
			f.minutes = f.minutes%(12*60) + map[string]int{"a": 0, "p": 12 * 60}[m[1]]
			f.clock = true
		} else if hours.MatchString(tail) && f.minutes >= 0 {
			f.clock = true
		}
		out = append(out, f)
	}
	return out
}

// read is one number by itself.
func read(s string) figure {
	f := figure{minutes: -1}
	if h, m, ok := strings.Cut(s, ":"); ok {
		f.plain, f.clock = s, true
		f.minutes = minutes(h, m)
		return f
	}
	if h, m, ok := strings.Cut(s, "."); ok && len(m) == 2 && len(h) <= 2 {
		f.minutes = minutes(h, m) // 7.30: a time, or a price
	} else if len(s) <= 2 {
		f.minutes = minutes(s, "00")
	}
	f.plain = plain(s)
	return f
}

func minutes(h, m string) int {
	hh, err := strconv.Atoi(h)
	mm, err2 := strconv.Atoi(m)
	if err != nil || err2 != nil || hh > 24 || mm > 59 {
		return -1
	}
	return hh*60 + mm
}

// plain writes a number in one way: 18.00, 18,00 and 018 are 18; 1.000 and 1,000 are 1000.
func plain(s string) string {
	last := strings.LastIndexAny(s, ".,")
	whole, part := s, ""
	if last >= 0 && len(s)-last-1 != 3 {
		whole, part = s[:last], strings.TrimRight(s[last+1:], "0")
	}
	whole = strings.TrimLeft(strings.NewReplacer(".", "", ",", "").Replace(whole), "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		return whole + "." + part
	}
	return whole
}

func currency(s string) string {
	switch {
	case s == "€" || strings.HasPrefix(s, "eur") || s == "يورو" || s == "יורו":
		return "eur"
	case strings.Contains(s, "$") || s == "usd" || strings.HasPrefix(s, "dollar") || s == "دولار" || s == "דולר":
		return "usd"
	case s == "£" || s == "gbp" || strings.HasPrefix(s, "pound") || s == "pfund" || strings.HasPrefix(s, "livre") || strings.HasPrefix(s, "libra") || s == "sterline":
		return "gbp"
	case s == "chf" || strings.HasPrefix(s, "fran"):
		return "chf"
	case strings.HasPrefix(s, "cent"):
		return "cent"
	}
	return s
}

// numbers refuses every number that the passages do not hold in the same sense: a price is none of their times.
func numbers(seen, passages string) error {
	if m := spelled.FindString(seen); m != "" && !strings.Contains(passages, m) {
		return ErrNumber
	}
	plainly, times, sums, shares := map[string]bool{}, map[int]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range figures(passages) {
		plainly[f.plain] = true
		if f.minutes >= 0 && f.money == "" && !f.percent {
			times[f.minutes] = true
		}
		if f.money != "" {
			sums[f.plain+f.money] = true
		}
		if f.percent {
			shares[f.plain] = true
		}
	}
	for _, f := range figures(seen) {
		ok := plainly[f.plain]
		switch {
		case f.percent:
			ok = shares[f.plain]
		case f.money != "":
			ok = sums[f.plain+f.money]
		case f.clock:
			ok = times[f.minutes]
		}
		if !ok {
			return ErrNumber
		}
	}
	return nil
}
