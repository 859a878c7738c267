package builtin

import (
	"regexp"
	"strings"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge/text"
)

// wishFrom is the probability from which a message is read as a wish for a
// person. A missed wish costs more than one too many, which the guest can cancel.
const wishFrom = 0.45

// A wish is recognised by rules, per language: a verb of wanting or of contact,
// near a word for a person; or such a word alone. Words for persons also stand in
// questions ("for two persons", "is somebody at the desk at night"), so a rule
// for what is no wish goes before the others. Where no rule knows a message, a
// small model that was trained on more ways to say it decides.

// wishWords are what every wish contains at least one of. Looking them up first
// spares nearly every message the rules.
var wishWords = wordSet(`
human humans rufen rufe ruft appelez contacte contacter llamar rappel telefoneren telefonar telefonare reading colleagues office contact contacted reach escalate customer service helpdesk humanoid him her them boss owner advisor crew personnel management person persons people someone somebody anyone anybody agent agents operator representative rep reps staff receptionist reception desk manager
employee colleague support advisor adviser consultant attendant supervisor concierge live real callback call phone ring talk talking speak speaking chat connect computer computers bot bots robot robots machine machines ai
humain humaine personne quelqu conseiller conseillere agente operateur parler rappelez rappeler appelez telephoner receptionniste responsable equipe vrai vraie
mensch menschen person jemand jemandem jemanden mitarbeiter mitarbeiterin mitarbeitern ansprechpartner kollege kollegin rezeption sprechen reden anrufen ruckruf zuruckrufen personal rezeptionist chatbot empfang
humano humana persona personas alguien agente operador operadora hablar llamar llamen llamenme llamame recepcion recepcionista encargado gerente
pessoa pessoas alguem humano humana atendente funcionario funcionaria falar conversar ligar liguem ligar-me rececionista recepcionista rececao recepcao gerente
umano umana persona persone qualcuno operatore operatrice parlare chiamare chiamatemi chiamarmi richiamare receptionist direttore addetto
mens medewerker iemand persoon receptie spreken praten bellen terugbellen collega
شخص انسان موظف موظفه احد بشري حقيقي خدمه العملاء اتصلوا التحدث اتحدث اكلم الاستقبال مسؤول المدير
человек человеком оператор оператора оператором сотрудником менеджером позвоните
人 真人 menneske mennesker medarbejder manniska person pani czlowiek czlowiekiem konsultant konsultantem insan yetkili temsilci musteri gercek`)

func init() {
	for w := range wordSet(moreWishWords) {
		wishWords[w] = struct{}{}
	}
}

func wordSet(list string) map[string]struct{} {
	set := map[string]struct{}{}
	for _, w := range strings.Fields(list) {
		set[text.Fold(w)] = struct{}{}
	}
	return set
}

type wishRule struct {
	pattern func() *regexp.Regexp
	wish    float64
}

// Shared pieces of the English rules.
const (
	enPerson = `(?:human(?: being| agent| person| operator| representative| support| assistant| help)?|humans|(?:real |actual |live |proper |living |physical |another )?(?:person|people|someone|somebody|agent|operator|human|representative|rep|employee|staff(?: member)?|member of (?:the |your )?(?:staff|team)|advis[eo]r|assistant|man|woman|guy|lady|being|receptionist|manager|supervisor|colleague|consultant|attendant|concierge)|anyone(?: real| human)?|anybody(?: real| human)?|customer (?:service|support|care)|(?:the |your |hotel |a )?(?:front desk|reception|team|staff|manager|management|owner|support|personnel|crew)|(?:one|some|any) of (?:your|the) (?:staff|team|people|colleagues|agents|employees)|somebody|someone)`
	enDet    = `(?:an? |the |your |some |any |any of your |one of your |to |with |actual |real |live )*`
	enSpeak  = `(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|spoke|talked|converse|communicate|discuss (?:this|it)|get in touch|be in touch|deal)`
	enWant   = `(?:want|wanna|need|like|love|prefer|wish|rather|let me|can i|could i|may i|can we|could we|may we|how (?:can|do|could) (?:i|we)|possible|please|pls|able|trying|i'll|ill|get to|must|have|let us|where can i|would it be possible|ask|asking|demand|insist)`
	enReach  = `(?:connect|transfer|put|pass|hand|forward|switch|redirect|patch|route|link|escalate|direct|move|refer)`
	sep      = `(?:\w+ ){0,4}?`
)

