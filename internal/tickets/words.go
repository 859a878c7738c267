package tickets

import "deskbell/internal/conversation/phrases"

// wording is what e-mails to guests say in one language. {property}, {ticket}, {file} and {phone} are filled in.
type wording struct {
	reply      string // subject of an answer to a ticket
	missed     string // subject of what was missed
	transcript string // subject of a copy of the chat
	away       string // begins what was missed
	copy       string // begins a copy of the chat
	above      string // the line above which an answer is written
	open       string // the button that opens the chat
	link       string // what the button does, and for how long (mail.LinkLife)
	you        string // the guest, as author
	ticket     string // small print of a ticket
	answer     string // where answers go that come back to us
	noAnswer   string // where they do not
	call       string // the property's number
	files      string // what stands for files in a message
}

// words are the languages that hotels meet most, the same as package phrases has.
var words = map[string]wording{
	"en": {
		reply: "Your message to {property}", missed: "{property} wrote to you", transcript: "Your chat with {property}",
		away: "You had left when we wrote to you:", copy: "This is a copy of your chat with {property}.",
		above: "Please write your answer above this line", open: "Open the chat",
		link: "The button opens your chat without a password for 7 days. Please keep this e-mail to yourself.",
		you:  "You", ticket: "Ticket #{ticket}.", answer: "Answer this e-mail, and it reaches us.",
		noAnswer: "Please answer in the chat: e-mails to this address are not read.", call: "You can call us at {phone}.", files: "[file: {file}]",
	},
	"de": {
		reply: "Ihre Nachricht an {property}", missed: "{property} hat Ihnen geschrieben", transcript: "Ihr Chat mit {property}",
		away: "Sie waren schon gegangen, als wir Ihnen schrieben:", copy: "Dies ist eine Kopie Ihres Chats mit {property}.",
		above: "Bitte schreiben Sie Ihre Antwort über diese Zeile", open: "Chat öffnen",
		link: "Die Schaltfläche öffnet Ihren Chat 7 Tage lang ohne Passwort. Bitte geben Sie diese E-Mail nicht weiter.",
		you:  "Sie", ticket: "Vorgang #{ticket}.", answer: "Antworten Sie auf diese E-Mail, und sie erreicht uns.",
		noAnswer: "Bitte antworten Sie im Chat: E-Mails an diese Adresse werden nicht gelesen.", call: "Sie erreichen uns unter {phone}.", files: "[Datei: {file}]",
	},
	"fr": {
		reply: "Votre message à {property}", missed: "{property} vous a écrit", transcript: "Votre conversation avec {property}",
		away: "Vous étiez déjà parti lorsque nous vous avons écrit :", copy: "Voici une copie de votre conversation avec {property}.",
		above: "Veuillez écrire votre réponse au-dessus de cette ligne", open: "Ouvrir la conversation",
		link: "Le bouton ouvre votre conversation sans mot de passe pendant 7 jours. Merci de ne pas transmettre cet e-mail.",
		you:  "Vous", ticket: "Ticket nº {ticket}.", answer: "Répondez à cet e-mail : votre réponse nous parviendra.",
		noAnswer: "Veuillez répondre dans la conversation : les e-mails à cette adresse ne sont pas lus.", call: "Vous pouvez nous appeler au {phone}.", files: "[fichier : {file}]",
	},
	"es": {
		reply: "Su mensaje a {property}", missed: "{property} le ha escrito", transcript: "Su conversación con {property}",
		away: "Ya se había ido cuando le escribimos:", copy: "Esta es una copia de su conversación con {property}.",
		above: "Escriba su respuesta por encima de esta línea", open: "Abrir el chat",
		link: "El botón abre su chat sin contraseña durante 7 días. No reenvíe este correo, por favor.",
		you:  "Usted", ticket: "Ticket n.º {ticket}.", answer: "Responda a este correo y nos llegará.",
		noAnswer: "Responda en el chat, por favor: los correos a esta dirección no se leen.", call: "Puede llamarnos al {phone}.", files: "[archivo: {file}]",
	},
	"pt": {
		reply: "A sua mensagem para {property}", missed: "{property} escreveu-lhe", transcript: "A sua conversa com {property}",
		away: "Já tinha saído quando lhe escrevemos:", copy: "Esta é uma cópia da sua conversa com {property}.",
		above: "Escreva a sua resposta acima desta linha", open: "Abrir a conversa",
		link: "O botão abre a sua conversa sem palavra-passe durante 7 dias. Por favor, não reencaminhe este e-mail.",
		you:  "Você", ticket: "Pedido n.º {ticket}.", answer: "Responda a este e-mail e a resposta chega até nós.",
		noAnswer: "Por favor, responda na conversa: os e-mails para este endereço não são lidos.", call: "Pode ligar-nos para o {phone}.", files: "[ficheiro: {file}]",
	},
	"it": {
		reply: "Il Suo messaggio a {property}", missed: "{property} Le ha scritto", transcript: "La Sua conversazione con {property}",
		away: "Era già andato via quando Le abbiamo scritto:", copy: "Questa è una copia della Sua conversazione con {property}.",
		above: "Scriva la Sua risposta sopra questa riga", open: "Apri la chat",
		link: "Il pulsante apre la Sua chat senza password per 7 giorni. La preghiamo di non inoltrare questa e-mail.",
		you:  "Lei", ticket: "Ticket n. {ticket}.", answer: "Risponda a questa e-mail: la risposta ci arriva.",
		noAnswer: "La preghiamo di rispondere nella chat: le e-mail a questo indirizzo non vengono lette.", call: "Può chiamarci al {phone}.", files: "[file: {file}]",
	},
	"nl": {
		reply: "Uw bericht aan {property}", missed: "{property} heeft u geschreven", transcript: "Uw chat met {property}",
		away: "U was al weg toen wij u schreven:", copy: "Dit is een kopie van uw chat met {property}.",
		above: "Schrijf uw antwoord boven deze regel", open: "Chat openen",
		link: "De knop opent uw chat 7 dagen lang zonder wachtwoord. Stuur deze e-mail alstublieft niet door.",
		you:  "U", ticket: "Ticket #{ticket}.", answer: "Beantwoord deze e-mail en uw antwoord bereikt ons.",
		noAnswer: "Antwoord alstublieft in de chat: e-mails aan dit adres worden niet gelezen.", call: "U kunt ons bellen op {phone}.", files: "[bestand: {file}]",
	},
	"ar": {
		reply: "رسالتك إلى {property}", missed: "كتب إليك {property}", transcript: "محادثتك مع {property}",
		away: "كنت قد غادرت عندما كتبنا إليك:", copy: "هذه نسخة من محادثتك مع {property}.",
		above: "يرجى كتابة ردّك فوق هذا السطر", open: "فتح المحادثة",
		link: "يفتح الزر محادثتك من دون كلمة مرور لمدة 7 أيام. نرجو عدم إعادة توجيه هذه الرسالة.",
		you:  "أنت", ticket: "الطلب رقم {ticket}.", answer: "أجب عن هذه الرسالة ليصل ردّك إلينا.",
		noAnswer: "يرجى الرد في المحادثة: الرسائل إلى هذا العنوان لا تُقرأ.", call: "يمكنك الاتصال بنا على {phone}.", files: "[ملف: {file}]",
	},
	"he": {
		reply: "ההודעה שלך אל {property}", missed: "הודעה אליך מאת {property}", transcript: "השיחה שלך עם {property}",
		away: "כבר עזבת כשכתבנו אליך:", copy: "זהו עותק של השיחה שלך עם {property}.",
		above: "נא לכתוב את התשובה מעל השורה הזאת", open: "פתיחת השיחה",
		link: "הכפתור פותח את השיחה שלך ללא סיסמה למשך 7 ימים. נא לא להעביר הודעה זו הלאה.",
		you:  "את/ה", ticket: "פנייה מספר {ticket}.", answer: "אפשר להשיב להודעה הזאת, והתשובה תגיע אלינו.",
		noAnswer: "נא להשיב בשיחה: הודעות לכתובת הזאת אינן נקראות.", call: "אפשר להתקשר אלינו: {phone}.", files: "[קובץ: {file}]",
	},
}

// wordsFor are the words of the first of the languages that has some.
func wordsFor(languages ...string) (wording, string) {
	l := phrases.Spoken(languages...)
	if w, ok := words[l]; ok {
		return w, l
	}
	return words["en"], "en"
}
