// Package opportunity recognises what a guest has in mind that is larger than a holiday: a group, an event, a wedding, a
// long stay. It reads from their words when that is, how many come and how to reach them, asks for what is missing (three
// questions at most, each once), and never says a price: what it is worth is not known here.
//
// It looks at words alone, and knows no property. Senses of words in all its languages stand in one table (words.go);
// evidence is what several of them say together, with what is counted.
package opportunity

import (
	"strings"
	"time"
	"unicode"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/text"
)

// From is the probability from which a message is taken for an opportunity.
const From = 0.5

// How many make a group, and how long makes a stay a long one.
const (
	groupPersons = 10
	partyPersons = 8 // of something that is held
	groupRooms   = 5
	longNights   = 21
)

// Recognise tells how likely a message is of an opportunity, and of which kind.
func Recognise(message string) (desk.OpportunityKind, float64) {
	return recognise(read(message), message)
}

func recognise(words []word, message string) (desk.OpportunityKind, float64) {
	if len(words) == 0 {
		return "", 0
	}
	f := featuresOf(words, message)
	wedding, event, group, long := f.wedding(), f.event(), f.group(), f.long()
	all := 1 - (1-wedding)*(1-event)*(1-group)*(1-long)
	kind, most := desk.OpportunityGroup, group
	for _, k := range []struct {
		kind desk.OpportunityKind
		p    float64
	}{{desk.OpportunityLongStay, long}, {desk.OpportunityEvent, event}, {desk.OpportunityWedding, wedding}} {
		// What is held is named after that, however many come.
		if k.p > 0 && (k.p >= most || k.p >= From && k.kind != desk.OpportunityLongStay) {
			kind, most = k.kind, k.p
		}
	}
	return kind, all
}

// reference is a day from which days are told where only how long it lasts matters.
var reference = time.Date(2001, time.January, 1, 0, 0, 0, 0, time.UTC)

// features are what a message's words say together.
type features struct {
	has     sense
	persons int
	rooms   int
	nights  int
	// asks counts the words of wanting and organising, groups those for people who travel together.
	asks, groups int
	// span are the months between two that are named without days, "from January to April".
	span int
	// table says that one in the restaurant is named, exists that it is asked whether there is something.
	table, exists bool
}

func featuresOf(words []word, message string) features {
	read := daysRead(message, "en", reference)
	f := features{persons: personsIn(words), rooms: roomsIn(words), span: monthSpan(read)}
	f.nights, _ = lengthIn(words)
	if from, to, _ := daysIn(read, reference); f.nights == 0 && !to.IsZero() {
		f.nights = int(to.Sub(from).Hours() / 24)
	}
	for i, w := range words {
		s := w.sense
		if i+1 < len(words) && centres[words[i+1].text] || i > 0 && centresBefore[words[i-1].text] {
			s &^= senseEvent | senseWeak
		}
		if hasCentre(w.text) {
			s &^= senseEvent
		}
		if s&(senseAsk|senseHold) != 0 {
			f.asks++
		}
		if s&senseGroup != 0 {
			f.groups++
		}
		f.has |= s
	}
	f.table = f.has&senseTable != 0
	f.exists = len(words) > 2 && (existing[words[0].text+" "+words[1].text] || existing[words[0].text+" "+words[1].text+" "+words[2].text])
	return f
}

// centres make the name of a place of what is held there.
var (
	centres       = map[string]bool{"centre": true, "center": true}
	centresBefore = map[string]bool{"palais": true, "palacio": true, "centro": true, "palazzo": true}
)

// existing is how a guest asks whether there is something, by the first words: who asks whether there is a conference room
// is told about it, and has no conference yet.
var existing = phraseSet(`is there; are there; will there be; does this; does your; does the; do you have; have you got; what kind; gibt es; haben sie; habt ihr; y a; est ce qu'il; avez vous; hay; tienen; c'e un; c'e una; ci sono; avete una; ha una; ha um; tem uma; is er; zijn er; hebben jullie een; هل هناك; هل يوجد; هل لديكم قاعه`)

func phraseSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, p := range strings.Split(list, ";") {
		set[text.Fold(strings.TrimSpace(p))] = true
	}
	return set
}

func hasCentre(w string) bool {
	return len(w) > 7 && (w[len(w)-7:] == "zentrum" || w[len(w)-7:] == "centrum")
}

func (f features) any(s sense) bool { return f.has&s != 0 }

// sized says how many come, as evidence.
func (f features) sized() float64 {
	switch {
	case f.rooms >= 8, f.persons >= 20:
		return 0.75
	case f.rooms >= groupRooms, f.persons >= groupPersons:
		return 0.6
	}
	return 0
}

// elsewhere dampens what is likelier somebody else's event, or one that goes on.
func (f features) elsewhere() float64 {
	switch {
	case f.sized() > 0:
		return 1
	case f.any(senseOther | senseGift):
		return 0.3
	case f.any(senseGone):
		return 0.6
	}
	return 1
}

func (f features) wedding() float64 {
	if !f.any(senseWedding | senseMarry) {
		return 0
	}
	p := 0.4
	switch {
	case f.any(senseHold), f.any(senseAsk) && f.any(senseVenue|senseMarry), f.sized() > 0:
		p = 0.85
	case f.any(senseAsk), f.any(senseMarry):
		p = 0.6
	}
	return p * f.elsewhere()
}

func (f features) event() float64 {
	sized := f.sized() > 0 || f.persons >= partyPersons
	p := 0.0
	switch {
	case f.any(senseEvent):
		switch {
		case sized, f.any(senseHold):
			p = 0.85
		case f.any(senseWork) && f.any(senseAsk):
			p = 0.75
		case f.asks > 0:
			p = 0.55
		default:
			p = 0.3
		}
	case f.any(senseWeak):
		switch {
		case sized:
			p = 0.8
		case f.any(senseHold) && (f.any(senseWork|senseVenue) || f.asks > 1):
			p = 0.7
		case f.any(senseWork) && f.any(senseAsk):
			p = 0.65
		}
	case f.any(senseVenue) && f.any(senseWhole) && f.any(senseHold):
		p = 0.6
	case f.any(senseVenue) && f.any(senseHold) && sized:
		p = 0.6
	}
	if f.exists && !sized && !f.any(senseWork) {
		p *= 0.5
	}
	return p * f.elsewhere()
}

func (f features) group() float64 {
	p := f.sized()
	switch {
	case f.table && f.persons < 20:
		p *= 0.6
	case p > 0 && f.any(senseGroup|senseAsk|senseWe|senseWork):
		p = max(p, 0.8)
	}
	if f.any(senseGroup) && f.persons >= partyPersons {
		p = max(p, 0.6)
	}
	switch {
	case p > 0 || !f.any(senseGroup):
	case f.any(sensePrice), f.groups > 1 && f.asks > 0:
		p = 0.6
	case f.asks > 0:
		p = 0.3
	}
	return p * f.elsewhere()
}

func (f features) long() float64 {
	p := 0.0
	switch {
	case f.any(senseGone):
	case f.nights >= longNights && f.any(senseStay|senseLong):
		p = 0.8
	case f.nights >= longNights && f.any(senseAsk):
		p = 0.55
	case f.nights >= longNights:
		p = 0.4
	case f.span >= 2 && f.any(senseStay|senseAsk|senseLong):
		p = 0.75
	case f.any(senseLong) && f.any(senseStay|senseMonth) && f.any(senseAsk|senseStay):
		p = 0.6
	case f.any(senseLong) && f.any(senseAsk):
		p = 0.55
	}
	return p
}

func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\''
}
