package builtin

import (
	"slices"
	"strconv"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/stay"
	"deskbell/internal/knowledge/text"
)

// forHotel reports whether this is the knowledge of somewhere to stay, or could become it. Another business's customers
// cancel orders and change cards, which its knowledge may well be about.
func forHotel(pieces []piece) bool {
	return len(pieces) < 3 || slices.ContainsFunc(pieces, func(p piece) bool { return p.fact != nil || p.hotel > 0.3 })
}

// act answers what is no question: a booking, a change, a complaint, something to be done. It adds to an answer that
// another part of the message got, and leaves one alone that may be what was asked.
func (k *Knowledge) act(a *assistant.Answer, q assistant.Question, best finding, language string) {
	_, exact := k.exact[exactKey(q.Text)]
	if exact || !k.forHotel {
		return
	}
	s := stay.Read(q.Text, q.Now)
	wants := intentOf(q.Text, s)
	earlier, booking := bookingBefore(q)
	if wants.is == "" && booking && a.Decision != assistant.DecisionAnswer && !s.Empty() {
		wants = intent{is: assistant.IntentBooking} // "from Friday to Sunday, two adults"
	}
	if wants.is == "" || a.Decision == assistant.DecisionAnswer && !wants.clear {
		return
	}
	told := k.rest(q, language)
	reply := intentReply(wants.is, language)
	if wants.is == assistant.IntentBooking && q.BookingLink != "" {
		reply = bookingReply(q.BookingLink, s.Or(earlier), language)
	}
	reply.Wish, reply.Trace = a.Wish, a.Trace
	reply.Trace.Rules = append(reply.Trace.Rules, "intent_"+string(wants.is))
	reply.Confidence = min(best.confidence, suggestFrom/2)
	if told.Decision == assistant.DecisionAnswer {
		reply.Decision, reply.Confidence, reply.Sources, reply.About = told.Decision, told.Confidence, told.Sources, told.About
		reply.Text = told.Text + "\n\n" + reply.Text
	}
	*a = reply
}

// rest answers the sentences of a message that ask something beside what it wants done.
func (k *Knowledge) rest(q assistant.Question, language string) (a assistant.Answer) {
	parts := sentences(q.Text)
	if len(parts) < 2 {
		return a
	}
	for _, part := range parts[:min(len(parts), maxParts)] {
		if intentOf(part, stay.Read(part, q.Now)).is != "" {
			continue
		}
		if f, ok := k.asks(part); ok && !k.notSaid(f) {
			k.addTo(&a, f, q, part, language)
		}
	}
	return a
}

// addTo adds what a finding says to the question in part, once.
func (k *Knowledge) addTo(a *assistant.Answer, f finding, q assistant.Question, part, language string) {
	p := k.pieces[f.scored[0].Piece]
	if p.answer == "" && p.fact == nil || p.bookedOnly && !q.Verified || slices.Contains(a.Sources, p.source) || len(a.Sources) >= maxSuggestions {
		return
	}
	one := assistant.Answer{Decision: assistant.DecisionAnswer, Confidence: f.confidence, Sources: []assistant.Source{p.source}, About: p.about(language)}
	one.Text, one.Language = p.words(language)
	q.Text = part
	k.reckon(&one, q, f, false, language)
	join(a, one)
}

// join puts one answer below another.
func join(a *assistant.Answer, next assistant.Answer) {
	if a.Text == "" {
		next.Wish, next.Trace = a.Wish, a.Trace
		*a = next
		return
	}
	a.Text += "\n\n" + next.Text
	a.Sources = append(a.Sources, next.Sources...)
	a.About = joinAbout(a.About, next.About)
}

// bookingBefore is what the guest has named of a stay so far, where they were about to book one.
func bookingBefore(q assistant.Question) (s stay.Stay, booking bool) {
	for _, e := range q.Previous {
		here := stay.Read(e.Guest, q.Now)
		if is := intentOf(e.Guest, here).is; is == assistant.IntentBooking || booking && is == "" && !here.Empty() {
			s, booking = here.Or(s), true
			continue
		}
		if smallTalk(e.Guest) == nil {
			s, booking = stay.Stay{}, false
		}
	}
	return s, booking
}

// intentReply is what is said to one, with the way to a person.
func intentReply(is assistant.Intent, language string) assistant.Answer {
	words, spoken := phraseIntents[is].in(language)
	return assistant.Answer{Decision: assistant.DecisionCannotHelp, Intent: is, Text: words, Language: spoken}
}

// bookingReply leads to the booking page, with what is known of the stay filled in and said: the guest sees at once what
// was understood.
func bookingReply(template string, s stay.Stay, language string) assistant.Answer {
	words, spoken := phraseBookHere.in(language)
	if known := stayIn(s, spoken); known != "" {
		lead, _ := phraseFilledIn.in(spoken)
		words += "\n" + lead + " " + known
	}
	title, _ := phraseBook.in(spoken)
	return assistant.Answer{Decision: assistant.DecisionAnswer, Intent: assistant.IntentBooking, Text: words, Language: spoken,
		Link: &assistant.Link{URL: stay.Fill(template, s, text.Base(language)), Text: title}}
}

// dayForms are how a day is written in figures. In English it has the month's name: the order of figures differs there.
var dayForms = map[string]string{"en": "2 Jan 2006", "de": "02.01.2006", "nl": "02-01-2006", "he": "02.01.2006"}

// stayIn is what is known of a stay, in a language.
func stayIn(s stay.Stay, language string) string {
	form := dayForms[language]
	if form == "" {
		form = "02/01/2006"
	}
	var parts []string
	if !s.From.IsZero() {
		days := s.From.Format(form)
		if !s.To.IsZero() {
			days += " – " + s.To.Format(form)
		}
		parts = append(parts, days)
	}
	for _, c := range []struct {
		n    int
		name phrase
	}{{s.Adults, phraseAdults}, {s.Children, phraseChildren}, {s.Rooms, phraseRooms}} {
		if c.n > 0 {
			name, _ := c.name.in(language)
			parts = append(parts, name+": "+strconv.Itoa(c.n))
		}
	}
	return strings.Join(parts, " · ")
}
