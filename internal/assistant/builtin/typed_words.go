package builtin

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"deskbell/internal/assistant/when"
	"deskbell/internal/knowledge/text"
)

// meanings are the words and phrases that a question about figures is made of, in all languages at once: what each
// stands for, then its words, apart by "|". What stands for a part of a time, a day, a count or a price is a sign of its
// own; single words for numbers, months and days are those of package when. "ok" says nothing that an answer depends on. A word that is in no line, and is no name of the thing asked about,
// makes the whole question one that only the property's words answer.
const meanings = `
at: at|at around|at about|around|um|gegen|ab|a las|a la|a eso de las|as|pelas|por volta das|alle|alle ore|verso le|dalle|om|rond|vanaf|vers|الساعه|في الساعه|عند الساعه
from: from|starting from|desde las|a partir de|a partir de las|a partir das|a partir dalle|من الساعه
before: before|by|vor|avant|antes de|antes de las|antes das|prima delle|voor|قبل الساعه
after: after|past|nach|apres|despues de|despues de las|depois das|dopo le|بعد الساعه
until: until|till|til|bis|jusqu a|jusque|hasta|hasta las|ate|ate as|fino alle|tot|حتي|حتي الساعه
uhr: uhr|oclock|o clock
am: am|a m|in the morning|morgens|am morgen|vormittags|am vormittag|fruh|in der fruh|du matin|le matin|de la manana|por la manana|da manha|de manha|di mattina|del mattino|s ochtends|s morgens|in de ochtend|صباحا
pm: pm|p m|in the afternoon|in the evening|nachmittags|am nachmittag|abends|am abend|de l apres midi|du soir|le soir|de la tarde|por la tarde|da tarde|di sera|del pomeriggio|s middags|s avonds|in de avond|مساء
atnight: at night|nachts|in der nacht|de la nuit|la nuit|de la noche|por la noche|da noite|a noite|di notte|s nachts|ليلا
noon: noon|midday|12 noon|mittag|mittags|midi|mediodia|al mediodia|meio dia|ao meio dia|mezzogiorno|الظهر
midnight: midnight|mitternacht|minuit|medianoche|meia noite|mezzanotte|middernacht|منتصف الليل
half: y media|e meia|e mezza|e mezzo|et demie
halfpast: half past
halb: halb|half
d0: segunda feira|na segunda|يوم الاثنين
d1: terca feira|na terca|يوم الثلاثاء
d2: quarta feira|na quarta|يوم الاربعاء
d3: quinta feira|na quinta|يوم الخميس
d4: sexta feira|na sexta|يوم الجمعه
d5: يوم السبت
d6: يوم الاحد
D0: mondays|montags|lundis|los lunes|de lunedi|il lunedi|segundas|segundas feiras|le lundi|ايام الاثنين
D1: tuesdays|dienstags|mardis|los martes|il martedi|tercas|tercas feiras|le mardi|ايام الثلاثاء
D2: wednesdays|mittwochs|mercredis|los miercoles|il mercoledi|quartas|quartas feiras|le mercredi|ايام الاربعاء
D3: thursdays|donnerstags|jeudis|los jueves|il giovedi|quintas|quintas feiras|le jeudi|ايام الخميس
D4: fridays|freitags|vendredis|los viernes|il venerdi|sextas|sextas feiras|le vendredi|ايام الجمعه
D5: saturdays|samstags|sonnabends|samedis|sabados|los sabados|il sabato|le samedi|ايام السبت
D6: sundays|sonntags|dimanches|domingos|los domingos|la domenica|le dimanche|ايام الاحد
weekend: weekend|weekends|week end|week ends|wochenende|wochenenden|fin de semana|fines de semana|fim de semana|fins de semana|fine settimana|عطله نهايه الاسبوع|نهايه الاسبوع
day0: aujourd hui
day2: day after tomorrow|the day after tomorrow|apres demain|pasado manana|depois de amanha|بعد غد
now: now|right now|at the moment|currently|jetzt|gerade|im moment|maintenant|en ce moment|ahora|ahora mismo|agora|adesso|in questo momento|nu|op dit moment|الان|حاليا
tonight: tonight|this evening|heute abend|ce soir|esta noche|esta noite|hoje a noite|stasera|vanavond|الليله|هذا المساء
m5: in may|of may
1: eins
2: couple of
7: السابعه
8: الثامنه
9: التاسعه
10: عشر|العاشره
u night: night|nights|nacht|nachte|nuit|nuits|noche|noches|noite|noites|notte|notti|nachten|ليله|ليالي|ليال
u day: day|days|tag|tage|tagen|jour|jours|dia|dias|giorno|giorni|dag|dagen|يوم|ايام
u week: week|weeks|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane|weken|اسبوع|اسابيع
u hour: hour|hours|hrs|stunde|stunden|heure|heures|hora|horas|ora|ore|uur|uren|ساعه|ساعات
u person: person|persons|people|adult|adults|guests|of us|pax|personen|erwachsene|erwachsenen|personne|personnes|adulte|adultes|persona|personas|adulto|adultos|pessoa|pessoas|persone|adulti|persoon|volwassenen|شخص|اشخاص|بالغين
u pet: dog|dogs|cat|cats|pet|pets|hund|hunde|hunden|katzen|chien|chiens|chats|perro|perros|gatos|mascotas|cao|caes|cane|cani|gatti|hond|honden|كلب|كلاب
u vehicle: car|cars|auto|autos|wagen|voiture|voitures|coche|coches|carro|carros|macchina|macchine|vehicle|vehicles|motorbike|motorbikes|سياره|سيارات
u room: room|rooms|zimmer|chambre|chambres|habitacion|habitaciones|quarto|quartos|camera|camere|kamer|kamers|غرفه|غرف
kid: child|children|kid|kids|baby|babies|toddler|son|daughter|kind|kinder|kindern|enfant|enfants|bebe|nino|ninos|nina|ninas|hijo|hija|hijos|crianca|criancas|filho|filha|bambino|bambina|bambini|figlio|figlia|kinderen|طفل|طفلي|اطفال
ways2: both ways|return|round trip|return trip|there and back|hin und zuruck|hin und ruckfahrt|aller retour|ida y vuelta|ida e volta|andata e ritorno|heen en terug|retour|ذهاب واياب|ذهابا وايابا
ways1: one way|einfache fahrt|aller simple|solo ida|so ida|solo andata|enkele reis
old: years old|year old|year olds|years of age|yo|jahre alt|jahre|jahrige|jahriger|jahriges|jahren|ans|anos|anos de edad|anni|jaar|jarige|سنه|سنوات|سنين
aged: aged|age|of age|im alter von|age de|de edad
kg: kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm|كغ|كيلو
ahead: before arrival|before we arrive|before check in|before the arrival|before my arrival|prior to arrival|in advance|ahead|before|prior|vorher|vor anreise|vor der anreise|vor ankunft|avant|avant l arrivee|avant notre arrivee|a l avance|antes|antes de llegar|antes de la llegada|antes da chegada|prima|prima dell arrivo|van tevoren|voor aankomst|قبل الوصول
price: how much|how much does|price|prices|cost|costs|rate|rates|fee|fees|charge|charges|pay|to pay|was kostet|was kosten|wie viel|wieviel|wie teuer|kostet|kosten|preis|preise|bezahlen|combien|coute|coutent|couterait|cout|prix|tarif|payer|cuanto|cuanto cuesta|cuesta|cuestan|costaria|precio|tarifa|pagar|quanto|custa|custam|custaria|preco|costa|costano|costerebbe|prezzo|tariffa|pagare|hoeveel|kost|prijs|betalen|كم|بكم|سعر|تكلفه|يكلف|تكلف|ثمن
free: free|free of charge|for free|complimentary|kostenlos|gratis|kostenfrei|umsonst|gratuit|gratuite|gratuito|gratuita|مجاني|مجانا|مجانيه
shut: closed|close|shut|geschlossen|zu|schliesst|ferme|fermee|cerrado|cerrada|cierra|fechado|fechada|fecha|chiuso|chiusa|chiude|gesloten|dicht|sluit|مغلق
not: not|isn|aren|don|doesn|can't|cannot|won|nicht|kein|keine|keinen|pas|non|nao|niet|geen|لا|ليس
wh: when|what time|what times|what|which|who|why|where|how|how long|how late|how early|wann|was|welche|welchen|welcher|wie|wo|warum|wer|um wie viel uhr|um wieviel uhr|wie lange|quand|quel|quelle|quels|quelles|comment|ou|pourquoi|a quelle heure|cuando|que|cual|como|donde|a que hora|quando|qual|quais|onde|a que horas|che|quale|quali|dove|a che ora|wanneer|hoe laat|hoe|waar|welke|متي|ما|ماذا|اين|كيف
ok: no|open|opened|opening|opens|hours|serve|serves|served|serving|available|start|starts|begin|begins|run|running|still|already|get|have|has|use|visit|go|going|swim|eat|come|coming|comes|arrive|arriving|stay|staying|stays|possible|can|could|may|might|would|will|be|allowed|there|here|hotel|house|our|your|the|a|an|and|so|too|also|just|ok|okay|hi|hello|please|thanks|in total|total|altogether|each|all|per|everything|sure|know|tell|me|then|usually|for|about|next|this|on|of|in|is|it|to|do|does|did|are|we|i|us|you|my|with|if|that|what about|how about|need|want|like|bring|brought|weighs|weigh|guest|booking
ok: geoffnet|offen|auf|auch|noch|schon|gibt|gibt's|serviert|verfugbar|moglich|kann|konnen|konnte|konnten|darf|durfen|man|nutzen|benutzen|besuchen|schwimmen|essen|bekommen|kommen|anreisen|bleiben|hotel|haus|ihr|ihre|euer|eure|der|die|das|den|dem|des|im|am|und|bitte|hallo|insgesamt|zusammen|wurde|wurden|fur|mit|es|ist|sind|wir|ich|uns|an|beim|zum|pro|mein|meinen|meine|mitbringen|wiegt|man|denn|haben
ok: ouvert|ouverte|ouverts|ouvre|ouvrent|servi|sert|disponible|possible|peut|on|peux|peuvent|pouvons|puis|je|nous|est|est ce|est ce que|il|elle|y|a|avoir|prendre|utiliser|manger|nager|venir|arriver|restons|rester|l|la|le|les|de|du|des|un|et|d|s|c|t il|encore|deja|bonjour|merci|svp|s il vous plait|hotel|votre|vos|mon|ma|mes|notre|en|au|aux|pour|par|total|au total|en tout|sont|ce|que|avec
ok: abierto|abierta|abren|abre|sirve|sirven|hay|disponible|posible|puede|puedo|podemos|pueden|se|usar|comer|nadar|venir|llegar|el|los|las|lo|del|al|en|esta|estan|es|un|y|con|por|para|mi|mis|su|sus|de|hola|gracias|por favor|todavia|ya|hotel|en total|somos|nos|alojamos|quedamos|llevar|traer|pesa|hacer|tomar|desayunar
ok: aberto|aberta|abre|abrem|servido|serve|servem|ha|tem|disponivel|possivel|pode|posso|podemos|podem|usar|comer|nadar|vir|chegar|o|os|as|do|da|dos|das|no|na|nos|nas|em|esta|estao|e|um|com|por|para|meu|minha|seu|sua|ola|obrigado|obrigada|ainda|ja|hotel|no total|ao todo|ficamos|ficar|levar|trazer|fazer
ok: aperto|aperta|apre|aprono|servita|servito|serve|disponibile|possibile|si|puo|posso|possiamo|possono|usare|mangiare|nuotare|venire|arrivare|il|lo|la|le|gli|i|del|della|al|alla|in|c|e|ce|un|per|mio|mia|nostro|vostro|vostra|ciao|buongiorno|grazie|ancora|gia|hotel|in totale|restiamo|fare|portare|avere|pesa|con|di|da
ok: open|geopend|opent|geserveerd|beschikbaar|mogelijk|kan|kunnen|mag|mogen|men|je|we|ik|gebruiken|eten|zwemmen|komen|aankomen|blijven|het|de|een|en|is|zijn|er|op|in|aan|met|voor|mijn|onze|uw|jullie|hallo|bedankt|nog|al|hotel|in totaal|totaal|ook|ons|meenemen
ok: هل|يكون|تكون|مفتوح|مفتوحه|يفتح|تفتح|يقدم|متاح|متاحه|ممكن|يمكن|يمكنني|يمكننا|نستخدم|في|من|الي|علي|مع|لمده|لدي|لدينا|عندكم|يوجد|الفندق|و|مرحبا|شكرا|المجموع|احضار|وزنه|وزن|انا|نحن|ل
at: ב|בשעה|בערך ב|לקראת|לקראת השעה
from: החל מ|החל משעה|החל מהשעה|משעה|מהשעה
before: לפני השעה|לפני שעה
after: אחרי|אחרי השעה
until: עד|עד השעה|עד שעה
am: בבוקר|לפנות בוקר
pm: אחר הצהריים|אחהצ|אחה צ|בערב|בצהריים
atnight: בלילה
noon: צהריים
midnight: חצות|בחצות
half: וחצי
d0: יום שני|ביום שני
d1: יום שלישי|ביום שלישי
d2: יום רביעי|ביום רביעי
d3: יום חמישי|ביום חמישי
d4: יום שישי|ביום שישי|שישי
d5: שבת|יום שבת
d6: יום ראשון|ביום ראשון
D0: ימי שני
D1: ימי שלישי
D2: ימי רביעי
D3: ימי חמישי
D4: ימי שישי
D5: שבתות
D6: ימי ראשון
weekend: סוף שבוע|סוף השבוע|סופש|סופי שבוע
now: עכשיו|כרגע|כעת
tonight: הלילה|הערב
u night: לילה|לילות
u day: יום|ימים
u week: שבוע|שבועות
u hour: שעה|שעות
u person: אדם|אנשים|נפשות|מבוגר|מבוגרים|אורחים
u pet: כלב|כלבים|חתול|חתולים
u vehicle: רכב|רכבים|מכונית|מכוניות
u room: חדר|חדרים
kid: ילד|ילדים|ילדה|ילדות|תינוק|תינוקות
old: שנים|בן שנים
aged: בן|בת|בגיל
kg: קג|קילו|קילוגרם
ahead: לפני ההגעה|לפני הגעה|מראש
price: כמה עולה|כמה עולים|כמה זה עולה|כמה משלמים|מה המחיר|מחיר|המחיר|עולה|עולים|עלות|כמה
free: חינם|בחינם|ללא תשלום
shut: סגור|סגורה|סגורים|נסגר|נסגרת
not: לא
wh: מתי|ממתי|איפה|איך|מה|באיזו שעה|מאיזו שעה|למה
ok: האם|פתוח|פתוחה|פתוחים|נפתח|נפתחת|מוגש|מוגשת|מגישים|אפשר|ניתן|יש|לכם|לנו|לי|אצלכם|אני|אנחנו|עם|של|את|מלון|שלום|היי|תודה|בבקשה|סה כ|סהכ|להביא|לבוא|להגיע|לעשות|לשחות|לאכול|להישאר|גם|עדיין|זה|הוא|היא|זמין|זמינה|שוקל|שוקלת|ל|ה
`

