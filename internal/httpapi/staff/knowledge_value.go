package staff

import "encoding/json"

// FactValue is what a fact says in figures, beside its words; which parts a fact has is its form.
type FactValue struct {
	Hours         []FactHours `json:"hours,omitempty" doc:"Of those that hold on a day, the ones that name the day or the date count."`
	Seasons       []FactSpan  `json:"seasons,omitempty" doc:"When it is there at all; none: all year."`
	Prices        []FactPrice `json:"prices,omitempty"`
	Currency      string      `json:"currency,omitempty" doc:"ISO 4217, of all prices."`
	Needs         []string    `json:"needs,omitempty" enum:"request,booking,appointment"`
	AheadHours    int         `json:"ahead_hours,omitempty" doc:"How long before one has to ask or book."`
	DeadlineHours int         `json:"deadline_hours,omitempty" doc:"Until how long before arrival something can be done."`
	MinAge        int         `json:"min_age,omitempty"`
	MaxAge        int         `json:"max_age,omitempty" doc:"With this year of life."`
	MaxKg         int         `json:"max_kg,omitempty" doc:"The weight of an animal."`
	MaxPeople     int         `json:"max_people,omitempty"`
	Place         *FactPlace  `json:"place,omitempty" doc:"How far away it is."`
}

// FactHours are from when until when; either end may be open, and an end before the beginning is on the next day.
type FactHours struct {
	Days   []string  `json:"days,omitempty" enum:"mon,tue,wed,thu,fri,sat,sun" doc:"None: every day."`
	Dates  *FactSpan `json:"dates,omitempty" doc:"Only on these days of the year."`
	From   string    `json:"from,omitempty" doc:"15:00"`
	Until  string    `json:"until,omitempty" doc:"24:00 is the end of the day."`
	Closed bool      `json:"closed,omitempty" doc:"Not at all on these days."`
}

// FactSpan is a part of every year, both days with it; it may go over the turn of the year.
type FactSpan struct {
	From  string `json:"from" doc:"Month and day: 05-01"`
	Until string `json:"until" doc:"10-31"`
}

// FactPrice is an amount and what it is per; each unit multiplies it.
type FactPrice struct {
	Amount   string    `json:"amount" doc:"18 or 18.50; 0 is free of charge."`
	Per      []string  `json:"per,omitempty" enum:"night,day,hour,week,stay,person,room,pet,vehicle,way,order,item,kwh"`
	FromAge  int       `json:"from_age,omitempty"`
	UntilAge int       `json:"until_age,omitempty" doc:"With this year of life: 5 is under 6."`
	Dates    *FactSpan `json:"dates,omitempty"`
}

// FactPlace is how far away something is.
type FactPlace struct {
	Metres  int    `json:"metres,omitempty"`
	Minutes int    `json:"minutes,omitempty"`
	By      string `json:"by,omitempty" enum:"foot,car,train,bus"`
}

// valueOf is what is stored, on the wire.
func valueOf(document string) *FactValue {
	if document == "" {
		return nil
	}
	var v FactValue
	if json.Unmarshal([]byte(document), &v) != nil {
		return nil // it was checked when it came in
	}
	return &v
}
