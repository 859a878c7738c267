package text

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemmers by language. The stemmers alone are used, not the analyzers round
// them: those pull a whole search engine and its registry into the binary.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem,
	"fr": french.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nl": dutch.Stem, "no": norwegian.Stem, "nb": norwegian.Stem,
	"pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "tr": turkish.Stem,
}

// Stem reduces a token to its stem in a language; in one without a stemmer it
// stays as it is. A word in Hebrew or Arabic letters is of that language,
// whichever the text is said to be in.
func Stem(token, language string) string {
	switch r, _ := utf8.DecodeRuneInString(token); {
	case r >= 'א' && r <= 'ת':
		return hebrew(token)
	case r >= 'ء' && r <= 'ي':
		language = "ar"
	}
	stem := stemmers[Base(language)]
	if stem == nil || utf8.RuneCountInString(token) < 4 {
		return token
	}
	env := snowballstem.NewEnv(token)
	stem(env)
	return env.Current()
}

// prefixes are what Hebrew writes onto a word: "and", "the", "in", "to", "from",
// "that", "as".
const prefixes = "והבלמשכ"

// hebrew takes off what Hebrew writes onto a word, as far as three letters of it
// stay: first the plural or the ending of the feminine, then what stands before
// it, as much of that as there is. Such letters of the word itself go, too, but
// from each of its forms. What is written full or short, or with another letter
// at the end of a word, is one. No stemmer for Hebrew is at hand; this finds
// "pool" in "that in the pool".
func hebrew(token string) string {
	word := make([]rune, 0, len(token)/2)
	for _, r := range token {
		if n := len(word); n > 0 && word[n-1] == r && (r == 'י' || r == 'ו') {
			continue
		}
		if strings.ContainsRune("ךםןףץ", r) {
			r++ // the usual letter follows the one for the end of a word
		}
		word = append(word, r)
	}
	switch n := len(word); {
	case n > 4 && (string(word[n-2:]) == "ימ" || string(word[n-2:]) == "ות"):
		word = word[:n-2]
	case n > 3 && (word[n-1] == 'ה' || word[n-1] == 'ת'):
		word = word[:n-1]
	}
	for len(word) > 3 && strings.ContainsRune(prefixes, word[0]) {
		word = word[1:]
	}
	return string(word)
}

// HebrewRoots are what a Hebrew word is without one, two or three of the letters
// that may be written onto it; none for a word in other letters. Which of them
// the word is, only who knows the words can tell.
func HebrewRoots(word string) []string {
	var out []string
	for range 3 {
		r, size := utf8.DecodeRuneInString(word)
		if !strings.ContainsRune(prefixes, r) || utf8.RuneCountInString(word) < 3 {
			break
		}
		word = word[size:]
		out = append(out, word)
	}
	return out
}

// Base returns the language of a BCP 47 tag in lower case: "pt-BR" is "pt".
func Base(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}

// IsStop reports whether a token is a function word of a language, one that
// says nothing about what is asked.
func IsStop(token, language string) bool {
	if _, ok := stops["en"][token]; ok && language != "en" {
		// English slips into every language's chats; a function word of it is
		// never what was asked for.
		return !ambiguousStop[token]
	}
	_, ok := stops[Base(language)][token]
	return ok
}

// ambiguousStop are English function words that mean something elsewhere.
var ambiguousStop = map[string]bool{"die": true, "war": true, "bin": true, "hat": true, "on": true}

// IsStopAnywhere reports whether a token is a function word of any language
// known here.
func IsStopAnywhere(token string) bool {
	_, ok := stopsAnywhere[token]
	return ok
}

// Stops returns the function words of a language.
func Stops(language string) map[string]struct{} { return stops[language] }

func stopSet(words string) map[string]struct{} {
	m := make(map[string]struct{})
	for _, w := range strings.Fields(words) {
		m[Fold(w)] = struct{}{}
	}
	return m
}

