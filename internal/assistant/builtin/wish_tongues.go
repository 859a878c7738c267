package builtin

import (
	"slices"
)

// What the rules of wish.go need in every language alike: how one says that one
// does not want a person, asks whether there is one at the other end, or sends
// somebody to do a job; and the ways to be called back or passed on.

// moreWishWords are further words of which a wish contains at least one.
const moreWishWords = `
office team member members crew line employees colleague management direktion leitung hotelleitung zustandigen angestellten gesprach kontakt erreichbar online echten echtem echter menschlich
gerant gerante direction employe employes contact contacte humains gerencia direccion contacto conteste contesten responda contestarme responderme atendido empleados disponible
gerencia direcao contacto contactar contacte responda responder gerir atendido atendida atendentes disponivel rececionista ligasse
direzione gestore contatto contattare contattasse risponda rispondermi rispondere dipendenti disponibile personale chiamare richiamato
directie eigenaar contact antwoord beschikbaar receptioniste menselijk personeel gebeld teruggebeld spreken
اداره الاداره لموظف مسؤول صلني بالاستقبال شخصا انسانا متاح الموظف يرد يجيبني
services relations reservations sales
kundenservice kundendienst chef chefin agenten berater beraterin ki automaten personlich weiterhelfen ubernehmen kollegen telefon durchstellen
rappele rappelee rappelez rappelle recontacter joindre collegue relais ligne client accueil standard directeur directrice superieur
empleado empleada atienda atiendan atencion cliente companero companera colega llamada devolverme devuelvan asesor asesora representante responsable supervisor comunicar comunicame comunique maquina robo macchina
funcionario colaborador encaminhe encaminhar encaminhem transfira transfere chamada telefonem telefonar apoio passe passa passem equipa equipe
richiamato richiamata richiamatemi telefonarmi telefonatemi assistenza clienti dipendente consulente collega staff passi passami passatemi dal vivo
terugbel terugbellen terug klantenservice agent manager leidinggevende overnemen doorverbinden doorgeschakeld bel bellen lijn
الموظفين موظفين معاوده الاتصال زميل ممثل وكيل بموظف حد حدا`

// notMe is a guest who says what they are themselves.
var notMe = compiledOnce(`\bi (?:am|m) not (?:a |an )?(?:robot|bot|machine|computer|human)\b|\bi'm not (?:a |an )?(?:robot|bot|machine|computer|human)\b`)

