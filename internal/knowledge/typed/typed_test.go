package typed_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/knowledge/typed"
)

// all is the form that has every part.
var all = typed.Form{typed.PartHours, typed.PartSeasons, typed.PartPrices, typed.PartNeeds, typed.PartDeadline, typed.PartAges, typed.PartWeight, typed.PartPeople, typed.PartPlace}

func value(t *testing.T, document string) typed.Value {
	t.Helper()
	v, err := typed.Parse([]byte(document), all)
	if err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	return v
}

func date(s string) time.Time {
	d, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"", "null", "{}",
		`{"hours":[{"from":"06:30","until":"10:30"},{"days":["sat","sun"],"from":"06:30","until":"11:00"},{"dates":{"from":"12-24","until":"12-26"},"closed":true}]}`,
		`{"seasons":[{"from":"11-01","until":"02-29"}],"prices":[{"amount":"18.50","per":["night"]},{"amount":"0","until_age":5}],"currency":"EUR"}`,
		`{"needs":["request"],"ahead_hours":24,"deadline_hours":48,"min_age":18,"max_kg":10,"max_people":40,"place":{"metres":250,"minutes":4,"by":"foot"}}`,
	} {
		v := value(t, doc)
		if again := typed.Read(v.Document()); !cmp.Equal(v, again) {
			t.Errorf("%s is read back as %s", doc, cmp.Diff(v, again))
		}
	}
	for doc, want := range map[string]string{
		`{"hours":[{"from":"25:00"}]}`:                                 "no time",
		`{"hours":[{"from":"7:00"}]}`:                                  "no time",
		`{"hours":[{}]}`:                                               "from when",
		`{"hours":[{"from":"08:00","until":"08:00"}]}`:                 "ends when it begins",
		`{"hours":[{"from":"24:00"}]}`:                                 "a day begins",
		`{"hours":[{"closed":true}]}`:                                  "closed on which days",
		`{"hours":[{"closed":true,"days":["mon"],"from":"08:00"}]}`:    "closed days have no hours",
		`{"hours":[{"days":["monday"],"from":"08:00"}]}`:               `"monday" is none of`,
		`{"hours":[{"days":["mon","mon"],"from":"08:00"}]}`:            "twice",
		`{"seasons":[{"from":"02-30","until":"03-01"}]}`:               "no day of the year",
		`{"prices":[{"amount":"18"}]}`:                                 "currency",
		`{"prices":[{"amount":"18,50"}],"currency":"EUR"}`:             "no amount",
		`{"prices":[{"amount":"-1"}],"currency":"EUR"}`:                "no amount",
		`{"prices":[{"amount":"1","per":["moon"]}],"currency":"EUR"}`:  "none of",
		`{"prices":[{"amount":"1"}],"currency":"Euro"}`:                "no currency",
		`{"prices":[{"amount":"0","from_age":9,"until_age":3}]}`:       "end before they begin",
		`{"min_age":18,"max_age":3}`:                                   "below",
		`{"max_kg":-2}`:                                                "from 0 to",
		`{"place":{"by":"foot"}}`:                                      "metres or minutes",
		`{"place":{"metres":3,"by":"rocket"}}`:                         "no way",
		`{"open":"08:00"}`:                                             "cannot be read",
		`[1]`:                                                          "cannot be read",
		`{} {}`:                                                        "cannot be read",
		`{"needs":["` + strings.Repeat("x", typed.MaxDocument) + `"]}`: "at most 16 kB",
		`{"seasons":[` + strings.Repeat(`{"from":"01-01","until":"01-01"},`, 40) + `{"from":"01-01","until":"01-01"}]}`: "at most 40",
	} {
		if _, err := typed.Parse([]byte(doc), all); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, not %q", doc, err, want)
		}
		if v := typed.Read(doc); !v.Zero() {
			t.Errorf("%.60s, stored, says something: %+v", doc, v)
		}
	}
	if _, err := typed.Parse([]byte(`{"max_kg":10}`), typed.Form{typed.PartPrices}); err == nil || !strings.Contains(err.Error(), "no place for a weight") {
		t.Errorf("a part that the form has not: %v", err)
	}
	if _, err := typed.ParseForm("hours moons"); err == nil {
		t.Error("there is no such part")
	}
}

