package connect

import (
	"fmt"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Letter is an e-mail to a property's admins.
type Letter struct {
	To       []string
	Property desk.Property
	Language string
	Subject  string
	Lines    []string
}

// words are what a letter says, in one language.
type words struct {
	subject string // the account
	intro   string // the account, its channel, the house
	trouble map[string]string
	other   string // the name of the trouble
	end     string
}

var languages = map[string]words{
	"en": {"%s needs attention", "Messages of %s (%s) at %s may be lost:", map[string]string{
		TroublePaused:       "Nothing is sent at the moment: the channel has stopped the account.",
		TroubleToken:        "The token no longer works. Nothing can be sent until a new one is entered.",
		TroubleTokenEnds:    "The token ends on %s. Enter one that lasts.",
		TroubleUnsubscribed: "The channel no longer brings messages here, and switching it on again did not help.",
		TroubleSilent:       "No guest has written since %s, which is unusual.",
		TroubleUnreachable:  "The channel has not answered since %s.",
		TroubleCap:          "This month's limit of billed messages is reached. The assistant is silent on this account; people can still answer.",
		troubleSealed:       "The key of the stored secrets is missing on this server.",
	}, "The channel reports: %s", "What helps stands on the account's page, under Channels."},
	"de": {"%s braucht Aufmerksamkeit", "Nachrichten von %s (%s) in %s können verloren gehen:", map[string]string{
		TroublePaused:       "Zurzeit wird nichts gesendet: Der Kanal hat das Konto angehalten.",
		TroubleToken:        "Das Token gilt nicht mehr. Bis ein neues eingetragen ist, kann nichts gesendet werden.",
		TroubleTokenEnds:    "Das Token endet am %s. Tragen Sie eines ein, das länger gilt.",
		TroubleUnsubscribed: "Der Kanal bringt keine Nachrichten mehr hierher, und erneutes Einschalten half nicht.",
		TroubleSilent:       "Seit %s hat kein Gast geschrieben; das ist ungewöhnlich.",
		TroubleUnreachable:  "Der Kanal antwortet seit %s nicht.",
		TroubleCap:          "Die Grenze der berechneten Nachrichten dieses Monats ist erreicht. Der Assistent schweigt auf diesem Konto; Menschen können weiter antworten.",
		troubleSealed:       "Auf diesem Server fehlt der Schlüssel der gespeicherten Geheimnisse.",
	}, "Der Kanal meldet: %s", "Was hilft, steht auf der Seite des Kontos unter Kanäle."},
	"es": {"%s necesita atención", "Pueden perderse mensajes de %s (%s) en %s:", map[string]string{
		TroublePaused:       "Ahora no se envía nada: el canal ha detenido la cuenta.",
		TroubleToken:        "El token ya no vale. No se puede enviar nada hasta que se introduzca uno nuevo.",
		TroubleTokenEnds:    "El token termina el %s. Introduzca uno que dure.",
		TroubleUnsubscribed: "El canal ya no trae mensajes aquí, y volver a activarlo no sirvió.",
		TroubleSilent:       "Ningún huésped ha escrito desde %s, lo que es raro.",
		TroubleUnreachable:  "El canal no responde desde %s.",
		TroubleCap:          "Se ha alcanzado el límite de mensajes facturados de este mes. El asistente calla en esta cuenta; las personas pueden seguir respondiendo.",
		troubleSealed:       "En este servidor falta la clave de los secretos guardados.",
	}, "El canal informa: %s", "Lo que ayuda está en la página de la cuenta, en Canales."},
	"fr": {"%s demande votre attention", "Des messages de %s (%s) à %s peuvent se perdre :", map[string]string{
		TroublePaused:       "Rien n’est envoyé pour l’instant : le canal a arrêté le compte.",
		TroubleToken:        "Le jeton ne fonctionne plus. Rien ne peut être envoyé avant qu’un nouveau soit saisi.",
		TroubleTokenEnds:    "Le jeton prend fin le %s. Saisissez-en un qui dure.",
		TroubleUnsubscribed: "Le canal n’apporte plus de messages ici, et le réactiver n’a pas suffi.",
		TroubleSilent:       "Aucun client n’a écrit depuis %s, ce qui est inhabituel.",
		TroubleUnreachable:  "Le canal ne répond plus depuis %s.",
		TroubleCap:          "La limite de messages facturés de ce mois est atteinte. L’assistant se tait sur ce compte ; les personnes peuvent encore répondre.",
		troubleSealed:       "La clé des secrets enregistrés manque sur ce serveur.",
	}, "Le canal signale : %s", "Ce qui aide se trouve sur la page du compte, sous Canaux."},
	"pt": {"%s precisa de atenção", "Podem perder-se mensagens de %s (%s) em %s:", map[string]string{
		TroublePaused:       "De momento nada é enviado: o canal parou a conta.",
		TroubleToken:        "O token já não funciona. Nada pode ser enviado até ser introduzido um novo.",
		TroubleTokenEnds:    "O token termina a %s. Introduza um que dure.",
		TroubleUnsubscribed: "O canal já não traz mensagens para aqui, e voltar a ligá-lo não ajudou.",
		TroubleSilent:       "Nenhum hóspede escreveu desde %s, o que é invulgar.",
		TroubleUnreachable:  "O canal não responde desde %s.",
		TroubleCap:          "Foi atingido o limite de mensagens faturadas deste mês. O assistente cala-se nesta conta; as pessoas podem continuar a responder.",
		troubleSealed:       "Falta neste servidor a chave dos segredos guardados.",
	}, "O canal comunica: %s", "O que ajuda está na página da conta, em Canais."},
	"it": {"%s richiede attenzione", "Messaggi di %s (%s) a %s possono andare persi:", map[string]string{
		TroublePaused:       "Al momento non viene inviato nulla: il canale ha fermato l’account.",
		TroubleToken:        "Il token non funziona più. Non si può inviare nulla finché non se ne inserisce uno nuovo.",
		TroubleTokenEnds:    "Il token termina il %s. Inseritene uno che duri.",
		TroubleUnsubscribed: "Il canale non porta più messaggi qui, e riattivarlo non è servito.",
		TroubleSilent:       "Nessun ospite ha scritto dal %s, cosa insolita.",
		TroubleUnreachable:  "Il canale non risponde dal %s.",
		TroubleCap:          "È raggiunto il limite di messaggi fatturati di questo mese. L’assistente tace su questo account; le persone possono ancora rispondere.",
		troubleSealed:       "Su questo server manca la chiave dei segreti salvati.",
	}, "Il canale segnala: %s", "Ciò che aiuta si trova sulla pagina dell’account, in Canali."},
	"ar": {"%s يحتاج إلى انتباه", "قد تضيع رسائل %s (%s) في %s:", map[string]string{
		TroublePaused:       "لا يُرسل شيء الآن: أوقفت القناة الحساب.",
		TroubleToken:        "لم يعد الرمز صالحًا. لا يمكن إرسال شيء حتى يُدخل رمز جديد.",
		TroubleTokenEnds:    "ينتهي الرمز في %s. أدخل رمزًا يدوم.",
		TroubleUnsubscribed: "لم تعد القناة تجلب الرسائل إلى هنا، ولم تنفع إعادة التشغيل.",
		TroubleSilent:       "لم يكتب أي ضيف منذ %s، وهذا غير معتاد.",
		TroubleUnreachable:  "لا تجيب القناة منذ %s.",
		TroubleCap:          "بُلغ حد الرسائل المحتسبة لهذا الشهر. المساعد صامت على هذا الحساب، ويمكن للأشخاص أن يجيبوا.",
		troubleSealed:       "مفتاح الأسرار المحفوظة مفقود على هذا الخادم.",
	}, "تفيد القناة: %s", "ما يفيد مذكور في صفحة الحساب ضمن القنوات."},
}

// channelNames are the channels as their owners write them.
var channelNames = map[desk.Channel]string{
	desk.ChannelMessenger: "Messenger", desk.ChannelInstagram: "Instagram", desk.ChannelWhatsApp: "WhatsApp", desk.ChannelAPI: "API",
}

// write tells the admins of an account's property by e-mail.
func (c *Connections) write(tx store.Tx, row store.ChannelAccount, names []string, now time.Time) error {
	prop, err := tx.Property(row.PropertyID)
	if err != nil {
		return err
	}
	people, err := tx.PeopleOf(row.PropertyID)
	if err != nil {
		return err
	}
	l := wording(prop, row, names)
	for _, p := range people {
		if desk.Allow(p, desk.ActEditSettings, row.PropertyID) == nil {
			l.To = append(l.To, p.Email)
		}
	}
	if err := tx.Audit(store.AuditLine{At: now, PropertyID: row.PropertyID, Action: "channel_warned", Subject: row.ID,
		Detail: detail(map[string]any{"troubles": names})}); err != nil || len(l.To) == 0 {
		return err
	}
	return c.cfg.Mail(tx, l)
}

// wording says what is wrong in the property's language and by its clock.
func wording(prop desk.Property, row store.ChannelAccount, names []string) Letter {
	base, _, _ := strings.Cut(strings.ToLower(prop.Settings.DefaultLanguage), "-")
	w, ok := languages[base]
	if !ok {
		base, w = "en", languages["en"]
	}
	zone, err := time.LoadLocation(prop.Settings.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	l := Letter{Property: prop, Language: base, Subject: fmt.Sprintf(w.subject, row.Name),
		Lines: []string{fmt.Sprintf(w.intro, row.Name, channelNames[row.Channel], prop.Name)}}
	since := map[string]time.Time{TroubleTokenEnds: row.Health.TokenUntil, TroubleSilent: row.Health.LastIn, TroubleUnreachable: row.Health.CheckedAt}
	for _, name := range names {
		text, known := w.trouble[name]
		switch at := since[name]; {
		case !known:
			text = fmt.Sprintf(w.other, strings.ReplaceAll(name, "_", " "))
		case strings.Contains(text, "%s"):
			text = fmt.Sprintf(text, at.In(zone).Format("2006-01-02 15:04"))
		}
		if name == TroublePaused && row.Paused != "" && row.Paused != channel.ReasonToken {
			text += " (" + strings.ReplaceAll(row.Paused, "_", " ") + ")"
		}
		l.Lines = append(l.Lines, text)
	}
	l.Lines = append(l.Lines, w.end)
	return l
}
