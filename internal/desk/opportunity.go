package desk

import "fmt"

// OpportunityKind is what a guest has in mind that is larger than a holiday.
type OpportunityKind string

// The kinds.
const (
	OpportunityGroup    OpportunityKind = "group"
	OpportunityEvent    OpportunityKind = "event"
	OpportunityWedding  OpportunityKind = "wedding"
	OpportunityLongStay OpportunityKind = "long_stay"
)

// OpportunityQuestion is one of the three things that a guest is asked about it, each at most once.
type OpportunityQuestion string

// The questions, in the order in which they are asked.
const (
	AskDates OpportunityQuestion = "dates"
	AskSize  OpportunityQuestion = "size"
	AskReach OpportunityQuestion = "reach"
)

// Opportunity is what a guest has told of it so far. It holds nothing that the guest did not say: what it is worth is the
// desk's to know (see OpportunitySettings.Worth). The zero value is none.
type Opportunity struct {
	Kind OpportunityKind `json:"kind,omitempty"`
	// Seq is the guest's message that it was last told of, Words what stood there.
	Seq   int64  `json:"seq,omitempty"`
	Words string `json:"words,omitempty"`
	// From and To are the days (2006-01-02) of arrival and departure, or the first and last of an event; When is what the
	// guest said where that is no day ("in June").
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	When string `json:"when,omitempty"`
	// Nights and Days are how long it lasts, as far as that was told; 0 is not.
	Nights  int    `json:"nights,omitempty"`
	Days    int    `json:"days,omitempty"`
	Persons int    `json:"persons,omitempty"`
	Rooms   int    `json:"rooms,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	// Asked are the questions that were asked, Asking the one that the assistant asked last, as long as the guest has not
	// written since.
	Asked  OpportunityAsked    `json:"asked,omitzero"`
	Asking OpportunityQuestion `json:"asking,omitempty"`
}

// OpportunityAsked says which of the questions were asked.
type OpportunityAsked struct {
	Dates bool `json:"dates,omitempty"`
	Size  bool `json:"size,omitempty"`
	Reach bool `json:"reach,omitempty"`
}

// Ask notes that a question is asked.
func (o *Opportunity) Ask(q OpportunityQuestion) {
	o.Asking = q
	switch q {
	case AskDates:
		o.Asked.Dates = true
	case AskSize:
		o.Asked.Size = true
	case AskReach:
		o.Asked.Reach = true
	}
}

// Next is what a guest may still be asked: what is not known and was not asked before; "" is nothing.
func (o Opportunity) Next() OpportunityQuestion {
	switch {
	case o.From == "" && o.When == "" && !o.Asked.Dates:
		return AskDates
	case o.Persons == 0 && o.Rooms == 0 && o.Kind != OpportunityLongStay && !o.Asked.Size:
		return AskSize
	case o.Email == "" && o.Phone == "" && !o.Asked.Reach:
		return AskReach
	}
	return ""
}

// Any reports whether there is one.
func (o Opportunity) Any() bool { return o.Kind != "" }

// OpportunitySettings say how a property plans with what guests have in mind. The rates are for the desk's planning alone:
// no guest reads them, nor does a language model or a bot. The zero value recognises opportunities and counts nothing.
type OpportunitySettings struct {
	// Off leaves such messages to whoever answers all others.
	Off bool `json:"off,omitempty"`
	// RoomNight is what the property plans for one room and night, PersonDay for one person and day of an event, in whole
	// units of its currency; 0 is not said.
	RoomNight int64 `json:"room_night,omitempty"`
	PersonDay int64 `json:"person_day,omitempty"`
	// RingFrom is the worth from which one rings; 0 is never.
	RingFrom int64 `json:"ring_from,omitempty"`
}

// The most that a rate and a figure may be, and how many people, rooms and nights are believed.
const (
	MaxPlanningRate = 1_000_000
	MaxRingFrom     = 1_000_000_000
	MaxPersons      = 5_000
	MaxRooms        = 2_000
	MaxNights       = 400
)

// Check says what is wrong with them.
func (o OpportunitySettings) Check() []FieldError {
	var wrong []FieldError
	for _, n := range []struct {
		at       string
		of, most int64
	}{{"room_night", o.RoomNight, MaxPlanningRate}, {"person_day", o.PersonDay, MaxPlanningRate}, {"ring_from", o.RingFrom, MaxRingFrom}} {
		if n.of < 0 || n.of > n.most {
			wrong = append(wrong, FieldError{Location: "body." + n.at, Code: "range", Params: []string{"0", fmt.Sprint(n.most)},
				Message: fmt.Sprintf("Choose a number from 0 to %d.", n.most)})
		}
	}
	return wrong
}

// WorthUnit is what a part of an opportunity's worth is counted in.
type WorthUnit string

// The units.
const (
	WorthRoomNights WorthUnit = "room_nights"
	WorthPersonDays WorthUnit = "person_days"
)

// WorthPart is a product: so many rooms or persons, so many nights or days, at a planning rate.
type WorthPart struct {
	Unit  WorthUnit `json:"unit"`
	Count int       `json:"count"`
	Times int       `json:"times"`
	Rate  int64     `json:"rate"`
}

// Worth is what an opportunity may bring, for the desk's planning.
type Worth struct {
	// Amount is the sum of the parts, in whole units of the currency.
	Amount   int64       `json:"amount"`
	Currency string      `json:"currency,omitempty"`
	Parts    []WorthPart `json:"parts,omitempty"`
	// AtLeast says that how long it lasts was not told: one night or day is counted.
	AtLeast bool `json:"at_least,omitempty"`
}

// Worth is what an opportunity is worth by the property's planning rates; nil where too little is known.
func (o OpportunitySettings) Worth(of Opportunity, currency string) *Worth {
	w := Worth{Currency: currency}
	add := func(unit WorthUnit, count, times int, rate int64) {
		if count <= 0 || rate <= 0 {
			return
		}
		if times <= 0 {
			times, w.AtLeast = 1, true
		}
		w.Parts = append(w.Parts, WorthPart{unit, count, times, rate})
		w.Amount += int64(count) * int64(times) * rate
	}
	days := of.Days
	if days == 0 {
		days = of.Nights
	}
	switch of.Kind {
	case OpportunityLongStay:
		if of.Nights > 0 {
			add(WorthRoomNights, max(of.Rooms, 1), of.Nights, o.RoomNight)
		}
	case OpportunityEvent, OpportunityWedding:
		if days == 0 && of.Persons > 0 {
			days = 1 // what is celebrated lasts a day unless somebody says otherwise
		}
		add(WorthPersonDays, of.Persons, days, o.PersonDay)
		nights := of.Nights
		if nights == 0 && of.Days > 1 {
			nights = of.Days - 1
		}
		add(WorthRoomNights, of.Rooms, nights, o.RoomNight)
	case OpportunityGroup:
		nights := of.Nights
		if nights == 0 && of.Days > 1 {
			nights = of.Days - 1
		}
		rooms := of.Rooms
		if rooms == 0 {
			rooms = (of.Persons + 1) / 2
		}
		if o.RoomNight > 0 {
			add(WorthRoomNights, rooms, nights, o.RoomNight)
		} else {
			add(WorthPersonDays, of.Persons, nights, o.PersonDay)
		}
	}
	if w.Amount == 0 {
		return nil
	}
	return &w
}

// Large reports whether an opportunity is worth what the property wants to be rung for.
func (o OpportunitySettings) Large(of Opportunity) bool {
	w := o.Worth(of, "")
	return w != nil && o.RingFrom > 0 && w.Amount >= o.RingFrom
}

// TicketOpportunity is what makes a ticket a group enquiry: what the guest has in mind, and what that is worth (nil where
// too little is known, or the property plans with no rate).
type TicketOpportunity struct {
	Opportunity
	Worth *Worth `json:"worth,omitempty"`
}
