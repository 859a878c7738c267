package channel

import "time"

// Unit is what a channel's limit on text counts.
type Unit string

// The units.
const (
	Characters Unit = "characters"
	Bytes      Unit = "bytes" // of UTF-8
)

// Capabilities are what an account can do and how much of it. The zero value can be watched and nothing else.
type Capabilities struct {
	// Answers says that messages can be sent: without it the account is watched only, and nobody takes control.
	Answers bool `json:"answers"`

	TextMax  int  `json:"text_max,omitempty"`
	TextUnit Unit `json:"text_unit,omitempty"`

	// Choices are given as buttons up to ButtonsMax, then as a list up to ListMax, then as numbered text. ButtonTitleMax
	// and ListTitleMax are in characters; ChoiceTextMax bounds the text above them.
	ButtonsMax     int `json:"buttons_max,omitempty"`
	ButtonTitleMax int `json:"button_title_max,omitempty"`
	ListMax        int `json:"list_max,omitempty"`
	ListTitleMax   int `json:"list_title_max,omitempty"`
	ChoiceTextMax  int `json:"choice_text_max,omitempty"`

	// Media is what may be sent, by kind; CaptionMax is 0 where media carries no text. Audio and stickers carry none anywhere.
	Media      map[MediaKind]MediaLimit `json:"media,omitempty"`
	CaptionMax int                      `json:"caption_max,omitempty"`

	Typing    bool `json:"typing"`
	Delivered bool `json:"delivered"` // a status tells when it reached the guest
	Read      bool `json:"read"`
	Reactions bool `json:"reactions"`
	Edits     bool `json:"edits"`
	Unsends   bool `json:"unsends"`
	Replies   bool `json:"replies"`
	Profile   bool `json:"profile"`

	// Window is how long after the guest's last message anything may be sent; 0 is for ever. HumanWindow is how long a
	// person may. Templates says that prepared messages may be sent at any time.
	Window      time.Duration `json:"window,omitempty"`
	HumanWindow time.Duration `json:"human_window,omitempty"`
	Templates   bool          `json:"templates"`
	// Billed says that each message costs.
	Billed bool `json:"billed"`

	// PerSecond bounds the account, PairEvery and PairBurst one guest of it.
	PerSecond      float64       `json:"per_second,omitempty"`
	MediaPerSecond float64       `json:"media_per_second,omitempty"`
	PairEvery      time.Duration `json:"pair_every,omitempty"`
	PairBurst      int           `json:"pair_burst,omitempty"`
}

// MediaLimit is what of a kind may be sent.
type MediaLimit struct {
	Types []string `json:"types"`
	Max   int64    `json:"max"` // bytes
}

// Condition is how an account stands at the channel.
type Condition struct {
	// Subscribed says that the app is installed on the account; Missing are fields that are not on.
	Subscribed bool
	Missing    []string
	// TokenUntil is when the token ends: zero is never. TokenValid is whether it works now.
	TokenValid bool
	TokenUntil time.Time
	// Name and Number are how the channel shows the account.
	Name, Number string
	// Problems are further things that an admin should see, each a stable name.
	Problems []string
}
