package sample_test

import (
	"strings"
	"testing"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
	"deskbell/internal/sample"
)

func TestProperties(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, p := range sample.Properties() {
		if keys[p.Key] {
			t.Errorf("the key %s is taken", p.Key)
		}
		keys[p.Key] = true
		facts := map[string]bool{}
		for _, f := range p.Facts {
			kind, ok := knowledge.KindOf(f.Key)
			if _, err := typed.Parse([]byte(f.Value.Document()), kind.Form); err != nil {
				t.Errorf("%s: the figures of %s: %v", p.Name, f.Key, err)
			}
			if !ok || facts[f.Key] || !f.State.Valid() {
				t.Errorf("%s: the fact %s is unknown to the catalogue, doubled or stateless", p.Name, f.Key)
			}
			facts[f.Key] = true
			if len(f.Details) > knowledge.MaxDetails {
				t.Errorf("%s: %s is too long", p.Name, f.Key)
			}
		}
		for _, e := range p.Base("id").Entries {
			if e.PropertyID != "id" || len(e.Questions) == 0 || facts[e.ID] {
				t.Errorf("%s: %+v", p.Name, e)
			}
			facts[e.ID] = true
		}
		for _, lang := range p.WidgetLanguages {
			if p.Widget.Launcher[lang] == "" || p.Widget.Greeting[lang] == "" || len(p.Widget.QuickReplies[lang]) == 0 {
				t.Errorf("%s: the widget has no texts in %s", p.Name, lang)
			}
		}
	}
}

// TestHarbourView_Contract holds the facts that others rely on.
func TestHarbourView_Contract(t *testing.T) {
	t.Parallel()
	base := sample.HarbourView().Base("id")
	for key, parts := range map[string]string{
		"check_in": "15:00", "check_out": "11:00", "late_check_out": "14:00|30 EUR", "breakfast": "06:30|10:30|11:00", "wifi": "free",
		"parking": "18 EUR", "pets": "10 kg|25 EUR", "pool": "outdoor|08:00|20:00|May|October", "spa": "10:00|19:00|appointment", "gym": "24 hours",
		"airport_shuttle": "35 EUR|one way|request", "cots": "free|request", "cancellation": "48 hours", "city_tax": "2 EUR",
		"reception_hours": "24 hours", "smoking": "smoke-free", "accessibility": "step-free|Two rooms", "luggage": "free",
		"restaurant": "Almirante|12:30|22:30|vegetarian|gluten-free", "bar": "01:00", "meeting_rooms": "40 people",
		"late_arrival": "any hour|22:00|night bell is to the left",
	} {
		f := base.Fact(key)
		for _, part := range strings.Split(parts, "|") {
			if f.State != knowledge.FactYes || !strings.Contains(f.Details, part) {
				t.Errorf("%s does not say %q: %s", key, part, f.Details)
			}
		}
	}
	said := 0
	for _, f := range base.Facts {
		if !f.Value.Zero() {
			said++
		}
	}
	if said != 45 { // one that cannot be read says nothing, and would go unseen
		t.Errorf("%d facts have figures", said)
	}
	for _, key := range []string{"theme_park_shuttle", "casino", "babysitting", "helicopter", "crypto"} {
		if f := base.Fact(key); f.State != knowledge.FactUnknown {
			t.Errorf("%s must not be known, it is %s", key, f.State)
		}
	}
}
