package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// A follow-up asks something more about what was just answered: "is it heated?",
// "and on Sundays?", "how much?". A message that names a thing of its own is
// none, however short it is: "do you have a casino?" asks for a casino, whatever
// was spoken of before. So every word of a follow-up must be one of three: a word
// that says nothing by itself, one that asks after a property which any thing may
// have (attributes), or one that the thing's own knowledge uses.

// leads are words that a follow-up begins with.
var leads = wordSet(`and also what about how und wie et aussi quid y que e quanto per anche en wat و ماذا`)

// pronouns stand for what was spoken of. "There" is one unless it only fills a
// place, as in "is there".
var pronouns = wordSet(`it its that this they them these those one ones he she him her there
es das sie ihn ihm dort da dafur davon darin er ca cela il elle ils elles y en lo la eso ello esto alli ahi isso ele ela isto la ali esso essa quello ci
هو هي هذا هذه ذلك هناك het dit dat daar`)

// askers are question words that are a follow-up by themselves.
var askers = wordSet(`when where how wann wo wie wieviel quand ou combien cuando donde cuanto quando onde quanto dove quanti wanneer waar hoe hoeveel متى اين كم بكم كيف`)

// attributes ask after what many things have: a price, hours, a size, a place, a
// day, whom it is for, whether one must book.
var attributes = wordSet(`
much many cost costs costing price prices priced pricing rate rates charge charged charges fee fees expensive cheap cheaper free pay paid payable included include includes including extra surcharge
open opens opened opening close closes closed closing start starts begin begins end ends finish hours hour time times oclock am pm late later latest early earlier earliest until till long
far near distance minutes minute walk walking away located location
reserve reserved reserving reservation book booked booking bookable advance order required necessary need needed must allowed available availability possible sign
today tomorrow tonight now weekend weekends weekday weekdays monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
january february march april may june july august september october november december christmas easter holiday holidays
morning afternoon evening night nights midnight noon day days daily week weeks month months year summer winter spring autumn season
person persons people guest guests adult adults child children kid kids baby babies family couple each both
big large small size deep wide high long tall heavy weigh weighs weight kg kilo kilos cm metres meters euro euros eur total two three four five six seven eight nine ten
exactly also too anymore else use work works offer offered way return
viel viele kostet kosten preis preise teuer billig gratis kostenlos kostenfrei inklusive enthalten inbegriffen aufpreis geoffnet offen offnet auf schliesst zu geschlossen beginnt lange spat fruh weit entfernt minuten fuss reservieren reserviert buchen gebucht vorher voranmelden notig verfugbar moglich erlaubt heute morgen abends morgens wochenende sonntag sonntags samstag samstags montag dienstag mittwoch donnerstag freitag nacht tag tage woche person personen kind kinder gross klein tief breit bezahlen zahlen uhr uhrzeit
coute coutent prix cher tarif gratuit gratuite payant inclus incluse compris comprise supplement ouvert ouverte ouvre ferme fermee tard tot loin pied minutes reserver reservation avance disponible possible aujourd'hui jusqu jusque demain soir matin dimanche samedi lundi week weekend nuit jour personne personnes enfant enfants grand petit payer heure heures quel quelle
cuesta cuestan precio caro gratis incluido incluida suplemento abierto abierta abre cierra cerrado hora horas tarde temprano lejos pie reservar reserva antelacion disponible posible hoy manana domingo domingos sabado sabados lunes semana noche dia persona personas nino ninos grande pagar
custa custam preco caro gratuito gratuita gratis incluido incluida suplemento aberto aberta abre fecha fechado longe reservar reserva antecedencia disponivel possivel preciso hoje amanha domingo domingos sabado sabados segunda semana noite dia pessoa pessoas crianca criancas horas hora
costa costano prezzo gratuito gratuita incluso inclusa compreso compresa supplemento aperto aperta apre chiude chiuso tardi presto lontano piedi prenotare prenotazione anticipo disponibile possibile oggi domani domenica sabato settimana notte giorno persona persone bambini ore ora pagare
prijs duur inbegrepen open sluit reserveren vandaag zondag zaterdag
السعر سعر سعره سعرها الثمن مجاني مجانا يوم الاحد السبت الجمعه اليوم غدا حجز الحجز يفتح يغلق مفتوح ساعه الساعه بعيد`)