var stops = map[string]map[string]struct{}{
	"en": stopSet(`a an the and or but if of at by for with about to from in on off as into
		i me my we our us you your yours he she it its they them their this that these those there here
		am is are was were be been being do does did done have has had having can could will would shall should may might must
		what which who whom when where why how so than too very just also any some please thank thanks hello hi hey ok okay yes no not
		tell know like want need get let ask asking question wondering wonder possible able available offer offers offered provide provides provided
		hotel property place s t d ll m re ve`),
	"de": stopSet(`der die das den dem des ein eine einen einem einer eines und oder aber wenn von zu zum zur bei mit nach aus in im am an auf für ist sind war
		ich mich mir mein meine meinen wir uns unser unsere sie ihr ihre ihnen ihren es er man du dein dich
		haben hat habe hatte kann können könnte darf dürfen muss müssen soll wird werden würde gibt gibts
		was wer wie wo wann warum welche welcher welches ob auch noch schon nur sehr so nicht kein keine bitte danke hallo ja nein möchte mögen hotel dort hier da denn ihnen`),
	"fr": stopSet(`le la les l un une des du de d et ou mais si à au aux en dans par pour avec sans sur est sont était être
		je j me moi mon ma mes nous notre nos vous votre vos il elle ils elles on ce c cette ces cet se s y a t
		avez avoir ai as avons ont peut peux pouvez pouvons puis dois doit faut fait faire
		que qu quel quelle quels quelles qui quoi où quand comment combien pourquoi est-ce aussi très plus pas ne n non oui merci bonjour svp plaît hôtel là voudrais aimerais`),
	"es": stopSet(`el la los las un una unos unas y o pero si de del al a en con por para sin sobre es son era ser está están hay
		yo me mi mis nosotros nos nuestro nuestra usted ustedes su sus tu tus él ella ellos lo le les se
		tiene tienen tengo tenemos puede pueden puedo podemos debo debe quiero quisiera queremos
		qué que cuál cuáles quién dónde donde cuándo cuando cómo como cuánto cuanta cuánta por también muy más no sí gracias hola favor hotel allí aquí`),
	"pt": stopSet(`o a os as um uma uns umas e ou mas se de do da dos das ao à aos às em no na nos nas com por para pelo pela sem sobre é são era ser está estão há
		eu me meu minha meus nós nosso nossa você vocês seu sua seus lhe ele ela eles
		tem têm tenho temos pode podem posso podemos devo deve quero queria gostaria
		que qual quais quem onde quando como quanto quanta também muito mais não sim obrigado obrigada olá favor hotel lá aqui`),
	"it": stopSet(`il lo la i gli le l un uno una e o ma se di del dello della dei degli delle a al allo alla ai in nel nella con per da dal dalla su sul senza è sono era essere c
		io mi mio mia miei noi ci nostro nostra voi vostro vostra lei suo sua lui loro si vi
		avete hanno ho abbiamo ha può possono posso possiamo devo deve bisogna vorrei vorremmo
		che quale quali chi dove quando come quanto quanta anche molto più non sì no grazie ciao salve prego favore hotel lì qui esiste`),
	"nl": stopSet(`de het een en of maar als van te tot bij met naar uit in op aan voor is zijn was ik mij me mijn wij we ons onze u uw jullie je jij hij zij ze er men
		heeft hebben heb had kan kunnen mag moet moeten wil willen wordt zou wat wie hoe waar wanneer waarom welke ook nog al zeer zo niet geen graag dank hallo ja nee hotel`),
	"he": stopSet(`של את על עם אל מן הוא היא הם הן אני אנחנו אתה אתם זה זאת זו יש אין האם מה מי איפה מתי איך כמה למה לי לנו לך לכם שלי שלכם אצלכם
		אפשר יכול יכולה יכולים רוצה צריך צריכה גם או אבל כי אם לא כן תודה שלום בבקשה מלון המלון`),
	"ar": stopSet(`في من على إلى الى عن مع هل ما ماذا متى أين اين كيف كم هذا هذه ذلك أنا انا نحن لي لنا لديكم عندكم يوجد هناك يمكن يمكنني أن ان لا نعم شكرا مرحبا الفندق فندق و أو او`),
}

// stopsAnywhere are the function words of every language together.
var stopsAnywhere = func() map[string]struct{} {
	all := make(map[string]struct{}, 1024)
	for _, words := range stops {
		for w := range words {
			all[w] = struct{}{}
		}
	}
	return all
}()
