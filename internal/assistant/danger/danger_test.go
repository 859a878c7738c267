package danger_test

import (
	"strings"
	"testing"

	"deskbell/internal/assistant/danger"
)

// yes tell of an emergency, no do not. Every phrase of no holds words that a broader list would ring for.
var sayings = map[string]struct{ yes, no []string }{
	"en": {
		yes: []string{
			"There is a fire!", "theres a fire in the corridor", "Help! My room is on fire", "FIRE", "fire fire fire", "Our TV caught fire",
			"The curtains have just caught fire, come quickly", "I can smell gas in the bathroom", "There's smoke coming under the door",
			"The fire alarm is going off and nobody is here", "please call the fire brigade", "My husband is not breathing",
			"He isn’t breathing", "my baby stopped breathing!!", "I can't breathe", "I think my father is having a heart attack",
			"someone collapsed in the lobby", "she passed out and wont wake up", "He is bleeding heavily", "the cut won't stop bleeding",
			"My son is choking", "Call an ambulance", "we need an ambulance for my wife", "ambulance please, room 214", "please call 112",
			"he took too many sleeping pills", "she is having a severe allergic reaction, her throat is swelling", "I have strong chest pains",
			"A child is drowning in the pool", "her water just broke", "a guest fell from the balcony", "this is a medical emergency",
			"It's an emergency!", "My wife fainted. Please help", "there is a man with a knife in the lobby", "someone is trying to break into our room",
			"My boyfriend is hitting me", "I was raped", "he is trying to kill me", "I want to kill myself", "she is about to jump off the balcony",
			"I heard gunshots", "We are stuck in the elevator", "there is a bomb in the lobby", "no pulse, please hurry",
			"Hello. Sorry to bother you. I think he has had a fall, he is unconscious", "my dad just had a stroke",
		},
		no: []string{
			"Is there a fire place in the room?", "do you have a fireplace", "is there a fire pit outside", "where is the fire exit?", "Is there a fire extinguisher in the room",
			"is there a fire escape", "Is there an open fire in the lounge?", "is there a doctor nearby?", "We loved the heart of the city", "is the hotel in the heart of Lisbon",
			"You are fired", "The DJ was on fire last night", "Is there a pharmacy for emergencies?", "what is the emergency number?", "What happens if there is a fire?",
			"there is no fire, it was just toast", "it was a false alarm, there is a fire drill", "When is the fire drill", "is there a fire alarm in every room?",
			"I'm dying for a coffee", "my wife is going to kill me, I forgot our anniversary", "the view is killing me", "I almost had a heart attack when I saw the bill",
			"My father had a heart attack, we have to cancel our booking", "my mother is having a stroke treatment, can I get a refund?", "he had a stroke two years ago, do you have a ground floor room",
			"I have a severe allergic reaction to nuts in the past, which dishes are safe?", "I can breathe the sea air", "we can't wait to breathe in the sea air",
			"is the ambulance entrance at the back?", "my nose is running", "Do you have knives in the kitchen?", "can I have a steak knife", "water broke? no, the hot water is broken",
			"The hot water broke in our room", "my room smells of smoke", "can I smoke on the balcony?", "someone is in our room", "there is a man at the bar with a nice dog",
			"we got attacked by mosquitoes", "The pool: can a child drown there? Is there a lifeguard?", "I was robbed at the bar, 12 euros a beer!",
			"In case of fire, where do we go?", "if someone faints, who do I call?", "I don't think there is a fire", "do you sell bath bombs", "this movie has a bomb scene",
			"The prices are a stroke of genius", "heart-shaped bed", "how far is the nearest hospital", "is smoking allowed", "no emergency, just a question", "the elevator is stuck",
			"Help me with my booking please", "brand", "we are drowning in work", "", "???", "my son won't wake up early, is breakfast late?",
		},
	},
	"de": {
		yes: []string{
			"Es brennt!", "Hilfe, im Zimmer brennt es", "Unser Vorhang brennt", "Feuer im Flur", "Hier riecht es stark nach Gas", "Aus der Steckdose kommt Rauch aus der Wand",
			"Der Feueralarm geht los", "Bitte rufen Sie die Feuerwehr", "Mein Mann atmet nicht mehr", "Ich bekomme keine Luft", "Ich glaube, er hat einen Herzinfarkt",
			"Meine Frau ist bewusstlos", "Jemand ist am Pool zusammengebrochen", "er blutet stark", "Wir brauchen sofort einen Krankenwagen", "Notarzt bitte schnell",
			"Rufen Sie den Notarzt!", "Das ist ein Notfall", "ich habe starke Brustschmerzen", "Mein Sohn ertrinkt", "Die Fruchtblase ist geplatzt",
			"Ein Gast ist vom Balkon gestürzt", "Da ist ein Mann mit einem Messer", "Jemand versucht, in unser Zimmer einzubrechen", "Mein Freund schlägt mich",
			"Er will mich umbringen", "Ich will nicht mehr leben", "Wir stecken im Aufzug fest", "Ich habe Schüsse gehört", "feuer",
		},
		no: []string{
			"Brennt abends das Licht im Flur?", "Es brennt noch Licht in Zimmer 3", "Gibt es einen Kamin?", "Wo ist der Feuerlöscher?", "Was passiert, wenn es brennt?",
			"Gibt es einen Arzt in der Nähe?", "Der Rauchmelder piept alle 30 Sekunden", "Wir hatten einen Notfall in der Familie und müssen stornieren", "Das ist kein Notfall",
			"Mein Vater hatte vor zwei Jahren einen Herzinfarkt", "Ich sterbe vor Hunger", "Haben Sie ein Messer?", "Liegt das Hotel im Herzen der Stadt?", "Wir sitzen neben dem Aufzug, ist das laut?",
			"Ist das ein Raucherzimmer?", "Im Notfall: welche Nummer?", "Feuerwerk an Silvester?", "Wir haben fast einen Herzinfarkt bekommen, als wir den Preis sahen", "Mir ist nach Feuerwehrmann-Torte",
		},
	},
	"fr": {
		yes: []string{
			"Il y a le feu !", "Au feu !", "il y a un incendie dans le couloir", "Notre chambre est en feu", "Ça sent le gaz", "L'alarme incendie sonne",
			"Appelez les pompiers", "Mon mari ne respire plus", "je n'arrive plus à respirer", "je crois qu'il fait une crise cardiaque", "Ma femme s'est évanouie",
			"elle est inconsciente", "Il saigne beaucoup", "Appelez une ambulance vite", "on a besoin d'une ambulance", "appelez le samu", "C'est une urgence médicale",
			"j'ai très mal à la poitrine", "un enfant se noie dans la piscine", "Elle a perdu les eaux", "il est tombé du balcon", "un homme avec un couteau",
			"Quelqu'un essaie d'entrer dans notre chambre", "mon mari me frappe", "je me suis fait agresser", "Je veux me suicider", "nous sommes bloqués dans l'ascenseur", "J'ai entendu des coups de feu",
		},
		no: []string{
			"Y a-t-il une cheminée ?", "Où est l'extincteur ?", "En cas d'incendie, que faire ?", "Il y a un feu d'artifice ce soir ?", "Y a-t-il un médecin près de l'hôtel ?",
			"une odeur de fumée de cigarette dans la chambre", "Mon père a eu un infarctus il y a deux ans", "Nous devons annuler, ma mère a fait un AVC", "Je meurs de faim",
			"c'est au coeur de la ville ?", "Il n'y a pas d'incendie", "Ce n'est pas une urgence", "Avez-vous un couteau ?", "on respire mieux ici", "la soirée était en feu", "j'étouffe de chaud, la clim ?",
		},
	},
	"es": {
		yes: []string{
			"¡Hay un incendio!", "Hay fuego en la cocina", "Nuestra habitación se está quemando", "Huele a gas", "La alarma de incendios está sonando", "Llamen a los bomberos",
			"Mi marido no respira", "No puedo respirar", "Creo que le está dando un infarto", "Mi mujer se ha desmayado", "Está inconsciente", "sangra mucho",
			"Necesito una ambulancia", "llamen al 112", "Es una emergencia", "tengo un dolor fuerte en el pecho", "mi hijo se está ahogando en la piscina", "Rompió aguas",
			"un hombre con un cuchillo", "Alguien intenta entrar en mi habitación", "Mi novio me pega", "Quiere matarme", "Quiero suicidarme", "Estamos atrapados en el ascensor", "Se cayó por el balcón",
		},
		no: []string{
			"¿Hay chimenea en la habitación?", "¿Dónde está el extintor?", "¿Qué hago en caso de incendio?", "¿Hay una bomba de calor en la piscina?", "¿Hay un médico cerca?",
			"Me muero de hambre", "Tuvo un infarto hace dos años", "Quiero cancelar, mi padre tiene un infarto", "no hay fuego, era humo de la cocina", "está en el corazón de la ciudad",
			"¿Tienen un cuchillo?", "¿Hay fuegos artificiales?", "huele a tabaco", "no es una emergencia",
		},
	},
	"pt": {
		yes: []string{
			"Há um incêndio!", "O nosso quarto está a arder", "está pegando fogo", "Cheira a gás", "O alarme de incêndio está a tocar", "Chamem os bombeiros",
			"O meu marido não respira", "Não consigo respirar", "Acho que está a ter um enfarte", "A minha mulher desmaiou", "Está inconsciente", "está a sangrar muito",
			"Preciso de uma ambulância", "liguem para o 112", "É uma emergência", "tenho uma dor forte no peito", "A bolsa rebentou", "caiu da varanda",
			"um homem com uma faca", "Alguém está a tentar entrar no meu quarto", "Quero suicidar-me", "Estamos presos no elevador", "ele está a bater-me, quer matar-me", "ouvi um tiroteio",
		},
		no: []string{
			"Há lareira no quarto?", "Onde está o extintor?", "Em caso de incêndio, o que fazer?", "Há fogo de artifício?", "Há um médico perto?", "Estou a morrer de fome",
			"Teve um enfarte há dois anos", "Quero cancelar, o meu pai teve um AVC", "não há incêndio nenhum", "fica no coração da cidade?", "Têm uma faca?", "cheira a tabaco",
		},
	},
	"it": {
		yes: []string{
			"C'è un incendio!", "Al fuoco!", "La nostra camera va a fuoco", "Sento odore di gas", "L'allarme antincendio sta suonando", "Chiamate i vigili del fuoco",
			"Mio marito non respira", "Non riesco a respirare", "Credo sia un infarto", "Mia moglie è svenuta", "sanguina molto", "Chiamate un'ambulanza", "mi serve un'ambulanza",
			"chiamate il 118", "È un'emergenza", "ho un forte dolore al petto", "mio figlio sta annegando", "si sono rotte le acque", "è caduto dal balcone",
			"un uomo con un coltello", "Qualcuno sta cercando di entrare nella nostra camera", "il mio ragazzo mi picchia", "vuole uccidermi", "Voglio morire", "Siamo bloccati in ascensore",
		},
		no: []string{
			"C'è il camino?", "Dov'è l'estintore?", "In caso di incendio cosa fare?", "ci sono i fuochi d'artificio?", "C'è un medico vicino?", "Sto morendo di fame",
			"Ha avuto un infarto due anni fa", "Devo cancellare, mio padre ha avuto un ictus", "non c'è nessun incendio", "nel cuore della città", "avete un coltello?", "odore di fumo di sigaretta",
		},
	},
	"nl": {
		yes: []string{
			"Er is brand!", "Onze kamer staat in brand", "brand in de gang", "Ik ruik gas", "Het brandalarm gaat af", "Bel de brandweer", "Mijn man ademt niet meer",
			"Ik krijg geen lucht", "Ik denk dat hij een hartaanval heeft, hij heeft een hartaanval", "Mijn vrouw is flauwgevallen", "hij is bewusteloos", "Ze bloedt hevig",
			"We hebben een ambulance nodig", "Bel 112", "Dit is een noodgeval", "ik heb pijn op de borst", "mijn zoon verdrinkt", "een man met een mes",
			"Iemand probeert in te breken", "Mijn vriend slaat mij", "Ik wil zelfmoord plegen", "We zitten vast in de lift", "Hij is van het balkon gevallen", "brand",
			"er is vuur in de kamer", "het staat hier vol rook", "de gordijnen branden", "Help brand", "bel 112 alsjeblieft", "bel een ambulance",
			"mijn moeder is gevallen en beweegt niet", "mijn vader reageert niet", "de baby ademt niet", "mijn zoontje stikt", "ik heb hevige pijn op de borst",
			"volgens mij krijg ik een hartaanval", "mijn man is flauwgevallen in de badkamer", "het bloeden stopt niet", "iemand heeft me aangevallen in de gang",
			"er loopt een man met een pistool in de lobby", "hij wil me vermoorden", "ik wil er een einde aan maken", "we zitten opgesloten in de lift",
			"de lift zit vast en wij zitten erin", "mijn vrouw heeft weeën", "het ruikt hier sterk naar gas", "mijn kind heeft bleekmiddel gedronken",
			"ze heeft te veel pillen geslikt", "er is iemand zwaar gewond", "we hebben direct een dokter nodig", "ambulance!", "ik stik",
			"er wordt ingebroken in onze kamer", "hij heeft geen polsslag meer",
		},
		no: []string{
			"Is er een open haard?", "Waar is de brandblusser?", "Wat te doen bij brand?", "Is er een dokter in de buurt?", "Ik ga dood van de honger",
			"Hij heeft twee jaar geleden een hartaanval gehad", "Wij moeten annuleren, mijn vader heeft een beroerte", "er is geen brand", "in het hart van de stad", "Heeft u een mes?", "Welke merken? brandhout?",
			"is er een rookmelder op de kamer", "waar is de nooduitgang", "wat is het alarmnummer", "mag je een kampvuur maken", "we zijn dol op het zwembad",
			"de lift doet het niet", "de lift zit vast op de derde verdieping", "is er een ziekenhuis dichtbij", "mijn vader kreeg vorig jaar een beroerte",
			"wat kost een dokter", "mijn zoon wil in het zwembad springen", "het ruikt naar sigarettenrook", "brandt het licht 's nachts",
			"kaarsen branden op de kamer, mag dat?", "ik sterf van de dorst, is de bar open?", "wordt er vaak ingebroken in de buurt?",
			"we hebben nu geen dokter nodig", "ik stik van de hitte, kan de airco aan?", "het bed brandt niet, de lamp wel? de lamp doet het niet",
		},
	},
	"ar": {
		yes: []string{
			"هناك حريق!", "حريق في الغرفة", "غرفتنا تحترق", "رائحة غاز قوية", "إنذار الحريق يرن", "اتصلوا بالإسعاف", "أحتاج سيارة إسعاف", "زوجي لا يتنفس",
			"لا أستطيع التنفس", "أعتقد أنها نوبة قلبية", "زوجتي فقدت الوعي", "وأغمي عليه الآن", "ينزف بشدة", "ألم شديد في صدري", "طفل يغرق في المسبح", "هذه حالة طارئة",
			"رجل يحمل سكينا", "شخص يحاول كسر الباب", "زوجي يضربني", "يريد قتلي", "أريد أن أموت", "نحن عالقون في المصعد", "سقط من الشرفة",
		},
		no: []string{
			"هل يوجد مدفأة؟", "أين طفاية الحريق؟", "ماذا أفعل في حال حدوث حريق؟", "هل يوجد طبيب قريب؟", "أموت من الجوع", "أصيب بنوبة قلبية قبل سنتين ونريد غرفة هادئة قبل سنة",
			"نريد إلغاء الحجز لأن والدي أصيب بجلطة", "لا يوجد حريق", "في قلب المدينة", "هل لديكم سكين؟", "لدي حساسية شديدة من الفول السوداني",
		},
	},
	"he": {
		yes: []string{
			"יש שריפה!", "שריפה במסדרון", "החדר שלנו עולה באש", "יש ריח גז", "אזעקת האש פועלת", "תזמינו אמבולנס", "אני צריך אמבולנס", "בעלי לא נושם", "אני לא מצליחה לנשום",
			"אני חושב שיש לו התקף לב", "אשתי התעלפה", "הוא איבד הכרה", "היא מדממת קשות", "כאבים חזקים בחזה", "הילד שלי טובע", "זה מקרה חירום", "גבר עם סכין", "מישהו מנסה לפרוץ לחדר",
			"הוא מאיים עליי", "אני רוצה למות", "אנחנו תקועים במעלית", "הוא נפל מהמרפסת",
			"יש אש בחדר", "יש עשן בחדר שלנו", "החדר מלא עשן", "אש! אש!", "שריפה", "תתקשרו ל-101", "תתקשרו למד\"א", "תתקשרו 112 בבקשה", "צריך אמבולנס דחוף",
			"אמא שלי נפלה ולא זזה", "אבא שלי לא מגיב", "התינוק לא נושם", "הילד נחנק", "יש לי כאבים בחזה", "אני חושבת שיש לי התקף לב", "בעלי התעלף באמבטיה",
			"היא מדממת ולא מפסיקה", "הצילו", "מישהו תקף אותי במסדרון", "יש גבר עם אקדח בלובי", "הוא רוצה להרוג אותי", "אני רוצה להתאבד", "נתקענו במעלית",
			"המעלית תקועה ואנחנו בפנים", "אשתי בצירים", "יש פה ריח חזק של גז", "בן שלי בלע אקונומיקה", "הוא שתה חומר ניקוי", "היא לקחה יותר מדי כדורים", "יש פצוע",
		},
		no: []string{
			"יש אח בחדר?", "איפה המטף?", "מה עושים במקרה של שריפה?", "יש רופא קרוב?", "אני מת מרעב", "היה לו התקף לב לפני שנתיים", "צריך לבטל, לאבא שלי יש התקף לב", "אין שריפה", "בלב העיר", "יש לכם סכין?",
			"יש פינת עישון?", "איפה יציאת החירום", "מה מספר החירום?", "יש אח בלובי?", "אפשר להזמין מדורה?", "אין אש בכיריים", "אנחנו מתים על הבריכה",
			"המעלית לא עובדת", "המעלית תקועה בקומה 3", "יש בית חולים קרוב?", "אבא שלי עבר שבץ לפני שנה", "כמה עולה רופא", "הילד רוצה לקפוץ לבריכה",
			"יש גלאי עשן בחדר?", "יש ריח של עשן סיגריות", "יש עשן סיגריות במסדרון", "אני לא פצוע", "יש פצוע קל? לא, הכל בסדר",
		},
	},
}