// followUp returns the piece that was just answered, where the message asks
// something more about it. Alone is what the message finds without it; ok is
// false where that is the better reading.
func (k *Knowledge) followUp(q assistant.Question, tokens []string, alone finding) (f finding, ok bool) {
	if len(q.Previous) == 0 || len(tokens) == 0 || len(tokens) > 10 || alone.exact {
		return finding{}, false
	}
	own, pronoun, lead, asks := reading(tokens)
	if len(own) == 0 && !pronoun && asksHowToPay(tokens) {
		return finding{}, false
	}
	of := k.spokenOf(q.Previous)
	if f, ok := k.counterpart(tokens, of); ok {
		return f, true
	}
	for i := len(of) - 1; i >= 0; i-- { // of several answers in one message the last is the nearest
		at := of[i]
		same := len(alone.scored) > 0 && alone.scored[0].Piece == at
		sure := alone.confidence >= answerFrom
		switch {
		case same && sure:
			return finding{}, false // it says by itself what it is about
		case len(own) == 0:
			if !asks { // "yes"
				continue
			}
		case placed(tokens) && k.tells(at, own): // "are there towels there?"
		case k.carries(at, own):
			// "Is it heated?" points back even where heating is a thing as well;
			// "can I bring my dog there?" is about dogs.
			if !says(tokens) && (!pronoun && !lead || sure) {
				continue
			}
		case len(own) == 1 && says(tokens) && !named(own[0]):
			// "is it noisy?" asks what the thing is like, in a word of its own.
		case same && lead && alone.confidence >= suggestFrom:
			// "and for a cat?": not sure alone, but what came before makes it so.
		default:
			continue
		}
		return finding{
			scored:     []Scored{{Piece: at, Confidence: followed}},
			confidence: followed,
			topics:     k.pieces[at].topics,
		}, true
	}
	return finding{}, false
}

// pointsAtNothing reports whether a message asks after nothing but "it", when
// nothing was spoken of: whatever it is like, it is like that by chance.
func pointsAtNothing(tokens []string) bool {
	own, pronoun, _, _ := reading(tokens)
	return pronoun && len(own) == 0 && !slices.ContainsFunc(tokens, func(t string) bool {
		return slices.Contains([]string{"where", "there", "here", "wo", "ou", "donde", "onde", "dove", "waar"}, t) // the house itself
	})
}

// followed is how sure a follow-up is of its piece.
const followed = 0.85

// reading sorts the words of a message: own are those that name something; asks
// tells whether the rest asks anything at all ("yes" does not).
func reading(tokens []string) (own []string, pronoun, lead, asks bool) {
	if len(tokens) == 0 {
		return nil, false, false, false
	}
	_, lead = leads[tokens[0]]
	for i, t := range tokens {
		if t == "" { // what is left of a contraction without a word
			continue
		}
		if _, ok := askers[t]; ok {
			asks = true
		}
		if _, ok := attributes[t]; ok || t[0] >= '0' && t[0] <= '9' {
			asks = true
			continue
		}
		if _, ok := pronouns[t]; ok {
			pronoun = pronoun || t != "there" || !fills(tokens, i)
			continue
		}
		if _, ok := leads[t]; ok || text.IsStopAnywhere(t) {
			continue
		}
		own = append(own, t)
	}
	return own, pronoun, lead, asks
}

// asksHowToPay tells "how can I pay?", a question of its own, from "do I have to
// pay?", which asks what the thing costs.
func asksHowToPay(tokens []string) bool {
	var how, pay bool
	for _, t := range tokens {
		how = how || slices.Contains([]string{"how", "wie", "comment", "como", "come", "hoe"}, t)
		pay = pay || slices.Contains([]string{"pay", "paid", "bezahlen", "zahlen", "payer", "pagar", "pagare", "betalen"}, t)
	}
	return how && pay
}

// fills reports whether the word at i, "there", stands beside the verb only to
// fill a place: "is there", "there are".
func fills(tokens []string, i int) bool {
	be := func(at int) bool {
		return at >= 0 && at < len(tokens) && slices.Contains([]string{"is", "are", "was", "will", "be", "s"}, tokens[at])
	}
	return i == 0 || be(i-1) || be(i+1)
}

// says reports whether a message says something about a pronoun: "is it noisy".
func says(tokens []string) bool {
	for i := 0; i+1 < len(tokens) && i < 2; i++ {
		switch tokens[i] {
		case "is", "are", "was", "ist", "sind", "est", "sono":
			if _, ok := pronouns[tokens[i+1]]; ok && tokens[i+1] != "there" {
				return true
			}
		}
	}
	return false
}

// places point at where something is, at the end of a question.
var places = wordSet(`there dort la alli ahi ali li daar هناك שם`)

// placed reports whether a message asks for something at the place that was spoken of.
func placed(tokens []string) bool {
	_, ok := places[tokens[len(tokens)-1]]
	return ok && len(tokens) > 2
}

// counterparts are things that are asked for by one word after their other half: "what time is check-in?", "and out?".
var counterparts = map[string]struct {
	key   string
	words map[string]struct{}
}{
	"check_in":  {"check_out", wordSet(`out checkout leave leaving departure abreise raus auszug auschecken depart partir sortie salida salir saida sair partenza uscita uscire vertrek uit uitchecken المغادره المغادرة خروج`)},
	"check_out": {"check_in", wordSet(`in checkin arrive arriving arrival anreise rein einchecken arrivee entree llegada entrada chegada arrivo entrata aankomst inchecken الوصول دخول`)},
}

