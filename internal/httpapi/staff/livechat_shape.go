package staff

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
)

// Service is how guests of a channel reach a person.
type Service struct {
	Enabled           bool      `json:"enabled"`
	Hours             ChatHours `json:"hours"`
	Show              string    `json:"show" enum:"cannot_help,always,asked" doc:"Where Human Chat stands. Asking in words always works."`
	ShowRegardless    bool      `json:"show_regardless" doc:"Human Chat stands there also while nobody can be reached, and leads to leaving a message."`
	Regardless        bool      `json:"regardless" doc:"A guest may wait also while nobody can be reached: the chain is called."`
	HelpsWhileWaiting bool      `json:"helps_while_waiting" doc:"The assistant answers while the guest waits."`
	FirstWait         int       `json:"first_wait_seconds"`
	SecondWait        int       `json:"second_wait_seconds"`
	Reminder          int       `json:"reminder_minutes" doc:"An agent in control who does not answer is reminded."`
	Relief            int       `json:"relief_minutes" doc:"… and somebody else is rung."`
	QuietReminder     bool      `json:"quiet_reminder" doc:"The reminder makes no sound."`
	HeldLimit         int       `json:"held_limit" doc:"How many chats an agent holds at most; 0 is no limit."`
}

// ChatHours are when a person may be asked for, by the property's clock.
type ChatHours struct {
	Always     bool            `json:"always" doc:"At all hours but those of an exception."`
	Week       []ChatInterval  `json:"week"`
	Exceptions []ChatException `json:"exceptions"`
}

// ChatInterval is a stretch of opening that begins on a day of the week. Where it ends at or before the time at which it
// begins, it passes midnight.
type ChatInterval struct {
	Day int `json:"day" doc:"0 is Sunday."`
	ChatSpan
}

// ChatSpan is a stretch of opening.
type ChatSpan struct {
	From    string `json:"from" maxLength:"10" doc:"07:30"`
	To      string `json:"to" maxLength:"10" doc:"24:00 is the end of the day."`
	NextDay *bool  `json:"next_day,omitempty" doc:"Says of an interval whether it passes midnight; one that contradicts its times is refused."`
}

// ChatException replaces the hours that begin on some days.
type ChatException struct {
	Name      string     `json:"name" maxLength:"200"`
	First     string     `json:"first" maxLength:"20" doc:"2026-12-24"`
	Last      string     `json:"last" maxLength:"20"`
	Yearly    bool       `json:"yearly" doc:"Comes back on the same dates."`
	Intervals []ChatSpan `json:"intervals" doc:"None closes these days."`
}

// ChainStep is one step of whom the bell calls beyond everyone on duty.
type ChainStep struct {
	Kind   string            `json:"kind" doc:"people, request or email"`
	After  int               `json:"after_seconds" doc:"After the request began to ring."`
	People []string          `json:"people,omitempty" maxItems:"100" doc:"Ids of people, off duty too."`
	Emails []string          `json:"emails,omitempty" maxItems:"100"`
	URL    string            `json:"url,omitempty" maxLength:"4000" doc:"Asked over HTTPS. {{text}} (a whole sentence), {{url}}, {{property}}, {{kind}}, {{language}}, {{channel}} and {{ring}} are filled in, in the body and in headers too."`
	Method string            `json:"method,omitempty" maxLength:"10"`
	Header map[string]string `json:"headers,omitempty" doc:"Values are kept secret: they are read back empty, and an empty one stays as it is."`
	Body   string            `json:"body,omitempty" maxLength:"8000"`
}

// EmergencyNumbers are what a guest in danger is shown.
type EmergencyNumbers struct {
	Number   string `json:"number" maxLength:"100" doc:"The local emergency number."`
	Property string `json:"property" maxLength:"100" doc:"The house's own, answered at once."`
}

