package hub

import (
	"cmp"
	"slices"
	"strings"

	"deskbell/internal/knowledge/text"
	"deskbell/internal/store"
)

// maxDisagreements is how many questions with two answers are named at once.
const maxDisagreements = 100

// Disagreement is a question that guests are told two answers to, and the entries that tell them.
type Disagreement struct {
	Question, Language string
	Entries            []store.KnowledgeEntry // the one that was changed last comes first
}

// Disagreements are the questions that two entries answer differently, to the same guests on the same day: word for word the
// same question in the same language. Two wordings that only mean the same are for people to judge. An entry without a
// language is in the property's first one.
func Disagreements(entries []store.KnowledgeEntry, first string) []Disagreement {
	type told struct {
		at               int
		question, answer string
	}
	type asks struct {
		language, question string
		booked             bool
	}
	byQuestion := map[asks][]told{}
	for i, e := range entries {
		if e.Hidden {
			continue
		}
		for _, v := range append([]store.KnowledgeText{{Language: e.Language, Questions: e.Questions, Answer: e.Answer}}, e.Versions...) {
			if strings.TrimSpace(v.Answer) == "" {
				continue
			}
			for _, q := range v.Questions {
				k := asks{text.Base(cmp.Or(v.Language, first)), strings.Join(text.Words(q), " "), e.BookedOnly}
				if k.question != "" {
					byQuestion[k] = append(byQuestion[k], told{i, q, strings.Join(strings.Fields(text.Fold(v.Answer)), " ")})
				}
			}
		}
	}
	var out []Disagreement
	seen := map[string]bool{}
	for k, all := range byQuestion {
		var at []int
		for _, a := range all {
			against := func(b told) bool {
				return a.at != b.at && a.answer != b.answer && bothTold(entries[a.at], entries[b.at])
			}
			if slices.ContainsFunc(all, against) && !slices.Contains(at, a.at) {
				at = append(at, a.at)
			}
		}
		if len(at) == 0 {
			continue
		}
		d := Disagreement{Question: all[0].question, Language: k.language}
		var ids []string
		for _, i := range at {
			d.Entries = append(d.Entries, entries[i])
			ids = append(ids, entries[i].ID)
		}
		slices.Sort(ids)
		if who := strings.Join(ids, " "); !seen[who] { // with several wordings in common they disagree once
			seen[who] = true
			slices.SortStableFunc(d.Entries, func(a, b store.KnowledgeEntry) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Disagreement) int {
		return cmp.Or(b.Entries[0].UpdatedAt.Compare(a.Entries[0].UpdatedAt), strings.Compare(a.Entries[0].ID, b.Entries[0].ID))
	})
	return out[:min(len(out), maxDisagreements)]
}

// bothTold reports whether there is a day on which both are told.
func bothTold(a, b store.KnowledgeEntry) bool {
	ends := func(x, y store.KnowledgeEntry) bool {
		return x.ValidUntil != "" && y.ValidFrom != "" && x.ValidUntil < y.ValidFrom
	}
	return !ends(a, b) && !ends(b, a)
}
