package builtin

import (
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/mood"
	"deskbell/internal/assistant/stay"
	"deskbell/internal/knowledge/text"
)

// Some messages are no question that knowledge answers: they book, change or complain, or want something done. They name
// things that the knowledge names as well ("cancel my reservation"), so they are told from questions by how they are
// said, in each language. What only sounds like one ("how do I cancel?", "is wifi available in the rooms?") is a question.

// intent is what a message wants. Clear says that it cannot well be meant as a question: no answer goes before it.
type intent struct {
	is    assistant.Intent
	clear bool
}

type intentRule struct {
	is      assistant.Intent
	clear   bool
	pattern pattern
	// but are words that make a question of it.
	but pattern
}

// Pieces of the rules: a room to sleep in, by what it is called and how it is.
const (
	enRoom = `(?:(?:double|single|twin|triple|family|standard|superior|deluxe|cheap|quiet|nice|big|small|king|queen|sea view|ocean view|private|spare|free|available|hotel|guest) )*(?:rooms?|suites?|doubles?|twins?)`
	deRoom = `(?:zimmer|doppelzimmer|einzelzimmer|familienzimmer|dreibettzimmer|suite|ubernachtung(?:en)?|nachte?)`
	frRoom = `(?:chambres?|suites?|nuits?|nuitees?)`
	esRoom = `(?:habitacion(?:es)?|cuartos?|suites?|noches?)`
	ptRoom = `(?:quartos?|suites?|noites?)`
	itRoom = `(?:camer[ae]|stanz[ae]|suites?|notti|notte)`
	nlRoom = `(?:kamers?|tweepersoonskamers?|eenpersoonskamers?|suites?|overnachting(?:en)?|nacht(?:en)?)`
	arRoom = `(?:غرفه|غرف|غرفتين|جناح|ليله|ليلتين|ليال|ليالي)`
	heRoom = `(?:חדר|חדרים|סוויטה|לילה|לילות)`
	// few are up to some words between two that belong together.
	few = `(?:[^ ]+ ){0,5}?`
)

// otherRooms are rooms, and things to book, that nobody sleeps in, and what says that no room is wanted now.
var otherRooms = anyOf(`(?:don't|do not|dont|did you|considering)`, `at \d{1,2} \d{2}`, `meetings?`, `workshops?`, `conferences?`, `seminars?`, `training`, `presentation`, `wedding`, `party`, `celebration`, `hochzeit`, `konferenz`, `tagung`, `besprechung`, `feier`, `reunion`, `mariage`, `fete`, `boda`, `fiesta`, `reuniao`, `casamento`, `festa`, `riunione`, `matrimonio`, `vergadering`, `bruiloft`, `feest`, `اجتماع`, `مؤتمر`, `زفاف`, `פגישה`, `כנס`, `חתונה`,
	`(?:meeting|conference|function|event|seminar|steam|treatment|dining|luggage|game|games|board|ball|play|break ?out|storage|changing|fitness|smoking|bath) ?rooms?`, `rooms? (?:service|key|keys|card|number)`,
	`tables?`, `tisch`, `mesa`, `tavolo`, `tafel`, `spa`, `massages?`, `massagen?`, `treatment`, `taxi`, `shuttle`, `transfer`, `tours?`, `parking(?: space| spot)?`, `parkplatz`, `cots?`, `extra bed`, `babybett`, `flights?`, `tickets?`, `tagungsraum`, `besprechungsraum`, `konferenzraum`,
	`salle de reunion`, `sala de reunion(?:es)?`, `sala de reunioes`, `sala riunioni`, `vergaderzaal`, `عشاء`, `طاوله`, `سياره`, `שולחן`, `מונית`)

// enThing is something of the house that can be out of order.
const enThing = `(?:my|our|the|this) (?:[^ ]+ ){0,4}?(?:tv|television|shower|toilet|sink|tap|bath\w*|lights?|lamp|heating|heater|radiator|ac|a c|aircon|air conditioning|air con|fan|window|door|lock|key ?card|key|card|safe|fridge|minibar|kettle|phone|remote|wifi|wi fi|internet|lift|elevator|hair ?dryer|bed|socket|curtains?|blinds?|drain|iron|mattress|room|carpet|coffee machine)`

// asksWhether are words that ask about a thing, or fear it, instead of saying that it is so.
var asksWhether = anyOf(`if`, `whether`, `or not`, `how often`, `what (?:happens|do)`, `polic(?:y|ies)`, `tell me`, `are there`, `is there`)

