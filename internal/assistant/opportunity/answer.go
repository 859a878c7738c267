package opportunity

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge/text"
)

// sure is the confidence from which what the property has written is told beside a question of ours.
const sure = 0.7

// Answer answers a message that is of an opportunity, or tells more of one, and leaves every other to whoever answers
// those. The property's own words come from the built-in assistant alone: a language model or a bot has no part in it.
func Answer(ctx context.Context, built, other assistant.Answerer, q assistant.Question) (assistant.Answer, error) {
	known, language := q.Opportunity, builtin.Language(q)
	n := noticed(q, language, known.Asking != "")
	o, told := n.is, n.told
	declines := !told && known.Asking != "" && Declines(q.Text)
	if !told && !declines {
		a, err := other.Answer(ctx, q)
		if err == nil && o != known && a.Opportunity == nil { // the guest passed over what was asked
			a.Opportunity = &o
		}
		return a, err
	}
	alone := q
	alone.Draft = nil // what is found is told with the rest, or not at all
	found, err := built.Answer(ctx, alone)
	if err != nil || found.Decision == assistant.DecisionWish {
		if err == nil {
			o.Asking = ""
			found.Opportunity = &o
		}
		return found, err
	}
	var say []string
	a := assistant.Answer{Decision: assistant.DecisionOpportunity, Confidence: n.likely, Wish: found.Wish, Language: spoken(language), Trace: found.Trace}
	if asks(q.Text) && found.Decision == assistant.DecisionAnswer && found.Intent == "" && found.Confidence >= sure && !priced(found.Text) {
		a.Sources, a.About = found.Sources, found.About
		say = append(say, found.Text)
	}
	next := o.Next()
	switch {
	case n.begins:
		say = append(say, openings[o.Kind].in(language))
	case declines:
		say = append(say, noMatter.in(language))
	case next != "":
		say = append(say, thanks.in(language))
	default:
		say = append(say, thanks.in(language)+" "+closing.in(language))
	}
	switch {
	case next != "":
		o.Ask(next)
		say[len(say)-1] += " " + questions[next].in(language)
	case declines:
		say[len(say)-1] += " " + closing.in(language)
	}
	a.Text, a.Opportunity = strings.Join(say, "\n\n"), &o
	a.Trace.Rules = append(a.Trace.Rules, "opportunity_"+string(o.Kind))
	return a, nil
}

// Beside lets somebody else answer every message, as a company's own bot does, and keeps what the guest tells of an
// opportunity: nothing of ours is said or asked.
func Beside(ctx context.Context, other assistant.Answerer, q assistant.Question) (assistant.Answer, error) {
	question := ""
	if n := len(q.Previous); n > 0 {
		question = q.Previous[n-1].Assistant
	}
	if asksSize(question) {
		q.Opportunity.Asking = desk.AskSize
	}
	n := noticed(q, builtin.Language(q), asks(question))
	a, err := other.Answer(ctx, q)
	if err != nil || !n.told || a.Opportunity != nil {
		return a, err
	}
	n.is.Asking = ""
	a.Opportunity = &n.is
	a.Trace.Rules = append(a.Trace.Rules, "opportunity_"+string(n.is.Kind))
	return a, nil
}

// notice is what a message tells of an opportunity.
type notice struct {
	is     desk.Opportunity
	likely float64
	// begins: it is a new one; told: it is one, or more of the one that is known.
	begins, told bool
}

// noticed reads a message; asked is whether it may be the answer to a question about what is known.
func noticed(q assistant.Question, language string, asked bool) (n notice) {
	known := q.Opportunity
	kind, likely := Recognise(q.Text)
	n.likely = likely
	n.begins = likely >= From && (!known.Any() || kind != known.Kind && explicit(kind))
	switch {
	case n.begins:
		n.told = true
		n.is, _ = Tell(desk.Opportunity{Kind: kind, Email: known.Email, Phone: known.Phone}, q.Text, language, q.Now)
		n.is.Words = shorten(strings.TrimSpace(q.Text), wordsKept)
	case known.Any():
		n.is, n.told = tellMore(known, q.Text, language, q.Now, likely >= From, asked)
	}
	return n
}

// explicit reports whether a kind is named by what it is, and not by how many come: more people do not make a wedding a
// group.
func explicit(k desk.OpportunityKind) bool { return k != desk.OpportunityGroup }

// tellMore adds what a later message says. Unless it is an answer to what was asked, or of the opportunity itself, only an
// address counts: "a table for two" says nothing of the wedding.
func tellMore(known desk.Opportunity, message, language string, today time.Time, about, asked bool) (desk.Opportunity, bool) {
	o, told := Tell(known, message, language, today)
	if !told {
		return o, false
	}
	answers := asked && !asks(message)
	if about || answers {
		return o, true
	}
	if asked && (o.Persons >= partyPersons && o.Persons != known.Persons || o.Rooms >= groupRooms && o.Rooms != known.Rooms) {
		return o, true // "eighty people. Is there parking?"
	}
	only := known
	only.Asking, only.Email, only.Phone = "", o.Email, o.Phone
	if only.Email == known.Email && only.Phone == known.Phone {
		return only, false
	}
	only.Words = o.Words
	return only, true
}

// asks reports whether a message asks anything.
func asks(message string) bool { return strings.ContainsAny(message, "?؟") }

// howMany asks for a number, in the languages that are told apart.
var howMany = regexp.MustCompile(`\bhow (?:many|large|big)\b|\bwie ?(?:viele|gross)\b|\bcombien\b|\bcuant[oa]s\b|\bquant[aei]\b|\bquant[oa]s\b|\bhoeveel\b|كم|כמה`)

// asksSize reports whether words ask how many people are to come, and for no other number.
func asksSize(said string) bool {
	if !asks(said) || !howMany.MatchString(text.Fold(said)) {
		return false
	}
	return !slices.ContainsFunc(read(said), func(w word) bool { return w.sense&(senseNight|senseDay|senseWeek|senseMonth|senseRoom) != 0 })
}

// money is how prices are written.
var money = regexp.MustCompile(`[€$£₪]|\b(?:eur|euros?|usd|gbp|dollars?|pounds?|chf|francs?|libras?|sterling)\b|(?:يورو|دولار|شيكل)`)

// priced reports whether words tell a price: none is told beside an opportunity, because what a person offers may be
// another.
func priced(words string) bool { return money.MatchString(text.Fold(words)) }
