package desk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"deskbell/internal/desk"

	"github.com/google/go-cmp/cmp"
)

func TestOpportunitySettings_Worth(t *testing.T) {
	t.Parallel()
	rates := desk.OpportunitySettings{RoomNight: 100, PersonDay: 80}
	room := func(count, times int) desk.WorthPart {
		return desk.WorthPart{Unit: desk.WorthRoomNights, Count: count, Times: times, Rate: 100}
	}
	person := func(count, times int) desk.WorthPart {
		return desk.WorthPart{Unit: desk.WorthPersonDays, Count: count, Times: times, Rate: 80}
	}
	sum := func(amount int64, atLeast bool, parts ...desk.WorthPart) *desk.Worth {
		return &desk.Worth{Amount: amount, Currency: "EUR", Parts: parts, AtLeast: atLeast}
	}
	for name, c := range map[string]struct {
		of    desk.Opportunity
		rates desk.OpportunitySettings
		want  *desk.Worth
	}{
		"a wedding of 80":                   {desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 80}, rates, sum(6400, false, person(80, 1))},
		"three days with rooms":             {desk.Opportunity{Kind: desk.OpportunityEvent, Persons: 35, Rooms: 20, Days: 3}, rates, sum(8400+4000, false, person(35, 3), room(20, 2))},
		"a group of rooms":                  {desk.Opportunity{Kind: desk.OpportunityGroup, Rooms: 14, Nights: 2}, rates, sum(2800, false, room(14, 2))},
		"two share a room":                  {desk.Opportunity{Kind: desk.OpportunityGroup, Persons: 25, Nights: 2}, rates, sum(2600, false, room(13, 2))},
		"how long is not said":              {desk.Opportunity{Kind: desk.OpportunityGroup, Persons: 25}, rates, sum(1300, true, room(13, 1))},
		"only persons are planned":          {desk.Opportunity{Kind: desk.OpportunityGroup, Persons: 25, Nights: 2}, desk.OpportunitySettings{PersonDay: 80}, sum(4000, false, person(25, 2))},
		"a long stay is of one room":        {desk.Opportunity{Kind: desk.OpportunityLongStay, Nights: 60}, rates, sum(6000, false, room(1, 60))},
		"a long stay without end":           {desk.Opportunity{Kind: desk.OpportunityLongStay}, rates, nil},
		"nobody said how many":              {desk.Opportunity{Kind: desk.OpportunityWedding}, rates, nil},
		"no rate":                           {desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 80}, desk.OpportunitySettings{}, nil},
		"none is worth nothing":             {desk.Opportunity{Persons: 80}, rates, nil},
		"the rooms' length is not told yet": {desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 10, Rooms: 5}, rates, sum(1300, true, person(10, 1), room(5, 1))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, c.rates.Worth(c.of, "EUR")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOpportunitySettings_Check(t *testing.T) {
	t.Parallel()
	if wrong := (desk.OpportunitySettings{RoomNight: desk.MaxPlanningRate, RingFrom: desk.MaxRingFrom}).Check(); wrong != nil {
		t.Error(wrong)
	}
	wrong := desk.OpportunitySettings{RoomNight: -1, PersonDay: desk.MaxPlanningRate + 1, RingFrom: -5}.Check()
	var at []string
	for _, w := range wrong {
		at = append(at, w.Location)
	}
	if diff := cmp.Diff([]string{"body.room_night", "body.person_day", "body.ring_from"}, at); diff != "" {
		t.Error(diff)
	}
}

// What travels with a conversation has no member that could carry a rate or a worth.
func TestOpportunity_HoldsNoMoney(t *testing.T) {
	t.Parallel()
	doc, err := json.Marshal(desk.Opportunity{Kind: "x", Seq: 1, Words: "x", From: "x", To: "x", When: "x", Nights: 1, Days: 1, Persons: 1,
		Rooms: 1, Email: "x", Phone: "x", Asked: desk.OpportunityAsked{Dates: true, Size: true, Reach: true}, Asking: "x"})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"worth", "rate", "amount", "currency"} {
		if strings.Contains(string(doc), word) {
			t.Errorf("%s holds %s", doc, word)
		}
	}
}

// Of two threads that become one, what the guest has in mind is what was told last, and rings no second time.
func TestMerge_KeepsTheOpportunityToldLast(t *testing.T) {
	t.Parallel()
	told := func(kind desk.OpportunityKind, large, begun bool) place {
		return place{"told", desk.SituationAssistant, func(t *testing.T, h *house) {
			answered(t, h)
			f := &h.s.Facts
			f.Opportunity = desk.Opportunity{Kind: kind, Seq: f.GuestSeq}
			if large {
				f.LargeSeq = f.GuestSeq
			}
			f.Mood.Begun.Opportunity = begun
		}}
	}
	none := place{"none", desk.SituationAssistant, answered}
	for name, c := range map[string]struct {
		older, younger place
		want           desk.OpportunityKind
		attention      desk.Attention
		rang           bool
	}{
		"the younger's":      {told(desk.OpportunityGroup, false, false), told(desk.OpportunityWedding, true, false), desk.OpportunityWedding, desk.AttentionOpportunity, false},
		"the older's alone":  {told(desk.OpportunityGroup, true, true), none, desk.OpportunityGroup, desk.AttentionOpportunity, true},
		"neither had one":    {none, none, "", desk.AttentionNone, false},
		"it has rung before": {none, told(desk.OpportunityEvent, true, true), desk.OpportunityEvent, desk.AttentionOpportunity, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, ok := mergeOf(t, c.older, c.younger)
			s := m.Outcome.State
			if f := s.Facts; !ok || f.Opportunity.Kind != c.want || f.Attention() != c.attention || f.Mood.Begun.Opportunity != c.rang || f.LargeSeq > s.LastSeq {
				t.Errorf("got %+v, large %d of %d, attention %q, begun %+v", f.Opportunity, f.LargeSeq, s.LastSeq, f.Attention(), f.Mood.Begun)
			}
			if again := s.BeginAttention(); (again == desk.AttentionOpportunity) != (c.attention != desk.AttentionNone && !c.rang) {
				t.Errorf("it begins %q", again)
			}
		})
	}
}