func rule(wish float64, patterns ...string) wishRule {
	return wishRule{compiledOnce(strings.Join(patterns, "|")), wish}
}

// noWish are messages that name a person and want none, or want one for
// something that is a service of its own.
var noWish = []wishRule{
	rule(0.03, `\b(?:do not|don't|dont) (?:\w+ ){0,2}?(?:want|need|wish|have) (?:to )?(?:\w+ ){0,2}?(?:talk|speak|chat|human|agent|person|anyone|someone)\b`),
	rule(0.03, `\bno need (?:for|to) (?:\w+ ){0,3}?(?:human|agent|person|talk|speak|chat|call)\b`),
	rule(0.04, `\boperators? of (?:the |your |an? )?\w+`, `\b(?:tour|lift|elevator|bus|taxi|shuttle|boat|train|metro|ferry|cruise|phone|telephone|mobile|network|cable|parking|garage) operators?\b`),
	rule(0.05, `\b(?:travel|estate|booking|tour) agents?\b.*\b(?:rate|rates|commission|discount|book|price|fee)`),
	rule(0.05, `\b(?:talk|talking|speak|speaking|chat) (?:\w+ )?(?:on|over) (?:the |my |a )?phone (?:in|at|on)\b`),
	rule(0.04, `\b(?:do|does|can|is|are) (?:\w+ ){0,5}?(?:speak|talk|fluent)(?:s|ing)? (?:\w+ ){0,2}?(?:english|german|french|spanish|portuguese|italian|dutch|arabic|russian|chinese|japanese|any languages?|languages?|danish|swedish|polish|turkish)\b`),
	rule(0.04, `\b(?:call|phone|ring|get|order|book) (?:me |us )?(?:an? |the )?(?:taxi|cab|uber|doctor|ambulance|car|ride|plumber|driver)\b`),
	rule(0.04, `\b(?:someone|somebody|anyone|anybody) (?:be )?(?:there|up|awake|around|at the door|at the desk) (?:to|who can|that can) (?:let|open|give|hand|check|meet|receive|welcome|wait)\b`),
	rule(0.04, `\b(?:wake ?up|morning|alarm) calls?\b`, `\bcall (?:me|us) (?:\w+ ){0,3}?(?:wake|morning)`),
	rule(0.05, `\b(?:call|speak|talk|phone|contact) (?:to )?(?:my|our|a friend|home|abroad|each other|room to room|between rooms)\b`),
	rule(0.05, `\bdo (?:i|we) (?:have to|need to|must) (?:call|phone|speak|talk|contact|ring|see|ask)\b`),
}

// notYou is a wish in the negative, "I don't want to talk to a bot". It goes
// before noWish, which reads "I don't want to talk to anyone".
var notYou = rule(0.96,
	`\b(?:not|don't|dont|do not|didn't|no|stop|without|instead of|rather than|sick of|tired of|hate) (?:\w+ ){0,6}?(?:bots?|robots?|machines?|computers?|ai|chatbots?|automated|algorithm)\b`,
	`\b(?:useless|stupid|dumb) (?:bot|robot|chatbot|machine|ai)\b.*\b`+enPerson+`\b`)

