package builtin

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// detectable are the languages that share their letters and are told apart by what is written with them. Those of other
// letters are known by these.
var detectable = [...]string{"en", "de", "fr", "es", "pt", "it", "nl"}

//go:embed tongues.txt
var tonguesText string

// shared are words that guests write alike whatever they speak. They say nothing of a language.
var shared = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`wifi wlan internet hotel hostel parking park pool bar spa sauna taxi shuttle bus tram metro minibar menu restaurant buffet lobby reception
		checkin checkout check in on out late early email mail whatsapp sms tv netflix transfer airport baby babysitter brunch snack cocktail vegan suite deluxe standard room service
		gym fitness wellness massage yoga golf tennis casino disco dj karaoke ok okay no mastercard visa paypal apple google pay euro euros eur usd chf pm am pin code bluetooth usb
		airbnb booking com expedia roomservice jacuzzi hammam kayak safari voucher upgrade smoking night zoo opera ebike bike`) {
		m[w] = true
	}
	return m
}()

const (
	maxGram      = 4  // how many letters are looked at together
	longestWord  = 40 // a longer one is none
	tellingWords = 40 // how many of a message say enough
)

// perLanguage is a figure for each of the detectable languages.
type perLanguage [len(detectable)]float32

// letters is how likely each run of letters is in each of the detectable languages: the logarithm, over its mean. The runs
// stand there by their hashes.
type letters struct {
	runs  map[uint32]perLanguage
	words map[string][len(detectable)]bool // in which languages a word was met
}

// learnt are the tongues, as the catalogue and tongues.txt teach them. That takes some hundredths of a second, once.
var learnt = sync.OnceValue(func() *letters {
	const smooth = 0.3
	counts, words, totals := map[uint32]perLanguage{}, map[string][len(detectable)]bool{}, perLanguage{}
	for i, language := range detectable {
		teach := func(line string, weight float32) {
			for _, w := range text.Words(line) {
				met := words[w]
				met[i] = true
				words[w] = met
				grams(w, func(g uint32) {
					row := counts[g]
					row[i] += weight
					counts[g] = row
					totals[i] += weight
				})
			}
		}
		for line := range strings.Lines(tonguesText) {
			if rest, ok := strings.CutPrefix(line, language+":"); ok {
				teach(rest, 2)
			}
		}
		for w := range text.Stops(language) {
			teach(w, 1)
		}
		for _, kind := range knowledge.Catalogue() {
			questions := kind.Translations[language]
			if language == "en" {
				questions = append([]string{kind.Question}, kind.Paraphrases[:min(len(kind.Paraphrases), 3)]...)
			}
			for _, q := range questions {
				teach(q, 1)
			}
		}
	}
	for g, row := range counts {
		mean := float32(0)
		for i := range row {
			row[i] = float32(math.Log(float64((row[i] + smooth) / (totals[i] + smooth*float32(len(counts))))))
			mean += row[i] / float32(len(row))
		}
		for i := range row {
			row[i] -= mean
		}
		counts[g] = row
	}
	return &letters{counts, words}
})

// grams calls do with the hashes (FNV-1a) of the runs of letters of a word, its beginning and end among them, and with that
// of the word as a whole. Figures say nothing of a language.
func grams(word string, do func(uint32)) {
	const basis, prime, edge = 2166136261, 16777619, '_'
	var room [longestWord + 2]rune
	runes := append(room[:0], edge)
	for _, r := range word {
		if unicode.IsDigit(r) || len(runes) > longestWord {
			return
		}
		runes = append(runes, r)
	}
	runes = append(runes, edge)
	for i := range runes {
		hash := uint32(basis)
		for n, r := range runes[i:] {
			if n == maxGram && i > 0 {
				break
			}
			hash = (hash ^ uint32(r)) * prime
			if whole := n == len(runes)-1; n > 0 && (n < maxGram || whole) {
				do(hash)
			}
		}
	}
}

// function is how much a function word speaks for the languages that have it.
const function = 1

// of is how much words speak for each language.
func (l *letters) of(words []string) perLanguage {
	var out perLanguage
	for _, w := range words[:min(len(words), tellingWords)] {
		n, sum := 0, perLanguage{}
		grams(w, func(g uint32) {
			n++
			for i, v := range l.runs[g] {
				sum[i] += v
			}
		})
		for i, v := range sum { // the runs of a word overlap: a long one is worth no more than a few of them
			out[i] += v * min(1, 4/float32(max(1, n)))
			if _, ok := text.Stops(detectable[i])[w]; ok {
				out[i] += function
			}
		}
	}
	return out
}

// surely is by how much a message must speak for another language than the one it is expected in.
const surely = 1.5

// detect returns the language of a text, or fallback where the text does not show it: "wifi?" is written the same
// everywhere.
func detect(s, fallback string) string {
	fallback = text.Base(fallback)
	var all, latin, arabic, cyrillic, hebrew int
	var words []string
	for _, field := range strings.Fields(s) {
		if !strings.Contains(field, "@") && !strings.Contains(field, "://") && !strings.HasPrefix(field, "www.") { // an address
			words = append(words, text.Words(field)...)
		}
	}
	words = slices.DeleteFunc(words, func(w string) bool { return shared[w] || w[0] >= '0' && w[0] <= '9' })
	for _, w := range words {
		for _, r := range w {
			switch {
			case !unicode.IsLetter(r):
				continue
			case unicode.Is(unicode.Latin, r):
				latin++
			case unicode.Is(unicode.Arabic, r):
				arabic++
			case unicode.Is(unicode.Cyrillic, r):
				cyrillic++
			case unicode.Is(unicode.Hebrew, r):
				hebrew++
			}
			all++
		}
	}
	switch {
	case arabic*2 > all:
		return "ar"
	case cyrillic*2 > all:
		return "ru"
	case hebrew*2 > all:
		return "he"
	}
	best := 0
	var scores perLanguage
	if latin > 0 {
		scores = learnt().of(words)
		for i, v := range scores {
			if v > scores[best] {
				best = i
			}
		}
	}
	expected := float32(0) // a language of which nothing is known is as likely as the middle of those that are
	if i := slices.Index(detectable[:], fallback); i >= 0 && latin > 0 {
		expected = scores[i]
	}
	// A name or a month sounds like some language, too: a word or two say something where one is known.
	known := func(w string) bool { return learnt().words[w][best] }
	switch {
	case latin > 0 && scores[best]-expected > surely && (len(words) > 2 || slices.ContainsFunc(words, known)):
		return detectable[best]
	case fallback == "":
		return "en"
	}
	return fallback
}
