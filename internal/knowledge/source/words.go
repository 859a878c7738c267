package source

import (
	"strings"

	"deskbell/internal/knowledge/typed"
)

// currencies are as they are written, folded, with their codes of ISO 4217.
var currencies = map[string]string{"€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "chf": "CHF", "usd": "USD", "sek": "SEK",
	"nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK", "huf": "HUF", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "brl": "BRL", "mxn": "MXN", "aed": "AED", "ils": "ILS"}

// units are the words that say what a price is per.
var units = unitWords(map[typed.Unit]string{
	"night": "night nights nightly nacht nachte nuit nuits noche noches notte notti noite noites", "day": "day days daily tag tage taglich jour jours dia dias giorno giorni",
	"hour": "hour hours hourly stunde stunden heure heures hora horas ora ore", "week": "week weeks weekly woche wochen semaine semana settimana",
	"stay": "stay aufenthalt sejour estancia soggiorno estadia", "person": "person persons people guest guests adult person personen gast personne personnes persona personas persone pessoa pessoas",
	"room": "room rooms zimmer chambre habitacion camera quarto", "pet": "pet pets dog dogs animal haustier hund tier chien perro cane cao",
	"vehicle": "car cars vehicle auto wagen fahrzeug voiture vehicule coche macchina carro", "way": "way trip fahrt strecke trajet trayecto tratta trajeto", "kwh": "kwh",
	"item": "each piece stuck piece pieza pezzo peca",
})

// doubts are words by which a sentence holds for some guests, days or cases only, or says the opposite.
var doubts = wordSet("not no never without closed except unless if when only extra additional late early child children kids under over more up discount except weekend weekends weekday weekdays holiday holidays season summer winter " +
	"monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue wed thu fri sat sun " +
	"january february march april june july august september october november december before last first was until recently formerly used new " +
	"nicht kein keine nie ohne geschlossen ausser wenn nur zusatzlich spat fruh kind kinder rabatt wochenende wochenenden feiertag feiertage feiertagen saison sommer winter " +
	"montag dienstag mittwoch donnerstag freitag samstag sonntag montags dienstags mittwochs donnerstags freitags samstags sonntags fruher bisher letzter " +
	"januar februar marz mai juni juli oktober dezember " +
	"ne pas non sans ferme sauf si seulement enfant enfants samedi dimanche lundi mardi mercredi jeudi vendredi ferie saison ete hiver derniere dernier " +
	"no sin cerrado excepto solo ninos sabado domingo lunes martes miercoles jueves viernes festivos temporada verano invierno ultima ultimo " +
	"senza chiuso tranne bambini sabato domenica lunedi martedi mercoledi giovedi venerdi festivi stagione estate inverno ultimo " +
	"nao sem fechado exceto criancas segunda terca quarta quinta sexta feriados verao inverno")

// others are words by which a sentence may be about what is not the house's own.
var others = wordSet("next near nearby nearest neighbouring neighboring partner public municipal town city village beside opposite away minutes metres meters km " +
	"nebenan nahe nachste nachsten nahegelegene benachbart offentlich offentliche offentlichen stadtische gegenuber entfernt minuten meter " +
	"voisin voisine proche publique public municipale metres cercano cercana proximo proxima publica publico municipal vicino vicina pubblico pubblica comunale perto vizinho vizinha minutos minuti metros metri")

// starts may stand before the thing that a sentence is about.
var starts = wordSet("the our your a an der die das unser unsere unseren ihr le la les l notre nos el los las nuestro nuestra o os as nosso nossa il lo i gli nostro nostra")

func unitWords(lists map[typed.Unit]string) map[string]typed.Unit {
	out := map[string]typed.Unit{}
	for unit, list := range lists {
		for w := range strings.FieldsSeq(list) {
			out[w] = unit
		}
	}
	return out
}

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}