// vague are words that stand for days which a hotel may treat in its own way, or that nobody can reckon with.
const vague = `christmas xmas easter holiday holidays eve weekday weekdays workday workdays winter summer spring autumn fall season weihnachten ostern feiertag feiertage feiertagen
silvester neujahr werktag werktags wochentags unter sommer noel paques ferie feries ete hiver printemps automne navidad pascua festivo festivos laborables verano invierno primavera otono
natal pascoa feriado feriados verao inverno outono natale pasqua festivi feriali estate inverno autunno kerst pasen feestdag feestdagen doordeweeks zomer herfst lente عيد العيد رمضان الصيف الشتاء
except only between zwischen entre tra fra tussen either or oder ou o of than lbs pounds half
heated unheated indoor warm cold beheizt geheizt chauffee chauffe climatizada climatizado riscaldata riscaldato aquecida aquecido verwarmd مدفا private
included inclusive include includes inklusive inbegriffen enthalten inclus incluse compris incluido incluida incluso inclusa compreso compresa inbegrepen مشمول شامل
חג חגים פסח חנוכה סוכות כיפור קיץ חורף אביב סתיו בין או רק חוץ מחוממת מחומם כלול כלולה כולל`

// lexicon is meanings by phrase; longest is how many words its longest one has.
var lexicon = sync.OnceValues(func() (map[string]string, int) {
	m, longest := map[string]string{}, 0
	for _, line := range strings.Split(meanings, "\n") {
		sign, list, ok := strings.Cut(line, ": ")
		if !ok {
			continue
		}
		for _, phrase := range strings.Split(list, "|") {
			words := spoken(phrase)
			key := strings.Join(words, " ")
			if _, taken := m[key]; taken {
				continue // what stands first is meant: "free" is no opening word
			}
			m[key] = sign
			longest = max(longest, len(words))
		}
	}
	fill := func(word, sign string) {
		if _, taken := m[word]; !taken {
			m[word] = sign
		}
	}
	single := when.Words()
	for word, n := range single.Numbers {
		fill(word, strconv.Itoa(n))
	}
	for word, month := range single.Months {
		if word != "may" { // "may I?" is no month
			fill(word, fmt.Sprintf("m%d", month))
		}
	}
	for word, day := range single.Weekdays {
		fill(word, fmt.Sprintf("d%d", (day+6)%7))
	}
	for n, words := range single.Days {
		for word := range words {
			fill(word, fmt.Sprintf("day%d", n))
		}
	}
	return m, longest
})

