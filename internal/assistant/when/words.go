package when

import (
	"strings"
	"time"

	"deskbell/internal/knowledge/text"
)

// The words of English, German, French, Spanish, Portuguese, Italian, Dutch, Arabic and Hebrew, folded as package text
// folds them. They stand in one list: a word that means another thing in another language stands in none.

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text.Fold(list)) {
		out[w] = true
	}
	return out
}

// valued reads "3 three drei; 4 four vier".
func valued(list string) map[string]int {
	out := map[string]int{}
	for line := range strings.SplitSeq(list, ";") {
		words := strings.Fields(text.Fold(line))
		n := 0
		for i, w := range words {
			if i == 0 {
				for _, r := range w {
					n = n*10 + int(r-'0')
				}
				continue
			}
			out[w] = n
		}
	}
	return out
}

var numbers = valued(`1 one ein eine einen einem une uno una um uma un een واحد אחד אחת;
	2 two zwei zwo deux dos dois duas due twee اثنان اثنين שני שתי שניים שתיים;
	3 three drei trois tres tre drie ثلاثه ثلاث שלושה שלוש;
	4 four vier quatre cuatro quatro quattro اربعه اربع ארבעה ארבע;
	5 five funf cinq cinco cinque vijf خمسه خمس חמישה חמש;
	6 six sechs seis sei zes سته ست שישה שש;
	7 seven sieben sept siete sete sette zeven سبعه سبع שבעה שבע;
	8 eight acht huit ocho oito otto ثمانيه ثماني שמונה;
	9 nine neun neuf nueve nove negen تسعه تسع תשעה תשע;
	10 ten zehn dix diez dez dieci tien عشره עשרה עשר;
	11 eleven elf onze once undici; 12 twelve zwolf douze doce doze dodici twaalf; 14 fourteen vierzehn quatorze catorce quattordici veertien`)

var (
	adultWords  = set(`adult adults adulte adultes adulto adultos adulti adulta adultas erwachsene erwachsenen erwachsener volwassene volwassenen grown-ups بالغ بالغين بالغان מבוגרים מבוגר`)
	childWords  = set(`child children kid kids baby babies infant infants toddler toddlers kind kinder kindern baby's bebe bebes enfant enfants nino ninos nina ninas crianca criancas filho filhos hijo hijos bambino bambini bambina bambine kinderen kindjes طفل اطفال طفلان طفلين ילד ילדים ילדה תינוק`)
	personWords = set(`person persons people guests pax personen gaste gasten personne personnes persona personas huesped huespedes pessoa pessoas hospedes persone ospiti persoon mensen شخص اشخاص ضيوف נפשות אורחים אנשים איש`)
	roomWords   = set(`room rooms zimmer chambre chambres habitacion habitaciones quarto quartos camera camere kamer kamers doubles twins singles suites doppelzimmer einzelzimmer dreibettzimmer غرفه غرف غرفتين חדר חדרים`)
	describing  = set(`small little young older double single twin separate standard superior deluxe kleine kleinen petits jeunes pequenos pequenas piccoli doppie singole aparte`)
	// counting goes on before what is counted: "for two or three days".
	counting = set(`or more of to days hours single double oder mehr weitere tage ou jours plus mas dias mais o giorni of meer dagen`)
	// twoOf are two persons in one word.
	twoOf = set(`شخصين شخصان`)
	// couples are two persons in several words.
	couples = []string{" the two of us ", " my wife and i ", " my husband and i ", " my partner and i ", " me and my wife ", " me and my husband ", " me and my partner ",
		" me and my girlfriend ", " me and my boyfriend ", " my girlfriend and i ", " my boyfriend and i ", " meine frau und ich ", " mein mann und ich ", " fur uns zwei ", " fur uns beide ",
		" zu zweit ", " ma femme et moi ", " mon mari et moi ", " nous deux ", " mi mujer y yo ", " mi marido y yo ", " mi pareja y yo ", " para dos ", " a minha mulher e eu ", " o meu marido e eu ",
		" para dois ", " mia moglie ed io ", " mia moglie e io ", " mio marito e io ", " noi due ", " per due ", " mijn vrouw en ik ", " mijn man en ik ", " ons tweeen ", " for two ", " a couple with ", " as a couple ", " pour deux ", " fur zwei ", " voor twee "}

	nightWords = set(`night nights nacht nachte nachten nuit nuits nuitee nuitees noche noches noite noites notte notti ubernachtung ubernachtungen overnachting overnachtingen ليله ليال ليالي לילה לילות`)
	weekWords  = set(`week weeks woche wochen semaine semaines semana semanas settimana settimane weken اسبوع اسابيع שבוע שבועות`)
	// between stand between two days.
	between = set(`to til till until through bis au a al ate tot t/m fino الي حتي עד and und et y e`)
)

