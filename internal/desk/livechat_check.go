package desk

import (
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of what a property may set of its live chat.
const (
	WaitMin        = 10 * time.Second // a first or second wait
	WaitMax        = 15 * time.Minute
	ReminderMin    = time.Minute // the reminder and the relief of an agent in control
	ReliefMax      = 30 * time.Minute
	HeldMax        = 100
	ReplyWithinMax = 7 * 24 * time.Hour
	ChainMax       = 10 // steps
	ChainAfterMax  = 30 * time.Minute
	ChainReachMax  = 20 // people or addresses of one step
	maxTemplate    = 4000
	maxAddress     = 2000
	maxHeaders     = 20
)

// Channels are the channels that may have settings of live chat of their own.
func Channels() []Channel {
	return []Channel{ChannelWeb, ChannelMessenger, ChannelInstagram, ChannelWhatsApp, ChannelAPI}
}

// CheckLiveChat names everything that is wrong with a property's settings of live chat, each by its place in the
// settings as the API tells them. knows reports whether a person may be called for the property.
func (s PropertySettings) CheckLiveChat(knows func(personID string) bool) []FieldError {
	var c checks
	if problem := CheckZone(s.TimeZone); problem != "" {
		c = append(c, FieldError{Location: "timezone", Code: "timezone", Message: problem})
	}
	for _, ch := range slices.Sorted(maps.Keys(s.LiveChat)) {
		switch {
		case ch == "":
			c = append(c, s.LiveChat[ch].Check("all")...)
		case !slices.Contains(Channels(), ch):
			c.add("channels."+string(ch), "no_channel", "There is no such channel.")
		default:
			c = append(c, s.LiveChat[ch].Check("channels."+string(ch))...)
		}
	}
	c.chain(s.Chain, knows)
	for _, n := range [][2]string{{"number", s.Emergency.Number}, {"property", s.Emergency.Property}} {
		if n[1] != "" && !phoneNumber.MatchString(n[1]) {
			c.add("emergency."+n[0], "phone", "Write a phone number such as 112 or +351 210 000 000.")
		}
	}
	if s.ReplyWithin < 0 || s.ReplyWithin > ReplyWithinMax || s.ReplyWithin%time.Minute != 0 {
		c.outside("reply_within_minutes", "Promise an answer within 1 minute to 7 days, or 0 to promise no time.", 0, int(ReplyWithinMax/time.Minute))
	}
	return c
}

var phoneNumber = regexp.MustCompile(`^[+0-9(*#][0-9 ().\-/*#]{1,39}$`)

// Check names what is wrong with the settings of one channel. at is where they stand in the input.
func (l LiveChat) Check(at string) []FieldError {
	var c checks
	within := func(name string, d, least, most, unit time.Duration, message string) bool {
		if d < least || d > most {
			c.outside(at+"."+name, message, int(least/unit), int(most/unit))
			return false
		}
		return true
	}
	within("first_wait_seconds", l.FirstWait, WaitMin, WaitMax, time.Second, "A wait is 10 seconds to 15 minutes.")
	within("second_wait_seconds", l.SecondWait, WaitMin, WaitMax, time.Second, "A wait is 10 seconds to 15 minutes.")
	ok := within("reminder_minutes", l.Reminder, ReminderMin, ReliefMax, time.Minute, "The reminder comes after 1 to 30 minutes.")
	if within("relief_minutes", l.Relief, ReminderMin, ReliefMax, time.Minute, "The relief comes after 1 to 30 minutes.") && ok && l.Relief <= l.Reminder {
		c.add(at+".relief_minutes", "relief_after_reminder", "The relief must come after the reminder.")
	}
	if l.HeldLimit < 0 || l.HeldLimit > HeldMax {
		c.outside(at+".held_limit", fmt.Sprintf("An agent holds 1 to %d chats; 0 is no limit.", HeldMax), 0, HeldMax)
	}
	if !slices.Contains([]ShowHuman{ShowCannotHelp, ShowAlways, ShowAsked}, l.Show) {
		c.add(at+".show", "choice", "Human Chat is shown where the assistant cannot help, always, or when asked for in words.")
	}
	if h := l.Hours; h != nil && l.Enabled && !h.Always && len(h.Week) == 0 &&
		!slices.ContainsFunc(h.Exceptions, func(e Exception) bool { return len(e.Intervals) > 0 }) {
		c.add(at+".hours.week", "never_open", "Live chat is on, but never open. Add hours, or switch it off.")
	}
	return append(c, l.Hours.Check(at+".hours")...)
}

// chain checks the steps of the bell's chain.
func (c *checks) chain(steps []ChainStep, knows func(string) bool) {
	if len(steps) > ChainMax {
		c.add("chain", "too_many", "The chain has at most %d steps.", ChainMax)
		return
	}
	for i, step := range steps {
		at := fmt.Sprintf("chain[%d]", i)
		switch {
		case step.After < time.Second || step.After > ChainAfterMax:
			c.outside(at+".after_seconds", "A step comes 1 second to 30 minutes after the request began to ring.", 1, int(ChainAfterMax/time.Second))
		case i > 0 && step.After < steps[i-1].After:
			c.add(at+".after_seconds", "step_order", "This step would come before the one above it.")
		}
		switch step.Kind {
		case ChainPeople:
			c.several(at+".people", step.People, "Choose whom this step calls.", "no_person", func(id string) string {
				if !knows(id) {
					return "This person cannot be called for this property."
				}
				return ""
			})
		case ChainEmail:
			c.several(at+".emails", step.Emails, "Write the addresses that this step mails.", "email", func(address string) string {
				if a, err := mail.ParseAddress(address); err != nil || a.Address != address || len(address) > 254 {
					return "Write an address such as night@hotel.com."
				}
				return ""
			})
		case ChainRequest:
			c.request(at, step)
		default:
			c.add(at+".kind", "choice", "A step calls people, asks an address, or mails.")
		}
	}
}

func (c *checks) several(at string, list []string, empty, code string, wrong func(string) string) {
	switch {
	case len(list) == 0:
		*c = append(*c, FieldError{Location: at, Code: "required", Message: empty})
	case len(list) > ChainReachMax:
		c.add(at, "too_many", "A step reaches at most %d.", ChainReachMax)
	}
	for i, one := range list[:min(len(list), ChainReachMax)] {
		if problem := wrong(one); problem != "" {
			*c = append(*c, FieldError{Location: fmt.Sprintf("%s[%d]", at, i), Code: code, Message: problem})
		}
	}
}

var (
	headerName  = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")
	placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)
)