// liveChatOf is what a property has set. Now and People are left to whoever can ask.
func liveChatOf(s desk.PropertySettings) LiveChatSettings {
	out := LiveChatSettings{
		Available: !s.LiveChatWithheld, All: serviceOf(inherited(s)), Channels: map[string]Service{}, Words: map[string]Texts{},
		Chain: []ChainStep{}, Emergency: EmergencyNumbers(s.Emergency), ReplyWithin: int(s.ReplyWithin.Minutes()),
		DefaultWords: map[string]Texts{}, WordNames: map[string][]string{}, Now: map[string]OfferedNow{}, People: []CallablePerson{},
		Limits: limitsOf(), PushGuestText: s.PushGuestText, AttentionRings: []string{}, Disclosure: !s.NoDisclosure,
	}
	for _, why := range s.AttentionRings {
		out.AttentionRings = append(out.AttentionRings, string(why))
	}
	for ch, lc := range s.LiveChat {
		if ch != "" {
			out.Channels[string(ch)] = serviceOf(lc)
		}
	}
	for language, words := range s.Words {
		out.Words[language] = Texts{}
		for code, text := range words {
			out.Words[language][string(code)] = text
		}
	}
	for _, language := range s.Languages {
		out.DefaultWords[language] = Texts{}
		for _, code := range append(phrases.Lines(), desk.LineWaiting) {
			out.DefaultWords[language][string(code)] = phrases.Default(language, s.DefaultLanguage, code)
		}
	}
	for _, code := range phrases.Lines() {
		out.WordNames[string(code)] = phrases.Names(code)
	}
	for _, step := range s.Chain {
		w := ChainStep{Kind: string(step.Kind), After: int(step.After.Seconds()), People: step.People, Emails: step.Emails,
			URL: step.URL, Method: step.Method, Body: step.Body}
		for name := range step.Header {
			if w.Header == nil {
				w.Header = map[string]string{}
			}
			w.Header[name] = ""
		}
		out.Chain = append(out.Chain, w)
	}
	out.Version = liveChatVersion(out)
	return out
}

func limitsOf() map[string]LimitsOfOne {
	seconds := func(least, most time.Duration) LimitsOfOne {
		return LimitsOfOne{int(least.Seconds()), int(most.Seconds())}
	}
	minutes := func(least, most time.Duration) LimitsOfOne {
		return LimitsOfOne{int(least.Minutes()), int(most.Minutes())}
	}
	return map[string]LimitsOfOne{
		"wait_seconds": seconds(desk.WaitMin, desk.WaitMax), "reminder_minutes": minutes(desk.ReminderMin, desk.ReliefMax),
		"held_limit": {0, desk.HeldMax}, "reply_within_minutes": minutes(0, desk.ReplyWithinMax),
		"after_seconds": seconds(time.Second, desk.ChainAfterMax), "chain": {0, desk.ChainMax},
	}
}

// inherited is what a channel without own settings has.
func inherited(s desk.PropertySettings) desk.LiveChat {
	if lc, ok := s.LiveChat[""]; ok {
		return lc
	}
	return desk.DefaultLiveChat(desk.ChannelWeb)
}

var shown = map[desk.ShowHuman]string{desk.ShowCannotHelp: "cannot_help", desk.ShowAlways: "always", desk.ShowAsked: "asked"}

func serviceOf(lc desk.LiveChat) Service {
	s := Service{
		Enabled: lc.Enabled, Hours: ChatHours{Always: true, Week: []ChatInterval{}, Exceptions: []ChatException{}},
		Show: shown[lc.Show], ShowRegardless: lc.ShowRegardless, Regardless: lc.Regardless, HelpsWhileWaiting: lc.HelpsWhileWaiting,
		FirstWait: int(lc.FirstWait.Seconds()), SecondWait: int(lc.SecondWait.Seconds()),
		Reminder: int(lc.Reminder.Minutes()), Relief: int(lc.Relief.Minutes()), QuietReminder: lc.QuietReminder, HeldLimit: lc.HeldLimit,
	}
	if lc.Hours == nil {
		return s
	}
	s.Hours.Always = lc.Hours.Always
	for _, i := range lc.Hours.Week {
		s.Hours.Week = append(s.Hours.Week, ChatInterval{Day: int(i.Day), ChatSpan: spanOf(i.From, i.To)})
	}
	for _, e := range lc.Hours.Exceptions {
		x := ChatException{Name: e.Name, First: e.First, Last: e.Last, Yearly: e.Yearly, Intervals: []ChatSpan{}}
		for _, i := range e.Intervals {
			x.Intervals = append(x.Intervals, spanOf(i.From, i.To))
		}
		s.Hours.Exceptions = append(s.Hours.Exceptions, x)
	}
	return s
}

func spanOf(from, to int) ChatSpan {
	passes := to <= from
	return ChatSpan{From: clock(from), To: clock(to), NextDay: &passes}
}

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// LiveChatWish is LiveChatSettings with only what changes. Read-only members are ignored, so that a form may send all it
// got.
type LiveChatWish struct {
	_           struct{}                      `additionalProperties:"true"`
	Available   *bool                         `json:"available,omitempty" doc:"Only an operator changes it."`
	All         *ServiceWish                  `json:"all,omitempty"`
	Channels    *map[string]ServiceWish       `json:"channels,omitempty" doc:"All channels with own settings; those left out inherit."`
	Words       *map[string]map[string]string `json:"words,omitempty" doc:"All own words; an empty one is none."`
	Chain       *[]ChainStep                  `json:"chain,omitempty" maxItems:"50"`
	Emergency   *EmergencyNumbers             `json:"emergency,omitempty"`
	ReplyWithin *int                          `json:"reply_within_minutes,omitempty"`
	PushText    *bool                         `json:"push_guest_text,omitempty"`
	Rings       *[]string                     `json:"attention_rings,omitempty" enum:"angry,repeated,unanswered,unhappy" maxItems:"20"`
	Disclosure  *bool                         `json:"disclosure,omitempty"`
	Version     string                        `json:"version,omitempty" maxLength:"100" doc:"Of the settings that the change was made from. Without one the last to save wins."`
}

