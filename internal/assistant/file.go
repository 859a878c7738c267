package assistant

// IntentFile is that the guest sent pictures, files or a voice message without a word.
const IntentFile Intent = "file"

// onlyText is what is said to them. That there is no information would sound as if somebody had looked.
var onlyText = map[string]string{
	"en": "Thank you for sending this. I can only read text: please write what you would like to know, or show it to our team.",
	"de": "Vielen Dank dafür. Ich kann nur Text lesen: schreiben Sie bitte, was Sie wissen möchten, oder zeigen Sie es unserem Team.",
	"fr": "Merci pour cet envoi. Je ne peux lire que du texte : écrivez-moi ce que vous souhaitez savoir, ou montrez-le à notre équipe.",
	"es": "Gracias por el envío. Solo puedo leer texto: escriba por favor lo que desea saber, o muéstreselo a nuestro equipo.",
	"pt": "Obrigado pelo envio. Só consigo ler texto: escreva por favor o que gostaria de saber, ou mostre-o à nossa equipa.",
	"it": "Grazie dell’invio. Posso leggere solo testo: scriva per favore che cosa desidera sapere, o lo mostri al nostro team.",
	"nl": "Bedankt voor het sturen. Ik kan alleen tekst lezen: schrijf alstublieft wat u wilt weten, of laat het aan ons team zien.",
	"ar": "شكرًا على ما أرسلته. يمكنني قراءة النصوص فقط: يُرجى كتابة ما تود معرفته، أو عرضه على فريقنا.",
	"he": "תודה על השליחה. אני יכול לקרוא טקסט בלבד: נא לכתוב מה תרצו לדעת, או להראות זאת לצוות שלנו.",
}

// fileAlone answers a message that has no words.
func fileAlone(language, property string) Answer {
	for _, l := range []string{language, property, "en"} {
		if len(l) < 2 {
			continue
		}
		if words, ok := onlyText[l[:2]]; ok {
			return Answer{Decision: DecisionCannotHelp, Intent: IntentFile, Text: words, Language: l}
		}
	}
	return Answer{Decision: DecisionCannotHelp}
}
