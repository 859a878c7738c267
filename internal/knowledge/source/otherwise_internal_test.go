package source

import (
	"testing"

	"deskbell/internal/store"
)

func TestOtherwise_OnlyWhatIsSure(t *testing.T) {
	t.Parallel()
	facts := map[string]store.KnowledgeFact{
		"parking":   {Value: `{"prices":[{"amount":"18","per":["night"]}],"currency":"EUR"}`},
		"breakfast": {Value: `{"hours":[{"from":"07:00","until":"10:30"}]}`},
		"check_in":  {Value: `{"hours":[{"from":"15:00"}]}`},
		"check_out": {Value: `{"hours":[{"until":"11:00"}]}`},
		"pool":      {Details: "Open from 08:00 to 20:00."},
		"gym":       {Value: `{"hours":[{"from":"06:00","until":"22:00"},{"days":["sun"],"from":"08:00","until":"20:00"}]}`},
		"spa":       {Value: `{"hours":[{"from":"09:00","until":"21:00"}],"prices":[{"amount":"30","per":["person"]}],"currency":"EUR"}`},
	}
	for _, c := range []struct{ key, title, body, details, value string }{
		{"parking", "Hotel", "Parking is 95 EUR a night.", "Parking is 95 EUR a night.", `{"prices":[{"amount":"95","per":["night"]}],"currency":"EUR"}`},
		{"parking", "Hotel", "We are by the sea. Our parking costs €20.50 per night!", "Our parking costs €20.50 per night!", `{"prices":[{"amount":"20.50","per":["night"]}],"currency":"EUR"}`},
		{"parking", "", "Der Parkplatz kostet 25 Euro pro Nacht.", "Der Parkplatz kostet 25 Euro pro Nacht.", `{"prices":[{"amount":"25","per":["night"]}],"currency":"EUR"}`},
		{"breakfast", "", "Breakfast is served from 7:30 am to 11 am.", "Breakfast is served from 7:30 am to 11 am.", `{"hours":[{"from":"07:30","until":"11:00"}]}`},
		{"breakfast", "Breakfast", "Open daily, 06:30-10:00", "Open daily, 06:30-10:00", `{"hours":[{"from":"06:30","until":"10:00"}]}`},
		{"breakfast", "", "Das Frühstück gibt es von 6.30 Uhr bis 10 Uhr.", "Das Frühstück gibt es von 6.30 Uhr bis 10 Uhr.", `{"hours":[{"from":"06:30","until":"10:00"}]}`},
		{"check_in", "", "Check-in is from 4 p.m.", "Check-in is from 4 p.m.", `{"hours":[{"from":"16:00"}]}`},
		{"check_out", "", "Check-out is until 10:00.", "Check-out is until 10:00.", `{"hours":[{"until":"10:00"}]}`},
		{"pool", "", "The pool is open from 9:00 to 20:00.", "The pool is open from 9:00 to 20:00.", ""},
		{"spa", "", "The spa is 45 EUR per person.", "The spa is 45 EUR per person.", `{"hours":[{"from":"09:00","until":"21:00"}],"prices":[{"amount":"45","per":["person"]}],"currency":"EUR"}`},

		// The same, or nothing to hold against it.
		{key: "parking", body: "Parking is 18 EUR a night."},
		{key: "parking", body: "Parking is 18.00 EUR a night."},
		{key: "breakfast", body: "Breakfast is served from 7:00 am to 10:30 am."},
		{key: "pool", body: "The pool is open from 8:00 to 20:00."},
		{key: "pool", body: "The pool costs 5 EUR a day."},
		// Another thing, another unit, another currency, a condition, a second number.
		{key: "parking", body: "Parking is 4 EUR an hour."},
		{key: "parking", body: "Parking is 95 USD a night."},
		{key: "parking", body: "Parking is 95 a night."},
		{key: "parking", body: "Parking is 95 EUR a night for 2 cars."},
		{key: "parking", body: "Parking is 95 EUR a night or 200 EUR a week."},
		{key: "parking", body: "Parking is not 95 EUR a night."},
		{key: "parking", body: "Parking and breakfast are 95 EUR a night."},
		{key: "parking", body: "The garage next door has parking at 95 EUR a night."},
		{key: "parking", body: "Valet parking is 95 EUR a night."},
		{key: "parking", title: "Valet service", body: "It is 95 EUR a night."},
		{key: "parking", body: "Accessible parking is 5 EUR a night."},
		{key: "breakfast", body: "Breakfast is served from 7:30 to 11:00 on Sundays."},
		{key: "breakfast", body: "Breakfast is served from 7:30."},
		{key: "breakfast", body: "Breakfast at 7 or 8."},
		{key: "breakfast", title: "Restaurant", body: "Open from 18:00 to 22:00."},
		{key: "check_in", body: "Early check-in is from 11:00."},
		{key: "check_in", body: "Check-in is from 14:00 to 22:00."},
		{key: "check_in", body: "Check-in for children is from 14:00."},
		{key: "check_in", body: "Call 0800 1500 for check-in."},
		{key: "gym", body: "The gym is open from 05:00 to 23:00."},
	} {
		f := facts[c.key]
		f.Key, f.State = c.key, "yes"
		got, ok := otherwise(f, c.title, c.body)
		if ok != (c.details != "") || got.Details != c.details || got.Value != c.value {
			t.Errorf("%s, %q under %q: %v %q %s", c.key, c.body, c.title, ok, got.Details, got.Value)
		}
		if f.State = "unknown"; ok {
			if _, ok := otherwise(f, c.title, c.body); ok {
				t.Errorf("%s: nothing was confirmed, and %q speaks against it", c.key, c.body)
			}
		}
	}
}