// noWishes are those of wish.go, and these.
var noWishes = append([]wishRule{
	{notMe, 0.03},
	// No person, no call.
	rule(0.03,
		`\b(?:do not|don't|dont|not to|never) (?:please )?(?:call|phone|ring|contact|text) (?:me|us)\b`,
		`\b(?:rufen sie|ruft|rufe|ruf) (?:mich |uns |bitte )*nicht\b`, `\bkeine?n? (?:mensch\w*|mitarbeiter\w*|person|ruckruf) (?:notig|notwendig|erforderlich)\b`, `\bbrauche keine?n? (?:mensch\w*|mitarbeiter\w*|person|ruckruf)\b`,
		`\bn'?(?:appelez|rappelez|telephonez|contactez) pas\b`, `\bne (?:me|nous) (?:appelez|rappelez|contactez) pas\b`, `\bpas besoin (?:d'un\w*|de) (?:\w+ )?(?:personne|humain|agent|conseiller)\b`,
		`\bno (?:me |nos )?(?:llamen|llame|llames|contacten)\b`, `\bno (?:necesito|hace falta|quiero) (?:a |un |una |ningun |ninguna |hablar con )*(?:persona|humano|agente|nadie|empleado)\b`,
		`\bnao (?:me |nos )?(?:liguem|ligue|telefonem|contactem)\b`, `\bnao (?:preciso|e preciso|quero) (?:de |um |uma |falar com )*(?:pessoa|humano|agente|atendente|ninguem)\b`,
		`\bnon (?:chiamatemi|mi chiamate|mi chiami|mi chiamare|telefonatemi|richiamatemi|contattatemi)\b`, `\bnon (?:ho bisogno|voglio|serve) (?:di |un |una |parlare con )*(?:persona|umano|operatore|nessuno)\b`,
		`\b(?:bel|bellen) (?:me|mij|ons) (?:alstublieft |aub )?niet\b`, `\bgeen (?:persoon|mens|medewerker) nodig\b`,
		`^لا (?:تتصل\w*|احتاج|اريد)(?: الي| الى)?(?: بي| بنا| شخص\w*| موظف\w*| انسان\w*)+`,
	),
	// Whom am I talking to?
	rule(0.03, `\b(?:do i (?:speak|talk|chat)|am i (?:talking|speaking|chatting)|est[ -]ce que je parle|je parle|estou a falar|estou falando|estoy hablando|hablo|sto parlando|praat ik|spreek ik|chat ik|rede ich|spreche ich|schreibe ich) (?:\w+ ){1,4}?(?:person|human|machine|computer|bot|robot|mensch\w*|maschine|roboter|personne|humain|persona|humano|maquina|pessoa|umano|macchina|robo|mens|persoon)$`),
	// Which languages are spoken.
	rule(0.04,
		`\b(?:spricht|sprechen) (?:\w+ ){0,4}?(?:deutsch|englisch|franzosisch|spanisch|italienisch|portugiesisch|arabisch|russisch|polnisch)\b`,
		`\bparle\w*(?:[ -]\w+){0,3}? (?:allemand|anglais|francais|espagnol|italien|portugais|arabe|russe)\b`, `\bhabla\w* (?:\w+ ){0,2}?(?:aleman|ingles|frances|espanol|italiano|portugues|arabe|ruso)\b`,
		`\bfala\w* (?:\w+ ){0,2}?(?:alemao|ingles|frances|espanhol|italiano|portugues|arabe|russo)\b`, `\bparla\w* (?:\w+ ){0,2}?(?:tedesco|inglese|francese|spagnolo|italiano|portoghese|arabo|russo)\b`,
		`\bspre(?:e)?k\w* (?:\w+ ){0,3}?(?:duits|engels|frans|spaans|italiaans|portugees|nederlands|arabisch)\b`, `(?:يتحدث|تتحدث|يتكلم|تتكلم)\S* (?:.* )?(?:الانجليزيه|الالمانيه|الفرنسيه|العربيه|الاسبانيه|الروسيه)`,
	),
	// Somebody is sent to do a job, or does what the guest tells of.
	rule(0.04,
		`\b(?:send|have|get) (?:up )?(?:someone|somebody|anyone|a \w+) (?:up |over |round )?(?:to|who can) (?:fix|repair|mend|clean|collect|carry|bring|pick|unblock|change|replace|open|make up|remove|move)\b`,
		`\b(?:jemand\w*|quelqu'un|alguien|alguem|qualcuno|iemand|احد) (?:\S+ ){0,4}?(?:handtucher|koffer|gepack|valises|bagages|serviettes|toallas|maletas|equipaje|toalhas|malas|bagagem|valigie|bagagli|asciugamani|handdoeken|koffers|bagage|مناشف|الحقائب|الامتعه)\b`,
		`\b(?:jemand|quelqu'un|alguien|alguem|qualcuno|iemand|someone|somebody) (?:raucht|schreit|schnarcht|fume|crie|fuma|grita|urla|rookt|schreeuwt|smokes|is smoking|is shouting|is snoring|stole|left|told me)\b`,
		`(?:احد|احدهم) (?:\S+ ){0,2}(?:مناشف|الحقائب|الامتعه)`,
	),
	// Called for something else than a talk.
	rule(0.04,
		`\b(?:ruf\w*|bestell\w*|appel\w+|command\w+|llam\w+|pid\w+|cham\w+|chiam\w+|prenot\w+|bel\w*) (?:\S+ ){0,5}?(?:taxi|uber|arzt|krankenwagen|medecin|ambulance|medico|ambulanza|ambulancia|dokter)\b`,
		`\bagents?'? (?:rates?|commission|discount)\b`, `\b(?:travel|booking) agent (?:has |have )?(?:booked|made|reserved|paid)\b`, `\b(?:mi|mein|mijn|mio|meu|mon) (?:agente?|agent)(?: de viajes| di viaggio| de viagens| de voyage)? (?:reservo|prenot\w+|ha \w+|hat \w+|boekte|a reserve|reservou)\b`,
		`\b(?:does|do|did) (?:the|your) (?:manager|owner|staff|director|boss) (?:live|work|wear|sleep|eat|own)\b`, `\b(?:wohnt|lebt|habite[ -]t[ -]il|vive|mora|woont)\b`,
		`\b(?:suchen sie|stellen sie|buscan|cherchez vous|cercate|procuram|zoeken jullie|zoekt u|are you hiring|do you hire|do you employ)\b`, `من هو المالك`, `\b(?:laundry|wasserij|wascherei|blanchisserie|lavanderia|lavandaria) (?:service|servizio|servico|servicio)\b`,
	),
}, noWish...)

