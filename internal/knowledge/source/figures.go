package source

import (
	"regexp"
	"slices"
	"strings"

	"deskbell/internal/knowledge/text"
	"deskbell/internal/knowledge/typed"
)

// figures are the times and the price of one sentence.
type figures struct {
	times    []string // as 15:00
	amount   typed.Amount
	currency string
	per      []typed.Unit
}

// against reports whether two sentences on one thing give the same kinds of figures, and other ones.
func (a figures) against(b figures) bool {
	if len(a.times) != len(b.times) || a.currency != b.currency || !slices.Equal(a.per, b.per) {
		return false
	}
	return !slices.Equal(a.times, b.times) || a.amount != b.amount
}

var (
	aTime  = regexp.MustCompile(`\b(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\b\.?|p\.?m\b\.?|uhr\b|h\b)?`)
	aPrice = regexp.MustCompile(`(?:(€|£|\$|\b[a-z]{3}\b)\s?(\d{1,6}(?:[.,]\d{2})?))|(?:(\d{1,6}(?:[.,]\d{2})?)\s?(€|£|\$|euros?\b|[a-z]{3}\b))`)
	aDigit = regexp.MustCompile(`\d`)
)

// figuresOf reads a sentence; sure is whether it holds figures, and no number beside them.
func figuresOf(sentence string) (f figures, sure bool) {
	rest := text.Fold(sentence)
	prices := aPrice.FindAllStringSubmatchIndex(rest, -1)
	part := func(at []int, n int) string {
		if at[2*n] < 0 {
			return ""
		}
		return rest[at[2*n]:at[2*n+1]]
	}
	var found [][]int
	for _, at := range prices {
		if currencies[part(at, 1)+part(at, 4)] != "" {
			found = append(found, at)
		}
	}
	if len(found) > 1 {
		return f, false
	}
	if len(found) == 1 {
		at := found[0]
		amount, err := typed.ParseAmount(strings.ReplaceAll(part(at, 2)+part(at, 3), ",", "."))
		if err != nil {
			return f, false
		}
		f.amount, f.currency = amount, currencies[part(at, 1)+part(at, 4)]
		rest = rest[:at[0]] + " " + rest[at[1]:]
		for _, w := range text.Words(rest) {
			if u := units[w]; u != "" && !slices.Contains(f.per, u) {
				f.per = append(f.per, u)
			}
		}
		f.per = inOrder(f.per)
	}
	var left strings.Builder
	end := 0
	for _, at := range aTime.FindAllStringSubmatchIndex(rest, -1) {
		t, ok := clockOf(part(at, 1), part(at, 2), part(at, 3))
		if !ok {
			return f, false
		}
		f.times = append(f.times, t)
		left.WriteString(rest[end:at[0]])
		end = at[1]
	}
	left.WriteString(rest[end:])
	return f, (len(f.times) > 0 || f.currency != "") && len(f.times) <= 2 && !aDigit.MatchString(left.String())
}

// clockOf is a time as 15:00, where it can be nothing but a time.
func clockOf(hour, minute, suffix string) (string, bool) {
	if minute == "" && suffix == "" || len(hour) == 0 {
		return "", false
	}
	h := int(hour[0] - '0')
	if len(hour) == 2 {
		h = h*10 + int(hour[1]-'0')
	}
	switch suffix = strings.ReplaceAll(suffix, ".", ""); {
	case (suffix == "am" || suffix == "pm") && (h < 1 || h > 12):
		return "", false
	case suffix == "am":
		h %= 12
	case suffix == "pm":
		h = h%12 + 12
	}
	if minute == "" {
		minute = "00"
	}
	if h > 24 || minute > "59" || h == 24 && minute != "00" {
		return "", false
	}
	return string([]byte{byte('0' + h/10), byte('0' + h%10)}) + ":" + minute, true
}

func inOrder(per []typed.Unit) []typed.Unit {
	out := slices.Clone(per)
	slices.Sort(out)
	return out
}