// 2026-11-22 is a Sunday.
func TestAt(t *testing.T) {
	t.Parallel()
	const (
		breakfast = `{"hours":[{"from":"06:30","until":"10:30"},{"days":["sat","sun"],"from":"07:00","until":"11:00"}]}`
		lunch     = `{"hours":[{"from":"12:00","until":"15:00"},{"from":"19:00","until":"22:30"},{"days":["mon"],"closed":true}]}`
		bar       = `{"hours":[{"from":"17:00","until":"01:00"},{"days":["fri"],"from":"17:00","until":"02:00"}]}`
		until1    = `{"hours":[{"until":"01:00"}]}`
		gym       = `{"hours":[{"from":"00:00","until":"24:00"}]}`
		dinner    = `{"hours":[{"days":["fri","sat"],"from":"19:30"}]}`
		summer    = `{"hours":[{"from":"08:00","until":"20:00"}],"seasons":[{"from":"05-01","until":"10-31"}]}`
		both      = `{"hours":[{"from":"10:00","until":"18:00"},{"days":["sun"],"from":"11:00","until":"17:00"},{"dates":{"from":"07-01","until":"08-31"},"from":"09:00","until":"20:00"}]}`
	)
	for _, test := range []struct {
		doc, style, day, at string
		want                typed.Verdict
	}{
		{breakfast, "hours", "2026-11-22", "07:00", typed.Yes}, {breakfast, "hours", "2026-11-22", "06:45", typed.No}, {breakfast, "hours", "2026-11-23", "06:45", typed.Yes},
		{breakfast, "hours", "2026-11-23", "10:45", typed.No}, {breakfast, "hours", "2026-11-22", "10:45", typed.Yes}, {breakfast, "hours", "2026-11-22", "11:00", typed.Doubt},
		{breakfast, "hours", "2026-11-22", "03:00", typed.No},
		{lunch, "hours", "2026-11-24", "14:00", typed.Yes}, {lunch, "hours", "2026-11-24", "17:00", typed.No}, {lunch, "hours", "2026-11-23", "14:00", typed.No},
		{bar, "hours", "2026-11-24", "23:30", typed.Yes}, {bar, "hours", "2026-11-24", "00:30", typed.Yes}, {bar, "hours", "2026-11-24", "03:00", typed.No},
		{bar, "hours", "2026-11-28", "01:30", typed.Doubt}, // the night to Saturday, or that to Sunday?
		{bar, "hours", "2026-11-24", "15:00", typed.No},
		{until1, "hours", "2026-11-24", "00:30", typed.Yes}, {until1, "hours", "2026-11-24", "02:30", typed.No}, {until1, "hours", "2026-11-24", "15:00", typed.Doubt},
		{gym, "hours", "2026-11-24", "03:00", typed.Yes}, {gym, "hours", "2026-11-24", "00:00", typed.Yes},
		{dinner, "hours", "2026-11-27", "19:30", typed.Yes}, {dinner, "hours", "2026-11-27", "18:00", typed.No}, {dinner, "hours", "2026-11-27", "21:00", typed.Doubt}, {dinner, "hours", "2026-11-25", "19:30", typed.No},
		{summer, "hours", "2026-07-01", "09:00", typed.Yes}, {summer, "hours", "2026-11-22", "09:00", typed.No},
		{both, "hours", "2026-07-05", "10:00", typed.Doubt}, // a Sunday in July
		{both, "hours", "2026-07-06", "09:30", typed.Yes}, {both, "hours", "2026-11-22", "10:30", typed.No},
		{`{"hours":[{"from":"15:00"}]}`, "from", "2026-11-22", "11:00", typed.No}, {`{"hours":[{"from":"15:00"}]}`, "from", "2026-11-22", "16:00", typed.Yes},
		{`{"hours":[{"from":"15:00"}]}`, "from", "2026-11-22", "02:00", typed.Doubt}, {`{"hours":[{"until":"11:00"}]}`, "until", "2026-11-22", "12:00", typed.No},
		{`{"hours":[{"until":"11:00"}]}`, "until", "2026-11-22", "10:00", typed.Yes}, {`{}`, "hours", "2026-11-22", "10:00", typed.Doubt},
	} {
		at, _ := time.Parse("15:04", test.at)
		if got := value(t, test.doc).At(test.style, date(test.day), at.Hour()*60+at.Minute()); got != test.want {
			t.Errorf("%s on %s at %s: %v, not %v", test.doc, test.day, test.at, got, test.want)
		}
	}
}

