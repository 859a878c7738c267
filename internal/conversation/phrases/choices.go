package phrases

import "deskbell/internal/desk"

// Choice is what a choice of live chat is called on a button of an outside channel: human, cancel, leave, keep_waiting,
// keep_chatting, meanwhile. None is longer than the 20 characters that every channel shows.
func Choice(s desk.PropertySettings, language, name string) string {
	return choices[Spoken(language, s.DefaultLanguage)][name]
}

// Says puts a name before what somebody says, where nothing else shows who does.
func Says(name, text string) string {
	if name == "" || text == "" {
		return text
	}
	return name + ": " + text
}

// Above puts a line above a text.
func Above(line, text string) string {
	if line == "" || text == "" {
		return line + text
	}
	return line + "\n\n" + text
}

var choices = map[string]map[string]string{
	"en": {"human": "Human Chat", "cancel": "Cancel", "leave": "Leave a message", "keep_waiting": "Keep waiting",
		"keep_chatting": "Keep chatting", "meanwhile": "Ask the assistant"},
	"de": {"human": "Mit Menschen reden", "cancel": "Abbrechen", "leave": "Nachricht schreiben", "keep_waiting": "Weiter warten",
		"keep_chatting": "Weiter chatten", "meanwhile": "Assistent fragen"},
	"fr": {"human": "Parler à quelqu’un", "cancel": "Annuler", "leave": "Laisser un message", "keep_waiting": "Continuer d’attendre",
		"keep_chatting": "Continuer à discuter", "meanwhile": "Aide de l’assistant"},
	"es": {"human": "Hablar con alguien", "cancel": "Cancelar", "leave": "Dejar un mensaje", "keep_waiting": "Seguir esperando",
		"keep_chatting": "Seguir chateando", "meanwhile": "Pedir al asistente"},
	"pt": {"human": "Falar com alguém", "cancel": "Cancelar", "leave": "Deixar mensagem", "keep_waiting": "Continuar à espera",
		"keep_chatting": "Continuar a conversa", "meanwhile": "Usar o assistente"},
	"it": {"human": "Parla con qualcuno", "cancel": "Annulla", "leave": "Lascia un messaggio", "keep_waiting": "Aspetta ancora",
		"keep_chatting": "Continua la chat", "meanwhile": "Usa l’assistente"},
	"nl": {"human": "Chat met een mens", "cancel": "Annuleren", "leave": "Bericht achterlaten", "keep_waiting": "Blijf wachten",
		"keep_chatting": "Verder chatten", "meanwhile": "Vraag de assistent"},
	"ar": {"human": "التحدث مع شخص", "cancel": "إلغاء", "leave": "اترك رسالة", "keep_waiting": "متابعة الانتظار",
		"keep_chatting": "متابعة الدردشة", "meanwhile": "اسأل المساعد"},
	"he": {"human": "צ׳אט עם אדם", "cancel": "ביטול", "leave": "השארת הודעה", "keep_waiting": "להמשיך לחכות",
		"keep_chatting": "להמשיך בצ׳אט", "meanwhile": "לשאול את העוזר"},
}