// allWishRules are those of wish.go, and these.
var allWishRules = slices.Concat(wishRules, []wishRule{
	// English
	rule(0.92,
		`\b(?:human|real person|real human|live agent|person) would be (?:\w+ )?(?:nice|good|great|better|helpful|appreciated|lovely)\b`,
		`^(?:please |pls |can you |could you |would you )*(?:call|ring|phone) (?:me|us)\b(?: back| please| pls| now| today| tomorrow| asap| on| at| under| my| number| mobile| it's)*(?: \d+)*$`,
		`\b`+enReach+` (?:me|us) (?:on |over )?(?:to|with) (?:your |the )?(?:guest (?:services?|relations)|reservations?(?: team| desk)?|sales(?: team)?|events? (?:team|manager)|booking team|housekeeping|duty manager)\b`,
		`\b(?:have|need|want|like) (?:a )?(?:chat|word|talk|conversation) with (?:an? |the |your |one of your |someone |somebody )(?:\w+ )?(?:manager|team|coordinator|planner|office|colleagues?|staff|director|person|human|in charge|from)\b`,
	),
	// German
	rule(0.92,
		`\b(?:kollege|kollegin|jemand|mensch|mitarbeiter|mitarbeiterin) (?:\w+ ){0,3}?(?:ubernehmen|ubernimmt|weiterhelfen|melden)\b`, `\bkann sich (?:\w+ ){0,3}?(?:jemand|mitarbeiter\w*)\b`,
		`\bbitte um (?:\w+ )?ruckruf\b`, `\bruckruf (?:bitte|erbeten|unter|auf|an)\b`, `\b(?:hatte|mochte|wunsche|brauche|erbitte|will) (?:\w+ ){0,3}?ruckruf\b`,
		`\b(?:wer|jemand\w*) (?:\w+ ){0,4}?personlich\b`, `\bpersonlich (?:mit|sprechen|beraten)\b`, `\b(?:statt|anstatt|keine[rn]?) (?:\w+ )?(?:ki|bots?|roboters?|maschine|automaten?|chatbots?)\b`,
		`\b(?:sprechen|reden|telefonieren|chatten) (?:\w+ ){0,3}?(?:chefin|chef|direktorin)\b`, `\b(?:mit|zu) (?:\w+ )?(?:chefin|chef|direktorin|hotelleitung|geschaftsleitung) (?:\w+ )?(?:sprechen|reden|durch\w*|verbinden)\b`, `\bstellen sie mich (?:\w+ ){0,4}?durch\b`,
	),
	// French
	rule(0.92,
		`\b(?:souhaite\w*|voudrais|veux|aimerais|demande a|possible d') ?(?:\w+ ){0,2}?etre (?:rappele|contacte|recontacte)e?\b`, `\b(?:personne|quelqu'un|conseiller|agent|humain) (?:a|avec) qui (?:\w+ ){0,3}?(?:parler|discuter|echanger)\b`,
		`\b(?:collegue|quelqu'un|humain|personne|agent|conseiller) (?:\w+[ -]){0,4}?(?:prendre le relais|prenne le relais)\b`, `\b(?:agent|conseiller|humain) (?:en ligne|humain|disponible|en direct)\b`, `\bpasse[rz]?(?:[ -]moi)? (?:quelqu'un|un humain|un agent|un conseiller|la reception|le responsable|le directeur)\b`,
		`\bservice client\w*(?: svp| merci| s'il vous plait)*$`,
	),
	// Spanish
	rule(0.92,
		`\bquiero (?:a )?(?:una persona|un humano|un agente|un empleado)(?: real| de verdad| ya| por favor)*$`, `\bque (?:me|nos) atiend\w+\b`, `\b(?:atiend\w+|atender\w*|ayud\w+) (?:\w+ ){0,2}?(?:una persona|un humano|un empleado|alguien)\b`, `\bdev\w+ (?:la|mi) llamada\b`,
		`\b(?:pas\w+|comunic\w+|pong\w+|transf\w+) (?:\w+ ){0,2}?(?:companer\w+|colega|emplead\w+|responsable|supervisor\w*)\b`, `^atencion al cliente(?: por favor)?$`,
	),
	// Portuguese
	rule(0.92,
		`\b(?:quero|preciso de|prefiro) (?:uma pessoa|um humano|um atendente|um funcionario)(?: real| de verdade| a serio| por favor)*$`, `\b(?:encaminh\w+|transfir\w+|transfer\w+|pass\w+|ponha)(?:[ -]me)? (?:\w+ ){0,3}?(?:operador\w*|agente|atendente|colega|humano|pessoa|alguem|rece[cp]?cao|funcionario|responsavel)\b`,
		`\bchamada de volta\b`, `\bme (?:transfer\w+|pass\w+|coloc\w+) (?:\w+ ){0,3}?(?:atendente|humano|pessoa|alguem|rece[cp]?cao)\b`, `^(?:apoio|atendimento|servico) ao cliente(?: por favor)?$`, `\bser atendid[oa] por (?:uma pessoa|um humano|alguem)\b`,
	),
	// Italian
	rule(0.92,
		`\b(?:telefonarmi|richiamarmi|telefonatemi)\b`, `\bessere (?:richiamat|contattat|ricontattat)[oai]\b`, `\bassistenza clienti\b`, `\bparlare con (?:chi|voi|lo staff|il servizio|un collega|un dipendente|un consulente)\b`,
		`\b(?:voglio|vorrei|preferisco) (?:una persona|un umano|un operatore)(?: vera| reale| vero| per favore)*$`, `\b(?:mi passi|passami|mi metta|mi trasferisca|mi colleghi|mi puo collegare) (?:\w+ ){0,4}?(?:operatore|addetto|agente|collega|reception|persona|umano|qualcuno|direttore|responsabile)\b`,
	),
	// Dutch and Arabic
	rule(0.92,
		`\bbel(?:len)? (?:me|mij|ons)\b(?: \w+)* terug\b`, `\bklantenservice\b`, `\b(?:collega|medewerker|mens|iemand) (?:\w+ ){0,3}?(?:overnemen|spreken|beschikbaar)\b`, `\b(?:doorverbonden|doorgeschakeld|doorschakelen|doorverbinden)\b`,
		`معاوده الاتصال (?:بي|بنا)`, `(?:موظف|شخص|احد|ممثل) (?:متاح|متوفر|حقيقي)`, `(?:وصلني|حولني|وصلوني|حولوني|حول المحادثه) (?:.* )?(?:موظف|شخص|زميل|انسان|مسؤول)`, `(?:احكي|اكلم|اتكلم|اتحدث) (?:.* )?(?:حد|حدا|موظف|شخص|احد)`,
	),
})
