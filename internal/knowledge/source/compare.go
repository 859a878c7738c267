package source

import (
	"deskbell/internal/knowledge/document"
	"deskbell/internal/store"
)

// difference is what a new reading of a page changes.
type difference struct {
	put  []store.KnowledgePassage // new ones have no id yet
	drop []string
}

// compare holds what a page says now against what is known of it. What stands there still stays as it was decided; what is
// new is a draft, paired with the approved passage in whose place it stands; what stands there no longer goes, unless it is
// approved: that is told until somebody decides.
func compare(known []store.KnowledgePassage, pieces []document.Piece) difference {
	type words struct{ title, text string }
	at := map[words]int{}
	for i, k := range known {
		w := words{k.Title, k.Text}
		if j, twice := at[w]; twice && known[j].State != Refused {
			continue
		}
		at[w] = i
	}
	var d difference
	still := make([]bool, len(known))
	var drafts []store.KnowledgePassage
	for nth, p := range pieces {
		i, ok := at[words{p.Title, p.Text}]
		if !ok {
			drafts = append(drafts, store.KnowledgePassage{Nth: nth, Title: p.Title, Text: p.Text, State: Draft})
			continue
		}
		still[i] = true
		if k := known[i]; k.Gone || k.Nth != nth {
			k.Gone, k.Nth = false, nth
			d.put = append(d.put, k)
		}
	}
	// Words that somebody corrected stand for the corrected passage: while they are found, it is not gone.
	corrected := map[string]bool{}
	for i, k := range known {
		if still[i] && k.State == Refused && k.Replaces != "" {
			corrected[k.Replaces] = true
		}
	}
	var orphans []store.KnowledgePassage // approved, and no longer there
	for i, k := range known {
		switch {
		case still[i]:
		case corrected[k.ID]:
			if k.Gone {
				k.Gone = false
				d.put = append(d.put, k)
			}
		case k.State == Approved:
			orphans = append(orphans, k)
			if !k.Gone {
				k.Gone = true
				d.put = append(d.put, k)
			}
		default:
			d.drop = append(d.drop, k.ID)
		}
	}
	taken := map[string]bool{}
	pair := func(draft *store.KnowledgePassage, same func(store.KnowledgePassage) bool) {
		for _, o := range orphans {
			if draft.Replaces == "" && !taken[o.ID] && same(o) {
				draft.Replaces = o.ID
				taken[o.ID] = true
			}
		}
	}
	for i := range drafts {
		pair(&drafts[i], func(o store.KnowledgePassage) bool { return o.Title == drafts[i].Title && o.Nth == drafts[i].Nth })
	}
	for i := range drafts {
		pair(&drafts[i], func(o store.KnowledgePassage) bool { return o.Title == drafts[i].Title })
	}
	for i := range drafts {
		pair(&drafts[i], func(o store.KnowledgePassage) bool { return o.Nth == drafts[i].Nth })
	}
	d.put = append(d.put, drafts...)
	return d
}