// ChainNames are what stands in {{…}} in a step that asks an address: text is a whole sentence, ready to be sent. None of
// them is something that a guest wrote.
func ChainNames() []string {
	return []string{"property", "language", "channel", "kind", "text", "url", "ring"}
}

func (c *checks) request(at string, s ChainStep) {
	u, err := url.Parse(placeholder.ReplaceAllString(s.URL, "x"))
	switch {
	case err != nil || u.Scheme != "https" || u.Hostname() == "" || len(s.URL) > maxAddress:
		c.add(at+".url", "https", "Write an address that begins with https://.")
	case u.User != nil:
		c.add(at+".url", "url_password", "Put the name and password into a header, not into the address.")
	case strings.Contains(before(s.URL, u), "{{"):
		c.add(at+".url", "url_placeholder", "Placeholders may stand in the path and the query of the address, not in its host.")
	}
	if !slices.Contains([]string{"", "GET", "POST", "PUT"}, s.Method) {
		c.add(at+".method", "choice", "The method is GET, POST or PUT.")
	}
	if len(s.Header) > maxHeaders {
		c.add(at+".headers", "too_many", "A request has at most %d headers.", maxHeaders)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Header)) {
		value := s.Header[name]
		switch {
		case !headerName.MatchString(name):
			c.add(at+".headers", "header_name", "%q is no name of a header.", name)
		case value == "":
			c.add(at+".headers."+name, "required", "Write the value of this header.")
		case len(value) > maxTemplate || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			c.add(at+".headers."+name, "one_line", "The value of a header is one line.")
		}
	}
	if !utf8.ValidString(s.Body) || len(s.Body) > maxTemplate || strings.ContainsRune(s.Body, 0) {
		c.add(at+".body", "too_long", "The body is text of at most %d characters.", maxTemplate)
	}
	for _, part := range [][2]string{{"url", s.URL}, {"body", s.Body}} {
		for _, m := range placeholder.FindAllStringSubmatch(part[1], -1) {
			if !slices.Contains(ChainNames(), strings.TrimSpace(m[1])) {
				c.add(at+"."+part[0], "no_placeholder", "Nothing is filled in for {{%s}}. Use {{%s}}.", m[1], strings.Join(ChainNames(), "}}, {{"))
				break
			}
		}
	}
}

// before is an address up to its path.
func before(address string, u *url.URL) string {
	rest := strings.TrimPrefix(address, u.Scheme+"://")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}
