package builtin

import (
	"strings"

	"deskbell/internal/knowledge/text"
)

// phrase is a fixed sentence, by language. English is always there.
type phrase map[string]string

// in returns the phrase in a language, or in English, and the language it is in.
func (p phrase) in(language string) (words, spoken string) {
	if s, ok := p[text.Base(language)]; ok {
		return s, text.Base(language)
	}
	return p["en"], "en"
}

// Everything that the assistant says in its own words. {property}, {thing}: filled in.
var (
	phraseCannotHelp = phrase{
		"en": "I don't have that information. Our team can help you.",
		"de": "Diese Information habe ich nicht. Unser Team hilft Ihnen gern.",
		"fr": "Je n'ai pas cette information. Notre équipe peut vous aider.",
		"es": "No tengo esa información. Nuestro equipo puede ayudarle.",
		"pt": "Não tenho essa informação. A nossa equipa pode ajudar.",
		"it": "Non ho questa informazione. Il nostro team può aiutarla.",
		"nl": "Die informatie heb ik niet. Ons team helpt u graag.",
		"ar": "ليست لديّ هذه المعلومة. يمكن لفريقنا مساعدتك.",
		"he": "אין לי את המידע הזה. הצוות שלנו יכול לעזור לך.",
	}
	// phraseRest stands after an answer to one of several questions.
	phraseRest = phrase{
		"en": "About the rest of your question I have no information; our team can help you with it.",
		"de": "Zum Rest Ihrer Frage habe ich keine Information; dabei hilft Ihnen unser Team gern.",
		"fr": "Pour le reste de votre question, je n'ai pas d'information ; notre équipe peut vous aider.",
		"es": "Sobre el resto de su pregunta no tengo información; nuestro equipo puede ayudarle.",
		"pt": "Sobre o resto da sua pergunta não tenho informação; a nossa equipa pode ajudar.",
		"it": "Sul resto della sua domanda non ho informazioni; il nostro team può aiutarla.",
		"nl": "Over de rest van uw vraag heb ik geen informatie; ons team helpt u graag.",
		"ar": "ليست لديّ معلومات عن بقية سؤالك، ويمكن لفريقنا مساعدتك.",
		"he": "על שאר השאלה אין לי מידע; הצוות שלנו יכול לעזור בכך.",
	}
	phraseSuggest = phrase{
		"en": "I am not quite sure what you mean. Did you mean:",
		"de": "Ich bin nicht ganz sicher, was Sie meinen. Meinten Sie:",
		"fr": "Je ne suis pas sûr de bien comprendre. Vouliez-vous dire :",
		"es": "No estoy seguro de haber entendido. ¿Quería decir…?",
		"pt": "Não tenho a certeza de ter percebido. Queria dizer:",
		"it": "Non sono sicuro di aver capito. Intendeva:",
		"nl": "Ik weet niet zeker wat u bedoelt. Bedoelde u:",
		"ar": "لست متأكداً مما تقصده. هل تقصد:",
		"he": "לא ברור לי לגמרי למה הכוונה. האם הכוונה הייתה:",
	}
	phraseBookedOnly = phrase{
		"en": "This information is for guests with a booking. Our team can help you.",
		"de": "Diese Information ist Gästen mit Buchung vorbehalten. Unser Team hilft Ihnen gern.",
		"fr": "Cette information est réservée aux clients ayant une réservation. Notre équipe peut vous aider.",
		"es": "Esta información es para huéspedes con reserva. Nuestro equipo puede ayudarle.",
		"pt": "Esta informação é para hóspedes com reserva. A nossa equipa pode ajudar.",
		"it": "Questa informazione è riservata agli ospiti con prenotazione. Il nostro team può aiutarla.",
		"nl": "Deze informatie is voor gasten met een boeking. Ons team helpt u graag.",
		"ar": "هذه المعلومة متاحة للنزلاء الذين لديهم حجز. يمكن لفريقنا مساعدتك.",
		"he": "המידע הזה מיועד לאורחים עם הזמנה. הצוות שלנו יכול לעזור לך.",
	}
	phraseNo = phrase{
		"en": "We're sorry, we don't have this: {thing}.",
		"de": "Das haben wir leider nicht: {thing}.",
		"fr": "Désolés, nous ne proposons pas cela : {thing}.",
		"es": "Lo sentimos, no disponemos de esto: {thing}.",
		"pt": "Lamentamos, não temos: {thing}.",
		"it": "Ci dispiace, non lo abbiamo: {thing}.",
		"nl": "Dat hebben we helaas niet: {thing}.",
		"ar": "عذراً، هذا غير متوفر لدينا: {thing}.",
		"he": "לצערנו אין לנו: {thing}.",
	}
	phraseYes = phrase{
		"en": "Yes, we have this: {thing}.",
		"de": "Ja, das haben wir: {thing}.",
		"fr": "Oui, nous proposons cela : {thing}.",
		"es": "Sí, disponemos de esto: {thing}.",
		"pt": "Sim, temos: {thing}.",
		"it": "Sì, lo abbiamo: {thing}.",
		"nl": "Ja, dat hebben we: {thing}.",
		"ar": "نعم، هذا متوفر لدينا: {thing}.",
		"he": "כן, יש לנו: {thing}.",
	}
	// phraseOtherLanguage introduces the property's words where they are written
	// in another language than the guest's. They are never translated here:
	// a translation could say something that the property did not.
	phraseOtherLanguage = phrase{
		"en": "Here is what our house says about it:",
		"de": "Dazu sagt unser Haus (auf {tongue}):",
		"fr": "Voici ce que dit notre maison (en {tongue}) :",
		"es": "Esto es lo que dice nuestra casa (en {tongue}):",
		"pt": "Eis o que a nossa casa diz (em {tongue}):",
		"it": "Ecco cosa dice la nostra casa (in {tongue}):",
		"nl": "Dit zegt ons huis erover (in het {tongue}):",
		"ar": "إليك ما يقوله الفندق عن ذلك ({tongue}):",
		"he": "כך נכתב על כך אצלנו ({tongue}):",
	}
	phraseGreeting = phrase{
		"en": "Hello! I am the digital assistant of {property}. What would you like to know?",
		"de": "Guten Tag! Ich bin der digitale Assistent von {property}. Was möchten Sie wissen?",
		"fr": "Bonjour ! Je suis l'assistant numérique de {property}. Que souhaitez-vous savoir ?",
		"es": "¡Hola! Soy el asistente digital de {property}. ¿Qué le gustaría saber?",
		"pt": "Olá! Sou o assistente digital de {property}. O que gostaria de saber?",
		"it": "Buongiorno! Sono l'assistente digitale di {property}. Che cosa desidera sapere?",
		"nl": "Hallo! Ik ben de digitale assistent van {property}. Wat wilt u weten?",
		"ar": "مرحباً! أنا المساعد الرقمي لدى {property}. ماذا تود أن تعرف؟",
		"he": "שלום! אני העוזר הדיגיטלי של {property}. מה תרצו לדעת?",
	}
	phraseThanks = phrase{
		"en": "You're welcome! Is there anything else you would like to know?",
		"de": "Gern geschehen! Möchten Sie noch etwas wissen?",
		"fr": "Je vous en prie ! Souhaitez-vous savoir autre chose ?",
		"es": "¡De nada! ¿Desea saber algo más?",
		"pt": "De nada! Gostaria de saber mais alguma coisa?",
		"it": "Prego! Desidera sapere altro?",
		"nl": "Graag gedaan! Wilt u nog iets weten?",
		"ar": "على الرحب والسعة! هل تود معرفة شيء آخر؟",
		"he": "בשמחה! יש עוד משהו שתרצו לדעת?",
	}
	phraseGoodbye = phrase{
		"en": "Goodbye, and thank you for writing to us!",
		"de": "Auf Wiedersehen und danke, dass Sie uns geschrieben haben!",
		"fr": "Au revoir, et merci de nous avoir écrit !",
		"es": "¡Hasta luego y gracias por escribirnos!",
		"pt": "Até breve, e obrigado por nos escrever!",
		"it": "Arrivederci e grazie per averci scritto!",
		"nl": "Tot ziens en bedankt voor uw bericht!",
		"ar": "إلى اللقاء، وشكراً لتواصلك معنا!",
		"he": "להתראות, ותודה שכתבתם לנו!",
	}
	phraseWhoAreYou = phrase{
		"en": "I am a digital assistant, not a person. I answer from what {property} has told me; our team is here for everything else.",
		"de": "Ich bin ein digitaler Assistent, kein Mensch. Ich antworte mit dem, was {property} mir gesagt hat; für alles andere ist unser Team da.",
		"fr": "Je suis un assistant numérique, pas une personne. Je réponds avec ce que {property} m'a appris ; notre équipe est là pour tout le reste.",
		"es": "Soy un asistente digital, no una persona. Respondo con lo que {property} me ha contado; para todo lo demás está nuestro equipo.",
		"pt": "Sou um assistente digital, não uma pessoa. Respondo com o que {property} me disse; para tudo o resto está cá a nossa equipa.",
		"it": "Sono un assistente digitale, non una persona. Rispondo con ciò che {property} mi ha detto; per tutto il resto c'è il nostro team.",
		"nl": "Ik ben een digitale assistent, geen persoon. Ik antwoord met wat {property} mij heeft verteld; voor al het andere is ons team er.",
		"ar": "أنا مساعد رقمي ولست شخصاً. أجيب مما أخبرني به {property}، وفريقنا موجود لكل ما عدا ذلك.",
		"he": "אני עוזר דיגיטלי ולא אדם. התשובות שלי מבוססות על מה ש{property} מסר לי; לכל השאר הצוות שלנו כאן.",
	}
	phraseHowAreYou = phrase{
		"en": "Thank you, all is well here. What would you like to know about {property}?",
		"de": "Danke, hier ist alles bestens. Was möchten Sie über {property} wissen?",
		"fr": "Merci, tout va bien ici. Que souhaitez-vous savoir sur {property} ?",
		"es": "Gracias, todo bien por aquí. ¿Qué le gustaría saber sobre {property}?",
		"pt": "Obrigado, por aqui está tudo bem. O que gostaria de saber sobre {property}?",
		"it": "Grazie, qui tutto bene. Che cosa desidera sapere su {property}?",
		"nl": "Dank u, hier is alles goed. Wat wilt u weten over {property}?",
		"ar": "شكراً، كل شيء بخير هنا. ماذا تود أن تعرف عن {property}؟",
		"he": "תודה, הכול טוב כאן. מה תרצו לדעת על {property}?",
	}
	phraseHelp = phrase{
		"en": "With pleasure. Ask me anything about {property}: hours, prices, how to get here. If you would rather speak to a person, just say so.",
		"de": "Sehr gern. Fragen Sie mich alles zu {property}: Zeiten, Preise, die Anreise. Wenn Sie lieber mit einem Menschen sprechen möchten, sagen Sie es einfach.",
		"fr": "Avec plaisir. Posez-moi vos questions sur {property} : horaires, prix, accès. Si vous préférez parler à une personne, dites-le-moi.",
		"es": "Con mucho gusto. Pregúnteme lo que quiera sobre {property}: horarios, precios, cómo llegar. Si prefiere hablar con una persona, dígamelo.",
		"pt": "Com todo o gosto. Pergunte-me o que quiser sobre {property}: horários, preços, como chegar. Se preferir falar com uma pessoa, diga-me.",
		"it": "Volentieri. Mi chieda tutto su {property}: orari, prezzi, come arrivare. Se preferisce parlare con una persona, me lo dica.",
		"nl": "Graag. Vraag mij alles over {property}: tijden, prijzen, de route. Spreekt u liever met een persoon, zeg het dan gerust.",
		"ar": "بكل سرور. اسألني عن أي شيء يخص {property}: المواعيد والأسعار وطريقة الوصول. وإن كنت تفضل التحدث مع شخص، فأخبرني بذلك.",
		"he": "בשמחה. אפשר לשאול אותי כל דבר על {property}: שעות, מחירים, דרכי הגעה. אם תעדיפו לדבר עם אדם, פשוט כתבו זאת.",
	}
	phraseAcknowledge = phrase{
		"en": "All right. Just write to me if you would like to know anything else.",
		"de": "In Ordnung. Schreiben Sie mir einfach, wenn Sie noch etwas wissen möchten.",
		"fr": "Très bien. Écrivez-moi si vous souhaitez savoir autre chose.",
		"es": "De acuerdo. Escríbame si desea saber algo más.",
		"pt": "Muito bem. Escreva-me se quiser saber mais alguma coisa.",
		"it": "Va bene. Mi scriva se desidera sapere altro.",
		"nl": "Prima. Schrijf me gerust als u nog iets wilt weten.",
		"ar": "حسناً. اكتب لي إن أردت معرفة أي شيء آخر.",
		"he": "בסדר. אפשר לכתוב לי אם תרצו לדעת עוד משהו.",
	}
	// ourHouse stands for a property without a name.
	ourHouse = phrase{
		"en": "our house", "de": "unserem Haus", "fr": "notre maison", "es": "nuestra casa",
		"pt": "nossa casa", "it": "nostra casa", "nl": "ons huis", "ar": "فندقنا", "he": "המלון שלנו",
	}
)