func TestFound(t *testing.T) {
	t.Parallel()
	for language, s := range sayings {
		for _, text := range s.yes {
			if !danger.Found(text, language) {
				t.Errorf("%s: missed: %s", language, text)
			}
		}
		for other := range sayings {
			for _, text := range s.no {
				// "brand" alone is a fire in Dutch, and nothing in English.
				if danger.Found(text, other) && (other == language || text != "brand") {
					t.Errorf("%s: rings for nothing (asked in %s): %s", language, other, text)
				}
			}
		}
	}
}

// A guest in danger may write in another language than before, or in a longer message.
func TestFound_WhateverTheLanguageAndTheRest(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"My husband is not breathing", "Mein Mann atmet nicht mehr", "¡Hay un incendio!", "זה מקרה חירום",
		"Good evening, I am in room 312. I am sorry to write here but nobody answers the phone. My wife has fainted! What should I do?",
		"HELP!!! there is a fire\nroom 12",
	} {
		for _, language := range []string{"", "en", "pt-BR", "zz", "DE_de"} {
			if !danger.Found(text, language) {
				t.Errorf("missed in %q: %s", language, text)
			}
		}
	}
	if danger.Found("brand", "en-GB") || !danger.Found("Brand!", "nl-BE") || !danger.Found("fire", "") {
		t.Error("a single word does not depend on the guest's language")
	}
	if danger.Found(strings.Repeat("lovely ", 1000)+"there is a fire", "en") {
		t.Error("the end of a long message was looked at")
	}
}

func FuzzFound(f *testing.F) {
	for _, s := range sayings {
		for _, text := range append(s.yes, s.no...) {
			f.Add(text)
		}
	}
	f.Fuzz(func(_ *testing.T, text string) { danger.Found(text, "en") })
}

func BenchmarkFound(b *testing.B) {
	for b.Loop() {
		danger.Found("Hello, is it possible to check in at noon on Friday? We arrive early and there is somebody who would like to rest.", "en")
	}
}