// wishRules, strongest first; the first that matches counts.
var wishRules = []wishRule{
	rule(0.97,
		`\b`+enWant+` `+sep+enSpeak+` `+enDet+enPerson+`\b`,
		`^(?:\w+ ){0,3}?`+enSpeak+` (?:to|with) `+enDet+enPerson+`\b`,
		`\b`+enReach+` (?:me|us|this|it|the chat|the conversation|my \w+) (?:\w+ )?(?:over |through |on |up )?(?:to|with|through|onto|over) `+enDet+enPerson+`\b`,
		`\b`+enReach+` (?:me|us) (?:through|over)\b`,
		`^(?:please |pls |just |can you |could you )*connect (?:me|us)(?: please| now| pls| asap)*$`,
		`\b(?:get|give|find|bring|fetch|send|show) (?:me|us) `+enDet+enPerson+`\b(?: \w+){0,3}$`,
		`\b(?:want|need|require|request|requesting|like|prefer|demand) (?:help from |assistance from |support from |an answer from |to be helped by |to be served by |to be connected (?:to|with) |to be transferred to |to get |to reach |to contact |to see |to have )?(?:an? |the |your |some )?(?:real |actual |live |proper |human )+(?:person|human|agent|operator|someone|representative|employee|people|support|help|assistance|assistant|being|service|answer|one|staff|chat|contact|conversation|interaction)?\b`,
		`\b(?:want|need|prefer|require|request|requesting|demand|like) (?:an? |the )(?:human|person|agent|operator|representative|rep|real one|supervisor)\b(?: (?:please|now|pls|asap|here|instead|right now|to help.*|who .*|for .*))?$`,
		`\b(?:is|are) there (?:an? |any |some )?(?:real |actual |live |human )*(?:person|people|someone|somebody|anyone|anybody|human|humans|agent|agents|operator|staff|representative|receptionist) (?:\w+ ){0,5}?(?:talk|speak|chat|contact|reach|help me|assist me|available (?:to|for)|here|there$|i can ask|who can help|that can help|behind this)`,
		`\b(?:can|could|would|will|may|please have|have|let) (?:(?:someone|somebody|anyone|anybody|one|a colleague|a person) (?:from|at|of|in) (?:the |your )?\w+(?: \w+)?|someone|somebody|anyone|anybody|an? agent|an? human|an? person|an? real person|a member of (?:your |the )?(?:staff|team)|one of (?:you|your \w+)|the manager|a manager|the reception|reception|the front desk|your \w+(?: (?:desk|office|team|staff))?|you|somebody from \w+|someone from (?:the |your )?\w+(?: \w+)?|the (?:staff|team)) (?:please |kindly )?(?:call|ring|phone|telephone|contact|text|message|write|email|get back to|reach out to|get in touch with|reply to|answer|talk to|speak to|speak with|talk with|chat with)(?: back)? ?(?:to )?(?:me|us)?\b(?: (?:back|please|now|asap|today|tomorrow|directly|here|about .*|regarding .*|on .*|at .*|in .*|as .*|by .*|later.*|when.*|pls|over .*))*$`,
		`\b(?:can|could) (?:you )?(?:please )?(?:someone |somebody )?(?:call|ring|phone) (?:me|us)(?: back)?(?: (?:please|now|asap|today|tomorrow|on .*|about .*|regarding .*|under .*|later))?$`,
		`^(?:please |pls )?(?:call|ring|phone) (?:me|us)(?: back)?(?: (?:please|now|asap|today|on .*|about .*|under .*|later|at [+\d].*))?$`,
		`\b(?:call ?back|call me back|phone call) (?:please|requested|request|from (?:you|the|your|someone))\b`, `\b(?:request|want|need|like|get|have) (?:an? )?(?:call ?back|phone call|call (?:from|back))\b`,
	),
	// the word alone
	rule(0.95,
		`^(?:please |pls |hi |hello |hey |ok |no |yes |an? |the |just |some |i said |need |want |get |give me |more |real |live |actual |now |another |speak |talk |to |chat |with |human |asap )*(?:human|humans|agent|agents|operator|representative|rep|real person|live person|live agent|live chat|human chat|live support|human support|real human|human being|human agent|person|real people|customer service|customer support|customer care|supervisor|front desk|someone real|somebody real|real agent|live human|real support|receptionist|chat live|talk live|someone|somebody|manager|staff member|speak agent|helpdesk|help desk|call center|live help|human help|real help|live operator|real human being|live representative|service agent|humanoid)(?: (?:please|pls|now|thanks|thank you|asap|here|chat|support|help|required|needed|only|immediately|quickly|right now|instead|thx|ok|plz|available|agent|person|operator))*$`),
	rule(0.9,
		`\b(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody|a human|a person|a real person|real people|an agent|any agents?|any humans?|agents?|your team|the staff|any staff) (?:\w+ )?(?:there|here|online|listening|available|around|free)(?: (?:right )?now| please| to (?:help|chat|talk|answer|speak).*| for .*chat.*| i can .*)?$`,
		`\bwho can i (?:talk|speak|chat|turn) (?:to|with)\b`, `\b(?:talk|speak|chat) (?:to|with) (?:an? |the )?(?:real |live |actual )?(?:human|person|agent|someone|somebody|operator|manager|supervisor|receptionist|representative)\b`,
		`\bi (?:want|need|would like|d like) (?:to )?(?:see|reach|get|have|contact|call|ask|message|meet) (?:an? |the |your |some )?(?:human|person|agent|someone|somebody|manager|supervisor|operator|representative|staff|receptionist|reception|front desk|boss)\b`,
		`\b(?:someone|somebody|human|a person|real person|an agent|anyone|anybody|the manager|staff) (?:to |who can |that can |please |should |must |has to )+(?:help|assist|answer|talk|speak|call|contact|reply|chat|deal|take|respond|look|solve|fix)`,
		`\b(?:get|contact|reach|ask|alert|notify|message|find|inform|bring in|involve|fetch) (?:an? |the |your |some |hold of )*(?:real |live |actual )*(?:human|agent|someone|somebody|person|manager|supervisor|operator|staff|receptionist|representative|colleague|real person)(?: please| now| to (?:help|talk|speak|chat|answer|reply|assist|call|contact|look|solve|respond|write)\b.*| for me| in here| who .*)?$`,
		`\b(?:no|not an?) (?:bot|bots|robot|robots|ai|machine)(?: please)?$`,
		`\b(?:human|person|agent|live chat|live agent|operator|representative) (?:please|pls|plz|now|asap)\b`,
		`\b(?:want|need|like) (?:\w+ ){0,3}?(?:from|by|with) an? (?:real |live |actual )?(?:human|person|agent)\b`,
		`\b(?:live|human|real) (?:chat|agent|person|support|assistance|representative|operator)\b(?: \w+){0,3}$`,
	),
	// German
	rule(0.95,
		`\b(?:mochte|will|wurde|kann|konnte|konnen|darf|bitte|muss|gerne?|wunsche|lieber|wollen|mochten|durfte|lass|wie kann) (?:\w+ ){0,5}?(?:mensch|menschen|jemand\w*|mitarbeiter\w*|person|ansprechpartner\w*|kollegen|kollegin|rezeption|berater\w*|agenten|agent|manager|chef|team|personal|empfang|rezeptionist\w*|echte[nrm]? \w+|ihnen personlich|direktor|geschaftsfuhrer) (?:\w+ ){0,4}?(?:sprechen|reden|chatten|schreiben|verbinden|verbunden|unterhalten|telefonieren|kontaktieren|erreichen|anrufen|helfen|haben|weiterleiten)`,
		`\b(?:verbinden|verbinde|leiten) (?:sie )?(?:mich|uns) (?:\w+ ){0,3}?(?:mensch\w*|jemand\w*|mitarbeiter\w*|person|rezeption|agent\w*|berater\w*|kollegen)`,
		`\b(?:sprechen|reden|chatten|schreiben) (?:\w+ ){0,2}?mit (?:\w+ ){0,3}?(?:mensch\w*|jemand\w*|mitarbeiter\w*|person|agent\w*|rezeption)`,
		`\b(?:mit|von) (?:\w+ ){0,3}?(?:mensch\w*|jemand\w*|mitarbeiter\w*|person|agent\w*|rezeption) (?:sprechen|reden|chatten|schreiben|verbunden)`,
		`^(?:bitte |ein |eine |einen |mit |ich will |ich mochte |ich brauche )*(?:echten? |echter |realer? |richtigen? )*(?:mensch|menschen|mitarbeiter|mitarbeiterin|person|ansprechpartner|kundenservice|kundendienst|operator|berater|live chat|support|ruckruf)(?: bitte| sprechen| jetzt)*$`,
		`\b(?:ruft|rufen|rufe|ruf|anrufen|zuruckrufen|ruckruf|zuruck) (?:\w+ ){0,3}?(?:mich|uns|erbeten|bitte|zuruck)\b`,
		`\b(?:kann|konnte|konnt|konnen) (?:mich|uns|sie mich|mich bitte|jemand) (?:\w+ ){0,4}?(?:anrufen|zuruckrufen|kontaktieren|ruckrufen)`,
		`\bmich (?:\w+ ){0,3}?(?:anrufen|zuruckrufen)\b`,
		`\b(?:keinen?|nicht mit) (?:\w+ ){0,3}?(?:bot|roboter|chatbot|maschine|computer|ki|automat)`,
		`\bist (?:da |hier |dort )?(?:jemand|ein mensch|ein mitarbeiter)(?: da| hier| erreichbar| echtes)?$`, `\b(?:brauche|will|mochte) (?:\w+ ){0,2}?(?:echten|richtigen|menschlichen|mitarbeiter|menschen)`,
	),
	// French
	rule(0.95,
		`\b(?:parler|discuter|echanger|chatter|communiquer|dialoguer|contact|contacter|joindre|connecter|connectez|transferez|transferer|passez|passer|mettre en relation|mettez) (?:\w+ ){0,5}?(?:humain\w*|personne|quelqu|conseiller\w*|agent\w*|operateur|receptionniste|reception|responsable|manager|directeur|employe\w*|equipe|vrai\w*|etre humain|standard|service client)`,
		`^(?:je veux |je voudrais |svp |un |une |s'il vous plait |une vraie |un vrai |besoin d'un |vrai |vraie |reel )*(?:humain|agent|conseiller|conseillere|operateur|personne reelle|vraie personne|etre humain|personne|service client|agent humain|conseiller humain)(?: svp| s'il vous plait| merci| s il vous plait| reel)*$`,
		`\b(?:rappelez|rappeler|appelez|appeler|telephonez|contactez)[ -](?:moi|nous)\b`, `\b(?:me|nous) (?:rappeler|appeler|contacter|telephoner|recontacter)\b`, `\betre (?:rappele|contacte|mis en relation)\w*`,
		`\b(?:pas|marre|plutot qu) (?:\w+ ){0,5}?(?:robot|bot|machine|chatbot)`, `\b(?:y a[ -]t[ -]il|il y a) (?:quelqu'un|une vraie personne|une personne|un humain)(?: ici| la| disponible| reelle| a qui .*| de disponible| pour .*)*$`,
	),
	// Spanish, Portuguese, Italian
	rule(0.95,
		`\b(?:hablar|hablo|chatear|conversar|comunicarme|comunicar|contactar|contacto|pasame|paseme|paseme|pasarme|conectame|conecteme|conectarme|transferirme|transfiera\w*|ponerme|pongame) (?:\w+ ){0,4}?(?:humano|humana|persona|alguien|agente|operador\w*|recepcion\w*|encargad\w*|gerente|representante|empleado|asesor\w*|ser humano|responsable|director)`,
		`\b(?:llamenme|llamame|llameme|me llamen|me llaman|me pueden llamar|pueden llamarme|puede llamarme|me puede llamar|alguien me llame|devuelvan la llamada|devolverme la llamada|me llame)\b`,
		`\b(?:falar|conversar|comunicar|contactar|contacto|ligar|passar|passe|passem|transferir|transfira|encaminhar|chamar) (?:\w+[ -]){0,4}?(?:humano|humana|pessoa|alguem|atendente|agente|operador\w*|rece[cp]?cao|rece[cp]?cionista|funcionari\w*|gerente|responsavel|assistente humano|colaborador)`,
		`\b(?:podem|pode|poderiam|alguem|alguem pode|queria que|gostava que) (?:me )?(?:ligar|telefonar|liguem|ligue)(?:[ -]me)?\b`, `\b(?:liguem|ligue|telefonem)[ -]me\b`, `\bme (?:ligar|liguem|liga|ligue|telefonem)\b`,
		`\b(?:parlare|parlo|chattare|comunicare|contattare|contatto|passatemi|passami|passarmi|mettermi in contatto|trasferitemi|trasferirmi|collegatemi|mettetemi) (?:\w+ ){0,4}?(?:umano|umana|persona|qualcuno|operatore|operatrice|addetto|receptionist|reception|direttore|responsabile|agente|essere umano|dipendente|personale|manager)`,
		`\b(?:chiamatemi|richiamatemi|mi chiamate|mi potete chiamare|potete chiamarmi|puo chiamarmi|essere richiamat\w|mi chiami|farmi chiamare|mi richiamate|mi puo chiamare|chiamarmi)\b`,
		`^(?:por favor |un |una |uno |um |uma |quiero |quero |voglio |vorrei |con |com |necesito |preciso de |preciso |ho bisogno di |el |o |persona |pessoa )*(?:humano|humana|umano|agente|operador|operadora|operatore|atendente|persona real|pessoa real|persona reale|ser humano|essere umano|persona|pessoa|agente humano|atendimento humano|operatore umano|asesor|persona vera|agente real|persona de verdad|pessoa de verdade|servicio al cliente|assistenza clienti)(?: por favor| per favore| real| reale| ya| ahora| agora| subito)*$`,
		`\b(?:no|nao|non) (?:\w+ ){0,5}?(?:robot|bot|maquina|macchina|robo|chatbot)$`,
		`\bhay (?:alguien|alguna persona|una persona|un humano)(?: ahi| aqui| real| disponible| ahí| con quien .*| que .* ayudar\w*)*$`, `\b(?:ha|tem|esta) (?:ai )?(?:alguem|alguma pessoa|uma pessoa real)(?: ai| aqui| real| disponivel| com quem .*)*$`, `\bc'e qualcuno(?: li| qui| con cui .*| disponibile)*$`,
	),
	// Dutch, Arabic, Russian and some others
	rule(0.94,
		`\b(?:spreken|praten|chatten|contact|verbind|verbinden|doorverbinden|doorverbonden) (?:\w+ ){0,4}?(?:mens|medewerker|iemand|persoon|receptie|collega|manager|mensen|receptionist)`,
		`\b(?:met|een) (?:\w+ ){0,3}?(?:mens|medewerker|iemand|persoon|receptie|manager|receptionist) (?:\w+ ){0,3}?(?:spreken|praten|chatten|verbonden|doorverbinden|doorverbonden)`,
		`^(?:graag |een |echte |ik wil |ik wil een |met )*(?:mens|medewerker|echt persoon|echt mens|echte persoon|echte medewerker|persoon|klantenservice)(?: alsjeblieft| aub| graag| alstublieft)*$`,
		`\b(?:bel|bellen|terugbellen) (?:me|mij|ons|mij terug|me terug)\b`, `\b(?:me|mij|ons) (?:\w+ ){0,3}?(?:terug)?bellen\b`, `\bgeen (?:bot|robot|chatbot|computer)\b`,
		`(?:التحدث|اتحدث|اتكلم|التكلم|اكلم|محادثه|تحويلي|حولني|اتواصل|التواصل|اريد|ابغي|اود|احتاج|عايز|بدي) (?:.* )?(?:شخص|انسان|موظف|موظفه|احد|بشري|مسؤول|الاستقبال|المدير|خدمه العملاء|ممثل|وكيل)`,
		`^(?:شخص حقيقي|موظف|انسان|موظف حقيقي|خدمه العملاء|شخص)(?: من فضلك| لو سمحت)*$`, `(?:اتصلوا|اتصل) (?:بي|بنا)`, `(?:ان )?(?:يتصل|تتصلوا) (?:بي|احد)`, `هل (?:يمكن|ممكن) (?:ان )?(?:يتصل|تتصل)`, `يتصل بي`,
		`(?:поговорить|связаться|соедините|переключите|связать|говорить|общаться|пообщаться) .*(?:человек|оператор|сотрудник|менеджер|администратор|кем)`, `^(?:оператор|человек|живой человек|позовите оператора|нужен оператор)(?: пожалуйста)?$`, `(?:перезвоните|позвоните) (?:мне|нам)?`,
		`真人|人工|客服|(?:人間|スタッフ|担当者|係員|オペレーター)(?:と|に|を)|상담원|직원|사람과`,
		`\b(?:tale|snakke|prata|tala|snakke) (?:\w+ ){0,3}?(?:menneske|medarbejder|person|manniska|nogen|noen|nagon)`, `\b(?:rozmawiac|porozmawiac|polacz\w*) .*(?:czlowiek\w*|konsultant\w*|osob\w*|pracownik\w*)`, `\b(?:insan|yetkili|temsilci|gercek (?:bir )?(?:insan|kisi))\w* (?:\w+ ){0,2}?(?:konus|gorus|bagla)\w*`,
	),
}

