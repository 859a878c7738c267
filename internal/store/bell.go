package store

import (
	"time"

	"deskbell/internal/desk"
)

// AlertKind says why the bell rings.
type AlertKind string

// The kinds of alert. The first three are those of requests.
const (
	AlertPerson    AlertKind = "person"
	AlertTransfer  AlertKind = "transfer"
	AlertEmergency AlertKind = "emergency"
	AlertAlarm     AlertKind = "alarm"     // an emergency where no request rings for it: an agent is there, or a person outside
	AlertAttention AlertKind = "attention" // a conversation of the assistant's began to need a look, and the property wants that to ring
	AlertTest      AlertKind = "test"      // one device, because its owner wants to hear it
	AlertDrill     AlertKind = "drill"     // every device on duty, quietly, before they are needed
)

// OfRequest reports whether a request stands behind the alert: it has the request's id, and ends with it.
func (k AlertKind) OfRequest() bool {
	return k == AlertPerson || k == AlertTransfer || k == AlertEmergency
}

// OfLook reports whether the alert only wants to be seen: it ends when somebody says that they have seen it.
func (k AlertKind) OfLook() bool { return k == AlertAlarm || k == AlertAttention }

// AttentionFor is how long an alert of AlertAttention rings, counted from the beginning of its round. No guest waits for
// anybody: the mark on the wall stays.
const AttentionFor = 2 * time.Minute

// Ends of alerts beside those of requests (desk.RequestEnd).
const (
	EndConfirmed = "confirmed" // of an alarm or a look: somebody said that they have it
	EndDone      = "done"      // of a look, a test or a drill: its time is over
)

// Alert is one reason to ring, from its beginning until it ends, once. It is what the bell owes: who was called is in
// rings and calls, who heard it in confirmations.
type Alert struct {
	ID string
	// ConversationID is "" of tests and drills, PropertyID of tests.
	ConversationID string
	PropertyID     string
	Kind           AlertKind
	// Round counts how often the ring began anew, as the request does; Step how many steps of the property's chain were
	// called in this round.
	Round int
	Step  int
	// OpenedAt is when it began, RoundAt when this round did.
	OpenedAt, RoundAt time.Time
	// HeardAt is the first time that a device showed or sounded it, ReactedAt that somebody did something about it.
	HeardAt, ReactedAt time.Time
	// UnheardAt is when it was said in this round that no device had confirmed; zero where nobody had to be told.
	// RoundHeardAt is HeardAt of this round alone.
	UnheardAt    time.Time
	RoundHeardAt time.Time
	// NextAt is when there is something to do next; zero is never.
	NextAt  time.Time
	EndedAt time.Time
	End     string // one of desk.RequestEnd's, EndConfirmed or EndDone; "" while it is open
	Doc     AlertDoc
	// Version rises with every update; an update of an older one is desk.ErrChanged.
	Version int64
}

// AlertDoc is what nobody looks an alert up by.
type AlertDoc struct {
	// Promised says that the sound is off: somebody promised to come.
	Promised bool `json:"promised,omitempty"`
	// PushAt is when phones are called again.
	PushAt time.Time `json:"push_at,omitzero"`
	// By ended it, or ordered a test or a drill.
	By string `json:"by,omitempty"`
	// Device is the one that a test rings; IntervalAt the opening that a drill is held for.
	Device     string    `json:"device,omitempty"`
	IntervalAt time.Time `json:"interval_at,omitzero"`
	// Why is the reason of a look.
	Why desk.Attention `json:"why,omitempty"`
	// Step says that a drill is of the people of one step of the chain; nothing is kept of it.
	Step bool `json:"step,omitempty"`
}

// Open reports whether it still rings or is promised.
func (a Alert) Open() bool { return a.EndedAt.IsZero() }

// Ring says which people an alert called at once: in which round, and at which step of the chain (0: on duty).
type Ring struct {
	AlertID string
	Round   int
	Step    int
	At      time.Time
	People  []string
}

// ConfirmationKind is what a device says that it did about a ring.
type ConfirmationKind string

// The kinds. That a frame or a push arrived is no confirmation.
const (
	ConfirmShown   ConfirmationKind = "shown"   // a notification, or the card on a visible page
	ConfirmSounded ConfirmationKind = "sounded" // the sound played
	ConfirmReacted ConfirmationKind = "reacted" // its owner pressed something
)

// Confirmation says that a device showed, sounded or was used to react to an alert.
type Confirmation struct {
	AlertID  string
	PersonID string
	DeviceID string
	Kind     ConfirmationKind
	At       time.Time
}

// DeviceCheck is what is known of a device beyond its lease: it outlives the page that the lease is of.
type DeviceCheck struct {
	PersonID string
	DeviceID string
	// ConfirmedAt is when it last showed or sounded anything.
	ConfirmedAt time.Time
	// Heard is the owner's answer to the last test, HeardAt when it was given; zero is never.
	Heard   bool
	HeardAt time.Time
}

// Call is a step of the chain that calls by other means than devices: a request or an e-mail that is owed. It is tried
// until it is done, has failed for good, or its alert has ended.
type Call struct {
	AlertID string
	Round   int
	Step    int // 1 is the first of the chain
	// NextAt is when it is tried, or tried again if whoever tries now does not come back; zero is never again.
	NextAt   time.Time
	Attempts int
	DoneAt   time.Time
	Detail   string // what went wrong last
}