// asksHow are words that ask after a rule instead of wanting something done.
var asksHow = anyOf(`if`, `how`, `fees?`, `policy`, `polic(?:y|ies)`, `penalty`, `deadline`, `until when`, `what (?:happens|is|are)`, `do (?:i|we) (?:have|need)`, `can (?:i|we)`, `is it possible`, `when`,
	`wenn`, `falls`, `wie`, `bis wann`, `gebuhr(?:en)?`, `kostenlos`, `kann (?:ich|man)`, `konnen wir`, `muss ich`,
	`si`, `comment`, `frais`, `gratuitement`, `jusqu'a`, `jusqu'?`, `puis je`, `peut on`, `como`, `gratis`, `hasta`, `puedo`, `podemos`, `penalizacion`, `se`, `ate`, `posso`, `come`, `fino`, `quando`, `als`, `hoe`, `kan ik`, `kunnen we`, `tot wanneer`,
	`اذا`, `كيف`, `هل يمكنني`, `متي`, `אם`, `איך`, `האם אפשר`, `עד מתי`)

// intentRules are looked at in their order; the first that fits a sentence counts.
var intentRules = []intentRule{
	// change and cancel
	{is: assistant.IntentChange, clear: true, but: asksHow, pattern: anyOf(
		`(?:please|pls|want to|need to|like to|wish to|have to|can you|could you|would you|wanna|just) (?:please |pls |just )?(?:cancel|change|modify|move|amend|extend|shorten|postpone|reschedule|rebook|update|upgrade) (?:[^ ]+ ){0,3}?(?:booking|reservation|stay|dates?|arrival(?: date)?|departure)`,
		`(?:cancel|change|modify|move|extend|amend|upgrade) (?:my|our|this) (?:[^ ]+ )?(?:booking|reservation|stay|dates)`,
		`add (?:an? |one |two |another |\d )(?:extra |more )?nights?`, `stay (?:one|two|an?|another|\d) (?:more |extra )?nights? (?:longer|more)`,
		`(?:re)?send (?:me |us )?(?:my|our|the|a|an) (?:[^ ]+ )?(?:confirmation|invoice|receipt)(?: again)?`, `(?:find|look up|check|see|open) (?:my|our) (?:booking|reservation)`, `change (?:the )?(?:name|date|dates) (?:on|of) (?:my|our|the) (?:booking|reservation)`,
		`(?:mochte|mochten|will|wollen|muss|mussen|wurde gerne?|wurden gerne?|bitte|konnen sie|konnten sie) `+few+`(?:buchung|reservierung|aufenthalt|anreise|abreise) `+few+`(?:stornier\w*|absagen|ander\w*|umbuchen|verschieben|verlanger\w*|verkurz\w*)`,
		`(?:stornieren|andern|verlangern|verschieben) sie (?:bitte )?(?:meine|unsere|meinen|unseren) (?:buchung|reservierung|aufenthalt)`, `(?:eine|noch eine|zwei) nachte? (?:langer|verlangern|dranhangen)`,
		`(?:je (?:veux|voudrais|souhaite|souhaiterais|dois|desire)|nous (?:voulons|voudrions|souhaitons|devons)|pouvez vous|pourriez vous|veuillez|merci d'?) `+few+`(?:annuler|modifier|changer|deplacer|prolonger|reporter|decaler) (?:[^ ]+ ){0,2}?(?:reservation|sejour|dates)`,
		`(?:annulez|modifiez|prolongez) (?:ma|notre|mon) (?:reservation|sejour)`,
		`(?:quiero|queria|quisiera|necesito|tengo que|me gustaria|deseo|pueden?|podrian?|por favor|queremos|necesitamos) `+few+`(?:cancelar|anular|cambiar|modificar|mover|ampliar|alargar|cancelen|cambien|cancelarme|cambiarme) (?:[^ ]+ ){0,2}?(?:reserva|reservacion|estancia|fechas)`,
		`(?:quero|queria|gostava de|gostaria de|preciso de|preciso|tenho de|podem?|poderiam?|por favor|queremos|precisamos de) `+few+`(?:cancelar|anular|alterar|mudar|modificar|prolongar|adiar) (?:[^ ]+ ){0,2}?(?:reserva|estadia|datas)`,
		`(?:voglio|vorrei|devo|desidero|vorremmo|dobbiamo|potete|puo|potrebbe|per favore) `+few+`(?:cancellare|annullare|cambiare|modificare|spostare|prolungare|disdire) (?:[^ ]+ ){0,2}?(?:prenotazione|soggiorno|date)`,
		`(?:wil|willen|moet|moeten|zou|graag|kunt u|kun je|kan u) `+few+`(?:boeking|reservering|verblijf) (?:[^ ]+ ){0,3}?(?:annuleren|wijzigen|veranderen|verplaatsen|verlengen|verzetten)`,
		`(?:اريد|اود|ارغب|ممكن|من فضلك|احتاج|يرجي) (?:.* )?(?:الغاء|تغيير|تعديل|تمديد|تاجيل) (?:[^ ]+ )?(?:الحجز|حجزي|حجزنا|اقامتي|حجز)`, `(?:الغاء|تغيير|تعديل) حجزي`,
		`(?:רוצה|רוצים|מבקש|מבקשת|צריך|צריכה|צריכים|אפשר|נא|בבקשה) (?:.* )?(?:לבטל|לשנות|להאריך|לדחות) (?:[^ ]+ ){0,2}?(?:ההזמנה|הזמנה|השהות)`)},
	// something is wrong
	{is: assistant.IntentComplaint, clear: true, but: asksWhether, pattern: anyOf(
		enThing+` (?:[^ ]+ ){0,4}?(?:is|are|was|were|has|have|keeps?|still|got|been) (?:[^ ]+ ){0,3}?(?:broken|leaks?|leaking|stuck|blocked|clogged|dirty|filthy|stained|smelly|flooded|flooding|freezing|dripping|overflowing|jammed|out of order|disgusting|mouldy|moldy)(?: .*)?`,
		enThing+` (?:[^ ]+ ){0,4}?(?:not|isn't|aren't|doesn't|don't|didn't|won't|wasn't|hasn't|can't|cannot|isnt|doesnt|dont|wont|hasnt|cant|never|stopped) (?:[^ ]+ ){0,3}?(?:work|works|working|turn on|cleaned|made up|serviced|flush|flushing|heating|cooling|closing|locking|opening)(?: .*)?`,
		enThing+` (?:[^ ]+ ){0,2}?(?:smells|stinks|leaks|drips)(?: .*)?`,
		`(?:there is|there's|theres|there are|we have|i have|we've|still|we got|i got) (?:still )?no (?:hot |warm |running )?(?:water|electricity|power|towels?|toilet paper|soap|heating|light)(?: .*)?`,
		`(?:charged|billed|debited) (?:me|us|my card|our card|twice|double)(?: .*)?`, `overcharged(?: .*)?`, `(?:want|demand|would like|d like|need) (?:[^ ]+ ){0,3}?(?:refund|money back|to complain|compensation)`, `(?:make|file|have) a complaint`, `complain about`,
		`(?:neighbou?rs?|people (?:next door|above|upstairs)|party|music|noise|construction) `+few+`(?:so|too|very|really|extremely) (?:loud|noisy|much)`, `(?:can't|cannot|can not|couldn't|could not|cant) (?:\w+ )?sleep(?: .*)?`,
		`(?:bed ?bugs?|cockroach\w*|mould|mold|rats?|mice|ants) (?:in|on|everywhere)(?: .*)?`, `(?:has|have|was|were) (?:still )?not (?:been )?(?:cleaned|made)(?: .*)?`, `(?:worst|terrible|awful|horrible) (?:service|hotel|experience|stay|room)(?: .*)?`,
		`(?:unhappy|dissatisfied|disappointed) (?:with|about|by)(?: .*)?`)},
	discomfort,
	// bring something, do something
	{is: assistant.IntentService, clear: true, pattern: anyOf(
		`(?:bring|send|deliver) `+few+`(?:to|up to) (?:(?:my|our|the) )?(?:room|suite)(?: \d{1,4})?`, `(?:bring|send|deliver|give) (?:me|us) `+few+`(?:towels?|pillows?|blankets?|soap|toilet paper|glasses|hangers?|water)(?: .*)?`, `(?:bring|send|need|deliver|want) (?:[^ ]+ ){1,6}?(?:to|in|for) \d{3,4}`,
		`(?:please )?(?:clean|make up) (?:my|our) room(?: .*)?`, `wake (?:me|us) (?:up )?(?:[^ ]+ )?at \d+(?: .*)?`, `(?:order|call|book) (?:me|us) a (?:taxi|cab)(?: .*)?`,
		`(?:bringen|schicken|bringt|schickt) (?:sie )?`+few+`(?:zimmer|auf zimmer)(?: \d{1,4})?`, `(?:apporter|apportez|apportez nous|envoyez) `+few+`(?:chambre)(?: \d{1,4})?`, `(?:traer|traigan|traiganos|traigame|suban|subir) `+few+`(?:habitacion)(?: \d{1,4})?`,
		`(?:trazer|tragam|levar|levem) `+few+`(?:quarto)(?: \d{1,4})?`, `(?:portare|portate|portatemi|portateci) `+few+`camera(?: \d{1,4})?`, `(?:brengen|breng|stuur) `+few+`kamer(?: \d{1,4})?`, `(?:احضر|احضروا|ارسلوا|ارسل) (?:.* )?(?:غرفه|غرفتي|الغرفه)(?: [^ ]+)?`, `(?:להביא|תביאו|שלחו) (?:.* )?(?:חדר|לחדר)(?: [^ ]+)?`)},
	// book
	{is: assistant.IntentBooking, clear: true, but: otherRooms, pattern: anyOf(
		`(?:book|reserve|booking|reserving) (?:me |us )?(?:an? |the |one |two |three |four |\d+ |some |another |your |in )*`+enRoom, `(?:make|making|place) (?:an? |the )?(?:room |hotel )?(?:booking|reservation) (?:for|from|on) .*`, `(?:book|reserve) (?:a |my |our )?stay`,
		`(?:need|want|like|looking for|look for|require|after) (?:an? |one |two |three |\d+ |some |have an? )*`+enRoom+` (?:for|from|on|tonight|tomorrow|next|this|between|please)(?: .*)?`,
		few+deRoom+` `+few+`(?:buchen|reservieren)`, `(?:buche|reserviere|buchen|reservieren) (?:sie )?`+few+deRoom, `(?:brauche|brauchen|suche|suchen|hatte gern|hatten gern) (?:ein|eine|einen|zwei|drei|noch ein|\d+) `+few+deRoom+`(?: .*)?`,
		`reserver `+few+frRoom, `(?:cherche|cherchons|besoin d'une|voudrais une|voudrions une) `+few+frRoom+` (?:pour|du|ce|cette|le|demain)(?: .*)?`,
		`reservar `+few+esRoom, `(?:necesito|necesitamos|busco|buscamos|quiero|queremos|quisiera) (?:una?|dos|\d+) `+few+esRoom+` (?:para|del|de|esta|el|manana|doble)(?: .*)?`,
		`reservar `+few+ptRoom, `(?:preciso de|precisamos de|procuro|procuramos|queria|quero) (?:um|dois|\d+) `+few+ptRoom+` (?:para|de|do|esta|duplo|amanha)(?: .*)?`,
		`(?:prenotare|riservare) `+few+itRoom, `(?:cerco|cerchiamo|vorrei|ho bisogno di|vorremmo) (?:una|due|\d+) `+few+itRoom+` (?:per|dal|da|doppia|stanotte|domani)(?: .*)?`,
		few+nlRoom+` `+few+`(?:boeken|reserveren)`, `(?:boek|reserveer) `+few+nlRoom, `(?:zoek|zoeken|nodig|wil graag) (?:een|twee|\d+) `+few+nlRoom+`(?: .*)?`,
		`(?:احجز|حجز|نحجز|الحجز|حجزت) (?:[^ ]+ ){0,3}?`+arRoom+`(?: .*)?`, `(?:اريد|احتاج|اود|نريد) `+arRoom+`(?: .*)?`, `להזמין (?:[^ ]+ ){0,3}?`+heRoom+`(?: .*)?`, `(?:צריך|צריכה|צריכים|מחפש|מחפשת|מחפשים|רוצה|רוצים) `+heRoom+`(?: .*)?`)},
	{is: assistant.IntentBooking, but: otherRooms, pattern: anyOf(
		enRoom+` (?:still )?(?:free|available|left|vacant)(?: (?:for|from|on|tonight|tomorrow|this|next|in|between|\d).*)?`, `(?:free|available|vacant) (?:rooms?|doubles?|suites?)(?: .*)?`, `(?:availability|vacanc(?:y|ies))(?: .*)?`, `(?:how much|what) (?:is|are|does|do|would|for) (?:an? |the |one |your |it cost for an? )*`+enRoom+`(?: .*)?`,
		`(?:prices?|rates?|cost) (?:of|for|per) (?:an? |the |one |your )*(?:`+enRoom+`|night)(?: .*)?`, `(?:room|nightly|best|cheapest|lowest|your) rates?(?: .*)?`, `cheapest room(?: .*)?`,
		few+`(?:zimmer|doppelzimmer|einzelzimmer) (?:[^ ]+ ){0,4}?(?:frei|verfugbar)(?: .*)?`, `freie[sn]? (?:zimmer|doppelzimmer|einzelzimmer)(?: .*)?`, `(?:etwas|was) frei(?: .*)?`, `verfugbarkeit(?: .*)?`, `was kostet (?:ein|das|eine) (?:[^ ]+ )?`+deRoom+`(?: .*)?`, `zimmerpreise?`,
		`chambres? (?:[^ ]+ )?(?:libres?|disponibles?)(?: .*)?`, `disponibilites?(?: .*)?`, `(?:prix|tarif) (?:d'une|des|de la|pour une) `+frRoom+`(?: .*)?`, `combien coute (?:une|la) `+frRoom+`(?: .*)?`,
		`habitacion(?:es)? (?:[^ ]+ )?(?:libres?|disponibles?)(?: .*)?`, `disponibilidad(?: .*)?`, `(?:cuanto cuesta|precio de) (?:una?|la) `+esRoom+`(?: .*)?`,
		`quartos? (?:[^ ]+ )?(?:livres?|disponivel|disponiveis|vagos?)(?: .*)?`, `disponibilidade(?: .*)?`, `(?:quanto custa|preco de|preco do) (?:um|o)? ?`+ptRoom+`(?: .*)?`,
		`camer[ae] (?:[^ ]+ )?(?:liber[ae]|disponibil[ei])(?: .*)?`, `disponibilita(?: .*)?`, `(?:quanto costa|prezzo di) (?:una|la) `+itRoom+`(?: .*)?`,
		`kamers? (?:[^ ]+ ){0,3}?(?:vrij|beschikbaar)(?: .*)?`, `beschikbaarheid(?: .*)?`, `wat kost een `+nlRoom+`(?: .*)?`,
		`(?:غرف|غرفه) (?:متاحه|شاغره|فارغه|متوفره)(?: .*)?`, `(?:سعر|كم) (?:.* )?(?:الغرفه|غرفه)(?: .*)?`, `(?:חדר פנוי|חדרים פנויים)(?: .*)?`, `כמה עולה (?:חדר|לילה)(?: .*)?`)},
}

