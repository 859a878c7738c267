package builtin

import (
	"slices"
	"strings"
	"sync"

	"deskbell/internal/assistant/builtin/topic"
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
func (k *Knowledge) doubt(question string, tokens []string, language string, f finding) string {
	if f.confidence < answerFrom || f.exact || len(f.scored) == 0 || !k.forHotel {
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
	switch {
	case len(questions(question)) != 1:
		return ""
	case k.namesOther(tokens, at), k.besideName(tokens, at, language), k.inBed(tokens, at):
		return "other_thing"
	case k.notOnPage(tokens, language, at):
		return "not_on_page"
	}
	return ""
}

// inBed reports whether a message asks of an allergy that is no matter of food, and the piece is about what guests eat.
func (k *Knowledge) inBed(tokens []string, at int) bool {
	f := k.pieces[at].fact
	return f != nil && f.Key == "dietary" && slices.ContainsFunc(tokens, func(t string) bool {
		return (has(neverEaten, t) || strings.HasPrefix(t, "allergiker")) && !k.written(at, t)
	}) && !slices.ContainsFunc(tokens, func(t string) bool { return has(eaten, t) })
}

var (
	neverEaten = wordSet(`room rooms pillow pillows bedding bed beds duvet duvets feather feathers down mattress mattresses sheets blanket blankets dust mites carpet carpets pollen mould mold smoke perfume hypoallergenic
		zimmer raum kissen bettwasche bett betten bettdecke decke federn daunen matratze staub hausstaub milben teppich teppichboden pollen schimmel oreiller oreillers literie lit lits couette plumes duvet matelas poussiere acariens moquette tapis chambre chambres hypoallergenique hypoallergeniques
		almohada almohadas ropa cama edredon plumas colchon polvo acaros alfombra moqueta habitacion habitaciones hipoalergenico hipoalergenica hipoalergenicas almofada almofadas edredao penas colchao po alcatifa quarto quartos hipoalergenicos
		cuscino cuscini lenzuola letto piumino piume materasso polvere acari moquette camera camere stanza ipoallergenico ipoallergenici ipoallergenica anallergico anallergici anallergica kussen kussens beddengoed dekbed veren dons matras stof huisstof mijten tapijt kamer
		وساده وسائد مخده فراش ريش غبار غرفه כרית כריות נוצות מצעים אבק שטיח חדר`)
	eaten = wordSet(`eat food breakfast dinner lunch meal meals kitchen menu nut nuts peanut peanuts gluten milk egg eggs fish shellfish lactose essen fruhstuck abendessen kuche milch eier fisch nusse manger repas petit dejeuner cuisine lait oeufs poisson comer comida desayuno cena cocina leche huevos pescado
		refeicao almoco jantar leite ovos peixe mangiare cibo colazione pranzo cucina latte uova pesce eten ontbijt diner keuken melk eieren vis noten طعام فطور اكل אוכל ארוחה ארוחת`)
)

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

// called puts the one fact first that a delicate question calls by its name, where what fits better goes by another: "are
// dogs free on Sundays?" is about dogs, however much else is free on Sundays.
func (k *Knowledge) called(question string, tokens []string, f finding) finding {
	if f.exact || len(f.scored) < 2 || f.confidence < suggestFrom || k.pieces[f.scored[0].Piece].fact == nil || k.pieces[f.scored[0].Piece].calledBy(tokens) || !Delicate(question) {
		return f
	}
	at := -1
	for i, s := range f.scored[1:min(len(f.scored), maxSuggestions)] {
		if k.pieces[s.Piece].calledBy(tokens) {
			if at >= 0 {
				return f
			}
			at = i + 1
		}
	}
	if at < 0 || f.scored[at].Score < f.scored[0].Score*0.4 {
		return f
	}
	return f.first(at)
}

// doubted is f as something to ask back.
func doubted(f finding) finding {
	f.confidence = min(f.confidence, answerFrom-0.01)
	return f
}

// thingsNamed are the words that name a thing of the catalogue, and the pairs of words that are part of such a name, with the
// keys that they name.
var thingsNamed = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	put := func(name, key string) {
		if !slices.Contains(out[name], key) {
			out[name] = append(out[name], key)
		}
	}
	for _, kind := range knowledge.Catalogue() {
		for _, names := range kind.Names {
			for _, name := range names {
				t := text.Tokens(name)
				if len(t) == 1 {
					put(t[0], kind.Key)
				}
				for i := 1; i < len(t); i++ {
					put(t[i-1]+" "+t[i], kind.Key)
				}
			}
		}
	}
	return out
})

// namedAt are the keys of what a word of a message names, together with the one beside it where both are a name: a security
// deposit is no security.
func namedAt(tokens []string, i int) []string {
	for at := max(1, i); at <= i+1 && at < len(tokens); at++ {
		if keys := thingsNamed()[tokens[at-1]+" "+tokens[at]]; len(keys) > 0 {
			return keys
		}
	}
	return thingsNamed()[tokens[i]]
}

// elsewhere is from how much of a word alone is about nothing in the catalogue that it names such a thing.
const elsewhere = 0.9

// namesOther reports whether a short message names a thing that the property has said nothing of, and the piece does not
// either: the shuttle to the casino is not the one to the airport, a disco for kids is not what children pay. Such a thing
// is one of the catalogue's, or one that the topic model met as none of them.
func (k *Knowledge) namesOther(tokens []string, at int) bool {
	own, _, _, _ := reading(tokens)
	if len(own) > 5 {
		return false
	}
	return slices.ContainsFunc(own, func(w string) bool {
		keys := namedAt(tokens, slices.Index(tokens, w))
		if len(keys) == 0 && !k.foreignTo(w) || len(keys) > 0 && len(own) < 2 || slices.ContainsFunc(keys, k.says) {
			return false
		}
		return !k.carries(at, []string{w})
	})
}

// foreignTo reports whether a word, by itself, is surely about nothing in the catalogue, and the property never wrote it.
func (k *Knowledge) foreignTo(word string) bool {
	if !k.models.Topics.Knows(word) {
		return false
	}
	if unknown, _ := k.index.Unknown([]string{word}); unknown < 1 {
		return false
	}
	topics := k.models.Topics.Of(topic.Features([]string{word}))
	return topics[len(topics)-1] >= elsewhere
}

// says reports whether the property has said anything about a thing of the catalogue.
func (k *Knowledge) says(key string) bool {
	if slices.ContainsFunc(k.pieces, func(p piece) bool { return p.fact != nil && p.fact.Key == key }) {
		return true
	}
	label := k.models.Topics.Label(key)
	return label >= 0 && k.held[label] > 0.3
}
