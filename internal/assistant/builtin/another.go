package builtin

import (
	"slices"
	"strings"
	"sync"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// Many things are called by the name of another with a word beside it: a pool table is no pool, beach volleyball no beach. A
// message that names one is not answered from the thing whose name it borrows, unless that says something of both words.

// besideName reports whether a short message names a thing by a word of the piece's and one that the piece has nowhere. Which
// of the two names the thing depends on the language: "golf cart", "Golfwagen", "voiturette de golf".
func (k *Knowledge) besideName(tokens []string, at int, language string) bool {
	if own, _, _, _ := reading(tokens); len(own) > 6 {
		return false
	}
	c := compound{k: k, at: at, tokens: tokens, language: text.Base(language)}
	if c.borrowed() {
		return true
	}
	if k.pieces[at].fact == nil && c.language != "en" { // an entry's words for a thing are too few to miss one in
		return false
	}
	c.tokens = k.index.Correct(tokens)
	for i, t := range tokens {
		if has(noThings, t) || has(bareHeads, t) { // spelled right, whether or not the property writes it
			c.tokens[i] = t
		}
	}
	switch c.language {
	case "fr", "es", "pt", "it":
		return c.headFirst(joining)
	case "de", "nl":
		asWritten := c
		asWritten.tokens = tokens // a long word is near in spelling to others that begin alike
		return asWritten.inOneWord() || c.headFirst(purposes)
	case "en":
		return c.headLast() || k.pieces[at].fact != nil && c.headFirst(purposes)
	}
	return false
}

// compound looks in a message for a thing that is called by two words.
type compound struct {
	k        *Knowledge
	at       int
	tokens   []string
	language string
}

// named reports whether the token at i is what the piece is called by, or part of it: of a fact by the catalogue, of an entry
// where the catalogue knows the word and the entry has it.
func (c compound) named(i int) bool {
	if i >= len(c.tokens) || !c.telling(i) && !has(young, c.tokens[i]) || has(noThings, c.tokens[i]) {
		return false
	}
	word, fact := c.tokens[i], c.k.pieces[c.at].fact
	if fact == nil {
		return len(thingsNamed()[word]) > 0 && c.k.written(c.at, word)
	}
	words := nameWords()[fact.Key]
	return has(words, word) || has(words, text.Stem(word, c.language))
}

// alsoMeant are words that borrow a fact's meaning though no guest asks for it by them alone.
var alsoMeant = map[string]string{"parking": "car cars auto autos voiture voitures coche coches macchina carro carros"}

// nameWords are the words that the catalogue's names of each fact are made of, and their stems, by the fact's key.
var nameWords = sync.OnceValue(func() map[string]map[string]struct{} {
	out := map[string]map[string]struct{}{}
	for _, kind := range knowledge.Catalogue() {
		words := wordSet(alsoMeant[kind.Key])
		for language, names := range kind.Names {
			for _, name := range names {
				for _, t := range text.Tokens(name) {
					words[t], words[text.Stem(t, language)], words[strings.TrimSuffix(t, "s")] = struct{}{}, struct{}{}, struct{}{}
				}
			}
		}
		out[kind.Key] = words
	}
	return out
})

// another reports whether the token at i may name a thing, and the piece has it nowhere (of an entry: nor has the
// property). What the catalogue has a name for is weighed by namesOther.
func (c compound) another(i int) bool {
	if !c.telling(i) || has(noThings, c.tokens[i]) || len(thingsNamed()[c.tokens[i]]) > 0 || c.k.written(c.at, c.tokens[i]) {
		return false
	}
	unknown, _ := c.k.index.Unknown(c.tokens[i : i+1])
	return c.k.pieces[c.at].fact != nil || unknown > 0.5 // an entry says little of what it is about
}

// telling reports whether the token at i is more than a function word, a figure or what is asked of any thing.
func (c compound) telling(i int) bool {
	if i >= len(c.tokens) {
		return false
	}
	own, _, _, _ := reading(c.tokens[i : i+1])
	return len(own) > 0
}

// written reports whether a piece has a word in its questions or its answer.
func (k *Knowledge) written(at int, word string) bool {
	missing, _ := k.index.Missing([]string{word}, at)
	return missing < 0.5
}

// borrowed finds a thing that is known to be another.
func (c compound) borrowed() bool {
	last := -1
	for i, word := range c.tokens {
		if has(borrowedNames, word) && !c.k.written(c.at, word) {
			return true
		}
		if has(joining, word) {
			continue
		}
		if last >= 0 && has(borrowedPairs, c.tokens[last]+"_"+word) && !(c.k.written(c.at, c.tokens[last]) && c.k.written(c.at, word)) {
			return true
		}
		last = i
	}
	return false
}

// headLast finds "pool table" and "bar of soap".
func (c compound) headLast() bool {
	for i := range c.tokens {
		if !c.named(i) {
			continue
		}
		if c.another(i+1) && !described(c.tokens[i+1]) && !c.subject(i) {
			return true
		}
		if i+2 < len(c.tokens) && c.tokens[i+1] == "of" && c.another(i+2) {
			return true
		}
	}
	return false
}

// described reports whether an English word after a thing rather says what it does or what was done to it.
func described(word string) bool {
	return strings.HasSuffix(word, "ing") || strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ly")
}

// subject reports whether the token at i stands where an English question has its subject, so that what follows is said of it:
// "is the pool clean", "can dogs swim". After "where is" nothing is.
func (c compound) subject(i int) bool {
	for i--; i >= 0 && !text.IsStopAnywhere(c.tokens[i]); i-- {
	}
	if i >= 0 && has(determiners, c.tokens[i]) {
		i--
	}
	return i >= 0 && has(verbsFirst, c.tokens[i]) && c.tokens[0] != "where"
}

// headFirst finds "voiturette de golf" and "silla para el coche", and after a word that needs none between, "menu enfant".
func (c compound) headFirst(joining map[string]struct{}) bool {
	for i, word := range c.tokens {
		if !c.another(i) || has(plainHeads, word) || c.language == "en" && described(word) {
			continue
		}
		next, between := i+1, false
		for next < len(c.tokens) && (has(joining, c.tokens[next]) || between && has(purposes, c.tokens[next-1]) && has(articles, c.tokens[next])) {
			next++
			between = true
		}
		if c.named(next) && (between || has(bareHeads, word)) {
			return true
		}
	}
	return false
}

// inOneWord finds "Golfwagen": a word that begins like one of the piece's names and ends in something else.
func (c compound) inOneWord() bool {
	for i, word := range c.tokens {
		if len(word) < 7 || !c.another(i) {
			continue
		}
		longest := 0
		for _, name := range c.k.pieces[c.at].firstWords() {
			if n := commonPrefix(word, name); n == len(name) || n >= leastPart {
				longest = max(longest, n)
			}
		}
		if longest > 0 && len(word)-longest >= leastHead && !c.plainHead(word[longest:]) {
			return true
		}
	}
	return false
}

const (
	leastPart = 5 // letters that two long words begin with because both are made of a third: "Kinderclub", "Kindermenü"
	leastHead = 4 // letters that are more than an ending
)

// plainHead reports whether what follows a thing in one word with it leaves it the same thing: its price, its room, its rules.
func (c compound) plainHead(rest string) bool {
	for _, join := range []string{"", "s", "n", "e", "en", "es", "er"} {
		head, ok := strings.CutPrefix(rest, join)
		if !ok || head == "" {
			continue
		}
		if has(plainHeads, head) || has(attributes, head) || has(noThings, head) || len(thingsNamed()[head]) > 0 || c.k.written(c.at, head) ||
			slices.ContainsFunc(facetsOf[:], func(t facetTable) bool { return t.has(head) }) {
			return true
		}
	}
	return false
}

// firstWords are the words that a piece is called by where words are written together.
func (p piece) firstWords() []string {
	names := p.questions[:min(1, len(p.questions))]
	if p.fact != nil {
		kind, _ := knowledge.KindOf(p.fact.Key)
		names = slices.Concat(kind.Names["de"], kind.Names["nl"], kind.Names["en"], []string{alsoMeant[kind.Key]})
	}
	var out []string
	for _, name := range names {
		for _, t := range text.Tokens(name) {
			if len(t) >= 3 && !text.IsStopAnywhere(t) && (!has(attributes, t) || has(young, t)) {
				out = append(out, t)
			}
		}
	}
	return out
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

var (
	// young are attributes of many things, and part of what some are called: a kids' club.
	young       = wordSet(`child children kid kids baby babies family kind kinder enfant enfants nino ninos crianca criancas bambini`)
	determiners = wordSet(`the a an any some your my our this that these those all`)
	verbsFirst  = wordSet(`is are was were be do does did can could will would may might should must when how why if whether`)

	// joining stand between a thing and what it is for. With an article ("horaires de la piscine") the thing itself is asked
	// about, except after what names a purpose.
	joining  = wordSet(`de da di d a of pour para per for fur voor`)
	purposes = wordSet(`pour para per for fur voor`)
	articles = wordSet(`the a our my der die das den unsere unseren meinen le la les el los las o os as il lo i gli l un une una um uma`)
	// bareHeads need nothing between.
	bareHeads = wordSet(`menu menus siege sieges silla sillas sillita seggiolino seggiolini volley balle balles ballon pelota pelotas palla palle palline pallone cadeira bola bolas tapis`)

	// borrowedNames and borrowedPairs are things that no rule tells by their parts.
	borrowedNames = wordSet(`minigolf minigolfanlage minigolfplatz tischtennis tischtennisplatte tischtennistisch tafeltennis pingpong schokoriegel spielkarten speelkaarten`)
	borrowedPairs = wordSet(`beach_volley beach_volleyball golf_cart golf_carts table_tennis tennis_table tenis_mesa tennis_tavolo mini_golf golf_miniature crazy_golf chocolate_bar chocolate_bars candy_bar candy_bars cereal_bar
		cereal_bars protein_bar protein_bars energy_bar energy_bars granola_bar barre_chocolat playing_cards deck_cards pack_cards jeu_cartes carte_gioco cartas_jugar`)

	// noThings are words that beside a thing's name leave it the same thing, and such that name none.
	noThings = wordSet(`area areas zone zones room rooms space spaces spot spots lot lots place places facility facilities service services access entrance policy policies rule rules
		info information detail details option options list situation code password speed network connection signal temperature depth height limit limits side level floor
		onsite nearby near close inside outside indoors outdoors upstairs downstairs anywhere everywhere somewhere together instead sometimes ready out something anything thing things stuff entertainment because while after before during without within between either anyway
		really usually normally currently pista pistas piste court courts campo campi
		good nice new own old clean safe quiet friendly welcome happy sure fine great best better private public main full half whole other another different same kind kinds type types sort section sections meal meals restriction restrictions accessible
		appointment appointments slot slots reservations requirement requirements season rental rentals hire lessons session sessions treatment treatments system
		city town centre center street house stay stays trip visit travel arrive come go see find bring take use make give show work works
		dispone disponen dispones disponeis disponemos dispongono disponete disponi disposez dispose disposent ofrecen ofrece oferece oferecem offrono offrite proposez beneficie
		horario horarios orario orari horaire horaires precios tarifas uso acceso acces acesso accesso servicio servicios servico servizio servizi zona zonas area areas espacio espaco espace spazio
		sitio lugar lugares luogo posto posti plaza plazas vaga vagas place places endroit tipo tipos type types clase opcion opciones opcao opcoes opzione opzioni opzione norma normas regles reglas regole
		politica politique contrasena mot clave senha informacion informations informacoes informazioni actividades activites atividades attivita nombre numero temporada saison stagione
		alquiler aluguer location noleggio fin inicio parte lado lados cerca alrededor
		reservas reservations prenotazioni necesito busco cerco cherche procuro llevar traer venir usar utiliser usare prendre hacer fare faire`)
	// plainHeads are the same as the last part of a German or Dutch word.
	plainHeads = wordSet(`bereich anlage anlagen raum raume haus platz platze platzen plaatsen angebot angebote regeln regelung ordnung nutzung benutzung zugang eingang termin termine
		reservierung reservierungen buchung buchungen service buffet buffets moglichkeit moglichkeiten gelegenheit gelegenheiten stelle stellen info infos information informationen
		halle frist fristen bedingungen verbot erlaubnis steuer ermassigung rabatt betrag pauschale zuschlag aufschlag dauer beginn ende schluss saison landschaft oase zone nahe zimmer
		verleih vermietung abholung anwendung anwendungen behandlung behandlungen freundlich frei gerecht tauglich geeignet passwort zugangsdaten code verbindung empfang netz netzwerk
		kosten gegevens faciliteiten ruimte mogelijkheid mogelijkheden wachtwoord verhuur gebruik regels`)
)
