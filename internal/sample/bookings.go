package sample

// Booking is one stay at an invented hotel, by days from today.
type Booking struct {
	Number    string
	Surname   string
	Arrives   int
	Leaves    int
	Room      string
	Persons   int
	Cancelled bool
}

// harbourBookings are somebody in the house, somebody who arrives today, a family to come, and a stay that was cancelled.
var harbourBookings = []Booking{
	{Number: "HV-2207", Surname: "Lindqvist", Arrives: -1, Leaves: 3, Room: "304", Persons: 2},
	{Number: "HV-2215", Surname: "Okafor", Arrives: 0, Leaves: 2, Persons: 1},
	{Number: "HV-2231", Surname: "García Romero", Arrives: 5, Leaves: 9, Persons: 4},
	{Number: "HV-2198", Surname: "Tanaka", Arrives: 1, Leaves: 3, Persons: 2, Cancelled: true},
}
