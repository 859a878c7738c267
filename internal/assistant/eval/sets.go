package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
)

// Entry is one line of kb.jsonl.
type Entry struct {
	KB        string   `json:"kb"`
	ID        string   `json:"id"`
	Questions []string `json:"q"`
	Answer    string   `json:"a"`
}

// Query is one line of queries.jsonl.
type Query struct {
	KB     string   `json:"kb"`
	Text   string   `json:"q"`
	Gold   []string `json:"gold"`
	Source string   `json:"src"` // of the open hotel set: which hotel's guests asked it
}

// Set is a question set with its knowledge bases.
type Set struct {
	Name    string
	Bases   map[string]knowledge.Base
	Queries []Query
}

// ReadSet reads kb.jsonl and queries.jsonl of a folder.
func ReadSet(dir string) (Set, error) {
	kb, err := os.Open(filepath.Join(dir, "kb.jsonl"))
	if err != nil {
		return Set{}, err
	}
	defer kb.Close()
	queries, err := os.Open(filepath.Join(dir, "queries.jsonl"))
	if err != nil {
		return Set{}, err
	}
	defer queries.Close()
	set := Set{Name: filepath.Base(dir)}
	if set.Bases, err = ReadKnowledge(kb); err != nil {
		return Set{}, fmt.Errorf("%s: %w", kb.Name(), err)
	}
	if set.Queries, err = ReadQueries(queries); err != nil {
		return Set{}, fmt.Errorf("%s: %w", queries.Name(), err)
	}
	return set, nil
}

// spoken stands for the answers of a base that has none at all: such a set asks
// only which entry is meant. It holds no word, so it changes no ranking. Where
// some entries are answered, an empty answer is a question still open.
const spoken = "…"

// ReadKnowledge reads the lines of a kb.jsonl into one base per "kb".
func ReadKnowledge(r io.Reader) (map[string]knowledge.Base, error) {
	entries, err := readLines[Entry](r)
	if err != nil {
		return nil, err
	}
	bases := map[string]knowledge.Base{}
	for _, e := range entries {
		b := bases[e.KB]
		b.PropertyID, b.Languages = e.KB, []string{"en"}
		b.Entries = append(b.Entries, knowledge.Entry{ID: e.ID, PropertyID: e.KB, Questions: e.Questions, Answer: e.Answer, Language: "en"})
		bases[e.KB] = b
	}
	for _, b := range bases {
		if !slices.ContainsFunc(b.Entries, knowledge.Entry.Answered) {
			for i := range b.Entries {
				b.Entries[i].Answer = spoken
			}
		}
	}
	return bases, nil
}

// ReadQueries reads the lines of a queries.jsonl.
func ReadQueries(r io.Reader) ([]Query, error) { return readLines[Query](r) }

func readLines[T any](r io.Reader) ([]T, error) {
	var out []T
	in := bufio.NewScanner(r)
	in.Buffer(nil, 4<<20)
	for n := 1; in.Scan(); n++ {
		if len(in.Bytes()) == 0 {
			continue
		}
		var line T
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, line)
	}
	return out, in.Err()
}

// Ask runs every query of a set against its own base, with the given models and
// the shipped thresholds, in the order of the queries. Keep chooses queries (nil:
// all of them), asked is told how many are done (nil: nobody wants to know).
func Ask(ctx context.Context, set Set, models builtin.Models, keep func(Query) bool, asked func(done int)) ([]Outcome, error) {
	prepared := map[string]*builtin.Knowledge{}
	out := make([]Outcome, 0, len(set.Queries))
	for i, q := range set.Queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if keep != nil && !keep(q) {
			continue
		}
		base, known := set.Bases[q.KB]
		if known && prepared[q.KB] == nil {
			prepared[q.KB] = builtin.PrepareWith(base, models)
		}
		o := Outcome{Gold: q.Gold, Decision: Abstained}
		if known {
			j := prepared[q.KB].Judge(q.Text, 10)
			for _, s := range j.Ranked {
				o.Ranked = append(o.Ranked, s.ID)
			}
			o.Confidence, o.Decision = j.Confidence, decision(j.Decision)
		}
		out = append(out, o)
		if asked != nil {
			asked(i + 1)
		}
	}
	return out, nil
}

// AskWishes asks of every query only whether the guest wants a person, who goes
// by the name of [Person].
func AskWishes(ctx context.Context, queries []Query, asked func(done int)) ([]Outcome, error) {
	out := make([]Outcome, 0, len(queries))
	for i, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		o := Outcome{Gold: q.Gold, Confidence: builtin.Wish(q.Text), Decision: Abstained}
		if builtin.Wishes(o.Confidence) {
			o.Ranked, o.Decision = []string{Person}, Answered
		}
		out = append(out, o)
		if asked != nil {
			asked(i + 1)
		}
	}
	return out, nil
}

// Person is the entry that a wish for a person asks for.
const Person = "human"

// decision names a decision as the result format does: whatever is neither an
// answer nor a suggestion is an abstention there.
func decision(d assistant.Decision) Decision {
	switch d {
	case assistant.DecisionAnswer:
		return Answered
	case assistant.DecisionSuggest:
		return Suggested
	}
	return Abstained
}

// result is one line of the results.
type result struct {
	KB         string   `json:"kb"`
	Question   string   `json:"q"`
	Entry      *string  `json:"entry"` // the best one, also where it was not said
	Confidence float64  `json:"confidence"`
	Decision   Decision `json:"decision"`
}

// WriteResults writes one line per query, in their order.
func WriteResults(w io.Writer, queries []Query, outcomes []Outcome) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for i, o := range outcomes {
		line := result{KB: queries[i].KB, Question: queries[i].Text, Confidence: o.Confidence, Decision: o.Decision}
		if len(o.Ranked) > 0 {
			line.Entry = &o.Ranked[0]
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return out.Flush()
}
