package opportunity

import (
	"strconv"
	"strings"

	"deskbell/internal/knowledge/text"
)

// A sense is what a word may mean here. Words of all languages stand in one table: hardly any of them means something else
// in another language, and guests mix languages.
type sense uint32

const (
	senseWedding sense = 1 << iota
	senseEvent         // something that is held: a conference, a party
	senseWeak          // what may be held, and is as often something else: a dinner, a birthday
	senseGroup         // people who travel together, or whoever brings them
	senseWork          // a company and who works there
	senseLong          // a stay without a near end
	senseAsk           // wanting, organising, or asking for an offer
	senseHold          // organising and hiring: what one does with an event, hardly with a stay
	senseVenue         // a room or house to hold something in
	senseWhole         // all of it
	senseOther         // somebody else's: invited, noise, sleep; or of today
	sensePerson        // what people are counted in
	senseRoom          // what rooms are counted in
	senseNight
	senseDay
	senseWeek
	senseMonth
	senseStay
	senseTable
	senseGone // last, forgotten: of a stay that is over
	senseAgo  // beside a length: it does not lie ahead, or is counted back
	sensePrice
	senseGift // flowers, cake: for the two of them
	senseMarry
	senseWe // we are, there will be
)

// lexicon is by sense: words as package text folds them. One that ends in * is the beginning of a word, one that begins
// with * its end.
var lexicon = []struct {
	sense sense
	words string
}{
	{senseWedding, `wedding* hochzeit* polterabend trauung* mariage* noces boda bodas casamento* matrimonio matrimoni nozze sposalizio bruiloft* huwelijk* trouwfeest trouwerij trouwpartij زفاف* زفافنا زفافي عرس عرسنا اعراس خطوبه خطوبتنا الزفاف العرس חתונה חתונת`},
	{senseMarry, `marry marrying married heiraten heirate verheiraten marier marions epouser fiances casarnos casamos casarse casar casarme sposarci sposiamo sposarsi sposarmi sposiamo trouwen trouw نتزوج زواجنا الزواج fiance fiancee verlobung* vows elope`},
	{senseEvent, `conference* congress* seminar* workshop* symposium summit convention* banquet* gala galas christening* baptism* communion confirmation* graduation* reunions retreat retreats retirement offsite away-day teambuilding bachelor bachelorette bachelorettes bridal rehearsal ceremony ceremonies quinceanera mitzvah exhibition wake funeral
		tagung* konferenz* kongress* seminar* schulung* fortbildung* klausur* versammlung* feiern jubilaum* taufe* kommunion* konfirmation* jugendweihe firmenfeier* weihnachtsfeier* betriebsausflug* teamausflug* teamevent* abschlussfeier* abiball* junggesell* bankett* trauerfeier* leichenschmaus sommerfest klassentreffen familientreffen familienfeier* workshop*
		congres seminaire* conference* colloque* feter feterons celebrer bapteme* communion* banquet* incentive cousinade fiancailles pacs
		congreso* conferencia* seminario* convencion* celebrar celebracion* bautizo* comunion comuniones banquete* despedida* retiro retiros graduacion
		congresso congressi convegno convegni conferenza* seminario* festeggiare festeggiamo festeggiamento battesimo comunione cresima laurea banchetto ritiro team-building inaugurazione
		congresso* conferencia* seminario* celebrar comemorar celebracao batizado* batismo* comunhao banquete* retiro* formatura despedida
		congres* conferentie* vergadering* seminar* jubileum doop doopfeest communie* workshop* vrijgezellen* babyshower* personeelsfeest* bedrijfsfeest* kerstdiner* bedrijfsuitje* teamuitje* personeelsuitje* vieren reunie* uitvaart*
		مؤتمر* اجتماع* ندوه* احتفال* نحتفل الاحتفال تخرج* فعاليه* ورشه معرض مؤتمرنا اجتماعنا
		כנס ישיבה מסיבה מסיבת אירוע בר מצווה ברית יום הולדת סמינר`},
	{senseWeak, `حفل meeting meetings celebration* celebrate celebrating party parties reception receptions birthday birthdays anniversary anniversaries reunion building training event events function functions shower hen stag launch concert concerts lunch dinner brunch
		sitzung* besprechung* feier* geburtstag* ausflug* party* veranstaltung* event* empfang* fest feste abendessen mittagessen
		reunion* fete fetes anniversaire* soiree* cocktail evenement* formation* journee enterrement retraite pot vin assemblee
		jornada* reunion* fiesta* cumpleanos evento* cena comida curso formacion aniversario* cumple encuentro
		riunione* festa feste compleanno evento eventi cena pranzo addio anniversario ricevimento ricevimenti meeting corso
		reuniao reunioes festa festas aniversario* evento* jantar almoco formacao encontro* formacoes
		bijeenkomst* feest feesten feestje verjaardag* training* evenement* borrel* diner* lunch* receptie uitje cursus*
		حفله حفلات عيد ميلاد مناسبه* دوره تدريب* عشاء غداء ذكري لقاء`},
	{senseGroup, `group groups coach coaches busload buses minibus class pupils students schoolchildren team teams club clubs choir orchestra band troupe crew delegation delegates squad society association parish congregation tour tours operator operators agency tournament excursion school college university scouts pilgrims pilgrimage families cyclists hikers walkers bikers motorcyclists runners golfers party block allotment
		gruppe* reisegruppe* busreise* busgruppe* schulklasse* klassenfahrt* schulfahrt* klasse mannschaft* verein* vereine kegel* kegelclub chor orchester delegation* reiseveranstalter* reiseburo* gruppenreise* gruppenbuchung* turnier* jugendgruppe* wandergruppe* pilger* skatclub schuler* studenten sportverein kontingent* team teams
		groupe* autocar* classe* eleves etudiants scolaire* equipe* club* chorale orchestre delegation* agence* voyagiste* association* randonneurs cyclistes tournoi pelerins pelerinage scouts
		grupo* autobus autocar bus colegio* escuela* instituto alumnos estudiantes equipo* club* coro orquesta delegacion* agencia* agente touroperador* asociacion* peregrinos torneo excursion* viaje jubilados
		gruppo gruppi comitiva comitive pullman corriera scolaresca classe gita gite alunni studenti squadra squadre coro orchestra delegazione agenzia associazione pellegrini torneo parrocchia tour club
		grupo* autocarro* onibus excursao excursoes turma* alunos estudantes equipa* equipe* clube* coro orquestra delegacao agencia* operador associacao torneio campeonato peregrinos escola* visita
		groep* groepen reisgezelschap gezelschap touringcar* bus bussen schoolreis* schoolklas* klas leerlingen studenten vereniging* club* koor orkest ploeg team teams elftal reisbureau* touroperator* reisorganisatie* toernooi* pelgrims familieweekend
		مجموعه* المجموعات مجموعات وفد وفود فريق* رحله مدرسيه مدرسه طلاب حافله باص نادي جمعيه سياح وكاله سياحيه جماعي جماعيه للمجموعات فوج افواج
		קבוצה קבוצות קבוצת אוטובוס כיתה תלמידים משלחת`},
	{senseWork, `company companies corporate firm employees staff colleagues coworkers business office board delegates managers sales department
		firma* unternehmen* mitarbeiter* kollegen abteilung* betrieb* belegschaft geschaftsfuhrung
		entreprise* societe collaborateurs salaries collegues direction comite employes
		empresa* empleados trabajadores companeros directivos
		azienda aziendale aziendali ditta dipendenti colleghi impresa
		empresa* colaboradores funcionarios colegas trabalhadores
		bedrijf* collega* medewerkers personeel afdeling onderneming
		شركه* شركتنا شركتي موظف* موظفينا زملاء مؤسسه
		חברה עובדים`},
	{senseLong, `term longterm extended monthly relocate relocating relocation secondment permanent semi-permanently
		langzeit* langzeitaufenthalt* langfristig* monatsweise monatlich* monatspreis* monatsmiete monatstarif* dauergast dauerhaft
		mensuel* mensuelle* mensualite longue-duree
		mensual* mensuales larga
		mensile mensili lunga mensilmente trasferta
		mensal mensais longa longas prolongada prolongadas
		maandprijs* maandtarief* maandelijks* maandhuur langdurig* long-stay
		شهري* شهريا شهريه طويله طويل دائم
		חודשי חודשית ארוכה`},
	{senseAsk, `want wants wanted would like need needs looking search searching seek seeking plan planning plans book booking reserve reserving request requesting interested possible could can able offer offers quote quotation proposal price prices pricing rate rates cost costs charge package packages discount discounts availability available space bring bringing accommodate take do require enquire enquiring inquire inquiry enquiry thinking hoping wish how
		mochten mochte wollen will wurden suche suchen brauche brauchen brauchten brauchte benotigen benotige plane planen buchen reservieren anfrage anfragen angebot* preis preise kosten kostet konditionen sonderkonditionen rabatt* pauschale* platz hatten moglich konnen kann konnten bieten anbieten verfugbar unterbringen gibt interesse gruppenpreis* gruppentarif* gruppenrabatt*
		voudrions voudrais voulons veux aimerions aimerais souhaitons souhaite souhaiterais cherchons cherche besoin faudrait devis tarif* prix offre* proposition possible pouvez pouvons peut reserver reservation prevoyons disponible* disponibilites accueillir accueillez proposez faites faites-vous projet forfait* on
		queremos quiero quisiera quisieramos querriamos buscamos busco necesitamos necesito necesitaria nos gustaria presupuesto* precio* tarifa* oferta* posible pueden podrian puede podemos reservar reservo disponibilidad sitio acoger tienen ofrecen hacen cuanto descuento*
		vorremmo vorrei vogliamo voglio cerchiamo cerco serve servono servirebbe servirebbero bisogno preventivo preventivi prezzo prezzi tariffa tariffe offerta offerte possibile potete possiamo prenotare prenotiamo disponibilita posto fate avete quanto sconto sconti pacchetto
		queremos quero queria queriamos gostava gostaria gostavamos gostariamos procuramos procuro precisamos preciso precisava orcamento* preco* tarifa* possivel podem pode podemos reservar disponibilidade lugar fazem aceitam quanto desconto* pacote* proposta*
		willen wil zouden zoeken zoek nodig graag offerte* prijs prijzen prijsopgave kosten kost mogelijk kunnen kan kunt reserveren boeken beschikbaar* plek plaats ruimte doen korting* arrangement* aanbod hebben
		نريد اريد نود اود نحتاج احتاج نبحث ابحث نرغب ارغب نخطط عرض سعر اسعار السعر كم حجز نحجز حجزنا الحجز ممكن يمكن هل متاح خصم باقه باقات تستضيفون تستقبلون نستفسر
		רוצים רוצה צריכים צריך מחפשים מחפש הצעת מחיר מחירים אפשר הזמנה`},
	{senseHold, `richten richtet host hosts hosting hold holding organise organize organising organizing arrange arranging throw throwing hire hiring rent renting cater catering celebrate celebrating exclusive exclusively private privately privatise privatize venue venues planner organiser organizer quote quotation proposal celebration package packages
		ausrichten ausrichte organisieren veranstalten durchfuhren mieten anmieten feiern exklusiv catering angebot ausrichtet abhalten planen plane stattfinden
		organiser organisons organisez accueillir feter celebrer privatiser privatisez privatisation louer location devis traiteur
		organizar organizamos organizan celebrar alquilar alquila alquilan presupuesto acoger montar
		organizzare organizzate organizziamo festeggiare affittare affittate noleggiare ospitare ospitate preventivo celebrare
		organizar organizam celebrar festejar alugar alugam arrendar orcamento realizar acolher
		organiseren organiseert houden vieren huren afhuren afgehuurd verzorgen offerte trouwlocatie vergaderen
		اقامه نقيم تنظيم ننظم نستضيف استضافه تاجير استئجار الاحتفال نحتفل
		לארגן לקיים לחגוג להשכיר`},
	{senseVenue, `venue hall ballroom marquee garden terrace courtyard room rooms hotel place restaurant lounge rooftop function
		saal raum tagungsraum konferenzraum garten terrasse restaurant hotel haus location seminarraum festsaal scheune
		salle salles salon jardin terrasse restaurant hotel lieu domaine etablissement
		sala salon salones jardin terraza restaurante hotel finca lugar espacio
		sala sale salone giardino terrazza ristorante struttura hotel location villa
		sala salas salao jardim terraco restaurante hotel quinta espaco
		zaal zalen ruimte tuin terras restaurant hotel locatie vergaderzaal
		قاعه صاله حديقه المطعم الفندق فندقكم تراس
		אולם גן מסעדה מלון`},
	{senseWhole, `whole entire exclusively exclusive buyout ganze ganzen gesamte komplett komplettes exklusiv tout toute entier entiere privatiser privatisez privatisation entero entera todo toda intera intero esclusiva tutto inteiro inteira hele volledige geheel afhuren كامل كاملا كامله بالكامل`},
	{senseOther, `got going goes gehen allons andiamo vamos gaan سنذهب ذاهبون invited attending attend noise noisy loud sleep quiet tonight downstairs upstairs conditioned capacity fit fits honeymoon parked air-conditioned
		eingeladen laut larm lautstark schlafen ruhig heute heut unten klimatisiert kongresszentrum flitterwochen vorbei
		invites bruit dormir calme climatisee climatise capacite participe dessus dessous soir
		invitados ruido dormir tranquilo noche capacidad acondicionado cabe voy
		invitati rumore dormire stasera stanotte condizionata capienza vado accanto
		convidados barulho dormir hoje condicionado capacidade cabem vou
		uitgenodigd lawaai slapen rustig vanavond airco passen ga
		مدعوون مدعو ضجيج ضجيجا ننام الليله مكيفه تتسع المجاوره
		מוזמנים רעש לישון הערב`},
	{sensePerson, `people persons person pax guests adults participants attendees delegates students pupils kids children players athletes coaches teachers colleagues coworkers employees friends members women men girls boys ladies gentlemen seniors singers musicians cyclists hikers walkers runners bikers tourists travellers travelers passengers seats heads invitees staff relatives teens teenagers golfers dancers seater seat couples families managers reps volunteers scouts pilgrims others
		personen person leute gaste gasten teilnehmer teilnehmern teilnehmerinnen schuler schulern schulerinnen studenten kollegen kolleginnen mitarbeiter mitarbeitern freunde freunden freundinnen mitglieder mitgliedern sanger sangern sangerinnen spieler spielern kinder kindern erwachsene erwachsenen frauen manner damen herren musiker wanderer wanderern radfahrer touristen fahrgaste senioren madels jungs kegler mann kopfe
		personnes personne invites convives participants eleves etudiants collaborateurs collegues employes salaries amis amies membres joueurs joueuses enfants adultes hommes femmes filles randonneurs cyclistes touristes passagers places professeurs accompagnateurs chanteurs musiciens couverts seniors retraites copines copains
		personas persona invitados participantes asistentes alumnos estudiantes companeros empleados amigos amigas miembros jugadores jugadoras ninos adultos hombres mujeres chicas chicos jubilados turistas pasajeros plazas profesores comensales ciclistas peregrinos musicos trabajadores
		persone persona invitati ospiti partecipanti alunni ragazzi ragazze studenti colleghi dipendenti amici amiche membri giocatori atleti atlete allenatori bambini adulti uomini donne turisti passeggeri posti coperti ciclisti pellegrini musicisti pensionati
		pessoas pessoa convidados participantes alunos estudantes colegas funcionarios colaboradores amigos amigas membros jogadores atletas criancas adultos homens mulheres raparigas rapazes turistas passageiros lugares professores ciclistas peregrinos musicos reformados
		personen persoon mensen gasten deelnemers leerlingen studenten collega's collegas medewerkers vrienden vriendinnen leden spelers kinderen volwassenen mannen vrouwen fietsers wandelaars toeristen passagiers begeleiders zangers meiden man zitplaatsen couverts senioren muzikanten
		شخص شخصا اشخاص ضيف ضيفا ضيوف مشارك مشاركا مشاركين طالب طالبا طلاب موظف موظفا موظفين لاعب لاعبا لاعبين مدعو مدعوا مدعوين صديق صديقا اصدقاء سائح سائحا سياح فرد فردا افراد راكب راكبا نفر معلم عضو عضوا
		איש אנשים אורחים משתתפים תלמידים עובדים חברים`},
	{senseRoom, `rooms doubles singles twins suites apartments bungalows beds *rooms
		zimmer zimmern zimmers *zimmer *zimmern suiten betten apartments
		chambres chambre lits suites appartements
		habitaciones camas suites apartamentos
		camere stanze letti suite appartamenti
		quartos camas suites apartamentos
		kamers bedden suites appartementen *kamers slaapplaatsen
		غرفه غرف غرفا سرير اسره جناح
		חדרים מיטות`},
	{senseNight, `night nights nacht nachte nachten ubernachtung ubernachtungen nuit nuits nuitee nuitees noche noches notte notti pernottamenti noite noites nachten overnachtingen ليله ليال ليالي ليلتين لילות לילה`},
	{senseDay, `day days tag tage tagen tagige jour jours jornada dia dias giorno giorni dag dagen يوم ايام يومين יום ימים`},
	{senseWeek, `week weeks woche wochen semaine semaines semana semanas settimana settimane weken اسبوع اسابيع اسبوعين שבוע שבועות`},
	{senseMonth, `month months monat monate monaten mois mes meses mese mesi mese maand maanden شهر اشهر شهور شهرين חודש חודשים`},
	{senseStay, `stay staying live living accommodation lodging room apartment rent lodge flat
		bleiben bleibt wohnen zimmer unterkunft aufenthalt langer
		rester sejour sejourner loger chambre hebergement logement habiter vivre
		quedarme quedarnos alojamiento estancia estancias vivir habitacion alojarme estar
		fermarmi fermarci restare soggiorno soggiorni alloggio camera abitare stare
		ficar alojamento estadia estadias quarto viver estar morar
		blijven verblijf verblijven wonen kamer overnachten onderkomen zijn
		الاقامه اقامه للاقامه ابقي نبقي سكن اسكن البقاء غرفه
		להישאר שהייה לגור`},
	{senseTable, `table tables tisch tische tafel tafeltje mesa mesas tavolo tavoli طاوله שולחן`},
	{senseGone, `last were forgot forgotten lost left stayed yesterday
		letzten letzte vergessen war waren gestern
		oublie dernier etais sejourne hier
		olvide pasado estuve ayer
		dimenticato scorso ero ieri
		esqueci passado estive ontem
		vergeten vergat vorige gisteren
		نسيت الماضي كنت امس
		שכחתי אתמול`},
	{senseAgo, `ago before advance ahead earlier beforehand vor vorher zuvor y'a avant avance antes antelacion hace fa prima anticipo ha antecedencia geleden tevoren vooraf قبل מראש לפני`},
	{sensePrice, `rate rates price prices pricing discount discounts preise *preise preis *preis *tarif *tarife *rabatt konditionen *konditionen tarif tarifs tarifa tarifas precio precios preco precos prezzo prezzi tariffa tariffe sconti desconto descontos prijs prijzen *prijs *prijzen *korting korting اسعار سعر خصم accept accepter acceptez nehmen`},
	{senseGift, `flowers cake cakes decorate upgrade surprise petals champagne romantic wife husband
		blumen torte kuchen dekorieren uberraschung aufmerksamkeit kleinigkeit rosen
		fleurs gateau decorer surprise petales
		flores tarta tartas pastel decorar sorpresa petalos
		fiori torta torte decorare sorpresa petali
		flores bolo bolos decorar surpresa petalas
		bloemen taart taarten versieren verrassing bloemblaadjes
		زهور ورد كعكه تزيين مفاجاه`},
	{senseWe, `are be sind waren werden sommes serons sera serions somos seremos siamo saremo saremmo zijn نحن سنكون عددنا אנחנו`},
}

