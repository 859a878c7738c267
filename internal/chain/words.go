package chain

import (
	"fmt"
	"strings"

	"deskbell/internal/store"
)

// words are what {{text}} and an e-mail say, by language; %s is the house. Nothing of a guest's is quoted.
type words struct{ person, look, emergency, test, more, why string }

var languages = map[string]words{
	"en": {"%s: a guest asks for a person and nobody has answered yet.", "%s: a guest has a large enquiry, and nobody has looked at it yet.", "%s: EMERGENCY. A guest needs help now.", "%s: this is a test of the bell's chain. Nobody is waiting.",
		"Answer here:", "You get this because Live chat settings name you in the chain."},
	"de": {"%s: Ein Gast möchte mit einem Menschen sprechen, und noch hat niemand geantwortet.", "%s: Ein Gast hat eine größere Anfrage, und noch hat niemand sie angesehen.", "%s: NOTFALL. Ein Gast braucht jetzt Hilfe.", "%s: Dies ist ein Test der Rufkette. Niemand wartet.",
		"Hier antworten:", "Sie erhalten dies, weil Sie in den Livechat-Einstellungen in der Rufkette stehen."},
	"es": {"%s: un huésped pide hablar con una persona y nadie ha respondido todavía.", "%s: un huésped tiene una consulta importante y nadie la ha visto todavía.", "%s: EMERGENCIA. Un huésped necesita ayuda ahora.", "%s: esto es una prueba de la cadena de avisos. Nadie espera.",
		"Responda aquí:", "Recibe esto porque figura en la cadena de avisos de los ajustes del chat en vivo."},
	"fr": {"%s : un client demande à parler à une personne et personne n’a encore répondu.", "%s : un client a une demande importante et personne ne l’a encore vue.", "%s : URGENCE. Un client a besoin d’aide maintenant.", "%s : ceci est un essai de la chaîne d’appel. Personne n’attend.",
		"Répondez ici :", "Vous recevez ceci parce que les réglages du chat en direct vous nomment dans la chaîne d’appel."},
	"pt": {"%s: um hóspede pede para falar com uma pessoa e ainda ninguém respondeu.", "%s: um hóspede tem um pedido importante e ainda ninguém o viu.", "%s: EMERGÊNCIA. Um hóspede precisa de ajuda agora.", "%s: isto é um teste da cadeia de chamada. Ninguém está à espera.",
		"Responda aqui:", "Recebe isto porque consta da cadeia de chamada nas definições do chat ao vivo."},
	"it": {"%s: un ospite chiede di parlare con una persona e nessuno ha ancora risposto.", "%s: un ospite ha una richiesta importante e nessuno l'ha ancora vista.", "%s: EMERGENZA. Un ospite ha bisogno di aiuto adesso.", "%s: questa è una prova della catena di chiamata. Nessuno attende.",
		"Rispondi qui:", "Ricevi questo messaggio perché le impostazioni della chat dal vivo ti indicano nella catena di chiamata."},
	"ar": {"%s: ضيف يطلب التحدث إلى شخص ولم يُجب أحد بعد.", "%s: لدى ضيف طلب كبير ولم يطّلع عليه أحد بعد.", "%s: طوارئ. ضيف يحتاج إلى المساعدة الآن.", "%s: هذا اختبار لسلسلة الاتصال. لا أحد ينتظر.",
		"أجب هنا:", "تصلك هذه الرسالة لأن إعدادات الدردشة المباشرة تذكرك في سلسلة الاتصال."},
}

func wordsIn(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}

// say is the sentence of a call.
func (w words) say(kind store.AlertKind, property string) string {
	switch kind {
	case store.AlertEmergency, store.AlertAlarm:
		return fmt.Sprintf(w.emergency, property)
	case store.AlertAttention:
		return fmt.Sprintf(w.look, property)
	case store.AlertTest:
		return fmt.Sprintf(w.test, property)
	}
	return fmt.Sprintf(w.person, property)
}
