package opportunity_test

import (
	"testing"
	"time"

	"deskbell/internal/assistant/opportunity"
	"deskbell/internal/desk"

	"github.com/google/go-cmp/cmp"
)

var today = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

func TestTell(t *testing.T) {
	t.Parallel()
	type o = desk.Opportunity
	for _, c := range []struct {
		language, said string
		before, want   o
	}{
		{"en", "a wedding for 80 guests on 12 June 2027", o{}, o{Persons: 80, From: "2027-06-12"}},
		{"en", "14 rooms from 3 to 5 May", o{}, o{Rooms: 14, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"en", "June 14-16, about 40 people", o{}, o{Persons: 40, From: "2027-06-14", To: "2027-06-16", Nights: 2}},
		{"en", "In June", o{Asking: desk.AskDates}, o{When: "2027-06"}},
		{"en", "December", o{Asking: desk.AskDates}, o{When: "2026-12"}},
		{"en", "next spring, we are flexible", o{Asking: desk.AskDates}, o{When: "next spring, we are flexible"}},
		{"en", "next spring would be good", o{}, o{}},
		{"en", "eighty", o{Asking: desk.AskSize}, o{Persons: 80}},
		{"en", "80", o{}, o{}},
		{"en", "2027", o{Asking: desk.AskSize}, o{}},
		{"en", "45 pupils and 5 teachers, 2 nights", o{}, o{Persons: 50, Nights: 2}},
		{"en", "We are 22", o{}, o{Persons: 22}},
		{"en", "we arrive at 20:30 and are 3", o{}, o{}},
		{"en", "I'd stay from January to April", o{Kind: desk.OpportunityLongStay}, o{Kind: desk.OpportunityLongStay, When: "2027-01", Nights: 90}},
		{"en", "three months", o{}, o{Nights: 90}},
		{"en", "6/7/2027", o{Asking: desk.AskDates}, o{}}, // June or July: a person asks
		{"en", "25/7/2027", o{Asking: desk.AskDates}, o{From: "2027-07-25"}},
		{"en", "2027-07-25 to 2027-07-28", o{Asking: desk.AskDates}, o{From: "2027-07-25", To: "2027-07-28", Nights: 3}},
		{"en", "Write to Anna.Smith+x@mail.example.com.", o{}, o{Email: "anna.smith+x@mail.example.com"}},
		{"en", "+351 912 345 678", o{}, o{Phone: "+351 912 345 678"}},
		{"en", "912 345 678", o{Asking: desk.AskReach}, o{Phone: "912 345 678"}},
		{"en", "order 912 345 678", o{}, o{}},
		{"en", "from 30 December to 2 January, 12 rooms", o{}, o{Rooms: 12, From: "2026-12-30", To: "2027-01-02", Nights: 3}},
		{"en", "31 February", o{Asking: desk.AskDates}, o{}},
		{"en", "may I ask something", o{Asking: desk.AskDates}, o{}},
		{"de", "vom 3. bis 5. Mai, 12 Doppelzimmer", o{}, o{Rooms: 12, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"de", "am 12.06.2027 mit siebzig Gästen", o{}, o{Persons: 70, From: "2027-06-12"}},
		{"de", "12.6. bis 14.6.", o{Asking: desk.AskDates}, o{From: "2027-06-12", To: "2027-06-14", Nights: 2}},
		{"de", "im Sommer", o{Asking: desk.AskDates}, o{When: "im Sommer"}},
		{"fr", "une soixantaine de personnes le 1er juin", o{}, o{Persons: 60, From: "2027-06-01"}},
		{"fr", "du 3 au 5 mai", o{}, o{From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"es", "Somos 42, del 3 al 5 de mayo", o{}, o{Persons: 42, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"it", "siamo in 25, dal 3 al 5 maggio", o{}, o{Persons: 25, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"pt", "somos 20, de 3 a 5 de maio", o{}, o{Persons: 20, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"nl", "we zijn met 35 fietsers, van 3 tot 5 mei", o{}, o{Persons: 35, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
		{"ar", "نحن ٢٥ شخصا من ٣ إلى ٥ مايو", o{}, o{Persons: 25, From: "2027-05-03", To: "2027-05-05", Nights: 2}},
	} {
		want := c.want
		told := want != c.before && want != (o{}) // an answer that is none tells nothing
		got, ok := opportunity.Tell(c.before, c.said, c.language, today)
		if ok {
			want.Words = c.said
		}
		if diff := cmp.Diff(want, got); diff != "" || ok != told {
			t.Errorf("%s: told %v\n%s", c.said, ok, diff)
		}
	}
}

func TestTell_KeepsWhatWasKnown(t *testing.T) {
	t.Parallel()
	o, _ := opportunity.Tell(desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 80, When: "2027-06"}, "it is the 12th of June", "en", today)
	want := desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 80, From: "2027-06-12", Words: "it is the 12th of June"}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Error(diff)
	}
}

func TestTell_WithoutToday(t *testing.T) {
	t.Parallel()
	o, told := opportunity.Tell(desk.Opportunity{Asking: desk.AskDates}, "12 June", "en", time.Time{})
	if told || o != (desk.Opportunity{}) {
		t.Errorf("got %+v", o)
	}
}

func TestDeclines(t *testing.T) {
	t.Parallel()
	for _, m := range []string{"not sure yet", "I don't know", "wissen wir noch nicht", "on ne sait pas encore", "aún no", "non lo so ancora", "ainda não sabemos", "nog niet", "لا أعرف"} {
		if !opportunity.Declines(m) {
			t.Errorf("%q tells that they cannot tell", m)
		}
	}
	if opportunity.Declines("in June") {
		t.Error("a month is an answer")
	}
}
