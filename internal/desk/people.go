package desk

import "time"

// Role is what a person may do at a property. Operator is a role of the whole installation.
type Role string

// The roles.
const (
	RoleAgent            Role = "agent"
	RoleKnowledgeManager Role = "knowledge_manager"
	RoleAdmin            Role = "admin"
	RoleOperator         Role = "operator"
)

// Duty is what a person says about being at work. Idleness never changes it.
type Duty string

// The duties.
const (
	DutyOnline Duty = "online"
	DutyAway   Duty = "away"
	DutyDND    Duty = "dnd"
)

// Person is somebody who signs in. PropertyIDs are those the person may see; an Operator sees all.
type Person struct {
	ID           string
	Email        string // lower case; unique
	Name         string
	PublicName   string // what guests read; "" is the first word of Name
	Role         Role
	PropertyIDs  []string
	Duty         Duty
	DutyUntil    time.Time // when Online ends by itself; zero: until they say so
	Active       bool
	PasswordHash string `json:"-"`
	Preferences  string // the dashboard's own JSON document, opaque here
	Held         int
	CreatedAt    time.Time
	LastSeenAt   time.Time
}

// Sees reports whether the person may know that the property exists.
func (p Person) Sees(propertyID string) bool {
	if p.Role == RoleOperator {
		return true
	}
	for _, id := range p.PropertyIDs {
		if id == propertyID {
			return true
		}
	}
	return false
}

// GuestName is the name that guests read.
func (p Person) GuestName() string {
	if p.PublicName != "" {
		return p.PublicName
	}
	for i, r := range p.Name {
		if r == ' ' {
			return p.Name[:i]
		}
	}
	return p.Name
}

// Property is one hotel or house: the tenant. Settings are its document, decoded by who needs which part.
type Property struct {
	ID        string
	Key       string // the widget's public key; unique, not a secret
	Name      string
	Settings  PropertySettings
	CreatedAt time.Time
	UpdatedAt time.Time
}

// PropertySettings are all that a property can set. Maps are keyed by language (BCP 47).
type PropertySettings struct {
	Code            string        `json:"code"` // two letters, on every tag
	Hue             int           `json:"hue"`  // 0..7
	TimeZone        string        `json:"timezone"`
	Currency        string        `json:"currency,omitempty"`
	Languages       []string      `json:"languages"`
	DefaultLanguage string        `json:"default_language"`
	Phone           string        `json:"phone,omitempty"`
	Email           string        `json:"email,omitempty"`
	PrivacyURL      string        `json:"privacy_url,omitempty"`
	Sites           []string      `json:"sites"` // origins that may carry the widget
	Look            Look          `json:"look"`
	PreChat         PreChat       `json:"pre_chat"`
	AssistantName   string        `json:"assistant_name,omitempty"`  // empty: ours, in the guest's language
	AssistantPause  time.Duration `json:"assistant_pause,omitempty"` // before each answer, as a person would take; at most 5 s
	// BookingLink is the template of the property's booking page (https), in which dates and guests are filled.
	BookingLink string `json:"booking_link,omitempty"`
	// LiveChatWithheld says that the operator has not made live chat available to the property.
	LiveChatWithheld bool `json:"live_chat_withheld,omitempty"`
	// LiveChat are the settings by channel; those under "" are inherited by every channel without own ones.
	LiveChat  map[Channel]LiveChat           `json:"live_chat,omitempty"`
	Words     map[string]map[LineCode]string `json:"words,omitempty"` // the property's own system lines, by language
	Chain     []ChainStep                    `json:"chain,omitempty"`
	Emergency Emergency                      `json:"emergency,omitzero"`
	// ReplyWithin is by when a left message is answered, counted in the hours of live chat; 0 promises nothing.
	ReplyWithin time.Duration `json:"reply_within,omitempty"`
	// PushGuestText lets what a guest asked stand in the notifications of phones, where others may read it on a locked
	// screen. It is encrypted on its way there.
	PushGuestText bool `json:"push_guest_text,omitempty"`
	// NoDisclosure leaves out, on outside channels, that a program answers and that a chat goes back to it. The law of some
	// places and the channels themselves ask for it, so it is told unless somebody decided otherwise.
	NoDisclosure bool `json:"no_disclosure,omitempty"`
	// Opportunities say how it plans with groups, events, weddings and long stays.
	Opportunities OpportunitySettings `json:"opportunities,omitzero"`
	// AttentionRings are the reasons to look at a conversation of the assistant's for which the bell rings; none by default.
	AttentionRings []Attention `json:"attention_rings,omitempty"`
	// Answering says who answers its guests while the assistant controls.
	Answering Answering `json:"answering,omitzero"`
	// Bookings say what it does with bookings.
	Bookings BookingSettings `json:"bookings,omitzero"`
}

// Emergency are the numbers that a guest in danger is shown.
type Emergency struct {
	// Number is the local one (112); Property the one at which somebody of the house answers at once.
	Number   string `json:"number,omitempty"`
	Property string `json:"property,omitempty"`
}

