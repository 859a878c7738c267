package builtin

import "deskbell/internal/assistant"

// What is said where a message is no question that knowledge answers. None promises what a person would have to keep.
var (
	phraseIntents = map[assistant.Intent]phrase{
		assistant.IntentBooking: {
			"en": "I cannot see free rooms or their prices, and I cannot book. Our team can do both for you.",
			"de": "Freie Zimmer und ihre Preise sehe ich nicht, und buchen kann ich nicht. Unser Team hilft Ihnen gern dabei.",
			"fr": "Je ne vois ni les chambres libres ni leurs prix, et je ne peux pas réserver. Notre équipe peut le faire pour vous.",
			"es": "No puedo ver habitaciones libres ni precios, ni hacer reservas. Nuestro equipo puede hacerlo por usted.",
			"pt": "Não consigo ver quartos livres nem preços, nem fazer reservas. A nossa equipa pode fazê-lo por si.",
			"it": "Non vedo le camere libere né i prezzi e non posso prenotare. Il nostro team può farlo per lei.",
			"nl": "Ik kan geen vrije kamers of prijzen zien en niet boeken. Ons team kan dat voor u doen.",
			"ar": "لا يمكنني رؤية الغرف المتاحة أو أسعارها ولا إجراء الحجز، ويمكن لفريقنا القيام بذلك لك.",
			"he": "אין לי אפשרות לראות חדרים פנויים או מחירים, וגם לא להזמין. הצוות שלנו יכול לעשות זאת עבורך.",
		},
		assistant.IntentChange: {
			"en": "I cannot look this up or change it myself. Our team can do it for you.",
			"de": "Das kann ich nicht selbst nachsehen oder ändern. Unser Team kann es für Sie tun.",
			"fr": "Je ne peux ni le vérifier ni le modifier moi-même. Notre équipe peut le faire pour vous.",
			"es": "No puedo consultarlo ni cambiarlo yo mismo. Nuestro equipo puede hacerlo por usted.",
			"pt": "Não consigo verificar nem alterar isso. A nossa equipa pode fazê-lo por si.",
			"it": "Non posso verificarlo né modificarlo io. Il nostro team può farlo per lei.",
			"nl": "Ik kan dit niet zelf opzoeken of wijzigen. Ons team kan het voor u doen.",
			"ar": "لا يمكنني التحقق من ذلك أو تغييره بنفسي، ويمكن لفريقنا القيام بذلك لك.",
			"he": "אין לי אפשרות לבדוק או לשנות זאת. הצוות שלנו יכול לעשות זאת עבורך.",
		},
		assistant.IntentComplaint: {
			"en": "I am sorry about this. Please tell our team, so that they can put it right.",
			"de": "Das tut mir leid. Bitte sagen Sie es unserem Team, damit es sich darum kümmern kann.",
			"fr": "J'en suis désolé. Merci de le dire à notre équipe, pour qu'elle puisse y remédier.",
			"es": "Lo siento. Dígaselo por favor a nuestro equipo, para que pueda solucionarlo.",
			"pt": "Lamento muito. Diga por favor à nossa equipa, para que possa resolver o assunto.",
			"it": "Mi dispiace. Lo dica per favore al nostro team, così potrà rimediare.",
			"nl": "Dat spijt me. Vertel het alstublieft aan ons team, zodat het dit kan oplossen.",
			"ar": "نأسف لذلك. يُرجى إخبار فريقنا ليتمكن من معالجة الأمر.",
			"he": "צר לי על כך. כדאי לפנות לצוות שלנו, כדי שיוכל לטפל בזה.",
		},
		assistant.IntentService: {
			"en": "I cannot arrange this myself. Please ask our team.",
			"de": "Darum kann ich mich nicht selbst kümmern. Bitte wenden Sie sich an unser Team.",
			"fr": "Je ne peux pas m'en charger moi-même. Merci de vous adresser à notre équipe.",
			"es": "No puedo encargarme yo mismo. Pídaselo por favor a nuestro equipo.",
			"pt": "Não posso tratar disso. Peça por favor à nossa equipa.",
			"it": "Non posso occuparmene io. Si rivolga per favore al nostro team.",
			"nl": "Dit kan ik niet zelf regelen. Vraag het alstublieft aan ons team.",
			"ar": "لا يمكنني ترتيب ذلك بنفسي. يُرجى أن تطلب ذلك من فريقنا.",
			"he": "אין לי אפשרות לסדר זאת. אפשר לבקש מהצוות שלנו.",
		},
		assistant.IntentNotAsked: {
			"en": "I am sorry that this did not answer your question. Our team can help you.",
			"de": "Es tut mir leid, dass das Ihre Frage nicht beantwortet hat. Unser Team hilft Ihnen gern.",
			"fr": "Je suis désolé de ne pas avoir répondu à votre question. Notre équipe peut vous aider.",
			"es": "Siento no haber respondido a su pregunta. Nuestro equipo puede ayudarle.",
			"pt": "Lamento não ter respondido à sua pergunta. A nossa equipa pode ajudar.",
			"it": "Mi dispiace di non aver risposto alla sua domanda. Il nostro team può aiutarla.",
			"nl": "Het spijt me dat dit uw vraag niet beantwoordde. Ons team helpt u graag.",
			"ar": "نأسف لأن هذا لم يُجب عن سؤالك. يمكن لفريقنا مساعدتك.",
			"he": "צר לי שלא עניתי על השאלה. הצוות שלנו יכול לעזור לך.",
		},
	}
	phraseMeantThese = phrase{
		"en": "I am sorry. Perhaps you meant one of these:",
		"de": "Entschuldigung. Vielleicht meinten Sie eines davon:",
		"fr": "Désolé. Vous vouliez peut-être dire :",
		"es": "Lo siento. Quizá se refería a una de estas:",
		"pt": "Desculpe. Talvez se referisse a uma destas:",
		"it": "Mi dispiace. Forse intendeva una di queste:",
		"nl": "Excuses. Misschien bedoelde u een van deze:",
		"ar": "نعتذر. ربما كنت تقصد أحد هذه الأسئلة:",
		"he": "סליחה. אולי הכוונה הייתה לאחת מאלה:",
	}
	phraseBookHere = phrase{
		"en": "Our booking page shows free rooms and their prices, and you can book there yourself.",
		"de": "Auf unserer Buchungsseite sehen Sie freie Zimmer und ihre Preise und können gleich selbst buchen.",
		"fr": "Notre page de réservation montre les chambres libres et leurs prix, et vous pouvez y réserver vous-même.",
		"es": "En nuestra página de reservas verá las habitaciones libres y sus precios, y podrá reservar usted mismo.",
		"pt": "Na nossa página de reservas vê os quartos livres e os preços, e pode reservar diretamente.",
		"it": "Sulla nostra pagina di prenotazione trova le camere libere e i prezzi e può prenotare direttamente.",
		"nl": "Op onze boekingspagina ziet u vrije kamers en prijzen, en kunt u zelf boeken.",
		"ar": "تعرض صفحة الحجز الغرف المتاحة وأسعارها، ويمكنك الحجز من خلالها مباشرة.",
		"he": "בדף ההזמנות שלנו מופיעים החדרים הפנויים ומחיריהם, ואפשר להזמין שם ישירות.",
	}
	phraseFilledIn = phrase{
		"en": "Filled in already:", "de": "Schon ausgefüllt:", "fr": "Déjà rempli :", "es": "Ya rellenado:", "pt": "Já preenchido:",
		"it": "Già compilato:", "nl": "Al ingevuld:", "ar": "تمت تعبئته:", "he": "כבר מולא:",
	}
	phraseBook = phrase{
		"en": "Book a room", "de": "Zimmer buchen", "fr": "Réserver une chambre", "es": "Reservar una habitación", "pt": "Reservar um quarto",
		"it": "Prenota una camera", "nl": "Kamer boeken", "ar": "حجز غرفة", "he": "הזמנת חדר",
	}
	phraseAdults = phrase{
		"en": "Adults", "de": "Erwachsene", "fr": "Adultes", "es": "Adultos", "pt": "Adultos", "it": "Adulti", "nl": "Volwassenen", "ar": "البالغون", "he": "מבוגרים",
	}
	phraseChildren = phrase{
		"en": "Children", "de": "Kinder", "fr": "Enfants", "es": "Niños", "pt": "Crianças", "it": "Bambini", "nl": "Kinderen", "ar": "الأطفال", "he": "ילדים",
	}
	phraseRooms = phrase{
		"en": "Rooms", "de": "Zimmer", "fr": "Chambres", "es": "Habitaciones", "pt": "Quartos", "it": "Camere", "nl": "Kamers", "ar": "الغرف", "he": "חדרים",
	}
)
