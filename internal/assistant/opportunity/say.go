package opportunity

import (
	"deskbell/internal/desk"
	"deskbell/internal/knowledge/text"
)

// phrase is a fixed sentence, by language. English is always there.
type phrase map[string]string

// in returns the phrase in a language, or in English.
func (p phrase) in(language string) string {
	if s, ok := p[text.Base(language)]; ok {
		return s
	}
	return p["en"]
}

// spoken is the language in which a guest of a language is answered.
func spoken(language string) string {
	if _, ok := thanks[text.Base(language)]; ok {
		return text.Base(language)
	}
	return "en"
}

// Everything that is said of opportunities. No sentence promises a place, a price or a time.
var (
	openings = map[desk.OpportunityKind]phrase{
		desk.OpportunityWedding: {
			"en": "How lovely! Our team will gladly look at your wedding and come back to you with an offer.",
			"de": "Wie schön! Unser Team kümmert sich gern um Ihre Hochzeit und meldet sich mit einem Angebot.",
			"fr": "Quelle belle nouvelle ! Notre équipe étudiera volontiers votre mariage et reviendra vers vous avec une offre.",
			"es": "¡Qué alegría! Nuestro equipo estudiará con gusto su boda y le hará una propuesta.",
			"it": "Che bella notizia! Il nostro team si occuperà volentieri del suo matrimonio e le farà un'offerta.",
			"pt": "Que boa notícia! A nossa equipa terá todo o gosto em tratar do seu casamento e enviar-lhe uma proposta.",
			"nl": "Wat leuk! Ons team kijkt graag naar uw bruiloft en komt bij u terug met een aanbod.",
			"ar": "خبر جميل! سيسعد فريقنا بالاهتمام بحفل زفافكم وسيعود إليكم بعرض.",
			"he": "איזה יופי! הצוות שלנו ישמח לטפל בחתונה שלכם ויחזור אליכם עם הצעה.",
		},
		desk.OpportunityEvent: {
			"en": "Thank you for thinking of us. Our team will gladly look at your event and come back to you with an offer.",
			"de": "Danke, dass Sie an uns denken. Unser Team kümmert sich gern um Ihre Veranstaltung und meldet sich mit einem Angebot.",
			"fr": "Merci de penser à nous. Notre équipe étudiera volontiers votre événement et reviendra vers vous avec une offre.",
			"es": "Gracias por pensar en nosotros. Nuestro equipo estudiará con gusto su evento y le hará una propuesta.",
			"it": "Grazie per aver pensato a noi. Il nostro team si occuperà volentieri del suo evento e le farà un'offerta.",
			"pt": "Obrigado por pensar em nós. A nossa equipa terá todo o gosto em tratar do seu evento e enviar-lhe uma proposta.",
			"nl": "Fijn dat u aan ons denkt. Ons team kijkt graag naar uw evenement en komt bij u terug met een aanbod.",
			"ar": "شكرًا لتفكيركم بنا. سيسعد فريقنا بالاهتمام بمناسبتكم وسيعود إليكم بعرض.",
			"he": "תודה שחשבתם עלינו. הצוות שלנו ישמח לטפל באירוע שלכם ויחזור אליכם עם הצעה.",
		},
		desk.OpportunityGroup: {
			"en": "We would be glad to have your group. Our team will look at it and come back to you with an offer.",
			"de": "Wir freuen uns über Ihre Gruppe. Unser Team kümmert sich darum und meldet sich mit einem Angebot.",
			"fr": "Nous serions ravis d'accueillir votre groupe. Notre équipe s'en occupe et reviendra vers vous avec une offre.",
			"es": "Estaremos encantados de recibir a su grupo. Nuestro equipo se ocupará y le hará una propuesta.",
			"it": "Saremo lieti di accogliere il suo gruppo. Il nostro team se ne occuperà e le farà un'offerta.",
			"pt": "Teremos todo o gosto em receber o seu grupo. A nossa equipa vai tratar disso e enviar-lhe uma proposta.",
			"nl": "Wij ontvangen uw groep graag. Ons team kijkt ernaar en komt bij u terug met een aanbod.",
			"ar": "يسعدنا استقبال مجموعتكم. سيهتم فريقنا بالأمر وسيعود إليكم بعرض.",
			"he": "נשמח לארח את הקבוצה שלכם. הצוות שלנו יטפל בזה ויחזור אליכם עם הצעה.",
		},
		desk.OpportunityLongStay: {
			"en": "We would be glad to have you for longer. Our team will look at it and come back to you with an offer.",
			"de": "Schön, dass Sie länger bleiben möchten. Unser Team kümmert sich darum und meldet sich mit einem Angebot.",
			"fr": "Nous serions ravis de vous accueillir plus longtemps. Notre équipe s'en occupe et reviendra vers vous avec une offre.",
			"es": "Estaremos encantados de recibirle por más tiempo. Nuestro equipo se ocupará y le hará una propuesta.",
			"it": "Saremo lieti di ospitarla più a lungo. Il nostro team se ne occuperà e le farà un'offerta.",
			"pt": "Teremos todo o gosto em recebê-lo por mais tempo. A nossa equipa vai tratar disso e enviar-lhe uma proposta.",
			"nl": "Fijn dat u langer wilt blijven. Ons team kijkt ernaar en komt bij u terug met een aanbod.",
			"ar": "يسعدنا استقبالكم لفترة أطول. سيهتم فريقنا بالأمر وسيعود إليكم بعرض.",
			"he": "נשמח לארח אתכם לתקופה ארוכה יותר. הצוות שלנו יטפל בזה ויחזור אליכם עם הצעה.",
		},
	}
	questions = map[desk.OpportunityQuestion]phrase{
		desk.AskDates: {
			"en": "For which dates would that be?",
			"de": "Für welchen Zeitraum wäre das?",
			"fr": "Pour quelles dates serait-ce ?",
			"es": "¿Para qué fechas sería?",
			"it": "Per quali date sarebbe?",
			"pt": "Para que datas seria?",
			"nl": "Om welke data gaat het?",
			"ar": "ما التواريخ المطلوبة؟",
			"he": "לאילו תאריכים?",
		},
		desk.AskSize: {
			"en": "How many people would come, about?",
			"de": "Wie viele Personen kämen ungefähr?",
			"fr": "Combien de personnes viendraient, environ ?",
			"es": "¿Cuántas personas serían, más o menos?",
			"it": "Quante persone sareste, all'incirca?",
			"pt": "Quantas pessoas seriam, mais ou menos?",
			"nl": "Hoeveel personen komen er ongeveer?",
			"ar": "كم عدد الأشخاص تقريبًا؟",
			"he": "כמה אנשים יגיעו, בערך?",
		},
		desk.AskReach: {
			"en": "How can our team reach you, by e-mail or phone?",
			"de": "Wie erreicht Sie unser Team, per E-Mail oder Telefon?",
			"fr": "Comment notre équipe peut-elle vous joindre, par e-mail ou par téléphone ?",
			"es": "¿Cómo puede contactarle nuestro equipo, por correo o por teléfono?",
			"it": "Come può contattarla il nostro team, via e-mail o telefono?",
			"pt": "Como pode a nossa equipa contactá-lo, por e-mail ou telefone?",
			"nl": "Hoe kan ons team u bereiken, per e-mail of telefoon?",
			"ar": "كيف يمكن لفريقنا التواصل معكم، بالبريد الإلكتروني أم بالهاتف؟",
			"he": "איך הצוות שלנו יכול להשיג אתכם, בדוא״ל או בטלפון?",
		},
	}
	thanks = phrase{
		"en": "Thank you, noted.", "de": "Danke, ist notiert.", "fr": "Merci, c'est noté.", "es": "Gracias, anotado.", "it": "Grazie, preso nota.",
		"pt": "Obrigado, anotado.", "nl": "Dank u, genoteerd.", "ar": "شكرًا، تم تسجيل ذلك.", "he": "תודה, נרשם.",
	}
	noMatter = phrase{
		"en": "No matter, that can wait.", "de": "Kein Problem, das hat Zeit.", "fr": "Pas de souci, cela peut attendre.", "es": "No importa, eso puede esperar.",
		"it": "Nessun problema, c'è tempo.", "pt": "Não faz mal, isso pode esperar.", "nl": "Geen probleem, dat kan later.", "ar": "لا بأس، يمكن تأجيل ذلك.", "he": "אין בעיה, זה יכול לחכות.",
	}
	closing = phrase{
		"en": "Our team has your enquiry and will come back to you. Until then, ask me anything else.",
		"de": "Unser Team hat Ihre Anfrage und meldet sich bei Ihnen. Fragen Sie mich bis dahin gern alles andere.",
		"fr": "Notre équipe a votre demande et reviendra vers vous. D'ici là, posez-moi toute autre question.",
		"es": "Nuestro equipo tiene su consulta y se pondrá en contacto. Mientras tanto, pregúnteme lo que quiera.",
		"it": "Il nostro team ha la sua richiesta e la ricontatterà. Nel frattempo mi chieda pure altro.",
		"pt": "A nossa equipa tem o seu pedido e entrará em contacto. Até lá, pergunte-me o que quiser.",
		"nl": "Ons team heeft uw aanvraag en neemt contact met u op. Vraag mij intussen gerust iets anders.",
		"ar": "وصل طلبكم إلى فريقنا وسيتواصل معكم. وحتى ذلك الحين اسألوني عن أي شيء آخر.",
		"he": "הפנייה שלכם אצל הצוות שלנו והוא יחזור אליכם. עד אז אפשר לשאול אותי כל דבר אחר.",
	}
)