// ServiceWish is Service with only what changes; on a channel that had no settings of its own the rest is inherited.
type ServiceWish struct {
	_                 struct{}   `additionalProperties:"true"`
	Enabled           *bool      `json:"enabled,omitempty"`
	Hours             *HoursWish `json:"hours,omitempty"`
	Show              *string    `json:"show,omitempty" maxLength:"20"`
	ShowRegardless    *bool      `json:"show_regardless,omitempty"`
	Regardless        *bool      `json:"regardless,omitempty"`
	HelpsWhileWaiting *bool      `json:"helps_while_waiting,omitempty"`
	FirstWait         *int       `json:"first_wait_seconds,omitempty"`
	SecondWait        *int       `json:"second_wait_seconds,omitempty"`
	Reminder          *int       `json:"reminder_minutes,omitempty"`
	Relief            *int       `json:"relief_minutes,omitempty"`
	QuietReminder     *bool      `json:"quiet_reminder,omitempty"`
	HeldLimit         *int       `json:"held_limit,omitempty"`
}

// HoursWish is ChatHours; what is left out is not there.
type HoursWish struct {
	Always     bool            `json:"always,omitempty"`
	Week       []ChatInterval  `json:"week,omitempty" maxItems:"200"`
	Exceptions []ExceptionWish `json:"exceptions,omitempty" maxItems:"300"`
}

// ExceptionWish is ChatException; what is left out is not there. Without a last day it is one day.
type ExceptionWish struct {
	Name      string     `json:"name,omitempty" maxLength:"200"`
	First     string     `json:"first" maxLength:"20"`
	Last      string     `json:"last,omitempty" maxLength:"20"`
	Yearly    bool       `json:"yearly,omitempty"`
	Intervals []ChatSpan `json:"intervals,omitempty" maxItems:"50"`
}

// apply makes the settings as they would be. What cannot be read is named; its place is left as it was.
func (w LiveChatWish) apply(old desk.PropertySettings) (desk.PropertySettings, []desk.FieldError) {
	s := old
	var r reader
	if w.Available != nil {
		s.LiveChatWithheld = !*w.Available
	}
	chat := map[desk.Channel]desk.LiveChat{"": inherited(old)}
	if w.All != nil {
		chat[""] = r.service("all", chat[""], *w.All)
	}
	if w.Channels == nil {
		for ch, lc := range old.LiveChat {
			if ch != "" {
				chat[ch] = lc
			}
		}
	} else {
		for _, name := range slices.Sorted(maps.Keys(*w.Channels)) {
			ch := desk.Channel(name)
			lc, own := old.LiveChat[ch]
			if !own || ch == "" {
				usual := desk.DefaultLiveChat(ch)
				lc = chat[""]
				lc.Outside, lc.Quiet = usual.Outside, usual.Quiet
			}
			if ch == "" {
				r.wrong("channels", "no_channel", "A channel has a name.")
				continue
			}
			chat[ch] = r.service("channels."+name, lc, (*w.Channels)[name])
		}
	}
	s.LiveChat = chat
	if w.Words != nil {
		s.Words = r.words(*w.Words)
	}
	if w.Chain != nil {
		s.Chain = nil
		for _, step := range *w.Chain {
			s.Chain = append(s.Chain, step.step())
		}
		keepSecrets(s.Chain, old.Chain)
	}
	if w.Emergency != nil {
		s.Emergency = desk.Emergency{Number: clean(w.Emergency.Number, 100), Property: clean(w.Emergency.Property, 100)}
	}
	putSpan(&s.ReplyWithin, w.ReplyWithin, time.Minute)
	put(&s.PushGuestText, w.PushText)
	if w.Rings != nil {
		s.AttentionRings = nil
		for _, why := range desk.Attentions { // in their order, each once
			if slices.Contains(*w.Rings, string(why)) {
				s.AttentionRings = append(s.AttentionRings, why)
			}
		}
	}
	if w.Disclosure != nil {
		s.NoDisclosure = !*w.Disclosure
	}
	return s, r.errors
}

// span is n units; what no duration can hold is beyond every limit all the same.
func span(n int, unit time.Duration) time.Duration {
	const most = 1 << 20
	return time.Duration(max(-most, min(most, n))) * unit
}