// ownRoom is the room that the guest is in.
var ownRoom = anyOf(`(?:my|our) room`, `room \d{1,4}`, `in \d{3,4}`, `(?:mein|meinem|meinen|unser|unserem) zimmer`, `zimmer \d{1,4}`, `(?:ma|notre) chambre`, `chambre \d{1,4}`, `(?:mi|nuestra) habitacion`, `habitacion \d{1,4}`,
	`(?:meu|nosso) quarto`, `quarto \d{1,4}`, `(?:mia|nostra) camera`, `camera \d{1,4}`, `(?:mijn|onze) kamer`, `kamer \d{1,4}`, `غرفتي`, `غرفتنا`, `החדר שלי`, `החדר שלנו`, `בחדר שלי`, `בחדר שלנו`)

// intentOf tells what a message wants where it is no question; the zero intent where it may be one. s is the
// stay that it names.
func intentOf(message string, s stay.Stay) intent {
	var found intent
	for _, sentence := range append(sentences(message), message) {
		words := text.Words(sentence)
		if len(words) > 60 {
			continue
		}
		if i := intentIn(" "+strings.Join(words, " ")+" ", s); i.is != "" && (found.is == "" || i.clear && !found.clear) {
			found = i
		}
	}
	if found.is == "" || !found.clear && found.is != assistant.IntentComplaint {
		if feels := mood.Of(message); feels == mood.Unhappy || feels == mood.Angry {
			return intent{assistant.IntentComplaint, ownRoom.MatchString(strings.Join(text.Words(message), " "))}
		}
	}
	return found
}

func intentIn(folded string, s stay.Stay) intent {
	for _, r := range intentRules {
		if r.pattern.MatchString(folded) && !r.but.MatchString(folded) {
			return intent{r.is, r.clear}
		}
	}
	if asksTheDesk(folded) {
		return intent{assistant.IntentChange, true}
	}
	// "A double from 24 to 27 December": a room and its days.
	if !s.From.IsZero() && (s.Nights() > 0 || s.Adults > 0) && roomNamed.MatchString(folded) && !otherRooms.MatchString(folded) {
		return intent{assistant.IntentBooking, true}
	}
	return intent{}
}

var roomNamed = anyOf(enRoom, deRoom, frRoom, esRoom, ptRoom, itRoom, nlRoom, arRoom, heRoom)
