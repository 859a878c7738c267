package sample

import "deskbell/internal/knowledge"

// OldMill is the second sample property, a small country inn. It answers several
// questions otherwise than Harbour View does, so that a mix-up would show.
func OldMill() Property {
	return Property{
		Name:            "Old Mill Inn",
		Code:            "OM",
		Key:             "demo-mill",
		TimeZone:        "Europe/Lisbon",
		Currency:        "EUR",
		Languages:       []string{"en"},
		WidgetLanguages: []string{"en", "pt"},
		Phone:           "+351 000 000 200",
		Email:           "stay@oldmill.example",
		Website:         "https://oldmill.example",
		Address:         "Caminho do Moinho 3, 0000-200 Vale Verde",
		Colour:          "#7A4B2A",
		Facts: figured([]fact{
			yes("check_in", "Check-in is from 16:00 to 20:00."),
			yes("check_out", "Check-out is until 10:30."),
			yes("late_arrival", "Reception closes at 20:00. If you come later, call us before 18:00 and we leave your key in the box beside the door."),
			yes("reception_hours", "Our reception is open from 08:00 to 20:00."),
			yes("breakfast", "Breakfast is served from 08:00 to 10:00 at the big table by the mill wheel. It is included in every rate."),
			yes("wifi", "Wi-Fi is free in the main house. The two garden cottages have none."),
			yes("parking", "Parking is free, in the yard before the house."),
			yes("pets", "Pets of every size are welcome, at no charge. Please keep an eye on our hens."),
			no("pool", "In summer the river pool, five minutes down the path, is lovely for a swim."),
			no("spa", ""),
			no("gym", "There are marked walks of 3, 7 and 12 km from our door."),
			no("airport_shuttle", "The nearest railway station is Vale Verde; we gladly fetch you there if you call the day before."),
			yes("cancellation", "You can cancel free of charge until 7 days before arrival."),
			no("city_tax", "Our village asks for no tourist tax."),
			yes("smoking", "Please smoke in the garden only."),
			no("accessibility", "The old house has steps and narrow stairs. One garden cottage is on the ground floor, with one step at its door."),
			yes("restaurant", "Dinner is served at 19:30 on Fridays and Saturdays, one menu for all, 28 EUR. Please tell us the day before."),
			yes("dietary", "We gladly cook vegetarian for you, if you tell us the day before."),
			yes("children", "Children are welcome. The mill race is fenced, but please keep small ones by the hand."),
			yes("payment", "You can pay in cash or with Visa and Mastercard."),
			yes("contact", "You can call us on +351 000 000 200 from 08:00 to 20:00, or write to stay@oldmill.example."),
			yes("address", "You find us at Caminho do Moinho 3, 0000-200 Vale Verde. From the village square follow the brown signs \"Moinho\"."),
		}, millFigures),
		Entries: []knowledge.Entry{
			entry("om-mill", "Yes, the wheel turns every Sunday at 11:00, and we show you the millstones. It takes half an hour and costs nothing.",
				"Can we see the mill at work?", "Does the mill wheel still turn?"),
			entry("om-flour", "Flour and bread from the mill are sold at reception.",
				"Can we buy flour or bread from the mill?"),
			entry("om-fishing", "You may fish in the mill pond with a regional licence, which the post office sells.",
				"Can I go fishing in the mill pond?"),
			entry("om-cottages", "Our two garden cottages have a kitchen, a wood stove and two bedrooms each.",
				"What do the garden cottages have?", "Do the cottages have a kitchen?"),
		},
		Widget: Widget{
			Launcher: map[string]string{"en": "Chat with us", "pt": "Fale connosco"},
			Greeting: map[string]string{
				"en": "Welcome to Old Mill Inn. I am the digital assistant. What would you like to know?",
				"pt": "Bem-vindo ao Old Mill Inn. Sou o assistente digital. O que gostaria de saber?",
			},
			QuickReplies: map[string][]string{
				"en": {"What time is check-in?", "Are pets allowed?", "Is there a restaurant in the hotel?"},
				"pt": {"A que horas é o check-in?", "Aceitam animais?", "Pode-se jantar no hotel?"},
			},
		},
	}
}