// The lexicon by whole word, by how a word begins, and by how it ends. Beginnings are kept under their first bytes.
var (
	whole    = map[string]sense{}
	prefixes = map[string][]affix{}
	suffixes []affix
)

// stemFrom is of how many bytes the beginning of a word is at least.
const stemFrom = 3

type affix struct {
	word  string
	sense sense
}

func init() {
	for _, l := range lexicon {
		for _, w := range strings.Fields(l.words) {
			switch {
			case strings.HasSuffix(w, "*"):
				stem := text.Fold(strings.TrimSuffix(w, "*"))
				prefixes[stem[:stemFrom]] = append(prefixes[stem[:stemFrom]], affix{stem, l.sense})
			case strings.HasPrefix(w, "*"):
				suffixes = append(suffixes, affix{text.Fold(strings.TrimPrefix(w, "*")), l.sense})
			default:
				whole[text.Fold(w)] |= l.sense
			}
		}
	}
}

// articles are what Arabic writes onto a word: "the", "for", "with", "and".
var articles = []string{"وال", "بال", "لل", "ال", "ل", "ب", "و"}

// sensesOf are what a folded word may mean.
func sensesOf(w string) sense {
	s := plainSenses(w)
	for _, p := range articles {
		if s != 0 {
			break
		}
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 4 {
			s = plainSenses(rest)
		}
	}
	return s
}

