package knowledge

import "slices"

// interviewOrder is the order in which guests ask: the commonest first. What is not named follows as the catalogue has
// it.
var interviewOrder = []string{
	"check_in", "check_out", "parking", "breakfast", "wifi", "pets", "early_check_in", "late_check_out", "cancellation", "pool",
	"address", "airport_shuttle", "extra_bed", "cots", "luggage", "restaurant", "payment", "late_arrival", "air_conditioning",
	"spa", "gym", "children", "city_tax", "deposit", "contact", "public_transport", "taxi", "accessibility", "dietary", "smoking",
	"reception_hours", "room_service", "bar", "ev_charging", "beach", "nearby", "laundry", "group_bookings", "meeting_rooms", "lift",
	"min_age", "id_documents", "visitors", "discounts", "invoices", "balcony", "connecting_rooms", "minibar", "kettle", "safe",
	"hair_dryer", "iron", "tv", "bathroom", "kitchen", "high_chair", "tours", "bikes", "car_rental", "accessible_parking",
}

// Interview returns the kinds of fact in the order in which they are worth asking for.
func Interview() []FactKind {
	kinds := Catalogue()
	rank := func(k FactKind) int {
		if i := slices.Index(interviewOrder, k.Key); i >= 0 {
			return i
		}
		return len(interviewOrder)
	}
	slices.SortStableFunc(kinds, func(a, b FactKind) int { return rank(a) - rank(b) })
	return kinds
}

// Coverage is the share, 0 to 1, of what guests ask about that the property has said something on. A kind counts by its
// place in the interview: the nth one for 1/(n+4), so that the first ten make about a third of the whole.
func Coverage(said map[string]FactState) float64 {
	var have, all float64
	for i, k := range Interview() {
		weight := 1 / float64(i+5)
		all += weight
		if s := said[k.Key]; s == FactYes || s == FactNo {
			have += weight
		}
	}
	if all == 0 {
		return 0
	}
	return have / all
}
