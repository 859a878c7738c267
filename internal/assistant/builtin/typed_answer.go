package builtin

import (
	"slices"
	"sync"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/knowledge/typed"
)

// namedFrom is how sure it must be what a question is about that calls a thing by its name and has no word that was not
// understood: days and times that the knowledge never uses make the ranking doubt it, and here they are accounted for.
const namedFrom = 0.1

// longestSum is how many bytes a question may have of which every word is accounted for.
const longestSum = 400

// reckon answers from a fact's figures what its words answer only for whoever does the sum: "is breakfast served at 7 on
// Sunday?", "what is parking for 3 nights?". What the property says in words stands below it, so that nothing it makes a
// condition of is left out. Where the question has one word too many, or the figures leave a doubt, a stays as it is.
func (k *Knowledge) reckon(a *assistant.Answer, q assistant.Question, f finding, followed bool, language string) {
	if f.confidence < namedFrom || len(q.Text) > longestSum || !typed.Spoken(language) {
		return
	}
	best := f.scored[:min(len(f.scored), maxSuggestions)]
	for _, s := range best {
		if p := k.pieces[s.Piece]; p.fact != nil && k.stays(a, q, p.fact.Key, language) {
			return
		}
	}
	for i, s := range best {
		p := k.pieces[s.Piece]
		if p.fact == nil || p.bookedOnly {
			continue
		}
		kind, _ := knowledge.KindOf(p.fact.Key)
		sure := i == 0 && f.confidence >= answerFrom && a.Decision == assistant.DecisionAnswer
		for _, sum := range sums(q, kind) {
			if p.fact.State != knowledge.FactYes || !sum.understood(kind) || !(i == 0 && followed) && !sure && !sum.named(kind) {
				continue
			}
			if line, ok := (figure{kind, p.fact.Value, sum, language, q.Now}).say(); ok {
				k.tell(a, line, language, p)
				return
			}
		}
		if sure {
			return // that is what it asks for; another fact's figures would be beside the point
		}
	}
}

// sums are the readings of a message that may be about a kind of fact: the whole of it, and each of its questions where
// the others are about something else. "In October or November?" is one question.
func sums(q assistant.Question, kind knowledge.FactKind) []asking {
	whole := ask(q.Text, q.Now)
	parts := questions(q.Text)
	if len(parts) < 2 || len(parts) > maxParts || whole.understood(kind) {
		return []asking{whole}
	}
	var own []asking
	for _, part := range parts {
		a := ask(part, q.Now)
		switch {
		case a.names(kind):
			own = append(own, a)
		case a.figured() && len(a.rest) == 0:
			return nil // a piece of another one: "on Sunday"
		}
	}
	if len(own) > 1 {
		return nil
	}
	return own
}

// figured reports whether a reading has anything to reckon with.
func (a asking) figured() bool {
	return len(a.times)+len(a.days)+len(a.months)+len(a.counted)+len(a.ages)+len(a.ahead)+a.kg > 0 || a.kids || a.doubt
}

// tell makes a the answer that was reckoned from a fact, with the fact's words below.
func (k *Knowledge) tell(a *assistant.Answer, line, language string, from ...piece) {
	*a = assistant.Answer{Decision: assistant.DecisionAnswer, Confidence: max(a.Confidence, answerFrom), Text: line, Language: language,
		About: a.About, Wish: a.Wish, Trace: a.Trace}
	for _, p := range from {
		if p.answer != "" {
			words, _ := p.words(language)
			a.Text += "\n" + words
		}
		a.Sources = append(a.Sources, p.source)
	}
}

// sojourn are the two facts that a question about a time of arrival or departure is about: the rule, and its exception.
var sojourn = map[string][2]string{
	"check_in": {"check_in", "early_check_in"}, "early_check_in": {"check_in", "early_check_in"},
	"check_out": {"check_out", "late_check_out"}, "late_check_out": {"check_out", "late_check_out"},
}

// stays is whether a question about a time of arrival or departure was answered, where key is one of the facts of that.
func (k *Knowledge) stays(a *assistant.Answer, q assistant.Question, key, language string) bool {
	pair, ok := sojourn[key]
	kind, _ := knowledge.KindOf(key)
	return ok && slices.ContainsFunc(sums(q, kind), func(sum asking) bool { return k.betweenStays(a, sum, pair, language) })
}