func plainSenses(w string) sense {
	s := whole[w]
	if len(w) >= stemFrom {
		for _, p := range prefixes[w[:stemFrom]] {
			if strings.HasPrefix(w, p.word) {
				s |= p.sense
			}
		}
	}
	for _, p := range suffixes {
		if len(w) > len(p.word) && strings.HasSuffix(w, p.word) {
			s |= p.sense
		}
	}
	return s
}

// numbers are those that guests write out. Units stand for themselves; what is said of tens by a suffix is below.
var numbers = map[string]int{}

func init() {
	for n, words := range map[int]string{
		1: `one a an ein eine einen einem un une una uno um uma een واحد`, 2: `two zwei deux dos due dois duas twee اثنين`,
		3: `three drei trois tres tre tres drie ثلاثه ثلاث`, 4: `four vier quatre cuatro quattro quatro اربعه اربع`,
		5: `five funf cinq cinco cinque vijf خمسه خمس`, 6: `six sechs seis sei zes سته ست`, 7: `seven sieben sept siete sette sete zeven سبعه سبع`,
		8: `eight acht huit ocho otto oito ثمانيه ثماني`, 9: `nine neun neuf nueve nove negen تسعه تسع`,
		10: `ten zehn dix diez dieci dez tien عشره عشر dizaine decina dezena`, 11: `eleven elf onze once undici`, 12: `twelve dozen zwolf dutzend douze douzaine doce docena dodici dozzina doze duzia twaalf dozijn`,
		13: `thirteen dreizehn treize trece tredici treze dertien`, 14: `fourteen vierzehn quatorze catorce quattordici catorze veertien`,
		15: `fifteen funfzehn quinze quince quindici vijftien quinzaine quindicina quincena`, 16: `sixteen sechzehn seize dieciseis sedici dezasseis zestien`,
		18: `eighteen achtzehn dieciocho diciotto dezoito achttien`, 20: `twenty zwanzig vingt vingtaine veinte veintena venti ventina vinte vintena twintig عشرين عشرون`,
		25: `veinticinco vijfentwintig funfundzwanzig venticinque`, 30: `thirty dreissig trente trentaine treinta treintena trenta trentina trinta dertig ثلاثين ثلاثون`,
		40: `forty vierzig quarante quarantaine cuarenta cuarentena quaranta quarantina quarenta veertig اربعين اربعون`,
		50: `fifty funfzig cinquante cinquantaine cincuenta cincuentena cinquanta cinquantina cinquenta vijftig خمسين خمسون`,
		60: `sixty sechzig soixante soixantaine sesenta sessanta sessantina sessenta zestig ستين ستون`, 70: `seventy siebzig setenta settanta zeventig سبعين سبعون`,
		80: `eighty achtzig ochenta ottanta oitenta tachtig ثمانين ثمانون`, 90: `ninety neunzig noventa novanta negentig تسعين تسعون`,
		100: `hundred hundert cent centaine cien centena cento centinaio cem honderd مئه مايه`, 200: `zweihundert doscientos duecento duzentos tweehonderd مئتين`,
	} {
		for _, w := range strings.Fields(words) {
			numbers[text.Fold(w)] = n
		}
	}
}

