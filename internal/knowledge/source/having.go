package source

import (
	"regexp"
	"strings"
	"sync"

	"deskbell/internal/knowledge/text"
)

// A sentence may also say that the house has a thing, or has it not: "There is a sauna", "We have no pool". Like figures it
// counts only where it says that and no more, of a thing by its usual name.

// has and lacks are the two ways, in the six languages that figures are read in; the thing is what they capture.
var (
	has = sayings(
		`(?:we have|we offer|there is|there are|(?:the|our) hotel (?:has|offers)) (?:an? )?(.+?)(?: on site| in the house| at the hotel| for our guests)?`,
		`(?:wir haben|wir bieten|es gibt|(?:unser|das) (?:haus|hotel) (?:hat|bietet)) (?:einen? |ein )?(.+?)(?: im haus| im hotel| fur unsere gaste)?`,
		`(?:nous avons|nous proposons|il y a|l'hotel (?:a|propose)) (?:une? |des )?(.+?)(?: sur place| a l'hotel)?`,
		`(?:tenemos|ofrecemos|hay|(?:el|nuestro) hotel (?:tiene|ofrece|cuenta con)) (?:una? )?(.+?)(?: en el hotel)?`,
		`(?:abbiamo|offriamo|c'e|ci sono|l'hotel (?:ha|offre|dispone di)) (?:una? |uno |un')?(.+?)(?: in hotel)?`,
		`(?:temos|oferecemos|ha|o (?:nosso )?hotel (?:tem|oferece|dispoe de)) (?:uma? )?(.+?)(?: no hotel)?`,
	)
	lacks = sayings(
		`(?:we have no|there (?:is|are) no|we (?:do not|don't) (?:have|offer)|(?:the|our) hotel (?:has no|does not have|doesn't have)) (?:an? |any )?(.+?)(?: on site| in the house| at the hotel)?`,
		`(?:wir haben|wir bieten|es gibt|(?:unser|das) (?:haus|hotel) hat) keine?n? (.+?)(?: im haus| im hotel)?`,
		`(?:nous n'avons pas|nous ne proposons pas|il n'y a pas|l'hotel n'a pas) (?:de |d')?(.+?)(?: sur place| a l'hotel)?`,
		`(?:no tenemos|no ofrecemos|no hay|no disponemos de|(?:el|nuestro) hotel no (?:tiene|ofrece)) (.+?)(?: en el hotel)?`,
		`(?:non abbiamo|non offriamo|non c'e|non ci sono|l'hotel non (?:ha|offre)) (?:il |la |l'|una? )?(.+?)(?: in hotel)?`,
		`(?:nao temos|nao oferecemos|nao ha|o (?:nosso )?hotel nao (?:tem|oferece)) (.+?)(?: no hotel)?`,
		`(?:the |our )?(.+?) (?:is|are) not (?:available|offered)`, `(?:der |die |das |ein |eine )?(.+?) (?:ist nicht vorhanden|ist nicht verfugbar|wird nicht angeboten)`,
		`(?:le |la |l')?(.+?) n'est pas (?:disponible|propose)`, `(?:el |la )?(.+?) no esta disponible`, `(?:il |la |l')?(.+?) non e disponibile`, `(?:o |a )?(.+?) nao esta disponivel`,
	)
)

func sayings(list ...string) func() []*regexp.Regexp {
	return sync.OnceValue(func() (out []*regexp.Regexp) {
		for _, s := range list {
			out = append(out, regexp.MustCompile(`^`+s+`$`))
		}
		return out
	})
}

// said is the kind of which a whole sentence says so in one of the ways; "" where it does not.
func said(sentence string, ways []*regexp.Regexp) string {
	words := strings.Join(text.Words(sentence), " ")
	for _, way := range ways {
		if m := way.FindStringSubmatch(words); m != nil {
			if key := things().usual[m[1]]; key != "" {
				return key
			}
		}
	}
	return ""
}