// Drill is a quiet test of every device on duty at a property, held before an interval of its hours.
type Drill struct {
	PropertyID string
	IntervalAt time.Time
	AlertID    string
	At         time.Time
	// DoneAt is when it was told what would not ring; Tested counts the people on duty then.
	DoneAt time.Time
	Tested int
	Silent []SilentPerson
}

// SilentPerson is somebody on duty whom a ring would not have reached on some device.
type SilentPerson struct {
	PersonID string `json:"id"`
	// Rings says that another device of theirs rings. Without any device there are no Devices either.
	Rings   bool           `json:"rings,omitempty"`
	Devices []SilentDevice `json:"devices,omitempty"`
}

// SilentDevice is a device that would not have rung, and why.
type SilentDevice struct {
	Name     string          `json:"name,omitempty"`
	Kind     desk.DeviceKind `json:"kind"`
	Problems []string        `json:"problems"`
}

// Sheet is what somebody who ended a shift left to the next one. It names conversations only: what they say is read
// when the sheet is.
type Sheet struct {
	ID          string
	PersonID    string
	At          time.Time
	Note        string
	PropertyIDs []string
	Lines       []SheetLine
}

// SheetLine is one conversation on a sheet.
type SheetLine struct {
	Kind           string `json:"kind"` // held, promised, missed, waiting
	ConversationID string `json:"conversation_id"`
	PropertyID     string `json:"property_id"`
}

// Bell is what rings, rang and will ring.
type Bell interface {
	// CreateAlert begins one. A second open one of the same conversation and sort (a request's, an alarm, a look) is
	// desk.ErrChanged, as is one whose id exists: somebody else was faster.
	CreateAlert(a Alert) error
	// UpdateAlert writes all but the ids and OpenedAt, and raises the version; desk.ErrChanged where a.Version is not
	// the stored one.
	UpdateAlert(a Alert) error
	Alert(id string) (Alert, error)
	// Alerts are those of the ids that exist, in no order.
	Alerts(ids []string) ([]Alert, error)
	// OpenAlerts are the open ones of conversations at the properties, the oldest first.
	OpenAlerts(propertyIDs []string) ([]Alert, error)
	// AlertsOf are the open ones of a conversation, that of a request first.
	AlertsOf(conversationID string) ([]Alert, error)
	// EndedAlerts are those of conversations at the properties that ended since, the latest first, at most 500.
	EndedAlerts(propertyIDs []string, since time.Time) ([]Alert, error)
	// ChangedAlerts are those that were written since, by whomever: how a node hears of another's.
	ChangedAlerts(since time.Time) ([]Alert, error)
	// DueAlerts are those whose NextAt has come, the longest due first; NextAlert is when the next one's does.
	DueAlerts(now time.Time, limit int) ([]Alert, error)
	NextAlert() (time.Time, error)

	// CreateRing notes who is called. Rings are those of the alerts, in the order in which they were called; Called are
	// those of the alerts that ever called the person.
	CreateRing(r Ring) error
	Rings(alertIDs []string) ([]Ring, error)
	Called(personID string, alertIDs []string) ([]string, error)

	// Confirm notes what devices did about alerts that exist. Of equal confirmations the first stays; of what is new,
	// shown and sounded are noted of the device, too.
	Confirm(list []Confirmation) error
	Confirmations(alertID string) ([]Confirmation, error)
	// SetHeard keeps the answer to a test.
	SetHeard(personID, deviceID string, heard bool, at time.Time) error
	DeviceChecks(personIDs []string) ([]DeviceCheck, error)
	// TidyBell forgets devices of which nothing was heard since, and tests and drills' rings that ended before.
	TidyBell(before time.Time) error
	// Phones are the people who have a browser that can be woken and confirmed a ring or test since.
	Phones(since time.Time) (map[string]bool, error)

	// CreateCall owes a call; one that exists stays as it is.
	CreateCall(c Call) error
	// ClaimCalls takes the calls that are due, at most limit: until then nobody else tries them. Attempts counts this one.
	ClaimCalls(now, until time.Time, limit int) ([]Call, error)
	// SettleCall writes what came of a claimed call, unless it was claimed again since.
	SettleCall(c Call) error
	NextCall() (time.Time, error)

	// CreateDrill claims the drill before an interval: desk.ErrChanged where it was held, or is being held.
	CreateDrill(d Drill) error
	UpdateDrill(d Drill) error
	// Drills are the latest of the properties, newest first.
	Drills(propertyIDs []string, limit int) ([]Drill, error)

	PutSheet(s Sheet) error
	// Sheets are the latest of everybody's, newest first.
	Sheets(since time.Time, limit int) ([]Sheet, error)

	// PeopleOf are the active people who see the property: their id, address, name, role, duty and what they hold.
	// PropertyIDs name that property alone.
	PeopleOf(propertyID string) ([]desk.Person, error)
	// EndDuties ends the duty of all who said until when, and it is over: they are Away. It tells whose it was.
	EndDuties(now time.Time) ([]string, error)
	// NextDutyEnd is when the next duty ends; zero if none does by itself.
	NextDutyEnd() (time.Time, error)
}

// Ringing is an alert as lists and screens show it.
type Ringing struct {
	Alert Alert
	State desk.State
	// Contact may be empty in what screens are told: they know the guests' names.
	Contact desk.Contact
	// Rung are the people called in this round.
	Rung []string
	// Question is what the guest last wrote, Missing what the assistant had no answer to; "" where it had.
	Question, Missing string
	// GuestLeft says that the guest is not on the page any more.
	GuestLeft bool
}