func TestInAndOn(t *testing.T) {
	t.Parallel()
	pool := value(t, `{"hours":[{"from":"08:00","until":"20:00"},{"days":["mon"],"closed":true}],"seasons":[{"from":"05-01","until":"10-15"}]}`)
	ski := value(t, `{"seasons":[{"from":"12-15","until":"03-31"}]}`)
	for _, test := range []struct {
		v     typed.Value
		month time.Month
		want  typed.Verdict
	}{
		{pool, time.November, typed.No}, {pool, time.June, typed.Yes}, {pool, time.October, typed.Doubt}, {ski, time.January, typed.Yes}, {ski, time.December, typed.Doubt},
		{ski, time.July, typed.No}, {value(t, `{"hours":[{"from":"08:00"}]}`), time.May, typed.Doubt},
	} {
		if got := test.v.In(2026, test.month); got != test.want {
			t.Errorf("%s in %s: %v, not %v", test.v.Document(), test.month, got, test.want)
		}
	}
	for day, want := range map[string]typed.Verdict{"2026-06-02": typed.Yes, "2026-06-01": typed.No, "2026-12-24": typed.No, "2026-10-15": typed.Yes, "2026-10-16": typed.No} {
		if got := pool.On(date(day)); got != want {
			t.Errorf("on %s: %v, not %v", day, got, want)
		}
	}
	if ski.On(date("2026-01-05")) != typed.Yes || ski.On(date("2026-06-05")) != typed.No || (typed.Value{}).On(date("2026-06-05")) != typed.Doubt {
		t.Error("a season without hours")
	}
}

