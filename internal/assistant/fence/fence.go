// Package fence decides what words of a program that is not ours may reach a guest. A language model, or a company's own
// bot, is told what to do by text that strangers write; so nothing here trusts what it was told. What it says is looked at
// as it is: no pictures and no markup, no address that the property did not write, and, where it must keep to passages, no
// number, no price and no promise that stands in none of them.
//
// It is code and not a prompt because a prompt is a request. What is refused costs little: the property's own words are
// said instead.
package fence

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxText is how many characters a text may have.
const MaxText = 4000

// The reasons of a refusal.
var (
	ErrEmpty   = errors.New("no words")
	ErrLong    = errors.New("too long")
	ErrImage   = errors.New("a picture")
	ErrMarkup  = errors.New("markup")
	ErrLink    = errors.New("an address that may not be shown")
	ErrNumber  = errors.New("a number that stands in no passage")
	ErrPromise = errors.New("a promise that stands in no passage")
	ErrUnlike  = errors.New("words that stand in no passage")
	ErrSecret  = errors.New("words that are not for guests")
)

// Ground is what a text must keep to.
type Ground struct {
	// Passages are the property's own words.
	Passages []string
	// Told is what a service told that nobody vouches for: its figures and words may be said, but no address in it, and
	// nothing that the passages themselves do not promise.
	Told []string
	// Words are texts whose words may be used, and nothing else of them: what was asked of a service.
	Words []string
	// Same says that text and passages are in one language, so that their words can be compared.
	Same bool
	// Secret are texts of which no stretch may be repeated: instructions, marks.
	Secret []string
}

// Grounded returns the text as it may be shown, or why it may not.
func Grounded(text string, g Ground) (string, error) {
	text, seen, err := clean(text)
	if err != nil {
		return "", err
	}
	if err := repeats(seen, g.Secret); err != nil {
		return "", err
	}
	passages := fold(strings.Join(g.Passages, "\n"))
	known := map[string]bool{}
	for _, a := range addresses(passages) {
		known[a] = true
	}
	if err := links(seen, func(address string) bool { return known[address] }); err != nil {
		return "", err
	}
	all := passages
	if len(g.Told) > 0 {
		all += "\n" + fold(strings.Join(g.Told, "\n"))
	}
	if err := numbers(seen, all); err != nil {
		return "", err
	}
	if err := promises(seen, passages, g.Same); err != nil {
		return "", err
	}
	if g.Same && !alike(seen, all+"\n"+fold(strings.Join(g.Words, "\n"))) {
		return "", ErrUnlike
	}
	return text, nil
}

// Plain is for who answers for its own words: only pictures, markup and addresses are looked at. A link's host must be one
// of hosts, or below it.
func Plain(text string, hosts []string) (string, error) {
	text, seen, err := clean(text)
	if err != nil {
		return "", err
	}
	err = links(seen, func(address string) bool {
		host := hostOf(address)
		for _, h := range hosts {
			if h = strings.ToLower(h); host == h || strings.HasSuffix(host, "."+h) {
				return true
			}
		}
		return false
	})
	return text, err
}

// clean drops what nobody sees and returns the text for the guest, and the one that is looked at: in small letters, and
// every letter and digit in its plain form, so that a full-width address is an address.
func clean(text string) (shown, seen string, err error) {
	if !utf8.ValidString(text) {
		return "", "", ErrMarkup
	}
	shown = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0' || r == '\u202f':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r == '\ufffd':
			return -1 // directions, joiners, tags: they hide what a text says
		}
		return r
	}, text)
	shown = strings.TrimSpace(manyLines.ReplaceAllString(shown, "\n\n"))
	switch {
	case shown == "":
		return "", "", ErrEmpty
	case utf8.RuneCountInString(shown) > MaxText:
		return "", "", ErrLong
	}
	seen = fold(shown)
	switch {
	case strings.Contains(seen, "!["):
		return "", "", ErrImage
	case markup.MatchString(seen):
		return "", "", ErrMarkup
	}
	return shown, seen, nil
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		// The digits of each script stand in a row.
		n := rune(0)
		for n < 9 && unicode.IsDigit(r-n-1) {
			n++
		}
		return '0' + n
	}, strings.ToLower(norm.NFKC.String(s)))
}

var (
	manyLines = regexp.MustCompile(`\n{3,}`)
	markup    = regexp.MustCompile(`<[a-z/!?]|&#?\w+;|\{\{|\x60\x60\x60`)
)

// repeated is how many words in a row of a secret text count as repeating it.
const repeated = 7

// repeats refuses a text that repeats a stretch of a secret one, or a mark (a secret of one word).
func repeats(seen string, secrets []string) error {
	if len(secrets) == 0 {
		return nil
	}
	said := " " + strings.Join(words(seen), " ") + " "
	for _, s := range secrets {
		w := words(fold(s))
		if len(w) == 0 {
			continue
		}
		for i := 0; i+min(repeated, len(w)) <= len(w); i++ {
			if strings.Contains(said, " "+strings.Join(w[i:i+min(repeated, len(w))], " ")+" ") {
				return ErrSecret
			}
		}
	}
	return nil
}

// words are the runs of letters and digits of a folded text.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
