package builtin

import (
	"strings"
	"sync"
	"unicode/utf8"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// The topic model was taught next to no Hebrew and little Arabic. What the catalogue calls its things in these is put into
// the English that the model knows, word by word, before it is asked what a message is about. The pieces are looked for in
// the words that the guest wrote.

// everyday are words that tell what is asked of a thing, with their English.
const everyday = `כמה עולה: how much cost; כמה עולים: how much cost; כמה: how much; מחיר: price; חינם: free; מתי: when; שעה: time; פתוח: open; פתוחה: open; נפתחת: open;
	סגור: closed; נסגר: close; עד: until; איפה: where; רחוק: far; קרוב: near; איך מגיעים: how to get; יש: have; אפשר: can; להביא: bring; להזמין: book; מותר: allowed; כלול: included; מוגשת: served;
	كم سعر: how much price; كم: how much; سعر: price; مجاني: free; متى: when; مفتوح: open; مغلق: closed; حتى: until; أين: where; بعيد: far; قريب: near; هل يوجد: is there; لديكم: have;
	يمكن: can; إحضار: bring; مسموح: allowed; مشمول: included`

// glosses are English words by the stems of what they are in Hebrew or Arabic, apart by spaces.
var glosses = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	put := func(phrase string, english []string) {
		key := stems(text.Tokens(phrase))
		if _, taken := out[key]; !taken && key != "" {
			out[key] = english
		}
	}
	for _, kind := range knowledge.Catalogue() {
		for _, language := range []string{"he", "ar"} {
			for _, name := range kind.Names[language] {
				put(name, text.Tokens(kind.Name("en")))
			}
		}
	}
	for pair := range strings.SplitSeq(everyday, ";") {
		phrase, english, _ := strings.Cut(pair, ":")
		put(phrase, strings.Fields(english))
	}
	return out
})

// longestGloss is how many words of a message are looked up together.
const longestGloss = 3

func stems(tokens []string) string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = text.Stem(t, "")
	}
	return strings.Join(out, " ")
}

// glossed are tokens with those in Hebrew and Arabic letters in English, as far as they are known. Others stay as they are,
// and a message without any is not copied.
func glossed(tokens []string) []string {
	first := -1
	for i, t := range tokens {
		if r, _ := utf8.DecodeRuneInString(t); r >= 'א' && r <= 'ي' {
			first = i
			break
		}
	}
	if first < 0 {
		return tokens
	}
	out := append([]string(nil), tokens[:first]...)
next:
	for i := first; i < len(tokens); {
		for n := min(longestGloss, len(tokens)-i); n > 0; n-- {
			if english, ok := glosses()[stems(tokens[i:i+n])]; ok {
				out = append(out, english...)
				i += n
				continue next
			}
		}
		out = append(out, rooted(tokens[i])...)
		i++
	}
	return out
}

// rooted is a word that is too short for a stem: "the bar" is one of three letters in Hebrew.
func rooted(token string) []string {
	for _, root := range text.HebrewRoots(token) {
		if english, ok := glosses()[root]; ok {
			return english
		}
	}
	return []string{token}
}