// digits rewrites the digits of Arabic and Persian.
var digits = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9")

// word is one of a message's.
type word struct {
	text   string
	sense  sense
	number int  // 0 is none
	digits bool // the number was written in digits
	// stop says that a sentence or clause ends behind it.
	stop bool
}

// wordsMost bounds what is looked at.
const wordsMost = 200

// read takes a message apart.
func read(message string) []word {
	folded := digits.Replace(text.Fold(message))
	var out []word
	start := -1
	end := func(at int) {
		if start < 0 {
			return
		}
		w := strings.Trim(folded[start:at], "'")
		start = -1
		if w == "" {
			return
		}
		if before, after, ok := strings.Cut(w, "'"); ok && len(before) <= 2 && len(after) > 2 { // l'hotel
			w = after
		}
		one := word{text: w, sense: sensesOf(w)}
		if n, err := strconv.Atoi(w); err == nil {
			one.number, one.digits = min(n, 1_000_000), true
		} else {
			one.number = numbers[w]
		}
		// "28persone", "25x"
		if i := strings.IndexFunc(w, func(r rune) bool { return r < '0' || r > '9' }); i > 0 && one.number == 0 {
			if n, err := strconv.Atoi(w[:i]); err == nil && sensesOf(w[i:]) != 0 {
				out = append(out, word{text: w[:i], number: n, digits: true})
				one.text, one.sense = w[i:], sensesOf(w[i:])
			}
		}
		out = append(out, one)
	}
	for i, r := range folded {
		if isLetter(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		end(i)
		if len(out) > 0 && strings.ContainsRune(".!?؟;\n", r) {
			out[len(out)-1].stop = true
		}
		if len(out) >= wordsMost {
			return out
		}
	}
	end(len(folded))
	return out
}
