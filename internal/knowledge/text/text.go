// Package text turns what people write into tokens that can be compared: it
// folds case and accents, knows the usual spellings of hotel words ("wi-fi",
// "check in") and of hurried typing ("u", "pls"), stems by language, and knows
// common words that ask for one thing ("price", "cost"). It keeps no state;
// everything here may be called by many goroutines at once.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxTokens bounds what is looked at. A guest's message may be 4,000 characters
// long; what is asked stands in its first few hundred words.
const MaxTokens = 256

// Fold lower-cases, removes accents and Arabic vowel signs, and unifies
// apostrophes, so that "Wi-Fi", "piscína" and "l’hôtel" compare.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ' || r == '\u200b':
		case r == '’' || r == '‘' || r == '`' || r == '´' || r == '׳':
			b.WriteByte('\'')
		case r == 'ß':
			b.WriteString("ss")
		case r == 'أ' || r == 'إ' || r == 'آ':
			b.WriteRune('ا')
		case r == 'ة':
			b.WriteRune('ه')
		case r == 'ى':
			b.WriteRune('ي')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '`' {
			return false
		}
	}
	return true
}

// Words splits into folded words and numbers, as they were written, without any
// of the rewriting that [Tokens] does.
func Words(s string) []string {
	s = Fold(s)
	out := make([]string, 0, len(s)/5+1)
	start := -1
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || (r == '\'' && start >= 0) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, strings.TrimRight(s[start:i], "'"))
			start = -1
		}
		if len(out) >= MaxTokens {
			return out
		}
	}
	if start >= 0 {
		out = append(out, strings.TrimRight(s[start:], "'"))
	}
	return out
}

// Tokens splits and rewrites: contractions are opened, spelling variants of
// hotel words and of hurried typing become one form.
func Tokens(s string) []string {
	words := Words(s)
	out := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		w := words[i]
		if i+1 < len(words) {
			if joined, ok := pairs[w+" "+words[i+1]]; ok {
				out = append(out, joined)
				i++
				continue
			}
		}
		if full, ok := spellings[w]; ok {
			out = append(out, strings.Fields(full)...)
			continue
		}
		out = appendOpened(out, w)
	}
	return out
}

// appendOpened takes an elided or contracted word apart ("l'hotel", "what's",
// "10:30pm" needs nothing: the colon already split it).
func appendOpened(out []string, w string) []string {
	before, after, found := strings.Cut(w, "'")
	switch {
	case !found:
		return append(out, w)
	case after == "s" || after == "t" && !strings.HasSuffix(before, "n"):
		return append(out, before)
	case after == "t":
		return append(out, strings.TrimSuffix(before, "n"), "not")
	case len(before) <= 2 || before == "quel" || before == "dell" || before == "nell" || before == "all":
		if after == "" {
			return append(out, before)
		}
		return append(out, strings.ReplaceAll(after, "'", ""))
	default: // we'll, I've, they're
		return append(out, before)
	}
}

// pairs are two words that mean one thing.
var pairs = map[string]string{
	"wi fi": "wifi", "wire less": "wifi", "w lan": "wifi",
	"check in": "checkin", "checking in": "checkin", "check ins": "checkin", "checks in": "checkin", "checked in": "checkin",
	"check out": "checkout", "checking out": "checkout", "check outs": "checkout", "checked out": "checkout",
	"check inn": "checkin", "chek in": "checkin", "chek out": "checkout", "ckeck in": "checkin", "ckeck out": "checkout",
	"e mail": "email", "e mails": "email", "e bike": "ebike", "e bikes": "ebike",
	"a c": "aircon", "air conditioning": "aircon", "air con": "aircon", "air conditioner": "aircon", "air conditioned": "aircon", "air condition": "aircon",
	"hair dryer": "hairdryer", "hair drier": "hairdryer", "mini bar": "minibar", "mini fridge": "minifridge",
	"baby sitter": "babysitter", "baby sitting": "babysitting", "break fast": "breakfast",
	"car park": "carpark", "pick up": "pickup", "t v": "tv", "gluten free": "glutenfree",
	"petit dejeuner": "petitdejeuner", "pequeno almoco": "pequenoalmoco", "cafe da": "cafeda",
	"wake up": "wakeup", "no show": "noshow", "crypto currency": "cryptocurrency", "crypto currencies": "cryptocurrency",
	"bit coin": "bitcoin", "theme park": "themepark", "theme parks": "themepark", "amusement park": "themepark", "amusement parks": "themepark",
	"de l":    "de",
	"צ'ק אין": "checkin", "הצ'ק אין": "checkin", "בצ'ק אין": "checkin", "לצ'ק אין": "checkin", "צק אין": "checkin", "הצק אין": "checkin",
	"צ'ק אאוט": "checkout", "הצ'ק אאוט": "checkout", "בצ'ק אאוט": "checkout", "לצ'ק אאוט": "checkout", "צק אאוט": "checkout", "הצק אאוט": "checkout",
	"ויי פיי": "wifi", "וויי פיי": "wifi", "וואי פיי": "wifi", "הוויי פיי": "wifi", "הויי פיי": "wifi", "לוויי פיי": "wifi",
}

// spellings are single words that are usually written otherwise.
var spellings = map[string]string{
	"u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thx": "thanks", "tks": "thanks", "thanx": "thanks",
	"wat": "what", "wht": "what", "wots": "what", "whats": "what", "wheres": "where", "whens": "when", "hows": "how", "wen": "when",
	"dont": "do not", "doesnt": "does not", "cant": "can not", "cannot": "can not", "isnt": "is not", "im": "i", "ive": "i",
	"theres": "there", "abt": "about", "hv": "have", "hav": "have", "gotta": "have to", "wanna": "want to", "gonna": "going to",
	"tmrw": "tomorrow", "tmr": "tomorrow", "2moro": "tomorrow", "nite": "night", "hrs": "hours", "hr": "hour",
	"ac": "aircon", "aircon": "aircon", "airconditioning": "aircon", "aircondition": "aircon", "airco": "aircon",
	"checkins": "checkin", "checkouts": "checkout", "chekin": "checkin", "chekout": "checkout", "chkin": "checkin", "chkout": "checkout",
	"wlan": "wifi", "wi": "wifi", "wireless": "wifi", "mails": "email", "mail": "email", "colour": "color",
	"hairdrier": "hairdryer", "brekkie": "breakfast", "brekky": "breakfast", "breky": "breakfast", "bfast": "breakfast", "brekfast": "breakfast",
	"centre": "center", "elevators": "elevator", "veggie": "vegetarian", "vegie": "vegetarian", "vegetarians": "vegetarian", "vegans": "vegan",
	"doggy": "dog", "doggie": "dog", "doggo": "dog", "pooch": "dog", "kitty": "cat", "luggages": "luggage", "pkg": "parking", "prking": "parking", "restraunt": "restaurant",
	"amusementpark": "themepark", "disney": "disneyland", "btc": "bitcoin", "gf": "glutenfree", "eth": "ethereum", "cryptocurrencies": "cryptocurrency",
	"babysitters": "babysitter",
	"וויפיי":      "wifi", "ויפי": "wifi", "וייפיי": "wifi", "לווייפיי": "wifi", "הווייפיי": "wifi", "ווייפיי": "wifi", "הוויפיי": "wifi", "לוויפיי": "wifi",
}
