package index

import (
	"unicode/utf8"

	"deskbell/internal/knowledge/text"
)

// speller finds the known word that a mistyped one was meant to be.
type speller struct {
	known map[string]struct{}
	// byLength holds words by first letter and length, what a correction must
	// nearly share: people mistype the first letter least.
	buckets map[bucket][]string
	common  map[string]struct{}
}

type bucket struct {
	first  rune
	length int
}

func newSpeller(vocabulary, common map[string]struct{}) *speller {
	s := &speller{known: vocabulary, common: common, buckets: map[bucket][]string{}}
	add := func(w string) {
		n := utf8.RuneCountInString(w)
		if n < 4 || w[0] >= '0' && w[0] <= '9' {
			return
		}
		first, _ := utf8.DecodeRuneInString(w)
		s.buckets[bucket{first, n}] = append(s.buckets[bucket{first, n}], w)
	}
	for w := range vocabulary {
		add(w)
	}
	for w := range common {
		if _, ok := vocabulary[w]; !ok {
			add(w)
		}
	}
	return s
}

func (s *speller) correct(w string) string {
	n := utf8.RuneCountInString(w)
	if n < 5 || n > 24 || w[0] >= '0' && w[0] <= '9' || text.IsStopAnywhere(w) {
		return w
	}
	if _, ok := s.known[w]; ok {
		return w
	}
	if _, ok := s.common[w]; ok {
		return w
	}
	limit := 1
	if n >= 8 {
		limit = 2
	}
	first, _ := utf8.DecodeRuneInString(w)
	best, bestAt := w, limit+1
	for d := -limit; d <= limit; d++ {
		for _, c := range s.buckets[bucket{first, n + d}] {
			at := distance(w, c, bestAt)
			// Of equally near words the alphabetically first wins, so that the
			// same question always gets the same answer.
			if at < bestAt || at == bestAt && at <= limit && c < best {
				best, bestAt = c, at
			}
		}
	}
	return best
}

// distance counts insertions, deletions, substitutions and swaps of neighbours;
// above the limit it returns some number above it.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	var rows [3][32]int
	if len(y) >= len(rows[0]) {
		return limit + 1
	}
	before, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range len(y) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			v := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				v = min(v, before[j-2]+1)
			}
			cur[j] = v
			least = min(least, v)
		}
		if least > limit {
			return limit + 1
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(y)]
}