// counterpart is the other half of what was just answered, where a message asks for nothing else.
func (k *Knowledge) counterpart(tokens []string, of []int) (finding, bool) {
	if _, lead := leads[tokens[0]]; !lead || len(tokens) > 4 || len(of) == 0 {
		return finding{}, false
	}
	last := k.pieces[of[len(of)-1]]
	if last.fact == nil {
		return finding{}, false
	}
	half := counterparts[last.fact.Key]
	if _, ok := half.words[tokens[len(tokens)-1]]; !ok {
		return finding{}, false
	}
	at := slices.IndexFunc(k.pieces, func(p piece) bool { return p.fact != nil && p.fact.Key == half.key })
	if at < 0 {
		return finding{}, false
	}
	return finding{scored: []Scored{{Piece: at, Confidence: followed}}, confidence: followed, topics: k.pieces[at].topics}, true
}

// adjectives are names of things that "is it …" does not mean as such.
var adjectives = wordSet(`safe secure quiet accessible smoking vegan vegetarian sicher ruhig leise calme seguro segura tranquilo tranquila sicuro tranquillo`)

// named reports whether a word is the name of a thing that guests of any hotel
// ask for.
func named(word string) bool {
	if _, ok := adjectives[word]; ok {
		return false
	}
	for _, kind := range knowledge.Catalogue() {
		for _, names := range kind.Names {
			for _, name := range names {
				if slices.Contains(text.Tokens(name), word) {
					return true
				}
			}
		}
	}
	return false
}

// carries reports whether a piece's own questions and answer use all the words.
func (k *Knowledge) carries(at int, words []string) bool {
	p := k.pieces[at]
	return p.writes(words, append([]string{p.answer, p.suggestion}, p.questions...))
}

// tells reports whether a piece's answer uses all the words.
func (k *Knowledge) tells(at int, words []string) bool {
	return k.pieces[at].writes(words, []string{k.pieces[at].answer})
}

// writes reports whether all the words stand in texts of the piece's language.
func (p piece) writes(words, texts []string) bool {
	stems := map[string]struct{}{}
	for _, s := range texts {
		for _, t := range text.Tokens(s) {
			stems[text.Stem(t, p.language)] = struct{}{}
		}
	}
	for _, w := range words {
		if _, ok := stems[text.Stem(w, p.language)]; !ok {
			return false
		}
	}
	return true
}

// spokenOf returns the pieces that the assistant's last answer was made of. Small
// talk between does not change the subject; a question without an answer does.
func (k *Knowledge) spokenOf(previous []assistant.Exchange) []int {
	for i := len(previous) - 1; i >= 0; i-- {
		e := previous[i]
		if smallTalk(e.Guest) != nil {
			continue
		}
		if e.Assistant == "" { // what was said is not known: what was asked is
			if f := k.find(e.Guest); len(f.scored) > 0 && f.confidence >= answerFrom && Wish(e.Guest) < wishFrom {
				return []int{f.scored[0].Piece}
			}
			return nil
		}
		if from := k.piecesOf(e.Sources); len(from) > 0 {
			return from
		}
		return k.saidIn(e.Assistant)
	}
	return nil
}

// piecesOf are the pieces of sources, in their order; none for what is not known any more.
func (k *Knowledge) piecesOf(sources []assistant.Source) []int {
	var out []int
	for _, s := range sources {
		if i := slices.IndexFunc(k.pieces, func(p piece) bool { return p.source.ID == s.ID && p.source.Kind == s.Kind }); i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// saidIn returns the pieces whose words stand in what was said, in their order.
func (k *Knowledge) saidIn(said string) []int {
	type found struct{ piece, begin, end int }
	var all []found
	for i, p := range k.pieces {
		for _, words := range p.sayings() {
			if at := strings.Index(said, words); at >= 0 {
				all = append(all, found{i, at, at + len(words)})
				break
			}
		}
	}
	// A short answer may stand inside a longer one by chance.
	slices.SortStableFunc(all, func(a, b found) int { return a.begin - b.begin })
	var pieces []int
	for _, f := range all {
		inside := slices.ContainsFunc(all, func(o found) bool {
			return o.begin <= f.begin && o.end >= f.end && o.end-o.begin > f.end-f.begin
		})
		if !inside {
			pieces = append(pieces, f.piece)
		}
	}
	return pieces
}

// sayings are the words by which a piece is recognised in an answer.
func (p piece) sayings() []string {
	if p.answer != "" {
		return []string{p.answer}
	}
	if p.fact == nil {
		return nil
	}
	var out []string
	for language := range phraseYes {
		words, _ := p.words(language)
		out = append(out, words)
	}
	return out
}
