package desk

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// AnswerBy is who answers the guests of a property while the assistant controls.
type AnswerBy string

// Who answers. The zero value is the language model where the installation has one, else the built-in assistant.
const (
	AnswerByDefault AnswerBy = ""
	AnswerByBuiltin AnswerBy = "builtin"
	AnswerByModel   AnswerBy = "model"
	AnswerByBot     AnswerBy = "bot" // a program of the company's own
)

// Answering says who answers and what that may use on a day. Zero counts are the defaults; whoever wants nothing spent
// chooses the built-in assistant, which costs nothing.
type Answering struct {
	By AnswerBy `json:"by,omitempty"`
	// GuestCalls are the calls for one guest on a day, DayCalls those of the property, DayTokens what they may use.
	GuestCalls int64 `json:"guest_calls,omitempty"`
	DayCalls   int64 `json:"day_calls,omitempty"`
	DayTokens  int64 `json:"day_tokens,omitempty"`
	Bot        Bot   `json:"bot,omitzero"`
	// Help is whether the model writes for the property's agents, too: translations, a summary.
	Help AnswerHelp `json:"help,omitempty"`
}

// AnswerHelp is whether the language model helps a property's agents. The zero value is as with guests: where the model
// answers them, so that nothing is sent to it by a property that chose something else.
type AnswerHelp string

// Whether the model helps agents.
const (
	HelpAsGuests AnswerHelp = ""
	HelpOn       AnswerHelp = "on"
	HelpOff      AnswerHelp = "off"
)

// HelpsAgents reports whether the model may be asked for the property's agents.
func (a Answering) HelpsAgents() bool {
	switch a.Help {
	case HelpOn:
		return true
	case HelpOff:
		return false
	}
	return a.By == AnswerByDefault || a.By == AnswerByModel
}

// Bot is a company's own program that answers.
type Bot struct {
	URL string `json:"url,omitempty"`
	// Sealed is the secret under which its requests are signed, encrypted.
	Sealed []byte `json:"sealed,omitempty"`
	// Hosts are those to which its links may lead, beside the property's own websites.
	Hosts []string `json:"hosts,omitempty"`
}

// The defaults and the most of what is spent on a day.
const (
	DefaultGuestCalls = 60
	DefaultDayCalls   = 5_000
	DefaultDayTokens  = 3_000_000
	MaxGuestCalls     = 10_000
	MaxDayCalls       = 10_000_000
	MaxDayTokens      = 100_000_000_000
	maxBotHosts       = 20
)

// Filled is a with its defaults in place of zero counts.
func (a Answering) Filled() Answering {
	for _, n := range []struct {
		of  *int64
		def int64
	}{{&a.GuestCalls, DefaultGuestCalls}, {&a.DayCalls, DefaultDayCalls}, {&a.DayTokens, DefaultDayTokens}} {
		if *n.of == 0 {
			*n.of = n.def
		}
	}
	return a
}

var hostName = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$`)

// Check says what is wrong with it.
func (a Answering) Check() []FieldError {
	var wrong []FieldError
	bad := func(at, code, message string, params ...string) {
		wrong = append(wrong, FieldError{Location: "body." + at, Message: message, Code: code, Params: params})
	}
	if !slices.Contains([]AnswerBy{AnswerByDefault, AnswerByBuiltin, AnswerByModel, AnswerByBot}, a.By) {
		bad("by", "", "Choose builtin, model or bot, or leave it empty.")
	}
	if !slices.Contains([]AnswerHelp{HelpAsGuests, HelpOn, HelpOff}, a.Help) {
		bad("help", "", "Choose on or off, or leave it empty.")
	}
	for _, n := range []struct {
		at       string
		of, most int64
	}{{"guest_calls", a.GuestCalls, MaxGuestCalls}, {"day_calls", a.DayCalls, MaxDayCalls}, {"day_tokens", a.DayTokens, MaxDayTokens}} {
		if n.of < 0 || n.of > n.most {
			bad(n.at, "range", fmt.Sprintf("Choose a number from 0 to %d.", n.most), "0", fmt.Sprint(n.most))
		}
	}
	if u, err := url.Parse(a.Bot.URL); a.Bot.URL != "" && (err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "") {
		bad("bot.url", "", "Enter an address that begins with https://.")
	}
	if a.Bot.URL == "" && a.By == AnswerByBot {
		bad("bot.url", "required", "Enter the address of your bot.")
	}
	if len(a.Bot.Hosts) > maxBotHosts {
		bad("bot.hosts", "too_many", fmt.Sprintf("At most %d websites can be named.", maxBotHosts), fmt.Sprint(maxBotHosts))
	}
	for i, h := range a.Bot.Hosts {
		if !hostName.MatchString(strings.ToLower(h)) {
			bad(fmt.Sprintf("bot.hosts[%d]", i), "", "Enter a website's name, such as booking.example.")
		}
	}
	return wrong
}