func TestOtherwise_HasAndHasNot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, state, body, says, details string }{
		{"pool", "yes", "We are small. We have no pool.", "no", ""},
		{"pool", "yes", "There is no swimming pool at the hotel.", "no", ""},
		{"lift", "yes", "Wir haben leider wenig Platz. Es gibt keinen Aufzug.", "no", ""},
		{"lift", "yes", "Il n'y a pas d'ascenseur.", "no", ""},
		{"parking", "yes", "No tenemos aparcamiento.", "no", ""},
		{"parking", "yes", "Parking is not available!", "no", ""},
		{"pool", "no", "We have a pool.", "yes", "We have a pool."},
		{"pool", "no", "Unser Haus bietet einen Pool.", "yes", "Unser Haus bietet einen Pool."},
		{"pool", "no", "Abbiamo una piscina.", "yes", "Abbiamo una piscina."},
		{"pool", "no", "The pool is open from 8:00 to 20:00.", "yes", "The pool is open from 8:00 to 20:00."},
		{"parking", "no", "Parking is 18 EUR a night.", "yes", "Parking is 18 EUR a night."},

		// It says so of something else, of some cases, or asks.
		{key: "pool", state: "yes", body: "We have no pool table."},
		{key: "pool", state: "yes", body: "We have no pool in winter."},
		{key: "pool", state: "yes", body: "There is no pool bar."},
		{key: "pool", state: "yes", body: "Pool parties are not available."},
		{key: "smoking", state: "yes", body: "Smoking is not available."},
		{key: "lift", state: "yes", body: "We have a lift."},
		{key: "pool", state: "no", body: "There is a pool nearby."},
		{key: "pool", state: "no", body: "We have a pool table."},
		{key: "pool", state: "no", body: "The pool next door is open from 8:00 to 20:00."},
		{key: "pool", state: "no", body: "The public pool is 5 EUR a person."},
		{key: "pool", state: "no", body: "We have no pool."},
		{key: "pool", state: "unknown", body: "We have a pool."},
	} {
		got, ok := otherwise(store.KnowledgeFact{Key: c.key, State: c.state, Details: "As it is."}, "Hotel", c.body)
		if ok != (c.says != "") || got.State != c.says || got.Details != c.details {
			t.Errorf("%s, %s: %q: %v %+v", c.key, c.state, c.body, ok, got)
		}
	}
}
