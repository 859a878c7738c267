package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/knowledge/text"
)

// ofTheDesk are messages about what only the desk can look up: whether it got a
// mail, where a parcel is, whether a booking went through. They name things that
// the knowledge names as well, so without this "did you get my email" would be
// told the hotel's address for mail.
var ofTheDesk = patternOf(
	`\b(?:did|have|has) (?:you|u|they|anyone|anybody|somebody|someone|the \w+|your \w+) (?:guys |already |ever |even |all |just |not )*(?:get|got|gotten|received?|seen?|read|found|find|processed?|refunded?|charged?|confirmed?|cancell?ed|sent) (?:my|our|me|us)\b`,
	`\b(?:where|when) (?:is|are|s|was) (?:my|our) (?:\w+ )?(?:taxi|cab|shuttle|driver|transfer|food|order|dinner|parcel|package|delivery|suitcases?|refund|money|invoice|receipt|confirmation|bill|visitor|friend)\b`,
	`\b(?:is|are|was|were) (?:my|our|the) (?:booking|reservation|payment|table|order|appointment|transfer|request|refund|parcel|package|taxi|cab|shuttle)s? (?:\w+ )?(?:confirmed|paid|booked|cancell?ed|arrived|here|there|received|coming|on (?:its|the) way|ok|valid|in your system|processed)\b`,
	`\b(?:has|have) (?:my|our) (?:\w+ )?\w+ (?:been |already )*(?:arrived|come|received|confirmed|paid|delivered|processed|cancell?ed|refunded|gone through)\b`,
	`\bdid (?:my|our) (?:\w+ )?\w+ (?:arrive|come|go through|reach you|work)\b`,
	`\bhaben sie (?:meine?n?|unsere?n?) (?:\w+ )*(?:erhalten|bekommen|gesehen|gelesen)\b`, `\bist (?:meine?|unsere?) (?:\w+ )*(?:angekommen|bestatigt|eingegangen)\b`,
	`\bavez vous (?:bien )?(?:recu|vu|lu) (?:mon|ma|mes|notre|nos)\b`, `\b(?:han|ha) (?:recibido|visto|leido) (?:mi|mis|nuestr\w+)\b`,
	`\b(?:receberam|recebeu|viram) (?:o meu|a minha|os meus|as minhas|meu|minha)\b`, `\b(?:avete|ha) (?:ricevuto|visto|letto) (?:il mio|la mia|le mie|i miei)\b`,
)

// asksTheDesk reports whether a message is one of those.
func asksTheDesk(message string) bool {
	words := text.Words(message)
	return len(words) <= 40 && ofTheDesk.MatchString(strings.Join(words, " "))
}

// answersForTheDesk reports whether the best piece is what the property itself
// wrote for such messages: one of its own questions is of that kind.
func (k *Knowledge) answersForTheDesk(f finding) bool {
	return len(f.scored) > 0 && k.pieces[f.scored[0].Piece].fact == nil && slices.ContainsFunc(k.pieces[f.scored[0].Piece].questions, asksTheDesk)
}