// tongues names the languages that answers are written in, in the guest's language.
var tongues = map[string]map[string]string{
	"de": {"en": "Englisch", "pt": "Portugiesisch", "fr": "Französisch", "es": "Spanisch", "it": "Italienisch", "de": "Deutsch"},
	"fr": {"en": "anglais", "pt": "portugais", "fr": "français", "es": "espagnol", "it": "italien", "de": "allemand"},
	"es": {"en": "inglés", "pt": "portugués", "fr": "francés", "es": "español", "it": "italiano", "de": "alemán"},
	"pt": {"en": "inglês", "pt": "português", "fr": "francês", "es": "espanhol", "it": "italiano", "de": "alemão"},
	"it": {"en": "inglese", "pt": "portoghese", "fr": "francese", "es": "spagnolo", "it": "italiano", "de": "tedesco"},
	"nl": {"en": "Engels", "pt": "Portugees", "fr": "Frans", "es": "Spaans", "it": "Italiaans", "de": "Duits"},
	"he": {"en": "באנגלית", "pt": "בפורטוגזית", "fr": "בצרפתית", "es": "בספרדית", "it": "באיטלקית", "de": "בגרמנית", "ar": "בערבית"},
	"ar": {"en": "بالإنجليزية", "pt": "بالبرتغالية", "fr": "بالفرنسية", "es": "بالإسبانية", "it": "بالإيطالية", "de": "بالألمانية"},
}

// introduce puts the guest-language introduction before words in another
// language, as a paragraph of its own: the two may run in opposite directions. It
// also returns the language in which the guest is spoken to.
func introduce(words, written, guest string) (said, spoken string) {
	intro, spoken := phraseOtherLanguage.in(guest)
	if spoken != text.Base(guest) || spoken == text.Base(written) {
		return words, written
	}
	tongue, ok := tongues[spoken][text.Base(written)]
	if !ok && strings.Contains(intro, "{tongue}") {
		return words, written
	}
	return strings.ReplaceAll(intro, "{tongue}", tongue) + "\n\n" + words, spoken
}

// fill puts the property's name into a phrase.
func fill(words, spoken, property string) string {
	if strings.TrimSpace(property) == "" {
		property, _ = ourHouse.in(spoken)
	}
	return strings.ReplaceAll(words, "{property}", property)
}
