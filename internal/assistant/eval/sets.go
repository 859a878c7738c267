package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
// the shipped thresholds. Keep chooses queries (nil: all of them).
func Ask(set Set, models builtin.Models, keep func(Query) bool) []Outcome {
	prepared := map[string]*builtin.Knowledge{}
	for name, base := range set.Bases {
		prepared[name] = builtin.PrepareWith(base, models)
	}
	var out []Outcome
	for _, q := range set.Queries {
		if keep != nil && !keep(q) {
			continue
		}
		o := Outcome{Gold: q.Gold, Decision: Abstained}
		if k := prepared[q.KB]; k != nil {
			ranked := k.Rank(q.Text, 10)
			for _, s := range ranked {
				o.Ranked = append(o.Ranked, s.ID)
			}
			if len(ranked) > 0 {
				o.Confidence = ranked[0].Confidence
				o.Decision = decision(builtin.Decide(ranked[0].Confidence))
			}
		}
		out = append(out, o)
	}
	return out
}

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
