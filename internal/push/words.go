package push

import "strings"

// words are what a notification says, by the dashboard's languages. None of them quotes a guest: a phone's locked screen
// and a shared desk are read by everybody. %s is a name.
type words struct {
	person, transfer, emergency, attention, test, testBody, drill, drillBody string
	accepted, over                                                           string
}

var languages = map[string]words{
	"en": {"A guest asks for a person", "A chat is handed to you", "Emergency: a guest needs help now", "A conversation needs a look",
		"Test ring", "Press here to say that you saw it.", "Quiet test before the shift", "Nothing to do: this device can be reached.",
		"%s answered", "No longer waiting"},
	"de": {"Ein Gast möchte mit einem Menschen sprechen", "Ein Chat wird Ihnen übergeben", "Notfall: Ein Gast braucht jetzt Hilfe", "Eine Unterhaltung braucht einen Blick",
		"Testklingeln", "Tippen Sie hier, um zu bestätigen, dass Sie es gesehen haben.", "Stiller Test vor der Schicht", "Nichts zu tun: Dieses Gerät ist erreichbar.",
		"%s hat angenommen", "Wartet nicht mehr"},
	"es": {"Un huésped pide hablar con una persona", "Le pasan un chat", "Emergencia: un huésped necesita ayuda ahora", "Una conversación necesita una mirada",
		"Timbre de prueba", "Pulse aquí para decir que lo ha visto.", "Prueba silenciosa antes del turno", "No hay nada que hacer: este dispositivo es localizable.",
		"%s ha respondido", "Ya no espera"},
	"fr": {"Un client demande à parler à une personne", "Une conversation vous est confiée", "Urgence : un client a besoin d’aide maintenant", "Une conversation demande un coup d’œil",
		"Sonnerie d’essai", "Appuyez ici pour dire que vous l’avez vue.", "Essai discret avant le service", "Rien à faire : cet appareil est joignable.",
		"%s a répondu", "N’attend plus"},
	"pt": {"Um hóspede pede para falar com uma pessoa", "Foi-lhe passada uma conversa", "Emergência: um hóspede precisa de ajuda agora", "Uma conversa precisa de atenção",
		"Toque de teste", "Prima aqui para dizer que o viu.", "Teste silencioso antes do turno", "Nada a fazer: este dispositivo está contactável.",
		"%s respondeu", "Já não está à espera"},
	"ar": {"ضيف يطلب التحدث إلى شخص", "محادثة تُحوَّل إليك", "طوارئ: ضيف يحتاج إلى المساعدة الآن", "محادثة تحتاج إلى نظرة",
		"رنين تجريبي", "اضغط هنا لتأكيد أنك رأيته.", "اختبار صامت قبل المناوبة", "لا شيء مطلوب: يمكن الوصول إلى هذا الجهاز.",
		"أجاب %s", "لم يعد ينتظر"},
}

// wordsIn are the words of a language such as de-AT; English where there are none.
func wordsIn(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}
