package builtin

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// pattern fits where one of several expressions does. They are many, and most messages could fit none of them: before
// one is run, the message is looked through for what each of its matches holds. An expression is compiled when it is first
// run: all of them take ten megabytes, and an installation that speaks two languages never runs most.
type pattern func() []expression

type expression struct {
	// holds are strings of which each match holds one; none where nothing is known.
	holds    []held
	compiled func() *regexp.Regexp
}

// held is a string, and the mark of its first bytes.
type held struct {
	word string
	mark uint16
}

// anyOf fits where one of the expressions is there between spaces, or the ends.
func anyOf(expressions ...string) pattern {
	whole := make([]string, len(expressions))
	for i, e := range expressions {
		whole[i] = `(?:^| )(?:` + e + `)(?: |$)`
	}
	return patternOf(whole...)
}

// patternOf fits where one of the expressions does.
func patternOf(expressions ...string) pattern {
	return sync.OnceValue(func() []expression {
		p := make([]expression, len(expressions))
		for i, e := range expressions {
			p[i] = expressionOf(e)
		}
		return p
	})
}

func expressionOf(e string) expression {
	tree, err := syntax.Parse(e, syntax.Perl)
	if err != nil {
		panic(err)
	}
	out := expression{compiled: compiledOnce(e)}
	for _, word := range neededBy(tree.Simplify()) {
		out.holds = append(out.holds, held{word, mark(word)})
	}
	return out
}

// compiledOnce is an expression that is compiled when it is first asked for.
func compiledOnce(e string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(e) })
}

// MatchString reports whether one of the expressions fits. The zero pattern fits nothing.
func (p pattern) MatchString(s string) bool {
	if p == nil {
		return false
	}
	found := marksOf(s)
	for _, e := range p() {
		if e.mayFit(s, &found) && e.compiled().MatchString(s) {
			return true
		}
	}
	return false
}

func (e *expression) mayFit(s string, found *marks) bool {
	for _, h := range e.holds {
		if found.have(h.mark) && strings.Contains(s, h.word) {
			return true
		}
	}
	return len(e.holds) == 0
}

// marks are the pairs of bytes of a string, a bit for each; some pairs share one.
type marks [1 << 6]uint64

func (m *marks) have(mark uint16) bool { return m[mark>>6]&(1<<(mark&63)) != 0 }

func marksOf(s string) (m marks) {
	for i := 1; i < len(s); i++ {
		k := mark(s[i-1:])
		m[k>>6] |= 1 << (k & 63)
	}
	return m
}

func mark(s string) uint16 { return (uint16(s[0])<<6 ^ uint16(s[1])) & (1<<12 - 1) }

// neededBy returns strings of at least two bytes of which every match of an expression holds one, or none where that is
// not known.
func neededBy(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if word := string(re.Rune); re.Flags&syntax.FoldCase == 0 && len(word) > 1 {
			return []string{word}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return neededBy(re.Sub[0])
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			of := neededBy(sub)
			if of == nil {
				return nil
			}
			all = append(all, of...)
		}
		return all
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if of := neededBy(sub); of != nil && (best == nil || rarer(of, best)) {
				best = of
			}
		}
		return best
	}
	return nil
}

// rarer reports whether one of a is found in fewer messages than one of b: the shortest of them tells.
func rarer(a, b []string) bool {
	shortest := func(words []string) int {
		n := len(words[0])
		for _, w := range words {
			n = min(n, len(w))
		}
		return n
	}
	if x, y := shortest(a), shortest(b); x != y {
		return x > y
	}
	return len(a) < len(b)
}
