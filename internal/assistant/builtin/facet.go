package builtin

import (
	"math"
	"slices"
	"strings"

	"deskbell/internal/knowledge/text"
)

// A facet is what of a thing a message is about: what it costs, when and where it
// is, that something is wrong with it, how two of it differ. Two questions that
// name the same thing and not the same facet ask for different answers: "I cannot
// order a pillow" is not answered by the pillows that there are.
type facet int

const (
	facetPrice facet = iota
	facetTime
	facetPlace
	facetTrouble
	facetCompare
	facets
)

// facetWords tell a facet, by word as [text.Tokens] makes them; with a star at
// its end, by how a word begins.
var facetWords = [facets]string{
	facetPrice: `price* cost* charge charges fee fees rate rates expensive cheap* much pay paid tariff euro euros eur dollar* pound* free extra surcharge deposit
		preis* kostet kosten gebuhr* teuer kostenlos gratis prix coute couter cout tarif* combien payant gratuit* precio* cuesta* cuanto tarifa*
		preco* custa custam custo quanto prezzo prezzi costa costano costo gratuit* prijs prijzen hoeveel`,
	facetTime: `when time times hour hours open opens opening close closes closed closing until till early earlier late later long schedule* days minutes weeks
		wann uhr uhrzeit zeit zeiten offen geoffnet offnet schliesst offnungszeit* bis fruh spat lange quand heure heures ouvert* ferme* horaire* jusqu*
		cuando hora horas horario* abierto* abre cierra hasta quando horarios aberto* fecha ate ora ore orari orario aperto aperta apre chiude fino wanneer laat tijd* open*`,
	facetPlace: `where location located address far near nearby distance direction directions city country countries
		wo adresse weit nahe entfernt entfernung ou adresse loin pres distance situe* donde direccion lejos cerca onde morada endereco longe perto
		dove indirizzo lontano vicino waar adres ver`,
	facetTrouble: `not never cannot unable problem* issue* error* fail* wrong broken declin* reject* refus* missing trouble* stuck lost stolen damag* incorrect* mistake*
		complain* without nothing yet still stopped disappear* delay* weird strange unrecogni* unauthori*
		nicht kein keine keinen kaputt defekt fehlt fehler problem* pas rien casse* probleme* panne no roto rota problema* nao partiu avariad* non rotto rotta guasto niet geen kapot probleem`,
	facetCompare: `difference* different* compare* comparison versus vs better best between which variants types kinds
		unterschied* vergleich* besser beste difference* meilleur* entre diferenc* mejor* melhor* differenz* migliore verschil* beter`,
}

// facetTable is one of these lists, ready to be looked up.
type facetTable struct {
	words, beginnings map[string]struct{}
	shortest, longest int // of the beginnings
}

func (t *facetTable) has(word string) bool {
	if _, ok := t.words[word]; ok {
		return true
	}
	for n := t.shortest; n <= min(len(word), t.longest); n++ {
		if _, ok := t.beginnings[word[:n]]; ok {
			return true
		}
	}
	return false
}

var facetsOf = func() (out [facets]facetTable) {
	for f, list := range facetWords {
		t := facetTable{words: map[string]struct{}{}, beginnings: map[string]struct{}{}, shortest: math.MaxInt}
		for _, w := range strings.Fields(list) {
			if p, ok := strings.CutSuffix(w, "*"); ok {
				t.beginnings[p] = struct{}{}
				t.shortest, t.longest = min(t.shortest, len(p)), max(t.longest, len(p))
			} else {
				t.words[w] = struct{}{}
			}
		}
		out[f] = t
	}
	return out
}()

// facetShares says how far each facet is named: in one text 0 or 1, in several the share
// of them that name it.
type facetShares [facets]float32

// facetsIn are the facets that tokens name.
func facetsIn(tokens []string) (out facetShares) {
	for f := range out {
		t := &facetsOf[f]
		if slices.ContainsFunc(tokens, t.has) {
			out[f] = 1
		}
	}
	return out
}

// told is how far an answer that names a price or a time answers those who ask
// for it, though no question of its piece does.
const told = 0.8

// How an answer tells a price: by a sign or a word beside a number, or by a word
// alone; and how it tells a time.
const currencies = "€$£¥"

var (
	pricedBy = wordSet("eur euro euros usd gbp chf dollar dollars pound pounds percent")
	freeOf   = wordSet("free complimentary included kostenlos gratis inklusive gratuit gratuita gratuito incluido incluida incluso inclus inclusa compris grátis")
	timedBy  = wordSet("am pm uhr oclock o'clock heures heure hours hour horas ore")
	timeOf   = wordSet("midnight noon daily hourly")
)

// tells reports whether an answer tells a price, and whether it tells a time.
func tells(answer string) (price, time bool) {
	price = strings.ContainsAny(answer, currencies)
	before := ""
	for _, w := range text.Words(answer) {
		number := before != "" && before[0] >= '0' && before[0] <= '9'
		price = price || has(freeOf, w) || number && has(pricedBy, w) || len(w) > 0 && w[0] >= '0' && w[0] <= '9' && has(pricedBy, before)
		time = time || has(timeOf, w) || number && has(timedBy, w)
		before = w
	}
	return price, time || clock(answer)
}

func has(set map[string]struct{}, word string) bool {
	_, ok := set[word]
	return ok
}

// clock reports whether a text has a time of day in figures: "7:30", "16.00", "7pm".
func clock(s string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	for i := 1; i+1 < len(s); i++ {
		switch {
		case !digit(i - 1):
		case (s[i] == ':' || s[i] == '.' || s[i] == 'h') && digit(i+1) && digit(i+2) && !digit(i+3) && !digit(i-3):
			return true
		case (s[i] == 'a' || s[i] == 'p') && s[i+1] == 'm':
			return true
		}
	}
	return false
}

// facetsOfPiece are the facets that a piece is asked for, by its questions, and
// those that its answer tells.
func facetsOfPiece(questions []string, answer string) (out facetShares) {
	for _, q := range questions {
		for f, v := range facetsIn(text.Tokens(q)) {
			out[f] += v / float32(len(questions))
		}
	}
	price, time := tells(answer)
	if price {
		out[facetPrice] = max(out[facetPrice], told)
	}
	if time {
		out[facetTime] = max(out[facetTime], told)
	}
	return out
}

// against compares what a question asks for with what a piece is asked for.
func (n facetShares) against(piece *facetShares) (asked, unasked [facets]float64) {
	for f, a := range n {
		b := piece[f]
		asked[f], unasked[f] = float64(a*(1-b)), float64(b*(1-a))
	}
	return asked, unasked
}

// weighedFacets is what the ranking model makes of a question's facets: a part
// that is the same for every piece, and one by what the piece is asked for.
type weighedFacets struct {
	always float64
	by     [facets]float64
}

func (n facetShares) weighed() (w weighedFacets) {
	asked, unasked := rankWeights[rankMeasures-RankFacets:], rankWeights[rankMeasures-int(facets):]
	for f, a := range n {
		w.always += float64(a) * asked[f]
		w.by[f] = float64(1-a)*unasked[f] - float64(a)*asked[f]
	}
	return w
}

// of is the part of a piece's score that its facets make.
func (w *weighedFacets) of(piece *facetShares) float64 {
	sum := w.always
	for f, b := range piece {
		sum += w.by[f] * float64(b)
	}
	return sum
}
