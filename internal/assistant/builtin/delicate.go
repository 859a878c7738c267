package builtin

import (
	"slices"
	"sync"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// A wrong answer about money, allergens, access or health does harm that a wrong answer about the gym does not. Where a
// question is about one of these, more certainty is needed: what falls short of it is asked back.

// delicateFrom is how sure an answer to such a question must be. It is chosen on the open question sets so that at most
// two in a hundred of those that cannot be answered are. A fact is asked for by what the catalogue knows of how it is
// asked for, in every language, and needs less.
const (
	delicateFrom     = 0.84
	delicateFactFrom = 0.75
)

var delicateWords = wordSet(`
price prices priced cost costs costing charge charges charged fee fees surcharge pay paid free expensive cheap cheaper discount deposit refund refunded
preis preise kostet kosten gebuhr gebuhren aufpreis kostenlos kostenfrei teuer gratis kaution prix coute coutent tarif tarifs frais gratuit gratuite supplement caution
precio precios cuesta cuestan tarifa tarifas cargo suplemento gratuito gratuita deposito preco precos custa custam taxa taxas prezzo prezzi costa costano supplemento cauzione prijs prijzen toeslag borg
سعر اسعار السعر تكلفه رسوم مجاني مجانا מחיר מחירים עלות עולה חינם
allergy allergies allergic allergen allergens gluten glutenfree celiac coeliac lactose nut nuts peanut peanuts vegan vegetarian halal kosher
allergie allergien allergisch allergene zoliakie laktose nusse erdnusse allergique allergies allergenes cacahuete cacahuetes noix alergia alergias alergeno alergenos celiaco celiaca lactosa frutos cacahuetes alergico alergica lactose nozes amendoim
allergia allergie allergeni celiaco celiaca lattosio noci arachidi glutine glutenvrij noten pindas حساسيه غلوتين אלרגיה אלרגי גלוטן
wheelchair wheelchairs accessible accessibility disabled disability disabilities handicap handicapped stepfree mobility rollstuhl rollstuhlfahrer barrierefrei behindert behinderte behindertengerecht fauteuil accessibilite handicape handicapes handicapee
ruedas accesible accesibilidad discapacidad discapacitados rodas acessivel acessibilidade deficiencia deficientes rotelle accessibile accessibilita disabili rolstoel rolstoeltoegankelijk toegankelijk كرسي متحرك כיסא גלגלים נגישות נגיש
doctor doctors medical medicine medication pharmacy hospital insulin asthma pregnant pregnancy ill sick arzt arztin medizin medikamente apotheke krankenhaus schwanger krank insuline medecin medicaments pharmacie hopital enceinte malade
medico medica medicamentos farmacia hospital embarazada enfermo grávida doente gravida farmaci ospedale incinta malato dokter arts medicijnen apotheek ziekenhuis zwanger ziek طبيب دواء صيدليه مستشفي حامل مريض רופא תרופה בית מרקחת`)

// Delicate reports whether a question is about money, allergens, access or health.
func Delicate(question string) bool {
	tokens := text.Tokens(question)
	for i, t := range tokens {
		if _, ok := delicateWords[t]; ok {
			return true
		}
		if i > 0 && (t == "much" && tokens[i-1] == "how" || t == "viel" && tokens[i-1] == "wie" && (i+1 == len(tokens) || tokens[i+1] != "uhr")) {
			return true
		}
		switch t {
		case "combien", "cuanto", "quanto", "wieviel", "hoeveel", "بكم":
			return true
		}
	}
	return false
}

// doubt says why an answer that is sure enough otherwise is asked back instead; "" where it is not.
func (k *Knowledge) doubt(question string, tokens []string, f finding) string {
	if f.confidence < answerFrom || f.exact || len(f.scored) == 0 || !k.forHotel() {
		return ""
	}
	at := f.scored[0].Piece
	least := delicateFrom
	if k.pieces[at].fact != nil {
		least = delicateFactFrom
	}
	if f.confidence < least && Delicate(question) && !k.pieces[at].calledBy(tokens) {
		return "delicate"
	}
	if len(questions(question)) == 1 && k.namesOther(tokens, at) {
		return "other_thing"
	}
	return ""
}

// calledBy reports whether a message calls a fact by one of its names: "what do you charge for breakfast?" can be about
// nothing else.
func (p piece) calledBy(tokens []string) bool {
	if p.fact == nil {
		return false
	}
	kind, _ := knowledge.KindOf(p.fact.Key)
	for _, names := range kind.Names {
		for _, name := range names {
			words := text.Tokens(name)
			for i := 0; len(words) > 0 && i+len(words) <= len(tokens); i++ {
				if slices.Equal(tokens[i:i+len(words)], words) {
					return true
				}
			}
		}
	}
	return false
}

// doubted is f as something to ask back.
func doubted(f finding) finding {
	f.confidence = min(f.confidence, answerFrom-0.01)
	return f
}

// thingsNamed are the single words that name a thing of the catalogue, with the keys that they name.
var thingsNamed = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, kind := range knowledge.Catalogue() {
		for _, names := range kind.Names {
			for _, name := range names {
				if t := text.Tokens(name); len(t) == 1 && !slices.Contains(out[t[0]], kind.Key) {
					out[t[0]] = append(out[t[0]], kind.Key)
				}
			}
		}
	}
	return out
})

// namesOther reports whether a short message names a thing that the property has said nothing of, and the piece does not
// either: the shuttle to the casino is not the one to the airport.
func (k *Knowledge) namesOther(tokens []string, at int) bool {
	own, _, _, _ := reading(tokens)
	if len(own) < 2 || len(own) > 5 {
		return false
	}
	return slices.ContainsFunc(own, func(w string) bool {
		keys := thingsNamed()[w]
		return len(keys) > 0 && !slices.ContainsFunc(keys, k.says) && !k.carries(at, []string{w})
	})
}

// says reports whether the property has said anything about a thing of the catalogue.
func (k *Knowledge) says(key string) bool {
	if slices.ContainsFunc(k.pieces, func(p piece) bool { return p.fact != nil && p.fact.Key == key }) {
		return true
	}
	label := k.models.Topics.Label(key)
	return label >= 0 && k.held[label] > 0.3
}
