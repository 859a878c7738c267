package bell

import (
	"fmt"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Letter is an e-mail to admins.
type Letter struct {
	To       []string
	Property desk.Property
	Language string
	Subject  string
	Lines    []string
}

// words are what a drill's letter says, in one language.
type words struct {
	subject string // the house
	intro   string // the house, when it opens
	rings   string // what is said of somebody whose other device rings
	nothing string // … who has no device at all
	phone   string
	screen  string
	problem map[string]string
	end     string
}

var languages = map[string]words{
	"en": {"%s: not every bell would ring", "A quiet test at %s found what would not ring for the opening at %s:", "another device of theirs rings",
		"no device at all", "phone", "screen", map[string]string{ProblemAutoplay: "the browser blocks sound until somebody presses something on the page",
			ProblemVolume: "the volume is at nothing", ProblemSilent: "it did not answer, or was not heard at its last test", ProblemPush: "it has shown nothing for seven days, or never"},
		"Each of them mends it under Bell check."},
	"de": {"%s: nicht jede Glocke würde läuten", "Ein leiser Test in %s hat gefunden, was zur Öffnung um %s nicht läuten würde:", "ein anderes Gerät läutet",
		"gar kein Gerät", "Telefon", "Bildschirm", map[string]string{ProblemAutoplay: "der Browser sperrt den Ton, bis jemand auf der Seite etwas drückt",
			ProblemVolume: "die Lautstärke steht auf null", ProblemSilent: "es hat nicht geantwortet oder wurde beim letzten Test nicht gehört", ProblemPush: "es hat seit sieben Tagen oder noch nie etwas gezeigt"},
		"Jeder behebt es unter Glocken-Check."},
	"es": {"%s: no todos los timbres sonarían", "Una prueba silenciosa en %s encontró lo que no sonaría para la apertura de las %s:", "otro de sus dispositivos suena",
		"ningún dispositivo", "teléfono", "pantalla", map[string]string{ProblemAutoplay: "el navegador bloquea el sonido hasta que alguien pulse algo en la página",
			ProblemVolume: "el volumen está a cero", ProblemSilent: "no respondió, o no se oyó en su última prueba", ProblemPush: "no ha mostrado nada en siete días, o nunca"},
		"Cada uno lo arregla en la comprobación del timbre."},
	"fr": {"%s : toutes les sonnettes ne sonneraient pas", "Un essai silencieux à %s a trouvé ce qui ne sonnerait pas à l’ouverture de %s :", "un autre de ses appareils sonne",
		"aucun appareil", "téléphone", "écran", map[string]string{ProblemAutoplay: "le navigateur bloque le son tant que personne n’appuie sur la page",
			ProblemVolume: "le volume est à zéro", ProblemSilent: "il n’a pas répondu, ou n’a pas été entendu au dernier essai", ProblemPush: "il n’a rien affiché depuis sept jours, ou jamais"},
		"Chacun y remédie sous Vérifier la sonnette."},
	"pt": {"%s: nem todas as campainhas tocariam", "Um teste silencioso em %s encontrou o que não tocaria na abertura das %s:", "outro dispositivo toca",
		"nenhum dispositivo", "telefone", "ecrã", map[string]string{ProblemAutoplay: "o navegador bloqueia o som até alguém premir algo na página",
			ProblemVolume: "o volume está a zero", ProblemSilent: "não respondeu, ou não foi ouvido no último teste", ProblemPush: "não mostra nada há sete dias, ou nunca mostrou"},
		"Cada um resolve-o em Verificar a campainha."},
	"it": {"%s: non tutti i campanelli suonerebbero", "Una prova silenziosa a %s ha trovato ciò che non suonerebbe all’apertura delle %s:", "un altro dispositivo suona",
		"nessun dispositivo", "telefono", "schermo", map[string]string{ProblemAutoplay: "il browser blocca il suono finché qualcuno non preme qualcosa nella pagina",
			ProblemVolume: "il volume è a zero", ProblemSilent: "non ha risposto, o non è stato sentito all’ultima prova", ProblemPush: "non mostra nulla da sette giorni, o non l’ha mai fatto"},
		"Ognuno lo risolve in Controllo del campanello."},
	"ar": {"%s: ليست كل الأجراس ستُسمع", "اختبار هادئ في %s وجد ما لن يرنّ عند الافتتاح في %s:", "جهاز آخر لديه يرنّ",
		"لا جهاز على الإطلاق", "هاتف", "شاشة", map[string]string{ProblemAutoplay: "المتصفح يمنع الصوت حتى يُضغط شيء في الصفحة",
			ProblemVolume: "مستوى الصوت صفر", ProblemSilent: "لم يُجب، أو لم يُسمع في آخر اختبار", ProblemPush: "لم يعرض شيئًا منذ سبعة أيام أو قط"},
		"يصلح كلٌّ جهازه من صفحة فحص الجرس."},
}

// drillLetter words what a drill found, in the property's language and by its clock.
func drillLetter(p desk.Property, d store.Drill, names map[string]string) Letter {
	base, _, _ := strings.Cut(strings.ToLower(p.Settings.DefaultLanguage), "-")
	w, ok := languages[base]
	if !ok {
		base, w = "en", languages["en"]
	}
	zone, err := time.LoadLocation(p.Settings.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	l := Letter{Property: p, Language: base, Subject: fmt.Sprintf(w.subject, p.Name),
		Lines: []string{fmt.Sprintf(w.intro, p.Name, d.IntervalAt.In(zone).Format("15:04"))}}
	for _, s := range d.Silent {
		if len(s.Devices) == 0 {
			l.Lines = append(l.Lines, names[s.PersonID]+": "+w.nothing)
			continue
		}
		for _, dev := range s.Devices {
			device := w.screen
			if dev.Kind == desk.DevicePhone {
				device = w.phone
			}
			if dev.Name != "" {
				device = dev.Name
			}
			var what []string
			for _, problem := range dev.Problems {
				what = append(what, w.problem[problem])
			}
			line := names[s.PersonID] + ", " + device + ": " + strings.Join(what, "; ")
			if s.Rings {
				line += " (" + w.rings + ")"
			}
			l.Lines = append(l.Lines, line)
		}
	}
	l.Lines = append(l.Lines, w.end)
	return l
}