func TestReckon(t *testing.T) {
	t.Parallel()
	parking := value(t, `{"prices":[{"amount":"18","per":["night"]}],"currency":"EUR"}`)
	tax := value(t, `{"prices":[{"amount":"2","per":["person","night"]},{"amount":"0","until_age":12}],"currency":"EUR"}`)
	pets := value(t, `{"prices":[{"amount":"25","per":["stay"]}],"currency":"EUR"}`)
	shuttle := value(t, `{"prices":[{"amount":"35","per":["way"]}],"currency":"EUR","max_people":4}`)
	season := value(t, `{"prices":[{"amount":"10","per":["day"]},{"amount":"14.50","per":["day"],"dates":{"from":"07-01","until":"08-31"}}],"currency":"EUR"}`)
	type counted = map[typed.Unit]int
	for _, test := range []struct {
		name  string
		v     typed.Value
		of    counted
		age   int
		day   string
		total string // "": refused
		rest  int
	}{
		{"3 nights", parking, counted{"night": 3}, -1, "", "54", 0},
		{"2 cars are two of what is not counted", parking, counted{"night": 3, "vehicle": 2}, -1, "", "", 0},
		{"one car changes nothing", parking, counted{"night": 3, "vehicle": 1}, -1, "", "54", 0},
		{"nothing counted", parking, counted{}, -1, "", "", 0},
		{"2 people, 3 nights", tax, counted{"night": 3, "person": 2}, -1, "", "12", 0},
		{"3 nights each", tax, counted{"night": 3}, -1, "", "6", 1},
		{"a child", tax, counted{"night": 3}, 8, "", "0", 0},
		{"a stay is however long", pets, counted{"night": 5}, -1, "", "25", 0},
		{"two dogs", pets, counted{"pet": 2}, -1, "", "", 0},
		{"both ways", shuttle, counted{"way": 2, "person": 3}, -1, "", "70", 0},
		{"too many for it", shuttle, counted{"way": 2, "person": 5}, -1, "", "", 0},
		{"depends on when", season, counted{"day": 2}, -1, "", "", 0},
		{"in July", season, counted{"day": 2}, -1, "2026-07-03", "29", 0},
		{"in May", season, counted{"week": 1}, -1, "2026-05-03", "70", 0},
		{"absurd", parking, counted{"night": 1_000_000}, -1, "", "", 0},
	} {
		var day time.Time
		if test.day != "" {
			day = date(test.day)
		}
		c, ok := test.v.Reckon(test.of, test.age, day)
		if ok != (test.total != "") || ok && (c.Total.String() != test.total || len(c.Rest) != test.rest) {
			t.Errorf("%s: %v %v %v", test.name, c.Total, c.Rest, ok)
		}
	}
	if parking.Free() != typed.No || tax.Free() != typed.Doubt || value(t, `{"prices":[{"amount":"0"}]}`).Free() != typed.Yes || (typed.Value{}).Free() != typed.Doubt {
		t.Error("what is free")
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	const (
		breakfast = `{"hours":[{"from":"06:30","until":"10:30"},{"days":["sat","sun"],"from":"06:30","until":"11:00"}],"prices":[{"amount":"16","per":["person"]},{"amount":"0","until_age":5}],"currency":"EUR"}`
		pool      = `{"hours":[{"from":"08:00","until":"20:00"}],"seasons":[{"from":"05-01","until":"10-31"}]}`
	)
	for _, test := range []struct{ doc, language, thing, want string }{
		{breakfast, "en", "breakfast", "Breakfast: Monday to Friday from 06:30 to 10:30, on Saturdays and on Sundays from 06:30 to 11:00; 16 EUR a person, free of charge (up to 5 years)."},
		{breakfast, "de", "Frühstück", "Frühstück: Montag bis Freitag von 06:30 bis 10:30 Uhr, samstags und sonntags von 06:30 bis 11:00 Uhr; 16 EUR pro Person, kostenlos (bis 5 Jahre)."},
		{pool, "en", "", "Daily from 08:00 to 20:00; from 1 May to 31 October."},
		{pool, "fr", "la piscine", "La piscine : tous les jours de 08:00 à 20:00 ; du 1er mai au 31 octobre."},
		{pool, "es", "la piscina", "La piscina: todos los días de 08:00 a 20:00; del 1 de mayo al 31 de octubre."},
		{pool, "it", "la piscina", "La piscina: tutti i giorni dalle 08:00 alle 20:00; dal 1º maggio al 31 ottobre."},
		{pool, "pt", "a piscina", "A piscina: todos os dias das 08:00 às 20:00; de 1 de maio a 31 de outubro."},
		{pool, "nl", "zwembad", "Zwembad: dagelijks van 08:00 tot 20:00 uur; van 1 mei tot en met 31 oktober."},
		{pool, "ar", "المسبح", "المسبح: يومياً من 08:00 إلى 20:00؛ من 1 مايو إلى 31 أكتوبر."},
		{pool, "he", "", "מדי יום מ-08:00 עד 20:00; מ-1 במאי עד 31 באוקטובר."},
		{pool, "xx", "", "Daily from 08:00 to 20:00; from 1 May to 31 October."},
		{`{"hours":[{"from":"00:00","until":"24:00"}]}`, "en", "gym", "Gym: around the clock."},
		{`{"prices":[{"amount":"0.40","per":["kwh"]}],"currency":"EUR"}`, "de", "", "0,40 EUR pro kWh."},
		{`{"needs":["request"],"ahead_hours":24,"max_people":4,"place":{"metres":1500,"minutes":18,"by":"foot"}}`, "en", "", "Up to 4 people; on request, at least 24 hours ahead; 1.50 km, 18 min on foot."},
		{`{"deadline_hours":48}`, "en", "cancellation", "Cancellation: until 48 hours before arrival."},
		{`{"deadline_hours":168}`, "ar", "", "حتى 7 أيام قبل الوصول."},
		{`{"hours":[{"days":["mon","tue","thu"],"from":"09:00","until":"24:00"},{"dates":{"from":"12-24","until":"12-24"},"closed":true}]}`, "en", "",
			"On Mondays, on Tuesdays and on Thursdays from 09:00 to midnight, on 24 December closed."},
	} {
		got := strings.ReplaceAll(value(t, test.doc).Sentence(test.language, test.thing, typed.PartHours), "\u00a0", " ")
		if got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.language, got, test.want)
		}
	}
	if (typed.Value{}).Sentence("en", "pool", "") != "" {
		t.Error("nothing to say says something")
	}
}