// Wishes reports whether a probability of [Wish] is read as one.
func Wishes(probability float64) bool { return probability >= wishFrom }

// Wish returns the probability, 0 to 1, that a message asks for a person. It needs
// no knowledge.
func Wish(message string) float64 {
	if smallTalk(message) != nil { // "are you a person?" wants to know, not to be passed on
		return 0.02
	}
	message = respell(message)
	if by, sure := wish(text.Words(message), message); sure {
		return by
	}
	best := wishModel(message)
	for _, s := range sentences(message) {
		best = max(best, wishModel(s))
	}
	if !sayable(message) {
		best = min(best, wishFrom/2)
	}
	return best
}

// misspelt are the ways in which hurried or angry guests write the words that
// matter most here.
var misspelt = compiledOnce(`(?i)\b(?:hum+na|humman|huamn|huuman|hooman|hummen|humen|hman|humn|perosn|preson|persn|personn|pesron|agnet|aegnt|agant|agennt|opertor|oprator|operater|representitive|represenative|representive|recepcion|receptoin)s?\b`)

var spelt = map[byte]string{'h': "human", 'p': "person", 'a': "agent", 'o': "operator", 'r': "representative"}

// toA is a "to" that was typed as a number.
var toA = compiledOnce(`(?i)\b2 (an?|the|some\w*)\b`)