var months = func() map[string]time.Month {
	out := map[string]time.Month{}
	for w, n := range valued(`1 january jan januar janner janvier enero janeiro gennaio januari يناير ינואר בינואר;
		2 february feb februar fevrier fevr febrero fevereiro febbraio februari فبراير פברואר בפברואר;
		3 march marz maerz mars marzo marco maart مارس מרץ מרס במרץ;
		4 april apr avril abril aprile ابريل אפריל באפריל;
		5 may mai mayo maio maggio mei مايو מאי במאי;
		6 june jun juni juin junio junho giugno يونيو יוני ביוני;
		7 july jul juli juillet julio julho luglio يوليو יולי ביולי;
		8 august aug aout agosto augustus اغسطس אוגוסט באוגוסט;
		9 september sep sept septembre septiembre setiembre setembro settembre سبتمبر ספטמבר בספטמבר;
		10 october oct okt oktober octobre octubre outubro ottobre اكتوبر אוקטובר באוקטובר;
		11 november nov novembre noviembre novembro نوفمبر נובמבר בנובמבר;
		12 december dec dez dezember decembre diciembre dezembro dicembre ديسمبر דצמבר בדצמבר`) {
		out[w] = time.Month(n)
	}
	return out
}()

var weekdays = func() map[string]time.Weekday {
	out := map[string]time.Weekday{}
	for w, n := range valued(`0 sunday sonntag dimanche domingo domenica zondag الاحد;
		1 monday montag lundi lunes lunedi maandag الاثنين;
		2 tuesday dienstag mardi martes martedi dinsdag الثلاثاء;
		3 wednesday mittwoch mercredi miercoles mercoledi woensdag الاربعاء;
		4 thursday donnerstag jeudi jueves giovedi donderdag الخميس;
		5 friday freitag vendredi viernes venerdi vrijdag الجمعه;
		6 saturday samstag sonnabend samedi sabado sabato zaterdag السبت`) {
		out[w] = time.Weekday(n)
	}
	return out
}()

// feiras are the Portuguese days that are other words by themselves: "quarta-feira".
var feiras = map[string]time.Weekday{"segunda": 1, "terca": 2, "quarta": 3, "quinta": 4, "sexta": 5}

// Vocabulary is what single words stand for, folded as package text folds them. What it holds is shared: read only.
type Vocabulary struct {
	Numbers  map[string]int // articles that are a word for one are among them
	Months   map[string]time.Month
	Weekdays map[string]time.Weekday
	// Days are those by their distance from today: 0, 1 and 2.
	Days [3]map[string]bool
}

// Words are those that [Read] knows, for who reads a question in another way. Those that mean something else as well are
// there, too: "may", "sept", "morgen".
func Words() Vocabulary {
	return Vocabulary{numbers, months, weekdays, [3]map[string]bool{todays, tomorrows, afters}}
}

// Days by their distance from today; weekend is the next Friday, to Sunday.
var (
	todays    = set(`today heute aujourd'hui hoy hoje oggi vandaag اليوم היום`)
	tomorrows = set(`tomorrow tmrw tomorow demain manana amanha domani morgen غدا מחר`)
	afters    = set(`ubermorgen dopodomani overmorgen מחרתיים`)
	weekends  = set(`weekend weekends wochenende weekeinde`)
	nexts     = set(`next nachste nachsten nachstes prochain prochaine proximo proxima prossimo prossima volgende volgend kommende kommenden kommendes הבא القادم المقبل`)
)