// Every word that a sentence may need is there in every language, in all the forms that it counts in.
func TestTongues(t *testing.T) {
	t.Parallel()
	v := value(t, `{"hours":[{"days":["mon"],"from":"08:00"},{"days":["tue"],"until":"09:00"},{"days":["wed"],"closed":true},{"days":["thu","fri","sat"],"from":"08:00","until":"24:00"},{"days":["sun"],"from":"00:00","until":"24:00"}],
		"prices":[{"amount":"1","per":["night","day","hour","week","stay","person","room","pet","vehicle","way","order","item","kwh"],"from_age":3,"until_age":5},{"amount":"0","from_age":6},{"amount":"2","until_age":2}],"currency":"EUR",
		"needs":["request","booking","appointment"],"ahead_hours":5,"deadline_hours":72,"min_age":2,"max_age":3,"max_kg":4,"max_people":5,"place":{"metres":20,"minutes":3,"by":"bus"}}`)
	english := v.Sentence("en", "", typed.PartHours)
	for _, lang := range []string{"en", "de", "fr", "es", "it", "pt", "nl", "ar", "he"} {
		if !typed.Spoken(lang) {
			t.Errorf("%s is not spoken", lang)
		}
		said := v.Sentence(lang, "", typed.PartHours)
		for n := range 15 {
			said += typed.Opens(lang, typed.Clock(lang, 7*60)) + typed.Refuses(lang, typed.Relative(lang, n%3)) + typed.Named(lang, date("2026-01-01").AddDate(0, n, n)) +
				typed.Month(lang, time.Month(n%12+1)) + typed.Habitual(lang, time.Weekday(n%7))
		}
		if strings.Contains(said, "  ") || strings.Contains(said, "{") || strings.Contains(said, "[") || lang != "en" && said == english {
			t.Errorf("%s lacks words: %s", lang, said)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"hours":[{"days":["sat"],"from":"06:30","until":"01:00","dates":{"from":"12-24","until":"01-06"}}],"prices":[{"amount":"18.5","per":["night"]}],"currency":"EUR"}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		v, err := typed.Parse(doc, all)
		if err != nil {
			return
		}
		if again := typed.Read(v.Document()); !v.Zero() && !cmp.Equal(v, again) {
			t.Fatalf("%s is read back as %s", doc, again.Document())
		}
		v.Sentence("fr", "thing", typed.PartHours)
		v.At(typed.PartHours, date("2026-02-28"), 30)
		v.In(2026, time.March)
		v.Reckon(map[typed.Unit]int{"night": 3, "person": 2}, 7, date("2026-02-28"))
	})
}