// betweenStays answers "can I check in at 11?": by the rule where that allows it, otherwise with the exception, which the
// desk grants and not the figures.
func (k *Knowledge) betweenStays(a *assistant.Answer, sum asking, pair [2]string, language string) bool {
	rule, ok := k.factOf(pair[0])
	if !ok || rule.fact.State != knowledge.FactYes || len(sum.times) != 1 || sum.price || sum.free || sum.asks || sum.shut || sum.kids || len(sum.counted)+len(sum.ages)+len(sum.ahead)+sum.kg > 0 {
		return false
	}
	kind, _ := knowledge.KindOf(pair[0])
	beside, _ := knowledge.KindOf(pair[1])
	if f := a.Confidence; f < suggestFrom && !sum.named(kind) && !sum.named(beside) {
		return false
	}
	if !sum.understood(kind) && !sum.understood(beside) || !sum.names(kind) && !sum.names(beside) {
		return false
	}
	fig := figure{kind, rule.fact.Value, sum, language, time.Time{}}
	minute, verdict := fig.at(typed.Week[0], kind.Form.Style())
	if fig.value.Zero() || verdict == typed.Doubt || len(rule.fact.Value.Seasons) > 0 || slices.ContainsFunc(rule.fact.Value.Hours, func(h typed.Hours) bool { return len(h.Days) > 0 || h.Dates != nil }) {
		return false
	}
	says := typed.Value{Hours: rule.fact.Value.Hours}.Sentence(language, kind.Name(language), kind.Form.Style())
	if verdict == typed.Yes {
		k.tell(a, typed.Opens(language, typed.Clock(language, minute))+" "+says, language, rule)
		return true
	}
	other, ok := k.factOf(pair[1])
	if !ok || other.fact.State != knowledge.FactYes {
		k.tell(a, typed.Refuses(language, typed.Clock(language, minute))+" "+says, language, rule)
		return true
	}
	words, _ := other.words(language)
	if _, v := (figure{beside, other.fact.Value, sum, language, time.Time{}}).at(typed.Week[0], beside.Form.Style()); v == typed.No {
		says = typed.Refuses(language, typed.Clock(language, minute)) + " " + says
	}
	k.tell(a, says+"\n"+words, language)
	a.Sources = []assistant.Source{rule.source, other.source}
	return true
}

// factOf is the piece of a fact, unless a notice stands in its place.
func (k *Knowledge) factOf(key string) (piece, bool) {
	i := slices.IndexFunc(k.pieces, func(p piece) bool { return p.fact != nil && p.fact.Key == key })
	if i < 0 {
		return piece{}, false
	}
	return k.pieces[i], true
}

// named reports whether the question has a word that the catalogue calls the thing by.
func (a asking) named(kind knowledge.FactKind) bool {
	return slices.ContainsFunc(a.rest, func(w string) bool { return properNames()[kind.Key][w] })
}

// names reports whether the question has a word that stands for the thing.
func (a asking) names(kind knowledge.FactKind) bool {
	return slices.ContainsFunc(a.rest, func(w string) bool { return calls(kind, w) })
}

// alsoCalled are names that the catalogue has not: what is done there, and languages that it has no names in.
var alsoCalled = map[string]string{
	"check_in": "einchecken inchecken تسجيل الوصول", "check_out": "auschecken uitchecken تسجيل المغادره", "parking": "parken parkeren aparcar estacionar parcheggiare garer parkeerplaats موقف",
	"breakfast": "ontbijt الافطار افطار الفطور", "pool": "zwembad المسبح مسبح", "pets": "huisdier huisdieren", "gym": "sportschool", "city_tax": "toeristenbelasting",
}

// besides are words that stand for a thing only in questions that are about it anyway.
var besides = map[string]string{
	"check_in":        "check checkin room zimmer chambre habitacion quarto camera kamer einchecken arriver entrar entrare inchecken early earlier hotel",
	"early_check_in":  "check checkin room zimmer chambre early earlier",
	"check_out":       "check checkout leave out room zimmer auschecken partir salir sair uscire lasciare dejar deixar uitchecken vertrekken late later",
	"late_check_out":  "check checkout leave out room zimmer late later auschecken",
	"parking":         "park parked car auto wagen voiture coche carro macchina parken parkt garer aparcar estacionar parcheggiare parkeren parkeerplaats parkplatz موقف السيارات السياره vehicle stellplatz",
	"pets":            "dog dogs hund hunde chien perro cao cane hond huisdier bring puppy كلبي كلب",
	"pool":            "zwembad outdoor المسبح مسبح حمام السباحه",
	"breakfast":       "ontbijt الافطار افطار الفطور petit dejeuner buffet",
	"city_tax":        "tax taxe kurtaxe tasa taxa tassa toeristenbelasting city tourist local stay taxes",
	"cancellation":    "cancel cancelled stornieren annuler cancelar cancellare annuleren booking reservation",
	"airport_shuttle": "airport shuttle flughafen aeroport aeropuerto aeroporto luchthaven",
	"gym":             "fitness sportschool workout",
	"restaurant":      "lunch dinner eat",
	"min_age":         "check in age",
	"meeting_rooms":   "meeting room tagungsraum salle reunion sala vergaderzaal",
	"extra_bed":       "bed bett lit cama letto",
}

// properNames are the words of each kind's names, namesOf those and what stands for it besides.
var (
	properNames = sync.OnceValue(func() map[string]map[string]bool { return namings(false) })
	namesOf     = sync.OnceValue(func() map[string]map[string]bool { return namings(true) })
)

func namings(all bool) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, kind := range knowledge.Catalogue() {
		set := map[string]bool{}
		add := func(phrase, language string) {
			for _, w := range spoken(phrase) {
				set[w], set[text.Stem(w, language)] = true, true
			}
		}
		for language, names := range kind.Names {
			for _, n := range names {
				add(n, language)
			}
		}
		add(alsoCalled[kind.Key], "en")
		if all {
			add(kind.Label, "en")
			add(besides[kind.Key], "en")
		}
		out[kind.Key] = set
	}
	return out
}

// calls reports whether a word is part of what a kind of fact is called, in any language.
func calls(kind knowledge.FactKind, word string) bool {
	set := namesOf()[kind.Key]
	in := func(word string) bool { return set[word] }
	return set[word] || slices.ContainsFunc(text.HebrewRoots(word), in) ||
		slices.ContainsFunc(detectable[:], func(language string) bool { return set[text.Stem(word, language)] })
}