// ChainStep is one step of whom the bell calls beyond everyone on duty, After the request began to ring. Only the
// fields of its kind are set.
type ChainStep struct {
	Kind   ChainKind     `json:"kind"`
	After  time.Duration `json:"after"`
	People []string      `json:"people,omitempty"`
	Emails []string      `json:"emails,omitempty"`
	// URL is asked (HTTPS only) with Method, Header and Body, in which ChainNames in double braces stand for the
	// request's. Header values are secrets: stored, never returned.
	URL    string            `json:"url,omitempty"`
	Method string            `json:"method,omitempty"`
	Header map[string]string `json:"header,omitempty"`
	Body   string            `json:"body,omitempty"`
}

// ChainKind is how a step of the chain calls.
type ChainKind string

// The kinds of step. Everyone on duty is rung without a step.
const (
	ChainPeople  ChainKind = "people"  // named people, off duty too
	ChainRequest ChainKind = "request" // a templated HTTPS request: SMS, calls, Telegram, ntfy
	ChainEmail   ChainKind = "email"
)

// LiveChatFor are the settings in force on a channel. Live chat that the operator has not made available is off.
func (s PropertySettings) LiveChatFor(ch Channel) LiveChat {
	l, own := s.LiveChat[ch]
	if !own {
		inherited, ok := s.LiveChat[""]
		if l = DefaultLiveChat(ch); ok {
			inherited.Quiet = l.Quiet
			l = inherited
		}
	}
	l.Zone = s.TimeZone
	l.Enabled = l.Enabled && !s.LiveChatWithheld
	return l
}

// Look is how the widget looks at a property.
type Look struct {
	Colour       string              `json:"colour"` // #rrggbb
	LogoKey      string              `json:"logo_key,omitempty"`
	Position     string              `json:"position"` // right, left
	Theme        string              `json:"theme"`    // auto, light, dark
	LauncherText map[string]string   `json:"launcher_text,omitempty"`
	Greeting     map[string]string   `json:"greeting,omitempty"`
	QuickReplies map[string][]string `json:"quick_replies,omitempty"`
	Teaser       bool                `json:"teaser"`
}

// PreChat is the short form before a first message, where a property wants one.
type PreChat struct {
	Enabled   bool     `json:"enabled"`
	Fields    []string `json:"fields,omitempty"` // at most three of name, email, phone
	Why       string   `json:"why,omitempty"`
	PolicyURL string   `json:"policy_url,omitempty"`
}

// Contact is a guest's identity on one channel account. What a guest says of themselves is unverified.
type Contact struct {
	ID         string
	PropertyID string
	AccountID  string
	Channel    Channel
	// ExternalID is the channel's own id; "" on the web.
	ExternalID string
	Name       string
	Email      string
	Phone      string
	Language   string
	TimeZone   string
	// Proof is that the guest has a booking.
	Proof   Proof
	Blocked bool
	Test    bool
	// NoAddress is that the guest was asked for an address, in case the line is cut, and would not give one.
	NoAddress  bool
	Notes      string
	Attributes map[string]string
	Device     string
	Pages      []PageView // newest last, at most 20
	CreatedAt  time.Time
	SeenAt     time.Time
	// ReadSeq is what the guest has seen of the current conversation; DeliveredSeq what reached a device.
	ReadSeq int64
	// MergedInto is the contact that this one turned out to be; "" for most.
	MergedInto string
}

// PageView is one page of the website that the guest looked at.
type PageView struct {
	URL   string    `json:"url"`
	Title string    `json:"title"`
	At    time.Time `json:"at"`
}

// DeviceKind is how a device can be reached.
type DeviceKind string

// The kinds of device.
const (
	DeviceScreen DeviceKind = "screen"
	DevicePhone  DeviceKind = "phone"
)

// Device is a lease: one tab or phone of a person that was heard from.
type Device struct {
	ID       string
	PersonID string
	Kind     DeviceKind
	Sound    bool // unlocked: a ring would be heard
	Visible  bool
	SeenAt   time.Time
	Name     string // what its owner would know it by: "Chrome on Windows"
	Says     DeviceState
}

// DeviceState is what a page says of itself that would keep a ring from being noticed there. What it does not say is
// not known.
type DeviceState struct {
	Permission string   `json:"permission,omitempty"` // to show notifications: granted, denied, default
	Volume     *float64 `json:"volume,omitempty"`     // the dashboard's own, 0 to 1
	Push       *bool    `json:"push,omitempty"`       // the browser can be woken where the page is closed
	Secure     *bool    `json:"secure,omitempty"`     // the address is one that browsers trust (https, or localhost)
	Idle       bool     `json:"idle,omitempty"`       // nobody has touched it for a while: a mark, and no more
}

// Valid is what of it can be believed: a page says what it likes.
func (s DeviceState) Valid() DeviceState {
	switch s.Permission {
	case "granted", "denied", "default":
	default:
		s.Permission = ""
	}
	if s.Volume != nil {
		v := min(max(*s.Volume, 0), 1)
		s.Volume = &v
	}
	return s
}

// Shortcut is a prepared reply. PersonID is set on personal ones; shared ones belong to a property, or to all.
type Shortcut struct {
	ID         string
	PropertyID string
	PersonID   string
	Language   string
	Name       string
	Text       string
	UpdatedAt  time.Time
}