func (w ChainStep) step() desk.ChainStep {
	s := desk.ChainStep{Kind: desk.ChainKind(w.Kind), After: span(w.After, time.Second)}
	switch s.Kind {
	case desk.ChainPeople:
		s.People = slices.Clone(w.People)
	case desk.ChainEmail:
		s.Emails = slices.Clone(w.Emails)
	case desk.ChainRequest:
		s.URL, s.Method, s.Header, s.Body = w.URL, w.Method, maps.Clone(w.Header), w.Body
		if s.Method == "" {
			s.Method = "POST"
		}
	}
	return s
}

// reader reads a wish, and keeps what it could not read.
type reader struct{ errors []desk.FieldError }

func (r *reader) wrong(at, code, message string) {
	r.errors = append(r.errors, desk.FieldError{Location: at, Code: code, Message: message})
}

func (r *reader) service(at string, lc desk.LiveChat, w ServiceWish) desk.LiveChat {
	put(&lc.Enabled, w.Enabled)
	put(&lc.ShowRegardless, w.ShowRegardless)
	put(&lc.Regardless, w.Regardless)
	put(&lc.HelpsWhileWaiting, w.HelpsWhileWaiting)
	put(&lc.QuietReminder, w.QuietReminder)
	put(&lc.HeldLimit, w.HeldLimit)
	putSpan(&lc.FirstWait, w.FirstWait, time.Second)
	putSpan(&lc.SecondWait, w.SecondWait, time.Second)
	putSpan(&lc.Reminder, w.Reminder, time.Minute)
	putSpan(&lc.Relief, w.Relief, time.Minute)
	if w.Show != nil {
		lc.Show = desk.ShowHuman(*w.Show)
		if *w.Show == shown[desk.ShowCannotHelp] {
			lc.Show = desk.ShowCannotHelp
		}
	}
	if w.Hours != nil {
		lc.Hours = r.hours(at+".hours", *w.Hours)
	}
	return lc
}

func put[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

func putSpan(to *time.Duration, n *int, unit time.Duration) {
	if n != nil {
		*to = span(*n, unit)
	}
}

// hours reads hours. At all hours without an exception is nil, which costs nothing to ask.
func (r *reader) hours(at string, w HoursWish) *desk.Hours {
	if w.Always && len(w.Week)+len(w.Exceptions) == 0 {
		return nil
	}
	h := &desk.Hours{Always: w.Always}
	for n, i := range w.Week {
		s := r.span(fmt.Sprintf("%s.week[%d]", at, n), i.ChatSpan)
		h.Week = append(h.Week, desk.Interval{Day: time.Weekday(i.Day), From: s.From, To: s.To})
	}
	for n, e := range w.Exceptions {
		x := desk.Exception{Name: clean(e.Name, 80), First: e.First, Last: e.Last, Yearly: e.Yearly}
		if x.Last == "" {
			x.Last = x.First
		}
		for m, i := range e.Intervals {
			x.Intervals = append(x.Intervals, r.span(fmt.Sprintf("%s.exceptions[%d].intervals[%d]", at, n, m), i))
		}
		h.Exceptions = append(h.Exceptions, x)
	}
	return h
}

func (r *reader) span(at string, w ChatSpan) desk.Span {
	from, ok1 := minutesOf(w.From)
	to, ok2 := minutesOf(w.To)
	if !ok1 {
		r.wrong(at+".from", "time", "Write a time such as 07:30.")
	}
	if !ok2 {
		r.wrong(at+".to", "time", "Write a time such as 22:00, or 24:00 for the end of the day.")
	}
	if to == 0 && from > 0 {
		to = 24 * 60
	}
	if ok1 && ok2 && w.NextDay != nil {
		switch {
		case !*w.NextDay && to < from:
			r.wrong(at+".to", "ends_before_it_begins", "This interval ends before it begins. Say that it ends on the next day, or change its times.")
		case *w.NextDay && to > from && to < 24*60:
			r.wrong(at+".to", "over_a_day", "This interval would be longer than a day.")
		}
	}
	return desk.Span{From: from, To: to}
}

var timeOfDay = regexp.MustCompile(`^([01]?[0-9]|2[0-4]):([0-5][0-9])$`)

func minutesOf(s string) (int, bool) {
	m := timeOfDay.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return hour*60 + minute, hour < 24 || minute == 0
}

func (r *reader) words(w map[string]map[string]string) map[string]map[desk.LineCode]string {
	all := map[string]map[desk.LineCode]string{}
	for language, words := range w {
		if !languageTag.MatchString(language) {
			r.wrong("words", "language", "Name languages as in en or pt-BR.")
			continue
		}
		for code, text := range words {
			if text = clean(text, 2*phrases.WordsMax); text == "" {
				continue
			}
			if all[language] == nil {
				all[language] = map[desk.LineCode]string{}
			}
			all[language][desk.LineCode(code)] = text
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
