package fence

import "regexp"

// Faithful looks at a text that says what another one says, in another language or shorter, before an agent reads it: no
// markup, no pictures, no address that the original does not hold, nothing of a secret, and no more words than it can have.
// changed reports that its figures are not the original's, which a change of language may do to a time and must not do to a
// price: a person has to look.
func Faithful(text, original string, secret []string) (shown string, changed bool, err error) {
	shown, seen, err := clean(text)
	if err != nil {
		return "", false, err
	}
	if len(shown) > longer*len(original)+longest {
		return "", false, ErrLong
	}
	if err := repeats(seen, secret); err != nil {
		return "", false, err
	}
	of := fold(original)
	known := map[string]bool{}
	for _, a := range addresses(of) {
		known[a] = true
	}
	if err := links(seen, func(address string) bool { return known[address] }); err != nil {
		return "", false, err
	}
	return shown, numbers(clock(seen), clock(of)) != nil, nil
}

// How much longer than the original a text may be, in bytes: some scripts take three where others take one.
const (
	longer  = 4
	longest = 200
)

// SameFigures reports whether two texts hold the same numbers in the same sense.
func SameFigures(a, b string) bool {
	a, b = clock(fold(a)), clock(fold(b))
	return numbers(a, b) == nil && numbers(b, a) == nil
}

// written is a time with a letter in its middle, as French, Spanish and Portuguese have it: 7h30.
var written = regexp.MustCompile(`\b(\d{1,2}) ?h ?(\d{2})\b`)

func clock(folded string) string { return written.ReplaceAllString(folded, "$1:$2") }
