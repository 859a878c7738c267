package typed

// tongue is how figures are said in one language. {0} and {1} are filled in.
type tongue struct {
	yes, no, not string // not: "not {0}", of a time or a day

	comma, semicolon, colon, and, decimal string

	days   [7]string // Monday … as one says them in "Monday to Friday"
	on     [7]string // "on Mondays"
	months [12]string
	// dayRange is "Monday to Friday", onDate "on {day} {date}", date "24 December".
	dayRange, onDate, onDay, date, dates, inMonth string
	first                                         string // of a month, where it is no plain 1
	relative                                      [3]string

	daily, allDay, closed, midnight string
	from, until, fromUntil, at      string

	free, forCount          string
	per                     map[Unit]string
	units                   map[Unit][]string // one and more; Arabic: one, two, few, many
	ages, fromAge, untilAge string
	kg, people              string
	need                    map[Need]string
	leastAhead, deadline    string
	km, metre, minute       string
	by                      map[Travel]string
}

func tongueOf(language string) *tongue {
	if t, ok := tongues[language]; ok {
		return t
	}
	return tongues["en"]
}

var tongues = map[string]*tongue{
	"en": {
		yes: "Yes", no: "No", not: "not {0}", comma: ", ", semicolon: "; ", colon: ": ", and: " and ", decimal: ".",
		days:     [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
		on:       [7]string{"on Mondays", "on Tuesdays", "on Wednesdays", "on Thursdays", "on Fridays", "on Saturdays", "on Sundays"},
		months:   [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		dayRange: "{0} to {1}", onDate: "on {0} {1}", onDay: "on {0}", date: "{0} {1}", dates: "from {0} to {1}", inMonth: "in {0}",
		relative: [3]string{"today", "tomorrow", "the day after tomorrow"},
		daily:    "daily", allDay: "around the clock", closed: "closed", midnight: "midnight",
		from: "from {0}", until: "until {0}", fromUntil: "from {0} to {1}", at: "at {0}",
		free: "free of charge", forCount: "for {0}",
		per: map[Unit]string{"night": "a night", "day": "a day", "hour": "an hour", "week": "a week", "stay": "a stay", "person": "a person", "room": "a room",
			"pet": "an animal", "vehicle": "a vehicle", "way": "one way", "order": "an order", "item": "each", "kwh": "per kWh"},
		units: map[Unit][]string{"night": {"night", "nights"}, "day": {"day", "days"}, "hour": {"hour", "hours"}, "week": {"week", "weeks"}, "person": {"person", "people"},
			"room": {"room", "rooms"}, "pet": {"animal", "animals"}, "vehicle": {"vehicle", "vehicles"}, "way": {"way", "ways"}},
		ages: "{0} to {1} years", fromAge: "from {0} years", untilAge: "up to {0} years", kg: "up to {0}\u00a0kg", people: "up to {0} people",
		need:       map[Need]string{"request": "on request", "booking": "to be booked", "appointment": "by appointment"},
		leastAhead: "at least {0} ahead", deadline: "until {0} before arrival", km: "km", metre: "m", minute: "min",
		by: map[Travel]string{"foot": "on foot", "car": "by car", "train": "by train", "bus": "by bus"},
	},
	"de": {
		yes: "Ja", no: "Nein", not: "{0} nicht", comma: ", ", semicolon: "; ", colon: ": ", and: " und ", decimal: ",",
		days:     [7]string{"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
		on:       [7]string{"montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"},
		months:   [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		dayRange: "{0} bis {1}", onDate: "am {0}, {1}", onDay: "am {0}", date: "{0}. {1}", dates: "vom {0} bis {1}", inMonth: "im {0}",
		relative: [3]string{"heute", "morgen", "übermorgen"},
		daily:    "täglich", allDay: "rund um die Uhr", closed: "geschlossen", midnight: "24:00",
		from: "ab {0} Uhr", until: "bis {0} Uhr", fromUntil: "von {0} bis {1} Uhr", at: "um {0} Uhr",
		free: "kostenlos", forCount: "für {0}",
		per: map[Unit]string{"night": "pro Nacht", "day": "pro Tag", "hour": "pro Stunde", "week": "pro Woche", "stay": "pro Aufenthalt", "person": "pro Person", "room": "pro Zimmer",
			"pet": "pro Tier", "vehicle": "pro Fahrzeug", "way": "pro Strecke", "order": "pro Bestellung", "item": "pro Stück", "kwh": "pro kWh"},
		units: map[Unit][]string{"night": {"Nacht", "Nächte"}, "day": {"Tag", "Tage"}, "hour": {"Stunde", "Stunden"}, "week": {"Woche", "Wochen"}, "person": {"Person", "Personen"},
			"room": {"Zimmer", "Zimmer"}, "pet": {"Tier", "Tiere"}, "vehicle": {"Fahrzeug", "Fahrzeuge"}, "way": {"Strecke", "Strecken"}},
		ages: "{0} bis {1} Jahre", fromAge: "ab {0} Jahren", untilAge: "bis {0} Jahre", kg: "bis {0}\u00a0kg", people: "bis {0} Personen",
		need:       map[Need]string{"request": "auf Anfrage", "booking": "mit Reservierung", "appointment": "nach Terminvereinbarung"},
		leastAhead: "mindestens {0} vorher", deadline: "bis {0} vor der Anreise", km: "km", metre: "m", minute: "Min.",
		by: map[Travel]string{"foot": "zu Fuß", "car": "mit dem Auto", "train": "mit der Bahn", "bus": "mit dem Bus"},
	},
	"fr": {
		yes: "Oui", no: "Non", not: "pas {0}", comma: ", ", semicolon: "\u00a0; ", colon: "\u00a0: ", and: " et ", decimal: ",",
		days:     [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
		on:       [7]string{"le lundi", "le mardi", "le mercredi", "le jeudi", "le vendredi", "le samedi", "le dimanche"},
		months:   [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		dayRange: "du {0} au {1}", onDate: "le {0} {1}", onDay: "le {0}", date: "{0} {1}", dates: "du {0} au {1}", inMonth: "en {0}", first: "1er",
		relative: [3]string{"aujourd'hui", "demain", "après-demain"},
		daily:    "tous les jours", allDay: "jour et nuit", closed: "fermé", midnight: "minuit",
		from: "à partir de {0}", until: "jusqu'à {0}", fromUntil: "de {0} à {1}", at: "à {0}",
		free: "gratuit", forCount: "pour {0}",
		per: map[Unit]string{"night": "par nuit", "day": "par jour", "hour": "par heure", "week": "par semaine", "stay": "par séjour", "person": "par personne", "room": "par chambre",
			"pet": "par animal", "vehicle": "par véhicule", "way": "par trajet", "order": "par commande", "item": "pièce", "kwh": "par kWh"},
		units: map[Unit][]string{"night": {"nuit", "nuits"}, "day": {"jour", "jours"}, "hour": {"heure", "heures"}, "week": {"semaine", "semaines"}, "person": {"personne", "personnes"},
			"room": {"chambre", "chambres"}, "pet": {"animal", "animaux"}, "vehicle": {"véhicule", "véhicules"}, "way": {"trajet", "trajets"}},
		ages: "de {0} à {1} ans", fromAge: "à partir de {0} ans", untilAge: "jusqu'à {0} ans", kg: "jusqu'à {0}\u00a0kg", people: "jusqu'à {0} personnes",
		need:       map[Need]string{"request": "sur demande", "booking": "sur réservation", "appointment": "sur rendez-vous"},
		leastAhead: "au moins {0} à l'avance", deadline: "jusqu'à {0} avant l'arrivée", km: "km", metre: "m", minute: "min",
		by: map[Travel]string{"foot": "à pied", "car": "en voiture", "train": "en train", "bus": "en bus"},
	},
	"es": {
		yes: "Sí", no: "No", not: "{0} no", comma: ", ", semicolon: "; ", colon: ": ", and: " y ", decimal: ",",
		days:     [7]string{"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
		on:       [7]string{"los lunes", "los martes", "los miércoles", "los jueves", "los viernes", "los sábados", "los domingos"},
		months:   [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		dayRange: "de {0} a {1}", onDate: "el {0} {1}", onDay: "el {0}", date: "{0} de {1}", dates: "del {0} al {1}", inMonth: "en {0}",
		relative: [3]string{"hoy", "mañana", "pasado mañana"},
		daily:    "todos los días", allDay: "las 24 horas", closed: "cerrado", midnight: "las 24:00",
		from: "desde las {0}", until: "hasta las {0}", fromUntil: "de {0} a {1}", at: "a las {0}",
		free: "gratis", forCount: "por {0}",
		per: map[Unit]string{"night": "por noche", "day": "por día", "hour": "por hora", "week": "por semana", "stay": "por estancia", "person": "por persona", "room": "por habitación",
			"pet": "por animal", "vehicle": "por vehículo", "way": "por trayecto", "order": "por pedido", "item": "por unidad", "kwh": "por kWh"},
		units: map[Unit][]string{"night": {"noche", "noches"}, "day": {"día", "días"}, "hour": {"hora", "horas"}, "week": {"semana", "semanas"}, "person": {"persona", "personas"},
			"room": {"habitación", "habitaciones"}, "pet": {"animal", "animales"}, "vehicle": {"vehículo", "vehículos"}, "way": {"trayecto", "trayectos"}},
		ages: "de {0} a {1} años", fromAge: "desde {0} años", untilAge: "hasta {0} años", kg: "hasta {0}\u00a0kg", people: "hasta {0} personas",
		need:       map[Need]string{"request": "a petición", "booking": "con reserva", "appointment": "con cita previa"},
		leastAhead: "al menos {0} antes", deadline: "hasta {0} antes de la llegada", km: "km", metre: "m", minute: "min",
		by: map[Travel]string{"foot": "a pie", "car": "en coche", "train": "en tren", "bus": "en autobús"},
	},
	"it": {
		yes: "Sì", no: "No", not: "{0} no", comma: ", ", semicolon: "; ", colon: ": ", and: " e ", decimal: ",",
		days:     [7]string{"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"},
		on:       [7]string{"il lunedì", "il martedì", "il mercoledì", "il giovedì", "il venerdì", "il sabato", "la domenica"},
		months:   [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		dayRange: "da {0} a {1}", onDate: "{0} {1}", onDay: "il {0}", date: "{0} {1}", dates: "dal {0} al {1}", inMonth: "in {0}", first: "1º",
		relative: [3]string{"oggi", "domani", "dopodomani"},
		daily:    "tutti i giorni", allDay: "24 ore su 24", closed: "chiuso", midnight: "mezzanotte",
		from: "dalle {0}", until: "fino alle {0}", fromUntil: "dalle {0} alle {1}", at: "alle {0}",
		free: "gratuito", forCount: "per {0}",
		per: map[Unit]string{"night": "a notte", "day": "al giorno", "hour": "all'ora", "week": "a settimana", "stay": "a soggiorno", "person": "a persona", "room": "a camera",
			"pet": "per animale", "vehicle": "per veicolo", "way": "a tratta", "order": "per ordine", "item": "al pezzo", "kwh": "al kWh"},
		units: map[Unit][]string{"night": {"notte", "notti"}, "day": {"giorno", "giorni"}, "hour": {"ora", "ore"}, "week": {"settimana", "settimane"}, "person": {"persona", "persone"},
			"room": {"camera", "camere"}, "pet": {"animale", "animali"}, "vehicle": {"veicolo", "veicoli"}, "way": {"tratta", "tratte"}},
		ages: "da {0} a {1} anni", fromAge: "da {0} anni", untilAge: "fino a {0} anni", kg: "fino a {0}\u00a0kg", people: "fino a {0} persone",
		need:       map[Need]string{"request": "su richiesta", "booking": "su prenotazione", "appointment": "su appuntamento"},
		leastAhead: "almeno {0} prima", deadline: "fino a {0} prima dell'arrivo", km: "km", metre: "m", minute: "min",
		by: map[Travel]string{"foot": "a piedi", "car": "in auto", "train": "in treno", "bus": "in autobus"},
	},
	"pt": {
		yes: "Sim", no: "Não", not: "{0} não", comma: ", ", semicolon: "; ", colon: ": ", and: " e ", decimal: ",",
		days:     [7]string{"segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"},
		on:       [7]string{"às segundas-feiras", "às terças-feiras", "às quartas-feiras", "às quintas-feiras", "às sextas-feiras", "aos sábados", "aos domingos"},
		months:   [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		dayRange: "de {0} a {1}", onDate: "{0}, {1},", onDay: "a {0}", date: "{0} de {1}", dates: "de {0} a {1}", inMonth: "em {0}",
		relative: [3]string{"hoje", "amanhã", "depois de amanhã"},
		daily:    "todos os dias", allDay: "24 horas por dia", closed: "fechado", midnight: "24:00",
		from: "a partir das {0}", until: "até às {0}", fromUntil: "das {0} às {1}", at: "às {0}",
		free: "gratuito", forCount: "por {0}",
		per: map[Unit]string{"night": "por noite", "day": "por dia", "hour": "por hora", "week": "por semana", "stay": "por estadia", "person": "por pessoa", "room": "por quarto",
			"pet": "por animal", "vehicle": "por veículo", "way": "por trajeto", "order": "por pedido", "item": "por unidade", "kwh": "por kWh"},
		units: map[Unit][]string{"night": {"noite", "noites"}, "day": {"dia", "dias"}, "hour": {"hora", "horas"}, "week": {"semana", "semanas"}, "person": {"pessoa", "pessoas"},
			"room": {"quarto", "quartos"}, "pet": {"animal", "animais"}, "vehicle": {"veículo", "veículos"}, "way": {"trajeto", "trajetos"}},
		ages: "dos {0} aos {1} anos", fromAge: "a partir dos {0} anos", untilAge: "até aos {0} anos", kg: "até {0}\u00a0kg", people: "até {0} pessoas",
		need:       map[Need]string{"request": "a pedido", "booking": "com reserva", "appointment": "por marcação"},
		leastAhead: "pelo menos {0} antes", deadline: "até {0} antes da chegada", km: "km", metre: "m", minute: "min",
		by: map[Travel]string{"foot": "a pé", "car": "de carro", "train": "de comboio", "bus": "de autocarro"},
	},
	"nl": {
		yes: "Ja", no: "Nee", not: "{0} niet", comma: ", ", semicolon: "; ", colon: ": ", and: " en ", decimal: ",",
		days:     [7]string{"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
		on:       [7]string{"op maandag", "op dinsdag", "op woensdag", "op donderdag", "op vrijdag", "op zaterdag", "op zondag"},
		months:   [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		dayRange: "{0} tot en met {1}", onDate: "op {0} {1}", onDay: "op {0}", date: "{0} {1}", dates: "van {0} tot en met {1}", inMonth: "in {0}",
		relative: [3]string{"vandaag", "morgen", "overmorgen"},
		daily:    "dagelijks", allDay: "dag en nacht", closed: "gesloten", midnight: "24:00",
		from: "vanaf {0} uur", until: "tot {0} uur", fromUntil: "van {0} tot {1} uur", at: "om {0} uur",
		free: "gratis", forCount: "voor {0}",
		per: map[Unit]string{"night": "per nacht", "day": "per dag", "hour": "per uur", "week": "per week", "stay": "per verblijf", "person": "per persoon", "room": "per kamer",
			"pet": "per dier", "vehicle": "per voertuig", "way": "per enkele reis", "order": "per bestelling", "item": "per stuk", "kwh": "per kWh"},
		units: map[Unit][]string{"night": {"nacht", "nachten"}, "day": {"dag", "dagen"}, "hour": {"uur", "uur"}, "week": {"week", "weken"}, "person": {"persoon", "personen"},
			"room": {"kamer", "kamers"}, "pet": {"dier", "dieren"}, "vehicle": {"voertuig", "voertuigen"}, "way": {"rit", "ritten"}},
		ages: "{0} tot en met {1} jaar", fromAge: "vanaf {0} jaar", untilAge: "tot en met {0} jaar", kg: "tot {0}\u00a0kg", people: "tot {0} personen",
		need:       map[Need]string{"request": "op aanvraag", "booking": "met reservering", "appointment": "op afspraak"},
		leastAhead: "minstens {0} van tevoren", deadline: "tot {0} voor aankomst", km: "km", metre: "m", minute: "min",
		by: map[Travel]string{"foot": "lopen", "car": "met de auto", "train": "met de trein", "bus": "met de bus"},
	},
	"ar": {
		yes: "نعم", no: "لا", not: "ليس {0}", comma: "، ", semicolon: "؛ ", colon: ": ", and: " و", decimal: "٫",
		days:     [7]string{"الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"},
		on:       [7]string{"أيام الاثنين", "أيام الثلاثاء", "أيام الأربعاء", "أيام الخميس", "أيام الجمعة", "أيام السبت", "أيام الأحد"},
		months:   [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		dayRange: "من {0} إلى {1}", onDate: "يوم {0} {1}", onDay: "يوم {0}", date: "{0} {1}", dates: "من {0} إلى {1}", inMonth: "في {0}",
		relative: [3]string{"اليوم", "غداً", "بعد غد"},
		daily:    "يومياً", allDay: "على مدار الساعة", closed: "مغلق", midnight: "منتصف الليل",
		from: "من الساعة {0}", until: "حتى الساعة {0}", fromUntil: "من {0} إلى {1}", at: "الساعة {0}",
		free: "مجاناً", forCount: "({0})",
		per: map[Unit]string{"night": "لليلة", "day": "لليوم", "hour": "للساعة", "week": "للأسبوع", "stay": "للإقامة", "person": "للشخص", "room": "للغرفة",
			"pet": "للحيوان", "vehicle": "للسيارة", "way": "للاتجاه الواحد", "order": "للطلب", "item": "للقطعة", "kwh": "للكيلوواط ساعة"},
		units: map[Unit][]string{"night": {"ليلة واحدة", "ليلتان", "ليالٍ", "ليلة"}, "day": {"يوم واحد", "يومان", "أيام", "يوماً"}, "hour": {"ساعة واحدة", "ساعتان", "ساعات", "ساعة"},
			"week": {"أسبوع واحد", "أسبوعان", "أسابيع", "أسبوعاً"}, "person": {"شخص واحد", "شخصان", "أشخاص", "شخصاً"}, "room": {"غرفة واحدة", "غرفتان", "غرف", "غرفة"},
			"pet": {"حيوان واحد", "حيوانان", "حيوانات", "حيواناً"}, "vehicle": {"سيارة واحدة", "سيارتان", "سيارات", "سيارة"}, "way": {"اتجاه واحد", "اتجاهان", "اتجاهات", "اتجاهاً"}},
		ages: "من {0} إلى {1} سنة", fromAge: "من عمر {0}", untilAge: "حتى عمر {0}", kg: "حتى {0}\u00a0كغ", people: "حتى {0} شخصاً",
		need:       map[Need]string{"request": "عند الطلب", "booking": "بالحجز", "appointment": "بموعد مسبق"},
		leastAhead: "قبل {0} على الأقل", deadline: "حتى {0} قبل الوصول", km: "كم", metre: "م", minute: "دقيقة",
		by: map[Travel]string{"foot": "سيراً على الأقدام", "car": "بالسيارة", "train": "بالقطار", "bus": "بالحافلة"},
	},
	"he": {
		yes: "כן", no: "לא", not: "לא {0}", comma: ", ", semicolon: "; ", colon: ": ", and: " ו", decimal: ".",
		days:     [7]string{"יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "יום שבת", "יום ראשון"},
		on:       [7]string{"בימי שני", "בימי שלישי", "בימי רביעי", "בימי חמישי", "בימי שישי", "בשבתות", "בימי ראשון"},
		months:   [12]string{"ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"},
		dayRange: "מ{0} עד {1}", onDate: "ב{0}, {1},", onDay: "ב-{0}", date: "{0} ב{1}", dates: "מ-{0} עד {1}", inMonth: "ב{0}",
		relative: [3]string{"היום", "מחר", "מחרתיים"},
		daily:    "מדי יום", allDay: "מסביב לשעון", closed: "סגור", midnight: "חצות",
		from: "מ-{0}", until: "עד {0}", fromUntil: "מ-{0} עד {1}", at: "ב-{0}",
		free: "ללא תשלום", forCount: "עבור {0}",
		per: map[Unit]string{"night": "ללילה", "day": "ליום", "hour": "לשעה", "week": "לשבוע", "stay": "לשהות", "person": "לאדם", "room": "לחדר",
			"pet": "לבעל חיים", "vehicle": "לרכב", "way": "לכיוון", "order": "להזמנה", "item": "ליחידה", "kwh": "לקוט״ש"},
		units: map[Unit][]string{"night": {"לילה", "לילות"}, "day": {"יום", "ימים"}, "hour": {"שעה", "שעות"}, "week": {"שבוע", "שבועות"}, "person": {"אדם", "אנשים"},
			"room": {"חדר", "חדרים"}, "pet": {"בעל חיים", "בעלי חיים"}, "vehicle": {"רכב", "כלי רכב"}, "way": {"כיוון", "כיוונים"}},
		ages: "גילאי {0} עד {1}", fromAge: "מגיל {0}", untilAge: "עד גיל {0}", kg: "עד {0}\u00a0ק״ג", people: "עד {0} אנשים",
		need:       map[Need]string{"request": "לפי בקשה", "booking": "בהזמנה", "appointment": "בתיאום מראש"},
		leastAhead: "לפחות {0} מראש", deadline: "עד {0} לפני ההגעה", km: "ק״מ", metre: "מ׳", minute: "דק׳",
		by: map[Travel]string{"foot": "ברגל", "car": "ברכב", "train": "ברכבת", "bus": "באוטובוס"},
	},
}
