package builtin

import (
	"unicode"

	"deskbell/internal/knowledge/text"
)

// detectable are the languages that can be told apart by their function words.
var detectable = []string{"en", "de", "fr", "es", "pt", "it", "nl"}

// telling are words that belong to one language and are no function words.
var telling = map[string]string{
	"hello": "en", "hi": "en", "hey": "en", "breakfast": "en", "parking": "", "wifi": "", "please": "en", "thanks": "en",
	"guten": "de", "vielen": "de", "gerne": "de", "herzlichen": "de", "tag": "de", "morgen": "de", "danke": "de", "bitte": "de", "fruhstuck": "de", "zimmer": "de", "uhr": "de", "mensch": "de", "tschuss": "de", "hallo": "de", "servus": "de", "moin": "de",
	"bonjour": "fr", "bonsoir": "fr", "salut": "fr", "merci": "fr", "chambre": "fr", "heure": "fr", "revoir": "fr", "petitdejeuner": "fr",
	"hola": "es", "buenos": "es", "buenas": "es", "gracias": "es", "habitacion": "es", "desayuno": "es", "adios": "es",
	"ola": "pt", "bom": "pt", "boa": "pt", "obrigado": "pt", "obrigada": "pt", "quarto": "pt", "pequenoalmoco": "pt", "cao": "pt",
	"ciao": "it", "buongiorno": "it", "buonasera": "it", "grazie": "it", "camera": "it", "colazione": "it", "arrivederci": "it", "cane": "it",
	"goedemorgen": "nl", "goedendag": "nl", "bedankt": "nl", "kamer": "nl", "ontbijt": "nl", "doei": "nl",
}

// detect returns the language of a text, or fallback where the text does not
// show it: "wifi?" is written the same everywhere.
func detect(s string, tokens []string, fallback string) string {
	fallback = text.Base(fallback)
	var letters, arabic, cyrillic, hebrew int
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Hebrew, r):
			hebrew++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if arabic*2 > letters {
		return "ar"
	}
	if cyrillic*2 > letters {
		return "ru"
	}
	if hebrew*2 > letters {
		return "he"
	}
	best, bestScore, fallbackScore, second := "", 0, 0, 0
	for _, lang := range detectable {
		score := 0
		for _, t := range tokens {
			if _, ok := text.Stops(lang)[t]; ok {
				score += 2
			}
			if telling[t] == lang {
				score += 3
			}
		}
		if lang == fallback {
			fallbackScore = score
		}
		if score > bestScore {
			best, bestScore, second = lang, score, bestScore
		} else {
			second = max(second, score)
		}
	}
	switch {
	case bestScore == 0, fallback != "" && bestScore < fallbackScore+2:
		if fallback == "" {
			return "en"
		}
		return fallback
	case bestScore == second && fallback != "":
		return fallback
	}
	return best
}