var vagueWords = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(vague) {
		m[w] = true
	}
	return m
})

// spoken splits a message into folded words. Figures stay whole with what joins them ("7:30", "24.12.", "2026-12-24");
// everything else that is no letter parts words.
func spoken(message string) []string {
	runes := []rune(text.Fold(message))
	for i, r := range runes { // a guest writes the digits of their keyboard
		if r >= '٠' && r <= '٩' {
			runes[i] = '0' + r - '٠'
		}
	}
	digit := func(i int) bool { return i >= 0 && i < len(runes) && runes[i] >= '0' && runes[i] <= '9' }
	var b strings.Builder
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r) && digit(i-1) && !ofTime(runes[i:]), digit(i) && i > 0 && unicode.IsLetter(runes[i-1]) && runes[i-1] != 'h':
			b.WriteByte(' ') // "10kg", "x2"
			b.WriteRune(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r), strings.ContainsRune(":./-", r) && digit(i-1) && digit(i+1):
			b.WriteRune(r)
		case r == '.' && digit(i-1) && !digit(i+1) && dotted(b.String()):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	return words[:min(len(words), text.MaxTokens)]
}

// ofTime reports whether letters behind a figure belong to it: 7am, 7h, 7h30, 24th.
func ofTime(rest []rune) bool {
	end := 0
	for end < len(rest) && unicode.IsLetter(rest[end]) {
		end++
	}
	switch string(rest[:end]) {
	case "am", "pm", "h", "st", "nd", "rd", "th":
		return true
	}
	return false
}

// dotted reports whether a text ends in a figure with a point inside: the one behind "24.12" belongs to it.
func dotted(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	before, after, ok := strings.Cut(last, ".")
	_, err1 := strconv.Atoi(before)
	_, err2 := strconv.Atoi(after)
	return ok && err1 == nil && err2 == nil
}
