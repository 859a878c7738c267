package channel

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
)

// payloadMax is the shortest of the channels' limits on a choice's payload, in bytes.
const payloadMax = 200

// Part is one message of several. Only the last one has choices.
type Part struct {
	Text    string
	Choices []Choice
}

// Shape divides a text and the choices below it into messages that an account takes: choices that are too many or too long
// for its buttons and lists become a numbered list at the end of the text, whose numbers Chosen understands.
func Shape(c Capabilities, text string, choices []Choice) []Part {
	if len(choices) == 0 || !c.shows(choices) {
		return plain(Split(Numbered(text, choices), c.TextMax, c.TextUnit))
	}
	parts := plain(Split(text, c.TextMax, c.TextUnit))
	if len(parts) == 0 {
		return plain(Split(Numbered(text, choices), c.TextMax, c.TextUnit)) // buttons need a text above them
	}
	if most := c.ChoiceTextMax; most > 0 {
		last := parts[len(parts)-1]
		parts = append(parts[:len(parts)-1], plain(Split(last.Text, min(most, c.TextMax), c.TextUnit))...)
	}
	parts[len(parts)-1].Choices = choices
	return parts
}

func plain(texts []string) []Part {
	parts := make([]Part, len(texts))
	for i, t := range texts {
		parts[i].Text = t
	}
	return parts
}

// AsButtons reports whether the choices fit on buttons; those that Shape leaves as choices and that do not are a list.
func (c Capabilities) AsButtons(choices []Choice) bool {
	return within(choices, c.ButtonsMax, c.ButtonTitleMax)
}

func (c Capabilities) shows(choices []Choice) bool {
	seen := map[string]bool{}
	for _, ch := range choices {
		// The channels refuse two of a name.
		if strings.TrimSpace(ch.Title) == "" || ch.Payload == "" || len(ch.Payload) > payloadMax || seen["t"+ch.Title] || seen["p"+ch.Payload] {
			return false
		}
		seen["t"+ch.Title], seen["p"+ch.Payload] = true, true
	}
	return c.AsButtons(choices) || within(choices, c.ListMax, c.ListTitleMax)
}

func within(choices []Choice, most, title int) bool {
	if len(choices) > most {
		return false
	}
	for _, c := range choices {
		if Length(c.Title, Characters) > title {
			return false
		}
	}
	return true
}

// Numbered is a text with its choices as a numbered list below it.
func Numbered(text string, choices []Choice) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(text))
	for i, c := range choices {
		switch {
		case i == 0 && b.Len() > 0:
			b.WriteString("\n\n")
		case i > 0:
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%d. %s", i+1, c.Title)
	}
	return b.String()
}

// Chosen finds which of the choices a guest means who answered with its number, its title or its payload.
func Chosen(answer string, choices []Choice) (Choice, bool) {
	answer = strings.TrimSpace(answer)
	said := plainWords(answer)
	for _, c := range choices {
		if answer != "" && (answer == c.Payload || answer == strings.TrimSpace(c.Title)) || said != "" && said == plainWords(c.Title) {
			return c, true
		}
	}
	if n, ok := number(said); ok && n >= 1 && n <= len(choices) {
		return choices[n-1], true
	}
	return Choice{}, false
}

// plainWords is an answer without case, space and marks around it: "2." and "(2)" are 2.
func plainWords(s string) string {
	return strings.TrimFunc(cases.Fold().String(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// number reads digits of any script: the phone's keyboard decides which ones a guest has.
func number(s string) (int, bool) {
	var b strings.Builder
	for _, r := range s {
		d, ok := digit(r)
		if !ok || b.Len() > 3 {
			return 0, false
		}
		b.WriteByte('0' + d)
	}
	n, err := strconv.Atoi(b.String())
	return n, err == nil
}

// digit is the value of a decimal digit. Unicode keeps each script's ten in a row, from zero on.
func digit(r rune) (byte, bool) {
	if !unicode.IsDigit(r) {
		return 0, false
	}
	for d := byte(0); d < 10; d++ {
		if !unicode.IsDigit(r - rune(d) - 1) {
			return d, true
		}
	}
	// Blocks that touch (mathematical digits) are counted from the block's beginning.
	return byte((r - 0x1d7ce) % 10), r >= 0x1d7ce && r <= 0x1d7ff
}
