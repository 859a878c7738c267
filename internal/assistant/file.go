package assistant

// IntentFile is that the guest sent pictures, files or a voice message without a word.
const IntentFile Intent = "file"

// onlyText is what is said to them. That there is no information would sound as if somebody had looked.
var onlyText = map[string]string{
	"en": "I can only read text. Please write what you would like to know, or show it to our team.",
	"de": "Ich kann nur Text lesen. Schreiben Sie bitte, was Sie wissen möchten, oder zeigen Sie es unserem Team.",
	"fr": "Je ne peux lire que du texte. Écrivez-moi ce que vous souhaitez savoir, ou montrez-le à notre équipe.",
	"es": "Solo puedo leer texto. Escriba por favor lo que desea saber, o muéstreselo a nuestro equipo.",
	"pt": "Só consigo ler texto. Escreva por favor o que gostaria de saber, ou mostre-o à nossa equipa.",
	"it": "Posso leggere solo testo. Scriva per favore che cosa desidera sapere, o lo mostri al nostro team.",
	"nl": "Ik kan alleen tekst lezen. Schrijf alstublieft wat u wilt weten, of laat het aan ons team zien.",
	"ar": "يمكنني قراءة النصوص فقط. يُرجى كتابة ما تود معرفته، أو عرضه على فريقنا.",
	"he": "אני יכול לקרוא טקסט בלבד. נא לכתוב מה תרצו לדעת, או להראות זאת לצוות שלנו.",
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