// respell puts those words right.
func respell(message string) string {
	message = toA().ReplaceAllString(message, "to $1")
	return misspelt().ReplaceAllStringFunc(message, func(w string) string {
		if w = strings.ToLower(w); strings.HasPrefix(w, "recep") {
			return "reception"
		}
		return spelt[w[0]]
	})
}

// sayable reports whether a message could ask for a person at all: it names one,
// or is in a script whose words are not listed here.
func sayable(message string) bool {
	for _, w := range text.Words(message) {
		w, _, _ = strings.Cut(w, "'")
		if _, ok := wishWords[w]; ok || w != "" && w[0] >= 0x80 {
			return true
		}
	}
	return false
}

// wishModel asks the trained model, which knows more ways to say it than the
// rules do, and is less sure of itself.
func wishModel(sentence string) float64 {
	tokens := text.Tokens(sentence)
	if len(tokens) == 0 {
		return 0
	}
	return float64(topic.Persons().Probabilities(tokens)[1])
}

// wish applies the rules. Sure is false where none of them knows the message.
func wish(words []string, message string) (by float64, sure bool) {
	if len(words) == 0 || len(words) > 120 {
		return 0.01, true
	}
	if !sayable(message) {
		return 0, false
	}
	folded := strings.Join(words, " ")
	if !notMe().MatchString(folded) && notYou.pattern().MatchString(folded) {
		return notYou.wish, true
	}
	for _, r := range noWishes {
		if r.pattern().MatchString(folded) {
			return r.wish, true
		}
	}
	// A wish is one sentence of several; the whole may say more than it.
	best := 0.0
	for _, s := range append(sentences(message), folded) {
		if s = strings.Join(text.Words(s), " "); s == "" {
			continue
		}
		for _, r := range allWishRules {
			if r.wish > best && r.pattern().MatchString(s) {
				best = r.wish
				break
			}
		}
	}
	return best, best > 0
}

// sentences splits a message where a sentence ends.
func sentences(message string) []string {
	return strings.FieldsFunc(message, func(r rune) bool {
		return r == '.' || r == '?' || r == '!' || r == '\n' || r == ';' || r == '؟'
	})
}
