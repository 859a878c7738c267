// Package mood tells how a guest's message sounds: pleased, unhappy or angry, or nothing of the kind. It is a list of words
// and phrases in the eight languages that guests write most, with rules about what stands around them, and no model: the
// same message sounds the same on every machine, and people can read why.
//
// It is used to point a person at a conversation, so it is precise rather than broad: a question about a broken heart of
// a story, or "not bad at all", must not turn a card red. A message that says nothing about how its writer feels is
// neutral, and so is one in a language that is not listed.
package mood

import (
	"strings"
	"sync"
	"unicode"

	"deskbell/internal/knowledge/text"
)

// Feeling is how a message sounds.
type Feeling string

// The feelings.
const (
	Neutral Feeling = ""
	Pleased Feeling = "pleased"
	Unhappy Feeling = "unhappy"
	Angry   Feeling = "angry"
)

// lookAt bounds what is looked at, in bytes.
const lookAt = 2000

// What words weigh. Angry is what reaches angryFrom, Unhappy what reaches unhappyFrom.
const (
	strong      = 3.0
	mild        = 1.5
	good        = -1.5
	shout       = 0.5 // exclamation marks in a row, or a message in capitals
	angryFrom   = 3.0
	unhappyFrom = 1.5
	pleasedFrom = -1.5
)

// Of tells how a message sounds.
func Of(message string) Feeling {
	if len(message) > lookAt {
		message = strings.ToValidUTF8(message[:lookAt], "")
	}
	l := lexicon()
	sum, bad := 0.0, false
	for _, clause := range clauses(message) {
		words := text.Words(clause)
		for i := 0; i < len(words); {
			weight, length := l.at(words, i)
			if length == 0 {
				i++
				continue
			}
			switch turned := l.turned(words, i); {
			case turned && weight < 0: // "not happy"
				weight = mild
			case turned: // "not bad", "no problem": a relief, not a compliment
				weight = 0
			}
			sum += weight
			bad = bad || weight > 0
			i += length
		}
	}
	for _, r := range message {
		switch {
		case strings.ContainsRune("😡🤬😠", r):
			sum, bad = sum+strong, true
		case strings.ContainsRune("😞😢😭👎😤🙁", r):
			sum, bad = sum+mild, true
		case strings.ContainsRune("😊😍🥰👍❤🙏😀😃😄", r):
			sum += good
		}
	}
	if bad && shouts(message) { // to shout is no feeling by itself: some write everything so
		sum += shout
		if sum >= unhappyFrom+shout {
			sum = max(sum, angryFrom)
		}
	}
	switch {
	case sum >= angryFrom:
		return Angry
	case sum >= unhappyFrom:
		return Unhappy
	case sum <= pleasedFrom && !bad:
		return Pleased
	}
	return Neutral
}

// clauses are the parts of a message within which one word can turn another around.
func clauses(message string) []string {
	return strings.FieldsFunc(message, func(r rune) bool { return strings.ContainsRune(".!?;:,\n¿¡…؟،؛", r) })
}

// shouts reports whether a message insists: several exclamation marks, or words in capitals only.
func shouts(message string) bool {
	if strings.Contains(message, "!!") {
		return true
	}
	upper, lower := 0, 0
	for _, r := range message {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper >= 12 && lower == 0
}

// words weighs phrases by their first word, the longest first by lookup of every length.
type words struct {
	weight    map[string]float64
	longest   int
	negations map[string]bool
}

// at is what begins at a word: its weight and how many words it takes; 0 where nothing does.
func (l *words) at(list []string, i int) (weight float64, length int) {
	for n := min(l.longest, len(list)-i); n > 0; n-- {
		if w, ok := l.weight[strings.Join(list[i:i+n], " ")]; ok {
			return w, n
		}
	}
	return 0, 0
}

// turned reports whether one of the two words before turns a phrase around.
func (l *words) turned(list []string, i int) bool {
	for j := max(0, i-2); j < i; j++ {
		if l.negations[list[j]] {
			return true
		}
	}
	return false
}

// lexicon reads the lists when they are first asked for.
var lexicon = sync.OnceValue(func() *words {
	l := &words{weight: map[string]float64{}, negations: map[string]bool{}}
	each := func(list string, add func(phrase string)) {
		for p := range strings.SplitSeq(list, ";") {
			if w := text.Words(p); len(w) > 0 {
				l.longest = max(l.longest, len(w))
				add(strings.Join(w, " "))
			}
		}
	}
	// The worst reading of a phrase that is listed twice counts, because the lists go from good to bad.
	for _, of := range []struct {
		list   string
		weight float64
	}{{pleased, good}, {unhappy, mild}, {angry, strong}} {
		each(of.list, func(p string) { l.weight[p] = of.weight })
	}
	each(negations, func(p string) { l.negations[p] = true })
	return l
})

// Words is a message as it is compared with another: what makes no difference to its meaning is left out.
func Words(message string) string {
	if len(message) > lookAt {
		message = strings.ToValidUTF8(message[:lookAt], "")
	}
	return strings.Join(text.Words(message), " ")
}
